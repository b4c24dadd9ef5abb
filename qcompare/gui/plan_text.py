"""A plan's text to read and to point at: page text grey, beside each line what it was taken for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from qcompare.document import Span
from qcompare.gui.layouts import TEXT_PIXELS
from qcompare.gui.theme import SECONDARY_PIXELS, Theme, hei, song
from qcompare.gui.utf16 import utf16_positions
from qcompare.model import ClauseKind, Plan, SentenceKind

LEVEL_WORDS = {
    ClauseKind.TITLE: "标题",
    ClauseKind.PART: "一级",
    ClauseKind.SECTION: "二级",
    ClauseKind.ITEM: "三级",
    ClauseKind.SUBITEM: "四级",
    ClauseKind.DASH: "列项",
    ClauseKind.ORDINAL: "列项",
    ClauseKind.BOX: "专栏",
    ClauseKind.ARTICLE: "条",
    ClauseKind.TABLE: "表",
    ClauseKind.ROW: "表行",
    ClauseKind.PARAGRAPH: "段",
    ClauseKind.FURNITURE: "版面",
}
"""What stands beside the first line of a clause of each kind."""

BY_PERSON = "人工"
_HEADINGS = frozenset({ClauseKind.TITLE, ClauseKind.PART, ClauseKind.SECTION, ClauseKind.ITEM, ClauseKind.SUBITEM})
_GUTTER = 74
"""Pixels beside the text: two words of two characters, 人工 and 一级, with their edges."""

_PAD = 8


class PlanText(QPlainTextEdit):
    """Shows a plan's text, which can be selected and copied; spans are code points, as everywhere."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._positions = utf16_positions("")
        self._words: dict[int, tuple[str, bool]] = {}
        self._treated: frozenset[int] = frozenset()
        self._sought: Span | None = None
        self._furniture: list[Span] = []
        self._gutter = _Gutter(self)
        self.setReadOnly(True)
        self.setFont(song(TEXT_PIXELS))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setAccessibleName("原文")
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setViewportMargins(_GUTTER, 0, 0, 0)
        self.updateRequest.connect(self._scroll_gutter)

    def show_plan(self, plan: Plan, treated: Iterable[Span]) -> None:
        """Show a plan, `treated` being the lines whose kind a person said; of the same text the place is kept."""
        if plan.text != self._text:
            self._text = plan.text
            self._positions = utf16_positions(plan.text)
            self.setPlainText(plan.text)
        self._words = {}
        for clause in plan.clauses:
            at = self._block(clause.span.start).blockNumber()
            self._words.setdefault(at, (LEVEL_WORDS[clause.kind], clause.kind in _HEADINGS))
        self._treated = frozenset(self._block(span.start).blockNumber() for span in treated)
        self._furniture = [s.span for s in plan.sentences if s.kind is SentenceKind.FURNITURE]
        self._mark()
        self._gutter.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in the theme's colours."""
        self._theme = theme
        self._mark()
        self._gutter.update()

    def go_to(self, place: Span, *, select: bool = False) -> None:
        """Bring a place to the middle, with a ground; `select` selects it too, so that something can be said of it."""
        self._sought = place
        cursor = self.textCursor()
        cursor.setPosition(self._positions[place.end if select else place.start])
        if select:
            cursor.setPosition(self._positions[place.start], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.centerCursor()
        self._mark()

    def pointed_at(self) -> Span:
        """Return the lines that are selected, or that the cursor stands in."""
        cursor, document = self.textCursor(), self.document()
        last = document.findBlock(max(cursor.selectionStart(), cursor.selectionEnd() - 1))
        start, end = document.findBlock(cursor.selectionStart()).position(), last.position() + last.length() - 1
        return Span(bisect_right(self._positions, start) - 1, bisect_left(self._positions, end))

    def level_at(self, offset: int) -> str:
        """Return what is said beside the line of an offset, for a screen reader and a test: 人工 二级."""
        at = self._block(offset).blockNumber()
        return " ".join(filter(None, (BY_PERSON if at in self._treated else "", self._words.get(at, ("", False))[0])))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the gutter as high as the text."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._gutter.setGeometry(QRect(inside.left(), inside.top(), _GUTTER, inside.height()))

    def paint_gutter(self, event: QPaintEvent) -> None:
        """Write beside the first line of each clause what it was taken for; what a person said stands in a box."""
        painter, theme = QPainter(self._gutter), self._theme
        painter.fillRect(event.rect(), theme.alternate)
        painter.setPen(theme.line)
        painter.drawLine(_GUTTER - 1, event.rect().top(), _GUTTER - 1, event.rect().bottom())
        block = self.firstVisibleBlock()
        while block.isValid():
            where = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if where.top() > event.rect().bottom():
                break
            self._paint_words(painter, block.blockNumber(), round(where.top()))
            block = block.next()
        painter.end()

    # inside

    def _paint_words(self, painter: QPainter, block: int, top: int) -> None:
        words, heading = self._words.get(block, ("", False))
        height = round(self.fontMetrics().lineSpacing())
        right = QRect(0, top, _GUTTER - _PAD, height)
        painter.setFont(hei(SECONDARY_PIXELS, bold=heading))
        painter.setPen(self._theme.accent if heading else self._theme.secondary)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        if block in self._treated:
            painter.setFont(hei(SECONDARY_PIXELS - 1))
            painter.setPen(self._theme.moved_line)
            box = QRect(5, top + (height - 17) // 2, 29, 17)
            painter.drawRoundedRect(box, 2, 2)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, BY_PERSON)

    def _block(self, offset: int) -> QTextBlock:
        return self.document().findBlock(self._positions[offset])

    def _mark(self) -> None:
        marks = [self._selection(span, None, self._theme.secondary) for span in self._furniture]
        if self._sought is not None:
            marks.append(self._selection(self._sought, self._theme.found, None))
        self.setExtraSelections(marks)

    def _selection(self, span: Span, ground: QColor | None, ink: QColor | None) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._positions[span.start])
        cursor.setPosition(self._positions[span.end], QTextCursor.MoveMode.KeepAnchor)
        looks = QTextCharFormat()
        if ink is not None:
            looks.setForeground(ink)
        if ground is not None:
            looks.setBackground(ground)
        made.cursor, made.format = cursor, looks  # type: ignore[attr-defined]  # the stub lacks both
        return made

    def _scroll_gutter(self, changed: QRect, by: int) -> None:
        if by:
            self._gutter.scroll(0, by)
        else:
            self._gutter.update(0, changed.y(), _GUTTER, changed.height())


class _Gutter(QWidget):
    """The strip beside the text; what it shows is told by the text too (`level_at`)."""

    def __init__(self, text: PlanText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        """Return its width; the text gives it its height."""
        return QSize(_GUTTER, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let the text paint, which knows where its lines lie."""
        self._text.paint_gutter(event)
