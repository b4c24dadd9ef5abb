"""The aligned columns as a Qt table model, read-only over one Collation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qcompare.citing import against_words, clauses_in, labels, sentences_of
from qcompare.findings import Findings, figures_in_short
from qcompare.groups import Part
from qcompare.gui.models.cells import BREAK, Cells, CellText
from qcompare.gui.models.lines import Chooser, Filters, Folding, Known, Line, Outline, is_change, shown_lines
from qcompare.gui.models.place import find_spans, is_text, spans_in, target_of
from qcompare.gui.models.speech import review_words, spoken, spoken_head
from qcompare.gui.models.succession import same_rows, unreviewed
from qcompare.marks import WORDS
from qcompare.model import Cell, Collation, RowKind
from qcompare.review import Review

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a row stands in the review: to be reviewed at all, reviewed, changed since, with something said of it."""

    to_review: bool
    reviewed: bool
    stale: bool
    noted: bool


class RowsModel(QAbstractTableModel):
    """Lines by columns: the base's text, then for each target the kind and the text.

    The model never computes anything about the comparison; it chooses lines and puts words together.
    """

    def __init__(
        self,
        collation: Collation,
        parent: QObject | None = None,
        findings: Findings | None = None,
        review: Review | None = None,
    ) -> None:
        super().__init__(parent)
        self.chosen = 0
        self.hidden: frozenset[int] = frozenset()
        self.filters = Filters()
        self.folding = Folding()
        self._lines: tuple[Line, ...] = ()
        self._line_of_row: dict[int, int] = {}
        self._take(collation, findings, review or unreviewed(collation))
        self._choose_lines()
        self.versions: tuple[int, ...] = ()
        """Which version of its document each plan is, the base first; 0 for one alone, none where nobody said."""

    def _take(self, collation: Collation, findings: Findings | None, review: Review) -> None:
        self.collation, self.review = collation, review
        self.labels = labels(collation)
        self.cells = Cells(collation, findings)
        self.outline = Outline.of(collation, self.cells.figures)
        self.found = lru_cache(maxsize=2)(self._found)
        self._reviewed: frozenset[int] | None = None
        self.standing = cache(self._standing)
        self.reviewable = sum(map(review.to_review, range(len(collation.rows))))

    def show(self, collation: Collation, findings: Findings, review: Review) -> None:
        """Show another collation of the same plans in place of the one before: what was opened and closed stays so."""
        places = same_rows(self.collation, collation)
        self.beginResetModel()
        self._take(collation, findings, review)
        self.folding = Folding(
            *(frozenset(places[row] for row in rows if row in places) for rows in self.folding.of_rows)
        )
        self._choose_lines()
        self.endResetModel()

    def show_review(self, review: Review) -> None:
        """Show what was decided now."""
        self.review, self._reviewed = review, None
        self.standing.cache_clear()
        if self.filters.unreviewed_only:
            self._reset_lines()
        elif self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._lines) - 1)

    @property
    def reviewed(self) -> frozenset[int]:
        """The rows that are reviewed."""
        if self._reviewed is None:
            rows = range(len(self.collation.rows))
            self._reviewed = frozenset(row for row in rows if self.review.is_reviewed(row))
        return self._reviewed

    # Qt's questions

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of lines shown."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return one column for the base and two for each target."""
        return 0 if parent.isValid() else 1 + 2 * len(self.collation.targets)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, or for screen readers its text with the marks in words."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._said(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(self, index.row(), index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the plans' labels across and the row numbers down."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            line = self._lines[section]
            if role == Qt.ItemDataRole.AccessibleTextRole:
                remarks = "" if line.fold else review_words(self, line.row)
                return "，".join(filter(None, (spoken_head(self, section), remarks)))
            return "" if line.fold or line.part > 0 else str(line.row + 1)
        target = target_of(section)
        if target is None:
            return f"基准：{self.labels[0]}"
        if is_text(section):
            said = "，".join(filter(None, (self.labels[target + 1], against_words(self.collation, target))))
            return f"对照{target + 1}：{said}"
        return f"类别：{self.labels[target + 1]}" if role == Qt.ItemDataRole.AccessibleTextRole else "类别"

    # what views and delegates ask

    @property
    def relative(self) -> int:
        """The target that the base's marks are relative to: the chosen one, in a chain the base's neighbour."""
        return 0 if self.collation.chained else self.chosen

    @property
    def shown_targets(self) -> tuple[int, ...]:
        """The targets whose columns are not hidden."""
        return tuple(t for t in range(len(self.collation.targets)) if t not in self.hidden)

    def line(self, at: int) -> Line:
        """Return the line at that place."""
        return self._lines[at]

    def band(self, at: int) -> int:
        """Return the band level of the line at that place, 0 for any but a chapter's or a section's."""
        line = self._lines[at]
        return 0 if line.fold else self.outline.levels[line.row]

    def bands_above(self, at: int, target: int | None) -> tuple[int, ...]:
        """Return the chapter's and section's rows that a line stands under in one plan.

        A target's own bands count only where they come after the base's: further up they are over and done with.
        """
        row, above = self._lines[at].row, self.outline.above
        base = above[0][row]
        own = base if target is None else above[1 + target][row]
        return own if own and (not base or own[-1] >= base[-1]) else base

    def chapter_sign(self, at: int) -> str:
        """Return the first character of the number of the chapter at that line: 二 of 二、."""
        plan, clause = next(clauses_in(self.collation, self.collation.rows[self._lines[at].row]))
        return plan.clauses[clause].marker.strip()[:1]

    def cell(self, at: int, target: int) -> Cell:
        """Return what the line holds of that target: its row, or the sentences of its part."""
        line, part = self._lines[at], self.part(at)
        return self.collation.rows[line.row].cells[target] if part is None else part.cells[target]

    def part(self, at: int) -> Part | None:
        """Return the sentences that the line shows, None where it shows a whole row or none."""
        line = self._lines[at]
        return None if line.part < 0 else self.cells.parts(line.row, self.chosen)[line.part]

    def sentences(self, at: int, target: int | None) -> list[int]:
        """Return the sentences that the line shows of the base (None, or -1) or of a target."""
        line, part, plan = self._lines[at], self.part(at), 0 if target is None else target + 1
        if part is not None:
            return list(part.plans[plan])
        return sentences_of(self.collation.plans[plan], self.collation.rows[line.row].clauses(plan))

    def opposite(self, at: int, target: int) -> list[int]:
        """Return the sentences that the line shows of what a target is compared with."""
        return self.sentences(at, self.collation.against(target) - 1)

    def _standing(self, row: int) -> Standing:
        """Return where a row stands in the review; asked at every paint, so it is kept."""
        review = self.review
        return Standing(review.to_review(row), row in self.reviewed, self.is_stale(row), bool(review.notes(row)))

    def is_stale(self, row: int) -> bool:
        """Whether a row was reviewed when it said something else."""
        return any(self.review.is_stale(row, target) for target in self.review.concerned(row))

    def lengths(self, at: int) -> list[int]:
        """Return how long the line's text is in each plan, the base first."""
        line, collation, part = self._lines[at], self.collation, self.part(at)
        if part is not None:
            held = zip(collation.plans, part.plans, strict=True)
            return [sum(len(plan.sentences[k].span) for k in sentences) for plan, sentences in held]
        row = collation.rows[line.row]
        return [sum(len(plan.clauses[c].span) for c in row.clauses(p)) for p, plan in enumerate(collation.plans)]

    def joined_words(self, at: int, target: int) -> str:
        """Return how many base sentences run into how many in a part: 合并 2→1, 拆分 1→2; empty for one and one."""
        part = self.part(at)
        if part is None or target != self.chosen:
            return ""
        ours, theirs = len(part.plans[self.collation.against(target)]), len(part.plans[target + 1])
        if part.joined and theirs:
            return f"合并 {ours}→{theirs}"
        return f"拆分 {ours}→{theirs}" if ours == 1 and theirs > 1 else ""

    def is_ruled(self, at: int, target: int) -> bool:
        """Whether a person ruled on what corresponds in the line."""
        return self.cells.links(target).by_person(self.opposite(at, target), self.sentences(at, target))

    def can_open(self, row: int) -> bool:
        """Whether a row can be opened to its sentences: it has several."""
        return not self.outline.levels[row] and len(self.cells.parts(row, self.chosen)) > 1

    def figure_words(self, at: int, target: int) -> str:
        """Return what became of the figures in the line's row, in short: 指标↓2; empty where none has changed.

        Of a row opened to its sentences the first says it.
        """
        if self._lines[at].part > 0:
            return ""
        return figures_in_short(self.cells.figures[target].get(self._lines[at].row, ()))

    def cell_text(self, at: int, column: int) -> CellText:
        """Return the text of a text column in the line at that place."""
        line, target = self._lines[at], target_of(column)
        if line.fold:
            return CellText((), base=target is None)
        part = self.part(at)
        if part is None:
            return self.row_text(line.row, target)
        if target is None:
            return self.cells.base_part(part, self.relative)
        return self.cells.target_part(line.row, target, part)

    def row_text(self, row: int, target: int | None) -> CellText:
        """Return the text of a row, shown or not, in the base (None) or a target."""
        return self.cells.base(row, self.relative) if target is None else self.cells.target(row, target)

    def found_spans(self, at: int, column: int, needle: str) -> list[tuple[int, int]]:
        """Return where `needle` stands in a cell's text, in code points."""
        return find_spans(self.cell_text(at, column).text, needle, regional=self._is_regional(column // 2))

    def line_of(self, row: int) -> int | None:
        """Return the line that shows a row, None when it is folded away."""
        return self._line_of_row.get(row)

    def fold_words(self, at: int) -> tuple[str, str]:
        """Return what a fold line says: how many rows and why, and how the first of them begin."""
        line = self._lines[at]
        beginnings = "" if line.opened else "\u3000\u3000".join(map(self._beginning, line.rows[:6]))
        return line.words, beginnings

    def selected(self) -> Counter[RowKind] | None:
        """Return the chosen target's counts in the rows asked for by something else than kind; None where all are."""
        if not self.filters.selective:
            return None
        chooser, links = self.chooser, self.cells.links(self.chosen)
        rows = [row for at, row in enumerate(self.collation.rows) if chooser.selects(at)]
        bases = sentences_of(links.base, [c for row in rows for c in self.collation.opposite(row, self.chosen)])
        targets = sentences_of(links.plan, [clause for row in rows for clause in row.cells[self.chosen].clauses])
        return links.counts(bases, targets)

    def rows_shown(self) -> int:
        """Return how many rows have a line of their own."""
        return len(self._line_of_row)

    def next_change(self, row: int, step: int) -> int | None:
        """Return the next row shown, after (step 1) or before (step -1) `row`, in which any target shown differs."""
        return self.next_row(row, step, lambda found: bool(self.changed_targets(found)))

    def next_row(self, row: int, step: int, wanted: Callable[[int], bool]) -> int | None:
        """Return the next row shown, after (step 1) or before (step -1) `row`, that is wanted."""
        shown = sorted((r for r in self._line_of_row if (r - row) * step > 0), key=lambda r: abs(r - row))
        return next(filter(wanted, shown), None)

    def changed_targets(self, row: int) -> tuple[int, ...]:
        """Return the targets shown that differ in a row from what they are compared with, of the kinds asked for."""
        cells = self.collation.rows[row].cells
        figures = (row in changed for changed in self.outline.figures)
        changes = zip(cells, figures, strict=True)
        changed = (t for t, (cell, figure) in enumerate(changes) if is_change(cell, self.filters, figure=figure))
        return tuple(t for t in changed if t not in self.hidden)

    def nearest_shown(self, row: int) -> int | None:
        """Return the row to choose where `row` is hidden: the band closed over it, else the next row shown, else the last.

        Bands stay whatever is filtered, so one is chosen only where nothing else is left.
        """
        for band in sorted(self.folding.collapsed, reverse=True):
            if row in self.outline.under(band) and band in self._line_of_row:
                return band
        shown = sorted(r for r in self._line_of_row if not self.outline.levels[r]) or sorted(self._line_of_row)
        return next((r for r in shown if r >= row), shown[-1] if shown else None)

    # what the user does

    def hide_targets(self, hidden: frozenset[int]) -> None:
        """Leave these targets out of what is searched and stepped through; the view leaves out their columns."""
        self.hidden = hidden
        self.found.cache_clear()

    def choose_target(self, target: int) -> None:
        """Make the base's marks and the filters follow that target."""
        if target == self.chosen:
            return
        self.chosen = target
        if self.filters.narrow or self.folding.sentences:
            self._reset_lines()
        elif self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, 0))

    def set_filters(self, filters: Filters) -> None:
        """Show the rows the user asked for and fold the others."""
        self.filters = filters
        self.folding = replace(self.folding, opened=frozenset())
        self._reset_lines()

    def toggle_sentences(self, row: int) -> bool:
        """Open a row to its sentences, or close it; return whether it can be."""
        if row not in self.folding.sentences and not self.can_open(row):
            return False
        self.folding = replace(self.folding, sentences=self.folding.sentences ^ {row})
        self._reset_lines()
        return True

    def toggle(self, at: int) -> bool:
        """Open or close the fold line or band at that place; return whether there was one."""
        line = self._lines[at]
        if line.fold:
            self.folding = replace(self.folding, opened=self.folding.opened ^ {line.row})
        elif self.band(at):
            self.folding = replace(self.folding, collapsed=self.folding.collapsed ^ {line.row})
        else:
            return False
        self._reset_lines()
        return True

    def reveal(self, row: int) -> int:
        """Open whatever hides a row and return its line."""
        if row not in self._line_of_row:
            around = {band for band in self.folding.collapsed if row in self.outline.under(band)}
            self.folding = replace(self.folding, collapsed=self.folding.collapsed - around)
            self._choose_lines()
            folds = {line.row for line in self._lines if line.fold and row in line.rows and not line.opened}
            self.folding = replace(self.folding, opened=self.folding.opened | folds)
            self._reset_lines()
        return self._line_of_row[row]

    def find(self, needle: str, row: int, step: int) -> int | None:
        """Return the next row after (step 1) or before (step -1) `row` that holds `needle`, going round at the end.

        Rows folded away are searched too: the caller reveals what is found.
        """
        total = len(self.collation.rows)
        distances = {(found - row) * step % total or total: found for found in self.found(needle)}
        return distances[min(distances)] if distances else None

    def places(self, needle: str, row: int) -> tuple[range, int]:
        """Return which of all places of `needle`, counted from 1, a row holds, and how many there are in all columns."""
        found = self.found(needle)
        before = sum(times for other, times in found.items() if other < row)
        return range(before + 1, before + 1 + found.get(row, 0)), sum(found.values())

    # inside

    def _found(self, needle: str) -> dict[int, int]:
        """Return the rows that hold `needle`, shown or not, with the number of its places in all columns shown."""
        columns = (None, *self.shown_targets)
        counted = ((row, sum(self._times(row, t, needle) for t in columns)) for row in range(len(self.collation.rows)))
        return {row: times for row, times in counted if times}

    def _times(self, row: int, target: int | None, needle: str) -> int:
        regional = self._is_regional(0 if target is None else target + 1)
        return len(spans_in(self.cells.searched(row, target), needle, regional=regional))

    def _is_regional(self, plan: int) -> bool:
        return self.collation.plans[plan].script == "hant"

    def _reset_lines(self) -> None:
        self.beginResetModel()
        self._choose_lines()
        self.endResetModel()

    def _choose_lines(self) -> None:
        self._lines = shown_lines(self.chooser, self.folding, lambda row: len(self.cells.parts(row, self.chosen)))
        self._line_of_row = {line.row: at for at, line in enumerate(self._lines) if not line.fold and line.part <= 0}

    @property
    def chooser(self) -> Chooser:
        """What says which rows are shown."""
        text = self.filters.text
        known = Known(self.reviewed, frozenset(self.found(text)) if text else frozenset())
        return Chooser(self.collation, self.outline, self.chosen, self.filters, known)

    def _said(self, at: int, column: int) -> str:
        if self._lines[at].fold:
            return "\u3000".join(self.fold_words(at)) if column == 0 else ""
        target = target_of(column)
        if target is not None and not is_text(column):
            return WORDS[self.cell(at, target).kind]
        return self.cell_text(at, column).text.replace(BREAK, "\n")

    def _beginning(self, row: int) -> str:
        texts = (self.row_text(row, t).plain for t in (None, *range(len(self.collation.targets))))
        first = next(filter(None, texts), "").split("\n")[0]
        return first if len(first) <= 16 else first[:15] + "…"
