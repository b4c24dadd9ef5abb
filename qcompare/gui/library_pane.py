"""The library pane: the plans with a search over them, the comparisons made before, and the buttons to new ones."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qcompare.citing import percent
from qcompare.gui.item_list import ItemList
from qcompare.gui.jobs import Holdings
from qcompare.gui.models.library import COMPARED_ROLE, ENTRY_ROLE, FACTS_ROLE, TAG_ROLE, LibraryModel
from qcompare.gui.plan_tree import PlanTree
from qcompare.gui.signs import named_icon
from qcompare.gui.theme import UI_PIXELS, Theme, hei
from qcompare.gui.two_lines import TwoLines
from qcompare.shelves import (
    GroupBy,
    comparison_name,
    day_words,
    entry_names,
    is_of_versions,
    predecessor,
    several_versions,
)
from qcompare.store import CollationEntry, Hit

_RECENT = 12
_TYPING_REST = 300
"""Milliseconds without a key after which the texts are searched for what was typed."""

_HITS = 200
"""Sentences listed; who finds more looks for too little."""

_NAME_LENGTH = 12
"""Characters of a plan's name beside the button that takes it back: two lines of a narrow pane."""

_BEFORE = 6
"""Characters shown before what was found: it must stand at the left of a narrow pane to be seen."""


class LibraryPane(QWidget):
    """Shows what the library holds and asks the window for comparisons and changes."""

    import_asked = Signal()
    comparison_asked = Signal(int)
    base_asked = Signal(int)
    target_asked = Signal(int)
    target_left = Signal(int)
    recent_asked = Signal(int, tuple, bool)
    recent_left = Signal(int)
    previous_asked = Signal(int)
    text_asked = Signal(int)
    rename_asked = Signal(int)
    edit_asked = Signal(int)
    join_asked = Signal(int)
    leave_asked = Signal(int)
    removal_asked = Signal(int)
    undo_asked = Signal()
    search_asked = Signal(str)
    hit_asked = Signal(object)
    grouped = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = LibraryModel(self)
        self._delegate = TwoLines(theme, self)
        self._held = Holdings((), ())
        self._focused: QWidget | None = None
        self._why = ""
        self.tree = PlanTree(self.model, self)
        self.tree.setItemDelegate(self._delegate)
        self.recent, self.hits = (ItemList(name, self._delegate, self) for name in ("最近比对", "全文命中"))
        self.search_box, self.group_button = QLineEdit(self), QToolButton(self)
        self._magnifier = self.search_box.addAction(
            named_icon("search", theme.secondary, theme.edge), QLineEdit.ActionPosition.LeadingPosition
        )
        self._magnifier.setText("查找规划")
        self._typed = QTimer(self, interval=_TYPING_REST, singleShot=True)
        self._make_search()
        self._lay_out()
        self._wire()

    def set_theme(self, theme: Theme) -> None:
        """Paint in the theme's colours."""
        self._delegate.theme = theme
        self._magnifier.setIcon(named_icon("search", theme.secondary, theme.edge))
        for view in (self.tree, self.recent, self.hits):
            view.viewport().update()

    def show_holdings(self, holdings: Holdings) -> None:
        """Show the plans and the latest comparisons."""
        self._held = holdings
        self.model.set_plans(holdings.plans)
        today = dt.datetime.now(dt.UTC).astimezone().date()
        self.recent.clear()
        for entry in _latest(holdings)[:_RECENT]:
            words = comparison_name(holdings.plans, entry.base, entry.targets, chained=entry.chained)
            facts = _recent_facts(entry, today, of_versions=is_of_versions(holdings.plans, entry.base, entry.targets))
            item = QListWidgetItem(words, self.recent)
            item.setData(FACTS_ROLE, facts)
            item.setData(COMPARED_ROLE, (entry.base, entry.targets, entry.chained))
            item.setData(ENTRY_ROLE, entry.id)
            item.setToolTip(f"{words}\n{facts}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}，{facts}")
        if self.search_box.text().strip():
            self._typed.start()

    @property
    def holdings(self) -> Holdings:
        """What the library holds, as shown."""
        return self._held

    def show_compared(self, base: int, targets: tuple[int, ...], chained: bool = False) -> None:
        """Tag the plans of the comparison shown and choose it among the recent ones."""
        self.model.set_compared(base, targets)
        self.tree.viewport().update()
        for i in range(self.recent.count()):
            if self.recent.item(i).data(COMPARED_ROLE) == (base, targets, chained):
                self.recent.setCurrentRow(i)

    def show_hits(self, text: str, hits: tuple[Hit, ...]) -> None:
        """List the sentences that hold `text`, unless another is looked for by now."""
        if text != self.search_box.text().strip():
            return
        self.hits.clear()
        names = entry_names(self._held.plans)
        for hit in hits[:_HITS]:
            words = f"{'…' if len(hit.before) > _BEFORE else ''}{hit.before[-_BEFORE:]}{hit.found}{hit.after}"
            item = QListWidgetItem(" ".join(words.split()), self.hits)
            item.setData(FACTS_ROLE, f"{names.get(hit.plan, hit.label)} · {hit.path}".removesuffix(" · "))
            item.setData(ENTRY_ROLE, hit)
            item.setToolTip(f"{hit.before}{hit.found}{hit.after}\n{item.data(FACTS_ROLE)}")
        more = f"，列出前 {_HITS} 句" if len(hits) > _HITS else ""
        self._hits_heading.setText(f"全文命中 {len(hits)} 句{more}")

    def offer_undo(self, name: str) -> None:
        """Say which plan was deleted and offer to take it back; no name takes the offer away."""
        short = name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1]}…"
        self._undo_words.setText(f"已删除 {short}")
        self._undo_words.setToolTip(f"已删除 {name}")
        self.undo_bar.setVisible(bool(name))

    def group_by(self, by: GroupBy) -> None:
        """Group the plans by level, region or date."""
        self.group_button.setText(f"{by.value} ▾")
        for action in self.group_button.menu().actions():
            action.setChecked(action.text() == by.value)
        self.model.arrange(by, self.model.wanted)
        self.grouped.emit(by.value)

    def set_busy(self, busy: bool) -> None:
        """While a job runs nothing new can be asked for; the keyboard stays where it was."""
        if busy:
            focused = self.window().focusWidget()
            self._focused = focused if focused is not None and self.isAncestorOf(focused) else None
        self.setEnabled(not busy)
        if not busy and self._focused is not None:
            self._focused.setFocus()

    def set_read_only(self, why: str) -> None:
        """Let rest what would change the library, and say why."""
        self._why = why
        self.import_button.setEnabled(False)
        self.import_button.setToolTip(why)

    def plan_menu(self, plan: int) -> QMenu:
        """Return the menu of a plan: what part it can take in the comparison, and what can be done with it."""
        tag = str(self.model.index_of(plan).data(TAG_ROLE) or "")
        plans = self._held.plans
        parts: list[tuple[str, SignalInstance | None, bool]] = [
            ("设为基准", self.base_asked, tag != "基准"),
            ("移出对照", self.target_left, tag.startswith("对照")),
            ("加入对照", self.target_asked, not tag),
            ("与上一版比对", self.previous_asked, predecessor(plans, plan) is not None),
            ("以此为基准新建比对…", self.comparison_asked, True),
            ("", None, True),
            ("原文和读入情况…", self.text_asked, True),
            ("重命名…\tF2", self.rename_asked, True),
            ("编辑信息…", self.edit_asked, True),
            ("作为其他规划的新版本…", self.join_asked, len({entry.family for entry in plans}) > 1),
            ("拆为独立规划", self.leave_asked, plan in several_versions(plans)),
            ("", None, True),
            ("删除\tDel", self.removal_asked, True),
        ]
        menu = QMenu(self)
        changes = self.rename_asked, self.edit_asked, self.join_asked, self.leave_asked, self.removal_asked
        for words, signal, fits in parts:
            if signal is None:
                menu.addSeparator()
            elif fits:
                action = menu.addAction(words)
                action.triggered.connect(lambda _=False, asked=signal: asked.emit(plan))
                if signal in changes:
                    self._rest(menu, action)
        return menu

    def _rest(self, menu: QMenu, action: QAction) -> None:
        """Let an action that changes the library rest where that is only read."""
        if self._why:
            menu.setToolTipsVisible(True)
            action.setEnabled(False)
            action.setToolTip(self._why)

    # inside

    def _make_search(self) -> None:
        self.search_box.setPlaceholderText("查找规划")
        self.search_box.setAccessibleName("在规划库中查找")
        self.search_box.setToolTip("按简称、标题、地区、文号、文件名查找，并检索全文；简繁通查，几个词用空格隔开")
        self.search_box.setClearButtonEnabled(True)
        menu = QMenu(self.group_button)
        group = QActionGroup(menu)
        for by in GroupBy:
            action = menu.addAction(by.value)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _=False, by=by: self.group_by(by))
        self.group_button.setMenu(menu)
        self.group_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.group_button.setToolTip("规划的分组方式")
        self.group_button.setAccessibleName("分组方式")
        self.group_button.setProperty("toggle", "true")
        self.group_by(GroupBy.LEVEL)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(6)
        top, buttons = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.search_box, 1)
        top.addWidget(self.group_button)
        column.addLayout(top)
        column.addWidget(self.tree, 3)
        self._hits_heading, self._recent_heading = QLabel("全文命中", self), QLabel("最近比对", self)
        for heading, view, stretch in ((self._hits_heading, self.hits, 2), (self._recent_heading, self.recent, 1)):
            heading.setFont(hei(UI_PIXELS, bold=True))
            column.addWidget(heading)
            column.addWidget(view, stretch)
        column.addWidget(self._make_undo_bar())
        buttons.setSpacing(6)
        self.import_button, new = QPushButton("导入…", self), QPushButton("新建比对…", self)
        self.import_button.clicked.connect(self.import_asked)
        new.clicked.connect(self._ask_new)
        for button in (self.import_button, new):
            buttons.addWidget(button)
        column.addLayout(buttons)
        self._show_search(shown=False)

    def _make_undo_bar(self) -> QFrame:
        self.undo_bar = QFrame(self)
        self.undo_bar.setProperty("card", "true")
        row = QHBoxLayout(self.undo_bar)
        row.setContentsMargins(8, 3, 3, 3)
        self._undo_words = QLabel(self.undo_bar)
        self._undo_words.setMinimumWidth(20)
        self._undo_words.setWordWrap(True)
        self.undo_button = QToolButton(self.undo_bar)
        self.undo_button.setText("撤销")
        self.undo_button.setProperty("toggle", "true")
        self.undo_button.setAccessibleName("撤销删除")
        row.addWidget(self._undo_words, 1)
        row.addWidget(self.undo_button)
        self.undo_bar.hide()
        return self.undo_bar

    def _wire(self) -> None:
        self.tree.menu_asked.connect(lambda plan, at: self.plan_menu(plan).popup(at))
        self.tree.plan_activated.connect(self.comparison_asked)
        self.tree.rename_asked.connect(self.rename_asked)
        self.tree.removal_asked.connect(self.removal_asked)
        self.recent.chosen.connect(lambda item: self.recent_asked.emit(*item.data(COMPARED_ROLE)))
        self.recent.menu_asked.connect(self._open_recent_menu)
        self.recent.removal_asked.connect(lambda item: self.recent_left.emit(item.data(ENTRY_ROLE)))
        self.hits.chosen.connect(lambda item: self.hit_asked.emit(item.data(ENTRY_ROLE)))
        self.undo_button.clicked.connect(self.undo_asked)
        self.search_box.textChanged.connect(self._search)
        self.search_box.returnPressed.connect(self._leave_search_box)
        self._typed.timeout.connect(self._search_texts)

    def _search(self, text: str) -> None:
        self.model.arrange(self.model.by, text.strip())
        self._show_search(shown=bool(text.strip()))
        self._typed.start()

    def _leave_search_box(self) -> None:
        (self.tree if self.tree.isVisible() else self.hits).setFocus()

    def _search_texts(self) -> None:
        wanted = self.search_box.text().strip()
        if wanted:
            self.search_asked.emit(wanted)

    def _show_search(self, *, shown: bool) -> None:
        """Show what was found in the texts in place of the recent comparisons."""
        if not shown:
            self.hits.clear()
        elif not self.hits.isVisible():
            self._hits_heading.setText("全文命中")
        for widget in (self._hits_heading, self.hits):
            widget.setVisible(shown)
        for widget in (self._recent_heading, self.recent):
            widget.setVisible(not shown)
        self.tree.setVisible(bool(not shown or self.model.rowCount()))

    def _open_recent_menu(self, item: QListWidgetItem, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction("打开").triggered.connect(lambda: self.recent_asked.emit(*item.data(COMPARED_ROLE)))
        leave = menu.addAction("从列表中移除\tDel")
        leave.triggered.connect(lambda: self.recent_left.emit(item.data(ENTRY_ROLE)))
        self._rest(menu, leave)
        menu.popup(at)

    def _ask_new(self) -> None:
        self.comparison_asked.emit(self.tree.current)

    def _ask_recent(self, item: QListWidgetItem) -> None:
        self.recent_asked.emit(*item.data(COMPARED_ROLE))


def _latest(holdings: Holdings) -> list[CollationEntry]:
    """Return the comparisons, the latest first; of those of the same documents in one way, whatever their order, the latest."""
    family = {entry.id: entry.family for entry in holdings.plans}
    found: dict[object, CollationEntry] = {}
    for made in sorted(holdings.collations, key=lambda made: (made.used, made.id), reverse=True):
        plans = [family.get(plan, plan) for plan in (made.base, *made.targets)]
        of_versions = len(set(plans)) == 1
        found.setdefault(made.id if of_versions else (frozenset(plans), made.chained), made)
    return list(found.values())


def _recent_facts(entry: CollationEntry, today: dt.date, *, of_versions: bool) -> str:
    """Return the second line of a comparison: when it was used, and what came of it."""
    share = "、".join(percent(counts.carried_share) for counts in entry.counts)
    way = "逐级" if entry.chained else ""
    return " · ".join(
        filter(None, (day_words(entry.used, today), way, "版本比对" if of_versions else f"承接率 {share}"))
    )
