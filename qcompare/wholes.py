"""Small wording with rules of its own: figures that no edit cuts in two, and words that only join."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qcompare.document import Span

JOINING_WORDS = frozenset("和与與及") | {"以及"}
"""Words that only join: a list that has a 、 in their place says the same."""

_UNIT = (
    r"个百分点|平方公里|平方米|立方米|公里|公顷|公斤|万千瓦|千瓦|小时|分钟|工作日|周岁|人次|车次|户次|件次|"
    r"[个個项項家件户戶亩畝批类類种種名元年月日号號人次台臺套条條座所处處吨噸米倍分成级級期岁歲天周届屆篇册部场場篇辆辆艘架支只]"
)

_FIGURE = re.compile(
    rf"\d[\d.,，]*(?<![.,，])\s?(?:[%％‰℃]|[十百千万萬亿億]{{0,3}}\s?(?:{_UNIT})?)"
    r"|[省市区县州镇乡](?:[（(][省市区县旗州街道、,]{1,8}[）)])[区县]?"
    rf"|[一二三四五六七八九十百]+分之[一二三四五六七八九十百]+"
    rf"|[〔【\[（(]\d{{4}}[〕】\]）)]\d+[号號]"
)


def whole_figures(text: str) -> Iterator[Span]:
    """Yield where figures stand with their units, and levels with brackets, in order: 10个 → 1个 is one replaced figure.

    >>> text = "达到98.3%以上，新增1200家，投资3.5亿元，占三分之一，县（市、区）三成。"
    >>> [figure.of(text) for figure in whole_figures(text)]
    ['98.3%', '1200家', '3.5亿元', '三分之一', '县（市、区）']
    """
    for found in _FIGURE.finditer(text):
        yield Span(*found.span())
