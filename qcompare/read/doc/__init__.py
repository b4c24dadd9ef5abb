"""A binary Word or WPS document (.doc, .wps) → its text in reading order, numbered as Word shows it, tables as tables."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from qcompare.document import NOWHERE, BlockKind, CautionKind, Document, Format, Place
from qcompare.read.blocklist import BlockList
from qcompare.read.doc.asides import Aside, headers_and_footers, notes, text_boxes
from qcompare.read.doc.file import DAMAGE, Part, WordFile, damaged, open_word_file, records
from qcompare.read.doc.lists import DocLists
from qcompare.read.doc.numbers import Numbering
from qcompare.read.doc.story import Paragraph, Texts
from qcompare.read.doc.tables import nested_tables, read_table, visible_length
from qcompare.read.docx.symbols import PRIVATE

_COMMENT = 30
"""Bytes of the description of a comment."""

_CONTENTS_STYLES = range(19, 28)
"""The built-in styles of the lines of a contents list."""

_PAGE_NUMBER = re.compile(r"[\s\d第页頁共,，/·\-–—―－]+")
"""What stands in a header or footer around the number of the page."""

_BODY_TEXT = 9
"""The outline level, counted from 0, of what is no heading."""


def read_doc(content: bytes, name: str) -> Document:
    """Return the document in the bytes of a .doc or .wps file. Raises ReadError where they are damaged or beyond a limit.

    Tracked changes are read as accepted.
    """
    file = open_word_file(content, name)
    try:
        return _Reader(file).document(name)
    except DAMAGE as error:
        raise damaged(name) from error


@dataclass(frozen=True, slots=True)
class _Where:
    """What a paragraph's block is to be."""

    kind: BlockKind = BlockKind.TEXT
    place: Place = NOWHERE


class _Reader:
    """Puts the blocks of one document together."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._texts = Texts(file)
        self._blocks = BlockList()
        self._lists = DocLists(file.after(Part.LISTS), file.part(Part.LIST_OVERRIDES))
        self._asides: list[Aside] = []
        self._body = self._numbering()
        self._beside = {kind: self._numbering() for kind in BlockKind}
        self._pictures = self._length = self._paragraphs = self._tables = 0

    def document(self, name: str) -> Document:
        headers = list(headers_and_footers(self._file))
        self._margins([aside for aside in headers if aside.kind is BlockKind.HEADER])
        self._main()
        self._margins([aside for aside in headers if aside.kind is BlockKind.FOOTER])
        self._cautions()
        return self._blocks.document(Format.DOC, name)

    def _main(self) -> None:
        """Add the main text, each note and text box behind the paragraph that it is anchored in."""
        boxes = text_boxes(self._file)
        self._pictures = -len(boxes)  # each has a sign of its own, as a picture has
        self._asides = sorted([*notes(self._file), *boxes], key=attrgetter("anchor"), reverse=True)
        paragraphs = self._texts.paragraphs(self._file.stories.main)
        self._length = visible_length(paragraphs)
        for in_table, group in groupby(paragraphs, lambda paragraph: paragraph.format.table_depth > 0):
            if in_table:
                self._table(list(group))
            else:
                for paragraph in group:
                    self._paragraph(paragraph, _Where(), self._body)
        self._add_asides(self._file.stories.main.stop, _Where())

    def _numbering(self) -> Numbering:
        return Numbering(self._lists, self._texts.styles)

    def _table(self, paragraphs: list[Paragraph]) -> None:
        table, nested = read_table(paragraphs), nested_tables(paragraphs)
        frame = table.is_frame(self._length)
        self._tables += not frame
        self._blocks.caution(CautionKind.NESTED_TABLES, nested)
        self._blocks.caution(CautionKind.HIDDEN, table.covered)
        for cell in table.cells:
            place = Place(table=self._tables, row=cell.row, column=cell.column)
            where = _Where() if frame else _Where(BlockKind.CELL, place)
            for paragraph in cell.paragraphs:
                self._paragraph(paragraph, where, self._body)

    def _paragraph(self, paragraph: Paragraph, where: _Where, numbering: Numbering) -> None:
        place = self._add(paragraph, where, numbering)
        self._pictures += paragraph.pictures
        self._add_asides(paragraph.end, _Where(where.kind, place))

    def _add_asides(self, end: int, beside: _Where) -> None:
        """Add the notes and text boxes that are anchored before a place and were not added yet."""
        while self._asides and self._asides[-1].anchor <= end:
            aside = self._asides.pop()
            if aside.kind is not BlockKind.NOTE:
                where = beside if beside.kind is BlockKind.CELL else _Where()
            elif self._texts.shows(aside.anchor):
                where = _Where(BlockKind.NOTE, beside.place)
            else:
                continue
            for paragraph in self._texts.paragraphs(aside.text):
                self._add(paragraph, where, self._beside[aside.kind])

    def _margins(self, asides: list[Aside]) -> None:
        """Add headers or footers and the text boxes in them, each that differs from all before once."""
        boxes = text_boxes(self._file, headers=True)
        anchors = [box.anchor for box in boxes]
        seen: set[tuple[str, ...]] = set()
        for aside in asides:
            inside = boxes[bisect_left(anchors, aside.text.start) : bisect_left(anchors, aside.text.stop)]
            paragraphs = [
                each for text in (aside.text, *(box.text for box in inside)) for each in self._texts.paragraphs(text)
            ]
            shown = tuple("" if _is_page_number(each) else each.text for each in paragraphs)
            if shown not in seen:
                seen.add(shown)
                numbering = self._numbering()
                for paragraph in paragraphs:
                    self._add(paragraph, _Where(aside.kind), numbering)

    def _add(self, paragraph: Paragraph, where: _Where, numbering: Numbering) -> Place:
        """Add a paragraph's block with its number, if it shows anything, and return its place."""
        text = paragraph.text.lstrip(" \t") if where.kind is BlockKind.NOTE else paragraph.text  # its mark is gone
        text, known = numbering.numbered(text, paragraph.format)
        if paragraph.mark_hidden and not paragraph.text.strip():
            text = ""  # counted all the same, as in .docx
        kind, place, level = self._kind(paragraph, where.kind), where.place, 0
        if where.kind is BlockKind.TEXT:
            self._paragraphs += bool(text.strip())
            place = Place(paragraph=self._paragraphs)
            level = self._level(paragraph)
        self._blocks.add(text, kind, place, level)
        self._blocks.caution(CautionKind.NUMBERS_LOST, int(not known))
        self._blocks.caution(CautionKind.PRIVATE_USE, len(PRIVATE.findall(text)))
        return place

    def _level(self, paragraph: Paragraph) -> int:
        own = paragraph.format.outline
        outline = self._texts.styles.outline(paragraph.format.style) if own is None else own
        return outline + 1 if outline < _BODY_TEXT else 0

    def _kind(self, paragraph: Paragraph, kind: BlockKind) -> BlockKind:
        """Return what a paragraph is by its fields and style, where it is not more than what it stands in."""
        contents = paragraph.contents or self._texts.styles.meaning(paragraph.format.style) in _CONTENTS_STYLES
        if kind is BlockKind.TEXT and contents:
            return BlockKind.CONTENTS
        if kind.is_furniture and _is_page_number(paragraph):
            return BlockKind.PAGE_NUMBER
        return kind

    def _cautions(self) -> None:
        comments = sum(1 for _ in records(self._file.part(Part.COMMENT_MARKS), _COMMENT))
        self._blocks.caution(CautionKind.COMMENTS, comments)
        self._blocks.caution(CautionKind.PICTURES, max(0, self._pictures))
        for kind, count in self._texts.cautions.items():
            self._blocks.caution(kind, count)


def _is_page_number(paragraph: Paragraph) -> bool:
    """Whether a paragraph of a header or footer shows nothing but the number of the page."""
    return paragraph.page_number and _PAGE_NUMBER.fullmatch(paragraph.text) is not None
