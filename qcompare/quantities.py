"""Where numbers stand that count or measure something, with their units; years, ordinals, codes and names are none."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from qcompare.document import Span
from qcompare.figure_words import any_of, words_of
from qcompare.script import simplified

_LARGE = r"[十百千万亿]{0,3}"
_DIGITS = r"\d{1,15}(?:,\d{3}(?!\d)){0,4}(?:\.\d{1,9})?"
_HAN_DIGITS = "一二两三四五六七八九十百千零"
_HAN = rf"[{_HAN_DIGITS}]+(?:[万亿](?=[元亩人级个千户吨件]))?"
_UNIT = any_of(words_of("unit"))
_MEASURE = rf"{_LARGE}[^\S\t\n]?(?:元?级(?<=[万亿元]级)|元/(?:人·?[年月次]?|[吨亩月年天户])|(?:{_UNIT}))"
_FOR_HAN = (
    r"[万亿]{0,2}(?:元?级(?<=[万亿元]级)|元|亩|吨|万千瓦|个百分点|个工作日|个月|小时|"
    r"成(?=以上|左右|以下|[，。；、]|$)|[个项大家类种条户名所](?=\s?[一-鿿]))"
)

_NUMBER = re.compile(
    rf"(?P<low>{_DIGITS})\s?(?P<first>[%％]?)\s?[-—－–~～至到]\s?(?P<high>{_DIGITS})\s?(?P<range>[%％‰]|{_MEASURE}|年)"
    rf"|(?P<digits>{_DIGITS})\s?[余多]?\s?(?P<unit>[%％‰℃]|大(?=[一-鿿])|年|{_MEASURE}|[十百千万亿]{{1,3}}|)"
    rf"|百分之(?P<percent>{_DIGITS}|[{_HAN_DIGITS}]{{1,9}}(?:点[一二三四五六七八九零]{{1,9}})?)"
    rf"|(?P<below>[{_HAN_DIGITS}]{{1,9}})分之(?P<above>[{_HAN_DIGITS}]{{1,9}})"
    rf"|(?P<han>(?:[{_HAN_DIGITS}]{{1,9}}?|万(?=亿)))(?P<hanunit>{_FOR_HAN}|年(?=以?内|以上))"
)
_ONLY_UNIT = re.compile(rf"[%％‰℃]|{_MEASURE}")
_NUMERAL = re.compile(rf"[\d零〇○{_HAN_DIGITS}万亿]")
_JOINED_BEFORE = re.compile(r"[\w.+＋×·•/_〔\[-]", re.ASCII)
_SET_SINGLY = re.compile(r"(?<![\d.])\d[^\S\t\n]$")
_NAMES = re.compile(r"[“\"「『][^“”\"「」『』\n]{1,20}[”\"」』]|《[^《》\n]{1,80}》|〈[^〈〉\n]{1,80}〉")
"""Quoted names and titles: what stands within counts nothing here."""

_SET_WORDS = re.compile(
    r"[两三四五六七八九]个(?:意识|自信|维护|全面|代表|确立|一百年|最严|毫不动摇|大局|文明|结合|服务|务必)"
    r"|(?:党的)?(?:十[六七八九]|二十)大(?=[以报精和会之、，。以来\s]|$)|两个一百年|百年|千万工程|[三五]位一体"
)
"""Words with a numeral that name a doctrine, a congress or a programme."""

_LIMIT_BEFORE = re.compile(r"(?:连续|至少|不得?(?:少于|超过|低于|高于|多于))\s?$")
_YEARS_BEFORE = re.compile(r"年限(?:达到?|提高[到至]|不低于|为|均)*\s?$")
_AGE_BEFORE = re.compile(r"(?:到|达|为|至|寿命|年龄)\s?$")
_LONGEST = 40  # characters of a number with its unit; longer ones are no number that a plan states
_NEAR = 10  # characters looked at on either side

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_POWER = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; `low` and `high` differ in a range. `unit` is Simplified, half-width, empty for a bare number.

    万 and 亿 behind the number belong to the unit (45 万千瓦), as the reader sees it.
    """

    span: Span
    low: Fraction
    high: Fraction
    unit: str

    @property
    def bare(self) -> bool:
        """Whether nothing says what is counted: 达到90 is an index, 33618 is a name."""
        return not self.unit


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities of a stretch of text in order; bare numbers too, which only their neighbours can judge.

    Left out: years and dates, ordinals (第3项), document numbers, what stands in 《…》 or is quoted as a name (“四大工程”), codes
    (5G, PM2.5), sums (3+1), set words (四个意识, 党的二十大) and 一 as an article (一批, 一项).

    >>> text = "到2027年建设3个500亿级集群，合格率98.3%以上，占三分之一，实施九大重点任务，新增3-5个。"
    >>> [q.span.of(text) for q in quantities(text)]
    ['3个', '500亿级', '98.3%', '三分之一', '九大', '3-5个']
    >>> list(quantities("第3项“四大工程”和5G、二〇二三年、〔2023〕11号"))
    []
    """
    plain = _half_width(simplified(text))
    named = Ranges(found.span() for pattern in (_NAMES, _SET_WORDS) for found in pattern.finditer(plain))
    for found in _NUMBER.finditer(plain):
        start, end = found.span()
        end = start + len(found.group().rstrip())
        if named.holds(start) or not _stands_alone(plain, start, end):
            continue
        quantity = _read(found, Span(start, end)) if end - start <= _LONGEST else None
        if quantity is not None and _counts(plain, quantity):
            yield quantity


class Ranges:
    """Some stretches of a text, asked many times whether they hold a place."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._ranges = sorted(ranges)
        self._starts = [start for start, _ in self._ranges]

    def holds(self, at: int) -> bool:
        """Return whether one of the stretches holds the place; they do not lie in each other but for a few."""
        k = bisect_right(self._starts, at)
        return any(end > at for _, end in self._ranges[max(0, k - 3) : k])


def _half_width(text: str) -> str:
    """Return the text with full-width digits and their point as half-width ones, of the same length."""
    if not any("０" <= c <= "９" for c in text):
        return text
    narrow = "".join(unicodedata.normalize("NFKC", c) if "０" <= c <= "９" else c for c in text)
    return re.sub(r"(?<=\d)．(?=\d)", ".", narrow)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether the number is one by itself, not part of a code, a sum, an ordinal or a longer numeral."""
    before = text[start - 1 : start]
    if before == "第" or (before and (_JOINED_BEFORE.match(before) or _NUMERAL.match(before))):
        # ——5个 is an item, 2021-2025 a range
        return before == "-" and text[start - 2 : start - 1] in "-—" and start > 1
    if text[max(0, start - 3) : start].endswith(("第 ", "N+", "+ ")):
        return False
    if _SET_SINGLY.search(text, max(0, start - 3), start) and not text[start + 1 : start + 2].isdecimal():
        return False  # 9 5%: 95% or two columns, but never 5%
    after = text[end : end + 1]
    bare = text[end - 1].isdecimal()
    return not (bare and after and after.isascii() and (after.isalnum() or after in "+_/"))


def _read(found: re.Match[str], span: Span) -> Quantity | None:
    """Return the quantity that the pattern found, None where the numeral is 一 as an article or makes no number."""
    if found["low"]:
        return Quantity(span, _digits(found["low"]), _digits(found["high"]), _unit(found["range"]))
    if found["digits"]:
        return _single(span, _digits(found["digits"]), found["unit"])
    if found["percent"]:
        return _single(span, _decimal_numeral(found["percent"]), "%")
    if found["below"]:
        above, below = numeral(found["above"]), numeral(found["below"])
        return _single(span, Fraction(above, below) if above and below else None, "")
    value = numeral(found["han"])
    if not value or (found["han"] in ("一", "二") and found["hanunit"][0] not in _POWER):
        return None  # 一项 is an article, 二类 the second kind; 一万元 and 二万元 are sums
    return _single(span, Fraction(value), found["hanunit"])


def _single(span: Span, value: Fraction | None, unit: str) -> Quantity | None:
    return None if value is None else Quantity(span, value, value, _unit(unit))


def _counts(text: str, quantity: Quantity) -> bool:
    """Say whether the unit makes it a quantity: 2023年 and 5日 are dates, 3年内 and 5日内 are limits of time."""
    start, end = quantity.span.start, quantity.span.end
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if re.match(r"\s?(?:月|号|日|时|点|世纪|周岁|届)", after) and quantity.bare:
        return False
    if before.endswith(("前", "第", "第 ")) or (before.endswith("每") and text[start] in "十百千万"):
        return False  # 前10位, 第3批 are ranks, 每百户 is what is counted by
    if quantity.unit.endswith("人") and after.startswith("口"):
        return False
    if quantity.unit == "岁":
        return _AGE_BEFORE.search(before) is not None
    if quantity.unit in ("年", "日"):
        limit = after.startswith(("内", "以内", "以上", "以下")) or _LIMIT_BEFORE.search(before) is not None
        limit = limit or quantity.low.denominator > 1 or _YEARS_BEFORE.search(before) is not None
        return limit and quantity.high < 100  # 2027年内 is a year
    if quantity.unit == "大":
        return quantity.high < 100 and not after.startswith(("会", "常", "以"))
    if quantity.unit in ("次", "批", "部", "起") and after.startswith(("会", "全", "代", "门", "性", "级", "分")):
        return False
    return not (quantity.unit == "分" and after.startswith(("之", "类", "级", "别", "局", "管", "布", "步")))


def _digits(written: str) -> Fraction:
    return Fraction(written.replace(",", ""))


def _decimal_numeral(written: str) -> Fraction | None:
    """Return the value of digits or of a numeral with a point: 百分之九十八点五."""
    if written[0].isdecimal():
        return _digits(written)
    whole, _, part = written.partition("点")
    value = numeral(whole)
    return None if value is None else Fraction(f"{value}.{''.join(str(_DIGIT[c]) for c in part) or '0'}")


def numeral(written: str) -> int | None:
    """Return the value of a numeral in Chinese characters; None where it is none. A power by itself is one of it.

    >>> numeral("三十五"), numeral("千"), numeral("两百"), numeral("三四")
    (35, 1000, 200, None)
    """
    total, digit, before = 0, None, 10**9
    for character in written:
        power = _POWER.get(character)
        if character == "零" and total:
            continue
        if power is None:
            if digit is not None or character not in _DIGIT:
                return None
            digit = _DIGIT[character]
        elif power >= before:
            return None
        else:
            total, digit, before = total + (1 if digit is None else digit) * power, None, power
    return total + (digit or 0)


def _unit(printed: str) -> str:
    return "".join(printed.split()).replace("％", "%").replace("人民币", "元")


def is_unit(text: str) -> bool:
    """Return whether the text is a unit and nothing else, as a table's column of units holds it.

    >>> is_unit("%"), is_unit("万户"), is_unit("元/人"), is_unit("区农业农村委")
    (True, True, True, False)
    """
    return bool(_ONLY_UNIT.fullmatch("".join(simplified(text).split())))


def scaled(quantity: Quantity) -> tuple[Fraction, Fraction, str]:
    """Return low, high and unit with 万, 亿 counted out, so that 1.2万家 is 12000家. 亿级 and 亿元级 are one unit.

    >>> scaled(next(quantities("投资1.5亿元")))
    (Fraction(150000000, 1), Fraction(150000000, 1), '元')
    """
    factor, unit = 1, quantity.unit
    while unit[:1] in _POWER and unit not in words_of("unit"):
        factor *= _POWER[unit[0]]
        unit = unit[1:]
    unit = _SAME_UNIT.get(unit, unit)
    return quantity.low * factor, quantity.high * factor, unit


_SAME_UNIT = {
    "元级": "级",
    "百分点": "个百分点",
    "个工作日": "工作日",
    "千米": "公里",
    "平方千米": "平方公里",
    "千克": "公斤",
}
