"""Where a Chinese text may be broken into lines, and the breaking itself: by the line-start and line-end rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

JOINER = "\u2060"
"""A sign without width that keeps its neighbours on one line (U+2060 WORD JOINER)."""

NEVER_FIRST = frozenset(JOINER + "，。；：？！、．,.;:?!)）]］}｝〕】〗》〉」』﹂﹄’”…⋯—–‐-～~·・‧％%‰℃°′″々〻／/")
"""Marks that may not open a line (GB/T 15834: 点号、后括号、后引号、省略号、破折号、间隔号、分隔号)."""

NEVER_LAST = frozenset(JOINER + "(（[［{｛〔【〖《〈「『﹁﹃‘“￥$＄№／/\xa0")
"""Marks that may not close a line (前括号、前引号、分隔号 and signs that belong to the number behind them)."""

_WORD = "0-9A-Za-z０-９Ａ-Ｚａ-ｚÀ-ÖØ-öø-ɏ"
_UNBROKEN = re.compile(
    f"[{_WORD}]+(?:(?:[.,:/'’_&@．]|(?<=[0-9０-９])[-–—~～](?=[0-9０-９]))[{_WORD}]+)*"
    "(?:[%％‰℃°]|(?<=[0-9０-９])[年月日万亿个项家])?|—{2,}|─{2,}|…{2,}|⋯{2,}"
)
"""Latin words, numbers with their points and units (98.3%, 2,000, 2023—2027年), —— and ……."""

_IN_WORD = re.compile(f"[{_WORD}]{{2}}")

_FORBIDDEN, _INSIDE_WORD, _ALLOWED = 0, 1, 2
_ROUNDING = 1e-6


def break_lines(text: str, advances: Sequence[float], width: float, indent: float = 0.0) -> list[tuple[int, int]]:
    """Return the half-open stretches of `text` that make its lines, none wider than `width`.

    `advances` are the widths of the characters, `indent` is what the first line loses on its left. Lines are filled
    greedily. White space at a line end hangs over the edge unseen, a newline ends its line. Where a chain of characters
    that belong together is wider than a whole line, a word is cut, then even the punctuation rules give way: nothing is
    ever set beyond the edge, but a single character wider than the line. Takes time in proportion to the text.

    >>> [text[a:b] for text in ["加快“智能工厂”建设，达到98.3%以上。"] for a, b in break_lines(text, [1.0] * 22, 7)]
    ['加快“智能工', '厂”建设，达到', '98.3%以', '上。']
    >>> [text[a:b] for text in ["质量，提升。"] for a, b in break_lines(text, [1.0] * 6, 2)]
    ['质', '量，', '提', '升。']
    """
    edges = list(accumulate(advances, initial=0.0))
    if edges[-1] <= width - indent and "\n" not in text:
        return [(0, len(text))] if text else []
    rule = breaking_places(text)
    lines: list[tuple[int, int]] = []
    start = best = makeshift = 0
    for at, character in enumerate(text):
        if rule[at] == _ALLOWED:
            best = makeshift = at
        elif rule[at] == _INSIDE_WORD:
            makeshift = at
        while at > start and edges[at + 1] - edges[start] > width - indent + _ROUNDING and not character.isspace():
            cut = best if best > start else makeshift if makeshift > start else at
            lines.append((start, cut))
            start, indent = cut, 0.0
        if character == "\n":
            lines.append((start, at + 1))
            start, indent = at + 1, 0.0
    if start < len(text):
        lines.append((start, len(text)))
    return lines


def held_together(text: str) -> str:
    """Return the text so that it moves to the next line as a whole where it does not fit.

    Where it is wider than a whole line it is broken as the rules allow.

    >>> held_together("二（三）7.").split(JOINER)
    ['二', '（', '三', '）', '7', '.']
    """
    return JOINER.join(text)


def breaking_places(text: str) -> bytearray:
    """Return for each character whether a line may start there: 2 yes, 1 only by cutting a word, 0 no.

    >>> list(breaking_places("提升（ISO）——"))
    [2, 2, 2, 0, 1, 1, 0, 0, 0]
    """
    places = bytearray([_ALLOWED]) * len(text)
    for chain in _UNBROKEN.finditer(text):
        inside = _FORBIDDEN if chain[0][0] in "—─…⋯" else _INSIDE_WORD
        for at in range(chain.start() + 1, chain.end()):
            places[at] = inside
    before = ""  # the last visible character: neither white space nor a joiner hides a bracket from what follows it
    for at, here in enumerate(text):
        if at and (here in NEVER_FIRST or before in NEVER_LAST or here.isspace()):
            places[at] = _FORBIDDEN
        elif at and text[at - 1] == JOINER:
            places[at] = _FORBIDDEN if _IN_WORD.fullmatch(before + here) else _INSIDE_WORD
        if here != JOINER and (not here.isspace() or here == "\xa0"):
            before = here
    return places
