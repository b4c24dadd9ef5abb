"""The window backs the library up, restores it, tells of damage with the way out, and exchanges files with colleagues."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from qcompare.backups import Kind, back_up, backups_folder, backups_of
from qcompare.gui import care_jobs
from qcompare.gui.app import _Shown, make_window
from qcompare.gui.backups_dialog import BackupsDialog
from qcompare.gui.bugs import LastResort
from qcompare.gui.notice import NoticeBar
from qcompare.gui.window import Window
from qcompare.model import Plan
from qcompare.store import Library
from qcompare.store.care import facts_of
from tests.gui.test_deciding import body_row

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


def test_backups_and_checks_beside_the_work(qtbot: QtBot, open_window: Open, settled: Settled, tmp_path: Path) -> None:
    window = open_window()
    folder = backups_folder(window.library)
    assert not folder.exists(), "not before the start is over"

    folder.write_text("不是文件夹", encoding="utf-8")
    window.care.back_up_daily()
    qtbot.waitUntil(lambda: not notice(window).isHidden())
    assert "不影响继续工作" in notice(window).problem
    assert window.isEnabled()
    notice(window).dismiss()
    folder.unlink()

    window.care.back_up_daily()
    assert not window.jobs.busy, "beside the work"
    qtbot.waitUntil(lambda: not window.care.daily.busy)
    (made,) = backups_of(window.library)
    assert (made.kind, made.day) == (Kind.DAILY, care_jobs.today().isoformat())
    assert notice(window).isHidden()

    window.care.check()
    settled(window)
    assert "规划库完好" in window.said

    bad = tmp_path / "坏的.db"
    bad.write_bytes(window.library.read_bytes()[:50_000])
    window.care.restore(bad)
    assert not window.isEnabled(), "nothing is decided meanwhile"
    settled(window)
    assert "损坏" in notice(window).problem
    assert window.isEnabled()
    assert window.comparison is not None
    window.comparison.view.go_to_row(body_row(window.comparison))
    window.deciding.toggle_reviewed()
    assert window.asks.undo.isEnabled(), "decisions can still be made and undone"


def test_a_backup_is_chosen_from_the_list_and_restored(
    qtbot: QtBot, settled: Settled, plan: Callable[..., Plan], tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    with Library.open(path) as library:
        library.add_plans([plan("质量强市建设实施方案\n一、总体要求"), plan("城市更新规划\n一、总体要求")])
    window = make_window(path)
    shown = _Shown(window, LastResort())
    window.start()
    settled(window)
    window.care.back_up()
    settled(window)
    dialog = shown_dialog(window, settled)
    assert [dialog.table.item(0, at).text() for at in (1, 2, 3)] == ["手动备份", "2", "0"]
    window.librarian.remove(1)
    settled(window)
    dialog.restore.click()
    press(shown_box(window), "恢复")
    qtbot.waitUntil(lambda: shown.window is not window)
    settled(shown.window)
    assert len(shown.window.library_pane.model.entries()) == 2
    assert {backup.kind for backup in backups_of(path)} == {Kind.BY_HAND, Kind.BEFORE_RESTORE}
    shown.window.close()
    shown.window.deleteLater()


def test_a_damaged_library_is_told_at_the_start_with_its_backups(
    qtbot: QtBot, settled: Settled, sample_library: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library.db"
    shutil.copy(sample_library, library)
    made = back_up(library, Kind.DAILY, care_jobs.today())
    content = b"\xa5" * 40_000
    library.write_bytes(content)
    window = make_window(library)
    qtbot.addWidget(window)
    window.start()
    settled(window)
    assert notice(window).mend.text() == "用备份恢复…"
    assert library.read_bytes() == content
    for _ in "again":
        notice(window).mend.click()
        shown_dialog(window, settled).reject()
        assert "规划库文件，没有改动" in notice(window).problem, "the message is there again behind the dialog"
        assert notice(window).isVisibleTo(window)
        assert notice(window).more.isHidden(), "and once only"
        assert window.welcome.startswith("规划库没有打开，原因见上方的消息")
        assert not window.asks.open.isEnabled()
        assert not window.library_pane.import_button.isEnabled()
        assert window.asks.backups.isEnabled()
    window.care.salvage(tmp_path / "抢救.db")
    settled(window)
    assert "没有能读出的内容" in notice(window).problem
    assert window.welcome.startswith("规划库没有打开")
    assert not window.asks.open.isEnabled()
    window.import_files([tmp_path / "方案.txt"])
    settled(window)
    assert notice(window).more.isHidden(), "nor twice when a job meets the same"
    notice(window).mend.click()
    dialog = shown_dialog(window, settled)
    assert dialog.table.item(0, 5).text() == "最近的完好备份"
    with qtbot.waitSignal(window.care.restored):
        dialog.restore.click()
        press(shown_box(window), "恢复")
    assert facts_of(library).plans == facts_of(made).plans
    assert window.isEnabled()


def test_a_colleague_s_comparison_is_taken_in_and_shown(
    qtbot: QtBot, settled: Settled, sample_library: Path, tmp_path: Path
) -> None:
    parcel = tmp_path / "比对.qcmp"
    sent = care_jobs.holdings(sample_library, lambda _done, _all: None).collations[0]
    care_jobs.pack(sample_library, parcel, (sent.base, sent.targets, False), lambda _done, _all: None)
    (tmp_path / "同事.db").touch()
    window = make_window(tmp_path / "同事.db")
    qtbot.addWidget(window)
    window.care.ask_restore_from(parcel)
    assert "没有恢复" in notice(window).problem
    assert not window.findChildren(QMessageBox)
    notice(window).mend.click()  # 并入…
    qtbot.waitUntil(lambda: window.comparison is not None and not window.jobs.busy, timeout=30_000)
    assert len(window.library_pane.model.entries()) == 3
    assert window.compared == (2, (3, 1)), "the samples in the order of import there"


def test_a_damaged_file_of_a_colleague_offers_no_restoring(
    qtbot: QtBot, settled: Settled, sample_library: Path, tmp_path: Path
) -> None:
    parcel = tmp_path / "比对.qcmp"
    parcel.write_bytes(sample_library.read_bytes()[:20_000])
    (tmp_path / "同事.db").touch()
    window = make_window(tmp_path / "同事.db")
    qtbot.addWidget(window)
    window.care.unpack(parcel)
    settled(window)
    assert "本机规划库没有问题" in notice(window).problem
    assert notice(window).mend.isHidden()


def test_what_is_readable_is_saved_and_can_be_used(
    qtbot: QtBot, settled: Settled, sample_library: Path, tmp_path: Path
) -> None:
    library, new = tmp_path / "library.db", tmp_path / "抢救.db"
    content = sample_library.read_bytes()
    library.write_bytes(bytes(64) + content[64:])
    window = make_window(library)
    qtbot.addWidget(window)
    window.start()
    settled(window)
    assert "用“抢救”" in notice(window).rest
    notice(window).mend.click()
    dialog = shown_dialog(window, settled)
    assert "请用“抢救”" in dialog.about.text()
    dialog.reject()
    window.care.salvage(new)
    settled(window)
    assert "新增规划文本 5 个" in shown_box(window).informativeText()
    with qtbot.waitSignal(window.care.restored):
        press(shown_box(window), "用作规划库")
    assert facts_of(library).plans == 5
