"""The memo from first page to last: which chapters stand on which paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from qcompare.citing import CHAIN_RULE, is_furniture, subject_of
from qcompare.dossier import Dossier
from qcompare.findings import all_results
from qcompare.memo.attention import set_attention
from qcompare.memo.charts import set_chart
from qcompare.memo.cover import set_legend, set_objects, set_title
from qcompare.memo.drawing import Text
from qcompare.memo.folding import Sheet
from qcompare.memo.fonts import GETA, Typefaces
from qcompare.memo.journeys import Listing, derivations, destinations
from qcompare.memo.look import BODY, COVER, LANDSCAPE, NOTE, PORTRAIT, WIDE_COVER, Paper
from qcompare.memo.many import ManyRows, column_groups
from qcompare.memo.opinion import SIGNATURE_HEIGHT, set_opinions, set_signature
from qcompare.memo.pages import Pages
from qcompare.memo.rows import PairRows
from qcompare.memo.setting import Align, Setter, Stretch
from qcompare.memo.table import Table
from qcompare.profiles import FULL, PART_WORDS, Layout, Part, Profile, Rows

_NUMBERS = "一二三四五六七八九十"
_NAMED_MISSING = 12  # characters without a shape that are named by their code; more are only counted
_GAP = 13.0  # between the chapters of one page


def laid_out(dossier: Dossier, fonts: Typefaces, profile: Profile = FULL) -> Pages:
    """Return the memo's pages, complete with running heads and page numbers."""
    if profile.rows is Rows.CHANGES:
        dossier = dossier.of_changes()
    pages = Pages(Setter(fonts, profile.mono), subject_of(dossier.collation, gap="\u3000\u3000"))
    memo = _Memo(pages, dossier, profile)
    pages.turn(memo.first, "")
    set_title(pages, dossier)
    numbers = count()
    for chapter in memo.chapters():
        chapter.set(f"{_NUMBERS[next(numbers)]}、{chapter.title}")
    memo.set_missing()
    pages.finish()
    return pages


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A chapter that is printed: its title without number, and what sets it under its numbered title."""

    title: str
    set: Callable[[str], None]


class _Memo:
    """The memo being set: says which chapters there are and sets each on its paper."""

    def __init__(self, pages: Pages, dossier: Dossier, profile: Profile) -> None:
        self._pages, self._dossier, self._profile = pages, dossier, profile

    @property
    def first(self) -> Paper:
        """The paper of the first page."""
        return WIDE_COVER if self._profile.layout is Layout.LANDSCAPE else COVER

    def chapters(self) -> list[_Chapter]:
        """Return the chapters the profile asks for, in the order of printing."""
        known = (
            ((Part.COVER,), PART_WORDS[Part.COVER], self._objects),
            ((Part.MARKS,), PART_WORDS[Part.MARKS], self._legend),
            ((Part.RESULT, Part.CHARTS), PART_WORDS[Part.RESULT], self._result),
            ((Part.ATTENTION,), PART_WORDS[Part.ATTENTION], self._attention),
            ((Part.ROWS,), PART_WORDS[Part.ROWS], self._rows),
            ((Part.DESTINATIONS,), PART_WORDS[Part.DESTINATIONS], self._destinations),
            ((Part.DERIVATIONS,), PART_WORDS[Part.DERIVATIONS], self._derivations),
            ((Part.OPINIONS, Part.SIGNATURE), PART_WORDS[Part.OPINIONS], self._opinions),
        )
        return [_Chapter(title, made) for parts, title, made in known if self._profile.parts & set(parts)]

    # the chapters

    def _objects(self, title: str) -> None:
        self._pages.heading(title, keep=90.0)
        set_objects(self._pages, self._dossier)
        self._pages.skip(_GAP)

    def _legend(self, title: str) -> None:
        self._pages.heading(title, keep=90.0)
        set_legend(self._pages)
        self._pages.skip(_GAP)

    def _result(self, title: str) -> None:
        pages, collation, parts = self._pages, self._dossier.collation, self._profile.parts
        pages.heading(title, keep=70.0)
        if Part.RESULT in parts:
            said_first = (CHAIN_RULE,) if collation.chained else ()
            for result in (*said_first, *all_results(collation, self._dossier.findings)):
                said = Stretch(result, BODY)
                pages.put(pages.setter.set([said], pages.page.paper.measure, Align.FULL, indent=2 * BODY.size))
        if Part.CHARTS in parts:
            for target in range(len(collation.targets)):
                pages.skip(7.0)
                set_chart(pages, collation, target, self._dossier.findings.coverage)
        pages.skip(_GAP)

    def _attention(self, title: str) -> None:
        self._pages.heading(title, keep=70.0)
        set_attention(self._pages, self._dossier, numbered=Part.ROWS in self._profile.parts)
        self._pages.skip(_GAP)

    def _rows(self, title: str) -> None:
        pages, collation = self._pages, self._dossier.collation
        paper = PORTRAIT if self._profile.layout is Layout.PORTRAIT else LANDSCAPE
        pages.turn(paper, title, legend=True)
        pages.heading(title, keep=120.0)
        for said in self._before_rows():
            pages.put(pages.setter.plain(said, NOTE, paper.measure))
            pages.skip(3.0)
        sheet = Sheet(paper, folded=self._profile.rows is Rows.FOLDED)
        if len(collation.targets) == 1:
            pair = PairRows.of(self._dossier, pages.setter, sheet)
            Table(pages, pair.columns, (pair.head(),)).set(list(pair.rows()))
        else:
            for number, group in enumerate(column_groups(len(collation.targets), paper)):
                if number:
                    pages.turn(paper, title, legend=True)
                many = ManyRows.of(self._dossier, pages.setter, group, sheet)
                Table(pages, many.columns, (many.head(),)).set(list(many.rows()))
        pages.skip(5.0)

    def _before_rows(self) -> list[str]:
        """Return what is said over the rows: how they are to be read, and what they leave out."""
        collation, selection = self._dossier.collation, self._dossier.selection
        furniture = sum(is_furniture(collation, row) for row in collation.rows)
        every = len(collation.rows) - furniture
        said = [CHAIN_RULE] if collation.chained else []
        parts = []
        if selection is not None:
            parts.append(
                f"本表按筛选条件列出{len(self._dossier.shown)}行（全部{every}行，行号不变；所属的章节标题一并列出）。"
                f"筛选条件：{selection.words}。其他各章未经筛选。"
            )
        if self._profile.rows is Rows.FOLDED:
            parts.append("没有变动的条款略去，只列行号和条款号。")
        parts += [f"版面信息{furniture}行未列。"] if furniture else []
        return [*said, *(["".join(parts)] if parts else [])]

    def _destinations(self, title: str) -> None:
        self._listings(title, destinations)

    def _derivations(self, title: str) -> None:
        self._listings(title, derivations)

    def _listings(self, title: str, made: Callable[[Setter, Dossier, int, float], Listing]) -> None:
        pages = self._pages
        self._on_plain_paper(title)
        pages.heading(title, keep=110.0)
        for target in range(len(self._dossier.collation.targets)):
            made(pages.setter, self._dossier, target, pages.page.paper.measure).set(pages)

    def _opinions(self, title: str) -> None:
        pages, parts = self._pages, self._profile.parts
        self._on_plain_paper(title)
        alone = Part.SIGNATURE in parts and not (Part.OPINIONS in parts and self._dossier.opinions)
        pages.heading(title, keep=SIGNATURE_HEIGHT + 20.0 if alone else 110.0)
        if Part.OPINIONS in parts:
            set_opinions(pages, self._dossier, numbered=Part.ROWS in parts)
        if Part.SIGNATURE in parts:
            set_signature(pages)

    def _on_plain_paper(self, title: str) -> None:
        """Go on where the page is not one of the rows', which may lie across."""
        paper = LANDSCAPE if self._profile.layout is Layout.LANDSCAPE else PORTRAIT
        if self._pages.page.chapter.endswith(PART_WORDS[Part.ROWS]):
            self._pages.turn(paper, title)
        else:
            self._pages.page.chapter = title

    def set_missing(self) -> None:
        """Say at the end which characters could not be drawn, wherever they stand in the memo."""
        pages, fonts = self._pages, self._pages.setter.fonts
        texts = "".join(
            i.text for page in pages.pages for _, _, strip in page.strips for i in strip.items if isinstance(i, Text)
        )
        counted = Counter(texts)
        missing = Counter({c: counted[c] for c in fonts.missing(counted)})
        if missing:
            codes = "、".join(f"U+{ord(c):04X}" for c in sorted(missing)[:_NAMED_MISSING])
            more = "等" if len(missing) > _NAMED_MISSING else ""
            said = f"字库未收的字{missing.total()}处，以“{GETA}”代替（{codes}{more}），原字以规划文本为准。"
            pages.skip(5.0)
            pages.put(pages.setter.plain(said, NOTE, pages.page.paper.measure))
