"""A list of items to go to, by one click or Enter, with a menu and a way to take one out."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QWidget


class ItemList(QListWidget):
    """Lists items in the delegate's looks."""

    chosen = Signal(object)
    menu_asked = Signal(object, QPoint)
    removal_asked = Signal(object)

    def __init__(self, name: str, delegate: QStyledItemDelegate, parent: QWidget) -> None:
        super().__init__(parent)
        self.setItemDelegate(delegate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.itemClicked.connect(self._choose)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the item under the mouse, or by key of the current one."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        item = self.currentItem() if by_key else self.itemAt(event.pos())
        if item is not None:
            at = self.visualItemRect(item).center() if by_key else event.pos()
            self.menu_asked.emit(item, self.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by Enter, take out by Del."""
        item, key = self.currentItem(), event.key()
        if item is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(item)
        elif item is not None and key == Qt.Key.Key_Delete:
            self.removal_asked.emit(item)
        else:
            super().keyPressEvent(event)

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item)
