"""What a target left out, sentence by sentence, each with the nearest that the target says: is it really gone?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from qcompare.forms import PlanForm, is_regional, plan_form, wording_start
from qcompare.model import Collation, Op, Span
from qcompare.normalize import Form, is_wording, normalize
from qcompare.stretches import shared_stretches

LEAST_SHARE = 0.1
"""Weight of its words that a dropped sentence must share with the nearest for that to be shown: below it is coincidence."""

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
    """Return the dropped list (未承接清单) of a target, in the base's order."""
    alignment = collation.targets[target]
    if not alignment.dropped:
        return ()
    regional = is_regional(collation.base, alignment.plan)
    target_form = plan_form(alignment.plan, regional=regional, pairs=collation.pairs(Op.VARIANT))
    index = _Index(target_form)
    return tuple(_looked_up(collation, k, target_form, index) for k in alignment.dropped)


class _Index:
    """The target's sentences by their bigrams, each weighed by how rare it is there."""

    def __init__(self, form: PlanForm) -> None:
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._sentences = form.plan.aligned()
        for k in self._sentences:
            for gram in dict.fromkeys(_bigrams(form.letters[k])):
                self._holders[gram].append(k)

    def nearest(self, letters: str) -> tuple[int, float] | None:
        """Return the sentence that shares most weight with `letters` and the share, None where nothing is shared."""
        shared: defaultdict[int, float] = defaultdict(float)
        whole = 0.0
        for gram in dict.fromkeys(_bigrams(letters)):
            holders = self._holders.get(gram, ())
            weight = math.log((1 + len(self._sentences)) / (1 + len(holders))) + 1.0
            whole += weight
            for k in holders:
                shared[k] += weight
        if not shared:
            return None
        best = min(shared, key=lambda k: (-shared[k], k))
        return best, shared[best] / whole


def _bigrams(letters: str) -> list[str]:
    return [letters[k : k + 2] for k in range(len(letters) - 1)]


def _looked_up(collation: Collation, sentence: int, target: PlanForm, index: _Index) -> Dropped:
    base, pairs = collation.base, collation.pairs(Op.VARIANT)
    start = wording_start(base, sentence)
    form = normalize(base.text[start : base.sentences[sentence].span.end], regional=target.regional, pairs=pairs)
    ours = [k for k, unit in enumerate(form.units) if is_wording(unit)]
    letters = "".join(form.units[k] for k in ours)
    found = index.nearest(letters)
    if found is None or found[1] < LEAST_SHARE:
        return Dropped(sentence)
    nearest, share = found
    first, last = target.units[nearest]
    theirs = [k for k in range(first, last) if is_wording(target.form.units[k])]
    shared = tuple(
        (_span(form, ours, s.base, s.size, start), _span(target.form, theirs, s.target, s.size))
        for s in shared_stretches(letters, target.letters[nearest])
        if s.size >= _SHORTEST
    )
    return Dropped(sentence, nearest, shared, share) if shared else Dropped(sentence)


def _span(form: Form, letters: Sequence[int], first: int, size: int, offset: int = 0) -> Span:
    """Return where `size` letters from `first` stand in the text; `letters` are their units in the form."""
    span = form.span(letters[first], letters[first + size - 1] + 1)
    return Span(span.start + offset, span.end + offset)
