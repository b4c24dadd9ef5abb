"""A Word document (.docx) → its paragraphs in reading order, numbered as Word shows them, tables as tables."""

from __future__ import annotations

from typing import Any

from qcompare.document import CautionKind, Document, Format, Revisions
from qcompare.errors import ReadError
from qcompare.package import DamagedError, Package, TooLargeError
from qcompare.read.blocklist import BlockList
from qcompare.read.docx.body import NoteFinder, Sheet, Story, TooLongError, Where
from qcompare.read.docx.margins import read_margins
from qcompare.read.docx.numbers import Lists
from qcompare.read.docx.parts import Parts
from qcompare.read.docx.setting import Setting
from qcompare.read.docx.styles import Styles
from qcompare.read.docx.xml import child, value


def read_docx(content: bytes, name: str, revisions: Revisions = Revisions.ACCEPTED) -> Document:
    """Return the document in the bytes of a .docx file. Raises ReadError where they are damaged or beyond a limit.

    Automatic numbers stand before the text of their paragraphs as Word shows them; page headers stand before the body and
    footers behind it, each once. What Word does not show (hidden text, comments, the instructions of fields) is left out.
    """
    try:
        with Package.opened(content) as package:
            return _read(Parts(package), name, revisions)
    except (TooLargeError, TooLongError) as error:
        raise ReadError("文件的内容太多，没有读入", place=name, advice="请分成几个文件再导入") from error
    except DamagedError as error:
        advice = "请用 Word 或 WPS 打开，另存为 .docx 后再导入"
        raise ReadError("文件已损坏，或不是 Word 文档", place=name, advice=advice) from error


def _read(parts: Parts, name: str, revisions: Revisions) -> Document:
    body = child(parts.document, "w:body")
    if body is None:
        raise DamagedError
    styles = Styles(parts.related("styles"))
    setting, lists = Setting(styles, revisions), Lists(parts.related("numbering"), styles)
    sheet, find_note = Sheet(), _note_finder(parts)
    story, boxes, notes = (Story(setting, lists, sheet, find_note) for _ in range(3))
    for each in (story, boxes, notes):
        each.boxes, each.notes = boxes, notes
    story.read_body(body, Where())
    headers, footers = read_margins(parts, setting, lists)
    blocks = BlockList()
    for piece in (*headers, *sheet.pieces, *footers):
        blocks.add(piece.text, piece.kind, piece.place, piece.level)
    if revisions is Revisions.BEFORE:
        setting.tally[CautionKind.REVISIONS_BEFORE] = setting.tally.pop(CautionKind.REVISIONS, 0)
    for kind, count in setting.tally.items():
        blocks.caution(kind, count)
    return blocks.document(Format.DOCX, name)


def _note_finder(parts: Parts) -> NoteFinder:
    """Return what gives each note once."""
    left: dict[str, dict[str, Any]] = {}

    def find(sort: str, identifier: str) -> Any:
        if sort not in left:
            root = parts.related(f"{sort}s")
            left[sort] = {} if root is None else {value(note, "id"): note for note in root}
        return left[sort].pop(identifier, None)

    return find
