"""What a web page's tags and attributes say: a block, a thing left out, a link, a picture, a word of Word's."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qcompare.document import BlockKind, CautionKind

BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """html body div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd menu dir table caption thead tbody tfoot tr td th form
        fieldset legend section article main header footer nav aside address blockquote center pre listing xmp figure
        figcaption details summary dialog hr hgroup frameset noframes""",
    )
)
_LEFT_OUT = frozenset(
    re.findall(
        r"\w+",
        """script style noscript template object applet embed iframe frame svg canvas map audio video input select option
        optgroup button textarea datalist progress meter rt rp rtc""",
    )
)
"""Programs, controls, other files; and of a ruby what it says of the characters under it."""

KEPT_WHITE = frozenset({"pre", "listing", "xmp"})

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_WORD_NOTE = re.compile(r"mso-element\s*:\s*(?:footnote|endnote)\b", re.IGNORECASE)
_WORD_COMMENT = re.compile(
    r"mso-element\s*:\s*comment|\b(?:msocomment(?:reference|text)|msocomanchor)\b", re.IGNORECASE
)
_WORD_CONTENTS = re.compile(r"\bmsotoc\d\b", re.IGNORECASE)

_WORD_NUMBER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_WORD_SIGNS = re.compile(r"font-family\s*:\s*[\"']?\s*(?:wingdings|webdings|symbol)", re.IGNORECASE)
"""What Word writes as a bullet is a letter of a font of signs: it would read as that letter."""

_FILE = re.compile(r"\.(?:docx?|wps|pdf|ofd|xlsx?|et|pptx?|txt|zip|rar)(?:[?#]|$)", re.IGNORECASE)
"""A link to such a file is an attachment's name in the plan's own list, no way to another page."""

_SMALL_PICTURE = 50
"""Pixels: a picture that says to be lower or narrower is a sign or a bullet and holds no text."""


def left_out(tag: str, attributes: Mapping[str, str]) -> CautionKind | None:
    """Return why a reader of the final text would not see an element; None where it is seen.

    Programs, controls and other pages are REFERENCES: nobody need look at those, but for pages in frames.
    """
    if tag in _LEFT_OUT:
        return CautionKind.REFERENCES
    if tag == "del":
        return CautionKind.REVISIONS
    style, named = attributes.get("style", ""), attributes.get("class", "")
    if (style or named) and _WORD_COMMENT.search(f"{style} {named}"):
        return CautionKind.COMMENTS
    hidden = "hidden" in attributes or (style and _HIDDEN.search(style))
    return CautionKind.HIDDEN if hidden and tag not in {"html", "body"} else None  # a program shows those at once


def block_kind(attributes: Mapping[str, str], around: BlockKind) -> BlockKind:
    """Return what Word says a block is: a note, an entry of the contents list; else what it is that stands around it."""
    if _WORD_NOTE.search(attributes.get("style", "")):
        return BlockKind.NOTE
    return BlockKind.CONTENTS if _WORD_CONTENTS.search(attributes.get("class", "")) else around


def is_of_signs(attributes: Mapping[str, str]) -> bool:
    """Tell whether an element is set in a font of signs."""
    return _WORD_SIGNS.search(attributes.get("style", "")) is not None


def is_number(attributes: Mapping[str, str]) -> bool:
    """Tell whether an element is the number or bullet that Word put before an item."""
    return _WORD_NUMBER.search(attributes.get("style", "")) is not None


def hints(attributes: Mapping[str, str]) -> str:
    """Return the names that an element bears, in lower case."""
    if not attributes:
        return ""
    return " ".join(attributes.get(name, "") for name in ("id", "class", "role")).lower().strip()


def leads_away(address: str) -> bool:
    """Tell whether a link leads to another page: not within this one, and not to an attachment."""
    return bool(address) and not address.startswith("#") and not _FILE.search(address)


def is_small(attributes: Mapping[str, str]) -> bool:
    """Tell whether a picture says to be too small for text."""
    sides = (attributes.get(side, "").strip().removesuffix("px") for side in ("width", "height"))
    return any(side.isascii() and side.isdigit() and int(side[:9]) < _SMALL_PICTURE for side in sides)
