"""The dialog in which the user keeps the pairs of words that count as one (对等词)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qcompare.equivalences import KIND_WORDS, equivalence
from qcompare.errors import LibraryError
from qcompare.gui.troubles import tell
from qcompare.model import Equivalence, Op

_ABOUT = (
    "这里的两个词比对时视为相同，不计为修改。“字词”指同一个词的两种说法，计为沿用；"
    "“属地”指各属一地的词（经信局、科工局），计为属地化。"
)


class EquivalencesDialog(QDialog):
    """Shows the pairs as lines of a table; what the user made of them is told when he accepts."""

    kept = Signal(tuple)

    def __init__(self, pairs: tuple[Equivalence, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("对等词")
        self.resize(520, 420)
        self.table = QTableWidget(0, 3, self)
        self.table.setHorizontalHeaderLabels(["词语一", "词语二", "类别"])
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setAccessibleName("对等词")
        for pair in pairs:
            self._add(pair.one, pair.other, pair.op)
        self.add = QPushButton("添加(&A)", self)
        self.remove = QPushButton("删去所选(&D)", self)
        self.add.setAutoDefault(False)
        self.remove.setAutoDefault(False)
        self.add.clicked.connect(self._begin)
        self.remove.clicked.connect(self._remove_chosen)
        self._lay_out()

    def set_read_only(self, why: str) -> None:
        """Show the pairs and let none be changed."""
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        kinds = (self._kind(row) for row in range(self.table.rowCount()))
        for thing in (self.add, self.remove, self.keep, *kinds):
            thing.setEnabled(False)
            thing.setToolTip(why)

    def accept(self) -> None:
        """Tell the pairs and close; where a line makes no pair, say so and stay."""
        try:
            pairs = tuple(
                dict.fromkeys(self._pair(row) for row in range(self.table.rowCount()) if self._is_filled(row))
            )
        except LibraryError as error:
            tell(error, self)
            return
        self.kept.emit(pairs)
        super().accept()

    def _pair(self, row: int) -> Equivalence:
        op = self._kind(row).currentData()
        return equivalence(self._text(row, 0), self._text(row, 1), op, place=f"第 {row + 1} 行")

    def _is_filled(self, row: int) -> bool:
        return bool(self._text(row, 0) or self._text(row, 1))

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text().strip() if item is not None else ""

    def _kind(self, row: int) -> QComboBox:
        box = self.table.cellWidget(row, 2)
        assert isinstance(box, QComboBox)
        return box

    def _add(self, one: str, other: str, op: Op) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, word in enumerate((one, other)):
            self.table.setItem(row, column, QTableWidgetItem(word))
        box = QComboBox(self.table)
        for kind, word in KIND_WORDS.items():
            box.addItem(word, kind)
        box.setCurrentIndex(list(KIND_WORDS).index(op))
        self.table.setCellWidget(row, 2, box)

    def _begin(self) -> None:
        """Add an empty line and begin to write in it."""
        self._add("", "", Op.VARIANT)
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self.table.edit(self.table.currentIndex())

    def _remove_chosen(self) -> None:
        for row in sorted({index.row() for index in self.table.selectedIndexes()}, reverse=True):
            self.table.removeRow(row)

    def _lay_out(self) -> None:
        about = QLabel(_ABOUT, self)
        about.setWordWrap(True)
        beside = QHBoxLayout()
        beside.addWidget(self.add)
        beside.addWidget(self.remove)
        beside.addStretch(1)
        self.buttons = QDialogButtonBox(self)
        self.keep = self.buttons.addButton("保存并重新比对", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(about)
        column.addWidget(self.table, 1)
        column.addLayout(beside)
        column.addWidget(self.buttons)
