"""Which plan a column belongs to, and where in a text something stands."""

from __future__ import annotations

import re
from functools import lru_cache

from qcompare.gui.models.cells import JOINER, searchable
from qcompare.marks import DOWN, UP
from qcompare.normalize import regional_patterns


def target_of(column: int) -> int | None:
    """Return the target a column belongs to, None for the base's."""
    return None if column == 0 else (column - 1) // 2


def is_text(column: int) -> bool:
    """Return whether a column shows a plan's text; the others show kinds."""
    return column % 2 == 0


def find_spans(text: str, needle: str, *, regional: bool = False) -> list[tuple[int, int]]:
    r"""Return every place of `needle` in `text`, whatever the script and case of either.

    In a `regional` text words of either regional usage are found: 信息 finds 資訊.

    >>> find_spans("資訊安全，信息", "信息", regional=True), find_spans("資訊安全", "信息")
    ([(0, 2), (5, 7)], [])
    >>> find_spans("農産品質量安全", "农产品"), find_spans("达到90\u2060↓以上", "90以上")
    ([(0, 3)], [(2, 8)])
    """
    plain = searchable(text)
    return spans_in(plain, needle, regional=regional) if len(plain) == len(text) else []


def spans_in(plain: str, needle: str, *, regional: bool = False) -> list[tuple[int, int]]:
    """Return every place of `needle` in a text that is made searchable already."""
    wanted = searchable(needle)
    if not wanted:
        return []
    return [(m.start(), m.end()) for m in _pattern(wanted, regional).finditer(plain)]


@lru_cache(maxsize=8)
def _pattern(wanted: str, regional: bool) -> re.Pattern[str]:
    pieces = regional_patterns(wanted) if regional else ((re.escape(wanted),),)
    between = f"{JOINER}?[{DOWN}{UP}]?"  # an arrow of ours stands behind a figure, which the plan does not have
    spread = (tuple(between.join(_CHARACTER.findall(word)) for word in piece) for piece in pieces)
    return re.compile(between.join(f"(?:{'|'.join(piece)})" for piece in spread))


_CHARACTER = re.compile(r"\(\?!.*?\)|\\?.", re.DOTALL)
"""One character of an escaped word, or what must not follow it."""
