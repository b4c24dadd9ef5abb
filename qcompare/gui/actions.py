"""The window's actions, its menus and its toolbar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from qcompare.gui.signs import named_icon
from qcompare.gui.theme import LOOKS, Theme


@dataclass(slots=True)
class Actions:
    """Everything the user can ask of the window by menu, key or toolbar."""

    open: QAction
    folder: QAction
    results: QAction
    paste: QAction
    erase: QAction
    backups: QAction
    unpack: QAction
    compare: QAction
    revised: QAction
    memo: QAction
    table: QAction
    data: QAction
    parcel: QAction
    whole: QAction
    remarks: QAction
    leave: QAction
    copy: QAction
    copy_table: QAction
    find: QAction
    find_next: QAction
    find_previous: QAction
    goto: QAction
    next_change: QAction
    previous_change: QAction
    next_doubtful: QAction
    previous_doubtful: QAction
    next_unreviewed: QAction
    previous_unreviewed: QAction
    undo: QAction
    redo: QAction
    reviewed: QAction
    agree: QAction
    revise: QAction
    leave_open: QAction
    note: QAction
    link: QAction
    cut: QAction
    confirm: QAction
    lost: QAction
    figures: QAction
    columns: QAction
    statistics: QAction
    words: QAction
    library: QAction
    details: QAction
    next_pane: QAction
    previous_pane: QAction
    variants: QAction
    furniture: QAction
    larger: QAction
    smaller: QAction
    usual: QAction
    help: QAction
    samples: QAction
    log: QAction
    open_with: QAction
    about: QAction

    def job_starters(self) -> tuple[QAction, ...]:
        """Return the actions that begin a job; while one runs they rest."""
        library = self.open, self.folder, self.paste, self.erase, self.backups, self.unpack, self.whole, self.parcel
        return (
            *library,
            self.compare,
            self.revised,
            self.words,
            self.samples,
            self.memo,
            self.table,
            self.data,
            self.remarks,
        )

    def writers(self) -> tuple[QAction, ...]:
        """Return the actions that write to the library; in a window that only reads they rest."""
        library = self.open, self.folder, self.paste, self.erase, self.unpack, self.revised, self.samples, self.remarks
        return (*library, self.undo, self.redo, *self.of_columns())

    def of_comparison(self) -> tuple[QAction, ...]:
        """Return the actions that need a comparison to act on."""
        apart = {
            "open",
            "folder",
            "results",
            "paste",
            "erase",
            "backups",
            "unpack",
            "whole",
            "compare",
            "revised",
            "words",
            "remarks",
            "leave",
            "library",
            "next_pane",
            "previous_pane",
        }
        apart |= {"help", "samples", "log", "open_with", "about", "undo", "redo"}
        return tuple(getattr(self, f.name) for f in fields(self) if f.name not in apart)

    def of_columns(self) -> tuple[QAction, ...]:
        """Return the actions whose keys are letters and the like: they work in the columns alone, not where one types."""
        return tuple(getattr(self, name) for name in _IN_COLUMNS)


_WORDS: dict[str, tuple[str, str, str]] = {
    "open": ("导入规划文本(&O)…", "Ctrl+O", "导入"),
    "folder": ("导入文件夹(&D)…", "", ""),
    "results": ("导入结果(&I)", "", ""),
    "paste": ("粘贴为规划文本(&V)", "Ctrl+Shift+V", ""),
    "erase": ("清空已删除的规划文本(&R)…", "", ""),
    "backups": ("备份与恢复(&B)…", "", ""),
    "unpack": ("并入同事的文件(&U)…", "", ""),
    "compare": ("新建比对(&N)…", "Ctrl+N", "新建比对"),
    "revised": ("比对修订稿(&K)…", "", ""),
    "memo": ("比对备忘录(&P)…", "Ctrl+P", "备忘录"),
    "table": ("对照表(&E)…", "Ctrl+E", "导出表格"),
    "data": ("比对数据 JSON(&J)…", "", ""),
    "parcel": ("本次比对，发给同事(&S)…", "", ""),
    "whole": ("整个规划库(&W)…", "", ""),
    "remarks": ("读回审核意见(&R)…", "", ""),
    "leave": ("退出(&X)", "Ctrl+Q", ""),
    "copy": ("复制本行(&C)", "Ctrl+C", ""),
    "copy_table": ("复制为表格(&W)", "Ctrl+Shift+C", ""),
    "find": ("查找(&F)…", "Ctrl+F", ""),
    "find_next": ("查找下一个(&N)", "F3", ""),
    "find_previous": ("查找上一个(&P)", "Shift+F3", ""),
    "goto": ("转到(&G)…", "Ctrl+G", ""),
    "next_change": ("下一处变动(&N)", "F8", "下一处变动"),
    "previous_change": ("上一处变动(&P)", "Shift+F8", "上一处变动"),
    "next_doubtful": ("下一处存疑(&D)", "F9", "下一处存疑"),
    "previous_doubtful": ("上一处存疑(&B)", "Shift+F9", ""),
    "next_unreviewed": ("下一未审核行(&U)", "Ctrl+U", ""),
    "previous_unreviewed": ("上一未审核行(&V)", "Ctrl+Shift+U", ""),
    "undo": ("撤销(&U)", "Ctrl+Z", "撤销"),
    "redo": ("重做(&R)", "Ctrl+Y", "重做"),
    "reviewed": ("已审核(&S)", "Space", ""),
    "agree": ("同意(&1)", "1", ""),
    "revise": ("需修改(&2)", "2", ""),
    "leave_open": ("待议(&3)", "3", ""),
    "note": ("写意见(&N)", "N", ""),
    "link": ("建立对应(&L)", "L", "建立对应"),
    "cut": ("断开对应(&X)", "Del", "断开"),
    "confirm": ("确认对应(&C)", "C", "确认"),
    "lost": ("不再适用的旧决定(&O)…", "", ""),
    "figures": ("指标表(&T)…", "Ctrl+T", "指标表"),
    "columns": ("对照(&1)", "Ctrl+1", ""),
    "statistics": ("统计(&2)", "Ctrl+2", ""),
    "words": ("对等词(&W)…", "", ""),
    "library": ("规划库(&B)", "Ctrl+B", ""),
    "details": ("详情(&I)", "Ctrl+I", ""),
    "next_pane": ("下一窗格(&N)", "F6", ""),
    "previous_pane": ("上一窗格(&P)", "Shift+F6", ""),
    "variants": ("标出字词转换(&V)", "", ""),
    "furniture": ("展开版面信息(&F)", "", ""),
    "larger": ("放大文字(&L)", "Ctrl++", ""),
    "smaller": ("缩小文字(&S)", "Ctrl+-", ""),
    "usual": ("原大小(&0)", "Ctrl+0", ""),
    "help": ("帮助内容(&H)", "F1", ""),
    "samples": ("打开样例比对(&S)", "", ""),
    "log": ("打开日志文件夹(&L)", "", ""),
    "open_with": ("关联文件(&F)…", "", ""),
    "about": ("关于 qcompare(&A)", "", ""),
}

_MENUS = {
    "文件(&F)": "open folder results unpack - compare revised - erase backups - leave",
    "编辑(&E)": "undo redo - copy copy_table paste - find find_next find_previous - goto",
    "比对(&C)": "next_change previous_change next_doubtful previous_doubtful next_unreviewed previous_unreviewed"
    " - figures - words",
    "查看(&V)": "columns statistics - library details next_pane previous_pane - variants furniture - larger smaller usual -",
    "决定(&D)": "reviewed - agree revise leave_open note - link cut confirm - lost",
    "导出(&X)": "memo table data - parcel whole - remarks",
    "帮助(&H)": "help samples - open_with log - about",
}
"""The menus and what stands in them, a dash for a line between."""

_IN_COLUMNS = ("reviewed", "agree", "revise", "leave_open", "note", "link", "cut", "confirm")

_TIPS = {
    "memo": "比对备忘录：选内容、预览、打印、存为 PDF",
    "copy_table": "复制本行为表格，可粘贴到 Word、WPS，标记保留",
    "next_change": "下一处变动，任一对照有变动即停",
    "previous_change": "上一处变动，任一对照有变动即停",
}

_ABOVE_ICON = 2
"""Pixels left over a toolbar's icon, so that it stands in the middle of its word."""

_CHECKABLE = {"library", "details", "variants", "furniture"}

_ICONS = {
    "open": "import",
    "compare": "compare",
    "previous_change": "previous",
    "next_change": "next",
    "memo": "memo",
    "table": "table",
    "find": "search",
    "undo": "undo",
    "redo": "redo",
    "next_doubtful": "doubt",
    "link": "link",
    "cut": "cut",
    "confirm": "confirm",
}


def make_actions(window: QMainWindow) -> Actions:
    """Return the actions with their words and keys, added to the window so that the keys work everywhere in it."""
    made = {}
    for name, (words, keys, short) in _WORDS.items():
        action = QAction(words, window)
        if keys:
            action.setShortcut(QKeySequence(keys))
        if name in _IN_COLUMNS:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setIconText(short or words.split("(")[0])
        action.setToolTip(f"{_TIPS.get(name, words.split('(')[0])}{f'（{keys}）' if keys else ''}")
        action.setCheckable(name in _CHECKABLE)
        if name not in _IN_COLUMNS:
            window.addAction(action)
        made[name] = action
    return Actions(**made)


def draw_icons(actions: Actions, theme: Theme) -> None:
    """Give the toolbar's actions their icons in the theme's colours."""
    for name, drawing in _ICONS.items():
        above = 0 if name == "find" else _ABOVE_ICON
        getattr(actions, name).setIcon(named_icon(drawing, theme.text, theme.edge, above))
        getattr(actions, name).setIconVisibleInMenu(False)


def make_menus(window: QMainWindow, actions: Actions, look: Callable[[str], None]) -> QActionGroup:
    """Fill the menu bar; return the group of looks, so that the one in use can be checked."""
    bar = window.menuBar()
    for title, names in _MENUS.items():
        menu = QMenu(title, bar)
        bar.addMenu(menu)
        for name in names.split():
            if name == "-":
                menu.addSeparator()
            else:
                menu.addAction(getattr(actions, name))
        if title.startswith("查看"):
            looks = menu.addMenu("外观(&A)")
    group = QActionGroup(window)
    for name, words in LOOKS.items():
        action = looks.addAction(words)
        action.setCheckable(True)
        action.setData(name)
        group.addAction(action)
    group.triggered.connect(lambda action: look(action.data()))
    return group


def make_toolbar(window: QMainWindow, actions: Actions) -> QLineEdit:
    """Add the toolbar and return its find box."""
    bar = QToolBar("工具栏", window)
    bar.setObjectName("toolbar")
    bar.setMovable(False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    bar.setIconSize(QSize(16, 16 + _ABOVE_ICON))
    a = actions
    moves, decisions = (a.previous_change, a.next_change, a.next_doubtful), (a.link, a.cut, a.confirm)
    for entry in (a.open, a.compare, None, a.undo, a.redo, None, *moves, None, *decisions, None, a.memo, a.table):
        if entry is None:
            bar.addSeparator()
        else:
            bar.addAction(entry)
    spring = QWidget(bar)
    spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(spring)
    box = QLineEdit(bar)
    box.setPlaceholderText("在全部栏中查找（简繁通查）")
    box.setAccessibleName("查找")
    box.setClearButtonEnabled(True)
    box.setFixedWidth(250)
    box.addAction(a.find, QLineEdit.ActionPosition.LeadingPosition)
    bar.addWidget(box)
    for button in bar.findChildren(QToolButton):
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    window.addToolBar(bar)
    return box
