"""Which base sentences a target sentence may come from: an inverted index of trigrams, never all pairs."""

from __future__ import annotations

from collections import defaultdict

from qcompare.forms import PlanForm

_COMMON = 64  # base wordings a trigram may stand in and still lead to candidates
_MOST = 8  # base wordings looked at for each target sentence


class Candidates:
    """The base's wordings by their trigrams: an inverted index, so that no target sentence meets all of them."""

    def __init__(self, base: PlanForm, weights: dict[str, float]) -> None:
        self._weights = weights
        self._copies: dict[str, list[int]] = defaultdict(list)
        for k in base.plan.aligned():
            self._copies[base.letters[k]].append(k)
        self._places: dict[str, list[str]] = defaultdict(list)
        for wording in self._copies:
            for gram in dict.fromkeys(_grams(wording)):
                self._places[gram].append(wording)

    def of(self, letters: str) -> list[list[int]]:
        """Return the base wordings that share most with `letters`, by weight, at most `_MOST`: where each stands."""
        shared: defaultdict[str, float] = defaultdict(float)
        for gram in dict.fromkeys(_grams(letters)):
            places = self._places.get(gram, ())
            if len(places) <= _COMMON:
                weight = self._weights.get(gram[:2], 0.0) + self._weights.get(gram[1:3], 0.0)
                for wording in places:
                    shared[wording] += weight
        ranked = sorted(shared.items(), key=lambda item: (-item[1], self._copies[item[0]][0]))
        return [self._copies[wording] for wording, _ in ranked[:_MOST]]


def _grams(letters: str) -> list[str]:
    return [letters[k : k + 3] for k in range(max(1, len(letters) - 2))] if letters else []
