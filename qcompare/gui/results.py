"""The table of what became of each file of an import (导入结果): sorted, sifted, copied, saved, and led from to the plans."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qcompare.errors import QCompareError
from qcompare.gui.help import open_help
from qcompare.gui.models.results import FATE, OUTCOME_ROLE, REASON, ResultsModel, ResultsProxy
from qcompare.gui.saving import Kind, ask_path, check_name
from qcompare.gui.theme import Theme
from qcompare.gui.troubles import tell
from qcompare.importing import FATE_WORDS, UNDONE, Fate, FileOutcome, Results, table_of
from qcompare.tables.plain import plain_text, write_plain

RESULTS = Kind("导入结果", ("CSV 文本 (*.csv)", "文本文件 (*.txt)"), ("csv", "txt"))
_WIDTHS = (240, 100, 160, 70, 300)
_ROW = 25
_ANY = len(Fate)
"""The number of the button that shows files of any fate; the others bear their fate's."""

_SAID_LINES = 3
"""Lines of text below the table: a reason and what to do about it, with the file's whole path."""


class ResultsDialog(QDialog):
    """Shows the results of one import beside the window; the gravest stand first."""

    plan_asked = Signal(int)
    shelf_asked = Signal(int)
    again_asked = Signal(object)

    def __init__(self, results: Results, theme: Theme, folder: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("导入结果")
        self.resize(1040, 560)
        self.results, self._theme, self._folder = results, theme, folder
        self._model = ResultsModel(results, theme, self)
        self.proxy = ResultsProxy(self._model, self)
        self.table, self.said, self.needle = QTableView(self), QLabel(self), QLineEdit(self)
        self.fates = QButtonGroup(self)
        self.read, self.again, self.copy, self.save = (
            QPushButton(word, self)
            for word in ("原文和读入情况(&O)", "重新导入未成功的(&R)", "复制表格(&C)", "保存表格(&S)…")
        )
        self._make_table()
        self._make_said()
        self._lay_out()
        self._wire()
        self.table.selectRow(0)
        self.table.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Show everything in the theme's colours."""
        self._theme = theme
        self._model.set_theme(theme)

    def copy_table(self) -> None:
        """Copy what is shown, with its heads, as text that a spreadsheet takes too."""
        QGuiApplication.clipboard().setText(plain_text(table_of(self.proxy.outcomes())))
        self.said.setText(f"已复制 {self.proxy.rowCount()} 行。")

    def ask_save(self) -> QFileDialog:
        """Ask where to save what is shown."""
        return ask_path(RESULTS, "导入结果.csv", self._folder, lambda to: self.save_table(Path(to)), self)

    def save_table(self, path: Path) -> None:
        """Save what is shown as text or csv; trouble is told in a box over this one."""
        try:
            check_name(RESULTS, path)
            write_plain(table_of(self.proxy.outcomes()), path)
        except QCompareError as error:
            tell(error, self)
        else:
            self.said.setText(f"已保存：{path}")

    def menu(self) -> QMenu | None:
        """Return the menu of the file chosen; None where there is none."""
        outcome = self._chosen()
        if outcome is None:
            return None
        menu = QMenu(self)
        if outcome.plan:
            menu.addAction("原文和读入情况\tEnter").triggered.connect(lambda: self.plan_asked.emit(outcome.plan))
            menu.addAction("在规划库中显示").triggered.connect(lambda: self.shelf_asked.emit(outcome.plan))
        else:
            menu.addAction("重新导入该文件").triggered.connect(lambda: self.again_asked.emit([outcome.path]))
        menu.addAction("复制文件路径").triggered.connect(lambda: QGuiApplication.clipboard().setText(str(outcome.path)))
        return menu

    # inside

    def _chosen(self) -> FileOutcome | None:
        outcome = self.table.currentIndex().data(OUTCOME_ROLE)
        return outcome if isinstance(outcome, FileOutcome) else None

    def _show_chosen(self) -> None:
        """Say of the file chosen all that its line has no room for."""
        outcome = self._chosen()
        self.read.setEnabled(outcome is not None and bool(outcome.plan))
        if outcome is None:
            self.said.setText("没有符合条件的文件。" if not self.proxy.rowCount() else "")
            return
        said = [f"{outcome.words} {outcome.name}".strip(), f"读入后有 {outcome.doubts} 处请核对" * bool(outcome.doubts)]
        what = str(outcome.trouble) if outcome.trouble is not None else "；".join(filter(None, said)) + "。"
        self.said.setText(f"{outcome.path}\n{what}")

    def _open_chosen(self) -> None:
        outcome = self._chosen()
        if outcome is not None and outcome.plan:
            self.plan_asked.emit(outcome.plan)

    def _sift(self) -> None:
        """Show what the buttons and the box ask for, and keep a file chosen."""
        at = self.fates.checkedId()
        self.proxy.show(None if at == _ANY else list(Fate)[at], self.needle.text())
        if not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._show_chosen()

    def _make_table(self) -> None:
        table = self.table
        table.setModel(self.proxy)
        table.setProperty("chart", "list")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # a file's ending and a folder's last name tell most
        table.setAccessibleName("导入结果")
        table.setAccessibleDescription("每个文件一行；按 Enter 查看原文和读入情况")
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        for at, width in enumerate(_WIDTHS):
            table.setColumnWidth(at, width)
        table.setColumnHidden(REASON, not self.results.troubles)
        table.setSortingEnabled(True)
        table.sortByColumn(FATE, Qt.SortOrder.AscendingOrder)

    def _make_said(self) -> None:
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.said.setMinimumHeight(_SAID_LINES * self.said.fontMetrics().lineSpacing())
        self.said.setAccessibleName("所选文件的说明")

    def _lay_out(self) -> None:
        words = QLabel(f"{self.results.words}。", self)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        close = QPushButton("关闭", self)
        close.clicked.connect(self.close)
        beside = QHBoxLayout()
        self.again.setVisible(bool(self.results.of(*UNDONE)))
        for button in (self.read, self.again, self.copy, self.save, close):
            button.setAutoDefault(False)
            beside.addWidget(button)
        beside.insertStretch(beside.count() - 1, 1)
        column = QVBoxLayout(self)
        column.addWidget(words)
        column.addLayout(self._make_filters())
        column.addWidget(self.table, 1)
        column.addWidget(self.said)
        column.addLayout(beside)

    def _make_filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        fates = [(_ANY, "全部", len(self.results.outcomes))]
        fates += [(list(Fate).index(fate), FATE_WORDS[fate], count) for fate, count in self.results.counts]
        for at, word, count in fates:
            button = QToolButton(self)
            button.setText(f"{word} {count}")
            button.setCheckable(True)
            button.setProperty("toggle", "true")
            button.setAccessibleName(f"只看{word}，{count} 个文件" if at != _ANY else f"全部 {count} 个文件")
            self.fates.addButton(button, at)
            row.addWidget(button)
        self.fates.button(_ANY).setChecked(True)
        self.needle.setPlaceholderText("含有文字…")
        self.needle.setAccessibleName("只看含有这些文字的文件")
        self.needle.setClearButtonEnabled(True)
        self.needle.setMaximumWidth(240)
        row.addStretch(1)
        row.addWidget(self.needle, 1)
        return row

    def _wire(self) -> None:
        self.fates.idClicked.connect(self._sift)
        self.needle.textChanged.connect(self._sift)
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.table.activated.connect(self._open_chosen)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.read.clicked.connect(self._open_chosen)
        again = [outcome.path for outcome in self.results.of(*UNDONE)]
        self.again.clicked.connect(lambda: self.again_asked.emit(again))
        self.copy.clicked.connect(self.copy_table)
        self.save.clicked.connect(self.ask_save)
        for key, do in (
            (QKeySequence.StandardKey.Copy, self.copy_table),
            (QKeySequence.StandardKey.Save, self.ask_save),
        ):
            QShortcut(QKeySequence(key), self.table, do, context=Qt.ShortcutContext.WidgetShortcut)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.needle.setFocus)
        QShortcut(QKeySequence("F1"), self, lambda: open_help("reading", self._theme, self))

    def _open_menu(self, at: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            under: QModelIndex = self.table.indexAt(at)
            place = at if under.isValid() else self.table.visualRect(self.table.currentIndex()).center()
            menu.popup(self.table.viewport().mapToGlobal(place))
