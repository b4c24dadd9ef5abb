"""Tables of PDFs: ruled cells, merged ones, tables and rows that go on over the page, frames that are none."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from qcompare.document import BlockKind, Document
from qcompare.read.pdf import read_pdf
from tests.pdf_maker import FONT, Pages
from tests.test_read_pdf import AIM, read, texts

CELLS = [
    ["序号", "指标", "2020年", "2025年"],
    ["1", "制造业产品质量合格率（%）", "93", "94"],
    ["2", "主要农产品监测合格率稳定在较高水平，并逐步提高到全市平均水平以上", "97", "98"],
    ["3", "公共服务质量满意度", "—", "80分以上"],
]


def ruled(cells: list[list[str]], *more: tuple[object, ...]) -> bytes:
    """Return a PDF of a table that may go on over pages, its head repeated."""
    Pages()
    style = ParagraphStyle("cell", fontName=FONT, fontSize=10.5, leading=15, wordWrap="CJK")
    shown = [[Paragraph(cell, style) if cell else "" for cell in row] for row in cells]
    table = Table(shown, colWidths=[40, 200, 80, 80], repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), *more]))
    file = BytesIO()
    SimpleDocTemplate(file).build([Paragraph("主要指标", style), table, Paragraph("二、重点任务", style)])
    return file.getvalue()


def placed(document: Document) -> dict[tuple[int, int, int], str]:
    cells = [block for block in document.blocks if block.kind is BlockKind.CELL]
    return {(c.place.table, c.place.row, c.place.column): c.span.of(document.text) for c in cells}


def test_a_ruled_table_is_cells() -> None:
    document = read_pdf(ruled(CELLS), "指标.pdf")
    assert texts(document) == ["主要指标", "二、重点任务"]
    assert placed(document) == {
        (1, row, column): cell for row, cells in enumerate(CELLS, start=1) for column, cell in enumerate(cells, start=1)
    }


def test_a_merged_cell_is_there_once_and_empty_ones_are_not() -> None:
    cells = [["序号", "指标", "目标", ""], ["1", "合格率", "93", "94"], ["", "满意度", "", "80分"]]
    spans = [("SPAN", (2, 0), (3, 0)), ("SPAN", (0, 1), (0, 2))]
    document = read_pdf(ruled(cells, *spans), "指标.pdf")
    found = placed(document)
    assert found[1, 1, 3] == "目标"
    assert (1, 1, 4) not in found
    assert found[1, 2, 1] == "1"
    assert (1, 3, 1) not in found
    assert (1, 3, 3) not in found
    assert found[1, 3, 4] == "80分"


def test_a_table_that_goes_on_over_the_page_is_one() -> None:
    cells = [CELLS[0], *([str(number), f"第{number}项任务", "93", "94"] for number in range(1, 60))]
    document = read_pdf(ruled(cells), "指标.pdf")
    assert document.pages == 2
    found = placed(document)
    assert len(found) == 4 * 60
    assert found[1, 60, 2] == "第59项任务"
    assert texts(document, BlockKind.HEADER) == CELLS[0]


def drawn_rows(pages: Pages, rows: list[list[list[str]]], y: float) -> None:
    """Draw a ruled table of two columns from `y` downwards, each cell the lines it shows."""
    edges = (79, 142, 316)  # ten characters fit into the second column
    for row in rows:
        bottom = y - 20 * max(map(len, row)) - 8
        for x in edges:
            pages.canvas.line(x, bottom, x, y)
        pages.canvas.line(edges[0], y, edges[-1], y)
        pages.canvas.line(edges[0], bottom, edges[-1], bottom)
        for x, lines in zip(edges, row, strict=False):
            for at, line in enumerate(lines):
                pages.text(x + 6, y - 18 - 20 * at, line)
        y = bottom


def test_a_row_that_breaks_over_the_page_is_whole_again() -> None:
    pages = Pages()
    head = [["序号"], ["重点任务"]]
    drawn_rows(pages, [head, [["1"], ["深入实施质量提升行动", "推动制造业高端化智能"]]], 200)
    pages.turn()
    drawn_rows(pages, [head, [[], ["化绿色化发展。"]], [["2"], ["打造质量强区。"]]], 750)
    document = read(pages)
    assert placed(document) == {
        (1, 1, 1): "序号",
        (1, 1, 2): "重点任务",
        (1, 2, 1): "1",
        (1, 2, 2): "深入实施质量提升行动推动制造业高端化智能化绿色化发展。",
        (1, 3, 1): "2",
        (1, 3, 2): "打造质量强区。",
    }
    assert texts(document, BlockKind.HEADER) == ["序号", "重点任务"]


def test_a_frame_is_no_table() -> None:
    pages = Pages()
    pages.paragraph(AIM)
    pages.canvas.rect(70, pages.y - 90, 455, 110)
    pages.paragraph("专栏1 质量提升行动")
    pages.paragraph(AIM, 0)
    assert texts(read(pages)) == [AIM, "专栏1 质量提升行动", AIM]
