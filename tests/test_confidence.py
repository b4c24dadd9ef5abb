"""How sure a match is: more in common makes it surer, rivals and mere words do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcompare.collate import collate
from qcompare.confidence import Signs, confidence
from qcompare.model import DOUBTFUL, LIKELY, Match, Plan

SIGNS = Signs(weight=20.0, shorter=0.5, longer=0.3, place=2)


@pytest.mark.parametrize(
    "surer",
    [
        replace(SIGNS, weight=40.0),
        replace(SIGNS, shorter=0.8),
        replace(SIGNS, longer=0.5),
        replace(SIGNS, near=1.0),
        replace(SIGNS, same_slot=True),
        replace(SIGNS, place=1),
    ],
)
def test_each_sign_makes_a_match_surer(surer: Signs) -> None:
    assert confidence(surer) > confidence(SIGNS)


@pytest.mark.parametrize(
    "less", [replace(SIGNS, other_kind=True), replace(SIGNS, kinship=0.5), replace(SIGNS, place=6)]
)
def test_what_speaks_against_it_makes_it_less_sure(less: Signs) -> None:
    assert confidence(less) < confidence(SIGNS)


@given(st.builds(Signs, st.floats(0, 1e6), st.floats(0, 1), st.floats(0, 1), st.sampled_from((0.0, 0.5, 1.0))))
def test_it_is_a_chance(signs: Signs) -> None:
    assert 0 <= confidence(signs) <= 1


def test_what_a_person_said_is_not_doubtful() -> None:
    match = Match(base=3, target=4, moved=False, score=0.6)
    assert match.doubtful
    assert not replace(match, by="person").doubtful
    assert not replace(match, score=DOUBTFUL).doubtful


def test_the_scores_of_a_comparison_lie_between_likely_and_sure(seed: Callable[[str], Plan]) -> None:
    matches = collate(seed("chongqing-2023"), [seed("yongchuan-2023-draft")]).targets[0].matches
    assert all(LIKELY <= match.score <= 1 for match in matches)
    assert 0 < sum(match.doubtful for match in matches) < len(matches) / 5


def test_the_same_wording_is_sure_and_a_loose_paraphrase_is_not(plan: Callable[..., Plan]) -> None:
    base = (
        "一、任务\n推行首席质量官制度。完善产品损害赔偿、质量保证金、产品责任险等多元救济机制，推行消费争议先行赔付。"
    )
    target = (
        "一、任务\n推行首席质量官制度。推进放心舒心消费城市建设，强化质量多元救济、质量保险、质量保证金制度机制，"
        "引导经营者推行线下无理由退货和消费环节赔偿先付等制度。"
    )
    (alignment,) = collate(plan(base), [plan(target)]).targets
    by_target = {alignment.plan.wording(m.target)[:4]: m for m in alignment.matches}
    assert by_target["推行首席"].score == 1
    assert by_target["推进放心"].doubtful
