"""The chart of chapters: what became of the base, and what the target is made of (各章构成)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qcompare.citing import base_word, chapter_name, labels, percent
from qcompare.coverage import Coverage
from qcompare.findings import homes_of
from qcompare.marks import WORDS
from qcompare.memo.drawing import Bar, Ground, Item, Strip, Text, height_of, row_anchor
from qcompare.memo.fonts import SANS, SANS_BOLD
from qcompare.memo.look import BLACK, GREY, PORTRAIT, Style
from qcompare.memo.pages import Pages
from qcompare.model import Collation, RowKind
from qcompare.statistics import BASE_KINDS, KINDS, TARGET_KINDS, Chapter, Tally, chapters_of

_LABEL, _BASE_BAR, _SHARE, _TARGET_BAR = 0.0, 118.0, 266.0, 300.0
_KEY = 196.0  # where the key to the hatches begins
_BAR_WIDTH, _BAR_HEIGHT, _PITCH = 142.0, 9.6, 13.0
_WHOLE = 45  # chapters that are kept on one page; a longer chart may run over
_COUNT = Style(SANS, 9, 9)
_WORDS = Style(SANS, 9.5, 13)
_CAPTION = Style(SANS, 9.5, 13, GREY)


def set_chart(pages: Pages, collation: Collation, target: int, coverage: Sequence[Coverage]) -> None:
    """Set the chart of one target; none where the base has fewer than two chapters to tell apart."""
    chapters = chapters_of(collation, target, coverage)
    named = [chapter for chapter in chapters if chapter.clause is not None]
    if len(named) < 2:
        return
    drawn = _Chart(pages, collation, target)
    head = drawn.head()
    pages.ask(height_of(head) + _PITCH * min(len(chapters), _WHOLE))
    pages.put(head)
    pages.put(tuple(drawn.line(chapter, target) for chapter in chapters))


class _Chart:
    def __init__(self, pages: Pages, collation: Collation, target: int) -> None:
        self._setter, self._collation = pages.setter, collation
        self._scale = pages.page.paper.measure / PORTRAIT.measure
        self._homes = homes_of(collation)[collation.against(target)]
        self._target, self._alignment = target, collation.targets[target]
        self._label = labels(collation)[target + 1]

    def head(self) -> tuple[Strip, ...]:
        """Return the caption with the key to the hatches, and the heads of the bars."""
        counts = self._alignment.counts
        named = f"　{self._label}" if len(self._collation.targets) > 1 else ""
        bold = Style(SANS_BOLD, 9.5, 13)
        title = self._text(0.0, self._setter.fitted(f"各章构成（句）{named}", bold, _KEY * self._scale - 6.0), bold)
        heads = (
            (
                (_BASE_BAR + _BAR_WIDTH / 2) * self._scale,
                f"{base_word(self._collation, self._target)}去向（{counts.base}句）",
            ),
            ((_SHARE + 14.0) * self._scale, "承接率"),
            ((_TARGET_BAR + _BAR_WIDTH / 2) * self._scale, f"对照构成（{counts.target}句）"),
        )
        second = tuple(self._centred(x, words, _CAPTION) for x, words in heads)
        return Strip(14.0, (title, *self._key())), Strip(13.5, second)

    def line(self, chapter: Chapter, target: int) -> Strip:
        """Return one chapter's line: its name, the base's bar, the share carried, the target's bar."""
        label = self._setter.fitted(self._name(chapter), _WORDS, (_BASE_BAR - _LABEL) * self._scale - 6.0)
        share = self._centred((_SHARE + 14.0) * self._scale, percent(chapter.share(target)), _WORDS)
        base_bar = self._bar(_BASE_BAR, chapter.base, BASE_KINDS)
        target_bar = self._bar(_TARGET_BAR, chapter.target, TARGET_KINDS)
        return Strip(_PITCH, (self._text(_LABEL, label, _WORDS, self._anchor(chapter)), *base_bar, share, *target_bar))

    def _name(self, chapter: Chapter) -> str:
        if chapter.clause is None:
            return "标题、章名及其他"
        return chapter_name(self._collation.base_of(self._target), chapter.clause)

    def _anchor(self, chapter: Chapter) -> str:
        """Return the anchor of the row that opens the chapter."""
        return "" if chapter.clause is None else row_anchor(self._homes[chapter.clause], self._target)

    def _bar(self, x: float, tally: Tally, kinds: Sequence[RowKind]) -> Iterator[Item]:
        """Yield the hatched stretches of a bar, each with its count in a plain box where there is room."""
        if not tally.sentences:
            return
        x *= self._scale
        for kind in kinds:
            count = tally[kind]
            width = _BAR_WIDTH * self._scale * count / tally.sentences
            if not count:
                continue
            yield Bar(x, 1.7, width, _BAR_HEIGHT, kind, self._setter.mono)
            number = self._setter.fonts.width(SANS, str(count), _COUNT.size)
            if width > number + 3.0:
                middle = x + width / 2
                yield Ground(middle - number / 2 - 1.2, 2.2, number + 2.4, _BAR_HEIGHT - 1.0, "FFFFFF")
                yield Text(middle - number / 2, 9.8, str(count), SANS, _COUNT.size, BLACK)
            x += width

    def _key(self) -> Iterator[Item]:
        x = (_TARGET_BAR + _BAR_WIDTH) * self._scale
        for kind in reversed(KINDS):
            x -= self._setter.fonts.width(SANS, WORDS[kind], 9.5)
            yield self._text(x, WORDS[kind], _WORDS)
            x -= 20.0
            yield Bar(x, 2.5, 17.0, 8.5, kind, self._setter.mono)
            x -= 8.0

    def _text(self, x: float, words: str, style: Style, link: str = "") -> Text:
        return Text(x, 10.2, words, style.face, style.size, BLACK if self._setter.mono else style.ink, link=link)

    def _centred(self, middle: float, words: str, style: Style) -> Text:
        return self._text(middle - self._setter.fonts.width(style.face, words, style.size) / 2, words, style)
