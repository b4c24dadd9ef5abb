"""Which lines of a PDF's pages are the contents list (目录): told by dots and page numbers at the right edge."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qcompare.document import BlockKind
from qcompare.read.layout.margins import Sheet, bare_number, words

_HEAD = re.compile(r"(?:目\s*[录次錄]|[Cc]ontents|CONTENTS)$")
_DOTTED = re.compile(r".*(?:[.…·․‥。．—_]\s*){3}[\s.…·․‥。．—_]*[（(]?[\dIVXivxⅠ-Ⅻ]{1,5}[）)]?$")

_EDGE = 6.0
"""Points by which page numbers at the right edge may end apart."""

_LONGEST = 120
"""Characters at a line's end looked at for dots and a number; a line of a hundred dots fills a page."""

_FEWEST = 3
"""Entries of a list without dots at least: two numbers at the right edge may be chance."""


def contents_rows(sheets: Sequence[Sheet], kinds: Sequence[dict[int, BlockKind]]) -> list[list[tuple[int, ...]]]:
    """Return, for each page, the rows of each entry of a contents list, and of its heading.

    Dots that lead to a number make an entry anywhere. Without dots, what stands under 目录 is an entry if a number stands
    at the same right edge, on at least three lines.
    """
    found: list[list[tuple[int, ...]]] = []
    goes_on = False
    for sheet, taken in zip(sheets, kinds, strict=True):
        rows = [row for row in range(len(sheet.rows)) if row not in taken]
        entries = _entries(sheet, rows, goes_on=goes_on)
        goes_on = bool(entries) and bool(rows) and entries[-1][-1] == rows[-1]
        found.append(entries)
    return found


def _entries(sheet: Sheet, rows: Sequence[int], *, goes_on: bool) -> list[tuple[int, ...]]:
    dotted = {row for row in rows if _DOTTED.match(words(sheet.rows[row])[-_LONGEST:])}
    heads = [at for at, row in enumerate(rows) if _HEAD.match(words(sheet.rows[row]))]
    start = 0 if goes_on else heads[0] + 1 if heads else None
    if start is not None and not dotted:
        dotted = _numbered(sheet, rows[start:])
    if not dotted or (start is None and len(dotted) < _FEWEST):
        return []
    entries: list[tuple[int, ...]] = []
    open_rows: list[int] = []
    first = rows.index(min(dotted)) if start is None else start
    last = rows.index(max(dotted))
    if heads and rows[first - 1] == rows[heads[0]]:
        entries.append((rows[heads[0]],))
    for row in rows[first : last + 1]:
        open_rows.append(row)
        if row in dotted:
            entries.append(tuple(open_rows))
            open_rows = []
    return entries


def _numbered(sheet: Sheet, rows: Sequence[int]) -> set[int]:
    """Return the rows whose last piece is a number at the right edge that the others end at."""
    ends = [row for row in rows if len(sheet.rows[row]) > 1 and bare_number(sheet.rows[row][-1].text) is not None]
    if len(ends) < _FEWEST:
        return set()
    edge = max(sheet.rows[row][-1].right for row in ends)
    ends = [row for row in ends if edge - sheet.rows[row][-1].right <= _EDGE]
    return set(ends) if len(ends) >= _FEWEST else set()
