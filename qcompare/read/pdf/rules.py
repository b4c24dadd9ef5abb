"""The ruled lines that are drawn on a page of a PDF, and the pictures on it."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium_c

from qcompare.read.layout.ink import Box

_THICKEST = 3.0
"""Points across a rule at most; Word's thickest border has 6, but those frame pages, not cells."""

_SHORTEST = 4.0
"""Points along a rule at least: the side of a cell with one line of the smallest type."""

_MOST_OBJECTS = 20_000
"""Objects looked at on a page; a page of maps and charts has more, but no tables that could be told."""

_MOST_SEGMENTS = 20_000
"""Segments of paths looked at on a page: a table of 200 rows and 20 columns drawn cell by cell has as many."""

_DEEPEST = 8
"""Forms within forms that are looked into; more are a loop."""

_LARGE_PICTURE = 0.05
"""Share of the page that a picture covers which may hold text; seals, logos and emblems cover less."""

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawn:
    """Rules as boxes that are flat or thin, from the page's upper left corner; the share of the page that pictures cover."""

    rules: list[Box] = field(default_factory=list)
    pictures: int = 0
    covered: float = 0.0
    shapes: int = 0

    def turned(self, turns: int, width: float, height: float) -> Drawn:
        """Return the same on the page turned clockwise by quarter turns."""
        if not turns:
            return self
        rules = [_turned_box(box, turns, width, height) for box in self.rules]
        return Drawn(rules, self.pictures, self.covered, self.shapes)


def _turned_box(box: Box, turns: int, width: float, height: float) -> Box:
    left, top, right, bottom = box
    match turns % 4:
        case 1:
            return height - bottom, left, height - top, right
        case 2:
            return width - right, height - bottom, width - left, height - top
        case 3:
            return top, width - right, bottom, width - left
    return box


def read_drawn(page: Any, place: Callable[[float, float], tuple[float, float]]) -> Drawn:
    """Return what is drawn on an opened page; `place` gives a point of the PDF as it is read."""
    drawn = Drawn()
    whole = _placed(page.get_bbox(), place)
    area = max(1.0, (whole[2] - whole[0]) * (whole[3] - whole[1]))
    segments = _MOST_SEGMENTS
    for thing, kind, matrix in _objects(page):
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            box = _bounds(thing, matrix, place)
            share = _shared(box, whole) / area if box else 0.0
            drawn.covered = min(1.0, drawn.covered + share)
            drawn.pictures += share >= _LARGE_PICTURE
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH and segments > 0:
            drawn.shapes += 1
            count = pdfium_c.FPDFPath_CountSegments(thing)
            segments -= max(1, count)
            drawn.rules.extend(_rules_of(thing, min(count, max(segments, 0)), matrix, place))
    return drawn


def _objects(page: Any) -> Iterator[tuple[Any, int, _Matrix]]:
    """Yield the page's paths and pictures, those in forms too, each with the matrix of the forms it lies in."""
    left = _MOST_OBJECTS
    count = pdfium_c.FPDFPage_CountObjects(page)
    stack: list[tuple[Iterator[Any], _Matrix]] = [
        ((pdfium_c.FPDFPage_GetObject(page, at) for at in range(count)), _IDENTITY)
    ]
    while stack and left > 0:
        things, matrix = stack[-1]
        thing = next(things, None)
        left -= 1
        if thing is None:
            stack.pop()
            continue
        kind = pdfium_c.FPDFPageObj_GetType(thing)
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM and len(stack) < _DEEPEST:
            stack.append((_within(thing), _times(_matrix(thing), matrix)))
        elif kind in {pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE}:
            yield thing, kind, matrix


def _within(form: Any) -> Iterator[Any]:
    for at in range(max(0, pdfium_c.FPDFFormObj_CountObjects(form))):
        yield pdfium_c.FPDFFormObj_GetObject(form, at)


def _matrix(thing: Any) -> _Matrix:
    found = pdfium_c.FS_MATRIX(*_IDENTITY)
    pdfium_c.FPDFPageObj_GetMatrix(thing, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    """Return the matrix that does `one`, then `other`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _through(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(thing: Any, matrix: _Matrix, place: Callable[[float, float], tuple[float, float]]) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return None
    one, other = _through(matrix, left.value, bottom.value), _through(matrix, right.value, top.value)
    return _placed((*one, *other), place)


def _placed(box: Box, place: Callable[[float, float], tuple[float, float]]) -> Box:
    """Return the box of two corners as the page is read."""
    (a, b), (c, d) = place(box[0], box[1]), place(box[2], box[3])
    if not all(map(math.isfinite, (a, b, c, d))):
        return 0.0, 0.0, 0.0, 0.0
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _shared(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)


def _rules_of(
    thing: Any, count: int, matrix: _Matrix, place: Callable[[float, float], tuple[float, float]]
) -> Iterator[Box]:
    """Yield a path's straight lines that lie flat or upright: those it strokes, and areas so thin that they are lines."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(thing, filled, stroked)
    if filled.value and not stroked.value:
        for box in _pieces(thing, count, matrix, place):
            if _is_rule(box):
                yield box
        return
    if stroked.value:
        for one, other in _sides(thing, count, _times(_matrix(thing), matrix)):
            box = _placed((*one, *other), place)
            if _is_rule(box):
                yield box


def _is_rule(box: Box) -> bool:
    across, along = sorted((box[2] - box[0], box[3] - box[1]))
    return across <= _THICKEST and along >= _SHORTEST and along > 2 * across


def _pieces(
    thing: Any, count: int, matrix: _Matrix, place: Callable[[float, float], tuple[float, float]]
) -> Iterator[Box]:
    """Yield the box of each piece of a filled path: many rules may be one path."""
    points: list[tuple[float, float]] = []
    for kind, point in _points(thing, count, _times(_matrix(thing), matrix)):
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO and points:
            yield _around(points, place)
            points = []
        points.append(point)
    if points:
        yield _around(points, place)


def _around(points: list[tuple[float, float]], place: Callable[[float, float], tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return _placed((min(xs), min(ys), max(xs), max(ys)), place)


def _sides(thing: Any, count: int, matrix: _Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield the straight lines of a path, the closing ones too."""
    start = last = (0.0, 0.0)
    for kind, point in _points(thing, count, matrix):
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            yield last, start
            start = point
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
    yield last, start


def _points(thing: Any, count: int, matrix: _Matrix) -> Iterator[tuple[int, tuple[float, float]]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(thing, at)
        if not segment:
            return
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        yield pdfium_c.FPDFPathSegment_GetType(segment), _through(matrix, x.value, y.value)
