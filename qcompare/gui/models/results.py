"""What became of the files of an import (导入结果) as a Qt table model, a line a file."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from qcompare.gui.theme import Theme, hei
from qcompare.importing import Fate, FileOutcome, Results

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

OUTCOME_ROLE = Qt.ItemDataRole.UserRole
SORT_ROLE = Qt.ItemDataRole.UserRole + 1

HEADS = ("文件", "结果", "规划文本", "请核对", "原因和处理办法", "位置")
FILE, FATE, PLAN, DOUBTS, REASON, PLACE = range(len(HEADS))


class ResultsModel(QAbstractTableModel):
    """Files by columns: name, result, plan, what to look at, reason and what to do, folder."""

    def __init__(self, results: Results, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outcomes, self._theme = results.outcomes, theme

    def set_theme(self, theme: Theme) -> None:
        """Write in the theme's colours; the views are told by their own change of palette."""
        self._theme = theme

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of files."""
        return 0 if parent.isValid() else len(self._outcomes)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what each column holds, and the numbers of the files."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return HEADS[section] if orientation == Qt.Orientation.Horizontal else str(section + 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words, looks, and what it is sorted by."""
        if not index.isValid():
            return None
        outcome, column = self._outcomes[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _words(outcome, column) or None
        if role == SORT_ROLE:
            ranks = {FATE: list(Fate).index(outcome.fate), DOUBTS: -outcome.doubts}
            return ranks.get(column, _words(outcome, column))
        if role == OUTCOME_ROLE:
            return outcome
        failed = outcome.fate is Fate.FAILED and column == FATE
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._theme.omitted_line if failed else self._theme.secondary if column == PLACE else None
        return hei(bold=True) if role == Qt.ItemDataRole.FontRole and failed else None


class ResultsProxy(QSortFilterProxyModel):
    """The files of one fate alone, and those that hold a text; sorted by a column, files of one rank as they were given."""

    def __init__(self, model: ResultsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._fate: Fate | None = None
        self._needle = ""
        self.setSourceModel(model)

    def show(self, fate: Fate | None, needle: str) -> None:
        """Show the files of a fate, or of any, that hold a text in any column."""
        self._fate, self._needle = fate, needle.strip().casefold()
        self.invalidate()

    def outcomes(self) -> list[FileOutcome]:
        """Return what is shown, in the order shown."""
        return [self.index(row, 0).data(OUTCOME_ROLE) for row in range(self.rowCount())]

    def lessThan(self, left: Index, right: Index) -> bool:
        """Return whether one file stands before another."""
        ranks = [(index.data(SORT_ROLE), index.row()) for index in (left, right)]
        return bool(ranks[0] < ranks[1])

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Return whether a file is shown."""
        outcome: FileOutcome = self.sourceModel().index(source_row, 0, source_parent).data(OUTCOME_ROLE)
        if self._fate is not None and outcome.fate is not self._fate:
            return False
        return any(self._needle in _words(outcome, column).casefold() for column in range(len(HEADS)))


def _words(outcome: FileOutcome, column: int) -> str:
    trouble = outcome.trouble
    said = "".join(f"{part.rstrip('。')}。" for part in (trouble.problem, trouble.advice) if part) if trouble else ""
    words = outcome.path.name, outcome.words, outcome.name, outcome.doubt_words, said, str(outcome.path.parent)
    return words[column]
