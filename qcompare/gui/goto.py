"""The go-to box (转到): a clause, a row or some words typed, and the window goes there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLabel, QLineEdit, QToolTip, QWidget

from qcompare.goto import Goto, Place
from qcompare.model import Collation

_WIDTH, _POPUP_WIDTH, _SHOWN = 118, 420, 12
_NOTHING = "没有相符的条款号、行号或文字"
_HINT = "条款号（二（三）9.，也可写 二三9）、行号（第12行）或标题中的文字"


class GotoBox(QWidget):
    """A line to type in, with what fits listed under it; what is chosen is asked for by its row."""

    row_asked = Signal(int)
    left = Signal()

    def __init__(self, collation: Callable[[], Collation], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collation = collation
        self._finder: Goto | None = None
        self._places: tuple[Place, ...] = ()
        self.edit = _Edit(self)
        self.edit.setPlaceholderText("二（三）9.")
        self.edit.setFixedWidth(_WIDTH)
        self.edit.setAccessibleName("转到")
        self.edit.setAccessibleDescription(_HINT)
        self.edit.setToolTip(f"转到（Ctrl+G）：{_HINT}")
        self._offered = QStandardItemModel(self)
        self.completer = self._completer()
        self.edit.textEdited.connect(self._offer)
        self.edit.returnPressed.connect(self._entered)
        self.edit.escaped.connect(self.left)
        label = QLabel("转到", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(6)
        row.addWidget(label)
        row.addWidget(self.edit)

    def take_focus(self) -> None:
        """Let the user type anew."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def offered(self) -> list[str]:
        """Return what the list under the box says."""
        return [self._offered.item(at).text() for at in range(self._offered.rowCount())]

    def _completer(self) -> QCompleter:
        made = QCompleter(self._offered, self)
        made.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        made.setMaxVisibleItems(_SHOWN)
        made.popup().setMinimumWidth(_POPUP_WIDTH)
        made.popup().setAccessibleName("转到的位置")
        made.activated[QModelIndex].connect(self._chosen)  # type: ignore[index]  # the stub hides the overloads
        self.edit.setCompleter(made)
        return made

    def _find(self, text: str) -> None:
        collation = self._collation()
        if self._finder is None or self._finder.collation is not collation:
            self._finder = Goto(collation)
        self._places = self._finder.places(text, _SHOWN)

    def _offer(self, text: str) -> None:
        self._find(text)
        self._offered.clear()
        for place in self._places:
            item = QStandardItem(_words(place))
            item.setData(place.row, Qt.ItemDataRole.UserRole)
            item.setEditable(False)
            self._offered.appendRow(item)
        if text.strip() and not self._places:
            nothing = QStandardItem(_NOTHING)
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._offered.appendRow(nothing)

    def _entered(self) -> None:
        """Go to the first place that fits; one chosen in the list comes by itself."""
        popup = self.completer.popup()
        if popup.isVisible() and popup.currentIndex().isValid():
            return
        self._find(self.edit.text())
        popup.hide()
        if self._places:
            self.row_asked.emit(self._places[0].row)
        elif self.edit.text().strip():
            QToolTip.showText(self.edit.mapToGlobal(QPoint(0, self.edit.height())), _NOTHING, self.edit)
            self.edit.selectAll()

    def _chosen(self, index: QModelIndex) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if row is not None:
            self.row_asked.emit(row)


class _Edit(QLineEdit):
    """A line that says when Esc is pressed in it."""

    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give Esc away, everything else to Qt."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


def _words(place: Place) -> str:
    return "\u3000".join(filter(None, (f"第 {place.row + 1} 行", place.said, place.whose)))
