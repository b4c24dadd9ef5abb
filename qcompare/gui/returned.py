"""Reads remarks back that reviewers wrote into a table, and shows what became of those that need looking at."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qcompare.gui import jobs
from qcompare.returns import FATE_WORDS, Fate, Returned, tell

if TYPE_CHECKING:
    from qcompare.gui.window import Window

_FILTER = "填好意见的对照表 (*.xlsx *.docx);;所有文件 (*)"
_ABOUT = "下列意见请逐条看一下。未能放置的可以复制出来，在窗口中补录。"
_HEADS = ("位置", "条款号", "结果", "意见")
_WIDTHS = (150, 110, 260)


class Returning(QObject):
    """Asks for a table that came back, reads it off the GUI thread, and lets the desk make what it says."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window

    def ask(self) -> QFileDialog:
        """Ask which table to read back."""
        dialog = QFileDialog(self._window, "读回审核意见", self._window.folder(), _FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.read(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def read(self, path: Path) -> None:
        """Read a table back; what is being typed is kept first, so that the two meet."""
        window = self._window
        window.deciding.save()
        moment = window.desk.moment
        job = partial(jobs.read_remarks, window.library, path)
        window.jobs.start("正在读回审核意见", job, lambda found: self._show(path, found, moment))

    def _show(self, path: Path, found: Returned, moment: int) -> None:
        window = self._window
        if window.desk.since(moment):  # something was said meanwhile, which the job has not seen
            self.read(path)
            return
        if found.changes and not window.desk.make(found.changes, f"读回审核意见 {len(found.changes)} 条"):
            return  # the desk has told why
        base, targets = window.compared
        if any(change.base != base or change.target not in targets for change in found.changes):
            window.compare_again()  # another version of what is shown was spoken of
        window.say(f"{path.name}：{found.words}")
        if found.told:
            ReturnedDialog(found, window).show()


class ReturnedDialog(QDialog):
    """Lists the remarks that did not simply go where they belong: their place, what they say, what became of them."""

    def __init__(self, found: Returned, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("读回审核意见")
        self.resize(900, 440)
        self._found = found
        told = sorted(found.told, key=lambda outcome: outcome.fate is not Fate.UNPLACED)
        self.table = QTableWidget(len(told), len(_HEADS), self)
        self.table.setHorizontalHeaderLabels(list(_HEADS))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName("读回审核意见的结果")
        self.table.verticalHeader().hide()
        for row, outcome in enumerate(told):
            remark = outcome.remark
            result = "，".join(filter(None, (FATE_WORDS[outcome.fate], outcome.why)))
            for at, text in enumerate((remark.place, remark.clause, result, remark.words or "（空）")):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                self.table.setItem(row, at, item)
        self.copy = QPushButton("复制全部(&C)", self)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(tell(told)))
        self._lay_out()

    def _lay_out(self) -> None:
        header = self.table.horizontalHeader()
        for at, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(at, width)
        header.setSectionResizeMode(len(_WIDTHS), QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        words = QLabel(f"{self._found.words}。", self)
        words.setWordWrap(True)
        about = QLabel(_ABOUT, self)
        about.setWordWrap(True)
        close = QPushButton("关闭", self)
        close.clicked.connect(self.accept)
        beside = QHBoxLayout()
        beside.addWidget(self.copy)
        beside.addStretch(1)
        beside.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(words)
        column.addWidget(about)
        column.addWidget(self.table, 1)
        column.addLayout(beside)
        close.setDefault(True)
