"""The user's own pairs of words: kept in a file that people open, and counted as one in a comparison."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qcompare.collate import ENGINE, collate, engine_with
from qcompare.equivalences import equivalence, equivalences_file, read_equivalences, write_equivalences
from qcompare.errors import LibraryError
from qcompare.model import Equivalence, Op, Plan, Relation
from qcompare.places import Places

PAIRS = (Equivalence("镇街", "镇（街道）"), Equivalence("经信局", "科工局", Op.LOCALISED))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = equivalences_file(tmp_path / "library.db")
    assert read_equivalences(path) == ()
    write_equivalences(path, PAIRS)
    assert read_equivalences(path) == PAIRS
    assert path.read_text(encoding="utf-8-sig").splitlines()[1] == "镇街\t镇（街道）\t字词"


def test_a_file_that_people_wrote_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes("\r\n 经信局 \t科工局\t属地\r\n镇街\t镇（街道）\r\n镇街\t镇（街道）\t字词\r\n".encode())
    assert read_equivalences(path) == (PAIRS[1], PAIRS[0])


@pytest.mark.parametrize(
    "line",
    [
        "镇街",
        "镇街\t镇街",
        "市\t区",
        "经信局\t\t属地",
        "镇街\t镇（街道）\t别的",
        "a\tb\t字词\t多",
        f"镇街\t{'长' * 41}",
        "。\t，",
    ],
)
def test_a_line_that_makes_no_pair_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(f"经信局\t科工局\t属地\n{line}\n", encoding="utf-8")
    with pytest.raises(LibraryError, match="第 2 行"):
        read_equivalences(path)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_what_excel_makes_of_the_file_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes("经信局\t科工局\t属地\r\n".encode(encoding))
    assert read_equivalences(path) == PAIRS[1:]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes(b"\x89PNG\xff\xff\xfe")
    with pytest.raises(LibraryError, match="UTF-8"):
        read_equivalences(path)


@pytest.mark.parametrize(
    ("pair", "base", "target", "relation"),
    [
        (
            PAIRS[0],
            "各镇街要明确责任分工，按月报送情况。",
            "各镇（街道）要明确责任分工，按月报送情况。",
            Relation.INHERITED,
        ),
        (
            PAIRS[0],
            "各镇（街道）要明确责任分工，按月报送情况。",
            "各鎮街要明確責任分工,按月報送情況。",
            Relation.INHERITED,
        ),
        (PAIRS[1], "由市经信局牵头，按月通报情况。", "由区科工局牵头，按月通报情况。", Relation.LOCALISED),
        (equivalence("质量", "品质"), "提升产品质量水平。", "提升产品品质水平。", Relation.INHERITED),
    ],
)
def test_words_of_a_pair_count_as_one(
    plan: Callable[..., Plan], pair: Equivalence, base: str, target: str, relation: Relation
) -> None:
    base_plan, target_plan = plan(base), plan(target)
    (with_it,) = collate(base_plan, [target_plan], equivalences=[pair]).targets
    assert with_it.relations == (relation,)
    if target_plan.script == "hans":
        (without,) = collate(base_plan, [target_plan]).targets
        assert without.relations != (relation,)


def test_pairs_with_a_common_word_are_one_and_a_longer_word_goes_first() -> None:
    places = Places((), (("经信", "科工"), ("经信局", "科工局"), ("科工局", "工信办")))
    assert places.is_localised("经信局", "工信办")
    assert places.is_localised("科工局", "工信办")
    assert not places.is_localised("经信局", "财政局")


def test_a_comparison_made_with_other_words_is_another(plan: Callable[..., Plan]) -> None:
    assert engine_with(()) == ENGINE
    assert engine_with(PAIRS) != engine_with(PAIRS[:1]) != ENGINE
    assert engine_with(PAIRS) == engine_with(tuple(PAIRS))
