"""The heads down the aligned columns: row numbers, folds, and what was said of the rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from qcompare.gui.headers import ROW_HEAD_WIDTH
from qcompare.gui.models.rows import RowsModel
from qcompare.gui.models.speech import review_words
from qcompare.gui.strokes import triangle
from qcompare.gui.theme import SECONDARY_PIXELS, Theme, hei

_BOX, _LINE = 11, 18


class RowHeader(QHeaderView):
    """Row numbers; the chosen row has an accent bar, bands and folds a triangle that opens and closes them."""

    toggled = Signal(int)
    ticked = Signal(int)

    def __init__(self, model: RowsModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._model, self.theme, self.current = model, theme, -1
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(10)
        self.setFixedWidth(ROW_HEAD_WIDTH)
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        """Return the fixed width."""
        return QSize(ROW_HEAD_WIDTH, super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Paint one row's head."""
        theme, line, band = self.theme, self._model.line(logicalIndex), self._model.band(logicalIndex)
        chosen = logicalIndex == self.current
        ground = theme.fold if line.fold else (theme.alternate, theme.band1, theme.band2)[band]
        painter.save()
        painter.fillRect(rect, theme.selection if chosen else ground)
        painter.setPen(theme.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(theme.strong_line)
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), theme.accent)
        if line.fold or band:
            opened = line.opened if line.fold else line.row not in self._model.folding.collapsed
            middle = rect.top() + rect.height() / 2
            triangle(painter, QPointF(rect.left() + 12, middle), theme.secondary, down=opened)
        if not line.fold and line.part <= 0:
            self._paint_number(painter, rect, str(line.row + 1), chosen=chosen, band=bool(band))
            self._paint_review(painter, rect, line.row, band=bool(band))
        painter.restore()

    def mousePressEvent(self, e: QMouseEvent) -> None:
        """Open or close a fold or band by its triangle, tick a row by its box; elsewhere choose the row."""
        at = self.logicalIndexAt(e.position().toPoint())
        line = self._model.line(at) if at >= 0 else None
        if line is not None and (line.fold or (self._model.band(at) and e.position().x() < ROW_HEAD_WIDTH / 2)):
            self.toggled.emit(at)
        elif line is not None and self._box(self._section(at)).adjusted(-4, -4, 4, 4).contains(e.position()):
            self.ticked.emit(line.row)
        else:
            super().mousePressEvent(e)

    def viewportEvent(self, e: QEvent) -> bool:
        """Say what a row's head shows."""
        if isinstance(e, QHelpEvent):
            at = self.logicalIndexAt(e.pos())
            words = "" if at < 0 or self._model.line(at).fold else review_words(self._model, self._model.line(at).row)
            QToolTip.showText(e.globalPos(), words, self)
            return True
        return bool(super().viewportEvent(e))

    def _section(self, at: int) -> QRect:
        return QRect(0, self.sectionViewportPosition(at), ROW_HEAD_WIDTH, self.sectionSize(at))

    @staticmethod
    def _box(rect: QRect) -> QRectF:
        """Return where a row's tick box stands: under its number, close to it in a row of one line."""
        top = rect.top() + min(28, rect.height() - _BOX - 3)
        return QRectF(rect.left() + (ROW_HEAD_WIDTH - _BOX) / 2 - 0.5, top + 0.5, _BOX, _BOX)

    def _paint_review(self, painter: QPainter, rect: QRect, row: int, *, band: bool) -> None:
        """Paint whether a row is reviewed, and a bubble where something was said of it."""
        theme, standing = self.theme, self._model.standing(row)
        reviewed, stale = standing.reviewed, standing.stale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._box(rect)
        if standing.to_review:
            painter.setPen(theme.edge)
            painter.setBrush(theme.base)
            painter.drawRoundedRect(box, 2, 2)
        if reviewed or stale:
            painter.setPen(QPen(theme.accent if reviewed else theme.kind_modified, 1.6))
            left, top, size = box.left(), box.top(), box.width()
            if stale:
                painter.drawLine(QPointF(left + 3, top + size / 2), QPointF(left + size - 3, top + size / 2))
            else:
                corners = ((0.2, 0.55), (0.42, 0.78), (0.82, 0.25))
                painter.drawPolyline([QPointF(left + x * size, top + y * size) for x, y in corners])
        if standing.noted:
            self._paint_bubble(painter, QPointF(rect.right() - 8, box.center().y() if not band else rect.center().y()))

    def _paint_bubble(self, painter: QPainter, middle: QPointF) -> None:
        painter.setPen(QPen(self.theme.accent, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x, y = middle.x(), middle.y()
        shape = ((-5, -4), (5, -4), (5, 2.5), (0.5, 2.5), (-2, 5), (-2, 2.5), (-5, 2.5))
        painter.drawPolygon([QPointF(x + dx, y + dy) for dx, dy in shape])

    def _paint_number(self, painter: QPainter, rect: QRect, number: str, *, chosen: bool, band: bool) -> None:
        painter.setFont(hei(SECONDARY_PIXELS if not band else 11, bold=chosen))
        painter.setPen(self.theme.accent if chosen else self.theme.secondary)
        if band:
            painter.drawText(
                rect.adjusted(0, 0, -7, 0), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), number
            )
        else:
            low = rect.height() < _LINE + _BOX + 14
            top = QRect(rect.left() + 2, rect.top() + (2 if low else 7), rect.width() - 3, _LINE - (3 if low else 0))
            painter.drawText(top, Qt.AlignmentFlag.AlignCenter, number)
