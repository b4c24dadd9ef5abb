"""A document's contents list (目录), in all its forms: told by its heading, by its page numbers, by its entries' second coming."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qcompare.lines import LONGEST_TITLE, Line, is_prose, squeeze
from qcompare.page import LONGEST_PAGE_LINE

_HEADING = re.compile(r"目\s*[录次]$")
_LEADER = re.compile(r"[\s.…·．]*\d{0,4}$")
_PAGE_OF_ENTRY = re.compile(r".{2,60}?(?:\.{3,}|…|·{3,})[\s.…·]*\d{1,4}$")

_MOST_LINES = 600
"""Lines a contents list can have at most."""

_FEWEST_ENTRIES = 3
"""Entries of a list that has no heading: two lines may stand twice."""

_TITLE_LINES = 4
"""Lines of a title that may stand between the list and the text; as furniture's."""


def contents_of(lines: Sequence[Line]) -> range:
    """Return the lines of the contents list with its heading, an empty range without one.

    >>> from qcompare.document import Span
    >>> from qcompare.numbering import read_marker
    >>> texts = ["目 录", "一、总体要求", "二、重点任务", "一、总体要求", "坚持质量第一。", "二、重点任务"]
    >>> contents_of([Line(Span(0, 0), text, read_marker(text)) for text in texts])
    range(0, 3)
    """
    start = next((i for i, line in enumerate(lines) if _HEADING.match(line.text)), None)
    if start is None:
        return _without_heading(lines)
    if start + 1 >= len(lines):
        return range(0)
    end = _end(lines, start + 1)
    if end == start + 1 and any(line.marker is not None for line in lines[:start]):
        return range(0)
    return range(start, end)


def _without_heading(lines: Sequence[Line]) -> range:
    """Return a list without its heading: before the first clause, its entries give pages or all come again after it."""
    first = next((i for i, line in enumerate(lines) if line.marker is not None), len(lines))
    paged = first
    while paged < len(lines) and _gives_page(lines[paged]):
        paged += 1
    if paged - first >= _FEWEST_ENTRIES:
        return range(first, paged)
    stop = _again(lines, first) if first < len(lines) else None
    if stop is None or stop - first < _FEWEST_ENTRIES:
        return range(0)
    later = {_entry(line) for line in lines[stop:]}
    return range(first, stop) if all(_entry(line) in later for line in lines[first:stop]) else range(0)


def _end(lines: Sequence[Line], first: int) -> int:
    """Return the line after the last entry of a list whose entries begin at the line `first`.

    The list ends where its first entry stands again, or before the title over that. Where prose comes before that (a title
    and a preamble), it ends with the last line before the prose that stands again later; where none does, with the last
    that gives a page.
    """
    again = _again(lines, first)
    if again is not None:
        return _before_title(lines, first, again)
    stop = first + 1
    while stop < len(lines) and not is_prose(lines[stop]) and stop < first + _MOST_LINES:
        stop += 1
    later = {_entry(line) for line in lines[stop:]}
    while stop > first and _entry(lines[stop - 1]) not in later:
        stop -= 1
    while stop < len(lines) and _gives_page(lines[stop]):
        stop += 1
    return stop


def _again(lines: Sequence[Line], first: int) -> int | None:
    """Return where the entry at `first` stands again with no prose between, None where it does not."""
    for at in range(first + 1, min(len(lines), first + _MOST_LINES)):
        if is_prose(lines[at]):
            return None
        if _entry(lines[at]) == _entry(lines[first]):
            return at
    return None


def _before_title(lines: Sequence[Line], first: int, again: int) -> int:
    """Return where the list ends: before lines that stand nowhere else, have no number and give no page, a title's."""
    stop = again
    later = {_entry(line) for line in lines[again:]}
    while stop > max(first + 1, again - _TITLE_LINES) and _is_title(lines[stop - 1]):
        if _entry(lines[stop - 1]) in later:
            return again
        stop -= 1
    return stop


def _is_title(line: Line) -> bool:
    return line.marker is None and len(line.text) <= LONGEST_TITLE and not _gives_page(line)


def _gives_page(line: Line) -> bool:
    return len(line.text) <= LONGEST_PAGE_LINE and bool(_PAGE_OF_ENTRY.match(line.text))


def _entry(line: Line) -> str:
    """Return the words of a contents entry without its leader and page number."""
    return squeeze(_LEADER.sub("", line.text[:LONGEST_PAGE_LINE]))
