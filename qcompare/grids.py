"""Tables: those that the reader knew as such, and those that a portal or a paste flattened to one cell a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from qcompare.lines import Line, tables_of
from qcompare.numbering import Style
from qcompare.roles import Role

_BARE_NUMBER = re.compile(r"(\d{1,3})(?=[一-鿿])")

FEWEST_ROWS = 3
"""Numbered rows below which a run of short lines is taken for what it says it is."""

MOST_COLUMNS = 12
"""Columns of a table; wider ones are not printed upright."""

LONGEST_LABEL = 12
"""Characters in a column's head (内容, 总体目标, 2025年)."""

LONGEST_CELL = 20
"""Characters in a cell behind the numbered one: a value, a unit, an attribute; 完成市下达目标任务 has 9."""

LONGEST_CAPTION = 60

_PROSE_END = frozenset("。｡．.；：;:，,！？")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as indices of lines: its caption if there is one, and its rows, the heads of the columns first."""

    caption: int | None
    rows: tuple[range, ...]

    @property
    def start(self) -> int:
        """The first line that belongs to the table."""
        return self.rows[0].start if self.caption is None else self.caption

    @property
    def end(self) -> int:
        """The line after the table's last."""
        return self.rows[-1].stop


def find_grids(lines: Sequence[Line], roles: Sequence[Role]) -> dict[int, Grid]:
    """Return the tables by the line they start at: those that the reader knew, and flattened ones.

    Recognised as flattened: column heads (short lines without marks), then rows that each hold one numbered cell, counted 1, 2, 3 …
    (a number may lack its dot, as 游仙's 5大中型工程), with the same number of short cells behind it; cells before it,
    the same number each time, may be merged and then stand with the first row of their group. Refused: fewer than three
    rows, rows of unequal length, cells of prose behind the number, tables without numbered rows: those stay paragraphs.
    """
    grids = {grid.start: grid for table in tables_of(lines) for grid in _known_grids(lines, roles, table)}
    at = 0
    while at < len(lines):
        if at in grids:
            at = grids[at].end
            continue
        grid = _grid_from(lines, roles, at) if roles[at] is Role.TEXT and _row_number(lines[at], 1) else None
        if grid is not None:
            grids[grid.start] = grid
            at = grid.end
        else:
            at += 1
    return grids


def _known_grids(lines: Sequence[Line], roles: Sequence[Role], table: range) -> Iterator[Grid]:
    """Yield a table that the reader knew, without rows that are page text; those in its middle part it in two."""
    rows = (tuple(row) for _, row in groupby(table, key=lambda at: _row_of(lines[at])))
    for plan, run in groupby(rows, key=lambda row: all(roles[at] is Role.TEXT for at in row)):
        if plan:
            kept = tuple(range(row[0], row[-1] + 1) for row in run)
            yield Grid(_caption(lines, roles, kept[0].start - 1), kept)


def _row_of(line: Line) -> int:
    return line.block.place.row if line.block else 0


def _grid_from(lines: Sequence[Line], roles: Sequence[Role], first: int) -> Grid | None:
    """Return the table whose first numbered cell is the line `first`, or None."""
    numbered = _numbered_cells(lines, first)
    gaps = [b - a for a, b in pairwise(numbered)]
    if len(numbered) < FEWEST_ROWS or len(set(gaps)) > 2:
        return None
    behind, before = min(gaps), max(gaps) - min(gaps)
    body = first - before
    head = range(body - behind - before, body)
    end = numbered[-1] + behind
    if head.start < 0 or end > len(lines) or not all(_is_label(lines[i], roles[i]) for i in head):
        return None
    if not all(_is_short(lines[i]) for at in numbered for i in range(at + 1, at + behind)):
        return None
    starts = [at - before if gap > behind else at for at, gap in zip(numbered, [behind + before, *gaps], strict=True)]
    starts[0] = body
    if any(line.table != lines[first].table for line in lines[head.start : end]):
        return None
    rows = tuple(range(a, b) for a, b in zip(starts, [*starts[1:], end], strict=True))
    return Grid(_caption(lines, roles, head.start - 1), (head, *rows))


def _numbered_cells(lines: Sequence[Line], first: int) -> list[int]:
    """Return the lines that hold the cells numbered 1, 2, 3 …, as far as each follows the last within a row's length."""
    found = [first]
    while True:
        window = range(found[-1] + 2, min(len(lines), found[-1] + MOST_COLUMNS + 1))
        following = next((i for i in window if _row_number(lines[i], len(found) + 1)), None)
        if following is None:
            return found
        found.append(following)


def _row_number(line: Line, expected: int) -> bool:
    """Say whether the line opens with the number expected, with or without its dot."""
    if line.marker is not None:
        return line.marker.style is Style.DIGIT and line.marker.ordinal == expected
    bare = _BARE_NUMBER.match(line.text)
    return bare is not None and expected > 1 and int(bare.group(1)) == expected and len(line.text) <= LONGEST_CAPTION


def _is_short(line: Line) -> bool:
    return len(line.text) <= LONGEST_CELL and line.marker is None and line.text[-1] not in _PROSE_END


def _is_label(line: Line, role: Role) -> bool:
    return role is Role.TEXT and _is_short(line) and len(line.text) <= LONGEST_LABEL


def _caption(lines: Sequence[Line], roles: Sequence[Role], at: int) -> int | None:
    """Return `at` if the line there may be the table's caption."""
    if at < 0 or roles[at] is not Role.TEXT or lines[at].marker is not None or lines[at].table:
        return None
    return at if len(lines[at].text) <= LONGEST_CAPTION and lines[at].text[-1] not in _PROSE_END else None
