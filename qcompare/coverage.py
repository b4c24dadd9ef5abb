"""How much of the base each target carries (承接), clause by clause and chapter by chapter, and what it left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from qcompare.chapters import chapters_by_clause
from qcompare.document import Span
from qcompare.forms import wording_start
from qcompare.model import CARRIED, Alignment, ClauseKind, Collation, Op, Plan, SentenceKind
from qcompare.normalize import wording_of
from qcompare.places import Places, places_of
from qcompare.wholes import JOINING_WORDS


class CoverageState(StrEnum):
    """What became of a base clause's wording in a target (承接情况)."""

    INHERITED = "inherited"  # 沿用
    LOCALISED = "localised"  # 属地化
    PARTLY = "partly"  # 部分承接
    DROPPED = "dropped"  # 未承接


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """One base clause: `carried` of its `characters` (visible code points outside furniture) stand somewhere in the target."""

    clause: int
    state: CoverageState
    carried: int
    characters: int


@dataclass(frozen=True, slots=True)
class ChapterCoverage:
    """One chapter of the base, None for what stands outside all: how many clauses are in each state, and how much is carried."""

    clause: int | None
    states: tuple[tuple[CoverageState, int], ...]
    carried: int
    characters: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one target carries of the base. `carried` and `characters` are those of the target's `Counts`."""

    clauses: tuple[ClauseCoverage, ...]
    chapters: tuple[ChapterCoverage, ...]
    carried: int
    characters: int


def share(carried: int, characters: int) -> float:
    """Return 承接率, 0..1; 0 where there is no wording."""
    return carried / characters if characters else 0.0


def coverage_of(collation: Collation, target: int) -> Coverage:
    """Return what a target carries of the base, clauses in the base's order; in a chain the base is its neighbour.

    A clause is 沿用 or 属地化 although a word that only joins, or the name of a place, is not carried; responsible units do
    not make it 部分承接.
    """
    base, alignment = collation.base_of(target), collation.targets[target]
    reader = _Reader(base, _map(base, alignment), places_of(base.metadata, alignment.plan.metadata))
    clauses = tuple(
        reader.clause(at) for at, clause in enumerate(base.clauses) if clause.kind is not ClauseKind.FURNITURE
    )
    home = chapters_by_clause(base)
    order = [*dict.fromkeys(c for c in home if c is not None), None]
    chapters = (_of_chapter(chapter, [c for c in clauses if home[c.clause] == chapter]) for chapter in order)
    carried, characters = (sum(getattr(c, name) for c in clauses) for name in ("carried", "characters"))
    return Coverage(clauses, tuple(c for c in chapters if c.characters), carried, characters)


_NOWHERE, _CARRIED, _LOCALISED = "._~"
"""What a map of the base has for each code point: whether the target carries it, and whether only as another place's."""


def _map(base: Plan, alignment: Alignment) -> str:
    """Return one sign for each code point of the base; a string, since counting in one is fast."""
    signs = [_NOWHERE] * len(base.text)
    carried = [edit for edit in alignment.wording if edit.base is not None and edit.op in CARRIED]
    for edit in sorted(carried, key=lambda edit: edit.op is not Op.LOCALISED):
        assert edit.base is not None
        sign = _LOCALISED if edit.op is Op.LOCALISED else _CARRIED
        signs[edit.base.start : edit.base.end] = sign * len(edit.base)
    return "".join(signs)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads off what a target does with each clause of the base."""

    base: Plan
    signs: str
    places: Places

    def clause(self, clause: int) -> ClauseCoverage:
        """Return what became of one clause."""
        sentences = self.base.clauses[clause].sentences
        counts = [self._count(self.base.sentences[k].span) for k in sentences]
        carried, characters = (sum(count) for count in zip(*counts, strict=True))
        said = {state for k in sentences if self._speaks(k) for state in self._states(k)}
        if not carried:
            state = CoverageState.DROPPED
        elif CoverageState.DROPPED in said:
            state = CoverageState.PARTLY
        else:
            state = max(said, key=_ORDER.index, default=CoverageState.INHERITED)
        return ClauseCoverage(clause, state, carried, characters)

    def _count(self, span: Span) -> tuple[int, int]:
        """Return how many visible code points of the stretch are carried, and how many there are."""
        signs = span.of(self.signs)
        blanks = [found.start() for found in _BLANK.finditer(span.of(self.base.text))]
        carried = len(signs) - signs.count(_NOWHERE) - sum(signs[at] != _NOWHERE for at in blanks)
        return carried, len(signs) - len(blanks)

    def _speaks(self, sentence: int) -> bool:
        return self.base.sentences[sentence].kind is not SentenceKind.DUTY

    def _states(self, sentence: int) -> Iterator[CoverageState]:
        """Yield what became of each stretch of a sentence's wording."""
        start, end = wording_start(self.base, sentence), self.base.sentences[sentence].span.end
        for run in _RUNS.finditer(self.signs, start, end):
            if run[0][0] == _NOWHERE:
                wording = wording_of(self.base.text[run.start() : run.end()])
                if wording and wording not in JOINING_WORDS:
                    yield CoverageState.LOCALISED if self.places.is_own(wording) else CoverageState.DROPPED
            else:
                yield CoverageState.LOCALISED if run[0][0] == _LOCALISED else CoverageState.INHERITED


_BLANK = re.compile(r"\s")
_RUNS = re.compile(r"(.)\1*")


def _of_chapter(chapter: int | None, clauses: Iterable[ClauseCoverage]) -> ChapterCoverage:
    held = sorted(clauses, key=lambda c: _ORDER.index(c.state))
    states = tuple((state, len(list(group))) for state, group in groupby(held, key=lambda c: c.state))
    return ChapterCoverage(chapter, states, sum(c.carried for c in held), sum(c.characters for c in held))


_ORDER = tuple(CoverageState)
