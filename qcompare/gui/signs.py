"""Signs drawn as strokes on a 16 grid: the kinds of rows from here, the toolbar's icons from resources."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer

from qcompare.model import RowKind
from qcompare.paths import resource

WEIGHT = 1.5
_INK = 'stroke="#575a5e"'
"""The colour the drawings in resources are made in; the theme's takes its place."""

Points = tuple[tuple[float, float], ...]


class Sign(StrEnum):
    """A sign that is not the kind of a row."""

    MOVED = "moved"


_LINES: dict[RowKind | Sign, tuple[Points, ...]] = {
    RowKind.INHERITED: (((2.5, 6), (13.5, 6)), ((2.5, 10), (13.5, 10))),
    RowKind.MODIFIED: (((2.5, 6), (13.5, 6)), ((2.5, 10), (13.5, 10)), ((11, 2.5), (5, 13.5))),
    RowKind.ADDED: (((8, 2.5), (8, 13.5)), ((2.5, 8), (13.5, 8))),
    RowKind.DROPPED: (((2.5, 8), (13.5, 8)),),
    Sign.MOVED: (
        ((5, 13), (5, 3)),
        ((2.5, 5.5), (5, 3), (7.5, 5.5)),
        ((11, 3), (11, 13)),
        ((8.5, 10.5), (11, 13), (13.5, 10.5)),
    ),
}


def _path(sign: RowKind | Sign) -> QPainterPath:
    path = QPainterPath()
    for first, *rest in _LINES.get(sign, ()):
        path.moveTo(*first)
        for point in rest:
            path.lineTo(*point)
    if sign is RowKind.LOCALISED:
        for y in (5.5, 10.5):
            path.moveTo(2.5, y + 1)
            path.cubicTo(QPointF(5.5, y - 4), QPointF(10.5, y + 4), QPointF(13.5, y - 1))
    return path


_PATHS = {sign: _path(sign) for sign in (*RowKind, *Sign)}


def draw_sign(painter: QPainter, sign: RowKind | Sign, box: QRectF, colour: QColor) -> None:
    """Draw a sign into a square box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = box.width() / 16
    painter.translate(box.topLeft())
    painter.scale(scale, scale)
    pen = QPen(colour, WEIGHT / max(scale, 0.8), Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_PATHS[sign])
    painter.restore()


def sign_icon(sign: RowKind | Sign, colour: QColor) -> QIcon:
    """Return a sign as an icon, sharp on screens of up to twice the density."""
    return QIcon(_pixmap(lambda painter: draw_sign(painter, sign, QRectF(0, 0, 16, 16), colour)))


def named_icon(name: str, colour: QColor, resting: QColor, above: int = 0) -> QIcon:
    """Return the icon `resources/icons/<name>.svg` in the theme's colours, `resting` while its action is disabled.

    `above` pixels are left empty over it: hei letters stand a little low in their line, and an icon beside them with them.
    """
    made = QIcon(_svg_pixmap(name, colour, above))
    made.addPixmap(_svg_pixmap(name, resting, above), QIcon.Mode.Disabled)
    return made


def _svg_pixmap(name: str, colour: QColor, above: int) -> QPixmap:
    drawing = resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace(_INK, f'stroke="{colour.name()}"')
    renderer = QSvgRenderer(drawing.encode())
    return _pixmap(lambda painter: renderer.render(painter, QRectF(0, above, 16, 16)), above)


def _pixmap(draw: Callable[[QPainter], None], above: int = 0) -> QPixmap:
    pixmap = QPixmap(32, 32 + 2 * above)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw(painter)
    painter.end()
    return pixmap
