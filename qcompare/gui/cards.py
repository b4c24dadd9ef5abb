"""The cards of the detail pane: a text with its marks, why it corresponds, and what the reviewer says of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from qcompare.citing import cited_sentence, percent
from qcompare.decisions import VERDICT_WORDS, Opinion, Verdict
from qcompare.gui.layouts import Stroke, Style
from qcompare.gui.models.cells import BREAK, CellText, Voice
from qcompare.gui.theme import SECONDARY_PIXELS, UI_PIXELS, hei, song
from qcompare.links import Links
from qcompare.marks import PERSON_WORD, PROGRAM_WORD
from qcompare.reasons import Alternative, Reason
from qcompare.review import Subject

_TYPING_REST = 700
"""Milliseconds without a key after which a note is saved."""

_QUOTED = 24
"""Characters of a shared stretch that are shown."""

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


class LinksCard(QFrame):
    """Says why sentences correspond and what else was near, each with what can be done about it, as links to follow."""

    asked = Signal(str, int, int)
    """What is asked for (go, cut, confirm, link), of a base and a target sentence."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._read_only = False
        head = QLabel(title, self)
        head.setFont(hei(SECONDARY_PIXELS, bold=True))
        head.setContentsMargins(7, 3, 7, 3)
        head.setProperty("cardhead", "true")
        self.text = QTextBrowser(self)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setAccessibleName(title)
        self.text.document().setDocumentMargin(6)
        self.text.setFont(hei(SECONDARY_PIXELS))
        self.text.anchorClicked.connect(self._follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.text)

    def set_read_only(self) -> None:
        """Leave out what would decide something; links that lead somewhere stay."""
        self._read_only = True

    def show_reasons(self, links: Links, reasons: tuple[Reason, ...], cut: list[tuple[int, int]]) -> None:
        """Show what speaks for each match, and which pairs a person said are none."""
        self._show([*(_reason(links, reason) for reason in reasons), *(_cut(links, *pair) for pair in cut)])

    def show_alternatives(self, links: Links, found: tuple[Alternative, ...]) -> None:
        """Show what else was near."""
        self._show([_alternative(links, alternative) for alternative in found])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the text as high as it needs in its new width."""
        super().resizeEvent(event)
        self._fit()

    def _show(self, parts: list[str]) -> None:
        self.setVisible(bool(parts))
        shown = [_DECIDES.sub("", part) for part in parts] if self._read_only else parts
        self.text.setHtml("".join(f"<p style='margin:0 0 5px 0'>{part}</p>" for part in shown))
        self._fit()

    def _fit(self) -> None:
        document = self.text.document()
        document.setTextWidth(self.text.viewport().width())
        self.text.setFixedHeight(round(document.size().height()) + 2)

    def _follow(self, url: QUrl) -> None:
        asked, base, target = url.toString().split("-")
        self.asked.emit(asked, int(base), int(target))


_DECIDES = re.compile(r"　<a href='(?:cut|confirm|link)-[^>]*>[^<]*</a>")


def _anchor(asked: str, base: int, target: int, words: str) -> str:
    return f"<a href='{asked}-{base}-{target}'>{escape(words)}</a>"


def _reason(links: Links, reason: Reason) -> str:
    match = reason.match
    places = cited_sentence(links.plan, match.target), cited_sentence(links.base, match.base)
    who = f"{PERSON_WORD}" if match.by == "person" else f"{PROGRAM_WORD}，把握 {percent(match.score)}"
    quote = reason.quotes[0] if reason.quotes else ""
    shown = quote if len(quote) <= _QUOTED else quote[:_QUOTED] + "…"
    said = f"相似度 {reason.similarity:.2f}，共有 {reason.shared} 字" + (f"，如“{shown}”" if quote else "")
    actions = [_anchor("cut", match.base, match.target, "断开")]
    if match.by != "person":
        actions.insert(0, _anchor("confirm", match.base, match.target, "确认"))
    moved = "（移位）" if match.moved else ""
    return (
        f"<b>{escape(places[0])}</b> ← {_anchor('base', match.base, match.target, places[1])}{moved}　［{who}］<br>"
        f"{escape(said)}　{'　'.join(actions)}"
    )


def _cut(links: Links, base: int, target: int) -> str:
    places = cited_sentence(links.plan, target), cited_sentence(links.base, base)
    return (
        f"<s>{escape(places[0])} ← {escape(places[1])}</s>　［{PERSON_WORD}断开］　"
        f"{_anchor('link', base, target, '恢复对应')}"
    )


def _alternative(links: Links, found: Alternative) -> str:
    places = cited_sentence(links.plan, found.target), cited_sentence(links.base, found.base)
    return (
        f"{_anchor('target', found.base, found.target, places[0])} — "
        f"{_anchor('base', found.base, found.target, places[1])}　共有词语 {percent(found.share)}　"
        f"{_anchor('link', found.base, found.target, '建立对应')}"
    )


Keep = Callable[[Subject, Verdict | None, str], bool]
"""Keeps the verdict and the note on a subject, and returns whether they are kept."""


class OpinionCard(QFrame):
    """Where the reviewer ticks a row, gives his verdict and writes his note; what is typed is saved when he rests."""

    reviewed = Signal(bool)

    next_asked = Signal()
    left = Signal()
    """The person is done with the note."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.verdicts = {verdict: QRadioButton(word, self) for verdict, word in VERDICT_WORDS.items()}
        self.tick = QCheckBox("已审核", self)
        self.note = QPlainTextEdit(self)
        self.note.setPlaceholderText("意见（自动保存）")
        self.note.setAccessibleName("意见")
        self.note.setTabChangesFocus(True)
        self.note.setMinimumHeight(64)
        self.note.setMaximumHeight(110)
        self.note.installEventFilter(self)
        self.next = QPushButton("下一未审核", self)
        self.keep: Keep = lambda _subject, _verdict, _note: False
        self._saving = False
        self._shown: Opinion | None = None
        self._subject: Subject | None = None
        self._unkept: dict[Subject, str] = {}
        self._rest = QTimer(self, interval=_TYPING_REST, singleShot=True)
        self._rest.timeout.connect(self.save)
        for verdict, button in self.verdicts.items():
            button.setAutoExclusive(False)
            button.clicked.connect(self._choice(verdict))
        self.tick.clicked.connect(self.reviewed)
        self.note.textChanged.connect(self._typed)
        self.next.clicked.connect(self.next_asked)
        self._lay_out()

    def show_opinion(self, subject: Subject | None, opinion: Opinion | None, *, reviewed: bool, stale: bool) -> None:
        """Show what was said of a subject; what is typed and not kept yet stays, and comes back with its subject."""
        if self._saving:
            return  # what is kept just now is of the subject that is being left
        if subject != self._subject:
            self.save()
            self._subject, self._shown = subject, None
            typed = self._unkept.get(subject) if subject is not None else None
        else:
            typed = self.note.toPlainText() if self.unsaved else None
        self._shown = opinion
        for verdict, button in self.verdicts.items():
            button.setChecked(opinion is not None and opinion.verdict is verdict)
        self.tick.setChecked(reviewed)
        self.tick.setText("审核后文字有改动" if stale else "已审核")
        note = typed if typed is not None else opinion.note if opinion else ""
        if note != self.note.toPlainText():
            self.note.blockSignals(True)
            self.note.setPlainText(note)
            self.note.blockSignals(False)

    def set_read_only(self, why: str) -> None:
        """Show opinions and take none, for nothing could be kept."""
        self.setToolTip(why)
        self.note.setReadOnly(True)
        self.note.setPlaceholderText("只读，不能写意见")
        for button in (self.tick, *self.verdicts.values()):
            button.setToolTip(why)
            button.setEnabled(False)

    def save(self) -> None:
        """Tell what is typed, if it was not told yet; what cannot be kept is held until it can."""
        self._rest.stop()
        subject, typed = self._subject, self.note.toPlainText()
        if subject is None:
            return
        self._unkept.pop(subject, None)
        if not self.unsaved:
            return
        self._saving = True
        kept = self.keep(subject, self._shown.verdict if self._shown else None, typed)
        self._saving = False
        if kept:
            self._shown = replace(self._shown or Opinion(None, None), note=typed)
        else:
            self._unkept[subject] = typed

    @property
    def read_only(self) -> bool:
        """Whether opinions are only shown."""
        return self.note.isReadOnly()

    @property
    def unsaved(self) -> bool:
        """Whether the note says something else than what is kept."""
        return self._subject is not None and self.note.toPlainText() != (self._shown.note if self._shown else "")

    @property
    def unkept(self) -> tuple[str, ...]:
        """The notes typed that could not be kept; empty text stands for one deleted."""
        shown = (self.note.toPlainText(),) if self.unsaved and self._subject not in self._unkept else ()
        return (*self._unkept.values(), *shown)

    @property
    def all_kept(self) -> bool:
        """Whether everything typed is kept."""
        return not self.unkept

    @property
    def verdict(self) -> Verdict | None:
        """The verdict chosen."""
        return next((verdict for verdict, button in self.verdicts.items() if button.isChecked()), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save the note when the person leaves it; Esc leaves it."""
        if watched is self.note and event.type() == QEvent.Type.FocusOut:
            self.save()
        if watched is self.note and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self.save()
                self.left.emit()
            return True
        return False

    def _choice(self, verdict: Verdict) -> Callable[[bool], None]:
        def choose(checked: bool) -> None:
            for other, button in self.verdicts.items():
                button.setChecked(checked and other is verdict)
            if self._subject is not None:
                self.keep(self._subject, verdict if checked else None, self.note.toPlainText())

        return choose

    def _typed(self) -> None:
        self._rest.start()

    def _lay_out(self) -> None:
        head = QLabel("审核意见", self)
        head.setFont(hei(SECONDARY_PIXELS, bold=True))
        head.setContentsMargins(7, 3, 7, 3)
        head.setProperty("cardhead", "true")
        choices = QHBoxLayout()
        choices.setSpacing(8)
        for button in self.verdicts.values():
            choices.addWidget(button)
        choices.addStretch(1)
        choices.addWidget(self.tick)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.next)
        inner = QVBoxLayout()
        inner.setContentsMargins(8, 6, 8, 8)
        inner.setSpacing(6)
        inner.addLayout(choices)
        inner.addWidget(self.note)
        inner.addLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(inner)
