"""Draws the chart of chapters: cell by cell for the window, whole as a picture to paste."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen

from qcompare.citing import labels
from qcompare.gui.bars import paint_stretch, paint_tally
from qcompare.gui.models.chapters import NAME, SHARES, WENT, ChaptersModel
from qcompare.gui.signs import draw_sign
from qcompare.gui.theme import LIGHT, SECONDARY_PIXELS, UI_PIXELS, Theme, hei
from qcompare.marks import WORDS
from qcompare.model import RowKind
from qcompare.statistics import BASE_KINDS, KINDS, TARGET_KINDS, Chapter, Tally

ROW, HEAD, LEGEND_HEIGHT = 25, 26, 30
_SHARES, _NUMBER, _NARROW_NUMBER, _SHORTEST_BAR, _NAME_SHARE = 124, 74, 56, 120, 0.26
_INDENT, _PAD, _TOTAL, _FEW = 18, 8, 34, 4
_BARS, _THICKEST, _THINNEST = 19.0, 9.0, 2.0
_PICTURE, _DENSITY, _MARGIN = 1120, 2, 12

BARS_NOTE = "条内数字为句数，条长为占该章的比例"

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def column_widths(model: ChaptersModel, room: int) -> list[int]:
    """Return how wide each column is in a chart of that width."""
    metrics = QFontMetrics(hei(UI_PIXELS, bold=True))
    names = ((metrics.horizontalAdvance(name), model.chapter(row).level) for row, name in enumerate(model.names()))
    longest = max(width + _INDENT * max(0, level - 1) for width, level in names) + 2 * _PAD + 2
    name = min(longest, round(room * _NAME_SHARE))
    several = len(model.statistics.targets)
    numbers = [_NUMBER if several <= _FEW else _NARROW_NUMBER] * several
    bars = max(2 * _SHORTEST_BAR, room - name - _SHARES - sum(numbers))
    return [name, bars // 2, _SHARES, *numbers, bars - bars // 2]


@dataclass(frozen=True, slots=True)
class ChartPainter:
    """Draws the cells of one chart in one theme's colours."""

    model: ChaptersModel
    theme: Theme

    def cell(self, painter: QPainter, box: QRectF, at: tuple[int, int], *, chosen: bool = False) -> None:
        """Draw the cell of a line and column."""
        (row, column), theme = at, self.theme
        chapter = self.model.chapter(row)
        painter.save()
        painter.fillRect(box, theme.selection if chosen else theme.base if chapter.level else theme.band1)
        painter.setPen(theme.line)
        painter.drawLine(QLineF(box.left(), box.bottom() - 0.5, box.right(), box.bottom() - 0.5))
        if column in (NAME, WENT, self.model.came - 1):
            painter.drawLine(QLineF(box.right() - 0.5, box.top(), box.right() - 0.5, box.bottom()))
        inner = box.adjusted(_PAD, 0, -_PAD, -1)
        if column == NAME:
            self._name(painter, inner, self.model.names()[row], chapter.level)
        elif column == WENT:
            self._bar(painter, inner, chapter.base, BASE_KINDS)
        elif column == SHARES:
            self._shares(painter, inner, chapter)
        elif column == self.model.came:
            self._bar(painter, inner, chapter.target, TARGET_KINDS)
        else:
            self._number(painter, inner, row, column)
        painter.restore()

    def head(self, painter: QPainter, box: QRectF, column: int) -> None:
        """Draw the head of a column."""
        across = Qt.Orientation.Horizontal
        painter.fillRect(box, self.theme.band1)
        painter.setFont(hei(SECONDARY_PIXELS))
        painter.setPen(self.theme.text)
        inner = box.adjusted(_PAD, 0, -_PAD, 0)
        words = str(self.model.headerData(column, across))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, self.model.headerData(column, across, Qt.ItemDataRole.TextAlignmentRole), shown)

    def _name(self, painter: QPainter, box: QRectF, name: str, level: int) -> None:
        painter.setFont(hei(UI_PIXELS, bold=level < 2))
        painter.setPen(self.theme.text)
        inner = box.adjusted(_INDENT * max(0, level - 1), 0, 0, 0)
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, _LEFT, shown)

    def _bar(self, painter: QPainter, box: QRectF, tally: Tally, kinds: tuple[RowKind, ...]) -> None:
        left, top = round(box.left()) + 0.5, round(box.top()) + 4.5
        bar = QRectF(left, top, round(box.width()) - _TOTAL, round(box.height()) - 9)
        paint_tally(painter, bar, tally, kinds, self.theme)
        painter.setFont(hei(SECONDARY_PIXELS))
        painter.setPen(self.theme.secondary)
        painter.drawText(box, _RIGHT, str(tally.sentences))

    def _number(self, painter: QPainter, box: QRectF, row: int, column: int) -> None:
        chosen = self.model.statistics.targets[column - SHARES - 1] == self.model.statistics.target
        painter.setFont(hei(UI_PIXELS if chosen else SECONDARY_PIXELS, bold=chosen))
        painter.setPen(self.theme.text if chosen else self.theme.secondary)
        painter.drawText(box, _RIGHT, str(self.model.index(row, column).data()))

    def _shares(self, painter: QPainter, box: QRectF, chapter: Chapter) -> None:
        """Draw a bar a target, filled for the chosen one; dots stand at a half and at the whole."""
        left, width = round(box.left()) + 0.5, round(box.width()) - 1
        painter.setPen(QPen(self.theme.edge, 1, Qt.PenStyle.DotLine))
        painter.drawLines([QLineF(left + at, box.top(), left + at, box.bottom()) for at in (width // 2, width)])
        pitch = min(_THICKEST, _BARS / len(chapter.carried))
        top = round(box.center().y() - pitch * len(chapter.carried) / 2) + 0.5
        painter.setPen(QPen(self.theme.secondary, 1))
        for at, target in enumerate(chapter.targets):
            bar = QRectF(left, top + at * pitch, width * chapter.share(target), max(_THINNEST, pitch - 2))
            if target == self.model.statistics.target:
                painter.fillRect(bar.adjusted(-0.5, -0.5, 0.5, 0.5), self.theme.secondary)
            else:
                painter.drawRect(bar)


def paint_legend(painter: QPainter, box: QRectF, title: str, theme: Theme) -> None:
    """Draw the line over the chart; the note on the right is left out where there is no room for it."""
    painter.fillRect(box, theme.band2)
    painter.setPen(theme.text)
    painter.setFont(hei(UI_PIXELS, bold=True))
    x = box.left() + _PAD
    painter.drawText(QRectF(x, box.top(), box.width(), box.height()), Qt.AlignmentFlag.AlignVCenter, title)
    x += painter.fontMetrics().horizontalAdvance(title) + 20
    painter.setFont(hei(UI_PIXELS))
    for kind in KINDS:
        x = _paint_sample(painter, QRectF(x, box.top(), 200, box.height()), kind, theme) + 16
    painter.setFont(hei(SECONDARY_PIXELS))
    painter.setPen(theme.secondary)
    if x + painter.fontMetrics().horizontalAdvance(BARS_NOTE) + _PAD < box.right():
        painter.drawText(box.adjusted(0, 0, -_PAD, 0), _RIGHT, BARS_NOTE)


def _paint_sample(painter: QPainter, box: QRectF, kind: RowKind, theme: Theme) -> float:
    """Draw a hatch with its sign and word; return where they end."""
    left, middle = round(box.left()) + 0.5, round(box.center().y())
    paint_stretch(painter, QRectF(left, middle - 7.5, 30, 15), kind, theme)
    draw_sign(painter, kind, QRectF(left + 37, middle - 7, 14, 14), theme.kind(kind))
    painter.setPen(theme.kind(kind))
    words = QRectF(left + 55, box.top(), 100, box.height())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, WORDS[kind])
    return words.left() + painter.fontMetrics().horizontalAdvance(WORDS[kind])


def picture(model: ChaptersModel) -> QImage:
    """Return the chart as a picture for a document: always in the light colours, twice as dense as a screen."""
    height = LEGEND_HEIGHT + HEAD + ROW * model.rowCount()
    size = (_PICTURE + 2 * _MARGIN) * _DENSITY, (height + 2 * _MARGIN) * _DENSITY
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_DENSITY)
    image.fill(QColor(LIGHT.base))
    painter = QPainter(image)
    painter.translate(_MARGIN, _MARGIN)
    _paint_picture(painter, ChartPainter(model, LIGHT))
    painter.setPen(LIGHT.strong_line)
    painter.drawRect(QRectF(0.5, 0.5, _PICTURE - 1, height - 1))
    painter.end()
    return image


def _paint_picture(painter: QPainter, chart: ChartPainter) -> None:
    model = chart.model
    names, target = labels(model.collation), model.statistics.target
    title = f"各章构成　{names[model.collation.against(target)]} → {names[target + 1]}"
    paint_legend(painter, QRectF(0, 0, _PICTURE, LEGEND_HEIGHT), title, LIGHT)
    left, top = 0, LEGEND_HEIGHT + HEAD
    for column, width in enumerate(column_widths(model, _PICTURE)):
        chart.head(painter, QRectF(left, LEGEND_HEIGHT, width, HEAD), column)
        for row in range(model.rowCount()):
            chart.cell(painter, QRectF(left, top + row * ROW, width, ROW), (row, column))
        left += width
