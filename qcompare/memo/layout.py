"""The memo from first page to last: which chapters stand on which paper."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from qcompare.citing import CHAIN_RULE, is_furniture, plans_of, subject_of
from qcompare.dossier import Dossier
from qcompare.findings import RowNotes
from qcompare.memo.cover import set_cover
from qcompare.memo.drawing import height_of
from qcompare.memo.fonts import Typefaces
from qcompare.memo.journeys import listings
from qcompare.memo.look import COVER, LANDSCAPE, NOTE, PORTRAIT
from qcompare.memo.many import ManyRows, column_groups
from qcompare.memo.opinion import set_opinion
from qcompare.memo.pages import Pages
from qcompare.memo.rows import COLUMNS, PairRows
from qcompare.memo.setting import Setter
from qcompare.memo.table import Table
from qcompare.model import Collation
from qcompare.profiles import FULL, Profile

_NAMED_MISSING = 12  # characters without a shape that are named by their code; more are only counted


def laid_out(dossier: Dossier, fonts: Typefaces, profile: Profile = FULL) -> Pages:
    """Return the memo's pages, complete with running heads and page numbers."""
    collation, findings = dossier.collation, dossier.findings
    pages = Pages(Setter(fonts, profile.mono), subject_of(collation, gap="\u3000\u3000"))
    pages.turn(COVER, "")
    set_cover(pages, collation, findings)
    _set_rows(pages, collation, RowNotes(collation, findings))
    _set_listings(pages, collation)
    set_opinion(pages)
    pages.finish()
    return pages


def _set_rows(pages: Pages, collation: Collation, found: RowNotes) -> None:
    title = "四、对照表"
    pages.turn(LANDSCAPE, title)
    pages.heading(title, keep=120.0)
    remarks = [pages.setter.plain(r, NOTE, LANDSCAPE.measure) for r in _remarks(collation, pages.setter.fonts)]
    after = sum(height_of(remark) for remark in remarks) + 5.0
    if len(collation.targets) == 1:
        pair = PairRows.of(collation, pages.setter, found)
        Table(pages, COLUMNS, (pair.head(),)).set(list(pair.rows()), after)
    else:
        for number, group in enumerate(column_groups(len(collation.targets))):
            if number:
                pages.turn(LANDSCAPE, title)
            many = ManyRows.of(collation, pages.setter, group, found)
            Table(pages, many.columns, (many.head(),)).set(list(many.rows()), after)
    pages.skip(5.0)
    for remark in remarks:
        pages.put(remark)


def _remarks(collation: Collation, fonts: Typefaces) -> list[str]:
    """Return what is said under the rows: what they leave out, and characters that could not be drawn."""
    left_out = sum(is_furniture(collation, row) for row in collation.rows)
    remarks = [CHAIN_RULE] if collation.chained else []
    remarks += [f"版面信息{left_out}行未列。"] if left_out else []
    words = chain.from_iterable(plan.wording(i) for plan in plans_of(collation) for i in plan.aligned())
    missing = Counter(fonts.missing(words))
    if missing:
        codes = "、".join(f"U+{ord(c):04X}" for c in sorted(missing)[:_NAMED_MISSING])
        more = "等" if len(missing) > _NAMED_MISSING else ""
        remarks.append(f"字库未收的字{missing.total()}处，以“〓”代替（{codes}{more}），原字以规划文本为准。")
    return remarks


def _set_listings(pages: Pages, collation: Collation) -> None:
    title = "五、去向表和溯源表"
    pages.turn(PORTRAIT, title)
    pages.heading(title)
    for listing in listings(pages.setter, collation):
        listing.set(pages)
    pages.page.chapter = ""
