"""Matches → rows: the aligned columns, a star about the base whose clauses are never split, or a chain of neighbours."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qcompare.model import (
    CARRIED,
    Alignment,
    Cell,
    ClauseKind,
    Plan,
    Pointer,
    Relation,
    Row,
    RowKind,
    SentenceKind,
)
from qcompare.sharing import OwnClause, shared_clauses

_TOPIC = (
    10**9
)  # what a matched heading weighs: the topic says where a clause stands, before any wording taken elsewhere


@dataclass(frozen=True, slots=True)
class Wordings:
    """What a target's sentences say, for comparing one target with another.

    `exact` has the letters of each sentence's form, `placeless` the same without the names of the plans' own places and
    with one sign for any level, so that two districts' sentences are alike but for the districts.
    """

    exact: tuple[str, ...]
    placeless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row before its cells are made: its base clause and, by target, the target's clauses."""

    base: int | None
    clauses: tuple[tuple[int, ...], ...]

    def of(self, plan: int) -> tuple[int, ...]:
        """Return the clauses of a plan, 0 being the base."""
        if plan:
            return self.clauses[plan - 1]
        return () if self.base is None else (self.base,)


def rows_of(
    base: Plan, alignments: Sequence[Alignment], wordings: Sequence[Wordings], *, chained: bool = False
) -> tuple[Row, ...]:
    """Return the rows in which each clause of each plan stands exactly once.

    A target clause stands with the base clause from which most of its wording comes. Clauses that only targets have
    follow the row of the clause before them; those that several targets have, word for word, with their places changed or
    nearly so, share a row. The rows are the same whatever the targets' order, but for the order of the cells.

    With `chained` a clause stands with the clause of the target before it from which most of its wording comes, in
    whatever row that stands, and what the neighbour lacks stands in rows of its own.
    """
    if chained:
        drafts = _chained_drafts(base, alignments, wordings)
    else:
        drafts = _drafts(base, alignments, [_homes(base, a) for a in alignments], wordings)
    row_of = [{c: r for r, d in enumerate(drafts) for c in d.clauses[t]} for t in range(len(alignments))]
    plans = (base, *(a.plan for a in alignments))
    against = range(len(alignments)) if chained else [0] * len(alignments)
    makers = [_CellMaker(plans[against[t]], a, row_of[t]) for t, a in enumerate(alignments)]
    rows = []
    for r, d in enumerate(drafts):
        cells = (m.cell(r, d.of(against[t]), d.clauses[t]) for t, m in enumerate(makers))
        groups = _groups(
            [_said(a, w.exact, d.clauses[t]) for t, (a, w) in enumerate(zip(alignments, wordings, strict=True))]
        )
        rows.append(Row(d.base, tuple(replace(cell, group=group) for cell, group in zip(cells, groups, strict=True))))
    return tuple(rows)


def _said(alignment: Alignment, wordings: Sequence[str], clauses: Sequence[int]) -> tuple[str, ...]:
    return tuple(wordings[k] for c in clauses for k in alignment.plan.clauses[c].sentences)


def _groups(said: Sequence[tuple[str, ...]]) -> list[int]:
    """Return for each cell the number of its group by what it says, from 0; -1 for one that says nothing."""
    known: dict[tuple[str, ...], int] = {}
    return [known.setdefault(words, len(known)) if words else -1 for words in said]


def _homes(base: Plan, alignment: Alignment) -> dict[int, int]:
    """Return for each matched target clause the base clause that it stands with."""
    plan = alignment.plan
    carried: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for match in alignment.matches:
        theirs, ours = plan.sentences[match.target], base.sentences[match.base]
        is_topic = theirs.kind is SentenceKind.HEADING and ours.kind is SentenceKind.HEADING
        carried[theirs.clause][ours.clause] += _TOPIC if is_topic else 1
    for edit in alignment.wording:
        sentence = plan.sentences[plan.sentence_at(edit.target.start)]
        if edit.base is not None and edit.op in CARRIED and sentence.kind is not SentenceKind.DUTY:
            carried[sentence.clause][base.sentences[base.sentence_at(edit.base.start)].clause] += 2 * len(edit.target)
    return {c: min(found, key=lambda b: (-found[b], b)) for c, found in carried.items()}


def _drafts(
    base: Plan, alignments: Sequence[Alignment], homes: Sequence[dict[int, int]], wordings: Sequence[Wordings]
) -> list[_Draft]:
    """Return the rows of base clauses in order, each followed by the rows that only targets have."""
    with_base: list[list[list[int]]] = [[[] for _ in alignments] for _ in base.clauses]
    for t, home in enumerate(homes):
        for clause, ours in sorted(home.items()):
            with_base[ours][t].append(clause)
    after: defaultdict[int, list[tuple[tuple[str, int], _Draft]]] = defaultdict(list)
    for anchor, order, draft in _target_only(base, alignments, homes, wordings):
        after[anchor].append((order, draft))
    drafts = [d for _, d in sorted(after[-1], key=lambda item: item[0])]
    for clause, cells in enumerate(with_base):
        drafts.append(_Draft(clause, tuple(tuple(c) for c in cells)))
        drafts += [d for _, d in sorted(after[clause], key=lambda item: item[0])]
    return drafts


def _target_only(
    base: Plan, alignments: Sequence[Alignment], homes: Sequence[dict[int, int]], wordings: Sequence[Wordings]
) -> list[tuple[int, tuple[str, int], _Draft]]:
    """Return (base clause to follow, order behind it, row) for the clauses that no base clause is the home of.

    A row that several targets share stands where the first of its clauses would.
    """
    anchors = [_anchors(base, a, homes[t]) for t, a in enumerate(alignments)]
    own = [
        OwnClause(t, clause, "".join(_said(alignments[t], wordings[t].placeless, (clause,))))
        for t, clauses in enumerate(anchors)
        for clause in clauses
    ]
    rows = []
    for together in shared_clauses(own):
        place = min((anchors[c.target][c.clause], alignments[c.target].plan.text, c.clause) for c in together)
        cells = tuple(tuple(c.clause for c in together if c.target == t) for t in range(len(alignments)))
        rows.append((place[0], place[1:], _Draft(None, cells)))
    return rows


def _anchors(base: Plan, alignment: Alignment, home: dict[int, int]) -> dict[int, int]:
    """Return for each homeless target clause the base clause whose row it follows; -1 for the top."""
    moved = {alignment.plan.sentences[m.target].clause for m in alignment.matches if m.moved}
    anchors: dict[int, int] = {}
    last = -1
    for clause in range(len(alignment.plan.clauses)):
        if clause not in home:
            anchors[clause] = last
        elif clause not in moved or last < 0:
            last = home[clause]
    return anchors


def _chained_drafts(base: Plan, alignments: Sequence[Alignment], wordings: Sequence[Wordings]) -> list[_Draft]:
    """Return the rows of the base with the first target, to which each other target is added beside the one before it."""
    first = alignments[0]
    drafts = _drafts(base, alignments[:1], [_homes(base, first)], wordings[:1])
    for neighbour, alignment in pairwise(alignments):
        drafts = _with_next(drafts, neighbour.plan, alignment)
    return drafts


def _with_next(drafts: Sequence[_Draft], neighbour: Plan, alignment: Alignment) -> list[_Draft]:
    """Return the rows with one more target: its clauses in the rows of the neighbour's that they were written from.

    Any other follows the row of the clause before it, in a row of its own.
    """
    home = _homes(neighbour, alignment)
    row_of = {c: r for r, d in enumerate(drafts) for c in d.clauses[-1]}
    held: defaultdict[int, list[int]] = defaultdict(list)
    for clause, ours in sorted(home.items()):
        held[row_of[ours]].append(clause)
    after: defaultdict[int, list[int]] = defaultdict(list)
    for clause, ours in _anchors(neighbour, alignment, home).items():
        after[row_of.get(ours, -1)].append(clause)
    width = len(drafts[0].clauses)
    rows = [_Draft(None, (*((),) * width, (clause,))) for clause in after[-1]]
    for r, draft in enumerate(drafts):
        rows.append(_Draft(draft.base, (*draft.clauses, tuple(held[r]))))
        rows += [_Draft(None, (*((),) * width, (clause,))) for clause in after[r]]
    return rows


class _CellMaker:
    """Makes the cells of one target; `base` is the plan that it is compared with."""

    def __init__(self, base: Plan, alignment: Alignment, row_of: dict[int, int]) -> None:
        self.base, self.alignment, self.row_of = base, alignment, row_of
        self.by_base: defaultdict[int, list[int]] = defaultdict(list)
        for match in alignment.matches:
            self.by_base[match.base].append(match.target)
        self.moved = {m.target for m in alignment.matches if m.moved}
        self.doubtful = {m.target for m in alignment.matches if m.doubtful}
        spans = sorted((e.base.start, e.base.end) for e in alignment.wording if e.op in CARRIED and e.base)
        self.carried_spans = _union(spans)
        self.carried_starts = [start for start, _ in self.carried_spans]

    def cell(self, row: int, base: tuple[int, ...], clauses: tuple[int, ...]) -> Cell:
        """Return what row number `row` holds of this target, beside the clauses that it holds of the base."""
        sentences = [k for c in clauses for k in self.alignment.plan.clauses[c].sentences]
        return Cell(
            clauses,
            self._kind(base, clauses, sentences),
            moved=any(k in self.moved for k in sentences),
            carried=self._carried(base) if base else 0.0,
            pointers=tuple(self._pointers(row, base)),
            doubtful=any(k in self.doubtful for k in sentences),
        )

    def _kind(self, base: tuple[int, ...], clauses: tuple[int, ...], sentences: list[int]) -> RowKind:
        plan = self.alignment.plan
        kinds = [self.base.clauses[c].kind for c in base]
        kinds += [plan.clauses[c].kind for c in clauses]
        if not kinds:
            return RowKind.NONE
        if all(kind is ClauseKind.FURNITURE for kind in kinds):
            return RowKind.FURNITURE
        if not base:
            return RowKind.ADDED
        ours = _telling(self.base, self._sentences(base))
        dropped = [not self.by_base[k] for k in ours]
        if not clauses:
            return RowKind.DROPPED if all(dropped) else RowKind.MODIFIED
        said = {self.alignment.relations[k] for k in _telling(plan, sentences)}
        if any(dropped) or not said <= {Relation.INHERITED, Relation.LOCALISED}:
            return RowKind.MODIFIED
        return RowKind.LOCALISED if Relation.LOCALISED in said else RowKind.INHERITED

    def _sentences(self, base: tuple[int, ...]) -> list[int]:
        return [k for c in base for k in self.base.clauses[c].sentences]

    def _pointers(self, row: int, base: tuple[int, ...]) -> list[Pointer]:
        plan = self.alignment.plan
        served = sorted({t for k in self._sentences(base) for t in self.by_base[k]})
        places = ((self.row_of[plan.sentences[t].clause], t) for t in served)
        return [Pointer(at, t) for at, t in places if at != row]

    def _carried(self, base: tuple[int, ...]) -> float:
        """Return the share of the clauses' visible characters that this target carries anywhere."""
        spans, text = [self.base.clauses[c].span for c in base], self.base.text
        visible = [at for span in spans for at in range(span.start, span.end) if not text[at].isspace()]
        hits = 0
        for at in visible:
            k = bisect_right(self.carried_starts, at) - 1
            hits += k >= 0 and at < self.carried_spans[k][1]
        return hits / len(visible)


def _telling(plan: Plan, sentences: list[int]) -> list[int]:
    """Return the sentences that make a row's kind: all but responsible units, unless there is nothing else."""
    told = [k for k in sentences if plan.sentences[k].kind not in (SentenceKind.DUTY, SentenceKind.FURNITURE)]
    return told or sentences


def _union(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    union: list[tuple[int, int]] = []
    for start, end in spans:
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        else:
            union.append((start, end))
    return union
