"""Marked text set into lines: which words stand where, with the grounds and lines of their marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import accumulate

from qcompare.memo.drawing import Block, Ground, Item, Line, Strip, Text, Wave
from qcompare.memo.fonts import Typefaces
from qcompare.memo.linebreak import break_lines
from qcompare.memo.look import BLACK, PLAIN, Decoration, Shape, Style

_ASCENT = 0.88  # of the em box; the typefaces' own
_UNDERLINE = 0.2  # of the size, below the baseline (3 px under 15 px text)
_BOX_TOP, _BOX_BOTTOM = 0.98, 0.26  # of the size, about the baseline
_BOX_SIDE = 0.5  # points, into the neighbours' side bearings
_STRIKE = 0.34  # of the size, above the baseline: the middle of a Chinese character


class Align(Enum):
    """Where the lines of a paragraph stand in their measure."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some text in one style with one decoration, and perhaps a link to an anchor."""

    text: str
    style: Style
    decoration: Decoration = PLAIN
    link: str = ""

    @property
    def face(self) -> str:
        """The typeface the stretch is drawn in."""
        return self.style.bold().face if self.decoration.bold else self.style.face


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets stretches into lines with the bundled typefaces; in mono every ink turns black."""

    fonts: Typefaces
    mono: bool = False

    def set(self, stretches: Sequence[Stretch], width: float, align: Align = Align.LEFT, indent: float = 0.0) -> Block:
        """Return the lines of the stretches in a column of that width."""
        shown = [self._in_mono(s) for s in stretches if s.text] if self.mono else [s for s in stretches if s.text]
        text = "".join(s.text for s in shown)
        advances = [a * s.style.size for s in shown for a in self.fonts.advances(s.face, s.text)]
        leading = max((s.style.leading for s in shown), default=0.0)
        starts = [0, *accumulate(len(s.text) for s in shown)]
        visible = len(text.rstrip())
        strips = []
        for start, edge in break_lines(text, advances, width, indent):
            end = start + len(text[start:edge].rstrip())
            last = align is Align.FULL and end >= visible
            line = _Placed(text, shown, starts, advances, start, end)
            strips.append(line.strip(leading, width, Align.LEFT if last else align, indent))
            indent = 0.0
        return tuple(strips)

    def plain(self, text: str, style: Style, width: float, align: Align = Align.LEFT) -> Block:
        """Return the lines of undecorated text."""
        return self.set((Stretch(text, style),), width, align)

    def fitted(self, text: str, style: Style, width: float) -> str:
        """Return `text` cut with … so that it fits on one line of that width."""
        if self.fonts.width(style.face, text, style.size) <= width:
            return text
        room = width - self.fonts.width(style.face, "…", style.size)
        kept = 0
        for advance in self.fonts.advances(style.face, text):
            room -= advance * style.size
            if room < 0:
                break
            kept += 1
        return text[:kept] + "…"

    def _in_mono(self, stretch: Stretch) -> Stretch:
        style = replace(stretch.style, ink=BLACK)
        return replace(stretch, style=style, decoration=stretch.decoration.in_mono())


@dataclass(frozen=True, slots=True)
class _Placed:
    """One line of a paragraph: the whole paragraph's text and stretches, and the line's first and last place in it."""

    text: str
    stretches: Sequence[Stretch]
    starts: Sequence[int]
    advances: Sequence[float]
    start: int
    end: int

    def strip(self, leading: float, width: float, align: Align, indent: float) -> Strip:
        natural = sum(self.advances[self.start : self.end])
        gaps = self.end - self.start - 1
        tracking = (width - indent - natural) / gaps if align is Align.FULL and gaps > 0 else 0.0
        x = indent
        if align is Align.CENTRE:
            x = (width - natural) / 2
        elif align is Align.RIGHT:
            x = width - natural
        grounds: list[Item] = []
        texts: list[Item] = []
        lines: list[Item] = []
        for stretch, first, last in self._parts():
            size = stretch.style.size
            baseline = (leading - size) / 2 + _ASCENT * size
            advance = sum(self.advances[first:last]) + tracking * (last - first)
            if stretch.decoration.ground:
                grounds.append(Ground(x, 0.0, advance, leading, stretch.decoration.ground))
            texts.append(
                Text(x, baseline, self.text[first:last], stretch.face, size, stretch.style.ink, tracking, stretch.link)
            )
            lines += _strokes(stretch.decoration, x, x + advance, baseline, size)
            x += advance
        return Strip(leading, (*grounds, *texts, *lines))

    def _parts(self) -> Iterator[tuple[Stretch, int, int]]:
        """Yield the stretches that stand on the line with their first and last place in the paragraph."""
        for number in range(bisect_right(self.starts, self.start) - 1, len(self.stretches)):
            stretch, at = self.stretches[number], self.starts[number]
            if at >= self.end:
                return
            yield stretch, max(at, self.start), min(at + len(stretch.text), self.end)


def _strokes(decoration: Decoration, x1: float, x2: float, baseline: float, size: float) -> Iterator[Item]:
    """Yield the lines of a decoration for words that run from `x1` to `x2`."""
    ink, weight, low = decoration.ink, decoration.weight, baseline + _UNDERLINE * size
    match decoration.shape:
        case Shape.SOLID:
            yield Line(x1, low, x2, low, weight, ink)
        case Shape.DASHED:
            yield Line(x1, low, x2, low, weight, ink, (2.6, 1.8))
        case Shape.DOUBLE:
            yield Line(x1, low - 0.3, x2, low - 0.3, weight, ink)
            yield Line(x1, low + 1.4, x2, low + 1.4, weight, ink)
        case Shape.WAVY:
            yield Wave(x1, x2, low + 0.4, weight, ink)
        case Shape.STRIKE:
            middle = baseline - _STRIKE * size
            yield Line(x1, middle, x2, middle, weight, ink)
        case Shape.BOX:
            top, bottom = baseline - _BOX_TOP * size, baseline + _BOX_BOTTOM * size
            left, right = x1 - _BOX_SIDE, x2 + _BOX_SIDE
            yield from (Line(left, y, right, y, weight, ink) for y in (top, bottom))
            yield from (Line(x, top, x, bottom, weight, ink) for x in (left, right))
