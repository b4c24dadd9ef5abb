"""A window to read one plan in: its text, its outline, what came of reading it, and how its lines are to be taken."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qcompare.citing import name_of, place_at
from qcompare.document import Span
from qcompare.gui.help import open_help
from qcompare.gui.jobs import Opened
from qcompare.gui.plan_report import OutlineTree, PlaceTree, ReportTree
from qcompare.gui.plan_text import PlanText
from qcompare.gui.theme import UI_PIXELS, Theme, hei
from qcompare.report import TREAT_WORDS, treat_lines
from qcompare.treatments import Treat, Treatment

_KEYS = {
    Treat.FURNITURE: "B",
    Treat.PLAN: "Z",
    Treat.TITLE: "0",
    Treat.PART: "1",
    Treat.SECTION: "2",
    Treat.ITEM: "3",
    Treat.SUBITEM: "4",
    Treat.PARAGRAPH: "5",
}
"""The keys that say, in the text, how the lines selected are to be taken."""

_TIPS = {
    Treat.FURNITURE: "不参与比对：页眉页脚、网页栏目、发布说明等",
    Treat.PLAN: "参与比对，层级由程序判断",
    Treat.PARAGRAPH: "参与比对，不作标题",
}
_BACK = "恢复程序的划分"
_SIZE, _PANES = (1240, 760), (230, 620, 390)


class PlanReader(QDialog):
    """Shows a plan; a person can say how its lines are to be taken, take that back and do it again.

    `treated` tells all that he says then; whoever keeps it shows the plan anew by `show_plan`.
    """

    treated = Signal(int, tuple)

    def __init__(self, opened: Opened, theme: Theme, parent: QWidget, place: Span | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._opened, self._theme = opened, theme
        self._said: tuple[Treatment, ...] = opened.said
        self._before: list[tuple[Treatment, ...]] = []
        self._after: list[tuple[Treatment, ...]] = []
        self._head, self.status, self.place = (QLabel(self) for _ in range(3))
        self.text, self.outline, self.report = PlanText(theme, self), OutlineTree(self), ReportTree(theme, self)
        self.treats = {
            treat: self._action(word, _KEYS[treat], partial(self.treat, treat)) for treat, word in TREAT_WORDS.items()
        }
        self.back = self._action(_BACK, "Del", partial(self.treat, None))
        self.undo = self._action("撤销", "Ctrl+Z", self._undo)
        self.redo = self._action("重做", "Ctrl+Y", self._redo)
        self._lay_out()
        self._wire()
        self.resize(*_SIZE)
        self.show_plan(opened)
        if place is not None:
            self.text.go_to(place)
        self.text.setFocus()

    @property
    def plan(self) -> int:
        """The plan's number in the library."""
        return self._opened.number

    def show_plan(self, opened: Opened) -> None:
        """Show the plan as it is taken now."""
        self._opened = opened
        plan = opened.plan
        self.setWindowTitle(f"原文：{name_of(plan)}")
        self._head.setText(" · ".join(filter(None, (plan.metadata.title, plan.source))))
        self.text.show_plan(plan, [span for span, _ in opened.treated])
        self.outline.show_plan(plan)
        self.report.show_report(opened)
        self._show_place()

    def set_theme(self, theme: Theme) -> None:
        """Show everything in the theme's colours."""
        self._theme = theme
        self.text.set_theme(theme)
        self.report.set_theme(theme)
        self.report.show_report(self._opened)

    def treat(self, treat: Treat | None) -> None:
        """Say how the lines pointed at are to be taken; None says nothing of them any more."""
        stretch = self.text.pointed_at()
        said = treat_lines(self._opened.plan, self._said, stretch, treat)
        if said == self._said:
            self.status.setText("所选文字没有人工划定" if treat is None else "所选的地方没有可划定的文字")
            return
        self._before.append(self._said)
        self._after.clear()
        self._say(said, f"已划为{TREAT_WORDS[treat]}" if treat is not None else "已恢复程序的划分")

    def take_back(self) -> None:
        """Go on from what is kept: what was said last could not be, or was said of another version."""
        self._said = self._opened.said
        self._before.clear()
        self._after.clear()
        self._allow()

    def menu(self) -> QMenu:
        """Return the menu of the lines pointed at."""
        menu = QMenu(self)
        menu.addAction("复制\tCtrl+C").triggered.connect(self.text.copy)
        menu.addSeparator()
        menu.addActions([*self.treats.values(), self.back])
        menu.addSeparator()
        menu.addActions([self.undo, self.redo])
        return menu

    # inside

    def _show_place(self) -> None:
        """Say where in its file and in its outline the line stands that the cursor is in."""
        plan, at = self._opened.plan, self.text.pointed_at()
        sentence = plan.sentence_at(max(at.start, at.end - 1))
        path = plan.clauses[plan.sentences[sentence].clause].path if sentence >= 0 else ""
        said = (f"原文{place_at(plan, at, ' ')}", path, self.text.level_at(at.start))
        self.place.setText(" · ".join(filter(None, said)))

    def _say(self, said: tuple[Treatment, ...], words: str) -> None:
        self._said = said
        self.status.setText(words)
        self._allow()
        self.treated.emit(self.plan, said)

    def _undo(self) -> None:
        if self._before:
            self._after.append(self._said)
            self._say(self._before.pop(), "已撤销")

    def _redo(self) -> None:
        if self._after:
            self._before.append(self._said)
            self._say(self._after.pop(), "已重做")

    def _allow(self) -> None:
        self.undo.setEnabled(bool(self._before))
        self.redo.setEnabled(bool(self._after))

    def _action(self, words: str, keys: str, do: Callable[[], None]) -> QAction:
        """Return an action whose key works in the text, where nothing is typed."""
        action = QAction(words, self.text)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setToolTip(f"{words}（{keys}）")
        action.triggered.connect(lambda _=False: do())
        self.text.addAction(action)
        return action

    def _wire(self) -> None:
        self.text.cursorPositionChanged.connect(self._show_place)
        self.outline.place_asked.connect(self.text.go_to)
        self.report.place_asked.connect(lambda span: self.text.go_to(span, select=True))
        QShortcut(QKeySequence("F1"), self, lambda: open_help("reading", self._theme, self))
        self.text.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.text.customContextMenuRequested.connect(self._open_menu)
        self._allow()

    def _open_menu(self, at: QPoint) -> None:
        cursor = self.text.textCursor()
        under = self.text.cursorForPosition(at)
        if not cursor.selectionStart() <= under.position() <= cursor.selectionEnd():
            self.text.setTextCursor(under)
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.text.viewport().mapToGlobal(at))

    def _lay_out(self) -> None:
        self._head.setWordWrap(True)
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        for title, pane in (("提纲", self.outline), ("原文", self.text), ("读入情况", self.report)):
            split.addWidget(self._titled(title, pane))
        split.setSizes(list(_PANES))
        split.setStretchFactor(1, 1)
        close = QPushButton("关闭", self)
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self.status, 1)
        foot.addWidget(self.place)
        foot.addSpacing(12)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self._head)
        column.addLayout(self._tools())
        column.addWidget(split, 1)
        column.addLayout(foot)

    def _titled(self, title: str, pane: PlanText | PlaceTree) -> QWidget:
        around = QWidget(self)
        column = QVBoxLayout(around)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QLabel(title, around)
        head.setFont(hei(UI_PIXELS, bold=True))
        column.addWidget(head)
        column.addWidget(pane, 1)
        return around

    def _tools(self) -> QHBoxLayout:
        """Return the line of buttons that say how the lines selected are to be taken."""
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(QLabel("将所选的行划为：", self))
        for treat in TREAT_WORDS:
            self.treats[treat].setToolTip("，".join(filter(None, (self.treats[treat].toolTip(), _TIPS.get(treat, "")))))
            row.addWidget(self._button(self.treats[treat]))
            if treat is Treat.PLAN:
                row.addSpacing(8)
        row.addSpacing(8)
        row.addWidget(self._button(self.back))
        row.addStretch(1)
        for action in (self.undo, self.redo):
            row.addWidget(self._button(action))
        return row

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
