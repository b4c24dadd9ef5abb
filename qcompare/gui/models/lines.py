"""Which rows of a collation the columns show, and the fold lines that stand for those they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby

from qcompare.citing import band_level, is_furniture, labels
from qcompare.dossier import Selection
from qcompare.gui.models.cells import target_name
from qcompare.marks import DOUBTFUL_WORD, MOVED_WORD, WORDS
from qcompare.model import Cell, Collation, RowKind

FILTER_KINDS = (RowKind.INHERITED, RowKind.LOCALISED, RowKind.MODIFIED, RowKind.ADDED, RowKind.DROPPED)
"""The kinds a user can show or hide, in the order of their buttons."""


_CHANGES = frozenset(FILTER_KINDS) - {RowKind.INHERITED}
_FURNITURE = WORDS[RowKind.FURNITURE]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the user asked to see: kinds for the chosen target, only rows that are so or hold a text, furniture."""

    kinds: frozenset[RowKind] = frozenset(FILTER_KINDS)
    moved_only: bool = False
    furniture: bool = False
    doubtful_only: bool = False
    figures_only: bool = False
    unreviewed_only: bool = False
    text: str = ""

    @property
    def narrow(self) -> bool:
        """Whether rows other than furniture may be hidden."""
        return self.selective or self.kinds != frozenset(FILTER_KINDS)

    @property
    def selective(self) -> bool:
        """Whether rows are asked for by something else than their kind."""
        only = (self.moved_only, self.doubtful_only, self.figures_only, self.unreviewed_only)
        return any(only) or bool(self.text)

    def words(self, target: str) -> str:
        """Return in words which rows are asked for, where `target` names the chosen one; empty where all are.

        >>> Filters(frozenset({RowKind.MODIFIED, RowKind.ADDED}), unreviewed_only=True, text="质量").words("永川 2023")
        '类别：修改、新增（相对 永川 2023）；未审核；含“质量”'
        """
        kinds = "、".join(WORDS[kind] for kind in FILTER_KINDS if kind in self.kinds) or "无"
        asked = (
            (self.kinds != frozenset(FILTER_KINDS), f"类别：{kinds}"),
            (self.moved_only, MOVED_WORD),
            (self.figures_only, "指标变动"),
            (self.doubtful_only, DOUBTFUL_WORD),
        )
        relative = [word for wanted, word in asked if wanted]
        said = ["；".join(relative) + f"（{'均' if len(relative) > 1 else ''}相对 {target}）"] if relative else []
        said += ["未审核"] if self.unreviewed_only else []
        said += [f"含“{self.text}”"] if self.text else []
        return "；".join(said)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a row, one part of a row opened to its sentences, or a fold.

    A fold stands for `rows` and says of each why it is not shown. `part` counts from 0, -1 for a row that is not opened.
    """

    rows: tuple[int, ...]
    reasons: tuple[str, ...] = ()
    opened: bool = False
    part: int = -1

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
    """What the user opened and closed by hand: fold lines by their first row, bands and rows of sentences by theirs."""

    opened: frozenset[int] = field(default_factory=frozenset)
    collapsed: frozenset[int] = field(default_factory=frozenset)
    sentences: frozenset[int] = field(default_factory=frozenset)

    @property
    def of_rows(self) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
        """The rows meant, in the order of the fields."""
        return self.opened, self.collapsed, self.sentences


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of rows besides what the collation says: which are reviewed, and which hold the text asked for."""

    reviewed: frozenset[int] = field(default_factory=frozenset)
    holding: frozenset[int] = field(default_factory=frozenset)


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


@dataclass(frozen=True, slots=True)
class Chooser:
    """Says of each row of a collation why it is not shown, empty where it is."""

    collation: Collation
    outline: Outline
    target: int
    filters: Filters
    known: Known

    def reason(self, row: int) -> str:
        """Return why a row is not shown, empty when it is.

        A row that only other targets have is shown as long as everything is: who looks for something in one target's
        text is not helped by the others' additions.
        """
        cells, filters = self.collation.rows[row].cells, self.filters
        cell = cells[self.target]
        if is_furniture(self.collation, self.collation.rows[row]):
            return "" if filters.furniture else _FURNITURE
        if cell.kind is RowKind.NONE:
            named = ["基准"] if self.collation.rows[row].base is not None else []
            others = "、".join([*named, *(target_name(self.collation, t) for t, c in enumerate(cells) if c.clauses)])
            return f"只有{others}有" if filters.narrow else ""
        if self.outline.levels[row]:
            return ""
        return WORDS[cell.kind] if cell.kind not in filters.kinds else self._unselected(row)

    def selects(self, row: int) -> bool:
        """Whether a row is as asked for, whatever its kind: what the counts of the kinds follow."""
        cell = self.collation.rows[row].cells[self.target]
        return cell.kind not in (RowKind.NONE, RowKind.FURNITURE) and not self._unselected(row)

    @property
    def selection(self) -> Selection | None:
        """The rows that the filters leave, with the filters in words; None where they leave all.

        A chapter's title stays on the screen whatever is asked for; here it counts only where it is so itself.
        """
        if not self.filters.narrow:
            return None
        rows = enumerate(self.collation.rows)
        asked = (at for at, row in rows if row.cells[self.target].kind in self.filters.kinds and self.selects(at))
        return Selection(frozenset(asked), self.filters.words(labels(self.collation)[self.target + 1]))

    def _unselected(self, row: int) -> str:
        cell, filters = self.collation.rows[row].cells[self.target], self.filters
        asked = (
            (filters.figures_only and row not in self.outline.figures[self.target], "指标无变动"),
            (filters.doubtful_only and not cell.doubtful, "无存疑"),
            (filters.moved_only and not cell.moved, "未移位"),
            (filters.unreviewed_only and row in self.known.reviewed, "已审核"),
            (bool(filters.text) and row not in self.known.holding, f"不含“{filters.text}”"),
        )
        return next((word for hidden, word in asked if hidden), "")


def shown_lines(chooser: Chooser, folding: Folding, parts: Callable[[int], int]) -> tuple[Line, ...]:
    """Return the lines of the table. Bands stay whatever is filtered, so that the reader knows where he is.

    `parts` says how many lines a row opened to its sentences takes.
    """
    within = {row for band in folding.collapsed for row in chooser.outline.under(band)}
    reasons = ((row, chooser.reason(row)) for row in range(len(chooser.collation.rows)) if row not in within)
    lines: list[Line] = []
    for hidden, group in groupby(reasons, key=lambda pair: bool(pair[1])):
        rows, why = zip(*group, strict=True)
        opened = rows[0] in folding.opened
        if hidden:
            lines.append(Line(rows, why, opened))
        if opened or not hidden:
            lines += [line for row in rows for line in _lines_of(row, folding, parts)]
    return tuple(lines)


def _lines_of(row: int, folding: Folding, parts: Callable[[int], int]) -> list[Line]:
    if row not in folding.sentences or parts(row) < 2:
        return [Line((row,))]
    return [Line((row,), part=part) for part in range(parts(row))]
