"""What the styles of a Word document say of its paragraphs: heading level, numbering, hidden or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from qcompare.read.docx_xml import is_on, name, parts_of, value, whole

LEVELS = 9
"""Levels of an outline or a list."""

_LONGEST_CHAIN = 32
"""Styles that may be based one on another; Word itself stops at eleven."""

_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录|目錄)\s*[1-9]|toc heading|toc 标题|table of figures|图表目录", re.IGNORECASE)


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

    def _chain(self, identifier: str) -> tuple[str, ...]:
        chain: list[str] = []
        while identifier in self._styles and identifier not in chain and len(chain) < _LONGEST_CHAIN:
            chain.append(identifier)
            identifier = value(self._styles[identifier].get("w:basedOn"))
        return tuple(chain)

    def _resolved(self, identifier: str) -> Look:
        chain = self._chain(identifier)
        level: int | None = None
        said = Numbered()
        hidden: bool | None = None
        for each in chain:
            style = self._styles[each]
            properties = parts_of(style.get("w:pPr"))
            level = self._level(style, properties) if level is None else level
            own = numbered(properties.get("w:numPr"))
            said = Numbered(
                own.list_id if said.list_id is None else said.list_id, own.level if said.level is None else said.level
            )
            vanish = parts_of(style.get("w:rPr")).get("w:vanish")
            hidden = is_on(vanish) if hidden is None and vanish is not None else hidden
        title = value(self._styles[identifier].get("w:name")) if chain else ""
        return Look(chain, level or 0, said, bool(hidden), bool(_CONTENTS.fullmatch(title.strip())))

    @staticmethod
    def _level(style: dict[str, Any], properties: dict[str, Any]) -> int | None:
        """Return the level that a style says itself, or its name where it is one of the built-in headings."""
        level = outline_level(properties)
        heading = _HEADING.fullmatch(value(style.get("w:name")).strip())
        return int(heading.group(1)) if level is None and heading else level
