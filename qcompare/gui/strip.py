"""The narrow strip that stands for the library pane while it is hidden."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from qcompare.gui.strokes import triangle
from qcompare.gui.theme import SECONDARY_PIXELS, Theme, hei

WIDTH, _LETTER = 28, 17


class Strip(QAbstractButton):
    """A button with its word written downwards; a click brings the pane back."""

    def __init__(self, word: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setText(word)
        self.setToolTip(f"显示{word}（Ctrl+B）")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the fixed width."""
        return QSize(WIDTH, 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a triangle and the word under it."""
        painter, theme = QPainter(self), self.theme
        painter.fillRect(self.rect(), theme.selection if self.underMouse() or self.hasFocus() else theme.band1)
        painter.setPen(theme.strong_line)
        painter.drawLine(WIDTH - 1, 0, WIDTH - 1, self.height())
        triangle(painter, QPointF(WIDTH / 2, 14), theme.secondary, down=False)
        painter.setFont(hei(SECONDARY_PIXELS))
        painter.setPen(theme.text)
        for i, letter in enumerate(self.text()):
            painter.drawText(QRect(0, 26 + i * _LETTER, WIDTH - 1, _LETTER), Qt.AlignmentFlag.AlignCenter, letter)
        painter.end()
