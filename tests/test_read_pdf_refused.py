"""PDFs that are not what they seem: scans, locked files, fonts without a map, broken and hostile files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from qcompare.document import Caution, CautionKind
from qcompare.errors import ReadError
from qcompare.read import read_document
from qcompare.read.garbled import is_garbled
from qcompare.read.pdf import read_pdf
from tests.pdf_maker import FONT, Pages
from tests.test_read_pdf import AIM, IDEA, texts

CODES = (
    "犐犆犛犔犌犕犛犲犮狌狉犲犾犮狋狅狀犻犮狊犲犪犾犮狉狔狆狋狅犵狉犪狆犺狔狋犲犮犺狀犻犮犪犾狊狆犲犮犻犳犻犮犪狋犻狅狀"
)


def scan(pages: Pages) -> None:
    """Cover the page with a picture."""
    pages.canvas.drawImage(ImageReader(Image.new("L", (60, 85), 200)), 0, 0, *A4)


def refusal(content: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_pdf(content, "方案.pdf")
    return str(caught.value)


def test_a_scan_is_refused_even_with_its_page_numbers_as_text() -> None:
    pages = Pages()
    for number in range(1, 4):
        scan(pages)
        pages.text(290, 40, f"— {number} —")
        pages.turn()
    said = refusal(pages.done())
    assert "扫描件" in said
    assert "OCR" in said


def test_blank_pages_are_no_scan() -> None:
    pages = Pages()
    pages.turn()
    said = refusal(pages.done())
    assert "没有文字" in said
    assert "扫描件" not in said


def test_scanned_pages_among_others_are_told() -> None:
    pages = Pages()
    pages.paragraph(AIM)
    pages.turn()
    scan(pages)
    pages.turn()
    pages.paragraph(IDEA)
    document = read_pdf(pages.done(), "方案.pdf")
    assert document.cautions == (Caution(CautionKind.PAGES_WITHOUT_TEXT, 1, (2,)),)
    assert texts(document) == [AIM, IDEA]


def test_the_text_that_was_recognised_in_a_scan_is_read_with_a_caution() -> None:
    pages = Pages()
    scan(pages)
    for at, line in enumerate(
        ["一、总体要求", "（一）指导思想。全面贯彻党的二十大精神，立足新发展阶段，贯彻新发展理念，"]
    ):
        layer = pages.canvas.beginText(79, 700 - 28 * at)
        layer.setFont(FONT, 12)
        layer.setTextRenderMode(3)
        layer.textLine(line)
        pages.canvas.drawText(layer)
    document = read_pdf(pages.done(), "方案.pdf")
    assert texts(document)[0] == "一、总体要求"
    assert document.cautions == (Caution(CautionKind.RECOGNISED, 1, (1,)),)


def test_a_picture_in_the_text_is_told() -> None:
    pages = Pages()
    pages.paragraph(AIM)
    pages.canvas.drawImage(ImageReader(Image.new("L", (60, 60), 200)), 100, 200, 300, 200)
    document = read_pdf(pages.done(), "方案.pdf")
    assert document.cautions == (Caution(CautionKind.PICTURES, 1, (1,)),)


def test_comments_are_no_text_and_are_told() -> None:
    pages = Pages()
    pages.paragraph(AIM)
    pages.canvas.textAnnotation("请核实数据", (100, 100, 200, 120))
    document = read_pdf(pages.done(), "方案.pdf")
    assert texts(document) == [AIM]
    assert document.cautions == (Caution(CautionKind.COMMENTS, 1, (1,)),)


def locked(user: str) -> bytes:
    file = BytesIO()
    Pages()
    canvas = Canvas(file, A4, encrypt=StandardEncryption(user, ownerPassword="secret", canPrint=0))
    canvas.setFont(FONT, 16)
    canvas.drawString(100, 700, "一、总体要求")
    canvas.save()
    return file.getvalue()


def test_a_file_with_a_password_is_refused_one_that_only_forbids_printing_is_read() -> None:
    assert "密码" in refusal(locked("1234"))
    assert texts(read_pdf(locked(""), "方案.pdf")) == ["一、总体要求"]


def test_codes_of_fonts_without_a_map_are_refused(shared: Path) -> None:
    with pytest.raises(ReadError, match="乱码"):
        read_document(shared / "files" / "pdf_broken_tounicode_GMT0031.pdf")


def test_a_file_of_such_pages_is_refused_and_one_among_others_is_told() -> None:
    pages = Pages(embedded=True)
    pages.paragraph(CODES * 2)
    assert "乱码" in refusal(pages.done())
    pages = Pages(embedded=True)
    for text in (AIM, IDEA, CODES * 2, IDEA):
        pages.paragraph(text)
        pages.turn()
    document = read_pdf(pages.done(), "方案.pdf")
    assert document.cautions == (Caution(CautionKind.GARBLED_PAGES, 1, (3,)),)


@pytest.mark.parametrize(
    "text",
    [
        "The Outline for Building a Quality Powerhouse sets out that by 2025 the GDP share shall rise to 5.5%.",
        "93 94 95 ≥98% ≤3.0% <0.5 >60 2020 2021 2022 2023 2024 2025 93.5 94.1 95.0 12 34 56 78 90 100",
        "|Δx|=√(a²+b²)，其中 x∈[0,1]，α=0.05，β≥0.9，σ²=∑(xi-μ)²/n，满足条件时按式（1）计算。",
        '{"name": "质量", "value": 94, "unit": "%", "source": "https://www.example.org/data?id=1&page=2"}',
        "重慶市委、市政府印發《品質強市建設實施方案》，爲人民羣衆創造高品質生活，啓動産業提質行動，統籌綫上綫下。",
        "王喆、李垚、张赟、赵燚、陈彧、刘翀、黄鑫、周淼、吴桐、徐瑾、孙琦、马骏、朱珺、胡珂、郭琰、何睿、高嵩。",
    ],
)
def test_what_only_looks_strange_is_no_garble(text: str) -> None:
    assert not is_garbled(text)


def test_private_characters_are_kept_and_counted() -> None:
    pages = Pages()
    pages.paragraph(AIM + "\ue011\ue012")
    document = read_pdf(pages.done(), "方案.pdf")
    assert document.cautions == (Caution(CautionKind.PRIVATE_USE, 2, (1,)),)
    assert texts(document) == [AIM + "\ue011\ue012"]


def pdf(*objects: str) -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is its catalogue."""
    body, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = f"startxref\n{len(body)}\n%%EOF"
    size = len(objects) + 1
    return body + f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R>>\n{start}".encode()


CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + bytes(range(256)) * 40,
        pdf(CATALOGUE, "<</Type/Pages/Count 1/Kids[2 0 R]/Parent 2 0 R>>"),
        pdf(CATALOGUE, "<</Type/Pages/Count 9/Kids[3 0 R 3 0 R]>>", "<</Type/Pages/Count 9/Kids[2 0 R 3 0 R]>>"),
        pdf(CATALOGUE, "<</Type/Pages/Count 999999999/Kids[3 0 R]>>", PAGE),
        pdf(CATALOGUE, "<</Type/Pages/Count -1/Kids[3 0 R]>>", PAGE),
        pdf(CATALOGUE, "<</Type/Pages/Count 1/Kids[3 0 R]>>", PAGE.replace("595 842", "0 0")),
        pdf(CATALOGUE, "<</Type/Pages/Count 1/Kids[3 0 R]>>", PAGE.replace("595 842", "1e39 -1e39")),
        pdf(CATALOGUE, "<</Type/Pages/Count 0/Kids[]>>"),
        pdf("<</Type/Catalog>>"),
    ],
    ids=[
        "head",
        "noise",
        "own child",
        "loop",
        "many pages",
        "fewer than none",
        "no size",
        "huge",
        "no page",
        "no tree",
    ],
)
def test_broken_and_hostile_files_end_in_a_refusal(content: bytes) -> None:
    assert "方案.pdf：" in refusal(content)


def test_forms_within_themselves_are_looked_into_once() -> None:
    form = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 5>>\nstream\n/F Do\nendstream"
    stream = "<</Length 5>>\nstream\n/F Do\nendstream"
    page = PAGE.replace(">>", "/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>")
    assert refusal(pdf(CATALOGUE, "<</Type/Pages/Count 1/Kids[3 0 R]>>", page, stream, form))


def test_a_truncated_file_ends_in_a_document_or_a_refusal() -> None:
    pages = Pages()
    pages.paragraph(IDEA)
    pages.canvas.rect(100, 100, 50, 50)
    whole = pages.done()
    for cut in range(9, len(whole), len(whole) // 40):
        try:
            document = read_pdf(whole[:cut], "方案.pdf")
        except ReadError:
            continue
        assert document.text


@pytest.mark.parametrize("size", [0.01, 9e9])
def test_type_of_no_size_or_of_any_is_read(size: float) -> None:
    pages = Pages()
    for at, text in enumerate(("一、总体", "要求 quality")):
        pages.text(79 + at, 790, text, size)
    pages.paragraph(AIM)
    assert AIM in "".join(texts(read_pdf(pages.done(), "方案.pdf")))


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qcompare.read.pdf.PAGE_LIMIT", 2)
    monkeypatch.setattr("qcompare.read.pdf.CHARACTER_LIMIT", 100)
    pages = Pages()
    for _ in range(3):
        pages.paragraph(AIM)
        pages.turn()
    assert "上限" in refusal(pages.done())
    pages = Pages()
    pages.paragraph(IDEA)
    assert "万字" in refusal(pages.done())
