"""What fields of Word's show that keep no result: a number in a circle, a character under its reading, a fraction, a sign."""

from __future__ import annotations

import re

from qcompare.read.docx.symbols import symbol
from qcompare.read.numerals import numeral

LOOK = 200
"""Characters of a field's code that are looked at; its name and what matters of it stand at the front."""

_OVERSTRUCK = re.compile(
    r"\s*EQ\s+\\o\s*(?:\\a[lcrd]\s*)?[(（]\s*([^()（）,，;]*?)\s*[,，;]\s*([^()（）,，;]{1,8}?)\s*[)）]", re.IGNORECASE
)
_CIRCLES = frozenset("○〇◯⃝")
_PINYIN = re.compile(r"\s*EQ\b.*\\o(?:\\a[lcrd])?\s*\(\s*\\s\\up\s*\d+\s*\(.*?\)\s*[,;](.{1,20})\)\s*$", re.IGNORECASE)
_FRACTION = re.compile(r"\s*EQ\s+\\f\s*\(([^(),\\]{1,20})[,;]([^(),\\]{1,20})\)\s*$", re.IGNORECASE)
_SYMBOL = re.compile(r'\s*SYMBOL\s+(\d{1,5})\b.*?\\f\s*"([^"]*)"', re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:AUTONUM|AUTONUMLGL|AUTONUMOUT|LISTNUM)\b", re.IGNORECASE)


def drawn(code: str) -> str:
    r"""Return what a field without result draws, where it is known; of characters over one another the last.

    It is shorter than the code.

    >>> [drawn(code) for code in (" eq \\o\\ac(○,3)", r"EQ \o\ac(□,印)", " EQ \\f(1,3) ", " XE 质量 ")]
    ['③', '印', '1/3', '']
    >>> drawn(' EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(yǒng),永)'), drawn(' SYMBOL 254 \\f "Wingdings" \\s 12 ')
    ('永', '☑')
    """
    if overstruck := _OVERSTRUCK.match(code):
        around, inside = overstruck[1], overstruck[2]
        circled = around in _CIRCLES and inside.isascii() and inside.isdecimal()
        return numeral(int(inside), "decimalEnclosedCircle") if circled else inside
    if pinyin := _PINYIN.match(code):
        return pinyin[1]
    if fraction := _FRACTION.match(code):
        return f"{fraction[1]}/{fraction[2]}"
    if sign := _SYMBOL.match(code):
        return symbol(f"{int(sign[1]):04X}", sign[2])
    return ""


def counts_anew(code: str) -> bool:
    """Return whether a field is a number that Word counts anew each time, so that the file does not say it."""
    return _NUMBER.match(code) is not None
