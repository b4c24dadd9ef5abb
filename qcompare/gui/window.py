"""The main window: wires panes and actions to jobs and shows what comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from qcompare.citing import labels
from qcompare.equivalences import equivalences_file, read_equivalences, write_equivalences
from qcompare.errors import QCompareError
from qcompare.gui import jobs, saving
from qcompare.gui.clipboard import copy_table, copy_text
from qcompare.gui.comparison import Comparison
from qcompare.gui.dialogs import NewComparison, show_about
from qcompare.gui.equivalences import EquivalencesDialog
from qcompare.gui.figures import FiguresDialog
from qcompare.gui.frame import Frame
from qcompare.gui.help import HelpWindow, page_for
from qcompare.gui.notice import Mend
from qcompare.gui.troubles import tell, tell_several
from qcompare.model import Equivalence

_OPEN_FILTER = "所有文件 (*);;文本文件 (*.txt)"
"""All files first: who picks a Word file learns from the reader what to do with it, in an empty list he learns nothing."""

_TYPING_REST = 300
"""Milliseconds without a key after which what was typed is counted."""

_NO_PLAN = "请导入规划文本，再新建比对：选一个基准，选一个或多个对照。\n想先看看，请用“帮助”菜单中的“打开样例比对”。"
_NO_COMPARISON = "规划库中已有 {plans} 个规划文本。请新建比对：选一个基准，选一个或多个对照。"
_NONE_OPEN = "规划库中已有 {plans} 个规划文本、{made} 次比对。请在“最近比对”中点选一次，或者新建比对。"


class Window(Frame):
    """The program's one window on one library."""

    def __init__(self, library: Path, settings: QSettings) -> None:
        super().__init__(settings)
        self._library = library
        self._base, self._targets = 0, tuple[int, ...]()
        self._mend: Mend | None = None
        self._wire_actions()
        self._wire_panes()
        self._rest_actions()

    # jobs

    def start(self, files: Sequence[Path] = (), wish: jobs.Wish | None = None) -> None:
        """Open the library and show a comparison, importing what must be imported first."""
        job = partial(jobs.start, self._library, tuple(files), wish, self._remembered())
        self.jobs.start("正在打开规划库", job, self._started)

    def import_files(self, files: Sequence[Path]) -> None:
        """Read files into the library."""
        self.settings.setValue("folder", str(files[0].parent))
        job = partial(jobs.import_files, self._library, tuple(files))
        self.jobs.start(f"正在导入 {len(files)} 个文件", job, self._imported)
        self._mend = Mend("重试", partial(self.import_files, files))

    def compare(self, base: int, targets: tuple[int, ...]) -> None:
        """Compare plans of the library."""
        self.jobs.start("正在比对", partial(jobs.compare, self._library, base, targets), self._compared)
        self._mend = Mend("重试", partial(self.compare, base, targets))

    def open_samples(self) -> None:
        """Show the comparison of the sample plans, importing those that the library lacks."""
        self.jobs.start("正在打开样例", partial(jobs.samples, self._library), self._compared)

    def save(self, output: saving.Output, path: Path) -> None:
        """Write an output of the comparison shown."""
        if self.comparison is None:
            return
        self.settings.setValue("folder", str(path.parent))
        collation = self.comparison.collation

        def job(_progress: object) -> str:
            saving.check_name(output, path)
            output.write(collation, path)
            return saving.saved_words(output, path)

        self.jobs.start(f"正在保存{output.word}", job, self.say)
        self._mend = Mend("另存为…", partial(self.ask_save, output))

    # dialogs

    def ask_import(self) -> QFileDialog:
        """Ask which files to import."""
        dialog = QFileDialog(self, "导入规划文本", self.folder(), _OPEN_FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.import_files([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def ask_comparison(self, base: int = 0) -> NewComparison:
        """Ask what to compare."""
        targets = self._targets if base in (0, self._base) else ()
        dialog = NewComparison(self.library_pane.model.entries(), base or self._base, targets, self)
        dialog.chosen.connect(self.compare)
        dialog.open()
        return dialog

    def ask_equivalences(self) -> EquivalencesDialog | None:
        """Show the pairs of words that count as one; None where their file cannot be read."""
        try:
            pairs = read_equivalences(equivalences_file(self._library))
        except QCompareError as error:
            tell(error, self)
            return None
        dialog = EquivalencesDialog(pairs, self)
        dialog.kept.connect(self._keep_equivalences)
        dialog.open()
        return dialog

    def show_figures(self) -> FiguresDialog | None:
        """Show the figures table of the comparison; None where there is no comparison."""
        if self.comparison is None:
            return None
        comparison = self.comparison
        dialog = FiguresDialog(comparison.collation, comparison.findings, self.style_now.theme, self)
        dialog.chosen.connect(comparison.go_to_sentence)
        comparison.destroyed.connect(dialog.close)
        dialog.show()
        return dialog

    def ask_save(self, output: saving.Output) -> QFileDialog:
        """Ask where to save an output of the comparison shown."""
        assert self.comparison is not None
        then = partial(self._save_named, output)
        return saving.ask_path(output, self.comparison.collation, self.folder(), then, self)

    def show_help(self) -> HelpWindow:
        """Open the help page fit for where the keys are."""
        page = page_for(QApplication.focusWidget())
        opened = self.findChild(HelpWindow) or HelpWindow(self.style_now.theme, self)
        opened.show_page(page)
        opened.show()
        opened.activateWindow()
        return opened

    # Qt's events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if not self.jobs.busy and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the files dropped."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.import_files(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is under way and remember how the window lay."""
        self.remember()
        self.hide()
        self.jobs.finish()
        super().closeEvent(event)

    # what jobs bring

    def _started(self, started: jobs.Started) -> None:
        self.library_pane.show_holdings(started.holdings)
        if started.compared is not None:
            self._compared(started.compared)
        else:
            self._welcome_to(started.holdings)
        self._report(started.report)
        if started.trouble is not None:
            tell(started.trouble, self)

    def _listed(self, holdings: jobs.Holdings) -> None:
        self.library_pane.show_holdings(holdings)
        self._welcome_to(holdings)

    def _welcome_to(self, holdings: jobs.Holdings) -> None:
        """Say what can be done next with what the library holds, as long as no comparison is shown."""
        plans, made = len(holdings.plans), len(holdings.collations)
        words = _NONE_OPEN if made else _NO_COMPARISON if plans > 1 else _NO_PLAN
        self.show_welcome(words.format(plans=plans, made=made), button=plans > 1)

    def _imported(self, imported: jobs.Imported) -> None:
        self.library_pane.show_holdings(imported.holdings)
        self.library_pane.show_compared(self._base, self._targets)
        if self.comparison is None:
            self._welcome_to(imported.holdings)
        self._report(imported.report)

    def _report(self, report: jobs.ImportReport) -> None:
        if report.words:
            self.say(report.words)
        if len(report.troubles) == 1 and not (report.added or report.known):
            tell(report.troubles[0], self, self._mend)
        elif report.troubles:
            tell_several(report.troubles, report.words, self, self._mend)

    def _compared(self, compared: jobs.Compared) -> None:
        self._base, self._targets = compared.base, compared.targets
        self.settings.setValue("comparison", [str(self._library), compared.base, *compared.targets])
        self.library_pane.show_holdings(compared.holdings)
        self.library_pane.show_compared(compared.base, compared.targets)
        comparison = Comparison(compared.collation, self.style_now, self, compared.findings)
        self.show_comparison(comparison)
        comparison.bar.show_furniture(self.asks.furniture.isChecked())
        comparison.place_changed.connect(self._show_place)
        comparison.view.zoomed.connect(self.zoomed)
        comparison.view.row_activated.connect(self._open_detail)
        comparison.view.doubleClicked.connect(self._copy)
        self.detail.set_rows(comparison.rows)
        base, *targets = labels(compared.collation)
        self.setWindowTitle(f"{base} → {'、'.join(targets)} — qcompare 规划文本比对")
        self._rest_actions()
        comparison.go_to_first_change()
        comparison.view.setFocus()
        self.say("")

    def _failed(self, error: Exception) -> None:
        if self.comparison is None and not self.library_pane.model.entries():
            self.show_welcome(_NO_PLAN, button=False)
        tell(error, self, self._mend)

    def _cancelled(self) -> None:
        self.say("已取消")
        if self.comparison is None:
            self.jobs.start("正在读取规划库", partial(jobs.holdings, self._library), self._listed)

    def _begin_anew(self, busy: bool) -> None:
        """Close what was told of the job before, when another begins."""
        if busy:
            self._mend = None
            self.notice.dismiss()

    # what the user does

    def _make_base(self, plan: int) -> None:
        self._choose(plan, tuple(t for t in self._targets if t != plan))

    def _choose(self, base: int, targets: tuple[int, ...]) -> None:
        """Compare when both sides are chosen; else ask for what is missing."""
        if base and targets:
            self.compare(base, targets)
        else:
            self.ask_comparison(base)

    def _keep_equivalences(self, pairs: tuple[Equivalence, ...]) -> None:
        """Store the pairs and make the comparison shown anew."""
        try:
            write_equivalences(equivalences_file(self._library), pairs)
        except QCompareError as error:
            tell(error, self)
            return
        if self._base and self._targets:
            self.compare(self._base, self._targets)

    def _save_named(self, output: saving.Output, name: str) -> None:
        self.save(output, Path(name))

    def _copy(self) -> None:
        if self.comparison is not None:
            self.say(copy_text(self.comparison))

    def _copy_table(self) -> None:
        if self.comparison is not None:
            self.say(copy_table(self.comparison))

    def _focus_find(self) -> None:
        self.find_box.setFocus()
        self.find_box.selectAll()

    def _focus_goto(self) -> None:
        if self.comparison is not None:
            self.comparison.goto.take_focus()

    def _find(self, step: int) -> None:
        needle = self.find_box.text().strip()
        if self.comparison is None or not needle:
            self._focus_find()
            return
        self.comparison.find_text(needle, step)
        self._say_found()

    def _mark_found(self, text: str) -> None:
        if self.comparison is not None:
            self.comparison.view.set_needle(text.strip())
            self._typed.start()

    def _say_found(self) -> None:
        self._typed.stop()
        needle = self.find_box.text().strip()
        if self.comparison is not None:
            self.say(self.comparison.found_words(needle) if needle else "")

    def _step_change(self, step: int) -> None:
        if self.comparison is not None:
            word = "后" if step > 0 else "前"
            gone = self.comparison.view.next_change(step)
            self.say(self.comparison.change_words if gone else f"往{word}没有其他变动")

    def _step_row(self, step: int) -> None:
        if self.comparison is not None:
            self.comparison.step(step)

    def _choose_target(self, target: int) -> None:
        if self.comparison is not None:
            self.comparison.view.choose_target(target)

    def _open_detail(self) -> None:
        self.detail_dock.show()
        self.detail.base_card.text.setFocus()

    def _show_place(self) -> None:
        self.show_place()
        if self.comparison is not None:
            self.detail.show_row(self.comparison.view.row)

    def _show_furniture(self, shown: bool) -> None:
        if self.comparison is not None:
            self.comparison.bar.show_furniture(shown)

    # wiring

    def _wire_actions(self) -> None:
        a = self.asks
        a.open.triggered.connect(self.ask_import)
        a.compare.triggered.connect(lambda: self.ask_comparison(0))
        a.words.triggered.connect(self.ask_equivalences)
        a.figures.triggered.connect(self.show_figures)
        a.memo.triggered.connect(lambda: self.ask_save(saving.MEMO))
        a.table.triggered.connect(lambda: self.ask_save(saving.TABLE))
        a.data.triggered.connect(lambda: self.ask_save(saving.DATA))
        a.leave.triggered.connect(self.close)
        a.copy.triggered.connect(self._copy)
        a.copy_table.triggered.connect(self._copy_table)
        a.find.triggered.connect(self._focus_find)
        a.find_next.triggered.connect(lambda: self._find(1))
        a.find_previous.triggered.connect(lambda: self._find(-1))
        a.goto.triggered.connect(self._focus_goto)
        a.next_pane.triggered.connect(lambda: self.step_pane(1))
        a.previous_pane.triggered.connect(lambda: self.step_pane(-1))
        a.next_change.triggered.connect(lambda: self._step_change(1))
        a.previous_change.triggered.connect(lambda: self._step_change(-1))
        a.variants.toggled.connect(self.show_variants)
        a.furniture.toggled.connect(self._show_furniture)
        a.larger.triggered.connect(lambda: self.zoom(1))
        a.smaller.triggered.connect(lambda: self.zoom(-1))
        a.usual.triggered.connect(lambda: self.zoom(0))
        a.help.triggered.connect(self.show_help)
        a.samples.triggered.connect(self.open_samples)
        a.about.triggered.connect(lambda: show_about(self))
        self.find_box.returnPressed.connect(lambda: self._find(1))
        self.find_box.textChanged.connect(self._mark_found)
        self._typed = QTimer(self, interval=_TYPING_REST, singleShot=True)
        self._typed.timeout.connect(self._say_found)

    def _wire_panes(self) -> None:
        pane = self.library_pane
        pane.import_asked.connect(self.ask_import)
        pane.comparison_asked.connect(self.ask_comparison)
        pane.base_asked.connect(self._make_base)
        pane.target_asked.connect(lambda plan: self._choose(self._base, (*self._targets, plan)))
        pane.target_left.connect(lambda plan: self._choose(self._base, tuple(t for t in self._targets if t != plan)))
        pane.recent_asked.connect(self.compare)
        self.welcome_button.clicked.connect(lambda: self.ask_comparison(0))
        self.detail.stepped.connect(self._step_row)
        self.detail.target_asked.connect(self._choose_target)
        self.jobs.busy_changed.connect(self._rest_actions)
        self.jobs.busy_changed.connect(pane.set_busy)
        self.jobs.busy_changed.connect(self._begin_anew)
        self.jobs.failed.connect(self._failed)
        self.jobs.cancelled.connect(self._cancelled)

    def _rest_actions(self) -> None:
        """Let rest what cannot be done now: jobs while one runs, and all that needs a comparison before there is one."""
        for action in self.asks.of_comparison():
            action.setEnabled(self.comparison is not None)
        if self.jobs.busy:
            for action in self.asks.job_starters():
                action.setEnabled(False)
        else:
            self.asks.open.setEnabled(True)
            self.asks.compare.setEnabled(True)
            self.asks.words.setEnabled(True)
            self.asks.samples.setEnabled(True)

    def _remembered(self) -> jobs.Wish | None:
        """Return the comparison shown when this library was last open."""
        kept = self.settings.value("comparison")
        if not isinstance(kept, list) or len(kept) < 3 or kept[0] != str(self._library):
            return None
        numbers = [int(n) for n in map(str, kept[1:]) if n.isdigit()]
        return jobs.Wish(numbers[0], tuple(numbers[1:])) if len(numbers) > 1 else None
