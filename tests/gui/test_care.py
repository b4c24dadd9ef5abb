"""The window backs the library up, restores it, tells of damage with the way out, and exchanges files with colleagues."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from qcompare.backups import Kind, back_up, backups_folder, backups_of
from qcompare.gui import care_jobs
from qcompare.gui.app import _Shown, make_window
from qcompare.gui.backups_dialog import BackupsDialog
from qcompare.gui.bugs import LastResort
from qcompare.gui.notice import NoticeBar
from qcompare.gui.window import Window
from qcompare.store.care import facts_of

Open = Callable[[], Window]
Settled = Callable[[Window], None]


def notice(window: Window) -> NoticeBar:
    found = window.findChild(NoticeBar)
    assert found is not None
    return found


def shown_dialog(window: Window, settled: Settled) -> BackupsDialog:
    settled(window)
    found = window.findChild(BackupsDialog)
    assert found is not None
    return found


def shown_box(window: Window) -> QMessageBox:
    found = window.findChildren(QMessageBox)[-1]
    assert isinstance(found, QMessageBox)
    return found


def press(box: QMessageBox, word: str) -> None:
    next(button for button in box.buttons() if button.text() == word).click()


def test_the_day_s_backup_is_made_in_the_background(qtbot: QtBot, open_window: Open, settled: Settled) -> None:
    window = open_window()
    assert not backups_folder(window.library).exists(), "not before the start is over"
    window.care.back_up_daily()
    qtbot.waitUntil(lambda: not window.care.daily.busy)
    (made,) = backups_of(window.library)
    assert (made.kind, made.day) == (Kind.DAILY, care_jobs.today().isoformat())
    assert not window.jobs.busy
    assert notice(window).isHidden()


def test_a_backup_that_cannot_be_made_warns_and_work_goes_on(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    backups_folder(window.library).write_text("不是文件夹", encoding="utf-8")
    window.care.back_up_daily()
    qtbot.waitUntil(lambda: not notice(window).isHidden())
    assert "不影响继续工作" in notice(window).problem
    assert window.comparison is not None
    assert window.isEnabled()


def test_a_backup_is_chosen_from_the_list_and_restored(qtbot: QtBot, open_window: Open, settled: Settled) -> None:
    window = open_window()
    shown = _Shown(window, LastResort())
    plans = facts_of(window.library).plans
    window.care.back_up()
    settled(window)
    dialog = shown_dialog(window, settled)
    assert dialog.table.item(0, 1).text() == "手动备份"
    assert dialog.table.item(0, 2).text() == str(plans)
    assert dialog.restore.isEnabled()
    window.librarian.remove(1)
    settled(window)
    dialog.restore.click()
    press(shown_box(window), "恢复")
    qtbot.waitUntil(lambda: shown.window is not window)
    settled(shown.window)
    assert facts_of(window.library).plans == plans
    assert shown.window.comparison is not None
    assert not window.isVisible()
    assert {backup.kind for backup in backups_of(window.library)} == {Kind.BY_HAND, Kind.BEFORE_RESTORE}
    shown.window.close()
    shown.window.deleteLater()


@pytest.mark.parametrize("content", [b"", b"\xa5" * 40_000])
def test_a_damaged_library_is_told_at_the_start_with_its_backups(
    qtbot: QtBot, settled: Settled, sample_library: Path, tmp_path: Path, content: bytes
) -> None:
    library = tmp_path / "library.db"
    shutil.copy(sample_library, library)
    made = back_up(library, Kind.DAILY, care_jobs.today())
    library.write_bytes(content)
    window = make_window(library)
    qtbot.addWidget(window)
    window.start()
    settled(window)
    assert notice(window).mend.text() == "用备份恢复…"
    assert library.read_bytes() == content
    notice(window).mend.click()
    dialog = shown_dialog(window, settled)
    with qtbot.waitSignal(window.care.restored):
        dialog.restore.click()
        press(shown_box(window), "恢复")
    assert facts_of(library).plans == facts_of(made).plans
    assert window.isEnabled()


def test_a_backup_that_is_damaged_is_not_restored_and_the_window_goes_on(
    qtbot: QtBot, open_window: Open, settled: Settled, tmp_path: Path
) -> None:
    window = open_window()
    bad = tmp_path / "坏的.db"
    bad.write_bytes(window.library.read_bytes()[:50_000])
    window.care.restore(bad)
    settled(window)
    assert "损坏" in notice(window).problem
    assert window.isEnabled()
    window.asks.reviewed.trigger()
    assert window.asks.undo.isEnabled(), "decisions can still be made and undone"


def test_the_library_is_checked_on_demand(open_window: Open, settled: Settled) -> None:
    window = open_window()
    window.care.check()
    settled(window)
    assert "规划库完好" in window.said
    content = window.library.read_bytes()
    at = content.index("质量".encode(), 200_000)
    window.library.write_bytes(content[:at] + "数".encode() + content[at + 3 :])
    window.care.check()
    settled(window)
    assert "损坏" in notice(window).problem or "完好" in window.said


def test_a_comparison_goes_to_a_colleague_and_is_shown_there(
    qtbot: QtBot, open_window: Open, settled: Settled, tmp_path: Path
) -> None:
    window = open_window()
    parcel = tmp_path / "比对.qcmp"
    window.care.pack(parcel, whole=False)
    settled(window)
    other = tmp_path / "同事.db"
    care_jobs.Library.open(other).close()
    his = Window(other, QSettings(str(tmp_path / "同事.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(his)
    his.care.unpack(parcel)
    qtbot.waitUntil(lambda: his.comparison is not None and not his.jobs.busy)
    assert his.comparison is not None
    assert window.comparison is not None
    assert his.comparison.collation == window.comparison.collation
    assert len(his.library_pane.model.entries()) == 3
    his.close()


def test_what_is_readable_is_saved_and_can_be_used(
    qtbot: QtBot, settled: Settled, sample_library: Path, tmp_path: Path
) -> None:
    library, new = tmp_path / "library.db", tmp_path / "抢救.db"
    content = sample_library.read_bytes()
    library.write_bytes(bytes(64) + content[64:])
    window = make_window(library)
    qtbot.addWidget(window)
    window.care.salvage(new)
    settled(window)
    assert "新增规划文本 5 个" in shown_box(window).informativeText()
    with qtbot.waitSignal(window.care.restored):
        press(shown_box(window), "用作规划库")
    assert facts_of(library).plans == 5
