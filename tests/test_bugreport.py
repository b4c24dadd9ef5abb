"""The report of a bug says where, and nothing of what the plans say."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from qcompare import __version__
from qcompare.bugreport import Circumstances, place_of, report_of
from qcompare.citing import percent
from qcompare.errors import LibraryError
from qcompare.numbering import han_number

PLAN = "到2027年，制造业质量竞争力指数达到90以上，全区质量强区建设取得明显成效。"
NAME = "永川区质量强区实施方案（征求意见稿）.docx"


def raised_in_our_code() -> BaseException:
    """Return an error out of our code, with plan text in its message, notes, causes, variables and file names."""
    secret = PLAN
    try:
        try:
            try:
                han_number(None)  # type: ignore[arg-type]
            except TypeError as first:
                first.add_note(secret)
                raise LibraryError(f"规划库中没有“{PLAN}”", place=NAME, advice=secret) from first
        except LibraryError:
            percent({PLAN: NAME})  # type: ignore[arg-type]
    except TypeError as second:
        second.args = (PLAN, NAME)
        return second
    raise AssertionError


def test_no_word_of_a_plan_is_in_the_report() -> None:
    group = ExceptionGroup(PLAN, [ValueError(PLAN), raised_in_our_code()])  # type: ignore[list-item]
    report = report_of([raised_in_our_code(), KeyError(PLAN), group], Circumstances(("Qt：6.9.3",), (("对照行", 84),)))
    for words in (PLAN, NAME):
        pieces = {words[at : at + 4] for at in range(len(words) - 3)}
        assert not [piece for piece in pieces if piece in report]
    assert "84" in report


def test_places_in_our_code_are_told_and_no_others() -> None:
    report = report_of([raised_in_our_code()], Circumstances())
    assert re.search(r"^  numbering\.py:\d+ han_number$", report, re.MULTILINE)
    assert re.search(r"^  citing\.py:\d+ percent$", report, re.MULTILINE)
    assert Path(__file__).name not in report
    assert str(Path.home()) not in report
    assert [line for line in report.splitlines() if "Error" in line] == [
        "TypeError",
        "qcompare.errors.LibraryError",
        "TypeError",
    ]


def test_version_system_and_actions_are_told() -> None:
    report = report_of([ValueError()], Circumstances(actions=("next_change", "copy")))
    assert f"版本：{__version__}" in report
    assert "最近操作：next_change、copy" in report


def test_the_same_bug_is_known_again() -> None:
    one, other = raised_in_our_code(), raised_in_our_code()
    assert place_of(one) == place_of(other)
    assert place_of(one).startswith("TypeError   citing.py:")
    with pytest.raises(AttributeError) as caught:
        None.x  # type: ignore[attr-defined]  # noqa: B018
    assert place_of(caught.value) != place_of(one)


def test_places_are_told_by_a_frozen_program_too() -> None:
    frozen = compile("def go():\n    1 / 0\n", str(Path("qcompare", "gui", "window.py")), "exec")
    names: dict[str, Callable[[], None]] = {}
    exec(frozen, names)  # noqa: S102 - as the frozen program's loader does
    with pytest.raises(ZeroDivisionError) as caught:
        names["go"]()
    assert place_of(caught.value) == "ZeroDivisionError   gui/window.py:2 go"
