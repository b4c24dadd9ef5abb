"""The go-to box understands how people name a place."""

from __future__ import annotations

import pytest

from qcompare.collate import collate
from qcompare.goto import Goto
from qcompare.model import Collation
from tests.conftest import load_seed, make_collation


@pytest.fixture(scope="module")
def collation() -> Collation:
    return collate(load_seed("chongqing-2023"), [load_seed("yongchuan-2023-draft"), load_seed("chengdu-2023-draft")])


@pytest.fixture(scope="module")
def goto(collation: Collation) -> Goto:
    return Goto(collation)


def base_path(collation: Collation, row: int) -> str:
    base = collation.rows[row].base
    return "" if base is None else collation.base.clauses[base].path


@pytest.mark.parametrize(
    "asked",
    [
        "二（三）9.",
        "二（三）9",
        "二(三)9.",
        "二（三） ９．",
        "二三9",
        "二三九",
        "2(3)9",
        "2.3.9",
        "2 3 9",
        "二、（三）9.",
        "二（三）9、",
    ],
)
def test_a_path_is_understood_however_it_is_typed(goto: Goto, collation: Collation, asked: str) -> None:
    assert base_path(collation, goto.places(asked)[0].row) == "二（三）9."


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("二", "二"),
        ("三（三）", "三（三）"),
        ("一（二）第1项", "一（二）第1项"),
        ("一（二）第1項", "一（二）第1项"),
        ("一二1项", "一（二）第1项"),
        ("16.", "三（一）16."),
        ("（三）29.", "三（三）29."),
        ("三三三十", "三（三）30."),
        ("标题", "标题"),
    ],
)
def test_parts_of_a_path_and_unnumbered_clauses(goto: Goto, collation: Collation, asked: str, path: str) -> None:
    assert base_path(collation, goto.places(asked)[0].row) == path


@pytest.mark.parametrize("asked", ["第12行", "12", "第 12 行", "12行", "１２"])
def test_a_number_alone_is_a_row(goto: Goto, asked: str) -> None:
    assert goto.places(asked)[0].row == 11


def test_a_number_that_is_a_row_and_an_item_offers_both(goto: Goto, collation: Collation) -> None:
    rows = [place.row for place in goto.places("12")]
    assert rows[0] == 11
    assert "二（四）12." in [base_path(collation, row) for row in rows[1:]]


@pytest.mark.parametrize(
    ("asked", "path"),
    [("推动重庆产品高端化", "二（二）"), ("產品高端化", "二（二）"), ("公共服務質量滿意度", "一（二）第4项")],
)
def test_words_find_the_clause_that_is_headed_so_or_says_so(
    goto: Goto, collation: Collation, asked: str, path: str
) -> None:
    assert base_path(collation, goto.places(asked)[0].row) == path


def test_traditional_words_find_simplified_ones_and_the_other_way_round(goto: Goto) -> None:
    one, other = goto.places("质量强区"), goto.places("質量強區")
    assert one
    assert one == other
    assert goto.places("产业质量竞争力")


def test_paths_of_targets_are_found_and_said_to_be_theirs(goto: Goto, collation: Collation) -> None:
    """成都 alone has a 二（九）."""
    place = goto.places("二（九）4.")[0]
    clauses = [collation.targets[1].plan.clauses[c].path for c in collation.rows[place.row].cells[1].clauses]
    assert "二（九）4." in clauses
    assert place.whose.startswith("成都")
    assert place.said.startswith("二（九）4.")


def test_each_row_is_offered_once_and_no_more_than_asked_for(goto: Goto) -> None:
    places = goto.places("质量", limit=5)
    assert len(places) == 5
    assert len({place.row for place in places}) == 5


def test_a_number_is_not_found_within_another(goto: Goto, collation: Collation) -> None:
    for asked in ("9.", "8"):
        for place in goto.places(asked):
            assert not place.said.startswith(("三（二）19.", "三（三）29.", "三（二）18.", "三（三）28."))
    assert base_path(collation, goto.places("98.2%")[0].row) == "一（二）第2项"


@pytest.mark.parametrize("asked", ["", "  ", "（）", "第999行", "九（九）99.", "没有这样的话"])
def test_what_stands_nowhere_finds_nothing(goto: Goto, asked: str) -> None:
    assert goto.places(asked) == ()


def test_articles_of_a_law() -> None:
    law = "某市促进条例\n第一章　总则\n第一条　为了促进发展，制定本条例。\n第二条　本市行政区域内适用本条例。\n第十二条　鼓励创新。\n"
    made = make_collation(law, law)
    row = Goto(made).places("第12条")[0].row
    assert base_path(made, row) == "第十二条"
    assert base_path(made, Goto(made).places("第二条")[0].row) == "第二条"
