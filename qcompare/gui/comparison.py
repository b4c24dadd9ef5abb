"""The middle of the window for one collation: filter bar, aligned columns, overview."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from qcompare.findings import Findings, is_to_check
from qcompare.gui.columns import ColumnsView
from qcompare.gui.filters import FilterBar
from qcompare.gui.goto import GotoBox
from qcompare.gui.help import PROPERTY
from qcompare.gui.layouts import Style
from qcompare.gui.models.cells import target_name
from qcompare.gui.models.lines import Filters
from qcompare.gui.models.rows import RowsModel
from qcompare.gui.overview import Overview
from qcompare.model import Collation


class Comparison(QWidget):
    """Shows one collation from beginning to end; another collation gets another of these."""

    place_changed = Signal()

    def __init__(
        self, collation: Collation, style: Style, parent: QWidget | None = None, findings: Findings | None = None
    ) -> None:
        super().__init__(parent)
        self.rows = RowsModel(collation, self, findings)
        self.view = ColumnsView(self.rows, style, self)
        self.bar = FilterBar(style.theme, self)
        self.goto = GotoBox(lambda: self.rows.collation, self)
        self.overview = Overview(self.view, style.theme, self)
        for pane, page in ((self.view, "marks"), (self.bar, "find"), (self.goto, "find")):
            pane.setProperty(PROPERTY, page)
        self._show_counts(0)
        self.bar.changed.connect(self._filter)
        self.goto.row_asked.connect(self._go_to_row)
        self.goto.left.connect(self.view.setFocus)
        self.view.target_chosen.connect(self._follow_target)
        self.view.relative_clicked.connect(self._offer_targets)
        self.view.row_chosen.connect(self.place_changed)
        self.view.lines_changed.connect(self.place_changed)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.view, 1)
        middle.addWidget(self.overview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.addWidget(self.bar, 1)
        top.addWidget(self.goto)
        column.addLayout(top)
        column.addLayout(middle, 1)

    @property
    def collation(self) -> Collation:
        """The collation shown."""
        return self.rows.collation

    @property
    def place(self) -> str:
        """Where the reader is, for the status bar."""
        total, shown = len(self.collation.rows), self.rows.rows_shown()
        at = f"第 {self.view.row + 1} 行，" if self.view.row >= 0 else ""
        return f"{at}共 {total} 行；显示 {shown} 行"

    @property
    def change_words(self) -> str:
        """Which targets differ in the chosen row; nothing where there is only one."""
        changed = self.rows.changed_targets(self.view.row)
        names = "、".join(target_name(self.collation, target) for target in changed)
        return f"本行有变动：{names}" if len(self.collation.targets) > 1 else ""

    def set_style(self, style: Style) -> None:
        """Show everything in this style."""
        self.view.set_style(style)
        self.bar.set_theme(style.theme)
        self.overview.theme = style.theme
        self.overview.redraw()

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
        lines = range(self.rows.rowCount())
        shown = [self.rows.line(at).row for at in lines if not self.rows.line(at).fold]
        later = [row for row in shown if (row - self.view.row) * by > 0]
        if later:
            self.view.go_to_row(later[0] if by > 0 else later[-1])

    @property
    def findings(self) -> Findings:
        """What is found about the collation's figures, units and coverage."""
        return self.rows.cells.findings

    def go_to_sentence(self, plan: int, sentence: int) -> None:
        """Choose the row that holds a sentence of a plan, 0 the base, and that target."""
        clause = self.collation.plans[plan].sentences[sentence].clause
        rows = enumerate(self.collation.rows)
        held = (r for r, row in rows if (row.base == clause if plan == 0 else clause in row.cells[plan - 1].clauses))
        if plan:
            self.view.choose_target(plan - 1)
        self.view.go_to_row(next(held))

    def find_text(self, needle: str, step: int) -> bool:
        """Go to the next row that holds `needle`; return whether any does."""
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

    def _follow_target(self, target: int) -> None:
        self._show_counts(target)
        self.place_changed.emit()

    def _show_counts(self, target: int) -> None:
        figures = sum(is_to_check(row.cells[target + 1]) for row in self.findings.figures.rows)
        self.bar.show_counts(self.collation, target, figures)

    def _offer_targets(self, point: QPoint) -> None:
        menu = QMenu(self)
        for i, name in enumerate(self.rows.labels[1:]):
            action = menu.addAction(f"标记相对 {name}")
            action.setCheckable(True)
            action.setChecked(i == self.rows.chosen)
            action.triggered.connect(lambda _=False, target=i: self.view.choose_target(target))
        menu.popup(point)
