"""The row of figures over the statistics: how much is carried, how many sentences of each kind, which figures moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from qcompare.citing import percent
from qcompare.figure_changes import FigureKind
from qcompare.findings import Findings, figure_steps, gravest
from qcompare.gui.theme import SECONDARY_PIXELS, Theme, hei
from qcompare.marks import DOWN, UP, WORDS
from qcompare.model import Collation, RowKind
from qcompare.statistics import Statistics

_NUMBER, _STEPS = 20, 6
_USUAL, _WIDE = 5, 7


@dataclass(frozen=True, slots=True)
class Card:
    """One figure with what it is of; `grave` ones are set in the colour of what is left out."""

    title: str
    number: str
    remark: str
    grave: bool = False
    tip: str = ""


def cards_of(collation: Collation, findings: Findings, statistics: Statistics) -> Iterator[Card]:
    """Yield the cards of one target; every number is one of its counts or findings."""
    counts = collation.targets[statistics.target].counts
    yield Card(
        "承接率（按字）",
        percent(counts.carried_share),
        f"基准 {counts.characters:,} 字中 {counts.carried:,} 字",
        tip="基准文字被对照文本承接的字数占比",
    )
    duties = f"，责任单位 {statistics.added_duties}" if statistics.added_duties else ""
    for kind, count, more in (
        (RowKind.INHERITED, counts.inherited, ""),
        (RowKind.LOCALISED, counts.localised, ""),
        (RowKind.MODIFIED, counts.modified, ""),
        (RowKind.ADDED, counts.added, duties),
    ):
        part = percent(count / counts.target if counts.target else 0.0)
        yield Card(WORDS[kind], f"{count} 句", f"{part}{more}", tip=f"占对照文本 {counts.target} 句的 {part}")
    dropped = percent(counts.dropped / counts.base if counts.base else 0.0)
    remark = f"占基准 {counts.base} 句的 {dropped}"
    yield Card(WORDS[RowKind.DROPPED], f"{counts.dropped} 句", remark, grave=counts.dropped > 0)
    yield _figures_card(collation, findings, statistics.target)


def _figures_card(collation: Collation, findings: Findings, target: int) -> Card:
    kinds = [row.cells[target + 1].kind for row in findings.figures.rows]
    steps = figure_steps(collation, findings.figures, target)
    shown = "　".join(steps[:_STEPS]) + ("　…" if len(steps) > _STEPS else "")
    number = f"{DOWN} {kinds.count(FigureKind.LOWERED)}　{UP} {kinds.count(FigureKind.RAISED)}"
    tip = f"下调、上调的指标：{'　'.join(steps)}\n全部指标见指标表（Ctrl+T）" if steps else "没有下调或上调的指标"
    return Card("指标", number, shown or "无下调、上调", grave=bool(gravest(findings.figures, target)), tip=tip)


class Cards(QFrame):
    """Shows the cards side by side, a thin line between two."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._theme = theme
        self._cards: tuple[Card, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        self._shown: list[_Labels] = []

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """Show these in place of those before."""
        self._cards = cards
        while len(self._shown) < len(cards):
            self._shown.append(_Labels(self))
            self._row.addWidget(self._shown[-1], _WIDE if len(self._shown) in (1, len(cards)) else _USUAL)
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        for labels, card in zip(self._shown, self._cards, strict=True):
            labels.show_card(card, theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card, and a line to the left of each but the first figure."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self._theme.line)
        for labels in self._shown[1:]:
            painter.drawLine(QPoint(labels.x(), 1), QPoint(labels.x(), self.height() - 2))
        painter.end()


class _Labels(QWidget):
    """The three lines of a card."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._card = Card("", "", "")
        self._lines = [QLabel(self) for _ in range(3)]
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 5, 6, 6)
        column.setSpacing(0)
        for line, font in zip(
            self._lines, (hei(SECONDARY_PIXELS), hei(_NUMBER, bold=True), hei(SECONDARY_PIXELS)), strict=True
        ):
            line.setFont(font)
            line.setTextFormat(Qt.TextFormat.PlainText)
            line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            column.addWidget(line)

    def show_card(self, card: Card, theme: Theme) -> None:
        """Show one card."""
        self._card = card
        colours = (theme.secondary, theme.kind_dropped if card.grave else theme.text, theme.secondary)
        for line, colour in zip(self._lines, colours, strict=True):
            line.setStyleSheet(f"color: {colour.name()}")
        self._fit()
        self.setToolTip(f"{card.remark}\n{card.tip}" if card.tip else card.remark)
        self.setAccessibleName(f"{card.title}：{card.number}，{card.remark}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        words = (self._card.title, self._card.number, self._card.remark)
        for line, said in zip(self._lines, words, strict=True):
            line.setText(line.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, max(0, line.width())))
