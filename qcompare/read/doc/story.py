"""The paragraphs of a binary Word document as a reader sees them: nothing hidden or deleted, fields as their results."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from qcompare.document import CautionKind
from qcompare.read.doc.fields import NOTHING, take_out_fields
from qcompare.read.doc.file import Part, WordFile, records
from qcompare.read.doc.pieces import Piece, PieceTable, as_text, whole_text
from qcompare.read.doc.properties import (
    CharacterFormat,
    ParagraphFormat,
    character_format,
    paragraph_format,
    with_far_ones,
)
from qcompare.read.doc.runs import character_runs, paragraph_runs
from qcompare.read.doc.styles import StyleSheet, font_names
from qcompare.read.docx.symbols import shown, symbol

HIDDEN = NOTHING - 1
"""Stands where hidden text is left out, until it is counted."""

CELL_END, _PAGE_END = "\x07", "\x0c"
_PICTURE, _DRAWING = "\x01", "\x08"

_MARKS = frozenset((0x07, 0x13, 0x14, 0x15))
"""Characters that hold tables and fields together; they show nothing and stay even where they are hidden or deleted."""

_PARAGRAPH_END = 0x0D

_TIMES_READ = 2
"""How many times over the file's bytes may be read as properties: each is once, but a hostile file repeats long ones."""

_BLANKS = frozenset((*range(0x21), 0xA0, 0x3000))
"""What shows nothing when it is not hidden either."""

_PLAIN = CharacterFormat()

_SYMBOL_FONTS = ("symbol", "wingdings")
_SYMBOLS = range(0xF000, 0xF100)
"""Where Word puts the characters of a symbol font."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\U0010fffe\U0010ffff]")
_SHOWN = {
    "\x0b": "\n",
    "\x0c": "\n",  # a page break within a paragraph
    "\x0e": "\n",  # a column break
    "\x1e": "-",  # a hyphen that does not break; \x1f, where a word may be broken, shows nothing
}
"""What the control characters show; all others show nothing, nor does what stands for left-out text."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as shown, without its number; `end` is the position of its mark, `pictures` how many it has."""

    text: str
    end: int
    mark: str
    format: ParagraphFormat
    contents: bool = False
    page_number: bool = False
    pictures: int = 0
    mark_hidden: bool = False


class Texts:
    """All texts of a document, from which the paragraphs of each can be had; `cautions` counts what was met on the way."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._pieces = PieceTable(file)
        self._paragraph_runs = paragraph_runs(file)
        self.styles = StyleSheet(file.part(Part.STYLES))
        self._left = _TIMES_READ * sum(map(len, (file.main, file.table, file.data)))
        self._formats: dict[tuple[bytes, bytes], ParagraphFormat] = {}
        self.cautions: Counter[CautionKind] = Counter()
        self._fonts = font_names(file.part(Part.FONTS))
        self._units = self._pieces.units
        self._hidden_marks: set[int] = set()
        self._cross_out()

    def paragraphs(self, story: range) -> list[Paragraph]:
        """Return the paragraphs of one of the texts, a last one without a mark too."""
        units = self._units[story.start : story.stop]
        fields = take_out_fields(units, as_text(units))
        text = as_text(units)
        self.cautions[CautionKind.HIDDEN] += text.count(chr(HIDDEN))
        self.cautions[CautionKind.NUMBERS_LOST] += fields.numbers_lost
        contents, pages = _Marked(fields.contents), _Marked(fields.pages)
        found = []
        for start, end in self._stretches(text, story.start):
            signs = text[start:end]
            found.append(
                Paragraph(
                    whole_text(_CONTROL.sub(lambda sign: _SHOWN.get(sign[0], ""), signs)),
                    story.start + end,
                    text[end : end + 1],
                    self._format(story.start + min(end, len(text) - 1)),
                    contents.touches(start, end),
                    pages.touches(start, end),
                    signs.count(_PICTURE) + signs.count(_DRAWING),
                    story.start + end in self._hidden_marks,
                )
            )
        return found

    def shows(self, position: int) -> bool:
        """Whether the character at a position is neither hidden nor deleted."""
        return position < len(self._units) and self._units[position] not in {NOTHING, HIDDEN}

    @cached_property
    def _section_ends(self) -> frozenset[int]:
        return frozenset(end - 1 for _, end, _ in records(self._file.part(Part.SECTIONS), 12))

    def _stretches(self, text: str, offset: int) -> Iterator[tuple[int, int]]:
        """Yield start and end of each paragraph; a page's end ends one only where a section ends."""
        start = 0
        for mark in re.finditer("[\r\x07\x0c]", text):
            if mark[0] != _PAGE_END or offset + mark.start() in self._section_ends:
                yield start, mark.start()
                start = mark.end()
        if start < len(text):
            yield start, len(text)

    def _format(self, position: int) -> ParagraphFormat:
        """Return the properties of the paragraph with its mark at `position`, without those of its style."""
        piece = self._pieces.piece_of(position)
        key = self._paragraph_runs.at(piece.at(position)), piece.changes
        if key not in self._formats:
            packed, changes = key
            style = int.from_bytes(packed[:2], "little")
            whole = with_far_ones(packed[2:] + changes, self._file.data)
            self._left -= len(whole)
            if self._left < 0:
                raise ValueError("the same properties again and again")
            self._formats[key] = paragraph_format(style, whole)
        return self._formats[key]

    def _cross_out(self) -> None:
        """Take hidden and deleted characters out, put symbols in."""
        runs = character_runs(self._file)
        known: dict[bytes, CharacterFormat] = {}
        changes = _Changes()

        def apply(packed: bytes, start: int, end: int) -> None:
            if packed not in known:
                known[packed] = self._with_style(character_format(packed))
            if known[packed] != _PLAIN:
                self._apply(known[packed], start, end, changes)

        for piece in self._pieces.pieces:
            if piece.changes:
                apply(piece.changes, piece.start, piece.end)
            for start, end, packed in runs.over(piece.offset, piece.at(piece.end)):
                apply(packed, *_within(piece, start, end))
        self.cautions[CautionKind.REVISIONS] += changes.count

    def _with_style(self, found: CharacterFormat) -> CharacterFormat:
        """Return the format with its style's hiding worked in, and a font only where it is one of symbols.

        Hidden 0 and 1 say it themselves, 128 is as the style has it, 129 the opposite.
        """
        of_style = self.styles.hidden(found.style)
        hidden = of_style if found.hidden is None else found.hidden == 1
        if found.hidden in {128, 129}:
            hidden = of_style is (found.hidden == 128)
        font = found.font if self._fonts.get(found.font, "").lower().startswith(_SYMBOL_FONTS) else -1
        return replace(found, hidden=int(hidden) or None, style=0, font=font)

    def _apply(self, found: CharacterFormat, start: int, end: int, changes: _Changes) -> None:
        if found.deleted or found.inserted:
            changes.add(start, end, deleted=found.deleted)
        font = self._fonts.get(found.font, "")
        if found.symbol:
            sign = symbol(f"{found.symbol:04X}", font)
            self._units[start:end] = array("I", [ord(sign) if sign else NOTHING]) * (end - start)
        elif font:
            for at in range(start, end):
                if self._units[at] in _SYMBOLS:
                    self._units[at] = ord(shown(chr(self._units[at]), font))
        if found.deleted or found.hidden:
            self._leave_out(range(start, end), NOTHING if found.deleted else HIDDEN)

    def _leave_out(self, positions: range, sign: int) -> None:
        """Put a sign in the place of characters; a hidden end of a paragraph still ends it."""
        for at in positions:
            unit = self._units[at]
            if unit == _PARAGRAPH_END and sign == HIDDEN:
                self._hidden_marks.add(at)
            elif unit not in _MARKS:
                self._units[at] = NOTHING if unit in _BLANKS else sign


class _Changes:
    """Counts tracked changes: runs that follow each other are one, but not a deletion and an insertion."""

    def __init__(self) -> None:
        self.count = 0
        self._last = -1, False

    def add(self, start: int, end: int, *, deleted: bool) -> None:
        self.count += (start, deleted) != self._last
        self._last = end, deleted


class _Marked:
    """Answers, for stretches asked in order, whether one of the given ones reaches into it."""

    def __init__(self, stretches: tuple[range, ...]) -> None:
        self._stretches = [stretch for stretch in stretches if stretch]
        self._at = 0

    def touches(self, start: int, end: int) -> bool:
        while self._at < len(self._stretches) and self._stretches[self._at].stop <= start:
            self._at += 1
        return self._at < len(self._stretches) and self._stretches[self._at].start < end


def _within(piece: Piece, start: int, end: int) -> tuple[int, int]:
    """Return the positions of the characters of a piece that a run of the file's bytes reaches into."""
    first = max(0, start - piece.offset) // piece.width
    last = (min(end, piece.at(piece.end)) - piece.offset + piece.width - 1) // piece.width
    return piece.start + first, piece.start + last
