"""Pages filled from top to bottom: paragraphs, headings, running heads, page numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from qcompare.memo.drawing import Block, Bookmark, Item, Line, Page, Strip, height_of
from qcompare.memo.look import BLACK, COVER, HEADING, LANDSCAPE, PAGE_NUMBER, PORTRAIT, RUNNING, Paper
from qcompare.memo.setting import Align, Setter

LEGEND = (
    "＝沿用　≈属地化（虚线）　≠修改（基准波浪线，对照加粗）　＋新增（下划线）　－未承接（删除线）　⇅移位（双线）"
    "　↓↑指标下调、上调（加框）"
)
_HEAD_ABOVE = 4.4  # from the running head's rule up to the bottom of its words
_NUMBER_BELOW = 24.5  # from the frame's bottom down to the page number's baseline
_ONE_CHARACTER = PAGE_NUMBER.size  # a page number stands one character in from the outer edge


@dataclass(slots=True)
class Pages:
    """The memo being set: its pages, and how far down the last one is filled."""

    setter: Setter
    subject: str
    pages: list[Page] = field(default_factory=list)
    y: float = 0.0

    @property
    def page(self) -> Page:
        """The page being filled."""
        return self.pages[-1]

    @property
    def room(self) -> float:
        """What is left of the page's height."""
        return self.page.paper.bottom - self.y

    def turn(self, paper: Paper, chapter: str, *, legend: bool = False) -> None:
        """Start a new page; with `legend` the marks are explained at its foot, where it lies across."""
        self.pages.append(Page(paper, chapter, legend and paper.width > paper.height))
        self.y = paper.top

    def turn_on(self) -> None:
        """Start a page like this one; the first is followed by pages with a running head."""
        paper = self.page.paper
        self.turn(
            (PORTRAIT if paper is COVER else LANDSCAPE) if paper.bare else paper,
            self.page.chapter,
            legend=self.page.legend,
        )

    def ask(self, height: float) -> None:
        """Start a new page of the same paper unless `height` is left on this one."""
        if self.room < height:
            self.turn_on()

    def skip(self, height: float) -> None:
        """Leave some height blank."""
        self.y += height

    def put(self, block: Block) -> None:
        """Set a block's lines, on new pages where this one is full."""
        for strip in block:
            self.ask(strip.height)
            self.page.strips.append((self.page.paper.left, self.y, strip))
            self.y += strip.height

    def draw(self, *items: Item) -> None:
        """Draw items whose origin is the frame's left edge at the present height."""
        self.page.put(self.page.paper.left, self.y, *items)

    def rule(self, weight: float, ink: str = BLACK) -> None:
        """Draw a line across the frame."""
        self.draw(Line(0.0, 0.0, self.page.paper.measure, 0.0, weight, ink))

    def heading(self, title: str, keep: float = 40.0) -> None:
        """Set a chapter's heading with `keep` points of what follows on the same page, and its bookmark."""
        block = self.setter.plain(title, HEADING, self.page.paper.measure)
        self.ask(height_of(block) + keep)
        self.bookmark(0, title)
        self.put(block)
        self.skip(4.0)

    def bookmark(self, level: int, title: str) -> None:
        """Add an entry to the outline that leads here."""
        self.page.bookmarks.append(Bookmark(level, title, self.y))

    def finish(self) -> None:
        """Add the running heads and page numbers, which need to know how many pages there are."""
        for number, page in enumerate(self.pages, start=1):
            if not page.paper.bare:
                self._running_head(page, number)
            self._foot(page, number)

    def _running_head(self, page: Page, number: int) -> None:
        paper = page.paper
        place = f"第 {number} 页，共 {len(self.pages)} 页"
        if paper.width > paper.height:
            place = f"{page.chapter}　{place}"
        right = self.setter.plain(place, RUNNING, paper.measure, Align.RIGHT)
        taken = self.setter.fonts.width(RUNNING.face, place, RUNNING.size) + 2 * RUNNING.size
        subject = self.setter.fitted(f"规划文本比对备忘录　　{self.subject}", RUNNING, paper.measure - taken)
        left = self.setter.plain(subject, RUNNING, paper.measure)
        rule = paper.top - (4.5 if paper.width > paper.height else 8.0)
        line = Line(0.0, rule, paper.measure, rule, 0.5, "555555")
        words = [(paper.left, rule - _HEAD_ABOVE - RUNNING.size, block[0]) for block in (left, right)]
        page.strips[:0] = [*words, (paper.left, 0.0, Strip(0.0, (line,)))]

    def _foot(self, page: Page, number: int) -> None:
        paper, outer_right = page.paper, number % 2 == 1
        inner = paper.measure - 2 * _ONE_CHARACTER
        block = self.setter.plain(f"— {number} —", PAGE_NUMBER, inner, Align.RIGHT if outer_right else Align.LEFT)
        top = paper.bottom + _NUMBER_BELOW - 0.88 * PAGE_NUMBER.size - (PAGE_NUMBER.leading - PAGE_NUMBER.size) / 2
        page.strips.append((paper.left + _ONE_CHARACTER, top, block[0]))
        if page.legend:
            legend = self.setter.plain(LEGEND, RUNNING, paper.measure, Align.LEFT if outer_right else Align.RIGHT)
            page.strips.append((paper.left, top + 4.0, Strip(0.0, legend[0].items)))
