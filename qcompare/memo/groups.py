"""Which sentences of a row stand side by side: a clause opened to its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qcompare.model import Alignment, Collation, Plan, Relation, Row, RowKind, SentenceKind

_STRENGTH = (Relation.ADDED, Relation.INHERITED, Relation.LOCALISED, Relation.MODIFIED)


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences of one row that belong together, and what they say of the target.

    `joined` is true when one target sentence takes from several of the base sentences. `kind` is NONE where the base
    sentences serve other rows only.
    """

    base: tuple[int, ...]
    target: tuple[int, ...]
    kind: RowKind
    joined: bool = False

    @property
    def divided(self) -> bool:
        """Whether one base sentence serves several target sentences of the row."""
        return not self.joined and len(self.base) == 1 and len(self.target) > 1


class Matches:
    """The matches of one target, looked up by either sentence."""

    def __init__(self, alignment: Alignment) -> None:
        self.alignment = alignment
        self._dropped = frozenset(alignment.dropped)
        self._moved = frozenset(match.base for match in alignment.matches if match.moved)
        self._targets: dict[int, list[int]] = {}
        self._bases: dict[int, list[int]] = {}
        self._sources = {edit.target.start: edit.base.start for edit in alignment.wording if edit.base is not None}
        for match in alignment.matches:
            self._targets.setdefault(match.base, []).append(match.target)
            self._bases.setdefault(match.target, []).append(match.base)

    def targets(self, base: int) -> Sequence[int]:
        """Return the target sentences written from a base sentence."""
        return self._targets.get(base, ())

    def bases(self, target: int) -> Sequence[int]:
        """Return the base sentences a target sentence takes from."""
        return self._bases.get(target, ())

    def has_moved(self, base: int) -> bool:
        """Whether a base sentence has a match out of order."""
        return base in self._moved

    def origin(self, base: Plan, start: int) -> int:
        """Return the base sentence that the target's wording from `start` comes from; -1 where it is inserted."""
        source = self._sources.get(start)
        return -1 if source is None else base.sentence_at(source)

    def kind_of_base(self, sentence: int) -> RowKind:
        """Return what became of a base sentence: the strongest change among the target sentences written from it."""
        relations = [self.alignment.relations[t] for t in self.targets(sentence)]
        found = [r for r in relations if r is not None]
        if sentence in self._dropped or not found:
            return RowKind.DROPPED
        return RowKind(max(found, key=_STRENGTH.index).value)

    def kind_of_target(self, sentence: int) -> RowKind:
        """Return the relation of a target sentence as a kind."""
        relation = self.alignment.relations[sentence]
        return RowKind.FURNITURE if relation is None else RowKind(relation.value)


def sentences_of(plan: Plan, clauses: Sequence[int]) -> list[int]:
    """Return the sentences of the clauses that are not furniture, in order."""
    every = (s for c in clauses for s in plan.clauses[c].sentences)
    return [s for s in every if plan.sentences[s].kind is not SentenceKind.FURNITURE]


def groups_of(collation: Collation, matches: Matches, row: Row, cell: int) -> list[Group]:
    """Return the sentences of a row in groups: base order, what only the target has after what stands before it."""
    base = sentences_of(collation.base, () if row.base is None else (row.base,))
    target = sentences_of(matches.alignment.plan, row.cells[cell].clauses)
    groups = [_group(matches, b, t) for b, t in _components(matches, base, target)]
    placed = {t for group in groups for t in group.target}
    for number, sentence in enumerate(target):
        if sentence not in placed:
            at = _after(groups, target[number - 1]) if number else 0
            groups.insert(at, Group((), (sentence,), matches.kind_of_target(sentence)))
    return groups


def _components(
    matches: Matches, base: Sequence[int], target: Sequence[int]
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield base sentences, each with all that hang together with it by matches inside the row."""
    here_base, here_target = set(base), set(target)
    seen: set[int] = set()
    for first in base:
        if first in seen:
            continue
        bases, targets, reach = {first}, set[int](), [first]
        while reach:
            new = {t for t in matches.targets(reach.pop()) if t in here_target} - targets
            targets |= new
            linked = {b for t in new for b in matches.bases(t) if b in here_base} - bases
            bases |= linked
            reach += sorted(linked)
        seen |= bases
        yield tuple(sorted(bases)), tuple(sorted(targets))


def _group(matches: Matches, base: tuple[int, ...], target: tuple[int, ...]) -> Group:
    if target:
        kinds = [matches.kind_of_target(t) for t in target]
        strongest = max(kinds, key=lambda kind: _STRENGTH.index(Relation(kind.value)))
        return Group(base, target, strongest, joined=len(base) > 1)
    elsewhere = any(matches.targets(b) for b in base)
    return Group(base, (), RowKind.NONE if elsewhere else RowKind.DROPPED)


def _after(groups: Sequence[Group], sentence: int) -> int:
    """Return the place behind the group that holds the target sentence, and behind base sentences without words here."""
    at = next(at for at, group in enumerate(groups, start=1) if sentence in group.target)
    while at < len(groups) and not groups[at].target:
        at += 1
    return at


def joining_notes(groups: Sequence[Group]) -> list[str]:
    """Return what is to be said of sentences that were run into one or taken apart.

    >>> joining_notes([Group((3, 4), (2,), RowKind.MODIFIED, joined=True), Group((5,), (3, 4), RowKind.MODIFIED)])
    ['合并：基准2句合为1句', '拆分：基准1句分为2句']
    """
    joined = [g for g in groups if g.joined]
    divided = [g for g in groups if g.divided]
    return [
        *(f"合并：基准{len(g.base)}句合为{len(g.target)}句" for g in joined),
        *(f"拆分：基准1句分为{len(g.target)}句" for g in divided),
    ]


def drawn_together(groups: Sequence[Group], apart: frozenset[int]) -> list[Group]:
    """Return the groups with neighbours of one plain kind run together, but where a target sentence is in `apart`."""
    merged: list[Group] = []
    for group in groups:
        last = merged[-1] if merged else None
        if last is not None and _alike(last, group) and not apart.intersection(last.target + group.target):
            merged[-1] = replace(last, base=last.base + group.base, target=last.target + group.target)
        else:
            merged.append(group)
    return merged


def _alike(first: Group, second: Group) -> bool:
    plain = {RowKind.INHERITED, RowKind.LOCALISED, RowKind.ADDED, RowKind.DROPPED}
    if first.kind is not second.kind or first.kind not in plain:
        return False
    if first.joined or second.joined or first.divided or second.divided:
        return False
    neighbours = not first.target or not second.target or first.target[-1] + 1 == second.target[0]
    return neighbours and bool(first.target) == bool(second.target) and bool(first.base) == bool(second.base)
