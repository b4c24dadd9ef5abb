"""Fields of a binary Word document: their codes taken out of the text, their results kept, contents and page numbers known."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

from qcompare.read.drawn import LOOK, counts_anew, drawn

NOTHING = 0x10FFFF
"""Stands where a character is not shown; a code unit of the file cannot be that large."""

_MARKS = re.compile("[\x13-\x15]")
_BEGIN, _SEPARATOR, _END = "\x13", "\x14", "\x15"
_CELL = 0x07
_CONTENTS, _PAGE = (
    re.compile(r"\s*TOC\b", re.IGNORECASE),
    re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE),
)


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
            lost += counts_anew(field.code)
            for at, sign in enumerate(drawn(field.code), field.begin):
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
            fields.append(Field(begin, code_end, at, text[begin + 1 : min(code_end, begin + 1 + LOOK)]))
    return sorted(fields, key=lambda field: field.begin)


def _blank(units: array[int], start: int, end: int) -> None:
    """Blank a stretch but for the marks of table cells, which keep the table together."""
    for at in range(start, end):
        if units[at] != _CELL:
            units[at] = NOTHING
