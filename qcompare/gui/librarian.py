"""What the user does with the library: version, rename, edit, delete and take back, search, read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QMessageBox

from qcompare.document import Span
from qcompare.gui import jobs
from qcompare.gui.dialogs import confirm
from qcompare.gui.latest import Latest
from qcompare.gui.plan_dialogs import ChooseEarlier, EditPlan
from qcompare.gui.treating import Treating
from qcompare.gui.troubles import tell
from qcompare.model import Metadata
from qcompare.shelves import GroupBy, predecessor
from qcompare.store import Hit, PlanEntry

if TYPE_CHECKING:
    from qcompare.gui.window import Window


class Librarian(QObject):
    """Carries out what the library pane and the menus ask of the library, and lets the comparison shown follow."""

    removed = Signal(int)
    """A plan was set aside; `restore` takes it back, `remove` does it again."""

    def __init__(self, window: Window, library: Path) -> None:
        super().__init__(window)
        self._window, self._library = window, library
        self._deleted: list[tuple[int, str]] = []
        self.treating = Treating(window, library)
        self.searcher = Latest(partial(jobs.search, library), self)
        pane = self._pane = window.library_pane
        pane.rename_asked.connect(self.ask_name)
        pane.edit_asked.connect(self.ask_facts)
        pane.join_asked.connect(self.ask_earlier)
        pane.leave_asked.connect(lambda plan: self._change("正在拆为独立规划", jobs.leave_family, plan))
        pane.removal_asked.connect(self.remove)
        pane.undo_asked.connect(self.undo_removal)
        pane.previous_asked.connect(self.compare_with_previous)
        pane.text_asked.connect(self.show_text)
        pane.recent_left.connect(lambda made: self._change("正在移除比对", jobs.forget_collation, made))
        pane.search_asked.connect(self.searcher.ask)
        pane.hit_asked.connect(self._go_to_hit)
        self.searcher.done.connect(pane.show_hits)
        self.searcher.failed.connect(lambda error: tell(error, window))
        by = str(window.settings.value("library_by", GroupBy.LEVEL.value))
        pane.group_by(GroupBy(by) if by in list(GroupBy) else GroupBy.LEVEL)
        pane.grouped.connect(lambda by: window.settings.setValue("library_by", by))

    def compare_with_previous(self, plan: int) -> None:
        """Compare a plan with the version before it."""
        before = predecessor(self._pane.model.entries(), plan)
        if before is not None:
            self._window.compare(before.id, (plan,))

    # one plan

    def ask_name(self, plan: int) -> QInputDialog | None:
        """Ask what to call a plan."""
        entry = self._pane.model.entry(plan)
        if entry is None or self._refuse():
            return None
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle("重命名")
        dialog.setLabelText(f"{entry.metadata.title or entry.source}\n简称：")
        dialog.setTextValue(entry.label)
        dialog.setOkButtonText("确定")
        dialog.setCancelButtonText("取消")
        dialog.resize(420, 120)
        dialog.textValueSelected.connect(lambda label: self._rename(entry, label))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def ask_facts(self, plan: int) -> EditPlan | None:
        """Ask what is known of a plan."""
        entry = self._pane.model.entry(plan)
        if entry is None or self._refuse():
            return None
        dialog = EditPlan(entry, self._window.style_now.theme, self._window)
        dialog.kept.connect(self.edit)
        dialog.open()
        return dialog

    def ask_earlier(self, plan: int) -> ChooseEarlier | None:
        """Ask which document a plan is a new version of."""
        model, entry = self._pane.model, self._pane.model.entry(plan)
        if entry is None or self._refuse():
            return None
        others = [(other, model.name(other.id)) for other in model.entries() if other.family != entry.family]
        dialog = ChooseEarlier(entry, others, self._window)
        dialog.chosen.connect(lambda one, other: self._change("正在归并版本", jobs.join_family, one, other))
        dialog.open()
        return dialog

    def edit(self, plan: int, label: str, metadata: Metadata) -> None:
        """Let a plan say of itself what the user says; the comparison shown says it too."""
        self._change("正在保存规划信息", jobs.edit_plan, plan, label, metadata, then=partial(self._refresh, plan))

    def remove(self, plan: int) -> None:
        """Set a plan aside and offer to take it back."""
        name = self._pane.model.name(plan)
        self._change("正在删除", jobs.remove_plan, plan, then=partial(self._offer_undo, plan, name))

    def restore(self, plan: int) -> None:
        """Bring a plan back that was removed."""
        self._deleted = [(number, name) for number, name in self._deleted if number != plan]
        self._change("正在恢复", jobs.restore_plan, plan, then=partial(self._say_restored, plan))

    def undo_removal(self) -> None:
        """Bring back the plan removed last."""
        if self._deleted:
            self.restore(self._deleted[-1][0])

    def ask_erase(self) -> QMessageBox | None:
        """Ask whether to forget for good what was deleted; None where nothing was."""
        removed = self._pane.holdings.removed
        if not removed:
            self._window.say("没有已删除的规划文本")
            return None
        names = "、".join(entry.label or entry.source for entry in removed[:6])
        more = f"等 {len(removed)} 个" if len(removed) > 6 else ""
        words = f"彻底清除已删除的规划文本：{names}{more}？"
        told = "连同含有它们的比对一并清除，不能撤销。原来的文件不受影响。"
        return confirm(self._window, "清空已删除", words, told, ("清空", self.erase))

    def erase(self) -> None:
        """Forget for good what was deleted."""
        self._deleted.clear()
        self._pane.offer_undo("")
        self._change("正在清空", jobs.erase_removed, then=lambda: self._window.say("已清空删除的规划文本"))

    def show_plan(self, plan: int) -> None:
        """Choose a plan in the library's list."""
        self._window.library_dock.show()
        self._pane.search_box.clear()
        self._pane.tree.choose(plan)
        self._window.activateWindow()
        self._pane.tree.setFocus()

    def show_text(self, plan: int, place: Span | None = None) -> None:
        """Show a plan's text, and what came of reading it, in a window of its own."""
        job = partial(jobs.open_plan, self._library, plan)
        self._window.jobs.start("正在读取原文", job, partial(self.treating.open_reader, place=place))

    # inside

    def _refuse(self) -> bool:
        """Say why the library is not changed, where it is only read; return whether it is."""
        why = self._window.access.why
        if why:
            self._window.say(why)
        return bool(why)

    def _change(
        self, said: str, change: Callable[..., jobs.Holdings], *given: object, then: Callable[[], object] | None = None
    ) -> None:
        """Change the library and list what it holds then."""

        def done(holdings: jobs.Holdings) -> None:
            self._window.list_holdings(holdings)
            if then is not None:
                then()

        if not self._refuse():
            self._window.jobs.start(said, partial(change, self._library, *given), done)

    def _rename(self, entry: PlanEntry, label: str) -> None:
        if label.strip() and label.strip() != entry.label:
            self.edit(entry.id, " ".join(label.split()), entry.metadata)

    def _refresh(self, plan: int) -> None:
        """Show the comparison anew, at the same row, where it is of this plan."""
        base, targets = self._window.compared
        if plan in (base, *targets) and self._window.comparison is not None:
            row = self._window.comparison.view.row
            self._window.compare(base, targets, self._window.chained, partial(self._go_to_row, row))

    def _go_to_row(self, row: int) -> None:
        comparison = self._window.comparison
        if comparison is not None and 0 <= row < len(comparison.collation.rows):
            comparison.view.go_to_row(row)

    def _offer_undo(self, plan: int, name: str) -> None:
        self._deleted.append((plan, name))
        still = "，仍显示在当前比对中" if plan in self._window.plans_shown else ""
        self._window.say(f"已删除 {name}{still}")
        self._pane.offer_undo(name)
        self.removed.emit(plan)

    def _say_restored(self, plan: int) -> None:
        self._window.say(f"已恢复 {self._pane.model.name(plan)}")
        self._pane.offer_undo(self._deleted[-1][1] if self._deleted else "")
        self._pane.tree.choose(plan)

    def _go_to_hit(self, hit: Hit) -> None:
        """Go to a sentence found: in the comparison where its plan is shown there, else in its text."""
        shown, comparison = self._window.plans_shown, self._window.comparison
        if comparison is not None and hit.plan in shown:
            comparison.go_to_sentence(shown.index(hit.plan), hit.sentence)
        else:
            self.show_text(hit.plan, hit.span)
