"""The band that stays at the top of the columns: the chapter and section the first line in view stands under."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget

from qcompare.gui.delegate import BAND_HEIGHT, PAD_LEFT, PAD_RIGHT
from qcompare.gui.layouts import BAND_PIXELS
from qcompare.gui.models.rows import RowsModel
from qcompare.gui.theme import Theme, hei


class StickyBand(QWidget):
    """Lies over the view's top edge while the section in view has its own band scrolled away."""

    asked = Signal(int)

    def __init__(self, view: QTableView, rows: RowsModel, theme: Theme) -> None:
        super().__init__(view)
        self._view, self._rows, self.theme = view, rows, theme
        self._at = -1
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def follow(self) -> None:
        """Show the bands of the line at the top of the view, or hide where they are in view themselves."""
        at = self._view.rowAt(0)
        self._at = -1 if at < 0 or self._rows.band(at) else at
        shown = self._at >= 0 and any(self._rows.bands_above(at, target) for target in self._plans())
        port = self._view.viewport().geometry()
        self.setGeometry(port.left(), port.top(), port.width(), BAND_HEIGHT)
        self.setVisible(shown)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the section."""
        bands = self._rows.bands_above(self._at, None) if self._at >= 0 else ()
        if bands:
            self.asked.emit(bands[-1])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint chapter › section over the base column and each target's own words over its columns."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.band2)
        for target in self._plans():
            first = 0 if target is None else 2 * target + 1
            left = self._view.columnViewportPosition(first)
            last = first if target is None else first + 1
            right = self._view.columnViewportPosition(last) + self._view.columnWidth(last)
            self._paint_words(painter, QRect(left, 0, right - left, BAND_HEIGHT), target)
        painter.setPen(self.theme.strong_line)
        painter.drawLine(0, BAND_HEIGHT - 1, self.width(), BAND_HEIGHT - 1)
        painter.end()

    def _plans(self) -> tuple[int | None, ...]:
        return (None, *range(len(self._rows.collation.targets)))

    def _paint_words(self, painter: QPainter, box: QRect, target: int | None) -> None:
        bands = self._rows.bands_above(self._at, target)
        said = (self._rows.row_text(row, target).plain.replace("\n", " ") for row in bands)
        texts = [text for text in said if text]
        painter.setPen(self.theme.strong_line)
        painter.drawLine(box.topRight(), box.bottomRight())
        if target is not None:
            box.setLeft(self._view.columnViewportPosition(2 * target + 2))
        box.adjust(PAD_LEFT, 0, -PAD_RIGHT, 0)
        if len(texts) > 1:
            painter.setFont(hei(12))
            painter.setPen(self.theme.secondary)
            lead = f"{painter.fontMetrics().elidedText(texts[0], Qt.TextElideMode.ElideRight, box.width() * 2 // 5)} › "
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, lead)
            box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(lead))
        if not texts:
            return
        painter.setFont(hei(BAND_PIXELS - 0.5, bold=True))
        painter.setPen(self.theme.text)
        shown = painter.fontMetrics().elidedText(texts[-1], Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
