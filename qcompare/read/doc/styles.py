"""A binary Word document's styles and fonts: what a paragraph has from its style and the styles below that."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from qcompare.read.doc.properties import ParagraphFormat, character_format, paragraph_format

_PARAGRAPH, _CHARACTER = 1, 2
"""Sorts of style (stk); those of tables and lists say nothing that is read."""

_NO_STYLE = 0xFFF
_NOBODY = -1
_BODY_TEXT = 9
_SAYS_NOTHING = ParagraphFormat()
_CHAIN_LIMIT = 50
"""Styles below each other; Word allows eleven."""

_NAME_TAIL = 4
"""Bytes around a style's name: its length before, a zero behind."""


@dataclass(frozen=True, slots=True)
class Style:
    """One style: its built-in meaning (sti: 1–9 headings, 19–27 contents), the style below it, what it says itself."""

    meaning: int = _NOBODY
    below: int = _NO_STYLE
    said: ParagraphFormat = _SAYS_NOTHING
    hidden: bool = False


class StyleSheet:
    """Answers what a style says, itself or through the styles below it."""

    def __init__(self, part: bytes) -> None:
        """Read the part of the table stream with the styles ([MS-DOC] 2.9.271), as far as it goes."""
        self._styles = tuple(_read_styles(part))
        self._chains: dict[int, tuple[int, ...]] = {}

    def meaning(self, number: int) -> int:
        """Return what built-in style a number is, -1 for one of the document's own."""
        return self._styles[number].meaning if number < len(self._styles) else _NOBODY

    def hidden(self, number: int) -> bool:
        """Whether a character style hides its text."""
        return number < len(self._styles) and self._styles[number].hidden

    def chain(self, number: int) -> tuple[int, ...]:
        """Return a style and those below it, the nearest first."""
        if number not in self._chains:
            chain: list[int] = []
            below = number
            while below < len(self._styles) and below not in chain and len(chain) < _CHAIN_LIMIT:
                chain.append(below)
                below = self._styles[below].below
            self._chains[number] = tuple(chain)
        return self._chains[number]

    def list_of(self, number: int) -> tuple[int, int | None]:
        """Return the list that a style asks for (0 for none) and the level in it."""
        said = [self._styles[each].said for each in self.chain(number)]
        index = next((each.list_index for each in said if each.list_index is not None), 0)
        return index, next((each.list_level for each in said if each.list_level is not None), None)

    def outline(self, number: int) -> int:
        """Return a style's outline level, from 0; a heading has it from its meaning where it does not say it."""
        for each in self.chain(number):
            style = self._styles[each]
            if style.said.outline is not None:
                return style.said.outline
            if 1 <= style.meaning <= _BODY_TEXT:
                return style.meaning - 1
        return _BODY_TEXT


def _read_styles(part: bytes) -> list[Style]:
    """Return the styles in order of their numbers, up to the first that is cut off; an empty place is a style too."""
    if len(part) < 6:
        return []
    head, count, base = struct.unpack_from("<HHH", part)
    at = 2 + head
    styles = []
    for _ in range(min(count, _NO_STYLE)):
        if at + 2 > len(part):
            break
        size = struct.unpack_from("<H", part, at)[0]
        styles.append(_read_style(part[at + 2 : at + 2 + size], base))
        at += 2 + size + size % 2
    return styles


def _read_style(record: bytes, base: int) -> Style:
    if len(record) < max(base, 6) + 2:
        return Style()
    first, second, third = struct.unpack_from("<HHH", record)
    meaning, kind, below, lists = first & 0xFFF, second & 0xF, second >> 4, third & 0xF
    meaning = _NOBODY if meaning >= 0xFFE else meaning
    at = base + 2 * struct.unpack_from("<H", record, base)[0] + _NAME_TAIL
    packed = _packed_lists(record, at, min(lists, 3))
    if kind == _PARAGRAPH and packed:
        return Style(meaning, below, paragraph_format(0, packed[0][2:]))
    if kind == _CHARACTER and packed:
        return Style(meaning, below, hidden=character_format(packed[0]).hidden == 1)
    return Style(meaning, below)


def _packed_lists(record: bytes, at: int, count: int) -> list[bytes]:
    """Return a style's lists of properties, each with its length before it and at an even place."""
    lists = []
    for _ in range(count):
        if at + 2 > len(record):
            break
        size = struct.unpack_from("<H", record, at)[0]
        lists.append(record[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    return lists


_FONT = 39
"""Bytes of a font's description before its name."""


def font_names(part: bytes) -> dict[int, str]:
    """Return the names of the fonts by number ([MS-DOC] 2.9.286), as far as the part goes."""
    names = {}
    at = 4
    for number in range(int.from_bytes(part[:2], "little")):
        if at >= len(part):
            break
        record = part[at + 1 : at + 1 + part[at]]
        names[number] = record[_FONT:].decode("utf-16-le", "replace").split("\0")[0]
        at += 1 + part[at]
    return names
