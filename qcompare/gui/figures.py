"""The figures table (指标表) in a window of its own: every indicator over all plans, each cell a way back to its sentence."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from qcompare.findings import Findings, result_of_findings
from qcompare.gui.models.figures import SORT_ROLE, FiguresModel
from qcompare.gui.theme import Theme
from qcompare.model import Collation

_NAME_WIDTH, _VALUE_WIDTH, _CHANGE_WIDTH = 260, 170, 150


class FiguresDialog(QDialog):
    """Shows the figures table beside the comparison; choosing a cell leads to its row there."""

    chosen = Signal(int, int)
    """A plan (0 the base) and the sentence that a figure stands in."""

    def __init__(self, collation: Collation, findings: Findings, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("指标表")
        self.model = FiguresModel(collation, findings.figures, self)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self.model)
        self._proxy.setSortRole(SORT_ROLE)
        self.table = QTableView(self)
        self.table.setModel(self._proxy)
        self.table.setItemDelegate(_Delegate(self.model, self._proxy, theme.omitted_line, self))
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.setWordWrap(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName("指标表")
        self.table.activated.connect(self._activated)
        self._lay_out(collation, findings)

    def _lay_out(self, collation: Collation, findings: Findings) -> None:
        column = QVBoxLayout(self)
        for target in range(len(collation.targets)):
            words = result_of_findings(findings, target)
            label = QLabel(words if len(collation.targets) == 1 else f"对照{target + 1}：{words}", self)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(self.table, 1)
        column.addWidget(QLabel("单击列标题排序；双击或按 Enter 转到该指标所在的对照行。", self))
        heads = self.table.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for at in range(self.model.columnCount()):
            heads.resizeSection(at, _NAME_WIDTH if at == 0 else _VALUE_WIDTH if at % 2 else _CHANGE_WIDTH)
        self.table.resizeRowsToContents()
        self.resize(min(1280, 80 + heads.length()), 620)

    def _activated(self, index: QModelIndex) -> None:
        place = self.model.place(self._proxy.mapToSource(index))
        if place is not None:
            self.chosen.emit(place[0], place[1].sentence)


class _Delegate(QStyledItemDelegate):
    """Draws what asks for less than the base in red and bold; the sign ↓ or ↑ stands beside the word."""

    def __init__(self, model: FiguresModel, proxy: QSortFilterProxyModel, colour: QColor, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._proxy, self._colour = model, proxy, colour

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Set the colour and weight of a cell."""
        super().initStyleOption(option, index)
        if self._model.weaker(self._proxy.mapToSource(index)):
            option.palette.setColor(option.palette.ColorRole.Text, self._colour)  # type: ignore[attr-defined]
            option.font.setBold(True)  # type: ignore[attr-defined]
