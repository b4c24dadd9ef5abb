"""Which lines of a web page are the text that it was made for, and which are the portal's own (栏目、链接、页脚)."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate

from qcompare.read.html.flow import Box, Flow, Line

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

_FOOT = re.compile(r"ICP[备備](?:案)?号?[：:\s]*\d|公[网網]安[备備]\s*\d|网站标识码\s*[：:]|版权所有|网站支持IPv6")
"""What only the foot of a page says. A plan for the government's own sites names the same things, in sentences."""

_FOOT_LENGTH = 600
"""Characters of the largest page foot (主办单位、备案号、标识码、地址、电话), three times those at hand."""

_HOSTS = "主办|承办|协办|维护|技术支持|版权"
_BEFORE_FOOT, _BEHIND_FOOT = re.compile(f"^(?:{_HOSTS})"), re.compile(f"^(?:{_HOSTS}|地址|电话|联系电话|邮编|邮政编码)")
"""How the lines beside those begin; an address before them may be the plan's, whom to write to."""

_TO_VISITORS = re.compile(r"浏览器|JavaScript|分辨率|扫一扫|阅读原文|无障碍|客户端下载", re.IGNORECASE)
"""What portals say to their visitors in sentences; beside the middle of a page it is no plan's."""

_LINKED = 0.6
"""Share of linked characters from which a line is a way to other pages: paths (当前位置：首页 > 政务公开) have 0.65."""

_RUN = 3
"""Lines of nothing but one link each that make a list of links; two may be a plan's own references."""

_PROSE, _SENTENCE = 20, re.compile(r"[，、；][^，、；]*。|。.*。")
"""A line beside the middle belongs to the text if it is a sentence of this length, with a pause and an end."""

_ABOUT = re.compile(r"索\s*引\s*号|发文字号|发文机[关构]|发布机构|成文日期")
"""What the table above a plan on a government portal tells of it (政府信息公开目录)."""

_TITLES, _TITLE_LENGTH = 3, 300
"""Titles that a page may have, its own and those for other programs, and characters of one that are looked at."""

_TITLE_NAMED = re.compile(r"title|biaoti|(?:^|[\s_-])bt(?:[\s_-]|$)")
_TITLE_ENDS = re.compile(
    r".{4}(?:通知|意见|方案|规划|计划|纲要|办法|决定|公告|批复|细则|要点|措施|报告)(?:[（(][^）)]{2,8}[）)])?$"
)

_ENDS = re.compile(r"[。；！？]")


def main_lines(flow: Flow) -> list[bool]:
    """Return, for each line of a page, whether it belongs to the text that the page was made for."""
    return _Page(flow).main()


class _Page:
    """A page being judged: its lines' weights, as sums from the start, so that any box's weight is a difference."""

    def __init__(self, flow: Flow) -> None:
        self._boxes, self._lines, self._titles = (
            flow.boxes,
            flow.lines,
            [_squeezed(title) for title in flow.titles[:_TITLES]],
        )
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
        aside, total, done = [False] * len(self._lines), self._sizes[-1], 0
        for box in self._boxes:
            if box.end <= done:  # within one that is aside, or nothing
                continue
            size = self._sizes[box.end] - self._sizes[box.start]
            named = box.tag in _ASIDE_TAGS or (box.hints and _ASIDE.search(box.hints))
            if named and size <= total * _ASIDE_SHARE:
                aside[box.start : box.end] = [True] * (box.end - box.start)
                done = box.end
        for number, line in enumerate(self._lines):
            if not aside[number] and _FOOT.search(line.text) and not _ENDS.search(line.text):
                start, end = self._lengthened(*self._foot(number))
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

    def _lengthened(self, start: int, end: int) -> tuple[int, int]:
        while start and _BEFORE_FOOT.search(self._lines[start - 1].text):
            start -= 1
        while end < len(self._lines) and _BEHIND_FOOT.search(self._lines[end].text):
            end += 1
        return start, end

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
            and not _TO_VISITORS.search(line.text)
            and _SENTENCE.search(line.text) is not None
        )

    def _follows(self, core: Box, number: int) -> bool:
        """Tell whether a line behind the middle belongs to it: a signature, a date in boxes of their own."""
        parent = self._boxes[core.parent] if core.parent >= 0 else core
        line = self._lines[number]
        return number < parent.end and not (self._aside[number] or line.linked or _TO_VISITORS.search(line.text))

    def _with_title(self, start: int) -> int:
        """Return the first line of the text with its title, and the table that tells about it, above the middle."""
        known = [n for n in range(start) if not self._aside[n] and not self._lines[n].linked]
        titled = next((found for test in self._tests() if (found := [n for n in known if test(n)])), [])
        if titled:
            start = titled[-1]
            while start and self._is_title(start - 1):
                start -= 1
        about = [n for n in known if n < start and _ABOUT.search(self._lines[n].text)]
        return min(start, about[0]) if about else start

    def _is_title(self, number: int) -> bool:
        text = _squeezed(self._lines[number].text)
        return 4 <= len(text) < _TITLE_LENGTH and any(_begins(text, title) for title in self._titles)

    def _tests(self) -> tuple[Callable[[int], bool], ...]:
        """Return by what a title shows, the surest first: the page's own title, a heading, a name, its last words."""
        boxes, lines = self._boxes, self._lines
        return (
            self._is_title,
            lambda n: 1 <= boxes[lines[n].box].level <= 2,
            lambda n: _TITLE_NAMED.search(boxes[lines[n].box].hints) is not None,
            lambda n: _TITLE_ENDS.search(lines[n].text) is not None,
        )

    def _link_lists(self) -> list[bool]:
        """Return, for each line, whether it is a row of links or stands in a list of them."""
        found, run = [False] * len(self._lines), 0
        for number, line in enumerate(self._lines):
            linked = _is_linked(line)
            run = run + 1 if linked else 0
            row = linked and line.links > 1 and not _ENDS.search(line.text)
            if run == _RUN:
                found[number + 1 - run : number + 1] = [True] * run
            found[number] = row or run >= _RUN
        return found


def _sums(numbers: list[int]) -> list[int]:
    return list(accumulate(numbers, initial=0))


def _is_linked(line: Line) -> bool:
    return line.linked >= _LINKED * line.size


def _begins(text: str, title: str) -> bool:
    """Tell whether a page's title is that text, or that and a portal's name, which may also stand first."""
    return title.startswith(text) or (text in title and 2 * len(text) >= len(title))


def _may_hold_text(box: Box) -> bool:
    """Tell whether a box is one that holds paragraphs; a cell counts where its table only arranges the page."""
    return box.tag in {"body", "div", "section", "article", "main", "form", "center"} or (
        box.tag in {"td", "th"} and box.cell is None
    )


def _squeezed(text: str) -> str:
    return "".join(text[:_TITLE_LENGTH].split())
