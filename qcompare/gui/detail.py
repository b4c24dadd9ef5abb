"""The detail pane: the whole text of the chosen row, base and target, to select and copy."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qcompare.citing import clauses_in, percent, place_of, sentences_of
from qcompare.gui.cards import LinksCard, OpinionCard, TextCard
from qcompare.gui.layouts import Style
from qcompare.gui.models.cells import CellText, target_name
from qcompare.gui.models.rows import RowsModel
from qcompare.gui.signs import named_icon
from qcompare.gui.theme import UI_PIXELS, hei
from qcompare.marks import SIGNS, WORDS
from qcompare.model import Plan, RowKind


class DetailPane(QWidget):
    """Shows the chosen row: its kind for the chosen target, both texts, and where they stand in their files."""

    stepped = Signal(int)
    target_asked = Signal(int)
    titled = Signal(str)

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: RowsModel | None = None
        self._row, self._style = -1, style
        self.target = QComboBox(self)
        self.target.setAccessibleName("对照")
        self.target.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.target.activated.connect(self.target_asked)
        self._up, self._down = self._step(-1), self._step(1)
        self.base_card, self.target_card = TextCard(self), TextCard(self)
        self.reasons, self.others = LinksCard("对应依据", self), LinksCard("其他可能", self)
        self.opinion = OpinionCard(self)
        self._kind = QLabel(self, wordWrap=True)
        self._kind.setObjectName("kind")
        self._kind.setFont(hei(UI_PIXELS))
        self._lay_out()
        self.set_style(style)

    @property
    def row(self) -> int:
        """The row shown, -1 where there is none."""
        return self._row

    def sizeHint(self) -> QSize:
        """Return the usual width."""
        return QSize(310, 400)

    def set_style(self, style: Style) -> None:
        """Show texts with these colours."""
        self._style = style
        self._up.setIcon(named_icon("previous", style.theme.text, style.theme.edge))
        self._down.setIcon(named_icon("next", style.theme.text, style.theme.edge))
        self.show_row(self._row)

    def set_rows(self, rows: RowsModel) -> None:
        """Show rows of this collation from now on."""
        self._rows, self._row = rows, -1

    def name_targets(self, rows: RowsModel) -> None:
        """Offer the targets by their names."""
        self.target.clear()
        for i, name in enumerate(rows.labels[1:], start=1):
            self.target.addItem(f"对照{i if len(rows.collation.targets) > 1 else ''}：{name}")
        self.target.setCurrentIndex(rows.chosen)

    def show_row(self, row: int) -> None:
        """Show a row for the chosen target."""
        rows = self._rows
        self._row = row
        for card in (self.reasons, self.others, self.opinion):
            card.setVisible(rows is not None and row >= 0)
        if rows is None or row < 0:
            self._show_nothing()
            return
        collation, chosen = rows.collation, rows.chosen
        self.target.setCurrentIndex(chosen)
        line, plan = collation.rows[row], collation.targets[chosen].plan
        cell = line.cells[chosen]
        own, style = collation.opposite(line, chosen), self._style
        base_place, target_place = _place(collation.base_of(chosen), own), _place(plan, cell.clauses)
        base = f"{rows.labels[chosen]}原文（前一文本）" if collation.against(chosen) else "基准原文"
        self.base_card.show_text(base, base_place, rows.cells.opposite(row, chosen), style)
        self.target_card.show_text(
            f"{target_name(collation, chosen)}原文", target_place, rows.row_text(row, chosen), style
        )
        said = (*rows.cells.moved_words(row, chosen), *rows.cells.doubts(row, chosen))
        kind = _kind_words(cell.kind, cell.carried if own else None, said)
        self._kind.setText("\n".join((kind, *rows.cells.found(row, chosen))))
        self._show_links(rows, row)
        self.show_opinion()
        holder, clause = next(clauses_in(collation, line))
        path = holder.clauses[clause].path
        self.titled.emit(" · ".join(filter(None, (f"第 {row + 1} 行", path))))

    def show_opinion(self) -> None:
        """Show what was said of the row for the chosen target."""
        rows, row = self._rows, self._row
        if rows is None or row < 0:
            self.opinion.show_opinion(None, None, reviewed=False, stale=False)
            return
        concerned = rows.chosen in rows.review.concerned(row)
        self.opinion.setEnabled(bool(rows.review.concerned(row)))
        self.opinion.tick.setEnabled(rows.review.to_review(row) and not self.opinion.read_only)
        subject = rows.review.subject(row, rows.chosen) if concerned else None
        said = rows.review.said_of(subject) if subject is not None else None
        for button in self.opinion.verdicts.values():
            button.setEnabled(concerned and not self.opinion.read_only)
        self.opinion.note.setEnabled(concerned)
        self.opinion.show_opinion(subject, said, reviewed=row in rows.reviewed, stale=rows.is_stale(row))

    def _show_links(self, rows: RowsModel, row: int) -> None:
        links, line = rows.cells.links(rows.chosen), rows.collation.rows[row]
        ours = sentences_of(links.base, rows.collation.opposite(line, rows.chosen))
        theirs = sentences_of(links.plan, line.cells[rows.chosen].clauses)
        reasons = rows.cells.reasons(rows.chosen)
        cut = [
            (r.base, r.target)
            for r in links.alignment.rulings
            if not r.holds and (r.base in ours or r.target in theirs)
        ]
        self.reasons.show_reasons(links, reasons.of(theirs), cut)
        apart = {(r.base, r.target) for r in links.alignment.rulings if not r.holds}
        found = (a for a in reasons.alternatives(ours, theirs) if (a.base, a.target) not in apart)
        self.others.show_alternatives(links, tuple(found))

    def _show_nothing(self) -> None:
        for card in (self.base_card, self.target_card):
            card.show_text("", "", CellText((), base=True), self._style)
        self._kind.setText("没有选中的对照行")
        self.show_opinion()
        self.titled.emit("")

    def _step(self, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip("上一行" if step < 0 else "下一行")
        button.setAccessibleName(button.toolTip())
        button.clicked.connect(lambda: self.stepped.emit(step))
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.target, 1)
        top.addWidget(self._up)
        top.addWidget(self._down)
        inner = QWidget(self)
        cards = QVBoxLayout(inner)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(8)
        cards.addWidget(self._kind)
        cards.addWidget(self.base_card)
        cards.addWidget(self.target_card)
        cards.addWidget(self.reasons)
        cards.addWidget(self.others)
        cards.addStretch(1)
        area = QScrollArea(self, widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(area, 1)
        column.addWidget(self.opinion)


def _place(plan: Plan, clauses: tuple[int, ...]) -> str:
    """Return where clauses stand in their file, and in its text; “原文” tells its lines from the table's rows."""
    if not clauses:
        return ""
    start, end = plan.clauses[clauses[0]].span.start, plan.clauses[clauses[-1]].span.end
    return f"原文{place_of(plan, clauses, ' ')} · 第 {start + 1}—{end} 字"


def _kind_words(kind: RowKind, carried: float | None, said: tuple[str, ...]) -> str:
    parts = [f"{SIGNS[kind]} {WORDS[kind]}" if SIGNS[kind] else WORDS[kind]]
    if carried is not None and kind not in (RowKind.FURNITURE, RowKind.NONE):
        parts.append(f"承接 {percent(carried)}")
    return " · ".join(filter(None, (*parts, *said))) or "该对照在此行无文字"
