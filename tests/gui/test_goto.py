"""The go-to box in the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from qcompare.gui.comparison import Comparison
from qcompare.gui.window import Window

pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support (raise|grabbing the keyboard)"  # said of a list without a display
)

Open = Callable[[], Window]


@pytest.fixture
def window(open_window: Open) -> Window:
    window = open_window()
    window.activateWindow()
    return window


@pytest.fixture
def comparison(window: Window) -> Comparison:
    assert window.comparison is not None
    return window.comparison


def write(edit: QLineEdit, text: str) -> None:
    """Type as an input method does: a key event holds no Chinese."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(edit, event)


def base_path(comparison: Comparison) -> str:
    clause = comparison.collation.rows[comparison.view.row].base
    return "" if clause is None else comparison.collation.base.clauses[clause].path


def test_ctrl_g_a_path_and_enter_lead_there(qtbot: QtBot, comparison: Comparison) -> None:
    qtbot.keyClick(comparison.view, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is comparison.goto.edit
    write(comparison.goto.edit, "三（一）16")
    assert comparison.goto.offered()[0].endswith("基准")
    qtbot.keyClick(comparison.goto.edit, Qt.Key.Key_Return)
    assert base_path(comparison) == "三（一）16."
    assert QApplication.focusWidget() is comparison.view


def test_one_of_several_is_chosen_with_the_arrows(qtbot: QtBot, comparison: Comparison) -> None:
    box = comparison.goto
    box.take_focus()
    write(box.edit, "12")
    assert box.offered()[0].startswith("第 12 行")
    asked: list[int] = []
    box.row_asked.connect(asked.append)
    popup = box.completer.popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert len(asked) == 1
    assert asked[0] != 11
    assert comparison.view.row == asked[0]


def test_what_stands_nowhere_is_said_and_nothing_moves(qtbot: QtBot, comparison: Comparison) -> None:
    before = comparison.view.row
    box = comparison.goto
    box.take_focus()
    box.edit.clear()
    write(box.edit, "99(99)")
    assert box.offered() == ["没有相符的条款号、行号或文字"]
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert comparison.view.row == before
    qtbot.keyClick(box.edit, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is comparison.view


def test_f6_goes_round_the_panes_and_back(qtbot: QtBot, window: Window, comparison: Comparison) -> None:
    comparison.view.setFocus()
    panes = [window.detail.base_card.text, window.library_pane.tree, comparison.view]
    for pane in panes:
        window.asks.next_pane.trigger()
        assert QApplication.focusWidget() is pane
    window.asks.previous_pane.trigger()
    assert QApplication.focusWidget() is panes[1]
    window.asks.details.trigger()
    window.asks.previous_pane.trigger()
    assert QApplication.focusWidget() is comparison.view
