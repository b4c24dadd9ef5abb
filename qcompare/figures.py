"""The figures (指标) of a plan: every number with a meaning, with its indicator, operators, unit and year."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from qcompare.document import Span
from qcompare.figure_reader import read_sentence
from qcompare.figure_tables import PRESENT, Heads, RowReader, heads_of, is_headless
from qcompare.figure_words import words_of
from qcompare.forms import wording_start
from qcompare.indicators import canonical
from qcompare.model import Clause, ClauseKind, Plan, SentenceKind
from qcompare.quantities import Quantity, scaled
from qcompare.script import simplified
from qcompare.years import Years, years_of

_APART = re.compile("分[别別]")
_ENDS, _STOPS = re.compile(r"[；。;\n]"), re.compile(r"[，；。,;\n]")
_NEAR = 120  # characters before 分别 in which its years stand


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with a meaning (指标).

    `span` covers the number and its unit as printed. `indicator` names what it measures, `verb` is what the plan does about it
    (建成, 主导制定); both Simplified. `said` are the words that bind it as printed, but Simplified. `low` and `high`
    differ in a range; `unit` is Simplified, empty for an index. `year` is the year it holds for ("2027", "2021-2025"), empty
    where the plan does not say. `attribute` is 预期性 or 约束性 where a table says so. `topic` is the heading it stands under where
    its own words name nothing: it is shown for a name, but two figures are not one for it.
    """

    span: Span
    sentence: int
    indicator: str
    said: tuple[str, ...]
    low: Fraction
    high: Fraction
    unit: str
    year: str = ""
    verb: str = ""
    attribute: str = ""
    topic: str = ""

    @property
    def operators(self) -> tuple[str, ...]:
        """The words that bind the number, of a fixed list: 达到 for 达, 以上 for 或以上."""
        return tuple(dict.fromkeys(map(canonical, self.said)))

    @property
    def is_present(self) -> bool:
        """Whether a table says that this is what there is, not what is aimed at."""
        return self.indicator.endswith(PRESENT)

    @property
    def size(self) -> Fraction:
        """The number with 万 and 亿 counted out, by which figures are sorted."""
        return scaled(self.quantity)[0]

    @property
    def quantity(self) -> Quantity:
        """The number with its unit alone."""
        return Quantity(self.span, self.low, self.high, self.unit)


def with_operators(figure: Figure, text: str) -> str:
    """Return a figure as a reader says it, with its operators about the number as printed in `text`.

    >>> figure = Figure(Span(2, 4), 0, "制造业质量竞争力指数", ("达到", "以上"), Fraction(92), Fraction(92), "")
    >>> with_operators(figure, "达到92以上")
    '达到92以上'
    """
    behind = [word for word in figure.said if word in words_of("behind")]
    before = [word for word in figure.said if word not in behind]
    printed = simplified("".join(figure.span.of(text).split()))
    unit = figure.unit if printed[-1].isdecimal() else ""  # a table's cell has the unit beside the name
    return "".join([*before, printed, unit, *behind])


def figures_of(plan: Plan) -> tuple[Figure, ...]:
    """Return the figures of a plan in text order; none in furniture, nor in brackets of responsible units."""
    years, heads = years_of(plan), heads_of(plan)
    found: list[Figure] = []
    for at, clause in enumerate(plan.clauses):
        if clause.kind is ClauseKind.FURNITURE:
            continue
        if clause.kind is ClauseKind.ROW or is_headless(clause):
            own = heads[clause.parent if clause.kind is ClauseKind.ROW else at]
            found += sorted(_of_row(plan, clause, own), key=lambda f: f.span.start)
        else:
            topic = _topic(plan, clause)
            for sentence in clause.sentences:
                found += _of_sentence(plan, sentence, wording_start(plan, sentence), topic)
    apart = _years_told_apart(plan, found, years)
    return tuple(
        f if f.year or f.is_present else replace(f, year=apart.get(f.span) or years.at(f.span.start)) for f in found
    )


def _years_told_apart(plan: Plan, figures: Sequence[Figure], years: Years) -> dict[Span, str]:
    """Return the years of figures to which 分别 gives one each: 到2025年和2030年分别达到95%和97%."""
    starts = [figure.span.start for figure in figures]
    found: dict[Span, str] = {}
    for word in _APART.finditer(plan.text):
        before = max(
            (m.end() for m in _ENDS.finditer(plan.text, max(0, word.start() - _NEAR), word.start())), default=0
        )
        named = years.between(max(before, word.start() - _NEAR), word.start())
        stop = _STOPS.search(plan.text, word.end())
        end = stop.start() if stop else len(plan.text)
        own = figures[bisect_left(starts, word.end()) : bisect_left(starts, end)]
        if len(own) == len(named) > 1:
            found |= {figure.span: year for figure, year in zip(own, named, strict=True)}
    return found


def _of_sentence(plan: Plan, sentence: int, start: int, topic: str) -> Iterator[Figure]:
    """Yield the figures of a sentence whose wording begins at `start`; one without a name bears its topic."""
    if plan.sentences[sentence].kind in (SentenceKind.FURNITURE, SentenceKind.DUTY):
        return
    for quantity, words in read_sentence(plan.text[start : plan.sentences[sentence].span.end]):
        span = Span(start + quantity.span.start, start + quantity.span.end)
        bounds = quantity.low, quantity.high
        figure = Figure(span, sentence, words.name, words.operators, *bounds, quantity.unit, verb=words.verb)
        yield figure if words.name else replace(figure, topic=topic)


def _topic(plan: Plan, clause: Clause) -> str:
    """Return the heading that a clause stands under, by which a figure without a name of its own is known."""
    over: Clause | None = clause
    while over is not None:
        if over.heading and over.kind not in (ClauseKind.TITLE, ClauseKind.TABLE):
            return simplified(over.heading)
        over = None if over.parent is None else plan.clauses[over.parent]
    return ""


def _of_row(plan: Plan, clause: Clause, heads: Heads) -> Iterator[Figure]:
    """Yield the figures of a table's row: its values, then those of cells that say more than a value."""
    row = RowReader(plan, clause, heads)
    for value in row.values():
        q, words = value.quantity, value.words
        bounds = words.operators, q.low, q.high, q.unit
        yield Figure(q.span, value.sentence, words.name, *bounds, value.year, attribute=value.attribute)
    for cell in row.prose:
        for figure in _of_sentence(plan, cell.sentence, cell.start, ""):
            yield replace(figure, indicator=figure.indicator or cell.name, topic="", year=cell.year)
