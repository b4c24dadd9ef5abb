"""The library pane: plans by level, the comparisons made before, and the buttons that lead to new ones."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from qcompare.gui.headers import paint_tag
from qcompare.gui.jobs import Holdings
from qcompare.gui.models.library import ENTRY_ROLE, TAG_ROLE, LibraryModel, entry_facts
from qcompare.gui.theme import SECONDARY_PIXELS, UI_PIXELS, Theme, hei
from qcompare.store import CollationEntry, PlanEntry

_PLAN_HEIGHT, _GROUP_HEIGHT = 40, 26
_RECENT = 12


class PlanDelegate(QStyledItemDelegate):
    """Paints a plan in two lines with its tag, and a group's word with its number."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return two lines for a plan and one for a group."""
        return QSize(100, _PLAN_HEIGHT if index.data(ENTRY_ROLE) else _GROUP_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one line of the tree."""
        box: QRect = option.rect  # type: ignore[attr-defined]  # the stub lacks the option's fields
        entry: PlanEntry | None = index.data(ENTRY_ROLE)
        painter.save()
        if entry is None:
            painter.setFont(hei(UI_PIXELS, bold=True))
            painter.setPen(self.theme.text)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        else:
            self._paint_plan(painter, box, entry, str(index.data(TAG_ROLE)))
        painter.restore()

    def _paint_plan(self, painter: QPainter, box: QRect, entry: PlanEntry, tag: str) -> None:
        theme, right = self.theme, box.right() - 4
        if tag:
            painter.setFont(hei(11))
            width = painter.fontMetrics().horizontalAdvance(tag) + 8
            right -= width
            paint_tag(painter, right, box.top() + 4, tag, theme)
        for top, font, colour, text, edge in (
            (3, hei(UI_PIXELS), theme.text, entry.label or entry.source, right - 4),
            (20, hei(SECONDARY_PIXELS), theme.secondary, entry_facts(entry), box.right() - 4),
        ):
            painter.setFont(font)
            painter.setPen(colour)
            line = QRect(box.left(), box.top() + top, edge - box.left(), 18)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)


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
        self._delegate = PlanDelegate(theme, self)
        self.tree = self._tree()
        self.recent = QListWidget(self)
        self.recent.setAccessibleName("最近比对")
        self.recent.itemActivated.connect(self._ask_recent)
        self.recent.itemClicked.connect(self._ask_recent)
        self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        """Paint in the theme's colours."""
        self._delegate.theme = theme
        self.tree.viewport().update()

    def show_holdings(self, holdings: Holdings) -> None:
        """Show the plans and the latest comparisons."""
        self.model.set_plans(holdings.plans)
        self.tree.expandAll()
        labels = {entry.id: entry.label or entry.source for entry in holdings.plans}
        self.recent.clear()
        for entry in list(reversed(holdings.collations))[:_RECENT]:
            item = QListWidgetItem(_recent_words(entry, labels), self.recent)
            item.setData(Qt.ItemDataRole.UserRole, (entry.base, entry.targets))
            item.setToolTip(_recent_words(entry, labels))

    def show_compared(self, base: int, targets: tuple[int, ...]) -> None:
        """Tag the plans of the comparison shown and choose it among the recent ones."""
        self.model.set_compared(base, targets)
        self.tree.viewport().update()
        for i in range(self.recent.count()):
            if self.recent.item(i).data(Qt.ItemDataRole.UserRole) == (base, targets):
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
        base, targets = item.data(Qt.ItemDataRole.UserRole)
        self.recent_asked.emit(base, targets)


def _recent_words(entry: CollationEntry, labels: dict[int, str]) -> str:
    targets = "、".join(labels.get(target, "").split(" ")[0] for target in entry.targets)
    share = "、".join(f"{counts.carried_share:.0%}" for counts in entry.counts)
    return f"{labels.get(entry.base, '')} → {targets}\n承接率 {share}"
