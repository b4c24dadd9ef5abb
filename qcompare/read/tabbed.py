"""The blocks of a plain text: its lines, and the cells of tables that were pasted with tabs between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from qcompare.document import Block, BlockKind, Place, Span, text_blocks

_FEWEST_ROWS = 2
"""Lines behind each other with as many tabs; a tab in one line alone sets something off (附件：\t1.指标表)."""

_NUMBER = re.compile(
    r"(?:第?[一二三四五六七八九十百零〇\d]{1,6}[编章节条、．.)）]|[（(][一二三四五六七八九十\d]{1,4}[）)]|[①-⑳]"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}|[A-Za-zØü][.)）]?|[^\w\s])(?!\d)"
)
"""A number or bullet as Word puts it before a paragraph, with a tab behind it in what is copied from there; a bullet may be
a letter of a font of signs. A table numbers its rows with a figure alone."""

_PAGE = re.compile(r"\d{1,4}")


def blocks_of(text: str) -> tuple[Block, ...]:
    r"""Return the blocks of a text: a line each, but a cell each where lines with as many tabs follow each other.

    Tabs at a line's ends are indents; one between a number and its paragraph, or an entry of a contents list and its
    page, makes no table.

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
        if tabs and len(rows) >= _FEWEST_ROWS and not (tabs == 1 and _are_paragraphs(text, rows)):
            tables += 1
            for number, row in enumerate(rows, start=1):
                blocks += _cells(text, row.span, Place(table=tables, row=number))
        else:
            blocks += rows
    return tuple(blocks)


def _are_paragraphs(text: str, lines: Sequence[Block]) -> bool:
    """Say whether lines with a tab each are numbered paragraphs, or entries of a contents list, for the most part."""
    return 2 * sum(_is_paragraph(line.span.of(text).strip()) for line in lines) >= len(lines)


def _is_paragraph(line: str) -> bool:
    first, _, last = (part.strip() for part in line.partition("\t"))
    return bool(_NUMBER.fullmatch(first) or (_NUMBER.match(first) and _PAGE.fullmatch(last)))


def _cells(text: str, line: Span, place: Place) -> Iterator[Block]:
    """Yield the cells of a line that show anything, each a block."""
    shown = line.of(text).strip()
    start = line.start + line.of(text).index(shown)
    for column, cell in enumerate(shown.split("\t"), start=1):
        if cell.strip():
            span = Span(start, start + len(cell))
            yield Block(span, BlockKind.CELL, Place(table=place.table, row=place.row, column=column))
        start += len(cell) + 1
