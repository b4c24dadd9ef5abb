"""Makes the program offered for opening plans, and the one that opens its own files, for this user alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qcompare.errors import OutputError, QCompareError

NAME = "qcompare 规划文本比对"
LIBRARY_WORDS, PARCEL_WORDS = "qcompare 规划库", "qcompare 交换文件"
PARCEL_SUFFIX = ".qcmp"
PLAN_SUFFIXES = (".docx", ".doc", ".wps", ".pdf", ".ofd", ".txt", ".html", ".htm", ".mht", ".mhtml")
"""What the program is offered for. It never becomes what opens them by default: they belong to Word and WPS."""

_OFFERED = (
    f"右击 {'、'.join(PLAN_SUFFIXES[:7])}、.mht 文件，“打开方式”中可选 qcompare；双击仍用原来的程序",
    f"双击 {PARCEL_SUFFIX} 交换文件，由 qcompare 打开",
)
_STALE = "程序文件夹移动、改名或 U 盘换了位置后，请再关联一次；删除程序前请先取消关联"


def install() -> tuple[str, ...]:
    """Make the program known to the desktop and return what was done, a sentence each.

    Nothing needs an administrator: all of it lies in this user's own folders (Linux) or registry (Windows). Raises
    QCompareError where it cannot be written, or where the system is one we know no way for.
    """
    if sys.platform == "win32":
        from qcompare.openwith_windows import install as write
        from qcompare.openwith_windows import shortcut_words

        write(launcher())
        return (*_OFFERED, shortcut_words(), _STALE)
    _refuse_others()
    from qcompare.openwith_linux import install as make

    with _told_as("关联没有完成"):
        made = make(launcher())
    return (f"已加入应用程序菜单：{NAME}", *_OFFERED, "双击规划库文件（.db），由 qcompare 打开", *made, _STALE)


def remove() -> tuple[str, ...]:
    """Take back all that `install` made, and nothing else; return what was done."""
    if sys.platform == "win32":
        from qcompare.openwith_windows import remove as take_back
    else:
        _refuse_others()
        from qcompare.openwith_linux import remove as take_back
    with _told_as("取消关联没有完成"):
        there = take_back()
    return ("已取消关联" if there else "没有关联过，不需要取消",)


@contextmanager
def _told_as(words: str) -> Iterator[None]:
    """Say of what cannot be written what it is for: the user saves nothing and can choose no other place."""
    try:
        yield
    except OutputError as error:
        if sys.platform == "win32":
            raise
        advice = "请检查这个位置的权限和磁盘空间，或请管理员处理；不关联也可以用程序的“导入”打开规划文本"
        raise OutputError(f"{words}：{error.problem}", place=error.place, advice=advice) from error


def launcher() -> tuple[str, ...]:
    """Return the command that opens the window, the program by its full path."""
    windows = sys.platform == "win32"
    folder = Path(sys.executable).absolute().parent
    window = folder / ("qcompare-window.exe" if windows else "qcompare-window")
    if window.is_file():
        return (str(window),)
    return (str(folder / "pythonw.exe") if windows else sys.executable, "-m", "qcompare")


def _refuse_others() -> None:
    if not sys.platform.startswith("linux"):
        raise QCompareError("本系统不支持关联文件", advice="请从程序文件夹打开 qcompare-window")
