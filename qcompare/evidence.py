"""How much shared wording proves: rare stretches weigh more than common ones, set phrases next to nothing."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import accumulate

from qcompare.forms import PlanForm
from qcompare.model import SentenceKind
from qcompare.paths import resource
from qcompare.stretches import Stretch

_SET_PHRASE = 0.2  # what is left of the weight of wording inside a set phrase
_ANY_WORD = 0.5  # nats that any word has besides its own in a sentence's words: where all sentences say 处…元罚款, it still counts
_SMOOTHING = 200  # sentences thought to stand behind the two plans, so that weights hold for short ones


class Evidence:
    """The weights of the wording of two plans' sentences, in nats; a rare bigram weighs about 6.

    A bigram weighs the log of how rare it is among the sentences of both plans, a stretch the sum of its bigrams. A
    stretch shared by two sentences weighs what it weighs in the one where it proves less: 组织实施 inside the set phrase
    认真组织实施 proves little wherever else it stands.
    """

    def __init__(self, base: PlanForm, target: PlanForm) -> None:
        weights = _bigram_weights(base, target)
        self._base, self._target = _all_sums(base, weights), _all_sums(target, weights)
        self._base_words, self._target_words = _Words(base, self._base), _Words(target, self._target)
        self.weights = weights

    def of_base(self, sentence: int) -> float:
        """Return the weight of a whole base sentence."""
        return self._base[sentence][-1]

    def of_target(self, sentence: int) -> float:
        """Return the weight of a whole target sentence."""
        return self._target[sentence][-1]

    def of_stretch(self, base: int, target: int, stretch: Stretch) -> float:
        """Return what a stretch shared by a base and a target sentence proves."""
        if stretch.size < 2:
            return 0.0
        ours, theirs = self._base[base], self._target[target]
        return min(
            ours[stretch.base + stretch.size - 1] - ours[stretch.base],
            theirs[stretch.target + stretch.size - 1] - theirs[stretch.target],
        )

    def of_stretches(self, base: int, target: int, stretches: Iterable[Stretch]) -> float:
        """Return what several stretches prove together."""
        return sum(self.of_stretch(base, target, s) for s in stretches)

    def common(self, base: int, target: int) -> float:
        """Return the weight of the words that two sentences have in common, each once, in whatever order."""
        ours, theirs = self._base_words[base][0], self._target_words[target][0]
        return math.fsum(min(weight, theirs[gram]) for gram, weight in ours.items() if gram in theirs)

    def words(self, base: int, target: int) -> tuple[float, float]:
        """Return what the words of two sentences weigh, each once: those of the one that has less, then of the other."""
        ours, theirs = self._base_words[base][1], self._target_words[target][1]
        return min(ours, theirs), max(ours, theirs)


class _Words:
    """The bigrams of each sentence of a plan by what they weigh where they weigh most, and their sum; made when asked for."""

    def __init__(self, form: PlanForm, sums: list[list[float]]) -> None:
        self._form, self._sums = form, sums
        self._known: dict[int, tuple[dict[str, float], float]] = {}

    def __getitem__(self, sentence: int) -> tuple[dict[str, float], float]:
        if sentence not in self._known:
            text, sums = self._form.letters[sentence], self._sums[sentence]
            words: dict[str, float] = {}
            for k in range(len(text) - 1):
                gram = text[k : k + 2]
                words[gram] = max(words.get(gram, 0.0), sums[k + 1] - sums[k] + _ANY_WORD)
            self._known[sentence] = words, sum(words.values())
        return self._known[sentence]


def _all_sums(form: PlanForm, weights: dict[str, float]) -> list[list[float]]:
    """Return the prefix sums of every sentence; in a heading a set phrase is the topic (加强组织领导) and keeps its weight."""
    headings = (s.kind is SentenceKind.HEADING for s in form.plan.sentences)
    return [_sums(text, weights, heading) for text, heading in zip(form.letters, headings, strict=True)]


def _sums(text: str, weights: dict[str, float], heading: bool) -> list[float]:
    """Return prefix sums of the weights of the bigrams of `text`: sums[k] covers those that begin before k."""
    found = [weights[text[k : k + 2]] for k in range(len(text) - 1)]
    for phrase in () if heading else _set_phrases().finditer(text):
        for k in range(phrase.start(), phrase.end() - 1):
            found[k] *= _SET_PHRASE
    return list(accumulate(found, initial=0.0))


def _bigram_weights(base: PlanForm, target: PlanForm) -> dict[str, float]:
    seen: Counter[str] = Counter()
    for form in (base, target):
        for text in form.letters:
            seen.update({text[i : i + 2] for i in range(len(text) - 1)})
    total = len(base.letters) + len(target.letters) + _SMOOTHING
    return {gram: math.log(total / (1 + count)) for gram, count in seen.items()}


@cache
def _set_phrases() -> re.Pattern[str]:
    """Return the pattern of the phrases that stand all over such plans (resources/set_phrases.txt), longest first."""
    lines = resource("set_phrases.txt").read_text(encoding="utf-8").splitlines()
    phrases = sorted((p for p in lines if p and not p.startswith("#")), key=lambda p: (-len(p), p))
    return re.compile("|".join(map(re.escape, phrases)))
