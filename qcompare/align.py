"""Two plans → matches: which target sentence was written from which base sentences."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from qcompare.candidates import Candidates
from qcompare.evidence import Evidence
from qcompare.forms import PlanForm
from qcompare.model import ClauseKind, Match, SentenceKind
from qcompare.stretches import Stretch, longest_rising, shared_stretches

# A pair's evidence is the weight of the wording it shares: rare bigrams weigh up to about 6, those of set phrases little.
# The cases named set the bars; they stand in tests/cases/align.json.
_SHARE = 0.34  # of the shorter sentence, shared: 落实首台（套）…政策 from 落實首臺(套)…制度 stays below once its own source is taken
_SHARE_WEIGHT = 14.0  # …and at least this much of it: 加强组织领导 alone proves nothing
_DISTINCT = 26.0  # one stretch alone: 达标合格证制度 (7 characters, 28)
_LONG = 8  # letters of one stretch that, with…
_LONG_DISTINCT = 18.0  # …this weight, is evidence: 营商环境综合示范区 (21.7) where 营商环境 is in every sentence
_LONG_SHARE = 0.15  # …and so much of both sentences: 区一业一证改革工作 in a plan about nothing else is no evidence
_NEAR_SHARE = 0.16  # in clauses that correspond already: 推广服务认证… from 推廣服務認證 (0.18)
_NEAR_DISTINCT = 15.0  # …with 一站式服务 (17.7)
_HEADING_SHARE = 0.40  # of both: 6.实施食品药品质量安全提升工程 and ——加快推动食品药品质量提升 (0.44) have one topic
_NEAR_HEADING_SHARE = 0.2  # a title changed in a clause whose text corresponds
_REPEATED_SHARE = 0.6  # wording already carried elsewhere serves again only where it is most of a sentence
_CROSS_SHARE = 0.8  # a heading from a body sentence or the other way round: nearly all of both
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
        self.evidence = Evidence(base, target)
        self.candidates = Candidates(base, self.evidence.weights)
        self.scores: dict[tuple[int, int], float] = {}
        self.base_taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.target_taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.clauses: Counter[tuple[int, int]] = Counter()
        self.partners: dict[int, set[int]] = defaultdict(set)
        self.leading: set[tuple[int, int]] = set()
        self.known_pairs: dict[tuple[int, int], _Pair | None] = {}

    def run(self) -> dict[tuple[int, int], float]:
        """Return the score of every match, by (base sentence, target sentence).

        What stands once in each plan says which clauses correspond; then what stands several times is told apart by
        that; then all that shares distinctive wording, the strongest first.
        """
        repeated = self._match_unique()
        waiting = {t for _, theirs in repeated for t in theirs}
        for pair in self._leading(t for t in self._open_targets() if t not in waiting):
            self.leading.add((pair.base, pair.target))
            self._relate(pair.base, pair.target)
        for ours, theirs in sorted(repeated, key=lambda group: self._is_duty(group[1][0])):
            self._match_repeated(ours, theirs)
        pairs = [self._with_nearness(pair) for t in self._open_targets() for pair in self._pairs(t)]
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
                self._accept_whole(places[0], others[0])
            elif others:
                repeated.append((places, others))
        return repeated

    def _match_repeated(self, ours: list[int], theirs: list[int]) -> None:
        """Match sentences of one wording with each other, in order, by their clauses and neighbours."""
        if len(ours) * len(theirs) <= _FULL_ASSIGNMENT:
            for b, t in _assignment(ours, theirs, self._affinity):
                self._accept_whole(b, t)
            return
        free = dict.fromkeys(ours)
        late = []
        for t in theirs:
            home = next((b for b in self._copies_near(ours, t) if b in free), None)
            if home is None:
                late.append(t)
            else:
                del free[home]
                self._accept_whole(home, t)
        if not self._is_duty(theirs[0]):
            for b, t in zip(free, late, strict=False):
                self._accept_whole(b, t)

    def _copies_near(self, copies: Sequence[int], target: int) -> list[int]:
        """Return those of the base sentences `copies`, of one wording, whose clause corresponds to the target's."""
        wording = self.base.letters[copies[0]]
        clauses = sorted(self.partners[self.target.plan.sentences[target].clause])
        sentences = (k for clause in clauses for k in self.base.plan.clauses[clause].sentences)
        return [k for k in sentences if self.base.letters[k] == wording and self._nearness(k, target) == 1]

    def _affinity(self, base: int, target: int) -> float:
        """Return how well two sentences of one wording suit each other by their places; 0 where they must not match."""
        near = self._nearness(base, target)
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
        return sorted(set(around), key=lambda b: (-self._nearness(b, target), abs(b - target), b))[:_COPIES]

    def _pair(self, base: int, target: int) -> _Pair | None:
        if (base, target) not in self.known_pairs:
            shared = shared_stretches(self.base.letters[base], self.target.letters[target])
            stretches = tuple(s for s in shared if s.size > 1)
            weight = self.evidence.of_stretches(base, target, stretches)
            usable = weight > 0 and self._comparable(base, target, weight)
            self.known_pairs[base, target] = _Pair(base, target, stretches, weight) if usable else None
        return self.known_pairs[base, target]

    def _comparable(self, base: int, target: int, weight: float) -> bool:
        """Return whether the two kinds of sentence may match: like with like, or nearly the same wording."""
        ours, theirs = (_group(form, k) for form, k in ((self.base, base), (self.target, target)))
        if ours == theirs:
            return True
        if "duty" in (ours, theirs):
            return False
        return weight >= _CROSS_SHARE * max(self.evidence.of_base(base), self.evidence.of_target(target))

    def _leading(self, targets: Iterable[int]) -> Iterator[_Pair]:
        """Yield each target's heaviest pair where it is evidence by itself and its base wording stands once."""
        for t in targets:
            copies = [c for c in self.candidates.of(self.target.letters[t]) if len(c) == 1]
            pairs = [pair for (b,) in copies if (pair := self._pair(b, t))]
            best = max(pairs, key=lambda p: (p.weight, -p.base), default=None)
            if best and self._is_evidence(best, best.weight, best.stretches, near=False):
                yield best

    def _relate(self, base: int, target: int) -> None:
        """Take note that the clauses of the two sentences correspond."""
        ours, theirs = self._clauses_of(base, target)
        self.clauses[ours, theirs] += 1
        self.partners[theirs].add(ours)

    def _clauses_of(self, base: int, target: int) -> tuple[int, int]:
        return self.base.plan.sentences[base].clause, self.target.plan.sentences[target].clause

    def _nearness(self, base: int, target: int) -> float:
        """Return 1 where other sentences of the two clauses correspond, 0.5 where the clauses above them do, else 0."""
        ours, theirs = self._clauses_of(base, target)
        if self.clauses[ours, theirs] > ((base, target) in self.leading):
            return 1.0
        above = self.base.plan.clauses[ours].parent, self.target.plan.clauses[theirs].parent
        return 0.5 if None not in above and self.clauses[above] else 0.0  # type: ignore[index]

    def _same_slot(self, base: int, target: int) -> bool:
        """Return whether two headings have one number under clauses that correspond: （一） and （一） of one part."""
        ours, theirs = self._clauses_of(base, target)
        one, other = self.base.plan.clauses[ours], self.target.plan.clauses[theirs]
        numbers = ["".join(filter(str.isalnum, clause.marker)) for clause in (one, other)]
        return one.kind is other.kind and numbers[0] == numbers[1] != "" and self._nearness(base, target) > 0

    def _with_nearness(self, pair: _Pair) -> _Pair:
        near = pair.weight * (1 + _NEARNESS * self._nearness(pair.base, pair.target))
        return _Pair(pair.base, pair.target, pair.stretches, pair.weight, near)

    def _consider(self, pair: _Pair) -> None:
        """Accept the pair if the wording it alone explains is evidence enough."""
        new_here = _without(pair.stretches, self.target_taken[pair.target], on_base=False)
        unused = _without(new_here, self.base_taken[pair.base], on_base=True)
        weight, fresh = (self.evidence.of_stretches(pair.base, pair.target, s) for s in (new_here, unused))
        near = self._nearness(pair.base, pair.target) == 1.0
        if self._is_evidence(pair, fresh, unused, near=near) or (
            weight >= _REPEATED_SHARE * self.evidence.of_target(pair.target)
            and self._is_evidence(pair, weight, new_here, near=near)
        ):
            self._accept(pair.base, pair.target, new_here, weight)

    def _is_evidence(self, pair: _Pair, weight: float, stretches: Iterable[Stretch], *, near: bool) -> bool:
        """Return whether `stretches`, of that weight, say that the target sentence was written from the base sentence."""
        ours, theirs = self.evidence.of_base(pair.base), self.evidence.of_target(pair.target)
        if not weight or not min(ours, theirs):
            return False
        share = weight / min(ours, theirs)
        kind = self.target.plan.sentences[pair.target].kind
        if kind is SentenceKind.HEADING:  # of both: 主要目标 is not 指导思想和主要目标
            same_slot = near or self._same_slot(pair.base, pair.target)
            return weight / math.sqrt(ours * theirs) >= (_NEAR_HEADING_SHARE if same_slot else _HEADING_SHARE)
        if kind is SentenceKind.DUTY or (kind is SentenceKind.CELL and weight < _DISTINCT):
            return near and share >= _SHARE
        sizes = [(self.evidence.of_stretch(pair.base, pair.target, s), s.size) for s in stretches]
        longest = max(sizes)[0]
        long = any(w >= _LONG_DISTINCT and size >= _LONG for w, size in sizes)
        return (
            longest >= _DISTINCT
            or (long and weight >= _LONG_SHARE * math.sqrt(ours * theirs))
            or (share >= _SHARE and weight >= min(_SHARE_WEIGHT, 0.9 * min(ours, theirs)))
            or (near and longest >= _NEAR_DISTINCT and share >= _NEAR_SHARE)
        )

    def _accept_whole(self, base: int, target: int) -> None:
        size = len(self.base.letters[base])
        self._accept(base, target, [Stretch(0, 0, size)] if size else [], self.evidence.of_base(base))

    def _accept(self, base: int, target: int, stretches: Iterable[Stretch], weight: float) -> None:
        whole = math.sqrt(self.evidence.of_base(base) * self.evidence.of_target(target))
        self.scores[base, target] = round(min(1.0, weight / whole), 4) if whole else 1.0
        self._relate(base, target)
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
        shared = shared_stretches(self.base.letters[ours], self.target.letters[theirs])
        weight = self.evidence.of_stretches(ours, theirs, shared)
        if weight:
            self._accept(ours, theirs, shared, weight)


def _assignment(
    ours: Sequence[int], theirs: Sequence[int], affinity: Callable[[int, int], float]
) -> list[tuple[int, int]]:
    """Return the pairs, in order on both sides, whose affinities have the greatest sum; earlier places win ties."""
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i in range(len(ours) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            paired = affinity(ours[i], theirs[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + paired if paired else 0.0)
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        paired = affinity(ours[i], theirs[j])
        if paired and best[i][j] == best[i + 1][j + 1] + paired:
            pairs.append((ours[i], theirs[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


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


def _moved(base: PlanForm, target: PlanForm, found: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the matches outside the heaviest common order of the two plans.

    A heading weighs as much as all that stands under it: where a clause goes to another section, the clause has moved,
    not the section's title. Duties move with their clause, never alone.
    """
    pairs = sorted((t, b) for b, t in found if target.plan.sentences[t].kind is not SentenceKind.DUTY)
    under = _letters_under(target)
    weights = [min(len(base.letters[b]), len(target.letters[t])) + 1 + under.get(t, 0) for t, b in pairs]
    # Two sources of one sentence, or two sentences of one source, keep order: ranks rise with base, then target.
    order = {pair: rank for rank, pair in enumerate(sorted((b, t) for t, b in pairs))}
    in_order = set(longest_rising([order[b, t] for t, b in pairs], weights))
    return {(b, t) for k, (t, b) in enumerate(pairs) if k not in in_order}


def _letters_under(form: PlanForm) -> dict[int, int]:
    """Return for the first sentence of each clause how many letters the clauses below it have."""
    letters = [sum(len(form.letters[k]) for k in clause.sentences) for clause in form.plan.clauses]
    below = [0] * len(letters)
    for k in range(len(letters) - 1, -1, -1):
        parent = form.plan.clauses[k].parent
        if parent is not None:
            below[parent] += letters[k] + below[k]
    return {c.sentences.start: n for c, n in zip(form.plan.clauses, below, strict=True) if n}
