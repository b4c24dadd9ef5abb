"""Which marker opens a line: the cases of tests/cases/numbering.json, and what holds for any line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcompare.numbering import DECIMALS, Style, han_number, read_marker

CASES = json.loads((Path(__file__).parent / "cases" / "numbering.json").read_text(encoding="utf-8"))
MARKS = {"pass": (), "fail": (pytest.mark.xfail(strict=True),)}


@pytest.mark.parametrize(
    ("line", "expected"),
    [pytest.param(c["input"], c["expected"], id=c["label"], marks=MARKS[c["expect"]]) for c in CASES],
)
def test_read_marker(line: str, expected: list[Any] | None) -> None:
    marker = read_marker(line)
    assert (marker and [marker.style, marker.ordinal, marker.text]) == expected


def test_levels_follow_custom() -> None:
    lines = ("第一章 总则", "第一条 为了", "一、总体要求", "（一）指导思想", "1.坚持", "（1）完善", "①推进")
    levels = [marker.level for marker in map(read_marker, lines) if marker]
    assert levels == sorted(levels)
    assert levels[2:4] == [1, 2]


@given(st.text())
def test_a_marker_is_the_start_of_its_line(line: str) -> None:
    marker = read_marker(line)
    assert marker is None or (line.startswith(marker.text) and marker.text and marker.ordinal >= 0)


@pytest.mark.parametrize("number", [1, 9, 10, 11, 20, 99, 100, 101, 110, 218, 266])
def test_numerals_of_articles(number: int) -> None:
    digits = "〇一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if number < 20 else f"{digits[tens]}十"
    elif hundreds and ones:
        text += "零"
    assert han_number(text + (digits[ones] if ones else "")) == number


def test_every_style_is_met_in_the_cases() -> None:
    assert {c["expected"][0] for c in CASES if c["expected"]} == set(Style)


def han(number: int) -> str:
    """Return a number below 100 as plans write it."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones or not tens else "")


DIGITS = "〇一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
RENDERED: dict[Style, tuple[Callable[[int], str], int]] = {
    Style.VOLUME: (lambda n: f"第{han(n)}编", 99),
    Style.SUBVOLUME: (lambda n: f"第{han(n)}分编", 99),
    Style.CHAPTER: (lambda n: f"第{han(n)}章", 99),
    Style.DIVISION: (lambda n: f"第{han(n)}節", 99),
    Style.ARTICLE: (lambda n: f"第{han(n)}条", 99),
    Style.FORMAL_HAN: (lambda n: f"{'壹贰叁肆伍陆柒捌玖拾'[n - 1]}、", 10),
    Style.HAN: (lambda n: f"{han(n)}、", 99),
    Style.BRACKETED_HAN: (lambda n: f"（{han(n)}）", 99),
    Style.DIGIT: (lambda n: f"{n}.", 999),
    Style.DECIMAL: (lambda n: f"3.{n}", 99),
    Style.DECIMAL_OF_THREE: (lambda n: f"3.2.{n}", 99),
    Style.DECIMAL_OF_FOUR: (lambda n: f"3.2.1.{n}", 99),
    Style.BRACKETED_DIGIT: (lambda n: f"({n})", 999),
    Style.CIRCLED: (lambda n: chr(ord("①") + n - 1), 20),
    Style.LETTER: (lambda n: f"{chr(ord('a') + n - 1)}）", 26),
    Style.ORDINAL: (lambda n: f"{han(n)}是", 99),
    Style.BOX: (lambda n: f"专栏{n}", 99),
}


@given(
    st.sampled_from(sorted(RENDERED)).flatmap(lambda s: st.tuples(st.just(s), st.integers(1, RENDERED[s][1]))),
    st.sampled_from(["加强质量监管。", "推动高质量发展", "“三品”工程", "《条例》实施"]),
    st.sampled_from(["", " ", "\u3000", "\xa0"]),
    st.booleans(),
)
def test_a_number_reads_back_as_its_style_and_ordinal(
    numbered: tuple[Style, int], wording: str, blank: str, wide: bool
) -> None:
    style, ordinal = numbered
    printed = RENDERED[style][0](ordinal)
    marker = read_marker((printed.translate(FULL_WIDTH) if wide else printed) + blank + wording)
    assert marker is not None
    assert (marker.style, marker.ordinal) == (style, ordinal)


@given(
    st.sampled_from(sorted(set(RENDERED) - set(DECIMALS))).flatmap(lambda s: st.tuples(st.just(s), st.integers(1, 10)))
)
def test_a_number_with_blanks_between_its_characters_reads_back_too(numbered: tuple[Style, int]) -> None:
    style, ordinal = numbered
    marker = read_marker(" ".join(RENDERED[style][0](ordinal) + "推动质量发展"))
    assert marker is not None
    assert (marker.style, marker.ordinal) == (style, ordinal)


@given(
    st.text("为推动高质量发展年月以，。；：《》（）条章节项款 \u3000第", max_size=40),
    st.sampled_from("为推动高质量发展年月"),
)
def test_wording_without_numbers_has_no_marker(wording: str, first: str) -> None:
    assert read_marker(first + wording) is None
