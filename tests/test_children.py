"""Child plans made by known edits: the truth they are judged by is true, and the comparison finds nearly all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qcompare.collate import collate
from qcompare.model import Plan
from tests.benchmarks.children import (
    EITHER,
    HEAVY,
    NEW,
    USUAL,
    Child,
    Rates,
    carried_by,
    carried_f1,
    make_child,
    traditional,
)


@pytest.fixture(scope="module", params=[USUAL, HEAVY], ids=["usual", "heavy"])
def rates(request: pytest.FixtureRequest) -> Rates:
    return request.param


@pytest.fixture(scope="module")
def base(seed: Callable[[str], Plan]) -> Plan:
    return seed("chengdu-2023-draft")


@pytest.fixture(scope="module")
def child(seed: Callable[[str], Plan], base: Plan, rates: Rates) -> Child:
    return make_child(base, seed("youxian-2023"), rates, seed=7)


def test_each_character_of_a_child_is_the_bases_or_new(base: Plan, child: Child) -> None:
    assert len(child.text) == len(child.origin)
    assert set(child.origin) >= {NEW, EITHER}
    taken = {k: origin for k, origin in enumerate(child.origin) if origin >= 0}
    assert all(child.text[k] == base.text[origin] for k, origin in taken.items())
    assert len(set(taken.values())) == len(taken)


def test_the_truth_itself_scores_full_marks_and_nothing_none(child: Child) -> None:
    truth = {k: origin for k, origin in enumerate(child.origin) if origin >= 0}
    assert carried_f1(truth, child) == 1
    assert carried_f1({}, child) == 0
    assert carried_f1({k: base + 1 for k, base in truth.items()}, child) == 0


@pytest.mark.parametrize("changed", [lambda same: same, traditional], ids=["simplified", "traditional"])
def test_the_comparison_finds_where_the_wording_comes_from(
    plan: Callable[..., Plan], base: Plan, child: Child, changed: Callable[[Child], Child]
) -> None:
    target = plan(changed(child).text)
    assert carried_f1(carried_by(collate(base, [target])), child) >= 0.985
