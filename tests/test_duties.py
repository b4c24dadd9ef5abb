"""Duties (责任单位): units and their roles, what became of them in another plan, and who is missing."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcompare.collate import collate, load_plan
from qcompare.duties import Role, duties_of
from qcompare.duty_changes import Lack, duty_table
from qcompare.model import Collation, Equivalence, Plan
from tests.conftest import load_seed, make_plan

CASES = Path(__file__).parent / "cases"
ROLES = {"责任": Role.RESPONSIBLE, "牵头": Role.LEAD, "配合": Role.ASSIST}


def cases() -> list[Any]:
    marks = {"pass": (), "fail": (pytest.mark.xfail(strict=True),)}
    entries = json.loads((CASES / "duties.json").read_text(encoding="utf-8"))
    return [pytest.param(e["input"], e["expected"], id=e["label"], marks=marks[e["expect"]]) for e in entries]


@pytest.mark.parametrize(("text", "expected"), cases())
def test_duties(text: str, expected: list[list[Any]], plan: Callable[..., Plan]) -> None:
    read = plan(text)
    words = {role: word for word, role in ROLES.items()}
    found = [[*(f"{words[u.role]}：{u.span.of(text)}" for u in d.units), *["等"][: d.others]] for d in duties_of(read)]
    assert found == expected


@pytest.mark.parametrize("name", ["yongchuan-2023-draft", "chengdu-2023-draft"])
def test_every_unit_of_every_bracket_is_what_the_readers_wrote_down(name: str) -> None:
    plan = load_seed(name)
    found = [(d.span.start, u.role, u.span.of(plan.text), d.others) for d in duties_of(plan) for u in d.units]
    with (CASES / f"{name}.duties.tsv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert found == [(int(x["start"]), ROLES[x["role"]], x["unit"], x["others"] == "等") for x in lines]


@pytest.mark.parametrize("name", ["chongqing-2011", "chongqing-2023", "youxian-2023"])
def test_a_plan_without_brackets_has_no_duties(name: str) -> None:
    assert duties_of(load_seed(name)) == ()


_UNITS = st.sampled_from(
    [
        "区经济信息委",
        "市经信局市新经济委",
        "各区（市）县",
        "市委组织部（市委人才办）",
        "住房和城乡建设局",
        "永川高新区管委会",
        "永川海关",
    ]
)


@given(st.lists(_UNITS, min_size=1, max_size=6, unique=True), st.sampled_from("（）〔〕【】"[::2]), st.booleans())
def test_the_units_of_a_bracket_joined_again_are_its_text(units: list[str], opening: str, others: bool) -> None:
    closing = {"（": "）", "〔": "〕", "【": "】"}[opening]
    listed = "、".join(units) + ("等" if others else "")
    plan = make_plan(f"1.加强品牌推广。讲好品牌故事。{opening}责任单位：{listed}{closing}\n2.加强监管。")
    (duty,) = duties_of(plan)
    assert [u.span.of(plan.text) for u in duty.units] == units
    assert duty.others is others
    first, last = duty.units[0].span, duty.units[-1].span
    assert plan.text[first.start : last.end] + ("等" if duty.others else "") == listed


@pytest.fixture(scope="module")
def districts() -> Collation:
    """重庆 2023 with 永川 and 成都."""
    return collate(load_seed("chongqing-2023"), [load_seed("yongchuan-2023-draft"), load_seed("chengdu-2023-draft")])


def test_clauses_without_units_where_a_sibling_plan_names_some(districts: Collation) -> None:
    lacking = [
        (districts.targets[t - 1].plan.clauses[districts.rows[row.row].cells[t - 1].clauses[0]].path, cell.lack)
        for row in duty_table(districts).rows
        for t, cell in enumerate(row.cells)
        if cell.lack
    ]
    assert lacking == [("四（一）", Lack.PLANS), ("四（三）", Lack.PLANS)]


def test_one_function_at_two_levels_is_one_unit(districts: Collation) -> None:
    units = {name: row for row in duty_table(districts).units for name in row.names}
    supervision = units["市市场监管局"]
    assert supervision is units["区市场监管局"]
    assert [len(clauses) for clauses in supervision.clauses] == [0, 26, 23]
    assert units["市经信局市新经济委"] is units["区经济信息委"]


BASE = "1.加强监管。强化抽查。（责任单位：市市场监管局、市商务局）\n2.培育品牌。打造名品。（责任单位：市商务局）"


def changed(target: str, *pairs: Equivalence) -> list[tuple[tuple[str, ...], tuple[str, ...], Lack]]:
    compared = collate(make_plan(BASE), [make_plan(target)], equivalences=pairs)
    cells = [row.cells[1] for row in duty_table(compared).rows]
    return [(cell.added, cell.gone, cell.lack) for cell in cells]


def test_units_added_and_gone_are_told_by_function() -> None:
    target = "1.加强监管。强化抽查。（责任单位：区市场监管局、区公安局）\n2.培育品牌。打造名品。（责任单位：区商务委）"
    assert changed(target) == [(("区公安局",), ("市商务局",), Lack.NONE), ((), (), Lack.NONE)]


def test_a_clause_without_the_units_of_its_base_is_told() -> None:
    target = "1.加强监管。强化抽查。\n2.培育品牌。打造名品。（责任单位：区商务委）"
    assert changed(target) == [((), (), Lack.BASE), ((), (), Lack.NONE)]


def test_a_title_with_units_speaks_for_what_stands_under_it(plan: Callable[..., Plan]) -> None:
    base = plan(
        "（一）加强监管。（市市场监管局牵头）\n1.抽查产品。对重点产品开展监督抽查。\n2.追溯产品。建立产品质量追溯体系。"
    )
    target = plan(base.text.replace("市市场监管局", "区市场监管局"))
    assert {cell.lack for row in duty_table(collate(base, [target])).rows for cell in row.cells} == {Lack.NONE}


def test_the_users_own_pair_makes_two_units_one() -> None:
    target = (
        "1.加强监管。强化抽查。（责任单位：区市场监管局、区贸促中心）\n2.培育品牌。打造名品。（责任单位：区商务委）"
    )
    assert changed(target)[0] == (("区贸促中心",), ("市商务局",), Lack.NONE)
    assert changed(target, Equivalence("市商务局", "区贸促中心"))[0] == ((), (), Lack.NONE)


def test_each_duty_stands_in_one_row(districts: Collation) -> None:
    table = duty_table(districts)
    for plan, duties in enumerate(table.duties):
        assert sorted(d for row in table.rows for d in row.cells[plan].duties) == list(range(len(duties)))


def test_a_real_plan_with_leading_units() -> None:
    folder = Path(__file__).resolve().parents[1].parent / "shared" / "plans" / "gd_suqiu_2023"
    if not folder.exists():
        pytest.skip("../shared is not there")
    plan = load_plan(next(folder.glob("P_*")))
    words = {role: word for word, role in ROLES.items()}
    longest = max(duties_of(plan), key=lambda duty: len(duty.units))
    assert [f"{words[u.role]}：{u.span.of(plan.text)}" for u in longest.units] == [
        "牵头：省政务服务数据管理局",
        "牵头：发展改革委",
        "牵头：工业和信息化厅",
        "牵头：市场监管局",
        "牵头：商务厅",
        "牵头：农业农村厅",
        "责任：省有关单位",
        "责任：各地级以上市政府",
    ]
