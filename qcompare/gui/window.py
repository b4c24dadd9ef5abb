"""The main window: wires panes and actions to jobs and shows what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from qcompare.citing import labels
from qcompare.dossier import Selection
from qcompare.errors import LibraryError
from qcompare.gui import jobs, saving
from qcompare.gui.access import Access, rest, show_access
from qcompare.gui.care import Care
from qcompare.gui.comparison import Comparison
from qcompare.gui.deciding import Deciding
from qcompare.gui.desk import Desk
from qcompare.gui.desktop import Desktop
from qcompare.gui.dialogs import NewComparison, show_about
from qcompare.gui.exporting import Exporting
from qcompare.gui.frame import Frame
from qcompare.gui.help import HelpWindow, page_for
from qcompare.gui.importing import Importing
from qcompare.gui.librarian import Librarian
from qcompare.gui.lists import Lists
from qcompare.gui.notice import Mend
from qcompare.gui.reading import Reading
from qcompare.gui.returned import Returning
from qcompare.gui.troubles import tell
from qcompare.logbook import note
from qcompare.network import on_network
from qcompare.review import PlanIds, Review

_NO_PLAN = "请导入规划文本，再新建比对：选一个基准，选一个或多个对照。\n想先看看，请用“帮助”菜单中的“打开样例比对”。"
_NO_COMPARISON = "规划库中已有 {plans} 个规划文本。请新建比对：选一个基准，选一个或多个对照。"
_NONE_OPEN = "规划库中已有 {plans} 个规划文本、{made} 次比对。请在“最近比对”中点选一次，或者新建比对。"

_NO_PLAN_TO_READ = "规划库中没有可以比对的规划文本，而现在是只读的，不能导入。"
_NONE_THERE = "还没有规划库，原因见上方。"
_NOT_READ = "规划库没有打开，原因见上方的消息。"

_UNKEPT, _UNKEPT_ADVICE = "有意见没有存入规划库", "请稍候再关闭；再次关闭则放弃没有存入的意见"


class Window(Frame):
    """The program's one window on one library."""

    def __init__(self, library: Path, settings: QSettings) -> None:
        super().__init__(settings)
        self._library = library
        self._base, self._targets, self._chained = 0, tuple[int, ...](), False
        self._mend: Mend | None = None
        self._warned = False
        self.access = Access(library, self)
        self.desk = Desk(library, self)
        self.deciding = Deciding(self.desk, self.detail, self)
        self.save_first.append(self.deciding.save)
        self._again: tuple[int, tuple[int, ...], bool] | None = None
        self.librarian = Librarian(self, library)
        self.care = Care(self, library)
        self.importing = Importing(self)
        self.desktop = Desktop(self)
        self.lists = Lists(self)
        self.exporting = Exporting(self)
        self.returning = Returning(self)
        self._wire_actions()
        self._wire_decisions()
        self._wire_panes()
        show_access(self)
        self._rest_actions()

    # jobs

    def start(self, files: Sequence[Path] = (), wish: jobs.Wish | None = None) -> None:
        """Open the library and show a comparison, importing what must be imported first."""
        if self.access.nothing:  # the banner says so
            self.show_welcome(_NONE_THERE, button=False)
            if files:
                self.import_files(files)
            self.care.started()
        elif self.access.read_only:
            job = partial(jobs.start_reading, self._library, wish, self._remembered())
            self.jobs.start("正在打开规划库", job, partial(self._started, refused=files))
        else:
            said = "正在导入" if files else "正在打开规划库"
            job = partial(jobs.start, self._library, tuple(files), wish, self._remembered())
            self.jobs.start(said, self.care.first(job), self._started)

    def import_files(self, files: Sequence[Path]) -> None:
        """Read files, and those in folders, into the library."""
        refusal = self.access.refusal(files)
        if refusal is not None:
            tell(refusal, self)
            return
        self.importing.import_files(files)
        self._mend = Mend("重试", partial(self.import_files, files))

    @property
    def compared(self) -> tuple[int, tuple[int, ...]]:
        """The library's numbers of the base and the targets shown; 0 and none while there are none."""
        return self._base, self._targets

    @property
    def plans_shown(self) -> tuple[int, ...]:
        """The library's numbers of all plans shown, the base first; none while there is no comparison."""
        return (self._base, *self._targets) if self._base else ()

    @property
    def chained(self) -> bool:
        """Whether each target shown is compared with the one before it."""
        return self._chained

    @property
    def library(self) -> Path:
        """The library's file."""
        return self._library

    def compare_again(self) -> None:
        """Compare the plans shown anew, if there are any."""
        if self._base and self._targets:
            self._choose(self._base, self._targets)

    def compare(
        self, base: int, targets: tuple[int, ...], chained: bool = False, then: Callable[[], object] | None = None
    ) -> None:
        """Compare plans of the library, and do `then` when their comparison is shown.

        The targets are compared with the base or, `chained`, each with the one before it.
        """
        moment = self.desk.moment

        def show(compared: jobs.Compared) -> None:
            self.show_compared(compared, moment)
            if self.access.read_only and not compared.stored:
                self.say("只读：本次比对没有存入规划库")
            if then is not None:
                then()

        work = jobs.compare_reading if self.access.read_only else jobs.compare
        self.jobs.start("正在比对", partial(work, self._library, base, targets, chained=chained), show)
        self._mend = Mend("重试", partial(self.compare, base, targets, chained, then))

    def open_samples(self) -> None:
        """Show the comparison of the sample plans, importing those that the library lacks."""
        self.jobs.start("正在打开样例", partial(jobs.samples, self._library), self.show_compared)

    def save(self, output: saving.Output, path: Path, selection: Selection | None = None) -> None:
        """Write an output of the comparison shown, of all its rows or of those selected."""
        if self.comparison is None:
            return
        self.settings.setValue("folder", str(path.parent))
        dossier = self.exporting.dossier(self.comparison, selection)

        def job(_progress: object) -> str:
            saving.check_name(output, path)
            output.write(dossier, path)
            return saving.saved_words(output, path)

        self.jobs.start(f"正在保存{output.word}", job, self.say)
        self._mend = Mend("另存为…", partial(self.ask_save, output, selection))

    # dialogs

    def ask_comparison(self, base: int = 0) -> NewComparison:
        """Ask what to compare."""
        targets = self._targets if base in (0, self._base) else ()
        dialog = NewComparison(self.library_pane.model.entries(), base or self._base, targets, self)
        dialog.chosen.connect(self.compare)
        dialog.open()
        return dialog

    def ask_save(self, output: saving.Output, selection: Selection | None = None) -> QFileDialog:
        """Ask where to save an output of the comparison shown, of all its rows or of those selected."""
        assert self.comparison is not None
        name = saving.proposed_name(self.comparison.collation, output)
        return saving.ask_path(output, name, self.folder(), lambda to: self.save(output, Path(to), selection), self)

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
        if (
            not self.jobs.busy
            and not self.access.read_only
            and any(url.isLocalFile() for url in event.mimeData().urls())
        ):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the files dropped: plans are imported, parcels of colleagues taken in if the user says so."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.desktop.open_files(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is under way and remember how the window lay."""
        self.deciding.save()
        if not self.detail.opinion.all_kept and not self._warned:
            self._warned = True
            tell(LibraryError(_UNKEPT, place=str(self._library), advice=_UNKEPT_ADVICE), self)
            event.ignore()
            return
        self.remember()
        self.hide()
        self.jobs.finish()
        self.librarian.searcher.finish()
        self.librarian.treating.finish()
        self.exporting.maker.finish()
        self.care.finish()
        self.desk.close()
        self.access.release()
        super().closeEvent(event)

    # what jobs bring

    def _started(self, started: jobs.Started, *, refused: Sequence[Path] = ()) -> None:
        self.library_pane.show_holdings(started.holdings)
        access = "reads" if self.access.read_only else "writes"
        plans, made = len(started.holdings.plans), len(started.holdings.collations)
        note(
            "opened", access=access, network="yes" if on_network(self._library) else "no", plans=plans, comparisons=made
        )
        if started.compared is not None:
            self.show_compared(started.compared)
        else:
            self._welcome_to(started.holdings)
        if started.results is not None:
            self.importing.report(started.results)
        if started.trouble is not None:
            tell(started.trouble, self)
        if refused:
            self.import_files(refused)
        self.care.started()

    def _listed(self, holdings: jobs.Holdings) -> None:
        self.library_pane.show_holdings(holdings)
        self._welcome_to(holdings)

    def _welcome_to(self, holdings: jobs.Holdings) -> None:
        """Say what can be done next with what the library holds, as long as no comparison is shown."""
        plans, made = len(holdings.plans), len(holdings.collations)
        if self.access.read_only and plans < 2:
            self.show_welcome(_NO_PLAN_TO_READ, button=False)
            return
        words = _NONE_OPEN if made else _NO_COMPARISON if plans > 1 else _NO_PLAN
        self.show_welcome(words.format(plans=plans, made=made), button=plans > 1)

    def list_holdings(self, holdings: jobs.Holdings) -> None:
        """Show what the library holds after a change."""
        self.library_pane.show_holdings(holdings)
        self.library_pane.show_compared(self._base, self._targets, self._chained)
        if self.comparison is None:
            self._welcome_to(holdings)

    @property
    def mend(self) -> Mend | None:
        """What can be done about the trouble of the last job."""
        return self._mend

    def show_compared(self, compared: jobs.Compared, moment: int = 0) -> None:
        self.deciding.save()  # what is typed is of the rows shown so far
        collation = compared.collation
        plans = (compared.base, *compared.targets)
        ids = [PlanIds(plans[collation.against(t)], plan) for t, plan in enumerate(compared.targets)]
        review = Review(collation, ids, compared.decisions).after(self.desk.since(moment))
        now = (self._base, *self._targets), self._chained
        anew = self.comparison is None or (plans, collation.chained) != now
        self.desk.show(review, anew=anew)
        self.library_pane.show_holdings(compared.holdings)
        if self.comparison is None or anew:
            self._show_another(compared, review)
        else:
            self.comparison.rows.versions = compared.versions
            self.comparison.show_anew(collation, compared.findings, review)
            self.library_pane.show_compared(compared.base, compared.targets, collation.chained)
            self._name_plans(self.comparison)

    def _show_another(self, compared: jobs.Compared, review: Review) -> None:
        self._base, self._targets, self._chained = compared.base, compared.targets, compared.collation.chained
        again = self._remembered() == jobs.Wish(compared.base, compared.targets, self._chained)
        left = self._number("row", -1) if again else -1
        self.settings.setValue("comparison", [str(self._library), compared.base, *compared.targets])
        self.settings.setValue("chained", self._chained)
        self.library_pane.show_compared(compared.base, compared.targets, self._chained)
        comparison = Comparison(compared.collation, self.style_now, self, compared.findings, review)
        comparison.rows.versions = compared.versions
        before = self.comparison
        self.show_comparison(comparison)
        comparison.bar.show_furniture(self.asks.furniture.isChecked())
        comparison.place_changed.connect(self._show_place)
        comparison.pairing_asked.connect(self._pair)
        self.jobs.busy_changed.connect(comparison.pairing.setDisabled)
        comparison.view.zoomed.connect(self.zoomed)
        comparison.view.row_activated.connect(self._open_detail)
        comparison.view.doubleClicked.connect(self.reading.copy)
        comparison.view.addActions(list(self.asks.of_columns()))
        self.detail.set_rows(comparison.rows)
        self.deciding.attend(comparison)
        self._name_plans(comparison)
        self._rest_actions()
        note("shown", targets=len(compared.targets), rows=len(compared.collation.rows))
        if before is None and 0 <= left < len(compared.collation.rows):
            comparison.view.go_to_row(left)
        elif before is None or not comparison.take_over(before):
            comparison.go_to_first_change()
        comparison.view.setFocus()
        self._show_place()
        self.say("")
        self.importing.warn(compared.collation, self.plans_shown)

    def recompare(self) -> None:
        """Make the comparison shown anew, for a person ruled on it or its plans; once more where a job is still under way."""
        self._again = (*self.compared, self._chained) if self.jobs.busy else None
        if self._again is None:
            self.compare(self._base, self._targets, self._chained)

    def _recompare_later(self, busy: bool) -> None:
        """Make the comparison anew when a job's result was used, if it is still the one that was ruled on."""
        if self._again is not None and not busy:
            QTimer.singleShot(
                0, self, lambda: self.recompare() if self._again == (*self.compared, self._chained) else None
            )

    def _name_plans(self, comparison: Comparison) -> None:
        """Say in the title and in the detail pane what is compared."""
        base, *targets = labels(comparison.collation)
        between = " → " if self._chained else "、"
        self.entitle(f"{base} → {between.join(targets)}")
        self.detail.name_targets(comparison.rows)

    def _failed(self, error: Exception) -> None:
        met = self.care.heed(error)
        if self.comparison is None and not self.library_pane.model.entries():
            self.show_welcome(_NOT_READ if self.care.unopened or self.access.read_only else _NO_PLAN, button=False)
        if met:
            self._rest_actions()
            if self.care.why:
                self.library_pane.set_read_only(self.care.why)
            self.notice.dismiss()  # of the job before, which may have met the same
        tell(error, self, self.care.mend(error) or self._mend)

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
        """Compare when both sides are chosen and in the library; else ask for what is missing."""
        targets = tuple(target for target in targets if self.library_pane.model.entry(target))
        if base and targets and self.library_pane.model.entry(base):
            self.compare(base, targets, self._chained)
        else:
            self.ask_comparison(base)

    def _pair(self, order: tuple[int, ...], chained: bool) -> None:
        """Compare the plans shown in another order, or in the other way."""
        plans = (self._base, *self._targets)
        base, *targets = (plans[at] for at in order)
        self.compare(base, tuple(targets), chained)

    def _open_detail(self) -> None:
        self.detail_dock.show()
        self.detail.base_card.text.setFocus()

    def _show_place(self) -> None:
        self.show_place()
        if self.comparison is not None:
            self.detail.show_row(self.comparison.view.row)

    # wiring

    def _wire_actions(self) -> None:
        a = self.asks
        a.open.triggered.connect(self.importing.ask_files)
        a.folder.triggered.connect(self.importing.ask_folder)
        a.results.triggered.connect(self.importing.show_results)
        a.paste.triggered.connect(self.importing.paste)
        a.erase.triggered.connect(self.librarian.ask_erase)
        a.backups.triggered.connect(self.care.ask)
        a.unpack.triggered.connect(self.care.ask_unpack)
        a.parcel.triggered.connect(lambda: self.care.ask_pack(whole=False))
        a.whole.triggered.connect(lambda: self.care.ask_pack(whole=True))
        a.compare.triggered.connect(lambda: self.ask_comparison(0))
        a.revised.triggered.connect(self.importing.ask_revised)
        a.words.triggered.connect(self.lists.ask_equivalences)
        a.figures.triggered.connect(self.lists.show_figures)
        a.memo.triggered.connect(self.exporting.ask_memo)
        a.table.triggered.connect(self.exporting.ask_table)
        a.data.triggered.connect(lambda: self.ask_save(saving.DATA))
        a.remarks.triggered.connect(self.returning.ask)
        a.leave.triggered.connect(self.close)
        a.next_pane.triggered.connect(lambda: self.step_pane(1))
        a.previous_pane.triggered.connect(lambda: self.step_pane(-1))
        a.variants.toggled.connect(self.show_variants)
        a.larger.triggered.connect(lambda: self.zoom(1))
        a.smaller.triggered.connect(lambda: self.zoom(-1))
        a.usual.triggered.connect(lambda: self.zoom(0))
        a.help.triggered.connect(self.show_help)
        a.samples.triggered.connect(self.open_samples)
        a.log.triggered.connect(self.desktop.open_log)
        a.open_with.triggered.connect(self.desktop.ask_open_with)
        a.about.triggered.connect(lambda: show_about(self))
        self.reading = Reading(self)

    def _wire_decisions(self) -> None:
        self.deciding.wire(self.asks)
        self.asks.note.triggered.connect(self._write_note)
        self.asks.lost.triggered.connect(self.lists.show_lost)
        self.desk.ruled.connect(self.recompare)
        self.desk.failed.connect(lambda error: tell(error, self, self.care.mend(error)))
        self.desk.refused.connect(self.say)
        self.deciding.said.connect(self.say)

    def _write_note(self) -> None:
        self.detail_dock.show()
        self.deciding.begin_note()

    def _wire_panes(self) -> None:
        pane = self.library_pane
        pane.import_asked.connect(self.importing.ask_files)
        pane.comparison_asked.connect(self.ask_comparison)
        pane.base_asked.connect(self._make_base)
        pane.target_asked.connect(lambda plan: self._choose(self._base, (*self._targets, plan)))
        pane.target_left.connect(lambda plan: self._choose(self._base, tuple(t for t in self._targets if t != plan)))
        pane.recent_asked.connect(self.compare)
        self.welcome_button.clicked.connect(lambda: self.ask_comparison(0))
        self.detail.stepped.connect(self.reading.step_row)
        self.detail.target_asked.connect(self.reading.choose_target)
        self.jobs.busy_changed.connect(self._rest_actions)
        self.jobs.busy_changed.connect(pane.set_busy)
        self.jobs.busy_changed.connect(self._recompare_later)
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
            for action in set(self.asks.job_starters()) - set(self.asks.of_comparison()):
                action.setEnabled(True)
        rest(self.asks.writers(), self.access.why or self.care.why)

    def _remembered(self) -> jobs.Wish | None:
        """Return the comparison shown when this library was last open."""
        kept = self.settings.value("comparison")
        if not isinstance(kept, list) or len(kept) < 3 or kept[0] != str(self._library):
            return None
        numbers = [int(n) for n in map(str, kept[1:]) if n.isdigit()]
        chained = str(self.settings.value("chained")).lower() == "true"
        return jobs.Wish(numbers[0], tuple(numbers[1:]), chained) if len(numbers) > 1 else None
