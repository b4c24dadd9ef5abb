"""One target's matches looked up by either sentence, and the one wording of splits, merges and moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from qcompare.citing import base_word, cited_clause, cited_sentence, percent
from qcompare.marks import DOUBTFUL_WORD, REORDERED_WORD
from qcompare.model import STRENGTH, Alignment, Collation, Edit, Match, Plan, RowKind
from qcompare.reorder import reordered


def links_of(collation: Collation, target: int) -> Links:
    """Return the matches of a target with the plan that it is compared with."""
    return Links(collation.base_of(target), collation.targets[target], base_word(collation, target))


class Links:
    """The matches of one target; `word` is what to call the plan that it is compared with, the base."""

    def __init__(self, base: Plan, alignment: Alignment, word: str = "基准") -> None:
        self.base, self.alignment, self.plan, self._word = base, alignment, alignment.plan, word
        self._dropped = frozenset(alignment.dropped)
        self._moved = frozenset(match.base for match in alignment.matches if match.moved)
        self._by_base: dict[int, list[Match]] = {}
        self._by_target: dict[int, list[Match]] = {}
        self._steady = {self._clauses(match) for match in alignment.matches if not match.moved}
        self._sources = {edit.target.start: edit.base.start for edit in alignment.wording if edit.base is not None}
        self._shifted = self._with_shifted_words()
        for match in alignment.matches:
            self._by_base.setdefault(match.base, []).append(match)
            self._by_target.setdefault(match.target, []).append(match)

    def _with_shifted_words(self) -> frozenset[int]:
        """Return the target sentences whose words stand in another order than in their source."""
        edits: dict[int, list[Edit]] = {}
        for edit in self.alignment.wording:
            edits.setdefault(self.plan.sentence_at(edit.target.start), []).append(edit)
        return frozenset(k for k, own in edits.items() if len(own) > 1 and reordered(self.base, own))

    def _clauses(self, match: Match) -> tuple[int, int]:
        return self.plan.sentences[match.target].clause, self.base.sentences[match.base].clause

    def targets(self, base: int) -> list[int]:
        """Return the target sentences written from a base sentence."""
        return [match.target for match in self._by_base.get(base, ())]

    def bases(self, target: int) -> list[int]:
        """Return the base sentences a target sentence takes from."""
        return [match.base for match in self._by_target.get(target, ())]

    def matches(self, target: int) -> tuple[Match, ...]:
        """Return the matches of a target sentence, in the base's order."""
        return tuple(self._by_target.get(target, ()))

    def by_person(self, bases: Iterable[int], targets: Iterable[int]) -> bool:
        """Whether a person ruled on a match of any of these sentences."""
        if not self.alignment.rulings:
            return False
        ours, theirs = set(bases), set(targets)
        return any(r.base in ours or r.target in theirs for r in self.alignment.rulings)

    def dropped(self, base: int) -> bool:
        """Whether a base sentence has no match (未承接)."""
        return base in self._dropped

    def has_moved(self, base: int) -> bool:
        """Whether a base sentence has a match out of order."""
        return base in self._moved

    def moved_bases(self, target: int) -> list[int]:
        """Return the base sentences that a target sentence takes from out of order."""
        return [match.base for match in self._by_target.get(target, ()) if match.moved]

    def origin(self, start: int) -> int:
        """Return the base sentence that the target's wording from `start` comes from; -1 where it is inserted."""
        source = self._sources.get(start)
        return -1 if source is None else self.base.sentence_at(source)

    def kind_of_base(self, sentence: int) -> RowKind:
        """Return what became of a base sentence: the strongest change among the target sentences written from it."""
        relations = [self.alignment.relations[t] for t in self.targets(sentence)]
        found = [r for r in relations if r is not None]
        if sentence in self._dropped or not found:
            return RowKind.DROPPED
        return RowKind(max(found, key=STRENGTH.index).value)

    def counts(self, bases: Iterable[int], targets: Iterable[int]) -> Counter[RowKind]:
        """Return how many of the target sentences are of each kind, and how many of the base's are 未承接."""
        said = Counter(self.kind_of_target(t) for t in targets)
        said[RowKind.DROPPED] += sum(map(self.dropped, bases))
        return said

    def kind_of_target(self, sentence: int) -> RowKind:
        """Return the relation of a target sentence as a kind."""
        relation = self.alignment.relations[sentence]
        return RowKind.FURNITURE if relation is None else RowKind(relation.value)

    def is_split(self, base: int) -> bool:
        """Whether a base sentence serves several target sentences (拆分), wherever they stand."""
        return len(self._by_base.get(base, ())) > 1

    def is_merged(self, target: int) -> bool:
        """Whether a target sentence takes from several base sentences (合并), wherever they stand."""
        return len(self._by_target.get(target, ())) > 1

    def joining_words(
        self, bases: Iterable[int], targets: Iterable[int], among: Sequence[int], home: tuple[int, ...]
    ) -> Iterator[str]:
        """Yield what is to be said of sentences taken apart or run into one, put in another order, or matched in doubt.

        `home` are the base clauses of the row, `among` the target clauses in it: one alone need not be named.
        """
        for b in bases:
            if self.is_split(b):
                yield f"拆分：{self._word}{cited_sentence(self.base, b, home)}分入{len(self.targets(b))}句"
        for t in targets:
            if self.is_merged(t):
                yield f"合并：{cited_sentence(self.plan, t, among)}取自{self._word}{len(self.bases(t))}句"
            if t in self._shifted:
                yield f"{REORDERED_WORD}：{cited_sentence(self.plan, t, among)}文字次序与{self._word}不同"
        yield from self.doubts(targets, among, home)

    def doubts(self, targets: Iterable[int], among: Sequence[int], home: tuple[int, ...]) -> Iterator[str]:
        """Yield for each match that is 存疑 which sentences it says correspond, and how sure that is."""
        for t in targets:
            for match in self._by_target.get(t, ()):
                if match.doubtful:
                    yield f"{DOUBTFUL_WORD}：{self.question(match, among, home)}"

    def question(self, match: Match, among: Sequence[int], home: tuple[int, ...]) -> str:
        """Return what a reviewer is asked about a match in doubt: 第2句是否出自基准第3句，请核对（把握68.0%）."""
        places = cited_sentence(self.plan, match.target, among), cited_sentence(self.base, match.base, home)
        return f"{places[0]}是否出自{self._word}{places[1]}，请核对（把握{percent(match.score)}）"

    def moved_words(
        self, targets: Iterable[int], home: tuple[int, ...], held: Callable[[str], str] = str
    ) -> tuple[str, ...]:
        """Return from where sentences moved, 移位：取自二（三）9.第2句, or which of the row's own base clause they were.

        `held` is done to each place, that a line of print may not break it.
        """
        known = tuple(targets)
        outside = map(held, cited_sentences(self.base, self._moved_from(known, home)[1]))
        said = self.moved_at_home(known, home, held)
        elsewhere = "、".join(outside)
        return (*said, f"移位：取自{elsewhere}") if elsewhere else said

    def moved_at_home(
        self, targets: Iterable[int], home: tuple[int, ...], held: Callable[[str], str] = str
    ) -> tuple[str, ...]:
        """Return the words for what moved from the row's own base clause, behind which no path is written.

        本条内移位（原第3句） where the target clause has other sentences of it in order, 移位（原第3句） where it has none and
        stands out of order itself.
        """
        known = tuple(targets)
        inside = {t for t in known if any((self.plan.sentences[t].clause, own) in self._steady for own in home)}
        said = []
        for word, held_here in (("本条内移位", inside), ("移位", set(known) - inside)):
            places = [cited_sentence(self.base, b, home) for b in self._moved_from(held_here, home)[0]]
            if places:
                said.append(f"{word}（原{'、'.join(map(held, places))}）")
        return tuple(said)

    def origins(self, targets: Iterable[int], home: tuple[int, ...]) -> tuple[str, ...]:
        """Return the places in the base that sentences moved from; those in the row's own clause as of 本条."""
        inside, outside = self._moved_from(targets, home)
        here = (f"本条{cited_sentence(self.base, b, home)}" for b in inside)
        return (*here, *cited_sentences(self.base, outside))

    def _moved_from(self, targets: Iterable[int], home: tuple[int, ...]) -> tuple[list[int], list[int]]:
        """Return the base sentences that others moved from: those in the clauses `home`, those elsewhere."""
        moved = sorted({b for t in targets for b in self.moved_bases(t)})
        inside = [b for b in moved if self.base.sentences[b].clause in home]
        return inside, [b for b in moved if self.base.sentences[b].clause not in home]


def cited_sentences(plan: Plan, sentences: Iterable[int]) -> list[str]:
    """Return sentences as they are cited in a row: the clause is named where it changes."""
    said, before = [], -1
    for sentence in sentences:
        clause = plan.sentences[sentence].clause
        said.append(cited_sentence(plan, sentence, (clause,) if clause == before else ()))
        before = clause
    return said


def cited_clauses(plan: Plan, sentences: Iterable[int]) -> tuple[str, ...]:
    """Return the clauses that hold the sentences, cited in the plan's order, each once."""
    return tuple(cited_clause(plan, clause) for clause in sorted({plan.sentences[s].clause for s in sentences}))
