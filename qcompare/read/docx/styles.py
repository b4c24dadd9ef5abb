"""What the styles of a Word document say of its paragraphs: heading level, numbering, hidden or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from qcompare.read.docx.xml import is_on, name, parts_of, value, whole

LEVELS = 9
"""Levels of an outline or a list."""

_LONGEST_CHAIN = 16
"""Styles that may be based one on another; Word itself stops at eleven."""

_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:toc|目录|目錄)\s*[1-9]|toc\s*(?:heading|标题|標題)\s*\d?|table of figures|图表目录", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbering as a style or a paragraph asks for it; None for what is not said. The list "0" is no list."""

    list_id: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says, with all it is based on. `chain` are the styles' identifiers, the nearest first."""

    chain: tuple[str, ...] = ()
    level: int = 0
    numbered: Numbered = Numbered()
    hidden: bool = False
    contents: bool = False


def numbered(properties: Any) -> Numbered:
    """Return the numbering in an element w:numPr."""
    said = parts_of(properties)
    list_id, level = said.get("w:numId"), said.get("w:ilvl")
    return Numbered(
        None if list_id is None else value(list_id).strip(),
        None if level is None else whole(level, 0, LEVELS - 1),
    )


def outline_level(properties: dict[str, Any]) -> int | None:
    """Return the level, 1 to 9, in a paragraph's properties, 0 for body text, None where they say nothing."""
    element = properties.get("w:outlineLvl")
    return None if element is None else (whole(element, LEVELS, LEVELS) + 1) % (LEVELS + 1)


class Styles:
    """A document's styles. Those that are missing, or based on themselves, say nothing."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, dict[str, Any]] = {}
        self._own: dict[str, _Said] = {}
        self._looks: dict[str, Look] = {}
        self._default = ""
        for style in () if root is None else root:
            if name(style) == "w:style":
                identifier = value(style, "styleId")
                self._styles.setdefault(identifier, parts_of(style))
                if value(style, "type") == "paragraph" and value(style, "default") in {"1", "true", "on"}:
                    self._default = self._default or identifier

    def look(self, identifier: str) -> Look:
        """Return the look of a style of any type; a paragraph that names none, or an unknown one, has the default's."""
        identifier = identifier if identifier in self._styles else self._default
        if identifier not in self._looks:
            self._looks[identifier] = self._resolved(identifier)
        return self._looks[identifier]

    def hides(self, identifier: str) -> bool:
        """Return whether a character style hides its text."""
        return identifier in self._styles and self.look(identifier).hidden

    def list_of(self, identifier: str) -> str:
        """Return the list that a numbering style stands for."""
        return (self.look(identifier).numbered.list_id or "") if identifier in self._styles else ""

    def _resolved(self, identifier: str) -> Look:
        """Return what a style and those it is based on say, the nearest winning."""
        chain: list[str] = []
        level: int | None = None
        hidden: bool | None = None
        list_id, at = None, None
        each = identifier
        while each in self._styles and each not in chain and len(chain) < _LONGEST_CHAIN:
            chain.append(each)
            own = self._said(each)
            level = own.level if level is None else level
            hidden = own.hidden if hidden is None else hidden
            list_id = own.numbered.list_id if list_id is None else list_id
            at = own.numbered.level if at is None else at
            each = own.based
        title = value(self._styles[identifier].get("w:name")).strip() if chain else ""
        return Look(tuple(chain), level or 0, Numbered(list_id, at), bool(hidden), bool(_CONTENTS.fullmatch(title)))

    def _said(self, identifier: str) -> _Said:
        if identifier not in self._own:
            self._own[identifier] = _said(self._styles[identifier])
        return self._own[identifier]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a style says itself."""

    based: str
    level: int | None
    numbered: Numbered
    hidden: bool | None


def _said(style: dict[str, Any]) -> _Said:
    """Return what a style says itself; a built-in heading has its level by its name."""
    properties = parts_of(style.get("w:pPr"))
    level = outline_level(properties)
    heading = _HEADING.fullmatch(value(style.get("w:name")).strip())
    if level is None and heading:
        level = int(heading.group(1))
    vanish = parts_of(style.get("w:rPr")).get("w:vanish")
    hidden = None if vanish is None else is_on(vanish)
    return _Said(value(style.get("w:basedOn")), level, numbered(properties.get("w:numPr")), hidden)
