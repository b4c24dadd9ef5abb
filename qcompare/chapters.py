"""Which chapter each clause of a plan belongs to, for counting by chapter."""

from __future__ import annotations

from collections.abc import Container

from qcompare.model import ClauseKind, Plan

_NESTED = (ClauseKind.ITEM, ClauseKind.ARTICLE)


def chapters_by_clause(plan: Plan) -> list[int | None]:
    """Return for each clause the clause that heads its chapter, None where it stands outside all.

    A chapter is a part, or a section where the part's sections hold numbered items.
    """
    opened = _opened_parts(plan)
    return _homes(plan, _headings(plan, opened) - opened)


def headings_by_clause(plan: Plan) -> list[int | None]:
    """Return for each clause the nearest heading it stands under or is, None where it stands outside all.

    Headings are all parts, and the sections of a part whose sections hold numbered items.
    """
    return _homes(plan, _headings(plan, _opened_parts(plan)))


def _homes(plan: Plan, headings: Container[int]) -> list[int | None]:
    home: list[int | None] = []
    for at, clause in enumerate(plan.clauses):
        above = None if clause.parent is None else home[clause.parent]
        home.append(at if at in headings else above)
    return home


def _headings(plan: Plan, opened: set[int]) -> set[int]:
    return {
        at
        for at, clause in enumerate(plan.clauses)
        if clause.kind is ClauseKind.PART or (clause.kind is ClauseKind.SECTION and clause.parent in opened)
    }


def _opened_parts(plan: Plan) -> set[int]:
    """Return the parts that are shown by their sections: those whose sections hold numbered items."""
    opened: set[int] = set()
    for clause in plan.clauses:
        if clause.kind not in _NESTED or clause.parent is None:
            continue
        section = plan.clauses[clause.parent]
        if section.kind is ClauseKind.SECTION and section.parent is not None:
            opened.add(section.parent)
    return opened
