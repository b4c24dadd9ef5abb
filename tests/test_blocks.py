"""What a reader knew of a file's blocks is heeded: tables, headings by style, headers and footers, places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcompare.document import BlockKind, Document, Format, Place
from qcompare.model import ClauseKind, Plan
from qcompare.parse import document_of, parse, parse_again
from qcompare.read.blocklist import BlockList
from qcompare.report import report_of
from qcompare.treatments import Treat, Treatment
from tests.conftest import load_seed

TITLE = "永川区质量强区建设实施方案"
TABLE = (("序号", "指标", "2025年"), ("1", "制造业产品质量合格率", "95%"), ("2", "公共服务质量满意度", "82分"))


def add_table(blocks: BlockList, rows: tuple[tuple[str, ...], ...], number: int = 1) -> None:
    for r, row in enumerate(rows, start=1):
        for c, cell in enumerate(row, start=1):
            for paragraph in cell.split("\n"):
                blocks.add(paragraph, BlockKind.CELL, Place(table=number, row=r, column=c))


def plan_of(blocks: BlockList) -> Plan:
    return parse(blocks.document(Format.DOCX, "方案.docx"))


def shown(plan: Plan, kind: ClauseKind) -> list[str]:
    found = (c for c in plan.clauses if c.kind is kind)
    return ["|".join(plan.wording(s) for s in clause.sentences) for clause in found]


def test_a_table_is_one_whatever_its_cells_look_like() -> None:
    blocks = BlockList()
    blocks.add(TITLE)
    blocks.add("一、主要目标")
    blocks.add("质量强区建设主要指标")
    add_table(blocks, TABLE)
    blocks.add("二、重点任务")
    plan = plan_of(blocks)
    assert shown(plan, ClauseKind.TABLE) == ["质量强区建设主要指标"]
    assert shown(plan, ClauseKind.ROW) == ["|".join(row) for row in TABLE]
    assert [c.path for c in plan.clauses if c.kind is ClauseKind.ROW] == [f"一表1第{n}行" for n in (1, 2, 3)]
    assert shown(plan, ClauseKind.PART) == ["一、主要目标", "二、重点任务"]
    row = next(c for c in plan.clauses if c.kind is ClauseKind.ROW)
    assert plan.place(plan.sentences[row.sentences[1]].span.start) == Place(table=1, row=1, column=2)


def test_dates_numbers_and_numbered_cells_within_a_table_stay_its_cells() -> None:
    blocks = BlockList()
    blocks.add(TITLE)
    blocks.add("一、任务分工")
    rows = (("任务", "文号", "时限"), ("一、完善标准", "渝府发〔2011〕55号", "2023年12月31日"))
    add_table(blocks, (*rows, ("（二）培育品牌。\n1.评选首席质量官。", "来源：市场监管局", "2024年6月30日")))
    plan = plan_of(blocks)
    assert shown(plan, ClauseKind.FURNITURE) == []
    assert shown(plan, ClauseKind.ROW)[-1] == "（二）培育品牌。|1.评选首席质量官。|来源：市场监管局|2024年6月30日"
    assert shown(plan, ClauseKind.PART) == ["一、任务分工"]


def test_a_table_of_fields_before_the_title_is_page_text() -> None:
    blocks = BlockList()
    fields = (("索引号：", "000014349/2023-00011"), ("发文机关：", "永川区人民政府"), ("成文日期：", "2023年7月31日"))
    add_table(blocks, fields)
    blocks.add(TITLE)
    blocks.add("一、总体要求")
    plan = plan_of(blocks)
    assert (plan.metadata.title, plan.metadata.issuer, plan.metadata.date) == (TITLE, "永川区人民政府", "2023-07-31")
    assert shown(plan, ClauseKind.FURNITURE) == ["|".join(cell for row in fields for cell in row)]


def test_a_box_of_one_column_holds_clauses() -> None:
    blocks = BlockList()
    blocks.add(TITLE)
    blocks.add("一、重点任务")
    add_table(blocks, (("专栏1 质量强链工程",), ("1.开展质量技术攻关。\n2.建设质量基础设施。",)))
    plan = plan_of(blocks)
    assert shown(plan, ClauseKind.BOX) == ["专栏1 质量强链工程"]
    assert shown(plan, ClauseKind.ITEM) == ["1.开展质量技术攻关。", "2.建设质量基础设施。"]


def test_headings_by_style_make_the_outline_of_a_plan_without_numbers() -> None:
    blocks = BlockList()
    blocks.add(TITLE)
    for level, text in ((1, "总体要求"), (2, "指导思想"), (0, "坚持质量第一。"), (2, "主要目标"), (1, "保障措施")):
        blocks.add(text, level=level)
    blocks.add("全面落实党委和政府质量工作责任，强化考核。", level=1)
    plan = plan_of(blocks)
    assert [(c.kind.value, c.path) for c in plan.clauses[1:]] == [
        ("part", "总体要求"),
        ("section", "总体要求指导思想"),
        ("paragraph", "总体要求指导思想第1段"),
        ("section", "总体要求主要目标"),
        ("part", "保障措施"),
        ("paragraph", "保障措施第1段"),
    ]


def test_decimal_headings_stand_where_their_style_says_and_hold_what_is_counted_under_them() -> None:
    blocks = BlockList()
    blocks.add(TITLE)
    texts = ((1, "第三章 重点任务"), (2, "3.1质量基础"), (3, "3.1.1标准"), (0, "1、制定标准。"), (0, "2、实施标准。"))
    for level, text in (*texts, (3, "3.1.2计量"), (2, "3.2质量品牌")):
        blocks.add(text, level=level)
    plan = plan_of(blocks)
    parents = {c.marker: plan.clauses[c.parent].marker if c.parent is not None else "" for c in plan.clauses[1:]}
    assert parents == {
        "第三章": "",
        "3.1": "第三章",
        "3.1.1": "3.1",
        "1、": "3.1.1",
        "2、": "3.1.1",
        "3.1.2": "3.1",
        "3.2": "第三章",
    }


@pytest.mark.parametrize("kind", [kind for kind in BlockKind if kind.is_furniture])
def test_what_the_reader_knew_to_be_page_text_is_never_compared(kind: BlockKind) -> None:
    blocks = BlockList()
    blocks.add("一、总体要求", kind)
    blocks.add(TITLE)
    blocks.add("一、总体要求")
    blocks.add("质量第一。")
    blocks.add("二、重点任务", kind)
    blocks.add("效益优先。")
    plan = plan_of(blocks)
    assert shown(plan, ClauseKind.FURNITURE) == ["一、总体要求", "二、重点任务"]
    assert shown(plan, ClauseKind.PART) == ["一、总体要求"]


def test_a_footnote_is_a_paragraph_of_the_plan() -> None:
    blocks = BlockList()
    blocks.add(TITLE)
    blocks.add("一、总体要求")
    blocks.add("首席质量官是企业质量工作的负责人。", BlockKind.NOTE)
    assert shown(plan_of(blocks), ClauseKind.PARAGRAPH) == ["首席质量官是企业质量工作的负责人。"]


def test_a_plan_gives_its_document_back() -> None:
    blocks = BlockList()
    blocks.add(TITLE, level=1)
    add_table(blocks, TABLE)
    document = blocks.document(Format.PDF, "方案.pdf", pages=3)
    plan = parse(document)
    assert document_of(plan) == document
    assert parse_again(plan, ()) == plan
    seed = load_seed("youxian-2023")
    assert parse_again(seed, ()) == seed
    assert isinstance(document_of(seed), Document)
    assert not seed.blocks, "the lines of a text file need no places of their own"


wordings = st.sampled_from(
    [
        "一、总体要求",
        "（一）指导思想",
        "1.推动高质量发展。",
        "——",
        "2023年7月31日",
        "来源：区政府",
        "附件",
        "目录",
        "专栏1 工程",
        "质量\n第一",
    ]
)
places = st.one_of(
    st.just(Place()), st.builds(Place, table=st.integers(1, 2), row=st.integers(1, 3), column=st.integers(1, 3))
)


@given(
    st.lists(st.tuples(wordings, st.sampled_from(BlockKind), places, st.integers(0, 9)), min_size=1, max_size=14),
    st.lists(
        st.builds(
            Treatment,
            st.sampled_from(["一总体要求", "附件", "目录", "质量第一"]),
            st.integers(1, 2),
            st.sampled_from(Treat),
        )
    ),
)
def test_law_whatever_is_known_and_said_of_blocks_nothing_is_lost(
    given_blocks: list[tuple[str, BlockKind, Place, int]], said: list[Treatment]
) -> None:
    blocks = BlockList()
    for block in given_blocks:
        blocks.add(*block)
    plan = parse(blocks.document(Format.DOCX, "方案.docx"), None, said)
    assert "".join("".join(plan.wording(k) for k in range(len(plan.sentences))).split()) == "".join(plan.text.split())
    assert [s.span.start for s in plan.sentences] == sorted({s.span.start for s in plan.sentences})
    assert [k for clause in plan.clauses for k in clause.sentences] == list(range(len(plan.sentences)))
    assert all(clause.parent is None or clause.parent < at for at, clause in enumerate(plan.clauses))
    assert len({clause.path for clause in plan.clauses}) == len(plan.clauses)
    assert parse_again(plan, said) == plan
    report_of(plan, said)
