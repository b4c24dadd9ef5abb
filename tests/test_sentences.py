"""Where a sentence ends, in full-width and in half-width plans."""

from __future__ import annotations

import pytest

from qcompare.document import Span
from qcompare.lines import Line
from qcompare.numbering import read_marker
from qcompare.sentences import split_line


def sentences(text: str) -> list[str]:
    line = Line(Span(0, len(text)), text, read_marker(text))
    return [span.of(text) for _, span in split_line(line, titled=True)]


@pytest.mark.parametrize(
    "expected",
    [
        ["完善标准体系｡", "培育质量品牌｡"],
        ["完善标准体系．", "培育质量品牌．"],
        ["完善标准体系.", "培育质量品牌."],
        ["1.加强品牌推广.", "讲好品牌故事.", "（责任单位：区商务委）"],
        ["一.完善标准体系.", "培育质量品牌."],
        ["1．加强品牌推广．", "讲好品牌故事．"],
        ["产品质量合格率达到95%.", "消费者满意度稳步提升."],
        ["接入容量提高至200kW.", "持续清理规范收费."],
        ["弘扬“质量至优.”", "培育质量品牌."],
        ["健全工作机制.", "2025年底前完成."],
        ["研发投入强度达到3.5%以上."],
        ["研发投入强度达到3．5%以上．"],
        ["登录www.cq.gov.cn查询."],
        ["引进U.S.标准和V2.0版体系."],
        ["完善标准……培育品牌......做强产业."],
    ],
)
def test_sentences(expected: list[str]) -> None:
    assert sentences("".join(expected)) == expected
