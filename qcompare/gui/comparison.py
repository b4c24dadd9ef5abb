"""The middle of the window for one collation: the aligned columns with filter bar and overview, and the statistics."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from qcompare.findings import Findings, is_to_check
from qcompare.gui.columns import ColumnsView
from qcompare.gui.filters import FilterBar
from qcompare.gui.goto import GotoBox
from qcompare.gui.help import PROPERTY
from qcompare.gui.layouts import Style
from qcompare.gui.models.cells import target_name
from qcompare.gui.models.lines import Filters
from qcompare.gui.models.rows import RowsModel
from qcompare.gui.models.succession import same_rows
from qcompare.gui.overview import Overview
from qcompare.gui.pairing import Pairing
from qcompare.gui.statistics import StatisticsPage
from qcompare.model import Collation
from qcompare.review import Review

TABS_HEIGHT = 31


class Tab(IntEnum):
    """What the middle shows."""

    COLUMNS = 0  # 对照
    STATISTICS = 1  # 统计


class Comparison(QWidget):
    """Shows one collation from beginning to end; another collation gets another of these."""

    place_changed = Signal()
    turned = Signal()
    """Another tab is shown."""

    handled_changed = Signal(int, int, bool)
    """A target, a base sentence that it left out, and whether the user counts it as handled."""
    pairing_asked = Signal(object, bool)
    """As `Pairing.asked`: an order of the plans, and whether each is to be compared with its neighbour."""

    def __init__(
        self,
        collation: Collation,
        style: Style,
        parent: QWidget | None = None,
        findings: Findings | None = None,
        review: Review | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = RowsModel(collation, self, findings, review)
        self.view = ColumnsView(self.rows, style, self)
        self.pairing = Pairing(self.view, self)
        self.bar = FilterBar(style.theme, self)
        self.goto = GotoBox(lambda: self.rows.collation, self)
        self.overview = Overview(self.view, style.theme, self)
        for pane, page in ((self.view, "marks"), (self.bar, "find"), (self.goto, "find")):
            pane.setProperty(PROPERTY, page)
        self._show_counts(0)
        self.bar.changed.connect(self._filter)
        self.pairing.asked.connect(self.pairing_asked)
        self.goto.row_asked.connect(self._go_to_row)
        self.goto.left.connect(self.view.setFocus)
        self.view.target_chosen.connect(self._follow_target)
        self.view.relative_clicked.connect(self._offer_targets)
        self.view.row_chosen.connect(self.place_changed)
        self.view.lines_changed.connect(self.place_changed)
        self.statistics: StatisticsPage | None = None
        self._style = style
        self._lay_out()

    def _lay_out(self) -> None:
        columns = QWidget(self)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.view, 1)
        middle.addWidget(self.overview)
        column = QVBoxLayout(columns)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(middle, 1)
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName("对照与统计")
        for at, (words, tip) in enumerate((("对照", "逐条对照（Ctrl+1）"), ("统计", "各章构成和未承接清单（Ctrl+2）"))):
            self.tabs.addTab(words)
            self.tabs.setTabToolTip(at, tip)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setFixedHeight(TABS_HEIGHT)
        self.tabs.currentChanged.connect(self._turned)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(4, 0, 0, 0)
        self._head.addWidget(self.tabs)
        self._head.addStretch(1)
        for choice in (self.pairing, self.goto):
            self._head.addWidget(choice)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(columns)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head)
        whole.addWidget(self._pages, 1)

    @property
    def tab(self) -> Tab:
        """What the middle shows."""
        return Tab(self.tabs.currentIndex())

    def turn_to(self, tab: Tab) -> None:
        """Show the columns or the statistics."""
        self.tabs.setCurrentIndex(tab)

    def take_focus(self) -> None:
        """Give the keys to what is shown."""
        statistics = self.statistics if self.tab is Tab.STATISTICS else None
        (self.view if statistics is None else statistics.chart).setFocus()

    def _turned(self, tab: int) -> None:
        if tab == Tab.STATISTICS and self.statistics is None:
            self.statistics = self._make_statistics()
        self._pages.setCurrentIndex(tab)
        if self.statistics is not None:
            self.statistics.tools.setVisible(tab == Tab.STATISTICS)
        for choice in (self.pairing, self.goto):
            choice.setVisible(tab == Tab.COLUMNS)
        self.turned.emit()
        self.place_changed.emit()

    def _make_statistics(self) -> StatisticsPage:
        """Return the page of statistics, made when it is first asked for."""
        page = StatisticsPage(self.collation, self.findings, self._style.theme, self)
        page.set_opinions(self.rows.review.all_handled(), self.rows.review.on_dropped())
        page.set_target(self.rows.chosen)
        page.target_chosen.connect(self.view.choose_target)
        page.sentence_chosen.connect(self.go_to_sentence)
        page.handled_changed.connect(self.handled_changed)
        self._head.addWidget(page.tools)
        self._pages.addWidget(page)
        return page

    @property
    def collation(self) -> Collation:
        """The collation shown."""
        return self.rows.collation

    @property
    def place(self) -> str:
        """Where the reader is, for the status bar."""
        if self.statistics is not None and self.tab is Tab.STATISTICS:
            return self.statistics.place
        total, shown = len(self.collation.rows), self.rows.rows_shown()
        at = f"第 {self.view.row + 1} 行，" if self.view.row >= 0 else ""
        done, all_rows = len(self.rows.reviewed), self.rows.reviewable
        lost = self.rows.review.lost()
        old = f"　｜　⚠ {lost} 项旧决定不再适用（见“决定”菜单）" if lost else ""
        text = self.rows.filters.text
        if text and not self.rows.found(text):
            return f"没有对照行含有“{text}”"
        return f"{at}共 {total} 行；显示 {shown} 行　｜　已审核 {done}，未审核 {all_rows - done}{old}"

    @property
    def change_words(self) -> str:
        """Which targets differ in the chosen row; nothing where there is only one."""
        changed = self.rows.changed_targets(self.view.row)
        names = "、".join(target_name(self.collation, target) for target in changed)
        return f"本行有变动：{names}" if len(self.collation.targets) > 1 else ""

    def show_anew(self, collation: Collation, findings: Findings, review: Review) -> None:
        """Show another collation of the same plans in place of the one before, where the reader is."""
        self.view.forget_layouts()
        self.view.renumber(same_rows(self.collation, collation))
        self.rows.show(collation, findings, review)
        self._show_counts(self.rows.chosen)
        if self.statistics is not None:
            self._pages.removeWidget(self.statistics)
            for gone in (self.statistics.tools, self.statistics):
                gone.deleteLater()
            self.statistics = None
            self._turned(self.tab)
        self.place_changed.emit()

    def show_review(self, review: Review) -> None:
        """Show what was decided now."""
        self.rows.show_review(review)
        if self.statistics is not None:
            self.statistics.set_opinions(review.all_handled(), review.on_dropped())
        self._show_counts(self.rows.chosen)
        self.place_changed.emit()

    def take_over(self, before: Comparison) -> bool:
        """Go on where the reader was in another comparison, by the plans that both have; return whether there is such a place.

        What is filtered stays so, and the row, the chosen target, hidden columns and widths stay those of the same plans.
        """
        places = {plan.text: number for number, plan in enumerate(self.collation.plans)}
        now = [places.get(plan.text) for plan in before.collation.plans]
        row = before.collation.rows[before.view.row] if before.view.row >= 0 else None
        clauses = ((at, row.clauses(p)) for p, at in enumerate(now) if at is not None and row is not None)
        held = [(at, clause) for at, own in clauses for clause in own]
        if not held:
            return False
        self.bar.take_over(before.bar)
        widths = ((now[plan], width) for plan, width in before.view.wished.items())
        self.view.wished = {plan: width for plan, width in widths if plan is not None}
        hidden = (now[target + 1] for target in before.rows.hidden)
        self.view.hide_targets(frozenset(plan - 1 for plan in hidden if plan))
        chosen = now[before.rows.chosen + 1]
        held.sort(key=lambda place: place[0] != chosen)
        self.view.choose_target(max(0, (chosen or 0) - 1))
        plan, clause = held[0]
        self.view.go_to_row(next(r for r, line in enumerate(self.collation.rows) if clause in line.clauses(plan)))
        return True

    def set_style(self, style: Style) -> None:
        """Show everything in this style."""
        self._style = style
        self.view.set_style(style)
        self.bar.set_theme(style.theme)
        self.overview.theme = style.theme
        self.overview.redraw()
        if self.statistics is not None:
            self.statistics.set_theme(style.theme)

    def go_to_first_change(self) -> None:
        """Choose the first row in which the chosen target differs, else the first that is shown."""
        shown = self.rows.nearest_shown(0)
        rows = range(len(self.collation.rows))
        changed = (row for row in rows if self.rows.chosen in self.rows.changed_targets(row))
        row = next(changed, shown)
        if row is not None:
            self.view.go_to_row(row)

    def step(self, by: int) -> None:
        """Choose the row before or after, among those shown."""
        self.turn_to(Tab.COLUMNS)
        lines = range(self.rows.rowCount())
        shown = [self.rows.line(at).row for at in lines if not self.rows.line(at).fold]
        later = [row for row in shown if (row - self.view.row) * by > 0]
        if later:
            self.view.go_to_row(later[0] if by > 0 else later[-1])

    def next_change(self, step: int) -> bool:
        """Go to the next (1) or previous (-1) row in which any target differs; return whether there is one."""
        self.turn_to(Tab.COLUMNS)
        return self.view.next_change(step)

    @property
    def findings(self) -> Findings:
        """What is found about the collation's figures, units and coverage."""
        return self.rows.cells.findings

    def go_to_sentence(self, plan: int, sentence: int) -> None:
        """Choose the row that holds a sentence of a plan, 0 the base, and that target."""
        self.turn_to(Tab.COLUMNS)
        clause = self.collation.plans[plan].sentences[sentence].clause
        rows = enumerate(self.collation.rows)
        held = (r for r, row in rows if (row.base == clause if plan == 0 else clause in row.cells[plan - 1].clauses))
        if plan:
            self.view.choose_target(plan - 1)
        self.view.go_to_row(next(held))
        self.take_focus()

    def find_text(self, needle: str, step: int) -> bool:
        """Go to the next row that holds `needle`; return whether any does."""
        self.turn_to(Tab.COLUMNS)
        self.view.set_needle(needle)
        row = self.rows.find(needle, max(0, self.view.row), step) if needle else None
        if row is not None:
            self.view.go_to_row(row)
        return row is not None

    def found_words(self, needle: str) -> str:
        """Return how many places of `needle` there are, and which of them stand in the chosen row."""
        here, total = self.rows.places(needle, self.view.row)
        if not total:
            return f"各栏中没有“{needle}”"
        if not here:
            return f"“{needle}”共 {total} 处"
        which = f"{here[0]}" if len(here) == 1 else f"{here[0]}—{here[-1]}"
        return f"“{needle}”第 {which} 处，共 {total} 处"

    def _go_to_row(self, row: int) -> None:
        self.view.go_to_row(row)
        self.view.setFocus()

    def _filter(self, filters: Filters) -> None:
        self.view.set_filters(filters)
        if filters.text:
            self.view.set_needle(filters.text)
        self._show_counts(self.rows.chosen)

    def _follow_target(self, target: int) -> None:
        self._show_counts(target)
        if self.statistics is not None and self.statistics.target != target:
            self.statistics.set_target(target)
        self.place_changed.emit()

    def _show_counts(self, target: int) -> None:
        figures = sum(is_to_check(row.cells[target + 1]) for row in self.findings.figures.rows)
        self.bar.show_counts(self.collation, target, figures, self.rows.selected())

    def _offer_targets(self, point: QPoint) -> None:
        menu = QMenu(self)
        for i, name in enumerate(self.rows.labels[1:]):
            action = menu.addAction(f"标记相对 {name}")
            action.setCheckable(True)
            action.setChecked(i == self.rows.chosen)
            action.triggered.connect(lambda _=False, target=i: self.view.choose_target(target))
        menu.popup(point)
