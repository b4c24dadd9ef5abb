"""The bar of toggles over the columns: which kinds of rows are shown for the chosen target."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from qcompare.gui.headers import count_of
from qcompare.gui.models.cells import target_name
from qcompare.gui.models.lines import FILTER_KINDS, Filters
from qcompare.gui.signs import Sign, sign_icon
from qcompare.gui.theme import Theme
from qcompare.marks import DOUBTFUL_WORD, MOVED_WORD, WORDS
from qcompare.model import Collation, RowKind

_TYPING_REST = 250
"""Milliseconds without a key after which the rows are chosen by what was typed."""

_FOLDED = 230
"""Pixels of the one button that the toggles fold into, and of the text box."""

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
        self._unreviewed = self._toggle(checked=False)
        self._unreviewed.setText("只看未审核")
        self._unreviewed.setToolTip("只看未审核或审核后文字有改动的对照行（下一未审核行：Ctrl+U）")
        self.text = QLineEdit(self)
        self.text.setPlaceholderText("含有文字…")
        self.text.setAccessibleName("只看含有这些文字的对照行")
        self.text.setToolTip("只看任一栏含有这些文字的对照行，简繁通查")
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(90)
        self.text.setMaximumWidth(260)
        self._typed = QTimer(self, interval=_TYPING_REST, singleShot=True)
        self._typed.timeout.connect(self._toggled)
        self.text.textChanged.connect(lambda _: self._typed.start())
        self._folded = self._make_folded()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(6)
        row.addWidget(self._name)
        row.addWidget(self._folded)
        for button in self._kinds.values():
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self._moved)
        row.addWidget(self._figures)
        row.addWidget(self._doubtful)
        row.addWidget(self._unreviewed)
        row.addWidget(self.text, 3)
        row.addStretch(1)
        self.set_theme(theme)

    def minimumSizeHint(self) -> QSize:
        """Return the size with the toggles folded into one button: the window may be made as narrow as that."""
        return QSize(_LONGEST_NAME + _FOLDED, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the toggles into one button where there is no room for them."""
        super().resizeEvent(event)
        self._fold()

    def _buttons(self) -> tuple[QToolButton, ...]:
        return (*self._kinds.values(), self._moved, self._figures, self._doubtful, self._unreviewed)

    def _make_folded(self) -> QToolButton:
        """Return the button that stands for all toggles, with a menu of them."""
        button = QToolButton(self)
        button.setText("筛选")
        button.setToolTip("选择显示哪些对照行")
        button.setProperty("toggle", "true")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        button.setMenu(menu)
        button.hide()
        return button

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for button in self._buttons():
            action = menu.addAction(button.text())
            action.setCheckable(True)
            action.setChecked(button.isChecked())
            action.toggled.connect(button.setChecked)

    def _fold(self) -> None:
        wanted = sum(button.sizeHint().width() + 6 for button in self._buttons())
        narrow = wanted + self._name.sizeHint().width() + self.text.minimumWidth() + 60 > self.width()
        for button in self._buttons():
            button.setHidden(narrow)
        self._folded.setVisible(narrow)
        self._name.setHidden(narrow)
        active = self.filters.narrow
        self._folded.setText("筛选（已用）" if active else "筛选")

    def set_theme(self, theme: Theme) -> None:
        """Draw the signs in the theme's colours."""
        for kind, button in self._kinds.items():
            button.setIcon(sign_icon(kind, theme.kind(kind)))
        self._moved.setIcon(sign_icon(Sign.MOVED, theme.kind_moved))

    def show_counts(self, collation: Collation, target: int, figures: int, selected: Counter[RowKind] | None) -> None:
        """Show the counts of the chosen target, in sentences; `figures` of its figures have changed.

        Where rows are asked for by something else than their kind, `selected` has the counts in those rows.
        """
        alignment = collation.targets[target]
        name = f"{target_name(collation, target)}，句"
        middle = Qt.TextElideMode.ElideMiddle
        self._name.setText(self._name.fontMetrics().elidedText(name, middle, _LONGEST_NAME))
        self._name.setToolTip(name)
        for kind, button in self._kinds.items():
            total = count_of(alignment.counts, kind)
            button.setText(f"{WORDS[kind]} {total if selected is None else f'{selected[kind]}/{total}'}")
            button.setToolTip(f"显示或折叠“{WORDS[kind]}”的对照行")
        self._moved.setText(f"{MOVED_WORD} {alignment.counts.moved}")
        self._moved.setToolTip("只看移位的对照行")
        self._figures.setText(f"指标变动 {figures}")
        self._figures.setToolTip("只看指标有变动的对照行：下调、上调、未承接、口径或年份有变")
        self._doubtful.setText(f"{DOUBTFUL_WORD} {alignment.counts.doubtful}")
        self._doubtful.setToolTip("只看存疑的对照行：程序对出处把握不大，请核对")
        self._fold()

    @property
    def filters(self) -> Filters:
        """What the user asks to see."""
        kinds = frozenset(kind for kind, button in self._kinds.items() if button.isChecked())
        return Filters(
            kinds,
            self._moved.isChecked(),
            self._furniture,
            self._doubtful.isChecked(),
            self._figures.isChecked(),
            self._unreviewed.isChecked(),
            self.text.text().strip(),
        )

    def take_over(self, before: FilterBar) -> None:
        """Ask for what was asked for in another comparison."""
        for own, other in zip(self._buttons(), before._buttons(), strict=True):
            own.setChecked(other.isChecked())
        self.text.setText(before.text.text())

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

    @property
    def unreviewed_button(self) -> QToolButton:
        """The toggle for rows that are not reviewed only."""
        return self._unreviewed

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
        self._typed.stop()
        self._fold()
        self.changed.emit(self.filters)
