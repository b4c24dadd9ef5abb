"""The fields of a Word document: which of their text is shown, which are contents lists and page numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qcompare.read.drawn import LOOK

_MOST = 64
"""Fields open one within another; real ones nest three deep (a page reference in a link in a contents list)."""

_CONTENTS = frozenset({"TOC", "TOA"})
_PAGES = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_BARE_NUMBER = re.compile(r"[\s\d第页頁共,，/·•~\-‐-―─－]+")


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
        self._open[-1].instruction = (self._open[-1].instruction + text)[:LOOK]
        return self._open[-1].instruction

    def separate(self, first: int) -> None:
        """Take note that the result begins, as the block of that index."""
        if self._open and self._open[-1].first is None:
            self._open[-1].first = first
            self._hiding -= 1

    def end(self) -> tuple[int | None, str]:
        """Take note that a field ends; return where it began if it was a contents list, and its instruction if it has no result."""
        if not self._open:
            return None, ""
        ended = self._open.pop()
        if ended.first is None:
            self._hiding -= 1
            return None, ended.instruction
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


def is_page_number(instruction: str) -> bool:
    """Return whether a field is a page's number or the number of pages."""
    return _first_word(instruction) in _PAGES


def is_bare_number(text: str) -> bool:
    """Return whether a header's or footer's text with such a field says no more than the page's number.

    >>> [is_bare_number(text) for text in ("— 1 —", "第 3 页 共 20 页", "~2~", "永川区 第 3 页")]
    [True, True, True, False]
    """
    return _BARE_NUMBER.fullmatch(text) is not None
