"""Opens the window, if there is a screen and Qt to open it with."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from qcompare.cli.arguments import Request
from qcompare.errors import QCompareError, UsageError
from qcompare.logbook import note

_PACKAGES = "libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
_LINUX_HINT = f"请安装图形库（Debian、统信、麒麟：sudo apt install {_PACKAGES}）"
_XCB_LIBRARIES = ("libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1", "libxkbcommon-x11.so.0")


def has_screen() -> bool:
    """Tell whether a window can be shown here: always on Windows and macOS, elsewhere in a graphical session.

    A DISPLAY of this machine that nobody serves (left over in a container) counts for nothing.
    """
    if sys.platform in {"win32", "darwin"}:
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    display = os.environ.get("DISPLAY", "")
    number = display.removeprefix("unix").removeprefix(":").split(".")[0]
    return bool(display) and (not number.isdecimal() or Path(f"/tmp/.X11-unix/X{number}").exists())  # noqa: S108 - X's own


def window(request: Request) -> int:
    """Open the window and stay until it is closed; names, if any, are the plans of the library to show, the base first.

    Files that are given are opened in it; a library among them is the one shown. A window that has the library open gets
    them instead.

    Raises QCompareError where it cannot be opened.
    """
    try:
        library, files = _given(request)
    except QCompareError as error:
        if _was_clicked():
            from qcompare.gui.app import tell_alone

            tell_alone(error)
        raise
    if not request.names and _hand_over(library, files):
        note("handed over", files=len(files))
        return 0
    # Qt ends the whole process when it finds no screen or lacks a library for it, so we must look before it does.
    # QT_QPA_PLATFORM chooses another way to show windows, which may need neither.
    if not os.environ.get("QT_QPA_PLATFORM"):
        _refuse_without_screen()
    try:
        from qcompare.gui.app import run
    except ImportError as error:
        if not _is_about_qt(error):
            raise
        advice = _LINUX_HINT if sys.platform.startswith("linux") else "请重新安装本程序"
        raise QCompareError("缺少图形组件，无法打开窗口", advice=f"{advice}；不用窗口的命令仍可使用") from error
    base, *targets = request.names or ("",)
    return run(library, files=files, comparison=(base, targets) if targets else None)


def _given(request: Request) -> tuple[Path | None, tuple[Path, ...]]:
    """Return the library to open, which may be one of the files the user gave, and the other files."""
    if not request.files:
        return request.library, ()
    from qcompare.given import Given, kind_of

    libraries = [file for file in request.files if kind_of(file) is Given.LIBRARY]
    if len(libraries) > 1 or (libraries and request.library is not None):
        raise UsageError("一次只能打开一个规划库", advice="请只写一个规划库文件")
    return (*libraries, request.library)[0], tuple(file for file in request.files if file not in libraries)


def _hand_over(library: Path | None, files: Sequence[Path]) -> bool:
    """Let the window that has the library open already open the files; here none is opened then."""
    from qcompare.handing import hand_over
    from qcompare.paths import default_library

    try:
        path = library or default_library(make=False)
    except QCompareError:  # the window tells of it where there is no terminal to tell it on
        return False
    return hand_over(path.absolute(), files)


def _was_clicked() -> bool:
    """Tell whether the program was started by an icon, where nobody sees what is printed; on Windows main shows that itself."""
    if sys.platform == "win32" or Path(sys.argv[0]).name != "qcompare-window" or not has_screen():
        return False
    return sys.stderr is None or not sys.stderr.isatty()


def _refuse_without_screen() -> None:
    if not has_screen():
        raise QCompareError(
            "没有可用的屏幕，无法打开窗口",
            advice="请在图形桌面中运行；也可以用命令完成工作，见 qcompare --help",
        )
    if sys.platform.startswith("linux") and not os.environ.get("WAYLAND_DISPLAY"):
        try:
            for name in _XCB_LIBRARIES:
                ctypes.CDLL(name)
        except OSError as error:
            raise QCompareError(
                "缺少图形组件，无法打开窗口", advice=f"{_LINUX_HINT}；不用窗口的命令仍可使用"
            ) from error


def _is_about_qt(error: ImportError) -> bool:
    """Tell whether PySide6 is missing, or a system library that it needs ("libGL.so.1: cannot open …")."""
    return (error.name or "").split(".")[0] in {"PySide6", "shiboken6"} or ".so" in str(error)
