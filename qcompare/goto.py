"""Which row a person means who names a clause, a row or some words: 二（三）9., 第12行, 质量强市."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qcompare.citing import cited_clause, labels, opening_of
from qcompare.model import Collation
from qcompare.numbering import han_number
from qcompare.script import simplified

_HAN = "零〇一二两三四五六七八九十百"
_NUMBER = re.compile(rf"\d+|[{_HAN}]+")
_ROW = re.compile(r"第?(\d{1,6})行")
_BARE = re.compile(r"\d{1,6}")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")
_NO_LETTER = re.compile(r"[\W_]+|第")
_LONGEST_RUN = 4
"""Han digits written without brackets that are taken apart: 二三九 is 二（三）9."""

_EXACT, _WHOLE, _APART, _LOOSE, _END, _BEGINNING, _HEADING, _IN_HEADING, _IN_TEXT = range(9)
"""How well a clause fits, the best first."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the collation and what stands there: `said` names the clause, `whose` the plan it is of."""

    row: int
    said: str
    whose: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A clause as it can be asked for: what numbers its path has, what letters beside them, its words."""

    row: int
    plan: int
    clause: int
    path: str
    numbers: tuple[int, ...]
    letters: str
    heading: str
    text: str


class Goto:
    """Finds places of one collation; built once, asked at every key."""

    def __init__(self, collation: Collation) -> None:
        self.collation = collation
        self._names = labels(collation)
        self._entries = tuple(_entries(collation))

    def places(self, asked: str, limit: int = 12) -> tuple[Place, ...]:
        """Return the rows that fit what was typed, the likeliest first, each once.

        A number alone is a row first and then an item. Clauses of the base come before those of the targets, and both in
        their plan's order. Nothing fits words that stand nowhere.
        """
        wanted = folded(_BETWEEN_DIGITS.sub(".", asked))
        if not wanted:
            return ()
        found = {place.row: place for place in self._row_named(wanted)}
        readings = tuple(readings_of(wanted))
        ranked = ((_rank(entry, wanted, readings), entry) for entry in self._entries)
        fitting = sorted(
            ((rank, e.plan, e.clause, e) for rank, e in ranked if rank is not None), key=lambda item: item[:3]
        )
        for *_, entry in fitting:
            if len(found) >= limit:
                break
            found.setdefault(entry.row, self._place(entry))
        return tuple(found.values())

    def _row_named(self, wanted: str) -> Iterator[Place]:
        named = _ROW.fullmatch(wanted) or _BARE.fullmatch(wanted)
        row = int(named.group(1) if named.re is _ROW else named.group()) - 1 if named else -1
        if 0 <= row < len(self.collation.rows):
            yield Place(row, next((self._place(e).said for e in self._entries if e.row == row), ""))

    def _place(self, entry: _Entry) -> Place:
        plan = self.collation.plans[entry.plan]
        cited, opening = cited_clause(plan, entry.clause), opening_of(plan, entry.clause)
        said = opening if opening == cited else f"{cited}\u3000{opening}".rstrip()
        return Place(entry.row, said, "基准" if entry.plan == 0 else self._names[entry.plan])


def folded(text: str) -> str:
    """Return the text as it is compared: Simplified, half-width, without blanks.

    >>> folded("二（三） ９．"), folded("質量强市")
    ('二(三)9.', '质量强市')
    """
    return _narrow(simplified(text))


def _narrow(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def readings_of(path: str) -> Iterator[tuple[int, ...]]:
    """Yield the numbers a path may name, the likeliest reading first; nothing where there is none.

    Brackets say where one number ends; without them a run of Han digits is taken apart in every way that makes numbers.

    >>> list(readings_of("二(三)9.")), list(readings_of("二三9"))
    ([(2, 3, 9)], [(2, 3, 9)])
    >>> list(readings_of("二十三"))
    [(23,), (20, 3), (2, 13), (2, 10, 3)]
    """
    runs = [tuple(_numbers_in(run)) for run in _NUMBER.findall(path)]
    made: list[tuple[int, ...]] = [()] if runs else []
    for ways in runs:
        made = [before + way for before in made for way in ways]
    yield from made


@lru_cache(maxsize=4096)
def _path_of(path: str) -> tuple[tuple[int, ...], str]:
    """Return the numbers of a path, whose brackets leave one reading, and its letters; plans share many paths."""
    firsts = [next(_numbers_in(run), ()) for run in _NUMBER.findall(path)]
    return tuple(number for first in firsts for number in first), _letters(path)


def _numbers_in(run: str) -> Iterator[tuple[int, ...]]:
    if run.isdecimal():
        yield (int(run),)
        return
    whole = han_number(run)
    if whole is not None:
        yield (whole,)
    for cut in range(len(run) - 1, 0, -1) if len(run) <= _LONGEST_RUN else ():
        first = han_number(run[:cut])
        if first is not None:
            yield from ((first, *rest) for rest in _numbers_in(run[cut:]))


def _letters(text: str) -> str:
    """Return what stands in a path beside numbers and punctuation: 项 of 一(二)第1项."""
    return _NO_LETTER.sub("", _NUMBER.sub("", text))


def _entries(collation: Collation) -> Iterator[_Entry]:
    texts = [simplified(plan.text) for plan in collation.plans]  # whole: the conversion has its price a call
    for row, line in enumerate(collation.rows):
        held = [(0, line.base)] if line.base is not None else []
        held += [(at, clause) for at, cell in enumerate(line.cells, start=1) for clause in cell.clauses]
        for at, clause in held:
            plan = collation.plans[at]
            found = plan.clauses[clause]
            path = folded(found.path)
            numbers, letters = _path_of(path)
            yield _Entry(
                row, at, clause, path, numbers, letters, folded(found.heading), _narrow(found.span.of(texts[at]))
            )


def _rank(entry: _Entry, wanted: str, readings: tuple[tuple[int, ...], ...]) -> int | None:
    """Return how well a clause fits what is wanted, None where it does not."""
    if entry.path and wanted.strip(".、") == entry.path.strip(".、"):
        return _EXACT
    ranks = [*_number_ranks(entry, _letters(wanted), readings), *_word_ranks(entry, wanted)]
    return min(ranks, default=None)


def _number_ranks(entry: _Entry, letters: str, readings: tuple[tuple[int, ...], ...]) -> Iterator[int]:
    if letters not in entry.letters:
        return
    for nth, numbers in enumerate(readings):
        if numbers == entry.numbers:
            yield _LOOSE if letters != entry.letters else _APART if nth else _WHOLE
        elif not nth and letters == entry.letters and entry.numbers[-len(numbers) :] == numbers:
            yield _END
        elif not nth and entry.numbers[: len(numbers)] == numbers:
            yield _BEGINNING


def _word_ranks(entry: _Entry, wanted: str) -> Iterator[int]:
    if entry.heading.startswith(wanted):
        yield _HEADING
    elif wanted in entry.heading:
        yield _IN_HEADING
    elif _stands_in(entry.text, wanted):
        yield _IN_TEXT


def _stands_in(text: str, wanted: str) -> bool:
    """Whether the words stand in the text and, where they are a number, are the whole of one: 9. is not in 29."""
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        inside = wanted[0].isdecimal() and text[at - 1 : at].isdecimal()
        if not inside and not (wanted[-1] in ".0123456789" and text[end : end + 1].isdecimal()):
            return True
        at = text.find(wanted, at + 1)
    return False
