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
    compare: QAction
    memo: QAction
    table: QAction
    data: QAction
    leave: QAction
    copy: QAction
    copy_table: QAction
    find: QAction
    find_next: QAction
    find_previous: QAction
    goto: QAction
    next_change: QAction
    previous_change: QAction
    figures: QAction
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
    about: QAction

    def job_starters(self) -> tuple[QAction, ...]:
        """Return the actions that begin a job; while one runs they rest."""
        return self.open, self.compare, self.words, self.samples, self.memo, self.table, self.data

    def of_comparison(self) -> tuple[QAction, ...]:
        """Return the actions that need a comparison to act on."""
        apart = {
            "open",
            "compare",
            "words",
            "leave",
            "library",
            "next_pane",
            "previous_pane",
            "help",
            "samples",
            "about",
        }
        return tuple(getattr(self, f.name) for f in fields(self) if f.name not in apart)


_WORDS: dict[str, tuple[str, str, str]] = {
    "open": ("导入规划文本(&O)…", "Ctrl+O", "导入"),
    "compare": ("新建比对(&N)…", "Ctrl+N", "新建比对"),
    "memo": ("比对备忘录 PDF(&P)…", "Ctrl+P", "备忘录"),
    "table": ("对照表(&E)…", "Ctrl+E", "导出表格"),
    "data": ("比对数据 JSON(&J)…", "", ""),
    "leave": ("退出(&X)", "Ctrl+Q", ""),
    "copy": ("复制本行(&C)", "Ctrl+C", ""),
    "copy_table": ("复制为表格(&W)", "Ctrl+Shift+C", ""),
    "find": ("查找(&F)…", "Ctrl+F", ""),
    "find_next": ("查找下一个(&N)", "F3", ""),
    "find_previous": ("查找上一个(&P)", "Shift+F3", ""),
    "goto": ("转到(&G)…", "Ctrl+G", ""),
    "next_change": ("下一处变动(&N)", "F8", "下一处变动"),
    "previous_change": ("上一处变动(&P)", "Shift+F8", "上一处变动"),
    "figures": ("指标表(&T)…", "Ctrl+T", "指标表"),
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
    "about": ("关于 qcompare(&A)", "", ""),
}

_TIPS = {
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
}


def make_actions(window: QMainWindow) -> Actions:
    """Return the actions with their words and keys, added to the window so that the keys work everywhere in it."""
    made = {}
    for name, (words, keys, short) in _WORDS.items():
        action = QAction(words, window)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.setIconText(short or words.split("(")[0])
        action.setToolTip(f"{_TIPS.get(name, words.split('(')[0])}{f'（{keys}）' if keys else ''}")
        action.setCheckable(name in _CHECKABLE)
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
    a, bar = actions, window.menuBar()
    panes = (a.library, a.details, a.next_pane, a.previous_pane)
    for title, entries in (
        ("文件(&F)", [a.open, a.compare, None, a.leave]),
        ("编辑(&E)", [a.copy, a.copy_table, None, a.find, a.find_next, a.find_previous, None, a.goto]),
        ("比对(&C)", [a.next_change, a.previous_change, None, a.figures, None, a.words]),
        ("查看(&V)", [*panes, None, a.variants, a.furniture, None, a.larger, a.smaller, a.usual, None]),
        ("导出(&X)", [a.memo, a.table, a.data]),
        ("帮助(&H)", [a.help, a.samples, None, a.about]),
    ):
        menu = QMenu(title, bar)
        bar.addMenu(menu)
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            else:
                menu.addAction(entry)
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
    for entry in (a.open, a.compare, None, a.previous_change, a.next_change, None, a.memo, a.table):
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
