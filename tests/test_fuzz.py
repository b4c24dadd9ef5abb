"""A slice of the fuzz run: spoilt files of every format, through the real process, end in a plan or in words to the user."""

from __future__ import annotations

from pathlib import Path

import pytest

from qcompare.document import Format
from tests.benchmarks.fuzz import PLAN, REFUSED, broken_law, examined, spoilt, table
from tests.benchmarks.fuzz_seeds import seeds

SLICE = 70


def test_a_spoilt_file_ends_in_a_plan_or_in_words(tmp_path: Path) -> None:
    fates = [examined(number, *spoilt(number), tmp_path) for number in range(SLICE)]
    assert [fate for fate in fates if fate.failed] == []
    assert {fate.form for fate in fates} == set(seeds())
    assert {fate.outcome for fate in fates} == {PLAN, REFUSED}
    assert str(SLICE) in list(table(fates))[-1]


@pytest.mark.parametrize("form", [form for form in Format if form in seeds()])
def test_the_files_to_spoil_are_plans(form: Format, tmp_path: Path) -> None:
    """Else nothing but the first check of each reader would be tried."""
    for file in seeds()[form]:
        assert examined(0, form, file, tmp_path).outcome == PLAN, file[0]


def test_the_same_number_is_the_same_file() -> None:
    assert [spoilt(number) for number in range(20)] == [spoilt(number) for number in range(20)]
    assert spoilt(3)[1] != spoilt(3, seed=1)[1]


def test_a_document_that_loses_or_doubles_characters_breaks_the_law() -> None:
    from dataclasses import replace

    from qcompare.parse import parse
    from qcompare.read import document_from_text

    document = document_from_text("一、总体要求\n推动高质量发展。")
    plan = parse(document)
    assert broken_law(document, plan) == ""
    assert broken_law(replace(document, blocks=document.blocks[1:]), plan)
    assert broken_law(replace(document, blocks=document.blocks[:1]), plan)
    assert broken_law(document, replace(plan, text=plan.text.replace("高", "低")))
    assert broken_law(document, replace(plan, sentences=plan.sentences[1:]))
    assert broken_law(document, replace(plan, sentences=(*plan.sentences, plan.sentences[0])))
