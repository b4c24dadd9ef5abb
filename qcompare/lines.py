"""The visible lines of a document, each with the marker that opens it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qcompare.model import Document, Span
from qcompare.numbering import Marker, read_marker

_WORD_RESIDUE = re.compile(r"\[bookmark: [^\]\n]{0,80}\]")

_NOT_WORDING = re.compile(r"[\s\"'“”‘’《》<>〈〉()（）\[\]〔〕【】,，.。:：;；、·•—\-]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks around it. `residue` is true for what a word processor left behind."""

    span: Span
    text: str
    marker: Marker | None
    residue: bool = False

    @property
    def rest(self) -> str:
        """The wording after the marker."""
        return self.text[len(self.marker.text) :].strip() if self.marker else self.text


def visible_lines(document: Document) -> tuple[Line, ...]:
    """Return the lines of `document` that show anything, in order; together they hold every visible character.

    A bookmark that Word left before a heading becomes a line of its own, so that it stays out of the clause.

    >>> from qcompare.model import Block, Span
    >>> text = "[bookmark: _GoBack]5. 实施农产品质量提升工程。"
    >>> [line.text for line in visible_lines(Document(text, (Block(Span(0, len(text))),)))]
    ['[bookmark: _GoBack]', '5. 实施农产品质量提升工程。']
    """
    return tuple(line for block in document.blocks for line in _lines_of(document.text, block.span))


def _lines_of(text: str, block: Span) -> Iterator[Line]:
    start = block.start
    for piece in block.of(text).split("\n"):
        residue = _WORD_RESIDUE.match(piece.lstrip())
        cut = len(piece) - len(piece.lstrip()) + residue.end() if residue else 0
        if residue:
            yield Line(trimmed(text, start, start + cut), residue.group(), None, residue=True)
        span = trimmed(text, start + cut, start + len(piece))
        if span:
            wording = span.of(text)
            yield Line(span, wording, read_marker(wording))
        start += len(piece) + 1


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
