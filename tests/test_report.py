"""The report of a reading says what was set aside and why, and points at what a person should look at."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from qcompare.cautions import _CAUTION_WORDS, unread
from qcompare.document import BlockKind, CautionKind, Document, Format, Place, Span, text_blocks
from qcompare.dossier import Dossier
from qcompare.memo import write_memo
from qcompare.model import ClauseKind, Plan
from qcompare.parse import parse, parse_again
from qcompare.read.blocklist import BlockList
from qcompare.report import ROLE_WORDS, TREAT_WORDS, report_of, treat_lines
from qcompare.roles import Role
from qcompare.tables import write_table
from qcompare.treatments import Treat, Treatment
from tests.conftest import SHARED, load_seed, make_collation, make_plan

TITLE = "永川区质量强区建设实施方案\n"


def doubts(plan: Plan, *said: Treatment) -> list[str]:
    return [doubt.words for doubt in report_of(plan, said).doubts]


def test_every_sort_of_page_text_caution_and_treatment_has_its_words() -> None:
    assert set(_CAUTION_WORDS) == set(CautionKind)
    assert set(TREAT_WORDS) == set(Treat)
    assert set(ROLE_WORDS) == set(Role) - {Role.TEXT, Role.TITLE, Role.NOTICE}


def test_what_the_samples_have_around_them_is_told_apart() -> None:
    found = {name: dict(report_of(load_seed(name)).reasons()) for name in ("youxian-2023", "chongqing-2023")}
    assert found == {
        "youxian-2023": {
            Role.WRAPPER: 2,
            Role.FIELD: 3,
            Role.REMARK: 1,
            Role.DATE: 1,
            Role.CONTENTS: 1,
            Role.REPEAT: 1,
        },
        "chongqing-2023": {Role.FIELD: 1, Role.LEAD: 1, Role.RESIDUE: 1},
    }


def test_the_samples_leave_no_doubt() -> None:
    names = ("youxian-2023", "chongqing-2023", "chongqing-2011", "yongchuan-2023-draft", "chengdu-2023-draft")
    assert [doubts(load_seed(name)) for name in names] == [[]] * 5


def test_asides_cover_what_is_not_compared() -> None:
    plan = load_seed("youxian-2023")
    aside = [a.span for a in report_of(plan).asides]
    within = [any(s.start <= k.span.start and k.span.end <= s.end for s in aside) for k in plan.sentences]
    assert [not w for w in within] == [k in plan.aligned() for k in range(len(plan.sentences))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("一、总体要求\n三、保障措施", ["序号不连续：三 在“一、”之后"]),
        ("一、总体要求\n一、重点任务\n二、保障措施", ["序号不连续：一〔2〕 在“一、”之后"]),
        ("一、总体要求\n（二）主要目标", ["序号不连续：一（二） 在开头"]),
        ("一、任务\n（一）甲项\n1.推进。\n（二）乙项\n2.落实。\n二、保障\n3.考核。", []),
        ("第一条 为了加强管理。\n第三条 本法所称企业。", ["序号不连续：第三条 在“第一条”之后"]),
        ("一、任务\n——推进。\n——落实。\n一是抓。\n二是管。", []),
    ],
)
def test_a_number_that_does_not_follow_is_pointed_at(text: str, said: list[str]) -> None:
    assert doubts(make_plan(TITLE + text)) == said


def test_numbers_begin_anew_in_a_plan_behind_its_notice() -> None:
    text = (
        "市人民政府办公厅关于印发质量强市建设方案的通知\n各区县人民政府：\n一、加强领导\n二、落实责任\n重庆市人民政府办公厅\n"
        "2023年7月31日\n质量强市建设方案\n一、总体要求\n二、主要目标"
    )
    assert doubts(make_plan(text)) == []


def test_what_the_reader_met_is_told_with_its_pages() -> None:
    blocks = BlockList()
    blocks.add(TITLE, place=Place(page=1))
    blocks.add("一、总体要求", place=Place(page=1))
    for page in (2, 5):
        blocks.caution(CautionKind.PAGES_WITHOUT_TEXT, page=page)
    plan = parse(blocks.document(Format.PDF, "方案.pdf", pages=5))
    assert doubts(plan) == ["有 2 页没有文字（可能是扫描页），未读入（第2、5页）"]
    assert dict(report_of(plan).facts) == {"格式": "PDF", "页数": "5", "标题": TITLE.strip()}


def test_lines_cut_to_one_length_are_told() -> None:
    prose = "推动质量强区建设是贯彻新发展理念构建新发展格局的内在要求也是推动高质量发展促进经济由大到强转变的重要举措"
    assert doubts(make_plan(TITLE + "一、总体要求\n" + "\n".join([prose] * 12))) == [
        "多处一行没有写完就换行，段落可能被截断，请检查原文件的换行"
    ]
    assert doubts(make_plan(TITLE + "一、总体要求\n" + "\n".join([f"{prose}。"] * 12))) == []


def test_a_text_of_which_little_was_recognised_is_told() -> None:
    assert doubts(make_plan("各单位要认真贯彻执行。")) == [
        "没有识别出文件标题",
        "没有识别出带序号的条款，全文按段落比对",
    ]


def test_a_person_answers_and_takes_it_back() -> None:
    text = f"{TITLE}一、总体要求\n联系人：张三\n坚持质量第一。\n联系人：张三"
    plan = parse(Document(text, text_blocks(text)))
    at = text.rindex("联系人")
    said = treat_lines(plan, (), Span(at, at + 1), Treat.FURNITURE)
    assert said == (Treatment("联系人张三", 2, Treat.FURNITURE, before="坚持质量第一"),)
    taken = parse_again(plan, said)
    assert [(a.role, a.span.start) for a in report_of(taken, said).asides] == [(Role.PERSON, at)]
    said = treat_lines(plan, said, Span(at, at + 1), Treat.PARAGRAPH)
    assert [t.treat for t in said] == [Treat.PARAGRAPH]
    assert treat_lines(plan, said, Span(0, len(text)), None) == ()
    assert doubts(plan, Treatment("不再有的文字", 1, Treat.PART)) == ["有 1 处人工划定在这份文本里没有找到相应的文字"]


def test_a_header_made_plan_by_a_person_is_aside_no_more() -> None:
    blocks = BlockList()
    blocks.add("永川区人民政府文件", BlockKind.HEADER)
    blocks.add(TITLE)
    blocks.add("一、总体要求")
    plan = parse(blocks.document(Format.DOCX, "方案.docx"))
    assert report_of(plan).reasons() == ((Role.HEADER, 1),)
    taken = parse_again(plan, (Treatment("永川区人民政府文件", 1, Treat.PLAN),))
    assert report_of(taken).reasons() == ()
    assert dict(report_of(taken).kinds)[ClauseKind.PARAGRAPH] == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="no reference material beside the checkout")
def test_real_plans_leave_no_doubt_about_their_numbers() -> None:
    from qcompare.collate import load_plan

    found = {path.stem[:20]: doubts(load_plan(path)) for path in sorted((SHARED / "plans").rglob("*.txt"))}
    assert {name: said for name, said in found.items() if said} == {}


def test_what_was_not_read_is_told_with_every_comparison_of_it(tmp_path: Path) -> None:
    blocks = BlockList()
    for text in (TITLE, "一、总体要求", "坚持质量第一。"):
        blocks.add(text, place=Place(page=1))
    blocks.caution(CautionKind.PAGES_WITHOUT_TEXT, page=2)
    blocks.caution(CautionKind.PICTURES, 3)
    collation = make_collation(
        TITLE + "一、总体要求\n坚持质量第一。", parse(blocks.document(Format.PDF, "方案.pdf", pages=2))
    )
    (said,) = unread(collation)
    assert said.endswith("：有 1 页没有文字（可能是扫描页），未读入（第2页）")
    memo, table = tmp_path / "备忘录.pdf", tmp_path / "表.html"
    write_memo(Dossier(collation), memo)
    write_table(Dossier(collation), table)
    with closing(pdfium.PdfDocument(memo)) as document:
        text = "".join("".join(page.get_textpage().get_text_bounded() for page in document).split())
    assert "未读入（第2页）" in text
    assert "未读入（第2页）" in table.read_text("utf-8")
