"""The care of the library in the window: backups, restoring, checking, and files that go to and come from colleagues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from qcompare.backups import Backup, refuse_parcel
from qcompare.errors import DamagedError, LibraryError, QCompareError
from qcompare.gui import care_jobs, saving
from qcompare.gui.access import rest
from qcompare.gui.backups_dialog import BackupsDialog
from qcompare.gui.dialogs import confirm
from qcompare.gui.latest import Latest
from qcompare.gui.notice import Mend
from qcompare.gui.troubles import tell
from qcompare.gui.worker import Progress
from qcompare.parcels import SUFFIX, Taken

if TYPE_CHECKING:
    from qcompare.gui.window import Window

_Result = TypeVar("_Result")

_SETTLED = 15_000
"""Milliseconds after which the day's backup is made: it must not slow the start down."""

_LIBRARIES = "规划库及其备份 (*.db);;所有文件 (*)"
_PARCELS = f"交换文件 (*{SUFFIX});;规划库 (*.db);;所有文件 (*)"
_KEPT_FIRST = "现在的规划库会先存一份（种类为“恢复前”），随时可以换回来。恢复后窗口重新打开。"


class Care(QObject):
    """Carries out what the window's user asks for the good of his library, and what he need not ask for."""

    restored = Signal()
    """The library holds something else: the window is to be opened anew."""

    def __init__(self, window: Window, library: Path) -> None:
        super().__init__(window)
        self._window, self._library = window, library
        self._warnings: list[QCompareError] = []
        self._tried: date | None = None
        self._opened = False
        self._unopened: LibraryError | None = None
        self.daily = Latest(partial(care_jobs.daily, library), self)
        self.daily.failed.connect(self._warn)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED)
        self._settled.timeout.connect(self.back_up_daily)
        window.jobs.busy_changed.connect(self._rest)

    def first(self, job: Callable[[Progress], _Result]) -> Callable[[Progress], _Result]:
        """Return the job that opens the library, begun with what must be done before."""
        return partial(care_jobs.secured, self._library, self._warnings.append, job)

    def tell_later(self, warning: QCompareError) -> None:
        """Tell of something once the library is open: a job that begins closes what was told before it."""
        self._warnings.append(warning)

    @property
    def why(self) -> str:
        """Why nothing can be written: the library is damaged and was never open; empty where it was."""
        return "规划库已损坏，没有打开" if isinstance(self._unopened, DamagedError) else ""

    @property
    def unopened(self) -> bool:
        """Whether the library could not be opened so far."""
        return self._unopened is not None

    def heed(self, error: Exception) -> bool:
        """Keep in mind why the library could not be opened; return whether that is what a job failed of.

        Where it is damaged, to find nothing that can be saved of it makes it no less so.
        """
        if self._opened or not isinstance(error, LibraryError) or error.place != str(self._library):
            return False
        if self.why and not isinstance(error, DamagedError):
            return False
        self._unopened = error
        return True

    def started(self) -> None:
        """Tell what could not be done before the library was opened; make the day's backup in a while."""
        self._opened, self._unopened = True, None
        for warning in self._warnings:
            self._warn(warning)
        self._warnings.clear()
        if not self._window.access.read_only:  # whoever writes makes the day's backup
            self._settled.start()

    def finish(self) -> None:
        """Wait for what is under way, for the window is closing."""
        self._settled.stop()
        self.daily.finish()

    def back_up_daily(self) -> None:
        """Make the day's backup in the background where there is need of one."""
        self._tried = care_jobs.today()
        self.daily.ask(self._tried)

    def mend(self, error: BaseException) -> Mend | None:
        """Return what can be done about a damaged library."""
        return Mend("用备份恢复…", partial(self.ask, damaged=True)) if isinstance(error, DamagedError) else None

    # backups

    def ask(self, *, damaged: bool = False) -> None:
        """Show the backups, and what can be done with them; for a `damaged` library also what without any."""
        show = partial(self._show, damaged=damaged or bool(self.why))
        self._window.jobs.start("正在读取备份", partial(care_jobs.list_backups, self._library), show)

    def back_up(self, to: Path | None = None) -> None:
        """Back up the library now, into its folder or where the user wants it."""

        def done(made: Path) -> None:
            self._window.say(f"已备份并核对：{made}")
            if to is None:
                self.ask()

        self._window.jobs.start("正在备份规划库", partial(care_jobs.back_up, self._library, to), done)

    def ask_restore(self, source: Path, words: str) -> QMessageBox:
        """Ask whether to restore a backup."""
        question = f"用这个备份恢复规划库？\n\n{words}"
        return confirm(self._window, "恢复规划库", question, _KEPT_FIRST, ("恢复", partial(self.restore, source)))

    def ask_restore_from(self, file: Path) -> None:
        """Ask whether to restore a file of the user's choice; a parcel is offered to be taken in instead."""
        try:
            refuse_parcel(file)
        except QCompareError as error:
            tell(error, self._window, Mend("并入…", partial(self.unpack, file)))
            return
        self.ask_restore(file, str(file))

    def restore(self, source: Path) -> None:
        """Let the library hold what a backup holds; what is being typed is kept first, and the file let go of."""
        window = self._window
        window.deciding.save()
        self._settled.stop()
        window.desk.let_go()
        window.setEnabled(False)  # nothing is to be decided meanwhile, nor is it to be stopped half-way
        window.jobs.start("正在恢复规划库", partial(care_jobs.restore, self._library, source), self._restored)

    def show_unkept(self, notes: Sequence[str]) -> None:
        """Show notes that could not be kept before the window was opened anew: the user may copy them to where they belong."""
        words = "\n\n".join(filter(None, notes))
        if words:
            box = self._box("没有存入的意见", "下列意见没有存入规划库，请复制后写到相应的行。", words)
            box.setTextFormat(Qt.TextFormat.PlainText)
            box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            box.open()

    def check(self) -> None:
        """Check the whole library and say how it is."""
        self._window.jobs.start("正在检查规划库", partial(care_jobs.check, self._library), self._checked)

    def salvage(self, new: Path) -> None:
        """Save what can be read of a damaged library as a new one, and offer to use that."""

        def done(taken: Taken) -> None:
            box = self._box("抢救规划库", f"已另存为新的规划库：{new}", "\n".join(taken.said))
            use = QPushButton("用作规划库", box)
            box.addButton(use, QMessageBox.ButtonRole.AcceptRole)
            use.clicked.connect(lambda: self.restore(new))
            rest([use], self._window.access.why)
            box.open()

        self._window.jobs.start("正在读取损坏的规划库", partial(care_jobs.salvage, self._library, new), done)

    # files of colleagues

    def ask_pack(self, *, whole: bool) -> QFileDialog | None:
        """Ask where to write the library, or the comparison shown, for a colleague."""
        comparison = self._window.comparison
        if not whole and comparison is None:
            return None
        kind = saving.Kind("交换文件", (f"交换文件 (*{SUFFIX})",), (SUFFIX[1:],))
        if whole or comparison is None:
            name = f"规划库{care_jobs.today():%Y%m%d}{SUFFIX}"
        else:
            name = saving.proposed_name(comparison.collation, kind)
        return saving.ask_path(
            kind, name, self._window.folder(), lambda to: self.pack(Path(to), whole=whole), self._window
        )

    def pack(self, to: Path, *, whole: bool) -> None:
        """Write the library, or the comparison shown, into a file for a colleague."""
        self._window.deciding.save()
        shown = None if whole else (*self._window.compared, self._window.chained)
        said = "整个规划库" if whole else "本次比对"
        job = partial(care_jobs.pack, self._library, to, shown)
        self._window.jobs.start(
            f"正在导出{said}", job, lambda made: self._window.say(f"已导出{said}，可发给同事并入他的规划库：{made}")
        )

    def ask_unpack(self) -> QFileDialog:
        """Ask which file of a colleague to take in."""
        return self._ask_file("并入同事的文件", _PARCELS, self.unpack)

    def unpack(self, file: Path) -> None:
        """Take a colleague's file in, say what was done, and show its comparison."""
        self._window.deciding.save()

        def done(unpacked: care_jobs.Unpacked) -> None:
            self._window.list_holdings(unpacked.holdings)
            said, shown = unpacked.taken.said, unpacked.taken.shown
            self._window.say(f"已并入 {file.name}：{said[0]}")
            if len(said) > 1:
                self._box("并入同事的文件", f"{file.name}：{said[0]}", "\n".join(said[1:])).open()
            if shown is not None:
                self._window.compare(*shown)

        self._window.jobs.start(f"正在并入 {file.name}", partial(care_jobs.unpack, self._library, file), done)

    # inside

    def _show(self, listed: tuple[tuple[Backup, ...], Backup | None], *, damaged: bool) -> None:
        dialog = BackupsDialog(self._library, *listed, self._window)
        if damaged:
            dialog.say_damaged()
        dialog.set_read_only(self._window.access.why)
        dialog.restore_asked.connect(lambda backup: self.ask_restore(backup.path, dialog.words(backup)))
        dialog.file_asked.connect(self._ask_source)
        dialog.backup_asked.connect(self.back_up)
        dialog.copy_asked.connect(self._ask_copy)
        dialog.check_asked.connect(self.check)
        dialog.salvage_asked.connect(self._ask_salvage)
        dialog.open()

    def _restored(self, kept: Path | None) -> None:
        self._window.say(f"规划库已恢复；恢复前的存于 {kept}" if kept is not None else "规划库已恢复")
        self.restored.emit()

    def _checked(self, faults: tuple[str, ...]) -> None:
        if not faults:
            self._window.say("规划库完好：文件结构、规划文本、比对和决定都已核对")
            return
        problem = f"规划库有 {len(faults)} 处损坏：{faults[0]}"
        error = DamagedError(problem, place=str(self._library), advice="请用备份恢复")
        tell(error, self._window, self.mend(error))

    def _warn(self, error: QCompareError) -> None:
        tell(error, self._window, self.mend(error))

    def _rest(self, busy: bool) -> None:
        """Let the user go on after a job; make a backup when a day has begun since the last: some windows stay open long.

        Where the library was never open, what hinders that is told anew: a job that begins closes what was told.
        """
        if busy:
            return
        self._window.setEnabled(True)
        if self._unopened is not None and not self._window.library_pane.model.entries():
            self._warn(self._unopened)
        if self._tried is not None and self._tried != care_jobs.today():
            self.back_up_daily()

    def _ask_source(self) -> QFileDialog:
        return self._ask_file("用其他文件恢复", _LIBRARIES, self.ask_restore_from)

    def _ask_copy(self) -> QFileDialog:
        name = f"规划库备份{care_jobs.today():%Y%m%d}.db"
        return self._ask_place("备份规划库", name, self.back_up)

    def _ask_salvage(self) -> QFileDialog:
        return self._ask_place("抢救规划库", "抢救的规划库.db", self.salvage)

    def _ask_place(self, word: str, name: str, then: Callable[[Path], None]) -> QFileDialog:
        kind = saving.Kind(word, ("规划库 (*.db)",), ("db",))
        return saving.ask_path(kind, name, self._window.folder(), lambda to: then(Path(to)), self._window)

    def _ask_file(self, title: str, filters: str, then: Callable[[Path], object]) -> QFileDialog:
        dialog = QFileDialog(self._window, title, self._window.folder(), filters)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _box(self, title: str, words: str, more: str) -> QMessageBox:
        box = QMessageBox(QMessageBox.Icon.Information, title, words, parent=self._window)
        box.setInformativeText(more)
        box.addButton("知道了", QMessageBox.ButtonRole.RejectRole)
        box.finished.connect(box.deleteLater)
        return box
