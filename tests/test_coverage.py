"""Coverage (承接): how much of the base a target carries, and what it left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from qcompare.collate import collate
from qcompare.coverage import CoverageState, coverage_of, share
from qcompare.leftovers import LEAST_SHARE, dropped_list
from qcompare.model import ClauseKind, Collation, Equivalence, Op, Plan
from tests.conftest import load_seed

PLANS = ("chongqing-2023", "yongchuan-2023-draft", "chengdu-2023-draft", "chongqing-2011", "youxian-2023")


@pytest.fixture(scope="module")
def all_plans() -> Collation:
    """重庆 2023 with the four other sample plans."""
    base, *targets = map(load_seed, PLANS)
    return collate(base, targets)


@pytest.mark.parametrize("target", range(4))
def test_coverage_adds_up_to_the_counts(all_plans: Collation, target: int) -> None:
    coverage, counts = coverage_of(all_plans, target), all_plans.targets[target].counts
    assert (coverage.carried, coverage.characters) == (counts.carried, counts.characters)
    assert sum(c.carried for c in coverage.chapters) == counts.carried
    assert sum(c.characters for c in coverage.chapters) == counts.characters
    assert sum(n for c in coverage.chapters for _, n in c.states) == len(coverage.clauses)
    by_row = {row.base: row.cells[target].carried for row in all_plans.rows if row.base is not None}
    assert all(share(c.carried, c.characters) == pytest.approx(by_row[c.clause]) for c in coverage.clauses)


@pytest.mark.parametrize("target", range(4))
def test_every_clause_but_furniture_is_in_one_state(all_plans: Collation, target: int) -> None:
    clauses = [at for at, c in enumerate(all_plans.base.clauses) if c.kind is not ClauseKind.FURNITURE]
    found = coverage_of(all_plans, target).clauses
    assert [c.clause for c in found] == clauses
    for clause in found:
        assert (clause.state is CoverageState.DROPPED) == (clause.carried == 0)


def test_the_base_beside_itself_is_carried_whole() -> None:
    plan = load_seed("youxian-2023")
    coverage = coverage_of(collate(plan, [plan]), 0)
    assert {c.state for c in coverage.clauses} == {CoverageState.INHERITED}
    assert coverage.carried == coverage.characters
    assert dropped_list(collate(plan, [plan]), 0) == ()


@pytest.mark.parametrize(
    ("target", "state"),
    [
        ("加强质量监管，全市开展产品质量抽查。", CoverageState.INHERITED),
        ("加强质量监管，全区开展产品质量抽查。", CoverageState.LOCALISED),
        ("加强质量监管。", CoverageState.PARTLY),
        ("推进旅游景区道路建设。", CoverageState.DROPPED),
    ],
)
def test_states(plan: Callable[..., Plan], target: str, state: CoverageState) -> None:
    base = plan("加强质量监管，全市开展产品质量抽查。", region="重庆市")
    (clause,) = coverage_of(collate(base, [plan(target, region="重庆市永川区")]), 0).clauses
    assert clause.state is state


def test_units_and_place_names_do_not_make_a_clause_partly_carried(plan: Callable[..., Plan]) -> None:
    base = plan("1.推动重庆产品提升。开展产品质量抽查行动。（责任单位：市商务局、市公安局、市水利局）", region="重庆市")
    target = plan("1.推动产品提升。开展产品质量抽查行动。", region="重庆市永川区")
    (clause,) = coverage_of(collate(base, [target]), 0).clauses
    assert clause.state is CoverageState.LOCALISED
    assert clause.carried < clause.characters


def test_each_dropped_sentence_stands_beside_the_nearest_that_the_target_says(all_plans: Collation) -> None:
    base, target = all_plans.base, all_plans.targets[0].plan
    found = dropped_list(all_plans, 0)
    assert [d.sentence for d in found] == list(all_plans.targets[0].dropped)
    near = {base.wording(d.sentence): d for d in found}
    equipment = near["落實首臺(套)重大技術裝備檢測評定、推廣應用制度,完善重大工程設備監理制度。"]
    assert equipment.nearest is not None
    assert target.wording(equipment.nearest) == "落实首台（套）重大技术装备应用支持政策。"
    shared = [(ours.of(base.text), theirs.of(target.text)) for ours, theirs in equipment.shared]
    assert shared == [("落實首臺(套)重大技術裝備", "落实首台（套）重大技术装备"), ("應用", "应用")]
    assert near["實施商品市場優化升級專項行動,拓展商品市場線上交易新形態。"].nearest is None


def test_what_is_shared_lies_in_both_sentences(all_plans: Collation) -> None:
    kinds = Counter[bool]()
    for target, alignment in enumerate(all_plans.targets):
        for dropped in dropped_list(all_plans, target):
            kinds[dropped.nearest is None] += 1
            if dropped.nearest is None:
                assert (dropped.shared, dropped.share) == ((), 0.0)
                continue
            assert LEAST_SHARE <= dropped.share <= 1.0
            assert dropped.shared
            home, there = (
                all_plans.base.sentences[dropped.sentence].span,
                alignment.plan.sentences[dropped.nearest].span,
            )
            assert all(home.start <= a.start < a.end <= home.end for a, _ in dropped.shared)
            assert all(there.start <= b.start < b.end <= there.end for _, b in dropped.shared)
    assert kinds[True]
    assert kinds[False]


def test_a_place_that_the_user_names_is_localised_like_a_known_one(plan: Callable[..., Plan]) -> None:
    base, target = plan("1.建设平台。建设滨江新城检验检测平台。"), plan("1.建设平台。建设望江片区检验检测平台。")
    pair = Equivalence("滨江新城", "望江片区", Op.LOCALISED)
    states = [
        [c.state for c in coverage_of(collate(base, [target], equivalences=own), 0).clauses] for own in ((), (pair,))
    ]
    assert states == [[CoverageState.PARTLY], [CoverageState.LOCALISED]]
