"""Which plan a column belongs to, and where in a text something stands."""

from __future__ import annotations

import re

from qcompare.gui.models.cells import JOINER, searchable
from qcompare.marks import DOWN, UP


def target_of(column: int) -> int | None:
    """Return the target a column belongs to, None for the base's."""
    return None if column == 0 else (column - 1) // 2


def is_text(column: int) -> bool:
    """Return whether a column shows a plan's text; the others show kinds."""
    return column % 2 == 0


def find_spans(text: str, needle: str) -> list[tuple[int, int]]:
    r"""Return every place of `needle` in `text`, whatever the script and case of either.

    >>> find_spans("農産品質量安全", "农产品"), find_spans("达到90\u2060↓以上", "90以上")
    ([(0, 3)], [(2, 8)])
    """
    plain = searchable(text)
    return spans_in(plain, needle) if len(plain) == len(text) else []


def spans_in(plain: str, needle: str) -> list[tuple[int, int]]:
    """Return every place of `needle` in a text that is made searchable already."""
    wanted = searchable(needle)
    if not wanted:
        return []
    between = f"{JOINER}?[{DOWN}{UP}]?"  # an arrow of ours stands behind a figure, which the plan does not have
    return [(m.start(), m.end()) for m in re.finditer(between.join(map(re.escape, wanted)), plain)]
