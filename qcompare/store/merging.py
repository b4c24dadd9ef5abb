"""Takes what another library holds into this one: nobody's plans or decisions are lost, and what is here holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TypeVar

from sqlite_utils import Database

from qcompare.decisions import Decision, Decisions, Opinion
from qcompare.model import Plan
from qcompare.store import collations as stored_collations
from qcompare.store import decisions as stored_decisions
from qcompare.store import plans as stored_plans
from qcompare.store.rows import Unreadable
from qcompare.store.treatments import read_treatments
from qcompare.treatments import Treatment

DAMAGE = (sqlite3.DatabaseError, TypeError, ValueError)
"""What is raised where a damaged library is read."""

MOST_PROBED = 10_000
"""Numbers of plans that are asked for one by one where their list cannot be read to its end."""

_WORDS = {"label": "简称", "title": "标题", "issuer": "制定机关", "number": "文号", "date": "日期", "level": "级别"}
_WORDS |= {"region": "地区", "draft": "性质", "period": "规划期"}

_DRAFT = ("正式文本", "征求意见稿")

_Read = TypeVar("_Read")


@dataclass(slots=True)
class Merged:
    """What was taken in, counted as it goes on.

    `plans` has for each plan of the other library its number here. `overruled` are decisions that say otherwise of what
    a decision here speaks of: kept, listed with those that no longer apply. `differing` are facts that a person entered
    otherwise here, with the other's words; `lines` what was said there of lines that a person takes otherwise here.
    `unreadable` names what is damaged in the other library, `unread` has the numbers there of the plans among that, and
    `compared` those of the comparisons that are here now.
    """

    plans: dict[int, int] = field(default_factory=dict)
    added: list[int] = field(default_factory=list)
    decisions: int = 0
    overruled: int = 0
    treatments: int = 0
    comparisons: list[int] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    lines: list[Treatment] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    unread: set[int] = field(default_factory=set)
    compared: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Ways:
    """How the library that takes in stores a plan that is new to it, as it is, and says how lines are to be taken."""

    insert: Callable[[Plan], int]
    treat: Callable[[int, Sequence[Treatment]], None]
    make_plan: Callable[[str, str], Plan] | None = None
    """Text and source → plan, for a plan of which only the text can be read."""


def merge(source: Database, into: Database, ways: Ways, comparison: int | None = None) -> Merged:
    """Take in all that `source` holds, or one comparison of it with what belongs to that; return what came of it.

    A text that is here already stays one plan. To be called inside a transaction.
    """
    merged = Merged()
    wanted = _numbers(source, "plans") if comparison is None else _plans_of(source, comparison)
    for number in wanted:
        _take_plan(source, into, ways, number, merged)
    _join_families(source, into, merged)
    _take_treatments(source, into, ways, merged)
    _take_decisions(source, into, merged)
    made = [comparison] if comparison is not None else _numbers(source, "collations")
    for number in made:
        _take_comparison(source, into, number, merged)
    return merged


def _take_plan(source: Database, into: Database, ways: Ways, number: int, merged: Merged) -> None:
    plan = tried(lambda: stored_plans.read_plan(source, number))
    if plan is None:
        plan = tried(lambda: _from_text(source, number, ways))
        if plan is None:
            if tried(lambda: source.execute("SELECT 1 FROM plans WHERE id = ?", [number]).fetchone()):
                merged.unreadable.append(f"编号 {number} 的规划文本")
                merged.unread.add(number)
            return
    known = stored_plans.plan_with_text(into, plan.text)
    about = tried(lambda: source.execute("SELECT removed, version FROM plans WHERE id = ?", [number]).fetchone())
    removed, version = about or (False, 1)
    entered = tried(lambda: stored_plans.entered_columns(source, number)) or set[str]()
    if known is None:
        known = ways.insert(plan)
        merged.added.append(known)
        stored_plans.mark_as(into, known, removed=bool(removed), version=version, entered=entered)
    else:
        _take_facts(into, known, plan, entered, merged)
        if not removed:
            stored_plans.set_aside(into, known, removed=False)
    merged.plans[number] = known


def _from_text(source: Database, number: int, ways: Ways) -> Plan | None:
    """Return a plan read anew from its text, where that is as it was stored but its outline is not."""
    known, text, name = source.execute("SELECT text_digest, text, source FROM plans WHERE id = ?", [number]).fetchone()
    if ways.make_plan is None or not stored_plans.is_text(text, known):
        return None
    return ways.make_plan(text, str(name))


def _take_facts(into: Database, known: int, plan: Plan, entered: Iterable[str], merged: Merged) -> None:
    """Let what a person entered there of a text that is here too hold here, unless a person entered it here."""
    mine = stored_plans.read_plan(into, known)
    here = {"label": mine.label} | asdict(mine.metadata)
    there = {"label": plan.label} | asdict(plan.metadata)
    differing = [column for column in sorted(entered) if column in here and here[column] != there[column]]
    own = stored_plans.entered_columns(into, known)
    for column in differing:
        if column in own:
            said_there = _DRAFT[bool(there[column])] if column == "draft" else there[column]
            merged.differing.append(f"{mine.label or mine.source}的{_WORDS[column]}：对方为“{said_there}”")
    said = {column: there[column] for column in differing if column not in own}
    if said:
        label = str(said.pop("label", mine.label))
        stored_plans.enter_about(into, known, label, replace(mine.metadata, **said))


def _join_families(source: Database, into: Database, merged: Merged) -> None:
    """Let what are versions of one document there be so here, where one of them is new here."""
    families: dict[int, int] = {}
    for number, here in merged.plans.items():
        family = tried(partial(stored_plans.family_of, source, number))
        if family is None:
            continue
        other = families.setdefault(family, here)
        if other != here and {other, here} & set(merged.added):
            stored_plans.join_family(into, here, other)


def _take_treatments(source: Database, into: Database, ways: Ways, merged: Merged) -> None:
    for number, here in merged.plans.items():
        there = tried(partial(_treatments, source, number))
        own = read_treatments(into, stored_plans.versions_of(into, here))
        places = {(said.wording, said.nth): said.treat for said in own}
        new = [said for said in there or () if (said.wording, said.nth) not in places]
        merged.lines += [t for t in there or () if places.get((t.wording, t.nth), t.treat) is not t.treat]
        if new:
            merged.treatments += len(new)
            ways.treat(here, (*own, *new))


def _treatments(source: Database, number: int) -> tuple[Treatment, ...]:
    return read_treatments(source, stored_plans.versions_of(source, number))


def _take_decisions(source: Database, into: Database, merged: Merged) -> None:
    """Put what was decided there before what was decided here, so that of two about one place that of here holds."""
    for base, target in _decided_pairs(source, merged):
        ours, theirs = _here(source, base, merged), _here(source, target, merged)
        said = tried(partial(stored_decisions.read_decisions, source, [base], [target]))
        if said is None:
            merged.unreadable.append(f"编号 {base} 与 {target} 的审核意见或人工对应")
        if said is None or ours is None or theirs is None or ours == theirs:
            continue
        versions = [stored_plans.versions_of(into, plan) for plan in (ours, theirs)]
        own = stored_decisions.read_decisions(into, *(versions if theirs not in versions[0] else ([ours], [theirs])))
        known = set(_all_of(own))
        places = {_place(decision) for decision in known}
        for decision in reversed(_all_of(said)):
            if decision not in known:
                stored_decisions.insert_decision(into, ours, theirs, decision, first=True)
                merged.decisions += 1
                merged.overruled += _place(decision) in places


def _decided_pairs(source: Database, merged: Merged) -> list[tuple[int, int]]:
    """Return the pairs of plans that something was decided about; where their list is damaged, all that can be."""
    pairs = "SELECT base, target FROM quoted_rulings UNION SELECT base, target FROM opinions ORDER BY base, target"
    found = tried(lambda: source.execute(pairs).fetchall())
    if found is None:
        merged.unreadable.append("一部分审核意见或人工对应")
        return [(base, target) for base in merged.plans for target in merged.plans if base != target]
    return [(base, target) for base, target in found]


def _here(source: Database, number: int, merged: Merged) -> int | None:
    """Return the plan here that a plan there is, or a version of it that was taken in."""
    if number in merged.plans:
        return merged.plans[number]
    versions = tried(lambda: stored_plans.versions_of(source, number)) or []
    return next((merged.plans[version] for version in reversed(versions) if version in merged.plans), None)


def _all_of(said: Decisions) -> Sequence[Decision]:
    return (*said.rulings, *said.opinions)


def _place(decision: Decision) -> tuple[object, ...]:
    return type(decision), decision.base, decision.target, isinstance(decision, Opinion) and decision.whole


def _take_comparison(source: Database, into: Database, number: int, merged: Merged) -> None:
    """Keep a comparison that is not here, made of plans that read here as there; any other can be made anew."""
    made = tried(lambda: stored_collations.read_collation(source, number))
    about = tried(lambda: stored_collations.plans_engine_used(source, number))
    if made is None or about is None:
        return
    plans, engine, used = about
    if not set(plans) <= set(merged.plans):
        return
    base, *targets = here = [merged.plans[plan] for plan in plans]
    if stored_collations.find_collation(into, base, targets, chained=made.chained) is not None:
        merged.compared.add(number)
        return
    mine = [stored_plans.read_plan(into, plan) for plan in here]
    if [_outline(plan) for plan in mine] == [_outline(plan) for plan in made.plans]:
        kept = stored_collations.insert_collation(into, made, here, engine)
        stored_collations.mark_used(into, kept, used)
        merged.comparisons.append(kept)
        merged.compared.add(number)


def _outline(plan: Plan) -> tuple[object, ...]:
    return plan.clauses, plan.sentences


def _plans_of(source: Database, comparison: int) -> list[int]:
    about = stored_collations.plans_engine_used(source, comparison)
    return sorted(set(about[0])) if about else []


def _numbers(source: Database, table: str) -> list[int]:
    """Return the ids of a table, in order; where it cannot be read to its end, also those that may stand behind the damage."""
    found: set[int] = set()
    whole = True
    for order in ("ASC", "DESC"):
        try:
            for (number,) in source.execute(f"SELECT id FROM {table} ORDER BY id {order}"):
                found.add(number)
        except DAMAGE:
            whole = False
    if not whole:
        given = tried(lambda: source.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table]).fetchone())
        last = max([*found, given[0] if given and isinstance(given[0], int) else 0])
        found |= set(range(1, min(last, MOST_PROBED) + 1))
    return sorted(found)


def tried(read: Callable[[], _Read]) -> _Read | None:
    """Return what can be read, None where it is damaged: in a sound library nothing is."""
    try:
        return read()
    except (Unreadable, *DAMAGE):
        return None
