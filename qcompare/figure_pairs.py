"""Which figure of a target is which of the base's: by the wording, by matched sentences, by the indicator's name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction
from functools import lru_cache

from qcompare.figures import Figure
from qcompare.forms import is_regional
from qcompare.model import Alignment, Collation, Op, Plan, SentenceKind
from qcompare.normalize import normalize, wording_of
from qcompare.places import Places, places_of
from qcompare.polarity import Bound, bound_of, mode_of, unit_class
from qcompare.quantities import scaled

_WORDING_MATCHES = 4
"""Characters that two names must share, and …"""
_SHARED = 0.6
"""… the share of the shorter one: 国家标准 is 国家标准、行业标准 widened, 质量 is not 质量合格率."""

_LIKE = 0.4  # Dice of the names' bigrams below which two names are not looked at
_SAME_PLACE = 2.0  # what a figure's own wording carried over adds: it outweighs any likeness of names
_SAME_YEAR = 2.0  # as much: 95%, 98%, 99% for three years are told apart by the years, …
_OTHER_YEAR = 1.0  # … and what another year takes away
_SAME_SENTENCE = 0.5
_SAME_UNIT = 0.3
_NEAR = 2  # characters that an edit may reach beyond a figure on either side and still be about it alone
_COMMON = 64  # figures that share a bigram of their names and are still looked at for it
_NAMESAKES = 8  # figures of one name looked at on either side of the place where the target's would stand

_LEVELS = {"国家": "国家级", "省": "省级|自治区级|部级", "市": "市级", "区县": "区级|县级|区县级"}
"""How the things of each level are named: a plan's own level is its child's own (市级→区级), any other stays what it is."""


@dataclass(frozen=True, slots=True)
class Named:
    """A figure with what it is compared by: its indicator's name, the bigrams of that, unit, mode, bound and scaled values."""

    figure: Figure
    name: str
    grams: frozenset[str]
    unit: str
    mode: frozenset[str]
    bound: Bound
    values: tuple[Fraction, Fraction]

    @property
    def identity(self) -> tuple[object, ...]:
        """What two statements of one figure have in common, but for its size."""
        return self.name, self.unit, self.mode, self.bound, self.figure.year


class Names:
    """Names of indicators made comparable between plans: script, width, regional words and own places evened out."""

    def __init__(self, collation: Collation, *plans: Plan) -> None:
        self._regional = is_regional(*plans)
        self._pairs = collation.pairs(Op.VARIANT)
        self._places: Places = places_of(*(plan.metadata for plan in plans), pairs=collation.pairs(Op.LOCALISED))

    def key(self, name: str, level: str) -> str:
        """Return the name as compared; `level` is that of its plan."""
        units = wording_of(normalize(name, regional=self._regional, pairs=self._pairs).units)
        return self._places.without_names(
            _foreign(level).sub(lambda m: chr(_FIRST_LEVEL + len(m[0]) + ord(m[0][0])), units)
        )

    def named(self, figure: Figure, level: str) -> Named:
        """Return a figure with what it is compared by."""
        name = self.key(figure.indicator, level)
        low, high, _ = scaled(figure.quantity)
        grams = frozenset(name[k : k + 2] for k in range(max(1, len(name) - 1))) if name else frozenset[str]()
        return Named(figure, name, grams, unit_class(figure), mode_of(figure), bound_of(figure), (low, high))


_FIRST_LEVEL = (
    0xF0000  # levels other than the plan's own become signs of a private plane, which no table of places reads
)


@lru_cache
def _foreign(own: str) -> re.Pattern[str]:
    """Return what names levels that are not the plan's own; of an unknown level those of the State and the provinces."""
    others = [words for level, words in _LEVELS.items() if level != own] if own else [_LEVELS["国家"], _LEVELS["省"]]
    return re.compile("|".join(others))


class _Wording:
    """Which base wording a stretch of the target was written from."""

    def __init__(self, base: Plan, alignment: Alignment) -> None:
        self._edits = [e for e in alignment.wording if e.base is not None]
        self._starts = [e.target.start for e in self._edits]
        self._sources: dict[int, list[int]] = defaultdict(list)
        self._base, self._target = base, alignment.plan
        self._rows: set[tuple[int, int]] = set()
        for match in alignment.matches:
            self._sources[match.target].append(match.base)
            rows = base.sentences[match.base], alignment.plan.sentences[match.target]
            if all(cell.kind is SentenceKind.CELL for cell in rows):
                self._rows.add((rows[0].clause, rows[1].clause))

    def same_row(self, base: Figure, target: Figure) -> bool:
        """Return whether the figures stand in rows of tables of which other cells, the names, are matched."""
        rows = self._base.sentences[base.sentence].clause, self._target.sentences[target.sentence].clause
        return rows in self._rows

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


def pairs_of(
    base_plan: Plan, alignment: Alignment, base: Sequence[Named], target: Sequence[Named]
) -> tuple[tuple[int, int], ...]:
    """Return the pairs of figures, by index into each, in the base's order: the surest first, each figure in one at most,
    then those that a plan states again.
    """
    wording = _Wording(base_plan, alignment)
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
    once = set(pairs.items())
    return tuple(sorted(once | _repeated(once, base, target)))


def _candidates(wording: _Wording, base: Sequence[Named], target: Sequence[Named]) -> Iterator[list[tuple[int, float]]]:
    """Yield for each target figure the base figures of matched sentences, those of its name that stand nearest, and those
    whose names are like it, with Dice's likeness of the bigrams.

    An index of rare bigrams, never all pairs: a list of a thousand projects has one name a thousand times.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    by_sentence: dict[int, list[int]] = defaultdict(list)
    by_name: dict[str, list[int]] = defaultdict(list)
    for b, ours in enumerate(base):
        by_sentence[ours.figure.sentence].append(b)
        by_name[ours.name].append(b)
        for gram in sorted(ours.grams):
            holders[gram].append(b)
    for t, theirs in enumerate(target):
        rare = [held for gram in theirs.grams if len(held := holders.get(gram, ())) <= _COMMON]
        shared = Counter(b for held in rare for b in held)
        found = {b for k in wording.sources(theirs.figure.sentence) for b in by_sentence.get(k, ())}
        found.update(_nearest(by_name.get(theirs.name, ()), t * len(base) // max(1, len(target))))
        found.update(b for b in shared if _likeness(base[b], theirs) >= _LIKE)
        yield [(b, _likeness(base[b], theirs)) for b in sorted(found)]


def _nearest(places: Sequence[int], at: int) -> Sequence[int]:
    k = bisect_left(places, at)
    return places[max(0, k - _NAMESAKES) : k + _NAMESAKES]


def _likeness(one: Named, other: Named) -> float:
    """Return Dice's likeness of two names by their bigrams, 0..1."""
    return 2 * len(one.grams & other.grams) / max(1, len(one.grams) + len(other.grams))


def _rate(wording: _Wording, base: Named, target: Named, likeness: float) -> float | None:
    """Return how sure it is that two figures are one indicator, None where nothing says so.

    Where the wording shows it, the names may differ in a word; in a sentence rewritten one may widen the other; anywhere else
    they must nearly be one.
    """
    if base.figure.is_present is not target.figure.is_present:
        return None
    matched = base.figure.sentence in wording.sources(target.figure.sentence)
    here = wording.same_place(base.figure, target.figure)
    alike = base.unit == target.unit
    rate = likeness + _SAME_PLACE * here + _SAME_SENTENCE * matched + _SAME_UNIT * alike
    if base.figure.year and target.figure.year:
        rate += _SAME_YEAR if base.figure.year == target.figure.year else -_OTHER_YEAR
    if here and (likeness >= _LIKE or not base.name or not target.name):
        return rate
    if {base.bound, target.bound} == {Bound.LEAST, Bound.MOST}:
        return None  # 五万元以上 and 五万元以下 of one fine are its two ends
    enough = (
        matched
        or min(len(base.name), len(target.name)) >= _WORDING_MATCHES
        or (base.name == target.name and wording.same_row(base.figure, target.figure))
    )
    return rate if alike and enough and base.name and _related(base.name, target.name, matched=matched) else None


@lru_cache(maxsize=4096)
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


def _repeated(pairs: set[tuple[int, int]], base: Sequence[Named], target: Sequence[Named]) -> set[tuple[int, int]]:
    """Return pairs for figures that a plan states again, in whatever size, of an indicator that the other plan states once."""
    met, reached = {b for b, _ in pairs}, {t for _, t in pairs}
    ours, theirs = _stated_once(base), _stated_once(target)
    again = ((ours.get(named.identity), t) for t, named in enumerate(target) if t not in reached)
    before = ((b, theirs.get(named.identity)) for b, named in enumerate(base) if b not in met)
    return {(b, t) for b, t in (*again, *before) if b is not None and t is not None}


def _stated_once(figures: Sequence[Named]) -> dict[tuple[object, ...], int]:
    """Return by its identity each figure that its plan states once, or always in one size."""
    found: dict[tuple[object, ...], int] = {}
    several: set[tuple[object, ...]] = set()
    for at, named in enumerate(figures):
        first = found.setdefault(named.identity, at)
        if figures[first].values != named.values:
            several.add(named.identity)
    return {key: at for key, at in found.items() if key not in several and len(str(key[0])) >= _WORDING_MATCHES}
