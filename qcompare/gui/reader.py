"""A window to read one plan in, as it was imported, at the place that was looked for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from qcompare.citing import name_of
from qcompare.document import Span
from qcompare.gui.layouts import TEXT_PIXELS
from qcompare.gui.theme import Theme, song
from qcompare.gui.utf16 import utf16_positions
from qcompare.model import Plan, SentenceKind


class PlanReader(QDialog):
    """Shows a plan's text; furniture is grey, what was looked for has a ground. Text can be selected and copied."""

    def __init__(self, plan: Plan, theme: Theme, parent: QWidget, place: Span | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"原文：{name_of(plan)}")
        self.resize(760, 680)
        head = QLabel(" · ".join(filter(None, (plan.metadata.title, plan.source))), self)
        head.setWordWrap(True)
        self.text = QPlainTextEdit(plan.text, self)
        self.text.setReadOnly(True)
        self.text.setFont(song(TEXT_PIXELS))
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.setAccessibleName("原文")
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._positions = utf16_positions(plan.text)
        self._mark(plan, theme, place)
        buttons = QDialogButtonBox(self)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (head, self.text, buttons):
            column.addWidget(widget)
        self.text.setFocus()

    def _mark(self, plan: Plan, theme: Theme, place: Span | None) -> None:
        furniture = (s.span for s in plan.sentences if s.kind is SentenceKind.FURNITURE)
        marks = [self._selection(span, None, theme.secondary) for span in furniture]
        if place is not None:
            marks.append(self._selection(place, theme.found, theme.text))
            cursor = self.text.textCursor()
            cursor.setPosition(self._positions[place.start])
            self.text.setTextCursor(cursor)
            self.text.centerCursor()
        self.text.setExtraSelections(marks)

    def _selection(self, span: Span, ground: QColor | None, ink: QColor) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(self._positions[span.start])
        cursor.setPosition(self._positions[span.end], QTextCursor.MoveMode.KeepAnchor)
        looks = QTextCharFormat()
        looks.setForeground(ink)
        if ground is not None:
            looks.setBackground(ground)
        made.cursor, made.format = cursor, looks  # type: ignore[attr-defined]  # the stub lacks both
        return made
