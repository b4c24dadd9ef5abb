"""A page of an OFD document → its characters where they stand: of text objects, blocks, composite units, templates."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice, repeat
from typing import Any

from qcompare.package import DamagedError, local
from qcompare.read.ofd_parts import Parts, Volume, child, children, text_of

_POINTS = 72 / 25.4
"""Points in a millimetre."""

_MOST_DEPTH = 32
"""Composite units and blocks within one another."""

_MOST_OBJECTS = 2_000_000
"""Objects and characters of all pages together: 200 full pages of a plan have 170,000."""

_FARTHEST = 100_000.0
"""Millimetres from the page's corner at which nothing is."""

_SLANTED = 8.0
"""Degrees off the upright, or a right angle to it, that are no uneven scan but a watermark drawn across (30 to 60)."""

_WIDEST = 1.6
"""Widths of a character that the next may stand off without a gap between them: full lines are spread by up to 1.2."""

_A4 = (0.0, 0.0, 210.0, 297.0)

_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]

Glyph = tuple[str, float, float]
"""A character, where it begins and where the next may begin."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters set one after the other in one size; lengths in points, from the page's upper left corner."""

    glyphs: tuple[Glyph, ...]
    baseline: float
    size: float

    @property
    def left(self) -> float:
        return self.glyphs[0][1]

    @property
    def right(self) -> float:
        return self.glyphs[-1][2]


@dataclass(slots=True)
class Sheet:
    """What a page shows: its own text and that of its templates apart."""

    width: float = 0.0
    height: float = 0.0
    runs: list[Run] = field(default_factory=list)
    template: list[Run] = field(default_factory=list)
    pictures: int = 0
    slanted: int = 0  # characters of watermarks
    hidden: int = 0  # characters that are not drawn
    deeper: int = 0  # objects beyond the limit of depth


class Press:
    """Reads the pages of one document."""

    def __init__(self, parts: Parts, volume: Volume) -> None:
        self._parts, self._volume = parts, volume
        self._templates: dict[str, Sheet] = {}
        self._left = _MOST_OBJECTS

    def sheet(self, part: str) -> Sheet:
        """Return what the page in a part shows; nothing where the part is missing."""
        if not self._parts.has(part):
            return Sheet(*_size(_A4))
        root = self._parts.tree(part)
        sheet = self._content(root)
        for used in islice(children(root, "Template"), _MOST_DEPTH):
            template = self._template(used.get("TemplateID", ""))
            sheet.template += template.runs
            sheet.slanted += template.slanted
            self._spend(len(template.runs))
        return sheet

    def _template(self, number: str) -> Sheet:
        """Return a template's text, read once; a template's own templates do not count, so that none can loop."""
        part = self._volume.templates.get(number, "")
        if number not in self._templates:
            self._templates[number] = self._content(self._parts.tree(part)) if self._parts.has(part) else Sheet()
        return self._templates[number]

    def _content(self, root: Any) -> Sheet:
        left, top, right, bottom = _box(text_of(child(child(root, "Area"), "PhysicalBox")) or self._volume.box) or _A4
        sheet = Sheet(*_size((left, top, right, bottom)))
        open_objects = [
            (thing, _IDENTITY, 0)
            for layer in reversed(list(children(child(root, "Content"), "Layer")))
            for thing in reversed(layer)
        ]
        while open_objects:
            thing, matrix, depth = open_objects.pop()
            self._spend(1)
            name = local(thing)
            if name == "TextObject":
                self._text(thing, matrix, sheet)
            elif name in {"ImageObject", "PathObject"}:
                sheet.pictures += 1
            elif depth >= _MOST_DEPTH:
                sheet.deeper += 1
            elif name == "PageBlock":
                open_objects += [(one, _own(thing, matrix), depth + 1) for one in reversed(thing)]
            elif name == "CompositeObject":
                content = child(self._volume.units.get(thing.get("ResourceID", "")), "Content")
                inner = _own(thing, matrix)
                open_objects += [(one, inner, depth + 1) for one in reversed(() if content is None else content)]
        return sheet

    def _spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise DamagedError

    def _text(self, thing: Any, outer: Matrix, sheet: Sheet) -> None:
        """Add the characters of a text object to the page."""
        matrix, size, x, y = _own(thing, outer), _number(thing.get("Size")) or 0.0, 0.0, 0.0
        scale = _number(thing.get("HScale")) or 1.0
        for code in children(thing, "TextCode"):
            x = _number(code.get("X"), x)
            y = _number(code.get("Y"), y)
            text = (code.text or "").strip("\r\n\t")
            self._spend(len(text))
            if thing.get("Visible", "").lower() == "false":
                sheet.hidden += len(text)
                continue
            places = list(_places(text, code, x, y, size * scale))
            if text and size > 0:
                _set(text, places, matrix, size, scale, sheet)


def _set(text: str, places: list[tuple[float, float]], matrix: Matrix, size: float, scale: float, sheet: Sheet) -> None:
    """Add characters to the page by their places in the object: as a line, upright or turned, or as a watermark."""
    points = [_at(matrix, x, y) for x, y in places]
    a, b, c, d = matrix[:4]
    across, high = math.hypot(a, b), math.hypot(c, d)
    if not all(0 <= abs(v) <= _FARTHEST for point in points for v in point) or not 0 < high * size <= _FARTHEST:
        return
    turn = math.degrees(math.atan2(b, a)) % 90
    if _SLANTED < turn < 90 - _SLANTED:
        sheet.slanted += len(text)
        return
    turned = abs(b) > abs(a) or _is_column(points, high * size)
    height = high * size * _POINTS
    widths = [_width(character, size * scale * across) for character in text]
    glyphs = _stacked(text, points, height) if turned else _lined(text, points, widths)
    sheet.runs.append(Run(tuple(glyphs), points[0][1] * _POINTS, height))


def _lined(text: str, points: list[tuple[float, float]], widths: list[float]) -> Iterator[Glyph]:
    """Yield characters of a line; each reaches to the next where that stands no farther off than spreading explains."""
    following = chain((x for x, _ in points[1:]), [math.inf])
    for character, (x, _), width, after in zip(text, points, widths, following, strict=False):
        end = after if x < after <= x + _WIDEST * width else x + width
        yield character, x * _POINTS, end * _POINTS


def _stacked(text: str, points: list[tuple[float, float]], size: float) -> Iterator[Glyph]:
    """Yield characters set one below the other as if they shared the width of one: they are read in one go."""
    step = size / len(text)
    for place, character in enumerate(text):
        left = points[0][0] * _POINTS + place * step
        yield character, left, left + step


def _is_column(points: list[tuple[float, float]], size: float) -> bool:
    down = abs(points[-1][1] - points[0][1])
    return down > size / 2 and down > abs(points[-1][0] - points[0][0])


def _places(text: str, code: Any, x: float, y: float, size: float) -> Iterator[tuple[float, float]]:
    """Yield where each character of a text code stands in its object.

    Where the file says no distance at all, or none for the last characters, they follow by their own widths.
    """
    across, down = code.get("DeltaX"), code.get("DeltaY")
    own = (_width(character, size) for character in text)
    steps_x = chain(_deltas(across), () if across is None else (None for _ in text))
    steps_y = chain(_deltas(down), repeat(0.0))
    if across is None:
        steps_x = repeat(0.0) if down is not None else repeat(None)
    for width, step_x, step_y in zip(own, chain(steps_x, repeat(None)), steps_y, strict=False):
        yield x, y
        x, y = x + (width if step_x is None else step_x), y + (step_y or 0.0)


def _deltas(written: str | None) -> Iterator[float | None]:
    """Yield the distances that an attribute lists; "g 3 5.5" says a distance of 5.5 three times.

    >>> list(_deltas("5 g 2 3.5 4")), list(islice(_deltas("g 1000000000 1"), 2))
    ([5.0, 3.5, 3.5, 4.0], [1.0, 1.0])
    """
    words = iter((written or "").split())
    for word in words:
        if word == "g":
            times, step = _number(next(words, "")), _number(next(words, ""))
            yield from repeat(step, int(max(0.0, min(times, 1e9))))
        else:
            yield _number(word)


def _own(thing: Any, outer: Matrix) -> Matrix:
    """Return the matrix from an object's own measures to the page's: its CTM, its boundary's corner, what it lies in."""
    box = _numbers(thing.get("Boundary"), 4)
    given = _numbers(thing.get("CTM"), 6)
    a, b, c, d, e, f = given or _IDENTITY
    left, top = (box[0], box[1]) if box else (0.0, 0.0)
    return _product((a, b, c, d, e + left, f + top), outer)


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _width(character: str, size: float) -> float:
    """Return how far the next character stands off when a font sets it: a whole size, half of it for Latin."""
    return size if unicodedata.east_asian_width(character) in "WFA" else size / 2


def _box(written: str) -> tuple[float, float, float, float] | None:
    numbers = _numbers(written, 4)
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if numbers and min(numbers[2:]) > 0 else None


def _size(box: tuple[float, float, float, float]) -> tuple[float, float]:
    return box[2] * _POINTS, box[3] * _POINTS


def _numbers(written: str | None, count: int) -> tuple[float, ...] | None:
    words = (written or "").split(None, count)
    return tuple(_number(word) for word in words[:count]) if len(words) >= count else None


def _number(written: str | None, missing: float = 0.0) -> float:
    """Return a number of the file; `missing` where there is none that can be a length."""
    try:
        number = float(written or "")
    except ValueError:
        return missing
    return number if abs(number) <= _FARTHEST else missing
