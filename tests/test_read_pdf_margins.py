"""What stands at the head and foot of a PDF's pages: headers, footers, page numbers, contents lists, footnotes."""

from __future__ import annotations

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from qcompare.document import BlockKind
from tests.pdf_maker import FONT, Pages
from tests.test_read_pdf import AIM, IDEA, bare, odd_and_even, read, texts


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


def test_a_footer_may_have_the_page_number_first_or_last() -> None:
    def footed(canvas: Canvas, page: int) -> None:
        canvas.setFont(FONT, 16)
        canvas.drawString(79, 50, f"永川区实施方案 — {page} —" if page % 2 else f"— {page} — 永川区实施方案")

    pages = Pages(footed)
    for _ in range(7):
        pages.paragraph(IDEA)
    document = read(pages)
    assert document.pages == 3
    assert len(texts(document, BlockKind.FOOTER)) == 3
    assert texts(document) == [IDEA] * 7


def test_a_header_may_have_the_words_of_the_title_under_it() -> None:
    head = "重庆市永川区人民政府文件"

    def headed(canvas: Canvas, _: int) -> None:
        canvas.setFont(FONT, 16)
        canvas.drawCentredString(297, A4[1] - 75, head)

    pages = Pages(headed)
    pages.centred(head)
    for _ in range(7):
        pages.paragraph(IDEA)
    document = read(pages)
    assert document.pages == 3
    assert texts(document, BlockKind.HEADER) == [head] * 3
    assert texts(document) == [head, *[IDEA] * 7]


def test_lines_of_the_text_that_are_alike_at_one_height_are_no_headers() -> None:
    pages = Pages()
    written: list[str] = []
    for number in range(1, 7):
        first = f"（{number}）建成检测中心{number}个。" if number in {2, 3, 5} else "大力实施质量提升行动。"
        pages.paragraph(first)
        pages.paragraph(f"{AIM}{'质量' * number}。")
        pages.y = pages.foot
        last = "（责任单位：区财政局）" if number in {1, 3} else f"{'质量' * number}。"
        pages.paragraph(last)
        written += [first, f"{AIM}{'质量' * number}。", last]
        if number < 6:
            pages.turn()
    assert texts(read(pages)) == written


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
