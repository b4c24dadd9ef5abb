"""What the window hands over to be filed: the memo by its dialog, the table with the rows that are wanted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from qcompare.atomic import output_error
from qcompare.citing import chinese_date
from qcompare.dossier import Dossier, Selection, dossier_of
from qcompare.gui.comparison import Comparison
from qcompare.gui.latest import Latest
from qcompare.gui.memo_dialog import MAKER, MemoDialog, Wish
from qcompare.gui.saving import TABLE
from qcompare.gui.worker import Progress

if TYPE_CHECKING:
    from qcompare.gui.window import Window

_PASSING = "系统的临时文件夹"


def make_memo(wish: Wish, _progress: Progress) -> bytes:
    """Return a memo as its file holds it; nothing of it stays on the disk. Raises OutputError."""
    from qcompare.memo import write_memo

    try:
        passing = TemporaryDirectory(prefix="qcompare-", ignore_cleanup_errors=True)
    except OSError as error:
        raise output_error(Path(str(error.filename or _PASSING)), error) from error
    with passing as folder:
        path = Path(folder) / "memo.pdf"
        write_memo(wish.dossier, path, wish.profile)
        return path.read_bytes()


class Exporting(QObject):
    """Asks what is to go into the file of one window's comparison."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.maker = Latest(make_memo, self)

    def dossier(self, comparison: Comparison, selection: Selection | None = None) -> Dossier:
        """Return what goes into the file as of today, of all rows or of those selected."""
        today = chinese_date(QDate.currentDate().toString(Qt.DateFormat.ISODate))
        maker = str(self._window.settings.value(MAKER, ""))
        made = dossier_of(
            comparison.rows.review, selection=selection, maker=maker, made=today, versions=comparison.rows.versions
        )
        return replace(made, found=comparison.findings)

    def ask_memo(self) -> MemoDialog | None:
        """Show the dialog in which a memo is composed, looked at, saved and printed; None where there is no comparison."""
        window = self._window
        if window.comparison is None:
            return None
        window.deciding.save()  # what is being typed belongs to the file
        dossier = self.dossier(window.comparison)
        dialog = MemoDialog(dossier, window.comparison.rows.chooser.selection, self.maker, window)
        dialog.said.connect(window.say)
        dialog.open()
        return dialog

    def ask_table(self) -> QMessageBox | QFileDialog:
        """Ask where to save the alignment table, and before that which rows are to be in it where some are hidden."""
        window = self._window
        assert window.comparison is not None
        selection = window.comparison.rows.chooser.selection
        if selection is None:
            return window.ask_save(TABLE)
        return self._ask_rows(self.dossier(window.comparison), selection)

    def _ask_rows(self, whole: Dossier, selection: Selection) -> QMessageBox:
        window = self._window
        narrow = Dossier(whole.collation, selection=selection)
        box = QMessageBox(window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("导出对照表")
        box.setText("窗口中筛选了对照行，导出哪些？")
        box.setInformativeText(f"筛选条件：{selection.words}。表中会注明筛选条件。")
        shown = box.addButton(f"只导出筛选出的 {len(narrow.shown)} 行(&S)", QMessageBox.ButtonRole.AcceptRole)
        every = box.addButton(f"全部 {len(whole.shown)} 行(&A)", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        shown.setToolTip("连同这些行所在的章节标题")
        shown.setEnabled(bool(selection.rows))
        box.setDefaultButton(shown if selection.rows else every)
        shown.clicked.connect(lambda: window.ask_save(TABLE, selection))
        every.clicked.connect(lambda: window.ask_save(TABLE))
        box.finished.connect(box.deleteLater)
        box.open()
        return box
