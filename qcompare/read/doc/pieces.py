"""The characters of a binary Word document, put together from its piece table, and where each lies in the file."""

from __future__ import annotations

import re
import struct
from array import array
from bisect import bisect_right
from dataclasses import dataclass

from qcompare.read.doc.file import CHARACTERS_LIMIT, Part, WordFile, records

_PROPERTIES, _TABLE = 1, 2
"""What a block of the Clx is ([MS-DOC] 2.9.38)."""

_COMPRESSED = 0x40000000

_CP1252 = bytes(range(256)).decode("cp1252", "surrogateescape")
_BYTES_TO_UNITS = array("H", [byte if ord(c) >= 0xD800 else ord(c) for byte, c in enumerate(_CP1252)])
"""The code unit of each byte of a compressed piece; the five bytes that Windows-1252 leaves out stand for themselves."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of characters that lie together in the file: `[start, end)` from byte `offset` on, one or two bytes each.

    `changes` are the properties that a fast save laid over them (sprms).
    """

    start: int
    end: int
    offset: int
    width: int
    changes: bytes

    def at(self, position: int) -> int:
        """Return the byte that a character lies at."""
        return self.offset + (position - self.start) * self.width


class PieceTable:
    """All of a document's texts as code units of UTF-16, one number for each position that Word counts."""

    def __init__(self, file: WordFile) -> None:
        """Read the piece table. Raises ValueError or struct.error where it does not hold together."""
        self.pieces = _read_pieces(file)
        self.units = array("I")
        for piece in self.pieces:
            raw = file.main[piece.offset : piece.at(piece.end)]
            if len(raw) != (piece.end - piece.start) * piece.width:
                raise ValueError("a piece outside of the file")
            self.units.extend(array("I", _units(raw) if piece.width == 2 else map(_BYTES_TO_UNITS.__getitem__, raw)))
        self._starts = [piece.start for piece in self.pieces]

    def piece_of(self, position: int) -> Piece:
        """Return the piece that a position lies in."""
        return self.pieces[bisect_right(self._starts, position) - 1]


def as_text(units: array[int]) -> str:
    """Return code units as a string with one code point for each, halves of a surrogate pair too."""
    return units.tobytes().decode("utf-32-le" if _LITTLE else "utf-32-be", "surrogatepass")


_HALVES = re.compile("[\ud800-\udfff]")


def whole_text(text: str) -> str:
    r"""Return text of code units with its surrogate pairs joined; a half without the other is no character.

    >>> whole_text("\ud87e\udc4a\ud800") == "\U0002f84a\ufffd"
    True
    """
    if _HALVES.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


_LITTLE = array("H", [1]).tobytes()[0] == 1


def _units(raw: bytes) -> array[int]:
    units = array("H", raw)
    if not _LITTLE:
        units.byteswap()
    return units


def _read_pieces(file: WordFile) -> tuple[Piece, ...]:
    """Return the pieces in order; together they must be as long as the main text at least."""
    table, changes = _read_clx(file.part(Part.PIECES))
    pieces, position = [], 0
    for start, end, record in records(table, 8):
        offset, modifier = struct.unpack_from("<IH", record, 2)
        compressed = bool(offset & _COMPRESSED)
        offset &= ~_COMPRESSED & 0xFFFFFFFF
        if start != position or end < start or end > CHARACTERS_LIMIT:
            raise ValueError("pieces out of order")
        position = end
        if end > start:
            place, width = (offset // 2, 1) if compressed else (offset, 2)
            pieces.append(Piece(start, end, place, width, _changes(modifier, changes)))
    if position < file.stories.main.stop or not pieces:
        raise ValueError("pieces end before the text does")
    return tuple(pieces)


def _read_clx(clx: bytes) -> tuple[bytes, list[bytes]]:
    """Return the piece table and the lists of properties before it that its pieces may point at."""
    changes: list[bytes] = []
    at = 0
    while clx[at] == _PROPERTIES:
        size = struct.unpack_from("<H", clx, at + 1)[0]
        changes.append(clx[at + 3 : at + 3 + size])
        at += 3 + size
    if clx[at] != _TABLE:
        raise ValueError("no piece table")
    size = struct.unpack_from("<I", clx, at + 1)[0]
    table = clx[at + 5 : at + 5 + size]
    if len(table) != size:
        raise ValueError("piece table cut off")
    return table, changes


_SHORT_CHANGES = {0x0C: 0x260A, 0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x42: 0x0801, 0x5C: 0x083C}
"""The properties that a piece can carry by itself and that are read ([MS-DOC] 2.9.214): list level, in a table, end of
a row, deleted, inserted, hidden."""


def _changes(modifier: int, changes: list[bytes]) -> bytes:
    """Return the properties that a piece's modifier (Prm) lays over its characters."""
    if modifier & 1:
        index = modifier >> 1
        return changes[index] if index < len(changes) else b""
    code = _SHORT_CHANGES.get(modifier >> 1 & 0x7F)
    return struct.pack("<HB", code, modifier >> 8) if code else b""
