"""What a page shows: characters in stretches, and boxes."""

from __future__ import annotations

from dataclasses import dataclass

Glyph = tuple[str, float, float]
"""A character, where it begins and where the next may begin."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the page's upper left corner."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters set one after the other in one font and size; lengths in points, from the page's upper left corner."""

    glyphs: tuple[Glyph, ...]
    baseline: float
    size: float

    @property
    def shown(self) -> str:
        """The characters."""
        return "".join(glyph[0] for glyph in self.glyphs)

    @property
    def left(self) -> float:
        """Where the first character begins."""
        return self.glyphs[0][1]

    @property
    def right(self) -> float:
        """Where the last character ends."""
        return self.glyphs[-1][2]
