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
    SUBVOLUME = "第一分编"
    CHAPTER = "第一章"
    DIVISION = "第一节"
    ARTICLE = "第一条"
    FORMAL_HAN = "壹、"
    HAN = "一、"
    BRACKETED_HAN = "（一）"
    DIGIT = "1."
    DECIMAL = "1.1"
    DECIMAL_OF_THREE = "1.1.1"
    DECIMAL_OF_FOUR = "1.1.1.1"
    BRACKETED_DIGIT = "（1）"
    CIRCLED = "①"
    LETTER = "a）"
    DASH = "——"
    ORDINAL = "一是"
    BOX = "专栏1"


_LEVELS = {style: level for level, style in enumerate(Style, start=1 - list(Style).index(Style.HAN))}

DECIMALS = (Style.DECIMAL, Style.DECIMAL_OF_THREE, Style.DECIMAL_OF_FOUR)
"""Numbers that name all the clauses they stand under, by how many numbers they have."""


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


_HAN = "一二三四五六七八九十百零〇两兩"
_TO_NINETY_NINE = "一二三四五六七八九十"
_FORMAL = dict(zip("壹贰貳叁參参肆伍陆陸柒捌玖拾", "一二二三三三四五六六七八九十", strict=True))
_UNITS = {"十": 10, "百": 100}
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_ORDINAL_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": 0, "最後": 0}

UNSEEN = "\u200b-\u200f\u2060\ufeff\xad"
"""Characters that show nothing: zero-width ones that a page's editor left, a byte order mark in the middle, soft hyphens."""

_GAP = rf"[\s{UNSEEN}]{{0,2}}"
"""What may stand between the characters of a marker: 推 动 高 质 量 is how some pages and scanners' programs set text."""

_CITED = r"(?!(?:规定|規定|第|是|所|的|中|和|至|到|或|与|與|、|，|,|之外|以))"
"""What follows a number that is cited within a sentence ("第十二条规定的…"), so that it opens nothing. A law prints a
blank behind the number of an article ("第二条 中华人民共和国境内…")."""

_LONGEST = 32
"""Characters looked at: the longest marker in use is 第二百九十九条之一 with blanks."""

_BLANKS = re.compile(rf"[\s{UNSEEN}]+")


def squeezed(text: str) -> str:
    """Return `text` without blanks and characters that show nothing.

    >>> squeezed("第 一 条")
    '第一条'
    """
    return _BLANKS.sub("", text)


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


def _formal_number(text: str) -> int | None:
    return han_number("".join(_FORMAL[c] for c in text))


def _sign(text: str) -> int | None:
    """Return the value of a sign that is a number in a circle or brackets: ③, ⑶, ㈢."""
    return int(unicodedata.numeric(text, 0)) or None


def _last_number(text: str) -> int | None:
    """Return the last of the numbers with points between them."""
    return int(re.split("[.．]", text)[-1]) or None


def _letter(text: str) -> int | None:
    return ord(text.lower()) - ord("a") + 1


def _unnumbered(_text: str) -> int | None:
    return 0


def _ordinal_word(text: str) -> int | None:
    return _ORDINAL_WORDS[text] if text in _ORDINAL_WORDS else han_number(text)


def _spaced(characters: str, most: int) -> str:
    """Return the pattern of up to `most` of the characters, with or without blanks between them."""
    return rf"[{characters}](?:{_GAP}[{characters}]){{0,{most - 1}}}"


_ANY = rf"{_spaced(_HAN, 7)}|{_spaced('0-9０-９', 3)}"
_QUANTITY = r"\s?[%％‰℃万萬亿億倍]|[个個项項家件种種元吨]"

_GRAMMAR: tuple[tuple[Style, str, Callable[[str], int | None]], ...] = (
    (Style.SUBVOLUME, rf"第{_GAP}({_ANY}){_GAP}分{_GAP}[编編]{_CITED}", _any_number),
    (Style.VOLUME, rf"第{_GAP}({_ANY}){_GAP}(?:[编編篇卷]|部{_GAP}分){_CITED}", _any_number),
    (Style.CHAPTER, rf"第{_GAP}({_ANY}){_GAP}章{_CITED}", _any_number),
    (Style.DIVISION, rf"第{_GAP}({_ANY}){_GAP}[节節]{_CITED}", _any_number),
    (
        Style.ARTICLE,
        rf"第{_GAP}({_ANY}){_GAP}[条條](?:{_GAP}之{_GAP}{_spaced(_HAN, 2)})?{_CITED}",
        _any_number,
    ),
    (Style.FORMAL_HAN, rf"({_spaced(''.join(_FORMAL), 3)}){_GAP}[、．.]", _formal_number),
    # 一、二、三产业 counts industries
    (Style.HAN, rf"({_spaced(_HAN, 4)}){_GAP}[、．.､](?!{_GAP}[{_HAN}]+[、产産產])", han_number),
    # （一）至（三）项 cites; （一）、优化 is a slip of the pen
    (
        Style.BRACKETED_HAN,
        rf"[（(]{_GAP}({_spaced(_HAN, 4)}){_GAP}[)）](?:、(?![（(])|(?!{_GAP}[至到、，,和或]))",
        han_number,
    ),
    (Style.BRACKETED_HAN, r"([㈠-㈩])[、.．]?", _sign),
    *(
        (
            style,
            rf"(\d{{1,2}}(?:[.．]\d{{1,2}}){{{deep}}})(?![.．]?\d|{_QUANTITY})[.．、]?(?=\s*[^\W\d_]|\s*[“《（])",
            _last_number,
        )
        for deep, style in enumerate(DECIMALS, start=1)
    ),
    # 1.5 and 3、4月 are quantities, 5.2023年 is item 5 that begins with a year
    (Style.DIGIT, rf"({_spaced('0-9０-９', 3)}){_GAP}[.．、](?!\d)", int),
    (Style.DIGIT, r"(\d{1,3})[.．、](?=\d{4}\s?年)", int),
    (Style.DIGIT, r"([⒈-⒛])", _sign),
    (Style.BRACKETED_DIGIT, rf"[（(]{_GAP}({_spaced('0-9０-９', 3)}){_GAP}[)）]", int),
    (Style.BRACKETED_DIGIT, rf"(\d{{1,2}}){_GAP}[)）]", int),
    (Style.BRACKETED_DIGIT, r"([⑴-⒇])", _sign),
    (Style.CIRCLED, r"([①-⑳㉑-㉟㊀-㊉⓵-⓾❶-❿➀-➓])", _sign),
    (Style.LETTER, r"[（(]\s?([A-Za-z])\s?[)）]", _letter),
    # A、B、C三级 counts grades
    (Style.LETTER, r"([A-Za-z])(?:\s?[)）]|[.．、](?=\s?[一-鿿“《]))", _letter),
    (Style.DASH, r"([—―─－-]{2,4}|—(?=[一-鿿]))(?=\s?[^\s—―─－-])", _unnumbered),
    (Style.DASH, r"([•●■◆▪▶➢\uf06c\uf06e\uf075\uf0a7\uf0b7\uf0d8\uf0fc])(?=\s?\w)", _unnumbered),
    (Style.ORDINAL, rf"({_spaced(_TO_NINETY_NINE, 3)}){_GAP}是(?=\S|\s\S)", han_number),
    (Style.ORDINAL, rf"[第其]([{_TO_NINETY_NINE}]{{1,2}})[，,、：:]", han_number),
    (Style.ORDINAL, r"(首先|其次|再次|最后|最後)[，,、：:]", _ordinal_word),
    (Style.BOX, rf"[專专]{_GAP}[栏欄]{_GAP}({_ANY})\s?[:：]?{_CITED}", _any_number),
    (Style.BOX, rf"([專专]{_GAP}[栏欄])\s?[:：]", _unnumbered),
)
"""How each style is printed, and how its number is read. What fits several is the first."""

_PATTERNS = tuple((style, re.compile(rf"[{UNSEEN}]*{pattern}"), number) for style, pattern, number in _GRAMMAR)


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
            ordinal = number(squeezed(found.group(1)))
            if ordinal is not None:
                return Marker(style, ordinal, found.group().rstrip())
    return None
