"""The lines and tables of a PDF's pages → its blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from qcompare.document import BlockKind, Place
from qcompare.read.blocklist import BlockList
from qcompare.read.paragraphs import Flow, flow_of, paragraphs, text_of
from qcompare.read.pdf_columns import Fixed, Item, columns_of
from qcompare.read.pdf_contents import contents_rows
from qcompare.read.pdf_lines import Line
from qcompare.read.pdf_margins import Row, Sheet, margins, notes, usual_size
from qcompare.read.pdf_tables import Cell, Table

_SAME_COLUMN = 4.0
"""Points by which a table's columns may differ on the next page where it goes on."""

_Made = tuple[str, BlockKind, Place]


@dataclass(frozen=True, slots=True)
class PageLines:
    """What stands on a page: its rows from the top, its tables, and text that stands at a right angle to the rest."""

    height: float
    rows: tuple[Row, ...]
    tables: tuple[Table, ...] = ()
    sideways: tuple[tuple[Line, ...], ...] = ()


def add_pages(blocks: BlockList, pages: Sequence[PageLines]) -> None:
    """Add the blocks of the pages.

    A paragraph or table that goes on over a page comes whole, before the foot of the page it begins on and the head of
    the next one.
    """
    heads, bodies, feet = _parted(pages)
    at = 0
    for page, made in _body(bodies):
        while at < page:
            _add(blocks, (*(feet[at - 1] if at else ()), *heads[at]))
            at += 1
        _add(blocks, made)
    while at <= len(pages):
        _add(blocks, (*(feet[at - 1] if at else ()), *(heads[at] if at < len(pages) else ())))
        at += 1


def _add(blocks: BlockList, made: Sequence[_Made]) -> None:
    for text, kind, place in made:
        blocks.add(text, kind, place)


def _parted(pages: Sequence[PageLines]) -> tuple[list[list[_Made]], list[list[Item]], list[list[_Made]]]:
    """Return what stands at the head of each page, in its body, and at its foot."""
    sheets = [Sheet(page.rows, page.height) for page in pages]
    kinds = margins(sheets)
    usual = usual_size(sheets)
    contents = contents_rows(sheets, kinds)
    heads: list[list[_Made]] = []
    bodies: list[list[Item]] = []
    feet: list[list[_Made]] = []
    for at, (page, sheet) in enumerate(zip(pages, sheets, strict=True)):
        noted = notes(sheet, kinds[at], usual) if not contents[at] else []
        listed = contents[at]
        taken = {row for rows in (*noted, *listed) for row in rows} | set(kinds[at])
        outer = [(row, kind) for row, kind in sorted(kinds[at].items())]
        middle = len(page.rows) / 2
        place = Place(page=at + 1)
        heads.append([made for row, kind in outer if row < middle for made in _of_row(page.rows[row], kind, place)])
        feet.append([(_text(page.rows, rows), BlockKind.NOTE, place) for rows in noted])
        feet[-1] += [(text_of(lines), BlockKind.TEXT, place) for lines in page.sideways]
        feet[-1] += [made for row, kind in outer if row >= middle for made in _of_row(page.rows[row], kind, place)]
        body: list[Item] = [piece for row, pieces in enumerate(page.rows) if row not in taken for piece in pieces]
        body += [Fixed(tuple(piece for row in rows for piece in page.rows[row]), BlockKind.CONTENTS) for rows in listed]
        bodies.append([*body, *page.tables])
    return heads, bodies, feet


def _of_row(row: Row, kind: BlockKind, place: Place) -> Iterator[_Made]:
    """Yield the blocks of a header's or footer's row."""
    yield " ".join(piece.text for piece in row), kind, place


def _text(rows: Sequence[Row], which: Sequence[int]) -> str:
    return text_of([piece for row in which for piece in rows[row]])


def _body(bodies: Sequence[Sequence[Item]]) -> Iterator[tuple[int, list[_Made]]]:
    """Yield the blocks of the pages' bodies, with the page (from 1) that each begins on."""
    tables = _Tables()
    for settled, group in groupby(_stretches(bodies), key=lambda stretch: not isinstance(stretch, Flow)):
        if settled:
            for item in group:
                if isinstance(item, Table):
                    yield item.page, tables.blocks(item)
                elif isinstance(item, Fixed):
                    page = item.lines[0].page
                    yield page, [(" ".join(line.text for line in item.lines), item.kind, Place(page=page))]
                tables.last = item if isinstance(item, Table) else None
        else:
            tables.last = None
            for lines in paragraphs(flow for flow in group if isinstance(flow, Flow)):
                yield lines[0].page, [(text_of(lines), BlockKind.TEXT, Place(page=lines[0].page))]


def _stretches(bodies: Sequence[Sequence[Item]]) -> Iterator[Flow | Table | Fixed]:
    """Yield the stretches of lines that stand in one column, and what stands between them."""
    usual: Flow | None = None
    for body in bodies:
        for column in columns_of(body):
            lines = [item for item in column if isinstance(item, Line)]
            if not lines:
                yield from (item for item in column if not isinstance(item, Line))
                continue
            whole = flow_of(lines, usual)
            usual = whole if len(lines) > 1 else usual
            for kind, items in groupby(column, key=lambda item: isinstance(item, Line)):
                if kind:
                    yield replace(whole, lines=tuple(item for item in items if isinstance(item, Line)))
                else:
                    yield from (item for item in items if not isinstance(item, Line))


class _Tables:
    """Numbers the tables, one that goes on over a page once; `last` is the table right before what comes next."""

    def __init__(self) -> None:
        self.last: Table | None = None
        self._number = 0
        self._rows = 0
        self._head: dict[int, tuple[str, ...]] = {}

    def blocks(self, table: Table) -> list[_Made]:
        """Return the blocks of a table; its head, where it stands again on the next page, is a page's header."""
        repeated = 0
        if self.last is not None and _is_rest(self.last, table):
            repeated = 1 if _row(table, 1) == self._head and self._head else 0
            offset = self._rows - repeated
        else:
            self._number += 1
            self._head = _row(table, 1)
            offset = 0
        self._rows = offset + table.rows
        return [made for cell in table.cells for made in self._of_cell(cell, table.page, offset, repeated)]

    def _of_cell(self, cell: Cell, page: int, offset: int, repeated: int) -> Iterator[_Made]:
        for text in cell.paragraphs:
            if cell.row <= repeated:
                yield text, BlockKind.HEADER, Place(page=page)
            else:
                yield text, BlockKind.CELL, Place(page, 0, self._number, offset + cell.row, cell.column)


def _row(table: Table, row: int) -> dict[int, tuple[str, ...]]:
    return {cell.column: cell.paragraphs for cell in table.cells if cell.row == row}


def _is_rest(last: Table, table: Table) -> bool:
    """Say whether a table is the rest of the last one: at the head of the next page, with the same columns."""
    if table.page != last.page + 1 or len(table.edges) != len(last.edges):
        return False
    shift = table.edges[0] - last.edges[0]
    return all(abs(b - a - shift) <= _SAME_COLUMN for a, b in zip(last.edges, table.edges, strict=True))
