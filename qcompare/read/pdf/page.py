"""A page of a PDF → its characters in stretches, its ruled lines, how much of it pictures cover."""

from __future__ import annotations

import ctypes
import math
import re
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium_c

from qcompare.read.layout.ink import Glyph, Run
from qcompare.read.pdf.rules import Drawn, read_drawn

_Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in PDF's coordinates."""

REPLACEMENT = "\ufffd"

_UPRIGHT = 8.0
"""Degrees off the upright that are a slanted scan, not a watermark drawn across (30 to 60)."""

_SMALLEST, _LARGEST = 0.5, 5_000.0
"""Points that type is taken to have at least and at most, whatever a file says: what is reckoned with it stays finite."""

_EVEN = 0.3
"""Points by which the edges of characters on one line may differ: LibreOffice rounds each; two sizes differ by more."""

_COMMENTS = frozenset({pdfium_c.FPDF_ANNOT_TEXT, pdfium_c.FPDF_ANNOT_FREETEXT, pdfium_c.FPDF_ANNOT_CARET})
_MOST_COMMENTS = 2_000

_INVISIBLE = 3
"""The text rendering mode of text that is not painted."""


@dataclass(slots=True)
class Page:
    """What a page shows, turned as it is read.

    `sideways` holds text that stands at a right angle to the rest, by its quarter turn, each turned upright.
    """

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    sideways: dict[int, list[Run]] = field(default_factory=dict)
    drawn: Drawn = field(default_factory=Drawn)
    characters: int = 0
    watermark: int = 0
    unseen: int = 0
    recognised: bool = False
    comments: int = 0


def read_page(page: Any, text_page: Any) -> Page:
    """Return what an opened page shows; `text_page` is PDFium's list of its characters."""
    frame = _Frame(page)
    runs = list(_raw_runs(text_page, frame))
    drawn = read_drawn(page, frame.place)
    shown = [run for run in runs if not run.unseen]
    hidden = sum(len(run.glyphs) for run in runs if run.unseen)
    recognised = hidden > sum(len(run.glyphs) for run in shown) and drawn.covered > 0
    kept = runs if recognised else shown
    upright = [run for run in kept if run.turn is not None]
    turn = _commonest_turn(upright)
    width, height = frame.turned_size(turn)
    made = Page(width, height, drawn=drawn.turned(turn, frame.width, frame.height), recognised=recognised)
    made.watermark = sum(len(run.glyphs) for run in kept if run.turn is None)
    made.unseen = 0 if recognised else hidden
    made.comments = _comments(page)
    for run in upright:
        runs_there = made.runs if run.turn == turn else made.sideways.setdefault(run.turn or 0, [])
        placed = frame.turned(run)
        if placed is None:
            made.unseen += len(run.glyphs)
        else:
            runs_there.append(placed)
            made.characters += len(placed.glyphs)
    return made


def _comments(page: Any) -> int:
    """Return the number of comments that were put on the page; their text is none of it."""
    found = 0
    for at in range(min(max(0, pdfium_c.FPDFPage_GetAnnotCount(page)), _MOST_COMMENTS)):
        comment = pdfium_c.FPDFPage_GetAnnot(page, at)
        if comment:
            found += pdfium_c.FPDFAnnot_GetSubtype(comment) in _COMMENTS
            pdfium_c.FPDFPage_CloseAnnot(comment)
    return found


@dataclass(frozen=True, slots=True)
class _RawRun:
    """A run in the page's own coordinates; `turn` counts quarter turns, None for slanted text."""

    glyphs: list[tuple[str, _Box]]
    origin: tuple[float, float]
    size: float
    turn: int | None
    unseen: bool


class _Frame:
    """The page's visible box and its rotation: from PDF's coordinates to points from the upper left corner, as read."""

    def __init__(self, page: Any) -> None:
        box = page.get_bbox()
        self._box = tuple(_finite(value) for value in box)
        self.rotation = page.get_rotation() // 90 % 4
        width, height = self._box[2] - self._box[0], self._box[3] - self._box[1]
        self.width, self.height = (height, width) if self.rotation % 2 else (width, height)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the PDF as it is read."""
        x, y = x - self._box[0], self._box[3] - y
        return _quarter_turned(x, y, self.rotation, self._box[2] - self._box[0], self._box[3] - self._box[1])

    def turned_size(self, turn: int) -> tuple[float, float]:
        return (self.height, self.width) if turn % 2 else (self.width, self.height)

    def turned(self, run: _RawRun) -> Run | None:
        """Return a run turned upright; None for one outside the page."""
        glyphs: list[Glyph] = []
        width, height = self.turned_size(run.turn or 0)
        _, y = self._upright(run.origin, run.turn or 0)
        if not (self.rotation or run.turn):
            glyphs = [(character, box[0] - self._box[0], box[2] - self._box[0]) for character, box in run.glyphs]
        for character, (left, top, right, bottom) in () if glyphs else run.glyphs:
            one = self._upright((left, top), run.turn or 0)
            other = self._upright((right, bottom), run.turn or 0)
            glyphs.append((character, min(one[0], other[0]), max(one[0], other[0])))
        if glyphs[0][1] > glyphs[-1][1]:
            glyphs.reverse()
        middle = (glyphs[0][1] + glyphs[-1][2]) / 2
        if not (0 <= middle <= width and 0 <= y <= height + run.size):
            return None
        return Run(tuple(glyphs), y, run.size)

    def _upright(self, point: tuple[float, float], turn: int) -> tuple[float, float]:
        x, y = self.place(*point)
        return _quarter_turned(x, y, turn, self.width, self.height)


def _quarter_turned(x: float, y: float, turns: int, width: float, height: float) -> tuple[float, float]:
    """Return where a point of a page of that size lies once the page is turned clockwise by quarter turns."""
    match turns % 4:
        case 1:
            return height - y, x
        case 2:
            return width - x, height - y
        case 3:
            return y, width - x
    return x, y


def _finite(value: float) -> float:
    return value if math.isfinite(value) else 0.0


def _commonest_turn(runs: list[_RawRun]) -> int:
    counts = [0, 0, 0, 0]
    for run in runs:
        counts[run.turn or 0] += len(run.glyphs)
    return max(range(4), key=lambda turn: (counts[turn], -turn))


def _raw_runs(text_page: Any, frame: _Frame) -> Iterator[_RawRun]:
    """Yield the page's characters in the order of the file, parted where font, size, line or place change."""
    found: list[tuple[str, _Box]] = []
    first, last = 0, (0.0, 0.0, 0.0, 0.0)
    for at, character, box in _boxed(text_page):
        generated = character in "\r\n " and pdfium_c.FPDFText_IsGenerated(text_page, at) == 1
        if found and (generated or not _is_next(last, box)):
            yield _raw_run(text_page, frame, first, found)
            found = []
        if generated:
            continue
        if not found:
            first = at
        found.append((character, box))
        last = box
    if found:
        yield _raw_run(text_page, frame, first, found)


def _boxed(text_page: Any) -> Iterator[tuple[int, str, _Box]]:
    """Yield PDFium's number for each character, the character and its box."""
    count = pdfium_c.FPDFText_CountChars(text_page)
    if count <= 0:
        return
    text = _characters(text_page, count)
    edges = _boxes(text_page, count)
    for at, character in enumerate(text):
        if character != _NO_GLYPH:
            end = at + 1 if at + 1 < count and text[at + 1] == _NO_GLYPH else at
            yield at, character, (edges[4 * at], edges[4 * at + 1], edges[4 * end + 2], edges[4 * at + 3])


def _is_next(last: _Box, box: _Box) -> bool:
    """Say whether a character stands right behind another in the same font and size: their boxes have the same edges."""
    height = last[1] - last[3]
    gap = box[0] - last[2]
    return abs(last[1] - box[1]) < _EVEN and abs(last[3] - box[3]) < _EVEN and -0.6 * height < gap < 0.6 * height


def _raw_run(text_page: Any, frame: _Frame, first: int, glyphs: list[tuple[str, _Box]]) -> _RawRun:
    """Return a run with what is asked of its first character only: asking PDFium is what costs time."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium_c.FS_MATRIX(1, 0, 0, 1, 0, 0)
    pdfium_c.FPDFText_GetCharOrigin(text_page, first, x, y)
    pdfium_c.FPDFText_GetMatrix(text_page, first, matrix)
    size = pdfium_c.FPDFText_GetFontSize(text_page, first) * math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    turns = round(angle / 90)
    turn = None if abs(angle - 90 * turns) > _UPRIGHT else (turns - frame.rotation) % 4
    thing = pdfium_c.FPDFText_GetTextObject(text_page, first)
    unseen = bool(thing) and pdfium_c.FPDFTextObj_GetTextRenderMode(thing) == _INVISIBLE
    size = min(max(size, _SMALLEST), _LARGEST) if math.isfinite(size) else _SMALLEST
    return _RawRun(glyphs, (x.value, y.value), size, turn, unseen)


def _boxes(text_page: Any, count: int) -> Sequence[float]:
    """Return left, top, right and bottom of each character, one after the other."""
    boxes = (pdfium_c.FS_RECTF * count)()
    size, ask, refer = ctypes.sizeof(pdfium_c.FS_RECTF), pdfium_c.FPDFText_GetLooseCharBox, ctypes.byref
    for at in range(count):
        ask(text_page, at, refer(boxes[0], at * size))
    return array("f", bytes(boxes))


def _characters(text_page: Any, count: int) -> str:
    """Return the characters, each as the page shows it: all at once where PDFium can, one by one where it cannot."""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = pdfium_c.FPDFText_GetText(text_page, 0, count, buffer)
    codes = list(buffer[:count]) if got == count + 1 else []
    if not codes or any(0xD800 <= code < 0xE000 for code in codes):
        codes = [pdfium_c.FPDFText_GetUnicode(text_page, at) for at in range(count)]
    text = "".join(chr(code) if code <= sys.maxunicode else REPLACEMENT for code in codes).translate(_SHOWN)
    return _WHOLE.sub(_joined, text) if _HALVES.search(text) else text


def _joined(halves: re.Match[str]) -> str:
    """Return the character that PDFium tells in two halves, one for each; a half by itself is none."""
    both = halves.group().encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return both[0] + _NO_GLYPH if len(halves.group()) == 2 else REPLACEMENT


_NO_GLYPH = "\0"
"""Stands where a character has no glyph of its own: the second half of 𠮷."""

_HALVES = re.compile("[\ud800-\udfff]")
_WHOLE = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")

_HYPHENS = (0x02, 0xAD, 0xFFFE)
"""What PDFium, or a font, calls the hyphen at the end of a line; drawn, it is one like any other."""

_SHOWN = {
    **{code: REPLACEMENT for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\r\n\t"},
    **dict.fromkeys(_HYPHENS, "-"),
}
"""A character without a code that means anything is shown all the same."""
