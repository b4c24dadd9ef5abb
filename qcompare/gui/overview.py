"""The strip of changes beside the columns: one lane a target, scrolled to by clicking."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from qcompare.gui.columns import ColumnsView
from qcompare.gui.headers import HEAD_HEIGHT
from qcompare.gui.models.cells import target_name
from qcompare.gui.theme import Theme, hei
from qcompare.marks import SIGNS, WORDS
from qcompare.model import RowKind

WIDTH, _CHAPTERS = 38, 13
_NAMES_FIT = 10


class Overview(QWidget):
    """Shows where in the whole comparison the changes lie and which part of it is in view.

    修改 takes the lane's width, 未承接 its left half, 新增 its right half, 属地化 is hollow, 沿用 leaves it empty.
    """

    def __init__(self, view: ColumnsView, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view, self.theme = view, theme
        self._picture: QPixmap | None = None
        self.setFixedWidth(WIDTH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("变动总览")
        words = "，".join(f"{SIGNS[k]} {WORDS[k]}" for k in (RowKind.MODIFIED, RowKind.DROPPED, RowKind.ADDED))
        self.setToolTip(f"变动总览：{words}，空框为属地化；点击跳到该处")
        self.setAccessibleDescription(self.toolTip() + "；按 F8 逐处查看变动")
        view.heights_changed.connect(self.redraw)
        view.lines_changed.connect(self.redraw)
        view.verticalScrollBar().valueChanged.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the fixed width."""
        return QSize(WIDTH, 200)

    def redraw(self) -> None:
        """Draw the strip anew: heights, lines or colours changed."""
        self._picture = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the strip for its new height."""
        self.redraw()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the kept picture with a frame round what is in view."""
        if self._picture is None:
            self._picture = self._drawn()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        bar = self._view.verticalScrollBar()
        total = max(1, bar.maximum() + bar.pageStep())
        room = self._room()
        top = room.top() + room.height() * bar.value() / total
        height = max(6.0, room.height() * bar.pageStep() / total)
        frame = QRectF(_CHAPTERS - 1.5, top, WIDTH - _CHAPTERS, min(height, room.bottom() - top))
        painter.setPen(self.theme.accent)
        ground = QColor(self.theme.accent)
        ground.setAlpha(30)
        painter.fillRect(frame, ground)
        painter.drawRect(frame)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Scroll to the place clicked."""
        self._scroll_to(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scroll along while dragging."""
        self._scroll_to(event.position().y())

    def _scroll_to(self, y: float) -> None:
        bar, room = self._view.verticalScrollBar(), self._room()
        total = bar.maximum() + bar.pageStep()
        bar.setValue(round((y - room.top()) / max(1, room.height()) * total - bar.pageStep() / 2))

    def _room(self) -> QRect:
        head = self._view.horizontalHeader().height()
        return QRect(0, head + 2, WIDTH, self.height() - head - 4)

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self.theme.alternate)
        painter = QPainter(picture)
        head = self._view.horizontalHeader().height()
        painter.fillRect(0, 0, WIDTH, head, self.theme.band1)
        painter.setPen(self.theme.strong_line)
        painter.drawLine(0, head - 1, WIDTH, head - 1)
        painter.drawLine(0, 0, 0, self.height())
        self._draw_names(painter)
        self._draw_lines(painter)
        painter.end()
        return picture

    def _lane(self, target: int) -> tuple[float, float]:
        shown = self._view.rows.shown_targets
        pitch = (WIDTH - _CHAPTERS - 2) / len(shown)
        return _CHAPTERS + shown.index(target) * pitch, max(2.0, min(pitch - 1, 11.0))

    def _draw_names(self, painter: QPainter) -> None:
        painter.setFont(hei(11))
        painter.setPen(self.theme.secondary)
        collation = self._view.rows.collation
        for target in self._view.rows.shown_targets:
            left, width = self._lane(target)
            if width < _NAMES_FIT:
                return
            for i, char in enumerate(reversed(lane_name(target_name(collation, target), target))):
                letter = QRectF(left - 1, HEAD_HEIGHT - 21 - 13 * i, width + 2, 14)
                painter.drawText(letter, Qt.AlignmentFlag.AlignCenter, char)

    def _draw_lines(self, painter: QPainter) -> None:
        rows, down, room = self._view.rows, self._view.verticalHeader(), self._room()
        scale = room.height() / max(1, down.length(), self._view.viewport().height())
        for at in range(rows.rowCount()):
            line = rows.line(at)
            if line.fold:
                continue
            top = room.top() + down.sectionPosition(at) * scale
            height = max(1.0, down.sectionSize(at) * scale)
            if rows.band(at) == 1:
                self._draw_chapter(painter, top, rows.chapter_sign(at))
            cells = rows.collation.rows[line.row].cells
            for target in rows.shown_targets:
                left, width = self._lane(target)
                self._draw_kind(painter, QRectF(left, top, width, max(1.0, height - 0.6)), cells[target].kind)

    def _draw_chapter(self, painter: QPainter, top: float, sign: str) -> None:
        painter.setPen(self.theme.strong_line)
        painter.drawLine(1, round(top), WIDTH, round(top))
        painter.setPen(self.theme.secondary)
        painter.setFont(hei(10.5))
        painter.drawText(QRectF(0, top + 1, _CHAPTERS - 1, 13), Qt.AlignmentFlag.AlignCenter, sign)

    def _draw_kind(self, painter: QPainter, lane: QRectF, kind: RowKind) -> None:
        theme = self.theme
        half = lane.width() / 2
        if kind is RowKind.MODIFIED:
            painter.fillRect(lane, theme.lane_modified)
        elif kind is RowKind.DROPPED:
            painter.fillRect(QRectF(lane.left(), lane.top(), half, lane.height()), theme.lane_dropped)
        elif kind is RowKind.ADDED:
            painter.fillRect(QRectF(lane.left() + half, lane.top(), half, lane.height()), theme.lane_added)
        elif kind is RowKind.LOCALISED:
            painter.setPen(theme.localised_line)
            painter.drawRect(QRectF(lane.left() + 0.5, lane.top() + 0.5, lane.width() - 1, max(1.5, lane.height() - 1)))


def lane_name(name: str, target: int) -> str:
    """Return a target's name in at most four letters; drafts told apart by their files go by their place.

    >>> lane_name("永川", 0), lane_name("重庆 2023", 0), lane_name("永川 2023（二稿.txt）", 1)
    ('永川', '重庆23', '永川2')
    """
    whole = name.replace(" ", "")
    if "（" in whole:
        return f"{whole[:2]}{target + 1}"
    return whole if len(whole) <= 4 else whole[:2] + whole[-2:]
