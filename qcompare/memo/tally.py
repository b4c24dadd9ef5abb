"""Counting what the collation says, by clause and by chapter: for the chart and the two tables of clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qcompare.chapters import chapters_by_clause
from qcompare.citing import sentences_of, visible
from qcompare.coverage import coverage_of, share
from qcompare.links import Links, links_of
from qcompare.model import Collation, RowKind


@dataclass(frozen=True, slots=True)
class Tally:
    """How many sentences of each kind, and how much of the base's wording is carried, in characters."""

    kinds: Counter[RowKind]
    carried: float = 0.0
    characters: int = 0

    @property
    def sentences(self) -> int:
        """The number of sentences counted."""
        return self.kinds.total()

    @property
    def share(self) -> float:
        """承接率, 0..1; 0 where there is no wording."""
        return self.carried / self.characters if self.characters else 0.0


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the base and what of both plans belongs to it; `clause` is None for what only the target has."""

    clause: int | None
    base: Tally
    target: Tally


def base_tally(links: Links, clause: int, carried: float) -> Tally:
    """Return what became of a base clause's sentences; `carried` is the share its row gives."""
    sentences = sentences_of(links.base, (clause,))
    kinds = Counter(links.kind_of_base(s) for s in sentences)
    characters = sum(visible(links.base.wording(s)) for s in sentences)
    return Tally(kinds, carried * characters, characters)


def target_tally(links: Links, clauses: Iterable[int]) -> Tally:
    """Return what the sentences of target clauses are."""
    sentences = sentences_of(links.plan, tuple(clauses))
    return Tally(Counter(links.kind_of_target(s) for s in sentences))


def shares_of(collation: Collation, target: int) -> dict[int, float]:
    """Return for each base clause the share of its wording that a target carries; in a chain the base is its neighbour."""
    if collation.against(target):
        return {c.clause: share(c.carried, c.characters) for c in coverage_of(collation, target).clauses}
    return {row.base: row.cells[target].carried for row in collation.rows if row.base is not None}


def chapters_of(collation: Collation, target: int) -> list[Chapter]:
    """Return the base's chapters with their sentences and the target's, the last for what no chapter holds.

    In a chain the base is the target's neighbour.
    A target clause belongs to the chapter of the base clause in its row; one that only the target has goes with the clause
    it stands under.
    """
    links = links_of(collation, target)
    shares = shares_of(collation, target)
    home = chapters_by_clause(links.base)
    base: dict[int | None, list[Tally]] = {}
    for clause, carried in shares.items():
        base.setdefault(home[clause], []).append(base_tally(links, clause, carried))
    held: dict[int | None, list[int]] = {}
    for clause, chapter in _homes_of_target(collation, target, home).items():
        held.setdefault(chapter, []).append(clause)
    order = [*dict.fromkeys(c for c in home if c is not None), None]
    chapters = [Chapter(c, _sum(base.get(c, ())), target_tally(links, held.get(c, ()))) for c in order]
    return [chapter for chapter in chapters if chapter.base.sentences or chapter.target.sentences]


def _sum(tallies: Sequence[Tally]) -> Tally:
    kinds: Counter[RowKind] = Counter()
    for tally in tallies:
        kinds.update(tally.kinds)
    return Tally(kinds, sum(t.carried for t in tallies), sum(t.characters for t in tallies))


def _homes_of_target(collation: Collation, target: int, home: Sequence[int | None]) -> dict[int, int | None]:
    """Return for each target clause the base chapter it belongs to."""
    rows = {c: collation.opposite(row, target) for row in collation.rows for c in row.cells[target].clauses}
    found: dict[int, int | None] = {}
    for at, clause in enumerate(collation.targets[target].plan.clauses):
        base = rows.get(at)
        if base:
            found[at] = home[base[0]]
        else:
            found[at] = None if clause.parent is None else found.get(clause.parent)
    return found
