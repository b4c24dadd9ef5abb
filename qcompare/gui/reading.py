"""How the reader moves in the comparison shown: finds, steps, turns to another tab, and copies what he reads."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from qcompare.gui.clipboard import copy_table, copy_text
from qcompare.gui.comparison import Tab
from qcompare.gui.frame import Frame

_TYPING_REST = 300
"""Milliseconds without a key after which what was typed is counted."""


class Reading(QObject):
    """Does what the reader asks for by menu, key or find box; without a comparison, nothing."""

    def __init__(self, window: Frame) -> None:
        super().__init__(window)
        self._window = window
        self._typed = QTimer(self, interval=_TYPING_REST, singleShot=True)
        self._typed.timeout.connect(self.say_found)
        a = window.asks
        a.columns.triggered.connect(lambda: self.turn_to(Tab.COLUMNS))
        a.statistics.triggered.connect(lambda: self.turn_to(Tab.STATISTICS))
        a.copy.triggered.connect(self.copy)
        a.copy_table.triggered.connect(self.copy_table)
        a.find.triggered.connect(self.focus_find)
        a.find_next.triggered.connect(lambda: self.find(1))
        a.find_previous.triggered.connect(lambda: self.find(-1))
        a.goto.triggered.connect(self.focus_goto)
        a.next_change.triggered.connect(lambda: self.step_change(1))
        a.previous_change.triggered.connect(lambda: self.step_change(-1))
        a.furniture.toggled.connect(self.show_furniture)
        window.find_box.returnPressed.connect(lambda: self.find(1))
        window.find_box.textChanged.connect(self.mark_found)

    def turn_to(self, tab: Tab) -> None:
        """Show the columns or the statistics, and give them the keys."""
        if self._window.comparison is not None:
            self._window.comparison.turn_to(tab)
            self._window.comparison.take_focus()

    def copy(self) -> None:
        """Copy the chosen row, or of the statistics the numbers, to the clipboard."""
        shown = self._window.comparison
        if shown is not None and shown.statistics is not None and shown.tab is Tab.STATISTICS:
            shown.statistics.copy_table()
            self._window.say("已复制各章构成的数字")
        elif shown is not None:
            self._window.say(copy_text(shown))

    def copy_table(self) -> None:
        """Copy the chosen row as a table that Word takes."""
        if self._window.comparison is not None:
            self._window.say(copy_table(self._window.comparison))

    def focus_find(self) -> None:
        """Begin to look for a text."""
        self._window.find_box.setFocus()
        self._window.find_box.selectAll()

    def focus_goto(self) -> None:
        """Begin to say where to go."""
        if self._window.comparison is not None:
            self._window.comparison.goto.take_focus()

    def find(self, step: int) -> None:
        """Go to the next (1) or previous (-1) place of what stands in the find box."""
        needle = self._window.find_box.text().strip()
        if self._window.comparison is None or not needle:
            self.focus_find()
            return
        self._window.comparison.find_text(needle, step)
        self.say_found()

    def mark_found(self, text: str) -> None:
        """Mark every place of a text, and count them when the person rests."""
        if self._window.comparison is not None:
            self._window.comparison.view.set_needle(text.strip())
            self._typed.start()

    def say_found(self) -> None:
        """Say how many places there are."""
        self._typed.stop()
        needle = self._window.find_box.text().strip()
        if self._window.comparison is not None:
            self._window.say(self._window.comparison.found_words(needle) if needle else "")

    def step_change(self, step: int) -> None:
        """Go to the next (1) or previous (-1) row with a change."""
        if self._window.comparison is not None:
            word = "后" if step > 0 else "前"
            gone = self._window.comparison.next_change(step)
            self._window.say(self._window.comparison.change_words if gone else f"往{word}没有其他变动")

    def step_row(self, step: int) -> None:
        """Go to the row after or before."""
        if self._window.comparison is not None:
            self._window.comparison.step(step)

    def choose_target(self, target: int) -> None:
        """Let the marks and the filters follow a target."""
        if self._window.comparison is not None:
            self._window.comparison.view.choose_target(target)

    def show_furniture(self, shown: bool) -> None:
        """Show furniture as rows, or fold it."""
        if self._window.comparison is not None:
            self._window.comparison.bar.show_furniture(shown)
