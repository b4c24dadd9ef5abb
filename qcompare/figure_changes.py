"""What became of the base's figures in each target: lowered, raised, of another scope or year, dropped, new."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from qcompare.figures import Figure, figures_of
from qcompare.forms import is_regional
from qcompare.indicators import is_telling
from qcompare.model import Alignment, Collation, Op, Plan
from qcompare.normalize import normalize, wording_of
from qcompare.places import Places, places_of
from qcompare.polarity import Bound, asks_for_less, bound_of, mode_of, unit_class
from qcompare.quantities import scaled


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

    Indicators that only targets have stand at the end, in the order of the targets.
    """

    figures: tuple[tuple[Figure, ...], ...]
    rows: tuple[FigureRow, ...]


_WORDING_MATCHES = 4
"""Characters that two names must share, and …"""
_SHARED = 0.6
"""… the share of the shorter one: 国家标准 is 国家标准、行业标准 widened, 质量 is not 质量合格率."""

_LIKE = 0.4  # Dice of the names' bigrams below which two names are not looked at
_SAME_PLACE = 2.0  # what a figure's own wording carried over adds: it outweighs any likeness of names
_SAME_SENTENCE = 0.5
_SAME_UNIT = 0.3
_NEAR = 2  # characters that an edit may reach beyond a figure on either side and still be about it alone


def figure_table(collation: Collation) -> FigureTable:
    """Return the figures of all plans of a comparison, indicator by indicator."""
    found = tuple(map(figures_of, collation.plans))
    changes = [figure_changes(collation, t, found[0], found[t + 1]) for t in range(len(collation.targets))]
    scripts = [plan.script for plan in collation.plans]
    rows = (*_rows_of_base(found, changes, scripts), *_rows_of_targets(collation, found, changes))
    return FigureTable(found, rows)


def figure_changes(
    collation: Collation, target: int, base_figures: Sequence[Figure], target_figures: Sequence[Figure]
) -> tuple[FigureChange, ...]:
    """Return what became of the base's figures in one target, then what is new there; in text order.

    A pair is sought where the wording shows it, then in matched sentences, then by the indicator's name anywhere.
    """
    alignment = collation.targets[target]
    names = _Names(collation, collation.base, alignment.plan)
    ours = [_named(figure, names) for figure in base_figures]
    theirs = [_named(figure, names) for figure in target_figures]
    pairs = _pairs(_Wording(collation.base, alignment), ours, theirs)
    pairs |= _repeated(pairs, ours, theirs)
    changes = [_compared(ours[b], theirs[t], b, t) for b, t in sorted(pairs)]
    met, reached = {b for b, _ in pairs}, {t for _, t in pairs}
    dropped = [FigureChange(FigureKind.DROPPED, b, None) for b in range(len(ours)) if b not in met]
    new = [FigureChange(FigureKind.NEW, None, t) for t in range(len(theirs)) if t not in reached]
    return (*sorted([*changes, *dropped], key=lambda c: (c.base or 0, c.target or 0)), *new)


@dataclass(frozen=True, slots=True)
class _Named:
    """A figure with its indicator's name as compared, and the bigrams of that."""

    figure: Figure
    name: str
    grams: frozenset[str]


def _named(figure: Figure, names: _Names) -> _Named:
    name = names.key(figure.indicator)
    return _Named(
        figure, name, frozenset(name[k : k + 2] for k in range(max(1, len(name) - 1))) if name else frozenset()
    )


class _Names:
    """Names of indicators made comparable between plans: script, width, regional words and own places evened out."""

    def __init__(self, collation: Collation, *plans: Plan) -> None:
        self._regional = is_regional(*plans)
        self._pairs = collation.pairs(Op.VARIANT)
        self._places: Places = places_of(*(plan.metadata for plan in plans), pairs=collation.pairs(Op.LOCALISED))

    def key(self, name: str) -> str:
        form = normalize(name, regional=self._regional, pairs=self._pairs)
        return self._places.without_names(wording_of(form.units))


class _Wording:
    """Which base wording a stretch of the target was written from."""

    def __init__(self, base: Plan, alignment: Alignment) -> None:
        self._edits = [e for e in alignment.wording if e.base is not None]
        self._starts = [e.target.start for e in self._edits]
        self._sources: dict[int, list[int]] = defaultdict(list)
        for match in alignment.matches:
            self._sources[match.target].append(match.base)

    def same_place(self, base: Figure, target: Figure) -> bool:
        """Return whether the target's figure stands in the wording just where the base's stood."""
        at = bisect_right(self._starts, target.span.start) - 1
        if at < 0 or self._edits[at].target.end <= target.span.start:
            return False
        edit = self._edits[at]
        assert edit.base is not None
        if edit.op in (Op.EQUAL, Op.VARIANT) and len(edit.base) == len(edit.target):
            return edit.base.start + target.span.start - edit.target.start == base.span.start
        ours, theirs = edit.base, edit.target
        return (
            abs(ours.start - base.span.start) <= _NEAR
            and abs(ours.end - base.span.end) <= _NEAR
            and abs(theirs.start - target.span.start) <= _NEAR
            and abs(theirs.end - target.span.end) <= _NEAR
        )

    def sources(self, sentence: int) -> Sequence[int]:
        """Return the base sentences that a target sentence is matched with."""
        return self._sources.get(sentence, ())


def _pairs(wording: _Wording, base: Sequence[_Named], target: Sequence[_Named]) -> set[tuple[int, int]]:
    """Return the pairs of figures, each figure in one at most, the surest first."""
    rated = []
    for t, candidates in enumerate(_candidates(wording, base, target)):
        for b, likeness in candidates:
            rate = _rate(wording, base[b], target[t], likeness)
            if rate is not None:
                rated.append((-rate, b, t))
    pairs: dict[int, int] = {}
    reached: set[int] = set()
    for _, b, t in sorted(rated):
        if b not in pairs and t not in reached:
            pairs[b] = t
            reached.add(t)
    return set(pairs.items())


def _candidates(
    wording: _Wording, base: Sequence[_Named], target: Sequence[_Named]
) -> Iterator[list[tuple[int, float]]]:
    """Yield for each target figure the base figures whose names are like its name, with Dice's likeness of the bigrams, and
    those of matched sentences.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    by_sentence: dict[int, list[int]] = defaultdict(list)
    for b, ours in enumerate(base):
        by_sentence[ours.figure.sentence].append(b)
        for gram in sorted(ours.grams):
            holders[gram].append(b)
    for theirs in target:
        shared = Counter(b for gram in theirs.grams for b in holders.get(gram, ()))
        likeness = {b: 2 * n / (len(theirs.grams) + len(base[b].grams)) for b, n in shared.items()}
        near = {b for k in wording.sources(theirs.figure.sentence) for b in by_sentence.get(k, ())}
        found = near | {b for b, like in likeness.items() if like >= _LIKE}
        yield [(b, likeness.get(b, 0.0)) for b in sorted(found)]


def _rate(wording: _Wording, base: _Named, target: _Named, likeness: float) -> float | None:
    """Return how sure it is that two figures are one indicator, None where nothing says so.

    Where the wording shows it, the names may differ in a word; in a sentence rewritten one may widen the other; anywhere else
    they must nearly be one.
    """
    matched = base.figure.sentence in wording.sources(target.figure.sentence)
    here = wording.same_place(base.figure, target.figure)
    alike = unit_class(base.figure) == unit_class(target.figure)
    rate = likeness + _SAME_PLACE * here + _SAME_SENTENCE * matched + _SAME_UNIT * alike
    if here and (likeness >= _LIKE or not base.name or not target.name):
        return rate
    if {bound_of(base.figure), bound_of(target.figure)} == {Bound.LEAST, Bound.MOST}:
        return None  # 五万元以上 and 五万元以下 of one fine are its two ends
    enough = matched or min(len(base.name), len(target.name)) >= _WORDING_MATCHES
    return rate if alike and enough and base.name and _related(base.name, target.name, matched=matched) else None


def _related(one: str, other: str, *, matched: bool) -> bool:
    """Return whether one name is the other, or narrows or widens it, nothing being replaced.

    食品抽检合格率 and 药品抽检合格率 are two indicators; 国家标准 and 国家标准、行业标准 are one with another scope.
    """
    if one == other:
        return True
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    shared = sum(i2 - i1 for tag, i1, i2, _, _ in codes if tag == "equal")
    whole = min(len(one), len(other)) if matched else max(len(one), len(other))
    return (
        shared >= min(_WORDING_MATCHES, whole)
        and shared >= _SHARED * whole
        and all(tag != "replace" for tag, *_ in codes)
    )


def _repeated(pairs: set[tuple[int, int]], base: Sequence[_Named], target: Sequence[_Named]) -> set[tuple[int, int]]:
    """Return pairs for figures that a plan states again, of an indicator that the other plan states once."""
    met, reached = {b for b, _ in pairs}, {t for _, t in pairs}
    ours = {_identity(named): b for b, named in reversed([*enumerate(base)]) if len(named.name) >= _WORDING_MATCHES}
    theirs = {_identity(named): t for t, named in reversed([*enumerate(target)]) if len(named.name) >= _WORDING_MATCHES}
    again = ((ours.get(_identity(named)), t) for t, named in enumerate(target) if t not in reached)
    before = ((b, theirs.get(_identity(named))) for b, named in enumerate(base) if b not in met)
    return {(b, t) for b, t in (*again, *before) if b is not None and t is not None}


def _identity(named: _Named) -> tuple[object, ...]:
    figure = named.figure
    return named.name, unit_class(figure), mode_of(figure), bound_of(figure), scaled(figure.quantity)[:2], figure.year


def _compared(ours: _Named, theirs: _Named, b: int, t: int) -> FigureChange:
    """Return how a target's figure stands to the base's."""
    one, other = ours.figure, theirs.figure
    year = bool(one.year and other.year and one.year != other.year)
    scope = (
        ours.name != theirs.name or mode_of(one) != mode_of(other) or _binds_otherwise(bound_of(one), bound_of(other))
    )
    if unit_class(one) != unit_class(other):
        return FigureChange(FigureKind.CHANGED, b, t, scope=True, year=year)
    was, now = scaled(one.quantity)[:2], scaled(other.quantity)[:2]
    if was == now:
        loosened = bound_of(other) is Bound.ABOUT and bound_of(one) is not Bound.ABOUT
        return FigureChange(FigureKind.SAME, b, t, scope, year, weaker=loosened)
    kind = FigureKind.LOWERED if now < was else FigureKind.RAISED
    less = asks_for_less(other, lowered=now < was)
    return FigureChange(kind, b, t, scope, year, weaker=less is True, stronger=less is False)


def _binds_otherwise(one: Bound, other: Bound) -> bool:
    """Return whether two numbers bind in ways that differ: 达到91 and 91以上 ask for the same, 91左右 does not."""
    return one is not other and (Bound.EXACT not in (one, other) or Bound.ABOUT in (one, other))


def _rows_of_base(
    found: Sequence[Sequence[Figure]], changes: Sequence[Sequence[FigureChange]], scripts: Sequence[str]
) -> Iterator[FigureRow]:
    """Yield a row for each figure of the base; those stated again with the same figures beside them stand in one."""
    by_base: list[dict[int, list[FigureChange]]] = []
    for own in changes:
        held: dict[int, list[FigureChange]] = defaultdict(list)
        for change in own:
            if change.base is not None:
                held[change.base].append(change)
        by_base.append(held)
    rows: dict[tuple[object, ...], list[int]] = {}
    for b, figure in enumerate(found[0]):
        beside = tuple(tuple(c.target for c in held[b]) for held in by_base)
        stated = any(beside) and any(t is not None for own in beside for t in own)
        said = (figure.indicator, figure.operators, figure.low, figure.high, figure.unit, figure.year)
        identity = (*said, beside) if stated else (b,)
        rows.setdefault(identity, []).append(b)
    for group in rows.values():
        cells = [_cell([c for b in group for c in held[b]]) for held in by_base]
        yield FigureRow(_name(found, group[0], cells, scripts), (FigureCell(tuple(group)), *cells))


def _name(found: Sequence[Sequence[Figure]], b: int, cells: Sequence[FigureCell], scripts: Sequence[str]) -> str:
    """Return an indicator's name: the base's, but a Simplified target's where the base is in Traditional script.

    What stands beside the base's figure under another name (口径有变) does not name it.
    """
    if scripts[0] != "hans":
        for plan, cell in enumerate(cells, start=1):
            if cell.figures and not cell.scope and scripts[plan] == "hans":
                return full_name(found[plan][cell.figures[0]])
    return full_name(found[0][b])


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
    names = _Names(collation, *collation.plans)
    rows: dict[tuple[object, ...], list[list[int]]] = {}
    for t, own in enumerate(changes):
        times: Counter[tuple[object, ...]] = Counter()
        for change in own:
            if change.kind is FigureKind.NEW and change.target is not None:
                figure = found[t + 1][change.target]
                name = names.key(figure.indicator)
                key = (name, unit_class(figure), mode_of(figure), figure.year) if name else (t, change.target)
                held = rows.setdefault((*key, times[key]), [[] for _ in range(width)])
                held[t + 1].append(change.target)
                times[key] += 1
    for held in rows.values():
        first = next(p for p in range(width) if held[p])
        cells = (FigureCell(tuple(own), FigureKind.NEW if own else FigureKind.NONE) for own in held)
        yield FigureRow(full_name(found[first][held[first][0]]), tuple(cells))


def full_name(figure: Figure) -> str:
    """Return an indicator's name, with its verb where it would mislead without: 主导或参与制定（修订）国家标准."""
    return figure.verb + figure.indicator if is_telling(figure.verb) else figure.indicator
