"""A sentence's wording without the blanks that part the characters of one number (4 0 个), and the way back to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qcompare.document import Span
from qcompare.figure_words import any_of, words_of

_BLANK = r"[ \u3000\xa0\u2000-\u200a\u202f\u205f]"
"""A blank within a line: half, full width, no-break, thin. A tab parts the columns of a table and is none."""

_HAN_PAIR = re.compile(rf"[一-鿿](?P<blank>{_BLANK}*)(?=[一-鿿])")
_FEWEST_PAIRS = 4
"""Pairs of Han characters by which a sentence shows that it is set with blanks; 质 量 合 格 率 has four."""

_BETWEEN = re.compile(rf"(?<=\S){_BLANK}+(?=\S)")
_SINGLY = re.compile(rf"(?<![\d.])(?<!\d{_BLANK})\d(?:{_BLANK}[\d.．])*{_BLANK}\d(?![\d.])")
_MEASURED = rf"(?:[%％‰年十百千万亿]|{any_of(words_of('unit'))})"
_PROOF = re.compile(rf"{_BLANK}{_MEASURED}")
_YEAR = re.compile(rf"[12](?:{_BLANK}\d){{3}}")
_THOUSANDS = re.compile(
    rf"(?<![\d.,])(?<!\d{_BLANK})[1-9]\d{{0,2}}(?P<groups>(?:{_BLANK}\d{{3}})+)(?![\d.])(?={_BLANK}?{_MEASURED})"
)
_CERTAIN = re.compile(r"[\xa0\u2000-\u200a\u202f]| 0|　0")
"""A group of three digits that is no number of its own: set off by a thin or no-break blank, or 000."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Wording closed up; `places[k]` is where its character `k` stands in what was printed, empty where nothing was cut."""

    text: str
    places: tuple[int, ...] = ()

    def printed(self, span: Span) -> Span:
        """Return the stretch as printed for one of the closed text."""
        if not self.places or not len(span):
            return span
        return Span(self.places[span.start], self.places[span.end - 1] + 1)


def closed(printed: str) -> Closed:
    """Return a sentence's wording so that each of its numbers can be read.

    In a sentence set with a blank between most characters each single blank goes; longer ones are one blank. Elsewhere digits
    that stand singly are one number where a blank parts them from their unit too, or they are a year, for then all in the
    sentence are set so; groups of three digits are one number where no two numbers can stand so (5 000万元, 投入12 345万元).
    Refused: 10 20 and 9 5% are two numbers, for all that is known, of two columns.

    >>> closed("合格率达到 9 5 % 以上，投入5 000万元").text, closed("合 格 率 达 到 9 5 % 以 上").text
    ('合格率达到 95 % 以上，投入5000万元', '合格率达到95%以上')
    >>> closed("合格率 10 20个，9 5%").text
    '合格率 10 20个，9 5%'
    """
    cuts = list(_cuts(printed))
    if not cuts:
        return Closed(printed)
    out = {at for start, end in cuts for at in range(start, end)}
    kept = tuple(at for at in range(len(printed)) if at not in out)
    return Closed("".join(printed[at] for at in kept), kept)


def _cuts(printed: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of blanks that go."""
    if _is_set_apart(printed):
        for found in _BETWEEN.finditer(printed):
            yield found.start() + (len(found.group()) > 1), found.end()
        return
    singly = list(_SINGLY.finditer(printed))
    if any(_PROOF.match(printed, m.end()) or _is_year(m, printed) for m in singly):
        for number in singly:
            yield from (blank.span() for blank in _BETWEEN.finditer(printed, number.start(), number.end()))
    for number in _THOUSANDS.finditer(printed):
        before = printed[number.start() - 1 : number.start()]
        if "一" <= before <= "鿿" or all(_CERTAIN.match(g) for g in re.findall(rf"{_BLANK}\d+", number["groups"])):
            yield from (blank.span() for blank in _BETWEEN.finditer(printed, number.start(), number.end()))


def _is_year(found: re.Match[str], printed: str) -> bool:
    return bool(_YEAR.fullmatch(found.group())) and printed.startswith("年", found.end())


def _is_set_apart(printed: str) -> bool:
    """Return whether a blank stands between at least half of a sentence's neighbouring Han characters."""
    blanks = [bool(pair["blank"]) for pair in _HAN_PAIR.finditer(printed)]
    return len(blanks) >= _FEWEST_PAIRS and 2 * sum(blanks) >= len(blanks)
