"""The list of decisions that no longer apply, because the wording they speak of is gone: kept until a person puts them away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qcompare.citing import labels
from qcompare.decisions import Decision, Opinion, QuotedRuling
from qcompare.gui.desk import Desk
from qcompare.review import Review

_ABOUT = (
    "下列决定所指的文字已经改动或删去，或者已被后来的决定取代，因此不再作用于比对，但都保留着。"
    "可以把意见（不含对应的建立和断开）挂到对照表中现在选中的行，也可以删去；两者都可撤销。"
)


_ROW = 46
"""Pixels of a line: two lines of text, the rest is in the tooltip."""


class LostDialog(QDialog):
    """Shows the decisions that no longer apply to the comparison, and what can be done with them."""

    def __init__(self, desk: Desk, current_row: Callable[[], int], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("不再适用的旧决定")
        self.resize(820, 420)
        self._desk, self._current_row = desk, current_row
        self._places: list[tuple[int, int]] = []
        self.table = QTableWidget(0, 4, self)
        self.table.setHorizontalHeaderLabels(["对照", "决定", "基准文字", "对照文字"])
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setAccessibleName("不再适用的旧决定")
        self.attach = QPushButton("意见挂到当前行(&A)", self)
        self.remove = QPushButton("删去所选(&D)", self)
        for button in (self.attach, self.remove):
            button.setToolTip(desk.why)
        self.attach.clicked.connect(self._attach)
        self.remove.clicked.connect(self._remove)
        self.table.itemSelectionChanged.connect(self._allow)
        desk.changed.connect(self._fill)
        self._lay_out()
        self._fill()

    def _fill(self) -> None:
        review = self._desk.review
        found = [] if review is None else _lost(review)
        self._places = [(target, at) for target, at, _ in found]
        self.table.setRowCount(len(found))
        for row, (target, _, decision) in enumerate(found):
            assert review is not None
            quotes = (quote.wording if quote else "" for quote in (decision.base, decision.target))
            words = (labels(review.collation)[target + 1], _said(decision), *quotes)
            for column, text in enumerate(words):
                item = QTableWidgetItem(" ".join(text.split()))
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        for row in range(self.table.rowCount()):
            self.table.setRowHeight(row, _ROW)
        self._allow()

    def _chosen(self) -> list[tuple[int, int]]:
        return [self._places[row] for row in sorted({index.row() for index in self.table.selectedIndexes()})]

    def _allow(self) -> None:
        self.remove.setEnabled(bool(self._chosen()) and not self._desk.why)
        review = self._desk.review
        lost = [review.decisions[target].lost[at] for target, at in self._chosen()] if review is not None else []
        self.attach.setEnabled(not self._desk.why and any(isinstance(decision, Opinion) for decision in lost))

    def _attach(self) -> None:
        review, row = self._desk.review, self._current_row()
        if review is not None and row >= 0:
            self._desk.make(review.reattach(self._chosen(), row), f"把旧意见挂到第 {row + 1} 行")

    def _remove(self) -> None:
        if self._desk.review is not None:
            chosen = self._chosen()
            self._desk.make(self._desk.review.forget(chosen), f"删去旧决定 {len(chosen)} 项")

    def _lay_out(self) -> None:
        about = QLabel(_ABOUT, self)
        about.setWordWrap(True)
        close = QPushButton("关闭", self)
        close.clicked.connect(self.reject)
        beside = QHBoxLayout()
        for button in (self.attach, self.remove, close):
            button.setAutoDefault(False)
        beside.addWidget(self.attach)
        beside.addWidget(self.remove)
        beside.addStretch(1)
        beside.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(about)
        column.addWidget(self.table, 1)
        column.addLayout(beside)


def _lost(review: Review) -> list[tuple[int, int, Decision]]:
    return [
        (target, at, decision)
        for target, placed in enumerate(review.decisions)
        for at, decision in enumerate(placed.lost)
    ]


def _said(decision: Decision) -> str:
    if isinstance(decision, QuotedRuling):
        return "建立或确认对应" if decision.holds else "断开对应"
    state = "" if not decision.reviewed else "已审核" if decision.whole else "已处理"
    return "，".join(filter(None, (state, decision.words)))
