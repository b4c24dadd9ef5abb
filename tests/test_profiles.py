"""Profiles of the memo: found by name, kept and shared as a file, and a file that is none is refused with what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qcompare.errors import QCompareError, UsageError
from qcompare.profiles import (
    BUILT_IN,
    FULL,
    LAYOUT_WORDS,
    LONGEST_NAME,
    PART_WORDS,
    ROWS_WORDS,
    Layout,
    Part,
    Profile,
    Rows,
    all_profiles,
    checked_name,
    find_profile,
    read_profiles,
    write_profiles,
)

OWN = Profile("处务会用", frozenset({Part.RESULT, Part.ROWS}), Rows.FOLDED, Layout.LANDSCAPE, mono=True)


def test_every_choice_has_a_word() -> None:
    assert set(PART_WORDS) == set(Part)
    assert set(ROWS_WORDS) == set(Rows)
    assert set(LAYOUT_WORDS) == set(Layout)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "方案.json"
    write_profiles(path, (OWN, *BUILT_IN))
    assert read_profiles(path) == (OWN, *BUILT_IN)
    assert "处务会用" in path.read_text(encoding="utf-8")


def test_without_a_file_there_are_none_of_ones_own(tmp_path: Path) -> None:
    assert read_profiles(tmp_path / "没有.json") == ()
    assert all_profiles(()) == BUILT_IN


def test_ones_own_takes_the_place_of_one_of_the_program() -> None:
    own = Profile(FULL.name, frozenset({Part.ROWS}))
    assert all_profiles((own, OWN)) == (own, *BUILT_IN[1:], OWN)
    assert find_profile(FULL.name, (own,)) == own


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="领导摘要"):
        find_profile("领导摘录", (OWN,))


@pytest.mark.parametrize("name", ["", "   ", "一\x07", "长" * (LONGEST_NAME + 1)])
def test_a_name_that_cannot_be(name: str) -> None:
    with pytest.raises(UsageError):
        checked_name(name)


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b"[" * 100_000,
        b'{"format": "qcompare.collation", "version": 1, "profiles": []}',
        b'{"format": "qcompare.profiles", "version": 2, "profiles": []}',
        b'{"format": "qcompare.profiles", "version": 1, "profiles": [1]}',
        b'{"format": "qcompare.profiles", "version": 1, "profiles": [{"name": 1, "parts": []}]}',
        b'{"format": "qcompare.profiles", "version": 1, "profiles": [{"name": "a", "parts": 3}]}',
        b'{"format": "qcompare.profiles", "version": 1, "profiles": [{"name": "a", "parts": ["cover", "appendix"]}]}',
        b'{"format": "qcompare.profiles", "version": 1, "profiles": [{"name": "a", "parts": [], "rows": {}}]}',
        b" " * 1_000_001,
    ],
    ids=range(12),
)
def test_a_file_that_is_none_is_refused(written: bytes, tmp_path: Path) -> None:
    path = tmp_path / "方案.json"
    path.write_bytes(written)
    with pytest.raises(QCompareError) as told:
        read_profiles(path)
    assert told.value.place == str(path)
    assert told.value.advice


def test_what_a_newer_part_of_the_file_adds_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "方案.json"
    write_profiles(path, (OWN,))
    said = json.loads(path.read_text(encoding="utf-8"))
    said["profiles"][0]["watermark"] = "内部"
    path.write_text(json.dumps(said), encoding="utf-8")
    assert read_profiles(path) == (OWN,)
