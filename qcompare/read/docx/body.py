"""The blocks of a Word document in reading order: paragraphs with their numbers, tables, text boxes, notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from qcompare.document import NOWHERE, BlockKind, CautionKind, Place
from qcompare.read.blocklist import FRAME
from qcompare.read.docx.cells import Row, rows_of, visible_length
from qcompare.read.docx.fields import is_bare_number
from qcompare.read.docx.numbers import Counters, Lists
from qcompare.read.docx.runs import Paragraph, Runs
from qcompare.read.docx.setting import DEEPEST, Setting
from qcompare.read.docx.styles import Look, numbered, outline_level
from qcompare.read.docx.xml import child, chosen, is_on, name, parts_of, value

_WRAPPERS = frozenset({"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:del", "w:moveFrom"})
"""What only surrounds paragraphs and tables."""

MOST_TEXT = 20_000_000
"""Characters of a document; a text file may have as many bytes."""


class TooLongError(Exception):
    """The document has more text than any plan."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block to be."""

    text: str
    kind: BlockKind
    place: Place
    level: int


@dataclass(frozen=True, slots=True)
class Where:
    """What part of the document is being read; paragraphs of the body get their place by being counted."""

    kind: BlockKind = BlockKind.TEXT
    place: Place = NOWHERE
    contents: bool = False


@dataclass
class Sheet:
    """The blocks found so far, and how many paragraphs and tables were counted."""

    pieces: list[Piece] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    length: int = 0

    def add(self, piece: Piece) -> None:
        """Add a block."""
        self.pieces.append(piece)
        self.length += len(piece.text)
        if self.length > MOST_TEXT:
            raise TooLongError

    def mark_contents(self, first: int) -> None:
        """Mark the blocks from that index on as a contents list."""
        for at in range(first, len(self.pieces)):
            if self.pieces[at].kind is BlockKind.TEXT:
                self.pieces[at] = replace(self.pieces[at], kind=BlockKind.CONTENTS)


NoteFinder = Callable[[str, str], Any]
"""Gives the footnote or endnote of an identifier, None where it is not there or was given before."""


class Story:
    """One stream of text: the body, its text boxes, or its notes; each counts its automatic numbers by itself."""

    def __init__(self, setting: Setting, lists: Lists, sheet: Sheet, find_note: NoteFinder) -> None:
        self._setting, self._lists, self._sheet, self._find_note = setting, lists, sheet, find_note
        self._counters = Counters(lists)
        self._runs = Runs(setting)
        self._joined: tuple[Paragraph, dict[str, Any]] | None = None
        self._body: Any = None
        self._length: int | None = None
        self.boxes = self.notes = self

    def read_body(self, body: Any, where: Where) -> None:
        """Add all blocks of the document's text, or of a header or footer."""
        self._body = body
        self.read(body, where, 0)

    def read(self, container: Any, where: Where, depth: int) -> None:
        """Add the blocks of what stands by itself: the body, a cell, a text box, a note."""
        outer, self._joined = self._joined, None
        self._blocks(container, where, depth)
        self._flush(where, depth)
        self._joined = outer

    def _blocks(self, container: Any, where: Where, depth: int) -> None:
        if depth >= DEEPEST:
            self._setting.tally[CautionKind.DEEPER] += 1
            return
        for each in container:
            tag = name(each)
            if tag == "w:p":
                self._paragraph(each, where, depth)
            elif tag == "w:tbl":
                self._flush(where, depth)
                self._table(each, where, depth)
            elif tag in _WRAPPERS and self._setting.keeps(tag):
                inside = replace(where, contents=True) if _is_contents_list(each) else where
                self._blocks(each, inside, depth + 1)
            elif tag == "mc:AlternateContent":
                choice = chosen(each)
                self._blocks(() if choice is None else choice, where, depth + 1)
            elif tag == "m:oMathPara":
                self._paragraph((each,), where, depth)
            elif tag in {"w:altChunk", "w:subDoc"}:
                self._setting.tally[CautionKind.REFERENCES] += 1

    def _paragraph(self, element: Any, where: Where, depth: int) -> None:
        """Read a paragraph; one whose mark a tracked change took away goes on in the next."""
        said = parts_of(child(element, "w:pPr"))
        mark = parts_of(said.get("w:rPr"))
        said = self._setting.valid(said, "w:pPrChange")
        paragraph = self._joined[0] if self._joined else Paragraph()
        self._joined = None
        look = self._setting.styles.look(value(said.get("w:pStyle")))
        self._runs.read(element, paragraph, len(self._sheet.pieces), hides=look.hidden)
        paragraph.mark_hidden = is_on(mark.get("w:vanish"))
        if self._setting.removes(mark):
            self._joined = paragraph, said
        else:
            self._finish(paragraph, said, where, depth)

    def _flush(self, where: Where, depth: int) -> None:
        """Finish a paragraph that found no other to go on in, if it has anything left."""
        if self._joined is not None:
            (paragraph, said), self._joined = self._joined, None
            if paragraph.shows or paragraph.boxes:
                self._finish(paragraph, said, where, depth)

    def _finish(self, paragraph: Paragraph, said: dict[str, Any], where: Where, depth: int) -> None:
        """Add a paragraph's block, then its text boxes and notes."""
        look = self._setting.styles.look(value(said.get("w:pStyle")))
        text = self._numbered(paragraph.text, said, look)
        if paragraph.mark_hidden and not paragraph.shows:
            text = ""  # counted all the same: headings hidden to move a chapter's number on are a known habit
        if paragraph.contents_from is not None:
            self._sheet.mark_contents(paragraph.contents_from)
        level = outline_level(said)
        own = replace(where, contents=True) if paragraph.contents or look.contents else where
        place = self._add(text, own, look.level if level is None else level, page_number=paragraph.page_number)
        self._read_boxes(paragraph.boxes, where, depth)
        for sort, identifier in paragraph.notes:
            note = self._find_note(sort, identifier)
            if note is not None:
                self.notes.read(note, Where(BlockKind.NOTE, place), depth + 1)

    def _read_boxes(self, boxes: list[Any], where: Where, depth: int) -> None:
        """Add the blocks of text boxes; words drawn as a picture (WordArt) in a header are a watermark."""
        for box in boxes:
            if not isinstance(box, str):
                self.boxes.read(box, where, depth + 1)
            elif where.kind is BlockKind.HEADER or where.kind is BlockKind.FOOTER:
                self._setting.tally[CautionKind.WATERMARK] += 1
            else:
                self._add(box, where)

    def _numbered(self, text: str, said: dict[str, Any], look: Look) -> str:
        """Return a paragraph's text with its automatic number."""
        properties = said.get("w:numPr")
        if properties is not None and self._setting.removes(parts_of(properties)):
            properties = None
        asked = self._lists.asked(numbered(properties), look.numbered, look.chain)
        if asked is None:
            return text
        number = self._counters.count(*asked)
        lost = self._lists.fails(asked[0]) if number is None else not number.known
        self._setting.tally[CautionKind.NUMBERS_LOST] += lost
        return text if number is None else number.before(text)

    def _add(self, text: str, where: Where, level: int = 0, *, page_number: bool = False) -> Place:
        """Add a block, if it shows anything, and return its place, or that of the one before."""
        place, kind, shows = where.place, where.kind, bool(text.strip())
        if kind is BlockKind.TEXT:
            self._sheet.paragraphs += shows
            place = Place(paragraph=self._sheet.paragraphs)
        if where.contents and not kind.is_furniture:
            kind = BlockKind.CONTENTS
        elif page_number and kind.is_furniture and is_bare_number(text):
            kind = BlockKind.PAGE_NUMBER
        if shows:
            self._sheet.add(Piece(text, kind, place, level if kind is BlockKind.TEXT else 0))
        return place

    def _table(self, table: Any, where: Where, depth: int) -> None:
        """Add the cells of a table; one within a cell is read as that cell's text, a mere frame as what it frames."""
        rows = list(rows_of(table, self._setting))
        nested = where.kind is not BlockKind.TEXT
        if nested or self._is_frame(rows):
            self._setting.tally[CautionKind.NESTED_TABLES] += where.kind is BlockKind.CELL
            for row in rows:
                for _, cell in row:
                    self.read(cell, where, depth + 1)
            return
        self._sheet.tables += 1
        for at, row in enumerate(rows, start=1):
            for column, cell in row:
                place = Place(table=self._sheet.tables, row=at, column=column)
                self.read(cell, Where(BlockKind.CELL, place, where.contents), depth + 1)

    def _is_frame(self, rows: list[Row]) -> bool:
        """Say whether a table has one filled cell only, and in it most of the document."""
        filled = 0
        for row in rows:
            for _, cell in row:
                length = visible_length(cell)
                if length and filled:
                    return False
                filled += length
        if not filled or self._body is None:
            return False
        if self._length is None:
            self._length = visible_length(self._body)
        return filled > FRAME * self._length


def _is_contents_list(element: Any) -> bool:
    """Say whether a content control is Word's own contents list."""
    if name(element) != "w:sdt":
        return False
    part = parts_of(parts_of(child(element, "w:sdtPr")).get("w:docPartObj"))
    return value(part.get("w:docPartGallery")) == "Table of Contents"
