"""What the user can mend is told over the middle of the window, by keyboard and for screen readers too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from qcompare.errors import LibraryError, OutputError, ReadError
from qcompare.gui.notice import Mend, NoticeBar, Trouble
from qcompare.gui.saving import TABLE
from qcompare.gui.troubles import tell, tell_in_box
from qcompare.gui.window import Window

Open = Callable[[], Window]
Settled = Callable[[Window], None]

FULL = OutputError("磁盘空间不足", place="D:\\备忘录.pdf", advice="请换一个位置保存")


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[NoticeBar]:
    window, centre = QMainWindow(), QWidget()
    qtbot.addWidget(window)
    window.setCentralWidget(centre)
    column, bar, edit, button = QVBoxLayout(centre), NoticeBar(centre), QLineEdit(centre), QPushButton(centre)
    edit.setObjectName("typed")
    column.addWidget(bar)
    column.addWidget(edit)
    column.addWidget(button)
    window.show()
    window.activateWindow()
    button.setFocus()
    yield bar
    window.close()


def test_problem_place_and_what_to_do_are_said(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.tell(Trouble(FULL))
    assert bar.isVisible()
    assert (bar.problem, bar.rest) == ("磁盘空间不足。", "D:\\备忘录.pdf\n请换一个位置保存。")
    assert bar.accessibleName() == f"{bar.problem}\n{bar.rest}"
    assert not bar.mend.isVisible()
    assert not bar.more.isVisible()
    assert QApplication.focusWidget() is bar.known
    qtbot.keyClick(bar.known, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_plan_words_in_a_message_are_shown_as_they_are(bar: NoticeBar) -> None:
    bar.tell(Trouble(ReadError("规划库中没有“<b>质量强区</b>”")))
    assert bar.problem == "规划库中没有“<b>质量强区</b>”。"
    assert {label.textFormat() for label in bar.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_who_is_typing_keeps_the_keys(bar: NoticeBar, qtbot: QtBot) -> None:
    edit = bar.parent().findChild(QLineEdit, "typed")
    edit.setFocus()
    bar.tell(Trouble(FULL))
    assert QApplication.focusWidget() is edit
    qtbot.keyClick(bar.known, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert QApplication.focusWidget() is edit


def test_the_mending_button_closes_and_does_it(bar: NoticeBar, qtbot: QtBot) -> None:
    done: list[str] = []
    bar.tell(Trouble(FULL, mend=Mend("另存为…", lambda: done.append("另存"))))
    assert bar.mend.text() == "另存为…"
    qtbot.mouseClick(bar.mend, Qt.MouseButton.LeftButton)
    assert done == ["另存"]
    assert not bar.isVisible()


def test_many_files_stand_behind_a_button(bar: NoticeBar, qtbot: QtBot) -> None:
    parts = tuple(ReadError("文件是空的", place=f"{n}.txt", advice="请检查后重新选择") for n in "甲乙丙")
    bar.tell(Trouble(ReadError("3 个文件未能导入"), parts))
    assert bar.rest == ""
    assert bar.more.text() == "查看各文件（3）"
    qtbot.mouseClick(bar.more, Qt.MouseButton.LeftButton)
    assert bar.details.isVisible()
    assert bar.details.toPlainText().splitlines() == [str(part) for part in parts]


def test_a_message_not_yet_closed_is_not_lost_under_the_next(bar: NoticeBar) -> None:
    bar.tell(Trouble(LibraryError("规划库正被使用", place="库.db")))
    bar.tell(Trouble(FULL))
    assert bar.problem == "磁盘空间不足。"
    assert bar.more.text() == "全部消息（2）"
    assert bar.details.toPlainText() == "库.db：规划库正被使用。"


def test_a_table_that_cannot_be_saved_is_saved_elsewhere(
    open_window: Open, settled: Settled, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    window.save(TABLE, tmp_path / "没有这个文件夹" / "表.xlsx")
    settled(window)
    assert window.notice.isVisible()
    assert window.notice.mend.text() == "另存为…"
    qtbot.mouseClick(window.notice.mend, Qt.MouseButton.LeftButton)
    dialog = window.findChild(QFileDialog)
    box = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(box, QLineEdit)
    box.setText(str(tmp_path / "表.xlsx"))
    dialog.accept()
    settled(window)
    assert (tmp_path / "表.xlsx").exists()
    assert not window.notice.isVisible()


def test_a_file_mended_meanwhile_is_imported_by_trying_again(
    open_window: Open, settled: Settled, qtbot: QtBot, tmp_path: Path
) -> None:
    window, draft = open_window(), tmp_path / "某区方案.txt"
    draft.write_bytes(b"")
    window.import_files([draft])
    settled(window)
    assert window.notice.mend.text() == "重试"
    draft.write_text("某区质量强区实施方案\n\n一、总体要求\n深入实施质量强区战略。\n", encoding="utf-8")
    qtbot.mouseClick(window.notice.mend, Qt.MouseButton.LeftButton)
    settled(window)
    assert not window.notice.isVisible()
    assert "已导入 1 个规划文本" in window.said


def test_without_a_window_there_is_a_box(qtbot: QtBot) -> None:
    box = tell_in_box(FULL)
    assert box.isVisible()
    assert box.text() == "磁盘空间不足。"
    box.close()
    tell(FULL)
    (again,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    again.close()
