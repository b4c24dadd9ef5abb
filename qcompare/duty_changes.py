"""Who is responsible where (责任单位): units added and gone, clauses without one, and the table of units over all plans."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qcompare.duties import Duty, Role, Unit, duties_of
from qcompare.model import ClauseKind, Collation, Plan, SentenceKind
from qcompare.places import Places, places_of
from qcompare.script import simplified


class Lack(StrEnum):
    """Why a clause without responsible units should have some."""

    BASE = "base"  # 基准的对应条款有
    SIBLINGS = "siblings"  # 本文同级条款有
    PLANS = "plans"  # 其他对照文本的对应条款有
    NONE = ""


@dataclass(frozen=True, slots=True)
class DutyCell:
    """What one plan names in one row: its duties by index, and how they stand to the base's, in a chain its neighbour's.

    `added` and `gone` are units by their printed name: those of functions that the base's clause does not name, and those of
    the base's clause whose function is not named here. Both are empty unless both name units. `lack` says why units should be
    named that are not. `lead` names the units that lead in the base and here, where those are others; None where they are not.
    """

    duties: tuple[int, ...]
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    lack: Lack = Lack.NONE
    lead: tuple[tuple[str, ...], tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One row of the comparison, by index, in which a plan names units or should; the base's cell first."""

    row: int
    cells: tuple[DutyCell, ...]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One function (职能) over all plans: the names it goes by, most used first, and per plan the clauses that name it, with roles.

    A clause stands once for each role. 市市场监管局 and 区市场监管局 are one function at two levels.
    """

    names: tuple[str, ...]
    clauses: tuple[tuple[tuple[int, Role], ...], ...]


@dataclass(frozen=True, slots=True)
class DutyTable:
    """The duties of all plans of a comparison, the base's first, row by row and unit by unit.

    Units stand by how many clauses name them in all plans, then by where they are first named.
    """

    duties: tuple[tuple[Duty, ...], ...]
    rows: tuple[DutyRow, ...]
    units: tuple[UnitRow, ...]


def duty_table(collation: Collation) -> DutyTable:
    """Return who is responsible where in all plans of a comparison."""
    functions = Functions(collation)
    named = [_Named(plan, duties_of(plan), functions) for plan in collation.plans]
    rows = (_row(collation, named, at) for at in range(len(collation.rows)))
    return DutyTable(
        tuple(own.duties for own in named),
        tuple(row for row in rows if any(cell.duties or cell.lack for cell in row.cells)),
        tuple(_units(named)),
    )


class Functions:
    """Tells which units have one function, whatever their level, place or sign (resources/bodies.tsv, the user's 对等词)."""

    def __init__(self, collation: Collation) -> None:
        self._places: Places = places_of(*(plan.metadata for plan in collation.plans))
        self._same: dict[str, str] = {}
        self._known: dict[str, str] = {}
        for pair in collation.equivalences:
            self._same[self._key(pair.other)] = self.of(pair.one)

    def of(self, unit: str) -> str:
        """Return what stands for the unit's function: one sign, or its name without place and level."""
        key = self._key(unit)
        return self._same.get(key, key)

    def _key(self, unit: str) -> str:
        if unit not in self._known:
            self._known[unit] = self._read(unit)
        return self._known[unit]

    def _read(self, unit: str) -> str:
        plain = "".join(simplified(unit).split())
        key = self._places.without_names(_LEVEL.sub("", _BRACKET.sub("", plain)))
        two_signs = _TWO_SIGNS.match(key)
        return two_signs[1] if two_signs else key or plain


_LEVEL = re.compile(r"^(?:国家|自治区|[省市区县州]级?)(?![场政容民域直会长委级])(?=[一-鿿]{2})")
"""The level that a unit is named with: 市有关单位, not 市场监管局."""

_BRACKET = re.compile(r"(?<=[局委办厅部院])[（(][^（()）]*[）)]$")
"""A second sign in brackets: 市委组织部（市委人才办）."""

_TWO_SIGNS = re.compile(r"([\ue000-\uf8ff])[§省市区县州]?[^\ue000-\uf8ff].*[局委办厅部]$")
"""A second sign without brackets: 市经信局市新经济委 is the 经信局."""


class _Named:
    """One plan's duties, and which clauses they speak for: their own, those under it, and those it stands under."""

    def __init__(self, plan: Plan, duties: Sequence[Duty], functions: Functions) -> None:
        self.plan, self.duties, self.functions = plan, tuple(duties), functions
        self.by_clause: dict[int, list[int]] = defaultdict(list)
        for at, duty in enumerate(self.duties):
            self.by_clause[plan.sentences[duty.sentence].clause].append(at)
        self._covered = self._spoken_for()
        self._siblings = self._with_units()

    def of(self, clauses: Iterable[int]) -> tuple[int, ...]:
        """Return the duties that stand in the clauses."""
        return tuple(duty for clause in clauses for duty in self.by_clause.get(clause, ()))

    def units(self, duties: Iterable[int], role: Role | None = None) -> dict[str, str]:
        """Return the functions that duties name, or name in that role, each with the name printed first."""
        found: dict[str, str] = {}
        for duty in duties:
            for unit in (u for u in self.duties[duty].units if role in (None, u.role)):
                name = unit.span.of(self.plan.text)
                found.setdefault(self.functions.of(name), name)
        return found

    def spoken_for(self, clauses: Sequence[int]) -> bool:
        """Return whether one of the clauses names units, or one above or below them does."""
        return any(c in self._covered for c in clauses)

    def asks(self, clauses: Sequence[int]) -> bool:
        """Return whether one of the clauses asks for something: it has more than a title."""
        return any(map(self._asks, clauses))

    def siblings_have(self, clauses: Iterable[int]) -> bool:
        """Return whether most clauses of the same kind and place in the outline name units."""
        return any(self._siblings[self._place(c)] for c in clauses)

    def rank(self, clause: int) -> ClauseKind:
        """Return the kind of the clause, that of a title for the paragraph under it: aims (——) are not duties (1.)."""
        found = self.plan.clauses[clause]
        above = found.kind is ClauseKind.PARAGRAPH and found.parent is not None
        return self.plan.clauses[found.parent].kind if above and found.parent is not None else found.kind

    def _spoken_for(self) -> set[int]:
        covered = set(self.by_clause)
        for named in sorted(self.by_clause):
            parent = self.plan.clauses[named].parent
            while parent is not None:
                covered.add(parent)
                parent = self.plan.clauses[parent].parent
        headed = {c for c in self.by_clause if self._heads(c)}
        for at, clause in enumerate(self.plan.clauses):
            if clause.parent in headed:
                headed.add(at)
        return covered | headed

    def _heads(self, clause: int) -> bool:
        """Return whether a clause is a title with its units alone, which then hold for what stands under it."""
        return not any(self.plan.sentences[s].kind is SentenceKind.BODY for s in self.plan.clauses[clause].sentences)

    def _asks(self, clause: int) -> bool:
        kinds = {self.plan.sentences[s].kind for s in self.plan.clauses[clause].sentences}
        return SentenceKind.BODY in kinds

    def _place(self, clause: int) -> tuple[int | None, ClauseKind]:
        return self.plan.clauses[clause].parent, self.plan.clauses[clause].kind

    def _with_units(self) -> dict[tuple[int | None, ClauseKind], bool]:
        """Return for each place in the outline whether more than half of the numbered clauses there name units."""
        counts: dict[tuple[int | None, ClauseKind], Counter[bool]] = defaultdict(Counter)
        for at, clause in enumerate(self.plan.clauses):
            counts[self._place(at)][clause.marker != "" and at in self.by_clause] += 1
        return {place: own[True] > own[False] for place, own in counts.items()}


def _row(collation: Collation, named: Sequence[_Named], at: int) -> DutyRow:
    """Return who is responsible in one row of the comparison."""
    clauses = [collation.rows[at].clauses(plan) for plan in range(len(named))]
    found = [own.of(held) for own, held in zip(named, clauses, strict=True)]
    cells = [DutyCell(found[0])]
    for plan in range(1, len(named)):
        base = collation.against(plan - 1)
        ours, theirs = named[base].units(found[base]), named[plan].units(found[plan])
        both = bool(ours and theirs)
        cells.append(
            DutyCell(
                found[plan],
                tuple(name for key, name in theirs.items() if key not in ours) if both else (),
                tuple(name for key, name in ours.items() if key not in theirs) if both else (),
                _lack(collation, named, clauses, found, plan),
                _lead(named[base], found[base], named[plan], found[plan]) if both else None,
            )
        )
    return DutyRow(at, tuple(cells))


def _lead(
    ours: _Named, base: Iterable[int], theirs: _Named, target: Iterable[int]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return who leads in the base and in the target, None where it is the same units or the base names none."""
    before, now = ours.units(base, Role.LEAD), theirs.units(target, Role.LEAD)
    return (tuple(before.values()), tuple(now.values())) if before and before.keys() != now.keys() else None


def _lack(
    collation: Collation,
    named: Sequence[_Named],
    clauses: Sequence[Sequence[int]],
    found: Sequence[Sequence[int]],
    plan: int,
) -> Lack:
    """Return why a target should name units in a row and does not.

    In a chain the other targets stand above and below it, not beside it: that they name units says nothing.
    """
    base, own = collation.against(plan - 1), named[plan]
    if found[plan] or not clauses[plan] or own.spoken_for(clauses[plan]):
        return Lack.NONE
    if found[base]:
        return Lack.BASE
    if not own.asks(clauses[plan]):
        return Lack.NONE
    if named[plan].siblings_have(clauses[plan]):
        return Lack.SIBLINGS
    kinds = {named[plan].rank(c) for c in clauses[plan]}
    others = (
        named[other].rank(c)
        for other in range(1, len(named))
        if found[other] and not collation.chained
        for c in clauses[other]
        if c in named[other].by_clause
    )
    return Lack.PLANS if kinds.intersection(others) else Lack.NONE


def _units(named: Sequence[_Named]) -> Iterator[UnitRow]:
    """Yield the functions of all plans, those named in most clauses first."""
    clauses: dict[str, list[dict[tuple[int, Role], None]]] = {}
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for at, own in enumerate(named):
        for duty in own.duties:
            clause = own.plan.sentences[duty.sentence].clause
            for unit in duty.units:
                name, key = _name(own.plan, unit), own.functions.of(unit.span.of(own.plan.text))
                names[key][name] += 1
                clauses.setdefault(key, [{} for _ in named])[at].setdefault((clause, unit.role))
    order = {key: place for place, key in enumerate(clauses)}
    for key in sorted(clauses, key=lambda k: (-sum(len({c for c, _ in held}) for held in clauses[k]), order[k])):
        usual = sorted(names[key], key=lambda name: (-names[key][name], name))
        yield UnitRow(tuple(usual), tuple(tuple(held) for held in clauses[key]))


def _name(plan: Plan, unit: Unit) -> str:
    return "".join(unit.span.of(plan.text).split())
