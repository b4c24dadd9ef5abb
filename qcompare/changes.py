"""What one row changed, in words that a table can hold: how alike its two sides are, and which words differ (改动文字)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from qcompare.citing import in_one_line, sentences_of, visible
from qcompare.document import Span
from qcompare.model import Collation, Edit, Op, Plan

ADDED_SIGN, CUT_SIGN, ARROW = "＋", "－", "→"
"""Before words that are new, before words that are cut, and between words and what took their place."""

_SAME = frozenset({Op.EQUAL, Op.VARIANT})


class Changes:
    """Answers for one target what its clauses share with those they are compared with, and in which words they differ."""

    def __init__(self, collation: Collation, target: int) -> None:
        self._base, self._alignment = collation.base_of(target), collation.targets[target]
        self._plan = self._alignment.plan
        self._starts = [edit.target.start for edit in self._alignment.wording]
        cut = [self._base.sentences[k].span for k in self._alignment.dropped]
        self._cut = sorted((*self._alignment.omitted, *cut))
        self._cut_starts = [span.start for span in self._cut]

    def similarity(self, opposite: Sequence[int], clauses: Sequence[int]) -> float | None:
        """Return how alike the two sides of a row are (相似度), 0..1; None where one side is empty.

        It is the visible characters that both say, as a share of all of both: those that `similar_share` counts are of
        equal wording, in another script or width too, that stands between these very clauses. A place's name in another's
        stead is no shared wording here, though it counts as carried.
        """
        ours, theirs = _spans(self._base, opposite), _spans(self._plan, clauses)
        if not ours or not theirs:
            return None
        same = [
            (edit.base, edit.target)
            for edit in self._edits(clauses)
            if edit.op in _SAME and edit.base is not None and any(_holds(span, edit.base) for span in ours)
        ]
        base_side = _length(self._base.text, _united(base for base, _ in same))
        target_side = _length(self._plan.text, (target for _, target in same))
        return similar_share(base_side + target_side, _length(self._base.text, ours) + _length(self._plan.text, theirs))

    def words(self, opposite: Sequence[int], clauses: Sequence[int]) -> tuple[str, ...]:
        """Return the words that differ between the two sides of a row, in the text's order.

        明显→大幅 where words took others' place, ＋职业教育 where they are new, －爭創國家先導區 where they are cut. Nothing is
        said where the row has one side alone: the whole clause is new, or is not there.
        """
        edits = list(self._edits(clauses))
        if not edits or not (opposite or any(edit.base is not None for edit in edits)):
            return ()
        ours = _spans(self._base, opposite)
        cut = [span for whole in ours for span in self._cut_within(whole)]
        return tuple(_in_order(self._base, self._plan, [e for e in edits if not self._is_marker(e)], cut, ours))

    def _edits(self, clauses: Iterable[int]) -> Iterator[Edit]:
        for clause in clauses:
            span = self._plan.clauses[clause].span
            first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
            yield from self._alignment.wording[first:last]

    def _is_marker(self, edit: Edit) -> bool:
        """Whether a stretch is but the number of its clause, which tells nothing of what the clause says."""
        clause = self._plan.clauses[self._plan.sentences[self._plan.sentence_at(edit.target.start)].clause]
        return edit.target.start == clause.span.start and edit.target.of(self._plan.text).strip() == clause.marker

    def _cut_within(self, span: Span) -> list[Span]:
        return self._cut[bisect_left(self._cut_starts, span.start) : bisect_left(self._cut_starts, span.end)]


def similar_share(shared: int, both: int) -> float:
    """Return the letters that two sides share, counted on either, as a share of the letters of both (Dice).

    提升质量 and 大幅提升质量 share four letters, which stand in both:

    >>> similar_share(4 + 4, len("提升质量") + len("大幅提升质量"))
    0.8
    >>> similar_share(0, 0)
    0.0
    """
    return min(1.0, shared / both) if both else 0.0


def _in_order(
    base: Plan, plan: Plan, edits: Sequence[Edit], cut: Sequence[Span], ours: Sequence[Span]
) -> Iterator[str]:
    """Yield the words of edits, and before each what was cut in front of the wording of the row's own that it has."""
    waiting = list(cut)
    for edit in edits:
        if edit.base is not None and any(_holds(span, edit.base) for span in ours):
            before = [span for span in waiting if span.start <= edit.base.start]
            waiting = [span for span in waiting if span.start > edit.base.start]
            yield from (f"{CUT_SIGN}{said}" for span in before if (said := _said(base, span)))
        yield from _words(base, plan, edit)
    yield from (f"{CUT_SIGN}{said}" for span in waiting if (said := _said(base, span)))


def _words(base: Plan, plan: Plan, edit: Edit) -> Iterator[str]:
    written = _said(plan, edit.target)
    if edit.op in _SAME:
        return
    if edit.base is not None:
        yield f"{_said(base, edit.base)}{ARROW}{written}"
    elif written:
        yield f"{ADDED_SIGN}{written}"


def _said(plan: Plan, span: Span) -> str:
    """Return a stretch in one line, nothing where it is punctuation alone."""
    said = in_one_line(span.of(plan.text)).strip()
    return said if any(map(str.isalnum, said)) else ""


def _spans(plan: Plan, clauses: Sequence[int]) -> list[Span]:
    return [plan.sentences[k].span for k in sentences_of(plan, clauses)]


def _length(text: str, spans: Iterable[Span]) -> int:
    return sum(visible(span.of(text)) for span in spans)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _united(spans: Iterable[Span]) -> list[Span]:
    """Return the stretches without what several have in common: a base sentence may serve two of the target's."""
    made: list[Span] = []
    for span in sorted(spans):
        if made and span.start < made[-1].end:
            made[-1] = Span(made[-1].start, max(made[-1].end, span.end))
        else:
            made.append(span)
    return made
