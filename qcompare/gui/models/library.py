"""The library's plans as a Qt tree: groups, under each its documents, under a document its older versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qcompare.shelves import GroupBy, Shelf, Shelved, entry_facts, entry_names, several_versions, shelve
from qcompare.store import PlanEntry

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
TAG_ROLE = ENTRY_ROLE + 1
"""基准 or 对照N, for a plan of the comparison shown."""

FACTS_ROLE = ENTRY_ROLE + 2
"""The second line of an item; a heading has none."""

COMPARED_ROLE = ENTRY_ROLE + 3
"""The base and targets of a comparison made before."""

_DISPLAY, _SPOKEN = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)
_GROUP = 0


class LibraryModel(QAbstractItemModel):
    """Plans in groups, the newest version of each on top; plans of the comparison shown bear a tag.

    An index's id is 0 for a group, its group's number plus one for a document, and for an older version a number that
    counts on behind these: that of its document among all.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[PlanEntry, ...] = ()
        self._shelves: tuple[Shelf, ...] = ()
        self._places: list[tuple[int, int]] = []
        self._tags: dict[int, str] = {}
        self._names: dict[int, str] = {}
        self._versions: dict[int, int] = {}
        self.by, self.wanted = GroupBy.LEVEL, ""

    def set_plans(self, entries: Sequence[PlanEntry]) -> None:
        """Show these plans."""
        self.beginResetModel()
        self._entries = tuple(entries)
        self._names, self._versions = entry_names(self._entries), several_versions(entries)
        self._arrange()

    def arrange(self, by: GroupBy, wanted: str) -> None:
        """Group the plans otherwise, or show only those that are wanted."""
        self.beginResetModel()
        self.by, self.wanted = by, wanted
        self._arrange()

    def set_compared(self, base: int, targets: tuple[int, ...]) -> None:
        """Tag the plans of the comparison shown."""
        self._tags = {base: "基准"}
        for i, target in enumerate(targets):
            self._tags[target] = "对照" if len(targets) == 1 else f"对照{i + 1}"
        for group in range(len(self._shelves)):
            parent = self.index(group, 0)
            self.dataChanged.emit(self.index(0, 0, parent), self.index(self.rowCount(parent) - 1, 0, parent))

    def entries(self) -> list[PlanEntry]:
        """Return all plans by level, whatever is shown of them and how."""
        return [entry for shelf in shelve(self._entries) for document in shelf.documents for entry in document.all]

    def entry(self, plan: int) -> PlanEntry | None:
        """Return what is known of a plan; None when the library does not hold it."""
        return next((entry for entry in self._entries if entry.id == plan), None)

    def name(self, plan: int) -> str:
        """Return what to call a plan of the library."""
        return self._names.get(plan, "")

    def index_of(self, plan: int) -> QModelIndex:
        """Return where a plan is shown, an invalid index when it is not."""
        for group, shelf in enumerate(self._shelves):
            for row, document in enumerate(shelf.documents):
                for depth, entry in enumerate(document.all):
                    if entry.id == plan:
                        top = self.index(row, 0, self.index(group, 0))
                        return self.index(depth - 1, 0, top) if depth else top
        return QModelIndex()

    # Qt's questions

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Return the index of a group, a document or an older version."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, column, _GROUP)
        if parent.internalId() == _GROUP:
            return self.createIndex(row, column, parent.row() + 1)
        place = self._places.index((int(parent.internalId()) - 1, parent.row()))
        return self.createIndex(row, column, len(self._shelves) + 1 + place)

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # QObject.parent() shares the name
        """Return the group a document stands under, or the document of an older version."""
        number = int(index.internalId()) if index.isValid() else _GROUP
        if number == _GROUP:
            return QModelIndex()
        if number <= len(self._shelves):
            return self.createIndex(number - 1, 0, _GROUP)
        group, row = self._places[number - len(self._shelves) - 1]
        return self.createIndex(row, 0, group + 1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of groups, of a group's documents, or of a document's older versions."""
        if not parent.isValid():
            return len(self._shelves)
        if parent.column() != 0:
            return 0
        if parent.internalId() == _GROUP:
            return len(self._shelves[parent.row()].documents)
        document = self._document(parent)
        return len(document.older) if document is not None else 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the one column."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a group's word or a plan's label, its facts, tag or entry."""
        if not index.isValid():
            return None
        if index.internalId() == _GROUP:
            return self._group_data(index.row(), role)
        document = self._document(index)
        older = document is None
        if document is None:
            document = self._document(self.parent(index))
            assert document is not None
        entry = document.older[index.row()] if older else document.newest
        return self._plan_data(entry, document, role, older=older)

    # inside

    def _arrange(self) -> None:
        """Lay the plans out anew and end the reset that the caller began."""
        self._shelves = shelve(self._entries, self.by, self.wanted)
        self._places = [(g, d) for g, shelf in enumerate(self._shelves) for d in range(len(shelf.documents))]
        self.endResetModel()

    def _document(self, index: Index) -> Shelved | None:
        """Return the document that stands at `index`, None for an older version."""
        number = int(index.internalId())
        return self._shelves[number - 1].documents[index.row()] if number <= len(self._shelves) else None

    def _plan_data(self, entry: PlanEntry, document: Shelved, role: int, *, older: bool) -> Any:
        tag, label, facts = self._tags.get(entry.id, ""), entry.label or entry.source, self._facts(entry)
        if role == _DISPLAY:
            newest = document.newest.label or document.newest.source
            return f"第 {entry.version} 版{'' if label == newest else f' {label}'}" if older else label
        answers = {
            int(
                Qt.ItemDataRole.ToolTipRole
            ): f"{entry.metadata.title or label}\n{self._names[entry.id]}\n{entry.source}",
            _SPOKEN: "，".join(filter(None, (self._names[entry.id], entry_facts(entry), tag))),
            ENTRY_ROLE: entry,
            TAG_ROLE: tag,
            FACTS_ROLE: entry.source if older else facts or entry.source,
        }
        return answers.get(int(role))

    def _facts(self, entry: PlanEntry) -> str:
        """Return the second line of a plan: its version, or its file where another document has the same name."""
        version = f"第 {self._versions[entry.id]} 版" if entry.id in self._versions else ""
        alike = not version and self._names[entry.id] != (entry.label or entry.source)
        return " · ".join(filter(None, (entry.source if alike else "", entry_facts(entry), version)))

    def _group_data(self, group: int, role: int) -> Any:
        shelf = self._shelves[group]
        return f"{shelf.word} {len(shelf.documents)}" if int(role) in (_DISPLAY, _SPOKEN) else None
