"""The tree of the library's plans: what is open and chosen in it outlives a change, menus open by mouse and key."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QTreeView, QWidget

from qcompare.gui.models.library import ENTRY_ROLE, LibraryModel
from qcompare.store import PlanEntry


class PlanTree(QTreeView):
    """Shows the library's model: groups open, older versions folded until the user opens them."""

    menu_asked = Signal(int, QPoint)
    plan_activated = Signal(int)
    rename_asked = Signal(int)
    removal_asked = Signal(int)

    def __init__(self, model: LibraryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.plans = model
        self._opened: set[int] = set()
        self._closed: set[str] = set()
        self._current = self._next = 0
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("规划库")
        model.modelAboutToBeReset.connect(self._note)
        model.modelReset.connect(self._recall)
        self.activated.connect(self._activate)

    @property
    def current(self) -> int:
        """The plan chosen, 0 when there is none."""
        entry = _entry(self.currentIndex())
        return entry.id if entry is not None else 0

    def choose(self, plan: int) -> None:
        """Choose a plan and bring it into view."""
        index = self.plans.index_of(plan)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the plan under the mouse, or by key of the one chosen."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        entry = _entry(index)
        if entry is not None:
            at = self.visualRect(index).center() if by_key else event.pos()
            self.menu_asked.emit(entry.id, self.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rename by F2, delete by Del; Enter compares as a double click does."""
        wishes = {Qt.Key.Key_F2: self.rename_asked, Qt.Key.Key_Delete: self.removal_asked}
        wish = wishes.get(Qt.Key(event.key()))
        if wish is not None and self.current:
            wish.emit(self.current)
        else:
            super().keyPressEvent(event)

    def _activate(self, index: QModelIndex) -> None:
        entry = _entry(index)
        if entry is not None:
            self.plan_activated.emit(entry.id)

    def _note(self) -> None:
        """Note what is open and chosen before the model changes."""
        below = _entry(self.indexBelow(self.currentIndex()))
        self._current, self._next = self.current, below.id if below is not None else 0
        if self.plans.wanted:
            return  # what a search shows is not how the user left the tree
        self._opened, self._closed = set(), set()
        for group in self._children(QModelIndex()):
            if not self.isExpanded(group):
                self._closed.add(self._word(group))
            for document in self._children(group):
                entry = _entry(document)
                if entry is not None and self.isExpanded(document):
                    self._opened.add(entry.family)

    def _recall(self) -> None:
        for group in self._children(QModelIndex()):
            self.setExpanded(group, bool(self.plans.wanted) or self._word(group) not in self._closed)
            for document in self._children(group):
                entry = _entry(document)
                self.setExpanded(document, entry is not None and entry.family in self._opened)
        self.choose(self._next)
        self.choose(self._current)

    def _children(self, parent: QModelIndex) -> list[QModelIndex]:
        return [self.plans.index(row, 0, parent) for row in range(self.plans.rowCount(parent))]

    def _word(self, group: QModelIndex) -> str:
        return str(group.data()).rsplit(" ", 1)[0]


def _entry(index: QModelIndex) -> PlanEntry | None:
    entry = index.data(ENTRY_ROLE) if index.isValid() else None
    return entry if isinstance(entry, PlanEntry) else None
