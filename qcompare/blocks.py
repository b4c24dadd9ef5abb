"""Which stretches of a target sentence are carried over from its sources: in order, out of order, items of lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from qcompare.forms import PlanForm
from qcompare.normalize import is_wording
from qcompare.places import Places
from qcompare.stretches import shared_stretches
from qcompare.wholes import whole_figures
from qcompare.words import words

CONFETTI = 1  # letters: 的 alone between two changed words is no wording carried over
_ELSEWHERE = 4  # letters: a shorter stretch out of order, or from a second source, is chance
_JOINING = frozenset("和与與及等")  # words that join the items of a list or close it


@dataclass(frozen=True, slots=True)
class Block:
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


class BlockFinder:
    """Finds what one target sentence after another carries over."""

    def __init__(self, base: PlanForm, target: PlanForm, places: Places) -> None:
        self.base, self.target, self.places = base, target, places
        self._known_edges: dict[tuple[bool, int], frozenset[int]] = {}

    def blocks(self, index: int, sources: Sequence[int]) -> list[Block]:
        """Return what the sentence carries over, by target place: the main source in order, then what else is found."""
        found = self._without_confetti(
            self._in_order(self.target.units[index], self.base.units[sources[0]], sources[0])
        )
        for source in [*sources[1:], sources[0]]:
            found += self._out_of_order(index, source, found)
        for source in sources:
            found += self._list_items(index, source, found)
        return sorted(found, key=lambda b: b.target)

    def _without_confetti(self, blocks: list[Block]) -> list[Block]:
        """Return the blocks without single letters between changes, which are no wording carried over."""
        letters = [self._letters(b) for b in blocks]
        kept = []
        for k, block in enumerate(blocks):
            beside = [blocks[i] for i in (k - 1, k + 1) if 0 <= i < len(blocks) and letters[i] > CONFETTI]
            if len(blocks) == 1 or letters[k] > CONFETTI or any(_touch(block, b, letters[k] > 0) for b in beside):
                kept.append(block)
        return kept

    def _out_of_order(self, index: int, source: int, found: list[Block]) -> list[Block]:
        """Return the stretches of `source` that fill what `found` leaves open, wherever in the source they stand."""
        openings = self._worth_a_look(self.target, gaps(self.target.units[index], [b.target_range for b in found]))
        taken = [b.base_range for b in found if b.source == source]
        rooms = self._worth_a_look(self.base, gaps(self.base.units[source], taken))
        if not openings or not rooms:
            return []
        by_gram: dict[str, set[int]] = defaultdict(set)
        for k, (start, end) in enumerate(rooms):
            for gram in _grams(self.base.form.units[start:end]):
                by_gram[gram].add(k)
        more: list[Block] = []
        used: set[int] = set()
        for gap in openings:
            grams = _grams(self.target.form.units[slice(*gap)])
            for k in sorted(set().union(*(by_gram.get(gram, ()) for gram in grams)) - used):
                new = [b for b in self._in_order(gap, rooms[k], source) if self._letters(b) >= _ELSEWHERE]
                if new and not any(overlap(b.target_range, m.target_range) for b in new for m in more):
                    more += new
                    used.add(k)
        return more

    def _list_items(self, index: int, source: int, found: list[Block]) -> list[Block]:
        """Return the items of lists that `found` leaves open in both sentences: 教育、医疗 that became 医疗、教育."""
        taken = [b.base_range for b in found if b.source == source]
        rooms = self._items(self.base, source, gaps(self.base.units[source], taken))
        if not rooms:
            return []
        openings = gaps(self.target.units[index], [b.target_range for b in found])
        more = []
        for item, places in self._items(self.target, index, openings).items():
            for target, base in zip(places, rooms.get(item, ()), strict=False):
                more.append(Block(target, base, len(item), source))
        return more

    def _items(self, form: PlanForm, sentence: int, ranges: Iterable[tuple[int, int]]) -> dict[str, list[int]]:
        """Return where the items of lists lie whole in `ranges`: words between two marks or joining words, a 、 beside them."""
        units, starts, edges = form.form.units, form.form.starts, self.edges(form, sentence)
        first, last = form.units[sentence]
        items: dict[str, list[int]] = defaultdict(list)
        for low, high in ranges:
            cuts = [k for k in range(low, high) if not is_wording(units[k]) or self._joins(form, k, edges)]
            for before, cut in pairwise([low - 1, *cuts, high]):
                at = before + 1
                listed = "、" in (units[max(before, first)], units[min(cut, last - 1)])
                if cut - at > 1 and listed and starts[at] in edges and form.form.ends[cut - 1] in edges:
                    items[units[at:cut]].append(at)
        return items

    @staticmethod
    def _joins(form: PlanForm, unit: int, edges: frozenset[int]) -> bool:
        """Return whether a unit is a word by itself that joins or closes a list: the 等 of 医疗等领域, not of 高等教育."""
        starts, ends = form.form.starts, form.form.ends
        return form.form.units[unit] in _JOINING and starts[unit] in edges and ends[unit] in edges

    def _worth_a_look(self, form: PlanForm, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [r for r in ranges if sum(map(is_wording, form.form.units[slice(*r)])) >= _ELSEWHERE]

    def _in_order(self, target: tuple[int, int], base: tuple[int, int], source: int) -> list[Block]:
        ours, theirs = self.base.form.units[slice(*base)], self.target.form.units[slice(*target)]
        stretches = shared_stretches(ours, theirs)
        if len(stretches) == 1 and stretches[0].size == len(ours) == len(theirs):
            return [Block(target[0], base[0], len(ours), source)]
        blocks = (Block(target[0] + s.target, base[0] + s.base, s.size, source) for s in stretches)
        return [whole for block in blocks if (whole := self._snapped(block)) and whole.size]

    def _snapped(self, block: Block) -> Block:
        """Return the block without the words that its ends would cut in two."""
        target, base, size = block.target, block.base, block.size
        ours, theirs = self.edges(self.base, block.source), self.edges(self.target, self._sentence_of(target))
        starts, others = self.target.form.starts, self.base.form.starts
        while size and not (starts[target] in theirs and others[base] in ours):
            target, base, size = target + 1, base + 1, size - 1
        ends, other_ends = self.target.form.ends, self.base.form.ends
        while size and not (ends[target + size - 1] in theirs and other_ends[base + size - 1] in ours):
            size -= 1
        return Block(target, base, size, block.source)

    def _sentence_of(self, unit: int) -> int:
        return self.target.plan.sentence_at(self.target.form.starts[unit])

    def edges(self, form: PlanForm, sentence: int) -> frozenset[int]:
        """Return the places at which a word of the sentence begins or ends, but none within a figure or a name."""
        key = (form is self.base, sentence)
        if key not in self._known_edges:
            offset = form.plan.sentences[sentence].span.start
            text = form.plan.wording(sentence)
            wholes = chain(whole_figures(text), self.places.names_in(text))
            inside = {k for whole in wholes for k in range(whole.start + 1, whole.end)}
            edges = {0, len(text), *(w.start for w in words(text))} - inside
            self._known_edges[key] = frozenset(offset + k for k in edges)
        return self._known_edges[key]

    def _letters(self, block: Block) -> int:
        """Return how many letters of the target's text a block carries; a regional word counts its own."""
        form = self.target.form
        return sum(form.ends[k] - form.starts[k] for k in range(*block.target_range) if is_wording(form.units[k]))


def gaps(whole: tuple[int, int], taken: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what of `whole` lies outside the `taken` ranges, in order."""
    found, at = [], whole[0]
    for start, end in sorted(taken):
        if start > at:
            found.append((at, start))
        at = max(at, end)
    return [*found, (at, whole[1])] if at < whole[1] else found


def _touch(block: Block, other: Block, has_letters: bool) -> bool:
    """Return whether two blocks adjoin: letters in either plan, punctuation in the target."""
    first, last = sorted((block, other), key=lambda b: b.target)
    adjoin = first.target + first.size == last.target
    return adjoin or (has_letters and first.base + first.size == last.base)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether two half-open ranges have a unit in common."""
    return one[0] < other[1] and other[0] < one[1]


def _grams(units: str) -> set[str]:
    """Return the stretches of `_ELSEWHERE` units: two ranges without a common one share nothing worth a look."""
    return {units[k : k + _ELSEWHERE] for k in range(len(units) - _ELSEWHERE + 1)}
