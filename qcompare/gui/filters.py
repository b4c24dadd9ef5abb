"""The bar of toggles over the columns: which kinds of rows are shown for the chosen target."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from qcompare.gui.headers import count_of
from qcompare.gui.models.cells import target_name
from qcompare.gui.models.lines import FILTER_KINDS, Filters
from qcompare.gui.signs import Sign, sign_icon
from qcompare.gui.theme import Theme
from qcompare.marks import DOUBTFUL_WORD, MOVED_WORD, WORDS
from qcompare.model import Collation, RowKind

_LONGEST_NAME = 240
"""Pixels: a draft that goes by its file name leaves room for the buttons."""


class FilterBar(QFrame):
    """Toggles with the chosen target's counts, in sentences; together they say which rows are shown."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._furniture = False
        self.setAccessibleName("筛选")
        self._name = QLabel(self)
        self._kinds = {kind: self._toggle(checked=True) for kind in FILTER_KINDS}
        self._moved = self._toggle(checked=False)
        self._figures = self._toggle(checked=False)
        self._doubtful = self._toggle(checked=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(6)
        row.addWidget(self._name)
        for button in self._kinds.values():
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self._moved)
        row.addWidget(self._figures)
        row.addWidget(self._doubtful)
        row.addStretch(1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw the signs in the theme's colours."""
        for kind, button in self._kinds.items():
            button.setIcon(sign_icon(kind, theme.kind(kind)))
        self._moved.setIcon(sign_icon(Sign.MOVED, theme.kind_moved))

    def show_counts(self, collation: Collation, target: int, figures: int) -> None:
        """Show the counts of the chosen target; `figures` of its figures have changed."""
        alignment = collation.targets[target]
        name = f"{target_name(collation, target)}，句"
        middle = Qt.TextElideMode.ElideMiddle
        self._name.setText(self._name.fontMetrics().elidedText(name, middle, _LONGEST_NAME))
        self._name.setToolTip(name)
        for kind, button in self._kinds.items():
            button.setText(f"{WORDS[kind]} {count_of(alignment.counts, kind)}")
            button.setToolTip(f"显示或折叠“{WORDS[kind]}”的对照行")
        self._moved.setText(f"{MOVED_WORD} {alignment.counts.moved}")
        self._moved.setToolTip("只看移位的对照行")
        self._figures.setText(f"指标变动 {figures}")
        self._figures.setToolTip("只看指标有变动的对照行：下调、上调、未承接、口径或年份有变")
        self._doubtful.setText(f"{DOUBTFUL_WORD} {alignment.counts.doubtful}")
        self._doubtful.setToolTip("只看存疑的对照行：程序对出处把握不大，请核对")

    @property
    def filters(self) -> Filters:
        """What the user asks to see."""
        kinds = frozenset(kind for kind, button in self._kinds.items() if button.isChecked())
        return Filters(
            kinds, self._moved.isChecked(), self._furniture, self._doubtful.isChecked(), self._figures.isChecked()
        )

    def show_furniture(self, shown: bool) -> None:
        """Show furniture as rows, or fold it."""
        self._furniture = shown
        self.changed.emit(self.filters)

    def button(self, kind: RowKind) -> QToolButton:
        """Return the toggle of a kind."""
        return self._kinds[kind]

    @property
    def moved_button(self) -> QToolButton:
        """The toggle for moved rows only."""
        return self._moved

    @property
    def figures_button(self) -> QToolButton:
        """The toggle for rows with changed figures only."""
        return self._figures

    @property
    def doubtful_button(self) -> QToolButton:
        """The toggle for doubtful rows only."""
        return self._doubtful

    def _toggle(self, *, checked: bool) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setIconSize(QSize(13, 13))
        button.setChecked(checked)
        button.setProperty("toggle", "true")
        button.setToolButtonStyle(button.toolButtonStyle().ToolButtonTextBesideIcon)
        button.toggled.connect(self._toggled)
        return button

    def _toggled(self) -> None:
        self.changed.emit(self.filters)
