"""The stretches of wording that two strings share."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from difflib import SequenceMatcher

_FULL_SEARCH = 400_000  # length × length up to which every pair of places is considered
_ANCHOR_SIZES = (24, 12, 6)  # tried in turn on longer strings: stretches of this size that stand once in each


@dataclass(frozen=True, slots=True)
class Stretch:
    """`size` characters that stand at `base` in one string and at `target` in the other."""

    base: int
    target: int
    size: int


def shared_stretches(base: str, target: str) -> list[Stretch]:
    """Return the stretches that both strings have in the same order, in order of place.

    Short strings are searched in full, the longest stretch first, then what lies on either side of it. Of long ones the
    common ends are taken, then stretches that stand once in each, so that the cost stays near the sum of the lengths;
    where two long strings have none, nothing is shared.

    >>> shared_stretches("达到92以上", "达到90以上")
    [Stretch(base=0, target=0, size=3), Stretch(base=4, target=4, size=2)]
    """
    if base == target:
        return [Stretch(0, 0, len(base))] if base else []
    if len(base) * len(target) <= _FULL_SEARCH:
        return _joined(_search(base, target, 0))
    head = _common_prefix(base, target)
    tail = _common_prefix(base[head:][::-1], target[head:][::-1])
    middle = _search(base[head : len(base) - tail], target[head : len(target) - tail], 0)
    found = [Stretch(s.base + head, s.target + head, s.size) for s in middle]
    ends = (Stretch(0, 0, head), Stretch(len(base) - tail, len(target) - tail, tail))
    return _joined([s for s in (ends[0], *found, ends[1]) if s.size])


def _search(base: str, target: str, depth: int) -> list[Stretch]:
    if not base or not target:
        return []
    if len(base) * len(target) <= _FULL_SEARCH:
        blocks = SequenceMatcher(None, base, target, autojunk=False).get_matching_blocks()
        return [Stretch(a, b, size) for a, b, size in blocks if size]
    if depth == len(_ANCHOR_SIZES):
        return []
    found: list[Stretch] = []
    i = j = 0
    for anchor in [*_anchors(base, target, _ANCHOR_SIZES[depth]), Stretch(len(base), len(target), 0)]:
        gap = _search(base[i : anchor.base], target[j : anchor.target], depth + 1)
        found += [Stretch(s.base + i, s.target + j, s.size) for s in gap]
        found.append(anchor)
        i, j = anchor.base + anchor.size, anchor.target + anchor.size
    return [s for s in found if s.size]


def _anchors(base: str, target: str, size: int) -> list[Stretch]:
    """Return stretches of at least `size` that stand once in each string, in an order common to both."""
    mine, theirs = _once(base, size), _once(target, size)
    places = sorted((at, theirs[gram]) for gram, at in mine.items() if gram in theirs)
    rising = [places[k] for k in longest_rising([j for _, j in places], [1] * len(places))]
    anchors: list[Stretch] = []
    for i, j in rising:
        last = anchors[-1] if anchors else None
        if last and i - last.base == j - last.target and i <= last.base + last.size:
            anchors[-1] = Stretch(last.base, last.target, i - last.base + size)
        elif not last or (i >= last.base + last.size and j >= last.target + last.size):
            anchors.append(Stretch(i, j, size))
    return anchors


def _once(text: str, size: int) -> dict[str, int]:
    seen: dict[str, int] = {}
    for at in range(len(text) - size + 1):
        gram = text[at : at + size]
        seen[gram] = -1 if gram in seen else at
    return {gram: at for gram, at in seen.items() if at >= 0}


def longest_rising(values: list[int], weights: list[int]) -> list[int]:
    """Return the indices of the strictly rising subsequence of `values` with the greatest sum of `weights`.

    Of several, the one that ends earliest in `values`. n log n, by a tree of prefix maxima over the ranks.

    >>> longest_rising([0, 3, 1, 2], [1, 1, 1, 1])
    [0, 2, 3]
    >>> longest_rising([0, 3, 1, 2], [1, 9, 1, 1])
    [0, 1]
    """
    ranks = sorted(set(values))
    best: list[tuple[int, int]] = [(0, 0)] * (len(ranks) + 1)  # (sum, -index - 1) of the best chain up to a rank
    before: list[int] = []
    top = (0, 0)
    for index, value in enumerate(values):
        rank = bisect_left(ranks, value)
        chain, at = (0, 0), rank
        while at:
            chain = max(chain, best[at])
            at &= at - 1
        before.append(-chain[1] - 1)
        entry = (chain[0] + weights[index], -index - 1)
        top = max(top, entry)
        at = rank + 1
        while at <= len(ranks):
            best[at] = max(best[at], entry)
            at += at & -at
    chain_indices, at = [], -top[1] - 1
    while at >= 0:
        chain_indices.append(at)
        at = before[at]
    return chain_indices[::-1]


def _common_prefix(one: str, other: str) -> int:
    """Return how many characters the strings have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for s in stretches:
        last = joined[-1] if joined else None
        if last and last.base + last.size == s.base and last.target + last.size == s.target:
            joined[-1] = Stretch(last.base, last.target, last.size + s.size)
        else:
            joined.append(s)
    return joined
