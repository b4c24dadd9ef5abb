"""Paints laid-out cells: grounds, then text, then lines, so that no ink is skipped."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from qcompare.gui.layouts import Shaped, Stroke

BELOW_BASELINE = 3.0
STRIKE_ABOVE = 0.36
"""How high above the baseline text is struck, in parts of the text's size: the middle of a Chinese character."""

BOX_ABOVE, BOX_BELOW = 0.98, 0.22
"""How far above and below the baseline a figure's box reaches, in parts of the text's size."""

_WAVE, _SWING = 5.0, 1.2
_HATCH_STEP = 7
HATCH_TILE = 20 * _HATCH_STEP
"""The side of the hatching's tile: many lines, so that a large cell takes few tiles."""


def paint_cell(painter: QPainter, shaped: Shaped, at: QPointF, clip: QRectF, pixels: float) -> None:
    """Paint a laid-out cell with its top left at `at`; only what meets `clip` is drawn."""
    top, bottom = clip.top() - at.y(), clip.bottom() - at.y()
    for box, colour in shaped.grounds:
        if box.bottom() >= top and box.top() <= bottom:
            painter.fillRect(box.translated(at), colour)
    shaped.layout.draw(painter, at, [], clip)
    for stroke, left, right, baseline, colour in shaped.strokes:
        if top - pixels <= baseline <= bottom + pixels:
            _paint_stroke(painter, stroke, QLineF(left, baseline, right, baseline).translated(at), colour, pixels)


def _paint_stroke(painter: QPainter, stroke: Stroke, line: QLineF, colour: QColor, pixels: float) -> None:
    if stroke is Stroke.STRUCK:
        painter.setPen(QPen(colour, 1))
        painter.drawLine(line.translated(0, -round(STRIKE_ABOVE * pixels) + 0.5))
        return
    if stroke is Stroke.BOXED:
        painter.setPen(QPen(colour, 1.5))
        top, bottom = line.y1() - BOX_ABOVE * pixels, line.y1() + BOX_BELOW * pixels
        painter.drawRect(QRectF(line.x1(), top, line.dx(), bottom - top))
        return
    below = line.translated(0, BELOW_BASELINE)
    if stroke is Stroke.WAVY:
        painter.setPen(QPen(colour, 1.3))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(below.p1())
        painter.drawPath(_wave(round(below.length())))
        painter.translate(-below.p1())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    elif stroke is Stroke.DOUBLE:
        painter.setPen(QPen(colour, 1))
        painter.drawLine(below.translated(0, -0.5))
        painter.drawLine(below.translated(0, 1.5))
    else:
        _paint_ruled(painter, stroke, below, colour)


def _paint_ruled(painter: QPainter, stroke: Stroke, line: QLineF, colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, 1.0 if stroke is Stroke.THIN else 1.5)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if stroke is Stroke.DASHED:
        pen.setDashPattern([4, 2])
    elif stroke is Stroke.DOTTED:
        pen.setDashPattern([1, 1.5])
    painter.setPen(pen)
    painter.drawLine(line)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


@lru_cache(maxsize=1024)
def _wave(length: int) -> QPainterPath:
    """Return a wavy line of that length; as many lengths as a column has pixels are kept."""
    path, x, up = QPainterPath(), 0.0, True
    while x < length:
        step = min(_WAVE / 2, length - x)
        path.quadTo(x + step / 2, -2 * _SWING if up else 2 * _SWING, x + step, 0)
        x, up = x + step, not up
    return path


def hatching(colour: QColor) -> QPixmap:
    """Return the tile that fills a cell without wording: thin slanted lines that join from tile to tile."""
    tile = QPixmap(HATCH_TILE, HATCH_TILE)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 0.7))
    for shift in range(-HATCH_TILE, HATCH_TILE, _HATCH_STEP):
        painter.drawLine(QPointF(shift, HATCH_TILE), QPointF(shift + HATCH_TILE, 0))
    painter.end()
    return tile


def triangle(painter: QPainter, centre: QPointF, colour: QColor, *, down: bool) -> None:
    """Draw the small triangle of a fold, pointing right when closed and down when open."""
    path, angle = QPainterPath(), math.pi / 2 if down else 0.0
    corners = ((3.0, 0.0), (-2.0, -3.5), (-2.0, 3.5))
    turned = [
        centre + QPointF(x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle))
        for x, y in corners
    ]
    path.moveTo(turned[0])
    path.lineTo(turned[1])
    path.lineTo(turned[2])
    path.closeSubpath()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, colour)
    painter.restore()
