"""What the person decides in the window, by key, menu, mouse or pane, becomes changes on the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from shiboken6 import isValid

from qcompare.decisions import Change, Verdict
from qcompare.gui.actions import Actions
from qcompare.gui.comparison import Comparison, Tab
from qcompare.gui.desk import Desk
from qcompare.gui.detail import DetailPane
from qcompare.gui.linking import LinkTool
from qcompare.model import Cell
from qcompare.review import Review, Subject


class Deciding(QObject):
    """Decides about the chosen row of the comparison shown; says in a few words what was done."""

    said = Signal(str)

    def __init__(self, desk: Desk, detail: DetailPane, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._detail = desk, detail
        self._comparison: Comparison | None = None
        self.tool: LinkTool | None = None
        desk.changed.connect(self._show_review)
        for refused in (desk.failed, desk.refused):
            refused.connect(lambda _: self._show_review())  # nothing is shown as done that is not kept
        detail.opinion.reviewed.connect(self.mark_reviewed)
        detail.opinion.keep = self._say
        detail.opinion.left.connect(lambda: self._comparison.take_focus() if self._comparison is not None else None)
        detail.opinion.next_asked.connect(lambda: self.next_unreviewed(1))
        for card in (detail.reasons, detail.others):
            card.asked.connect(self._follow)

    def wire(self, actions: Actions) -> None:
        """Do what the menus and keys ask for."""
        a, steps = actions, self._desk.steps
        a.reviewed.triggered.connect(self.toggle_reviewed)
        for action, verdict in ((a.agree, Verdict.AGREED), (a.revise, Verdict.REVISE), (a.leave_open, Verdict.OPEN)):
            action.triggered.connect(lambda _=False, said=verdict: self.give_verdict(said))
        a.link.triggered.connect(self.begin_link)
        a.cut.triggered.connect(self.cut)
        a.confirm.triggered.connect(self.confirm)
        a.next_doubtful.triggered.connect(lambda: self.next_doubtful(1))
        a.previous_doubtful.triggered.connect(lambda: self.next_doubtful(-1))
        a.next_unreviewed.triggered.connect(lambda: self.next_unreviewed(1))
        a.previous_unreviewed.triggered.connect(lambda: self.next_unreviewed(-1))
        for action, step, word, can, said in (
            (a.undo, steps.undo, "撤销", steps.canUndoChanged, steps.undoTextChanged),
            (a.redo, steps.redo, "重做", steps.canRedoChanged, steps.redoTextChanged),
        ):
            action.setEnabled(False)
            action.triggered.connect(partial(self._step, step, f"已{word}"))
            can.connect(action.setEnabled)
            said.connect(partial(_name, action, word))

    def _step(self, step: Callable[[], None], word: str) -> None:
        self.save()
        steps = self._desk.steps
        words = steps.undoText() if word == "已撤销" else steps.redoText()
        step()
        self.said.emit(f"{word}：{words}")

    def attend(self, comparison: Comparison) -> None:
        """Decide about this comparison from now on."""
        self._comparison = comparison
        if not self._desk.why:
            self.tool = LinkTool(comparison.view)
            self.tool.linked.connect(lambda target, pairs: self._rule(target, pairs, holds=True))
            self.tool.said.connect(self.said)
        comparison.view.row_ticked.connect(self._tick)
        comparison.handled_changed.connect(self._handle)

    def mark_reviewed(self, reviewed: bool) -> None:
        """Tick the chosen row, or take the tick away."""
        if self._comparison is not None and self._comparison.view.row >= 0:
            self._mark([self._comparison.view.row], reviewed)

    def toggle_reviewed(self) -> None:
        """Tick the chosen row if it is not ticked, else take the tick away."""
        if self._comparison is not None:
            self.mark_reviewed(self._comparison.view.row not in self._comparison.rows.reviewed)

    def give_verdict(self, verdict: Verdict) -> None:
        """Give the chosen row a verdict for the chosen target; given twice it is taken back."""
        button = self._detail.opinion.verdicts[verdict]
        if self._comparison is not None and button.isEnabled():
            self._detail.opinion.save()
            button.click()

    def begin_note(self) -> None:
        """Write a note on the chosen row."""
        if self._detail.opinion.note.isEnabled():
            self._detail.opinion.note.setFocus()

    def begin_link(self) -> None:
        """Take what the current cell shows, for the arrows to lead to where it goes."""
        if self.tool is not None and not self.tool.begin_at_current():
            self.said.emit("这里没有可以建立对应的文字")

    def cut(self) -> None:
        """Say that the sentences of the current line do not correspond for the chosen target."""
        self._rule_line("断开", holds=False)

    def confirm(self) -> None:
        """Say that the sentences of the current line do correspond for the chosen target."""
        self._rule_line("确认", holds=True)

    def next_doubtful(self, step: int) -> None:
        """Go to the next row in which a match is in doubt."""
        self._next(step, "存疑的对照行", lambda row: any(cell.doubtful for cell in self._cells(row)))

    def next_unreviewed(self, step: int) -> None:
        """Go to the next row that is not reviewed."""
        shown = self._comparison
        if shown is not None:
            review, done = shown.rows.review, shown.rows.reviewed
            self._next(step, "未审核的对照行", lambda row: row not in done and review.to_review(row))

    def save(self) -> None:
        """Keep what is being typed."""
        self._detail.opinion.save()

    # inside

    @property
    def _review(self) -> Review | None:
        return self._desk.review

    def _cells(self, row: int) -> tuple[Cell, ...]:
        assert self._comparison is not None
        return self._comparison.collation.rows[row].cells

    def _next(self, step: int, words: str, wanted: Callable[[int], bool]) -> None:
        shown = self._comparison
        if shown is None:
            return
        row = shown.rows.next_row(shown.view.row, step, wanted)
        if row is None:
            self.said.emit(f"往{'后' if step > 0 else '前'}没有{words}")
        else:
            shown.turn_to(Tab.COLUMNS)
            shown.view.go_to_row(row)
            self.said.emit("")

    def _tick(self, row: int) -> None:
        if self._comparison is not None:
            self._mark([row], row not in self._comparison.rows.reviewed)

    def _handle(self, target: int, sentence: int, handled: bool) -> None:
        self.save()
        if self._review is not None:
            self._make(self._review.mark_handled(target, sentence, handled), "标为已处理" if handled else "取消已处理")

    def _mark(self, rows: list[int], reviewed: bool) -> None:
        self.save()
        if self._review is not None:
            word = "审核" if reviewed else "取消审核"
            self._make(self._review.mark_reviewed(rows, reviewed), f"{word}第 {rows[0] + 1} 行")

    def _say(self, subject: Subject, verdict: Verdict | None, note: str) -> bool:
        if self._review is None or not self._review.knows(subject):
            return False
        before = self._review.said_of(subject)
        typing = (before.verdict if before else None) is verdict
        word = "意见" if typing else "结论"
        changes = self._review.say_of(subject, verdict=verdict, note=note)
        kept = self._desk.make(changes, word, typing=typing)
        if kept:
            self.said.emit(f"已保存{word}")
        return kept or not changes

    def _rule_line(self, word: str, *, holds: bool) -> None:
        shown = self._comparison
        at = shown.view.currentIndex().row() if shown is not None else -1
        if shown is None or at < 0 or shown.rows.line(at).fold:
            return
        target = shown.rows.chosen
        links = shown.rows.cells.links(target)
        ours, theirs = set(shown.rows.opposite(at, target)), shown.rows.sentences(at, target)
        pairs = tuple((b, t) for t in theirs for b in links.bases(t) if b in ours or not holds)
        if not pairs:
            self.said.emit(f"本行没有可以{word}的对应")
        else:
            self._rule(target, pairs, holds=holds)

    def _rule(self, target: int, pairs: Iterable[tuple[int, int]], *, holds: bool) -> None:
        known = tuple(pairs)
        self.save()
        if self._review is not None:
            made = {(m.base, m.target) for m in self._review.collation.targets[target].matches}
            word = f"{'断开' if not holds else '确认' if set(known) <= made else '建立'}对应 {len(known)} 处"
            self._make(self._review.rule(target, known, holds), word)

    def _make(self, changes: Iterable[Change], words: str) -> None:
        """Make changes that were thought of after what is being typed was kept."""
        if self._desk.make(changes, words):
            self.said.emit(f"已{words}")

    def _follow(self, asked: str, base: int, target: int) -> None:
        shown = self._comparison
        if shown is None:
            return
        if asked == "base":
            shown.go_to_sentence(shown.collation.against(shown.rows.chosen), base)
        elif asked == "target":
            shown.go_to_sentence(shown.rows.chosen + 1, target)
        else:
            self._rule(shown.rows.chosen, [(base, target)], holds=asked != "cut")

    def _show_review(self) -> None:
        if self._comparison is not None and self._review is not None:
            self._comparison.show_review(self._review)
            self._detail.show_opinion()


def _name(action: QAction, word: str, words: str) -> None:
    """Say in a menu what would be undone; the steps may outlive the menu."""
    if isValid(action):
        action.setText(f"{word}{words and '：'}{words}")
