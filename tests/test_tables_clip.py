"""A row on the clipboard: the marks in styles of their own, and every sign of the plans escaped."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser

import pytest

from qcompare.findings import findings_of
from qcompare.model import Collation
from qcompare.tables.as_clip import row_clip
from tests.conftest import make_collation

BASE = """重庆市质量强市建设实施方案

一、总体要求
推动重庆市产业质量竞争力走在全国前列。制造业质量竞争力指数达到92以上。<b>完善“质量&安全”标准</b>。

二、重点任务
（一）提升标准水平。鼓励企业制定先进标准。
（二）推行认证。推行高端品质认证，完善认证监管制度。
（三）建设计量中心。=SUM(A1)建设国家计量测试中心。
"""
TARGET = """重庆市永川区质量强区建设实施方案

一、总体要求
推动永川区产业质量竞争力持续增强。制造业质量竞争力指数达到90以上。<b>完善“质量&安全”标准</b>。推行高端品质认证，完善认证监管制度。

二、重点任务
（一）提升标准水平。鼓励企业大力制定先进标准。
"""


class Cells(HTMLParser):
    """The texts of a table's cells, and the tags met."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in ("td", "th"):
            self.cells.append("")
        elif tag == "br":
            self.cells[-1] += "\n"

    def handle_data(self, data: str) -> None:
        self.cells[-1] += data


@pytest.fixture(scope="module")
def collation() -> Collation:
    return make_collation(BASE, TARGET)


def clip(collation: Collation, words: str) -> tuple[str, str]:
    at = next(
        at
        for at, row in enumerate(collation.rows)
        if row.base is not None and words in collation.base.clauses[row.base].span.of(collation.base.text)
    )
    return row_clip(collation, findings_of(collation), at)


def style_of(html: str, words: str) -> str:
    """Return the tag that stands right before a stretch."""
    found = re.search(rf"(<[^<>]*>)(?:{re.escape(words)})", html)
    assert found, words
    return found.group(1)


def test_each_mark_keeps_its_shape_and_colour_without_a_style_sheet(collation: Collation) -> None:
    html, _ = clip(collation, "走在全国前列")
    assert "text-underline:#8A5A00 wave" in style_of(html, "走在全国前列")
    assert "background:#FFEDA8" in style_of(html, "走在全国前列")
    assert "text-underline:#8A5A00 single" in style_of(html, "持续增强")
    assert re.search(r"<b><u [^<>]*>持续增强</u></b>", html)
    assert "text-underline:#006E78 dash" in style_of(html, "永川区")
    assert re.search(r'<b><span style="border:1.5pt solid #A3172B;[^<>]*>90↓</span></b>', html)
    assert "double" in style_of(html, "推行高端品质认证，完善认证监管制度")
    assert "←二（二）" in html
    assert "<style" not in html
    dropped, _ = clip(collation, "建设国家计量测试中心")
    assert style_of(dropped, "=SUM(A1)").startswith("<s style=")
    assert "class=" not in html + dropped


def test_the_plans_signs_stay_signs(collation: Collation) -> None:
    html, _ = clip(collation, "走在全国前列")
    read = Cells(html)
    assert "<b>完善“质量&安全”标准</b>" in read.cells[-3]
    assert read.tags <= {"table", "tr", "td", "th", "b", "u", "s", "span", "br"}
    assert read.cells[:4] == ["行", "基准：重庆", "类别", "对照：永川"]
    assert read.cells[6].startswith("≠ 修改")


def test_the_plain_text_is_one_row_of_fields(collation: Collation) -> None:
    _, text = clip(collation, "建设国家计量测试中心")
    heads, fields = csv.reader(text.splitlines(keepends=True), delimiter="\t")
    assert len(heads) == len(fields) == 4
    assert fields[1] == "（三）建设计量中心。=SUM(A1)建设国家计量测试中心。"
    assert fields[2:] == ["未承接", ""]
