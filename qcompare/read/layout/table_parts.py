"""The parts of a table that stand on several pages → its blocks, a broken row whole again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qcompare.document import BlockKind, Place
from qcompare.read.layout.paragraphs import ends_sentence
from qcompare.read.layout.tables import Cell, Table

_SAME_COLUMN = 4.0
"""Points by which a table's columns may differ on the next page where it goes on."""

Made = tuple[str, BlockKind, Place]
"""A block in the making."""


def table_blocks(tables: Sequence[Table], numbers: Iterator[int]) -> Iterator[tuple[int, list[Made]]]:
    """Yield the blocks of tables that follow one another, by page; `numbers` gives each table its number.

    A part at the head of the next page with the same columns goes on with the table. The table's head, where it stands
    again there, is a header of that page.
    """
    parts: list[Table] = []
    for table in tables:
        if parts and not _is_rest(parts[-1], table):
            yield from _blocks(parts, next(numbers))
            parts = []
        parts.append(table)
    if parts:
        yield from _blocks(parts, next(numbers))


def _is_rest(last: Table, table: Table) -> bool:
    if table.page != last.page + 1 or len(table.edges) != len(last.edges):
        return False
    shift = table.edges[0] - last.edges[0]
    return all(abs(b - a - shift) <= _SAME_COLUMN for a, b in zip(last.edges, table.edges, strict=True))


def _blocks(parts: list[Table], number: int) -> Iterator[tuple[int, list[Made]]]:
    """Yield the blocks of one table, those of each page together."""
    head = _row(parts[0], 1)
    repeated = [0, *(int(_row(part, 1) == head) for part in parts[1:])]
    for at in range(len(parts) - 1):
        parts[at], parts[at + 1] = _mended(parts[at], parts[at + 1], repeated[at + 1] + 1)
    rows = 0
    for part, again in zip(parts, repeated, strict=True):
        where = (number, rows - again, again)
        yield part.page, [made for cell in part.cells for made in _of_cell(cell, part.page, where)]
        rows += part.rows - again


def _of_cell(cell: Cell, page: int, where: tuple[int, int, int]) -> Iterator[Made]:
    number, offset, repeated = where
    for text in cell.paragraphs:
        if cell.row <= repeated:
            yield text, BlockKind.HEADER, Place(page=page)
        else:
            yield text, BlockKind.CELL, Place(page, 0, number, offset + cell.row, cell.column)


def _row(table: Table, row: int) -> dict[int, tuple[str, ...]]:
    return {cell.column: cell.paragraphs for cell in table.cells if cell.row == row}


def _mended(last: Table, table: Table, row: int) -> tuple[Table, Table]:
    """Return two parts of a table with the row whole that breaks over the page, where one does.

    The `row` of the second part is the rest of the last one of the first where its cells each go on with one that broke
    off in a full line or ended with a sentence, and a cell there has no rest: a new row would have its number.
    """
    ends = {cell.column: cell for cell in last.cells if cell.row == last.rows}
    rest = {cell.column: cell for cell in table.cells if cell.row == row}
    if not rest or not rest.keys() < ends.keys():
        return last, table
    broken = [ends[column] for column in rest if ends[column].is_full and not _is_whole(ends[column])]
    if not broken or not all(_is_whole(ends[column]) or ends[column].is_full for column in rest):
        return last, table
    cells = [_with_rest(cell, rest.get(cell.column)) if cell.row == last.rows else cell for cell in last.cells]
    others = [replace(c, row=c.row - 1) if c.row > row else c for c in table.cells if c.row != row]
    return replace(last, cells=tuple(cells)), replace(table, cells=tuple(others), rows=table.rows - 1)


def _is_whole(cell: Cell) -> bool:
    return ends_sentence(cell.paragraphs[-1])


def _with_rest(cell: Cell, rest: Cell | None) -> Cell:
    if rest is None:
        return cell
    *whole, last = cell.paragraphs
    if _is_whole(cell) or not cell.is_full:
        return replace(cell, paragraphs=(*cell.paragraphs, *rest.paragraphs))
    return replace(cell, paragraphs=(*whole, last + rest.paragraphs[0], *rest.paragraphs[1:]), is_full=rest.is_full)
