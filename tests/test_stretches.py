"""The stretches two strings share: in order, without overlap, near-linear on long strings."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qcompare.stretches import longest_rising, shared_stretches

wording = st.text(alphabet="质量强市建设实施方案，", max_size=40)


@given(wording, wording)
def test_stretches_are_shared_in_order_and_do_not_overlap(base: str, target: str) -> None:
    base_end = target_end = 0
    for s in shared_stretches(base, target):
        assert base[s.base : s.base + s.size] == target[s.target : s.target + s.size]
        assert s.size > 0
        assert s.base >= base_end
        assert s.target >= target_end
        base_end, target_end = s.base + s.size, s.target + s.size


@given(wording)
def test_a_string_is_shared_whole_with_itself(text: str) -> None:
    assert [(s.base, s.target, s.size) for s in shared_stretches(text, text)] == ([(0, 0, len(text))] if text else [])


def test_long_strings_are_matched_by_stretches_that_stand_once() -> None:
    sentences = [f"第{k}个镇街要制定第{k * 7 % 1009}号年度工作计划并明确责任单位。" for k in range(3000)]
    base = "".join(sentences)
    target = "".join(s for k, s in enumerate(sentences) if k % 100)
    shared = sum(s.size for s in shared_stretches(base, target))
    assert len(base) > 60_000
    assert shared >= 0.99 * len(target)


@given(st.lists(st.integers(0, 9), max_size=9))
def test_longest_rising_is_rising_and_as_long_as_any(values: list[int]) -> None:
    found = longest_rising(values, [1] * len(values))
    assert found == sorted(found)
    assert all(values[a] < values[b] for a, b in pairwise(found))
    lengths: list[int] = []
    for k, value in enumerate(values):
        lengths.append(1 + max((lengths[i] for i in range(k) if values[i] < value), default=0))
    assert len(found) == max(lengths, default=0)
