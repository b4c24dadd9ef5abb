"""Tables of a binary Word document: its paragraphs within them → rows, cells and columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from qcompare.read.blocklist import FRAME
from qcompare.read.doc.properties import RowShape
from qcompare.read.doc.story import CELL_END, Paragraph

_SAME_EDGE = 60
"""Twentieths of a point (about 1 mm) within which two rows' edges are one; dragging a border leaves such differences."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its row and column, counted from 1; a merged one has those of its first part."""

    row: int
    column: int
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's cells row by row, and how many characters stand in cells that a merged one covers."""

    cells: tuple[Cell, ...]
    covered: int

    def is_frame(self, length: int) -> bool:
        """Whether the table is but a frame around the most part of a text of that length, in its one filled cell."""
        filled = [size for cell in self.cells if (size := visible_length(cell.paragraphs))]
        return len(filled) == 1 and filled[0] > FRAME * length


def visible_length(paragraphs: Iterable[Paragraph]) -> int:
    """Return how many characters some paragraphs show."""
    return sum(len("".join(paragraph.text.split())) for paragraph in paragraphs)


def read_table(paragraphs: list[Paragraph]) -> Table:
    """Return the table that a stretch of paragraphs makes; tables within a cell are read as the cell's paragraphs."""
    rows = _rows(paragraphs)
    grid = _grid([shape for shape, _ in rows])
    cells, covered = [], 0
    for row, (shape, parts) in enumerate(rows, 1):
        for index, part in enumerate(parts):
            if row > 1 and index in shape.continues:
                covered += visible_length(part)
                continue
            column = bisect_right(grid, shape.edges[index] + _SAME_EDGE) if index < len(shape.edges) else index + 1
            cells.append(Cell(row, column, tuple(part)))
    return Table(tuple(cells), covered)


def nested_tables(paragraphs: list[Paragraph]) -> int:
    """Return how many tables lie within cells of a table."""
    depths = [1, *(paragraph.format.table_depth for paragraph in paragraphs)]
    return sum(now > before for before, now in pairwise(depths))


def _rows(paragraphs: list[Paragraph]) -> list[tuple[RowShape, list[list[Paragraph]]]]:
    """Return each row's shape and its cells' paragraphs; a last row without its end has no shape."""
    rows: list[tuple[RowShape, list[list[Paragraph]]]] = []
    cells: list[list[Paragraph]] = []
    cell: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.format.row_end and paragraph.format.table_depth <= 1:
            rows.append((paragraph.format.row or RowShape(()), cells))
            cells, cell = [], []
        elif not paragraph.format.inner_row_end:
            cell.append(paragraph)
            if paragraph.mark == CELL_END and paragraph.format.table_depth <= 1:
                cells.append(cell)
                cell = []
    if cell:
        cells.append(cell)
    return [*rows, (RowShape(()), cells)] if cells else rows


def _grid(shapes: list[RowShape]) -> list[int]:
    """Return the left edges of the table's columns: all rows' edges, those that are nearly the same taken as one."""
    grid: list[int] = []
    for edge in sorted({edge for shape in shapes for edge in shape.edges}):
        if not grid or edge - grid[-1] > _SAME_EDGE:
            grid.append(edge)
    return grid
