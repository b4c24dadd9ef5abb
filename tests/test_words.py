"""Words: they cover the text, and the set terms of plans are not cut in two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcompare.words import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各镇街要制定年度工作计划", ["各", "镇街", "要", "制定", "年度", "工作", "计划"]),
        ("培育专精特新企业", ["培育", "专精特新", "企业"]),
        ("推行首席质量官制度", ["推行", "首席质量官", "制度"]),
        ("推行首席品質官", ["推行", "首席", "品質", "官"]),
        ("达到98.2%以上", ["达到", "98.2%", "以上"]),
    ],
)
def test_words_of_plans_stay_whole(text: str, expected: list[str]) -> None:
    assert [w.of(text) for w in words(text)] == expected


@given(st.text(max_size=60))
def test_words_cover_the_text_in_order(text: str) -> None:
    assert "".join(w.of(text) for w in words(text)) == text
