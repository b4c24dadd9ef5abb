"""A line over the middle of the window that stays while what it says holds, with a button for what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from qcompare.gui.theme import UI_PIXELS, hei


class Banner(QFrame):
    """Says one thing, calmly: it takes no keys and is not closed by Esc."""

    pressed = Signal()

    def __init__(self, words: str, button: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = QLabel(self, wordWrap=True)
        self._label.setFont(hei(UI_PIXELS))
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton(button, self)
        self.button.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 10, 5)
        row.addWidget(self._label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_words(words)

    @property
    def words(self) -> str:
        """What the banner says."""
        return self._label.text()

    def set_words(self, words: str) -> None:
        """Say this from now on."""
        self._label.setText(words)
        self.setAccessibleName(words)
