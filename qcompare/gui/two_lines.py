"""Items of a list in two lines, the second in grey, with a tag; headings in one."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from qcompare.gui.headers import TAG_PIXELS, paint_tag
from qcompare.gui.models.library import FACTS_ROLE, TAG_ROLE, Index
from qcompare.gui.theme import SECONDARY_PIXELS, UI_PIXELS, Theme, hei

_ITEM_HEIGHT, _HEADING_HEIGHT, _LINE, _PAD = 40, 26, 18, 3


class TwoLines(QStyledItemDelegate):
    """Paints an item in two lines, the second in grey, with its tag; an item without a second line is a heading."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of two lines, or of a heading."""
        return QSize(80, _HEADING_HEIGHT if index.data(FACTS_ROLE) is None else _ITEM_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one item on the ground that Qt has chosen for it."""
        box: QRect = option.rect  # type: ignore[attr-defined]  # the stub lacks the option's fields
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # the same
        facts, tag = index.data(FACTS_ROLE), str(index.data(TAG_ROLE) or "")
        painter.save()
        if facts is not None and state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.fillRect(box, self.theme.selection if chosen else self.theme.chosen)
        inner = box.adjusted(_PAD, 0, -_PAD, 0)
        if facts is None:
            painter.setFont(hei(UI_PIXELS, bold=True))
            painter.setPen(self.theme.text)
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        else:
            used = self._paint_tag(painter, inner, tag) if tag else 0
            self._paint_line(
                painter, inner.adjusted(0, 3, -used, 0), hei(UI_PIXELS), self.theme.text, str(index.data())
            )
            grey = self.theme.secondary
            self._paint_line(painter, inner.adjusted(0, 20, 0, 0), hei(SECONDARY_PIXELS), grey, str(facts))
        painter.restore()

    def _paint_tag(self, painter: QPainter, box: QRect, tag: str) -> int:
        painter.setFont(hei(TAG_PIXELS))
        width = painter.fontMetrics().horizontalAdvance(tag) + 8
        paint_tag(painter, box.right() - width, box.top() + 4, tag, self.theme)
        return width + 4

    def _paint_line(self, painter: QPainter, box: QRect, font: QFont, colour: QColor, text: str) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        box.setHeight(_LINE)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
