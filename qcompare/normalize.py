"""Text → form: the wording with script, width, punctuation and regional vocabulary evened out, with a map back."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from qcompare.document import Span
from qcompare.paths import resource
from qcompare.script import simplified
from qcompare.words import words

_CLASS_BASE = 0xF0000  # a regional word becomes one code point of this private plane, which plans do not use

Pair = tuple[str, str]
"""Two words that count as one."""

_Part = tuple[int, int, str]
"""A word's unit with the code points it stands for: (start, end, unit)."""

_VISIBLE = re.compile(r"[^\s\u200b-\u200f\u2060-\u2064\ufeff\xad]+")
"""What shows: no blanks, no zero-width characters, no soft hyphens."""

_BLANK = "[ \u3000\xa0]"
_READING = re.compile(
    rf"(?<=[一-鿿])\({_BLANK}?(?=[a-z' ]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ])[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ' ]{{1,24}}\)"
)
"""The reading of a character in brackets behind it: 犇（bēn）. A tone says that it is one, not an abbreviation."""

_NUMBER = re.compile(
    rf"(?P<opens>\(){_BLANK}?(?:19|20)\d\d{_BLANK}?(?P<closes>\)){_BLANK}?第?{_BLANK}?\d{{1,4}}{_BLANK}?号"
)
"""A document's number, which copying robs of its brackets: 〔2023〕11号, 2023 11号."""

_DAY = re.compile(
    rf"(?<![\d.])(?:19|20)\d\d{_BLANK}?(?P<year>年|[-./]|(?<={_BLANK})){_BLANK}?(?P<zero>0?)(?:1[0-2]|[1-9])"
    rf"{_BLANK}?(?P<month>月|[-./]|(?<={_BLANK})){_BLANK}?(?P<nought>0?)(?:[12]\d|3[01]|[1-9])(?![\d.])"
)
"""A day, however written: 2023年7月31日, 2023-07-31, 2023.7.31, or without its units: 2023 7 31."""

_DAY_SIGN = re.compile(rf"(?<=月)({_BLANK}?\d){{1,2}}{_BLANK}?(?P<day>日)")

_PUNCTUATION = {
    **{ord("！") + i: chr(ord("!") + i) for i in range(94)},  # full-width ASCII
    **dict.fromkeys(map(ord, "﹐，"), ","),
    **dict.fromkeys(map(ord, "﹔；"), ";"),
    **dict.fromkeys(map(ord, "：﹕∶"), ":"),
    **dict.fromkeys(map(ord, "。．｡"), "."),
    **dict.fromkeys(map(ord, "（〔［【﹝["), "("),
    **dict.fromkeys(map(ord, "）〕］】﹞]"), ")"),
    **dict.fromkeys(map(ord, "“”＂「」『』〝〞"), '"'),
    **dict.fromkeys(map(ord, "‘’＇"), "'"),
    **dict.fromkeys(map(ord, "—–―─－-"), "-"),
    **dict.fromkeys(map(ord, "•・‧∙"), "·"),
    ord("､"): "、",
    ord("～"): "~",
    ord("％"): "%",
}
"""Width and punctuation, one to one."""

_MINUS = re.compile(r"(?<![0-9a-z-])-(?=\d)")
"""A sign before a number, not a dash between two: 不高于-5℃, but 2021-2025年."""


_SIGNS = frozenset({"Sm", "Sc", "So", "Mn", "Mc", "Co"})
"""Unicode categories of signs that say something; regional words are private use (Co)."""


@dataclass(frozen=True, slots=True)
class Form:
    """A text made comparable: `units` has one character for each character or regional word of the wording.

    Unit `k` stands for the code points `[starts[k], ends[k])` of the text. White space has no unit. Forms are compared,
    never shown.
    """

    units: str
    starts: array[int]
    ends: array[int]

    def slice(self, span: Span) -> tuple[int, int]:
        """Return the half-open range of units that lie in `span`."""
        return bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)

    def span(self, first: int, last: int) -> Span:
        """Return the stretch of the text that units `[first, last)` stand for."""
        return Span(self.starts[first], self.ends[last - 1]) if first < last else Span(0, 0)


def normalize(text: str, *, regional: bool, pairs: tuple[Pair, ...] = ()) -> Form:
    """Return the form of `text`; with `regional`, words that differ between regions count as one, as do the `pairs`.

    `regional` is for comparisons in which a plan is in Traditional script: there 品質 is 质量 as often as 品质, and matches
    either. Between two Simplified plans 品质 and 质量 are different words.

    >>> normalize("品質水準，", regional=True).units == normalize("质量水平,", regional=True).units
    True
    >>> normalize("品质", regional=False).units == normalize("质量", regional=False).units
    False
    """
    plain = _MINUS.sub("−", _lower(simplified(text).translate(_PUNCTUATION)))
    classed = _words_of_classes(plain, regional, pairs) if regional or pairs else []
    special = sorted(_readings_and_dates(plain))
    if special:
        classed = sorted([*special, *_clear_of(classed, special)])
    units: list[str] = []
    starts, ends = array("q"), array("q")
    at = 0
    for start, end, unit in [*classed, (len(plain), len(plain), "")]:
        for visible in _VISIBLE.finditer(plain, at, start):
            units.append(visible.group())
            starts.extend(range(*visible.span()))
            ends.extend(range(visible.start() + 1, visible.end() + 1))
        if unit:
            units.append(unit)
            starts.append(start)
            ends.append(end)
        at = end
    return Form("".join(units), starts, ends)


def _readings_and_dates(plain: str) -> Iterator[_Part]:
    """Yield what a person reads over, without a unit, and the units of dates where they stand or were lost.

    A day's own 日 goes: 2023 7 31 has nothing in its place.
    """
    for reading in _READING.finditer(plain):
        yield (*reading.span(), "")
    for number in _NUMBER.finditer(plain):
        yield from ((*number.span(name), "") for name in ("opens", "closes"))
    for day in _DAY.finditer(plain):
        for name, unit in (("year", "年"), ("month", "月")):
            start, end = day.span(name)
            yield (start if start < end else start - 1, end, unit)
        yield from ((*day.span(name), "") for name in ("zero", "nought") if day.group(name))
    for day in _DAY_SIGN.finditer(plain):
        yield (*day.span("day"), "")


def _clear_of(parts: list[_Part], special: list[_Part]) -> Iterator[_Part]:
    """Yield the parts that none of the special ones overlaps."""
    taken = {at for start, end, _ in special for at in range(start, end)}
    return (part for part in parts if taken.isdisjoint(range(part[0], part[1])))


def is_wording(unit: str) -> bool:
    """Return whether a unit is wording, not punctuation: a difference in punctuation alone is no change.

    Signs that say how much are wording: 合格率≥95% and ≤95% are two targets.

    >>> [is_wording(unit) for unit in "质、%≥,−"]
    [True, False, True, True, False, True]
    """
    return unit.isalnum() or unit in "%‰" or unicodedata.category(unit) in _SIGNS


def wording_of(units: str) -> str:
    """Return the units that are wording, the others left out.

    >>> wording_of("质量，安全≥95%。")
    '质量安全≥95%'
    """
    return units.translate(_WORDING)


class _Wording(dict[int, int | None]):
    """A table for `str.translate` that learns each character when it first meets it: many times faster than asking."""

    def __missing__(self, code: int) -> int | None:
        kept = self[code] = code if is_wording(chr(code)) else None
        return kept


_WORDING = _Wording()


def _lower(text: str) -> str:
    """Return `text` in lower case, of the same length: a letter whose lower case is longer, such as İ, stays."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _words_of_classes(plain: str, regional: bool, pairs: tuple[Pair, ...]) -> list[_Part]:
    """Return the words in `plain` that count as others.

    Those of the user's pairs begin or end where a word does: 产品质量 holds 品质 by accident.
    """
    pattern, classes, guarded = _classes(regional, pairs)
    edges = {0, len(plain), *(word.start for word in words(plain))} if guarded else set()
    found: list[_Part] = []
    at = 0
    while match := pattern.search(plain, at):
        if match.group() in guarded and edges.isdisjoint(match.span()):
            at = match.start() + 1
        else:
            found.append((*match.span(), classes[match.group()]))
            at = match.end()
    return found


def regional_patterns(plain: str) -> tuple[tuple[str, ...], ...]:
    """Return Simplified text in pieces, each with what it may read in either regional usage, as regular expressions.

    For finding in a Traditional plan what a person types as it is said here.

    >>> regional_patterns("加强信息安全")
    (('加强',), ('信息', '资讯'), ('安全',))
    """
    pattern, classes, _ = _classes(True, ())
    guards = dict(_guards())
    pieces: list[tuple[str, ...]] = []
    at = 0
    for match in pattern.finditer(plain):
        if match.start() > at:
            pieces.append((re.escape(plain[at : match.start()]),))
        same = sorted(word for word, unit in classes.items() if unit == classes[match.group()])
        pieces.append(tuple(re.escape(word) + (f"(?!{guards[word]})" if word in guards else "") for word in same))
        at = match.end()
    if at < len(plain):
        pieces.append((re.escape(plain[at:]),))
    return tuple(pieces)


@cache
def _guards() -> tuple[tuple[str, str], ...]:
    """Return the regional words that do not count before another character, with that."""
    lines = resource("regional_words.tsv").read_text(encoding="utf-8").splitlines()
    words_of = (word for line in lines if not line.startswith("#") for word in line.split())
    return tuple((word.split("!")[0], word.split("!")[1]) for word in words_of if "!" in word)


@cache
def _classes(regional: bool, pairs: tuple[Pair, ...]) -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    """Return the pattern of all words that count as another, longest first, the unit of each word's class, and the words
    that only the pairs have.
    """
    lines = resource("regional_words.tsv").read_text(encoding="utf-8").splitlines() if regional else []
    entries = [line.replace("\t", " ").split() for line in lines if line and not line.startswith("#")]
    known = {word.split("!")[0] for entry in entries for word in entry}
    own = [[normalize(word, regional=False).units.replace("!", "") for word in pair] for pair in pairs]
    entries += own
    find = _joined([[word.split("!")[0] for word in entry] for entry in entries])
    guards = dict(word.split("!") for entry in entries for word in entry if "!" in word)
    every = sorted({word.split("!")[0] for entry in entries for word in entry}, key=lambda w: (-len(w), w))
    roots = {root: chr(_CLASS_BASE + k) for k, root in enumerate(dict.fromkeys(find(w) for w in sorted(every)))}
    pattern = "|".join(re.escape(w) + (f"(?!{re.escape(guards[w])})" if w in guards else "") for w in every)
    guarded = frozenset(word for pair in own for word in pair) - known
    return re.compile(pattern), {w: roots[find(w)] for w in every}, guarded


def _joined(classes: list[list[str]]) -> Callable[[str], str]:
    """Return a function from a word to the word that stands for its class, classes with a common word being one."""
    parent: dict[str, str] = {}

    def find(word: str) -> str:
        while parent.setdefault(word, word) != word:
            word = parent[word]
        return word

    for first, *others in classes:
        for other in others:
            parent[find(other)] = find(first)
    return find
