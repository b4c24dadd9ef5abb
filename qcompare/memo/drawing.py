"""What a page holds: text, lines, waves, grounds and hatched bars at their places, before any PDF is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qcompare.memo.look import Paper
from qcompare.model import RowKind


@dataclass(frozen=True, slots=True)
class Text:
    """One stretch of text whose baseline starts at (x, y); `tracking` is added after every character.

    `link` names the anchor that a click on it leads to; empty for none.
    """

    x: float
    y: float
    text: str
    face: str
    size: float
    ink: str
    tracking: float = 0.0
    link: str = ""


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The number of the page that an anchor stands on, centred on `x` and linked to it; a dash where it is on none."""

    x: float
    y: float
    anchor: str
    face: str
    size: float
    ink: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    ink: str


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line, dashed as `dashes` say."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float
    ink: str
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Wave:
    """A wavy line from `x1` to `x2` around height `y`."""

    x1: float
    x2: float
    y: float
    weight: float
    ink: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A framed bar of a chart, hatched as its kind demands."""

    x: float
    y: float
    width: float
    height: float
    kind: RowKind
    mono: bool


Item = Text | PageNumber | Ground | Line | Wave | Bar


@dataclass(frozen=True, slots=True)
class Strip:
    """One line's worth of drawing: how tall it is, and its items relative to its top left corner."""

    height: float
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the PDF's outline: its level from 0, its words, and the height on the page it leads to."""

    level: int
    title: str
    y: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place on a page that links lead to, under a name: row7.0 for the row numbered 8 with the first target.

    Of several of one name the first is meant.
    """

    name: str
    y: float


@dataclass(slots=True)
class Page:
    """One page being filled: strips with the place of their top left corner, and the chapter the running head names.

    With `legend` the marks are explained at its foot.
    """

    paper: Paper
    chapter: str
    legend: bool = False
    strips: list[tuple[float, float, Strip]] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)

    def put(self, x: float, y: float, *items: Item) -> None:
        """Draw `items` with their origin at (x, y)."""
        self.strips.append((x, y, Strip(0.0, items)))


Block = tuple[Strip, ...]
"""The lines of a cell or paragraph, one below the other."""


def row_anchor(row: int, target: int) -> str:
    """Return the name of the anchor where a row of the comparison is printed with that target's cell."""
    return f"row{row}.{target}"


def height_of(strips: Sequence[Strip]) -> float:
    """Return how tall the strips stand together."""
    return sum(strip.height for strip in strips)
