"""The message bar over the middle of the window: what went wrong that the user can mend, where, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from qcompare.errors import QCompareError
from qcompare.gui.theme import UI_PIXELS, hei

_TOLD_AT_ONCE = 2
"""Troubles of one job that are told in the bar itself; more of them wait behind a button."""

_DETAILS_HEIGHT = 120


@dataclass(frozen=True, slots=True)
class Mend:
    """What a button of the message does about the trouble: 重试, 另存为…"""

    word: str
    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One message: the trouble, those it is made of where a job met several, what mends it, and what shows all there is."""

    error: QCompareError
    parts: tuple[QCompareError, ...] = ()
    mend: Mend | None = None
    see: Mend | None = None


class NoticeBar(QFrame):
    """Shows one message at a time without stopping the work; those that came before it stay behind 全部消息."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._troubles: list[Trouble] = []
        self._before: QWidget | None = None
        self._problem, self._rest = self._label(bold=True), self._label(bold=False)
        self.mend, self.see, self.more, self.known = (QPushButton(self) for _ in range(4))
        self.known.setText("知道了")
        self.known.setToolTip("关闭消息（Esc）")
        self.details = QPlainTextEdit(self, readOnly=True)
        self.details.setFixedHeight(_DETAILS_HEIGHT)
        self.details.setAccessibleName("详细内容")
        self.details.setTabChangesFocus(True)
        self.mend.clicked.connect(self._mend)
        self.see.clicked.connect(self._see)
        self.more.setCheckable(True)
        self.more.toggled.connect(self.details.setVisible)
        self.known.clicked.connect(self.dismiss)
        self._lay_out()
        self.hide()

    @property
    def problem(self) -> str:
        """What the bar says is wrong."""
        return self._problem.text()

    @property
    def rest(self) -> str:
        """Where it is wrong and what to do."""
        return self._rest.text()

    def tell(self, trouble: Trouble) -> None:
        """Show a message over those not yet closed and say it to a screen reader.

        The keys go to the bar, so that Enter or Esc closes it, unless the user is typing.
        """
        self._troubles.append(trouble)
        self._show(trouble)
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self._before = focus
        self.show()
        if not _is_typed_in(focus):
            self.known.setFocus(Qt.FocusReason.OtherFocusReason)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))

    def dismiss(self) -> None:
        """Close the messages and give the keys back to where they were."""
        focus, before = QApplication.focusWidget(), self._before
        self._troubles.clear()
        self._before = None
        if focus is not None and self.isAncestorOf(focus) and before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _show(self, trouble: Trouble) -> None:
        error, parts, mend = trouble.error, trouble.parts, trouble.mend
        self._problem.setText(_sentence(error.problem))
        told = [part.words for part in parts[:_TOLD_AT_ONCE]] if len(parts) <= _TOLD_AT_ONCE else []
        lines = (error.place, *told, _sentence(error.advice))
        self._rest.setText("\n".join(line for line in lines if line))
        self._rest.setVisible(bool(self._rest.text()))
        self.setAccessibleName("\n".join(filter(None, (self.problem, self.rest))))
        self.mend.setVisible(mend is not None)
        if mend is not None:
            self.mend.setText(mend.word)
        self.see.setVisible(trouble.see is not None)
        if trouble.see is not None:
            self.see.setText(trouble.see.word)
        self._show_more(parts, seen=trouble.see is not None)

    def _show_more(self, parts: tuple[QCompareError, ...], *, seen: bool) -> None:
        """Offer what does not stand in the bar: the parts of this trouble unless `seen` elsewhere, or the messages under it."""
        under = self._troubles[:-1]
        many = len(parts) > _TOLD_AT_ONCE and not seen
        self.more.setChecked(False)
        self.details.hide()
        self.more.setVisible(many or bool(under))
        self.more.setText(f"查看各文件（{len(parts)}）" if many else f"全部消息（{len(self._troubles)}）")
        said = [part.words for part in parts] if many else []
        said += [error.words for trouble in under for error in (trouble.error, *trouble.parts)]
        self.details.setPlainText("\n".join(said))

    def _mend(self) -> None:
        mend = self._troubles[-1].mend
        self.dismiss()
        if mend is not None:
            mend.do()

    def _see(self) -> None:
        see = self._troubles[-1].see
        if see is not None:
            see.do()

    def _label(self, *, bold: bool) -> QLabel:
        label = QLabel(self, wordWrap=True)
        label.setFont(hei(UI_PIXELS, bold=bold))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _lay_out(self) -> None:
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self._problem)
        said.addWidget(self._rest)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addLayout(said, 1)
        for button in (self.mend, self.see, self.more, self.known):
            button.setAutoDefault(True)
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 8)
        column.addLayout(top)
        column.addWidget(self.details)


def _sentence(text: str) -> str:
    return f"{text.rstrip('。')}。" if text else ""


def _is_typed_in(widget: QWidget | None) -> bool:
    """Whether the user may be typing: his next key must not close a message he has not read."""
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    return False
