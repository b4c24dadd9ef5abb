"""Which sentences of a row stand side by side: a clause opened to its sentences, each plan in its own order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qcompare.citing import sentences_of
from qcompare.links import Links
from qcompare.model import STRENGTH, Cell, Collation, Relation, Row, RowKind

_IN_ORDER = 1000  # how much sooner a sentence in order keeps its place beside its origin than one that moved


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences of one row that belong together, and what they say of the target.

    `joined` is true when several base sentences stand beside target sentences written from them. `kind` is NONE where the
    base sentences serve target sentences at another place only. `elsewhere` are base sentences of the row that the target
    sentences come from though they stand at another place.
    """

    base: tuple[int, ...]
    target: tuple[int, ...]
    kind: RowKind
    joined: bool = False
    elsewhere: tuple[int, ...] = ()

    @property
    def divided(self) -> bool:
        """Whether one base sentence serves several target sentences of the group."""
        return not self.joined and len(self.base) == 1 and len(self.target) > 1


@dataclass(frozen=True, slots=True)
class _Unit:
    """Target sentences in a row of one clause that share base sentences, and these."""

    target: tuple[int, ...]
    base: tuple[int, ...]


def groups_of(links: Links, ours: Sequence[int], theirs: Sequence[int]) -> list[Group]:
    """Return the sentences of a row's base and target clauses in groups that read, each side by itself, in its plan's order.

    Where the two orders cross, the sentences in order stand side by side; one that moved stands at its place on either
    side. What only the target has follows what stands before it.
    """
    base, target = sentences_of(links.base, ours), sentences_of(links.plan, theirs)
    units = _units(links, target, frozenset(base))
    beside = {at: _neighbours(links, units[at].base) for at in _in_order(links, units)}
    places = {s: at for at, s in enumerate(base)}
    coming = [len(base)] * len(units)  # where in the base the next sentence begins that keeps its place
    for at in range(len(units) - 2, -1, -1):
        coming[at] = places[beside[at + 1][0]] if at + 1 in beside else coming[at + 1]
    groups: list[Group] = []
    done = 0
    for at, unit in enumerate(units):
        kept = beside.get(at, ())
        # Base sentences without words here stand before the target's own that follow the same sentence, but not at the top.
        until = places[kept[0]] if kept else coming[at] if groups else done
        groups += (_base_only(links, s) for s in base[done:until])
        done = places[kept[-1]] + 1 if kept else until
        groups.append(_beside(links, unit, kept))
    groups += (_base_only(links, s) for s in base[done:])
    return groups


def _units(links: Links, target: Sequence[int], base: frozenset[int]) -> list[_Unit]:
    units: list[_Unit] = []
    for sentence in target:
        origins = [b for b in links.bases(sentence) if b in base]
        last = units[-1] if units else None
        if last is not None and set(origins) & set(last.base) and _one_clause(links, last.target[-1], sentence):
            units[-1] = _Unit((*last.target, sentence), tuple(sorted({*last.base, *origins})))
        else:
            units.append(_Unit((sentence,), tuple(sorted(origins))))
    return units


def _one_clause(links: Links, first: int, second: int) -> bool:
    return links.plan.sentences[first].clause == links.plan.sentences[second].clause


def _neighbours(links: Links, base: Sequence[int]) -> tuple[int, ...]:
    """Return the longest of the stretches of base sentences that follow one another."""
    stretches: list[list[int]] = []
    for sentence in base:
        if stretches and stretches[-1][-1] == sentence - 1:
            stretches[-1].append(sentence)
        else:
            stretches.append([sentence])
    return tuple(max(stretches, key=lambda stretch: sum(len(links.base.sentences[s].span) for s in stretch)))


def _in_order(links: Links, units: Sequence[_Unit]) -> list[int]:
    """Return the units whose base sentences follow one another as the target's do: the heaviest such chain.

    `ends` and `weights` rise together: the best chain that ends at each base sentence, those no better than a shorter one
    left out.
    """
    ends: list[int] = []
    weights: list[int] = []
    tops: list[int] = []
    before: dict[int, int] = {}
    for at, unit in enumerate(units):
        if not unit.base:
            continue
        kept = _neighbours(links, unit.base)
        place = bisect_left(ends, kept[0])
        before[at] = tops[place - 1] if place else -1
        weight = (weights[place - 1] if place else 0) + _weight(links, unit)
        place = bisect_left(ends, kept[-1])
        if (place < len(ends) and ends[place] == kept[-1] and weights[place] >= weight) or (
            place and weights[place - 1] >= weight
        ):
            continue
        worse = place
        while worse < len(ends) and weights[worse] <= weight:
            worse += 1
        ends[place:worse], weights[place:worse], tops[place:worse] = [kept[-1]], [weight], [at]
    chain: list[int] = []
    at = tops[-1] if tops else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


def _weight(links: Links, unit: _Unit) -> int:
    length = sum(len(links.plan.sentences[t].span) for t in unit.target)
    return length if any(links.moved_bases(t) for t in unit.target) else length * _IN_ORDER


def _beside(links: Links, unit: _Unit, base: tuple[int, ...]) -> Group:
    kinds = [links.kind_of_target(t) for t in unit.target]
    strongest = max(kinds, key=lambda kind: STRENGTH.index(Relation(kind.value)))
    elsewhere = tuple(b for b in unit.base if b not in base)
    return Group(base, unit.target, strongest, joined=len(base) > 1, elsewhere=elsewhere)


def _base_only(links: Links, sentence: int) -> Group:
    return Group((sentence,), (), RowKind.NONE if links.targets(sentence) else RowKind.DROPPED)


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a row opened to its sentences (逐句): a group of the chosen target, with what the other plans have beside.

    `plans` has the sentences of each plan, the base first; a cell's kind, moves and doubts are those of its sentences here.
    """

    plans: tuple[tuple[int, ...], ...]
    cells: tuple[Cell, ...]
    joined: bool = False


def parts_of(collation: Collation, links: Sequence[Links], row: Row, chosen: int) -> list[Part]:
    """Return a row as lines of sentences, by the groups of the chosen target; `links` are those of the targets.

    Each sentence of the row stands in one part. Another plan's stand beside those that they were written from, or that
    were written from them, else with what stands before them.
    """
    against = collation.against(chosen)
    groups = groups_of(links[chosen], collation.opposite(row, chosen), row.cells[chosen].clauses)
    held = {
        against: {k: at for at, group in enumerate(groups) for k in group.base},
        chosen + 1: {k: at for at, group in enumerate(groups) for k in group.target},
    }
    for target, own in enumerate(links):
        if target + 1 not in held and collation.against(target) in held:
            ours = held[collation.against(target)]
            held[target + 1] = _beside_known(sentences_of(own.plan, row.cells[target].clauses), own.bases, ours)
    for target, own in reversed(list(enumerate(links))):
        plan = collation.against(target)
        if plan not in held:
            held[plan] = _beside_known(sentences_of(own.base, row.clauses(plan)), own.targets, held[target + 1])
    parts = []
    for at, group in enumerate(groups):
        plans = tuple(tuple(k for k, place in held[p].items() if place == at) for p in range(len(collation.plans)))
        parts.append(Part(plans, tuple(_cells(collation, links, row, plans)), group.joined))
    return parts


def _beside_known(
    sentences: Sequence[int], relatives: Callable[[int], list[int]], known: Mapping[int, int]
) -> dict[int, int]:
    """Return the part of each sentence: that of a relative, else that of the sentence before."""
    at, found = 0, {}
    for sentence in sentences:
        at = next((known[k] for k in relatives(sentence) if k in known), at)
        found[sentence] = at
    return found


def _cells(collation: Collation, links: Sequence[Links], row: Row, plans: Sequence[tuple[int, ...]]) -> Iterator[Cell]:
    for target, own in enumerate(links):
        yield _part_cell(own, row.cells[target], plans[collation.against(target)], plans[target + 1])


def _part_cell(links: Links, cell: Cell, base: Sequence[int], sentences: Sequence[int]) -> Cell:
    """Return what a part holds of a target, as a cell."""
    kinds = [links.kind_of_target(s) for s in sentences]
    if RowKind.FURNITURE in kinds:
        kind = RowKind.FURNITURE
    elif kinds:
        kind = max(kinds, key=lambda kind: STRENGTH.index(Relation(kind.value)))
    else:
        kind = RowKind.DROPPED if base and all(map(links.dropped, base)) else RowKind.NONE
    matches = [match for s in sentences for match in links.matches(s)]
    return replace(
        cell,
        kind=kind,
        moved=any(match.moved for match in matches),
        doubtful=any(match.doubtful for match in matches),
        pointers=tuple(p for p in cell.pointers if set(links.bases(p.sentence)) & set(base)),
    )


def drawn_together(groups: Sequence[Group], links: Links, apart: frozenset[int]) -> list[Group]:
    """Return the groups with neighbours of one plain kind run together, but where a target sentence is in `apart`."""
    merged: list[Group] = []
    for group in groups:
        last = merged[-1] if merged else None
        if last is not None and _alike(links, last, group) and not apart.intersection(last.target + group.target):
            merged[-1] = replace(last, base=last.base + group.base, target=last.target + group.target)
        else:
            merged.append(group)
    return merged


def _alike(links: Links, first: Group, second: Group) -> bool:
    plain = {RowKind.INHERITED, RowKind.LOCALISED, RowKind.ADDED, RowKind.DROPPED}
    if first.kind is not second.kind or first.kind not in plain:
        return False
    if any(group.joined or group.divided or group.elsewhere for group in (first, second)):
        return False
    neighbours = (
        not first.target
        or not second.target
        or (first.target[-1] + 1 == second.target[0] and _one_clause(links, first.target[-1], second.target[0]))
    )
    return neighbours and bool(first.target) == bool(second.target) and bool(first.base) == bool(second.base)
