"""What the window has to do with the desktop around it: files it is given, the folder of the log, and “打开方式”."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from qcompare import openwith
from qcompare.errors import OutputError, QCompareError
from qcompare.given import Given, kind_of
from qcompare.gui.dialogs import confirm
from qcompare.gui.troubles import tell, tell_in_box
from qcompare.logbook import log_folder

if TYPE_CHECKING:
    from qcompare.gui.window import Window

_ASK = "同一文本不重复存入；双方决定不同的，以本库的为准，对方的也保留。"
_OPEN_WITH = (
    f"关联后，右击规划文本（{'、'.join(openwith.PLAN_SUFFIXES[:6])} 等），“打开方式”中可选 qcompare，双击仍用原来的程序；"
    f"双击交换文件（{openwith.PARCEL_SUFFIX}），用 qcompare 打开。\n\n"
    "只对当前用户有效，不需要管理员权限，可随时取消。程序在 U 盘上或今后会移动的，移动后须再关联一次。"
)


class Desktop(QObject):
    """Carries out what one window is asked by the desktop, and what its user asks of the desktop."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._plans: list[Path] = []
        self._parcels: list[Path] = []
        self._agreed: list[Path] = []
        window.jobs.busy_changed.connect(self._later)
        window.jobs.failed.connect(self._ask_again)

    # files that the window is given

    def come(self, files: Sequence[Path]) -> None:
        """Come to the front and open files: the user started the program once more."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        self.open_files(files)

    def open_files(self, files: Sequence[Path]) -> None:
        """Import plans and folders, and ask whether to take in what comes from a colleague, as soon as no job is under way."""
        for file in files:
            (self._plans if kind_of(file) is Given.PLAN else self._parcels).append(file)
        self._go_on()

    def leave(self) -> tuple[Path, ...]:
        """Return the files that are still to be opened, which another window will do."""
        files = (*self._plans, *self._agreed, *self._parcels)
        self._plans, self._agreed, self._parcels = [], [], []
        return files

    def _ask_again(self) -> None:
        """Ask about the parcels that are left: what went wrong with one would be gone from sight when the next begins."""
        self._parcels = [*self._agreed, *self._parcels]
        self._agreed = []

    def _later(self, busy: bool) -> None:
        if not busy:
            QTimer.singleShot(0, self, self._go_on)  # the job's result is used first, and may begin another

    def _go_on(self) -> None:
        if self._window.jobs.busy:
            return
        plans, self._plans = self._plans, []
        if plans:
            self._window.import_files(plans)
        elif self._agreed:
            self._window.care.unpack(self._agreed.pop(0))
        elif self._parcels:
            parcels, self._parcels = self._parcels, []
            self.ask_unpack(parcels)

    def ask_unpack(self, parcels: Sequence[Path]) -> QMessageBox | None:
        """Ask whether to take in files that came from outside; in a window that only reads say that it cannot be."""
        window = self._window
        refusal = window.access.refusal(parcels)
        if refusal is not None:
            tell(refusal, window)
            return None
        names = "、".join(parcel.name for parcel in parcels)
        question = f"把 {names} 并入规划库？"
        return confirm(window, "并入同事的文件", question, _ASK, ("并入", partial(self._agree, parcels)))

    def _agree(self, parcels: Sequence[Path]) -> None:
        self._agreed += parcels
        self._go_on()

    # what the user asks of the desktop

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

    def ask_open_with(self) -> QMessageBox:
        """Ask whether the program is to be offered for opening files, or no longer."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, "关联文件", "<b>从文件管理器打开规划文本</b>", parent=self._window)
        box.setInformativeText(_OPEN_WITH)
        install = box.addButton("关联", QMessageBox.ButtonRole.AcceptRole)
        remove = box.addButton("取消关联", QMessageBox.ButtonRole.DestructiveRole)
        box.setEscapeButton(box.addButton("关闭", QMessageBox.ButtonRole.RejectRole))
        install.clicked.connect(lambda: self._associate(box, install=True))
        remove.clicked.connect(lambda: self._associate(box, install=False))
        box.finished.connect(box.deleteLater)
        box.open()
        return box

    def _associate(self, box: QMessageBox, *, install: bool) -> None:
        try:
            said = openwith.install() if install else openwith.remove()
        except QCompareError as error:
            tell_in_box(error, self._window)
            return
        box.close()
        done = QMessageBox(QMessageBox.Icon.Information, "关联文件", f"{said[0]}。", parent=self._window)
        done.setInformativeText("\n".join(f"{line}。" for line in said[1:]))
        done.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        done.finished.connect(done.deleteLater)
        done.open()
