"""A window whose library another program holds shows, compares and prints, writes nothing, and says so; later it may write."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from qcompare import holding, network
from qcompare.gui import jobs
from qcompare.gui.app import _Shown, make_window
from qcompare.gui.backups_dialog import BackupsDialog
from qcompare.gui.banner import Banner
from qcompare.gui.bugs import LastResort
from qcompare.gui.reader import PlanReader
from qcompare.gui.window import Window
from qcompare.holding import Program, hold_file, holder_of, unwritable
from qcompare.paths import sample_plans
from tests.conftest import Run
from tests.gui.test_deciding import body_row
from tests.test_holding import held_elsewhere

Open = Callable[[], Window]
Settled = Callable[[Window], None]


@pytest.fixture
def reading(open_window: Open, sample_library: Path, tmp_path: Path) -> Iterator[Window]:
    """A window on a library that another program holds, and a check that the file stays as it is."""
    library = tmp_path / "library.db"
    before = sample_library.read_bytes()
    with held_elsewhere(library, Program.WINDOW):
        yield open_window()
        assert library.read_bytes() == before


def banners(window: Window) -> list[str]:
    return [banner.words for banner in window.findChildren(Banner) if not banner.isHidden()]


def test_it_says_so_compares_and_takes_nothing(reading: Window, settled: Settled) -> None:
    says_so_and_lets_rest_what_would_write(reading)
    lets_no_decision_seem_taken(reading)
    lets_nothing_in_by_other_doors(reading)
    compares_and_shows(reading, settled)


def says_so_and_lets_rest_what_would_write(reading: Window) -> None:
    assert reading.windowTitle().endswith("qcompare 规划文本比对（只读）")
    (said,) = banners(reading)
    assert said.startswith("只读：规划库正由 ")
    assert "上使用（窗口，自 " in said
    assert reading.comparison is not None
    reading._rest_actions()
    for action in reading.asks.writers():
        assert (action.isEnabled(), action.toolTip()) == (False, reading.access.why), action.text()
    for action in (
        reading.asks.compare,
        reading.asks.memo,
        reading.asks.table,
        reading.asks.backups,
        reading.asks.whole,
    ):
        assert action.isEnabled(), action.text()
    pane, opinion = reading.library_pane, reading.detail.opinion
    reading.comparison.view.go_to_row(body_row(reading.comparison))
    assert [button.isEnabled() for button in (pane.import_button, opinion.tick, *opinion.verdicts.values())] == [
        False
    ] * 5
    assert opinion.note.isReadOnly()
    reasons = reading.detail.reasons.text.toPlainText()
    assert "相似度" in reasons
    assert "断开" not in reasons
    assert "确认" not in reasons
    resting = {action.text().split("\t")[0] for action in pane.plan_menu(1).actions() if not action.isEnabled()}
    assert resting == {"重命名…", "编辑信息…", "作为其他规划的新版本…", "删除"}
    assert not reading.care._settled.isActive(), "the day's backup is made by who writes"


def lets_no_decision_seem_taken(reading: Window) -> None:
    shown = reading.comparison
    assert shown is not None
    shown.view.row_ticked.emit(body_row(shown))
    assert shown.rows.reviewed == frozenset()
    assert reading.said == reading.access.why
    dropped = shown.collation.targets[0].dropped[0]
    shown.turn_to(next(tab for tab in type(shown.tab) if tab is not shown.tab))
    page = shown.statistics
    page._note_handled(dropped, True)
    assert (page.dropped.model.handled, reading.desk.review.all_handled() if reading.desk.review else None) == (
        0,
        frozenset(),
    )
    reading.say("")
    reading.deciding.begin_link()
    assert reading.deciding.tool is None
    assert reading.detail.opinion.all_kept


def lets_nothing_in_by_other_doors(reading: Window) -> None:
    files = list(sample_plans())
    reading.import_files(files)
    assert reading.notice.problem == f"本窗口只读，没有打开 {files[0].name} 等 {len(files)} 个文件。"
    assert reading.notice.rest == "请先关闭本机已打开的窗口，或直接在那个窗口中操作。"
    assert reading.desktop.ask_unpack([Path("同事.qcmp")]) is None
    assert reading.notice.problem == "本窗口只读，没有打开 同事.qcmp。"
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    event = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, dragged, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    )
    event.setAccepted(False)
    reading.dragEnterEvent(event)
    assert not event.isAccepted()
    for ask in (
        reading.library_pane.rename_asked,
        reading.library_pane.removal_asked,
        reading.library_pane.recent_left,
    ):
        reading.say("")
        ask.emit(1)
        assert reading.said == reading.access.why
        assert not reading.jobs.busy
    with pytest.raises(Exception, match="规划库正由"):
        jobs.remove_plan(reading.library, 1, lambda *_: None)


def compares_and_shows(reading: Window, settled: Settled) -> None:
    reading.compare(3, (4,))
    settled(reading)
    assert reading.compared == (3, (4,))
    assert reading.said == "只读：本次比对没有存入规划库"
    words = reading.lists.ask_equivalences()
    assert words is not None
    assert [button.isEnabled() for button in (words.add, words.remove, words.keep)] == [False] * 3
    reading.care.ask()
    settled(reading)
    backups = reading.findChild(BackupsDialog)
    assert backups is not None
    assert [b.isEnabled() for b in (backups.restore, backups.file, backups.backup, backups.check)] == [
        False,
        False,
        True,
        True,
    ]
    reading.librarian.show_text(1)
    settled(reading)
    reader = reading.findChild(PlanReader)
    assert reader is not None
    assert not any(action.isEnabled() for action in (*reader.treats.values(), reader.back, reader.undo))


def test_where_there_is_no_library_and_none_can_be_made_it_says_what_to_do(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, plan = tmp_path / "library.db", tmp_path / "某区方案.txt"

    def locked(path: Path) -> int:  # we may be root, who may write anywhere
        raise unwritable(path)

    monkeypatch.setattr(holding, "_opened_to_write", locked)
    window = make_window(library)
    qtbot.addWidget(window)
    window.start([plan])
    assert not window.jobs.busy
    (said,) = (banner.words for banner in window.findChildren(Banner))
    assert said.startswith("只读：没有权限写入规划库，或所在的磁盘是只读的。这里还没有规划库，现在也不能新建。请把")
    assert window.welcome == "还没有规划库，原因见上方。"
    assert window.notice.problem == "本窗口只读，没有打开 某区方案.txt。"
    assert not library.exists()


def test_when_the_other_has_ended_the_window_opens_anew_and_writes(
    qtbot: QtBot, sample_library: Path, settled: Settled, tmp_path: Path
) -> None:
    library = tmp_path / "library.db"
    shutil.copy(sample_library, library)
    with held_elsewhere(library, Program.WINDOW) as other:
        window = make_window(library)
        shown = _Shown(window, LastResort())
        window.start()
        settled(window)
        (banner,) = window.findChildren(Banner)
        banner.button.click()
        assert window.said == "规划库仍在使用中，请稍后再试"
        other.kill()  # as a power cut leaves it
        other.wait()
        banner.button.click()
    qtbot.addWidget(shown.window)
    settled(shown.window)
    assert shown.window is not window
    assert banners(shown.window) == []
    comparison = shown.window.comparison
    assert comparison is not None
    comparison.view.row_ticked.emit(body_row(comparison))
    assert comparison.rows.reviewed == frozenset({body_row(comparison)})
    holder = holder_of(library)
    assert holder is not None
    assert holder.ours
    shown.window.close()
    assert holder_of(library) is None


def test_what_could_not_be_kept_is_shown_when_the_library_was_restored(
    qtbot: QtBot, sample_library: Path, settled: Settled, tmp_path: Path
) -> None:
    library = tmp_path / "library.db"
    shutil.copy(sample_library, library)
    window = make_window(library)
    shown = _Shown(window, LastResort())
    window.start()
    settled(window)
    assert window.comparison is not None
    row = body_row(window.comparison)
    window.comparison.view.go_to_row(row)
    hold_file(library).unlink()  # a person tidied up, and another came
    with held_elsewhere(library, Program.WINDOW):
        window.detail.opinion.note.setPlainText("建议补充责任单位")
        window.detail.opinion.save()
        assert window.notice.problem.startswith("规划库正由 ")
        window.comparison.view.go_to_row(row + 1)
    window.care.restore(sample_library)
    qtbot.waitUntil(lambda: shown.window is not window)
    qtbot.addWidget(shown.window)
    settled(shown.window)
    (box,) = shown.window.findChildren(QMessageBox)
    assert "没有存入规划库" in box.text()
    assert box.informativeText() == "建议补充责任单位"
    qtbot.waitUntil(lambda: not isValid(window))


def test_a_library_on_a_network_is_warned_of_once_and_only_read_by_commands_beside_the_window(
    run: Run, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        f"29 1 8:2 / / rw - ext4 /dev/sda2 rw\n62 29 0:51 / {tmp_path} rw - cifs //server/gh rw\n", "utf-8"
    )
    monkeypatch.setattr(network, "_MOUNTS", mounts)
    window = open_window()
    assert ["网络共享" in said for said in banners(window)] == [True]
    assert window.asks.open.isEnabled()
    window.findChildren(Banner)[0].button.click()
    assert banners(window) == []
    status, _, err = run("remove", "1", "--library", window.library)
    assert (status, "上使用（窗口，自 " in err) == (2, True)
    assert run("list", "--library", window.library)[0] == 0
    window.close()
    assert banners(open_window()) == []
    (file,) = (path for path in sample_plans() if path.name.startswith("youxian"))
    status, _, err = run("import", file, "--library", tmp_path / "另一个.db")
    assert (status, "提示：规划库在网络共享位置" in err) == (0, True)
