"""Files come to the window from the desktop: opened with it, dropped on it, handed over by a second start."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from qcompare.cli import main
from qcompare.cli.arguments import Request
from qcompare.cli.window import window as open_by_command
from qcompare.errors import UsageError
from qcompare.gui.app import _Shown, make_window
from qcompare.gui.bugs import LastResort
from qcompare.gui.handed import Handed
from qcompare.gui.window import Window
from qcompare.handing import notes_folder
from qcompare.holding import holder_of
from qcompare.parcels import pack
from qcompare.store import Library
from tests.test_decisions import DRAFT
from tests.test_handing import leave, note_of
from tests.test_portable import stick

Open = Callable[[], Window]
Settled = Callable[[Window], None]

__all__ = ["stick"]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "某区质量强区方案.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return path


@pytest.fixture
def parcel(tmp_path: Path, plan: Path) -> Path:
    from datetime import date

    from qcompare.collate import load_plan

    path = tmp_path / "同事的.qcmp"
    other = tmp_path / "同事的.txt"
    other.write_text(DRAFT.replace("质量", "品牌"), encoding="utf-8")
    with Library.open(tmp_path / "colleague.db") as library:
        library.add_plans([load_plan(other)])
        pack(library, path, date(2026, 3, 2))
    return path


def boxes(window: Window) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def question(window: Window) -> QMessageBox:
    (box,) = boxes(window)
    return box


def press(box: QMessageBox, word: str) -> None:
    next(button for button in box.findChildren(QPushButton) if button.text() == word).click()


def sources(window: Window) -> set[str]:
    return {entry.source for entry in window.library_pane.model.entries()}


def test_plans_and_parcels_dropped_together(
    qtbot: QtBot, open_window: Open, settled: Settled, plan: Path, parcel: Path
) -> None:
    window, data = open_window(), QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in (parcel, plan)])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, none))
    settled(window)
    assert plan.name in sources(window)
    qtbot.waitUntil(lambda: bool(boxes(window)))
    assert question(window).text() == "把 同事的.qcmp 并入规划库？"
    press(question(window), "取消")
    qtbot.waitUntil(lambda: not window.findChildren(QMessageBox))
    assert "同事的.txt" not in sources(window)
    window.desktop.open_files([parcel])
    press(question(window), "并入")
    settled(window)
    assert "同事的.txt" in sources(window)
    assert "已并入 同事的.qcmp" in window.said


def test_what_comes_while_a_job_runs_waits_for_its_end(
    qtbot: QtBot, open_window: Open, settled: Settled, plan: Path
) -> None:
    window = open_window()
    window.compare_again()
    assert window.jobs.busy
    window.desktop.open_files([plan])
    qtbot.waitUntil(lambda: plan.name in sources(window))
    settled(window)


def test_a_parcel_that_fails_is_seen_before_the_next_is_taken(
    qtbot: QtBot, open_window: Open, settled: Settled, parcel: Path, tmp_path: Path
) -> None:
    window, broken = open_window(), tmp_path / "损坏的.qcmp"
    broken.write_bytes(b"SQLite format 3\0" + bytes(4000))
    window.desktop.open_files([broken, parcel])
    press(question(window), "并入")
    qtbot.waitUntil(lambda: any(box.isVisible() and parcel.name in box.text() for box in boxes(window)))
    assert window.notice.isVisible()
    press(question(window), "并入")
    settled(window)
    assert "同事的.txt" in sources(window)


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_what_comes_while_the_library_is_restored_is_opened_after_it(
    qtbot: QtBot, tmp_path: Path, sample_library: Path, settled: Settled, plan: Path
) -> None:
    library = tmp_path / "library.db"
    shutil.copy(sample_library, library)
    window = make_window(library)
    shown = _Shown(window, LastResort())
    window.start()
    settled(window)
    window.care.restore(sample_library)
    window.desktop.come([plan])
    qtbot.waitUntil(lambda: shown.window is not window)
    qtbot.addWidget(shown.window)
    qtbot.waitUntil(lambda: plan.name in sources(shown.window))
    settled(shown.window)


@pytest.mark.qt_log_ignore("does not support raise", extend=True)  # said by the platform without a display
def test_a_note_brings_the_window_to_the_front(qtbot: QtBot, open_window: Open, settled: Settled, plan: Path) -> None:
    shown = _Shown(open_window(), LastResort())
    shown.window.showMinimized()
    note = leave(note_of(plan))
    qtbot.waitUntil(lambda: plan.name in sources(shown.window))
    settled(shown.window)
    assert not note.exists()
    assert not shown.window.isMinimized()
    shown.window.showMinimized()
    leave(note_of())
    qtbot.waitUntil(lambda: not shown.window.isMinimized())
    shown.window.close()
    note = leave(note_of(plan))
    handed = shown.window.findChild(Handed)
    assert isinstance(handed, Handed)
    handed.look()
    assert note.exists()


def test_real_starts_make_one_window(tmp_path: Path, sample_library: Path, plan: Path, data_home: Path) -> None:
    """Two files opened at once, as Windows does it: two programs, of which one stays and gets both."""
    library = tmp_path / "library.db"
    shutil.copy(sample_library, library)
    files = [plan, tmp_path / "甲.txt"]
    files[1].write_text(DRAFT.replace("质量", "甲乙"), encoding="utf-8")
    command = [sys.executable, "-W", "ignore", "-X", "utf8", "-m", "qcompare", "--library", str(library)]
    started = [subprocess.Popen([*command, str(file)]) for file in files]
    try:
        end = time.monotonic() + 60
        names: set[str] = set()
        while time.monotonic() < end and not (names >= {file.name for file in files} and running(started) == 1):
            time.sleep(0.1)
            with Library.open_to_read(library) as opened:
                names = {entry.source for entry in opened.plans()}
        assert names >= {file.name for file in files}
        assert running(started) == 1
        (last,) = [program for program in started if program.poll() is None]
        holder = holder_of(library)
        assert holder is not None
        assert holder.process == last.pid
        assert main(["--library", str(library)]) == 0
        assert last.poll() is None
        assert list(notes_folder().iterdir()) == []
    finally:
        for program in started:
            program.kill()
            program.wait()
    assert [program.returncode for program in started if program is not last] == [0]


def running(started: list[subprocess.Popen[bytes]]) -> int:
    return sum(program.poll() is None for program in started)


def test_open_with_is_chosen_and_taken_back(
    qtbot: QtBot, open_window: Open, data_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("the registry is this user's own")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    window, entry = open_window(), data_home / "applications" / "qcompare.desktop"
    window.asks.open_with.trigger()
    assert "双击仍用原来的程序" in question(window).informativeText()
    press(question(window), "关联")
    assert entry.exists()
    assert "再关联一次" in question(window).informativeText()
    question(window).close()
    window.asks.open_with.trigger()
    press(question(window), "取消关联")
    assert not entry.exists()
    assert {path.name for path in entry.parent.iterdir()} <= {"mimeinfo.cache"}
    question(window).close()


def test_on_a_stick_nothing_is_written_to_look_for_notes(
    qtbot: QtBot, stick: Path, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a stick can be written is tried by making a file: at each look it would wear the stick."""
    (stick / "library").mkdir()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    handed, came = Handed(window), list[object]()
    handed.came.connect(came.append)
    leave(note_of(plan))
    made: list[object] = []
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **how: made.append(how))
    handed.look()
    assert (came, made) == ([(plan,)], [])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows shows it by itself where there is no terminal")
def test_who_clicks_two_libraries_is_told_in_a_box(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["/opt/qcompare/qcompare-window"])
    monkeypatch.setattr(sys, "stderr", io.StringIO())  # a desktop's log, no terminal
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    seen: list[str] = []

    def read_and_close() -> None:
        for box in (box for box in qapp.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()):
            seen.append(box.text())
            box.buttons()[0].click()

    QTimer.singleShot(0, qapp, read_and_close)
    with pytest.raises(UsageError):
        open_by_command(Request("window", files=(tmp_path / "甲.db", tmp_path / "乙.db")))
    assert seen == ["一次只能打开一个规划库。"]
