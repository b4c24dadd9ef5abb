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
_MORE = re.compile(
    rf"^(?:{any_of(words_of('remove'))})|(?:{any_of(words_of('more'))})(?:率|度|数|量|面积|件|人数|比例)?$"
    rf"|{any_of(words_of('support'))}"
)
"""What a plan wants much of although it holds a word for what it wants little of: 投诉办结率, 隐患整改率."""

_LESS = re.compile(
    rf"(?:{any_of(words_of('less'))})(?:发生|受害|办理|使用|排放)?(?:总|人|起|件|次)?(?:数量|率|量|数|额|值|强度|面积|占比|比例|比重|人口|人数|天数|水平|浓度)*$"
)
"""What a plan wants less of."""


_TO_A_LEVEL = frozenset({"控制在", "下降到", "压缩到", "低于", "不超过", "不高于", "达到", "保持"})
_CUT = re.compile(r"^(?:为[^，]{0,6})?(?:降低|减少|减轻|节约|节省|压减|压降|精简)")
"""What is cut, at the head of a name: the more the better (降低成本30亿元)."""

_COST = re.compile(r"(?:时限|时长|周期|成本|时间)$")
"""What is spent, whatever for: 处理时间, 治理成本."""


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


def are_comparable(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two numbers of these modes can be compared by size: a year's share and a sum over years cannot, nor can an
    increase and a level, nor what is added and all there is.
    """
    yearly, relative = {"每年", "年均"}, {"提高", "下降"}
    if bool(one & yearly) != bool(other & yearly) or bool(one & relative) != bool(other & relative):
        return False
    return {"累计", "新增"} != (one ^ other)


def asks_for_less(figure: Figure, *, lowered: bool, before: tuple[str, ...] = ()) -> bool | None:
    """Return whether the target asks for less, its number being lower (or higher) than the base's; None where it cannot be said.

    A smaller fall asks for less, whatever falls. More is more where the plan says at least, or wants much of it (办结率, 奖励);
    less is more where it says at most, or wants little (投诉率, 办理时间). Where nothing tells, more is more: a lower number is
    then shown as one to check. A fine, or who a rule is for (3000元以下的), is neither. `before` are the operators of the base.
    """
    name, said = simplified(figure.verb + figure.indicator), set(figure.operators) | set(before)
    if _NEUTRAL.search(name) or ("以下" in said and not said & _TO_A_LEVEL):
        return None
    if _CUT.match(name) or "下降" in said or ("压缩" in said and unit_class(figure) in words_of("rate")):
        return lowered
    return lowered if _more_is_more(figure, name, said) else not lowered


def _more_is_more(figure: Figure, name: str, said: set[str]) -> bool:
    if _COST.search(name) and not any(word in name for word in words_of("support")):
        return False
    if bound_of(figure) is Bound.LEAST or said & {"提高到", "提高", "增长"} or _MORE.search(name):
        return True
    if said & {"下降到", "压缩到", "控制在"} or bound_of(figure) is Bound.MOST:
        return False
    return not _LESS.search(name)
