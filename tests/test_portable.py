"""Carried on a stick the program keeps everything beside itself; a slip in its ini file is told with the line."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path

import pytest

from qcompare import paths
from qcompare.cli.window import _hand_over
from qcompare.errors import LibraryError
from tests.conftest import Run


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a program as it is built, which runs."""
    folder = tmp_path / "U 盘" / "qcompare"
    folder.mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "qcompare.exe"))
    return folder


def test_from_source_nothing_is_portable(data_home: Path) -> None:
    assert paths.default_library() == data_home / "qcompare" / "library.db"


def test_a_program_with_nothing_beside_it_keeps_to_the_users_folder(stick: Path, data_home: Path) -> None:
    assert paths.default_library() == data_home / "qcompare" / "library.db"
    assert paths.library_words(paths.default_library()) == str(paths.default_library())
    assert list(stick.iterdir()) == []


@pytest.mark.parametrize(
    ("ini", "library"),
    [
        (None, "library/library.db"),
        (b"", "library/library.db"),
        ("\ufeff[qcompare]\r\nlibrary =\r\n".encode(), "library/library.db"),
        ("# 质量处\n[qcompare]\nlibrary = 质量处的库\n".encode(), "质量处的库/library.db"),
        ("[qcompare]\r\nlibrary=质量处的库\r\n".encode("gb18030"), "质量处的库/library.db"),
        ('[qcompare]\nlibrary = "../共用/质量.db"\n'.encode(), "../共用/质量.db"),
        (b"[qcompare]\nLibrary = 100%\n", "100%/library.db"),
        ("[qcompare]\r\nlibrary = 质量处的库\r\n".encode("utf-16"), "质量处的库/library.db"),
        ("[qcompare]\nlibrary = 处室\\规划库\n".encode(), "处室/规划库/library.db"),
    ],
)
def test_everything_is_kept_where_the_program_says(
    stick: Path, data_home: Path, ini: bytes | None, library: str
) -> None:
    if ini is None:
        (stick / "library").mkdir()
    else:
        (stick / "qcompare.ini").write_bytes(ini)
    assert paths.default_library(make=False) == stick / library
    assert paths.default_library() == stick / library
    assert paths.user_folder() == (stick / library).parent
    assert paths.user_folder().is_dir()
    assert paths.library_words(stick / library).endswith("（便携模式，由程序文件夹指定）")
    assert not (data_home / "qcompare").exists()


def test_an_absolute_path_holds_as_it_is(stick: Path, tmp_path: Path) -> None:
    (stick / "qcompare.ini").write_text(f"[qcompare]\nlibrary = {tmp_path / '共享'}\n", encoding="utf-8")
    assert paths.default_library() == tmp_path / "共享" / "library.db"


@pytest.mark.parametrize(
    ("ini", "line", "problem"),
    [
        ("library = D:/库\n", 1, "缺少“[qcompare]”"),
        ("[qcompare]\nD:/库\n", 2, "看不懂"),
        ("[qcompare]\n\nlibary = D:/库\n", 3, "没有“libary”这一项"),
        ("; 说明\n[规划库]\nlibrary = D:/库\n", 2, "没有“[规划库]”这一节"),
        ("[DEFAULT]\nlibrary = D:/库\n", 1, "没有“[DEFAULT]”这一节"),
        ("[qcompare]\nlibrary = D:/库\nlibrary = E:/库\n", 3, "写了两次"),
        ("[qcompare]\nlibrary = D:/库\n   E:/库\n", 2, "写成了几行"),
    ],
)
def test_a_slip_is_told_with_its_line(run: Run, stick: Path, ini: str, line: int, problem: str) -> None:
    (stick / "qcompare.ini").write_text(ini, encoding="utf-8")
    status, out, err = run("list")
    assert (status, out) == (2, "")
    assert f"错误：{stick / 'qcompare.ini'}：设置文件第 {line} 行有误：" in err
    assert problem in err
    assert "请改成" in err


@pytest.mark.parametrize("written", ["~/规划库", "$PLACE/规划库"])
def test_the_users_folder_and_variables_stand_for_what_the_system_says(
    stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    for name in ("HOME", "USERPROFILE", "PLACE"):
        monkeypatch.setenv(name, str(tmp_path))
    (stick / "qcompare.ini").write_text(f"[qcompare]\nlibrary = {written}\n", encoding="utf-8")
    assert paths.default_library(make=False) == tmp_path / "规划库" / "library.db"


@pytest.mark.skipif(os.name != "posix", reason="what Windows knows")
@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("D:\\处室\\规划库", "这是 Windows 的路径"),
        ("\\\\server\\gh\\规划库", "这是 Windows 的路径"),
        ("%APPDATA%\\规划库", "没有环境变量 %APPDATA%"),
    ],
)
def test_what_another_system_means_becomes_no_file_of_that_name(stick: Path, written: str, problem: str) -> None:
    (stick / "qcompare.ini").write_text(f"[qcompare]\n\nlibrary = {written}\n", encoding="utf-8")
    with pytest.raises(LibraryError, match=f"第 3 行有误：.*{problem}"):
        paths.default_library()
    assert [file.name for file in stick.iterdir()] == ["qcompare.ini"]


def test_a_place_that_cannot_be_made_is_told_with_the_file_that_names_it(stick: Path) -> None:
    (stick / "共用").touch()
    (stick / "qcompare.ini").write_text("[qcompare]\nlibrary = 共用/规划库\n", encoding="utf-8")
    with pytest.raises(LibraryError, match="设置文件指定的规划库位置无法使用") as told:
        paths.default_library()
    assert str(stick / "qcompare.ini") in told.value.advice


@pytest.mark.parametrize("ini", [b"\xff\xfe\x00", b"\x00\x01\x02=\xff\xff\xff"])
def test_what_is_no_text_is_told(stick: Path, ini: bytes) -> None:
    (stick / "qcompare.ini").write_bytes(ini)
    with pytest.raises(LibraryError, match="设置文件"):
        paths.default_library()


def test_the_library_and_what_goes_with_it_stay_on_the_stick(run: Run, stick: Path, data_home: Path) -> None:
    (stick / "qcompare.ini").touch()
    plan = stick / "质量强区方案.txt"
    plan.write_text("质量强区建设实施方案\n一、总体要求\n推动高质量发展。\n", encoding="utf-8")
    assert run("import", plan)[0] == 0
    status, out, _ = run("list")
    assert status == 0
    assert f"规划库：{stick / 'library' / 'library.db'}（便携模式" in out
    assert "（便携模式" in run("check")[1]
    assert {file.name for file in (stick / "library").iterdir()} == {"library.db", "backups", "logs"}
    assert not data_home.exists()


def test_a_locked_stick_is_read_and_settings_go_to_the_users_folder(
    stick: Path, data_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stick / "library").mkdir()
    (stick / "library" / "library.db").touch()

    def locked(dir: Path) -> None:  # noqa: A002 - as the standard library names it
        raise OSError(errno.EROFS, "Read-only file system", str(dir))

    monkeypatch.setattr(tempfile, "TemporaryFile", locked)  # we may be root, who may write anywhere
    assert paths.default_library() == stick / "library" / "library.db"
    assert paths.user_folder() == data_home / "qcompare"


def test_at_an_icon_the_window_tells_of_the_slip(stick: Path) -> None:
    """A program without a terminal has nowhere else to tell it."""
    (stick / "qcompare.ini").write_text("library = 规划库\n", encoding="utf-8")
    with pytest.raises(LibraryError):
        paths.default_library(make=False)
    assert not _hand_over(None, ())
