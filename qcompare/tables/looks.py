"""How marks look in the tables: one palette and one set of shapes, and text made safe for every file format."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qcompare.marks import MOVED_SIGN, MOVED_WORD, SIGNS, WORDS, Mark
from qcompare.model import RowKind
from qcompare.tables.rows import Piece


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of one mark, as RRGGBB: of the line under or through the text, and of the ground (empty for none)."""

    line: str = ""
    ground: str = ""
    whole_ground: str = ""


LOOKS = {
    Mark.EQUAL: Look(),
    Mark.VARIANT: Look("6B6B6B"),
    Mark.LOCALISED: Look("006E78"),
    Mark.REPLACED: Look("8A5A00", "FFEDA8", "FFEDA8"),
    Mark.INSERTED: Look("00694B", "C8E8DF", "E6F4F0"),
    Mark.DELETED: Look("A3172B", "FBD3C8", "FDEBE6"),
    Mark.FURNITURE: Look("575A5E"),
}
"""The light palette."""

DARK_LOOKS = {
    Mark.EQUAL: Look(),
    Mark.VARIANT: Look("9A9DA1"),
    Mark.LOCALISED: Look("4CC9D3"),
    Mark.REPLACED: Look("F2BC45", "54430C", "54430C"),
    Mark.INSERTED: Look("63D6BC", "134A42", "16312D"),
    Mark.DELETED: Look("FF9E94", "521A14", "33211E"),
    Mark.FURNITURE: Look("A9ACB0"),
}
"""The dark palette, for a screen."""

MOVED_LINE, MOVED_LINE_DARK = "1F4FA3", "92BAFF"

KIND_COLOURS = {
    RowKind.INHERITED: "575A5E",
    RowKind.LOCALISED: "00636C",
    RowKind.MODIFIED: "7A4F00",
    RowKind.ADDED: "005F43",
    RowKind.DROPPED: "9A1527",
    RowKind.FURNITURE: "575A5E",
    RowKind.NONE: "575A5E",
}

KIND_COLOURS_DARK = {
    RowKind.INHERITED: "B4B7BB",
    RowKind.LOCALISED: "4CC9D3",
    RowKind.MODIFIED: "F2BC45",
    RowKind.ADDED: "63D6BC",
    RowKind.DROPPED: "FF9E94",
    RowKind.FURNITURE: "B4B7BB",
    RowKind.NONE: "B4B7BB",
}

BAND_GROUNDS = {1: "E4E7EA", 2: "EFF1F3"}
HEAD_GROUND = "E4E7EA"
RULE = "BDBDB8"

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    r"""Return `text` with each character that XML forbids replaced by one that shows where it stood.

    One for one, so nothing shifts. A control character becomes its picture (U+2400 on), half of a surrogate pair and
    other non-characters become U+FFFD. Line ends and tabs stay. JSON alone keeps them as they are.

    >>> printable("质量\x0b强区\ud800\n")
    '质量␋强区�\n'
    """
    return _UNPRINTABLE.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code == 0x7F:
        return "␡"
    return chr(0x2400 + code) if code < 0x20 else "�"


def kind_words(kind: RowKind, moved: bool) -> tuple[str, ...]:
    """Return what the kind cell says, sign before word, a line each.

    >>> kind_words(RowKind.MODIFIED, moved=True)
    ('≠ 修改', '⇅ 移位')
    """
    said = [f"{SIGNS[kind]} {WORDS[kind]}".strip()] if WORDS[kind] else []
    return (*said, f"{MOVED_SIGN} {MOVED_WORD}") if moved else tuple(said)


def percent(share: float) -> str:
    """Return a share as the tables print it.

    >>> percent(0.5734)
    '57.3%'
    """
    return f"{share:.1%}"


def ends_move(pieces: tuple[Piece, ...], at: int) -> bool:
    """Tell whether the piece is the last of its sentence that came from one place, where that is named (←三（一）15.)."""
    piece = pieces[at]
    if not piece.moved_from:
        return False
    for later in pieces[at + 1 :]:
        if later.sentence != piece.sentence:
            return True
        if later.moved_from == piece.moved_from:
            return False
    return True
