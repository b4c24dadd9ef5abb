"""The dropped list (未承接清单) as a to-do list: tick, filter, and go to the row."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from qcompare.gui.models.dropped import (
    HANDLED,
    LENGTH,
    NEAREST,
    OPINION,
    PATH,
    WORDING,
    DroppedFilter,
    DroppedModel,
)
from qcompare.gui.theme import SECONDARY_PIXELS, UI_PIXELS, Theme, box_palette, hei, song
from qcompare.leftovers import Dropped
from qcompare.model import Collation

Index = QModelIndex | QPersistentModelIndex

_ROW, _HEAD, _LEAST_LINES, _BOX = 25, 26, 8, 180
_WIDTHS = {HANDLED: 62, PATH: 150, LENGTH: 54, NEAREST: 300, OPINION: 150}
_NARROW_WIDTHS = {HANDLED: 62, PATH: 130, LENGTH: 54, NEAREST: 240, OPINION: 96}
_NARROW, _TEXT = 1100, 14


class DroppedList(QFrame):
    """What the base says and the target does not, each to be ticked off."""

    sentence_chosen = Signal(int, int)
    """A plan (0 the base) and a sentence of it."""

    handled_changed = Signal(int, bool)
    """A base sentence, and whether the user counts it as handled."""

    def __init__(self, collation: Collation, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.model = DroppedModel(collation, self)
        self.shown = DroppedFilter(self.model, self)
        self.table = _Table(self.shown, theme, self)
        self.counts = QLabel(self)
        self.hide_handled = QCheckBox("隐藏已处理", self)
        self.filter_box = QLineEdit(self)
        self.filter_box.setPlaceholderText("含有文字…")
        self.filter_box.setAccessibleName("未承接清单中含有的文字")
        self.filter_box.setToolTip("只列条款号、基准文字或意见中含有这些文字的句子（简繁通查）")
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.setFixedWidth(_BOX)
        self._lay_out()
        self.filter_box.textChanged.connect(self._ask)
        self.hide_handled.toggled.connect(self._ask)
        self.model.handled_asked.connect(self.handled_changed)
        self.model.dataChanged.connect(self._say_counts)
        self.table.led.connect(
            lambda index: self.sentence_chosen.emit(*self.model.place(self.shown.mapToSource(index)))
        )

    def set_entries(self, target: int, entries: tuple[Dropped, ...]) -> None:
        """Show what a target has left out."""
        self.model.set_entries(target, entries)
        self._say_counts()

    def set_opinions(self, handled: Collection[int], opinions: Mapping[int, str]) -> None:
        """Show which base sentences are handled, and what was said of them."""
        self.model.set_opinions(handled, opinions)
        self._say_counts()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.table.set_theme(theme)

    def _lay_out(self) -> None:
        head = QWidget(self)
        head.setProperty("cardhead", "true")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = QLabel("未承接清单", head)
        title.setFont(hei(UI_PIXELS, bold=True))
        row = QHBoxLayout(head)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(10)
        row.addWidget(title)
        row.addWidget(self.counts)
        row.addStretch(1)
        row.addWidget(self.hide_handled)
        row.addWidget(self.filter_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.table, 1)

    def _ask(self) -> None:
        self.shown.ask(self.filter_box.text().strip(), open_only=self.hide_handled.isChecked())
        self._say_counts()

    def _say_counts(self) -> None:
        """Say how many there are, how many are handled, and how many the filters hide."""
        total, shown = self.model.rowCount(), self.shown.rowCount()
        said = f"{total} 句，{self.model.length:,} 字；已处理 {self.model.handled}" if total else "没有未承接的句子"
        self.counts.setText(f"{said}；筛选后显示 {shown} 句，未显示 {total - shown} 句" if shown < total else said)


class _Table(QTableView):
    """One line an entry; Space ticks it, Enter or a double click leads to its row."""

    led = Signal(QModelIndex)

    def __init__(self, shown: DroppedFilter, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("chart", "list")
        self.setModel(shown)
        self._delegate = _Delegate(shown, theme, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setAccessibleName("未承接清单")
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        heads = self.horizontalHeader()
        heads.setFixedHeight(_HEAD)
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        heads.setSectionResizeMode(WORDING, QHeaderView.ResizeMode.Stretch)
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)  # the model's own order, that of the base
        heads.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        self.setMinimumHeight(_HEAD + _LEAST_LINES * _ROW)
        self.doubleClicked.connect(self._lead_by_mouse)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._delegate.theme = theme
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads to the entry's row, Space ticks it, whichever of its cells is the current one."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.led.emit(index)
        elif event.key() == Qt.Key.Key_Space and index.isValid():
            tick = index.siblingAtColumn(HANDLED)
            ticked = tick.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
            self.model().setData(tick, state, Qt.ItemDataRole.CheckStateRole)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the wording what the other columns leave."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            widths = _WIDTHS if event.size().width() >= _NARROW else _NARROW_WIDTHS
            for column, width in widths.items():
                self.setColumnWidth(column, width)

    def _lead_by_mouse(self, index: QModelIndex) -> None:
        """Lead to the row, but not from the box that a second click unticks."""
        if index.column() != HANDLED:
            self.led.emit(index)


class _Delegate(QStyledItemDelegate):
    """Sets the plan's words in Song, and draws the path of what is near as a link."""

    def __init__(self, shown: DroppedFilter, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown, self.theme = shown, theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Set the font of a cell; the near clause is drawn by `paint`."""
        super().initStyleOption(option, index)
        if index.column() == WORDING:
            option.font = song(_TEXT)  # type: ignore[attr-defined]  # the stub lacks the option's fields
        elif index.column() == NEAREST:
            option.text = ""  # type: ignore[attr-defined]  # the same
        elif index.column() == HANDLED:
            option.palette = box_palette(self.theme)  # type: ignore[attr-defined]  # the same

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell as Qt does, and over it the link to the near clause with the words both share."""
        super().paint(painter, option, index)
        if index.column() != NEAREST:
            return
        model = self._shown.sourceModel()
        assert isinstance(model, DroppedModel)
        entry = model.entry(self._shown.mapToSource(index))
        box: QRect = option.rect  # type: ignore[attr-defined]  # the same
        style = option.widget.style() if option.widget else QApplication.style()  # type: ignore[attr-defined]
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1
        inner = box.adjusted(margin, 0, -margin, 0)
        painter.save()
        near = entry.nearest is not None
        used = self._paint_path(painter, inner, model.near_path(entry), near=near)
        if near:
            rest = inner.adjusted(used + 8, 0, 0, 0)
            painter.setFont(hei(SECONDARY_PIXELS))
            painter.setPen(self.theme.secondary)
            words = f"共有{model.shared_words(entry)}"
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _paint_path(self, painter: QPainter, box: QRect, path: str, *, near: bool) -> int:
        """Draw the path, underlined where it leads somewhere; return how wide it is."""
        font = hei(UI_PIXELS)
        font.setUnderline(near)
        painter.setFont(font)
        painter.setPen(self.theme.accent if near else self.theme.secondary)
        shown = painter.fontMetrics().elidedText(path, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        return painter.fontMetrics().horizontalAdvance(shown)
