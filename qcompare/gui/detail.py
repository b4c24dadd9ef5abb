"""The detail pane: the whole text of the chosen row, base and target, to select and copy."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qcompare.citing import clauses_in, percent
from qcompare.gui.layouts import Stroke, Style
from qcompare.gui.models.cells import BREAK, CellText, Voice, target_name
from qcompare.gui.models.rows import RowsModel
from qcompare.gui.signs import named_icon
from qcompare.gui.theme import SECONDARY_PIXELS, UI_PIXELS, hei, song
from qcompare.marks import SIGNS, WORDS
from qcompare.model import Plan, RowKind

_LINES = {
    Stroke.PLAIN: QTextCharFormat.UnderlineStyle.SingleUnderline,
    Stroke.THIN: QTextCharFormat.UnderlineStyle.SingleUnderline,
    Stroke.DOUBLE: QTextCharFormat.UnderlineStyle.SingleUnderline,
    Stroke.WAVY: QTextCharFormat.UnderlineStyle.WaveUnderline,
    Stroke.DASHED: QTextCharFormat.UnderlineStyle.DashUnderline,
    Stroke.DOTTED: QTextCharFormat.UnderlineStyle.DotLine,
}


class TextCard(QFrame):
    """A titled card with a text as high as it needs to be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.head, self.place = QLabel(self, wordWrap=True), QLabel(self, wordWrap=True)
        self.text = QTextEdit(self, readOnly=True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.document().setDocumentMargin(6)
        self.text.setFont(song(UI_PIXELS + 1))
        self.text.setTabChangesFocus(True)
        self.head.setFont(hei(SECONDARY_PIXELS, bold=True))
        self.place.setFont(hei(SECONDARY_PIXELS))
        head = QWidget(self)
        head.setProperty("cardhead", "true")
        names = QVBoxLayout(head)
        names.setContentsMargins(7, 3, 7, 3)
        names.setSpacing(0)
        for label in (self.head, self.place):  # a long file name must not make the pane wider than it is
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            names.addWidget(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.text)

    def show_text(self, head: str, place: str, cell: CellText, style: Style) -> None:
        """Show a cell's text with its marks."""
        self.head.setText(head)
        self.place.setText(place)
        self.place.setVisible(bool(place))
        self.text.setAccessibleName(head)
        self.text.clear()
        cursor = QTextCursor(self.text.document())
        for piece in cell.pieces:
            made = QTextCharFormat(style.character_format(piece, cell.base) or QTextCharFormat())
            if piece.voice is Voice.PLAN:
                made.setFont(song(UI_PIXELS + 1, bold=made.font().bold()))
            ground, stroke = style.ground(piece), style.stroke(piece, cell.base)
            if ground is not None:
                made.setBackground(ground)
            if stroke is not None and stroke[0] is Stroke.STRUCK:
                made.setFontStrikeOut(True)
            elif (
                stroke is not None and stroke[0] is Stroke.BOXED
            ):  # a text document draws no box: lines above and below
                made.setFontOverline(True)
                made.setFontUnderline(True)
                made.setForeground(stroke[1])
            elif stroke is not None:
                made.setUnderlineStyle(_LINES[stroke[0]])
                made.setUnderlineColor(stroke[1])
            cursor.insertText(piece.text.replace(BREAK, "\n"), made)
        self.text.setPlaceholderText("" if cell.pieces else "无对应条款")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the text as high as it needs in its new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        document = self.text.document()
        document.setTextWidth(self.text.viewport().width())
        self.text.setFixedHeight(max(34, round(document.size().height()) + 2))


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
        self._kind = QLabel(self, wordWrap=True)
        self._kind.setObjectName("kind")
        self._kind.setFont(hei(UI_PIXELS))
        self._lay_out()
        self.set_style(style)

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
        self.target.clear()
        for i, name in enumerate(rows.labels[1:], start=1):
            self.target.addItem(f"对照{i if len(rows.collation.targets) > 1 else ''}：{name}")

    def show_row(self, row: int) -> None:
        """Show a row for the chosen target."""
        self._row, rows = row, self._rows
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
        holder, clause = next(clauses_in(collation, line))
        path = holder.clauses[clause].path
        self.titled.emit(" · ".join(filter(None, (f"第 {row + 1} 行", path))))

    def _show_nothing(self) -> None:
        for card in (self.base_card, self.target_card):
            card.show_text("", "", CellText((), base=True), self._style)
        self._kind.setText("没有选中的对照行")
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


def _place(plan: Plan, clauses: tuple[int, ...]) -> str:
    """Return where clauses stand in their file, as a text editor counts; “原文” tells its lines from the table's rows."""
    if not clauses:
        return ""
    start, end = plan.clauses[clauses[0]].span.start, plan.clauses[clauses[-1]].span.end
    return f"原文第 {plan.line(start)} 行 · 第 {start + 1}—{end} 字"


def _kind_words(kind: RowKind, carried: float | None, said: tuple[str, ...]) -> str:
    parts = [f"{SIGNS[kind]} {WORDS[kind]}" if SIGNS[kind] else WORDS[kind]]
    if carried is not None and kind not in (RowKind.FURNITURE, RowKind.NONE):
        parts.append(f"承接 {percent(carried)}")
    return " · ".join(filter(None, (*parts, *said))) or "该对照在此行无文字"
