"""Which numbering marker (序号) opens a line, its level and its ordinal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """A way of numbering, named by its first marker; from the widest to the narrowest."""

    VOLUME = "第一编"
    CHAPTER = "第一章"
    DIVISION = "第一节"
    ARTICLE = "第一条"
    HAN = "一、"
    BRACKETED_HAN = "（一）"
    DIGIT = "1."
    BRACKETED_DIGIT = "（1）"
    CIRCLED = "①"
    DASH = "——"
    ORDINAL = "一是"
    BOX = "专栏1"


_LEVELS = {style: level for level, style in enumerate(Style, start=-3)}


@dataclass(frozen=True, slots=True)
class Marker:
    """The numbering that opens a clause. `text` is as printed without the blanks around it; a dash has ordinal 0."""

    style: Style
    ordinal: int
    text: str

    @property
    def level(self) -> int:
        """How deep the style stands by custom: 一、 is 1, （一） is 2; chapters and articles stand above, at 0 and less."""
        return _LEVELS[self.style]


_HAN = "一二三四五六七八九十百零〇两"
_UNITS = {"十": 10, "百": 100}
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}

_CITED = r"(?!(?:规定|規定|第|所|的|中|和|至|到|或|与|、|，|,|之外|以))"
"""What follows a number that is cited within a sentence ("第十二条规定的…"), so that it opens nothing. A law prints a
blank behind the number of an article ("第二条 中华人民共和国境内…")."""

_LONGEST = 24
"""Characters looked at: the longest marker in use is 第二百九十九条之一 with blanks."""


def han_number(text: str) -> int | None:
    """Return the value of a numeral in Chinese characters below 1000, None when it is not well formed.

    >>> han_number("二十一"), han_number("一百零五"), han_number("十百")
    (21, 105, None)
    """
    total, digit, unit_before = 0, None, 1000
    for character in text:
        unit = _UNITS.get(character)
        if unit is None:
            value = _DIGITS.get(character)
            if value is None or digit not in (None, 0):
                return None
            digit = value
        elif unit >= unit_before or digit == 0:
            return None
        else:
            total, digit, unit_before = total + (1 if digit is None else digit) * unit, None, unit
    return total + (digit or 0) or None


def _any_number(text: str) -> int | None:
    return int(text) if text.isdecimal() else han_number(text)


def _circled(text: str) -> int | None:
    return int(unicodedata.numeric(text, 0)) or None


def _unnumbered(_text: str) -> int | None:
    return 0


_PATTERNS: tuple[tuple[Style, re.Pattern[str], Callable[[str], int | None]], ...] = tuple(
    (style, re.compile(pattern), ordinal)
    for style, pattern, ordinal in (
        (Style.VOLUME, rf"第([{_HAN}]+)[编編]{_CITED}", han_number),
        (Style.CHAPTER, rf"第([{_HAN}]+|\d+)章{_CITED}", _any_number),
        (Style.DIVISION, rf"第([{_HAN}]+|\d+)[节節]{_CITED}", _any_number),
        (Style.ARTICLE, rf"第([{_HAN}]+|\d+)[条條](?:之[{_HAN}]+)?{_CITED}", _any_number),
        # 一、二、三产业 counts industries
        (Style.HAN, rf"([{_HAN}]{{1,4}})\s?[、．.](?![{_HAN}]+[、产産])", han_number),
        # （一）至（三）项 cites
        (Style.BRACKETED_HAN, rf"[（(]\s?([{_HAN}]{{1,4}})\s?[)）](?![至到、，,和或])", han_number),
        # 1.5 and 3、4月 are quantities, 5.2023年 is item 5 that begins with a year
        (Style.DIGIT, r"(\d{1,3})\s?[.．、](?!\d)", int),
        (Style.DIGIT, r"(\d{1,3})[.．、](?=\d{4}\s?年)", int),
        (Style.BRACKETED_DIGIT, r"[（(]\s?(\d{1,3})\s?[)）]", int),
        (Style.BRACKETED_DIGIT, r"(\d{1,2})[)）]", int),
        (Style.CIRCLED, r"([①-⒇㉑-㉟])", _circled),
        (Style.DASH, r"([—―─－-]{2,4}|—(?=[一-鿿]))(?=\s?[^\s—―─－-])", _unnumbered),
        (Style.ORDINAL, r"([一二三四五六七八九十]{1,2})是(?=\S)", han_number),
        (Style.BOX, rf"[专專][栏欄]\s?(\d{{1,2}}|[{_HAN}]{{1,3}})\s?[:：]?{_CITED}", _any_number),
    )
)


def read_marker(line: str) -> Marker | None:
    """Return the numbering marker that opens `line`, or None.

    Plans count 一、 then （一） then 1. and the marker belongs to the clause, not to its text: two plans may number the
    same duty differently. A number inside the sentence is content, so a year, a decimal or a cited article is no marker.

    >>> read_marker("（三）优化空间布局。")
    Marker(style=<Style.BRACKETED_HAN: '（一）'>, ordinal=3, text='（三）')
    >>> read_marker("2035年远景目标") is None
    True
    >>> read_marker("第十二条第一款规定的情形") is None
    True
    """
    start = line[:_LONGEST]
    for style, pattern, number in _PATTERNS:
        found = pattern.match(start)
        if found:
            ordinal = number(found.group(1))
            if ordinal is not None:
                return Marker(style, ordinal, found.group().rstrip())
    return None
