"""The elements of a Word document by short names, whichever of the two standards (transitional, strict) it follows."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_OFFICE, _STRICT = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
_W = (f"{{{_OFFICE}wordprocessingml/2006/main}}", f"{{{_STRICT}wordprocessingml/main}}")
_R = (f"{{{_OFFICE}officeDocument/2006/relationships}}", f"{{{_STRICT}officeDocument/relationships}}")

_PREFIXES = dict.fromkeys(_W, "w:") | {
    f"{{{_OFFICE}officeDocument/2006/math}}": "m:",
    f"{{{_STRICT}officeDocument/math}}": "m:",
    f"{{{_OFFICE}markup-compatibility/2006}}": "mc:",
    f"{{{_OFFICE}drawingml/2006/picture}}": "pic:",
    f"{{{_STRICT}drawingml/picture}}": "pic:",
    f"{{{_OFFICE}drawingml/2006/chart}}": "c:",
    f"{{{_STRICT}drawingml/chart}}": "c:",
    f"{{{_OFFICE}drawingml/2006/diagram}}": "dgm:",
    f"{{{_STRICT}drawingml/diagram}}": "dgm:",
    "{urn:schemas-microsoft-com:vml}": "v:",
}

_LONGEST_NUMBER = 10
"""Digits of a number in an attribute: what has more is out of every range."""


@lru_cache(maxsize=2048)
def _short(tag: str) -> str:
    space, _, local = tag.rpartition("}")
    return _PREFIXES.get(f"{space}}}", "?:") + local


def name(element: Any) -> str:
    """Return an element's name as "w:p"; one of an unknown namespace begins with "?:", a comment has no name."""
    tag = element.tag
    return _short(tag) if isinstance(tag, str) else ""


def value(element: Any, attribute: str = "val") -> str:
    """Return an attribute in Word's own namespace, empty where it, or the element, is not there."""
    if element is None:
        return ""
    return element.get(_W[0] + attribute) or element.get(_W[1] + attribute) or ""


def reference(element: Any) -> str:
    """Return the relationship (r:id) that an element names."""
    return element.get(f"{_R[0]}id") or element.get(f"{_R[1]}id") or ""


def whole(element: Any, default: int, largest: int, attribute: str = "val") -> int:
    """Return a number of an attribute, brought within 0 and `largest`; the default where there is none."""
    text = value(element, attribute).strip()
    negative, digits = text.startswith("-"), text.lstrip("+-")
    if not (digits.isascii() and digits.isdecimal()):
        return default
    if negative:
        return 0
    return largest if len(digits) > _LONGEST_NUMBER else min(int(digits), largest)


def is_on(element: Any) -> bool:
    """Return whether a property that is either on or off is there and on."""
    return element is not None and value(element) not in {"0", "false", "off"}


def parts_of(element: Any) -> dict[str, Any]:
    """Return an element's children by name, for properties that stand once."""
    return {} if element is None else {name(child): child for child in element}


def child(element: Any, wanted: str) -> Any:
    """Return the first child of that name, or None."""
    return next((found for found in element if name(found) == wanted), None)


def chosen(alternatives: Any) -> Any:
    """Return the content that counts among alternatives (mc:AlternateContent): the first choice, else the fallback."""
    found = child(alternatives, "mc:Choice")
    return child(alternatives, "mc:Fallback") if found is None else found
