"""A PDF with a text layer → its paragraphs, rejoined from the lines of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from qcompare.document import CautionKind, Document, Format
from qcompare.errors import ReadError
from qcompare.pdfium import ONE_AT_A_TIME
from qcompare.read.blocklist import BlockList
from qcompare.read.layout.ink import Run, is_covered
from qcompare.read.layout.lines import Line, joined, rows_in_pieces, without_watermark
from qcompare.read.layout.pages import PageLines, add_pages
from qcompare.read.layout.refusals import garbled_pages, scan
from qcompare.read.layout.tables import find_tables
from qcompare.read.pdf.page import REPLACEMENT, Page, read_page

PAGE_LIMIT = 3_000
"""Pages of a PDF; the longest plan at hand has some two hundred."""

CHARACTER_LIMIT = 3_000_000
"""Characters of a PDF: a thousand of them on each page."""

_FEW_SHAPES = 50
"""Paths from which a page without any text is one whose characters are drawn; a blank page may have a frame."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A page's lines, and what there is to say of it."""

    lines: PageLines
    text: str
    characters: int
    is_scan: bool
    is_broken: bool
    page: Page
    nested: int


def read_pdf(content: bytes, name: str) -> Document:
    """Return the document in the bytes of a .pdf file.

    Paragraphs are whole again, page heads and feet are blocks of their kinds, ruled tables are tables; comments and form
    fields are not read. Text under a picture that hides it (a scan with its text recognised) is read, with a caution; so
    is all else that the user should look at. Raises ReadError for a file that is damaged, locked, or beyond a limit, for
    a scan, and for one whose fonts do not say which characters they show.
    """
    with ONE_AT_A_TIME:
        pages = _pages(content, name)
    if all(page.is_scan or not page.characters for page in pages):
        raise _without_text(pages, name)
    garbled = garbled_pages([page.text for page in pages], name)
    blocks = BlockList()
    add_pages(blocks, [page.lines for page in pages])
    for number, page in enumerate(pages, start=1):
        _add_cautions(blocks, page, number)
    for number in garbled:
        blocks.caution(CautionKind.GARBLED_PAGES, 1, number)
    return blocks.document(Format.PDF, name, pages=len(pages))


def _pages(content: bytes, name: str) -> list[_Read]:
    """Return what stands on the pages."""
    try:
        opened = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise _refusal(error, name) from error
    with closing(opened) as document:
        if len(document) > PAGE_LIMIT:
            problem = f"文件有 {len(document)} 页，超过 {PAGE_LIMIT} 页的上限"
            raise ReadError(problem, place=name, advice="请确认选对了文件，或分成几个文件再导入")
        pages: list[_Read] = []
        characters = 0
        for number in range(len(document)):
            page, characters = _page(document, number, characters)
            if page is None:
                problem = f"文件超过 {CHARACTER_LIMIT // 10_000} 万字的上限"
                raise ReadError(problem, place=name, advice="请确认选对了文件，或分成几个文件再导入")
            pages.append(page)
    if not pages:
        raise _damaged(name)
    return pages


def _refusal(error: pdfium.PdfiumError, name: str) -> ReadError:
    """Return what to tell the user of a file that PDFium does not open."""
    if error.err_code in {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}:
        return ReadError("文件有密码，无法打开", place=name, advice="请用 PDF 软件输入密码打开，取消密码后另存再导入")
    return _damaged(name)


def _damaged(name: str) -> ReadError:
    return ReadError("文件已损坏，无法读取", place=name, advice="请重新获取文件，或用 PDF 软件打开后另存再导入")


def _without_text(pages: Sequence[_Read], name: str) -> ReadError:
    """Return what to tell the user of a file whose pages show no text."""
    if any(page.is_scan for page in pages):
        return scan(name)
    if any(page.is_broken for page in pages):
        return _damaged(name)
    return ReadError("文件里没有文字", place=name, advice="请确认选对了文件")


def _page(document: pdfium.PdfDocument, number: int, before: int) -> tuple[_Read | None, int]:
    """Return what stands on a page, and the characters up to its end; None where they are too many.

    A page that cannot be opened is as one without text.
    """
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return _made(Page(0.0, 0.0), number + 1, is_broken=True), before
    with closing(page):
        try:
            text_page = page.get_textpage()
        except pdfium.PdfiumError:
            return _made(Page(0.0, 0.0), number + 1, is_broken=True), before
        with closing(text_page):
            characters = before + max(0, text_page.count_chars())
            if characters > CHARACTER_LIMIT:
                return None, characters
            return _made(read_page(page, text_page), number + 1), characters


def _made(page: Page, number: int, *, is_broken: bool = False) -> _Read:
    """Return a page's lines and tables."""
    page.runs, behind = without_watermark(page.runs)
    page.watermark += behind
    found = find_tables(page.runs, page.drawn.rules, number)
    rows = rows_in_pieces(found.rest, number)
    sideways = tuple(_sideways(page.sideways, number))
    lines = PageLines(page.width, page.height, rows, tuple(found.tables), sideways)
    covered = is_covered(page.drawn.covered, page.characters) and not page.recognised
    drawn = not page.characters and (page.drawn.shapes >= _FEW_SHAPES or page.drawn.pictures > 0)
    text = "".join(glyph[0] for run in page.runs for glyph in run.glyphs)
    shown = sum(not character.isspace() for character in text)
    page.runs, page.sideways = [], {}  # what takes the most room is done with
    return _Read(lines, text, shown, covered or drawn, is_broken, page, found.nested)


def _sideways(runs: dict[int, list[Run]], number: int) -> Iterator[Line]:
    """Yield the lines of text that stands at a right angle to the page's."""
    for turn in sorted(runs):
        yield from map(joined, rows_in_pieces(runs[turn], number))


def _add_cautions(blocks: BlockList, read: _Read, number: int) -> None:
    """Note what the user should look at on a page."""
    page = read.page
    if read.is_scan or read.is_broken:
        blocks.caution(CautionKind.PAGES_WITHOUT_TEXT, 1, number)
    elif page.recognised:
        blocks.caution(CautionKind.RECOGNISED, 1, number)
    else:
        blocks.caution(CautionKind.PICTURES, page.drawn.pictures, number)
    blocks.caution(CautionKind.COMMENTS, page.comments, number)
    blocks.caution(CautionKind.HIDDEN, page.unseen, number)
    blocks.caution(CautionKind.WATERMARK, int(page.watermark > 0), number)
    blocks.caution(CautionKind.NESTED_TABLES, read.nested, number)
    blocks.caution(CautionKind.REPLACED, read.text.count(REPLACEMENT), number)
