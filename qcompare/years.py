"""Which year a place in a plan speaks of: 到2027年 governs the rest of its clause and what the clause opens."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from qcompare.closing import closed
from qcompare.document import Span
from qcompare.model import ClauseKind, Plan
from qcompare.quantities import Ranges
from qcompare.script import simplified

_YEAR = re.compile(
    r"(?P<until>截至|截止到?|力争到|到|至)?\s?(?P<first>\d{4})\s?年?\s?[-—－–~～至]{1,2}\s?(?P<second>\d{4})\s?年"
    r"|(?P<cue>截至|截止到?|力争到|到|至)\s?(?P<cued>\d{4}|[一二][零〇○O0-9一二三四五六七八九]{3})\s?年"
    r"|(?<![\d比较与从自以于—-])(?P<plain>\d{4})\s?年(?:[底末前]|年底)?(?!\s?\d{1,2}\s?月(?![底前])|[版以第])"
)
_TITLES = re.compile(r"《[^《》\n]{1,80}》|[（(〔\[][^（()）\n]{0,12}\d{4}[^（()）\n]{0,12}[）)〕\]]")
_HAN = str.maketrans("零〇○O一二三四五六七八九", "0000123456789")
_OLDEST, _LATEST = 1949, 2100


@dataclass(frozen=True, slots=True)
class Years:
    """The years a plan names and where each begins to hold."""

    starts: tuple[int, ...]
    names: tuple[str, ...]

    def at(self, offset: int) -> str:
        """Return the year that governs the place, empty where none does."""
        k = bisect_left(self.starts, offset + 1) - 1
        return self.names[k] if k >= 0 else ""

    def between(self, start: int, end: int) -> tuple[str, ...]:
        """Return the years that are named from one place to another, in order."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return tuple(name for name in self.names[first:last] if name)


def years_of(plan: Plan) -> Years:
    """Return which year holds where in the plan.

    A year holds from where it is named to the end of its clause. One that is a date to be reached (到2027年) in an unnumbered
    paragraph or a title holds for the numbered clauses that the paragraph or title opens, too. A year compared with (比2020年)
    holds nowhere, nor does a date (2023年7月), the period in a title, or a year in 《…》.
    """
    own: list[list[tuple[int, str, bool]]] = [list(_named(plan, at)) for at in range(len(plan.clauses))]
    opened: dict[int | None, str] = {}
    starts: list[int] = []
    names: list[str] = []
    lasting: list[str] = []
    for at, clause in enumerate(plan.clauses):
        numbered = clause.kind is not ClauseKind.PARAGRAPH
        above = "" if clause.parent is None else lasting[clause.parent]
        given = (opened.get(clause.parent, "") or above) if numbered and clause.parent is not None else ""
        starts.append(clause.span.start)
        names.append(given)
        for start, year, _ in own[at]:
            starts.append(start)
            names.append(year)
        aims = [year for _, year, aim in own[at] if aim]
        if not numbered and clause.parent is not None:
            opened[clause.parent] = aims[-1] if aims else ""
        lasting.append(aims[-1] if aims else given)
    return Years(tuple(starts), tuple(names))


def _named(plan: Plan, at: int) -> list[tuple[int, str, bool]]:
    """Return the years that a clause names: where, which, and whether it is a date to be reached."""
    clause = plan.clauses[at]
    if clause.kind in (ClauseKind.TITLE, ClauseKind.FURNITURE, ClauseKind.ROW):
        return []
    printed = clause.span.of(plan.text)
    if "年" not in printed:
        return []
    whole = closed(printed)
    text = simplified(whole.text)
    titles = Ranges(found.span() for found in _TITLES.finditer(text))
    years = []
    for found in _YEAR.finditer(text):
        if titles.holds(found.start()):
            continue
        written = found["second"] or found["cued"] or found["plain"]
        last = written.translate(_HAN)
        if not last.isdecimal() or not _OLDEST <= int(last) <= _LATEST:
            continue
        named = "-".join(str(int(year)) for year in (found["first"], last) if year)
        start = whole.printed(Span(found.start(), found.end())).start
        years.append((clause.span.start + start, named, bool(found["cue"])))
    return years
