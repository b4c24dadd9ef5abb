"""Shows the pages of a PDF as they will be on paper, one below the other."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from qcompare.gui.printing import image_of
from qcompare.pdf import POINTS, Pdf

GAP = 14
"""Pixels between pages and around them."""

_DARKER = 125
"""By how much the ground is darker than the window, in hundredths, so that paper stands out in every look."""

_KEPT = 8
"""Pages kept drawn: those on the screen and their neighbours."""

_GREYED = 150
"""How opaque the veil over pages that are being made anew is, of 255."""

_SMALLEST = 0.05
"""Pixels a point in a window without room: a page never shrinks to nothing."""

WIDTH, PAGE = -1.0, 0.0
"""Sizes that follow the room there is: a page as wide as that, a page wholly in it. Any other is a factor of its real size."""


class Preview(QAbstractScrollArea):
    """Pages to be scrolled through; only what is seen is drawn, a page at a time, so that the window never waits long."""

    page_changed = Signal(int)
    """The page that is read, counted from 0."""
    zoomed = Signal(int)
    """The user asks for larger (1) or smaller (-1) pages."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pdf: Pdf | None = None
        self._places: list[QRect] = []
        self._drawn: dict[int, QPixmap] = {}
        self._size, self._page = WIDTH, 0
        self._words = ""
        self.setAccessibleName("预览")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setSingleStep(48)
        self._draw_next = QTimer(self, interval=0, singleShot=True)
        self._draw_next.timeout.connect(self._draw_one)
        self.verticalScrollBar().valueChanged.connect(self._follow)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._places)

    @property
    def page(self) -> int:
        """The page that is read, counted from 0."""
        return self._page

    @property
    def factor(self) -> float:
        """How large pages are shown, 1 for as large as on paper."""
        return self._scale() * POINTS / self.logicalDpiX() if self._places else 1

    @property
    def words(self) -> str:
        """What is said over the pages, or in their place."""
        return self._words

    def show_pdf(self, written: bytes) -> None:
        """Show another PDF in place of the one before, at the page that was read."""
        page = self._page
        self.clear()
        self._pdf, self._words = Pdf(written), ""
        self._lay_out()
        self.go_to(page)

    def clear(self) -> None:
        """Let go of the pages."""
        if self._pdf is not None:
            self._pdf.close()
        self._pdf = None
        self._places.clear()
        self._drawn.clear()

    def veil(self, words: str) -> None:
        """Show that the pages are no longer what would be printed, and say why."""
        self._words = words
        self.setAccessibleDescription(words)
        self.viewport().update()

    def set_size(self, size: float) -> None:
        """Show pages as large as that."""
        self._size, page = size, self._page
        self._drawn.clear()
        self._lay_out()
        self.go_to(page)

    def go_to(self, page: int) -> None:
        """Show a page from its top."""
        if self._places:
            page = min(max(page, 0), self.pages - 1)
            self.verticalScrollBar().setValue(self._places[page].top() - GAP)
            self._note(page)

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make pages as large as there is room for, where they follow it."""
        super().resizeEvent(event)
        if self._pdf is not None:
            self.set_size(self._size)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the first and the last page, and by whole pages where whole pages are shown."""
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if event.key() == Qt.Key.Key_Home else self.pages - 1)
        elif step and self._size == PAGE:
            self.go_to(self._page + step)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, ask for larger or smaller pages."""
        turned = event.angleDelta().y()
        if turned and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if turned > 0 else -1)
        else:
            super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are here."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Draw pages anew on a screen of another density."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._drawn.clear()
            self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pages that are seen: paper that is not drawn yet is white."""
        painter = QPainter(self.viewport())
        colours = self.palette()
        painter.fillRect(self.viewport().rect(), colours.color(QPalette.ColorRole.Window).darker(_DARKER))
        for page in self._seen():
            place = self._places[page].translated(-self._offset())
            drawn = self._drawn.get(page)
            if drawn is None:
                painter.fillRect(place, Qt.GlobalColor.white)
                self._draw_next.start()
            else:
                painter.drawPixmap(place.topLeft(), drawn)
            painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if self._words:
            self._paint_veil(painter)
        if self.hasFocus():
            painter.setPen(QPen(colours.color(QPalette.ColorRole.Accent), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _paint_veil(self, painter: QPainter) -> None:
        room, colours = self.viewport().rect(), self.palette()
        veil = QColor(colours.color(QPalette.ColorRole.Window))
        veil.setAlpha(_GREYED if self._places else 255)
        painter.fillRect(room, veil)
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        asked = room.adjusted(GAP * 2, GAP * 2, -GAP * 2, -GAP * 2)
        box = painter.boundingRect(asked, flags, self._words).adjusted(-GAP, -GAP // 2, GAP, GAP // 2)
        painter.fillRect(box, colours.color(QPalette.ColorRole.Base))
        painter.setPen(colours.color(QPalette.ColorRole.Text))
        painter.drawRect(box)
        painter.drawText(box, flags, self._words)

    # where pages lie

    def _scale(self) -> float:
        """Return how many pixels a point is, so that the widest page, or every page, has room."""
        assert self._pdf is not None
        if self._size > 0:
            return self._size * self.logicalDpiX() / POINTS
        widest, highest = (max(side) for side in zip(*self._pdf.sizes, strict=True))
        room = self.maximumViewportSize() - QSize(2 * GAP, 2 * GAP)
        across = (room.width() - self.verticalScrollBar().sizeHint().width()) / widest
        return float(max(_SMALLEST, across if self._size == WIDTH else min(across, room.height() / highest)))

    def _lay_out(self) -> None:
        """Give every page its place and the scroll bars their ranges."""
        if self._pdf is None or not self._pdf.sizes:
            return
        scale = self._scale()
        sizes = [QSize(*self._pdf.pixels(page, scale)) for page in range(len(self._pdf.sizes))]
        wide = max(self.viewport().width(), max(size.width() for size in sizes) + 2 * GAP)
        self._places, top = [], GAP
        for size in sizes:
            self._places.append(QRect(QPoint((wide - size.width()) // 2, top), size))
            top += size.height() + GAP
        for bar, whole, room in (
            (self.verticalScrollBar(), top, self.viewport().height()),
            (self.horizontalScrollBar(), wide, self.viewport().width()),
        ):
            bar.setPageStep(room)
            bar.setRange(0, max(0, whole - room))
        self.viewport().update()

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _seen(self) -> range:
        """Return the pages on the screen."""
        top = self._offset().y()
        first = bisect_right(self._places, top, key=QRect.bottom)
        return range(first, bisect_right(self._places, top + self.viewport().height(), key=QRect.top))

    def _follow(self, top: int) -> None:
        """Note which page is read: the one in the upper third of the room."""
        if self._places:
            read = top + self.viewport().height() // 3
            self._note(min(bisect_right(self._places, read, key=QRect.bottom), self.pages - 1))

    def _note(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)

    def _draw_one(self) -> None:
        """Draw the first page seen that is not drawn yet; the next has its turn when it is shown."""
        missing = next((page for page in self._seen() if page not in self._drawn), None)
        if missing is None or self._pdf is None:
            return
        dense = self.devicePixelRatioF()
        picture = self._pdf.picture(missing, self._scale() * dense)
        drawn = QPixmap.fromImage(image_of(picture))
        drawn.setDevicePixelRatio(dense)
        self._drawn[missing] = drawn
        while len(self._drawn) > max(_KEPT, len(self._seen())):
            del self._drawn[max(self._drawn, key=lambda page: abs(page - self._page))]
        self.viewport().update()


_SIZES = {"适合宽度": WIDTH, "整页": PAGE, "50%": 0.5, "75%": 0.75, "100%": 1.0, "150%": 1.5, "200%": 2.0}

_ALIKE = 0.05
"""Two sizes no further apart than that are the same."""


class PreviewPane(QWidget):
    """The preview under a bar that says which page is read and how large it is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.at, self.sizes, self.preview = QSpinBox(self), QComboBox(self), Preview(self)
        self.at.setPrefix("第 ")
        self.at.setKeyboardTracking(False)
        self.at.setAccessibleName("页码")
        self.at.setAlignment(Qt.AlignmentFlag.AlignRight)
        for words, size in _SIZES.items():
            self.sizes.addItem(words, size)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        label = QLabel("显示比例(&Z)：", self)
        label.setBuddy(self.sizes)
        row.addWidget(self.at)
        row.addStretch(1)
        row.addWidget(label)
        row.addWidget(self.sizes)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.preview, 1)
        self.at.valueChanged.connect(lambda page: self.preview.go_to(page - 1))
        self.sizes.currentIndexChanged.connect(lambda _: self.preview.set_size(self.sizes.currentData()))
        self.preview.page_changed.connect(self._say)
        self.preview.zoomed.connect(self._zoom)
        self._count()

    def show_pdf(self, written: bytes) -> None:
        """Show another PDF, at the page that was read."""
        self.preview.show_pdf(written)
        self._count()

    def _zoom(self, step: int) -> None:
        """Choose the next larger or smaller of the sizes that do not follow the room."""
        now = self.preview.factor
        fixed = [size for size in _SIZES.values() if size > 0]
        further = [size for size in fixed if (size - now) * step > _ALIKE]
        if further:
            self.sizes.setCurrentIndex(self.sizes.findData(min(further, key=lambda size: abs(size - now))))

    def _count(self) -> None:
        self.at.blockSignals(True)
        self.at.setRange(1, max(1, self.preview.pages))
        self.at.setSuffix(f" 页，共 {self.preview.pages} 页")
        self.at.setEnabled(self.preview.pages > 0)
        self.at.blockSignals(False)
        self._say(self.preview.page)

    def _say(self, page: int) -> None:
        self.at.blockSignals(True)
        self.at.setValue(page + 1)
        self.at.blockSignals(False)
        self.preview.setAccessibleDescription(self.at.text())
