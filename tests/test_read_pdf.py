"""PDFs with a text layer: lines to paragraphs, columns, turned pages, watermarks, hidden text; a real notice and plan."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from qcompare.document import BlockKind, CautionKind, Document, Format
from qcompare.model import ClauseKind
from qcompare.parse import parse
from qcompare.read import read_document
from qcompare.read.pdf import read_pdf
from tests.pdf_maker import FONT, Pages

AIM = (
    "为深入贯彻落实《质量强国建设纲要》《重庆市质量强市建设实施方案》（渝委发〔2023〕11号）精神，围绕永川“一三五”总体发展思路，"
    "推动高质量发展，创造高品质生活，打造质量强区，特制定本方案。"
)
IDEA = (
    "以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神，立足新发展阶段，完整、准确、全面贯彻新发展理念，"
    "以推动高质量发展为主题，以提高供给质量为主攻方向，以改革创新为根本动力，以满足人民日益增长的美好生活需要为根本目的，"
    "深入实施质量强区战略，全面提高区域质量总体水平，到2025年制造业产品质量合格率达到94%以上，2035年再提高1.5个百分点。"
)
DUTY = "（责任单位：区市场监管局、区发展改革委、区经济信息委、区农业农村委）"


def texts(document: Document, kind: BlockKind = BlockKind.TEXT) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks if block.kind is kind]


def read(pages: Pages) -> Document:
    return read_pdf(pages.done(), "方案.pdf")


def bare(text: str) -> str:
    return "".join(text.split())


def odd_and_even(canvas: Canvas, page: int) -> None:
    canvas.setFont(FONT, 9)
    if page % 2:
        canvas.drawRightString(516, A4[1] - 50, "永川区质量强区建设实施方案")
    else:
        canvas.drawString(79, A4[1] - 50, "质量强区文件汇编（2023年）")
    canvas.drawString(79 if page % 2 == 0 else 480, 50, f"— {page} —")


def test_paragraphs_are_whole_again_over_lines_and_pages() -> None:
    pages = Pages()
    pages.centred("重庆市永川区质量强区", 22)
    pages.centred("建设实施方案", 22)
    written = [
        AIM,
        "一、总体要求",
        "（一）指导思想。" + IDEA,
        DUTY,
        "（二）基本原则。",
        IDEA,
        "1. 坚持质量第一。",
        IDEA,
    ]
    for paragraph in written:
        pages.paragraph(paragraph)
    pages.right("永川区人民政府")
    pages.right("2023年8月20日")
    document = read(pages)
    assert document.pages == 2
    assert document.format is Format.PDF
    ends = ["永川区人民政府", "2023年8月20日"]
    assert texts(document) == ["重庆市永川区质量强区", "建设实施方案", *written, *ends]
    assert {block.place.page for block in document.blocks} == {1, 2}
    assert not document.cautions


@pytest.mark.parametrize("indent", [0, 2])
@pytest.mark.parametrize("size", [10.5, 16])
def test_neither_indent_nor_size_need_be_those_of_an_official_document(indent: int, size: float) -> None:
    pages = Pages(size=size, leading=size * 1.5)
    written = ["一、总体要求", IDEA, "二、重点任务", "（一）" + AIM, "（二）" + IDEA, "三、保障措施", AIM]
    for paragraph in written:
        pages.paragraph(paragraph, indent)
    assert texts(read(pages)) == written


def test_a_numbered_item_may_hang_and_a_block_stand_in() -> None:
    pages = Pages()
    pages.paragraph(AIM)
    pages.paragraph("1、" + IDEA, indent=0, hanging=1.5)
    pages.paragraph("2、" + AIM, indent=0, hanging=1.5)
    pages.paragraph(IDEA)
    pages.paragraph(AIM, indent=5, hanging=5)
    assert texts(read(pages)) == [AIM, "1、" + IDEA, "2、" + AIM, IDEA, AIM]


def test_a_long_title_among_short_lines_keeps_to_itself() -> None:
    pages = Pages(size=11)
    titles = ["永川区人民政府办公室关于印发", "永川区质量强区建设实施方案（2023—2027年）的通知"]
    for title in titles:
        pages.centred(title)
    written = ["永川府办发〔2023〕21号", "各镇街，区政府各部门：", "现将方案印发给你们。", "第二章 任务"]
    for paragraph in written:
        pages.paragraph(paragraph, indent=0)
    assert texts(read(pages)) == titles + written


def test_a_date_at_the_right_edge_does_not_go_on_at_the_left_one() -> None:
    pages = Pages()
    for paragraph in (AIM, IDEA):
        pages.paragraph(paragraph, indent=0)
    signature = ["永川区人民政府", "2023年6月15日"]
    for line in signature:
        pages.right(line, inset=0)
    pages.paragraph("（此件公开发布）", indent=0)
    assert texts(read(pages)) == [AIM, IDEA, *signature, "（此件公开发布）"]


def test_two_columns_are_read_one_after_the_other() -> None:
    pages = Pages(size=10.5, leading=16, columns=((60, 287), (308, 535)))
    pages.foot = 500
    pages.text(180, A4[1] - 70, "重庆市永川区质量强区建设实施方案", 16)
    written = ["一、总体要求", IDEA, "（一）基本原则", AIM, IDEA, "二、重点任务", AIM, IDEA]
    for paragraph in written:
        pages.paragraph(paragraph)
    assert texts(read(pages)) == ["重庆市永川区质量强区建设实施方案", *written]


def test_a_line_broken_short_within_brackets_goes_on() -> None:
    pages = Pages(size=10.5, leading=16)
    written = [AIM, "（一）准备阶段（2023年3月至5月）", AIM, "（三）深化阶段（2023年12月至长期）", IDEA]
    for paragraph in written:
        rest = "　　" + paragraph
        while rest:
            pages.paragraph(rest[:16], indent=0)
            rest = rest[16:]
    found = texts(read(pages))
    assert written[1] in found
    assert written[3] in found


def test_an_item_that_fills_its_line_ends_where_items_begin_at_the_edge() -> None:
    pages = Pages()
    written = ["（一）加强组织领导。建立实施方案联席会议，统筹工作。", "（二）强化资金保障。" + AIM]
    items = [f"{number}. 建设数字化车间{number}个。" for number in range(1, 6)]
    for paragraph in [*items, *written]:
        pages.paragraph(paragraph, indent=0)
    for paragraph in ("专栏1 数字化转型重点工程", "智慧园区工程：建成3个。"):
        pages.paragraph(paragraph, indent=1.2)
    assert texts(read(pages))[: len(items) + 2] == items + written


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_read_upright(turn: int) -> None:
    pages = Pages()
    pages.paragraph(AIM)
    pages.paragraph(IDEA)
    turned = BytesIO()
    with closing(pypdfium2.PdfDocument(pages.done())) as document:
        document[0].set_rotation(turn)
        document.save(turned)
    assert texts(read_pdf(turned.getvalue(), "方案.pdf")) == [AIM, IDEA]


def test_a_page_set_sideways_is_read_as_it_is_meant() -> None:
    pages = Pages(size=10.5, leading=16, embedded=True)  # PDFium drops turned text of a font that it cannot find
    pages.canvas.rotate(90)
    pages.canvas.translate(0, -A4[0])
    pages.top = A4[0] - 60
    pages.y = pages.top
    pages.paragraph(AIM)
    pages.paragraph(IDEA)
    assert texts(read(pages)) == [AIM, IDEA]


@pytest.mark.parametrize("angle", [0, 45])
def test_a_watermark_across_the_page_is_left_out_and_told(angle: int) -> None:
    pages = Pages()
    pages.canvas.saveState()
    pages.canvas.translate(150, 660)
    pages.canvas.rotate(angle)
    pages.text(0, 0, "征求意见稿", 60)
    pages.canvas.restoreState()
    pages.paragraph(AIM)
    document = read(pages)
    assert texts(document) == [AIM]
    assert [(caution.kind, caution.pages) for caution in document.cautions] == [(CautionKind.WATERMARK, (1,))]


def test_text_that_is_not_painted_is_left_out_unless_it_is_that_of_a_scan() -> None:
    pages = Pages()
    pages.paragraph(AIM)
    hidden = pages.canvas.beginText(79, 300)
    hidden.setTextRenderMode(3)
    hidden.textLine("内部编号")
    pages.canvas.drawText(hidden)
    document = read(pages)
    assert texts(document) == [AIM]
    assert [(caution.kind, caution.count) for caution in document.cautions] == [(CautionKind.HIDDEN, 4)]


def test_a_character_is_one_and_one_set_twice_to_look_bold_is_there_once() -> None:
    pages = Pages()
    pages.text(79, 700, "一、加强𬒗山、𠮷林等地质量服务")
    pages.text(79.3, 700, "一、加强𬒗山、𠮷林等地质量服务")
    assert texts(read(pages)) == ["一、加强𬒗山、𠮷林等地质量服务"]


def test_latin_words_keep_their_blanks_and_chinese_gets_none() -> None:
    pages = Pages()
    pages.paragraph("开展 ISO 9001 质量管理体系认证，推广 total quality management 方法，2023 年达到 50 家，" * 3)
    [text] = texts(read(pages))
    assert "ISO 9001" in text
    assert "total quality management" in text
    assert "体 系" not in text
    assert bare(text) == bare(
        "开展 ISO 9001 质量管理体系认证，推广 total quality management 方法，2023 年达到 50 家，" * 3
    )


def test_every_visible_character_is_in_one_block() -> None:
    pages = Pages(odd_and_even)
    for number in range(1, 12):
        pages.paragraph(f"{number}. {IDEA}")
    content = pages.done()
    document = read_pdf(content, "方案.pdf")
    with closing(pypdfium2.PdfDocument(content)) as opened:
        shown = "".join(page.get_textpage().get_text_range() for page in opened)
    held = "".join(block.span.of(document.text) for block in document.blocks)
    assert sorted(bare(held)) == sorted(bare(shown))
    assert bare(held) == bare(document.text)


def test_a_date_at_the_right_edge_ends_its_paragraph() -> None:
    pages = Pages()
    pages.paragraph(AIM)
    pages.right("永川区人民政府", 0)
    pages.turn()
    pages.paragraph("附件1", 0)
    pages.paragraph(AIM)
    assert texts(read(pages)) == [AIM, "永川区人民政府", "附件1", AIM]


def test_the_real_notice_is_read_paragraph_by_paragraph(shared: Path) -> None:
    document = read_document(shared / "files" / "pdf_govdoc397.pdf")
    clean = [bare(line) for line in (shared / "files" / "pdf_govdoc397_clean.txt").read_text("utf-8").splitlines()]
    found = [bare(text) for text in texts(document)]
    # The clean text has a full stop behind each （一） heading that the page does not show, and one line a sentence.
    wanted = "".join(line.removesuffix("。") if line[0] == "（" else line for line in clean)
    assert "".join(found) == wanted
    starts = {line.removesuffix("。")[:12] for line in clean}
    assert all(any(text.startswith(start) for start in starts) for text in found)
    assert [bare(number) for number in texts(document, BlockKind.PAGE_NUMBER)] == [f"—{n}—" for n in range(1, 6)]


def labelled(shared: Path, label: str) -> list[str]:
    """Return the stretches that bear a label in the reference, one character a line; those doubled signs are its own."""
    found: list[str] = []
    for line in (shared / "files" / "pdf_govdoc397_bio.txt").read_text("utf-8").splitlines():
        character, _, tag = line.rpartition(" ")
        if tag == f"B_{label}":
            found.append(character)
        elif tag == f"I_{label}":
            found[-1] += character
    return [text.strip("錓曌") for text in found]


def test_the_real_notice_has_its_headings_at_their_levels(shared: Path) -> None:
    plan = parse(read_document(shared / "files" / "pdf_govdoc397.pdf"))
    for label, kind in (("一级标题", ClauseKind.PART), ("二级标题", ClauseKind.SECTION)):
        wanted = labelled(shared, label)
        found = {bare(c.marker + c.heading).rstrip("。") for c in plan.clauses if c.kind is kind}
        hit = sum(bare(heading).rstrip("。") in found for heading in wanted)
        assert hit >= 0.98 * len(wanted), (label, wanted, found)


def test_a_plan_printed_by_a_word_processor_is_that_of_its_text(shared: Path) -> None:
    document = read_document(shared / "files" / "derived_zhijiao20.pdf")
    text = (shared / "files" / "derived_zhijiao20_gb18030_crlf.txt").read_text("gb18030")
    wanted = [bare(line) for line in text.splitlines() if line.strip()]
    found = [bare(paragraph) for paragraph in texts(document)]
    lost = "，、"  # marks that LibreOffice hangs out into the margin are not in its text layer
    strip = str.maketrans("", "", lost)
    assert "".join(found).translate(strip) == "".join(wanted).translate(strip)
    assert len(found) == len(wanted)
