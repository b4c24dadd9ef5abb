"""Each mark is explained with the wording of the other side."""

from __future__ import annotations

import pytest

from qcompare.collate import collate
from qcompare.explain import Explainer
from qcompare.findings import findings_of
from qcompare.marks import Mark, Markings
from qcompare.model import Collation, RowKind
from tests.conftest import load_seed, make_collation

BASE = """重庆市质量强市建设实施方案

一、总体要求
推动重庆市产业质量竞争力走在全国前列。制造业质量竞争力指数达到92以上。

二、重点任务
（一）提升标准水平。鼓励企业制定先进标准，参与国际标准化活动。
（二）推行认证。推行高端品质认证，完善认证监管制度。
（三）建设计量中心。建设国家计量测试中心，服务优势产业发展。
"""
TARGET = """重庆市永川区质量强区建设实施方案

一、总体要求
推动永川区产业质量竞争力持续增强。制造业质量竞争力指数达到90以上。推行高端品质认证，完善认证监管制度。

二、重点任务
（一）提升标准水平。鼓励企业制定先进标准，大力参与国际标准化活动。
（二）发展夜间经济。打造夜市街区，丰富夜间消费。
"""


@pytest.fixture(scope="module")
def collation() -> Collation:
    return make_collation(BASE, TARGET)


@pytest.fixture(scope="module")
def explainer(collation: Collation) -> Explainer:
    return Explainer(collation, findings_of(collation), 0)


def of_target(explainer: Explainer, words: str) -> str:
    return "\n".join(explainer.of_target(TARGET.index(words)))


def of_base(explainer: Explainer, words: str) -> str:
    return "\n".join(explainer.of_base(BASE.index(words)))


def test_replaced_words_say_what_the_other_side_has(explainer: Explainer) -> None:
    assert of_target(explainer, "持续增强") == "修改：基准作“走在全国前列”"
    assert of_base(explainer, "走在全国前列") == "修改：永川作“持续增强”"


def test_places_say_from_what_to_what(explainer: Explainer) -> None:
    assert "属地化：重庆市→永川区" in of_target(explainer, "永川区产业")
    assert "属地化：重庆市→永川区" in of_base(explainer, "重庆市产业")


def test_a_lowered_figure_says_from_what_to_what(explainer: Explainer) -> None:
    said = "指标下调：制造业质量竞争力指数 达到92以上→达到90以上"
    assert said in of_target(explainer, "90")
    assert said in of_base(explainer, "92")


def test_moved_words_say_where_they_stood(explainer: Explainer) -> None:
    assert "移位：原在二（二）第2句" in of_target(explainer, "推行高端品质认证")


def test_added_and_dropped_words_and_sentences_are_told_apart(explainer: Explainer) -> None:
    assert of_target(explainer, "打造夜市街区") == "新增：基准没有对应的句子"
    assert of_target(explainer, "大力参与") == "新增：基准没有这些文字"
    assert of_base(explainer, "建设国家计量测试中心") == "未承接：永川没有写自本句的文字"


def test_carried_words_say_nothing(explainer: Explainer) -> None:
    assert of_target(explainer, "鼓励企业制定") == ""
    assert of_base(explainer, "鼓励企业制定") == ""


def test_a_row_says_its_kind_and_how_much_is_carried(explainer: Explainer, collation: Collation) -> None:
    kinds = {row.cells[0].kind: at for at, row in enumerate(collation.rows)}
    said = "\n".join(explainer.of_row(kinds[RowKind.DROPPED]))
    assert said.startswith("－ 未承接：基准有，该对照没有写自本条的文字\n承接 0.0%：")
    row = next(at for at, line in enumerate(collation.rows) if line.cells[0].moved)
    assert "移位：取自二（二）第2句" in explainer.of_row(row)
    left = next(
        at
        for at, line in enumerate(collation.rows)
        if line.base is not None and collation.base.clauses[line.base].path == "二（二）"
    )
    assert "第2句写入永川一第1段第3句" in explainer.of_row(left)


def test_every_mark_of_the_samples_is_explained_and_nothing_else() -> None:
    base = load_seed("chongqing-2023")
    collation = collate(base, [load_seed("yongchuan-2023-draft"), load_seed("chengdu-2023-draft")])
    findings = findings_of(collation)
    for target, alignment in enumerate(collation.targets):
        explainer, markings = Explainer(collation, findings, target), Markings(collation, target)
        for clause in range(len(alignment.plan.clauses)):
            for run in markings.target_runs(clause):
                said = explainer.of_target(run.span.start)
                assert said or (run.mark is Mark.EQUAL and not run.moved)
                if run.moved:
                    assert any(line.startswith(("移位", "调序")) for line in said)
        for clause in range(len(base.clauses)):
            for run in markings.base_runs(clause):
                assert explainer.of_base(run.span.start) or run.mark is Mark.EQUAL
        for row in range(len(collation.rows)):
            assert explainer.of_row(row)
