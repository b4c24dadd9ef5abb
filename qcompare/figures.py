"""The figures (指标) of a plan: every number with a meaning, with its indicator, operators, unit and year."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from qcompare.document import Span
from qcompare.figure_reader import read_sentence
from qcompare.figure_words import words_of
from qcompare.forms import wording_start
from qcompare.indicators import canonical
from qcompare.model import Clause, ClauseKind, Plan, SentenceKind
from qcompare.quantities import Quantity, quantities, scaled
from qcompare.script import simplified
from qcompare.years import Years, years_of

_UNIT_IN_NAME = re.compile(r"[（(]([^（()）]{1,8})[）)]\s*$")
_NUMBER_OF_ROW = re.compile(r"^\d{1,3}\s?[.．、]?\s*")
_APART = re.compile("分[别別]")
_ENDS, _STOPS = re.compile(r"[；。;\n]"), re.compile(r"[，；。,;\n]")
_NEAR = 120  # characters before 分别 in which its years stand
_ATTRIBUTES = ("预期性", "约束性")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with a meaning (指标).

    `span` covers the number and its unit as printed. `indicator` names what it measures, `verb` is what the plan does about it
    (建成, 主导制定); both Simplified. `said` are the words that bind it as printed, but Simplified. `low` and `high`
    differ in a range; `unit` is Simplified, empty for an index. `year` is the year it holds for ("2027", "2021-2025"), empty
    where the plan does not say. `attribute` is 预期性 or 约束性 where a table says so.
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

    @property
    def operators(self) -> tuple[str, ...]:
        """The words that bind the number, of a fixed list: 达到 for 达, 以上 for 或以上."""
        return tuple(dict.fromkeys(map(canonical, self.said)))

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
    years = years_of(plan)
    found: list[Figure] = []
    for clause in plan.clauses:
        if clause.kind is ClauseKind.FURNITURE:
            continue
        if clause.kind is ClauseKind.ROW:
            found += _of_row(plan, clause)
        else:
            for sentence in clause.sentences:
                found += _of_sentence(plan, sentence, wording_start(plan, sentence))
    apart = _years_told_apart(plan, found, years)
    return tuple(replace(f, year=f.year or apart.get(f.span) or years.at(f.span.start)) for f in found)


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


def _of_sentence(plan: Plan, sentence: int, start: int) -> Iterator[Figure]:
    """Yield the figures of a sentence whose wording begins at `start`."""
    if plan.sentences[sentence].kind in (SentenceKind.FURNITURE, SentenceKind.DUTY):
        return
    for quantity, words in read_sentence(plan.text[start : plan.sentences[sentence].span.end]):
        span = Span(start + quantity.span.start, start + quantity.span.end)
        bounds = quantity.low, quantity.high
        yield Figure(span, sentence, words.name, words.operators, *bounds, quantity.unit, verb=words.verb)


def _of_row(plan: Plan, clause: Clause) -> Iterator[Figure]:
    """Yield the figures of a table's row: a cell that is a number belongs to the cell of words before it."""
    heads = _heads(plan, clause)
    cells = list(clause.sentences)
    attribute = next((plan.wording(c) for c in cells if plan.wording(c) in _ATTRIBUTES), "")
    name = unit = ""
    for cell in cells:
        text = plan.wording(cell)
        plain = simplified(text)
        number = next(iter(quantities(plain)), None)
        if number is not None and number.span == Span(0, len(plain)) and name:
            span = plan.sentences[cell].span
            year = heads.get(len(cells) - (cell - cells[0]), "")
            quantity = replace(number, span=span, unit=number.unit or unit)
            yield Figure(span, cell, name, (), quantity.low, quantity.high, quantity.unit, year, "", attribute)
        elif plain not in _ATTRIBUTES:
            said = _UNIT_IN_NAME.search(plain)
            name = _NUMBER_OF_ROW.sub("", _UNIT_IN_NAME.sub("", plain))
            unit = said[1].replace("％", "%") if said else ""
            yield from _of_sentence(
                plan, cell, plan.sentences[cell].span.start + len(plain) - len(_NUMBER_OF_ROW.sub("", plain))
            )


def _heads(plan: Plan, row: Clause) -> dict[int, str]:
    """Return the year at the head of each column of a row's table, columns counted from the right, as rows may lack cells."""
    first = next(c for c in plan.clauses if c.kind is ClauseKind.ROW and c.parent == row.parent)
    cells = [plan.wording(s) for s in first.sentences]
    years = (re.match(r"\s*(\d{4})\s?年", cell) for cell in cells)
    return {len(cells) - at: year[1] for at, year in enumerate(years) if year}
