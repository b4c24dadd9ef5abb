"""Which clauses of two plans correspond, by the sentences matched so far: what helps to judge the others."""

from __future__ import annotations

from collections import Counter, defaultdict

from qcompare.forms import PlanForm


class Nearness:
    """Keeps the pairs of clauses of a base and a target that have matched sentences."""

    def __init__(self, base: PlanForm, target: PlanForm) -> None:
        self.base, self.target = base, target
        self._clauses: Counter[tuple[int, int]] = Counter()
        self._partners: dict[int, set[int]] = defaultdict(set)
        self._leading: set[tuple[int, int]] = set()

    def relate(self, base: int, target: int, *, leading: bool = False) -> None:
        """Take note that the clauses of two sentences correspond; a `leading` pair is likely but not matched yet."""
        ours, theirs = self._clauses_of(base, target)
        self._clauses[ours, theirs] += 1
        self._partners[theirs].add(ours)
        if leading:
            self._leading.add((base, target))

    def of(self, base: int, target: int) -> float:
        """Return 1 where other sentences of the two clauses correspond, 0.5 where the clauses above them do, else 0."""
        ours, theirs = self._clauses_of(base, target)
        if self._clauses[ours, theirs] > ((base, target) in self._leading):
            return 1.0
        above = self.base.plan.clauses[ours].parent, self.target.plan.clauses[theirs].parent
        return 0.5 if None not in above and self._clauses[above] else 0.0  # type: ignore[index]

    def partners(self, target: int) -> list[int]:
        """Return the base sentences of the clauses that correspond to the target sentence's, clause after clause."""
        clauses = sorted(self._partners[self.target.plan.sentences[target].clause])
        return [k for clause in clauses for k in self.base.plan.clauses[clause].sentences]

    def same_slot(self, base: int, target: int) -> bool:
        """Return whether two headings have one number under clauses that correspond: （一） and （一） of one part."""
        ours, theirs = self._clauses_of(base, target)
        one, other = self.base.plan.clauses[ours], self.target.plan.clauses[theirs]
        if base != one.sentences.start or target != other.sentences.start:
            return False
        numbers = ["".join(filter(str.isalnum, clause.marker)) for clause in (one, other)]
        return one.kind is other.kind and numbers[0] == numbers[1] != "" and self.of(base, target) > 0

    def _clauses_of(self, base: int, target: int) -> tuple[int, int]:
        return self.base.plan.sentences[base].clause, self.target.plan.sentences[target].clause
