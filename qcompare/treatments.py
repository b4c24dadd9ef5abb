"""What a person says of how lines of a plan are to be taken (人工划定), quoted so that it is found again in the next version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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


def quoted(lines: Sequence[Line], at: int, treat: Treat) -> Treatment:
    """Return what a person says of the line with that index.

    >>> from qcompare.document import Document, text_blocks
    >>> from qcompare.lines import visible_lines
    >>> text = "来源：区发展改革委\\n一、总体要求"
    >>> quoted(visible_lines(Document(text, text_blocks(text))), 0, Treat.FURNITURE)
    Treatment(wording='来源区发展改革委', nth=1, treat=<Treat.FURNITURE: 'furniture'>)
    """
    wording = squeeze(lines[at].text)
    return Treatment(wording, sum(squeeze(line.text) == wording for line in lines[: at + 1]), treat)


def placed(lines: Sequence[Line], treatments: Sequence[Treatment]) -> dict[int, Treat]:
    """Return how the lines are to be taken, by index; what is said of a line that is no longer there is left out."""
    if not treatments:
        return {}
    said = {(t.wording, t.nth): t.treat for t in treatments}
    seen: Counter[str] = Counter()
    found = {}
    for at, line in enumerate(lines):
        wording = squeeze(line.text)
        seen[wording] += 1
        treat = said.get((wording, seen[wording]))
        if treat is not None:
            found[at] = treat
    return found
