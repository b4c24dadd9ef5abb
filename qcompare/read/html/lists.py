"""The numbers that a browser puts before the items of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_NUMBER = re.compile(r"\s*([+-]?\d{1,9})(?!\d)")
"""A number as browsers read it from an attribute; one of more than nine digits is none to them either."""

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]{1,200})", re.IGNORECASE)

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_CHINESE = frozenset({"cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "simp-chinese-formal"})
_NUMBERED = frozenset(_TYPES.values()) | _CHINESE | {"decimal-leading-zero", "lower-latin", "upper-latin"}
_UNNUMBERED = frozenset({"none", "disc", "circle", "square"})

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_DIGITS = "〇一二三四五六七八九"

_OWN_NUMBER = re.compile(r"[\s　]*[（(]?[0-9０-９一二三四五六七八九十百]+[)）.．、](?!\d)")


@dataclass(slots=True)
class ListState:
    """A list that is being read."""

    style: str
    value: int | None
    step: int
    count: int = 0


@dataclass(slots=True)
class Item:
    """An item of a list and its number; where a list counts down, the number of its first item is known at its end."""

    of: ListState
    value: int | None
    place: int
    style: str

    def marker(self) -> str:
        """Return what a browser shows before the item; nothing for a bullet.

        A bullet's shape is the browser's choice and no wording; a plan would print ——, but the file does not say so.
        """
        if self.style in _UNNUMBERED:
            return ""
        return marker(self.of.count - self.place if self.value is None else self.value, self.style)


def list_state(tag: str, attributes: Mapping[str, str]) -> ListState:
    """Return the state at the start of a list with these attributes."""
    down = tag == "ol" and "reversed" in attributes
    start = _number(attributes.get("start", ""))
    style = _style(attributes, "decimal" if tag == "ol" else "disc")
    return ListState(style, (None if down else 1) if start is None else start, -1 if down else 1)


def next_item(state: ListState, attributes: Mapping[str, str]) -> Item:
    """Return the next item of a list, which its own `value` may give a number."""
    given = _number(attributes.get("value", ""))
    if given is not None:
        state.value = given
    item = Item(state, state.value, state.count, _style(attributes, state.style))
    state.count += 1
    if state.value is not None:
        state.value += state.step
    return item


def marker(value: int, style: str) -> str:
    """Return a number in a list's style, as browsers print it: a full stop behind it, 、 behind a Chinese one.

    >>> [marker(n, "decimal") for n in (1, 12)], marker(28, "lower-alpha"), marker(14, "upper-roman")
    (['1.', '12.'], 'ab.', 'XIV.')
    >>> marker(21, "cjk-ideographic")
    '二十一、'
    """
    if style in _CHINESE and 0 < value < 100:
        return _chinese(value) + "、"
    if style.endswith(("alpha", "latin")) and value > 0:
        letters = _letters(value)
    elif style.endswith("roman") and 0 < value < 4000:
        letters = _roman(value)
    else:
        return f"{value:02}." if style == "decimal-leading-zero" else f"{value}."
    return (letters.upper() if style.startswith("upper") else letters) + "."


def numbered(markers: str, text: str) -> str:
    """Return an item's text with its number, unless the text has one of its own.

    A page whose items bear typed numbers switches the browser's off by a style sheet, which lies elsewhere.

    >>> numbered("1.", "健全质量工作机制"), numbered("1.", "（一）健全质量工作机制"), numbered("2.", "1.5万人以上")
    ('1.健全质量工作机制', '（一）健全质量工作机制', '2.1.5万人以上')
    """
    return text if _OWN_NUMBER.match(text) else markers + text


def _number(text: str) -> int | None:
    found = _NUMBER.match(text)
    return int(found[1]) if found else None


def _style(attributes: Mapping[str, str], default: str) -> str:
    """Return the style of numbering that the attributes say; `default` where they say none that is known."""
    found = _STYLE.search(attributes.get("style", ""))
    for word in found[1].lower().split() if found else ():
        if word in _NUMBERED or word in _UNNUMBERED:
            return word
    given = attributes.get("type", "")
    return _TYPES.get(given, given.lower() if given.lower() in _UNNUMBERED else default)


def _letters(value: int) -> str:
    letters = ""
    while value:
        value, rest = divmod(value - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(value: int) -> str:
    letters = ""
    for worth, sign in _ROMAN:
        times, value = divmod(value, worth)
        letters += sign * times
    return letters + _ROMAN_UNITS[value]


def _chinese(value: int) -> str:
    tens, units = divmod(value, 10)
    lead = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return lead + (_DIGITS[units] if units else "")
