"""The figures table (指标) as a Qt table model, read-only over the findings of one collation."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qcompare.citing import against_words, in_one_line, labels
from qcompare.figure_changes import FigureCell, FigureTable
from qcompare.figures import Figure
from qcompare.findings import (
    FIGURE_SIGNS,
    FIGURE_WORDS,
    figure_clauses,
    figure_words,
    figures_said,
    years_said,
)
from qcompare.model import Collation

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

SORT_ROLE = Qt.ItemDataRole.UserRole
"""What a column is sorted by: a number for a figure, the gravity of a change, else the words."""

_ORDER = list(FIGURE_WORDS)


class FiguresModel(QAbstractTableModel):
    """Indicators by columns: the indicator, the base's figure, then for each target what became of it and its figure."""

    def __init__(self, collation: Collation, table: FigureTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collation, self._table = collation, table
        self._labels = labels(collation)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of indicators."""
        return 0 if parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return two columns, and two more for each target."""
        return 0 if parent.isValid() else 2 * len(self._labels)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what each column holds, and the numbers of the indicators."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        if section == 0:
            return "指标"
        plan = section // 2
        if section % 2:
            return f"{'对照' if plan else '基准'}　{self._labels[plan]}"
        said = (self._labels[plan], against_words(self._collation, plan - 1))
        return "变化" if len(self._labels) <= 2 else f"变化（{'，'.join(filter(None, said))}）"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words, what it is sorted by, and where its figures stand."""
        if not index.isValid():
            return None
        row, plan = self._table.rows[index.row()], index.column() // 2
        cell, changes = row.cells[plan], index.column() % 2 == 0
        if role == Qt.ItemDataRole.DisplayRole:
            if index.column() == 0:
                return in_one_line(row.indicator)
            return f"{FIGURE_SIGNS[cell.kind]} {figure_words(cell)}".strip() if changes else self._value(plan, cell)
        if role == SORT_ROLE:
            if index.column() == 0:
                return index.row()
            return float(_ORDER.index(cell.kind)) if changes else self._number(plan, cell)
        if role == Qt.ItemDataRole.ToolTipRole and not changes and cell.figures:
            return f"{figure_clauses(self._collation, self._table, plan, cell)}（双击转到原文）"
        return None

    def weaker(self, index: Index) -> bool:
        """Return whether a cell says that a target asks for less than the base."""
        plan = index.column() // 2
        return plan > 0 and self._table.rows[index.row()].cells[plan].weaker

    def place(self, index: Index) -> tuple[int, Figure] | None:
        """Return the plan and the figure that a cell leads to: the base's where the cell has none."""
        row, plan = self._table.rows[index.row()], index.column() // 2
        for at in (plan, 0, *range(1, len(row.cells))):
            if row.cells[at].figures:
                return at, self._table.figures[at][row.cells[at].figures[0]]
        return None

    def _value(self, plan: int, cell: FigureCell) -> str:
        said, year = figures_said(self._collation, self._table, plan, cell), years_said(self._table, plan, cell)
        return f"{said}（{year}年）" if said and year else said

    def _number(self, plan: int, cell: FigureCell) -> float:
        return float(self._table.figures[plan][cell.figures[0]].size) if cell.figures else -1.0
