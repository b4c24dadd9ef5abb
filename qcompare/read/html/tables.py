"""The cells of a web page's tables: where they stand, and whether the table is one or only arranges the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_SPAN = re.compile(r"\s*(\d{1,9})")

_MOST_WIDE, _MOST_HIGH = 1000, 65_534
"""Columns and rows that a cell may span in the HTML standard; a larger number counts as these."""

_MOST_COLUMNS = 63
"""Columns in which cells that reach down from the rows above are kept account of: a table of Word has no more."""

_PROSE = 400
"""Characters of one cell that, where they are also most of the table's, make the table an arrangement of the page: the
longest cells of measures in the plans' annexed tables have about 300."""


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell's row and column in its table, from 1, and the box that it is."""

    grid: Grid
    row: int
    column: int
    box: int


@dataclass(slots=True, eq=False)
class Grid:
    """A table that is being read, and what it takes to see what it is for."""

    presentation: bool = False
    nests: bool = False
    row: int = 0
    columns: int = 0
    cells: list[Cell] = field(default_factory=list)
    _column: int = 1
    _taken: dict[int, int] = field(default_factory=dict)  # column → last row that a cell from above reaches

    def next_row(self) -> None:
        """Begin the next row."""
        self.row += 1
        self._column = 1

    def next_cell(self, box: int, attributes: Mapping[str, str]) -> Cell:
        """Return the next cell of the row, in the first column that no cell of a row above reaches down to."""
        self.row = self.row or 1
        while self._taken.get(self._column, 0) >= self.row:
            self._column += 1
        cell = Cell(self, self.row, self._column, box)
        self.cells.append(cell)
        wide = min(_span(attributes, "colspan") or 1, _MOST_WIDE)
        high = min(_span(attributes, "rowspan") or _MOST_HIGH, _MOST_HIGH)
        if high > 1:
            last = min(self._column + wide, _MOST_COLUMNS + 1)
            self._taken.update(dict.fromkeys(range(self._column, last), self.row + high - 1))
        self._column += wide
        self.columns = max(self.columns, cell.column)
        return cell

    def is_layout(self, size: Callable[[int], int]) -> bool:
        """Tell whether the table only arranges the page: one column, or one cell with most of its text, and long.

        `size` gives the visible characters of a box.
        """
        if self.presentation or self.columns < 2:
            return True
        sizes = [size(cell.box) for cell in self.cells]
        longest, total = max(sizes), sum(sizes)
        return longest > total / 2 and (longest >= _PROSE or self.nests)


def _span(attributes: Mapping[str, str], name: str) -> int:
    found = _SPAN.match(attributes.get(name, ""))
    return int(found[1]) if found else 1
