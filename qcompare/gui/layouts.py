"""The text of a cell laid out: its lines, grounds and strokes, kept so that a frame only paints."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from qcompare.gui.models.cells import CellText, Piece, Voice
from qcompare.gui.theme import Theme, hei, song
from qcompare.gui.utf16 import utf16_positions
from qcompare.marks import Mark

TEXT_PIXELS, TEXT_LINE = 15, 22
DUTY_PIXELS, DUTY_LINE = 12.5, 19
PATH_PIXELS = 11.5
BAND_PIXELS, BAND_LINE = 13.5, 20
KEPT_LAYOUTS = 1200
"""Layouts kept: some hundred screens of cells, about 10 MB."""


class Stroke(StrEnum):
    """How a mark's line is drawn."""

    PLAIN = "plain"
    THIN = "thin"
    WAVY = "wavy"
    DASHED = "dashed"
    DOTTED = "dotted"
    DOUBLE = "double"
    STRUCK = "struck"
    BOXED = "boxed"


@dataclass(frozen=True, slots=True)
class Style:
    """How mark and voice become colours, lines and weight, for one theme and zoom."""

    theme: Theme
    zoom: float = 1.0
    variants: bool = False
    _made: dict[tuple[Voice, Mark, bool, bool], QTextCharFormat | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def ground(self, piece: Piece) -> QColor | None:
        """Return the ground a piece stands on."""
        theme = self.theme
        if theme.high_contrast or piece.arrow is not None or (piece.voice is Voice.DUTY and piece.whole):
            return None
        return {
            Mark.REPLACED: theme.replaced,
            Mark.INSERTED: theme.inserted_sentence if piece.whole else theme.inserted,
            Mark.DELETED: theme.omitted_sentence if piece.whole else theme.omitted,
        }.get(piece.mark)

    def stroke(self, piece: Piece, base: bool) -> tuple[Stroke, QColor] | None:
        """Return the line drawn with a piece."""
        theme = self.theme
        if piece.arrow is not None:
            return Stroke.BOXED, theme.omitted_line if piece.arrow.weaker else theme.inserted_line
        if piece.moved:
            return Stroke.DOUBLE, theme.moved_line
        if piece.mark is Mark.VARIANT:
            return (Stroke.DOTTED, theme.variant_line) if self.variants else None
        return {
            Mark.REPLACED: (Stroke.WAVY if base else Stroke.PLAIN, theme.replaced_line),
            Mark.INSERTED: (Stroke.THIN if piece.whole else Stroke.PLAIN, theme.inserted_line),
            Mark.LOCALISED: (Stroke.DASHED, theme.localised_line),
            Mark.DELETED: (Stroke.STRUCK, theme.omitted_line),
        }.get(piece.mark)

    def character_format(self, piece: Piece, base: bool) -> QTextCharFormat | None:
        """Return face and colour of a piece where they differ from the plan's plain text; made once for each sort."""
        sort = (piece.voice, piece.mark, base, piece.arrow is not None)
        if sort not in self._made:
            self._made[sort] = self._make_format(piece, base)
        return self._made[sort]

    def _make_format(self, piece: Piece, base: bool) -> QTextCharFormat | None:
        made, theme = QTextCharFormat(), self.theme
        if piece.voice is Voice.DUTY:
            made.setFont(hei(DUTY_PIXELS * self.zoom))
            made.setForeground(theme.secondary)
        elif piece.voice is Voice.PATH:
            made.setFont(hei(PATH_PIXELS * self.zoom))
            made.setForeground(theme.moved_line)
        elif piece.voice is Voice.LINK:
            made.setFont(hei(DUTY_PIXELS * self.zoom))
            made.setForeground(theme.accent)
            made.setFontUnderline(True)
        elif piece.voice is Voice.QUOTE or piece.mark is Mark.FURNITURE:
            made.setForeground(theme.secondary)
        elif piece.arrow is not None or (piece.mark is Mark.REPLACED and not base):
            made.setFont(song(TEXT_PIXELS * self.zoom, bold=True))
        else:
            return None
        return made


@dataclass(slots=True)
class Shaped:
    """A laid-out cell. Strokes hold left, right and baseline; everything is relative to the text's top left."""

    layout: QTextLayout
    height: float
    pieces: list[tuple[int, int, Piece]]
    grounds: list[tuple[QRectF, QColor]] = field(default_factory=list)
    strokes: list[tuple[Stroke, float, float, float, QColor]] = field(default_factory=list)
    pitches: list[tuple[float, float]] = field(default_factory=list)
    line_starts: list[int] = field(default_factory=list)

    def rects(self, start: int, end: int) -> Iterator[tuple[QRectF, float]]:
        """Yield a box and the baseline for each line's share of the UTF-16 stretch `[start, end)`."""
        for number in range(max(0, bisect_right(self.line_starts, start) - 1), len(self.line_starts)):
            if self.line_starts[number] >= end:
                break
            line = self.layout.lineAt(number)
            first, last = line.textStart(), line.textStart() + line.textLength()
            left, right = _x(line, max(start, first)), _x(line, min(end, last))
            top, height = self.pitches[number]
            # A space hanging at the line's end is not drawn into the margin.
            right = min(right, line.naturalTextRect().right())
            if right > left:
                yield QRectF(left, top, right - left, height), line.y() + line.ascent()

    def piece_at(self, point: QPointF) -> Piece | None:
        """Return the piece drawn under a point."""
        for number, (top, height) in enumerate(self.pitches):
            line = self.layout.lineAt(number)
            if top <= point.y() < top + height and 0 <= point.x() <= line.naturalTextRect().right():
                cursor = line.xToCursor(point.x(), QTextLine.CursorPosition.CursorOnCharacter)
                return next((piece for start, end, piece in self.pieces if start <= cursor < end), None)
        return None

    def found(self, needle_spans: list[tuple[int, int]]) -> Iterator[QRectF]:
        """Yield the boxes of code-point stretches of the cell's text."""
        positions = utf16_positions(self.layout.text())
        for start, end in needle_spans:
            for box, _ in self.rects(positions[start], positions[end]):
                yield box


def _x(line: QTextLine, position: int) -> float:
    return float(line.cursorToX(position)[0])  # type: ignore[index]  # the stub hides the pair Qt returns


def shape(cell: CellText, width: float, style: Style, band: int = 0) -> Shaped:
    """Return the cell laid out in `width`, without grounds and strokes: enough to know its height.

    Lines break by Qt's word-boundary-or-anywhere rule, the one that obeys Chinese line-start and line-end rules.
    Baselines stand at a fixed pitch, so that bold and small hei in a line do not make it jump.
    """
    text = cell.text
    font = hei(BAND_PIXELS * style.zoom, bold=True) if band else song(TEXT_PIXELS * style.zoom)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    shaped = Shaped(layout, 0.0, _piece_places(cell, text))
    if not band:
        layout.setFormats(_formats(cell, shaped.pieces, style))
    pitch = (BAND_LINE if band else TEXT_LINE) * style.zoom
    metrics = QFontMetricsF(font)
    _set_lines(shaped, width, pitch, (pitch - metrics.height()) / 2 + metrics.ascent(), style.zoom)
    return shaped


def _piece_places(cell: CellText, text: str) -> list[tuple[int, int, Piece]]:
    """Return each piece with where it starts and ends in UTF-16 units."""
    positions, at, places = utf16_positions(text), 0, []
    for piece in cell.pieces:
        end = at + len(piece.text)
        places.append((positions[at], positions[end], piece))
        at = end
    return places


def _formats(cell: CellText, places: list[tuple[int, int, Piece]], style: Style) -> list[QTextLayout.FormatRange]:
    ranges = []
    for start, end, piece in places:
        made = style.character_format(piece, cell.base)
        if made is not None:
            part = QTextLayout.FormatRange()
            part.start, part.length, part.format = start, end - start, made  # type: ignore[attr-defined]  # stub lacks them
            ranges.append(part)
    return ranges


def _set_lines(shaped: Shaped, width: float, pitch: float, ascent: float, zoom: float) -> None:
    duty_pitch, y = DUTY_LINE * zoom, 0.0
    small = [(start, stop) for start, stop, p in shaped.pieces if p.voice is Voice.DUTY]
    layout = shaped.layout
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        first, last = line.textStart(), line.textStart() + line.textLength()
        is_small = any(start <= first and last <= stop + 1 for start, stop in small)
        height = duty_pitch if is_small else pitch
        line.setPosition(QPointF(0, y + ascent - (pitch - height) / 2 - line.ascent()))
        shaped.pitches.append((y, height))
        shaped.line_starts.append(first)
        y += height
    layout.endLayout()
    shaped.height = y


def decorate(shaped: Shaped, cell: CellText, style: Style) -> Shaped:
    """Add grounds and strokes to a laid-out cell and return it."""
    for start, end, piece in shaped.pieces:
        ground, stroke = style.ground(piece), style.stroke(piece, cell.base)
        if ground is None and stroke is None:
            continue
        for box, baseline in shaped.rects(start, end):
            if ground is not None:
                shaped.grounds.append((box.adjusted(0, 1, 0, -1), ground))
            if stroke is not None:
                shaped.strokes.append((stroke[0], box.left(), box.right(), baseline, stroke[1]))
    return shaped


def estimated_height(cell: CellText, width: float, style: Style) -> float:
    """Return about how high the cell will be, from its length: Chinese characters are squares."""
    if not cell.pieces:
        return 0.0
    per_line = max(1.0, width / (TEXT_PIXELS * style.zoom))
    lines = sum(max(1, -(-len(part) // int(per_line))) for part in cell.text.split("\u2028"))
    return lines * TEXT_LINE * style.zoom


class LayoutCache:
    """The layouts last used, each made at most once while it is kept."""

    def __init__(self, kept: int = KEPT_LAYOUTS) -> None:
        self._kept = kept
        self._layouts: OrderedDict[Hashable, Shaped] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Shaped]) -> Shaped:
        """Return the layout kept under `key`, made now if there is none."""
        shaped = self._layouts.get(key)
        if shaped is None:
            shaped = self._layouts[key] = make()
            if len(self._layouts) > self._kept:
                self._layouts.popitem(last=False)
        else:
            self._layouts.move_to_end(key)
        return shaped

    def clear(self) -> None:
        """Forget every layout: the theme, the zoom or the marks changed."""
        self._layouts.clear()
