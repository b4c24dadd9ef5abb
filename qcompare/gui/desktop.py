"""What the window has to do with the desktop around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from qcompare.errors import OutputError, QCompareError
from qcompare.gui.troubles import tell
from qcompare.logbook import log_folder

if TYPE_CHECKING:
    from qcompare.gui.window import Window


class Desktop(QObject):
    """Carries out what one window's user asks of the desktop."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window

    def open_log(self) -> None:
        """Open the folder of the log in the desktop's file manager, or say where it lies."""
        try:
            folder = log_folder()
        except OSError:
            tell(OutputError("无法建立日志文件夹", advice="请检查磁盘空间和权限"), self._window)
            return
        except QCompareError as error:
            tell(error, self._window)
            return
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        self._window.say(f"日志文件夹：{folder}" if opened else f"请用文件管理器打开日志文件夹：{folder}")
