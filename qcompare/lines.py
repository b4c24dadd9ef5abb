"""The visible lines of a document, each with the marker that opens it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from qcompare.document import Block, BlockKind, Document, Span
from qcompare.numbering import Marker, read_marker

_WORD_RESIDUE = re.compile(r"\[bookmark: [^\]\n]{0,80}\]")

_CREDIT = re.compile(
    r"(?<=[。｡．.！？!?”])[（(][^（()）]{0,12}(?:[日晚时時][报報]|[网網]|通[讯訊]社|新[华華]社|客[户戶]端|[电電][视視][台臺])[）)]$"
)

FULL_STOPS = "。｡．."
"""The marks a sentence ends with that asks and calls for nothing: full-width, half-width, and a plain point for either."""

_LONGEST_CREDIT = 24
"""Characters at a line's end looked at for a newspaper's name in brackets."""

_NOT_WORDING = re.compile(r"[\s\"'“”‘’《》<>〈〉()（）\[\]〔〕【】,，.。:：;；、·•—\-]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks around it. `residue` is true for what a word processor or a newspaper left in it.

    `block` is the block that it lies in, None where that is the line itself and nothing more is known of it.
    """

    span: Span
    text: str
    marker: Marker | None
    residue: bool = False
    block: Block | None = None

    @property
    def rest(self) -> str:
        """The wording after the marker."""
        return self.text[len(self.marker.text) :].strip() if self.marker else self.text

    @property
    def kind(self) -> BlockKind:
        """What the reader knew the line to be."""
        return self.block.kind if self.block else BlockKind.TEXT

    @property
    def table(self) -> int:
        """The number of the table that the line stands in, 0 outside."""
        return self.block.place.table if self.block else 0

    @property
    def level(self) -> int:
        """The outline level that the file's own heading style says, 0 without."""
        return self.block.level if self.block else 0


def visible_lines(document: Document) -> tuple[Line, ...]:
    """Return the lines of `document` that show anything, in order; together they hold every visible character.

    A bookmark that Word left before a heading and a newspaper's name behind the last sentence become lines of their own,
    so that they stay out of the clause.

    >>> from qcompare.document import Block, Span
    >>> text = "[bookmark: _GoBack]5. 实施农产品质量提升工程。"
    >>> [line.text for line in visible_lines(Document(text, (Block(Span(0, len(text))),)))]
    ['[bookmark: _GoBack]', '5. 实施农产品质量提升工程。']
    """
    plain = not any(block.tells for block in document.blocks)
    return tuple(
        line if plain else replace(line, block=block)
        for block in document.blocks
        for line in _lines_of(document.text, block.span)
    )


def _lines_of(text: str, block: Span) -> Iterator[Line]:
    start = block.start
    for piece in block.of(text).split("\n"):
        residue = _WORD_RESIDUE.match(piece.lstrip())
        cut = len(piece) - len(piece.lstrip()) + residue.end() if residue else 0
        if residue:
            yield Line(trimmed(text, start, start + cut), residue.group(), None, residue=True)
        credit = _CREDIT.search(piece.rstrip(), max(cut, len(piece.rstrip()) - _LONGEST_CREDIT))
        end = credit.start() if credit else len(piece)
        span = trimmed(text, start + cut, start + end)
        if span:
            wording = span.of(text)
            yield Line(span, wording, read_marker(wording))
        if credit:
            yield Line(trimmed(text, start + end, start + len(piece)), credit.group(), None, residue=True)
        start += len(piece) + 1


def tables_of(lines: Sequence[Line]) -> tuple[range, ...]:
    """Return the tables that the reader knew as such, each as the range of its lines; a table of one column is a box.

    A box (专栏) holds paragraphs as the page around it does, and is no table here.
    """
    runs = (tuple(run) for _, run in groupby(range(len(lines)), key=lambda at: lines[at].table))
    tables = (range(run[0], run[-1] + 1) for run in runs if lines[run[0]].table)
    return tuple(run for run in tables if any(b.place.column > 1 for at in run if (b := lines[at].block)))


def trimmed(text: str, start: int, end: int) -> Span:
    """Return the stretch `[start, end)` of `text` without the blanks at its ends; empty when there is nothing else."""
    stretch = text[start:end]
    inner = stretch.strip()
    if not inner:
        return Span(start, start)
    lead = len(stretch) - len(stretch.lstrip())
    return Span(start + lead, start + lead + len(inner))


def squeeze(text: str) -> str:
    """Return `text` without blanks, brackets and punctuation, for telling whether two lines say the same.

    >>> squeeze("前  言"), squeeze("《2023 年工作要点》")
    ('前言', '2023年工作要点')
    """
    return _NOT_WORDING.sub("", text)
