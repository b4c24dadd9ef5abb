"""Lines of Chinese: nothing lost, nothing beyond the edge, no mark where it may not stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qcompare.memo.linebreak import JOINER, NEVER_FIRST, NEVER_LAST, break_lines, breaking_places, held_together
from qcompare.model import Plan

PLAN_TEXT = st.text(
    st.sampled_from(
        "质量强市建设到年全区的，。；：、！？（）“”《》〔〕——……98.3%2027,GB/T 19001-2016\n　ＡＢＩＳＯiso①·～"
    ),
    max_size=120,
)


def widths(text: str) -> list[float]:
    return [0.5 if c.isascii() else 1.0 for c in text]


def lines_of(text: str, width: float, indent: float = 0.0) -> list[str]:
    return [text[a:b] for a, b in break_lines(text, widths(text), width, indent)]


@given(PLAN_TEXT, st.integers(1, 30), st.sampled_from([0.0, 2.0]))
@example("提升质量。”）", 3, 0.0)
@example("　　，，，，", 2, 2.0)
def test_the_lines_joined_are_the_text(text: str, width: int, indent: float) -> None:
    assert "".join(lines_of(text, width, indent)) == text


@given(PLAN_TEXT, st.integers(1, 30), st.sampled_from([0.0, 2.0]))
def test_no_line_is_wider_than_its_column_but_a_single_character(text: str, width: int, indent: float) -> None:
    for number, line in enumerate(lines_of(text, width, indent)):
        shown = line.rstrip()
        room = width if number else width - indent
        assert sum(widths(shown)) <= room + 1e-6 or len(shown.strip()) <= 1 or len(shown) == 1


@given(PLAN_TEXT, st.integers(14, 40))
def test_rules_yield_only_to_chains_wider_than_a_line(text: str, width: int) -> None:
    places = breaking_places(text)
    edges = [0, *[b for _, b in break_lines(text, widths(text), width)]]
    for edge in edges[1:-1]:
        if text[edge - 1] != "\n" and places[edge] != 2:
            chain_start = max((at for at in range(edge) if places[at] == 2 or text[at - 1] == "\n"), default=0)
            chain_end = next((at for at in range(edge, len(text)) if places[at] == 2 or text[at] == "\n"), len(text))
            assert sum(widths(text[chain_start:chain_end].rstrip())) > width


@given(
    st.lists(
        st.sampled_from(["质量强区", "，", "。", "（", "）", "“", "”", "98.3%", "——", "《", "》", "建设"]), max_size=40
    )
)
def test_allowed_places_keep_the_rules(parts: list[str]) -> None:
    text = "".join(parts)
    for at, place in enumerate(breaking_places(text)):
        if at and place == 2:
            assert text[at] not in NEVER_FIRST
            assert text[at - 1] not in NEVER_LAST


@pytest.mark.parametrize("width", range(8, 40))
@pytest.mark.parametrize("kept", ["98.3%", "2,000", "2023—2027年", "GB/T", "ISO", "——", "……", "12万"])
def test_what_belongs_together_stays_on_one_line(kept: str, width: int) -> None:
    text = f"到期末，农产品质量安全例行监测合格率达到{kept}以上，培育一批（链主）企业；力争{kept}，居前列。"
    assert sum(line.count(kept) for line in lines_of(text, width)) == 2


def test_a_mark_takes_its_character_along() -> None:
    assert lines_of("加快建设质量强市，提升品牌", 8) == ["加快建设质量强", "市，提升品牌"]
    assert lines_of("落实《纲要》（以下简称）", 7) == ["落实《纲要》", "（以下简称）"]


def test_a_newline_ends_its_line_and_a_long_word_is_cut() -> None:
    assert lines_of("对照\n二（一）5.", 20) == ["对照\n", "二（一）5."]
    assert lines_of("chongqingmunicipality", 4) == ["chongqin", "gmunicip", "ality"]


def test_what_is_held_together_moves_as_a_whole() -> None:
    text = f"移位：取自{held_together('二（三）7.')}"
    advances = [0.0 if c == JOINER else 1.0 for c in text]
    lines = [text[a:b].replace(JOINER, "") for a, b in break_lines(text, advances, 8)]
    assert lines == ["移位：取自", "二（三）7."]


@pytest.mark.parametrize("width", range(3, 9))
def test_what_is_held_together_breaks_by_the_rules_where_it_is_wider_than_a_line(width: int) -> None:
    text = f"移位：取自{held_together('第十二章（三）第一百二十三条')}、{held_together('二（一）15.')}"
    advances = [0.0 if c == JOINER else 1.0 for c in text]
    lines = [text[a:b].strip(JOINER) for a, b in break_lines(text, advances, width)]
    assert all(line[0] not in NEVER_FIRST for line in lines[1:]), lines
    assert all(line[-1] not in NEVER_LAST for line in lines[:-1]), lines


def test_a_space_does_not_hide_the_bracket_before_it() -> None:
    assert lines_of("建设“ 质量强区”", 4) == ["建设", "“ 质量", "强区”"]


def test_spaces_hang_at_the_line_end() -> None:
    assert lines_of("质量 强区", 2) == ["质量 ", "强区"]


def test_real_plans_break_no_rule(seed: Callable[[str], Plan]) -> None:
    for name in ("yongchuan-2023-draft", "chongqing-2023", "youxian-2023"):
        for line in seed(name).text.splitlines():
            for shown in lines_of(line.strip(), 24)[1:]:
                assert shown[0] not in NEVER_FIRST, line
            for shown in lines_of(line.strip(), 24)[:-1]:
                assert shown.rstrip()[-1] not in NEVER_LAST, line


def test_a_text_without_end_takes_time_in_proportion() -> None:
    lines = lines_of("，" * 200_000, 20)
    assert len(lines) == 10_000
