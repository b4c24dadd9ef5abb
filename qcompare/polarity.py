"""Which way a figure binds, and whether a lower number asks for less: of complaints, fewer are better."""

from __future__ import annotations

import re
from enum import StrEnum

from qcompare.figure_words import any_of, words_of
from qcompare.figures import Figure
from qcompare.quantities import scaled
from qcompare.script import simplified


class Bound(StrEnum):
    """How a number binds."""

    LEAST = "least"  # 以上、不低于
    MOST = "most"  # 以内、不超过
    ABOUT = "about"  # 左右
    EXACT = "exact"  # 达到、为


_BOUNDS = {
    Bound.LEAST: {"以上", "不低于", "不少于", "超过", "突破", "高于", "至少"},
    Bound.MOST: {"以下", "以内", "不超过", "不高于", "低于", "控制在"},
    Bound.ABOUT: {"左右", "约"},
}
_MODES = frozenset({"新增", "累计", "每年", "年均", "提高", "增长", "下降"})
"""Operators that say what the number counts: an increase, a sum over years, a year's share. 达到, 保持, 提高到 state a level."""

_COUNTED = "个"

_NEUTRAL = re.compile(any_of(words_of("neutral")))
_LESS_IS_MORE = re.compile(any_of(words_of("less")))
"""What a plan wants less of."""


def bound_of(figure: Figure) -> Bound:
    """Return how the number binds."""
    said = set(figure.operators)
    return next((bound for bound, words in _BOUNDS.items() if said & words), Bound.EXACT)


def mode_of(figure: Figure) -> frozenset[str]:
    """Return what the number counts, where it is not a level: {新增}, {累计}; 增长 and 提高 by as much are one."""
    return frozenset("提高" if word == "增长" else word for word in figure.operators if word in _MODES)


def unit_class(figure: Figure) -> str:
    """Return what the unit measures: all measure words count (个, 项, 家), so that 10个 and 10家 can be compared."""
    unit = scaled(figure.quantity)[2]
    measured = not unit or any(unit in words_of(kind) for kind in ("rate", "time", "measure"))
    return unit if measured else _COUNTED


def asks_for_less(figure: Figure, *, lowered: bool) -> bool | None:
    """Return whether the target asks for less, its number being lower (or higher) than the base's; None where it cannot be said.

    Of what a plan wants less of, a lower level asks for more; a smaller fall asks for less, whatever falls. A fine, or who a
    rule is for (3000元以下的), is neither.
    """
    name = simplified(figure.indicator)
    if _NEUTRAL.search(name) or "以下" in figure.operators:
        return None
    falls = "下降" in figure.operators or (
        "压缩" in figure.operators and scaled(figure.quantity)[2] in words_of("rate")
    )
    if falls:
        return lowered
    less_is_more = (
        _LESS_IS_MORE.search(name) is not None
        or (unit_class(figure) in words_of("time") and "连续" not in figure.operators)
        or bound_of(figure) is Bound.MOST
    )
    return lowered != less_is_more
