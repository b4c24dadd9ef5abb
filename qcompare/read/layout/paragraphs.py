"""The lines of a page's columns → paragraphs, rejoined over lines, columns and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from qcompare.read.layout.lines import Line

_INDENT = 0.8
"""Widths of a character by which a line must stand in to be indented; the usual indent is 2, in small print 1."""

_DEEPEST_INDENT = 3.2
"""Widths of a character by which a first line is indented at most; what stands in further is set in as a block."""

_CENTRED = 1.2
"""Widths of a character by which the margins of a centred line may differ."""

_IN_MIDDLE = 2.6
"""Widths of a character on either side of a centred line at least: more than a first line's indent."""

_OTHER_SIZE = 1.12
"""Ratio of two sizes of type that are not of one paragraph: 三号 (16) and 小二 (18); a scan's lines vary by less."""

_MORE_SPACE = 1.35
"""Ratio of the space between two lines to the usual one which parts paragraphs."""

_SLACK = 0.4
"""Widths of a character by which a line may fall short where the next word would not have fitted."""

_HANGING = 6.0
"""Widths of a character by which the lines under 第十二条 or 附件：1. may stand in."""

_NEAR_EDGE = 2.5
"""Widths of a character from the furthest end of a line within which a column's edge is looked for."""

_FEW_LINES = 5
"""Lines from which a column's edges can be told; below, those of the pages around it count."""

_MARKER = re.compile(
    r"(?:[一二三四五六七八九十百]{1,4}[、．.]|[（(][一二三四五六七八九十百]{1,4}[）)]|\d{1,3}[、．.](?!\d)|[（(]\d{1,3}[）)]"
    r"|[①-⑳]|第[一二三四五六七八九十百零〇0-9]{1,6}[编章节条]|[A-Za-z][.)）]|——|[•●■◆▪·]|附件|附表|抄\s?送|[一二三四五六七八九十]是)"
)
_ENDS = frozenset("。！？；：!?;:”）)》")
_LATIN_END = re.compile(r"[A-Za-z,;:.!?)'\"]$")
_LATIN = re.compile(r"[A-Za-z(\"'0-9]")


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines one under the other and the edges of the column they fill; `is_sure` where they are enough to show it."""

    lines: tuple[Line, ...]
    left: float
    right: float
    is_sure: bool = True

    def within(self, usual: Flow | None) -> Flow:
        """Return the lines with the edges of a `usual` column, where their own are not sure and they keep within it."""
        if self.is_sure or usual is None:
            return self
        inside = all(
            line.left >= usual.left - line.size and line.right <= usual.right + 2 * line.size for line in self.lines
        )
        return Flow(self.lines, usual.left, usual.right) if inside else self


def flow_of(lines: Sequence[Line], width: float) -> Flow:
    """Return a column with the edges that its lines show, on a page of that width.

    Too few lines show no right edge: it is taken to be as far from the page's as the left one.
    """
    if not lines:
        return Flow((), 0.0, width, is_sure=False)
    left = _left_edge(lines)
    right, ends = _right_edge(lines)
    if len(lines) < _FEW_LINES:
        return Flow(tuple(lines), left, max(width - left, right), is_sure=False)
    return Flow(tuple(lines), left, right, is_sure=ends >= max(2, len(lines) // 5))


def widest(flows: Sequence[Flow]) -> Flow | None:
    """Return the column that all of the longer `flows` lie in; None where there are none."""
    longer = [flow for flow in flows if len(flow.lines) >= _FEW_LINES]
    if not longer:
        return None
    return Flow((), min(flow.left for flow in longer), max(flow.right for flow in longer))


def _left_edge(lines: Sequence[Line]) -> float:
    """Return where lines begin that go on: the leftmost place where several do, else the leftmost of all."""
    lefts = Counter(round(line.left / 3) for line in lines)
    often = [place for place, count in lefts.items() if count + lefts.get(place + 1, 0) >= max(2, len(lines) // 12)]
    first = min(often, default=min(lefts))
    return min(line.left for line in lines if round(line.left / 3) >= first)


def _right_edge(lines: Sequence[Line]) -> tuple[float, int]:
    """Return where full lines end, and how many do: the place where most of those do that come near the furthest end.

    A comma may hang out over the edge, so the furthest end is not always it; where lines are not stretched, it is.
    """
    furthest = max(lines, key=lambda line: line.right)
    near = [line.right for line in lines if furthest.right - line.right <= _NEAR_EDGE * line.size]
    rights = Counter(round(right / 3) for right in near)
    place = max(rights, key=lambda at: (rights[at] + rights.get(at + 1, 0), at))
    ends = [right for right in near if round(right / 3) in {place, place + 1}]
    return (max(ends), len(ends)) if len(ends) > 1 else (furthest.right, 1)


def paragraphs(flows: Iterable[Flow]) -> Iterator[tuple[Line, ...]]:
    """Yield the lines of each paragraph, which may go on from one column or page to the next.

    A line goes on in the next where that begins at the column's edge and its first word would not have fitted in what
    was left of the line: so do typesetters break lines, whatever the type, and nothing else ends short. An indent, type
    of another size, more space, or lines set in the middle part paragraphs.
    """
    found: list[Line] = []
    before: Flow | None = None
    for flow in flows:
        space = _usual_space(flow.lines)
        indent = _indent(flow)
        for at, line in enumerate(flow.lines):
            home = flow if at else before
            joint = _Joint(home or flow, flow, indent, space if at else 0.0)
            if found and not _goes_on(found, line, joint):
                yield tuple(found)
                found = []
            found.append(line)
        before = flow if flow.lines else before
    if found:
        yield tuple(found)


def text_of(lines: Sequence[Line]) -> str:
    """Return the wording of a paragraph's lines: nothing between Chinese characters, a blank between words."""
    parts = [lines[0].text]
    for one, other in pairwise(lines):
        latin = _LATIN_END.search(one.text) and _LATIN.match(other.text)
        if (one.blank and (latin or (one.text[-1].isdigit() and other.text[0].isdigit()))) or latin:
            parts.append(" ")
        parts.append(other.text)
    return "".join(parts)


def begins_item(text: str) -> bool:
    """Say whether a line begins as a numbered item does; the number may also stand there by chance."""
    return bool(_MARKER.match(text))


def ends_sentence(text: str) -> bool:
    """Say whether a line ends with a mark that a paragraph may end with."""
    return text[-1] in _ENDS


@dataclass(frozen=True, slots=True)
class _Joint:
    """Where two lines meet: the column of the one, that of the other, how first lines are indented there, its spacing."""

    before: Flow
    after: Flow
    indent: float
    space: float


def _usual_space(lines: Sequence[Line]) -> float:
    """Return the distance between baselines within paragraphs: the median of those that are not gaps."""
    steps = [b.baseline - a.baseline for a, b in pairwise(lines)]
    steps = [step for step in steps if step > 0]
    return median(sorted(steps)[: max(1, (len(steps) + 1) * 3 // 4)]) if steps else 0.0


def _indent(flow: Flow) -> float:
    """Return by how many widths of a character first lines are indented: what is usual of one to three; 0 without."""
    insets = [(line.left - flow.left) / line.size for line in flow.lines]
    usual = [inset for inset in insets if _INDENT <= inset <= _DEEPEST_INDENT]
    return median(usual) if usual else 0.0


def _goes_on(found: Sequence[Line], line: Line, joint: _Joint) -> bool:
    """Say whether the paragraph of the lines `found` goes on in `line`."""
    last = found[-1]
    sizes = sorted((last.size, line.size))
    if sizes[1] > _OTHER_SIZE * sizes[0]:
        return False
    if joint.space and line.baseline - last.baseline > _MORE_SPACE * joint.space:
        return False
    if is_centred(line, joint.after) or (len(found) == 1 and is_centred(last, joint.before)):
        return False
    if not _is_full(last, line, joint.before):
        return False
    return _begins_as_rest(found, line, joint)


def is_centred(line: Line, flow: Flow) -> bool:
    """Say whether a line stands in the middle of its column, clear of both edges."""
    left, right = line.left - flow.left, flow.right - line.right
    return min(left, right) > _IN_MIDDLE * line.size and abs(left - right) < _CENTRED * line.size


def _is_full(last: Line, line: Line, flow: Flow) -> bool:
    """Say whether what stands first in `line` would not have fitted behind `last`."""
    return flow.right - last.right < line.lead + _SLACK * last.size


def _begins_as_rest(found: Sequence[Line], line: Line, joint: _Joint) -> bool:
    """Say whether a line begins where the rest of the paragraph does."""
    last = found[-1]
    inset = (line.left - joint.after.left) / line.size
    marked = bool(_MARKER.match(line.text))
    if inset < _INDENT:
        ended = last.text[-1] in _ENDS
        return not (marked and ended and not joint.indent)
    before = (last.left - joint.before.left) / last.size
    if marked:
        return False
    even = abs(inset - before) < _INDENT / 2
    if len(found) > 1:
        return even
    if _MARKER.match(last.text) and _INDENT / 2 < inset - before <= _HANGING:
        return True
    opens = joint.indent > 0 and abs(before - joint.indent) < _INDENT
    return even and not opens and last.text[-1] not in _ENDS
