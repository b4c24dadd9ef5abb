"""Statistics (统计): both readings by chapter, and how much each target carries there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qcompare.collate import collate
from qcompare.coverage import coverage_of
from qcompare.model import Collation, Plan, RowKind
from qcompare.statistics import Chapter, Statistics, Tally, chapters_of, statistics_of
from tests.conftest import load_seed

PLANS = ("chongqing-2023", "yongchuan-2023-draft", "chengdu-2023-draft", "chongqing-2011", "youxian-2023")


@pytest.fixture(scope="module")
def all_plans() -> Collation:
    """重庆 2023 with the four other sample plans."""
    base, *targets = map(load_seed, PLANS)
    return collate(base, targets)


def counted(collation: Collation, target: int) -> Statistics:
    coverage = [coverage_of(collation, t) for t in range(len(collation.targets))]
    return statistics_of(collation, target, coverage)


def named(collation: Collation, chapters: tuple[Chapter, ...]) -> list[tuple[int, str]]:
    clauses = collation.base.clauses
    return [(c.level, "" if c.clause is None else clauses[c.clause].path) for c in chapters]


@pytest.mark.parametrize("target", range(4))
def test_the_whole_has_the_numbers_of_the_counts(all_plans: Collation, target: int) -> None:
    counts, whole = all_plans.targets[target].counts, counted(all_plans, target).whole
    assert whole.base.sentences == counts.base
    assert whole.base[RowKind.DROPPED] == counts.dropped
    assert whole.target.counts == (counts.inherited, counts.localised, counts.modified, 0, counts.added)
    assert whole.target.sentences == counts.target
    assert whole.carried == tuple(alignment.counts.carried for alignment in all_plans.targets)
    assert whole.characters == counts.characters
    assert whole.share(target) == counts.carried_share


@pytest.mark.parametrize("base", PLANS)
def test_parts_add_up_to_the_whole_and_sections_lie_within_their_parts(base: str) -> None:
    collation = collate(load_seed(base), [load_seed("yongchuan-2023-draft")])
    found = counted(collation, 0)
    tops = [chapter for chapter in found.chapters if chapter.level == 1]
    assert sum((c.base for c in tops), Tally()) == found.whole.base
    assert sum((c.target for c in tops), Tally()) == found.whole.target
    assert sum(c.carried[0] for c in tops) == found.whole.carried[0]
    for part in tops:
        sections = [
            c for c in found.chapters if c.clause is not None and collation.base.clauses[c.clause].parent == part.clause
        ]
        for kind in RowKind:
            if kind in (RowKind.FURNITURE, RowKind.NONE) or part.clause is None:
                continue
            assert sum(c.base[kind] for c in sections) <= part.base[kind]
            assert sum(c.target[kind] for c in sections) <= part.target[kind]


def test_chapters_are_the_parts_and_the_sections_that_hold_items(all_plans: Collation) -> None:
    assert named(all_plans, counted(all_plans, 0).chapters) == [
        (1, ""),
        (1, "一"),
        (1, "二"),
        *[(2, f"二（{n}）") for n in "一二三四"],
        (1, "三"),
        *[(2, f"三（{n}）") for n in "一二三"],
        (1, "四"),
    ]


def test_both_readings_of_a_chapter(all_plans: Collation) -> None:
    products = next(c for c in counted(all_plans, 0).chapters if named(all_plans, (c,)) == [(2, "二（二）")])
    assert products.base.sentences == 22
    assert products.base[RowKind.ADDED] == products.target[RowKind.DROPPED] == 0
    assert products.target[RowKind.ADDED] == 6


def test_what_only_the_target_has_counts_where_its_row_stands(plan: Callable[..., Plan]) -> None:
    base = plan("一、总体要求\n坚持质量第一。\n二、重点任务\n加强质量监管，全市开展产品质量抽查。")
    target = plan(
        "一、总体要求\n坚持质量第一。\n弘扬企业家精神和工匠精神。\n"
        "二、重点任务\n加强质量监管，全市开展产品质量抽查。\n三、保障措施\n严格工作考核与督查问责。"
    )
    collation = collate(base, [target])
    added = [
        (path, c.target[RowKind.ADDED])
        for (_, path), c in zip(
            named(collation, counted(collation, 0).chapters), counted(collation, 0).chapters, strict=True
        )
    ]
    assert added == [("一", 1), ("二", 2)]


def test_the_furniture_between_two_clauses_leaves_the_chapter_as_it_is(plan: Callable[..., Plan]) -> None:
    base = plan("一、总体要求\n坚持质量第一。\n分享到：\n打印本页\n")
    target = plan("一、总体要求\n坚持质量第一。\n弘扬企业家精神和工匠精神。")
    (part,) = counted(collate(base, [target]), 0).chapters
    assert part.target[RowKind.ADDED] == 1


def test_a_plan_without_parts_is_one_chapter(plan: Callable[..., Plan]) -> None:
    found = counted(collate(plan("坚持质量第一。"), [plan("坚持质量第一。")]), 0)
    assert [(c.clause, c.base.counts) for c in found.chapters] == [(None, (1, 0, 0, 0, 0))]
    assert found.whole.share(0) == 1.0


def test_chapters_side_by_side_hold_each_sentence_once(all_plans: Collation) -> None:
    coverage = [coverage_of(all_plans, t) for t in range(4)]
    flat, whole = chapters_of(all_plans, 0, coverage), counted(all_plans, 0).whole
    assert sum((c.base for c in flat), Tally()) == whole.base
    assert sum((c.target for c in flat), Tally()) == whole.target
    assert flat[-1].clause is None
    assert {c.level for c in flat} == {1}


def test_units_among_what_is_added_are_told(all_plans: Collation) -> None:
    assert counted(all_plans, 0).added_duties == 29
