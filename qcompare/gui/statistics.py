"""The statistics (统计) of one comparison: figures, the chart of chapters, and the dropped list as a to-do list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from PySide6.QtCore import QMimeData, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qcompare.citing import labels
from qcompare.findings import Findings
from qcompare.gui.chart import ChartView, Legend
from qcompare.gui.chartpaint import picture
from qcompare.gui.dropped import DroppedList
from qcompare.gui.models.chapters import ChaptersModel
from qcompare.gui.theme import Theme
from qcompare.gui.totals import Cards, cards_of
from qcompare.model import Collation
from qcompare.statistics import statistics_of
from qcompare.tables.clip import as_html, as_text
from qcompare.tables.statistics import statistics_sheet

_LONGEST_NAME = 240
"""Pixels: a draft that goes by its file name leaves room for the buttons."""


class StatisticsPage(QWidget):
    """Shows the numbers of the chosen target; what is ticked and said of dropped sentences comes from outside."""

    target_chosen = Signal(int)
    sentence_chosen = Signal(int, int)
    """A plan (0 the base) and a sentence of it, to be gone to in the columns."""

    handled_changed = Signal(int, int, bool)
    """A target, a base sentence that it left out, and whether the user counts it as handled."""

    def __init__(self, collation: Collation, findings: Findings, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collation, self._findings = collation, findings
        self._target = 0
        self._handled: frozenset[tuple[int, int]] = frozenset()
        self._opinions: dict[tuple[int, int], str] = {}
        self._numbers = lru_cache(maxsize=None)(lambda target: statistics_of(collation, target, findings.coverage))
        self.cards = Cards(theme, self)
        self.chapters = ChaptersModel(collation, self._numbers(0), self)
        self.legend = Legend(theme, self)
        self.chart = ChartView(self.chapters, theme, self)
        self.dropped = DroppedList(collation, theme, self)
        self.tools = self._make_tools()
        self._lay_out()
        self.chart.sentence_chosen.connect(
            lambda sentence: self.sentence_chosen.emit(self._collation.against(self._target), sentence)
        )
        self.dropped.sentence_chosen.connect(self.sentence_chosen)
        self.dropped.handled_changed.connect(self._note_handled)
        self.set_target(0)

    @property
    def target(self) -> int:
        """The target whose numbers are shown."""
        return self._target

    def set_target(self, target: int) -> None:
        """Show the numbers of a target."""
        self._target = target
        self.targets.setCurrentIndex(target)
        numbers = self._numbers(target)
        self.cards.show_cards(tuple(cards_of(self._collation, self._findings, numbers)))
        self.chapters.set_statistics(numbers)
        self.dropped.set_entries(target, self._findings.dropped[target])
        self._show_opinions()

    def set_opinions(
        self, handled: Collection[tuple[int, int]], opinions: Mapping[tuple[int, int], str] | None = None
    ) -> None:
        """Show which dropped sentences are handled and what was said of them, by target and base sentence."""
        self._handled, self._opinions = frozenset(handled), dict(opinions or {})
        self._show_opinions()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.cards.set_theme(theme)
        self.legend.theme = theme
        self.legend.update()
        self.chart.set_theme(theme)
        self.dropped.set_theme(theme)

    def copy_picture(self) -> None:
        """Put the chart into the clipboard, as a picture."""
        QGuiApplication.clipboard().setImage(picture(self.chapters))

    def copy_table(self) -> None:
        """Put the chart's numbers into the clipboard, as a table for spreadsheets and for Word."""
        table = statistics_sheet(self._collation, self.chapters.statistics)
        data = QMimeData()
        data.setText(as_text(table))
        data.setHtml(as_html(table))
        QGuiApplication.clipboard().setMimeData(data)

    @property
    def place(self) -> str:
        """What is shown, for the status bar."""
        counts = self._collation.targets[self._target].counts
        done = self.dropped.model.handled
        return f"对照 {counts.target} 句，基准 {counts.base} 句；未承接 {counts.dropped}，已处理 {done}"

    def _make_tools(self) -> QWidget:
        tools = QWidget(self)
        self.targets = QComboBox(tools)
        self.targets.addItems(list(labels(self._collation)[1:]))
        self.targets.setMaximumWidth(_LONGEST_NAME)
        self.targets.setAccessibleName("对照")
        self.targets.activated.connect(self._choose)
        name = QLabel("对照(&T)", tools)
        name.setBuddy(self.targets)
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(6)
        row.addWidget(name)
        row.addWidget(self.targets)
        row.addSpacing(8)
        for words, tip, do in (
            ("复制图", "把各章构成图复制为图片，可粘贴到 Word 等文档", self.copy_picture),
            ("复制表", "把各章构成的数字复制为表格，可粘贴到 Word、Excel", self.copy_table),
        ):
            button = QPushButton(words, tools)
            button.setToolTip(tip)
            button.clicked.connect(do)
            row.addWidget(button)
        return tools

    def _lay_out(self) -> None:
        inside = QWidget(self)
        chart = QFrame(inside)
        chart.setProperty("card", "true")
        over = QVBoxLayout(chart)
        over.setContentsMargins(1, 1, 1, 1)
        over.setSpacing(0)
        over.addWidget(self.legend)
        over.addWidget(self.chart)
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.cards)
        column.addWidget(chart)
        column.addWidget(self.dropped, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self._area = area
        self.chart.selectionModel().currentChanged.connect(self._bring_into_view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _bring_into_view(self, current: QModelIndex) -> None:
        """Scroll to the chapter chosen: the chart is as tall as it needs to be, so it never scrolls itself."""
        if current.isValid():
            box = self.chart.visualRect(current)
            middle = self.chart.viewport().mapTo(self._area.widget(), box.center())
            self._area.ensureVisible(self._area.horizontalScrollBar().value(), middle.y(), 0, 2 * box.height())

    def _choose(self, target: int) -> None:
        self.set_target(target)
        self.target_chosen.emit(target)

    def _note_handled(self, sentence: int, handled: bool) -> None:
        key = (self._target, sentence)
        self._handled = self._handled | {key} if handled else self._handled - {key}
        self.handled_changed.emit(self._target, sentence, handled)

    def _show_opinions(self) -> None:
        handled = {sentence for target, sentence in self._handled if target == self._target}
        said = {sentence: words for (target, sentence), words in self._opinions.items() if target == self._target}
        self.dropped.set_opinions(handled, said)
