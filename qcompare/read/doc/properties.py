"""What a binary Word document's property lists say of its paragraphs and characters, as far as the text depends on it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace

_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of a property's operand by the top three bits of its code; the seventh sort says its own ([MS-DOC] 2.6.1)."""

_TABS, _LONGEST = 0xC615, 255
_ROW_SHAPES = {0xD608, 0xD606}
_ELSEWHERE = {0x6645, 0x6646, 0x646B}
"""Properties too long for their page, kept in the data stream: of a paragraph, of a table row."""

_LONGEST_FAR = 0x3FA2
"""Bytes of a list of properties that is kept there ([MS-DOC] 2.9.211)."""

Property = tuple[int, bytes]


def properties(packed: bytes) -> Iterator[Property]:
    """Yield code and operand of each property (sprm) in a list. One that is cut off ends with its last whole property."""
    at = 0
    while at + 2 < len(packed):
        code = packed[at] | packed[at + 1] << 8
        at += 2
        head, size = _operand(packed, at, code)
        if at + head + size > len(packed):
            return
        yield code, packed[at + head : at + head + size]
        at += head + size


def with_far_ones(packed: bytes, data: bytes) -> bytes:
    """Return a list of properties with those behind it that are kept in the data stream."""
    offsets = [int.from_bytes(operand, "little") for code, operand in properties(packed) if code in _ELSEWHERE]
    return b"".join((packed, *(_far_list(data, offset) for offset in offsets)))


def _far_list(data: bytes, offset: int) -> bytes:
    size = int.from_bytes(data[offset : offset + 2], "little")
    return data[offset + 2 : offset + 2 + min(size, _LONGEST_FAR)]


def _operand(packed: bytes, at: int, code: int) -> tuple[int, int]:
    """Return how many bytes an operand takes to say its length, and the length."""
    if code >> 13 != 6:
        return 0, _SIZES[code >> 13]
    if code in _ROW_SHAPES:
        return 2, max(0, int.from_bytes(packed[at : at + 2], "little") - 1)
    if code == _TABS and packed[at] == _LONGEST:
        deleted = packed[at + 1] if at + 1 < len(packed) else 0
        second = at + 2 + 4 * deleted
        added = packed[second] if second < len(packed) else 0
        return 1, 2 + 4 * deleted + 3 * added
    return 1, packed[at]


@dataclass(frozen=True, slots=True)
class RowShape:
    """A table row's vertical edges in twentieths of a point, and which of its cells go on with the cell above."""

    edges: tuple[int, ...]
    continues: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """A paragraph's own properties, or a style's; None where the style below says it.

    `list_index` is that of the list override (ilfo), 0 for no list; `outline` counts from 0, 9 is body text.
    """

    style: int = 0
    list_index: int | None = None
    list_level: int | None = None
    outline: int | None = None
    in_table: bool = False
    row_end: bool = False
    inner_row_end: bool = False
    depth: int | None = None
    row: RowShape | None = None

    @property
    def table_depth(self) -> int:
        """How many tables the paragraph lies in; before Word 2000 it was in one or not."""
        return int(self.in_table) if self.depth is None else self.depth


def paragraph_format(style: int, packed: bytes) -> ParagraphFormat:
    """Return what a paragraph's style number and list of properties say."""
    said: dict[int, int] = {}
    row: RowShape | None = None
    for code, operand in properties(packed):
        if code in _ROW_SHAPES:
            row = _row_shape(operand)
        elif code == _CELL_MERGED_DOWN and row and len(operand) == 2:
            row = _merged_down(row, *operand)
        elif code in _READ:
            said[code] = int.from_bytes(operand, "little")
    return ParagraphFormat(
        said.get(_STYLE, style),
        said.get(_LIST_INDEX),
        said.get(_LIST_LEVEL),
        said.get(_OUTLINE),
        in_table=bool(said.get(_IN_TABLE)),
        row_end=bool(said.get(_ROW_END)),
        inner_row_end=bool(said.get(_INNER_ROW_END)),
        depth=said.get(_DEPTH),
        row=row,
    )


_STYLE, _LIST_INDEX, _LIST_LEVEL, _OUTLINE, _DEPTH = 0x4600, 0x460B, 0x260A, 0x2640, 0x6649
_IN_TABLE, _ROW_END, _INNER_ROW_END = 0x2416, 0x2417, 0x244C
_READ = {_STYLE, _LIST_INDEX, _LIST_LEVEL, _OUTLINE, _DEPTH, _IN_TABLE, _ROW_END, _INNER_ROW_END}
_CELL_MERGED_DOWN = 0xD62B

_CELL, _DOWN, _FIRST = 20, 0x20, 0x40
"""Bytes of a cell's description, and its bits for "merged with the cells below" and "the first of those"."""


def _row_shape(operand: bytes) -> RowShape:
    """Return the shape that a row's end tells; descriptions of cells that are left out say nothing ([MS-DOC] 2.9.312)."""
    count = operand[0] if operand else 0
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1) if len(operand) >= 3 + 2 * count else ()
    cells = operand[3 + 2 * count :]
    flags = (cells[at] for at in range(0, min(len(cells), count * _CELL), _CELL))
    return RowShape(edges, frozenset(n for n, bits in enumerate(flags) if bits & (_DOWN | _FIRST) == _DOWN))


def _merged_down(row: RowShape, cell: int, how: int) -> RowShape:
    """Return the row with one cell's vertical merge set anew: 1 goes on with the cell above, 0 and 3 do not."""
    return replace(row, continues=row.continues | {cell} if how == 1 else row.continues - {cell})


@dataclass(frozen=True, slots=True)
class CharacterFormat:
    """What a run of characters is: hidden (None, or as Word's toggles say), a tracked change, a symbol.

    `font` is that of the run, and of its symbol; -1 where nothing is said.
    """

    hidden: int | None = None
    style: int = 0
    deleted: bool = False
    inserted: bool = False
    symbol: int = 0
    font: int = -1


_HIDDEN, _HIDDEN_MARK, _DELETED, _INSERTED, _CHARACTER_STYLE, _SYMBOL = 0x083C, 0x0818, 0x0800, 0x0801, 0x4A30, 0x6A09
_FONT = 0x4A4F


def character_format(packed: bytes) -> CharacterFormat:
    """Return what a run's list of properties says."""
    found = CharacterFormat()
    for code, operand in properties(packed):
        if code in {_HIDDEN, _HIDDEN_MARK}:
            found = replace(found, hidden=operand[0])
        elif code == _DELETED:
            found = replace(found, deleted=bool(operand[0]))
        elif code == _INSERTED:
            found = replace(found, inserted=bool(operand[0]))
        elif code == _CHARACTER_STYLE:
            found = replace(found, style=int.from_bytes(operand, "little"))
        elif code == _SYMBOL:
            font, symbol = struct.unpack("<HH", operand)
            found = replace(found, symbol=symbol, font=font)
        elif code == _FONT and not found.symbol:
            found = replace(found, font=int.from_bytes(operand, "little"))
    return found
