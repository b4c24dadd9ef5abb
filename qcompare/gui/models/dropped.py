"""The dropped list (未承接清单) as a Qt table model: what became of each entry comes from outside, and is asked for there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)

from qcompare.citing import cited_sentence, in_one_line, visible
from qcompare.gui.models.place import find_spans
from qcompare.leftovers import Dropped
from qcompare.model import Collation, Plan

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

HANDLED, PATH, WORDING, LENGTH, NEAREST, OPINION = range(6)
_HEADS = ("已处理", "条款号", "基准文字", "字数", "可能相关的对照条款", "意见")
SORT_ROLE = Qt.ItemDataRole.UserRole
"""What a column is sorted by: the place in the base for paths, else the number or the words."""

_SHARED = 3
"""Shared stretches that are named, the longest first."""

NOTHING_NEAR = "无"


class DroppedModel(QAbstractTableModel):
    """Entries by columns: whether it is handled, path, wording, length, what the target has near it, opinion."""

    handled_asked = Signal(int, bool)
    """A base sentence, and whether it is to count as handled."""

    def __init__(self, collation: Collation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collation = collation
        self._target = 0
        self._entries: tuple[Dropped, ...] = ()
        self._handled: frozenset[int] = frozenset()
        self._opinions: dict[int, str] = {}

    def set_entries(self, target: int, entries: tuple[Dropped, ...]) -> None:
        """Show what a target has left out."""
        self.beginResetModel()
        self._target, self._entries = target, entries
        self.endResetModel()

    def set_opinions(self, handled: Collection[int], opinions: Mapping[int, str]) -> None:
        """Show which base sentences are handled, and what was said of them."""
        self._handled, self._opinions = frozenset(handled), dict(opinions)
        if self._entries:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, OPINION))

    def entry(self, index: Index) -> Dropped:
        """Return the entry of a line."""
        return self._entries[index.row()]

    def is_handled(self, row: int) -> bool:
        """Return whether the entry of a line is handled."""
        return self._entries[row].sentence in self._handled

    @property
    def handled(self) -> int:
        """How many entries are handled."""
        return sum(entry.sentence in self._handled for entry in self._entries)

    @property
    def length(self) -> int:
        """How many characters the entries have together."""
        return sum(map(self._length, self._entries))

    def place(self, index: Index) -> tuple[int, int]:
        """Return the plan (0 the base) and sentence a cell leads to: the near one from its cell, else the dropped one."""
        entry = self.entry(index)
        if index.column() == NEAREST and entry.nearest is not None:
            return self._target + 1, entry.nearest
        return self._collation.against(self._target), entry.sentence

    @property
    def _base(self) -> Plan:
        """The plan that the target is compared with."""
        return self._collation.base_of(self._target)

    def holds(self, row: int, needle: str) -> bool:
        """Return whether an entry says `needle` anywhere, in either script."""
        return any(find_spans(self._said(self._entries[row], column), needle) for column in (PATH, WORDING, OPINION))

    # Qt's questions

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the fixed number of columns."""
        return 0 if parent.isValid() else len(_HEADS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that the first column can be ticked."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.column() == HANDLED else found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what each column holds."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return _HEADS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words, tick, tooltip and what it is sorted by."""
        if not index.isValid():
            return None
        entry, column = self.entry(index), index.column()
        if column == HANDLED:
            return self._tick(index.row(), role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._said(entry, column)
        if role == SORT_ROLE:
            return (
                entry.sentence if column == PATH else self._length(entry) if column == LENGTH else self._sorted(index)
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(entry, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == LENGTH:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask that an entry be handled or not; it is shown so at once."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or index.column() != HANDLED:
            return False
        sentence, handled = self.entry(index).sentence, Qt.CheckState(value) == Qt.CheckState.Checked
        self._handled = self._handled | {sentence} if handled else self._handled - {sentence}
        self.dataChanged.emit(index, index)
        self.handled_asked.emit(sentence, handled)
        return True

    def shared_words(self, entry: Dropped) -> str:
        """Return what an entry and the sentence nearest to it have in common, in the target's words."""
        plan = self._collation.targets[self._target].plan
        words = dict.fromkeys(in_one_line(theirs.of(plan.text)) for _, theirs in entry.shared)
        longest = sorted(words, key=len, reverse=True)[:_SHARED]
        return "".join(f"“{word}”" for word in words if word in longest)

    def near_path(self, entry: Dropped) -> str:
        """Return how the nearest sentence of the target is cited."""
        if entry.nearest is None:
            return NOTHING_NEAR
        return cited_sentence(self._collation.targets[self._target].plan, entry.nearest)

    # inside

    def _tick(self, row: int, role: int) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self.is_handled(row) else Qt.CheckState.Unchecked
        if role == SORT_ROLE:
            return int(self.is_handled(row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "已处理" if self.is_handled(row) else "未处理"
        return "打勾为已处理（空格键）" if role == Qt.ItemDataRole.ToolTipRole else None

    def _said(self, entry: Dropped, column: int) -> str:
        if column == PATH:
            return cited_sentence(self._base, entry.sentence)
        if column == WORDING:
            return in_one_line(self._base.wording(entry.sentence)).strip()
        if column == LENGTH:
            return str(self._length(entry))
        if column == NEAREST:
            near = self.near_path(entry)
            return near if entry.nearest is None else f"{near}　共有{self.shared_words(entry)}"
        return self._opinions.get(entry.sentence, "")

    def _length(self, entry: Dropped) -> int:
        return visible(self._base.wording(entry.sentence))

    def _sorted(self, index: Index) -> float | str:
        entry = self.entry(index)
        return -entry.share if index.column() == NEAREST else self._said(entry, index.column())

    def _tip(self, entry: Dropped, column: int) -> str:
        if column == NEAREST and entry.nearest is not None:
            words = in_one_line(self._collation.targets[self._target].plan.wording(entry.nearest)).strip()
            return f"{words}\n双击或按 Enter 转到这一条"
        return f"{self._said(entry, WORDING if column != OPINION else OPINION)}\n双击或按 Enter 转到对照行"


class DroppedFilter(QSortFilterProxyModel):
    """The entries that are asked for: with a text, and perhaps without those that are handled."""

    def __init__(self, model: DroppedModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._needle, self._open_only = model, "", False
        self.setSortRole(SORT_ROLE)
        self.setSourceModel(model)

    def ask(self, needle: str, *, open_only: bool) -> None:
        """Show only entries with `needle`, and only open ones where asked."""
        self._needle, self._open_only = needle, open_only
        self.invalidateFilter()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Return whether an entry is shown."""
        if self._open_only and self._model.is_handled(source_row):
            return False
        return not self._needle or self._model.holds(source_row, self._needle)
