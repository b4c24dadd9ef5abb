"""The lines and tables of a page → its columns in reading order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from qcompare.document import BlockKind
from qcompare.read.layout.lines import Line, joined
from qcompare.read.layout.tables import Table

_FEWEST = 5
"""Lines in a column at least; fewer side by side are labels, or a signature beside its seal."""

_NARROWEST = 8
"""Characters across a column at least; a table's columns without rules are narrower, a newspaper's have 12."""

_FULL = 0.85
"""Share of a column's width that a full line fills; a column is one where half its lines are full."""

_MOST_ACROSS = 0.5
"""Lines across both columns (a title, a caption) for each in the shorter one."""

_DEEPEST = 3
"""Columns within columns that are looked for: 2 by 2 by 2."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """Lines that are known to be a paragraph of a kind, wherever they stand."""

    lines: tuple[Line, ...]
    kind: BlockKind

    @property
    def left(self) -> float:
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        return max(line.right for line in self.lines)

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        return self.lines[-1].bottom


Item = Line | Table | Fixed


def columns_of(items: Sequence[Item], depth: int = 0) -> list[list[Item]]:
    """Return the items of a page by columns, in reading order; pieces of one row within a column are one line."""
    gutter = _gutter(items) if depth < _DEEPEST else None
    if gutter is None:
        return [_rows(items)] if items else []
    columns: list[list[Item]] = []
    ordered = sorted(items, key=lambda item: item.top)
    for across, band in groupby(ordered, key=lambda item: item.left < gutter - 1 and item.right > gutter + 1):
        there = list(band)
        if across:
            columns.append(_rows(there))
        else:
            columns += columns_of([item for item in there if item.right <= gutter + 1], depth + 1)
            columns += columns_of([item for item in there if item.right > gutter + 1], depth + 1)
    return columns


def _rows(items: Sequence[Item]) -> list[Item]:
    """Return items from the top, the pieces of one row as one line."""
    rows: list[Item] = []
    pieces: list[Line] = []
    for item in sorted(items, key=lambda item: (item.bottom, item.left)):
        beside = pieces and isinstance(item, Line) and abs(item.baseline - pieces[0].baseline) <= 0.35 * item.size
        if pieces and not beside:
            rows.append(joined(sorted(pieces, key=lambda piece: piece.left)))
            pieces = []
        if isinstance(item, Line):
            pieces.append(item)
        else:
            rows.append(item)
    if pieces:
        rows.append(joined(sorted(pieces, key=lambda piece: piece.left)))
    return rows


def _gutter(items: Sequence[Item]) -> float | None:
    """Return where the blank strip between two columns of prose begins; None on a page that has none."""
    lines = [item for item in items if isinstance(item, Line)]
    if len(lines) < 2 * _FEWEST:
        return None
    lefts = sorted(line.left for line in lines)
    rights = sorted(line.right for line in lines)
    first, last = lefts[0], rights[-1]
    best: tuple[float, float] | None = None
    for place in dict.fromkeys(right for right in rights if first + (last - first) / 5 < right < last):
        to_left = bisect_right(rights, place + 1)
        to_right = len(lines) - bisect_left(lefts, place + 1)
        across = len(lines) - to_left - to_right
        if min(to_left, to_right) >= _FEWEST and across <= _MOST_ACROSS * min(to_left, to_right):
            worth = to_left + to_right - 3 * across
            if best is None or worth > best[0]:
                best = (worth, place)
    if best is None:
        return None
    place = best[1]
    sides = [line for line in lines if line.right <= place + 1], [line for line in lines if line.left >= place + 1]
    return place if all(_is_prose(side) for side in sides) else None


def _is_prose(lines: Sequence[Line]) -> bool:
    """Say whether lines fill a column, as prose does and labels, figures and names do not."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    if right - left < _NARROWEST * lines[0].size:
        return False
    return 2 * sum(line.width >= _FULL * (right - left) for line in lines) >= len(lines)
