"""What a target left out, sentence by sentence, each with the nearest that the target says: is it really gone?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest

from qcompare.document import Span
from qcompare.forms import PlanForm, is_regional, plan_form, wording_start
from qcompare.model import Collation, Op, Plan, SentenceKind
from qcompare.normalize import Form, Pair, is_wording, normalize, wording_of
from qcompare.stretches import shared_stretches

LEAST_SHARE = 0.12
"""Weight of its words that a dropped sentence must share with the nearest for that to be shown: below it is coincidence."""

_COMMON = 256  # sentences that a bigram may stand in and still be looked at: a commoner one finds nothing
_SHORTEST = 2  # characters of a shared stretch that is shown


@dataclass(frozen=True, slots=True)
class Dropped:
    """A base sentence without a match (未承接), and the target sentence that says most of its words, None where none does.

    `shared` are the stretches that both have, base and target, in the base's order; `share` is how much of the dropped
    sentence's words they weigh, rare words more than common ones, 0..1.
    """

    sentence: int
    nearest: int | None = None
    shared: tuple[tuple[Span, Span], ...] = ()
    share: float = 0.0


def dropped_list(collation: Collation, target: int) -> tuple[Dropped, ...]:
    """Return the dropped list (未承接清单) of a target, in the base's order; in a chain the base is its neighbour."""
    base, alignment = collation.base_of(target), collation.targets[target]
    if not alignment.dropped:
        return ()
    regional, pairs = is_regional(base, alignment.plan), collation.pairs(Op.VARIANT)
    sentences = [_Sentence.of(base, k, regional, pairs) for k in alignment.dropped]
    theirs = plan_form(alignment.plan, regional=regional, pairs=pairs)
    wanted = {gram for sentence in sentences for gram in _bigrams(sentence.letters)}
    kinds = {sort_of(base, k) for k in alignment.dropped}
    indexes = {kind: Nearest(theirs, kind, wanted) for kind in kinds}
    pairs_of = zip(alignment.dropped, sentences, strict=True)
    return tuple(_looked_up(k, s, theirs, indexes[sort_of(base, k)]) for k, s in pairs_of)


def sort_of(plan: Plan, sentence: int) -> SentenceKind:
    """Return what a sentence is to be looked for among: titles, responsible units, or wording."""
    kind = plan.sentences[sentence].kind
    return kind if kind in (SentenceKind.HEADING, SentenceKind.DUTY) else SentenceKind.BODY


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A base sentence made comparable: its form, which units of that are letters, and where its text begins in the plan."""

    form: Form
    places: tuple[int, ...]
    letters: str
    start: int

    @classmethod
    def of(cls, base: Plan, sentence: int, regional: bool, pairs: tuple[Pair, ...]) -> _Sentence:
        """Return the sentence without the marker of its clause."""
        start = wording_start(base, sentence)
        form = normalize(base.text[start : base.sentences[sentence].span.end], regional=regional, pairs=pairs)
        places = tuple(k for k, unit in enumerate(form.units) if is_wording(unit))
        return cls(form, places, wording_of(form.units), start)


class Nearest:
    """A plan's sentences of one kind by their bigrams, each weighed by how rare it is there; only `wanted` ones, if given."""

    def __init__(self, form: PlanForm, kind: SentenceKind, wanted: set[str] | None = None) -> None:
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._sentences = [k for k in form.plan.aligned() if sort_of(form.plan, k) is kind]
        for k in self._sentences:
            grams = set(_bigrams(form.letters[k]))
            for gram in grams if wanted is None else wanted & grams:
                self._holders[gram].append(k)

    def nearest(self, letters: str) -> tuple[int, float] | None:
        """Return the sentence that shares most weight with `letters` and the share, None where nothing is shared."""
        return next(iter(self.ranked(letters)), None)

    def ranked(self, letters: str, most: int = 1) -> list[tuple[int, float]]:
        """Return the `most` sentences that share most weight with `letters`, with the shares, the greatest first."""
        shared: defaultdict[int, float] = defaultdict(float)
        whole = 0.0
        for gram in dict.fromkeys(_bigrams(letters)):
            holders = self._holders.get(gram, ())
            weight = math.log((1 + len(self._sentences)) / (1 + len(holders))) + 1.0
            whole += weight
            if len(holders) <= _COMMON:
                for k in holders:
                    shared[k] += weight
        best = nsmallest(most, shared, key=lambda k: (-shared[k], k))
        return [(k, shared[k] / whole) for k in best]


def _bigrams(letters: str) -> list[str]:
    return [letters[k : k + 2] for k in range(len(letters) - 1)]


def _looked_up(sentence: int, ours: _Sentence, target: PlanForm, index: Nearest) -> Dropped:
    found = index.nearest(ours.letters)
    if found is None or found[1] < LEAST_SHARE:
        return Dropped(sentence)
    nearest, share = found
    first, last = target.units[nearest]
    theirs = [k for k in range(first, last) if is_wording(target.form.units[k])]
    shared = tuple(
        (_span(ours.form, ours.places, s.base, s.size, ours.start), _span(target.form, theirs, s.target, s.size))
        for s in shared_stretches(ours.letters, target.letters[nearest])
        if s.size >= _SHORTEST
    )
    return Dropped(sentence, nearest, shared, share) if shared else Dropped(sentence)


def _span(form: Form, letters: Sequence[int], first: int, size: int, offset: int = 0) -> Span:
    """Return where `size` letters from `first` stand in the text; `letters` are their units in the form."""
    span = form.span(letters[first], letters[first + size - 1] + 1)
    return Span(span.start + offset, span.end + offset)
