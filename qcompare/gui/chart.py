"""The chart of chapters (各章构成): a table whose cells are bars."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from qcompare.gui.chartpaint import BARS_NOTE, HEAD, LEGEND_HEIGHT, ROW, ChartPainter, column_widths, paint_legend
from qcompare.gui.models.chapters import ChaptersModel
from qcompare.gui.theme import Theme
from qcompare.marks import WORDS
from qcompare.statistics import KINDS

Index = QModelIndex | QPersistentModelIndex


class ChartView(QTableView):
    """Shows every chapter with both its bars, as tall as it needs to be; Enter or a double click leads to its row."""

    sentence_chosen = Signal(int)
    """The base sentence that a chapter begins with."""

    def __init__(self, model: ChaptersModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("chart", "bars")
        self._model = model
        self.setModel(model)
        self._delegate = _Delegate(model, theme, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("各章构成")
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setFixedHeight(HEAD)
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        heads.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.doubleClicked.connect(self._lead)
        model.modelReset.connect(self._fit_height)
        self._fit_height()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._delegate.theme = theme
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads to the chapter's row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._lead(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the bars what the other columns leave."""
        super().resizeEvent(event)
        for column, width in enumerate(column_widths(self._model, self.viewport().width())):
            self.setColumnWidth(column, width)

    def _fit_height(self) -> None:
        self.setFixedHeight(HEAD + ROW * self._model.rowCount())

    def _lead(self, index: QModelIndex) -> None:
        sentence = self._model.first_sentence(index.row()) if index.isValid() else None
        if sentence is not None:
            self.sentence_chosen.emit(sentence)


class _Delegate(QStyledItemDelegate):
    """Draws each cell of the chart on the ground of its line."""

    def __init__(self, model: ChaptersModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self.theme = model, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the fixed height of a line."""
        return QSize(60, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell; the chosen line has the ground of what is chosen."""
        box: QRect = option.rect  # type: ignore[attr-defined]  # the stub lacks the option's fields
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # the same
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        ChartPainter(self._model, self.theme).cell(painter, QRectF(box), (index.row(), index.column()), chosen=chosen)


class Legend(QWidget):
    """Says over the chart what its hatches mean."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFixedHeight(LEGEND_HEIGHT)
        words = "、".join(WORDS[kind] for kind in KINDS)
        self.setAccessibleName(f"各章构成，图例：{words}。{BARS_NOTE}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the title, a sample of each hatch, and how the bars are to be read."""
        painter = QPainter(self)
        paint_legend(painter, QRectF(self.rect()), "各章构成", self.theme)
        painter.end()
