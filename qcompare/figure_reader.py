"""What one sentence says of each of its numbers: stretch by stretch between commas, brackets apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qcompare.closing import closed
from qcompare.figure_words import words_of
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
from qcompare.quantities import Quantity, quantities
from qcompare.script import simplified

_STOP = re.compile(r"[，；。：！？｡;:!?\n]|,(?!\d{3}(?!\d))|——")
_HARD_STOP = re.compile(r"[；。！？｡;!?\n]")
_BRACKETS = re.compile(r"[（(〔\[【][^（(〔\[【）)〕\]】]*[）)〕\]】]")
_ANY_NUMERAL = re.compile(r"[\d两兩二三四五六七八九十百千零]|一[万萬亿億]")
_NO_NAME = re.compile(r"^[、和及与或以\s]*$")
_GLOSS = re.compile(r"\s*不?含\s?\d")
"""What only says whether the bound itself counts: 100万元以下（含100万元）."""

_NO_NOUN = re.compile(r"\s*(?:[、和及与或并的]|以及|进入|位居|居于|名列|位列|排名)")
"""What follows a number and names nothing that it counts: the list goes on, or a rank is said."""

LONGEST_NAME = 80
"""Characters before or behind a number in which its name is sought; the longest at hand has 40."""

_EMPTY = words_of("empty")
_FROM = re.compile(r"[由从]\s*(?:\d{4}\s?年[底末]?的?)?\s*$")
_TO = re.compile(
    r"\s*(?:左右|以上|以内)?\s*(?:大幅|进一步)?(?:提高|提升|增加|增长|上升|上调|扩大|延长|拓展|下降|降低|减少|压缩|压减|压降|缩短|缩小|精简|下调|调整|增|降|减|缩)?"
    r"(?:到|至|为)\s*(?:\d{4}\s?年[底末]?的?)?\s*"
)
"""What makes a number the start of a change: 由5个工作日压缩至4个工作日 aims at four."""

_HANDLING = re.compile(r"^(?:统筹|安排|设立|筹集|整合|落实|列支|拨付|给予)+(?=[一-鿿]{2})")
"""What a plan does about a sum that the next words size."""

_LONGEST_FROM = 12  # characters: 由2020年底的
_MOST_SHARING = 4
"""Numbers that one noun behind the last of them may be meant for: 5个以上1000亿元级和10个以上500亿元级核心品牌企业."""

_SHORT_NOUN = re.compile(r"\s*(方面|[一-鿿]{2,4}?(?=于一体|的|为))")
_NOUN_END = re.compile(r"[、\0]|(?:，|,)")

RATES = frozenset(("", *words_of("rate"), *words_of("time")))
"""Units of what is measured, not counted: no verb leads to them, and their name stands before."""


def read_sentence(printed: str) -> list[tuple[Quantity, Words]]:
    """Return the numbers with a meaning in a sentence's wording, in order, each with what is said of it; Simplified.

    Their spans are of the wording as printed, also where blanks part the digits.

    >>> [(q.span.of(t), w.name) for t in ["主导制定国际标准10项、国家标准700项。"] for q, w in read_sentence(t)]
    [('10项', '国际标准'), ('700项', '国家标准')]
    """
    if not _ANY_NUMERAL.search(printed):
        return []
    whole = closed(printed)
    text = simplified(whole.text)
    numbers = list(quantities(text))
    reader = _Reader()
    for stretch in _stretches(text, numbers):
        reader.read(stretch)
    found = ((replace(quantity, span=whole.printed(quantity.span)), words) for quantity, words in reader.found)
    return sorted(found, key=lambda pair: pair[0].span.start)


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

    def before(self, k: int, at: int) -> str:
        """Return what stands between `at` and number `k`, the nearest of it where that is long."""
        start = self.found[k].span.start
        return self.text[max(at, start - LONGEST_NAME) : start]

    def begins_change(self, k: int) -> bool:
        """Return whether number `k` is where a change starts, the next its aim: 由35%提高到40%."""
        if k + 1 >= len(self.found):
            return False
        start, end = self.found[k].span.start, self.found[k].span.end
        between = self.text[end : self.found[k + 1].span.start]
        return bool(_FROM.search(self.text[max(self.start, start - _LONGEST_FROM) : start]) and _TO.fullmatch(between))

    def behind(self, k: int) -> _Behind:
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
                if j + 1 < len(self.found) and noun == between and read_before(noun, counted=False).operators:
                    noun = ""  # 15秒接通率不低于90%: it is the next number's name
                named = _short(noun)
                return "" if named in _EMPTY else named, start + len(noun) if j == k else 0
            if between.lstrip()[:1] == "、" and not self.found[k].unit.endswith("级"):
                break
        return "", 0


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

    def __init__(self) -> None:
        self.found: list[tuple[Quantity, Words]] = []
        self._lasting: tuple[str, ...] = ()
        self._read_to = 0

    def read(self, stretch: _Stretch) -> None:
        """Add the numbers of one stretch that mean something."""
        self._note_lasting(stretch)
        said = self._words(stretch)
        self.found += [(q, words) for q, words in zip(stretch.found, said, strict=True) if words is not None]

    def _note_lasting(self, stretch: _Stretch) -> None:
        """Note what holds until the next ； or 。: a 力争 that stands before a comma too."""
        between = stretch.text[self._read_to : stretch.start]
        if _HARD_STOP.search(between):
            self._lasting = ()
            between = _HARD_STOP.split(between)[-1]
        if "力争" in between:
            self._lasting = ("力争",)
        self._read_to = stretch.start
        opening = stretch.text[stretch.start : stretch.found[0].span.start][:LONGEST_NAME]
        said = (word for word in read_before(opening, counted=True).operators if canonical(word) in LASTING)
        self._lasting = tuple(dict.fromkeys((*self._lasting, *said)))

    def _words(self, stretch: _Stretch) -> list[Words | None]:
        """Return what is said of each number; None for one without a meaning."""
        said: list[Words | None] = []
        at, head, last = stretch.start, Words(), Words()  # what is said of the list's first number, and of the last
        for k, quantity in enumerate(stretch.found):
            before, behind = stretch.before(k, at), stretch.behind(k)
            own = read_before(before, counted=quantity.unit not in RATES)
            if stretch.begins_change(k):  # its name is that of the aim
                said.append(None)
                at, last = quantity.span.end, replace(read_before(before, counted=False), operators=())
                continue
            follows = bool(k) and _NO_NAME.match(before) is not None
            if quantity.bare and not _is_bound(own, behind) and not (follows and last.name):
                said.append(None)
                continue
            joined = bool(k) and before.lstrip(" \0")[:1] in ("、", "和", "及")
            alike = k > 0 and (joined or stretch.found[k - 1].unit == quantity.unit)
            if (
                follows and alike and not behind.noun
            ):  # a value by itself, 20项、800项, bears all that is said of the one before
                operators = last.operators
            else:
                operators = self._operators(stretch, k, own, head if joined and not own.verb else Words())
            words = self._named(own, behind.noun, last, quantity.unit, follows=follows)
            words = words if words.name else replace(words, name=_name_ahead(stretch))
            last = replace(words, operators=operators, verb=words.verb or (head.verb if joined else ""))
            if not joined or own.verb:
                head = replace(own, operators=operators)
            at = behind.start
            ordered = dict.fromkeys((*self._lasting, *operators, *filter(None, [behind.operator])))
            said.append(replace(last, operators=tuple(ordered)))
        return _told_apart(said) if stretch.told_apart else said

    def _operators(self, stretch: _Stretch, k: int, own: Words, head: Words) -> tuple[str, ...]:
        """Return the operators before a number: its own, and those of the list that `head` opens or that it lies within.

        A rate in a list is no 新增.
        """
        if k == 0 and stretch.text.startswith("其中", stretch.start):
            outer = [words for q, words in self.found if q.span.end <= stretch.start]
            return (
                (*(o for o in outer[-1].operators if canonical(o) in LEADING), *own.operators)
                if outer
                else own.operators
            )
        shared = LASTING if stretch.found[k].unit in RATES else LEADING
        return (*(o for o in head.operators if canonical(o) in shared), *own.operators)

    def _named(self, own: Words, noun: str, last: Words, unit: str, *, follows: bool) -> Words:
        """Return the number's verb and indicator; `noun` stands behind the number, `last` is said of the one before.

        A rate that has a name before it takes what is behind along: 住宅工程100%实行分户验收.
        """
        if own.name and unit in RATES:
            return replace(own, name=own.name + noun if unit in ("%", "") else own.name)
        if noun:
            return replace(own, name=noun)
        if follows:
            return replace(own, name=last.name, verb=last.verb)
        if own.name and not is_generic(own.name):
            return own
        before = last.name or (self.found[-1][1].name if self.found else "")
        return replace(own, name=before + own.name)


def _is_bound(own: Words, behind: _Behind) -> bool:
    """Say whether something binds a bare number, so that it is one: 指数达到90; 2025 by itself is a name."""
    return bool(behind.operator) or not LEADING.issuperset(map(canonical, own.operators))


def _name_ahead(stretch: _Stretch) -> str:
    """Return what the nearest words between stops before a number's own speak of: 安排专项资金，每年不少于5000万元."""
    ahead = stretch.text[max(0, stretch.start - LONGEST_NAME) : stretch.start]
    pieces = _STOP.split(_HARD_STOP.split(ahead)[-1])
    named = (read_before(piece, counted=True).name for piece in reversed(pieces) if not _ANY_NUMERAL.search(piece))
    return next((_HANDLING.sub("", name) for name in named if name and name not in _EMPTY), "")


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
