"""Which rows of a collation the columns show, and the fold lines that stand for those they do not."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from qcompare.gui.models.cells import band_level
from qcompare.marks import WORDS
from qcompare.model import Cell, Collation, RowKind

FILTER_KINDS = (RowKind.INHERITED, RowKind.LOCALISED, RowKind.MODIFIED, RowKind.ADDED, RowKind.DROPPED)
"""The kinds a user can show or hide, in the order of their buttons."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the user asked to see: kinds for the chosen target, only moved rows, furniture."""

    kinds: frozenset[RowKind] = frozenset(FILTER_KINDS)
    moved_only: bool = False
    furniture: bool = False

    @property
    def narrow(self) -> bool:
        """Whether rows other than furniture may be hidden."""
        return self.moved_only or self.kinds != frozenset(FILTER_KINDS)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a row, or a fold that stands for `rows` and says why they are not shown."""

    rows: tuple[int, ...]
    reason: str = ""
    opened: bool = False

    @property
    def fold(self) -> bool:
        """Whether this is a fold line."""
        return bool(self.reason)

    @property
    def row(self) -> int:
        """The row shown, or the first row folded."""
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class Outline:
    """The bands of a collation, worked out once: each row's band level, and for each plan the bands it stands under.

    `above[0]` is the base's, `above[1 + t]` target `t`'s; each has for every row the rows of its chapter and section.
    """

    levels: tuple[int, ...]
    above: tuple[tuple[tuple[int, ...], ...], ...]

    @classmethod
    def of(cls, collation: Collation) -> Outline:
        """Return the outline of a collation."""
        rows = collation.rows
        levels = tuple(band_level(collation, row) for row in range(len(rows)))
        held = [[row.base is not None for row in rows]]
        held += [[bool(row.cells[t].clauses) for row in rows] for t in range(len(collation.targets))]
        return cls(levels, tuple(_bands_above(levels, plan) for plan in held))

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


def change_kind(collation: Collation, row: int, target: int) -> RowKind:
    """Return the row's kind as the filters judge it; a row that only other targets have counts as added."""
    cells = collation.rows[row].cells
    if all(cell.kind in (RowKind.FURNITURE, RowKind.NONE) for cell in cells):
        return RowKind.FURNITURE
    kind = cells[target].kind
    return RowKind.ADDED if kind is RowKind.NONE else kind


def is_change(cell: Cell) -> bool:
    """Return whether next/previous change stops here.

    Localised wording is a change too: the user who does not want to stop there hides it.
    """
    return cell.moved or cell.kind in (RowKind.LOCALISED, RowKind.MODIFIED, RowKind.ADDED, RowKind.DROPPED)


def shown_lines(
    collation: Collation, outline: Outline, target: int, filters: Filters, folding: Folding
) -> tuple[Line, ...]:
    """Return the lines of the table. Bands stay whatever is filtered, so that the reader knows where he is."""
    within = {row for band in folding.collapsed for row in outline.under(band)}
    reasons = (
        (row, "" if outline.levels[row] else _reason(collation, row, target, filters))
        for row in range(len(collation.rows))
        if row not in within
    )
    lines: list[Line] = []
    for reason, group in groupby(reasons, key=lambda pair: pair[1]):
        rows = tuple(row for row, _ in group)
        opened = rows[0] in folding.opened
        if reason:
            lines.append(Line(rows, reason, opened))
        if opened or not reason:
            lines += [Line((row,)) for row in rows]
    return tuple(lines)


def _reason(collation: Collation, row: int, target: int, filters: Filters) -> str:
    """Return why a row is not shown, empty when it is."""
    kind = change_kind(collation, row, target)
    if kind is RowKind.FURNITURE:
        return "" if filters.furniture else f"{WORDS[kind]}，已折叠"
    if kind not in filters.kinds:
        only_others = collation.rows[row].cells[target].kind is RowKind.NONE
        return "只有其他对照有，未显示" if only_others else f"{WORDS[kind]}，未显示"
    if filters.moved_only and not collation.rows[row].cells[target].moved:
        return "未移位，未显示"
    return ""
