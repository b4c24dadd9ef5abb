"""What is meant when a person links two clauses or sentences."""

from __future__ import annotations

import pytest

from qcompare.forms import forms_of
from qcompare.linking import Linking
from qcompare.links import Links
from qcompare.model import Collation
from tests.conftest import make_collation
from tests.test_decisions import sentence

BASE = (
    "方案\n一、任务\n1.提升认证公正性。推动认证结果采信。推行绿色产品认证。\n2.提升检测权威性。加强检验检测规划引导。\n"
)
TARGET = "方案\n一、任务\n1.优化营商环境。推广服务认证，认证结果互认。培育绿色产品认证机构。\n2.提升检测权威性。加强检验检测规划引导。\n"


@pytest.fixture(scope="module")
def made() -> Collation:
    return make_collation(BASE, TARGET)


@pytest.fixture
def linking(made: Collation) -> Linking:
    return Linking(Links(made.base, made.targets[0]), *forms_of(made, 0))


def test_one_sentence_with_one_is_just_that_pair(made: Collation, linking: Linking) -> None:
    ours, theirs = sentence(made.base, "规划引导"), sentence(made.targets[0].plan, "营商环境")
    assert linking.pairs([ours], [theirs]) == ((ours, theirs),)


def test_of_clauses_titles_go_together_and_the_rest_by_what_it_shares(made: Collation, linking: Linking) -> None:
    base, target = made.base, made.targets[0].plan
    ours = list(base.clauses[base.sentences[sentence(base, "公正性")].clause].sentences)
    theirs = list(target.clauses[target.sentences[sentence(target, "营商环境")].clause].sentences)
    found = set(linking.pairs(ours, theirs))
    matched = {(b, t) for t in theirs for b in Links(base, made.targets[0]).bases(t)}
    assert (ours[0], theirs[0]) in found | matched
    assert {(ours[1], theirs[1]), (ours[2], theirs[2])} <= found | matched
    assert not found & matched


def test_sentences_that_share_nothing_are_linked_all_the_same(made: Collation, linking: Linking) -> None:
    ours, theirs = sentence(made.base, "结果采信"), sentence(made.targets[0].plan, "营商环境")
    assert linking.shared(ours, theirs) == 0
    assert linking.pairs([ours], [theirs]) == ((ours, theirs),)
    assert linking.pairs([], [theirs]) == ()


def test_what_linking_will_do_is_said_before(made: Collation, linking: Linking) -> None:
    ours, theirs = sentence(made.base, "结果采信"), sentence(made.targets[0].plan, "营商环境")
    said = linking.words([(ours, theirs)], "永川")
    assert said.startswith("与基准一1.第2句对应，共有0字")
    assert "永川一1.标题不再算新增" in said
    assert linking.words([], "永川") == "两处已经对应"
