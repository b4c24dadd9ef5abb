"""Why sentences are said to correspond: what they share; and what else was near."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from qcompare.forms import PlanForm
from qcompare.leftovers import LEAST_SHARE, Nearest, sort_of
from qcompare.links import Links
from qcompare.model import Match, SentenceKind
from qcompare.normalize import is_wording
from qcompare.stretches import shared_stretches

_SHORTEST = 2  # letters of a shared stretch that counts
_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for one match: `shared` letters in common, as a share of both sentences (0..1), the longest stretch first.

    `quotes` are the shared stretches in the target's own words, the longest first.
    """

    match: Match
    shared: int
    similarity: float
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A pair that is no match though its sentences have words in common: their weight is `share` of the sentence's, 0..1."""

    base: int
    target: int
    share: float


class Reasons:
    """Answers for the sentences of a base and one target why they correspond and what else might."""

    def __init__(self, links: Links, base: PlanForm, target: PlanForm) -> None:
        self._links, self._base, self._target = links, base, target

    def of(self, targets: Iterable[int]) -> tuple[Reason, ...]:
        """Return what speaks for each match of the target sentences."""
        return tuple(self._reason(match) for t in targets for match in self._links.matches(t))

    def alternatives(self, bases: Iterable[int], targets: Iterable[int]) -> tuple[Alternative, ...]:
        """Return what else target sentences may have come from, and where base sentences without a match may have gone.

        What shares next to nothing is left out, titles and responsible units are compared with their like alone.
        """
        found = [
            Alternative(b, t, share)
            for t in targets
            for b, share in self._ranked(self._of_base, self._target, t, self._links.bases(t))
        ]
        known = {(a.base, a.target) for a in found}
        gone = (b for b in bases if self._links.dropped(b))
        found += [
            Alternative(b, t, share)
            for b in gone
            for t, share in self._ranked(self._of_target, self._base, b, ())
            if (b, t) not in known
        ]
        return tuple(found)

    def _ranked(
        self, index: dict[SentenceKind, Nearest], form: PlanForm, sentence: int, matched: Sequence[int]
    ) -> list[tuple[int, float]]:
        near = index.get(sort_of(form.plan, sentence))
        ranked = near.ranked(form.letters[sentence], _ALTERNATIVES + len(matched)) if near else []
        return [(k, share) for k, share in ranked if share >= LEAST_SHARE and k not in matched][:_ALTERNATIVES]

    @cached_property
    def _of_base(self) -> dict[SentenceKind, Nearest]:
        return _indexes(self._base)

    @cached_property
    def _of_target(self) -> dict[SentenceKind, Nearest]:
        return _indexes(self._target)

    def _reason(self, match: Match) -> Reason:
        ours, theirs = self._base.letters[match.base], self._target.letters[match.target]
        found = [s for s in shared_stretches(ours, theirs) if s.size >= _SHORTEST]
        shared = sum(s.size for s in found)
        longest = sorted(found, key=lambda s: -s.size)
        quotes = tuple(self._quote(match.target, s.target, s.size) for s in longest)
        return Reason(match, shared, 2 * shared / max(1, len(ours) + len(theirs)), quotes)

    def _quote(self, sentence: int, first: int, size: int) -> str:
        """Return letters of a target sentence in the plan's own words."""
        form = self._target.form
        places = [k for k in range(*self._target.units[sentence]) if is_wording(form.units[k])]
        return form.span(places[first], places[first + size - 1] + 1).of(self._target.plan.text)


def _indexes(form: PlanForm) -> dict[SentenceKind, Nearest]:
    kinds = dict.fromkeys(sort_of(form.plan, k) for k in form.plan.aligned())
    return {kind: Nearest(form, kind) for kind in kinds}
