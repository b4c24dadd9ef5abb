"""The heads across the aligned columns: a plan's facts and counts, and the section in view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QHeaderView, QLabel, QToolTip, QWidget

from qcompare.citing import against_words, name_of, percent
from qcompare.gui.models.cells import target_name
from qcompare.gui.models.lines import FILTER_KINDS
from qcompare.gui.models.place import is_text, target_of
from qcompare.gui.models.rows import RowsModel
from qcompare.gui.signs import draw_sign
from qcompare.gui.strokes import triangle
from qcompare.gui.theme import SECONDARY_PIXELS, UI_PIXELS, Theme, hei
from qcompare.model import Counts, Plan, RowKind

HEAD_HEIGHT, SECTION_HEIGHT, ROW_HEAD_WIDTH = 62, 24, 40
TAG_PIXELS = 11
_LEFT, _LINE = 9, 18
_GRIP = 4
"""Pixels on either side of an edge in which it can be caught."""


def plan_facts(plan: Plan) -> str:
    """Return date, standing, script and length of a plan in a few words."""
    known = plan.metadata
    standing = "征求意见稿" if known.draft else "印发" if known.date or known.number else ""
    script = "繁体" if plan.script == "hant" else ""
    return " · ".join(filter(None, (known.date, standing, script, f"{len(plan.aligned())} 句")))


def count_of(counts: Counts, kind: RowKind) -> int:
    """Return how many sentences a target's counts give a kind."""
    return {
        RowKind.INHERITED: counts.inherited,
        RowKind.LOCALISED: counts.localised,
        RowKind.MODIFIED: counts.modified,
        RowKind.ADDED: counts.added,
        RowKind.DROPPED: counts.dropped,
    }[kind]


class ColumnHeader(QHeaderView):
    """Says over each column what plan stands in it; a target's head covers its kinds and its text.

    Under it a band names the chapter and section that the first line in view stands under, in each plan's own words.
    """

    target_clicked = Signal(int)
    section_clicked = Signal(int)
    relative_clicked = Signal(QPoint)
    stretched = Signal(int, int)
    evened = Signal()
    moved = Signal(int, int)
    menu_asked = Signal(int, QPoint)

    def __init__(self, model: RowsModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._known: dict[int, tuple[Plan, str]] = {}
        self._model, self.theme, self._top = model, theme, -1
        self._edge: tuple[int, int] | None = None
        self._carried: tuple[int, int] | None = None
        self._dropped = -1
        self.viewport().setMouseTracking(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(20)
        self.setFixedHeight(HEAD_HEIGHT + (SECTION_HEIGHT if any(model.outline.levels) else 0))

    def sizeHint(self) -> QSize:
        """Return the fixed height."""
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def follow(self, at: int) -> None:
        """Name the section of the line at the top of the view from now on."""
        if at != self._top:
            self._top = at
            self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Paint one section; the two of a target each paint their share of one head."""
        painter.save()
        painter.setClipRect(rect)
        target = target_of(logicalIndex)
        group = self._group(logicalIndex)
        chosen = target == self._model.chosen
        painter.fillRect(rect, self.theme.band1 if not chosen else self.theme.band2)
        painter.setPen(self.theme.strong_line)
        painter.drawLine(group.topRight(), group.bottomRight())
        painter.drawLine(group.bottomLeft(), group.bottomRight())
        if chosen and len(self._model.collation.targets) > 1:
            painter.fillRect(QRect(group.left(), group.bottom() - 2, group.width() - 1, 3), self.theme.accent)
        if self._carried is not None and target is not None and target == self._dropped != self._carried[0]:
            at = group.left() if target < self._carried[0] else group.right() - 2
            painter.fillRect(QRect(at, 0, 3, group.height()), self.theme.accent)
        if target is None:
            self._paint_base(painter, group)
        else:
            self._paint_target(painter, group, target)
        if self.height() > HEAD_HEIGHT:
            self._paint_section_name(painter, QRect(group.left(), HEAD_HEIGHT, group.width(), SECTION_HEIGHT), target)
        painter.restore()

    def mousePressEvent(self, e: QMouseEvent) -> None:
        """Choose the target clicked, or offer the targets where the base says what its marks are relative to.

        An edge or a head begins to be dragged.
        """
        point = e.position().toPoint()
        edge = self._edge_at(point)
        if e.button() != Qt.MouseButton.LeftButton:
            return
        if edge is not None:
            self._edge = (edge, point.x() - self.sectionSize(2 * edge))
            return
        column = self.logicalIndexAt(point)
        target = target_of(column) if column >= 0 else None
        sections = self._sections(None) or self._sections(target)
        if point.y() >= HEAD_HEIGHT:
            if sections:
                self.section_clicked.emit(sections[-1])
        elif target is not None:
            self._carried = (target, point.x())
            self.target_clicked.emit(target)
        elif column == 0 and point.y() > 2 * _LINE and self._offers_targets():
            self.relative_clicked.emit(self.mapToGlobal(QPoint(point.x(), HEAD_HEIGHT)))

    def mouseMoveEvent(self, e: QMouseEvent) -> None:
        """Drag an edge, or a head to another's place."""
        point = e.position().toPoint()
        if self._edge is not None:
            plan, left = self._edge
            self.stretched.emit(plan, point.x() - left)
        elif self._carried is not None:
            far = abs(point.x() - self._carried[1]) >= QApplication.startDragDistance()
            over = target_of(self.logicalIndexAt(point)) if far or self._dropped >= 0 else None
            self._drop_at(-1 if over is None else over)
        shape = Qt.CursorShape.ArrowCursor
        if self._edge is not None or self._edge_at(point) is not None:
            shape = Qt.CursorShape.SplitHCursor
        elif self._dropped >= 0:
            shape = Qt.CursorShape.ClosedHandCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        """Let go of an edge, or of a head over the place it is to take."""
        carried, dropped = self._carried, self._dropped
        self._edge = self._carried = None
        self._drop_at(-1)
        if carried is not None and dropped >= 0 and dropped != carried[0]:
            self.moved.emit(carried[0], dropped)

    def mouseDoubleClickEvent(self, e: QMouseEvent) -> None:
        """Make all texts as wide as each other at an edge; elsewhere a second click is a click."""
        if self._edge_at(e.position().toPoint()) is not None:
            self.evened.emit()
        else:
            self.mousePressEvent(e)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a target's column."""
        column = self.logicalIndexAt(event.pos())
        target = target_of(column) if column >= 0 else None
        if target is not None:
            self.menu_asked.emit(target, event.globalPos())

    def _edge_at(self, point: QPoint) -> int | None:
        """Return the plan whose text ends at a point, the base being 0; None where none does."""
        for plan in (0, *(target + 1 for target in self._model.shown_targets)):
            right = self.sectionViewportPosition(2 * plan) + self.sectionSize(2 * plan)
            if abs(point.x() - right) <= _GRIP:
                return plan
        return None

    def _drop_at(self, target: int) -> None:
        if target != self._dropped:
            self._dropped = target
            self.viewport().update()

    def _offers_targets(self) -> bool:
        """Whether the base's marks may be relative to another target: in a chain they are its neighbour's."""
        return len(self._model.collation.targets) > 1 and not self._model.collation.chained

    def viewportEvent(self, e: QEvent) -> bool:
        """Say the whole title where it is cut."""
        if isinstance(e, QHelpEvent):
            column = self.logicalIndexAt(e.pos())
            if column >= 0:
                plan = self._plan(target_of(column))
                QToolTip.showText(e.globalPos(), f"{plan.metadata.title or plan.label}\n{plan.source}", self)
            return True
        return bool(super().viewportEvent(e))

    def _plan(self, target: int | None) -> Plan:
        collation = self._model.collation
        return collation.base if target is None else collation.targets[target].plan

    def _facts(self, target: int | None, share: str = "") -> str:
        """Return a plan's facts; its file comes before them where the title does not tell it from another plan."""
        plan, place = self._plan(target), 0 if target is None else target + 1
        alike = self._model.labels[place] != name_of(plan)
        version = f"第 {self._model.versions[place]} 版" if any(self._model.versions[place : place + 1]) else ""
        facts = self._plan_facts(place)
        parts = (version, share, plan.source, facts) if alike else (version, facts, share)
        return " · ".join(filter(None, parts))

    def _plan_facts(self, place: int) -> str:
        """Return a plan's facts, made once: its sentences are counted for them."""
        plan = self._model.collation.plans[place]
        if place not in self._known or self._known[place][0] is not plan:
            self._known[place] = plan, plan_facts(plan)
        return self._known[place][1]

    def _group(self, column: int) -> QRect:
        first = column if column == 0 or not is_text(column) else column - 1
        left = self.sectionViewportPosition(first)
        width = self.sectionSize(first) + (0 if first == 0 else self.sectionSize(first + 1))
        return QRect(left, 0, width, HEAD_HEIGHT)

    def _paint_base(self, painter: QPainter, group: QRect) -> None:
        collation = self._model.collation
        self._paint_plan(painter, group, "基准", collation.base, self._facts(None))
        line = QRect(group.left() + _LEFT, 4 + 2 * _LINE, group.width() - 2 * _LEFT, _LINE)
        painter.setFont(hei(SECONDARY_PIXELS))
        painter.setPen(self.theme.secondary)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, "标记相对 ")
        line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance("标记相对 "))
        painter.setFont(hei(SECONDARY_PIXELS, bold=True))
        painter.setPen(self.theme.accent)
        name = target_name(collation, self._model.relative)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
        if self._offers_targets():
            right = line.left() + painter.fontMetrics().horizontalAdvance(name) + 9
            triangle(painter, QPointF(right, line.center().y() + 1), self.theme.accent, down=True)

    def _paint_target(self, painter: QPainter, group: QRect, target: int) -> None:
        alignment = self._model.collation.targets[target]
        tag = "对照" if len(self._model.collation.targets) == 1 else f"对照{target + 1}"
        share = f"承接率 {percent(alignment.counts.carried_share)}"
        against = against_words(self._model.collation, target)
        facts = " · ".join(filter(None, (against, share, self._plan_facts(target + 1)))) if against else ""
        facts = facts or self._facts(target, share)
        self._paint_plan(painter, group, tag, alignment.plan, facts)
        x, y = group.left() + _LEFT, 4 + 2 * _LINE
        painter.setFont(hei(SECONDARY_PIXELS))
        for kind in FILTER_KINDS:
            colour = self.theme.kind(kind)
            draw_sign(painter, kind, QRectF(x, y + 4, 11, 11), colour)
            painter.setPen(colour)
            number = str(count_of(alignment.counts, kind))
            painter.drawText(QRect(x + 14, y, 60, _LINE), Qt.AlignmentFlag.AlignVCenter, number)
            x += 14 + painter.fontMetrics().horizontalAdvance(number) + 10

    def _paint_plan(self, painter: QPainter, group: QRect, tag: str, plan: Plan, facts: str) -> None:
        x, y, width = group.left() + _LEFT, 4, group.width() - 2 * _LEFT
        used = paint_tag(painter, x, y + 1, tag, self.theme)
        painter.setFont(hei(UI_PIXELS, bold=True))
        painter.setPen(self.theme.text)
        title = " ".join((plan.metadata.title or plan.label or plan.source).split())
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, width - used - 6)
        painter.drawText(QRect(x + used + 6, y, width, _LINE), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(hei(SECONDARY_PIXELS))
        painter.setPen(self.theme.secondary)
        shown = painter.fontMetrics().elidedText(facts, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(x, y + _LINE, width, _LINE), Qt.AlignmentFlag.AlignVCenter, shown)

    def _sections(self, target: int | None) -> tuple[int, ...]:
        return self._model.bands_above(self._top, target) if 0 <= self._top < self._model.rowCount() else ()

    def _paint_section_name(self, painter: QPainter, box: QRect, target: int | None) -> None:
        theme = self.theme
        painter.fillRect(box, theme.band2)
        painter.setPen(theme.strong_line)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomRight())
        said = (self._model.row_text(row, target).plain.replace("\n", " ") for row in self._sections(target))
        texts = [text for text in said if text]
        box.adjust(_LEFT + (0 if target is None else self.sectionSize(2 * target + 1)), 0, -_LEFT, 0)
        for place, text in enumerate(texts):
            last = place == len(texts) - 1
            painter.setFont(hei(UI_PIXELS, bold=True) if last else hei(SECONDARY_PIXELS))
            painter.setPen(theme.text if last else theme.secondary)
            room = box.width() if last else box.width() * 2 // 5
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room) + ("" if last else " › ")
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
            box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(shown))


class Corner(QLabel):
    """Names the column of row numbers."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("行", parent, alignment=Qt.AlignmentFlag.AlignCenter)
        self.setFont(hei(SECONDARY_PIXELS))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        edge = theme.strong_line.name()
        self.setStyleSheet(
            f"color: {theme.secondary.name()}; background: {theme.band1.name()};"
            f"border: 0; border-right: 1px solid {edge}; border-bottom: 1px solid {edge};"
        )


def paint_tag(painter: QPainter, x: int, y: int, word: str, theme: Theme) -> int:
    """Paint a small framed word and return its width."""
    painter.setFont(hei(TAG_PIXELS))
    width = painter.fontMetrics().horizontalAdvance(word) + 8
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.accent)
    painter.setBrush(theme.base)
    painter.drawRoundedRect(QRectF(x + 0.5, y + 0.5, width - 1, 15), 2, 2)
    painter.drawText(QRect(x, y, width, 16), Qt.AlignmentFlag.AlignCenter, word)
    painter.restore()
    return width
