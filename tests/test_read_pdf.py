"""PDFs with a text layer: lines to paragraphs, columns, page heads and feet, contents lists, notes, tables."""

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


def test_two_columns_are_read_one_after_the_other() -> None:
    pages = Pages(size=10.5, leading=16, columns=((60, 287), (308, 535)))
    pages.foot = 500
    pages.text(180, A4[1] - 70, "重庆市永川区质量强区建设实施方案", 16)
    written = ["一、总体要求", IDEA, "（一）基本原则", AIM, IDEA, "二、重点任务", AIM, IDEA]
    for paragraph in written:
        pages.paragraph(paragraph)
    assert texts(read(pages)) == ["重庆市永川区质量强区建设实施方案", *written]


def odd_and_even(canvas: Canvas, page: int) -> None:
    canvas.setFont(FONT, 9)
    if page % 2:
        canvas.drawRightString(516, A4[1] - 50, "永川区质量强区建设实施方案")
    else:
        canvas.drawString(79, A4[1] - 50, "质量强区文件汇编（2023年）")
    canvas.drawString(79 if page % 2 == 0 else 480, 50, f"— {page} —")


def test_heads_and_feet_of_pages_are_told_by_place_and_wording() -> None:
    pages = Pages(odd_and_even)
    written = ["一、总体要求", *[f"{number}. {IDEA}" for number in range(1, 15)]]
    for paragraph in written:
        pages.paragraph(paragraph)
    document = read(pages)
    assert document.pages >= 4
    assert texts(document) == written
    heads = ["永川区质量强区建设实施方案", "质量强区文件汇编（2023年）"]
    assert texts(document, BlockKind.HEADER) == [heads[page % 2] for page in range(document.pages)]
    numbers = [bare(number) for number in texts(document, BlockKind.PAGE_NUMBER)]
    assert numbers == [f"—{page}—" for page in range(1, document.pages + 1)]


@pytest.mark.parametrize("form", ["{}", "第{}页", "- {} -", "{} / 9", "Page {} of 9"])
def test_page_numbers_have_many_forms(form: str) -> None:
    def numbered(canvas: Canvas, page: int) -> None:
        canvas.setFont(FONT, 10.5)
        canvas.drawCentredString(297, 50, form.format(page))

    pages = Pages(numbered)
    for _ in range(5):
        pages.paragraph(IDEA)
    document = read(pages)
    numbers = [bare(number) for number in texts(document, BlockKind.PAGE_NUMBER)]
    assert numbers == [bare(form.format(page)) for page in range(1, document.pages + 1)]
    assert texts(document) == [IDEA] * 5


def test_one_page_may_have_a_number_and_a_year_at_its_foot_is_none() -> None:
    pages = Pages(lambda canvas, _: canvas.drawCentredString(297, 50, "1"))
    pages.paragraph(AIM)
    assert texts(read(pages), BlockKind.PAGE_NUMBER) == ["1"]
    pages = Pages()
    for value in ("2020", "2025", "2035"):
        pages.y = pages.foot
        pages.paragraph(value)
        pages.turn()
    pages.paragraph(AIM)
    assert texts(read(pages)) == ["2020", "2025", "2035", AIM]


@pytest.mark.parametrize("dots", ["…" * 12, "." * 30, ""])
def test_a_contents_list_is_told_by_its_dots_or_numbers(dots: str) -> None:
    pages = Pages()
    pages.centred("目  录")
    entries = ["一、总体要求", "二、推动产业质量发展", "三、推动产品质量发展", "四、保障措施"]
    for number, entry in enumerate(entries, start=1):
        y = pages.y
        pages.paragraph(entry + dots, 0)
        pages.text(500, y, str(number))
    pages.turn()
    for entry in entries:
        pages.paragraph(entry)
        pages.paragraph(IDEA)
    document = read(pages)
    listed = texts(document, BlockKind.CONTENTS)
    assert [bare(entry).rstrip(".…0123456789") for entry in listed] == ["目录", *entries]
    assert texts(document) == [text for entry in entries for text in (entry, IDEA)]


def test_a_footnote_stands_apart_and_the_paragraph_goes_on() -> None:
    pages = Pages()
    pages.foot = 160
    pages.text(79, 120, "① 指规模以上工业企业，数据来自区统计局。", 9)
    pages.text(79, 107, "② 见《质量强国建设纲要》。", 9)
    written = [f"{number}. {IDEA}" for number in range(1, 7)]
    for paragraph in written:
        pages.paragraph(paragraph)
    document = read(pages)
    assert document.pages == 2
    assert texts(document, BlockKind.NOTE) == ["① 指规模以上工业企业，数据来自区统计局。", "② 见《质量强国建设纲要》。"]
    assert texts(document) == written


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
