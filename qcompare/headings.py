"""Headings without a number, as newspapers and speeches set them: told by the prose around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qcompare.document import Block
from qcompare.lines import Line
from qcompare.numbering import Style
from qcompare.roles import Role

LONGEST = 20
"""Characters in a heading without a number; the newspapers' have 4 to 16 (一个目标, 筑牢质量安全底线)."""

_SHORTEST = 3

SHORTEST_PROSE = 30
"""Characters in a paragraph that a heading stands between; a table's cells and a list's points are shorter."""

_FEWEST = 2
"""Headings in a text: one short line alone may be anything."""

_MARKS = re.compile(r"[，,。｡；;：:！!？?、．…|｜\d]")
_PROSE_ENDS = frozenset("。｡．.！？；!?;”’」』）)】〕］]")
_STRUCTURE = frozenset(Style) - {
    Style.BRACKETED_DIGIT,
    Style.CIRCLED,
    Style.LETTER,
    Style.DASH,
    Style.ORDINAL,
    Style.BOX,
}


def headed(lines: Sequence[Line], roles: Sequence[Role]) -> tuple[Line, ...]:
    """Return the lines with those that are headings without a number as headings of the first level.

    Only in a text whose clauses have no numbers; there a heading is a short line without a mark of punctuation between
    two paragraphs of prose, and there are several such. In a numbered plan a short line may be a cell, a caption or a name.
    """
    text = [at for at, role in enumerate(roles) if role is Role.TEXT]
    if any(m.style in _STRUCTURE for at in text if (m := lines[at].marker)):
        return tuple(lines)
    found = {
        at
        for before, at, after in zip((-1, *text), text, text[1:], strict=False)
        if _is_short(lines[at]) and _is_prose(lines[after]) and _opens(lines, roles, before, at)
    }
    if len(found) < _FEWEST:
        return tuple(lines)
    return tuple(replace(line, block=_heading(line)) if at in found else line for at, line in enumerate(lines))


def _opens(lines: Sequence[Line], roles: Sequence[Role], before: int, at: int) -> bool:
    """Say whether a heading may begin at a line: behind prose, or right under the title."""
    return _is_prose(lines[before]) if before >= 0 else at > 0 and roles[at - 1] is Role.TITLE


def _heading(line: Line) -> Block:
    return replace(line.block, level=1) if line.block else Block(line.span, level=1)


def _is_short(line: Line) -> bool:
    plain = not line.table and line.level == 0 and line.marker is None
    return plain and _SHORTEST <= len(line.text) <= LONGEST and not _MARKS.search(line.text)


def _is_prose(line: Line) -> bool:
    return len(line.text) >= SHORTEST_PROSE and line.text[-1] in _PROSE_ENDS
