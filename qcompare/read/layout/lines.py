"""The characters of a page → its lines, each in the pieces that wide gaps part it into."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qcompare.read.layout.ink import Glyph, Run

_SAME_LINE = 0.35
"""Share of the type's size by which baselines on one line may differ; a scan's are uneven, two lines differ by a whole."""

_BETWEEN = 0.6
"""Share of the type's size between the baseline of what stands behind two lines and theirs: half the space of set lines."""

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

_LARGE = 2.0
"""Ratio of a watermark's type to the text's at least: 初号 (42) over 三号 (16), where a title has 二号 (22)."""

_MOST_LARGE = 200
"""Very large stretches of a page that are looked at; a watermark repeated all over a page is a few dozen."""

_ACROSS = 2
"""Stretches of text across a watermark at least; a raised mark in a title is one."""

_OPENING = frozenset("（〔［【《〈“‘「『(['\"[{")
_CLOSING = frozenset("，。、；：？！）〕］】》〉”’」』…—～·,.;:?!)]}%％‰℃")
_QUOTES = frozenset("“”‘’\"'")
"""Marks that Unicode's rules break a line neither before nor behind: some typesetters keep 持“链 together."""

_HOLDING = _QUOTES | frozenset("+＋±−$￥¥№#＃")
"""Those, and the signs before a number, which the same rules keep with any character: +监管."""

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
    return _with_small(_with_between(rows), small)


def _place(run: Run) -> tuple[float, float]:
    return run.baseline, run.left


def _usual_size(runs: Sequence[Run]) -> float:
    if len(runs) == 1:
        return runs[0].size
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[round(run.size * 2) / 2] += len(run.glyphs)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def _with_between(rows: list[list[Run]]) -> list[list[Run]]:
    """Return the rows with what stands behind two of them, half-way between, in the upper: 文件 behind two bodies' names."""
    kept = rows[:1]
    for at in range(1, len(rows)):
        row, above = rows[at], kept[-1]
        reach = _BETWEEN * row[0].size
        below = rows[at + 1] if at + 1 < len(rows) else None
        if (
            below is not None
            and row[0].baseline - above[0].baseline <= reach
            and below[0].baseline - row[0].baseline <= reach
            and row[0].left >= max(run.right for run in (*above, *below))
        ):
            kept[-1] = above + row
        else:
            kept.append(row)
    return kept


def without_watermark(runs: Sequence[Run]) -> tuple[list[Run], int]:
    """Return the runs without very large ones that others are printed across, and the number of characters left out."""
    limit = _LARGE * _usual_size(runs)
    large = [run for run in runs if run.size >= limit][:_MOST_LARGE]
    small = [run for run in runs if run.size < limit]
    behind = [run for run in large if sum(_overlap(run, other) for other in small) >= _ACROSS]
    kept = [run for run in runs if run not in behind] if behind else list(runs)
    return kept, sum(len(run.glyphs) for run in behind)


def _overlap(large: Run, small: Run) -> bool:
    inside = -0.9 * large.size < small.baseline - 0.3 * small.size - large.baseline < 0.1 * large.size
    return inside and small.left < large.right and large.left < small.right


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
    """Return the characters of runs, which stand from the left, in that order; a run set twice to look bold is there once.

    The parts of a ligature (ﬀ) stand at one place too; as PDFium gives them, they are letters by themselves.
    """
    kept = runs[:1]
    for run in runs[1:]:
        again = abs(run.left - kept[-1].left) <= 0.15 * size and run.shown == kept[-1].shown
        if not again or (len(run.glyphs) == 1 and run.shown.isascii()):
            kept.append(run)
    glyphs = [glyph for run in kept for glyph in run.glyphs]
    if len(kept) > 1:
        glyphs.sort(key=lambda glyph: glyph[1])
    return glyphs


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
    while end < len(glyphs) - 1:
        last, following = glyphs[end][0], glyphs[end + 1][0]
        held = following in _CLOSING or following in _QUOTES or last in _HOLDING
        if not held and not (_IN_WORD.match(last) and _IN_WORD.match(following)):
            break
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
