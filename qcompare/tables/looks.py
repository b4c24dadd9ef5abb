"""How the tables look beside the marks: grounds of bands and heads, the words of kinds, text safe for every format."""

from __future__ import annotations

import re

from qcompare.marks import MOVED_SIGN, MOVED_WORD, SIGNS, WORDS
from qcompare.model import RowKind

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
