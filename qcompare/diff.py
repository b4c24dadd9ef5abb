"""Matched sentences → edits: where each stretch of a target's wording comes from, and what of the base is carried nowhere."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qcompare.forms import PlanForm
from qcompare.model import LIKELY, Edit, Match, Op, Span
from qcompare.normalize import is_wording
from qcompare.places import Places
from qcompare.stretches import shared_stretches
from qcompare.words import words

_CONFETTI = 1  # letters: 的 alone between two changed words is no wording carried over
_ELSEWHERE = 4  # letters: a shorter stretch out of order, or from a second source, is chance
_REPLACED_RATIO = 5  # a gap this many times its counterpart is an insertion beside an omission, not a replacement


@dataclass(frozen=True, slots=True)
class _Block:
    """Units `[target, target + size)` of the target's form that come from `[base, base + size)` of the base's."""

    target: int
    base: int
    size: int
    source: int  # the base sentence

    @property
    def target_range(self) -> tuple[int, int]:
        """The half-open range of target units."""
        return self.target, self.target + self.size

    @property
    def base_range(self) -> tuple[int, int]:
        """The half-open range of base units."""
        return self.base, self.base + self.size


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of target units with its op and base units, before it is turned into an edit."""

    op: Op
    target: tuple[int, int]
    base: tuple[int, int] | None


def diff(base: PlanForm, target: PlanForm, matches: Sequence[Match], places: Places) -> tuple[Edit, ...]:
    """Return the edits that tile `target`'s sentences, in order.

    Edits keep to word boundaries. Within one target sentence no base stretch is used twice. A sentence without a match is
    one insertion; furniture has no edits. `places` says which replacements are localised.
    """
    sources: dict[int, list[Match]] = defaultdict(list)
    for match in matches:
        sources[match.target].append(match)
    differ = _Differ(base, target, places)
    edits: list[Edit] = []
    for k in target.plan.aligned():
        edits += differ.sentence(k, _main_first(base, target, sources[k]))
    return tuple(edits)


def unused(base: PlanForm, sentences: Iterable[int], edits: Iterable[Edit]) -> tuple[Span, ...]:
    """Return the stretches of wording in those base sentences that none of `edits` uses, in order.

    Punctuation alone is no stretch, nor is a marker.
    """
    used: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for edit in edits:
        if edit.base is not None:
            used[base.plan.sentence_at(edit.base.start)].append(base.form.slice(edit.base))
    gaps = (gap for k in sorted(set(sentences)) for gap in _gaps(base.units[k], used[k]))
    return tuple(base.form.span(*gap) for gap in gaps if any(map(is_wording, base.form.units[slice(*gap)])))


def _main_first(base: PlanForm, target: PlanForm, matches: Sequence[Match]) -> list[int]:
    """Return the sources of one target sentence, the one first that explains most letters, by how far it is sure."""
    if len(matches) < 2:
        return [match.base for match in matches]
    shared = {m.base: shared_stretches(base.letters[m.base], target.letters[m.target]) for m in matches}
    extents = {m.base: (m.score - LIKELY) * sum(s.size for s in shared[m.base] if s.size > _CONFETTI) for m in matches}
    return sorted(extents, key=lambda k: (-extents[k], k))


class _Differ:
    """Compares one target sentence after another with its sources."""

    def __init__(self, base: PlanForm, target: PlanForm, places: Places) -> None:
        self.base, self.target, self.places = base, target, places
        self.known_edges: dict[tuple[bool, int], frozenset[int]] = {}

    def sentence(self, index: int, sources: Sequence[int]) -> Iterator[Edit]:
        """Yield the edits of one target sentence, in order; `sources` with the main one first."""
        span = self.target.plan.sentences[index].span
        if not sources:
            yield Edit(Op.INSERTED, span, None)
            return
        first, last = self.target.units[index]
        opening = self.target.form.starts[first] if first < last else span.end
        if self.target.marker_ends[index] > span.start:
            yield self._marker_edit(Span(span.start, opening), sources[0])
        blocks = self._blocks(index, sources)
        pieces = self._merged(self._pieces(index, blocks, sources[0]))
        ends = [self.target.form.starts[p.target[0]] for p in pieces[1:]] + [span.end]
        for piece, end in zip(pieces, ends, strict=False):
            yield from self._edits(piece, Span(self.target.form.starts[piece.target[0]], end))

    def _marker_edit(self, span: Span, source: int) -> Edit:
        start, end = self.base.plan.sentences[source].span.start, self.base.marker_ends[source]
        if end == start:
            return Edit(Op.INSERTED, span, None)
        first, last = self.base.units[source]
        origin = Span(start, self.base.form.starts[first] if first < last else end)
        same = span.of(self.target.plan.text) == origin.of(self.base.plan.text)
        return Edit(Op.EQUAL if same else Op.VARIANT, span, origin)

    def _blocks(self, index: int, sources: Sequence[int]) -> list[_Block]:
        """Return what the sentence carries over, by target place: the main source in order, then what else is found."""
        found = self._without_confetti(
            self._in_order(self.target.units[index], self.base.units[sources[0]], sources[0])
        )
        for source in [*sources[1:], sources[0]]:
            found += self._out_of_order(index, source, found)
        return sorted(found, key=lambda b: b.target)

    def _without_confetti(self, blocks: list[_Block]) -> list[_Block]:
        """Return the blocks without single letters between changes, which are no wording carried over."""
        letters = [self._letters(b) for b in blocks]
        kept = []
        for k, block in enumerate(blocks):
            beside = [blocks[i] for i in (k - 1, k + 1) if 0 <= i < len(blocks) and letters[i] > _CONFETTI]
            if len(blocks) == 1 or letters[k] > _CONFETTI or any(_touch(block, b, letters[k] > 0) for b in beside):
                kept.append(block)
        return kept

    def _out_of_order(self, index: int, source: int, found: list[_Block]) -> list[_Block]:
        """Return the stretches of `source` that fill what `found` leaves open, wherever in the source they stand."""
        gaps = self._worth_a_look(self.target, _gaps(self.target.units[index], [b.target_range for b in found]))
        taken = [b.base_range for b in found if b.source == source]
        rooms = self._worth_a_look(self.base, _gaps(self.base.units[source], taken))
        if not gaps or not rooms:
            return []
        by_gram: dict[str, set[int]] = defaultdict(set)
        for k, (start, end) in enumerate(rooms):
            for gram in _grams(self.base.form.units[start:end]):
                by_gram[gram].add(k)
        more: list[_Block] = []
        used: set[int] = set()
        for gap in gaps:
            grams = _grams(self.target.form.units[slice(*gap)])
            for k in sorted(set().union(*(by_gram.get(gram, ()) for gram in grams)) - used):
                new = [b for b in self._in_order(gap, rooms[k], source) if self._letters(b) >= _ELSEWHERE]
                if new and not any(_overlap(b.target_range, m.target_range) for b in new for m in more):
                    more += new
                    used.add(k)
        return more

    def _worth_a_look(self, form: PlanForm, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [r for r in ranges if sum(map(is_wording, form.form.units[slice(*r)])) >= _ELSEWHERE]

    def _in_order(self, target: tuple[int, int], base: tuple[int, int], source: int) -> list[_Block]:
        ours, theirs = self.base.form.units[slice(*base)], self.target.form.units[slice(*target)]
        stretches = shared_stretches(ours, theirs)
        if len(stretches) == 1 and stretches[0].size == len(ours) == len(theirs):
            return [_Block(target[0], base[0], len(ours), source)]
        blocks = (_Block(target[0] + s.target, base[0] + s.base, s.size, source) for s in stretches)
        return [whole for block in blocks if (whole := self._snapped(block)) and whole.size]

    def _snapped(self, block: _Block) -> _Block:
        """Return the block without the words that its ends would cut in two."""
        target, base, size = block.target, block.base, block.size
        ours, theirs = self._edges(self.base, block.source), self._edges(self.target, self._sentence_of(target))
        starts, others = self.target.form.starts, self.base.form.starts
        while size and not (starts[target] in theirs and others[base] in ours):
            target, base, size = target + 1, base + 1, size - 1
        ends, other_ends = self.target.form.ends, self.base.form.ends
        while size and not (ends[target + size - 1] in theirs and other_ends[base + size - 1] in ours):
            size -= 1
        return _Block(target, base, size, block.source)

    def _sentence_of(self, unit: int) -> int:
        return self.target.plan.sentence_at(self.target.form.starts[unit])

    def _edges(self, form: PlanForm, sentence: int) -> frozenset[int]:
        """Return the places at which a word of the sentence begins or ends."""
        key = (form is self.base, sentence)
        if key not in self.known_edges:
            offset = form.plan.sentences[sentence].span.start
            text = form.plan.wording(sentence)
            self.known_edges[key] = frozenset(offset + w.start for w in words(text)) | {offset + len(text)}
        return self.known_edges[key]

    def _letters(self, block: _Block) -> int:
        """Return how many letters of the target's text a block carries; a regional word counts its own."""
        form = self.target.form
        return sum(form.ends[k] - form.starts[k] for k in range(*block.target_range) if is_wording(form.units[k]))

    def _pieces(self, index: int, blocks: list[_Block], main: int) -> Iterator[_Piece]:
        first, last = self.target.units[index]
        at, before = first, _Block(first, self.base.units[main][0], 0, main)
        closing = _Block(last, self.base.units[main][1], 0, main)
        taken = sorted(b.base_range for b in blocks)
        for block in [*blocks, closing]:
            if block.target > at:
                yield from self._gap((at, block.target), self._counterpart(before, block, taken))
            if block.size:
                yield from self._carried(block)
            at, before = block.target + block.size, block

    @staticmethod
    def _counterpart(before: _Block, after: _Block, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
        """Return the base units between two blocks, where they are neighbours in one source and nothing else uses them."""
        start, end = before.base + before.size, after.base
        if before.source != after.source or start >= end:
            return None
        after_gap = bisect_left(taken, (end, 0))  # blocks do not overlap in the base, so only the last one before can
        return None if after_gap and taken[after_gap - 1][1] > start else (start, end)

    def _gap(self, target: tuple[int, int], base: tuple[int, int] | None) -> Iterator[_Piece]:
        """Yield the pieces of what no block covers; punctuation that both sides begin or end with is carried."""
        if base is None:
            yield _Piece(Op.INSERTED, target, None)
            return
        ours, theirs = self.base.form.units[slice(*base)], self.target.form.units[slice(*target)]
        head = _common_punctuation(ours, theirs)
        tail = _common_punctuation(ours[head:][::-1], theirs[head:][::-1])
        if head:
            yield from self._carried(_Block(target[0], base[0], head, 0))
        if target[0] + head < target[1] - tail:
            yield self._changed((target[0] + head, target[1] - tail), (base[0] + head, base[1] - tail))
        if tail:
            yield from self._carried(_Block(target[1] - tail, base[1] - tail, tail, 0))

    def _changed(self, target: tuple[int, int], base: tuple[int, int]) -> _Piece:
        ours, theirs = self.base.form.units[slice(*base)], self.target.form.units[slice(*target)]
        here, there = (sum(map(is_wording, units)) for units in (theirs, ours))
        if ours and not here and not there:
            return _Piece(Op.VARIANT, target, base)
        if here and there and max(here, there) <= _REPLACED_RATIO * min(here, there):
            return _Piece(Op.LOCALISED if self.places.is_localised(ours, theirs) else Op.REPLACED, target, base)
        return _Piece(Op.INSERTED, target, None)

    @staticmethod
    def _text(form: PlanForm, units: tuple[int, int]) -> str:
        return form.form.span(*units).of(form.plan.text)

    def _carried(self, block: _Block) -> Iterator[_Piece]:
        """Yield the block as equal and variant pieces, a word with a variant character being variant as a whole."""
        whole = (block.target, block.target + block.size), (block.base, block.base + block.size)
        if self._text(self.target, whole[0]) == self._text(self.base, whole[1]):
            yield _Piece(Op.EQUAL, *whole)
            return
        cuts = self._cuts(block)
        for start, end in pairwise(cuts):
            units = (block.target + start, block.target + end), (block.base + start, block.base + end)
            same = self._text(self.target, units[0]) == self._text(self.base, units[1])
            yield _Piece(Op.EQUAL if same else Op.VARIANT, *units)

    def _cuts(self, block: _Block) -> list[int]:
        """Return where to cut a block: at the words of the target, and about each unit whose length differs."""
        edges = self._edges(self.target, self._sentence_of(block.target))
        cuts = {0, block.size}
        for k in range(block.size):
            if self.target.form.starts[block.target + k] in edges:
                cuts.add(k)
            here, there = (
                self._text(f, (at + k, at + k + 1)) for f, at in ((self.target, block.target), (self.base, block.base))
            )
            if len(here) != len(there):
                cuts |= {k, k + 1}
        return sorted(cuts)

    def _merged(self, pieces: Iterable[_Piece]) -> list[_Piece]:
        """Return the pieces with neighbours of one op and adjoining base joined."""
        merged: list[_Piece] = []
        for piece in pieces:
            joined = self._joined(merged[-1], piece) if merged else None
            if joined:
                merged[-1] = joined
            else:
                merged.append(piece)
        return merged

    def _joined(self, one: _Piece, other: _Piece) -> _Piece | None:
        """Return two pieces as one; None where equal text would no longer be equal, or variant text no longer even."""
        target = (one.target[0], other.target[1])
        if one.op is not other.op:
            return None
        if one.base is None or other.base is None:
            return _Piece(one.op, target, None) if one.base is other.base else None
        base = (one.base[0], other.base[1])
        if one.base[1] != other.base[0]:
            return None
        texts = self._text(self.target, target), self._text(self.base, base)
        if one.op is Op.EQUAL and texts[0] != texts[1]:
            return None
        if one.op is Op.VARIANT and not (
            self._is_even(one) and self._is_even(other) and len(texts[0]) == len(texts[1])
        ):
            return None
        return _Piece(one.op, target, base)

    def _is_even(self, piece: _Piece) -> bool:
        """Return whether the piece has as many code points in the base as in the target."""
        return piece.base is not None and len(self.target.form.span(*piece.target)) == len(
            self.base.form.span(*piece.base)
        )

    def _edits(self, piece: _Piece, span: Span) -> Iterator[Edit]:
        """Yield the piece as edits; `span` reaches to the next piece, so white space goes with the stretch before it.

        White space that the base does not have goes with the last character alone, so that the others keep their places.
        """
        if piece.base is None:
            yield Edit(piece.op, span, None)
            return
        origin = self.base.form.span(*piece.base)
        longer = Span(origin.start, origin.start + len(span))
        if piece.op is Op.EQUAL and longer.of(self.base.plan.text) == span.of(self.target.plan.text):
            yield Edit(Op.EQUAL, span, longer)
        elif piece.op not in (Op.EQUAL, Op.VARIANT) or not self._is_even(piece) or len(span) == len(origin):
            yield Edit(piece.op, span, origin)
        else:
            if len(origin) > 1:
                yield Edit(piece.op, Span(span.start, span.start + len(origin) - 1), Span(origin.start, origin.end - 1))
            yield Edit(Op.VARIANT, Span(span.start + len(origin) - 1, span.end), Span(origin.end - 1, origin.end))


def _gaps(whole: tuple[int, int], taken: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what of `whole` lies outside the `taken` ranges, in order."""
    gaps, at = [], whole[0]
    for start, end in sorted(taken):
        if start > at:
            gaps.append((at, start))
        at = max(at, end)
    return [*gaps, (at, whole[1])] if at < whole[1] else gaps


def _common_punctuation(ours: str, theirs: str) -> int:
    """Return how many units of punctuation both begin with."""
    size = 0
    for one, other in zip(ours, theirs, strict=False):
        if one != other or is_wording(one):
            break
        size += 1
    return size


def _touch(block: _Block, other: _Block, has_letters: bool) -> bool:
    """Return whether two blocks adjoin: letters in either plan, punctuation in the target."""
    first, last = sorted((block, other), key=lambda b: b.target)
    adjoin = first.target + first.size == last.target
    return adjoin or (has_letters and first.base + first.size == last.base)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _grams(units: str) -> set[str]:
    """Return the stretches of `_ELSEWHERE` units: two ranges without a common one share nothing worth a look."""
    return {units[k : k + _ELSEWHERE] for k in range(len(units) - _ELSEWHERE + 1)}
