"""Child plans made by known edits: the truth they are judged by is true, and the comparison finds nearly all of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from qcompare.collate import collate
from qcompare.model import Plan
from tests.benchmarks.children import EITHER, NEW, RATES, Child, carried_by, carried_f1, make_child, traditional


@pytest.fixture(scope="module")
def base(seed: Callable[[str], Plan]) -> Plan:
    return seed("chengdu-2023-draft")


@pytest.fixture(scope="module", params=RATES)
def child(request: pytest.FixtureRequest, seed: Callable[[str], Plan], base: Plan) -> Child:
    return make_child(base, seed("youxian-2023"), RATES[request.param], seed=7)


def test_each_character_of_a_child_is_the_bases_or_new(base: Plan, child: Child) -> None:
    assert len(child.text) == len(child.origin)
    assert set(child.origin) >= {NEW, EITHER}
    taken = {k: origin for k, origin in enumerate(child.origin) if origin >= 0}
    assert all(child.text[k] == base.text[origin] for k, origin in taken.items())
    assert len(set(taken.values())) == len(taken)


def test_the_edits_are_those_of_a_drafter(base: Plan, child: Child) -> None:
    assert "全区" in child.text, "what the city says of itself the district says of itself"
    assert "\n2." in child.text, "the items are counted anew"
    carried = [origin for origin in child.origin if origin >= 0]
    assert len(carried) < len(base.text), "something was cut"
    assert any(one > other for one, other in pairwise(carried)), "something was moved"


def test_the_same_seed_gives_the_same_child(seed: Callable[[str], Plan], base: Plan) -> None:
    twice = [make_child(base, seed("youxian-2023"), RATES["0.12"], seed=3) for _ in range(2)]
    assert twice[0] == twice[1]
    assert twice[0] != make_child(base, seed("youxian-2023"), RATES["0.12"], seed=4)


def test_the_truth_itself_scores_full_marks_and_nothing_none(child: Child) -> None:
    truth = {k: origin for k, origin in enumerate(child.origin) if origin >= 0}
    assert carried_f1(truth, child) == 1
    assert carried_f1({}, child) == 0
    assert carried_f1({k: base + 1 for k, base in truth.items()}, child) == 0


def test_taiwan_words_of_another_length_are_not_judged() -> None:
    child = traditional(Child("推动互联网，", (0, 1, 2, 3, 4, 5)))
    assert child == Child("推動網際網路,", (0, 1, EITHER, EITHER, EITHER, EITHER, 5))


@pytest.mark.parametrize("changed", [lambda same: same, traditional], ids=["simplified", "traditional"])
def test_the_comparison_finds_where_the_wording_comes_from(
    plan: Callable[..., Plan], base: Plan, child: Child, changed: Callable[[Child], Child]
) -> None:
    made = changed(child)
    assert carried_f1(carried_by(collate(base, [plan(made.text)])), made) >= 0.985
