"""Which lines of a web page are the text that it was made for, and which are the portal's own (栏目、链接、页脚)."""

from __future__ import annotations

import re
from itertools import accumulate

from qcompare.read.html_flow import Box, Flow, Line

_CORE_SHARE = 0.8
"""The smallest box with so much of the page's own text is the middle of it: the largest notices and reading lists beside
a plan at hand have a tenth of its length."""

_NAMED_SHARE = 0.5
"""The share for a box that bears a name under which portals keep their texts."""

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:ucap-content|zoom|trs_editor|trs_uedit|article|content|pages_content|view|mainbody)"
)

_ASIDE_TAGS = frozenset({"nav", "footer", "aside", "menu"})
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|location|position|dqwz|share|bdshare\w*|bshare\w*|"
    r"foot|footer|sidebar|aside|related|relate|recommend|pagination|pager|copyright|toolbar|contentinfo|complementary)"
    r"(?:[\s_-]|$)"
)
"""Names of boxes round a portal's own text. They are hints: one that holds much of the page is named for its looks."""

_ASIDE_SHARE = 1 / 3

_FOOT = re.compile(r"ICP备|ICP證|公网安备|公安备|网站标识码|网站支持IPv6|版权所有|网站地图")
_FOOT_LENGTH = 600
"""Characters of the largest page foot (主办单位、备案号、标识码、地址、电话), three times those at hand."""

_LINKED = 0.6
"""Share of linked characters from which a line is a way to other pages: paths (当前位置：首页 > 政务公开) have 0.65."""

_RUN = 3
"""Lines of nothing but one link each that make a list of links; two may be a plan's own references."""

_PROSE, _SENTENCE = 20, re.compile(r"[，、；][^，、；]*。|。.*。")
"""A line beside the middle belongs to the text if it is a sentence of this length, with a pause and an end."""

_ABOUT = re.compile(r"索\s*引\s*号|发文字号|发文机[关构]|发布机构|成文日期")
"""What the table above a plan on a government portal tells of it (政府信息公开目录)."""

_ENDS = re.compile(r"[。；！？]")


def main_lines(flow: Flow) -> list[bool]:
    """Return, for each line of a page, whether it belongs to the text that the page was made for."""
    return _Page(flow).main()


class _Page:
    """A page being judged: its lines' weights, as sums from the start, so that any box's weight is a difference."""

    def __init__(self, flow: Flow) -> None:
        self._boxes, self._lines, self._titles = flow.boxes, flow.lines, [_squeezed(title) for title in flow.titles]
        self._sizes = _sums([line.size - line.linked for line in self._lines])
        self._aside = self._asides()
        lines = zip(self._lines, self._aside, strict=True)
        self._weights = _sums([0 if out or _is_linked(line) else line.size - line.linked for line, out in lines])

    def main(self) -> list[bool]:
        if not self._weights[-1]:
            return [True] * len(self._lines)
        core = self._core()
        start, end = core.start, core.end
        start, end = self._widened(core, start, end)
        start = self._with_title(start)
        listed = self._link_lists()
        return [start <= n < end and not self._aside[n] and not listed[n] for n in range(len(self._lines))]

    def _weight(self, box: Box) -> int:
        return self._weights[box.end] - self._weights[box.start]

    def _core(self) -> Box:
        """Return the smallest box that holds most of the page's weight, and is no paragraph or cell itself."""
        core, total = self._boxes[0], self._weights[-1]
        for box in self._boxes:
            share = _NAMED_SHARE if _NAMED.search(box.hints) else _CORE_SHARE
            inner = core.start <= box.start and box.end <= core.end
            if inner and _may_hold_text(box) and self._weight(box) >= share * total:
                core = box
        return core

    def _asides(self) -> list[bool]:
        """Return, for each line, whether it stands in a box that portals use for their own text."""
        aside, total = [False] * len(self._lines), self._sizes[-1]
        for box in self._boxes:
            size = self._sizes[box.end] - self._sizes[box.start]
            named = box.tag in _ASIDE_TAGS or (box.hints and _ASIDE.search(box.hints))
            if named and size <= total * _ASIDE_SHARE:
                aside[box.start : box.end] = [True] * (box.end - box.start)
        for number, line in enumerate(self._lines):
            if not aside[number] and _FOOT.search(line.text):
                start, end = self._foot(number)
                aside[start:end] = [True] * (end - start)
        return aside

    def _foot(self, number: int) -> tuple[int, int]:
        """Return the lines of the largest box round a line of the page's foot that can be nothing else."""
        start, end = number, number + 1
        box = self._boxes[self._lines[number].box]
        while True:
            size = self._sizes[box.end] - self._sizes[box.start]
            if size > min(_FOOT_LENGTH, self._sizes[-1] * _ASIDE_SHARE):
                return start, end
            start, end = box.start, box.end
            if box.parent < 0:
                return start, end
            box = self._boxes[box.parent]

    def _widened(self, core: Box, start: int, end: int) -> tuple[int, int]:
        """Return the stretch with the boxes beside the middle that hold sentences, or follow it without a gap."""
        for number, line in enumerate(self._lines):
            if (number < start or number >= end) and self._is_prose(number, line):
                start, end = min(start, number), max(end, number + 1)
        while end < len(self._lines) and self._follows(core, end):
            end += 1
        return start, end

    def _is_prose(self, number: int, line: Line) -> bool:
        return (
            not self._aside[number]
            and line.size >= _PROSE
            and not line.linked
            and _SENTENCE.search(line.text) is not None
        )

    def _follows(self, core: Box, number: int) -> bool:
        """Tell whether a line behind the middle belongs to it: a signature, a date in boxes of their own."""
        parent = self._boxes[core.parent] if core.parent >= 0 else core
        return number < parent.end and not self._aside[number] and not self._lines[number].linked

    def _with_title(self, start: int) -> int:
        """Return the first line of the text with its title, and the table that tells about it, above the middle."""
        known = [n for n in range(start) if not self._aside[n] and not self._lines[n].linked]
        titled = [n for n in known if self._is_title(n)] or [n for n in known if 1 <= self._level(n) <= 2]
        if titled:
            start = titled[-1]
            while start and self._is_title(start - 1):
                start -= 1
        about = [n for n in known if n < start and _ABOUT.search(self._lines[n].text)]
        return min(start, about[0]) if about else start

    def _is_title(self, number: int) -> bool:
        text = _squeezed(self._lines[number].text)
        return len(text) >= 4 and any(text in title for title in self._titles)

    def _level(self, number: int) -> int:
        return self._boxes[self._lines[number].box].level

    def _link_lists(self) -> list[bool]:
        """Return, for each line, whether it is a row of links or stands in a list of them."""
        found, run = [False] * len(self._lines), 0
        for number, line in enumerate(self._lines):
            linked = _is_linked(line)
            run = run + 1 if linked else 0
            if linked and (run >= _RUN or (line.links >= 2 and not _ENDS.search(line.text))):
                found[number + 1 - run : number + 1] = [True] * run if run <= _RUN else [True]
        return found


def _sums(numbers: list[int]) -> list[int]:
    return list(accumulate(numbers, initial=0))


def _is_linked(line: Line) -> bool:
    return line.linked >= _LINKED * line.size


def _may_hold_text(box: Box) -> bool:
    """Tell whether a box is one that holds paragraphs; a cell counts where its table only arranges the page."""
    return box.tag in {"body", "div", "section", "article", "main", "form", "center"} or (
        box.tag in {"td", "th"} and box.cell is None
    )


def _squeezed(text: str) -> str:
    return "".join(text.split())
