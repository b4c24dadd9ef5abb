"""The four bundled typefaces: loaded once, their character widths, and what is drawn where a character is missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from qcompare.paths import resource

SERIF, SERIF_BOLD = "QCompareSerif-Regular", "QCompareSerif-Bold"
SANS, SANS_BOLD = "QCompareSans-Regular", "QCompareSans-Bold"
_SECOND = {SERIF: SANS, SERIF_BOLD: SANS_BOLD, SANS: SERIF, SANS_BOLD: SERIF_BOLD}
GETA = "〓"
"""What stands for a character that no bundled typeface has, as Chinese compositors have always done."""


class _SearchableFont(TTFont):  # type: ignore[misc]  # reportlab ships no types
    """A TrueType font whose characters beyond U+FFFF can be copied and searched: reportlab cuts their codes short."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802  # reportlab's name
        before = set(doc.idToObject)
        super().addObjects(doc)
        for name in doc.idToObject.keys() - before:
            if name.startswith("toUnicodeCMap:"):
                stream = doc.idToObject[name]
                stream.content = re.sub(r"(?<=> <)[0-9A-F]{5,6}(?=>)", _surrogates, stream.content)


def _surrogates(code: re.Match[str]) -> str:
    return chr(int(code[0], 16)).encode("utf-16-be").hex().upper()


@dataclass(slots=True)
class Typefaces:
    """Widths and pieces of the bundled typefaces; asked once per character, then remembered."""

    _fonts: dict[str, TTFont]
    _known: dict[str, dict[str, tuple[float, str, str]]] = field(default_factory=dict)

    def advances(self, face: str, text: str) -> list[float]:
        """Return the widths of the characters of `text`, as shares of the type size."""
        known = self._known.setdefault(face, {})
        return [(known.get(c) or self._learn(face, c))[0] for c in text]

    def width(self, face: str, text: str, size: float) -> float:
        """Return how wide `text` is at `size` points."""
        return sum(self.advances(face, text)) * size

    def pieces(self, face: str, text: str) -> Iterator[tuple[str, str]]:
        """Yield the stretches of `text` that one typeface can draw, with that typeface.

        A character missing from `face` comes from its companion (Song from hei, hei from Song); one that neither has is
        drawn as 〓, so that nothing vanishes unseen. Control characters have no shape and are left out.
        """
        known = self._known.setdefault(face, {})
        current = face
        drawn: list[str] = []
        for character in text:
            _, owner, glyph = known.get(character) or self._learn(face, character)
            if owner != current and drawn:
                yield current, "".join(drawn)
                drawn = []
            current = owner
            drawn.append(glyph)
        if drawn:
            yield current, "".join(drawn)

    def missing(self, text: Iterable[str]) -> list[str]:
        """Return the characters of `text` that no typeface has, each time they stand there."""
        return [c for c in text if not c.isspace() and self._entry(SERIF, c)[2] == GETA != c]

    def _learn(self, face: str, character: str) -> tuple[float, str, str]:
        entry = self._known.setdefault(face, {})[character] = self._entry(face, character)
        return entry

    def _entry(self, face: str, character: str) -> tuple[float, str, str]:
        """Return the character's width, the typeface that draws it, and what is drawn."""
        if unicodedata.category(character) in {"Cc", "Cf"}:
            return 0.0, face, ""
        for owner in (face, _SECOND[face]):
            if ord(character) in self._fonts[owner].face.charToGlyph:
                return self._em(owner, character), owner, character
        shown = " " if character.isspace() else GETA
        return self._em(face, shown), face, shown

    def _em(self, face: str, character: str) -> float:
        width: float = self._fonts[face].face.getCharWidth(ord(character))
        return width / 1000


@lru_cache(maxsize=1)
def typefaces() -> Typefaces:
    """Return the bundled typefaces, loaded at the first call (about 0.3 s)."""
    fonts = {}
    for name in _SECOND:
        fonts[name] = _SearchableFont(name, str(resource(f"fonts/{name}.ttf")), shapable=False)
        pdfmetrics.registerFont(fonts[name])
    return Typefaces(fonts)
