"""Which marker opens a line: the cases of tests/cases/numbering.json, and what holds for any line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcompare.numbering import Style, han_number, read_marker

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
    assert {c["expected"][0] for c in CASES if c["expected"]} == set(Style) - {Style.VOLUME}
