"""The figures (指标) in the rows of a table: what each column holds, by its head, and the value in each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from qcompare.closing import closed
from qcompare.document import Span
from qcompare.indicators import Words, read_before, read_behind
from qcompare.model import Clause, ClauseKind, Plan
from qcompare.quantities import Quantity, is_unit, quantities
from qcompare.script import simplified

PRESENT = "（现状）"
"""What the name of a figure bears whose column is headed 现状 or 基期: it is no target."""

_NAMING = re.compile(r"(?:指标|指标名称|指标内容|名称|项目)$", re.MULTILINE)
_UNIT_HEAD = re.compile(r"^(?:计量)?单位$", re.MULTILINE)
_PRESENT = re.compile("现状|基期|基数|基准|现值|实际|完成值|完成情况")
_TARGET = re.compile("目标|规划|预期值")
_COUNTING = re.compile("^(?:序号|编号|序)$", re.MULTILINE)
_BESIDE = re.compile("(?:责任|牵头|配合|主管|实施|完成)(?:单位|部门)|备注|属性|性质|类型|来源")
_YEAR = re.compile(r"(?:(?<!\d)(\d{4})\s?年?\s?[-—－–~～至]\s?)?(?<!\d)((?:19|20)\d{2})(?!\d)\s?年?")
_UNIT_IN_NAME = re.compile(r"[（(]([^（()）]{1,8})[）)]\s*$")
_NUMBER_OF_ROW = re.compile(r"^\d{1,3}(?:\s?[.．、]\s+|(?:\s?[.．、])?\s*(?![\dA-Za-z%％.．]))")
"""A row's number before its name: 1.合格率, 5大中型工程; 5G基站数 has none."""

_BODY = re.compile(r"[委局办处院部镇乡]$|单位$|公司$|政府$|街道$|中心$")
"""Who does a thing, where the column of 单位 means that."""
_POWERS = ("万", "亿", "万亿")
_ATTRIBUTES = ("预期性", "约束性")


@dataclass(frozen=True)
class Heads:
    """What the heads of a table say, by column: the column of a cell's place, or counted from the right, as rows may lack cells."""

    texts: dict[int, str] = field(default_factory=dict)

    @cached_property
    def counted(self) -> bool:
        """Whether a column of its own holds the rows' numbers."""
        return any(_COUNTING.search(text) for text in self.texts.values())

    @cached_property
    def naming(self) -> int | None:
        """The column that names the indicators, the last such before the values; None where no head says so."""
        values = [at for at, text in self.texts.items() if _YEAR.search(text) or _TARGET.search(text)]
        end = min(values, default=max(self.texts, default=0) + 1)
        found = [at for at, text in self.texts.items() if at < end and _NAMING.search(text)]
        return max(found, default=None)

    def is_apart(self, column: int) -> bool:
        """Return whether the column holds the rows' numbers, responsible units, notes: nothing that is measured."""
        text = self.texts.get(column, "")
        return bool(_COUNTING.search(text) or _BESIDE.search(text))

    def is_unit(self, column: int) -> bool:
        """Return whether the column holds the units."""
        return bool(_UNIT_HEAD.search(self.texts.get(column, "")))

    def is_present(self, column: int) -> bool:
        """Return whether the column holds what is, not what is aimed at."""
        text = self.texts.get(column, "")
        return bool(_PRESENT.search(text)) and not _TARGET.search(text)

    def year(self, column: int) -> str:
        """Return the year that the column holds for."""
        found = _YEAR.search(self.texts.get(column, ""))
        return "-".join(year for year in found.groups() if year) if found else ""

    def unit(self, column: int) -> str:
        """Return the unit in brackets at a head's end: 目标值（%）."""
        found = _UNIT_IN_NAME.search(self.texts.get(column, ""))
        return _plain_unit(found[1]) if found and is_unit(found[1]) else ""


@dataclass(frozen=True, slots=True)
class Value:
    """A number of a row, with the cell's sentence and what the row and the heads say of it."""

    sentence: int
    quantity: Quantity
    words: Words
    year: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A cell that is no value: its sentence, where its wording begins behind a row's number, the name before it, its year."""

    sentence: int
    start: int
    name: str
    year: str


def heads_of(plan: Plan) -> dict[int | None, Heads]:
    """Return the heads of each table by the index of its clause: of its first row, or of the clause itself.

    A table that begins with values right behind another is its next page, under the same heads. A second row is one of
    heads where the first one's head over the indicators' names reaches down to it.
    """
    found: dict[int | None, Heads] = {}
    second: set[int | None] = set()
    for at, clause in enumerate(plan.clauses):
        if is_headless(clause):
            goes_on = at and plan.clauses[at - 1].kind is ClauseKind.ROW and _holds_value(plan, clause.sentences)
            found[at] = found[plan.clauses[at - 1].parent] if goes_on else _heads(plan, clause.sentences)
            second |= {at} if goes_on else set()
        elif clause.kind is ClauseKind.ROW and clause.parent not in found:
            found[clause.parent] = _heads(plan, clause.sentences)
        elif clause.kind is ClauseKind.ROW and clause.parent not in second:
            second.add(clause.parent)
            above, below = found[clause.parent], _heads(plan, clause.sentences)
            if plan.place(clause.span.start).table and above.naming is not None and above.naming not in below.texts:
                joined = {at: "\n".join(filter(None, (above.texts.get(at), text))) for at, text in below.texts.items()}
                found[clause.parent] = Heads({**above.texts, **joined})
    return found


def is_headless(clause: Clause) -> bool:
    """Return whether the clause is the first row of a table without a caption."""
    return clause.kind is ClauseKind.TABLE and not clause.heading


def _holds_value(plan: Plan, cells: Sequence[int]) -> bool:
    """Return whether a cell behind the first is a number and nothing else."""
    texts = [simplified(plan.wording(cell)) for cell in cells[1:]]
    return any(q.span == Span(0, len(text)) for text in texts for q in quantities(text))


def _heads(plan: Plan, cells: Sequence[int]) -> Heads:
    texts: dict[int, str] = {}
    for column, cell in _columns(plan, cells):
        texts[column] = texts.get(column, "") + "".join(simplified(plan.wording(cell)).split())
    return Heads(texts)


def _columns(plan: Plan, cells: Sequence[int]) -> Iterator[tuple[int, int]]:
    for k, cell in enumerate(cells):
        place = plan.place(plan.sentences[cell].span.start)
        yield (place.column if place.table else k - len(cells)), cell


class RowReader:
    """Reads one row: its name and unit from their cells, then what each other cell says."""

    def __init__(self, plan: Plan, row: Clause, heads: Heads) -> None:
        self._plan, self._row, self._heads = plan, row, heads
        self._naming = heads.naming
        cells = [simplified(plan.wording(cell)) for cell in row.sentences]
        self.attribute = next((text for text in cells if text in _ATTRIBUTES), "")
        self.name = self._unit = ""
        self._named_in: int | None = None
        self.prose: list[Prose] = []

    def values(self) -> Iterator[Value]:
        """Yield the values of the row in order; what is no value goes to `prose`."""
        for column, cell in _columns(self._plan, self._row.sentences):
            plain = simplified(self._plan.wording(cell))
            if plain in _ATTRIBUTES or self._heads.is_apart(column):
                continue
            if self._heads.is_unit(column) or (self.name and is_unit(plain)):
                self._unit = "" if not re.search(r"[\w%％‰℃]", plain) or _BODY.search(plain) else _plain_unit(plain)
                continue
            value = self._value(column, cell) if self.name and column != self._naming else None
            if value is not None:
                yield value
            else:
                self._words(column, cell, plain)

    def _value(self, column: int, cell: int) -> Value | None:
        """Return the value of a cell that holds a number and what binds it, no more: 95, ≥95%, 95以上; else None."""
        span = self._plan.sentences[cell].span
        whole = closed(span.of(self._plan.text))
        text = simplified(whole.text)
        number = next(iter(quantities(text)), None)
        if number is None:
            return None
        before = read_before(text[: number.span.start], counted=False)
        behind, size = read_behind(text[number.span.end :])
        if before.name or text[number.span.end + size :].strip():
            return None
        printed = whole.printed(number.span)
        place = Span(span.start + printed.start, span.start + printed.end)
        name = self.name + PRESENT if self._heads.is_present(column) else self.name
        said = tuple(dict.fromkeys((*before.operators, *filter(None, [behind]))))
        given = self._unit or self._heads.unit(column)
        unit = number.unit + given if number.unit in _POWERS else number.unit or given
        quantity = replace(number, span=place, unit=unit)
        return Value(cell, quantity, Words(said, "", name), self._heads.year(column), self.attribute)

    def _words(self, column: int, cell: int, plain: str) -> None:
        """Take a cell of words: the indicator's name where it may be that."""
        names = column == self._naming or self._naming is None or self._named_in != self._naming
        wording = plain if self._heads.counted or not names else _NUMBER_OF_ROW.sub("", plain)
        start = self._plan.sentences[cell].span.start + len(plain) - len(wording)
        self.prose.append(Prose(cell, start, self.name, self._heads.year(column)))
        if not names:
            return
        goes_on = column == self._named_in and column > 0  # a cell's second paragraph
        said = _UNIT_IN_NAME.search(wording)
        self.name = (self.name if goes_on else "") + _UNIT_IN_NAME.sub("", wording)
        self._unit = _plain_unit(said[1]) if said else ""
        self._named_in = column


def _plain_unit(printed: str) -> str:
    return "".join(printed.split()).replace("％", "%")
