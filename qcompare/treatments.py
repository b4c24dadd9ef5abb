"""What a person says of how lines of a plan are to be taken (人工划定), quoted so that it is found again in the next version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qcompare.lines import Line, squeeze


class Treat(StrEnum):
    """How a line is to be taken."""

    FURNITURE = "furniture"  # 版面信息
    PLAN = "plan"  # 正文，层级由程序判断
    TITLE = "title"  # 文件标题
    PART = "part"  # 一级标题
    SECTION = "section"  # 二级标题
    ITEM = "item"  # 三级标题
    SUBITEM = "subitem"  # 四级标题
    PARAGRAPH = "paragraph"  # 正文段落


LEVELS = {Treat.PART: 1, Treat.SECTION: 2, Treat.ITEM: 3, Treat.SUBITEM: 4}
"""The level of a heading that a person drew."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """How the `nth` line of a plan that reads `wording` is to be taken, counted from 1; `wording` is squeezed."""

    wording: str
    nth: int
    treat: Treat


def quotes(lines: Sequence[Line]) -> Iterator[tuple[str, int]]:
    """Yield for each line its wording and how many lines up to it read so: what it is quoted by."""
    seen: Counter[str] = Counter()
    for line in lines:
        wording = squeeze(line.text)
        seen[wording] += 1
        yield wording, seen[wording]


def quoted(lines: Sequence[Line], at: Collection[int], treat: Treat) -> tuple[Treatment, ...]:
    """Return what a person says of the lines with those indices, in text order.

    >>> from qcompare.document import Document, text_blocks
    >>> from qcompare.lines import visible_lines
    >>> text = "来源：区发展改革委\\n一、总体要求"
    >>> quoted(visible_lines(Document(text, text_blocks(text))), [0], Treat.FURNITURE)
    (Treatment(wording='来源区发展改革委', nth=1, treat=<Treat.FURNITURE: 'furniture'>),)
    """
    return tuple(Treatment(*quote, treat) for i, quote in enumerate(quotes(lines)) if i in at)


def placed(lines: Sequence[Line], treatments: Sequence[Treatment]) -> dict[int, Treat]:
    """Return how the lines are to be taken, by index; what is said of a line that is no longer there is left out."""
    if not treatments:
        return {}
    said = {(t.wording, t.nth): t.treat for t in treatments}
    return {at: said[quote] for at, quote in enumerate(quotes(lines)) if quote in said}
