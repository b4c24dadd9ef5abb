"""Linking by drag or by key in the aligned columns: what is taken, where it would go, and what that would do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from shiboken6 import isValid

from qcompare.gui.columns import ColumnsView
from qcompare.gui.models.cells import target_name
from qcompare.gui.models.place import is_text
from qcompare.linking import Linking

_EDGE, _STEP = 40, 24  # pixels from the edge of the view within which a drag scrolls on, and by how much


@dataclass(frozen=True, slots=True)
class Taken:
    """What is being linked: sentences of a plan (0 the base), shown by one part of a row."""

    row: int
    part: int
    plan: int
    sentences: tuple[int, ...]


class LinkTool(QObject):
    """Watches the view's mouse and keys. Esc gives up; nothing is changed before the person lets go or presses Enter."""

    linked = Signal(int, tuple)
    """A target and the pairs of base and target sentences that a person says correspond."""

    said = Signal(str)

    def __init__(self, view: ColumnsView) -> None:
        super().__init__(view)
        self._view = view
        self._pressed: QPoint | None = None
        self._dragging = False
        self.taken: Taken | None = None
        self._over: tuple[int, int] | None = None
        self._tools: dict[int, Linking] = {}
        self.label = QLabel(view.viewport(), wordWrap=True)
        self.label.setObjectName("linking")
        self.label.hide()
        self._veil = _Veil(self, view.viewport())
        self._scroll = QTimer(self, interval=40)
        self._scroll.timeout.connect(self._scroll_on)
        view.viewport().installEventFilter(self)
        view.installEventFilter(self)
        view.rows.modelReset.connect(self._rows_reset)
        for moved in (
            view.verticalScrollBar().valueChanged,
            view.horizontalScrollBar().valueChanged,
            view.heights_changed,
        ):
            moved.connect(self._moved)

    # what the window asks for

    def begin_at_current(self) -> bool:
        """Take what the current cell shows; the arrows then lead to where it goes. Return whether there is anything."""
        index = self._view.currentIndex()
        column = index.column() if is_text(index.column()) else index.column() + 1
        return index.isValid() and self._take(index.row(), column)

    def pairs(self) -> tuple[int, tuple[tuple[int, int], ...]]:
        """Return the target and the pairs that linking would make now; no pairs where nothing is to be linked."""
        taken, other = self.taken, self._other_side()
        if taken is None or other is None:
            return 0, ()
        target, sentences = other
        ours, theirs = (sentences, taken.sentences) if taken.plan == target + 1 else (taken.sentences, sentences)
        return target, self._tool(target).pairs(ours, theirs)

    def finish(self) -> None:
        """Link what is taken with what is under it."""
        target, pairs = self.pairs()
        self.cancel()
        if pairs:
            self.linked.emit(target, pairs)
        else:
            self.said.emit("没有建立对应")

    def cancel(self) -> None:
        """Give up and leave everything as it was."""
        self.taken = self._over = self._pressed = None
        self._dragging = False
        self._scroll.stop()
        self.label.hide()
        self._veil.hide()
        self._view.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a drag over the text, and the keys while something is taken."""
        if not isValid(self._view):  # the view is going, its viewport hears of it last
            return False
        if watched is self._view.viewport() and isinstance(event, QMouseEvent):
            return self._mouse(event)
        if watched is self._view and isinstance(event, QKeyEvent) and self.taken is not None:
            return self._key(event)
        if watched is self._view.viewport() and event.type() == QEvent.Type.Resize:
            self._veil.setGeometry(self._view.viewport().rect())
        return False

    # inside

    def _moved(self) -> None:
        """Keep the frames and the label with the text they are about."""
        if self.taken is not None:
            self._veil.update()
            if self._over is not None and self.label.isVisible():
                self._place_label()

    def _rows_reset(self) -> None:
        self._tools.clear()
        if self.taken is not None:
            self.cancel()

    def _mouse(self, event: QMouseEvent) -> bool:
        point = event.position().toPoint()
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = point
        elif event.type() == QEvent.Type.MouseMove and event.buttons() & Qt.MouseButton.LeftButton:
            return self._drag(point)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._pressed = None
            if self._dragging:
                self._dragging = False
                self.finish()
                return True
        return False

    def _drag(self, point: QPoint) -> bool:
        if self.taken is None and self._pressed is not None:
            far = (point - self._pressed).manhattanLength() >= QApplication.startDragDistance()
            index = self._view.indexAt(self._pressed)
            if far and index.isValid() and is_text(index.column()) and self._take(index.row(), index.column()):
                self._dragging = True
                self._scroll.start()
        if not self._dragging:
            return False
        index = self._view.indexAt(point)
        self._move_over((index.row(), index.column()) if index.isValid() else None)
        return True

    def _key(self, event: QKeyEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
            self.said.emit("已取消，没有建立对应")
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
            return True
        QTimer.singleShot(0, self, self._follow_current)
        return False

    def _follow_current(self) -> None:
        index = self._view.currentIndex()
        if self.taken is not None and not self._dragging and index.isValid():
            rows, plan = self._view.rows, self.taken.plan
            other = rows.collation.against(plan - 1) if plan else rows.relative + 1
            self._move_over((index.row(), 2 * other))

    def _take(self, at: int, column: int) -> bool:
        rows, plan = self._view.rows, column // 2
        if rows.line(at).fold:
            return False
        sentences = tuple(rows.sentences(at, plan - 1))
        if not sentences:
            return False
        self.taken = Taken(rows.line(at).row, rows.line(at).part, plan, sentences)
        self._veil.setGeometry(self._view.viewport().rect())
        self._veil.show()
        self._veil.raise_()
        self.label.raise_()
        self.said.emit("建立对应：移到另一栏的文字上，松开或按 Enter；Esc 取消")
        return True

    def _move_over(self, cell: tuple[int, int] | None) -> None:
        self._over = cell if cell is not None and is_text(cell[1]) else None
        other = self._other_side()
        if other is None:
            self.label.hide()
        else:
            target, pairs = self.pairs()
            name = target_name(self._view.rows.collation, target)
            said = self._tool(target).words(pairs, name)
            self.label.setText(f"{'松开' if self._dragging else 'Enter'}：{said}　　Esc 取消")
            self._place_label()
        self._veil.update()

    def _place_label(self) -> None:
        assert self._over is not None
        view = self._view.viewport()
        box = self._view.visualRect(self._view.rows.index(*self._over))
        self.label.setFixedWidth(min(420, view.width() - 16))
        self.label.adjustSize()
        left = min(max(8, box.left() + 12), view.width() - self.label.width() - 8)
        below = min(box.bottom() + 4, view.height() - self.label.height() - 4)
        self.label.move(left, max(4, below))
        self.label.show()

    def _other_side(self) -> tuple[int, list[int]] | None:
        """Return the target that the link would be in, and the sentences on the other side; None where there are none."""
        if self.taken is None or self._over is None:
            return None
        rows, (at, column) = self._view.rows, self._over
        if at >= rows.rowCount() or rows.line(at).fold:
            return None
        there = column // 2
        target, earlier = max(self.taken.plan, there) - 1, min(self.taken.plan, there)
        if there == self.taken.plan or rows.collation.against(target) != earlier:
            return None
        sentences = rows.sentences(at, there - 1)
        return (target, sentences) if sentences else None

    def _tool(self, target: int) -> Linking:
        if target not in self._tools:
            rows = self._view.rows
            self._tools[target] = Linking(rows.cells.links(target), *rows.cells.forms(target))
        return self._tools[target]

    def _scroll_on(self) -> None:
        point = self._view.viewport().mapFromGlobal(self._view.cursor().pos())
        bar, height = self._view.verticalScrollBar(), self._view.viewport().height()
        step = -_STEP if point.y() < _EDGE else _STEP if point.y() > height - _EDGE else 0
        if step and self._dragging:
            bar.setValue(bar.value() + step)

    def frames(self) -> tuple[QRect | None, QRect | None]:
        """Return where what is taken stands in the view, and where it would go."""
        rows = self._view.rows
        source = None
        if self.taken is not None:
            at = next(
                (
                    k
                    for k in range(rows.rowCount())
                    if rows.line(k).row == self.taken.row
                    and rows.line(k).part == self.taken.part
                    and not rows.line(k).fold
                ),
                None,
            )
            source = None if at is None else self._view.visualRect(rows.index(at, 2 * self.taken.plan))
        over = self._view.visualRect(rows.index(*self._over)) if self._over and self._other_side() else None
        return source, over

    @property
    def view(self) -> ColumnsView:
        """The view that it watches."""
        return self._view


class _Veil(QWidget):
    """Draws over the columns what is taken, dimmed and dashed, and where it would go, framed."""

    def __init__(self, tool: LinkTool, parent: QWidget) -> None:
        super().__init__(parent)
        self._tool = tool
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the two frames."""
        source, over = self._tool.frames()
        theme = self._tool.view.theme
        painter = QPainter(self)
        if source is not None:
            dim = theme.base.toRgb()
            dim.setAlpha(110)
            painter.fillRect(source, dim)
            painter.setPen(QPen(theme.accent, 1, Qt.PenStyle.DashLine))
            painter.drawRect(source.adjusted(1, 1, -2, -2))
        if over is not None:
            painter.setPen(QPen(theme.accent, 2))
            painter.drawRect(over.adjusted(1, 1, -2, -2))
        painter.end()
