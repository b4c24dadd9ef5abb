"""The lines and tables of a PDF's pages → its blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby

from qcompare.document import BlockKind, Place
from qcompare.read.blocklist import BlockList
from qcompare.read.layout.columns import Fixed, Item, columns_of
from qcompare.read.layout.contents import contents_rows
from qcompare.read.layout.lines import Line
from qcompare.read.layout.margins import Row, Sheet, is_above, is_page_number, margins, notes, usual_size
from qcompare.read.layout.paragraphs import Flow, flow_of, paragraphs, text_of, widest
from qcompare.read.layout.table_parts import Made, table_blocks
from qcompare.read.layout.tables import Table


@dataclass(frozen=True, slots=True)
class PageLines:
    """What stands on a page: its rows from the top, its tables, and text that stands at a right angle to the rest."""

    width: float
    height: float
    rows: tuple[Row, ...]
    tables: tuple[Table, ...] = ()
    sideways: tuple[Line, ...] = ()


def add_pages(blocks: BlockList, pages: Sequence[PageLines]) -> None:
    """Add the blocks of the pages.

    A paragraph or table that goes on over a page comes whole, before the foot of the page it begins on and the head of
    the next one.
    """
    heads, bodies, feet = _parted(pages)
    at = 0
    for page, made in _body(bodies, [page.width for page in pages]):
        while at < page:
            _add(blocks, (*(feet[at - 1] if at else ()), *heads[at]))
            at += 1
        _add(blocks, made)
    while at <= len(pages):
        _add(blocks, (*(feet[at - 1] if at else ()), *(heads[at] if at < len(pages) else ())))
        at += 1


def _add(blocks: BlockList, made: Sequence[Made]) -> None:
    for text, kind, place in made:
        blocks.add(text, kind, place)


def _parted(pages: Sequence[PageLines]) -> tuple[list[list[Made]], list[list[Item]], list[list[Made]]]:
    """Return what stands at the head of each page, in its body, and at its foot."""
    sheets = [Sheet(page.rows, page.height) for page in pages]
    kinds = margins(sheets)
    usual = usual_size(sheets)
    contents = contents_rows(sheets, kinds)
    heads: list[list[Made]] = []
    bodies: list[list[Item]] = []
    feet: list[list[Made]] = []
    for at, (page, sheet) in enumerate(zip(pages, sheets, strict=True)):
        noted = notes(sheet, kinds[at], usual) if not contents[at] else []
        listed = contents[at]
        taken = {row for rows in (*noted, *listed) for row in rows} | set(kinds[at])
        outer = [(row, kind) for row, kind in sorted(kinds[at].items())]
        place = Place(page=at + 1)
        heads.append(
            [made for row, kind in outer if is_above(sheet, row) for made in _of_row(page.rows[row], kind, place)]
        )
        feet.append([(_text(page.rows, rows), BlockKind.NOTE, place) for rows in noted])
        feet[-1] += [(line.text, _kind(line), place) for line in page.sideways]
        feet[-1] += [
            made for row, kind in outer if not is_above(sheet, row) for made in _of_row(page.rows[row], kind, place)
        ]
        body: list[Item] = [piece for row, pieces in enumerate(page.rows) if row not in taken for piece in pieces]
        body += [Fixed(tuple(piece for row in rows for piece in page.rows[row]), BlockKind.CONTENTS) for rows in listed]
        bodies.append([*body, *page.tables])
    return heads, bodies, feet


def _of_row(row: Row, kind: BlockKind, place: Place) -> Iterator[Made]:
    """Yield the blocks of a header's or footer's row; a page number that stands apart in it is one of its own."""
    for is_number, pieces in groupby(row, key=lambda piece: is_page_number(piece.text)):
        yield " ".join(piece.text for piece in pieces), BlockKind.PAGE_NUMBER if is_number else kind, place


def _kind(line: Line) -> BlockKind:
    return BlockKind.PAGE_NUMBER if is_page_number(line.text) else BlockKind.TEXT


def _text(rows: Sequence[Row], which: Sequence[int]) -> str:
    return text_of([piece for row in which for piece in rows[row]])


def _body(bodies: Sequence[Sequence[Item]], widths: Sequence[float]) -> Iterator[tuple[int, list[Made]]]:
    """Yield the blocks of the pages' bodies, with the page (from 1) that each begins on."""
    tables: list[Table] = []
    numbers = count(1)
    for settled, group in groupby(_stretches(bodies, widths), key=lambda stretch: not isinstance(stretch, Flow)):
        if settled:
            for item in group:
                if isinstance(item, Table):
                    tables.append(item)
                elif isinstance(item, Fixed):
                    yield from table_blocks(tables, numbers)
                    tables.clear()
                    page = item.lines[0].page
                    yield page, [(" ".join(line.text for line in item.lines), item.kind, Place(page=page))]
        else:
            yield from table_blocks(tables, numbers)
            tables.clear()
            for lines in paragraphs(flow for flow in group if isinstance(flow, Flow)):
                yield lines[0].page, [(text_of(lines), BlockKind.TEXT, Place(page=lines[0].page))]
    yield from table_blocks(tables, numbers)


def _stretches(bodies: Sequence[Sequence[Item]], widths: Sequence[float]) -> Iterator[Flow | Table | Fixed]:
    """Yield the stretches of lines that stand in one column, and what stands between them."""
    columns = [(column, width) for body, width in zip(bodies, widths, strict=True) for column in columns_of(body)]
    flows = [flow_of([item for item in column if isinstance(item, Line)], width) for column, width in columns]
    usual = next((flow for flow in flows if flow.is_sure), None) or widest(flows)
    for (column, _), flow in zip(columns, flows, strict=True):
        whole = flow.within(usual)
        usual = flow if flow.is_sure else usual
        for is_text, items in groupby(column, key=lambda item: isinstance(item, Line)):
            if is_text:
                yield replace(whole, lines=tuple(item for item in items if isinstance(item, Line)))
            else:
                yield from (item for item in items if not isinstance(item, Line))
