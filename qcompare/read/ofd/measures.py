"""Lengths, matrices and drawn lines as OFD writes them: millimetres from the page's upper left corner → points."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

from qcompare.read.layout.ink import Box
from qcompare.read.ofd.parts import child, text_of

POINTS = 72 / 25.4
"""Points in a millimetre."""

FARTHEST = 100_000.0
"""Millimetres from the page's corner at which nothing is."""

_THICKEST, _SHORTEST = 3.0, 4.0
"""Points across a rule at most, and along it at least, as on the pages of a PDF."""

_MOST_WORDS = 50_000
"""Words of a path's description that are looked at: a table of 200 rows and 20 columns drawn at one go has 32,000."""

_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_Point = tuple[float, float]


def own_matrix(thing: Any, outer: Matrix) -> Matrix:
    """Return the matrix from an object's own measures to the page's: its CTM, its boundary's corner, what it lies in."""
    box = numbers(thing.get("Boundary"), 4)
    given = numbers(thing.get("CTM"), 6)
    a, b, c, d, e, f = given or IDENTITY
    left, top = (box[0], box[1]) if box else (0.0, 0.0)
    p, q, r, s, t, u = outer
    e, f = e + left, f + top
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def at(matrix: Matrix, x: float, y: float) -> _Point:
    """Return a point of an object as one of the page."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def rules_of(thing: Any, matrix: Matrix) -> Iterator[Box]:
    """Yield a path's lines that lie flat or upright: straight ones that it strokes, and areas so thin that they are lines."""
    stroked = thing.get("Stroke", "true").lower() != "false"
    if not stroked and thing.get("Fill", "false").lower() != "true":
        return
    for piece in _pieces(text_of(child(thing, "AbbreviatedData"))):
        points = [at(matrix, x, y) for x, y in piece]
        sides = pairwise(points) if stroked else [points]
        for side in sides:
            xs, ys = [x * POINTS for x, _ in side], [y * POINTS for _, y in side]
            box = (min(xs), min(ys), max(xs), max(ys))
            if _is_rule(box):
                yield box


def _pieces(data: str) -> Iterator[list[_Point]]:
    """Yield the points of each piece of a path; curves count as the straight line to their ends."""
    words = iter(data.split(None, _MOST_WORDS)[:_MOST_WORDS])
    points: list[_Point] = []
    for word in words:
        values = [number(value) for value in islice(words, _ARGUMENTS.get(word, 0))]
        if word in {"S", "M"} and len(points) > 1:
            yield points
        if word in {"S", "M"}:
            points = []
        if word == "C" and points:
            points.append(points[0])
        elif len(values) >= 2:
            points.append((values[-2], values[-1]))
    if len(points) > 1:
        yield points


def _is_rule(box: Box) -> bool:
    across, along = sorted((box[2] - box[0], box[3] - box[1]))
    return across <= _THICKEST and along >= _SHORTEST and along > 2 * across and max(map(abs, box)) <= FARTHEST


def numbers(written: str | None, count: int) -> tuple[float, ...] | None:
    """Return the first numbers of a list; None where it has fewer."""
    words = (written or "").split(None, count)[:count]
    return tuple(number(word) for word in words) if len(words) == count else None


def number(written: str | None, missing: float = 0.0) -> float:
    """Return a number of the file; `missing` where there is none that can be a length."""
    try:
        found = float(written or "")
    except ValueError:
        return missing
    return found if abs(found) <= FARTHEST else missing
