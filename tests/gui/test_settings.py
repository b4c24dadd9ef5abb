"""Whatever the file of settings holds, the window opens, and says what was reset."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from qcompare.gui.app import make_window
from qcompare.gui.settings import open_settings
from qcompare.gui.window import Window
from tests.gui.test_window import told

Open = Callable[[], Window]
INI = QSettings.Format.IniFormat

DAMAGED = {
    "random": random.Random(7).randbytes(3000),  # noqa: S311
    "zeros": bytes(2000),
    "another program's": "[窗口]\n没有等号\n<xml/>\n".encode(),
    "UTF-16": "[General]\nzoom=15\n".encode("utf-16"),
    "an object": b'[General]\ngeometry=@Variant(\\0\\0\\0\\x7f\\xff\\xff)\nfolder="@Variant(\\0\\0\\0\\x7f)"\n',
    "an object in a list": b"[General]\ncomparison=/a.db, @DateTime(\\0\\0\\0\\x7f), 2\n",
}
WRONG = {
    "geometry=@ByteArray(nonsense)": "窗口位置",
    "geometry=@Rect(1 2 3 4)": "窗口位置",
    "panes=7": "窗格布局",
    "zoom=99999999999999999999999": "文字大小",
    "zoom=-3": "文字大小",
    "zoom=@Size(1 2)": "文字大小",
    "look=blinking": "外观",
    "comparison=/a.db, ²³, 1": "上次的比对",
    "comparison=7": "上次的比对",
    "comparison=/a.db, 99999999999999999999999, 1": "上次的比对",
    "row=x": "上次的比对",
    "chained=perhaps": "上次的比对",
    "folder=@Invalid()": "上次用的文件夹",
    "folder=a\\0b": "上次用的文件夹",
}


@pytest.fixture
def ini(data_home: Path) -> Path:
    path = data_home / "qcompare" / "window.ini"
    path.parent.mkdir(parents=True)
    return path


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_kept_beside_and_begun_anew(ini: Path, content: bytes) -> None:
    ini.write_bytes(content)
    settings, trouble = open_settings(ini)
    assert trouble is not None
    assert "已恢复为默认" in str(trouble)
    assert (ini.parent / "window.damaged").read_bytes() == content
    assert settings.allKeys() == []
    settings.setValue("zoom", 17)
    settings.sync()
    again, trouble = open_settings(ini)
    assert (str(again.value("zoom")), trouble) == ("17", None)


@pytest.mark.parametrize("line", WRONG)
def test_a_value_that_is_none_is_dropped_and_named(ini: Path, line: str) -> None:
    ini.write_text(f"[General]\n{line}\nmaker=\\x5f20\\x4e09\n", encoding="utf-8")
    settings, trouble = open_settings(ini)
    assert trouble is not None
    assert f"窗口设置中的{WRONG[line]}有误" in str(trouble)
    assert settings.allKeys() == ["maker"]
    assert settings.value("maker") == "张三"


def test_cut_or_flipped_anywhere_the_window_opens(open_window: Open, ini: Path, qtbot: QtBot) -> None:
    """Damage of every kind to the file of a real day: all of it is read, some of it is shown."""
    window = open_window()
    window.set_look("dark")
    window.close()
    whole, lot = ini.read_bytes(), random.Random(8)  # noqa: S311
    assert open_settings(ini)[1] is None
    for at in range(60):
        cut = whole[: len(whole) * at // 60]
        flipped = bytearray(whole)
        for _ in range(at % 5 + 1):
            flipped[lot.randrange(len(whole))] ^= 1 << lot.randrange(8)
        for damaged in (cut, bytes(flipped)):
            ini.write_bytes(damaged)
            open_settings(ini)
            if at == 20:
                opened = make_window(ini.parent / "library.db")
                qtbot.addWidget(opened)
                opened.show()
                assert opened.isVisible()
                assert opened.frameGeometry().intersects(opened.screen().geometry())


def test_the_window_says_what_was_reset(open_window: Open, ini: Path) -> None:
    ini.write_bytes(DAMAGED["random"])
    notice = told(open_window())
    assert notice is not None
    assert "窗口设置文件已损坏" in notice.problem
    assert str(ini) in notice.rest
    assert "规划库没有受到影响" in notice.rest


def test_a_window_left_on_a_screen_that_is_gone_comes_back(open_window: Open) -> None:
    window = open_window()
    window.move(-9000, -9000)
    window.close()
    again = open_window()
    assert again.frameGeometry().intersects(again.screen().geometry())


def test_a_folder_in_the_files_place_keeps_no_window_shut(open_window: Open, ini: Path) -> None:
    ini.mkdir()
    window = open_window()
    assert told(window) is not None
    window.close()
    assert ini.is_dir()


def test_a_write_that_fails_leaves_the_file_as_it_was(ini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a full disk does: there is no room for the second file."""
    import resource

    ini.write_text("[General]\nzoom=15\n", encoding="utf-8")
    settings, trouble = open_settings(ini)
    assert trouble is None
    settings.setValue("folder", "质" * 5000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        settings.sync()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert settings.status() is QSettings.Status.AccessError
    assert ini.read_text(encoding="utf-8") == "[General]\nzoom=15\n"
