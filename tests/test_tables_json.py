"""The comparison as JSON keeps its contract: shape by the schema, meaning by following every id and offset."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from qcompare.model import Collation, Plan
from qcompare.paths import resource
from qcompare.tables import collation_json, write_json

BASE, TARGETS = "chongqing-2023", ("yongchuan-2023-draft", "chengdu-2023-draft", "youxian-2023")


@pytest.fixture(scope="module", params=[1, 3], ids=["one target", "three targets"])
def made(request: pytest.FixtureRequest, collation: Callable[..., Collation], seed: Callable[[str], Plan]) -> Collation:
    return collation(seed(BASE), *(seed(name) for name in TARGETS[: request.param]))


@pytest.fixture(scope="module")
def data(made: Collation) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(collation_json(made))
    return read


def test_it_has_the_shape_of_the_schema(data: dict[str, Any]) -> None:
    schema = json.loads(resource("collation.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert [error.json_path for error in Draft202012Validator(schema).iter_errors(data)] == []


def test_the_schema_refuses_what_the_contract_does_not_know(data: dict[str, Any]) -> None:
    schema = json.loads(resource("collation.schema.json").read_text(encoding="utf-8"))
    assert not Draft202012Validator(schema).is_valid(data | {"version": 2})
    assert not Draft202012Validator(schema).is_valid(data | {"当前日期": "2023-07-31"})
    broken = json.loads(json.dumps(data))
    broken["targets"][0]["wording"][0] |= {"op": "inserted", "base": [0, 4]}
    assert not Draft202012Validator(schema).is_valid(broken)


def test_the_plans_are_whole_and_every_offset_points_at_its_wording(made: Collation, data: dict[str, Any]) -> None:
    plans = (made.base, *(alignment.plan for alignment in made.targets))
    assert [plan["id"] for plan in data["plans"]] == [f"p{n + 1}" for n in range(len(plans))]
    assert data["base"] == "p1"
    for plan, written in zip(plans, data["plans"], strict=True):
        assert written["text"] == plan.text
        assert written["length"] == len(plan.text)
        said = [written["text"][s["start"] : s["end"]] for s in written["sentences"]]
        assert said == [plan.wording(i) for i in range(len(plan.sentences))]
        clauses = {clause["id"]: clause for clause in written["clauses"]}
        assert all(clause["parent"] is None or clause["parent"] in clauses for clause in clauses.values())
        for sentence in written["sentences"]:
            clause = clauses[sentence["clause"]]
            assert clause["start"] <= sentence["start"] < sentence["end"] <= clause["end"]
        covered = {at for s in written["sentences"] for at in range(s["start"], s["end"])}
        assert all(character.isspace() for at, character in enumerate(plan.text) if at not in covered)


def test_every_sentence_is_matched_added_or_dropped(data: dict[str, Any]) -> None:
    plans = {plan["id"]: plan for plan in data["plans"]}
    for target in data["targets"]:
        ours, theirs = compared(plans[data["base"]]), compared(plans[target["plan"]])
        assert set(target["relations"]) == theirs
        matched_base = {match["base"] for match in target["matches"]}
        matched_target = {match["target"] for match in target["matches"]}
        assert matched_base <= ours
        assert set(target["dropped"]) == ours - matched_base
        assert {s for s, relation in target["relations"].items() if relation == "added"} == theirs - matched_target


def test_wording_tiles_each_target_sentence_and_rebuilds_it(data: dict[str, Any]) -> None:
    plans = {plan["id"]: plan for plan in data["plans"]}
    base = plans[data["base"]]["text"]
    for target in data["targets"]:
        plan = plans[target["plan"]]
        kept = compared(plan)
        expected = [at for s in plan["sentences"] if s["id"] in kept for at in range(s["start"], s["end"])]
        tiled = [at for edit in target["wording"] for at in range(*edit["target"])]
        assert tiled == expected
        for edit in target["wording"]:
            if edit["op"] == "equal":
                assert base[slice(*edit["base"])] == plan["text"][slice(*edit["target"])]
        assert all(0 <= start < end <= len(base) for start, end in target["omitted"])


def test_each_clause_stands_in_one_row_and_every_row_names_every_target(data: dict[str, Any]) -> None:
    names = [target["plan"] for target in data["targets"]]
    assert all(list(row["targets"]) == names for row in data["rows"])
    for plan in data["plans"]:
        standing = Counter(
            clause
            for row in data["rows"]
            for clause in (row["base"] if plan["id"] == data["base"] else row["targets"][plan["id"]])
        )
        assert standing == Counter({clause["id"]: 1 for clause in plan["clauses"]})


def test_its_relations_are_counted_as_everywhere_else(made: Collation, data: dict[str, Any]) -> None:
    for alignment, target in zip(made.targets, data["targets"], strict=True):
        said = Counter(target["relations"].values())
        counts = alignment.counts
        assert said["inherited"] == counts.inherited
        assert said["localised"] == counts.localised
        assert said["modified"] == counts.modified
        assert said["added"] == counts.added
        assert len(target["dropped"]) == counts.dropped
        assert len({match["target"] for match in target["matches"] if match["moved"]}) == counts.moved


def test_the_file_is_the_text_and_reads_as_printed(made: Collation, tmp_path: Path) -> None:
    write_json(made, tmp_path / "比对.json")
    written = (tmp_path / "比对.json").read_text(encoding="utf-8")
    assert written == collation_json(made)
    assert "質量" in written or "品質" in written
    assert "\\u" not in written


def test_half_a_surrogate_pair_survives_as_its_escape(made: Collation, tmp_path: Path) -> None:
    damaged = replace(made, base=replace(made.base, source="渝府\ud83d发.txt"))
    write_json(damaged, tmp_path / "比对.json")
    read = json.loads((tmp_path / "比对.json").read_text(encoding="utf-8"))
    assert read["plans"][0]["source"] == "渝府\ud83d发.txt"
    assert collation_json(damaged) == (tmp_path / "比对.json").read_text(encoding="utf-8")


def test_writing_json_waits_for_no_table_library() -> None:
    code = "import sys; import qcompare.tables; print({'xlsxwriter', 'docx', 'lxml', 'csv'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def compared(plan: dict[str, Any]) -> set[str]:
    return {sentence["id"] for sentence in plan["sentences"] if sentence["kind"] != "furniture"}
