"""The characters of a page → its lines, each in the pieces that wide gaps part it into."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qcompare.read.pdf_page import Glyph, Run

_SAME_LINE = 0.35
"""Share of the type's size by which baselines on one line may differ; a scan's are uneven, two lines differ by a whole."""

_SMALL = 0.8
"""Share of the line's size below which a character may stand raised: ①, m²."""

_RAISED = 0.65
"""Share of the line's size by which such a character's baseline may stand above the line's."""

_APART = 1.5
"""Widths of a character in a gap that parts two pieces of a line: columns, cells, a signature and its date."""

_WORD_GAP = 0.2
"""Widths of a character in a gap between two Latin words set without a blank; the narrowest blank has 0.25."""

_WIDE_GAP = 1.0
"""Widths of a character in a gap that reads as a blank between Chinese characters too."""

_OPENING = frozenset("（〔［【《〈“‘「『(['\"[{")
_CLOSING = frozenset("，。、；：？！）〕］】》〉”’」』…—～·,.;:?!)]}%％‰℃")
_IN_WORD = re.compile(r"[A-Za-z0-9À-ɏ.,:/%@_+&'-]")
_WORD = re.compile(r"[^\W_ᄀ-￿\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or a piece of one, in points from the page's upper left corner.

    `lead` is the width of what stands first in it and is never broken: a word, a number, a character with its comma.
    `blank` tells whether a blank follows it in the file.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    page: int = 0
    lead: float = 0.0
    blank: bool = False

    @property
    def top(self) -> float:
        return self.baseline - 0.9 * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + 0.2 * self.size

    @property
    def width(self) -> float:
        return self.right - self.left


def rows_of(runs: Iterable[Run]) -> list[list[Run]]:
    """Return the runs that stand side by side, from the top; what is small and raised goes with the line it belongs to."""
    runs = sorted((run for run in runs if any(not g[0].isspace() for g in run.glyphs)), key=_place)
    usual = _usual_size(runs)
    rows: list[list[Run]] = []
    for run in (run for run in runs if run.size >= _SMALL * usual):
        if rows and abs(run.baseline - rows[-1][0].baseline) <= _SAME_LINE * min(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    small = [run for run in runs if run.size < _SMALL * usual]
    return _with_small(rows, small)


def _place(run: Run) -> tuple[float, float]:
    return run.baseline, run.left


def _usual_size(runs: Sequence[Run]) -> float:
    if len(runs) == 1:
        return runs[0].size
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[round(run.size * 2) / 2] += len(run.glyphs)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def _with_small(rows: list[list[Run]], small: list[Run]) -> list[list[Run]]:
    """Return the rows with the small runs in those they stand next to; the others make rows of their own."""
    own: list[list[Run]] = []
    at = 0
    for run in small:
        while at < len(rows) and rows[at][0].baseline + 0.2 * rows[at][0].size < run.baseline:
            at += 1
        host = rows[at] if at < len(rows) and _hosts(rows[at], run) else None
        if host is not None:
            host.append(run)
        elif own and abs(run.baseline - own[-1][0].baseline) <= _SAME_LINE * min(run.size, own[-1][0].size):
            own[-1].append(run)
        else:
            own.append([run])
    return sorted(rows + own, key=lambda row: row[0].baseline)


def _hosts(row: list[Run], run: Run) -> bool:
    """Say whether a small run belongs to a row: close to its type and not far above its baseline."""
    size = row[0].size
    if not row[0].baseline - _RAISED * size <= run.baseline <= row[0].baseline + 0.2 * size:
        return False
    return any(run.left <= other.right + 0.5 * size and run.right >= other.left - 0.5 * size for other in row[:400])


def pieces_of(row: Iterable[Run], page: int) -> list[Line]:
    """Return a row's pieces from the left, parted where the gap is wide."""
    runs = sorted(row, key=lambda run: (run.left, run.baseline))
    pieces: list[list[Run]] = []
    edge = 0.0
    for run in runs:
        if pieces and run.left - edge < _APART * max(run.size, pieces[-1][-1].size):
            pieces[-1].append(run)
        else:
            pieces.append([run])
            edge = run.right
        edge = max(edge, run.right)
    return [line for piece in pieces if (line := _line(piece, page)) is not None]


def _line(runs: list[Run], page: int) -> Line | None:
    """Return the line that runs make; None where they show nothing."""
    size = _usual_size(runs)
    glyphs = _in_order(runs, size)
    first = next((i for i, glyph in enumerate(glyphs) if not glyph[0].isspace()), None)
    if first is None:
        return None
    end = max(i for i, glyph in enumerate(glyphs) if not glyph[0].isspace()) + 1
    shown = glyphs[first:end]
    baseline = max(runs, key=lambda run: len(run.glyphs)).baseline
    return Line(
        _worded(shown, size), shown[0][1], shown[-1][2], baseline, size, page, _lead(shown), blank=end < len(glyphs)
    )


def _in_order(runs: list[Run], size: float) -> list[Glyph]:
    """Return the characters of runs from the left; one drawn twice to look bold is there once."""
    glyphs = [glyph for run in runs for glyph in run.glyphs]
    if len(runs) > 1:
        glyphs.sort(key=lambda glyph: glyph[1])
    kept = glyphs[:1]
    for glyph in glyphs[1:]:
        if glyph[0] != kept[-1][0] or abs(glyph[1] - kept[-1][1]) > 0.15 * size or glyph[0].isspace():
            kept.append(glyph)
    return kept


def _worded(glyphs: Sequence[Glyph], size: float) -> str:
    """Return the wording: a blank where one is set, where Latin words stand apart, or anything far apart."""
    parts = [glyphs[0][0]]
    for one, other in pairwise(glyphs):
        gap = other[1] - one[2]
        if gap > _WORD_GAP * size and not one[0].isspace() and not other[0].isspace():
            words = _WORD.match(one[0]) and _WORD.match(other[0])
            if words or gap >= _WIDE_GAP * size:
                parts.append(" ")
        parts.append(other[0])
    return "".join(parts)


def _lead(glyphs: Sequence[Glyph]) -> float:
    """Return the width of what stands first and cannot be broken off."""
    end = 0
    while end < len(glyphs) - 1 and glyphs[end][0] in _OPENING:
        end += 1
    if _IN_WORD.match(glyphs[end][0]):
        while end < len(glyphs) - 1 and _IN_WORD.match(glyphs[end + 1][0]):
            end += 1
    while end < len(glyphs) - 1 and glyphs[end + 1][0] in _CLOSING:
        end += 1
    return glyphs[end][2] - glyphs[0][1]


def joined(pieces: Sequence[Line]) -> Line:
    """Return pieces of one row as one line, a blank between them."""
    if len(pieces) == 1:
        return pieces[0]
    main = max(pieces, key=lambda piece: len(piece.text))
    return Line(
        " ".join(piece.text for piece in pieces),
        pieces[0].left,
        pieces[-1].right,
        main.baseline,
        main.size,
        pieces[0].page,
        pieces[0].lead,
        pieces[-1].blank,
    )
