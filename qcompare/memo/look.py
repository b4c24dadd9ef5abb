"""The look of the memo: paper, type and colours, and the shape of every mark."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from qcompare.marks import Mark
from qcompare.memo.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD
from qcompare.palette import LIGHT

MM = 72 / 25.4

BLACK, GREY, PALE, FAINT = "111111", "575A5E", "BDBDB8", "EFEFEC"
MOVED_LINE = LIGHT.moved
_MONO_GROUND = "E9E9E9"


@dataclass(frozen=True, slots=True)
class Paper:
    """A page's size and the frame its text stands in, in points from the top left corner.

    `bare` is a first page, without a running head.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    bare: bool = False

    @property
    def measure(self) -> float:
        """The width of the frame."""
        return self.right - self.left


_SHORT, _LONG = 210 * MM, 297 * MM
PORTRAIT = Paper(_SHORT, _LONG, 28 * MM, _SHORT - 26 * MM, 79.0, _LONG - 30 * MM)
LANDSCAPE = Paper(_LONG, _SHORT, 20 * MM, _LONG - 20 * MM, 58.3, _SHORT - 20 * MM)
COVER = replace(PORTRAIT, top=76.0, bare=True)
WIDE_COVER = replace(LANDSCAPE, top=56.0, bare=True)


@dataclass(frozen=True, slots=True)
class Style:
    """A typeface, its size and line pitch in points, and its ink."""

    face: str
    size: float
    leading: float
    ink: str = BLACK

    def bold(self) -> Style:
        """Return the style in the bold cut of its typeface."""
        return replace(self, face={SERIF: SERIF_BOLD, SANS: SANS_BOLD}.get(self.face, self.face))


TITLE = Style(SERIF_BOLD, 22, 30)
SUBTITLE = Style(SERIF, 14, 20)
HEADING = Style(SANS_BOLD, 14, 20)
SUBHEADING = Style(SANS_BOLD, 11, 16)
BODY = Style(SERIF, 12, 19.5)
RUNNING = Style(SANS, 9.5, 12, "555555")
PAGE_NUMBER = Style(SERIF, 14, 18)
LABEL = Style(SANS, 10.5, 14)
DATUM = Style(SERIF, 10.5, 14)
DIGEST = Style(SANS, 9, 14)
NOTE = Style(SANS, 9, 13.5)
CLAUSE = Style(SERIF, 10, 15)
DUTY = Style(SANS, 9.5, 15, "3A3D40")
BAND = Style(SANS_BOLD, 10, 15)
TABLE = Style(SERIF, 9.5, 13)
ORIGIN_SIZE = 9.0


class Shape(Enum):
    """How a mark's line is drawn; a mono printer shows nothing else."""

    NONE = "none"
    SOLID = "solid"
    DASHED = "dashed"
    DOUBLE = "double"
    WAVY = "wavy"
    STRIKE = "strike"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Decoration:
    """What a mark adds to its words: a ground under them, a line at them, the bold cut."""

    shape: Shape = Shape.NONE
    ink: str = BLACK
    weight: float = 0.0
    ground: str = ""
    bold: bool = False

    def in_mono(self) -> Decoration:
        """Return the decoration in black, without a ground but the one under replaced words."""
        ground = _MONO_GROUND if self.ground == LIGHT.marks[Mark.REPLACED].ground else ""
        return replace(self, ink=BLACK, ground=ground)


def _decoration(shape: Shape, weight: float, mark: Mark, *, whole: bool = False, bold: bool = False) -> Decoration:
    known = LIGHT.marks[mark]
    return Decoration(shape, known.line, weight, known.whole_ground if whole else known.ground, bold)


PLAIN = Decoration()
MOVED = Decoration(Shape.DOUBLE, MOVED_LINE, 0.7)
REPLACED = _decoration(Shape.SOLID, 1.1, Mark.REPLACED, bold=True)
REPLACED_IN_BASE = _decoration(Shape.WAVY, 1.0, Mark.REPLACED)
INSERTED = _decoration(Shape.SOLID, 1.1, Mark.INSERTED)
ADDED = _decoration(Shape.SOLID, 0.75, Mark.INSERTED, whole=True)
OMITTED = _decoration(Shape.STRIKE, 0.6, Mark.DELETED)
DROPPED = _decoration(Shape.STRIKE, 0.6, Mark.DELETED, whole=True)
LOCALISED = _decoration(Shape.DASHED, 1.1, Mark.LOCALISED)


WEAKER = Decoration(Shape.BOX, LIGHT.marks[Mark.DELETED].line, 0.9, bold=True)
STRONGER = Decoration(Shape.BOX, LIGHT.marks[Mark.INSERTED].line, 0.9, bold=True)


def decoration(mark: Mark, *, base_side: bool, whole: bool, moved: bool) -> Decoration:
    """Return how a stretch with that mark is decorated; variants bear none, their dots are off by default.

    >>> decoration(Mark.REPLACED, base_side=True, whole=False, moved=False).shape
    <Shape.WAVY: 'wavy'>
    """
    if mark is Mark.REPLACED:
        return REPLACED_IN_BASE if base_side else REPLACED
    if mark is Mark.INSERTED:
        return ADDED if whole else INSERTED
    if mark is Mark.DELETED:
        return DROPPED if whole else OMITTED
    if moved:
        return MOVED
    return LOCALISED if mark is Mark.LOCALISED else PLAIN
