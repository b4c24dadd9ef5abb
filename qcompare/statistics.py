"""How many sentences of each kind stand in each chapter, and how much of the base's wording is carried there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add

from qcompare.chapters import chapters_by_clause, headings_by_clause
from qcompare.coverage import Coverage, share
from qcompare.links import links_of
from qcompare.model import ClauseKind, Collation, Plan, Relation, RowKind, SentenceKind

BASE_KINDS = (RowKind.INHERITED, RowKind.LOCALISED, RowKind.MODIFIED, RowKind.DROPPED)
"""What may become of a base sentence (去向)."""

TARGET_KINDS = (RowKind.INHERITED, RowKind.LOCALISED, RowKind.MODIFIED, RowKind.ADDED)
"""What a target sentence may be (来源)."""

KINDS = (*BASE_KINDS, RowKind.ADDED)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many sentences there are of each of `KINDS`."""

    counts: tuple[int, ...] = (0,) * len(KINDS)

    @classmethod
    def of(cls, kinds: Iterable[RowKind]) -> Tally:
        """Return the tally of sentences of these kinds.

        >>> Tally.of([RowKind.DROPPED, RowKind.INHERITED, RowKind.DROPPED]).counts
        (1, 0, 0, 2, 0)
        """
        found = list(kinds)
        return cls(tuple(map(found.count, KINDS)))

    def __getitem__(self, kind: RowKind) -> int:
        return self.counts[KINDS.index(kind)]

    def __add__(self, other: Tally) -> Tally:
        return Tally(tuple(map(add, self.counts, other.counts)))

    @property
    def sentences(self) -> int:
        """The number of sentences counted."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter and what of both plans belongs to it.

    `clause` is the base clause that heads it, None for what stands outside all. `level` is 1 for a part, 2 for a section,
    which its part counts too, 0 for the whole plan. Of the base's `characters` each of `targets` carries so many
    `carried`; in a chain, where each target has another base, there is but the one.
    """

    clause: int | None
    level: int
    base: Tally
    target: Tally
    carried: tuple[int, ...]
    characters: int
    targets: tuple[int, ...]

    def share(self, target: int) -> float:
        """Return how much of the base's wording a target carries (承接率), 0..1; 0 where there is none."""
        return share(self.carried[self.targets.index(target)], self.characters)


@dataclass(frozen=True, slots=True)
class Statistics:
    """The numbers of one target. `whole` has those of its `Counts`; of the sentences added `added_duties` name units."""

    target: int
    chapters: tuple[Chapter, ...]
    whole: Chapter
    added_duties: int

    @property
    def targets(self) -> tuple[int, ...]:
        """The targets that are compared with the same plan as this one: all in a star, this one alone in a chain."""
        return self.whole.targets


def statistics_of(collation: Collation, target: int, coverage: Sequence[Coverage]) -> Statistics:
    """Return the numbers of one target by part, and by section where a part's sections hold items, in the base's order.

    `coverage` is that of every target.
    """
    base = collation.base_of(target)
    counted = _counted(collation, target, coverage, headings_by_clause(base))
    above = {clause: _above(base, clause) for clause in counted}
    chapters = []
    for clause, own in counted.items():
        within = (other for k, other in counted.items() if clause is not None and clause in above[k])
        level = 1 + sum(k in counted for k in above[clause])
        chapters.append(replace(reduce(_together, within, own), level=level))
    alignment = collation.targets[target]
    added = (k for k, relation in enumerate(alignment.relations) if relation is Relation.ADDED)
    duties = sum(alignment.plan.sentences[k].kind is SentenceKind.DUTY for k in added)
    return Statistics(target, tuple(chapters), _whole(counted.values(), _told(collation, target)), duties)


def chapters_of(collation: Collation, target: int, coverage: Sequence[Coverage]) -> list[Chapter]:
    """Return the chapters of one target side by side, none within another, the last for what no chapter holds."""
    counted = _counted(collation, target, coverage, chapters_by_clause(collation.base_of(target)))
    return sorted(counted.values(), key=lambda chapter: chapter.clause is None)


def _above(plan: Plan, clause: int | None) -> list[int]:
    """Return the clauses that a clause stands under, the nearest first."""
    found: list[int] = []
    at = None if clause is None else plan.clauses[clause].parent
    while at is not None:
        found.append(at)
        at = plan.clauses[at].parent
    return found


def _counted(
    collation: Collation, target: int, coverage: Sequence[Coverage], home: Sequence[int | None]
) -> dict[int | None, Chapter]:
    """Return every chapter by its clause with what `home` says is its own; those without a sentence are left out."""
    links, told = links_of(collation, target), _told(collation, target)
    kinds: tuple[defaultdict[int | None, list[RowKind]], ...] = (defaultdict(list), defaultdict(list))
    for k in links.base.aligned():
        kinds[0][home[links.base.sentences[k].clause]].append(links.kind_of_base(k))
    theirs = _homes_of_target(collation, target, home)
    for k in links.plan.aligned():
        kinds[1][theirs[links.plan.sentences[k].clause]].append(links.kind_of_target(k))
    carried = {at: _carried(coverage[at], home) for at in told}
    return {
        chapter: Chapter(
            chapter,
            1,
            Tally.of(kinds[0][chapter]),
            Tally.of(kinds[1][chapter]),
            tuple(carried[at][chapter][0] for at in told),
            carried[target][chapter][1],
            told,
        )
        for chapter in (None, *dict.fromkeys(c for c in home if c is not None))
        if kinds[0][chapter] or kinds[1][chapter]
    }


def _carried(coverage: Coverage, home: Sequence[int | None]) -> defaultdict[int | None, tuple[int, int]]:
    """Return for each chapter how many characters are carried, and how many there are."""
    found: defaultdict[int | None, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for clause in coverage.clauses:
        carried, characters = found[home[clause.clause]]
        found[home[clause.clause]] = carried + clause.carried, characters + clause.characters
    return found


def _homes_of_target(collation: Collation, target: int, home: Sequence[int | None]) -> dict[int, int | None]:
    """Return for each target clause the base chapter that its row stands under.

    Clauses that only the target has follow the base clause before them, as in the columns; furniture of the base between
    them, a page's head, says nothing of the chapter.
    """
    found: dict[int, int | None] = {}
    base = collation.base_of(target)
    here: int | None = None
    for row in collation.rows:
        opposite = collation.opposite(row, target)
        if opposite and base.clauses[opposite[0]].kind is not ClauseKind.FURNITURE:
            here = home[opposite[0]]
        found |= dict.fromkeys(row.cells[target].clauses, here)
    return found


def _together(one: Chapter, other: Chapter) -> Chapter:
    """Return the first chapter with what the other holds added."""
    return replace(
        one,
        base=one.base + other.base,
        target=one.target + other.target,
        carried=tuple(map(add, one.carried, other.carried)),
        characters=one.characters + other.characters,
    )


def _whole(chapters: Iterable[Chapter], targets: tuple[int, ...]) -> Chapter:
    return reduce(_together, chapters, Chapter(None, 0, Tally(), Tally(), (0,) * len(targets), 0, targets))


def _told(collation: Collation, target: int) -> tuple[int, ...]:
    return (target,) if collation.chained else tuple(range(len(collation.targets)))
