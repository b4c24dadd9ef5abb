"""The dialog in which a memo is composed, looked at as it will be on paper, saved and printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QStatusBar,
    QVBoxLayout,
    QWidget,
)

from qcompare.atomic import write_whole
from qcompare.dossier import Dossier, Selection
from qcompare.errors import QCompareError
from qcompare.gui.help import HelpWindow, open_help
from qcompare.gui.jobrunner import JobRunner
from qcompare.gui.latest import Latest
from qcompare.gui.preview import PreviewPane
from qcompare.gui.printing import pages_asked, print_pages
from qcompare.gui.profile_form import ProfileForm
from qcompare.gui.saving import MEMO, ask_path, check_name, proposed_name, saved_words
from qcompare.gui.troubles import tell
from qcompare.gui.worker import Progress
from qcompare.profiles import FULL, Part, Profile, profiles_file

if TYPE_CHECKING:
    from qcompare.gui.window import Window

MAKER, PROFILE = "maker", "profile"
"""The settings that remember who makes the memos, and which profile was used last."""

_REST = 500
"""Milliseconds without an edit after which the preview is made anew."""

_SHARE = 0.92
"""Of the window's width and height that the dialog takes at first."""

_INDENT = 20
"""Pixels before words that belong to a box to tick: its own words begin there."""

_MAKING, _LATER = "正在排版…", "排版完成后接着处理"
_STOPPED, _STOPPING, _SAVING = "已停止", "正在停止…", "正在保存，请稍候"
_EMPTY = "没有选中任何内容。请在左侧至少勾选一项。"


@dataclass(frozen=True, slots=True)
class Wish:
    """A memo to be made: of what, and holding what."""

    dossier: Dossier
    profile: Profile


class MemoDialog(QDialog):
    """Asks on the left what the memo is to hold and shows it on the right. What is saved and printed is what is shown.

    `selection` has the rows that the window's filters leave; `making` makes the memos, in the background.
    """

    said = Signal(str)
    """What was saved or printed."""

    def __init__(self, dossier: Dossier, selection: Selection | None, making: Latest, window: Window) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("比对备忘录")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._window, self._dossier, self._selection, self._making = window, dossier, selection, making
        self._made: bytes | None = None
        self._wish: Wish | None = None
        self._then: Callable[[bytes], object] | None = None
        self._printing = False
        used = str(window.settings.value(PROFILE, FULL.name))
        self.form = ProfileForm(profiles_file(window.library), used, window.folder, self)
        self.form.set_read_only(window.access.why)
        self.maker = QLineEdit(dossier.maker, self)
        self.narrow = QCheckBox("只含窗口中显示的行(&W)", self)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setIndent(_INDENT)
        self.pane = PreviewPane(self)
        self.bar = QStatusBar(self)
        self.jobs = JobRunner(self.bar)
        self.save = self._button("保存为 PDF(&S)…", self.ask_save)
        self.print = self._button("打印(&P)…", self.ask_print)
        self.leave = self._button("关闭(&C)", self.reject)
        self._fill()
        self._lay_out()
        self._rest = QTimer(self, interval=_REST, singleShot=True)
        self._wire()
        self._ask()

    @property
    def wish(self) -> Wish:
        """The memo that is asked for now."""
        chosen = self._selection if self.narrow.isChecked() else None
        return Wish(replace(self._dossier, selection=chosen, maker=self.maker.text().strip()), self.form.profile)

    @property
    def made(self) -> bytes | None:
        """The memo shown, as its file would hold it; None while one is being made."""
        return self._made

    # dialogs

    def ask_save(self) -> QFileDialog:
        """Ask where to save the memo."""
        name = proposed_name(self._dossier.collation, MEMO)
        return ask_path(MEMO, name, self._window.folder(), lambda chosen: self._save(Path(chosen)), self)

    def ask_print(self) -> QDialog:
        """Ask on which printer to print which pages; where there is no printer, offer to save the memo instead."""
        return self.ask_printer() if QPrinterInfo.availablePrinterNames() else self._tell_no_printer()

    def ask_printer(self) -> QPrintDialog:
        """Ask on which printer to print which pages."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(proposed_name(self._dossier.collation, MEMO).removesuffix(".pdf"))
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印比对备忘录")
        for option in (QPrintDialog.PrintDialogOption.PrintCurrentPage, QPrintDialog.PrintDialogOption.PrintPageRange):
            dialog.setOption(option)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintShowPageSize, on=False)
        pages = max(1, self.pane.preview.pages)
        dialog.setMinMax(1, pages)
        dialog.setFromTo(1, pages)
        dialog.accepted.connect(lambda: self._print(printer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)
        return dialog

    def show_help(self) -> HelpWindow:
        """Open the help at what is sent out."""
        return open_help("export", self._window.style_now.theme, self)

    def done(self, result: int) -> None:
        """Close, unless something is being written or printed, or is to be: that is stopped first, and said so."""
        if self.jobs.busy:
            if self._printing:
                self.jobs.cancel()  # a file takes a moment, and may be written by now: how that ends is awaited
            self.bar.showMessage(_STOPPING if self._printing else _SAVING)
            return
        if self._then is not None:
            self._wait_for(None)
            self.bar.showMessage(_STOPPED)
            return
        self._rest.stop()
        self._making.done.disconnect(self._show)
        self._making.failed.disconnect(self._fail)
        self.pane.preview.clear()
        self._window.settings.setValue(MAKER, self.maker.text().strip())
        self._window.settings.setValue(PROFILE, self.form.profile.name)
        super().done(result)

    # the preview

    def _edited(self) -> None:
        """Grey what is shown at once, and make it anew when the user rests."""
        self._made = None
        self.pane.preview.veil(_MAKING)
        self._rest.start()
        self._allow()

    def _ask(self) -> None:
        self._wish = self.wish
        if self._wish.profile.parts:
            self.pane.preview.veil(_MAKING)
            self._making.ask(self._wish)
        else:
            self.pane.preview.veil(_EMPTY)

    def _show(self, wish: object, made: object) -> None:
        """Show a memo, if nothing else is wanted by now."""
        if wish is not self._wish or self._rest.isActive():
            return
        assert isinstance(made, bytes)
        self._made = made
        self.pane.show_pdf(made)
        then = self._then
        self._wait_for(None)
        if then is not None:
            then(made)

    def _wait_for(self, then: Callable[[bytes], object] | None) -> None:
        """Note what is to be done with the memo once it is made; one thing at a time, so that none is lost."""
        self._then = then
        self._allow()

    def _fail(self, error: Exception) -> None:
        self._wait_for(None)
        if isinstance(error, QCompareError):
            self.pane.preview.veil(error.words)
        else:
            tell(error, self)

    def _when_made(self, then: Callable[[bytes], object]) -> None:
        """Do `then` with the memo as it is asked for, now or when it is made."""
        if self._made is not None:
            then(self._made)
            return
        self._wait_for(then)
        self.bar.showMessage(_LATER)
        if not (self._making.busy or self._rest.isActive()):
            self._ask()  # once more, where it failed

    # saving and printing

    def _save(self, path: Path) -> None:
        self._window.settings.setValue("folder", str(path.parent))

        def begin(made: bytes) -> None:
            self._printing = False
            self.jobs.start("正在保存", partial(_write, path, made), self._say)

        self._when_made(begin)

    def _print(self, printer: QPrinter) -> None:
        def begin(made: bytes) -> None:
            pages = pages_asked(printer, self.pane.preview.pages, self.pane.preview.page)
            grey = self.form.profile.mono or printer.colorMode() is QPrinter.ColorMode.GrayScale

            def job(progress: Progress) -> str:
                print_pages(made, printer, pages, progress, grey=grey)
                return f"已送往{printer.printerName() or printer.outputFileName()}：{len(pages)} 页"

            self._printing = True
            self.jobs.start("正在打印", job, self._say)

        self._when_made(begin)

    def _say(self, words: str) -> None:
        self.bar.showMessage(words)
        self.said.emit(words)

    def _tell_no_printer(self) -> QMessageBox:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Information)
        box.setWindowTitle("打印")
        box.setText("没有找到打印机。")
        box.setInformativeText("请在系统设置中添加打印机，或把备忘录保存为 PDF，到能打印的电脑上打印。")
        instead = box.addButton("保存为 PDF(&S)…", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        instead.clicked.connect(self.ask_save)
        box.finished.connect(box.deleteLater)
        box.open()
        return box

    # making the dialog

    def _fill(self) -> None:
        self.maker.setPlaceholderText("留空则打印后手填")
        self.maker.setMaxLength(60)
        if self._selection is None:
            self.narrow.setToolTip("窗口中没有筛选，全部对照行都显示")
        else:
            self.words.setText(self._selection.words)
            self.narrow.setAccessibleDescription(self._selection.words)
            self.narrow.setChecked(bool(self._selection.rows))

    def _wire(self) -> None:
        self.form.changed.connect(self._edited)
        self.form.said.connect(self.bar.showMessage)
        self.maker.textChanged.connect(self._edited)
        self.narrow.toggled.connect(self._edited)
        self._rest.timeout.connect(self._ask)
        self._making.done.connect(self._show)
        self._making.failed.connect(self._fail)
        self.jobs.failed.connect(lambda error: tell(error, self))
        self.jobs.cancelled.connect(lambda: self.bar.showMessage(_STOPPED))
        self.jobs.busy_changed.connect(self._allow)
        for key, then in (("Ctrl+S", self.save.click), ("Ctrl+P", self.print.click), ("F1", self.show_help)):
            QShortcut(QKeySequence(key), self, then)
        self._allow()

    def _allow(self) -> None:
        """Let rest what cannot be done with a memo of nothing, or while one is written or to be; the filter without rows."""
        parts = self.form.profile.parts
        for button in (self.save, self.print):
            button.setEnabled(bool(parts) and not self.jobs.busy and self._then is None)
        self.narrow.setEnabled(self._selection is not None and bool(self._selection.rows) and Part.ROWS in parts)

    def _button(self, words: str, then: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(then)
        return button

    def _lay_out(self) -> None:
        left = QWidget(self)
        asked = QVBoxLayout(left)
        who = QFormLayout()
        who.addRow("编制人(&M)：", self.maker)
        asked.addWidget(self.form)
        asked.addLayout(who)
        asked.addWidget(self.narrow)
        asked.addWidget(self.words)
        asked.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(left)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(self.form.sizeHint().width() + _INDENT + scroll.verticalScrollBar().sizeHint().width())
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        middle, foot, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        middle.addWidget(scroll)
        middle.addWidget(self.pane, 1)
        foot.addWidget(self.bar, 1)
        for button in (self.save, self.print, self.leave):
            foot.addWidget(button)
        column.addLayout(middle, 1)
        column.addLayout(foot)
        self.bar.setSizeGripEnabled(False)
        self.bar.setStyleSheet("QStatusBar { border: 0; }")
        self.resize(self._window.size() * _SHARE)
        self.form.names.setFocus()


def _write(path: Path, made: bytes, _progress: Progress) -> str:
    """Write a memo as it was shown; return what to say of it."""
    check_name(MEMO, path)
    with write_whole(path) as beside:
        beside.write_bytes(made)
    return saved_words(MEMO, path)
