"""What a person says of how lines of a plan are to be taken (人工划定), quoted so that it is found again in the next version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
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
    """How the `nth` line of a plan that reads `wording` is to be taken, counted from 1; `wording` is squeezed.

    `before` is what the line before it reads, which tells lines apart that read alike; empty where nothing is known of it.
    """

    wording: str
    nth: int
    treat: Treat
    before: str = ""


def quoted(lines: Sequence[Line], at: Collection[int], treat: Treat) -> tuple[Treatment, ...]:
    """Return what a person says of the lines with those indices, in text order.

    >>> from qcompare.document import Document, text_blocks
    >>> from qcompare.lines import visible_lines
    >>> text = "来源：区发展改革委\\n一、总体要求"
    >>> quoted(visible_lines(Document(text, text_blocks(text))), [1], Treat.PART)
    (Treatment(wording='一总体要求', nth=1, treat=<Treat.PART: 'part'>, before='来源区发展改革委'),)
    """
    seen: Counter[str] = Counter()
    said, before = [], ""
    for i, line in enumerate(lines):
        wording = squeeze(line.text)
        seen[wording] += 1
        if i in at:
            said.append(Treatment(wording, seen[wording], treat, before))
        before = wording
    return tuple(said)


def places(lines: Sequence[Line], treatments: Sequence[Treatment]) -> tuple[int | None, ...]:
    """Return the index of the line that each treatment speaks of, None of one that is no longer there.

    Of lines that read alike it is the one behind the same line as before, the nearest in their order; else the one that
    has the same place in it.
    """
    if not treatments:
        return ()
    wordings = [squeeze(line.text) for line in lines]
    before = ["", *wordings]
    alike: dict[str, list[int]] = {}
    for at, wording in enumerate(wordings):
        alike.setdefault(wording, []).append(at)
    return tuple(_place(t, alike.get(t.wording, []), before) for t in treatments)


def _place(said: Treatment, alike: Sequence[int], before: Sequence[str]) -> int | None:
    """Return the line meant of those that read alike; `before` gives for each line what the one before it reads."""
    there = alike[said.nth - 1] if said.nth <= len(alike) else None
    if not said.before or (there is not None and before[there] == said.before):
        return there
    behind = [(abs(nth - said.nth), at) for nth, at in enumerate(alike, start=1) if before[at] == said.before]
    return min(behind)[1] if behind else there


def placed(lines: Sequence[Line], treatments: Sequence[Treatment]) -> dict[int, Treat]:
    """Return how the lines are to be taken, by index; of a line spoken of twice, what was said last."""
    found = zip(places(lines, treatments), treatments, strict=True)
    return {at: said.treat for at, said in found if at is not None}
