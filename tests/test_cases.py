"""Runs the cases of alignment and of wording in tests/cases; a case we accept as failing is expected to fail."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qcompare.collate import collate
from qcompare.document import Span
from qcompare.model import Collation, Plan

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    marks = {"pass": (), "fail": (pytest.mark.xfail(strict=True),)}
    entries = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(e["input"], e["expected"], id=e["label"], marks=marks[e["expect"]]) for e in entries]


@pytest.mark.parametrize(("given", "expected"), cases("align"))
def test_align(given: dict[str, str], expected: list[Any], plan: Callable[..., Plan]) -> None:
    compared = collate(plan(given["base"]), [plan(given["target"])])
    found = [
        [compared.base.wording(m.base), compared.targets[0].plan.wording(m.target), m.moved]
        for m in compared.targets[0].matches
    ]
    assert found == expected


@pytest.mark.parametrize(("given", "expected"), cases("diff"))
def test_diff(given: dict[str, str], expected: dict[str, Any], plan: Callable[..., Plan]) -> None:
    base, target = plan(given["base"], region="重庆市"), plan(given["target"], region="重庆市永川区")
    compared = collate(base, [target])
    alignment = compared.targets[0]

    def wording(span: Span | None) -> str | None:
        return span and span.of(compared.base.text)

    assert [str(r) for r in alignment.relations] == [expected["relation"]]
    assert [[e.op, e.target.of(target.text), wording(e.base)] for e in alignment.wording] == expected["edits"]
    assert [span.of(base.text) for span in alignment.omitted] == expected["omitted"]


def test_every_case_names_its_origin() -> None:
    for path in CASES.glob("*.json"):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            assert set(entry) == {"label", "comment", "origin", "input", "expected", "expect"}, f"{path.name}: {entry}"


def test_a_collation_names_its_plans(collation: Callable[..., Collation]) -> None:
    compared = collation("加强质量监管。", "加强质量监管。", "加强计量监管。")
    assert [a.plan.text for a in compared.targets] == ["加强质量监管。", "加强计量监管。"]
