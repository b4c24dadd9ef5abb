"""Two plans → matches: which target sentence was written from which base sentences."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from qcompare.forms import PlanForm
from qcompare.model import ClauseKind, Match, SentenceKind
from qcompare.paths import resource
from qcompare.stretches import Stretch, longest_rising, shared_stretches

# A pair's evidence is the weight of the wording it shares: rare bigrams weigh up to about 6, those of set phrases little.
# The cases named set the bars; they stand in tests/cases/align.json.
_SHARE = 0.34  # of the shorter sentence, shared: 落实首台（套）…政策 from 落實首臺(套)…制度 stays below once its own source is taken
_SHARE_WEIGHT = 14.0  # …and at least this much of it: 加强组织领导 alone proves nothing
_DISTINCT = 26.0  # one stretch alone: 达标合格证制度 (7 characters, 28)
_LONG, _LONG_DISTINCT = (
    8,
    18.0,
)  # letters, and weight: 营商环境综合示范区 (9 letters, 21.7) where 营商环境 is in every sentence
_NEAR_SHARE = 0.16  # in clauses that correspond already: 推广服务认证… from 推廣服務認證 (0.18)
_NEAR_DISTINCT = 15.0  # …with 一站式服务 (17.7)
_HEADING_SHARE = 0.40  # of both: 6.实施食品药品质量安全提升工程 and ——加快推动食品药品质量提升 (0.44) have one topic
_NEAR_HEADING_SHARE = 0.2  # a title changed in a clause whose text corresponds
_REPEATED_SHARE = 0.6  # wording already carried elsewhere serves again only where it is most of a sentence
_CROSS_SHARE = 0.8  # a heading from a body sentence or the other way round: nearly all of both
_NEARNESS = 0.5  # how much a corresponding clause adds to a pair's weight when several compete
_SET_PHRASE = 0.2  # what is left of the weight of wording inside a set phrase
_SMOOTHING = 200  # sentences thought to stand behind the two plans, so that weights hold for short ones
_COMMON = 64  # base sentences a trigram may stand in and still lead to candidates
_CANDIDATES = 8  # base sentences looked at for each target sentence

_GROUPS = {
    SentenceKind.HEADING: "heading",
    SentenceKind.BODY: "body",
    SentenceKind.CELL: "cell",
    SentenceKind.DUTY: "duty",
}


@dataclass(frozen=True, slots=True)
class _Pair:
    """A base and a target sentence with the stretches of letters that they share."""

    base: int
    target: int
    stretches: tuple[Stretch, ...]
    weight: float
    near: float = 0.0


def align(base: PlanForm, target: PlanForm) -> tuple[Match, ...]:
    """Return the matches of `target` with `base`, by target, then base.

    Sentences are matched by the distinctive wording that they share, helped by the clauses they stand in. A target
    sentence has a second source only for wording that the first does not explain. Furniture takes no part; duties match
    only duties, and only in clauses that correspond. A match out of the common order is moved. Its score is the weight of
    the wording that it explains, over the geometric mean of the two sentences' weights: 1 for the same wording.
    """
    aligner = _Aligner(base, target)
    found = aligner.run()
    moved = _moved(base, target, found)
    return tuple(
        Match(b, t, (b, t) in moved, score) for (b, t), score in sorted(found.items(), key=lambda m: m[0][::-1])
    )


class _Aligner:
    """The work of one alignment: what is matched so far, and which letters of each sentence are spoken for."""

    def __init__(self, base: PlanForm, target: PlanForm) -> None:
        self.base, self.target = base, target
        self.weights = _bigram_weights(base, target)
        self.base_sums = [self._sums(text) for text in base.letters]
        self.target_sums = [self._sums(text) for text in target.letters]
        self.scores: dict[tuple[int, int], float] = {}
        self.base_taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.target_taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.clauses: Counter[tuple[int, int]] = Counter()

    def run(self) -> dict[tuple[int, int], float]:
        """Return the score of every match, by (base sentence, target sentence)."""
        for b, t in _exact_pairs(self.base, self.target):
            size = len(self.base.letters[b])
            self._accept(b, t, [Stretch(0, 0, size)] if size else [], self.base_sums[b][-1])
        pairs = [pair for t in self._open_targets() for pair in self._pairs(t)]
        for pair in self._leading(pairs):
            self.clauses[self._clauses_of(pair.base, pair.target)] += 1
        for pair in sorted((self._with_nearness(p) for p in pairs), key=lambda p: (-p.near, p.target, p.base)):
            self._consider(pair)
        self._match_titles()
        return self.scores

    def _sums(self, text: str) -> list[float]:
        """Return prefix sums of the weights of the bigrams of `text`: sums[k] covers those that begin before k."""
        weights = [self.weights[text[k : k + 2]] for k in range(len(text) - 1)]
        for phrase in _set_phrases().finditer(text):
            for k in range(phrase.start(), phrase.end() - 1):
                weights[k] *= _SET_PHRASE
        return list(accumulate(weights, initial=0.0))

    def _weight(self, sums: list[float], start: int, size: int) -> float:
        return sums[start + size - 1] - sums[start] if size > 1 else 0.0

    def _open_targets(self) -> Iterator[int]:
        matched = {t for _, t in self.scores}
        return (t for t in self.target.plan.aligned() if t not in matched and self.target.letters[t])

    def _pairs(self, target: int) -> list[_Pair]:
        pairs = []
        for base in self._index.candidates(self.target.letters[target]):
            stretches = [
                s for s in shared_stretches(self.base.letters[base], self.target.letters[target]) if s.size > 1
            ]
            weight = sum(self._weight(self.target_sums[target], s.target, s.size) for s in stretches)
            if weight > 0 and self._comparable(base, target, weight):
                pairs.append(_Pair(base, target, tuple(stretches), weight))
        return pairs

    @property
    def _index(self) -> _Index:
        if not hasattr(self, "_index_made"):
            self._index_made = _Index(self.base, self.weights)
        return self._index_made

    def _comparable(self, base: int, target: int, weight: float) -> bool:
        """Return whether the two kinds of sentence may match: like with like, or nearly the same wording."""
        ours, theirs = (_GROUPS[p.plan.sentences[k].kind] for p, k in ((self.base, base), (self.target, target)))
        if ours == theirs:
            return True
        if "duty" in (ours, theirs):
            return False
        return weight >= _CROSS_SHARE * max(self.base_sums[base][-1], self.target_sums[target][-1])

    def _leading(self, pairs: Iterable[_Pair]) -> Iterator[_Pair]:
        """Yield each target sentence's heaviest pair where it is evidence by itself: these say which clauses correspond."""
        heaviest: dict[int, _Pair] = {}
        for pair in pairs:
            if pair.target not in heaviest or pair.weight > heaviest[pair.target].weight:
                heaviest[pair.target] = pair
        return (p for p in heaviest.values() if self._is_evidence(p, p.weight, list(p.stretches), near=False))

    def _clauses_of(self, base: int, target: int) -> tuple[int, int]:
        return self.base.plan.sentences[base].clause, self.target.plan.sentences[target].clause

    def _nearness(self, base: int, target: int) -> float:
        """Return 1 where the two clauses correspond already, 0.5 where those above them do, else 0."""
        ours, theirs = self._clauses_of(base, target)
        if self.clauses[ours, theirs]:
            return 1.0
        above = self.base.plan.clauses[ours].parent, self.target.plan.clauses[theirs].parent
        return 0.5 if None not in above and self.clauses[above] else 0.0  # type: ignore[index]

    def _with_nearness(self, pair: _Pair) -> _Pair:
        near = pair.weight * (1 + _NEARNESS * self._nearness(pair.base, pair.target))
        return _Pair(pair.base, pair.target, pair.stretches, pair.weight, near)

    def _consider(self, pair: _Pair) -> None:
        """Accept the pair if the wording it alone explains is evidence enough."""
        new_here = _without(pair.stretches, self.target_taken[pair.target], on_base=False)
        unused = _without(new_here, self.base_taken[pair.base], on_base=True)
        weight, fresh = self._total(pair.target, new_here), self._total(pair.target, unused)
        near = self._nearness(pair.base, pair.target) == 1.0
        if self._is_evidence(pair, fresh, unused, near=near) or (
            weight >= _REPEATED_SHARE * self.target_sums[pair.target][-1]
            and self._is_evidence(pair, weight, new_here, near=near)
        ):
            self._accept(pair.base, pair.target, new_here, weight)

    def _total(self, target: int, stretches: Iterable[Stretch]) -> float:
        return sum(self._weight(self.target_sums[target], s.target, s.size) for s in stretches)

    def _is_evidence(self, pair: _Pair, weight: float, stretches: list[Stretch], *, near: bool) -> bool:
        """Return whether `stretches`, of that weight, say that the target sentence was written from the base sentence."""
        ours, theirs = self.base_sums[pair.base][-1], self.target_sums[pair.target][-1]
        if not weight or not min(ours, theirs):
            return False
        share = weight / min(ours, theirs)
        kind = self.target.plan.sentences[pair.target].kind
        if kind is SentenceKind.HEADING:  # of both: 主要目标 is not 指导思想和主要目标
            return weight / math.sqrt(ours * theirs) >= (_NEAR_HEADING_SHARE if near else _HEADING_SHARE)
        if kind is SentenceKind.DUTY or (kind is SentenceKind.CELL and weight < _DISTINCT):
            return near and share >= _SHARE
        sizes = [(self._weight(self.target_sums[pair.target], s.target, s.size), s.size) for s in stretches]
        longest = max(sizes)[0]
        return (
            longest >= _DISTINCT
            or any(w >= _LONG_DISTINCT and size >= _LONG for w, size in sizes)
            or (share >= _SHARE and weight >= min(_SHARE_WEIGHT, 0.9 * min(ours, theirs)))
            or (near and longest >= _NEAR_DISTINCT and share >= _NEAR_SHARE)
        )

    def _accept(self, base: int, target: int, stretches: Iterable[Stretch], weight: float) -> None:
        whole = math.sqrt(self.base_sums[base][-1] * self.target_sums[target][-1])
        self.scores[base, target] = round(min(1.0, weight / whole), 4) if whole else 1.0
        self.clauses[self._clauses_of(base, target)] += 1
        for s in stretches:
            self.base_taken[base].append((s.base, s.base + s.size))
            self.target_taken[target].append((s.target, s.target + s.size))

    def _match_titles(self) -> None:
        """Match the two titles: they name the same thing whatever their wording."""
        ours, theirs = (_title(p) for p in (self.base, self.target))
        if ours is None or theirs is None:
            return
        if any(b == ours or t == theirs for b, t in self.scores):
            return
        stretches = [s for s in shared_stretches(self.base.letters[ours], self.target.letters[theirs]) if s.size > 1]
        self._accept(ours, theirs, stretches, self._total(theirs, stretches))


class _Index:
    """The base's sentences by their trigrams: an inverted index, so that no target sentence meets all of them."""

    def __init__(self, base: PlanForm, weights: defaultdict[str, float]) -> None:
        self._weights = weights
        self._places: dict[str, list[int]] = defaultdict(list)
        for k in base.plan.aligned():
            for gram in dict.fromkeys(_grams(base.letters[k])):
                self._places[gram].append(k)

    def candidates(self, letters: str) -> list[int]:
        """Return the base sentences that share most with `letters`, by weight, at most `_CANDIDATES`."""
        shared: defaultdict[int, float] = defaultdict(float)
        for gram in dict.fromkeys(_grams(letters)):
            places = self._places.get(gram, ())
            if len(places) <= _COMMON:
                weight = self._weights[gram[:2]] + self._weights[gram[1:3]]
                for k in places:
                    shared[k] += weight
        ranked = sorted(shared.items(), key=lambda item: (-item[1], item[0]))
        return [k for k, _ in ranked[:_CANDIDATES]]


@cache
def _set_phrases() -> re.Pattern[str]:
    """Return the pattern of the phrases that stand all over such plans (resources/set_phrases.txt), longest first."""
    lines = resource("set_phrases.txt").read_text(encoding="utf-8").splitlines()
    phrases = sorted((p for p in lines if p and not p.startswith("#")), key=lambda p: (-len(p), p))
    return re.compile("|".join(map(re.escape, phrases)))


def _grams(letters: str) -> list[str]:
    return [letters[k : k + 3] for k in range(max(1, len(letters) - 2))] if letters else []


def _bigram_weights(base: PlanForm, target: PlanForm) -> defaultdict[str, float]:
    """Return how much each bigram proves: the log of how rare it is among the sentences of both plans."""
    seen: Counter[str] = Counter()
    for form in (base, target):
        for k in form.plan.aligned():
            text = form.letters[k]
            seen.update({text[i : i + 2] for i in range(len(text) - 1)})
    total = len(base.letters) + len(target.letters) + _SMOOTHING
    return defaultdict(float, {gram: math.log(total / (1 + count)) for gram, count in seen.items()})


def _exact_pairs(base: PlanForm, target: PlanForm) -> Iterator[tuple[int, int]]:
    """Yield the sentences that stand equally often in both plans, the first with the first and so on."""
    ours, theirs = (_by_wording(form) for form in (base, target))
    for wording, places in ours.items():
        if len(places) == len(theirs.get(wording, ())):
            yield from zip(places, theirs[wording], strict=True)


def _by_wording(form: PlanForm) -> dict[tuple[str, str, str], list[int]]:
    places: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for k in form.plan.aligned():
        places[_GROUPS[form.plan.sentences[k].kind], form.letters[k] or form.whole(k), _row_topic(form, k)].append(k)
    return places


def _row_topic(form: PlanForm, sentence: int) -> str:
    """Return the longest cell of the table row that a cell stands in: 95% and 预期性 mean nothing without it."""
    if form.plan.sentences[sentence].kind is not SentenceKind.CELL:
        return ""
    row = form.plan.clauses[form.plan.sentences[sentence].clause].sentences
    return max((form.letters[k] for k in row), key=len)


def _without(stretches: Iterable[Stretch], taken: list[tuple[int, int]], *, on_base: bool) -> list[Stretch]:
    """Return what remains of `stretches` outside the `taken` places of the base or of the target sentence."""
    left: list[Stretch] = []
    for s in stretches:
        pieces = [(0, s.size)]
        origin = s.base if on_base else s.target
        for start, end in taken:
            low, high = start - origin, end - origin
            pieces = [p for a, b in pieces for p in ((a, min(b, low)), (max(a, high), b)) if p[0] < p[1]]
        left += [Stretch(s.base + a, s.target + a, b - a) for a, b in pieces if b - a > 1]
    return left


def _title(form: PlanForm) -> int | None:
    for clause in form.plan.clauses:
        if clause.kind is ClauseKind.TITLE:
            return clause.sentences.start
    return None


def _moved(base: PlanForm, target: PlanForm, found: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the matches outside the heaviest common order of the two plans; duties move with their clause, never alone."""
    pairs = sorted(((t, b) for b, t in found if target.plan.sentences[t].kind is not SentenceKind.DUTY))
    weights = [min(len(base.letters[b]), len(target.letters[t])) + 1 for t, b in pairs]
    # Two sources of one sentence, or two sentences of one source, keep order: ranks rise with base, then target.
    order = {pair: rank for rank, pair in enumerate(sorted((b, t) for t, b in pairs))}
    in_order = set(longest_rising([order[b, t] for t, b in pairs], weights))
    return {(b, t) for k, (t, b) in enumerate(pairs) if k not in in_order}
