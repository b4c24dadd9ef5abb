"""What became of the base's figures in each target: lowered, raised, of another scope or year, dropped, new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qcompare.figure_pairs import Named, Names, pairs_of
from qcompare.figures import Figure, figures_of
from qcompare.indicators import is_telling
from qcompare.model import Collation
from qcompare.polarity import Bound, are_comparable, asks_for_less


class FigureKind(StrEnum):
    """What became of one figure in a target (指标变化)."""

    SAME = "same"  # 不变
    LOWERED = "lowered"  # 下调
    RAISED = "raised"  # 上调
    CHANGED = "changed"  # 口径有变，不能比大小
    DROPPED = "dropped"  # 未承接
    NEW = "new"  # 新增
    NONE = "none"  # neither has it


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One base figure beside one target figure, as indices into the figures of each plan; None where there is none.

    `scope` is true where they measure or bind something else (口径有变): another unit, a wider or narrower name, 新增 for 累计,
    左右 for 以上. `year` is true where both name a year and not the same (年份有变). `weaker` and `stronger` say whether the target
    asks for less or more than the base: a lower rate of complaints asks for more. Of a fine neither can be said.
    """

    kind: FigureKind
    base: int | None
    target: int | None
    scope: bool = False
    year: bool = False
    weaker: bool = False
    stronger: bool = False


@dataclass(frozen=True, slots=True)
class FigureCell:
    """What one plan has in one row of the figures table: its figures by index, and how they stand to the base's."""

    figures: tuple[int, ...]
    kind: FigureKind = FigureKind.NONE
    scope: bool = False
    year: bool = False
    weaker: bool = False
    stronger: bool = False


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One indicator over all plans, the base's cell first."""

    indicator: str
    cells: tuple[FigureCell, ...]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The figures table (指标表): each plan's figures, the base's first, and the indicators row by row in the base's order.

    Indicators that only targets have stand at the end, in the order of the targets. In a chain each cell says how its
    figures stand to those of the cell before it, from the first plan that has the indicator to the last that kept it.
    """

    figures: tuple[tuple[Figure, ...], ...]
    rows: tuple[FigureRow, ...]


def figure_table(collation: Collation) -> FigureTable:
    """Return the figures of all plans of a comparison, indicator by indicator."""
    found = tuple(map(figures_of, collation.plans))
    targets = range(len(collation.targets))
    changes = [figure_changes(collation, t, found[collation.against(t)], found[t + 1]) for t in targets]
    scripts = [plan.script for plan in collation.plans]
    if collation.chained:
        return FigureTable(found, tuple(_rows_of_chain(found, changes, scripts)))
    rows = (*_rows_of_base(found, changes, scripts), *_rows_of_targets(collation, found, changes))
    return FigureTable(found, rows)


def figure_changes(
    collation: Collation, target: int, base_figures: Sequence[Figure], target_figures: Sequence[Figure]
) -> tuple[FigureChange, ...]:
    """Return what became of the base's figures in one target, then what is new there; in text order.

    In a chain the base is the target's neighbour.
    A pair is sought where the wording shows it, then in matched sentences, then by the indicator's name anywhere.
    """
    base, alignment = collation.base_of(target), collation.targets[target]
    names = Names(collation, base, alignment.plan)
    levels = base.metadata.level, alignment.plan.metadata.level
    ours = [names.named(figure, levels[0] or levels[1]) for figure in base_figures]
    theirs = [names.named(figure, levels[1] or levels[0]) for figure in target_figures]
    pairs = pairs_of(base, alignment, ours, theirs)
    changes = [_compared(ours[b], theirs[t], b, t) for b, t in pairs]
    met, reached = {b for b, _ in pairs}, {t for _, t in pairs}
    dropped = [FigureChange(FigureKind.DROPPED, b, None) for b in range(len(ours)) if b not in met]
    new = [FigureChange(FigureKind.NEW, None, t) for t in range(len(theirs)) if t not in reached]
    return (*sorted([*changes, *dropped], key=lambda c: (c.base or 0, c.target or 0)), *new)


def _compared(ours: Named, theirs: Named, b: int, t: int) -> FigureChange:
    """Return how a target's figure stands to the base's."""
    one, other = ours.figure, theirs.figure
    year = bool(one.year and other.year and one.year != other.year)
    scope = (
        (ours.name != theirs.name and one.indicator != other.indicator)  # 市级智能工厂 is that in any plan
        or ours.mode != theirs.mode
        or _binds_otherwise(ours.bound, theirs.bound)
        or bool(one.attribute and other.attribute and one.attribute != other.attribute)
    )
    if ours.unit != theirs.unit or not are_comparable(ours.mode, theirs.mode):
        return FigureChange(FigureKind.CHANGED, b, t, scope=True, year=year)
    if ours.values == theirs.values:
        return FigureChange(FigureKind.SAME, b, t, scope, year, weaker=_is_loosened(ours, theirs))
    lowered = theirs.values < ours.values
    less = asks_for_less(other, lowered=lowered, before=one.operators)
    kind = FigureKind.LOWERED if lowered else FigureKind.RAISED
    return FigureChange(kind, b, t, scope, year, weaker=less is True, stronger=less is False)


def _is_loosened(ours: Named, theirs: Named) -> bool:
    """Return whether the target asks for less by the same number: 以上→左右, 约束性→预期性, 达到→力争达到."""
    one, other = ours.figure, theirs.figure
    return (
        (theirs.bound is Bound.ABOUT and ours.bound is not Bound.ABOUT)
        or (one.attribute, other.attribute) == ("约束性", "预期性")
        or ("力争" in other.operators and "力争" not in one.operators)
        or (ours.bound, theirs.bound) == (Bound.LEAST, Bound.MOST)
    )


def _binds_otherwise(one: Bound, other: Bound) -> bool:
    """Return whether two numbers bind in ways that differ: 达到91 and 91以上 ask for the same, 91左右 does not."""
    return one is not other and (Bound.EXACT not in (one, other) or Bound.ABOUT in (one, other))


def _rows_of_base(
    found: Sequence[Sequence[Figure]], changes: Sequence[Sequence[FigureChange]], scripts: Sequence[str]
) -> Iterator[FigureRow]:
    """Yield a row for each figure of the base; those stated again with the same figures beside them stand in one."""
    by_base = [_by_base(own) for own in changes]
    rows: dict[tuple[object, ...], list[int]] = {}
    for b, figure in enumerate(found[0]):
        beside = tuple(tuple(c.target for c in held[b]) for held in by_base)
        stated = any(beside) and any(t is not None for own in beside for t in own)
        identity = (*_said(figure), beside) if stated else (b,)
        rows.setdefault(identity, []).append(b)
    for group in rows.values():
        cells = (FigureCell(tuple(group)), *(_cell([c for b in group for c in held[b]]) for held in by_base))
        yield FigureRow(_name(found, cells, scripts), cells)


def _by_base(changes: Sequence[FigureChange]) -> dict[int, list[FigureChange]]:
    held: dict[int, list[FigureChange]] = defaultdict(list)
    for change in changes:
        if change.base is not None:
            held[change.base].append(change)
    return held


def _said(figure: Figure) -> tuple[object, ...]:
    return figure.indicator, figure.operators, figure.low, figure.high, figure.unit, figure.year


def _rows_of_chain(
    found: Sequence[Sequence[Figure]], changes: Sequence[Sequence[FigureChange]], scripts: Sequence[str]
) -> Iterator[FigureRow]:
    """Yield a row for each figure of the base, then for each that a target is the first to have, followed from plan to plan.

    Those stated again with the same figures behind them stand in one.
    """
    by_neighbour = [_by_base(own) for own in changes]
    for plan, figures in enumerate(found):
        new = [c.target for c in changes[plan - 1] if c.kind is FigureKind.NEW] if plan else range(len(figures))
        groups: dict[tuple[object, ...], list[int]] = {}
        for at in (f for f in new if f is not None):
            behind = tuple(cell.figures for cell in _followed(plan, [at], by_neighbour)[plan + 1 :])
            groups.setdefault((*_said(figures[at]), behind) if any(behind) else (at,), []).append(at)
        for group in groups.values():
            cells = _followed(plan, group, by_neighbour)
            yield FigureRow(_name(found, cells, scripts), cells)


def _followed(
    plan: int, figures: Sequence[int], by_neighbour: Sequence[dict[int, list[FigureChange]]]
) -> tuple[FigureCell, ...]:
    """Return the cells of all plans for figures that stand first in one of them."""
    cells = [FigureCell(()) for _ in range(plan)]
    cells.append(FigureCell(tuple(figures), FigureKind.NEW if plan else FigureKind.NONE))
    for held in by_neighbour[plan:]:
        met = [change for f in cells[-1].figures for change in held[f]]
        cells.append(_cell(met) if met else FigureCell(()))
    return tuple(cells)


def _name(found: Sequence[Sequence[Figure]], cells: Sequence[FigureCell], scripts: Sequence[str]) -> str:
    """Return an indicator's name: the first plan's, but a later one's in Simplified where the first is in Traditional script.

    What stands beside a figure under another name (口径有变) does not name it.
    """
    having = [plan for plan, cell in enumerate(cells) if cell.figures]
    simplified = [p for p in having[1:] if not cells[p].scope and scripts[p] == "hans"]
    first = having[0] if scripts[having[0]] == "hans" or not simplified else simplified[0]
    return full_name(found[first][cells[first].figures[0]])


def _cell(changes: Sequence[FigureChange]) -> FigureCell:
    """Return the cell of a target: what stands beside the base's figure, the gravest change first."""
    first = min(changes, key=lambda c: _GRAVITY.index(c.kind))
    figures = tuple(dict.fromkeys(c.target for c in changes if c.target is not None))
    return FigureCell(figures, first.kind, first.scope, first.year, first.weaker, first.stronger)


_GRAVITY = (
    FigureKind.LOWERED,
    FigureKind.RAISED,
    FigureKind.CHANGED,
    FigureKind.SAME,
    FigureKind.NEW,
    FigureKind.DROPPED,
    FigureKind.NONE,
)


def _rows_of_targets(
    collation: Collation, found: Sequence[Sequence[Figure]], changes: Sequence[Sequence[FigureChange]]
) -> Iterator[FigureRow]:
    """Yield a row for each indicator that only targets have; those of several targets with one name stand in one."""
    width = len(found)
    names = Names(collation, *collation.plans)
    rows: dict[tuple[object, ...], list[list[int]]] = {}
    for t, own in enumerate(changes):
        level = collation.targets[t].plan.metadata.level
        times: Counter[tuple[object, ...]] = Counter()
        for change in own:
            if change.kind is FigureKind.NEW and change.target is not None:
                named = names.named(found[t + 1][change.target], level)
                key = (named.name, named.unit, named.mode, named.figure.year) if named.name else (t, change.target)
                held = rows.setdefault((*key, times[key]), [[] for _ in range(width)])
                held[t + 1].append(change.target)
                times[key] += 1
    for held in rows.values():
        first = next(p for p in range(width) if held[p])
        cells = (FigureCell(tuple(own), FigureKind.NEW if own else FigureKind.NONE) for own in held)
        yield FigureRow(full_name(found[first][held[first][0]]), tuple(cells))


def full_name(figure: Figure) -> str:
    """Return an indicator's name, with its verb where it would mislead without: 主导或参与制定（修订）国家标准."""
    name = figure.indicator or figure.topic
    return figure.verb + name if is_telling(figure.verb) and figure.indicator else name
