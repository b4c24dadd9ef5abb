"""Clauses that only targets have stand in one row where they are one clause, whichever target comes first."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from qcompare.collate import collate
from qcompare.model import Collation, Plan
from qcompare.sharing import OwnClause, shared_clauses

BASE = "质量强市建设实施方案\n一、主要任务\n1.推行首席质量官制度，培育一批质量领军人才。"
OWN = "2.建设西部职教高地，支持职业院校开设质量管理专业，每年培养质量工程师。"


def rows_of_targets(compared: Collation) -> list[tuple[tuple[int, ...], ...]]:
    return [tuple(cell.clauses for cell in row.cells) for row in compared.rows if row.base is None]


@pytest.fixture
def districts(plan: Callable[..., Plan]) -> list[Plan]:
    """永川 and 合川 add the same clause, 江津 nearly the same one, 万州 another."""
    owns = {
        "永川": OWN.replace("西部", "永川"),
        "合川": OWN.replace("西部", "合川"),
        "江津": OWN.replace("西部", "江津").replace("每年", "按年"),
        "万州": "2.创建三峡库区绿色农产品品牌，打造万州烤鱼美食名片。",
    }
    return [plan(f"{BASE}\n{own}", region=f"重庆市{name}区") for name, own in owns.items()]


def test_a_clause_that_the_base_lacks_is_one_row_of_several_targets(
    plan: Callable[..., Plan], districts: list[Plan]
) -> None:
    compared = collate(plan(BASE, region="重庆市"), districts)
    shown = sorted(tuple(map(len, clauses)) for clauses in rows_of_targets(compared))
    assert shown == [(0, 0, 0, 1), (1, 1, 1, 0)]


def test_the_rows_are_the_same_whatever_the_targets_order(plan: Callable[..., Plan], districts: list[Plan]) -> None:
    base = plan(BASE, region="重庆市")
    expected = rows_of_targets(collate(base, districts))
    for order in permutations(range(4)):
        found = rows_of_targets(collate(base, [districts[t] for t in order]))
        assert [tuple(clauses[order.index(t)] for t in range(4)) for clauses in found] == expected


def test_cells_that_say_the_same_are_one_group(plan: Callable[..., Plan]) -> None:
    """The third is the first in Traditional script, half-width and with another number; the fourth drops the clause."""
    base = plan("一、主要任务\n1.推行首席质量官制度，培育领军人才。\n2.完善质量统计监测。")
    targets = [
        plan("一、主要任务\n1.推行首席质量官制度，培育质量人才。"),
        plan("一、主要任务\n1.推行首席质量官制度，壮大领军人才。"),
        plan("一、主要任務\n9.推行首席質量官制度,培育質量人才。"),
        plan("一、主要任务\n2.完善质量统计监测。"),
    ]
    row = collate(base, targets).rows[1]
    assert [cell.group for cell in row.cells] == [0, 1, 0, -1]
    assert row.equals(2) == (0, 2)
    assert row.equals(3) == ()


def test_what_is_alike_to_two_clauses_of_one_target_joins_neither() -> None:
    one, other = "推动检验检测认证服务业集聚发展", "推动检验检测认证服务业快速发展"
    clauses = [OwnClause(0, 1, one), OwnClause(0, 2, other), OwnClause(1, 1, "推动检验检测认证服务业加快发展")]
    assert [len(group) for group in shared_clauses(clauses)] == [1, 1, 1]


def test_copies_of_a_clause_go_together_one_by_one() -> None:
    clauses = [OwnClause(t, c, "各镇街按月报送进展情况") for t in (0, 1) for c in (3, 5)]
    assert [[(own.target, own.clause) for own in group] for group in shared_clauses(clauses)] == [
        [(0, 3), (1, 3)],
        [(0, 5), (1, 5)],
    ]


def test_a_place_is_no_difference_but_what_the_plans_say_else_is(plan: Callable[..., Plan]) -> None:
    base = plan(BASE, region="重庆市")
    targets = [
        plan(f"{BASE}\n2.建设{name}职教基地，培养质量工程师队伍。", region=f"重庆市{name}区")
        for name in ("永川", "合川")
    ]
    row = next(row for row in collate(base, targets).rows if row.base is None)
    assert [cell.group for cell in row.cells] == [0, 1], "one row, but not the same words"
