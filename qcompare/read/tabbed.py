"""The blocks of a plain text: its lines, and the cells of tables that were pasted with tabs between them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from qcompare.document import Block, BlockKind, Place, Span, text_blocks

_FEWEST_ROWS = 2
"""Lines behind each other with as many tabs; a tab in one line alone sets something off (附件：\t1.指标表)."""


def blocks_of(text: str) -> tuple[Block, ...]:
    r"""Return the blocks of a text: a line each, but a cell each where lines with as many tabs follow each other.

    Tabs at a line's ends are indents.

    >>> text = "主要指标\n指标\t2025年\n质量合格率\t95%"
    >>> [(block.span.of(text), block.place.row, block.place.column) for block in blocks_of(text)]
    [('主要指标', 0, 0), ('指标', 1, 1), ('2025年', 1, 2), ('质量合格率', 2, 1), ('95%', 2, 2)]
    """
    lines = text_blocks(text)
    if "\t" not in text:
        return lines
    blocks: list[Block] = []
    tables = 0
    for tabs, run in groupby(lines, key=lambda line: line.span.of(text).strip().count("\t")):
        rows = list(run)
        if tabs and len(rows) >= _FEWEST_ROWS:
            tables += 1
            for number, row in enumerate(rows, start=1):
                blocks += _cells(text, row.span, Place(table=tables, row=number))
        else:
            blocks += rows
    return tuple(blocks)


def _cells(text: str, line: Span, place: Place) -> Iterator[Block]:
    """Yield the cells of a line that show anything, each a block."""
    shown = line.of(text).strip()
    start = line.start + line.of(text).index(shown)
    for column, cell in enumerate(shown.split("\t"), start=1):
        if cell.strip():
            span = Span(start, start + len(cell))
            yield Block(span, BlockKind.CELL, Place(table=place.table, row=place.row, column=column))
        start += len(cell) + 1
