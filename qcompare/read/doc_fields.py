"""Fields of a binary Word document: their codes taken out of the text, their results kept, contents and page numbers known."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

NOTHING = 0x10FFFF
"""Stands where a character is not shown; a code unit of the file cannot be that large."""

_BEGIN, _SEPARATOR, _END, _CELL = 0x13, 0x14, 0x15, 0x07
_CONTENTS, _PAGE = (
    re.compile(r"\s*TOC\b", re.IGNORECASE),
    re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE),
)
_CODE_LOOK = 200
"""Characters of a field's code that are looked at; a field's name and what matters of it stand at the front."""

_CIRCLED = re.compile(r"\s*EQ\s+\\o(?:\\a[lcr])?\s*[(（]\s*[○〇◯]\s*[,，]\s*(\S{1,2})\s*[)）]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field:
    """A field: where it begins, where its code ends and its result begins, where it ends; without result, twice the end."""

    begin: int
    separator: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class FieldResults:
    """The stretches of a story that a table of contents, or a page number, has put there."""

    contents: tuple[range, ...]
    pages: tuple[range, ...]


def take_out_fields(units: array[int]) -> FieldResults:
    """Blank what the fields of a story do not show, and return where those of some kinds are.

    A mark that lacks its partner is taken out alone: what follows it would be lost else.
    """
    fields = _fields(units)
    contents, pages = [], []
    blanked = 0
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
        elif field.separator == field.end and (sign := _sign(field.code)):
            units[field.begin] = ord(sign)
    for at, unit in enumerate(units):
        if _BEGIN <= unit <= _END:
            units[at] = NOTHING
    return FieldResults(tuple(contents), tuple(pages))


def _fields(units: array[int]) -> list[Field]:
    """Return the fields that have both ends, in the order they begin."""
    fields: list[Field] = []
    open_fields: list[list[int]] = []
    for at, unit in enumerate(units):
        if unit == _BEGIN:
            open_fields.append([at])
        elif unit == _SEPARATOR and open_fields and len(open_fields[-1]) == 1:
            open_fields[-1].append(at)
        elif unit == _END and open_fields:
            begin, *separator = open_fields.pop()
            code_end = separator[0] if separator else at
            code = "".join(map(chr, units[begin + 1 : min(code_end, begin + 1 + _CODE_LOOK)]))
            fields.append(Field(begin, code_end, at, code))
    return sorted(fields, key=lambda field: field.begin)


def _blank(units: array[int], start: int, end: int) -> None:
    """Blank a stretch but for the marks of table cells, which keep the table together."""
    for at in range(start, end):
        if units[at] != _CELL:
            units[at] = NOTHING


def _sign(code: str) -> str:
    """Return the one character that a field without result draws: a number or character in a circle.

    >>> _sign(" EQ \\\\o\\\\ac(○,3)"), _sign(" eq \\\\o\\\\ac(○,12) "), _sign(" XE 质量 ")
    ('③', '⑫', '')
    """
    circled = _CIRCLED.match(code)
    if circled is None:
        return ""
    inside = circled[1]
    if inside.isdecimal() and 1 <= int(inside) <= 20:
        return chr(ord("①") + int(inside) - 1)
    return inside if len(inside) == 1 else ""
