"""The fields of a Word document: which of their text is shown, which are contents lists and page numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qcompare.read.numerals import numeral

_MOST = 64
"""Fields open one within another; real ones nest three deep (a page reference in a link in a contents list)."""

_INSTRUCTION = 64
"""Characters of an instruction that are looked at: its first word tells what it does."""

_OVERSTRUCK = re.compile(r"\s*eq\s+\\o\s*(?:\\a[clr]\s*)?\(([^(),]*),([^(),]{1,8})\)\s*", re.IGNORECASE)
_CIRCLES = frozenset("○〇◯⃝")

_CONTENTS = frozenset({"TOC", "TOA"})
_PAGES = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})


@dataclass
class _Field:
    """An open field; `first` is where its result begins, once it does."""

    instruction: str = ""
    first: int | None = None


@dataclass
class Fields:
    """The fields that are open while a text is read; only results are shown, the instructions are not."""

    _open: list[_Field] = field(default_factory=list)
    _hiding: int = 0

    @property
    def shows(self) -> bool:
        """Whether text at this point is shown."""
        return self._hiding == 0

    def begin(self) -> None:
        """Take note that a field begins."""
        if len(self._open) < _MOST:
            self._open.append(_Field())
            self._hiding += 1

    def instruct(self, text: str) -> str:
        """Add to the instruction of the innermost field and return as much as there is of it."""
        if not self._open or self._open[-1].first is not None:
            return ""
        self._open[-1].instruction = (self._open[-1].instruction + text)[:_INSTRUCTION]
        return self._open[-1].instruction

    def separate(self, first: int) -> None:
        """Take note that the result begins, as the block of that index."""
        if self._open and self._open[-1].first is None:
            self._open[-1].first = first
            self._hiding -= 1

    def end(self) -> tuple[int | None, str]:
        """Take note that a field ends; return where it began if it was a contents list, and what it shows without result."""
        if not self._open:
            return None, ""
        ended = self._open.pop()
        if ended.first is None:
            self._hiding -= 1
            return None, overstruck(ended.instruction)
        return (ended.first if is_contents(ended.instruction) else None), ""

    def end_paragraph(self) -> None:
        """Forget fields whose result did not begin in the paragraph where they did: the file has lost it."""
        if self._hiding:
            self._open = [each for each in self._open if each.first is not None]
            self._hiding = 0


def _first_word(instruction: str) -> str:
    return next(iter(instruction.split()), "").upper()


def is_contents(instruction: str) -> bool:
    r"""Return whether a field is a contents list.

    >>> is_contents(' TOC \\o "1-3" \\h '), is_contents(" PAGEREF _Toc1 ")
    (True, False)
    """
    return _first_word(instruction) in _CONTENTS


def overstruck(instruction: str) -> str:
    r"""Return what a field shows that sets characters over one another: a number in a circle, else the last of them.

    Word keeps no result of these (带圈字符).

    >>> overstruck(r" eq \o\ac(○,3)"), overstruck(r"EQ \o\ac(□,印)"), overstruck(" PAGE ")
    ('③', '印', '')
    """
    found = _OVERSTRUCK.fullmatch(instruction)
    if found is None:
        return ""
    around, inside = found.group(1).strip(), found.group(2).strip()
    if around in _CIRCLES and inside.isascii() and inside.isdecimal():
        return numeral(int(inside), "decimalEnclosedCircle")
    return inside


def is_page_number(instruction: str) -> bool:
    """Return whether a field is a page's number or the number of pages."""
    return _first_word(instruction) in _PAGES
