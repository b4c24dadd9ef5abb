"""Where a line holds several clauses run together, as a paste from a chat or a portal does, told by their numbering."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qcompare.numbering import Marker, Style, read_marker
from qcompare.page import DATE, DAY

_PROVING = (
    Style.VOLUME,
    Style.SUBVOLUME,
    Style.CHAPTER,
    Style.DIVISION,
    Style.ARTICLE,
    Style.FORMAL_HAN,
    Style.HAN,
    Style.BRACKETED_HAN,
    Style.DIGIT,
)
"""Styles whose count proves that a line was run together; 一是…二是 and ①…② stand within paragraphs anyway."""

_LISTING = (*_PROVING, Style.BRACKETED_DIGIT, Style.CIRCLED)
"""Styles that are cut apart in a line that was run together."""

_WIDE = frozenset({Style.CHAPTER, Style.ARTICLE, Style.FORMAL_HAN, Style.HAN})
"""Styles whose count shows a whole document on one line: there the points of a list (：（一）…；（二）…) stand apart too."""

_OPENING = re.compile(r"[第一二三四五六七八九十壹贰貳叁參肆伍陆陸柒捌玖拾（(㈠-㈩\d⒈-⒛⑴-⒇①-⑳]")
_ENDS = frozenset("。｡！？!?.．…”’」』）)】〕］]")
_LIST_ENDS = frozenset("；;：:，,")
_ANNOUNCES = frozenset("：:")
_INDENT = re.compile(r"(?<=[。｡！？”’」』）)】〕；])\u3000{2,}(?=\S)")
"""A paragraph's indent behind the end of a sentence."""

_PARAGRAPH = re.compile(r"(?<=[。｡！？；”])\s+(?=\S)")
"""The end of a paragraph, its line end now a blank."""

_LINE_END = re.compile(r"(?:(?<=[一-鿿]{2})|(?<=[）)》”：:])|(?<=\d日))\s+(?=[一-鿿《“（(]|(?:19|20)\d\d\s?年)")
_LAST_DATE = re.compile(rf"(?<=\s){DATE}{DAY}\s*$")
"""Blanks that were line ends over a document's first clause, where a title may have a blank but beside digits; and the
date that closes it."""

_FEWEST = 3
"""Numbers that count on from one another, where the first of them is not 1."""

_LONGEST_MARKER = 40

_BLANK = re.compile(r"\s+")
_NOT_IN_TITLE = re.compile(r"[。｡！？!?；;：:]")
_SPACED = re.compile(r"[一-鿿][ \u3000\xa0](?=[一-鿿])")

LONGEST_TITLE = 38
"""Characters of a title between its number and the number or the text that follows: as sentences.LONGEST_TITLE_LINE."""

LONGEST_HEADLINE = 80
"""Characters before the first number of all that may be the document's title: as furniture.LONGEST_TITLE."""

_LONGEST_HEAD = 1000
"""Characters over a document's first number that are cut at their blanks: a headline, whom it is for, a preamble."""

_WIDEST_BLANK = 8
"""Characters of blank looked over for the end of a sentence before a number."""

_SPACED_SHARE = 0.4
"""Share of the characters with a blank behind them from which on blanks say nothing of where a line ended; text that is
set so throughout has 0.9 and more, a paste whose line ends became blanks 0.05."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A marker found within the line, and how well it stands apart from what is before it."""

    at: int
    marker: Marker
    firm: bool  # behind the end of a sentence, a blank or a title
    listed: bool  # behind ： or ；

    @property
    def end(self) -> int:
        """Where the marker ends."""
        return self.at + len(self.marker.text)


def cuts(text: str) -> tuple[int, ...]:
    """Return where the pieces of a line begin after its first, none for a line that is one.

    A line is cut before numbers that count on (一、… 二、…), each behind the end of a sentence, a blank or a title; behind a
    title and before its text; and at a paragraph's indent. Numbers that a sentence cites, or that count within one, cut
    nothing: they follow no end, or do not count on from one.

    >>> text = "某区实施方案 一、总体要求（一）指导思想 坚持质量第一。（二）主要目标 到2027年建成。二、保障措施 按第一条、第二条执行。"
    >>> [text[a:b] for a, b in zip((0, *cuts(text)), (*cuts(text), None))][2:5]
    ['（一）指导思想 ', '坚持质量第一。', '（二）主要目标 ']
    >>> cuts("一是完善制度；二是按照第一款第（一）项、第（二）项的规定执行。")
    ()
    """
    found = {indent.end() for indent in _INDENT.finditer(text)}
    candidates = list(_candidates(text))
    kept = _proved(candidates)
    if any(candidate.at for candidate in kept):
        found.update(candidate.at for candidate in kept)
        found.update(_behind_titles(text, kept))
        if not _is_spaced(text):
            found.update(end.end() for end in _PARAGRAPH.finditer(text))
            found.update(_around_headlines(text, kept))
    found.update(_nested(text))
    return tuple(sorted(found - {0}))


def _candidates(text: str) -> Iterator[_Candidate]:
    """Yield the markers that may open a clause within `text`, in order."""
    spaced = _is_spaced(text)
    last: _Candidate | None = None
    for opening in _OPENING.finditer(text):
        at = opening.start()
        if text[at - 1 : at].isdecimal() or (last and at < last.end):
            continue
        before = text[max(0, at - _WIDEST_BLANK) : at].rstrip()[-1:]
        blank = at > 0 and text[at - 1].isspace() and not spaced
        stands = not at or blank or before in _ENDS or before in _ANNOUNCES
        near = at - (last.end if last else 0) <= LONGEST_HEADLINE
        if not (stands or near or before in _LIST_ENDS):
            continue
        marker = read_marker(text[at : at + _LONGEST_MARKER])
        if marker is None or marker.style not in _LISTING:
            continue
        firm = stands or _follows_title(text, last, marker, at)
        if firm or before in _LIST_ENDS:
            announced = before in _ANNOUNCES and marker.ordinal == 1
            found = _Candidate(at, marker, firm, before in _LIST_ENDS and not (blank or announced))
            yield found
            last = found if firm else last


def _follows_title(text: str, last: _Candidate | None, marker: Marker, at: int) -> bool:
    """Say whether only a title stands between a number and the one before it, or the document's before the first of all.

    An article has no title, and what follows a title is narrower.
    """
    start = last.end if last else 0
    if at - start > (LONGEST_TITLE if last else LONGEST_HEADLINE) or _NOT_IN_TITLE.search(text, start, at):
        return False
    if text[at - 1] in _LIST_ENDS:
        return False
    if last is None:
        return marker.ordinal == 1
    return last.marker.style is not Style.ARTICLE and marker.level > last.marker.level


def _is_spaced(text: str) -> bool:
    return 2 * len(_SPACED.findall(text)) > _SPACED_SHARE * len(text)


def _proved(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Return the candidates that count on: 1, 2, 3 … in one style, whatever narrower ones stand between."""
    every = list(candidates)
    firm = [c for c in every if c.firm and not c.listed]
    chained = {id(c) for style in _PROVING for c in _chained(firm, style)}
    if len({c.marker.style for c in firm if id(c) in chained} & _WIDE):
        chained = {id(c) for style in _LISTING for c in _chained(every, style)}
    return [c for c in every if id(c) in chained]


def _chained(candidates: Iterable[_Candidate], style: Style) -> Iterator[_Candidate]:
    """Yield the candidates of a style that stand in a count: two from 1 on or from the line's beginning, else three."""
    chain: list[_Candidate] = []
    for candidate in (c for c in candidates if c.marker.style is style):
        if chain and candidate.marker.ordinal == chain[-1].marker.ordinal + 1:
            chain.append(candidate)
        elif candidate.marker.ordinal == 1 or not candidate.at or not _counts(chain):
            yield from chain if _counts(chain) else ()
            chain = [candidate]
    yield from chain if _counts(chain) else ()


def _counts(chain: Sequence[_Candidate]) -> bool:
    return len(chain) >= _FEWEST or (len(chain) == _FEWEST - 1 and (chain[0].marker.ordinal == 1 or not chain[0].at))


def _around_headlines(text: str, kept: Sequence[_Candidate]) -> Iterator[int]:
    """Yield where a line ended over the first number of a document: title, number, whom it is for; and over its date."""
    for at, first in enumerate(kept):
        if first.marker.style in _WIDE and first.marker.ordinal == 1:
            head = max(0, first.at - _LONGEST_HEAD)
            start = max(head, text.rfind("。", head, first.at)) if at else head
            yield from (blank.end() for blank in _LINE_END.finditer(text, start, first.at))
    yield from (date.start() for date in _LAST_DATE.finditer(text, max(0, len(text) - LONGEST_HEADLINE)))


def _behind_titles(text: str, kept: Iterable[_Candidate]) -> Iterator[int]:
    """Yield where the text of a clause follows its title and a blank."""
    titled = () if _is_spaced(text) else (c for c in kept if c.marker.style is not Style.ARTICLE)
    for candidate in titled:
        start = candidate.at + len(candidate.marker.text)
        start += len(text[start : start + 2]) - len(text[start : start + 2].lstrip())
        blank = _BLANK.search(text, start, start + LONGEST_TITLE)
        if blank and blank.end() < len(text) and not _NOT_IN_TITLE.search(text, start, blank.start()):
            yield blank.end()


def _nested(text: str) -> Iterator[int]:
    """Yield where the second of two numbers begins that open a line together: 一、（一）加强领导."""
    at, outer = 0, read_marker(text)
    while outer is not None and outer.style in _PROVING:
        at += len(outer.text)
        at += len(text[at:]) - len(text[at:].lstrip())
        inner = read_marker(text[at : at + _LONGEST_MARKER])
        if inner is None or inner.style not in _LISTING or inner.level <= outer.level or inner.ordinal != 1:
            return
        yield at
        outer = inner
