"""Which rows of a collation the columns show, and the fold lines that stand for those they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from qcompare.citing import band_level, is_furniture
from qcompare.gui.models.cells import target_name
from qcompare.marks import WORDS
from qcompare.model import Cell, Collation, RowKind

FILTER_KINDS = (RowKind.INHERITED, RowKind.LOCALISED, RowKind.MODIFIED, RowKind.ADDED, RowKind.DROPPED)
"""The kinds a user can show or hide, in the order of their buttons."""


_CHANGES = frozenset(FILTER_KINDS) - {RowKind.INHERITED}
_FURNITURE = WORDS[RowKind.FURNITURE]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the user asked to see: kinds for the chosen target, only rows moved, doubtful or with changed figures, furniture."""

    kinds: frozenset[RowKind] = frozenset(FILTER_KINDS)
    moved_only: bool = False
    furniture: bool = False
    doubtful_only: bool = False
    figures_only: bool = False

    @property
    def narrow(self) -> bool:
        """Whether rows other than furniture may be hidden."""
        return self.moved_only or self.doubtful_only or self.figures_only or self.kinds != frozenset(FILTER_KINDS)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a row, or a fold that stands for `rows` and says of each why it is not shown."""

    rows: tuple[int, ...]
    reasons: tuple[str, ...] = ()
    opened: bool = False

    @property
    def fold(self) -> bool:
        """Whether this is a fold line."""
        return bool(self.reasons)

    @property
    def row(self) -> int:
        """The row shown, or the first row folded."""
        return self.rows[0]

    @property
    def words(self) -> str:
        """What a fold line says: how many rows it stands for and why.

        >>> Line((4, 5, 6), ("修改", "沿用", "修改")).words
        '3 行未显示：修改 2、沿用 1'
        """
        counts = Counter(self.reasons)
        state = "已展开" if self.opened else "已折叠" if set(counts) == {_FURNITURE} else "未显示"
        if len(counts) == 1:
            return f"{len(self.rows)} 行{self.reasons[0]}，{state}"
        return f"{len(self.rows)} 行{state}：" + "、".join(f"{reason} {count}" for reason, count in counts.items())


@dataclass(frozen=True, slots=True)
class Outline:
    """The bands of a collation, worked out once: each row's band level, and for each plan the bands it stands under.

    `above[0]` is the base's, `above[1 + t]` target `t`'s; each has for every row the rows of its chapter and section.
    `figures[t]` are the rows in which a figure of target `t` has changed.
    """

    levels: tuple[int, ...]
    above: tuple[tuple[tuple[int, ...], ...], ...]
    figures: tuple[frozenset[int], ...]

    @classmethod
    def of(cls, collation: Collation, figures: Iterable[Iterable[int]]) -> Outline:
        """Return the outline of a collation."""
        rows = collation.rows
        levels = tuple(band_level(collation, row) for row in rows)
        held = [[row.base is not None for row in rows]]
        held += [[bool(row.cells[t].clauses) for row in rows] for t in range(len(collation.targets))]
        return cls(levels, tuple(_bands_above(levels, plan) for plan in held), tuple(map(frozenset, figures)))

    def under(self, band: int) -> range:
        """Return the rows that stand under the band at row `band`."""
        level = self.levels[band]
        end = band + 1
        while end < len(self.levels) and not 0 < self.levels[end] <= level:
            end += 1
        return range(band + 1, end)


def _bands_above(levels: tuple[int, ...], held: list[bool]) -> tuple[tuple[int, ...], ...]:
    """Return for each row the last chapter and section before it that the plan has."""
    above: list[tuple[int, ...]] = []
    bands: tuple[int, ...] = ()
    for row, level in enumerate(levels):
        above.append(tuple(band for band in bands if not level or levels[band] < level))
        if level and held[row]:
            bands = (*(band for band in bands if levels[band] < level), row)
    return tuple(above)


@dataclass(frozen=True, slots=True)
class Folding:
    """What the user opened and closed by hand: fold lines by their first row, bands by theirs."""

    opened: frozenset[int] = field(default_factory=frozenset)
    collapsed: frozenset[int] = field(default_factory=frozenset)


def is_change(cell: Cell, filters: Filters, *, figure: bool) -> bool:
    """Return whether next/previous change stops here.

    Localised wording is a change too: the user who does not want to stop there hides it.
    """
    if filters.figures_only:
        return figure
    if filters.doubtful_only:
        return cell.doubtful
    if filters.moved_only:
        return cell.moved
    return cell.moved or (cell.kind in _CHANGES and cell.kind in filters.kinds)


def shown_lines(
    collation: Collation, outline: Outline, target: int, filters: Filters, folding: Folding
) -> tuple[Line, ...]:
    """Return the lines of the table. Bands stay whatever is filtered, so that the reader knows where he is."""
    within = {row for band in folding.collapsed for row in outline.under(band)}
    reasons = (
        (row, _reason(collation, row, target, filters, outline))
        for row in range(len(collation.rows))
        if row not in within
    )
    lines: list[Line] = []
    for hidden, group in groupby(reasons, key=lambda pair: bool(pair[1])):
        rows, why = zip(*group, strict=True)
        opened = rows[0] in folding.opened
        if hidden:
            lines.append(Line(rows, why, opened))
        if opened or not hidden:
            lines += [Line((row,)) for row in rows]
    return tuple(lines)


def _reason(collation: Collation, row: int, target: int, filters: Filters, outline: Outline) -> str:
    """Return why a row is not shown, empty when it is.

    A row that only other targets have is shown as long as everything is: who looks for something in one target's text is
    not helped by the others' additions.
    """
    cells = collation.rows[row].cells
    cell = cells[target]
    if is_furniture(collation, collation.rows[row]):
        return "" if filters.furniture else _FURNITURE
    if cell.kind is RowKind.NONE:
        named = ["基准"] if collation.rows[row].base is not None else []
        others = "、".join([*named, *(target_name(collation, t) for t, c in enumerate(cells) if c.clauses)])
        return f"只有{others}有" if filters.narrow else ""
    if outline.levels[row]:
        return ""
    if cell.kind not in filters.kinds:
        return WORDS[cell.kind]
    if filters.figures_only and row not in outline.figures[target]:
        return "指标无变动"
    if filters.doubtful_only and not cell.doubtful:
        return "无存疑"
    return "未移位" if filters.moved_only and not cell.moved else ""
