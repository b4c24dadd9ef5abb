"""A person's day in the window, from two files to a restart: everything decided is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qcompare.decisions import Verdict
from qcompare.gui.window import Window
from tests.gui.test_window import shown
from tests.test_decisions import BASE, DRAFT, sentence

Settled = Callable[[Window], None]


def test_from_two_files_to_a_restart(
    qtbot: QtBot, open_window: Callable[[], Window], settled: Settled, tmp_path: Path
) -> None:
    """Import, compare, jump, filter, link, undo, redo, note, close, reopen."""
    window = open_window()
    files = [tmp_path / "临江市质量强市方案.txt", tmp_path / "某区质量强区方案.txt"]
    for file, text in zip(files, (BASE, DRAFT), strict=True):
        file.write_text(text, encoding="gb18030")
    window.import_files(files)
    settled(window)
    ids = {entry.source: entry.id for entry in window.library_pane.model.entries()}
    window.compare(ids[files[0].name], (ids[files[1].name],))
    settled(window)
    comparison = shown(window)
    view = comparison.view
    comparison.bar.doubtful_button.click()
    row, ours, theirs = go_to_the_clause(qtbot, window)
    comparison.bar.doubtful_button.click()
    assert view.row == row

    link_by_key(qtbot, window, ours, theirs)
    settled(window)
    assert linked(window, ours, theirs)
    qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(window)
    assert not linked(window, ours, theirs)
    qtbot.keyClick(view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settled(window)
    assert linked(window, ours, theirs)

    qtbot.keyClick(view, Qt.Key.Key_2)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.keyClick(view, Qt.Key.Key_N)
    window.detail.opinion.note.insertPlainText("认证主体有变，请说明。")
    qtbot.keyClick(window.detail.opinion.note, Qt.Key.Key_Escape)
    window.close()

    again = open_window()
    after = shown(again)
    assert after.collation.base.source == files[0].name
    assert linked(again, ours, theirs)
    assert row in after.rows.reviewed
    opinion = after.rows.review.opinion(row, 0)
    assert opinion is not None
    assert (opinion.verdict, opinion.note) == (Verdict.REVISE, "认证主体有变，请说明。")
    assert after.view.row == row


def go_to_the_clause(qtbot: QtBot, window: Window) -> tuple[int, int, int]:
    """Go to a clause by its number; return its row and the two sentences to be linked."""
    comparison = shown(window)
    window.asks.goto.trigger()
    comparison.goto.edit.setText("二1")
    qtbot.keyClick(comparison.goto.edit, Qt.Key.Key_Return)
    base, target = comparison.collation.base, comparison.collation.targets[0].plan
    ours, theirs = sentence(base, "认证结果采信"), sentence(target, "推广服务认证")
    row = comparison.view.row
    assert base.sentences[ours].clause == comparison.collation.rows[row].base
    return row, ours, theirs


def link_by_key(qtbot: QtBot, window: Window, ours: int, theirs: int) -> None:
    """Open the chosen row to its sentences, take the target's, go to the base's and link them."""
    view, rows, row = shown(window).view, shown(window).rows, shown(window).view.row
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)  # open to sentences
    lines = [at for at in range(rows.rowCount()) if rows.line(at).row == row]
    source = next(at for at in lines if theirs in rows.sentences(at, 0))
    goal = next(at for at in lines if ours in rows.sentences(at, None))
    assert source != goal
    view.setCurrentIndex(rows.index(source, 2))
    qtbot.keyClick(view, Qt.Key.Key_L)
    while view.currentIndex().row() != goal:
        qtbot.keyClick(view, Qt.Key.Key_Up if view.currentIndex().row() > goal else Qt.Key.Key_Down)
    tool = window.deciding.tool
    assert tool is not None
    qtbot.waitUntil(tool.label.isVisible)
    qtbot.keyClick(view, Qt.Key.Key_Return)


def linked(window: Window, ours: int, theirs: int) -> bool:
    """Whether a person's link of two sentences holds."""
    matches = shown(window).collation.targets[0].matches
    return any((m.base, m.target, m.by) == (ours, theirs, "person") for m in matches)
