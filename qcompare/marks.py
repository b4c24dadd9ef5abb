"""What mark each stretch of a clause bears, for every output alike, with the marks' Chinese words and signs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from qcompare.document import Span
from qcompare.model import CARRIED, Alignment, Collation, Edit, Op, Plan, Relation, RowKind, SentenceKind
from qcompare.reorder import reordered


class Mark(StrEnum):
    """The mark one stretch bears (DESIGN.md section 8); moved is said beside it."""

    EQUAL = "equal"
    VARIANT = "variant"
    LOCALISED = "localised"
    REPLACED = "replaced"
    INSERTED = "inserted"
    DELETED = "deleted"
    FURNITURE = "furniture"


WORDS = {
    RowKind.INHERITED: "沿用",
    RowKind.LOCALISED: "属地化",
    RowKind.MODIFIED: "修改",
    RowKind.ADDED: "新增",
    RowKind.DROPPED: "未承接",
    RowKind.FURNITURE: "版面信息",
    RowKind.NONE: "",
}
"""The word a user sees for each kind of row; the first four are also the words for the relations of the same name."""

SIGNS = {
    RowKind.INHERITED: "＝",
    RowKind.LOCALISED: "≈",
    RowKind.MODIFIED: "≠",
    RowKind.ADDED: "＋",
    RowKind.DROPPED: "－",
    RowKind.FURNITURE: "",
    RowKind.NONE: "",
}
"""The sign that stands beside the word."""

MOVED_WORD, MOVED_SIGN = "移位", "⇅"

REORDERED_WORD = "调序"
"""Said of a sentence whose words stand in another order than in its source."""

DOUBTFUL_WORD = "存疑"
"""Said of a match that the program is not sure of."""

PERSON_WORD, PROGRAM_WORD = "人工", "程序"
"""Who says that sentences correspond, or that they do not."""

_BY_OP = {op: Mark(op.value) for op in Op}
_STRENGTH = {op: k for k, op in enumerate((Op.REPLACED, Op.LOCALISED, Op.VARIANT, Op.EQUAL), start=1)}


@dataclass(frozen=True, slots=True)
class Arrow:
    """Says of a figure (指标) that it is lower (↓) or higher (↑) than the base's, and whether it asks for less.

    A figure of several stretches bears its sign on the last; those before have an empty one.
    """

    sign: str
    weaker: bool

    @property
    def word(self) -> str:
        """The word beside the sign."""
        return "指标下调" if self.sign == DOWN else "指标上调"


DOWN, UP = "↓", "↑"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one sentence with one mark.

    `whole` is true when the mark holds for the entire sentence (an added or dropped one). `moved` is true of a carried
    stretch whose match is out of order, or that stands in another order than in its source (调序). The last stretch of a
    sentence whose match is out of order bears in `moved_from` the path of the base clause it came from, to be written
    behind it (←三（一）15.); empty where that is the base clause of its own row. `arrow` is of a figure that is lower or
    higher than the base's: the stretch is its number, to be boxed.
    """

    span: Span
    mark: Mark
    sentence: int
    whole: bool = False
    moved: bool = False
    moved_from: str = ""
    arrow: Arrow | None = None


class Markings:
    """Answers for one collation and one of its targets what marks a clause bears; built once, asked often.

    The base is here the plan that the target is compared with: in a chain its neighbour.
    `arrows` says which figures of the target are lower or higher than the base's.
    """

    def __init__(self, collation: Collation, target: int, arrows: Mapping[Span, Arrow] | None = None) -> None:
        self._arrows = sorted((arrows or {}).items(), key=lambda item: item[0].start)
        self._arrow_starts = [span.start for span, _ in self._arrows]
        self._base = collation.base_of(target)
        self._alignment = collation.targets[target]
        self._edits = _edits_by_sentence(self._alignment)
        self._moved = {(m.target, m.base) for m in self._alignment.matches if m.moved}
        self._uses = _uses_by_base_sentence(self._base, self._alignment)
        self._dropped = frozenset(self._alignment.dropped)
        rows = ((row.cells[target].clauses, collation.opposite(row, target)) for row in collation.rows)
        self._homes = {clause: opposite for clauses, opposite in rows for clause in clauses}
        self._added = {i for i, r in enumerate(self._alignment.relations) if r is Relation.ADDED}

    def target_runs(self, clause: int) -> tuple[Run, ...]:
        """Return the marks of a target clause, in order; together the runs cover its sentences."""
        plan = self._alignment.plan
        runs = (run for i in plan.clauses[clause].sentences for run in self._target_sentence(plan, i))
        return tuple(part for run in runs for part in self._with_arrows(run))

    def _with_arrows(self, run: Run) -> Iterator[Run]:
        """Yield the run cut where figures to be boxed begin and end; the last piece of a figure bears the sign."""
        at = run.span.start
        first = bisect_right(self._arrow_starts, at) - 1
        last = bisect_left(self._arrow_starts, run.span.end)
        for span, arrow in self._arrows[max(0, first) : last]:
            start, end = max(span.start, run.span.start), min(span.end, run.span.end)
            if end <= start:
                continue
            if start > at:
                yield replace(run, span=Span(at, start), moved_from="")
            at = end
            path = run.moved_from if end == run.span.end else ""
            said = arrow if end == span.end else replace(arrow, sign="")
            yield replace(run, span=Span(start, end), moved_from=path, arrow=said)
        if at < run.span.end:
            yield replace(run, span=Span(at, run.span.end))

    def base_runs(self, clause: int) -> tuple[Run, ...]:
        """Return the marks of a base clause as seen from this target: wavy where replaced, struck where not carried."""
        return tuple(run for i in self._base.clauses[clause].sentences for run in self._base_sentence(i))

    def _target_sentence(self, plan: Plan, index: int) -> Iterator[Run]:
        sentence = plan.sentences[index]
        if sentence.kind is SentenceKind.FURNITURE:
            yield Run(sentence.span, Mark.FURNITURE, index, whole=True)
        elif index in self._added:
            yield Run(sentence.span, Mark.INSERTED, index, whole=True)
        else:
            edits = self._edits.get(index, [])
            origins = [self._origin(index, edit) for edit in edits]
            last = {origin: at for at, origin in enumerate(origins)}
            shifted = reordered(self._base, edits)
            for at, (edit, origin) in enumerate(zip(edits, origins, strict=True)):
                home = self._homes.get(sentence.clause, ())
                elsewhere = origin is not None and origin not in home and last[origin] == at
                path = self._base.clauses[origin].path if origin is not None and elsewhere else ""
                yield Run(
                    edit.target, _BY_OP[edit.op], index, moved=origin is not None or edit in shifted, moved_from=path
                )

    def _origin(self, sentence: int, edit: Edit) -> int | None:
        """Return the base clause that a carried stretch came from out of order, None for any other stretch."""
        if edit.base is None or edit.op not in CARRIED:
            return None
        origin = self._base.sentence_at(edit.base.start)
        return self._base.sentences[origin].clause if (sentence, origin) in self._moved else None

    def _base_sentence(self, index: int) -> Iterator[Run]:
        sentence = self._base.sentences[index]
        if sentence.kind is SentenceKind.FURNITURE:
            yield Run(sentence.span, Mark.FURNITURE, index, whole=True)
        elif index in self._dropped:
            yield Run(sentence.span, Mark.DELETED, index, whole=True)
        else:
            for span, mark in _painted(sentence.span, self._uses.get(index, [])):
                yield Run(span, mark, index)


def _edits_by_sentence(alignment: Alignment) -> dict[int, list[Edit]]:
    edits: dict[int, list[Edit]] = {}
    for edit in alignment.wording:
        edits.setdefault(alignment.plan.sentence_at(edit.target.start), []).append(edit)
    return edits


def _uses_by_base_sentence(base: Plan, alignment: Alignment) -> dict[int, list[tuple[Span, Mark]]]:
    """Return for each base sentence the stretches a target uses or omits, the weakest claim first."""
    claims = [(0, span, Mark.DELETED) for span in alignment.omitted]
    claims += [(_STRENGTH[e.op], e.base, _BY_OP[e.op]) for e in alignment.wording if e.base is not None]
    uses: dict[int, list[tuple[Span, Mark]]] = {}
    for _, span, mark in sorted(claims, key=lambda claim: claim[0]):
        uses.setdefault(base.sentence_at(span.start), []).append((span, mark))
    return uses


def _painted(whole: Span, claims: list[tuple[Span, Mark]]) -> Iterator[tuple[Span, Mark]]:
    """Yield the stretches of `whole` with the mark of the last claim on each; unclaimed ones are equal."""
    colours = [Mark.EQUAL] * len(whole)
    for span, mark in claims:
        for at in range(max(span.start, whole.start), min(span.end, whole.end)):
            colours[at - whole.start] = mark
    start = 0
    for at in range(1, len(colours) + 1):
        if at == len(colours) or colours[at] is not colours[start]:
            yield Span(whole.start + start, whole.start + at), colours[start]
            start = at
