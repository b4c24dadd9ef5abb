"""The visible lines of a document, each with the marker that opens it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from qcompare.document import Block, BlockKind, Document, Span
from qcompare.numbering import DECIMALS, UNSEEN, Marker, Style, read_marker
from qcompare.runs import cuts

_WORD_RESIDUE = re.compile(r"\[bookmark: [^\]\n]{0,80}\]")

_CREDIT = re.compile(
    r"(?<=[。｡．.！？!?”])[（(][^（()）]{0,12}(?:[日晚时時][报報]|[网網]|通[讯訊]社|新[华華]社|客[户戶]端|[电電][视視][台臺])[）)]$"
)

_LINE = re.compile(r"[^\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""A line: other programs end one with a form feed, a vertical tab or Unicode's separators too."""

_BARE_NUMBER = re.compile(r"(\d{1,2})[\s\u3000]+(?=[一-鿿“《（])")

_FEWEST_STEPS = 3
"""Decimal numbers (1.1, 1.2, 1.2.1) that must each go on from the last before any counts: 1.5 may be a quantity."""

_LEVEL_OF_SECTIONS = 2
"""A list's letters do not count on over a （一） or what is wider."""

FULL_STOPS = "。｡．."
"""The marks a sentence ends with that asks and calls for nothing: full-width, half-width, and a plain point for either."""

LONGEST_TITLE = 80
"""Characters in a title; the longest at hand (黑龙江's notice on 便民办税春风行动, with its date) has 71."""

_LONGEST_CREDIT = 24
"""Characters at a line's end looked at for a newspaper's name in brackets."""

_NOTHING = re.compile(f"[{UNSEEN}]+")
_BETWEEN = re.compile(r"(?<=\S)[ \u3000\xa0]{1,2}(?=\S)")

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
    lines = [
        line if plain else replace(line, block=block)
        for block in document.blocks
        for line in _lines_of(document.text, block)
    ]
    return _proved_letters(_proved_decimals(lines))


def _lines_of(text: str, block: Block) -> Iterator[Line]:
    for found in _LINE.finditer(text, block.span.start, block.span.end):
        whole = found.group()
        starts = (0, *cuts(whole)) if block.kind is BlockKind.TEXT else (0,)
        for start, end in zip(starts, (*starts[1:], len(whole)), strict=True):
            yield from _pieces_of(text, found.start() + start, found.start() + end)


def _pieces_of(text: str, start: int, end: int) -> Iterator[Line]:
    """Yield the line `[start, end)`, apart from what a word processor or a newspaper left at its ends."""
    piece = text[start:end]
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


def _proved_decimals(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines with decimal numbers as markers where they count (1.1, 1.2, 1.2.1), else as the quantities they are.

    Where they count, the bare number over them (1 总则) is a marker too.
    """
    numbers = [
        (i, _numbers(line.marker)) for i, line in enumerate(lines) if line.marker and line.marker.style in DECIMALS
    ]
    if not numbers:
        return lines
    steps = [i for (_, one), (i, other) in pairwise(numbers) if _goes_on(one, other)]
    if len(steps) + 1 < _FEWEST_STEPS:
        return [replace(line, marker=None) if line.marker and line.marker.style in DECIMALS else line for line in lines]
    proved = list(lines)
    firsts = {number[0]: i for i, number in reversed(numbers) if number[1] == 1}
    for i, line in enumerate(lines[: numbers[-1][0]]):
        bare = None if line.marker else _BARE_NUMBER.match(line.text)
        if bare and i < firsts.get(int(bare[1]), 0):
            proved[i] = replace(line, marker=Marker(Style.DIGIT, int(bare[1]), bare[1]))
    return proved


def _numbers(marker: Marker) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", marker.text))


def _goes_on(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Say whether a decimal number may follow another: its first child, its next sibling, an ancestor's, or 2.1."""
    if other == (*one, 1):
        return True
    last = len(other) - 1
    sibling = last < len(one) and other[:last] == one[:last] and other[last] == one[last] + 1
    return sibling or other == (one[0] + 1, 1)


def _proved_letters(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with a letter as their marker (A. a）) only where the letters count: C. may begin a name."""
    letters = [i for i, line in enumerate(lines) if line.marker and line.marker.style is Style.LETTER]
    counted = set()
    for one, other in pairwise(letters):
        first, second = lines[one].marker, lines[other].marker
        if any(m.level <= _LEVEL_OF_SECTIONS for line in lines[one + 1 : other] if (m := line.marker)):
            continue
        if first and second and second.ordinal == first.ordinal + 1 and (first.ordinal == 1 or one in counted):
            counted |= {one, other}
    loose = set(letters) - counted
    return tuple(replace(line, marker=None) if i in loose else line for i, line in enumerate(lines))


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


def is_prose(line: Line) -> bool:
    """Say whether a line is a sentence, or too long for a title."""
    return len(line.text) > LONGEST_TITLE or line.text[-1] in FULL_STOPS


def closed_up(text: str) -> str:
    """Return `text` without what shows nothing, and without its blanks where one stands between all its characters.

    For telling what a line says; one that shows nothing at all stays as it is.

    >>> closed_up("推 动 高 质 量 发 展"), closed_up("重庆市 质量强市建设实施方案")
    ('推动高质量发展', '重庆市 质量强市建设实施方案')
    """
    text = _NOTHING.sub("", text) or text
    blanks = len(_BETWEEN.findall(text))
    return _BETWEEN.sub("", text) if 2 * blanks >= sum(not c.isspace() for c in text) else text


def squeeze(text: str) -> str:
    """Return `text` without blanks, brackets and punctuation, for telling whether two lines say the same.

    >>> squeeze("前  言"), squeeze("《2023 年工作要点》")
    ('前言', '2023年工作要点')
    """
    return _NOT_WORDING.sub("", text)
