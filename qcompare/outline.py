"""Clauses in text order → the plan's outline: which stands under which, and how a person cites it (条款号)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qcompare.document import Span
from qcompare.model import Clause, ClauseKind, Sentence, SentenceKind
from qcompare.numbering import DECIMALS, Marker, Style, squeezed
from qcompare.sentences import Piece

_KINDS = {
    Style.VOLUME: ClauseKind.PART,
    Style.SUBVOLUME: ClauseKind.PART,
    Style.CHAPTER: ClauseKind.PART,
    Style.DIVISION: ClauseKind.SECTION,
    Style.ARTICLE: ClauseKind.ARTICLE,
    Style.FORMAL_HAN: ClauseKind.PART,
    Style.HAN: ClauseKind.PART,
    Style.BRACKETED_HAN: ClauseKind.SECTION,
    Style.DIGIT: ClauseKind.ITEM,
    **dict.fromkeys(DECIMALS, ClauseKind.SUBITEM),
    Style.BRACKETED_DIGIT: ClauseKind.SUBITEM,
    Style.CIRCLED: ClauseKind.SUBITEM,
    Style.LETTER: ClauseKind.SUBITEM,
    Style.DASH: ClauseKind.DASH,
    Style.ORDINAL: ClauseKind.ORDINAL,
    Style.BOX: ClauseKind.BOX,
}

_UNDER_ARTICLE = {Style.HAN: ClauseKind.ITEM, Style.BRACKETED_HAN: ClauseKind.ITEM, Style.DIGIT: ClauseKind.SUBITEM}

_PRINTED = str.maketrans("條編節兩．㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", "条编节两.一二三四五六七八九十")
"""What a path shows for what the source prints."""

_BY_LEVEL = {1: ClauseKind.PART, 2: ClauseKind.SECTION, 3: ClauseKind.ITEM, 4: ClauseKind.SUBITEM}

_CLOSED = frozenset({ClauseKind.TITLE, ClauseKind.FURNITURE, ClauseKind.TABLE, ClauseKind.ROW})

_BULLETS = (Style.DASH, Style.ORDINAL)

_LEVEL_OF_PARTS = 1

_DIGITS = 3
"""The level by custom of 1., and of what is deeper: such numbers may be counted under a heading by style of any level."""

_ABOVE_ALL = -99.0

_PARAGRAPH_OF_ARTICLE = 0.5
"""A law's paragraph that announces a list stands between the article (0) and the list's （一） (2)."""


@dataclass(slots=True)
class _Open:
    """A clause that may still take children."""

    clause: int
    level: float
    style: Style | None = None
    ordinal: int = 0
    alone: bool = False  # nothing but its heading on the line
    has_body: bool = False
    styled: bool = False  # a heading by the file's own style
    inherited_dashes: int = 0  # for a box: how many —— its parent had before it
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> int:
        """Return the place of one more child of that sort."""
        self.counts[what] = self.counts.get(what, 0) + 1
        return self.counts[what]


@dataclass(frozen=True, slots=True)
class _Opening:
    """What a clause is before it has sentences."""

    kind: ClauseKind
    path: str
    parent: int | None = None
    marker: str = ""
    heading: str = ""


class Outline:
    """Takes clauses in text order and gives each its parent and path; holds the rules of nesting, nothing of wording."""

    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self.sentences: list[Sentence] = []
        self.prefix = ""
        self._open: list[_Open] = []
        self._top = _Open(-1, _ABOVE_ALL)
        self._paths: dict[str, int] = {}
        self._last_numbers: dict[Style, int] = {}
        self._furniture = 0
        self._went_on = -1

    def start_afresh(self, prefix: str = "") -> None:
        """Close everything: what follows is numbered anew, its paths led by `prefix`."""
        self._open = []
        if prefix != self.prefix:
            self._top, self.prefix = _Open(-1, _ABOVE_ALL), prefix

    @property
    def in_article(self) -> bool:
        """Whether an article of a law is open."""
        return any(o.style is Style.ARTICLE for o in self._open)

    def expects(self, marker: Marker) -> bool:
        """Whether `marker` goes on with the numbering, through the whole plan too, or begins where none is open."""
        last = next((o.ordinal for o in self._open if o.style is marker.style), 0)
        return marker.ordinal in (0, last + 1, self._last_numbers.get(marker.style, 0) + 1)

    @property
    def has_numbers(self) -> bool:
        """Whether a numbered clause is open."""
        return any(o.ordinal for o in self._open)

    def takes_duty(self) -> bool:
        """Whether a responsible-units bracket alone on its line has a clause before it to belong to."""
        return bool(self.clauses) and self.clauses[-1].kind is not ClauseKind.FURNITURE

    @property
    def went_on(self) -> bool:
        """Whether the last clause is one that a page broke over several lines."""
        return 0 <= self._went_on == len(self.clauses) - 1

    def go_on(self, pieces: Sequence[Piece]) -> None:
        """Add the next line of a clause that a page broke over several lines."""
        self._went_on = len(self.clauses) - 1
        self.extend(pieces)

    def takes_more(self) -> bool:
        """Whether the last clause is one of wording, that a line may go on."""
        return bool(self.clauses) and self.clauses[-1].kind not in _CLOSED

    def add_furniture(self, span: Span) -> None:
        """Add a line of page text, to the clause of furniture just before it if there is one."""
        if self.clauses and self.clauses[-1].kind is ClauseKind.FURNITURE:
            self.extend(((SentenceKind.FURNITURE, span),))
        else:
            self._furniture += 1
            opening = _Opening(ClauseKind.FURNITURE, f"版面{self._furniture}")
            self._append(opening, ((SentenceKind.FURNITURE, span),))

    def add_title(self, span: Span, heading: str) -> None:
        """Add the plan's title, or one more line of it."""
        self.start_afresh()
        last = self.clauses[-1] if self.clauses else None
        if last is not None and last.kind is ClauseKind.TITLE:
            self.extend(((SentenceKind.HEADING, span),))
            self.clauses[-1] = replace(self.clauses[-1], heading=last.heading + heading)
        else:
            self._append(_Opening(ClauseKind.TITLE, "标题", heading=heading), ((SentenceKind.HEADING, span),))

    def add_preface(self, heading: str, pieces: Sequence[Piece]) -> None:
        """Add an unnumbered part: 前言, 结语."""
        self._open = []
        index = self._append(_Opening(ClauseKind.PART, self.prefix + heading, heading=heading), pieces)
        self._open.append(_Open(index, 1.0, Style.HAN, alone=True))

    def add_heading(self, level: int, marker: Marker | None, heading: str, pieces: Sequence[Piece]) -> None:
        """Add a clause that a person says is a heading, from 1 for a part to 4 for a sub-item, whatever its number says."""
        while self._open and self._open[-1].level >= level:
            self._open.pop()
        self._open_heading(level, marker, heading, pieces)

    def add_styled(self, level: int, marker: Marker | None, heading: str, pieces: Sequence[Piece]) -> None:
        """Add a clause that the file's own style makes a heading, of level 1 to 9; numbers go on under it."""
        while self._open and self._open[-1].level >= (level if self._open[-1].styled else min(level, _DIGITS)):
            self._open.pop()
        self._open_heading(level, marker, heading, pieces)
        self._open[-1].styled = True

    def _open_heading(self, level: int, marker: Marker | None, heading: str, pieces: Sequence[Piece]) -> None:
        parent = self._parent()
        path = self._path(marker, parent) if marker else f"{self._lead(parent)}{heading}"
        kind = _BY_LEVEL[min(level, max(_BY_LEVEL))]
        index = self._append(_Opening(kind, path, self._index(), marker.text if marker else "", heading), pieces)
        style, ordinal = (marker.style, marker.ordinal) if marker else (None, 0)
        self._open.append(_Open(index, float(level), style, ordinal, alone=True))

    def add_numbered(self, marker: Marker, heading: str, pieces: Sequence[Piece]) -> None:
        """Add a clause that its marker opens."""
        body = any(kind is SentenceKind.BODY for kind, _ in pieces)
        alone = bool(heading) and not body
        level = self._close_for(marker, alone)
        parent = self._parent()
        article = self.in_article
        kind = _UNDER_ARTICLE.get(marker.style, _KINDS[marker.style]) if article else _KINDS[marker.style]
        opening = _Opening(kind, self._path(marker, parent), self._index(), marker.text, heading)
        index = self._append(opening, pieces)
        self._last_numbers[marker.style] = marker.ordinal
        dashes = parent.counts.get("dash", 0) if marker.style is Style.BOX else 0
        self._open.append(_Open(index, level, marker.style, marker.ordinal, alone, body, inherited_dashes=dashes))

    def add_paragraph(self, pieces: Sequence[Piece], *, announces: bool) -> None:
        """Add an unnumbered paragraph; one that `announces` a list within an article takes the list's points."""
        article = self.in_article
        while self._open and self._ends_before_paragraph(self._open[-1], article):
            self._open.pop()
        parent = self._parent()
        place = parent.count("paragraph") + (1 if parent.has_body else 0)
        path = f"{self._lead(parent)}第{place}{'款' if article else '段'}"
        index = self._append(_Opening(ClauseKind.PARAGRAPH, path, self._index()), pieces)
        if article and announces:
            self._open.append(_Open(index, _PARAGRAPH_OF_ARTICLE))

    def add_table(self, caption: str, pieces: Sequence[Piece], rows: Sequence[Sequence[Piece]]) -> None:
        """Add a table and its rows, under the clause that is open."""
        while self._open and self._ends_before_paragraph(self._open[-1], self.in_article):
            self._open.pop()
        parent = self._parent()
        path = f"{self._lead(parent)}表{parent.count('table')}"
        table = self._append(_Opening(ClauseKind.TABLE, path, self._index(), heading=caption), pieces)
        for number, row in enumerate(rows, start=1):
            self._append(_Opening(ClauseKind.ROW, f"{self.clauses[table].path}第{number}行", table), row)

    def extend(self, pieces: Sequence[Piece]) -> None:
        """Add sentences to the last clause."""
        last = self.clauses[-1]
        index = len(self.clauses) - 1
        self.sentences.extend(Sentence(kind, span, index) for kind, span in pieces)
        span = Span(last.span.start, pieces[-1][1].end)
        sentences = range(last.sentences.start, len(self.sentences))
        self.clauses[-1] = replace(last, span=span, sentences=sentences)

    def _append(self, opening: _Opening, pieces: Sequence[Piece]) -> int:
        """Add a clause with its first sentences and return its index."""
        index, first = len(self.clauses), len(self.sentences)
        self.sentences.extend(Sentence(kind, span, index) for kind, span in pieces)
        self.clauses.append(
            Clause(
                kind=opening.kind,
                parent=opening.parent,
                marker=opening.marker,
                path=self._unique(opening.path),
                heading=opening.heading,
                span=Span(pieces[0][1].start, pieces[-1][1].end),
                sentences=range(first, len(self.sentences)),
            )
        )
        return index

    def _unique(self, path: str) -> str:
        """Return `path`, marked 〔2〕, 〔3〕 … where a plan numbers several clauses alike."""
        unique = path
        while unique in self._paths:
            self._paths[path] += 1
            unique = f"{path}〔{self._paths[path]}〕"
        self._paths[unique] = 1
        return unique

    def _index(self) -> int | None:
        return self._open[-1].clause if self._open else None

    def _parent(self) -> _Open:
        return self._open[-1] if self._open else self._top

    def _lead(self, parent: _Open) -> str:
        return self.clauses[parent.clause].path if parent.clause >= 0 else self.prefix

    def _path(self, marker: Marker, parent: _Open) -> str:
        """Return how a person cites the clause: always in full width and Simplified, whatever the source prints."""
        lead = self._lead(parent)
        printed = squeezed(marker.text).translate(_PRINTED)
        match marker.style:
            case Style.ARTICLE:
                return self.prefix + printed
            case Style.BOX:
                return f"{self.prefix}专栏{marker.ordinal or ''}"
            case Style.VOLUME | Style.SUBVOLUME | Style.CHAPTER | Style.DIVISION:
                return lead + printed
            case Style.DECIMAL | Style.DECIMAL_OF_THREE | Style.DECIMAL_OF_FOUR:
                above = next((o for o in reversed(self._open) if o.style not in (*DECIMALS, Style.DIGIT)), self._top)
                return self._lead(above) + printed.rstrip("、.")
            case Style.DASH:
                return f"{lead}第{parent.count('dash')}项"
            case Style.DIGIT if parent.style is Style.BOX:
                return f"{lead}第{marker.ordinal}项"
        return lead + _number(marker)

    def _ends_before_paragraph(self, last: _Open, article: bool) -> bool:
        """Say whether a paragraph cannot belong to the last open clause: a point of an article, a bullet with its text."""
        if article:
            return last.style is not Style.ARTICLE
        return last.style in _BULLETS and not last.alone

    def _close_for(self, marker: Marker, alone: bool) -> float:
        """Close what a clause opened by `marker` does not stand under, and return the level it stands on."""
        box = next((i for i, o in enumerate(self._open) if o.style is Style.BOX), None)
        if marker.style is Style.BOX:
            del self._open[len(self._open) if box is None else box :]
            while self._open and self._open[-1].style in _BULLETS:
                self._open.pop()
            return marker.level
        keep = 0
        if box is not None and self._continues_box(marker, box, alone):
            keep = box + 1
        elif box is not None:
            del self._open[box:]
        same = next((i for i in range(keep, len(self._open)) if self._open[i].style is marker.style), None)
        if same is not None:
            level = self._open[same].level
            del self._open[same:]
            return level
        if self._is_turned_round(marker):
            return self._parent().level + 0.5
        while len(self._open) > keep and self._open[-1].level >= marker.level and not self._holds(marker):
            self._open.pop()
        return marker.level

    def _holds(self, marker: Marker) -> bool:
        """Say whether the last open clause is a heading by style, under which （一） or 1. is counted, whatever its level."""
        return self._open[-1].styled and marker.level > _LEVEL_OF_PARTS

    def _is_turned_round(self, marker: Marker) -> bool:
        """Say whether a plan puts （一） under 1.: it begins to count right under an item that is a heading only."""
        last = self._parent()
        return marker.style is Style.BRACKETED_HAN and marker.ordinal == 1 and last.style is Style.DIGIT and last.alone

    def _continues_box(self, marker: Marker, box: int, alone: bool) -> bool:
        """Say whether a marker met while a box (专栏) is open numbers the box's points, or goes on with the outline.

        The number tells: in 游仙 专栏1 the points end with 4., and 3. goes on with the section's. Where both expect the
        same number (专栏5 ends with 2. under the section's 2.), a heading alone on its line goes with headings alone.
        """
        if marker.level <= _LEVEL_OF_PARTS:
            return False
        inside = next((o for o in self._open[box + 1 :] if o.style is marker.style), None)
        outside = next((o for o in self._open[:box] if o.style is marker.style), None)
        if marker.style is Style.DASH:
            return inside is not None or self._open[box].inherited_dashes == 0
        if outside is None or marker.ordinal != outside.ordinal + 1:
            return True
        if marker.ordinal != (inside.ordinal if inside else 0) + 1:
            return False
        return inside is None or outside.alone != alone or inside.alone == alone


def _number(marker: Marker) -> str:
    """Return the number as a path shows it."""
    printed = squeezed(marker.text)
    match marker.style:
        case Style.HAN | Style.FORMAL_HAN:
            return printed.rstrip("、．.､")
        case Style.BRACKETED_HAN:
            return f"（{printed.strip('（()）、.．').translate(_PRINTED)}）"
        case Style.DIGIT:
            return f"{marker.ordinal}."
        case Style.BRACKETED_DIGIT:
            return f"（{marker.ordinal}）"
        case Style.LETTER:
            return f"{printed.strip('（()）.．、')}）"
    return printed.rstrip("，,、：:")
