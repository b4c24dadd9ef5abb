"""F1 opens the page fit for where the keys are; the list of keys is true."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qcompare.gui.actions import Actions
from qcompare.gui.help import HelpWindow, page_for
from qcompare.gui.theme import BLACK_ON_WHITE, DARK, LIGHT, Theme
from qcompare.gui.window import Window
from qcompare.manual import pages

Open = Callable[[], Window]

_KEY = re.compile(r'<tr(?: data-action="(\w+)")?><td>(.*?)</td>')


@pytest.fixture
def window(open_window: Open) -> Window:
    window = open_window()
    window.activateWindow()
    return window


def keys_told() -> list[tuple[str, str]]:
    """Return what the page of keys lists: the action's name, empty where it is none, and the key."""
    page = next(page for page in pages() if page.name == "keys")
    return _KEY.findall(page.html)


def test_each_key_of_the_list_is_the_key_of_its_action(window: Window) -> None:
    known = {field.name: getattr(window.asks, field.name) for field in fields(Actions)}
    told = {name: key for name, key in keys_told() if name in known}
    assert {name: known[name].shortcut() for name in told} == {name: QKeySequence(key) for name, key in told.items()}
    assert {"next_change", "goto", "copy_table", "help", "usual"} <= set(told)


def test_each_key_of_the_window_is_in_the_list(window: Window) -> None:
    told = {QKeySequence(key).toString() for name, key in keys_told() if name}
    used = [getattr(window.asks, field.name).shortcut().toString() for field in fields(Actions)]
    assert [key for key in used if key and key not in told] == []


def test_f1_opens_the_page_for_where_the_keys_are(window: Window, qtbot: QtBot) -> None:
    comparison = window.comparison
    assert comparison is not None
    pages_by_place = [
        (comparison.view, "marks"),
        (comparison.goto.edit, "find"),
        (window.find_box, "find"),
        (window.detail.base_card.text, "decide"),
        (window.library_pane.tree, "start"),
    ]
    for widget, page in pages_by_place:
        window.activateWindow()
        widget.setFocus()
        qtbot.waitUntil(widget.hasFocus)
        qtbot.keyClick(widget, Qt.Key.Key_F1)
        (opened,) = window.findChildren(HelpWindow)
        assert opened.isVisible()
        assert opened.shown == page
    assert page_for(None) == "start"


@pytest.fixture
def help_window(window: Window) -> HelpWindow:
    return window.show_help()


def test_every_page_can_be_read_in_every_look(help_window: HelpWindow) -> None:
    for theme in (LIGHT, DARK, BLACK_ON_WHITE):
        help_window.set_theme(theme)
        for page in pages():
            help_window.show_page(page.name)
            text = help_window.text.toPlainText()
            assert text.startswith(page.title)
            assert len(text) > 150


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_legend_bears_the_themes_own_colours(help_window: HelpWindow, theme: Theme) -> None:
    help_window.set_theme(theme)
    help_window.show_page("marks")
    html = help_window.text.toHtml()
    for colour in (theme.replaced, theme.inserted, theme.omitted, theme.localised_line, theme.moved_line):
        assert colour.name() in html
    assert "line-through" in html


def test_words_lead_to_their_page_and_are_marked_there(help_window: HelpWindow, qtbot: QtBot) -> None:
    help_window.search.setText("撤销")
    assert help_window.shown == "decide"
    assert help_window.text.textCursor().selectedText() == "撤销"
    assert help_window.contents.count() < len(pages())
    help_window.search.setText("没有这样的话")
    assert help_window.contents.count() == 0
    help_window.search.clear()
    assert help_window.contents.count() == len(pages())
    assert help_window.shown == "decide"


def test_a_link_leads_to_another_page(help_window: HelpWindow) -> None:
    help_window.show_page("trouble")
    help_window.text.anchorClicked.emit(QUrl("find"))
    assert help_window.shown == "find"


def test_the_pictures_are_shown(help_window: HelpWindow) -> None:
    for page in ("start", "marks"):
        help_window.show_page(page)
        QApplication.processEvents()
        assert help_window.text.document().size().height() > 500


def test_every_page_fits_beside_the_contents(qtbot: QtBot) -> None:
    shown = HelpWindow(LIGHT, None)
    qtbot.addWidget(shown)
    shown.show()
    for page in pages():
        shown.show_page(page.name)
        assert shown.text.horizontalScrollBar().maximum() == 0, page.name
