"""Matched sentences → edits: where each stretch of a target's wording comes from, and what of the base is carried nowhere."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qcompare.blocks import CONFETTI, Block, BlockFinder, gaps, overlap
from qcompare.document import Span
from qcompare.forms import PlanForm
from qcompare.model import CARRIED, LIKELY, Edit, Match, Op
from qcompare.normalize import is_wording
from qcompare.places import Places
from qcompare.stretches import shared_stretches
from qcompare.wholes import JOINING_WORDS

_TITLE = re.compile("《[^《》]*》")
_REPLACED_RATIO = 5  # a gap this many times its counterpart is an insertion beside an omission, not a replacement


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
    left = (gap for k in sorted(set(sentences)) for gap in gaps(base.units[k], used[k]))
    return tuple(base.form.span(*gap) for gap in left if any(map(is_wording, base.form.units[slice(*gap)])))


def _main_first(base: PlanForm, target: PlanForm, matches: Sequence[Match]) -> list[int]:
    """Return the sources of one target sentence, the one first that explains most letters, by how far it is sure."""
    if len(matches) < 2:
        return [match.base for match in matches]
    shared = {m.base: shared_stretches(base.letters[m.base], target.letters[m.target]) for m in matches}
    extents = {m.base: (m.score - LIKELY) * sum(s.size for s in shared[m.base] if s.size > CONFETTI) for m in matches}
    return sorted(extents, key=lambda k: (-extents[k], k))


class _Differ:
    """Compares one target sentence after another with its sources."""

    def __init__(self, base: PlanForm, target: PlanForm, places: Places) -> None:
        self.base, self.target, self.places = base, target, places
        self._finder = BlockFinder(base, target, places)

    def sentence(self, index: int, sources: Sequence[int]) -> Iterator[Edit]:
        """Yield the edits of one target sentence, in order; `sources` with the main one first."""
        span = self.target.plan.sentences[index].span
        if not sources:
            yield Edit(Op.INSERTED, span, None)
            return
        first, last = self.target.units[index]
        opening = self.target.form.starts[first] if first < last else span.end
        if opening > span.start:
            yield self._opening_edit(Span(span.start, opening), sources[0])
        blocks = self._finder.blocks(index, sources)
        pieces = self._with_whole_titles(index, self._merged(self._pieces(index, blocks, sources[0])))
        ends = [self.target.form.starts[p.target[0]] for p in pieces[1:]] + [span.end]
        for piece, end in zip(pieces, ends, strict=False):
            yield from self._edits(piece, Span(self.target.form.starts[piece.target[0]], end))

    def _opening_edit(self, span: Span, source: int) -> Edit:
        """Return the edit of what stands before a sentence's wording: its marker, characters that show nothing."""
        sentence = self.base.plan.sentences[source].span
        first, last = self.base.units[source]
        origin = Span(sentence.start, self.base.form.starts[first] if first < last else sentence.end)
        if not len(origin):
            return Edit(Op.INSERTED, span, None)
        same = span.of(self.target.plan.text) == origin.of(self.base.plan.text)
        return Edit(Op.EQUAL if same else Op.VARIANT, span, origin)

    def _pieces(self, index: int, blocks: list[Block], main: int) -> Iterator[_Piece]:
        first, last = self.target.units[index]
        at, before = first, Block(first, self.base.units[main][0], 0, main)
        closing = Block(last, self.base.units[main][1], 0, main)
        taken = sorted(b.base_range for b in blocks)
        for block in [*blocks, closing]:
            if block.target > at:
                yield from self._gap((at, block.target), self._counterpart(before, block, taken))
            if block.size:
                yield from self._carried(block)
            at, before = block.target + block.size, block

    @staticmethod
    def _counterpart(before: Block, after: Block, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
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
            yield from self._carried(Block(target[0], base[0], head, 0))
        if target[0] + head < target[1] - tail:
            yield from self._items((target[0] + head, target[1] - tail), (base[0] + head, base[1] - tail))
        if tail:
            yield from self._carried(Block(target[1] - tail, base[1] - tail, tail, 0))

    def _items(self, target: tuple[int, int], base: tuple[int, int]) -> Iterator[_Piece]:
        """Yield what changed; where the items of two lists begin alike but for places, those by themselves.

        省商务厅、省农业农村厅 is 市商务局、市农业农村局 though 投资促进局 was added behind them.
        """
        whole = self._changed(target, base)
        theirs, ours = (_items_of(form.form.units, at) for form, at in ((self.target, target), (self.base, base)))
        alike = 0
        for one, other in zip(theirs, ours, strict=False):
            words = self.base.form.units[slice(*other)], self.target.form.units[slice(*one)]
            if not self.places.is_localised(*words) or not any(map(is_wording, words[1])):
                break
            alike += 1
        if whole.op is Op.LOCALISED or not 0 < alike < max(len(theirs), len(ours)):
            yield whole
            return
        ends = theirs[alike - 1][1], ours[alike - 1][1]
        yield _Piece(Op.LOCALISED, (target[0], ends[0]), (base[0], ends[1]))
        if ends[0] < target[1]:
            rest = (ends[1], base[1])
            yield (
                self._changed((ends[0], target[1]), rest)
                if rest[0] < rest[1]
                else _Piece(Op.INSERTED, (ends[0], target[1]), None)
            )

    def _changed(self, target: tuple[int, int], base: tuple[int, int]) -> _Piece:
        ours, theirs = self.base.form.units[slice(*base)], self.target.form.units[slice(*target)]
        here, there = (sum(map(is_wording, units)) for units in (theirs, ours))
        if ours and (not (here or there) or _are_joints(ours, theirs)):
            return _Piece(Op.VARIANT, target, base)
        if here and there and max(here, there) <= _REPLACED_RATIO * min(here, there):
            return _Piece(Op.LOCALISED if self.places.is_localised(ours, theirs) else Op.REPLACED, target, base)
        return _Piece(Op.INSERTED, target, None)

    @staticmethod
    def _text(form: PlanForm, units: tuple[int, int]) -> str:
        return form.form.span(*units).of(form.plan.text)

    def _carried(self, block: Block) -> Iterator[_Piece]:
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

    def _cuts(self, block: Block) -> list[int]:
        """Return where to cut a block: at the words of the target, and about each unit whose length differs."""
        form, origin = self.target.form, self.base.form
        edges = self._finder.edges(self.target, self.target.plan.sentence_at(form.starts[block.target]))
        cuts = {0, block.size}
        for k, (at, source) in enumerate(zip(range(*block.target_range), range(*block.base_range), strict=True)):
            if form.starts[at] in edges:
                cuts.add(k)
            if form.ends[at] - form.starts[at] != origin.ends[source] - origin.starts[source]:
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

    def _with_whole_titles(self, index: int, pieces: list[_Piece]) -> list[_Piece]:
        """Return the pieces with each 《title》 as one: replaced where it took another's place, inserted where it is new.

        A new title may share words with the base by chance; it is the name of another document all the same.
        """
        first, last = self.target.units[index]
        for found in _TITLE.finditer(self.target.form.units, first, last):
            inside = [p for p in pieces if p.target[0] < found.end() and found.start() < p.target[1]]
            origin = self._other_title(found.span(), inside)
            at = pieces.index(inside[0])
            if origin and any(p.base and overlap(p.base, origin) for p in pieces if p not in inside):
                origin = None
            if origin or _is_patched(self.target.form.units, found.span(), inside):
                pieces[at : at + len(inside)] = self._about_title(inside, found.span(), origin)
        return pieces

    def _other_title(self, title: tuple[int, int], inside: list[_Piece]) -> tuple[int, int] | None:
        """Return the base title that the target's took the place of; None where it is the same or only localised.

        Both begin with a 《 that is carried, and what the target's carries of the base's is nowhere but in it.
        """
        first, last = inside[0], inside[-1]
        changed = [p for p in inside if p.op in (Op.REPLACED, Op.INSERTED)]
        if not changed or first.base is None or not (_is_level(first) and first.op in CARRIED):
            return None
        opens = first.base[0] + title[0] - first.target[0]
        source = self.base.plan.sentence_at(self.base.form.starts[opens])
        found = _TITLE.match(self.base.form.units, opens, self.base.units[source][1])
        if not found or (last.target[1] > title[1] and not (_is_level(last) and last.op in CARRIED)):
            return None
        ends = [min(p.base[1], p.base[1] - (p.target[1] - title[1])) for p in inside if p.base]
        starts = [p.base[0] for p in inside[1:] if p.base]
        return found.span() if min(starts, default=opens) >= opens and max(ends) <= found.end() else None

    def _about_title(
        self, inside: list[_Piece], title: tuple[int, int], origin: tuple[int, int] | None
    ) -> Iterator[_Piece]:
        """Yield what the first and the last of the pieces have outside the title, and the title between."""
        before, after = inside[0], inside[-1]
        if before.target[0] < title[0]:
            yield from self._part(before, (before.target[0], title[0]))
        yield _Piece(Op.REPLACED if origin else Op.INSERTED, title, origin)
        if title[1] < after.target[1]:
            yield from self._part(after, (title[1], after.target[1]))

    def _part(self, piece: _Piece, target: tuple[int, int]) -> Iterator[_Piece]:
        """Yield the part of a piece that lies at `target`; the piece is inserted, or carried unit by unit."""
        if piece.base is None:
            yield _Piece(piece.op, target, None)
        else:
            start = piece.base[0] + target[0] - piece.target[0]
            yield from self._carried(Block(target[0], start, target[1] - target[0], 0))

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


def _common_punctuation(ours: str, theirs: str) -> int:
    """Return how many units of punctuation both begin with."""
    size = 0
    for one, other in zip(ours, theirs, strict=False):
        if one != other or is_wording(one):
            break
        size += 1
    return size


def _items_of(units: str, whole: tuple[int, int]) -> list[tuple[int, int]]:
    """Return where the items of a list stand in a range of units: what lies between its 、."""
    cuts = [k for k in range(*whole) if units[k] == "、"]
    return list(zip([whole[0], *(k + 1 for k in cuts)], [*cuts, whole[1]], strict=True))


def _are_joints(ours: str, theirs: str) -> bool:
    """Return whether both only join the items of a list, one by a word and the other by a mark: 产品和服务, 产品、服务."""
    joined = sorted((ours, theirs), key=JOINING_WORDS.__contains__)
    return joined[1] in JOINING_WORDS and joined[0] in "、,"


def _is_patched(units: str, title: tuple[int, int], inside: Sequence[_Piece]) -> bool:
    """Return whether a title is in part new and in part carried, and the pieces at its ends can be parted there."""
    changed = (p.target for p in inside if p.op in (Op.REPLACED, Op.INSERTED))
    new = any(is_wording(units[k]) for start, end in changed for k in range(max(start, title[0]), min(end, title[1])))
    ends = [p for p in (inside[0], inside[-1]) if p.target[0] < title[0] or title[1] < p.target[1]]
    parted = all(p.base is None or (p.op in CARRIED and _is_level(p)) for p in ends)
    return new and parted and any(p.op in CARRIED for p in inside)


def _is_level(piece: _Piece) -> bool:
    """Return whether the piece has as many units in the base as in the target."""
    return piece.base is not None and piece.base[1] - piece.base[0] == piece.target[1] - piece.target[0]
