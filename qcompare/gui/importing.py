"""How files, folders and the clipboard come into the library, and how the user is told what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QTextEdit

from qcompare.cautions import is_grave, unread
from qcompare.gui import jobs
from qcompare.gui.notice import Mend
from qcompare.gui.results import ResultsDialog
from qcompare.gui.troubles import tell, tell_several
from qcompare.importing import Results
from qcompare.logbook import note
from qcompare.model import Collation
from qcompare.read import is_folder

if TYPE_CHECKING:
    from qcompare.gui.window import Window

_FILTER = (
    "规划文本 (*.docx *.doc *.wps *.pdf *.ofd *.txt *.text *.html *.htm *.mht *.mhtml);;"
    "Word、WPS 文档 (*.docx *.doc *.wps);;PDF、OFD 版式文件 (*.pdf *.ofd);;"
    "网页 (*.html *.htm *.mht *.mhtml);;文本文件 (*.txt *.text);;所有文件 (*)"
)

_REVISED = "带修订的 Word 文档 (*.docx)"

_TOLD_IN_THE_BAR = 2
"""Files that failed and are told of in the message bar; of more there is the table."""


class Importing(QObject):
    """Imports for one window; its comparison goes on with the new version of a plan that it shows."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._last = Results()

    @property
    def last(self) -> Results:
        """What became of the files imported last."""
        return self._last

    def import_files(self, files: Sequence[Path]) -> None:
        """Read files, and the files in folders, into the library."""
        folder = next((file for file in files if is_folder(file)), None)
        self._window.settings.setValue("folder", str(folder or files[0].parent))
        said = "正在导入文件夹" if folder is not None else f"正在导入 {len(files)} 个文件"
        job = partial(jobs.import_files, self._window.library, tuple(files), self._window.plans_shown)
        self._window.jobs.start(said, job, partial(self._show_imported, whole_folder=folder is not None))

    def ask_files(self) -> QFileDialog:
        """Ask which files to import."""
        return self._ask("导入规划文本", QFileDialog.FileMode.ExistingFiles, _FILTER, self._window.import_files)

    def ask_folder(self) -> QFileDialog:
        """Ask which folder to import."""
        return self._ask("导入文件夹", QFileDialog.FileMode.Directory, "", self._window.import_files)

    def ask_revised(self) -> QFileDialog:
        """Ask which draft with tracked changes to compare with itself."""
        return self._ask("比对修订稿", QFileDialog.FileMode.ExistingFile, _REVISED, self.compare_revised)

    def compare_revised(self, files: Sequence[Path]) -> None:
        """Show what the tracked changes of a draft change."""
        window, (file,) = self._window, files
        window.settings.setValue("folder", str(file.parent))
        window.jobs.start(
            f"正在比对 {file.name} 的修订", partial(jobs.compare_revised, window.library, file), window.show_compared
        )

    def paste(self) -> None:
        """Make a plan of the clipboard's text; in a box for text paste there."""
        focused = self._window.focusWidget()
        if isinstance(focused, QLineEdit | QPlainTextEdit | QTextEdit) and not focused.isReadOnly():
            focused.paste()
            return
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self._window.say("剪贴板里没有文字，请先复制规划文本")
            return
        name = f"剪贴板 {dt.datetime.now(dt.UTC).astimezone():%Y-%m-%d %H:%M}"
        job = partial(jobs.import_text, self._window.library, text, name, self._window.plans_shown)
        self._window.jobs.start("正在导入剪贴板文本", job, self._show_imported)

    def report(self, results: Results, mend: Mend | None = None, *, whole_folder: bool = False) -> None:
        """Say what became of each file; of a folder, or where several failed, in a table besides.

        `mend` is what can be done about those that failed.
        """
        self._last = results
        window, troubles = self._window, results.troubles
        window.say(results.words)
        note("imported", files=len(results.outcomes), new=len(results.added), failed=len(troubles))
        many = len(troubles) > _TOLD_IN_THE_BAR or (whole_folder and len(results.outcomes) > 1)
        see = self._look(results)
        if len(troubles) == len(results.outcomes) == 1:
            tell(troubles[0], window, mend)
        elif troubles:
            tell_several(troubles, results.words, window, mend, see)
        elif see is not None:
            window.offer(results.words, see.word, see.do)
        if many:
            self.show_results()

    def warn(self, collation: Collation, plans: Sequence[int]) -> None:
        """Say what of the plans compared was not read, or not surely; `plans` are their numbers, the base first."""
        said = unread(collation)
        if said:
            first = next(n for n, plan in zip(plans, collation.plans, strict=True) if any(map(is_grave, plan.cautions)))
            self._window.offer(
                f"请核对原文件：{'；'.join(said)}", "读入情况", partial(self._window.librarian.show_text, first)
            )

    def show_results(self) -> ResultsDialog | None:
        """Show the table of the files imported last, in place of one already open; None before any was imported."""
        window = self._window
        if not self._last.outcomes:
            window.say("打开窗口以来还没有导入过文件")
            return None
        for opened in window.findChildren(ResultsDialog):
            opened.close()
        dialog = ResultsDialog(self._last, window.style_now.theme, window.folder(), window)
        dialog.plan_asked.connect(window.librarian.show_text)
        dialog.shelf_asked.connect(window.librarian.show_plan)
        dialog.again_asked.connect(window.import_files)
        dialog.show()
        return dialog

    # inside

    def _look(self, results: Results) -> Mend | None:
        """Return what shows more of an import: the table of several files, what came of reading one."""
        if len(results.outcomes) > 1:
            return Mend("查看结果", self.show_results)
        plans = [outcome.plan for outcome in results.outcomes if outcome.plan]
        return Mend("读入情况", partial(self._window.librarian.show_text, plans[0])) if plans else None

    def _ask(
        self, title: str, mode: QFileDialog.FileMode, filters: str, do: Callable[[list[Path]], object]
    ) -> QFileDialog:
        dialog = QFileDialog(self._window, title, self._window.folder(), filters)
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(lambda names: do([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _show_imported(self, imported: jobs.Imported, *, whole_folder: bool = False) -> None:
        """List what was imported; a comparison of an earlier version goes on with the new one."""
        mend = self._window.mend
        self._window.list_holdings(imported.holdings)
        self._follow(imported)
        self.report(imported.results, mend, whole_folder=whole_folder)  # last: a job closes what was told before it
        if imported.updates and not self._window.jobs.busy:
            self._say_updated(imported)

    def _follow(self, imported: jobs.Imported) -> None:
        """Go on with the new version where the comparison shown is of an earlier one."""
        window = self._window
        base, *targets = newest = [_followed(number, imported.updates) for number in window.plans_shown] or [0]
        if tuple(newest) != window.plans_shown and targets:
            window.compare(base, tuple(targets), window.chained, partial(self._say_updated, imported))

    def _say_updated(self, imported: jobs.Imported) -> None:
        """Say which plans are new versions, and what else came in; the last that was counted, else the last, can be seen."""
        updates, results = imported.updates, imported.results
        only = len(results.added) == len(updates) == len(results.outcomes) and not results.skipped
        last = next((update for update in reversed(updates) if update.changed is not None), updates[-1])
        told = [update.words for update in updates] if len(updates) <= _TOLD_IN_THE_BAR else []
        told = told or [f"{len(updates)} 个规划文本已更新版本"]
        words = "；".join([*told, *([] if only else [results.words])])
        self._window.offer(words, "看改动", lambda: self._window.compare(last.before, (last.after,)))


def _followed(plan: int, updates: Sequence[jobs.Update]) -> int:
    for update in updates:
        plan = update.after if update.before == plan else plan
    return plan
