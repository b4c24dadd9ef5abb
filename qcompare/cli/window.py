"""Opens the window, if there is a screen and Qt to open it with."""

from __future__ import annotations

import os
import sys

from qcompare.cli.arguments import Request
from qcompare.errors import QCompareError

_LINUX_HINT = "请安装图形库（Debian、统信、麒麟：sudo apt install libgl1 libegl1 libxkbcommon0 libxcb-cursor0）"


def has_screen() -> bool:
    """Tell whether a window can be shown here: always on Windows and macOS, elsewhere in a graphical session."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def window(request: Request) -> int:
    """Open the window and stay until it is closed. Raises QCompareError where it cannot be opened."""
    # Qt ends the whole process when it finds no screen, so this must be asked before; QT_QPA_PLATFORM can do without one.
    if not has_screen() and not os.environ.get("QT_QPA_PLATFORM"):
        raise QCompareError(
            "没有可用的屏幕，无法打开窗口",
            advice="请在图形桌面中运行；也可以用命令完成工作，见 qcompare --help",
        )
    try:
        from qcompare.gui.app import run
    except ImportError as error:
        if not _is_about_qt(error):
            raise
        advice = _LINUX_HINT if sys.platform.startswith("linux") else "请重新安装本程序"
        raise QCompareError("缺少图形组件，无法打开窗口", advice=f"{advice}；不用窗口的命令仍可使用") from error
    return run(request.library)


def _is_about_qt(error: ImportError) -> bool:
    """Tell whether PySide6 is missing, or a system library that it needs ("libGL.so.1: cannot open …")."""
    return (error.name or "").split(".")[0] in {"PySide6", "shiboken6"} or ".so" in str(error)
