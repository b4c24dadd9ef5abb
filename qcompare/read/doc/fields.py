"""Fields of a binary Word document: their codes taken out of the text, their results kept, contents and page numbers known."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

from qcompare.read.docx.symbols import symbol

NOTHING = 0x10FFFF
"""Stands where a character is not shown; a code unit of the file cannot be that large."""

_MARKS = re.compile("[\x13-\x15]")
_BEGIN, _SEPARATOR, _END = "\x13", "\x14", "\x15"
_CELL = 0x07
_CONTENTS, _PAGE = (
    re.compile(r"\s*TOC\b", re.IGNORECASE),
    re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE),
)
_CODE_LOOK = 200
"""Characters of a field's code that are looked at; a field's name and what matters of it stand at the front."""

_CIRCLED = re.compile(r"\s*EQ\s+\\o(?:\\a[lcrd])?\s*[(（]\s*[○〇◯]\s*[,，;]\s*(\S{1,2})\s*[)）]", re.IGNORECASE)
_PINYIN = re.compile(r"\s*EQ\b.*\\o(?:\\a[lcrd])?\s*\(\s*\\s\\up\s*\d+\s*\(.*?\)\s*[,;](.{1,20})\)\s*$", re.IGNORECASE)
_FRACTION = re.compile(r"\s*EQ\s+\\f\s*\(([^(),\\]{1,20})[,;]([^(),\\]{1,20})\)\s*$", re.IGNORECASE)
_SYMBOL = re.compile(r'\s*SYMBOL\s+(\d{1,5})\b.*?\\f\s*"([^"]*)"', re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:AUTONUM|AUTONUMLGL|AUTONUMOUT|LISTNUM)\b", re.IGNORECASE)
"""What draws something without keeping it as a result: a number in a circle, a character with its reading above, a
fraction, a symbol; and a number that Word counts anew each time."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: where it begins, where its code ends and its result begins, where it ends; without result, twice the end."""

    begin: int
    separator: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class FieldResults:
    """The stretches of a text that a contents list, or a page number, has put there, and how many numbers are lost."""

    contents: tuple[range, ...]
    pages: tuple[range, ...]
    numbers_lost: int


def take_out_fields(units: array[int], text: str) -> FieldResults:
    """Blank what the fields of a text do not show in its code units, and return where those of some kinds are.

    A mark that lacks its partner says nothing: what follows it would be lost else.
    """
    fields = _fields(text)
    contents, pages = [], []
    blanked = lost = 0
    for field in fields:
        if field.begin < blanked:
            continue
        blanked = field.separator + 1
        _blank(units, field.begin, blanked)
        result = range(blanked, field.end)
        if _CONTENTS.match(field.code):
            contents.append(result)
        elif _PAGE.match(field.code):
            pages.append(result)
        elif field.separator == field.end:
            lost += _NUMBER.match(field.code) is not None
            for at, sign in enumerate(_drawn(field.code), field.begin):
                units[at] = ord(sign)
    return FieldResults(tuple(contents), tuple(pages), lost)


def _fields(text: str) -> list[Field]:
    """Return the fields that have both ends, in the order they begin."""
    fields: list[Field] = []
    open_fields: list[list[int]] = []
    for mark in _MARKS.finditer(text):
        at, sign = mark.start(), mark[0]
        if sign == _BEGIN:
            open_fields.append([at])
        elif sign == _SEPARATOR and open_fields and len(open_fields[-1]) == 1:
            open_fields[-1].append(at)
        elif sign == _END and open_fields:
            begin, *separator = open_fields.pop()
            code_end = separator[0] if separator else at
            fields.append(Field(begin, code_end, at, text[begin + 1 : min(code_end, begin + 1 + _CODE_LOOK)]))
    return sorted(fields, key=lambda field: field.begin)


def _blank(units: array[int], start: int, end: int) -> None:
    """Blank a stretch but for the marks of table cells, which keep the table together."""
    for at in range(start, end):
        if units[at] != _CELL:
            units[at] = NOTHING


def _drawn(code: str) -> str:
    r"""Return what a field without result draws, where it is known; it is shorter than the code.

    >>> [_drawn(code) for code in (" EQ \\o\\ac(○,3)", " eq \\o\\ad(\\s\\up 9(yǒng),永)", " EQ \\f(1,3) ", " XE 质量 ")]
    ['③', '永', '1/3', '']
    >>> _drawn(' SYMBOL 254 \\f "Wingdings" \\s 12 ')
    '☑'
    """
    if circled := _CIRCLED.match(code):
        inside = circled[1]
        return chr(ord("①") + int(inside) - 1) if inside.isdecimal() and 1 <= int(inside) <= 20 else inside
    if pinyin := _PINYIN.match(code):
        return pinyin[1]
    if fraction := _FRACTION.match(code):
        return f"{fraction[1]}/{fraction[2]}"
    if sign := _SYMBOL.match(code):
        return symbol(f"{int(sign[1]):04X}", sign[2])
    return ""
