"""A page of an OFD document → its characters where they stand: of text objects, blocks, composite units, templates."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice, repeat
from typing import Any

from qcompare.package import local
from qcompare.read.layout.ink import Box, Glyph, Run
from qcompare.read.ofd.measures import FARTHEST, IDENTITY, POINTS, Matrix, at, number, numbers, own_matrix, rules_of
from qcompare.read.ofd.parts import Parts, Volume, child, children, resolved, text_of

_MOST_DEPTH = 32
"""Composite units and blocks within one another."""

_SLANTED = 8.0
"""Degrees off the upright, or a right angle to it, that are no uneven scan but a watermark drawn across (30 to 60)."""

_SMALLEST = 0.1
"""Millimetres of the smallest type that is seen."""

_WIDEST = 1.6
"""Widths of a character that the next may stand off without a gap between them: full lines are spread by up to 1.2, and
digits may be set as far apart as Chinese characters."""

_A4 = (0.0, 0.0, 210.0, 297.0)

_LARGE_PICTURE = 0.05
"""Share of the page that a picture covers which may hold text; seals, logos and emblems cover less."""


@dataclass(slots=True)
class Sheet:
    """What a page shows, in points from its upper left corner; `own` counts characters that are no template's."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    own: int = 0
    objects: int = 0  # pictures and paths
    pictures: int = 0  # large pictures
    covered: float = 0.0  # share of the page that pictures cover
    slanted: int = 0  # characters of watermarks
    hidden: int = 0  # characters that are not drawn
    deeper: int = 0  # objects beyond the limit of depth

    def under(self, template: Sheet) -> None:
        """Add what a template shows."""
        self.runs += template.runs
        self.rules += template.rules
        self.slanted += template.slanted
        self.hidden += template.hidden
        self.deeper += template.deeper


class Press:
    """Reads the pages of one document."""

    def __init__(self, parts: Parts, volume: Volume) -> None:
        self._parts, self._volume = parts, volume
        self._templates: dict[str, Sheet] = {}

    def sheet(self, part: str) -> Sheet:
        """Return what the page in a part shows; nothing where the part is missing."""
        if not self._parts.has(part):
            return Sheet(*_size(_A4))
        root = self._parts.tree(part)
        for resource in islice(children(root, "PageRes"), _MOST_DEPTH):
            self._parts.add_units(self._volume, resolved(part, text_of(resource)))
        sheet = self._content(root)
        sheet.own = sum(len(run.glyphs) for run in sheet.runs)
        for used in islice(children(root, "Template"), _MOST_DEPTH):
            template = self._template(used.get("TemplateID", ""))
            self._parts.spend(len(template.runs) + len(template.rules))
            sheet.under(template)
        return sheet

    def _template(self, number: str) -> Sheet:
        """Return a template's text, read once; a template's own templates do not count, so that none can loop."""
        part = self._volume.templates.get(number, "")
        if number not in self._templates:
            self._templates[number] = self._content(self._parts.tree(part)) if self._parts.has(part) else Sheet(0, 0)
        return self._templates[number]

    def _content(self, root: Any) -> Sheet:
        area = text_of(child(child(root, "Area"), "PhysicalBox"))
        sheet = Sheet(*_size(_box(area) or _box(self._volume.box) or _A4))
        open_objects = [
            (thing, IDENTITY, 0)
            for layer in reversed(list(children(child(root, "Content"), "Layer")))
            for thing in reversed(layer)
        ]
        while open_objects:
            thing, matrix, depth = open_objects.pop()
            self._parts.spend(1)
            name = local(thing)
            if name == "TextObject":
                self._text(thing, matrix, sheet)
            elif name == "ImageObject":
                _add_picture(thing, matrix, sheet)
            elif name == "PathObject":
                sheet.objects += 1
                rules = list(rules_of(thing, own_matrix(thing, matrix)))
                self._parts.spend(len(rules))
                sheet.rules += rules
            elif depth >= _MOST_DEPTH:
                sheet.deeper += 1
            elif name == "PageBlock":
                open_objects += [(one, own_matrix(thing, matrix), depth + 1) for one in reversed(thing)]
            elif name == "CompositeObject":
                content = child(self._volume.units.get(thing.get("ResourceID", "")), "Content")
                inner = own_matrix(thing, matrix)
                open_objects += [(one, inner, depth + 1) for one in reversed(() if content is None else content)]
        return sheet

    def _text(self, thing: Any, outer: Matrix, sheet: Sheet) -> None:
        """Add the characters of a text object to the page."""
        kind = _Type(own_matrix(thing, outer), number(thing.get("Size")), number(thing.get("HScale")) or 1.0)
        x, y = 0.0, 0.0
        for code in children(thing, "TextCode"):
            x = number(code.get("X"), x)
            y = number(code.get("Y"), y)
            text = (code.text or "").strip("\r\n\t")
            self._parts.spend(len(text))
            if thing.get("Visible", "").lower() == "false":
                sheet.hidden += len(text)
            elif text and kind.size > 0:
                _set(text, list(_places(text, code, (x, y), kind)), kind, sheet)


@dataclass(frozen=True, slots=True)
class _Type:
    """How an object's characters are set: its matrix to the page, their size and how wide they are drawn."""

    matrix: Matrix
    size: float
    scale: float


def _set(text: str, places: list[tuple[float, float]], kind: _Type, sheet: Sheet) -> None:
    """Add characters to the page by their places in the object: as a line, upright or turned, or as a watermark."""
    points = [at(kind.matrix, x, y) for x, y in places]
    a, b, c, d = kind.matrix[:4]
    high = math.hypot(c, d) * kind.size
    if not all(abs(value) <= FARTHEST for point in points for value in point) or not _SMALLEST <= high <= FARTHEST:
        sheet.hidden += len(text)
        return
    turn = math.degrees(math.atan2(b, a)) % 90
    if _SLANTED < turn < 90 - _SLANTED:
        sheet.slanted += len(text)
        return
    height = high * POINTS
    if abs(b) > abs(a) or _is_column(points, high):
        glyphs = _stacked(text, points[0][0] * POINTS, height)
    else:
        wide = math.hypot(a, b) * kind.size * kind.scale
        glyphs = _lined(text, points, wide)
    sheet.runs.append(Run(tuple(glyphs), points[0][1] * POINTS, height))


def _add_picture(thing: Any, matrix: Matrix, sheet: Sheet) -> None:
    box = numbers(thing.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
    a, b, c, d = matrix[:4]
    area = abs(box[2] * box[3] * (a * d - b * c)) * POINTS**2
    share = min(1.0, area / (sheet.width * sheet.height))
    sheet.objects += 1
    sheet.pictures += share >= _LARGE_PICTURE
    sheet.covered += share


def _lined(text: str, points: list[tuple[float, float]], size: float) -> Iterator[Glyph]:
    """Yield characters of a line; each reaches to the next where that stands no farther off than spreading explains."""
    following = chain((x for x, _ in points[1:]), [math.inf])
    for character, (x, _), after in zip(text, points, following, strict=False):
        width = _width(character, size)
        end = after if x < after <= x + max(_WIDEST * width, 1.05 * size) else x + width
        yield character, x * POINTS, end * POINTS


def _stacked(text: str, left: float, size: float) -> Iterator[Glyph]:
    """Yield characters set one below the other as if they shared the width of one: they are read in one go."""
    step = size / len(text)
    for place, character in enumerate(text):
        yield character, left + place * step, left + (place + 1) * step


def _is_column(points: list[tuple[float, float]], size: float) -> bool:
    down = abs(points[-1][1] - points[0][1])
    return down > size / 2 and down > abs(points[-1][0] - points[0][0])


def _places(text: str, code: Any, start: tuple[float, float], kind: _Type) -> Iterator[tuple[float, float]]:
    """Yield where each character of a text code stands in its object.

    Where the file says no distance at all, or none for the last characters, they follow by their own widths.
    """
    (x, y), across, down = start, code.get("DeltaX"), code.get("DeltaY")
    upright = across is None and down is not None
    steps_x: Iterator[float | None] = repeat(0.0) if upright else chain(_deltas(across), repeat(None))
    steps_y = chain(_deltas(down), repeat(0.0))
    for character, step_x, step_y in zip(text, steps_x, steps_y, strict=False):
        yield x, y
        x, y = x + (_width(character, kind.size * kind.scale) if step_x is None else step_x), y + step_y


def _deltas(written: str | None) -> Iterator[float]:
    """Yield the distances that an attribute lists; "g 3 5.5" says a distance of 5.5 three times.

    >>> list(_deltas("5 g 2 3.5 4")), list(islice(_deltas("g 1000000000 1"), 2))
    ([5.0, 3.5, 3.5, 4.0], [1.0, 1.0])
    """
    words = iter((written or "").split())
    for word in words:
        if word == "g":
            times, step = next(words, ""), number(next(words, ""))
            yield from repeat(step, int(times[:9]) if times.isascii() and times.isdigit() else 0)
        else:
            yield number(word)


def _width(character: str, size: float) -> float:
    """Return how far the next character stands off when a font sets it: a whole size, half of it for Latin."""
    return size if unicodedata.east_asian_width(character) in "WFA" else size / 2


def _box(written: str) -> tuple[float, float, float, float] | None:
    found = numbers(written, 4)
    return (found[0], found[1], found[2], found[3]) if found and min(found[2:]) >= 1 else None


def _size(box: tuple[float, float, float, float]) -> tuple[float, float]:
    return box[2] * POINTS, box[3] * POINTS
