"""An OFD document (版式文档) → its paragraphs, rejoined from the lines of its pages."""

from __future__ import annotations

from dataclasses import dataclass

from qcompare.document import CautionKind, Document, Format
from qcompare.errors import ReadError
from qcompare.package import DamagedError, Package, TooLargeError
from qcompare.read.blocklist import BlockList
from qcompare.read.layout.ink import is_covered
from qcompare.read.layout.lines import rows_in_pieces
from qcompare.read.layout.pages import PageLines, add_pages
from qcompare.read.layout.refusals import garbled_pages, scan
from qcompare.read.layout.tables import find_tables
from qcompare.read.ofd.page import Press, Sheet
from qcompare.read.ofd.parts import Parts


@dataclass(frozen=True, slots=True)
class _Read:
    """A page's lines, its text, and whether it is only a picture of text."""

    lines: PageLines
    text: str
    is_scan: bool


def read_ofd(content: bytes, name: str) -> Document:
    """Return the document in the bytes of a .ofd file.

    Pages come in the order of the package's documents; the text of their templates and composite units counts where it
    stands, annotations and text set across the page do not. Raises ReadError where the file is damaged, encrypted, beyond
    a limit, or holds nothing but pictures, or characters that only its own fonts can show.
    """
    blocks = BlockList()
    try:
        with Package.opened(content) as package:
            pages = _pages(Parts(package), blocks)
    except TooLargeError as error:
        raise ReadError("文件的内容太多，没有读入", place=name, advice="请用 OFD 阅读软件分成几个文件再导入") from error
    except DamagedError as error:
        raise ReadError(
            "文件已损坏或已加密，无法读取", place=name, advice="请重新获取文件，或用 OFD 阅读软件打开后另存再导入"
        ) from error
    if any(page.is_scan for page in pages) and all(page.is_scan or not page.text.strip() for page in pages):
        raise scan(name)
    for number in garbled_pages([page.text for page in pages], name):
        blocks.caution(CautionKind.GARBLED_PAGES, 1, number)
    add_pages(blocks, [page.lines for page in pages])
    return blocks.document(Format.OFD, name, pages=len(pages))


def _pages(parts: Parts, blocks: BlockList) -> list[_Read]:
    """Return what stands on the pages of all documents, and note what the user should look at."""
    pages: list[_Read] = []
    for volume in parts.volumes():
        press = Press(parts, volume)
        for leaf in volume.pages:
            sheet, number = press.sheet(leaf.part), len(pages) + 1
            found = find_tables(sheet.runs, sheet.rules, number)
            rows = rows_in_pieces(found.rest, number)
            text = "".join(glyph[0] for run in sheet.runs for glyph in run.glyphs)
            pages.append(_Read(PageLines(sheet.width, sheet.height, rows, tuple(found.tables)), text, _is_scan(sheet)))
            blocks.caution(CautionKind.WATERMARK, leaf.annotations + (sheet.slanted > 0), number)
            blocks.caution(CautionKind.NESTED_TABLES, found.nested, number)
            blocks.caution(CautionKind.HIDDEN, sheet.hidden, number)
            blocks.caution(CautionKind.DEEPER, sheet.deeper, number)
            if pages[-1].is_scan:
                blocks.caution(CautionKind.PAGES_WITHOUT_TEXT, 1, number)
            else:
                blocks.caution(CautionKind.PICTURES, sheet.pictures, number)
    return pages


def _is_scan(sheet: Sheet) -> bool:
    """Tell whether a page is only a picture of text, but for what its template or a scanner writes on it."""
    return (sheet.objects > 0 and not sheet.own) or is_covered(sheet.covered, sheet.own)
