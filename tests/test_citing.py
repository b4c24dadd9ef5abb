"""One name for one thing in every output: plans, clauses, sentences, rows, shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcompare.citing import (
    band_level,
    cited_clause,
    cited_sentence,
    labels,
    percent,
    place_of,
    plans_of,
    pointer_words,
    results,
)
from qcompare.cli.compare import summary
from qcompare.document import BlockKind, Format, Place
from qcompare.findings import findings_of
from qcompare.gui.models.cells import target_name
from qcompare.links import Links
from qcompare.memo.layout import subject_of
from qcompare.model import Collation, Metadata, Plan
from qcompare.parse import parse
from qcompare.read.blocklist import BlockList
from qcompare.tables.rows import aligned_lines

BASE = """\
一、总体要求
二、重点任务
1.强化产业基础质量支撑。开展重点行业工艺优化行动。组织质量提升关键技术攻关。推行企业首席质量官制度。
"""
DRAFT = """\
一、总体要求
二、重点任务
1.强化产业基础质量支撑。推行企业首席质量官制度。开展重点行业工艺优化行动。组织质量提升关键技术攻关。
"""


@pytest.fixture
def drafts(plan: Callable[..., Plan], collation: Callable[..., Collation]) -> Callable[..., Collation]:
    """Maker: a base and two plans of one label, with what is known of them."""

    def make(*known: tuple[str, Metadata]) -> Collation:
        base = replace(plan(BASE, "重庆.txt"), label="重庆 2023")
        found = [replace(plan(DRAFT, "永川.txt"), label="永川 2023", source=s, metadata=m) for s, m in known]
        return collation(base, *found)

    return make


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (
            (("一.txt", Metadata(date="2023-05-08", draft=True)), ("二.txt", Metadata(date="2023-07-31"))),
            ("永川 2023（2023年5月8日，征求意见稿）", "永川 2023（2023年7月31日）"),
        ),
        (
            (("一.txt", Metadata(draft=True)), ("二.txt", Metadata())),
            ("永川 2023（征求意见稿）", "永川 2023"),
        ),
        ((("一.txt", Metadata()), ("二.txt", Metadata())), ("永川 2023（一.txt）", "永川 2023（二.txt）")),
        ((("一.txt", Metadata()), ("一.txt", Metadata())), ("永川 2023［2］", "永川 2023［3］")),
    ],
)
def test_two_drafts_of_one_plan_are_told_apart_everywhere(
    drafts: Callable[..., Collation], known: tuple[tuple[str, Metadata], ...], expected: tuple[str, str]
) -> None:
    made = drafts(*known)
    assert labels(made)[1:] == expected
    assert all(name in subject_of(made) for name in expected), "in the memo's running head"
    assert len({line.split("  ")[0] for line in summary(made)[2:]}) == 2, "on the terminal"
    assert len({target_name(made, 0), target_name(made, 1)}) == 2, "in the window"
    assert [said.split(" 共")[0] for said in results(made)] == list(expected)


@given(st.floats(0.0, 1.0))
def test_a_share_is_printed_as_whole_or_nothing_only_where_it_is(share: float) -> None:
    assert (percent(share) == "100.0%") == (share == 1.0)
    assert (percent(share) == "0.0%") == (share == 0.0)
    assert float(percent(share)[:-1]) / 100 == pytest.approx(share, abs=0.001)


def test_a_section_that_goes_on_with_text_is_no_band(collation: Callable[..., Collation]) -> None:
    made = collation(
        "一、总体要求\n（一）主要目标。到2027年，全市质量发展基础更加坚实。\n（二）重点任务\n1.塑造质量品牌。推行首席质量官制度。",
        "一、总体要求\n（一）主要目标。到2027年，全区质量发展基础更加坚实。\n（二）重点任务\n1.塑造质量品牌。推行首席质量官制度。",
    )
    levels = {made.base.clauses[row.base].path: band_level(made, row) for row in made.rows if row.base is not None}
    assert (levels["一"], levels["一（一）"], levels["一（二）"]) == (1, 0, 2)
    assert [line.band for line in aligned_lines(made, findings_of(made))] == [
        band_level(made, row) for row in made.rows
    ]


def test_a_sentence_is_cited_by_its_clause_unless_that_is_all_there_is(seed: Callable[[str], Plan]) -> None:
    plan = seed("yongchuan-2023-draft")
    clause = next(at for at, found in enumerate(plan.clauses) if found.path == "二（一）1.")
    first, second, *_ = plan.clauses[clause].sentences
    assert cited_sentence(plan, first) == "二（一）1.标题"
    assert cited_sentence(plan, second) == "二（一）1.第2句"
    assert cited_sentence(plan, second, (clause,)) == "第2句"
    assert cited_sentence(plan, second, (clause, clause + 1), gap=" ") == "二（一）1.第 2 句"


def test_pointers_name_the_sentence_as_the_clause_counts_it(
    seed: Callable[[str], Plan], collation: Callable[..., Collation]
) -> None:
    made = collation(seed("chongqing-2023"), seed("chengdu-2023-draft"))
    met = 0
    for row, line in enumerate(made.rows):
        for pointer in line.cells[0].pointers:
            among = made.rows[pointer.row].cells[0].clauses
            said = pointer_words(made, row, 0, pointer)
            plan = made.targets[0].plan
            assert said.startswith(f"{'↑' if pointer.row < row else '↓'}见第{pointer.row + 1}行")
            path = cited_clause(plan, plan.sentences[pointer.sentence].clause)
            assert (path in said) == (len(among) > 1)
            met += 1
    assert met


def test_what_moved_inside_its_clause_says_which_sentence_it_was(collation: Callable[..., Collation]) -> None:
    made = collation(BASE, DRAFT)
    (row,) = [row for row in made.rows if row.base is not None and row.cells[0].moved]
    links = Links(made.base, made.targets[0])
    targets = [s for c in row.cells[0].clauses for s in made.targets[0].plan.clauses[c].sentences]
    assert links.moved_words(targets, row.clauses(0)) == ("本条内移位（原第4句）",)
    assert links.origins(targets, row.clauses(0)) == ("本条第4句",)
    (line,) = [line for line in aligned_lines(made, findings_of(made)) if line.cells[0].moved]
    assert line.cells[0].remarks == ("本条内移位（原第4句）",)
    assert any(piece.moved for piece in line.cells[0].passage.pieces)
    assert not any(piece.moved_from for piece in line.cells[0].passage.pieces), "no path behind it: it is the row's own"


def test_the_base_stands_first_among_the_plans(collation: Callable[..., Collation]) -> None:
    made = collation(BASE, DRAFT)
    assert plans_of(made) == (made.base, made.targets[0].plan)


@pytest.mark.parametrize(
    ("place", "said", "spaced"),
    [
        (Place(), "第2行", "第 2 行"),
        (Place(page=3), "第3页", "第 3 页"),
        (Place(paragraph=12), "第12段", "第 12 段"),
        (Place(table=2, row=3, column=2), "表2第3行第2格", "表 2 第 3 行第 2 格"),
        (Place(page=3, table=1, row=1, column=1), "第3页表1第1行第1格", "第 3 页表 1 第 1 行第 1 格"),
    ],
)
def test_a_place_is_cited_as_whoever_opens_the_file_finds_it(place: Place, said: str, spaced: str) -> None:
    blocks = BlockList()
    blocks.add("永川区质量强区建设实施方案", place=Place(page=place.page))
    blocks.add("一、总体要求", BlockKind.CELL if place.table else BlockKind.TEXT, place)
    plan = parse(blocks.document(Format.PDF, "方案.pdf", pages=3))
    clause = plan.sentences[plan.sentence_at(plan.text.index("总体"))].clause
    assert (place_of(plan, (clause,)), place_of(plan, (clause,), " "), place_of(plan, ())) == (said, spaced, "")


def test_a_row_of_a_table_is_cited_without_a_cell() -> None:
    blocks = BlockList()
    blocks.add("永川区质量强区建设实施方案")
    for at, words in enumerate(("指标", "2025年", "产品质量合格率", "95%")):
        blocks.add(words, BlockKind.CELL, Place(table=1, row=at // 2 + 1, column=at % 2 + 1))
    plan = parse(blocks.document(Format.DOCX, "方案.docx"))
    places = [place_of(plan, (at,)) for at in range(len(plan.clauses))]
    assert places[-2:] == ["表1第1行", "表1第2行"]
