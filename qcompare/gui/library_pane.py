"""The library pane: plans by level, the comparisons made before, and the buttons that lead to new ones."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from qcompare.citing import percent
from qcompare.gui.headers import TAG_PIXELS, paint_tag
from qcompare.gui.jobs import Holdings
from qcompare.gui.models.library import (
    COMPARED_ROLE,
    ENTRY_ROLE,
    FACTS_ROLE,
    TAG_ROLE,
    Index,
    LibraryModel,
    entry_names,
    short_names,
)
from qcompare.gui.theme import SECONDARY_PIXELS, UI_PIXELS, Theme, hei
from qcompare.store import CollationEntry

_ITEM_HEIGHT, _HEADING_HEIGHT, _LINE, _PAD = 40, 26, 18, 3
_RECENT = 12


class TwoLines(QStyledItemDelegate):
    """Paints an item in two lines, the second in grey, with its tag; an item without a second line is a heading."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of two lines, or of a heading."""
        return QSize(80, _HEADING_HEIGHT if index.data(FACTS_ROLE) is None else _ITEM_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one item on the ground that Qt has chosen for it."""
        box: QRect = option.rect  # type: ignore[attr-defined]  # the stub lacks the option's fields
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # the same
        facts, tag = index.data(FACTS_ROLE), str(index.data(TAG_ROLE) or "")
        painter.save()
        if facts is not None and state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.fillRect(box, self.theme.selection if chosen else self.theme.chosen)
        inner = box.adjusted(_PAD, 0, -_PAD, 0)
        if facts is None:
            painter.setFont(hei(UI_PIXELS, bold=True))
            painter.setPen(self.theme.text)
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        else:
            used = self._paint_tag(painter, inner, tag) if tag else 0
            self._paint_line(
                painter, inner.adjusted(0, 3, -used, 0), hei(UI_PIXELS), self.theme.text, str(index.data())
            )
            grey = self.theme.secondary
            self._paint_line(painter, inner.adjusted(0, 20, 0, 0), hei(SECONDARY_PIXELS), grey, str(facts))
        painter.restore()

    def _paint_tag(self, painter: QPainter, box: QRect, tag: str) -> int:
        painter.setFont(hei(TAG_PIXELS))
        width = painter.fontMetrics().horizontalAdvance(tag) + 8
        paint_tag(painter, box.right() - width, box.top() + 4, tag, self.theme)
        return width + 4

    def _paint_line(self, painter: QPainter, box: QRect, font: QFont, colour: QColor, text: str) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        box.setHeight(_LINE)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


class LibraryPane(QWidget):
    """Shows what the library holds and asks the window for comparisons."""

    import_asked = Signal()
    comparison_asked = Signal(int)
    base_asked = Signal(int)
    target_asked = Signal(int)
    target_left = Signal(int)
    recent_asked = Signal(int, tuple)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = LibraryModel(self)
        self._delegate = TwoLines(theme, self)
        self.tree = self._tree()
        self.recent = QListWidget(self)
        self.recent.setItemDelegate(self._delegate)
        self.recent.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.recent.setAccessibleName("最近比对")
        self.recent.itemActivated.connect(self._ask_recent)
        self.recent.itemClicked.connect(self._ask_recent)
        self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        """Paint in the theme's colours."""
        self._delegate.theme = theme
        self.tree.viewport().update()
        self.recent.viewport().update()

    def show_holdings(self, holdings: Holdings) -> None:
        """Show the plans and the latest comparisons."""
        self.model.set_plans(holdings.plans)
        self.tree.expandAll()
        names, short = entry_names(holdings.plans), short_names(holdings.plans)
        self.recent.clear()
        for entry in list(reversed(holdings.collations))[:_RECENT]:
            words, facts = _recent_words(entry, names, short)
            item = QListWidgetItem(words, self.recent)
            item.setData(FACTS_ROLE, facts)
            item.setData(COMPARED_ROLE, (entry.base, entry.targets))
            item.setToolTip(f"{words}\n{facts}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}，{facts}")

    def show_compared(self, base: int, targets: tuple[int, ...]) -> None:
        """Tag the plans of the comparison shown and choose it among the recent ones."""
        self.model.set_compared(base, targets)
        self.tree.viewport().update()
        for i in range(self.recent.count()):
            if self.recent.item(i).data(COMPARED_ROLE) == (base, targets):
                self.recent.setCurrentRow(i)

    def set_busy(self, busy: bool) -> None:
        """While a job runs nothing new can be asked for."""
        self.setEnabled(not busy)

    def plan_menu(self, plan: int) -> QMenu:
        """Return the menu of a plan: what part it can take in the comparison."""
        tag = str(self.model.index_of(plan).data(TAG_ROLE) or "")
        menu = QMenu(self)
        if tag != "基准":
            menu.addAction("设为基准").triggered.connect(lambda: self.base_asked.emit(plan))
        if tag.startswith("对照"):
            menu.addAction("移出对照").triggered.connect(lambda: self.target_left.emit(plan))
        elif not tag:
            menu.addAction("加入对照").triggered.connect(lambda: self.target_asked.emit(plan))
        menu.addSeparator()
        menu.addAction("以此为基准新建比对…").triggered.connect(lambda: self.comparison_asked.emit(plan))
        return menu

    def _tree(self) -> QTreeView:
        tree = QTreeView(self)
        tree.setModel(self.model)
        tree.setItemDelegate(self._delegate)
        tree.setHeaderHidden(True)
        tree.setIndentation(14)
        tree.setRootIsDecorated(True)
        tree.setExpandsOnDoubleClick(False)
        tree.setAccessibleName("规划库")
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(self._open_menu)
        tree.activated.connect(self._ask_comparison)
        return tree

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(6)
        column.addWidget(self.tree, 3)
        heading = QLabel("最近比对", self)
        heading.setFont(hei(UI_PIXELS, bold=True))
        column.addWidget(heading)
        column.addWidget(self.recent, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for word, signal in (("导入…", self.import_asked), ("新建比对…", None)):
            button = QPushButton(word, self)
            button.clicked.connect(signal or self._ask_new)
            buttons.addWidget(button)
        column.addLayout(buttons)

    def _open_menu(self, point: QPoint) -> None:
        entry = self.tree.indexAt(point).data(ENTRY_ROLE)
        if entry is not None:
            self.plan_menu(entry.id).popup(self.tree.viewport().mapToGlobal(point))

    def _ask_comparison(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE)
        if entry is not None:
            self.comparison_asked.emit(entry.id)

    def _ask_new(self) -> None:
        entry = self.tree.currentIndex().data(ENTRY_ROLE)
        self.comparison_asked.emit(entry.id if entry is not None else 0)

    def _ask_recent(self, item: QListWidgetItem) -> None:
        base, targets = item.data(COMPARED_ROLE)
        self.recent_asked.emit(base, targets)


def _recent_words(entry: CollationEntry, names: dict[int, str], short: dict[int, str]) -> tuple[str, str]:
    """Return a comparison's two lines; the targets go by their short names."""
    named = [short.get(target, "") for target in entry.targets]
    share = "、".join(percent(counts.carried_share) for counts in entry.counts)
    return f"{names.get(entry.base, '')} → {'、'.join(named)}", f"承接率 {share}"
