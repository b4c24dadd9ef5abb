"""Draws shares as bars whose hatches tell the kinds apart: plain, upright, slanted, level, crosses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from qcompare.gui.theme import SECONDARY_PIXELS, Theme, hei
from qcompare.model import RowKind
from qcompare.statistics import Tally

_UPRIGHT, _SLANTED, _LEVEL, _CROSSES, _ARM = 4.0, 5.5, 4.0, (7.0, 4.5), 1.5
_FAINT = 30
"""How opaque the ground of 属地化 is, of 255: the mark itself has no ground."""


def paint_tally(painter: QPainter, box: QRectF, tally: Tally, kinds: Sequence[RowKind], theme: Theme) -> None:
    """Draw a bar as long as `box`, each kind's stretch as long as its share, with its count where there is room."""
    left = box.left()
    for kind in kinds:
        width = box.width() * tally[kind] / max(1, tally.sentences)
        if tally[kind]:
            stretch = QRectF(left, box.top(), width, box.height())
            paint_stretch(painter, stretch, kind, theme)
            _paint_count(painter, stretch, str(tally[kind]), theme)
        left += width


def paint_stretch(painter: QPainter, box: QRectF, kind: RowKind, theme: Theme) -> None:
    """Draw one stretch of a bar, or the sample of it in a legend."""
    painter.save()
    painter.fillRect(box, _ground(kind, theme))
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=kind in (RowKind.MODIFIED, RowKind.ADDED))
    ink = _ink(kind, theme)
    painter.setPen(QPen(ink, 1))
    painter.drawLines(list(_hatches(box, kind)))
    painter.restore()
    painter.setPen(QPen(ink, 1))
    painter.drawRect(box)


def _paint_count(painter: QPainter, box: QRectF, count: str, theme: Theme) -> None:
    painter.setFont(hei(SECONDARY_PIXELS))
    width = painter.fontMetrics().horizontalAdvance(count) + 6
    if width + 2 > box.width():
        return
    plain = QRectF(round(box.center().x() - width / 2), box.top() + 1, width, box.height() - 1)
    painter.fillRect(plain, theme.base)
    painter.setPen(theme.text)
    painter.drawText(plain, Qt.AlignmentFlag.AlignCenter, count)


def _ground(kind: RowKind, theme: Theme) -> QColor:
    if kind is RowKind.LOCALISED:
        ground = QColor(theme.localised_line)
        ground.setAlpha(_FAINT)
        return ground
    return {
        RowKind.MODIFIED: theme.replaced,
        RowKind.DROPPED: theme.omitted_sentence,
        RowKind.ADDED: theme.inserted_sentence,
    }.get(kind, theme.fold)


def _ink(kind: RowKind, theme: Theme) -> QColor:
    return {
        RowKind.LOCALISED: theme.localised_line,
        RowKind.MODIFIED: theme.replaced_line,
        RowKind.DROPPED: theme.omitted_line,
        RowKind.ADDED: theme.inserted_line,
    }.get(kind, theme.secondary)


def _hatches(box: QRectF, kind: RowKind) -> Iterator[QLineF]:
    """Yield the strokes that tell a kind from the others."""
    left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
    if kind is RowKind.LOCALISED:
        yield from (QLineF(x, top, x, bottom) for x in _steps(left + _UPRIGHT, right, _UPRIGHT))
    elif kind is RowKind.MODIFIED:
        high = box.height()
        yield from (QLineF(x, bottom, x + high, top) for x in _steps(left - high, right, _SLANTED))
    elif kind is RowKind.DROPPED:
        yield from (QLineF(left, y, right, y) for y in _steps(top + _LEVEL, bottom, _LEVEL))
    elif kind is RowKind.ADDED:
        across, down = _CROSSES
        for row, y in enumerate(_steps(top + down / 2 + 1, bottom, down)):
            for x in _steps(left + (across / 2 if row % 2 else across), right, across):
                yield QLineF(x - _ARM, y, x + _ARM, y)
                yield QLineF(x, y - _ARM, x, y + _ARM)


def _steps(start: float, end: float, step: float) -> Iterator[float]:
    yield from (start + count * step for count in range(max(0, int((end - start) / step) + 1)))
