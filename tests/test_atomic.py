"""A file is written whole or not at all, and every failure is explained."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from qcompare.atomic import output_error, write_whole
from qcompare.errors import OutputError, QCompareError

TABLE = "条款号,来源\n二（三）9.,二（三）10.\n"

FILL_UP = """
import resource, sys
from pathlib import Path
from qcompare.atomic import write_whole
from qcompare.errors import OutputError
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    with write_whole(Path(sys.argv[1])) as temporary:
        temporary.write_bytes(b"x" * 100_000)
except OutputError as error:
    print(error)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write_half(path: Path, trouble: BaseException) -> None:
    with write_whole(path) as temporary:
        temporary.write_text("半", encoding="utf-8")
        raise trouble


def test_new_file_is_written_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    with write_whole(tmp_path / "溯源表.csv") as temporary:
        assert temporary.suffix == ".csv", "writers choose their format by suffix"
        temporary.write_text(TABLE, encoding="utf-8")
        assert names(tmp_path) == [temporary.name], "nothing stands under the real name yet"
    assert (tmp_path / "溯源表.csv").read_text(encoding="utf-8") == TABLE
    assert names(tmp_path) == ["溯源表.csv"]


def test_old_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "溯源表.csv"
    target.write_text("旧", encoding="utf-8")
    target.chmod(0o640)
    with write_whole(target) as temporary:
        temporary.write_text(TABLE, encoding="utf-8")
    assert target.read_text(encoding="utf-8") == TABLE
    assert stat.S_IMODE(target.stat().st_mode) == (0o640 if os.name == "posix" else 0o666)


@pytest.mark.parametrize("trouble", [ValueError("our bug"), KeyboardInterrupt(), OutputError("已取消")])
def test_failure_leaves_the_old_file_and_removes_the_new(tmp_path: Path, trouble: BaseException) -> None:
    target = tmp_path / "备忘录.pdf"
    target.write_text("旧", encoding="utf-8")
    with pytest.raises(type(trouble)):
        write_half(target, trouble)
    assert target.read_text(encoding="utf-8") == "旧"
    assert names(tmp_path) == ["备忘录.pdf"]


def test_a_missing_font_is_not_explained_as_an_output_trouble(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), write_whole(tmp_path / "备忘录.pdf"):
        (tmp_path / "font.ttf").read_bytes()
    assert names(tmp_path) == []


def test_an_error_wrapped_by_a_library_is_explained(tmp_path: Path) -> None:
    wrapped = RuntimeError("FileCreateError")
    wrapped.__context__ = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(OutputError, match="磁盘空间不足"):
        write_half(tmp_path / "表.xlsx", wrapped)
    assert names(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="file size limits are POSIX")
def test_full_disk(tmp_path: Path) -> None:
    target = tmp_path / "备忘录.pdf"
    target.write_text("旧", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", FILL_UP, str(target)],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert run.stdout == f"{target}：磁盘空间不足，文件没有写入。请清理磁盘后重试，或换一个位置保存。\n"
    assert target.read_text(encoding="utf-8") == "旧"
    assert names(tmp_path) == ["备忘录.pdf"]


def test_folder_missing_folder_device_and_read_only_are_refused(tmp_path: Path) -> None:
    locked = tmp_path / "定稿.csv"
    locked.write_text("定稿", encoding="utf-8")
    locked.chmod(0o444)
    cases = [(tmp_path, "这是文件夹"), (tmp_path / "无" / "表.csv", "文件夹不存在"), (locked / "表.csv", "不是文件夹")]
    cases.append((tmp_path / ("质" * 200), "文件名太长"))
    if os.name == "posix":
        cases.append((Path("/dev/null"), "这是设备"))
    if not os.access(locked, os.W_OK):
        cases.append((locked, "只读"))
    for path, problem in cases:
        with pytest.raises(OutputError, match=problem) as caught, write_whole(path):
            raise AssertionError("the block must not run")
        assert caught.value.place == str(path)
        assert caught.value.advice
    assert names(tmp_path) == ["定稿.csv"]


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need a privilege on Windows")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("旧", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to("real.csv")
    with write_whole(tmp_path / "link.csv") as temporary:
        temporary.write_text(TABLE, encoding="utf-8")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text(encoding="utf-8") == TABLE


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.ENOENT, "文件夹不存在"),
        (errno.ENOTDIR, "不是文件夹"),
        (errno.ENAMETOOLONG, "太长"),
        (errno.EROFS, "磁盘是只读的"),
        (errno.EACCES, "没有写入权限"),
        (errno.EIO, "故障"),
    ],
)
def test_every_trouble_has_its_words(number: int, word: str) -> None:
    error = output_error(Path("表.xlsx"), OSError(number, "x"))
    assert isinstance(error, QCompareError)
    assert word in error.problem
    assert error.place == "表.xlsx"
    assert error.advice


def test_a_file_open_in_excel_on_windows_is_named_as_such() -> None:
    error = PermissionError(errno.EACCES, "x")
    error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
    assert "正被其他程序打开" in output_error(Path("表.xlsx"), error).problem
