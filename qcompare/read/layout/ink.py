"""What a page shows: characters in stretches, ruled lines as boxes, pictures."""

from __future__ import annotations

from dataclasses import dataclass

Glyph = tuple[str, float, float]
"""A character, where it begins and where the next may begin."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the page's upper left corner."""

LARGE_PICTURE = 0.05
"""Share of the page that a picture covers which may hold text; seals, logos and emblems cover less."""

_LEAST_TEXT = 50
"""Characters of a page that is text; a scan may carry its page number, or the scanner's name, as text."""

_MOST_PICTURE = 0.5
"""Share of a page that is a picture from which it is a scan if it has no more text than that."""

_THICKEST = 3.0
"""Points across a rule at most; Word's thickest border has 6, but those frame pages, not cells."""

_SHORTEST = 4.0
"""Points along a rule at least: the side of a cell with one line of the smallest type."""


def is_rule(box: Box) -> bool:
    """Say whether a box is so flat or thin, and so long, that it is a ruled line."""
    across, along = sorted((box[2] - box[0], box[3] - box[1]))
    return across <= _THICKEST and along >= _SHORTEST and along > 2 * across


def is_covered(pictures: float, characters: int) -> bool:
    """Say whether pictures cover so much of a page, and it has so little text, that it is a picture of text."""
    return pictures >= _MOST_PICTURE and characters < _LEAST_TEXT


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
