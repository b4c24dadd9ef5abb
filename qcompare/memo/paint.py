"""Pages to PDF: the only module that draws with reportlab."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from qcompare.memo import look
from qcompare.memo.drawing import Bar, Ground, Line, Page, PageNumber, Text, Wave
from qcompare.memo.fonts import GETA, SERIF, Typefaces
from qcompare.model import RowKind

rl_config.useA85 = 0  # streams as bytes, not as letters: a tenth smaller, and every reader since 1993 takes them

_GAP = "\u3000\u3000"  # in the subject, between the base and what is compared with it
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_HALVES = re.compile("[\ud800-\udfff]")
_HALF_WAVE, _WAVE_RISE = 2.0, 1.6  # points; a bend every 2 pt reads as a wave under 10 pt type

_HATCHES = {
    RowKind.INHERITED: (look.FAINT, look.GREY),
    RowKind.LOCALISED: ("E3F3F4", look.LOCALISED.ink),
    RowKind.MODIFIED: ("FFF4CF", look.REPLACED.ink),
    RowKind.DROPPED: (look.DROPPED.ground, look.DROPPED.ink),
    RowKind.ADDED: (look.ADDED.ground, look.ADDED.ink),
}


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a PDF says of itself: its subject, who made it, and on which day (2026年11月27日), empty where unknown."""

    subject: str
    maker: str = ""
    made: str = ""


def write_pdf(pages: Sequence[Page], path: Path, fonts: Typefaces, imprint: Imprint) -> None:
    """Write the pages as a PDF: same input, same bytes; no clock, fonts embedded as subsets.

    Where no day is known its properties name one that is plainly none, the first of 2000.
    """
    canvas = Canvas(str(path), invariant=1, pageCompression=1, lang="zh-CN", initialFontName=SERIF)
    canvas.setTitle(_readable(f"规划文本比对备忘录（{'，'.join(imprint.subject.split(_GAP))}）"))
    canvas.setAuthor(_readable(imprint.maker))
    if day := _DAY.fullmatch(imprint.made):
        canvas.setDateFormatter(lambda *_: "D:{:0>4}{:0>2}{:0>2}".format(*day.groups()))
    canvas.setSubject(_readable(imprint.subject))
    canvas.setCreator("qcompare")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    known, asked = page_numbers(pages), _asked(pages)
    for number, page in enumerate(pages, start=1):
        canvas.setPageSize((page.paper.width, page.paper.height))
        _bookmarks(canvas, page, number)
        for anchor in page.anchors:
            if anchor.name in asked and known.get(anchor.name) == number:
                canvas.bookmarkHorizontal(anchor.name, 0, page.paper.height - anchor.y)
        Brush(canvas, page.paper.height, fonts, known).draw(page)
        canvas.showPage()
    canvas.save()


def page_numbers(pages: Sequence[Page]) -> dict[str, int]:
    """Return for each anchor the number of the page it stands on, counted from 1."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages, start=1):
        for anchor in page.anchors:
            found.setdefault(anchor.name, number)
    return found


def _asked(pages: Sequence[Page]) -> set[str]:
    """Return the anchors that something leads to; the rest need no place in the file."""
    items = (item for page in pages for _, _, strip in page.strips for item in strip.items)
    return {item.link for item in items if isinstance(item, Text)} | {
        item.anchor
        for page in pages
        for _, _, strip in page.strips
        for item in strip.items
        if isinstance(item, PageNumber)
    }


def _readable(text: str) -> str:
    """Return text that a PDF can hold outside its pages: half of a surrogate pair is none."""
    return _HALVES.sub(GETA, text)


def _bookmarks(canvas: Any, page: Page, number: int) -> None:
    for place, bookmark in enumerate(page.bookmarks):
        key = f"p{number}.{place}"
        canvas.bookmarkHorizontal(key, 0, page.paper.height - bookmark.y)
        canvas.addOutlineEntry(_readable(bookmark.title), key, bookmark.level, closed=bookmark.level > 0)


class Brush:
    """Draws one page, whose y runs downwards: bars, grounds, words, then the lines at them.

    All words of a page make one text object: what is set anew for each (colour, font) is set only where it changes.
    """

    def __init__(self, canvas: Any, height: float, fonts: Typefaces, numbers: Mapping[str, int]) -> None:
        self._canvas, self._height, self._fonts, self._numbers = canvas, height, fonts, numbers

    def draw(self, page: Page) -> None:
        """Draw all that stands on the page."""
        placed = [(item, x, y) for x, y, strip in page.strips for item in strip.items]
        for item, x, y in placed:
            if isinstance(item, Bar):
                self._bar(item, x, y)
        for item, x, y in placed:
            if isinstance(item, Ground):
                self._ground(item, x, y)
        words = [(self._numbered(i) if isinstance(i, PageNumber) else i, x, y) for i, x, y in placed]
        self._texts([(item, x, y) for item, x, y in words if isinstance(item, Text)])
        for item, x, y in placed:
            if isinstance(item, Line):
                self._line(item, x, y)
            elif isinstance(item, Wave):
                self._wave(item, x, y)

    def _numbered(self, item: PageNumber) -> Text:
        """Return the words for a page number, centred."""
        number = self._numbers.get(item.anchor)
        words = "—" if number is None else str(number)
        left = item.x - self._fonts.width(item.face, words, item.size) / 2
        return Text(left, item.y, words, item.face, item.size, item.ink, link=item.anchor)

    def _texts(self, texts: Sequence[tuple[Text, float, float]]) -> None:
        words = self._canvas.beginText()
        worn: tuple[str, str, float, float] = ("", "", 0.0, 0.0)
        for text, x, y in texts:
            at, baseline = x + text.x, self._height - y - text.y
            linked = text.link in self._numbers
            pieces = list(self._fonts.pieces(text.face, text.text))
            for face, piece in pieces:
                look = (text.ink, face, text.size, text.tracking)
                if look[0] != worn[0]:
                    words.setFillColor(_colour(text.ink))
                if look[1:3] != worn[1:3]:
                    words.setFont(face, text.size)
                if look[3] != worn[3]:
                    words.setCharSpace(text.tracking)
                worn = look
                words.setTextOrigin(at, baseline)
                words.textOut(piece)
                if linked or len(pieces) > 1:
                    at += self._fonts.width(face, piece, text.size) + text.tracking * len(piece)
            if linked:
                self._link(text, x + text.x, at, baseline)
        words.setCharSpace(0)
        self._canvas.drawText(words)

    def _link(self, text: Text, left: float, right: float, baseline: float) -> None:
        box = (left - 1.0, baseline - 0.3 * text.size, right + 1.0, baseline + text.size)
        self._canvas.linkRect("", text.link, box, relative=0, thickness=0, Border="[0 0 0]")

    def _ground(self, ground: Ground, x: float, y: float) -> None:
        self._canvas.setFillColor(_colour(ground.ink))
        bottom = self._height - y - ground.y - ground.height
        self._canvas.rect(x + ground.x, bottom, ground.width, ground.height, stroke=0, fill=1)

    def _line(self, line: Line, x: float, y: float) -> None:
        with self._pen(line.weight, line.ink, line.dashes):
            self._canvas.line(x + line.x1, self._height - y - line.y1, x + line.x2, self._height - y - line.y2)

    def _wave(self, wave: Wave, x: float, y: float) -> None:
        base, at, end, up = self._height - y - wave.y, x + wave.x1, x + wave.x2, 1
        path = self._canvas.beginPath()
        path.moveTo(at, base)
        while at < end - 0.01:
            step = min(_HALF_WAVE, end - at)
            crest = base + up * _WAVE_RISE * step / _HALF_WAVE
            path.curveTo(at + step / 3, crest, at + step * 2 / 3, crest, at + step, base)
            at, up = at + step, -up
        with self._pen(wave.weight, wave.ink, ()):
            self._canvas.drawPath(path, stroke=1, fill=0)

    def _bar(self, bar: Bar, x: float, y: float) -> None:
        left, bottom = x + bar.x, self._height - y - bar.y - bar.height
        ground, ink = ("FFFFFF", look.BLACK) if bar.mono else _HATCHES[bar.kind]
        canvas = self._canvas
        canvas.saveState()
        canvas.setFillColor(_colour(ground))
        canvas.rect(left, bottom, bar.width, bar.height, stroke=0, fill=1)
        path = canvas.beginPath()
        path.rect(left, bottom, bar.width, bar.height)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setStrokeColor(_colour(ink))
        canvas.setLineWidth(0.7)
        canvas.lines(list(_hatching(bar, left, bottom)))
        canvas.restoreState()
        with self._pen(0.5, look.BLACK if bar.mono else "4A4A4A", ()):
            canvas.rect(left, bottom, bar.width, bar.height, stroke=1, fill=0)

    @contextmanager
    def _pen(self, weight: float, ink: str, dashes: tuple[float, ...]) -> Iterator[None]:
        self._canvas.setLineWidth(weight)
        self._canvas.setStrokeColor(_colour(ink))
        self._canvas.setDash(*([list(dashes)] if dashes else []))
        yield
        if dashes:
            self._canvas.setDash()


def _hatching(bar: Bar, left: float, bottom: float) -> Iterator[tuple[float, float, float, float]]:
    """Yield the strokes that tell the kinds apart: none, upright, slanted, level, crosses."""
    right, top = left + bar.width, bottom + bar.height
    if bar.kind is RowKind.LOCALISED:
        for x in _steps(left + 1.5, right, 2.6):
            yield x, bottom, x, top
    elif bar.kind is RowKind.MODIFIED:
        for x in _steps(left - bar.height, right, 3.4):
            yield x, bottom, x + bar.height, top
    elif bar.kind is RowKind.DROPPED:
        for y in _steps(bottom + 1.8, top, 2.7):
            yield left, y, right, y
    elif bar.kind is RowKind.ADDED:
        for row, y in enumerate(_steps(bottom + 2.2, top, 4.4)):
            for x in _steps(left + (2.2 if row % 2 else 4.4), right, 4.4):
                yield x - 1.2, y, x + 1.2, y
                yield x, y - 1.2, x, y + 1.2


def _steps(start: float, end: float, step: float) -> Iterator[float]:
    for count in range(max(0, int((end - start) / step) + 1)):
        yield start + count * step


@lru_cache
def _colour(ink: str) -> Color:
    """Return the colour of six hex digits; three would be read as another colour by reportlab."""
    if len(ink) != len("RRGGBB"):
        raise ValueError(ink)
    return Color(*(int(ink[at : at + 2], 16) / 255 for at in (0, 2, 4)))
