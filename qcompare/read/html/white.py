"""White space as a browser shows it: collapsed, kept, or, at the end of a line of the source, nothing."""

from __future__ import annotations

import re
import unicodedata

BREAK, _BLANK, _TAB = "\x01", "\x02", "\x03"
"""Line break, and white space that is kept, while the other white space of a line is being collapsed."""

_NOT_SHOWN = dict.fromkeys((*range(9), 11, *range(14, 32), 127))
_KEEP = str.maketrans({" ": _BLANK, "\t": _TAB, "\n": BREAK, "\r": None, "\f": None})
_WHITE = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
_AROUND_BREAK = re.compile(f" ?{BREAK} ?")
_RETURN = str.maketrans({_BLANK: " ", _TAB: "\t"})


def shown(text: str, *, kept: bool) -> str:
    """Return text of the source without what no browser shows; its white space is safe from collapsing if it is `kept`."""
    text = text.translate(_NOT_SHOWN)
    return text.translate(_KEEP) if kept else text


def collapsed(text: str) -> str:
    """Return a line's text with its white space as CSS shows it: one blank, none at its ends or at a line break.

    A line of the source that ends between two Chinese characters leaves no blank (CSS Text 3, 4.1.3): Word, saving a
    page, breaks its lines there.
    """
    text = _AROUND_BREAK.sub(BREAK, _WHITE.sub(_white, text).strip(" "))
    return text.strip(BREAK).replace(BREAK, "\n").translate(_RETURN)


def _white(run: re.Match[str]) -> str:
    start, end, text = run.start(), run.end(), run.string
    between = "\n" in run[0] and start > 0 and end < len(text)
    return "" if between and _is_wide(text[start - 1]) and _is_wide(text[end]) else " "


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def size_of(text: str) -> int:
    """Return how many visible characters a text has."""
    return len("".join(text.split()))
