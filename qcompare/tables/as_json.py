"""The comparison as JSON, version 1: a contract that tools outside read, whole by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qcompare.atomic import write_whole
from qcompare.model import Alignment, Collation, Plan, Row
from qcompare.tables.findings_json import clause_id, findings_json, pair, sentence_id

FORMAT, VERSION = "qcompare.collation", 1

_SCORE_DIGITS = 4  # more would say that a score is exact


def collation_json(collation: Collation) -> str:
    """Return the collation as JSON text, version 1 of the contract; text as printed, not escaped."""
    return "".join(_chunks(collation)).encode("utf-8", "backslashreplace").decode("utf-8")


def write_json(collation: Collation, path: Path) -> None:
    """Write the collation as JSON, plan by plan, so that a long one never stands in memory twice.

    Half of a surrogate pair, which a damaged file may hold and UTF-8 cannot, is written as its JSON escape. Raises
    OutputError.
    """
    with (
        write_whole(path) as temporary,
        temporary.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file,
    ):
        file.writelines(_chunks(collation))


def _chunks(collation: Collation) -> Iterator[str]:
    """Yield the JSON text in pieces: the head, each plan, each target, the rows, the findings."""
    ids = plan_ids(collation)
    plans = (collation.base, *(alignment.plan for alignment in collation.targets))
    yield f'{{"format": {_dumps(FORMAT)}, "version": {VERSION}, "base": {_dumps(ids[0])},\n"plans": [\n'
    for at, plan in enumerate(plans):
        yield (",\n" if at else "") + _dumps(_plan(plan, ids[at]))
    yield '],\n"targets": [\n'
    for at, alignment in enumerate(collation.targets):
        against = ids[collation.against(at)]
        said = {"against": against} if collation.chained else {}
        yield (",\n" if at else "") + _dumps({**_target(alignment, against, ids[at + 1]), **said})
    yield f'],\n"rows": {_dumps(_rows(collation, ids))}'
    for name, value in findings_json(collation, ids).items():
        yield f",\n{_dumps(name)}: {_dumps(value)}"
    yield "}\n"


def plan_ids(collation: Collation) -> tuple[str, ...]:
    """Return the id of each plan, the base first: p1, p2 …"""
    return tuple(f"p{number}" for number in range(1, len(collation.targets) + 2))


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _plan(plan: Plan, name: str) -> dict[str, Any]:
    return {
        "id": name,
        "title": plan.metadata.title,
        "source": plan.source,
        "script": plan.script,
        "length": len(plan.text),
        "text": plan.text,
        "clauses": [
            {
                "id": clause_id(name, index),
                "parent": None if clause.parent is None else clause_id(name, clause.parent),
                "kind": clause.kind.value,
                "marker": clause.marker,
                "path": clause.path,
                "heading": clause.heading,
                "start": clause.span.start,
                "end": clause.span.end,
            }
            for index, clause in enumerate(plan.clauses)
        ],
        "sentences": [
            {
                "id": sentence_id(name, index),
                "clause": clause_id(name, sentence.clause),
                "kind": sentence.kind.value,
                "start": sentence.span.start,
                "end": sentence.span.end,
            }
            for index, sentence in enumerate(plan.sentences)
        ],
    }


def _target(alignment: Alignment, base: str, name: str) -> dict[str, Any]:
    return {
        "plan": name,
        "matches": [
            {
                "base": sentence_id(base, match.base),
                "target": sentence_id(name, match.target),
                "moved": match.moved,
                "score": round(match.score, _SCORE_DIGITS),
                "by": match.by,
            }
            for match in alignment.matches
        ],
        "relations": {
            sentence_id(name, index): relation.value
            for index, relation in enumerate(alignment.relations)
            if relation is not None
        },
        "dropped": [sentence_id(base, index) for index in alignment.dropped],
        "wording": [
            {"op": edit.op.value, "target": pair(edit.target), "base": None if edit.base is None else pair(edit.base)}
            for edit in alignment.wording
        ],
        "omitted": [pair(span) for span in alignment.omitted],
    }


def _rows(collation: Collation, ids: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {
            "base": [] if row.base is None else [clause_id(ids[0], row.base)],
            "targets": {
                name: [clause_id(name, clause) for clause in cell.clauses]
                for name, cell in zip(ids[1:], row.cells, strict=True)
            },
            "equal": [[ids[1 + t] for t in same] for same in _equal_targets(row)],
        }
        for row in collation.rows
    ]


def _equal_targets(row: Row) -> list[tuple[int, ...]]:
    """Return the targets whose cells say the same, in groups of two and more."""
    groups = dict.fromkeys(row.equals(t) for t in range(len(row.cells)))
    return [same for same in groups if len(same) > 1]
