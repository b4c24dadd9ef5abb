"""Two plans → matches: which target sentence was written from which base sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qcompare.candidates import Candidates
from qcompare.confidence import Signs, confidence
from qcompare.copies import pair_in_order
from qcompare.evidence import Evidence
from qcompare.forms import PlanForm
from qcompare.model import LIKELY, ClauseKind, Match, Ruling, SentenceKind
from qcompare.moves import moved_pairs
from qcompare.nearness import Nearness
from qcompare.stretches import Stretch, shared_stretches

_REPEATED_SHARE = 0.6  # wording already carried elsewhere serves again only where it is most of a sentence
_LIST_SHARE = 0.34  # of the shorter list of units, or of a table's cell, in clauses that correspond
_DISTINCT_CELL = 26.0  # nats: a cell that says this much needs no corresponding row: 制造业质量竞争力指数 (33)
_DISTINCT = 28.0  # nats: one stretch that is a source by itself in a corresponding clause: 开展消费品质量提升行动 (36)
_NEARNESS = 0.5  # how much a corresponding clause adds to a pair's weight when several compete
_COPIES = 3  # sentences looked at of each base wording that stands several times
_FULL_ASSIGNMENT = 100_000  # copies in the base × in the target up to which every order-keeping assignment is weighed

_GROUPS = {
    SentenceKind.HEADING: "heading",
    SentenceKind.BODY: "body",
    SentenceKind.CELL: "cell",
    SentenceKind.DUTY: "duty",
}


@dataclass(frozen=True, slots=True)
class _Pair:
    """A base and a target sentence with the stretches of letters that they share, in one order, and what these weigh.

    `common` is what the words weigh that both have, in any order; `place` that of the pair by it among those of either
    sentence, the two places multiplied.
    """

    base: int
    target: int
    stretches: tuple[Stretch, ...]
    weight: float
    common: float
    near: float = 0.0
    place: int = 1


def align(base: PlanForm, target: PlanForm, rulings: Sequence[Ruling] = ()) -> tuple[Match, ...]:
    """Return the matches of `target` with `base`, by target, then base.

    Sentences are matched by the distinctive wording that they share, helped by the clauses they stand in. A target
    sentence has a second source only for wording that the first does not explain. Furniture takes no part; duties match
    only duties, and only in clauses that correspond. A match out of the common order is moved. Its score is the
    `confidence` that it is right: 1 for wording that stands once in each plan. `rulings` win over all this, and change
    nothing but the pairs they speak of: a match confirmed keeps its score, one that a person made has 1.
    """
    found = Aligner(base, target).run()
    decided = {(r.base, r.target): r.holds for r in rulings}
    found = {pair: score for pair, score in found.items() if decided.get(pair, True)}
    found |= {pair: found.get(pair, 1.0) for pair, holds in decided.items() if holds}
    moved = moved_pairs(base, target, found)
    return tuple(
        Match(b, t, (b, t) in moved, score, "person" if (b, t) in decided else "program")
        for (b, t), score in sorted(found.items(), key=lambda m: m[0][::-1])
    )


class Aligner:
    """The work of one alignment: what is matched so far, and which letters of each sentence are spoken for."""

    def __init__(self, base: PlanForm, target: PlanForm) -> None:
        self.base, self.target = base, target
        self.evidence = Evidence(base, target)
        self.candidates = Candidates(base, self.evidence.weights)
        self.nearness = Nearness(base, target)
        self.scores: dict[tuple[int, int], float] = {}
        self.base_taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.target_taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.kinship = 0.0
        self.known_pairs: dict[tuple[int, int], _Pair | None] = {}

    def run(self) -> dict[tuple[int, int], float]:
        """Return the score of every match, by (base sentence, target sentence).

        What stands once in each plan says which clauses correspond; then what stands several times is told apart by
        that; then all that shares distinctive wording, the strongest first.
        """
        repeated = self._match_unique()
        self.kinship = len(self.scores) / max(1, len(self.target.plan.aligned()))
        waiting = {t for _, theirs in repeated for t in theirs}
        for pair in self._leading(t for t in self._open_targets() if t not in waiting):
            self.nearness.relate(pair.base, pair.target, leading=True)
        for ours, theirs in sorted(repeated, key=lambda group: self._is_duty(group[1][0])):
            self._match_repeated(ours, theirs)
        pairs = [self._with_nearness(pair) for pair in self._placed(self._open_targets())]
        for pair in sorted(pairs, key=lambda p: (-p.near, p.target, p.base)):
            self._consider(pair)
        self._match_titles()
        return self.scores

    def _match_unique(self) -> list[tuple[list[int], list[int]]]:
        """Match the wording that stands once in each plan; return the sentences of each wording that both have oftener."""
        ours, theirs = (_by_wording(form) for form in (self.base, self.target))
        repeated = []
        for wording, places in ours.items():
            others = theirs.get(wording, [])
            if len(places) == len(others) == 1 and not self._is_duty(others[0]):
                self._accept_whole(places[0], others[0], 1)
            elif others:
                repeated.append((places, others))
        return repeated

    def _match_repeated(self, ours: list[int], theirs: list[int]) -> None:
        """Match sentences of one wording with each other, in order, by their clauses and neighbours."""
        copies = max(len(ours), len(theirs))
        if len(ours) * len(theirs) <= _FULL_ASSIGNMENT:
            for b, t in pair_in_order(ours, theirs, self._affinity):
                self._accept_whole(b, t, copies)
            return
        free = dict.fromkeys(ours)
        late = []
        for t in theirs:
            home = next((b for b in self._copies_near(ours, t) if b in free), None)
            if home is None:
                late.append(t)
            else:
                del free[home]
                self._accept_whole(home, t, copies)
        if not self._is_duty(theirs[0]):
            for b, t in zip(free, late, strict=False):
                self._accept_whole(b, t, copies)

    def _copies_near(self, copies: Sequence[int], target: int) -> list[int]:
        """Return those of the base sentences `copies`, of one wording, whose clause corresponds to the target's."""
        wording = self.base.letters[copies[0]]
        partners = self.nearness.partners(target)
        return [k for k in partners if self.base.letters[k] == wording and self.nearness.of(k, target) == 1]

    def _affinity(self, base: int, target: int) -> float:
        """Return how well two sentences of one wording suit each other by their places; 0 where they must not match."""
        near = self.nearness.of(base, target)
        if self._is_duty(target) and near < 1 and not self._is_bare(base):
            return 0.0
        beside = sum((base + step, target + step) in self.scores for step in (-1, 1))
        return 4 + 2 * near + beside  # first as many as can be, then in place

    def _is_duty(self, target: int) -> bool:
        return self.target.plan.sentences[target].kind is SentenceKind.DUTY

    def _is_bare(self, base: int) -> bool:
        """Return whether the clause of a base sentence holds nothing but duties: nothing else can say what it belongs to."""
        plan = self.base.plan
        clause = plan.clauses[plan.sentences[base].clause]
        return all(plan.sentences[k].kind is SentenceKind.DUTY for k in clause.sentences)

    def _open_targets(self) -> list[int]:
        matched = {t for _, t in self.scores}
        return [t for t in self.target.plan.aligned() if t not in matched and self.target.letters[t]]

    def _placed(self, targets: Iterable[int]) -> list[_Pair]:
        """Return each target sentence's pairs with their places among those of either sentence."""
        pairs = [pair for t in targets for pair in self._pairs(t)]
        ours, theirs = _places((p.base, p.common) for p in pairs), _places((p.target, p.common) for p in pairs)
        return [replace(p, place=ours[p.base, p.common] * theirs[p.target, p.common]) for p in pairs]

    def _pairs(self, target: int) -> list[_Pair]:
        """Return the target sentence with each base sentence that it shares wording with; few of those of one wording."""
        chosen = [b for copies in self.candidates.of(self.target.letters[target]) for b in self._suited(copies, target)]
        return [pair for b in chosen if (pair := self._pair(b, target))]

    def _suited(self, copies: Sequence[int], target: int) -> list[int]:
        """Return the few of the base sentences of one wording that suit the target best by their clauses and places."""
        if len(copies) <= 2 * _COPIES:
            around = list(copies)
        else:
            at = bisect_left(copies, target)
            around = [*copies[max(0, at - _COPIES) : at + _COPIES], *self._copies_near(copies, target)]
        return sorted(set(around), key=lambda b: (-self.nearness.of(b, target), abs(b - target), b))[:_COPIES]

    def _pair(self, base: int, target: int) -> _Pair | None:
        if (base, target) not in self.known_pairs:
            self.known_pairs[base, target] = self._new_pair(base, target)
        return self.known_pairs[base, target]

    def _new_pair(self, base: int, target: int) -> _Pair | None:
        kinds = self._kinds(base, target)
        if kinds[0] != kinds[1] and not {"duty", "title"}.isdisjoint(kinds):
            return None
        common = self.evidence.common(base, target)
        if not common:
            return None
        if not self._is_possible(base, target, common):
            return _Pair(base, target, (), 0.0, common)
        shared = shared_stretches(self.base.letters[base], self.target.letters[target])
        stretches = tuple(s for s in shared if s.size > 1)
        weight = self.evidence.of_stretches(base, target, stretches)
        return _Pair(base, target, stretches, weight, common) if weight > 0 else None

    def _is_possible(self, base: int, target: int, common: float) -> bool:
        """Return whether two sentences with so many words in common might match if all else spoke for it.

        Where they could not, the stretches that they share need not be looked for, which is the greater part of the work.
        """
        kinds = self._kinds(base, target)
        if common >= _DISTINCT or kinds[0] in ("cell", "duty", "title"):
            return True
        shorter, longer = self.evidence.words(base, target)
        is_heading = kinds == ("heading", "heading")
        best = Signs(common, common / shorter, common / longer, 1.0, same_slot=is_heading, kinship=self.kinship)
        return confidence(best) >= LIKELY

    def _kinds(self, base: int, target: int) -> tuple[str, str]:
        return _group(self.base, base), _group(self.target, target)

    def _leading(self, targets: Iterable[int]) -> Iterator[_Pair]:
        """Yield each target's heaviest pair where it is likely by itself and its base wording stands once."""
        for t in targets:
            copies = [c for c in self.candidates.of(self.target.letters[t]) if len(c) == 1]
            pairs = [pair for (b,) in copies if (pair := self._pair(b, t))]
            best = max(pairs, key=lambda p: (p.weight, -p.base), default=None)
            if best and self._is_likely(best, self._signs(best, best.weight)):
                yield best

    def _with_nearness(self, pair: _Pair) -> _Pair:
        return replace(pair, near=pair.weight * (1 + _NEARNESS * self.nearness.of(pair.base, pair.target)))

    def _consider(self, pair: _Pair) -> None:
        """Accept the pair if the wording it alone explains is evidence enough."""
        new_here = _without(pair.stretches, self.target_taken[pair.target], on_base=False)
        weight = self.evidence.of_stretches(pair.base, pair.target, new_here)
        explained = new_here
        if weight < _REPEATED_SHARE * self.evidence.of_target(pair.target):
            explained = _without(new_here, self.base_taken[pair.base], on_base=True)
            weight = self.evidence.of_stretches(pair.base, pair.target, explained)
        signs = self._signs(pair, weight)
        if weight and (self._is_likely(pair, signs) or self._is_distinct(pair, signs, explained)):
            self._accept(pair.base, pair.target, new_here, max(confidence(signs), LIKELY))

    def _is_distinct(self, pair: _Pair, signs: Signs, stretches: Iterable[Stretch]) -> bool:
        """Return whether one stretch is a source by itself, however little of the sentence it is."""
        longest = max(self.evidence.of_stretch(pair.base, pair.target, s) for s in stretches)
        is_body = self.target.plan.sentences[pair.target].kind is SentenceKind.BODY
        return is_body and longest >= _DISTINCT and signs.near == 1 and not signs.other_kind

    def _signs(self, pair: _Pair, weight: float) -> Signs:
        kinds = self._kinds(pair.base, pair.target)
        shorter, longer = self.evidence.words(pair.base, pair.target)
        return Signs(
            weight,
            pair.common / shorter,
            pair.common / longer,
            self.nearness.of(pair.base, pair.target),
            same_slot=kinds == ("heading", "heading") and self.nearness.same_slot(pair.base, pair.target),
            other_kind=kinds[0] != kinds[1],
            place=pair.place,
            kinship=self.kinship,
        )

    def _is_likely(self, pair: _Pair, signs: Signs) -> bool:
        """Return whether the target sentence was rather written from the base sentence than not."""
        kind = self.target.plan.sentences[pair.target].kind
        if kind is SentenceKind.DUTY or (kind is SentenceKind.CELL and signs.weight < _DISTINCT_CELL):
            return signs.near == 1 and signs.shorter >= _LIST_SHARE
        return confidence(signs) >= LIKELY

    def _accept_whole(self, base: int, target: int, copies: int) -> None:
        """Match two sentences of one wording, which has so many `copies` in the plan that has more of them."""
        size = len(self.base.letters[base])
        signs = Signs(self.evidence.of_base(base), 1.0, 1.0, self.nearness.of(base, target), place=copies)
        score = 1.0 if copies == 1 else confidence(signs)
        self._accept(base, target, [Stretch(0, 0, size)] if size else [], score)

    def _accept(self, base: int, target: int, stretches: Iterable[Stretch], score: float) -> None:
        self.scores[base, target] = round(max(score, LIKELY), 4)
        self.nearness.relate(base, target)
        for s in stretches:
            self.base_taken[base].append((s.base, s.base + s.size))
            self.target_taken[target].append((s.target, s.target + s.size))

    def _match_titles(self) -> None:
        """Match the two titles where they share any wording: they name the same thing."""
        ours, theirs = (_title(p) for p in (self.base, self.target))
        if ours is None or theirs is None:
            return
        if any(b == ours or t == theirs for b, t in self.scores):
            return
        pair = self._pair(ours, theirs)
        if pair:
            signs = replace(self._signs(pair, pair.weight), near=1.0, same_slot=True)
            self._accept(ours, theirs, pair.stretches, confidence(signs))


def _places(weights: Iterable[tuple[int, float]]) -> dict[tuple[int, float], int]:
    """Return the place, from 1, of each weight among those of its sentence, the greatest first; equal ones have one place."""
    by_sentence: dict[int, Counter[float]] = defaultdict(Counter)
    for sentence, weight in weights:
        by_sentence[sentence][weight] += 1
    places: dict[tuple[int, float], int] = {}
    for sentence, found in by_sentence.items():
        place = 1
        for weight in sorted(found, reverse=True):
            places[sentence, weight] = place
            place += found[weight]
    return places


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


def _group(form: PlanForm, sentence: int) -> str:
    """Return what kind of sentence it is: like matches like, and a title names the whole plan, no section of it."""
    found = form.plan.sentences[sentence]
    is_title = form.plan.clauses[found.clause].kind is ClauseKind.TITLE
    return "title" if is_title else _GROUPS[found.kind]


def _title(form: PlanForm) -> int | None:
    for clause in form.plan.clauses:
        if clause.kind is ClauseKind.TITLE:
            return clause.sentences.start
    return None
