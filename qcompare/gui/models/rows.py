"""The aligned columns as a Qt table model, read-only over one Collation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qcompare.citing import clauses_in, labels, percent
from qcompare.findings import Findings, figures_in_short
from qcompare.gui.models.cells import BREAK, JOINER, Cells, CellText, searchable
from qcompare.gui.models.lines import Filters, Folding, Line, Outline, is_change, shown_lines
from qcompare.marks import DOUBTFUL_WORD, DOWN, MOVED_WORD, UP, WORDS
from qcompare.model import Cell, Collation

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class RowsModel(QAbstractTableModel):
    """Lines by columns: the base's text, then for each target the kind and the text.

    The model never computes anything about the comparison; it chooses lines and puts words together.
    """

    def __init__(self, collation: Collation, parent: QObject | None = None, findings: Findings | None = None) -> None:
        super().__init__(parent)
        self.collation = collation
        self.labels = labels(collation)
        self.cells = Cells(collation, findings)
        self.outline = Outline.of(collation, self.cells.figures)
        self.chosen = 0
        self.filters = Filters()
        self.folding = Folding()
        self._lines: tuple[Line, ...] = ()
        self._line_of_row: dict[int, int] = {}
        self._choose_lines()
        self.found = lru_cache(maxsize=1)(self._found)

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
            return self._spoken(index.row(), index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the plans' labels across and the row numbers down."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken_head(section)
            line = self._lines[section]
            return "" if line.fold else str(line.row + 1)
        target = target_of(section)
        if target is None:
            return f"基准：{self.labels[0]}"
        if is_text(section):
            return f"对照{target + 1}：{self.labels[target + 1]}"
        return f"类别：{self.labels[target + 1]}" if role == Qt.ItemDataRole.AccessibleTextRole else "类别"

    # what views and delegates ask

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
        """Return what the line's row holds of that target."""
        return self.collation.rows[self._lines[at].row].cells[target]

    def figure_words(self, at: int, target: int) -> str:
        """Return what became of the figures in the line's row, in short: 指标↓2; empty where none has changed."""
        return figures_in_short(self.cells.figures[target].get(self._lines[at].row, ()))

    def cell_text(self, at: int, column: int) -> CellText:
        """Return the text of a text column in the line at that place."""
        line, target = self._lines[at], target_of(column)
        if line.fold:
            return CellText((), base=target is None)
        return self.row_text(line.row, target)

    def row_text(self, row: int, target: int | None) -> CellText:
        """Return the text of a row, shown or not, in the base (None) or a target."""
        return self.cells.base(row, self.chosen) if target is None else self.cells.target(row, target)

    def found_spans(self, at: int, column: int, needle: str) -> list[tuple[int, int]]:
        """Return where `needle` stands in a cell's text, in code points."""
        return find_spans(self.cell_text(at, column).text, needle)

    def line_of(self, row: int) -> int | None:
        """Return the line that shows a row, None when it is folded away."""
        return self._line_of_row.get(row)

    def fold_words(self, at: int) -> tuple[str, str]:
        """Return what a fold line says: how many rows and why, and how the first of them begin."""
        line = self._lines[at]
        beginnings = "" if line.opened else "\u3000\u3000".join(map(self._beginning, line.rows[:6]))
        return line.words, beginnings

    def rows_shown(self) -> int:
        """Return how many rows have a line of their own."""
        return len(self._line_of_row)

    def copy_text(self, row: int) -> str:
        """Return a row as text for the clipboard, the base before the targets."""
        parts = [f"第 {row + 1} 行", f"基准（{self.labels[0]}）：{self.row_text(row, None).plain or '无'}"]
        for t, name in enumerate(self.labels[1:]):
            kind = WORDS[self.collation.rows[row].cells[t].kind]
            said = f"（{name}{'，' if kind else ''}{kind}）"
            parts.append(f"对照{t + 1}{said}：{self.row_text(row, t).plain or '无'}")
        return "\n".join(parts)

    def next_change(self, row: int, step: int) -> int | None:
        """Return the next row shown, after (step 1) or before (step -1) `row`, in which any target differs."""
        shown = [r for r in self._line_of_row if (r - row) * step > 0]
        return min((r for r in shown if self.changed_targets(r)), key=lambda r: abs(r - row), default=None)

    def changed_targets(self, row: int) -> tuple[int, ...]:
        """Return the targets that differ from the base in a row, of the kinds asked for."""
        cells = self.collation.rows[row].cells
        figures = (row in changed for changed in self.outline.figures)
        changes = zip(cells, figures, strict=True)
        return tuple(t for t, (cell, figure) in enumerate(changes) if is_change(cell, self.filters, figure=figure))

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

    def choose_target(self, target: int) -> None:
        """Make the base's marks and the filters follow that target."""
        if target == self.chosen:
            return
        self.chosen = target
        if self.filters.narrow:
            self._reset_lines()
        elif self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, 0))

    def set_filters(self, filters: Filters) -> None:
        """Show the rows the user asked for and fold the others."""
        self.filters, self.folding = filters, Folding(collapsed=self.folding.collapsed)
        self._reset_lines()

    def toggle(self, at: int) -> bool:
        """Open or close the fold line or band at that place; return whether there was one."""
        line = self._lines[at]
        if line.fold:
            self.folding = Folding(self.folding.opened ^ {line.row}, self.folding.collapsed)
        elif self.band(at):
            self.folding = Folding(self.folding.opened, self.folding.collapsed ^ {line.row})
        else:
            return False
        self._reset_lines()
        return True

    def reveal(self, row: int) -> int:
        """Open whatever hides a row and return its line."""
        if row not in self._line_of_row:
            around = {band for band in self.folding.collapsed if row in self.outline.under(band)}
            self.folding = Folding(self.folding.opened, self.folding.collapsed - around)
            self._choose_lines()
            folds = {line.row for line in self._lines if line.fold and row in line.rows and not line.opened}
            self.folding = Folding(self.folding.opened | folds, self.folding.collapsed)
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
        """Return the rows that hold `needle`, shown or not, with the number of its places in all columns."""
        columns = (None, *range(len(self.collation.targets)))
        counted = (
            (row, sum(len(spans_in(self.cells.searched(row, t), needle)) for t in columns))
            for row in range(len(self.collation.rows))
        )
        return {row: times for row, times in counted if times}

    def _reset_lines(self) -> None:
        self.beginResetModel()
        self._choose_lines()
        self.endResetModel()

    def _choose_lines(self) -> None:
        self._lines = shown_lines(self.collation, self.outline, self.chosen, self.filters, self.folding)
        self._line_of_row = {line.row: at for at, line in enumerate(self._lines) if not line.fold}

    def _said(self, at: int, column: int) -> str:
        if self._lines[at].fold:
            return "\u3000".join(self.fold_words(at)) if column == 0 else ""
        target = target_of(column)
        if target is not None and not is_text(column):
            return WORDS[self.cell(at, target).kind]
        return self.cell_text(at, column).text.replace(BREAK, "\n")

    def _spoken(self, at: int, column: int) -> str:
        target = target_of(column)
        if self._lines[at].fold or target is None:
            return self._said(at, 0) if self._lines[at].fold else self.cell_text(at, 0).spoken or "基准无此条款"
        cell = self.cell(at, target)
        said = (
            WORDS[cell.kind],
            self.figure_words(at, target),
            MOVED_WORD if cell.moved else "",
            DOUBTFUL_WORD if cell.doubtful else "",
        )
        kind = "、".join(filter(None, said))
        if not is_text(column):
            has_base = self.collation.rows[self._lines[at].row].base is not None
            return f"{kind}，承接 {percent(cell.carried)}" if has_base else kind
        return f"{kind}。{self.cell_text(at, column).spoken}" if kind else "无"

    def _spoken_head(self, at: int) -> str:
        """Return a row's head in words: its number, and whether it opens and closes what stands under it."""
        line, band = self._lines[at], self.band(at)
        if line.fold:
            return "折叠行，已展开" if line.opened else "折叠行，已折叠"
        if not band:
            return f"第 {line.row + 1} 行"
        closed = line.row in self.folding.collapsed
        return f"第 {line.row + 1} 行，{'章' if band == 1 else '节'}，{'已收起' if closed else '已展开'}"

    def _beginning(self, row: int) -> str:
        texts = (self.row_text(row, t).plain for t in (None, *range(len(self.collation.targets))))
        first = next(filter(None, texts), "").split("\n")[0]
        return first if len(first) <= 16 else first[:15] + "…"


def target_of(column: int) -> int | None:
    """Return the target a column belongs to, None for the base's."""
    return None if column == 0 else (column - 1) // 2


def is_text(column: int) -> bool:
    """Return whether a column shows a plan's text; the others show kinds."""
    return column % 2 == 0


def find_spans(text: str, needle: str) -> list[tuple[int, int]]:
    r"""Return every place of `needle` in `text`, whatever the script and case of either.

    >>> find_spans("農産品質量安全", "农产品"), find_spans("达到90\u2060↓以上", "90以上")
    ([(0, 3)], [(2, 8)])
    """
    plain = searchable(text)
    return spans_in(plain, needle) if len(plain) == len(text) else []


def spans_in(plain: str, needle: str) -> list[tuple[int, int]]:
    """Return every place of `needle` in a text that is made searchable already."""
    wanted = searchable(needle)
    if not wanted:
        return []
    between = f"{JOINER}?[{DOWN}{UP}]?"  # an arrow of ours stands behind a figure, which the plan does not have
    return [(m.start(), m.end()) for m in re.finditer(between.join(map(re.escape, wanted)), plain)]
