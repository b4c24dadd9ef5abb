"""What came of reading a plan (读入情况) as a tree: recognised, to look at, set aside, said by a person; items lead to their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from qcompare.citing import CLAUSE_WORDS, in_one_line, place_at
from qcompare.document import Span
from qcompare.gui.jobs import Opened
from qcompare.gui.theme import UI_PIXELS, Theme, hei
from qcompare.model import Clause, ClauseKind, Plan
from qcompare.report import ROLE_WORDS, TREAT_WORDS

Index = QModelIndex | QPersistentModelIndex
SPAN_ROLE = Qt.ItemDataRole.UserRole
_OPENING = 40
"""Characters of a stretch that are shown; the rest is in the text beside."""

_LEAST_WIDTH, _EDGES, _ABOVE = 60, 10, 4
"""Pixels of the column of words, and of what stands about them in it."""

_MOST_UNFOLDED = 5
"""Stretches of one sort that are listed one by one; of more (page numbers) only how many, until they are opened."""

_LISTED = frozenset(ClauseKind) - {ClauseKind.PARAGRAPH, ClauseKind.FURNITURE, ClauseKind.ROW}
"""What stands in an outline."""


class PlaceTree(QTreeWidget):
    """A tree whose items may lead to a place in the text, by one click, Enter, or going from item to item."""

    place_asked = Signal(object)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.itemClicked.connect(self._ask)
        self.itemActivated.connect(self._ask)

    def items(self) -> list[QTreeWidgetItem]:
        """Return all items, from top to bottom."""
        return self.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)

    def _ask(self, item: QTreeWidgetItem) -> None:
        span = item.data(0, SPAN_ROLE)
        if isinstance(span, Span):
            self.place_asked.emit(span)


class OutlineTree(PlaceTree):
    """The plan's outline (提纲): what has a number or a heading, each under what it stands under."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("提纲", parent)

    def show_plan(self, plan: Plan) -> None:
        """List the outline; what is chosen and how far it is scrolled stays."""
        at, chosen = self.verticalScrollBar().value(), self.currentItem()
        before = chosen.data(0, SPAN_ROLE) if chosen is not None else None
        self.clear()
        made: dict[int, QTreeWidgetItem] = {}
        for index, clause in enumerate(plan.clauses):
            if clause.kind in _LISTED:
                above = clause.parent
                while above is not None and above not in made:
                    above = plan.clauses[above].parent
                item = QTreeWidgetItem(made[above] if above is not None else self.invisibleRootItem())
                self._fill(item, plan, clause)
                made[index] = item
        self.expandAll()
        for item in made.values():
            if item.data(0, SPAN_ROLE) == before:
                self.setCurrentItem(item)
        self.verticalScrollBar().setValue(at)

    def _fill(self, item: QTreeWidgetItem, plan: Plan, clause: Clause) -> None:
        words = clause.heading or in_one_line(clause.span.of(plan.text)).strip().removeprefix(clause.marker)
        item.setText(0, f"{clause.marker}{in_one_line(words)}"[:_OPENING])
        item.setToolTip(0, f"{CLAUSE_WORDS[clause.kind]}　{in_one_line(words)}")
        item.setData(0, SPAN_ROLE, clause.span)


class _Wrapped(QStyledItemDelegate):
    """Gives an item of a tree the height that its words need in the width of their column."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of an item of the second column, wrapped; others stand in one line."""
        size = super().sizeHint(option, index)
        if index.column() == 1:
            room = QRect(0, 0, max(_LEAST_WIDTH, self._tree.columnWidth(1) - _EDGES), 10_000)
            wrap = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
            needed = self._tree.fontMetrics().boundingRect(room, wrap, str(index.data() or ""))
            size.setHeight(max(size.height(), needed.height() + _ABOVE))
        return size


class ReportTree(PlaceTree):
    """The report: names and values, with their places."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("读入情况", parent)
        self._theme = theme
        self.setColumnCount(2)
        self.setWordWrap(True)
        self.setItemDelegate(_Wrapped(self))
        self.setRootIsDecorated(False)
        self.header().setStretchLastSection(True)
        self.header().setMinimumSectionSize(_LEAST_WIDTH)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.header().sectionResized.connect(self.scheduleDelayedItemsLayout)

    def set_theme(self, theme: Theme) -> None:
        """Write in the theme's colours what is shown from now on."""
        self._theme = theme

    def show_report(self, opened: Opened) -> None:
        """Show what came of reading a plan; what is to be looked at stands first."""
        at = self.verticalScrollBar().value()
        self.clear()
        report, plan = opened.report, opened.plan
        self._group(
            "请核对", ((self._place(plan, d.span), d.words, d.span) for d in report.doubts), "没有发现需要核对的地方"
        )
        asides = ((ROLE_WORDS[a.role], self._cited(plan, a.span), a.span) for a in report.asides)
        self._group("未参与比对（版面信息）", asides, "没有")
        self._group("识别结果", ((name, value, None) for name, value in report.facts))
        kinds = ((CLAUSE_WORDS[kind], f"{count} 个", None) for kind, count in report.kinds)
        self._group("条款", kinds, "没有识别出条款")
        treated = ((TREAT_WORDS[treat], self._opening(plan, span), span) for span, treat in opened.treated)
        self._group("人工划定", treated, "没有；选中文字后可用上方的按钮划定")
        self.verticalScrollBar().setValue(at)

    def _group(self, title: str, lines: Iterable[tuple[str, str, Span | None]], otherwise: str = "") -> None:
        """Add a group with a line for each, those of one name folded where they are many; one that holds nothing says so."""
        listed = list(lines)
        counted = f" {len(listed)} 处" if listed and any(span for _, _, span in listed) else ""
        head = QTreeWidgetItem(self, [f"{title}{counted}"])
        head.setFirstColumnSpanned(True)
        head.setFont(0, hei(UI_PIXELS, bold=True))
        head.setExpanded(True)
        often = Counter(name for name, _, span in listed if span is not None)
        folds: dict[str, QTreeWidgetItem] = {}
        for name, words, span in listed or [("", otherwise, None)]:
            if often[name] > _MOST_UNFOLDED and name not in folds:
                folds[name] = self._line(head, name, f"{often[name]} 处", None)
            under = folds.get(name)
            self._line(under or head, "" if under else name, words, span)

    def _line(self, above: QTreeWidgetItem, name: str, words: str, span: Span | None) -> QTreeWidgetItem:
        item = QTreeWidgetItem(above, [name, words])
        item.setForeground(0, self._theme.secondary)
        item.setForeground(1, self._theme.accent if span else self._theme.text if name else self._theme.secondary)
        for column in range(2):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            item.setData(column, Qt.ItemDataRole.AccessibleTextRole, f"{name} {words}".strip())
        item.setToolTip(1, words)
        item.setData(0, SPAN_ROLE, span)
        return item

    def _cited(self, plan: Plan, span: Span) -> str:
        return f"{self._place(plan, span)}\u3000{self._opening(plan, span)}"

    def _place(self, plan: Plan, span: Span | None) -> str:
        return place_at(plan, span) if span is not None else "全文"

    def _opening(self, plan: Plan, span: Span) -> str:
        words = in_one_line(span.of(plan.text)).strip()
        return words if len(words) <= _OPENING else f"{words[:_OPENING]}…"
