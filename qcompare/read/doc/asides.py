"""What a binary Word document keeps beside its main text: notes, text boxes, page headers and footers."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from qcompare.document import BlockKind
from qcompare.read.doc.file import Part, WordFile, records
from qcompare.read.doc.properties import properties

_SHAPE, _TEXT_BOX = 26, 22
"""Bytes of the description of a shape, and of a text box's text."""

_SEPARATORS = 6
"""Texts before the first section's headers: the strokes between text and notes."""

_ROLES = (
    (BlockKind.HEADER, "even"),
    (BlockKind.HEADER, "odd"),
    (BlockKind.FOOTER, "even"),
    (BlockKind.FOOTER, "odd"),
    (BlockKind.HEADER, "first"),
    (BlockKind.FOOTER, "first"),
)
"""The six texts of each section, in order ([MS-DOC] 2.3.3)."""

_MOST_SECTIONS, _LONGEST_SECTION = 1000, 1024
"""Sections whose headers are looked at, and bytes of a section's properties; real ones have a hundred or two."""

_OWN_FIRST_PAGE = 0x300A


@dataclass(frozen=True, slots=True)
class Aside:
    """A text beside another: where in that it is anchored, and where its own characters lie."""

    anchor: int
    text: range
    kind: BlockKind


def notes(file: WordFile) -> list[Aside]:
    """Return footnotes and endnotes, anchored in the main text."""
    parts = (
        (Part.FOOTNOTE_MARKS, Part.FOOTNOTES, file.stories.footnotes),
        (Part.ENDNOTE_MARKS, Part.ENDNOTES, file.stories.endnotes),
    )
    found = []
    for marks, texts, story in parts:
        anchors = [start for start, _, _ in records(file.part(marks), 2)]
        ranges = [text for text, _ in _texts(file.part(texts), 0, story)]
        found += [Aside(at, text, BlockKind.NOTE) for at, text in zip(anchors, ranges, strict=False)]
    return found


def text_boxes(file: WordFile, *, headers: bool = False) -> list[Aside]:
    """Return the text boxes of the main text, or of the headers, by where their shapes are anchored there."""
    stories = file.stories
    shapes, texts, own, around = (
        (Part.HEADER_SHAPES, Part.HEADER_TEXT_BOXES, stories.header_text_boxes, stories.headers)
        if headers
        else (Part.SHAPES, Part.TEXT_BOXES, stories.text_boxes, stories.main)
    )
    places = {record[:4]: around.start + at for at, _, record in records(file.part(shapes), _SHAPE)}
    boxes = list(_texts(file.part(texts), _TEXT_BOX, own))[:-1]  # the last entry only ends the one before it
    found = [
        Aside(places.get(record[14:18], around.stop), text, BlockKind.TEXT)
        for text, record in boxes
        if not any(record[8:10])  # an entry that is kept to be used again
    ]
    return sorted(found, key=attrgetter("anchor"))


def headers_and_footers(file: WordFile) -> Iterator[Aside]:
    """Yield the headers and footers that some page shows; those of a section without its own first page's are not."""
    settings = file.part(Part.SETTINGS)
    shown = {"odd", "even"} if settings[:1] and settings[0] & 1 else {"odd"}
    sections = islice(records(file.part(Part.SECTIONS), 12), _MOST_SECTIONS)
    first_pages = [_has_own_first_page(file, record) for _, _, record in sections]
    texts = _texts(file.part(Part.HEADERS), 0, file.stories.headers)
    for index, (text, _) in enumerate(islice(texts, _SEPARATORS + _MOST_SECTIONS * len(_ROLES))):
        section, role = divmod(index - _SEPARATORS, len(_ROLES))
        kind, pages = _ROLES[role]
        first = 0 <= section < len(first_pages) and first_pages[section]
        if section >= 0 and (pages in shown or (pages == "first" and first)):
            yield Aside(text.start, text, kind)


def _has_own_first_page(file: WordFile, record: bytes) -> bool:
    place = struct.unpack_from("<I", record, 2)[0]
    size = min(int.from_bytes(file.main[place : place + 2], "little"), _LONGEST_SECTION)
    packed = file.main[place + 2 : place + 2 + size]
    return any(code == _OWN_FIRST_PAGE and operand[0] for code, operand in properties(packed))


def _texts(part: bytes, size: int, story: range) -> Iterator[tuple[range, bytes]]:
    """Yield where each text of a story lies, and its record; in a damaged part, one that overlaps those before is empty."""
    last = story.start
    for start, end, record in records(part, size):
        text = range(max(last, story.start + start), min(story.start + end, story.stop))
        last = max(last, text.stop)
        yield text or range(last, last), record
