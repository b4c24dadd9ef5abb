"""What a person enters of a plan is made well-formed, or told with what to write instead."""

from __future__ import annotations

import pytest

from qcompare.corrections import well_formed, well_named
from qcompare.errors import UsageError
from qcompare.model import Metadata


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2023-07-31", "2023-07-31"), ("2023.7.31", "2023-07-31"), ("2023/7/31", "2023-07-31"), ("2023-07", "2023-07"),
        ("2023年7月31日", "2023-07-31"), ("2023年7月", "2023-07"), ("二〇二三年七月三十一日", "2023-07-31"), ("", ""), (" ", ""),
    ],
)  # fmt: skip
def test_dates_are_kept_as_iso(written: str, kept: str) -> None:
    assert well_formed(Metadata(date=written)).date == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2023-2027", "2023-2027"),
        ("2023—2027年", "2023-2027"),
        ("2023 至 2027", "2023-2027"),
        ("2023年", "2023"),
        ("", ""),
    ],
)
def test_periods_are_kept_as_years(written: str, kept: str) -> None:
    assert well_formed(Metadata(period=written)).period == kept


@pytest.mark.parametrize(
    ("metadata", "place"),
    [
        (Metadata(date="去年"), "日期"),
        (Metadata(date="2023-02-30"), "日期"),
        (Metadata(date="2023-13"), "日期"),
        (Metadata(date="2023"), "日期"),
        (Metadata(period="十四五"), "规划期"),
        (Metadata(period="2027-2023"), "规划期"),
        (Metadata(level="镇"), "级别"),
    ],
)
def test_what_cannot_be_is_told_with_its_field_and_what_to_write(metadata: Metadata, place: str) -> None:
    with pytest.raises(UsageError) as caught:
        well_formed(metadata)
    assert caught.value.place == place
    assert caught.value.advice


def test_a_plan_needs_a_name() -> None:
    assert well_named(" 永川\n2023 ") == "永川 2023"
    with pytest.raises(UsageError, match="简称不能空着"):
        well_named(" \n")
