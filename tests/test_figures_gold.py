"""Figures of the five sample plans against those that two readers found (tests/cases/README.md)."""

from __future__ import annotations

import pytest

from tests.benchmarks.readings import PLANS, Score, figures_read, judged
from tests.conftest import load_seed

F1, NAMED = 0.95, 0.90
"""What is asked for: quantities with value, unit, operators and year right, and names."""


@pytest.mark.parametrize("name", PLANS)
def test_the_readers_lines_point_at_the_text(name: str) -> None:
    text, reads = load_seed(name).text, figures_read(name)
    assert reads
    assert [text[r.start : r.start + len(r.printed)] for r in reads] == [r.printed for r in reads]


@pytest.mark.parametrize("name", PLANS)
def test_the_figures_of_a_plan(name: str) -> None:
    score = judged(load_seed(name), figures_read(name))
    assert score.f1 >= F1
    assert score.named >= NAMED * score.read


def test_a_figure_missed_or_misread_costs() -> None:
    """The score can fail: it is no mere count of what is there."""
    plan, reads = load_seed("yongchuan-2023-draft"), figures_read("yongchuan-2023-draft")
    assert judged(plan, reads[:-5]).f1 < judged(plan, reads).f1
    assert judged(load_seed("chongqing-2023"), reads) == Score(27, 17, 0, 0)
