"""The aligned columns: a table of laid-out clauses, scrolled by the pixel, with its overview beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QToolTip, QWidget

from qcompare.gui.delegate import GUTTER, PAD_LEFT, ColumnsDelegate
from qcompare.gui.headers import ROW_HEAD_WIDTH, ColumnHeader, Corner
from qcompare.gui.layouts import TEXT_PIXELS, Style
from qcompare.gui.models.arrange import nearest_target, text_widths
from qcompare.gui.models.cells import Piece
from qcompare.gui.models.lines import Filters
from qcompare.gui.models.place import is_text, target_of
from qcompare.gui.models.rows import Index, RowsModel
from qcompare.gui.row_header import RowHeader
from qcompare.gui.theme import SECONDARY_PIXELS, Theme, hei, song
from qcompare.gui.tips import Tips

SMALLEST_TEXT, LARGEST_TEXT = 12, 28
EXACT_AT_ONCE = 100
"""Lines whose exact height is worked out in one go: about 40 ms, so that the window stays responsive."""

_PAGE_STEP = 40


class ColumnsView(QTableView):
    """Shows one collation. The current cell's row is the chosen row; its column's target is the chosen target."""

    row_chosen = Signal(int)
    target_chosen = Signal(int)
    lines_changed = Signal()
    heights_changed = Signal()
    row_activated = Signal(int)
    relative_clicked = Signal(QPoint)
    row_ticked = Signal(int)
    zoomed = Signal(int)
    arranged = Signal()
    move_asked = Signal(int, int)
    menu_asked = Signal(int, QPoint)

    def __init__(self, model: RowsModel, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._delegate = ColumnsDelegate(model, style, self)
        self._tips = Tips(model)
        self._pending = 0
        self.wished: dict[int, int] = {}
        self._row = self._part = -1
        self._row_before_all_hid = -1
        self._exact = QTimer(self, interval=0)
        self._exact.timeout.connect(self._set_exact_heights)
        self._resized = QTimer(self, interval=30, singleShot=True)
        self._resized.timeout.connect(self._fit_columns)
        self._set_up_heads(model, style.theme)
        self._set_up_table(model)
        self.verticalScrollBar().valueChanged.connect(self._name_section)
        self._fit_columns()

    def _set_up_table(self, model: RowsModel) -> None:
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        model.modelReset.connect(self._lines_reset)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName("对照栏")
        self.viewport().setMouseTracking(True)

    def _set_up_heads(self, model: RowsModel, theme: Theme) -> None:
        self._across, self._down = ColumnHeader(model, theme, self), RowHeader(model, theme, self)
        self.setHorizontalHeader(self._across)
        self.setVerticalHeader(self._down)
        self._across.target_clicked.connect(self.choose_target)
        self._across.relative_clicked.connect(self.relative_clicked)
        self._across.section_clicked.connect(self.go_to_row)
        self._across.stretched.connect(self.set_width)
        self._across.evened.connect(self.share_evenly)
        self._across.moved.connect(self.move_asked)
        self._across.menu_asked.connect(self.menu_asked)
        self._down.toggled.connect(self.toggle)
        self._down.ticked.connect(self.row_ticked)
        self._down.sectionPressed.connect(self._choose_line)
        self._corner = Corner(theme, self)
        self._corner.setGeometry(0, 0, ROW_HEAD_WIDTH, self._across.height())

    # what the window asks for

    @property
    def row(self) -> int:
        """The chosen row of the collation, -1 before any is chosen."""
        return self._row

    @property
    def pixels(self) -> int:
        """The size of the text."""
        return round(self._delegate.text_style.zoom * TEXT_PIXELS)

    def go_to_row(self, row: int) -> None:
        """Choose a row and bring it into view, opening what hides it."""
        at = self.rows.reveal(row)
        self._make_exact(range(max(0, at - 12), min(self.rows.rowCount(), at + 12)))
        column = 2 * self.rows.chosen + 2
        self.setCurrentIndex(self.rows.index(at, column))
        self._scroll_to_line(at)

    def next_change(self, step: int) -> bool:
        """Go to the next (1) or previous (-1) row in which any target differs; return whether there is one.

        The chosen target stays chosen, so that the base's marks do not jump; the first that differs comes into view.
        """
        row = self.rows.next_change(self._row, step)
        if row is not None:
            self.go_to_row(row)
            changed = self.rows.changed_targets(row)
            if self.rows.chosen not in changed:
                self._scroll_to_column(2 * changed[0] + 2)
        return row is not None

    def choose_target(self, target: int) -> None:
        """Make the base's marks and the filters follow a target, shown again if it was hidden."""
        self.show_target(target, shown=True)
        at = max(0, self.currentIndex().row())
        if self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(at, 2 * target + 2))

    def show_target(self, target: int, *, shown: bool) -> None:
        """Show or hide a target's columns; the last one stays."""
        self.hide_targets(self.rows.hidden - {target} if shown else self.rows.hidden | {target})

    def hide_targets(self, hidden: frozenset[int]) -> None:
        """Hide these targets' columns and no others; where the chosen one is hidden, another is chosen."""
        targets = len(self.rows.collation.targets)
        if hidden == self.rows.hidden or len(hidden) == targets:
            return
        self.rows.hide_targets(hidden)
        self._fit_columns(anew=True)
        if self.rows.chosen in hidden:
            self.choose_target(nearest_target(self.rows.chosen, targets, hidden))
        self.lines_changed.emit()
        self.arranged.emit()

    def set_width(self, plan: int, pixels: int) -> None:
        """Keep a plan's text this wide, 0 the base's; the others share the rest."""
        self.wished[plan] = pixels
        self._resized.start()

    def share_evenly(self) -> None:
        """Make all texts as wide as each other again."""
        self.wished.clear()
        self._resized.start()

    def set_filters(self, filters: Filters) -> None:
        """Show the rows asked for."""
        self.rows.set_filters(filters)

    def toggle(self, at: int) -> None:
        """Open or close the fold or band at a line."""
        offset = self.rowViewportPosition(at)
        if self.rows.toggle(at):
            self.verticalScrollBar().setValue(self._down.sectionPosition(at) - offset)

    def set_style(self, style: Style) -> None:
        """Paint in another theme, or with other marks."""
        self._delegate.set_style(style)
        self._across.theme = self._down.theme = style.theme
        self._corner.set_theme(style.theme)
        self._fit_columns(anew=True)

    def set_pixels(self, pixels: int) -> None:
        """Show the text in another size."""
        pixels = max(SMALLEST_TEXT, min(LARGEST_TEXT, pixels))
        if pixels != self.pixels:
            self.set_style(replace(self._delegate.text_style, zoom=pixels / TEXT_PIXELS))
            self.zoomed.emit(pixels)

    def set_needle(self, needle: str) -> None:
        """Mark every place of `needle`."""
        self._delegate.needle = needle
        self.viewport().update()

    @property
    def theme(self) -> Theme:
        """The colours in use."""
        return self._delegate.theme

    def renumber(self, places: Mapping[int, int]) -> None:
        """Keep to the clause that is chosen: its row is about to have another number."""
        self._row = places.get(self._row, self._row)

    def forget_layouts(self) -> None:
        """Lay everything out anew: the rows are about to say something else."""
        self._delegate.forget()

    @property
    def exact(self) -> bool:
        """Whether every line has its exact height."""
        return not self._exact.isActive()

    # Qt's events

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Follow the current cell: its row is chosen, and its target where it has one."""
        super().currentChanged(current, previous)
        self._down.current = current.row()
        self._down.viewport().update()
        self.viewport().update()
        if not current.isValid():
            return
        target = target_of(current.column())
        if target is not None and target != self.rows.chosen:
            self._row = self.rows.line(current.row()).row
            self.rows.choose_target(target)
            self._across.viewport().update()
            self.target_chosen.emit(target)
        at = self.currentIndex().row()
        line = self.rows.line(at) if at >= 0 else None
        if line is not None and not line.fold:
            self._row, self._part = line.row, line.part
            self.row_chosen.emit(line.row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a fold, a band or a row's sentences; the arrows scroll through a row taller than the view."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            at = self.currentIndex().row()
            if self.rows.line(at).fold or self.rows.band(at):
                self.toggle(at)
            elif not self.rows.toggle_sentences(self.rows.line(at).row):
                self.row_activated.emit(self.rows.line(at).row)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._scrolls_within(event.key() == Qt.Key.Key_Down):
            return
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open a fold, follow a pointer, or choose the cell."""
        index = self.indexAt(event.position().toPoint())
        linked = self._link_at(event.position().toPoint())
        if linked is not None:
            self.go_to_row(linked)
        elif index.isValid() and self.rows.line(index.row()).fold:
            self.toggle(index.row())
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what can be clicked."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        fold = index.isValid() and self.rows.line(index.row()).fold
        hand = fold or self._link_at(point) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say in words what is drawn where the mouse rests."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self.viewport())
            return True
        return bool(super().viewportEvent(event))

    def tip_at(self, point: QPoint) -> str:
        """Return what is to be said of a place: of the stretch under it, or of the row's kind."""
        index = self.indexAt(point)
        return self._tips.at(index.row(), index.column(), self._piece_at(point)) if index.isValid() else ""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom the text with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_pixels(self.pixels + (1 if event.angleDelta().y() > 0 else -1))
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the text columns soon, once for many steps of a drag."""
        super().resizeEvent(event)
        self._resized.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, then the words of fold lines, which run across all columns."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        theme, bottom = self._delegate.theme, event.rect().bottom()
        at = max(0, self.rowAt(max(0, event.rect().top())))
        while at < self.rows.rowCount() and self.rowViewportPosition(at) <= bottom:
            if self.rows.line(at).fold:
                self._paint_fold(painter, at, theme)
            at += 1
        painter.end()

    # inside

    def _paint_fold(self, painter: QPainter, at: int, theme: Theme) -> None:
        box = QRect(PAD_LEFT, self.rowViewportPosition(at), self.viewport().width() - 2 * PAD_LEFT, self.rowHeight(at))
        said, beginnings = self.rows.fold_words(at)
        painter.setPen(theme.secondary)
        painter.setFont(hei(SECONDARY_PIXELS))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, said)
        box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(said) + 20)
        painter.setFont(song(SECONDARY_PIXELS))
        shown = painter.fontMetrics().elidedText(beginnings, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def _link_at(self, point: QPoint) -> int | None:
        piece = self._piece_at(point)
        return piece.row if piece is not None else None

    def _piece_at(self, point: QPoint) -> Piece | None:
        """Return the stretch of a cell's text under a point of the view."""
        index = self.indexAt(point)
        if not index.isValid() or not is_text(index.column()) or self.rows.line(index.row()).fold:
            return None
        box = self.visualRect(index)
        shaped = self._delegate.shaped(index.row(), index.column(), box.width())
        return shaped.piece_at(QRectF(point, point).topLeft() - self._delegate.text_corner(box, index.row(), shaped))

    def _scrolls_within(self, down: bool) -> bool:
        """Scroll on within a current row that runs past the edge of the view; return whether it did."""
        at = self.currentIndex().row()
        if at < 0:
            return False
        top, height, view = self.rowViewportPosition(at), self.rowHeight(at), self.viewport().height()
        past = top + height - view if down else -top
        if height <= view or past <= 0:
            return False
        bar = self.verticalScrollBar()
        step = min(past, max(_PAGE_STEP, view // 3))
        bar.setValue(bar.value() + (step if down else -step))
        return True

    def _scroll_to_line(self, at: int) -> None:
        """Bring a line into the upper part of the view unless it is wholly seen and not at the very bottom."""
        top, height, view = self.rowViewportPosition(at), self.rowHeight(at), self.viewport().height()
        if top < 0 or top + height > view - _PAGE_STEP:
            above = max(0, min(view // 4, view - height))
            self.verticalScrollBar().setValue(self._down.sectionPosition(at) - above)

    def _scroll_to_column(self, column: int) -> None:
        """Bring a target's text and its kind into view sideways."""
        left = self.columnViewportPosition(column - 1)
        right, bar = self.columnViewportPosition(column) + self.columnWidth(column), self.horizontalScrollBar()
        past = min(0, left) or max(0, right - self.viewport().width())
        bar.setValue(bar.value() + past)

    def _name_section(self) -> None:
        self._across.follow(self.rowAt(0))

    def _choose_line(self, at: int) -> None:
        self.setCurrentIndex(self.rows.index(at, 2 * self.rows.chosen + 2))

    def _lines_reset(self) -> None:
        self._set_estimated_heights()
        self._choose_shown_row()
        self.lines_changed.emit()

    def _choose_shown_row(self) -> None:
        """Keep the chosen row, or where it is hidden now choose the one nearest to it: nobody reads what is not shown."""
        wanted = self._row if self._row >= 0 else self._row_before_all_hid
        if wanted < 0:
            return
        hidden = self.rows.line_of(wanted) is None
        row = self.rows.nearest_shown(wanted) if hidden else wanted
        at = None if row is None else self.rows.line_of(row)
        if at is None:
            self._row_before_all_hid = wanted
            self._row = self._down.current = -1
        else:
            parts = at + max(0, self._part)  # the sentence chosen in an opened row stays chosen
            at = parts if parts < self.rows.rowCount() and self.rows.line(parts).row == row else at
            self.setCurrentIndex(self.rows.index(at, 2 * self.rows.chosen + 2))
            self._scroll_to_line(at)

    def _fit_columns(self, *, anew: bool = False) -> None:
        """Share the width among the text columns and lay out anew if it changed."""
        shown = [0, *(target + 1 for target in self.rows.shown_targets)]
        texts = text_widths(self.viewport().width() - GUTTER * (len(shown) - 1), shown, self.wished)
        plans = [(column + 1) // 2 for column in range(self.rows.columnCount())]
        widths = tuple(texts.get(p, 0) if is_text(c) else GUTTER * (p in texts) for c, p in enumerate(plans))
        if widths == self._widths() and not anew:
            return
        for column, pixels in enumerate(widths):
            self.setColumnHidden(column, not pixels)
            if pixels:
                self._across.resizeSection(column, pixels)
        self._set_estimated_heights()

    def _widths(self) -> tuple[int, ...]:
        return tuple(self.columnWidth(c) for c in range(self.rows.columnCount()))

    def _set_estimated_heights(self) -> None:
        """Give every line its likely height at once and begin working out the exact ones, those in view first."""
        anchor, widths = self._anchor(), self._widths()
        self._down.blockSignals(True)  # a signal a line would lay the whole table out each time
        for at in range(self.rows.rowCount()):
            self._down.resizeSection(at, self._delegate.estimated_height(at, widths))
        self._down.blockSignals(False)
        self._heights_set(anchor)
        first = max(0, anchor[0])
        self._make_exact(range(first, min(self.rows.rowCount(), first + 30)))
        self._pending = 0
        self._exact.start()
        self.heights_changed.emit()

    def _set_exact_heights(self) -> None:
        end = min(self._pending + EXACT_AT_ONCE, self.rows.rowCount())
        self._make_exact(range(self._pending, end))
        self._pending = end
        if end >= self.rows.rowCount():
            self._exact.stop()
            self.heights_changed.emit()

    def _make_exact(self, lines: range) -> None:
        anchor, widths = self._anchor(), self._widths()
        self._down.blockSignals(True)
        for at in lines:
            self._down.resizeSection(at, self._delegate.line_height(at, widths))
        self._down.blockSignals(False)
        self._heights_set(anchor)

    def _anchor(self) -> tuple[int, int]:
        """Return the line at the top of the view and how far it reaches above: what the eye holds on to."""
        at = max(0, self.rowAt(0))
        return at, self.rowViewportPosition(at) if self.rows.rowCount() else 0

    def _heights_set(self, anchor: tuple[int, int]) -> None:
        self.updateGeometries()
        at, offset = anchor
        if 0 < at < self.rows.rowCount() or offset:
            self.verticalScrollBar().setValue(self._down.sectionPosition(min(at, self.rows.rowCount() - 1)) - offset)
        self.viewport().update()
        self._down.viewport().update()
        self._name_section()
