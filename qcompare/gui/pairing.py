"""What is compared with what, to be changed in place: the base, star or chain, and which targets stand where."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from qcompare.gui.columns import ColumnsView
from qcompare.gui.models.arrange import with_base, with_moved

_LONGEST_NAME = 20
"""Characters a combo box makes room for; a draft that goes by its file name is cut."""

STAR_WORDS, CHAIN_WORDS = "各对照与基准比", "逐级与左邻比"
_STEP = 40
"""Pixels that a column becomes wider or narrower by at a time."""


class Choice(QComboBox):
    """A box whose list opens before anything is chosen: each choice makes a comparison, so no key or wheel runs through them."""

    def keyPressEvent(self, e: QKeyEvent) -> None:
        """Open the list where a plain box would step on."""
        if e.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showPopup()
        elif not e.text() or e.key() in (Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Escape):
            super().keyPressEvent(e)

    def wheelEvent(self, e: QWheelEvent) -> None:
        """Leave the wheel to what lies behind."""
        e.ignore()


class Pairing(QWidget):
    """The row of choices over the columns; what is chosen is asked for, and shown when the comparison has been made."""

    asked = Signal(object, bool)
    """An order of the collation's plans by index, the base first, and whether each is to be compared with its neighbour."""

    def __init__(self, view: ColumnsView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.base, self.mode = Choice(self), Choice(self)
        self.columns = QToolButton(self)
        self.columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.columns.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.columns.setProperty("toggle", "true")
        self.columns.setCheckable(True)
        self.columns.setStyleSheet("QToolButton::menu-indicator { image: none; }")  # the word has a triangle of its own
        self._menu = QMenu(self.columns)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.columns.setMenu(self._menu)
        self._fill()
        self._lay_out()
        self.base.activated.connect(self._ask_base)
        self.mode.activated.connect(self._ask_mode)
        view.arranged.connect(self.show_arrangement)
        view.move_asked.connect(self.ask_move)
        view.menu_asked.connect(lambda target, point: self.menu(target).popup(point))
        self.show_arrangement()

    def show_arrangement(self) -> None:
        """Say how many targets are hidden, and offer what can be done with the columns."""
        hidden = len(self._view.rows.hidden)
        self.columns.setText(f"已隐藏 {hidden} 栏 ▾" if hidden else "栏 ▾")
        self.columns.setChecked(hidden > 0)
        self.columns.setAccessibleName(f"栏，已隐藏 {hidden} 栏" if hidden else "栏：显示、隐藏、移动、宽度")
        self.columns.setToolTip("显示或隐藏对照，移动所选对照，改变栏宽；也可拖动栏头和栏头的边线")

    def menu(self, target: int) -> QMenu:
        """Return the menu of one target's head."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_moves(menu, target)
        return menu

    def ask_move(self, target: int, place: int) -> None:
        """Ask for the comparison with a target in another's place."""
        collation = self._view.rows.collation
        if target != place and 0 <= place < len(collation.targets):
            self.asked.emit(with_moved(len(collation.plans), target, place), collation.chained)

    def _ask_base(self, plan: int) -> None:
        collation = self._view.rows.collation
        self._show_choices()  # until it is made, what is shown is what is compared
        if plan:
            self.asked.emit(with_base(len(collation.plans), plan), collation.chained)

    def _ask_mode(self, mode: int) -> None:
        collation = self._view.rows.collation
        self._show_choices()
        if bool(mode) != collation.chained:
            self.asked.emit(tuple(range(len(collation.plans))), bool(mode))

    def _show_choices(self) -> None:
        self.base.setCurrentIndex(0)
        self.mode.setCurrentIndex(int(self._view.rows.collation.chained))

    def _fill(self) -> None:
        rows = self._view.rows
        for name in rows.labels:
            self.base.addItem(name)
            self.base.setItemData(self.base.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        self.mode.addItems([STAR_WORDS, CHAIN_WORDS])
        self.mode.setItemData(0, "每个对照都与基准相比", Qt.ItemDataRole.ToolTipRole)
        self.mode.setItemData(1, "逐级比对：每个对照与它左边的一份相比，第一个与基准相比", Qt.ItemDataRole.ToolTipRole)
        several = len(rows.collation.targets) > 1
        self.mode.setEnabled(several)
        self.mode.setToolTip("各对照相对哪一份标记" if several else "有两个以上对照时，可以逐级比对")
        self.base.setToolTip("更换基准：原来的基准换到它的位置上")
        self._show_choices()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 0)
        row.setSpacing(6)
        row.addStretch(1)
        for word, box in (("基准", self.base), ("方式", self.mode)):
            label = QLabel(word, self)
            label.setBuddy(box)
            box.setAccessibleName(word)
            box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaximumWidth(box.fontMetrics().horizontalAdvance("国" * _LONGEST_NAME))
            row.addWidget(label)
            row.addWidget(box)
        row.addWidget(self.columns)

    def _fill_menu(self) -> None:
        menu, rows = self._menu, self._view.rows
        menu.clear()
        for target, name in enumerate(rows.labels[1:]):
            action = menu.addAction(f"显示 {name}")
            action.setCheckable(True)
            action.setChecked(target not in rows.hidden)
            action.setEnabled(target in rows.hidden or self._can_hide())
            action.toggled.connect(lambda shown, t=target: self._view.show_target(t, shown=shown))
        if rows.hidden:
            menu.addAction("全部显示").triggered.connect(lambda: self._view.hide_targets(frozenset()))
        menu.addSeparator()
        self._add_moves(menu, rows.chosen, named=True)

    def _can_hide(self) -> bool:
        rows = self._view.rows
        return len(rows.hidden) + 1 < len(rows.collation.targets)

    def _add_moves(self, menu: QMenu, target: int, *, named: bool = False) -> None:
        """Add what can be done with one target's column; `named` where nothing else says which it is."""
        view, whose = self._view, f" {self._view.rows.labels[target + 1]}" if named else ""
        last, plan = len(view.rows.collation.targets) - 1, target + 1
        for word, place in (("左移", target - 1), ("右移", target + 1)):
            action = menu.addAction(f"{word}{whose}")
            action.setEnabled(0 <= place <= last)
            action.triggered.connect(lambda _=False, to=place: self.ask_move(target, to))
        if not named:
            menu.addAction("隐藏").triggered.connect(lambda: view.show_target(target, shown=False))
            menu.actions()[-1].setEnabled(self._can_hide())
            for other in sorted(view.rows.hidden):
                shown: QAction = menu.addAction(f"显示 {view.rows.labels[other + 1]}")
                shown.triggered.connect(lambda _=False, t=other: view.show_target(t, shown=True))
        menu.addSeparator()
        for word, step in (("加宽", _STEP), ("变窄", -_STEP)):
            menu.addAction(f"{word}{whose}").triggered.connect(
                lambda _=False, by=step: view.set_width(plan, view.columnWidth(2 * plan) + by)
            )
        menu.addAction("各栏等宽").triggered.connect(view.share_evenly)
