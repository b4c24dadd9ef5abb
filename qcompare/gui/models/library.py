"""The library's plans as a Qt tree: levels, and under each its plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qcompare.store import PlanEntry

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

LEVELS = {"国家": "国家级", "省": "省级", "市": "市级", "区县": "区县"}
"""The levels in their order, with the words of their groups."""

UNKNOWN_LEVEL = "其他"

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
TAG_ROLE = ENTRY_ROLE + 1
"""基准 or 对照N, for a plan of the comparison shown."""

FACTS_ROLE = ENTRY_ROLE + 2
"""The second line of an item; a heading has none."""

COMPARED_ROLE = ENTRY_ROLE + 3
"""The base and targets of a comparison made before."""


class LibraryModel(QAbstractItemModel):
    """Plans grouped by level; plans of the comparison shown bear a tag."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: list[tuple[str, list[PlanEntry]]] = []
        self._tags: dict[int, str] = {}
        self._names: dict[int, str] = {}

    def set_plans(self, entries: tuple[PlanEntry, ...]) -> None:
        """Show these plans."""
        self.beginResetModel()
        words = [*LEVELS.values(), UNKNOWN_LEVEL]
        grouped: dict[str, list[PlanEntry]] = {word: [] for word in words}
        for entry in entries:
            grouped[LEVELS.get(entry.metadata.level, UNKNOWN_LEVEL)].append(entry)
        self._groups = [(word, plans) for word, plans in grouped.items() if plans]
        self._names = entry_names(entries)
        self.endResetModel()

    def set_compared(self, base: int, targets: tuple[int, ...]) -> None:
        """Tag the plans of the comparison shown."""
        self._tags = {base: "基准"}
        for i, target in enumerate(targets):
            self._tags[target] = "对照" if len(targets) == 1 else f"对照{i + 1}"
        for group in range(len(self._groups)):
            parent = self.index(group, 0)
            self.dataChanged.emit(self.index(0, 0, parent), self.index(self.rowCount(parent) - 1, 0, parent))

    def entries(self) -> list[PlanEntry]:
        """Return all plans in the order shown."""
        return [entry for _, plans in self._groups for entry in plans]

    def index_of(self, plan: int) -> QModelIndex:
        """Return where a plan is shown, an invalid index when it is not."""
        for group, (_, plans) in enumerate(self._groups):
            for row, entry in enumerate(plans):
                if entry.id == plan:
                    return self.index(row, 0, self.index(group, 0))
        return QModelIndex()

    # Qt's questions; an index's id is 0 for a group and its group's number plus one for a plan

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Return the index of a group or plan."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # QObject.parent() shares the name
        """Return the group a plan stands under."""
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(int(index.internalId()) - 1, 0, 0)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of groups, or of a group's plans."""
        if not parent.isValid():
            return len(self._groups)
        return len(self._groups[parent.row()][1]) if parent.internalId() == 0 and parent.column() == 0 else 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the one column."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a group's word or a plan's label, its facts, tag or entry."""
        if not index.isValid():
            return None
        if index.internalId() == 0:
            return self._group_data(index.row(), role)
        entry = self._groups[int(index.internalId()) - 1][1][index.row()]
        tag = self._tags.get(entry.id, "")
        name, label = self._names[entry.id], entry.label or entry.source
        facts = entry_facts(entry) if name == label else f"{entry.source} · {entry_facts(entry)}"
        answers = {
            int(Qt.ItemDataRole.DisplayRole): label,
            int(Qt.ItemDataRole.ToolTipRole): f"{entry.metadata.title or entry.label}\n{entry.source}",
            int(Qt.ItemDataRole.AccessibleTextRole): "，".join(filter(None, (name, entry_facts(entry), tag))),
            ENTRY_ROLE: entry,
            TAG_ROLE: tag,
            FACTS_ROLE: facts.removesuffix(" · "),
        }
        return answers.get(int(role))

    def _group_data(self, group: int, role: int) -> Any:
        word, plans = self._groups[group]
        spoken = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
        return f"{word} {len(plans)}" if int(role) in spoken else None


def entry_names(entries: Sequence[PlanEntry]) -> dict[int, str]:
    """Return what to call each plan of the library, by its id; plans called alike are told apart by their files.

    Where a draft was changed under its old file name the number in the library is left to tell it by.
    """
    names = {entry.id: entry.label or entry.source for entry in entries}
    for told in ("（{0.source}）", "［{0.id}］"):
        often = Counter(names.values())
        names = {e.id: names[e.id] + (told.format(e) if often[names[e.id]] > 1 else "") for e in entries}
    return names


def short_names(entries: Sequence[PlanEntry]) -> dict[int, str]:
    """Return the plans' names without their years where that tells them from all others of the library."""
    names = entry_names(entries)
    often = Counter(name.split(" ")[0] for name in names.values())
    return {number: name if often[name.split(" ")[0]] > 1 else name.split(" ")[0] for number, name in names.items()}


def entry_facts(entry: PlanEntry) -> str:
    """Return what tells a plan from others of its region: date, standing or number."""
    known = entry.metadata
    standing = "征求意见稿" if known.draft else "印发" if known.date else ""
    return " · ".join(filter(None, (known.number or known.date, standing if not known.number else "")))
