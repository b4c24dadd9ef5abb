"""The findings of a comparison as JSON: figures, duties, coverage (part of the contract, version 1)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from qcompare.coverage import Coverage
from qcompare.document import Span
from qcompare.duties import Duty
from qcompare.duty_changes import DutyCell, DutyTable, Functions
from qcompare.figure_changes import FigureCell
from qcompare.figures import Figure
from qcompare.findings import Findings, findings_of
from qcompare.leftovers import Dropped
from qcompare.model import Collation, Plan

_SHARE_DIGITS = 4


def clause_id(plan: str, index: int) -> str:
    """Return the id of a clause: p1.c12."""
    return f"{plan}.c{index + 1}"


def sentence_id(plan: str, index: int) -> str:
    """Return the id of a sentence: p1.s31."""
    return f"{plan}.s{index + 1}"


def pair(span: Span) -> list[int]:
    """Return a span as it is written."""
    return [span.start, span.end]


def findings_json(collation: Collation, ids: tuple[str, ...]) -> dict[str, Any]:
    """Return the parts of the file that hold the findings; `ids` are those of the plans, the base's first."""
    findings = findings_of(collation)
    return {
        "figures": _figures(findings, ids),
        "duties": _duties(collation, findings.duties, ids),
        "coverage": [
            _coverage(coverage, dropped, ids[collation.against(target)], ids[target + 1])
            for target, (coverage, dropped) in enumerate(zip(findings.coverage, findings.dropped, strict=True))
        ],
        "equivalences": [
            {"one": words.one, "other": words.other, "op": words.op.value} for words in collation.equivalences
        ],
    }


def _figures(findings: Findings, ids: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {
            "indicator": row.indicator,
            "cells": {
                name: _figure_cell(cell, findings.figures.figures[plan], name)
                for plan, (name, cell) in enumerate(zip(ids, row.cells, strict=True))
            },
        }
        for row in findings.figures.rows
    ]


def _figure_cell(cell: FigureCell, figures: tuple[Figure, ...], plan: str) -> dict[str, Any]:
    return {
        "figures": [_figure(figures[f], plan) for f in cell.figures],
        "change": cell.kind.value,
        "scope": cell.scope,
        "year": cell.year,
        "weaker": cell.weaker,
        "stronger": cell.stronger,
    }


def _figure(figure: Figure, plan: str) -> dict[str, Any]:
    return {
        "sentence": sentence_id(plan, figure.sentence),
        "range": pair(figure.span),
        "indicator": figure.indicator or figure.topic,
        "verb": figure.verb,
        "operators": list(figure.operators),
        "low": _number(figure.low),
        "high": _number(figure.high),
        "unit": figure.unit,
        "year": figure.year,
        "attribute": figure.attribute,
    }


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _duties(collation: Collation, table: DutyTable, ids: tuple[str, ...]) -> list[dict[str, Any]]:
    functions = Functions(collation)
    names = {functions.of(name): unit.names[0] for unit in table.units for name in unit.names}

    def unit_of(plan: Plan, span: Span) -> str:
        return names[functions.of(span.of(plan.text))]

    def duty(plan: int, found: Duty) -> dict[str, Any]:
        text = collation.plans[plan]
        return {
            "sentence": sentence_id(ids[plan], found.sentence),
            "range": pair(found.span),
            "others": found.others,
            "units": [
                {"range": pair(unit.span), "role": unit.role.value, "function": unit_of(text, unit.span)}
                for unit in found.units
            ],
        }

    def cell(plan: int, held: DutyCell) -> dict[str, Any]:
        return {
            "duties": [duty(plan, table.duties[plan][d]) for d in held.duties],
            "added": list(held.added),
            "gone": list(held.gone),
            "lack": held.lack.value,
            "lead": None if held.lead is None else {"base": list(held.lead[0]), "target": list(held.lead[1])},
        }

    return [
        {
            "row": row.row,
            "cells": {name: cell(plan, held) for plan, (name, held) in enumerate(zip(ids, row.cells, strict=True))},
        }
        for row in table.rows
    ]


def _coverage(coverage: Coverage, dropped: tuple[Dropped, ...], base: str, target: str) -> dict[str, Any]:
    return {
        "plan": target,
        "carried": coverage.carried,
        "characters": coverage.characters,
        "clauses": [
            {
                "clause": clause_id(base, c.clause),
                "state": c.state.value,
                "carried": c.carried,
                "characters": c.characters,
            }
            for c in coverage.clauses
        ],
        "chapters": [
            {
                "clause": None if c.clause is None else clause_id(base, c.clause),
                "states": {state.value: count for state, count in c.states},
                "carried": c.carried,
                "characters": c.characters,
            }
            for c in coverage.chapters
        ],
        "dropped": [
            {
                "sentence": sentence_id(base, d.sentence),
                "nearest": None if d.nearest is None else sentence_id(target, d.nearest),
                "share": round(d.share, _SHARE_DIGITS),
                "shared": [{"base": pair(ours), "target": pair(theirs)} for ours, theirs in d.shared],
            }
            for d in dropped
        ],
    }
