"""The handler of last resort: whatever nobody foresaw ends here, the work is saved first, then the user is told."""

from __future__ import annotations

import logging
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import PySide6
from PySide6.QtCore import QMessageLogContext, QObject, Qt, QThread, QtMsgType, Signal, qInstallMessageHandler, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from qcompare.atomic import write_whole
from qcompare.bugreport import Circumstances, place_of, report_of
from qcompare.errors import QCompareError
from qcompare.gui.troubles import tell_in_box
from qcompare.logbook import Warnings, note, note_bug

if TYPE_CHECKING:
    from qcompare.gui.frame import Frame

_LOG = logging.getLogger("qcompare.qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_KEPT = 20
"""Bugs kept for the report; the same one again is counted once."""

_SAVED = "正在输入的内容已经保存，规划库没有受到影响，可以继续使用。"
_NOT_SAVED = "正在输入的内容未能保存，请先复制到别处。规划库没有受到影响。"
_ASK = (
    "如反复出现，请点“保存报告…”，将报告交给维护人员。报告只有程序版本、出错位置和操作名称，不含规划文本。"
    "经过也已记入日志：帮助 → 打开日志文件夹。"
)


class LastResort(QObject):
    """Takes every error that nothing else has caught, from any thread, and every warning of Qt's."""

    met = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._window: Frame | None = None
        self._errors: list[BaseException] = []
        self._qt = Warnings()
        self.box: QMessageBox | None = None
        self.met.connect(self._tell, Qt.ConnectionType.QueuedConnection)  # not from within a paint event

    def install(self) -> None:
        """Stand behind the interpreter's hooks and Qt's."""
        sys.excepthook = self.handle
        screens = " ".join(
            f"{s.size().width()}x{s.size().height()}@{s.devicePixelRatio():g}" for s in QGuiApplication.screens()
        )
        note(
            "qt",
            version=qVersion(),
            pyside=PySide6.__version__,
            platform=QGuiApplication.platformName(),
            screens=screens,
        )
        sys.unraisablehook = self._unraisable
        threading.excepthook = self._in_thread
        qInstallMessageHandler(self._qt_said)

    def watch(self, window: Frame) -> None:
        """Save what this window has in hand before telling of a bug, and say in the report what it was doing."""
        self._window = window

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Save, show the error in full on the terminal, and tell the user soon."""
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
            return
        note_bug(error)
        if QThread.currentThread() is self.thread():
            self._save()
        self.met.emit(error.with_traceback(trace))

    def report(self) -> str:
        """Return the report on the bugs met so far."""
        libraries = (
            f"Qt：{qVersion()}，PySide6 {PySide6.__version__}，{QGuiApplication.platformName()}",
            f"屏幕缩放：{QGuiApplication.primaryScreen().devicePixelRatio():g}",
        )
        window = self._window
        if window is None:
            return report_of(self._errors, Circumstances(libraries))
        return report_of(self._errors, Circumstances(libraries, window.sizes(), tuple(window.asked)))

    def _unraisable(self, what: Any) -> None:
        """Take an error raised where none can be: in a destructor, or a callback of Qt's."""
        if what.exc_value is not None:
            self.handle(what.exc_type, what.exc_value, what.exc_traceback)

    def _in_thread(self, what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None:
            self.handle(what.exc_type, what.exc_value, what.exc_traceback)

    def _qt_said(self, kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        _LOG.log(_LEVELS[kind], "%s", message)
        self._qt.note(_LEVELS[kind], getattr(context, "category", "") or "", message or "")
        if kind is QtMsgType.QtFatalMsg:  # Qt ends the program when this returns
            self._save()

    def _save(self) -> bool:
        """Let everything that is being typed be saved; return whether it was. One that fails does not stop the others."""
        saved = True
        for save in self._window.save_first if self._window is not None else ():
            try:
                save()
            except Exception:  # a second bug on the way out must not hide the first
                saved = False
        return saved

    def _tell(self, error: BaseException) -> None:
        saved = self._save()
        place = place_of(error)
        if len(self._errors) < _KEPT and place not in map(place_of, self._errors):
            self._errors.append(error)
        if self.box is None:
            self.box = self._box()
            self.box.open()
        self.box.setInformativeText(f"{_SAVED if saved else _NOT_SAVED}\n\n{_ASK}")

    def _box(self) -> QMessageBox:
        box = QMessageBox(QApplication.activeWindow())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Critical)
        box.setWindowTitle("qcompare")
        box.setText("程序出现意外错误，刚才的操作没有完成。")
        report = box.addButton("保存报告…", QMessageBox.ButtonRole.ActionRole)
        report.clicked.disconnect()  # else the box closes before the report is seen to be saved
        report.clicked.connect(self.ask_report)
        usual = box.addButton("继续使用", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(usual)
        box.setEscapeButton(usual)
        box.finished.connect(self._closed)
        return box

    def _closed(self) -> None:
        self.box = None

    def ask_report(self) -> QFileDialog:
        """Ask where to save the report."""
        dialog = QFileDialog(self.box, "保存报告", str(Path.home() / "qcompare-错误报告.txt"), "文本文件 (*.txt)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.fileSelected.connect(self._write)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _write(self, name: str) -> None:
        try:
            with write_whole(Path(name)) as temporary:
                temporary.write_text(self.report() + "\n", encoding="utf-8")
        except QCompareError as error:
            tell_in_box(error, self.box)
            return
        if self.box is not None:
            self.box.setInformativeText(f"报告已保存：{name}\n{_SAVED}")
