"""A binary Word document's lists (PlfLst, PlfLfo): how each level is numbered, and where an override begins anew."""

from __future__ import annotations

import struct
from dataclasses import replace

from qcompare.read.docx.numbers import Level, List
from qcompare.read.docx.styles import LEVELS
from qcompare.read.numerals import LARGEST

_LIST, _OVERRIDE, _LEVEL = 28, 16, 28
"""Bytes of a list's, an override's and a level's description."""

_LISTS_LIMIT = 10_000
"""Lists of a document; Word itself keeps far fewer."""

_LONGEST = 100
"""Characters of a level's pattern that are read (as in .docx)."""

_LEGAL, _OWN_RESTART, _NO_GAP = 0x04, 0x08, 2

_FORMS = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    8: "hex",
    9: "chicago",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    15: "decimalHalfWidth",
    16: "japaneseLegal",
    17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle",
    19: "decimalFullWidth2",
    22: "decimalZero",
    23: "bullet",
    26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle",
    30: "ideographTraditional",
    31: "ideographZodiac",
    32: "ideographZodiacTraditional",
    33: "taiwaneseCounting",
    34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    40: "decimal",
    57: "numberInDash",
    255: "none",
}
"""The name in .docx of each kind of number (nfc) that is rendered ([MS-OSHARED] 2.2.1.3)."""


class DocLists:
    """The lists of a document, by the number that paragraphs name them with (ilfo, from 1)."""

    def __init__(self, lists: bytes, overrides: bytes) -> None:
        """Read the lists, from their part on with what follows it, and the overrides, as far as they hold together."""
        self._lists = _read_lists(lists)
        self._overrides = _read_overrides(overrides)

    def find(self, list_id: str) -> List | None:
        """Return the list of that number, with what its override changes."""
        at = int(list_id) - 1
        if not 0 <= at < len(self._overrides) or self._overrides[at].key not in self._lists:
            return None
        override = self._overrides[at]
        return replace(override, levels=self._lists[override.key] | override.levels)


def _read_lists(part: bytes) -> dict[str, dict[int, Level]]:
    """Return each list's levels by its identity ([MS-DOC] 2.9.131 and 2.9.147)."""
    lists: dict[str, dict[int, Level]] = {}
    if len(part) < 2:
        return lists
    count = min(struct.unpack_from("<H", part)[0], _LISTS_LIMIT, (len(part) - 2) // _LIST)
    at = 2 + count * _LIST
    for index in range(count):
        identity, _, *styles, simple = struct.unpack_from("<ii9HB", part, 2 + index * _LIST)
        levels: dict[int, Level] = {}
        for level in range(1 if simple & 1 else LEVELS):
            found = _read_level(part, at)
            if found is None:
                return lists
            levels[level] = replace(found[0], style=str(styles[level]))
            at = found[1]
        lists[str(identity)] = levels
    return lists


def _read_overrides(part: bytes) -> tuple[List, ...]:
    """Return the overrides in order: lists with only the levels that they replace ([MS-DOC] 2.9.132)."""
    if len(part) < 4:
        return ()
    count = min(struct.unpack_from("<I", part)[0], _LISTS_LIMIT, (len(part) - 4) // _OVERRIDE)
    at = 4 + count * _OVERRIDE
    overrides = []
    for index in range(count):
        identity, levels = struct.unpack_from("<i8xB", part, 4 + index * _OVERRIDE)
        override, at = _read_override(part, at + 4, identity, levels)
        overrides.append(override)
    return tuple(overrides)


def _read_override(part: bytes, at: int, identity: int, count: int) -> tuple[List, int]:
    found = List(str(identity), {}, {})
    for _ in range(count):
        if at + 8 > len(part):
            break
        start, flags = struct.unpack_from("<iI", part, at)
        at += 8
        number, anew, replaced = min(flags & 0xF, LEVELS - 1), flags & 0x10, flags & 0x20
        if replaced:
            level = _read_level(part, at)
            if level is None:
                return found, len(part)
            found.levels[number], at = level
            start = level[0].start
        if anew:
            found.anew[number] = _counted(start)
    return found, at


def _read_level(part: bytes, at: int) -> tuple[Level, int] | None:
    """Return a level and the place behind it, None where it is cut off ([MS-DOC] 2.9.150)."""
    if at + _LEVEL + 2 > len(part):
        return None
    start, form, info = struct.unpack_from("<iBB", part, at)
    follow, characters, paragraph, restart = struct.unpack_from("<B8xBBB", part, at + 15)
    at += _LEVEL + paragraph + characters
    if at + 2 > len(part):
        return None
    length = struct.unpack_from("<H", part, at)[0]
    text = part[at + 2 : at + 2 + 2 * min(length, _LONGEST)].decode("utf-16-le", "replace")
    level = Level(
        start=_counted(start),
        form=_FORMS.get(form, f"nfc {form}"),
        text="".join(f"%{ord(sign) + 1}" if ord(sign) < LEVELS else sign for sign in text),
        legal=bool(info & _LEGAL),
        restart=min(restart, LEVELS) if info & _OWN_RESTART else None,
        gap=follow != _NO_GAP,
    )
    return level, at + 2 + 2 * length


def _counted(number: int) -> int:
    return max(0, min(number, LARGEST))
