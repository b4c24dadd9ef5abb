"""The list of backups: what each holds, and what can be done with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qcompare.backups import KEPT, Backup, Kind, backups_folder
from qcompare.paths import library_words

_HEADS = ("内容截至", "种类", "规划文本", "比对", "大小", "说明")
_NUMBERS = frozenset({2, 3, 4})
_MEGABYTE = 1_000_000

_ROOM = 12
"""Pixels left over beside the widest entry of a column."""

_ABOUT = (
    f"规划库有改动时每天自动备份一次，保留 {KEPT[Kind.DAILY]} 份；升级前另备份一次，保留 {KEPT[Kind.BEFORE_UPDATE]} 份。"
    "自己做的备份不会被删除。"
)
_NONE = "还没有备份。打开规划库一会儿以后自动备份，也可以立即备份。"
_DAMAGED = "规划库已损坏，又没有完好的备份。请用“抢救”把还读得出的内容另存为新的规划库。"


class BackupsDialog(QDialog):
    """Shows the backups of the library, the latest first; every button closes the dialog and asks for what it says."""

    restore_asked = Signal(object)
    file_asked = Signal()
    backup_asked = Signal()
    copy_asked = Signal()
    check_asked = Signal()
    salvage_asked = Signal()

    def __init__(self, library: Path, found: tuple[Backup, ...], good: Backup | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("备份与恢复")
        self.resize(760, 440)
        self._library, self._found, self._good, self._why = library, found, good, ""
        self.table, self.about = self._make_table(), QLabel(self)
        self.restore = self._button("恢复所选(&R)…", lambda: self.restore_asked.emit(self._chosen()))
        self.file = self._button("用其他文件恢复(&F)…", self.file_asked.emit)
        self.backup = self._button("立即备份(&B)", self.backup_asked.emit)
        self.copy = self._button("备份到(&T)…", self.copy_asked.emit, "备份到别处，如 U 盘")
        self.check = self._button("检查规划库(&C)", self.check_asked.emit, "逐页、逐条核对规划库是否完好")
        self.salvage = self._button(
            "抢救(&S)…", self.salvage_asked.emit, "规划库损坏又没有备份时，把还读得出的内容另存为新的规划库"
        )
        self.table.itemSelectionChanged.connect(self._allow)
        self._lay_out()
        if good is not None and good in found:
            self.table.selectRow(found.index(good))
        self._allow()

    def say_damaged(self) -> None:
        """Point to the way out of a damaged library where no backup is one."""
        if self._good is None:
            self.about.setText(_DAMAGED)

    def set_read_only(self, why: str) -> None:
        """Let no backup be restored where `why` says why not; to look and to back up is no harm."""
        self._why = why
        if why:
            for button in (self.restore, self.file):
                button.setToolTip(why)
            self.file.setEnabled(False)
        self._allow()

    def words(self, backup: Backup) -> str:
        """Return what tells a backup from the others: 内容截至 2026-03-02 17:30，规划文本 12 个，比对 3 个."""
        facts = backup.facts
        held = f"，规划文本 {facts.plans} 个，比对 {facts.comparisons} 个" if facts else ""
        return f"{backup.kind}，内容截至 {backup.until}{held}"

    def _chosen(self) -> Backup | None:
        rows = self.table.selectionModel().selectedRows()
        return self._found[rows[0].row()] if rows else None

    def _allow(self) -> None:
        chosen = self._chosen()
        self.restore.setEnabled(chosen is not None and chosen.usable and not self._why)

    def _button(self, words: str, do: object, tip: str = "") -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)

        def pressed() -> None:
            assert callable(do)
            do()
            self.accept()

        button.clicked.connect(pressed)
        return button

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(len(self._found), len(_HEADS), self)
        table.setHorizontalHeaderLabels(list(_HEADS))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setAccessibleName("备份")
        table.verticalHeader().hide()
        for row, backup in enumerate(self._found):
            for at, text in enumerate(_cells(backup, checked=backup == self._good)):
                item = QTableWidgetItem(text)
                item.setToolTip(str(backup.path))
                side = Qt.AlignmentFlag.AlignRight if at in _NUMBERS else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(row, at, item)
        table.resizeColumnsToContents()
        for at in range(len(_HEADS) - 1):
            table.setColumnWidth(at, table.columnWidth(at) + _ROOM)
        table.horizontalHeader().setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        place = QLabel(f"规划库：{library_words(self._library)}\n备份文件夹：{backups_folder(self._library)}", self)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.about.setText(_ABOUT if self._found else f"{_ABOUT}\n{_NONE}")
        for label in (place, self.about):
            label.setWordWrap(True)
        close = QPushButton("关闭", self)
        close.clicked.connect(self.reject)
        beside = QGridLayout()
        for at, button in enumerate((self.restore, self.file, self.backup, self.copy, self.check, self.salvage)):
            beside.addWidget(button, at // 3, at % 3)
        beside.setColumnStretch(3, 1)
        row = QHBoxLayout()
        row.addLayout(beside, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.addWidget(place)
        column.addWidget(self.table, 1)
        column.addWidget(self.about)
        column.addLayout(row)
        close.setDefault(True)


def _cells(backup: Backup, *, checked: bool) -> tuple[str, ...]:
    facts = backup.facts
    name = backup.path.name if backup.kind is Kind.OTHER else ""
    if facts is None:
        return (backup.until, backup.kind, "", "", "", "；".join(filter(None, (name, "已损坏，不能恢复"))))
    size = f"{facts.size / _MEGABYTE:.1f} MB"
    newer = "由更新版本的程序建立，升级本程序后才能恢复" if facts.newer else ""
    said = (name, "最近的完好备份" if checked else "", newer, "恢复后自动升级" if facts.older else "")
    held = str(facts.plans), str(facts.comparisons), size
    return (backup.until, backup.kind, *held, "；".join(filter(None, said)))
