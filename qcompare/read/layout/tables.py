"""The ruled lines of a page → its tables, each cell with the paragraphs that stand in it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qcompare.read.layout.ink import Box, Glyph, Run
from qcompare.read.layout.lines import Line, joined, pieces_of, rows_of
from qcompare.read.layout.paragraphs import begins_item, ends_sentence, text_of

_TOUCH = 3.0
"""Points between two rules that touch: a cell's border is often two of them, drawn side by side."""

_MEET = 1.5
"""Points between the end of a rule that parts cells and the rule it ends at; an underline keeps the cell's padding away."""

_MOST_RULES = 800
"""Rules of a page, once those in one line are one; a drawing has more."""

_MOST_TABLES = 50
"""Tables of a page, the largest first."""

_MOST_CELLS = 20_000
"""Cells of a table on one page before any are merged."""

_WIDEST_PADDING = 8.0
"""Points between a cell's border and its text; Word has 5.4 at the sides."""

_SLACK = 0.4
"""Widths of a character by which a line of a cell may fall short where the next word would not have fitted."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by its first row and column, counted from 1, and its paragraphs; `is_full` if its last line is."""

    row: int
    column: int
    paragraphs: tuple[str, ...]
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or the part of one that stands on one page; `edges` are where its columns begin and the last ends."""

    box: Box
    page: int
    edges: tuple[float, ...]
    rows: int
    cells: tuple[Cell, ...]

    @property
    def left(self) -> float:
        return self.box[0]

    @property
    def right(self) -> float:
        return self.box[2]

    @property
    def top(self) -> float:
        return self.box[1]

    @property
    def bottom(self) -> float:
        return self.box[3]


@dataclass(slots=True)
class Found:
    """A page's tables, the runs outside them, and how many tables stand within a cell of another."""

    tables: list[Table]
    rest: list[Run]
    nested: int = 0


def find_tables(runs: Iterable[Run], rules: Sequence[Box], page: int) -> Found:
    """Return the tables that `rules` draw, with the runs in their cells, and what stands outside.

    A frame is no table: one cell, or cells only one above the other, hold text of the plan (专栏) or the page itself.
    """
    found = Found([], list(runs))
    grids = [grid for part in _connected(_merged(rules)) if (grid := _grid_of(part)) is not None]
    for grid in sorted(grids, key=lambda grid: -grid.area)[:_MOST_TABLES]:
        if any(_lies_within(grid.box, table.box) for table in found.tables):
            found.nested += 1
            continue
        inside, outside = _parted(found.rest, grid)
        table = grid.table(inside, page)
        if table is not None:
            found.tables.append(table)
            found.rest = outside
    return found


def _lies_within(one: Box, other: Box) -> bool:
    return one[0] >= other[0] - 1 and one[1] >= other[1] - 1 and one[2] <= other[2] + 1 and one[3] <= other[3] + 1


def _parted(runs: Iterable[Run], grid: _Grid) -> tuple[list[Run], list[Run]]:
    """Return the runs within a grid and those outside."""
    inside: list[Run] = []
    outside: list[Run] = []
    left, top, right, bottom = grid.box
    for run in runs:
        middle = (run.left + run.right) / 2
        is_in = left <= middle <= right and top <= run.baseline - 0.3 * run.size <= bottom
        (inside if is_in else outside).append(run)
    return inside, outside


def _merged(rules: Sequence[Box]) -> list[Box]:
    """Return the rules with those that lie in one line and touch as one."""
    flat = sorted((box for box in rules if box[2] - box[0] >= box[3] - box[1]), key=lambda box: (box[1], box[0]))
    upright = sorted((box for box in rules if box[2] - box[0] < box[3] - box[1]), key=lambda box: (box[0], box[1]))
    lines = [*_run_together(flat, along=0), *_run_together(upright, along=1)]
    return lines if len(lines) <= _MOST_RULES else []


def _run_together(rules: list[Box], along: int) -> Iterator[Box]:
    """Yield boxes sorted across the line, those on one line within reach of each other as one; `along` is its axis."""
    across = 1 - along
    group: list[Box] = []
    for box in rules:
        if group and box[across] - group[0][across] > _TOUCH / 2:
            yield from _chained(group, along)
            group = []
        group.append(box)
    if group:
        yield from _chained(group, along)


def _chained(group: list[Box], along: int) -> Iterator[Box]:
    group.sort(key=lambda box: box[along])
    last = group[0]
    for box in group[1:]:
        if box[along] <= last[along + 2] + _TOUCH:
            last = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            yield last
            last = box
    yield last


def _is_flat(box: Box) -> bool:
    return box[2] - box[0] >= box[3] - box[1]


def _connected(lines: list[Box]) -> list[list[Box]]:
    """Return the rules in groups that hang together."""
    group = list(range(len(lines)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    flat = [at for at, box in enumerate(lines) if _is_flat(box)]
    for at, box in enumerate(lines):
        if _is_flat(box):
            continue
        for other in flat:
            if _meet(lines[other], box):
                group[root(at)] = root(other)
    parts: dict[int, list[Box]] = defaultdict(list)
    for at, box in enumerate(lines):
        parts[root(at)].append(box)
    return list(parts.values())


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] - _MEET <= other[2]
        and other[0] - _MEET <= one[2]
        and one[1] - _MEET <= other[3]
        and other[1] - _MEET <= one[3]
    )


def _grid_of(lines: list[Box]) -> _Grid | None:
    """Return the grid that rules which hang together make; its sides may be left open. None where they make none."""
    flat, upright = _holding(lines)
    if len(flat) < 2 or not upright:
        return None
    ends = (min(box[0] for box in flat), max(box[2] for box in flat))
    xs = _places([(box[0] + box[2]) / 2 for box in upright] + list(ends))
    ys = _places([(box[1] + box[3]) / 2 for box in flat])
    if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MOST_CELLS:
        return None
    return _Grid(xs, ys, flat, upright)


def _holding(lines: list[Box]) -> tuple[list[Box], list[Box]]:
    """Return the rules that part cells, flat and upright: both ends meet another rule, or lie on the table's open side.

    The others underline words in a cell, or frame them.
    """
    flat = [box for box in lines if _is_flat(box)]
    upright = [box for box in lines if not _is_flat(box)]
    for _ in range(2):  # a frame's sides hang once its other sides are gone
        flat, upright = _held(flat, upright, along=0), _held(upright, flat, along=1)
    return flat, upright


def _held(rules: list[Box], others: list[Box], along: int) -> list[Box]:
    """Return the rules whose ends are held by `others`, which stand across, or by the side that several of them end at."""
    first = min((rule[along] for rule in rules), default=0.0)
    last = max((rule[along + 2] for rule in rules), default=0.0)
    open_first = sum(rule[along] - first <= _MEET for rule in rules) > 1
    open_last = sum(last - rule[along + 2] <= _MEET for rule in rules) > 1
    return [
        rule
        for rule in rules
        if ((open_first and rule[along] - first <= _MEET) or _end_met(rule, rule[along], others, along))
        and ((open_last and last - rule[along + 2] <= _MEET) or _end_met(rule, rule[along + 2], others, along))
    ]


def _end_met(rule: Box, end: float, others: list[Box], along: int) -> bool:
    across = 1 - along
    return any(
        other[along] - _MEET <= end <= other[along + 2] + _MEET
        and other[across] - _TOUCH <= rule[across + 2]
        and rule[across] <= other[across + 2] + _TOUCH
        for other in others
    )


def _places(values: list[float]) -> list[float]:
    """Return the places that values stand at, those within reach of each other as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _TOUCH:
            places.append(value)
    return places


class _Grid:
    """Where a table's columns and rows begin, and which of its fields no rule parts."""

    def __init__(self, xs: list[float], ys: list[float], flat: list[Box], upright: list[Box]) -> None:
        self._xs, self._ys = xs, ys
        self.box = (xs[0], ys[0], xs[-1], ys[-1])
        self.area = (xs[-1] - xs[0]) * (ys[-1] - ys[0])
        self._columns, self._count = len(xs) - 1, len(ys) - 1
        self._field = list(range(self._columns * self._count))
        self._join(_walls(upright, xs, ys, across=0), _walls(flat, ys, xs, across=1))

    def _join(self, upright: set[tuple[int, int]], flat: set[tuple[int, int]]) -> None:
        """Make one of the fields that no rule parts."""
        for row in range(self._count):
            for column in range(self._columns):
                if column + 1 < self._columns and (column + 1, row) not in upright:
                    self._unite(row * self._columns + column, row * self._columns + column + 1)
                if row + 1 < self._count and (row + 1, column) not in flat:
                    self._unite(row * self._columns + column, (row + 1) * self._columns + column)

    def _root(self, field: int) -> int:
        while self._field[field] != field:
            self._field[field] = self._field[self._field[field]]
            field = self._field[field]
        return field

    def _unite(self, one: int, other: int) -> None:
        one, other = sorted((self._root(one), self._root(other)))
        self._field[other] = one

    def _extents(self) -> dict[int, Box]:
        """Return each cell's box, by its first field."""
        boxes: dict[int, Box] = {}
        for field in range(len(self._field)):
            row, column = divmod(field, self._columns)
            box = (self._xs[column], self._ys[row], self._xs[column + 1], self._ys[row + 1])
            first = self._root(field)
            known = boxes.get(first, box)
            boxes[first] = (min(known[0], box[0]), known[1], max(known[2], box[2]), max(known[3], box[3]))
        return boxes

    def table(self, runs: Iterable[Run], page: int) -> Table | None:
        """Return the table with the runs in its cells; None for a frame: no two cells stand side by side."""
        extents = self._extents()
        if not any(other - one == 1 and self._is_row(one, other) for one, other in pairwise(sorted(extents))):
            return None
        held: dict[int, list[Run]] = defaultdict(list)
        for run in runs:
            for field, part in self._cut(run):
                held[field].append(part)
        lines = {field: list(_lines(held[field], page)) for field in sorted(held)}
        padding = _padding(lines, extents)
        cells = [
            Cell(field // self._columns + 1, field % self._columns + 1, *_paragraphs(there, extents[field], padding))
            for field, there in lines.items()
            if there
        ]
        return Table(self.box, page, tuple(self._xs), self._count, tuple(cells)) if len(cells) > 1 else None

    def _is_row(self, one: int, other: int) -> bool:
        return one // self._columns == other // self._columns

    def _cut(self, run: Run) -> Iterator[tuple[int, Run]]:
        """Yield the parts of a run by the cells they stand in."""
        row = min(max(bisect_right(self._ys, run.baseline - 0.3 * run.size) - 1, 0), self._count - 1)
        part: list[Glyph] = []
        here = -1
        for glyph in run.glyphs:
            column = min(max(bisect_right(self._xs, (glyph[1] + glyph[2]) / 2) - 1, 0), self._columns - 1)
            field = self._root(row * self._columns + column)
            if part and field != here:
                yield here, Run(tuple(part), run.baseline, run.size)
                part = []
            here = field
            part.append(glyph)
        if part:
            yield here, Run(tuple(part), run.baseline, run.size)


def _lines(runs: list[Run], page: int) -> Iterator[Line]:
    """Yield the lines of a cell."""
    for row in rows_of(runs):
        pieces = pieces_of(row, page)
        if pieces:
            yield joined(pieces)


def _walls(rules: list[Box], places: list[float], fields: list[float], across: int) -> set[tuple[int, int]]:
    """Return which fields have a rule before them: (place of the rule, field along it), for one direction."""
    along = 1 - across
    walls: set[tuple[int, int]] = set()
    for rule in rules:
        middle = (rule[across] + rule[across + 2]) / 2
        place = max(0, bisect_right(places, middle + 0.01) - 1)
        first = bisect_right(fields, rule[along] + _TOUCH) - 1
        for field in range(max(0, first), len(fields) - 1):
            centre = (fields[field] + fields[field + 1]) / 2
            if centre > rule[along + 2]:
                break
            if centre >= rule[along]:
                walls.add((place, field))
    return walls


def _padding(lines: dict[int, list[Line]], extents: dict[int, Box]) -> float:
    """Return how far text keeps from the borders of a table's cells: what its tightest cells show."""
    gaps = sorted(
        max(0.0, min(line.left - extents[field][0], extents[field][2] - line.right))
        for field, there in lines.items()
        for line in there
    )
    return min(_WIDEST_PADDING, gaps[len(gaps) // 20]) if gaps else 0.0


def _paragraphs(lines: list[Line], box: Box, padding: float) -> tuple[tuple[str, ...], bool]:
    """Return the paragraphs of a cell, and whether its last line is full.

    A line goes on in the next whose first word did not fit behind it.
    """
    room = box[2] - box[0] - 2 * padding
    left = min(line.left for line in lines)
    even = sum(line.left - left < 1.5 for line in lines) * 2 > len(lines)
    found = [[lines[0]]]
    for line in lines[1:]:
        last = found[-1][-1]
        full = _free(last, left, room, even=even) < line.lead + _SLACK * last.size
        inset = even and line.left - left > 0.8 * line.size and last.left - left < 0.8 * last.size
        if full and not inset and not (begins_item(line.text) and ends_sentence(last.text)):
            found[-1].append(line)
        else:
            found.append([line])
    end = lines[-1]
    is_full = _free(end, left, room, even=even) < (1 + _SLACK) * end.size
    return tuple(text_of(paragraph) for paragraph in found), is_full


def _free(line: Line, left: float, room: float, *, even: bool) -> float:
    """Return the room that a line of a cell leaves; where lines do not begin evenly, they are set in the middle."""
    return room - line.width - (line.left - left if even else 0.0)
