"""Paints one cell of the aligned columns, and says how high a line must be."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from qcompare.citing import percent
from qcompare.gui.layouts import TEXT_LINE, TEXT_PIXELS, LayoutCache, Shaped, Style, decorate, shape
from qcompare.gui.models.place import is_text, target_of
from qcompare.gui.models.rows import RowsModel
from qcompare.gui.signs import Sign, draw_sign
from qcompare.gui.strokes import HATCH_TILE, hatching, paint_cell
from qcompare.gui.theme import SECONDARY_PIXELS, Theme, hei
from qcompare.marks import DOUBTFUL_WORD, MOVED_WORD, PERSON_WORD, WORDS
from qcompare.model import RowKind

PAD_TOP, PAD_RIGHT, PAD_BOTTOM, PAD_LEFT = 5, 8, 6, 9
BAND_HEIGHT, FOLD_HEIGHT = 24, 21
GUTTER = 66
_SIGN, _SMALL_SIGN, _WORD_LINE, _SMALL_LINE = 16, 11, 18, 16

Index = QModelIndex | QPersistentModelIndex


class ColumnsDelegate(QStyledItemDelegate):
    """Paints texts with their marks and kinds with their signs, from layouts that are kept."""

    def __init__(self, model: RowsModel, style: Style, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._cache = LayoutCache()
        self.text_style = style
        self.needle = ""
        self._told = False
        self._tile = hatching(style.theme.line)

    @property
    def theme(self) -> Theme:
        """The colours in use."""
        return self.text_style.theme

    def set_style(self, style: Style) -> None:
        """Lay everything out and draw it in this style from now on."""
        self.text_style = style
        self._cache.clear()
        self._tile = hatching(style.theme.line)

    def forget(self) -> None:
        """Lay everything out anew: the rows say something else."""
        self._cache.clear()

    def shaped(self, at: int, column: int, width: int) -> Shaped:
        """Return the laid-out text of a cell as wide as its column."""
        model, band = self._model, self._model.band(at)
        target = target_of(column)
        row, chosen = model.line(at).row, model.chosen if target is None else -1

        def make() -> Shaped:
            cell = model.cell_text(at, column)
            style = replace(self.text_style, zoom=min(self.text_style.zoom, 1.2)) if band else self.text_style
            return decorate(shape(cell, width - PAD_LEFT - PAD_RIGHT, style, bool(band)), cell, style)

        return self._cache.get((row, model.line(at).part, target, chosen, width), make)

    def line_height(self, at: int, widths: tuple[int, ...]) -> int:
        """Return the height in which a line is fully readable in columns of these widths."""
        model = self._model
        if model.line(at).fold:
            return FOLD_HEIGHT
        band = model.band(at)
        texts = [
            shape(cell, width - PAD_LEFT - PAD_RIGHT, self.text_style, bool(band)).height
            for column, width in enumerate(widths)
            if width and is_text(column) and (cell := model.cell_text(at, column)).pieces
        ]
        if band:
            return max(BAND_HEIGHT, round(max(texts, default=0)) + 4)
        gutters = [self._gutter_height(at, t, in_line=True) for t in model.shown_targets]
        return max(round(max(texts, default=0)) + PAD_TOP + PAD_BOTTOM, *gutters)

    def estimated_height(self, at: int, widths: tuple[int, ...]) -> int:
        """Return about how high a line will be, without laying it out."""
        model, line = self._model, self._model.line(at)
        if line.fold or model.band(at):
            return FOLD_HEIGHT if line.fold else BAND_HEIGHT
        letter, lines = TEXT_PIXELS * self.text_style.zoom, 1
        for length, width in zip(model.lengths(at), widths[::2], strict=True):
            if width:
                lines = max(lines, -(-length // max(1, int((width - PAD_LEFT - PAD_RIGHT) / letter))))
        return round(lines * TEXT_LINE * self.text_style.zoom) + PAD_TOP + PAD_BOTTOM

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, content and rules of one cell.

        A bug here goes to the last-resort handler at once: left pending while Qt paints on, it would end the program.
        """
        box: QRect = option.rect  # type: ignore[attr-defined]  # the stub lacks the option's fields
        painter.save()
        painter.setClipRect(box)
        try:
            self._paint_cell(painter, box, index.row(), index.column())
        except Exception:  # told once: every frame would meet it again
            if not self._told:
                self._told = True
                sys.excepthook(*sys.exc_info())
        finally:
            painter.restore()

    def _paint_cell(self, painter: QPainter, box: QRect, at: int, column: int) -> None:
        chosen = self._view.currentIndex().row() == at
        self._paint_ground(painter, box, at, column, chosen=chosen)
        if not self._model.line(at).fold:
            if is_text(column):
                self._paint_text(painter, box, at, column)
            else:
                self._paint_kind(painter, box, at, (column - 1) // 2)
        self._paint_rules(painter, box, at, column, chosen=chosen)

    def _paint_ground(self, painter: QPainter, box: QRect, at: int, column: int, *, chosen: bool) -> None:
        theme, model = self.theme, self._model
        band, text = model.band(at), is_text(column)
        empty = text and not model.line(at).fold and not model.cell_text(at, column).pieces
        if model.line(at).fold:
            painter.fillRect(box, theme.selection if chosen else theme.fold)
        elif chosen:
            painter.fillRect(box, theme.chosen if text and not band else theme.selection)
        elif band:
            painter.fillRect(box, theme.band1 if band == 1 else theme.band2)
        else:
            painter.fillRect(box, theme.base if text else theme.alternate)
        if empty and not band:
            scroll = self._view.verticalScrollBar().value()
            painter.drawTiledPixmap(box, self._tile, QPoint(box.left() % HATCH_TILE, (box.top() + scroll) % HATCH_TILE))

    def _paint_rules(self, painter: QPainter, box: QRect, at: int, column: int, *, chosen: bool) -> None:
        theme = self.theme
        painter.setPen(theme.accent if chosen else theme.line)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if chosen:
            painter.drawLine(box.topLeft(), box.topRight())
        if not self._model.line(at).fold:
            painter.setPen(theme.strong_line if is_text(column) else theme.line)
            painter.drawLine(box.topRight(), box.bottomRight())

    def _paint_text(self, painter: QPainter, box: QRect, at: int, column: int) -> None:
        cell = self._model.cell_text(at, column)
        if not cell.pieces:
            return
        shaped = self.shaped(at, column, box.width())
        corner = self.text_corner(box, at, shaped)
        clip = QRectF(box & self._view.viewport().rect())  # a clause may be a hundred screens high
        spans = self._model.found_spans(at, column, self.needle) if self.needle else []
        found = [place.translated(corner) for place in shaped.found(spans)] if spans else []
        for place in found:
            painter.fillRect(place, self.theme.found)
        painter.setPen(self.theme.text)
        paint_cell(painter, shaped, corner, clip, TEXT_PIXELS * self.text_style.zoom)
        painter.setPen(self.theme.accent)
        for place in found:
            painter.drawRect(place.adjusted(-0.5, 0.5, 0.5, -1.5))

    def text_corner(self, box: QRect, at: int, shaped: Shaped) -> QPointF:
        """Return where a cell's text begins: bands stand in the middle of their height."""
        top = (box.height() - shaped.height) / 2 if self._model.band(at) else PAD_TOP
        return QPointF(box.left() + PAD_LEFT, box.top() + round(top))

    def _gutter_height(self, at: int, target: int, *, in_line: bool) -> int:
        """Return the height a kind needs with all that stands under it, in one line with its sign or under it."""
        cell = self._model.cell(at, target)
        if cell.kind in (RowKind.NONE, RowKind.FURNITURE):
            return 0
        extra = _SMALL_LINE * len(self._extras(at, target))
        return PAD_TOP + PAD_BOTTOM + extra + (_WORD_LINE if in_line else _SIGN + _WORD_LINE + 1)

    def _extras(self, at: int, target: int) -> list[Callable[[QPainter, QRect], None]]:
        """Return what paints each of the small lines under a kind."""
        model, cell = self._model, self._model.cell(at, target)
        carried = cell.kind is RowKind.MODIFIED and model.part(at) is None
        joined = model.joined_words(at, target)
        known = (
            (carried, partial(self._paint_small, f"承接 {percent(cell.carried)}", self.theme.secondary, False)),
            (bool(model.figure_words(at, target)), partial(self._paint_figures, model.figure_words(at, target))),
            (cell.moved, partial(self._paint_moved)),
            (bool(joined), partial(self._paint_boxed, joined)),
            (cell.doubtful, partial(self._paint_boxed, DOUBTFUL_WORD)),
            (model.is_ruled(at, target), partial(self._paint_boxed, PERSON_WORD)),
        )
        return [paint for wanted, paint in known if wanted]

    def _paint_small(self, words: str, colour: QColor, bold: bool, painter: QPainter, box: QRect) -> None:
        painter.setFont(hei(11.5, bold=bold))
        painter.setPen(colour)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_figures(self, words: str, painter: QPainter, box: QRect) -> None:
        self._paint_small(words, self.theme.omitted_line, True, painter, box)

    def _paint_moved(self, painter: QPainter, box: QRect) -> None:
        self._paint_sign_and_word(painter, box, Sign.MOVED, MOVED_WORD)

    def _paint_kind(self, painter: QPainter, box: QRect, at: int, target: int) -> None:
        cell = self._model.cell(at, target)
        if cell.kind in (RowKind.NONE, RowKind.FURNITURE):
            return
        theme, band = self.theme, self._model.band(at)
        stacked = not band and box.height() >= self._gutter_height(at, target, in_line=False)
        colour, width = theme.kind(cell.kind), box.width() - 1
        top = box.top() + ((box.height() - 1 - _WORD_LINE) // 2 if band else PAD_TOP + 1)
        word = WORDS[cell.kind]
        if stacked:
            draw_sign(painter, cell.kind, QRectF(box.left() + (width - _SIGN) / 2, top, _SIGN, _SIGN), colour)
            painter.setFont(hei(13, bold=True))
            painter.setPen(colour)
            middle = Qt.AlignmentFlag.AlignCenter
            painter.drawText(QRect(box.left(), top + _SIGN, width, _WORD_LINE), middle, word)
            top += _SIGN + _WORD_LINE + 1
        else:
            self._paint_sign_and_word(painter, QRect(box.left(), top, width, _WORD_LINE), cell.kind, word)
            top += _WORD_LINE
        if band:
            return
        for paint in self._extras(at, target):
            paint(painter, QRect(box.left(), top, width, _SMALL_LINE))
            top += _SMALL_LINE

    def _paint_boxed(self, word: str, painter: QPainter, box: QRect) -> None:
        painter.setFont(hei(11.5))
        painter.setPen(self.theme.text)
        wide = painter.fontMetrics().horizontalAdvance(word) + 8
        frame = QRect(box.left() + max(1, (box.width() - wide) // 2), box.top(), wide, box.height() - 1)
        painter.drawRect(frame)
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, word)

    def _paint_sign_and_word(self, painter: QPainter, box: QRect, sign: RowKind | Sign, word: str) -> None:
        colour = self.theme.kind_moved if isinstance(sign, Sign) else self.theme.kind(sign)
        painter.setFont(hei(SECONDARY_PIXELS))
        width = painter.fontMetrics().horizontalAdvance(word)
        left = box.left() + max(1, (box.width() - _SMALL_SIGN - 3 - width) // 2)
        draw_sign(painter, sign, QRectF(left, box.center().y() - _SMALL_SIGN / 2 + 1, _SMALL_SIGN, _SMALL_SIGN), colour)
        painter.setPen(colour)
        word_box = QRect(left + _SMALL_SIGN + 3, box.top(), width + 2, box.height())
        painter.drawText(word_box, Qt.AlignmentFlag.AlignVCenter, word)
