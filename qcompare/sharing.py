"""Which clauses that only targets have are one clause in several targets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

_ALIKE = 0.8  # of the two clauses' bigrams in common: the same clause of two districts with a word or two of their own
_SHORTEST = 12  # letters: shorter ones that are nearly alike may be two clauses (加强组织领导, 加强组织保障)
_GRAM = 6  # letters that two clauses nearly alike have in common somewhere
_COMMON = 32  # clauses that a gram may stand in and still lead to pairs


@dataclass(frozen=True, slots=True, order=True)
class OwnClause:
    """A clause that the base lacks: its target, its number there, and what it says without its own places."""

    target: int
    clause: int
    wording: str


def shared_clauses(clauses: Sequence[OwnClause]) -> list[tuple[OwnClause, ...]]:
    """Return the clauses in groups of one clause each, at most one of every target, in order of their first.

    The same wording is the same clause, copy by copy where a target has it several times; then what is nearly alike,
    unless it is so to several of one target: which of them is meant nobody can say. The targets' order does not matter.
    """
    groups: dict[tuple[str, int], list[OwnClause]] = defaultdict(list)
    seen: Counter[tuple[int, str]] = Counter()
    for own in sorted(clauses):
        groups[own.wording, seen[own.target, own.wording]].append(own)
        seen[own.target, own.wording] += 1
    heads = [tuple(group) for group in groups.values()]
    joined = _joined(heads, _alike_pairs([group[0].wording for group in heads]))
    return sorted(joined)


def _joined(groups: Sequence[tuple[OwnClause, ...]], pairs: Iterable[tuple[int, int]]) -> list[tuple[OwnClause, ...]]:
    """Return the groups with those that are linked by pairs made one, where no target would have two clauses in it."""
    leader = list(range(len(groups)))

    def find(k: int) -> int:
        while leader[k] != k:
            leader[k] = leader[leader[k]]
            k = leader[k]
        return k

    for one, other in pairs:
        leader[find(other)] = find(one)
    linked: dict[int, list[int]] = defaultdict(list)
    for k in range(len(groups)):
        linked[find(k)].append(k)
    made: list[tuple[OwnClause, ...]] = []
    for members in linked.values():
        whole = tuple(sorted(own for k in members for own in groups[k]))
        one_each = len({own.target for own in whole}) == len(whole)
        made += [whole] if one_each else [groups[k] for k in members]
    return made


def _alike_pairs(wordings: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of wordings that are nearly alike, found by what stretches they share."""
    places: dict[str, list[int]] = defaultdict(list)
    for k, wording in enumerate(wordings):
        if len(wording) >= _SHORTEST:
            for gram in {wording[i : i + _GRAM] for i in range(len(wording) - _GRAM + 1)}:
                places[gram].append(k)
    candidates = {pair for found in places.values() if len(found) <= _COMMON for pair in combinations(found, 2)}
    return sorted(pair for pair in candidates if _likeness(*(wordings[k] for k in pair)) >= _ALIKE)


def _likeness(one: str, other: str) -> float:
    """Return the share of bigrams in common, 0..1 (Dice).

    >>> _likeness("强化质量监管", "强化质量监督管理")
    0.6666666666666666
    """
    grams = [Counter(text[k : k + 2] for k in range(len(text) - 1)) for text in (one, other)]
    return 2 * (grams[0] & grams[1]).total() / max(1, grams[0].total() + grams[1].total())
