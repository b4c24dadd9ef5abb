"""The figures (指标) of a plan: every number with a meaning, with its indicator, operators, unit and year."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from qcompare.figure_words import words_of
from qcompare.forms import wording_start
from qcompare.indicators import (
    LASTING,
    LEADING,
    LONGEST_BEHIND,
    Words,
    canonical,
    is_generic,
    parted,
    read_before,
    read_behind,
    tidy,
)
from qcompare.model import Clause, ClauseKind, Plan, SentenceKind, Span
from qcompare.quantities import Quantity, quantities, scaled
from qcompare.script import simplified
from qcompare.years import years_of

_STOP = re.compile(r"[，；。：！？｡;:!?\n]|,(?!\d{3}(?!\d))|——")
_HARD_STOP = re.compile(r"[；。！？｡;!?\n]")
_BRACKETS = re.compile(r"[（(〔\[【][^（(〔\[【）)〕\]】]*[）)〕\]】]")
_ANY_NUMERAL = re.compile(r"[\d两兩二三四五六七八九十百千]")
_NO_NAME = re.compile(r"^[、和及与或以\s]*$")
_GLOSS = re.compile(r"\s*不?含\s?\d")
"""What only says whether the bound itself counts: 100万元以下（含100万元）."""

_NO_NOUN = re.compile(r"\s*(?:[、和及与或并的]|以及|进入|位居|居于|名列|位列|排名)")
"""What follows a number and names nothing that it counts: the list goes on, or a rank is said."""

LONGEST_NAME = 80
"""Characters before or behind a number in which its name is sought; the longest at hand has 40."""

_EMPTY = words_of("empty")
_FROM = re.compile(r"[由从]\s*$")
_TO = re.compile(
    r"\s*(?:左右|以上|以内)?\s*(?:大幅|进一步)?(?:提高|提升|增加|增长|上升|下降|降低|减少|压缩|压减|缩短|调整|扩大|增|降)?(?:到|至|为)"
)
"""What makes a number the start of a change: 由5个工作日压缩至4个工作日 aims at four."""

_MOST_SHARING = 4
"""Numbers that one noun behind the last of them may be meant for: 5个以上1000亿元级和10个以上500亿元级核心品牌企业."""

_SHORT_NOUN = re.compile(r"\s*(方面|[一-鿿]{2,4}?(?=于一体|的|为))")
_NOUN_END = re.compile(r"[、\0]|(?:，|,)")
_UNIT_IN_NAME = re.compile(r"[（(]([^（()）]{1,8})[）)]\s*$")
_NUMBER_OF_ROW = re.compile(r"^\d{1,3}\s?[.．、]?\s*")
_ATTRIBUTES = ("预期性", "约束性")
_RATES = frozenset(("", *words_of("rate"), *words_of("time")))
"""Units of what is measured, not counted: no verb leads to them, and their name stands before."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with a meaning (指标).

    `span` covers the number and its unit as printed. `indicator` names what it measures, `verb` is what the plan does about it
    (建成, 主导制定); both in the plan's own script. `said` are the words that bind it as printed, but Simplified. `low` and `high`
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
    return tuple(replace(f, year=f.year or years.at(f.span.start)) for f in found)


@dataclass(frozen=True, slots=True)
class _Behind:
    """What stands behind a number: an operator (以上), where the rest starts, the noun it counts."""

    operator: str
    start: int
    noun: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The quantities between two commas, or within a bracket; `text` is the sentence with other brackets blanked."""

    text: str
    start: int
    end: int
    found: list[Quantity]

    @property
    def told_apart(self) -> bool:
        """Whether 分别 gives each number its own part of the name."""
        return "分别" in self.text[self.start : self.found[0].span.start]

    def begins_change(self, k: int) -> bool:
        """Return whether number `k` is where a change starts, the next its aim: 由35%提高到40%."""
        if k + 1 >= len(self.found):
            return False
        start, end = self.found[k].span.start, self.found[k].span.end
        between = self.text[end : self.found[k + 1].span.start]
        return bool(_FROM.search(self.text[max(self.start, start - 3) : start]) and _TO.fullmatch(between))

    def words_behind(self, k: int) -> _Behind:
        """Return what stands behind number `k`, up to the next; with 分别, the last one's operator holds for all."""
        operator, start = self._operator(k)
        if self.told_apart and not operator:
            operator = self._operator(len(self.found) - 1)[0]
        noun, end = self._noun(k)
        return _Behind(operator, max(start, end), noun)

    def _operator(self, k: int) -> tuple[str, int]:
        end = self.found[k].span.end
        word, size = read_behind(self.text[end : min(self.end, end + LONGEST_BEHIND)])
        return word, end + size

    def _noun(self, k: int) -> tuple[str, int]:
        """Return the noun that follows a number and its end: 10个国内领先品牌; that behind the next where only 和 stands between."""
        for j in range(k, min(k + _MOST_SHARING, len(self.found))):
            start = self._operator(j)[1]
            between = self.text[start : self.found[j + 1].span.start if j + 1 < len(self.found) else self.end]
            if not _NO_NAME.match(between):
                noun = "" if _NO_NOUN.match(between) else _NOUN_END.split(between[:LONGEST_NAME], maxsplit=1)[0]
                named = _short(noun)
                return "" if named in _EMPTY else named, start + len(noun) if j == k else 0
            if between.lstrip()[:1] == "、":
                break
        return "", 0


def _of_sentence(plan: Plan, sentence: int, start: int) -> Iterator[Figure]:
    """Yield the figures of a sentence, in order of place."""
    if plan.sentences[sentence].kind in (SentenceKind.FURNITURE, SentenceKind.DUTY):
        return
    printed = plan.text[start : plan.sentences[sentence].span.end]
    if not _ANY_NUMERAL.search(printed):
        return
    text = simplified(printed)
    numbers = list(quantities(text))
    if not numbers:
        return
    reader = _Reader(sentence, start)
    for stretch in _stretches(text, numbers):
        reader.read(stretch)
    yield from sorted(reader.figures, key=lambda f: f.span.start)


def _stretches(text: str, numbers: Sequence[Quantity]) -> Iterator[_Stretch]:
    """Yield the stretches that hold numbers: those between commas, then those within brackets."""
    starts = [q.span.start for q in numbers]
    brackets = (b.span() for b in _BRACKETS.finditer(text))
    nested = [(a, b) for a, b in brackets if bisect_left(starts, a) < bisect_left(starts, b)]
    blanked = list(text)
    for a, b in nested:
        blanked[a:b] = "\0" * (b - a)
    outer = "".join(blanked)
    yield from _between_commas(outer, 0, len(outer), numbers)
    for a, b in nested:
        yield from _between_commas(text, a + 1, b - 1, numbers)


def _between_commas(text: str, start: int, end: int, numbers: Sequence[Quantity]) -> Iterator[_Stretch]:
    edges = [start, *(e for m in _STOP.finditer(text, start, end) for e in (m.start(), m.end())), end]
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        first, last = (bisect_left(numbers, edge, key=lambda q: q.span.start) for edge in (a, b))
        inside = [q for q in numbers[first:last] if text[q.span.start] != "\0"]
        if inside and not _GLOSS.match(text, a, b):
            yield _Stretch(text, a, b, inside)


class _Reader:
    """Reads the stretches of one sentence in order, since what one says may hold for the next."""

    def __init__(self, sentence: int, offset: int) -> None:
        self.figures: list[Figure] = []
        self._sentence, self._offset = sentence, offset
        self._lasting: tuple[str, ...] = ()
        self._read_to = 0

    def read(self, stretch: _Stretch) -> None:
        """Add the figures of one stretch."""
        self._note_lasting(stretch)
        for quantity, said in zip(stretch.found, self._words(stretch), strict=True):
            if said is not None:
                self._add(quantity, said)

    def _note_lasting(self, stretch: _Stretch) -> None:
        """Note what holds until the next ； or 。: a 力争 that stands before a comma too."""
        between = stretch.text[self._read_to : stretch.start]
        if _HARD_STOP.search(between):
            self._lasting = ()
            between = _HARD_STOP.split(between)[-1]
        if "力争" in between:
            self._lasting = ("力争",)
        self._read_to = stretch.start
        said = read_before(
            stretch.text[stretch.start : stretch.found[0].span.start][:LONGEST_NAME], counted=True
        ).operators
        self._lasting = tuple(dict.fromkeys((*self._lasting, *(word for word in said if canonical(word) in LASTING))))

    def _words(self, stretch: _Stretch) -> list[Words | None]:
        """Return what is said of each number; None for a bare one that nothing binds."""
        said: list[Words | None] = []
        at, head, last = stretch.start, Words(), Words()  # what is said of the list's first number, and of the last
        for k, quantity in enumerate(stretch.found):
            before = stretch.text[max(at, quantity.span.start - LONGEST_NAME) : quantity.span.start]
            behind = stretch.words_behind(k)
            if stretch.begins_change(k):
                said.append(None)
                last = replace(read_before(before, counted=False), operators=())
                at = quantity.span.end
                continue
            own = read_before(before, counted=quantity.unit not in _RATES)
            follows = bool(k) and _NO_NAME.match(before) is not None
            if (
                quantity.bare
                and not behind.operator
                and LEADING.issuperset(map(canonical, own.operators))
                and not (follows and last.name)
            ):
                said.append(None)
                continue
            joined = bool(k) and before.lstrip(" \0")[:1] in ("、", "和", "及")
            if follows and not behind.noun:  # a value by itself, 20项、800项, bears all that is said of the one before
                operators = last.operators
            else:
                operators = self._operators(stretch, k, own, head if joined and not own.verb else Words())
            words = self._named(own, behind.noun, last, quantity.unit, follows=follows)
            if joined and not words.verb:
                words = replace(words, verb=head.verb)
            last = replace(words, operators=operators)
            if not joined or own.verb:
                head = replace(own, operators=operators)
            at = behind.start
            ordered = dict.fromkeys((*self._lasting, *operators, *filter(None, [behind.operator])))
            said.append(replace(words, operators=tuple(ordered)))
        return _told_apart(said) if stretch.told_apart else said

    def _operators(self, stretch: _Stretch, k: int, own: Words, head: Words) -> tuple[str, ...]:
        """Return the operators before a number: its own, and those of the list that `head` opens or that it lies within.

        A rate in a list is no 新增.
        """
        if k == 0 and stretch.text.startswith("其中", stretch.start):
            outer = [f for f in self.figures if f.span.end <= self._offset + stretch.start]
            return (*(o for o in outer[-1].said if canonical(o) in LEADING), *own.operators) if outer else own.operators
        lasting = LASTING if stretch.found[k].unit in _RATES else LEADING
        return (*(o for o in head.operators if canonical(o) in lasting), *own.operators)

    def _named(self, own: Words, noun: str, last: Words, unit: str, *, follows: bool) -> Words:
        """Return the number's verb and indicator; `noun` stands behind the number, `last` is said of the one before.

        A rate that has a name before it takes what is behind along: 住宅工程100%实行分户验收.
        """
        name = own.name
        if name and unit in _RATES:
            return replace(own, name=name + noun if unit in ("%", "") else name)
        if noun:
            return replace(own, name=noun)
        if follows:
            return replace(own, name=last.name, verb=last.verb)
        if name and not is_generic(name):
            return own
        before = last.name or (self.figures[-1].indicator if self.figures else "")
        return replace(own, name=simplified(before) + name)

    def _add(self, quantity: Quantity, said: Words) -> None:
        span = Span(self._offset + quantity.span.start, self._offset + quantity.span.end)
        self.figures.append(
            Figure(
                span,
                self._sentence,
                said.name,
                said.operators,
                quantity.low,
                quantity.high,
                quantity.unit,
                "",
                said.verb,
            )
        )


def _short(noun: str) -> str:
    """Return the noun up to 的 where little stands before that: 八大功能的…"""
    short = _SHORT_NOUN.match(noun)
    return tidy(short[1] if short else noun)


def _told_apart(said: list[Words | None]) -> list[Words | None]:
    """Return what is said of numbers that 分别 gives to the parts of one name."""
    known = [words for words in said if words is not None]
    if len(known) != len(said) or len({words.name for words in known}) != 1:
        return said
    names = parted(known[0].name, len(known))
    return [replace(words, name=name) for words, name in zip(known, names, strict=True)]


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
