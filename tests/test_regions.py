"""Regions are told by the names of China's divisions, the same from a title, an issuing body or a plan's note."""

from __future__ import annotations

import pytest

from qcompare.paths import resource
from qcompare.regions import find_region, level_of, names_of, region_parts, short_name

TITLE = "质量强区建设实施方案"


def divisions() -> list[tuple[str, tuple[str, ...]]]:
    """Return each division of the table: its name, and those it belongs to."""
    lines = resource("regions.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(name, tuple(within.split())) for _, name, within, _, _ in rows]


def test_every_division_is_found_by_its_full_name() -> None:
    found = [
        (within, name)
        for name, within in divisions()
        if find_region("".join((*within, name)) + TITLE) != (*within, name)
    ]
    assert not found
    assert len(divisions()) > 3_300


def test_the_divisions_a_division_belongs_to_are_in_the_table() -> None:
    rows = set(divisions())
    assert all((within[-1], within[:-1]) in rows for _, within in rows if within)


@pytest.mark.parametrize(
    ("text", "parts", "level", "short"),
    [
        ("杭州市", ("杭州市",), "市", "杭州"),
        ("北京市房山区", ("北京市", "房山区"), "区县", "房山"),
        ("上海市浦东新区", ("上海市", "浦东新区"), "区县", "浦东"),
        ("天津市和平区", ("天津市", "和平区"), "区县", "和平"),
        ("石家庄市长安区", ("石家庄市", "长安区"), "区县", "长安"),
        ("南平市政和县", ("南平市", "政和县"), "区县", "政和"),
        ("内蒙古自治区呼和浩特市", ("内蒙古自治区", "呼和浩特市"), "市", "呼和浩特"),
        ("新疆维吾尔自治区和田地区", ("新疆维吾尔自治区", "和田地区"), "市", "和田"),
        ("神农架林区", ("神农架林区",), "区县", "神农架"),
        ("香港特别行政区", ("香港特别行政区",), "省", "香港"),
        ("安徽省无为市", ("安徽省", "无为市"), "区县", "无为"),
        ("贵州省遵义市播州区", ("贵州省", "遵义市", "播州区"), "区县", "播州"),
        ("红河州", ("红河州",), "市", "红河"),
        ("宁夏自治区", ("宁夏自治区",), "省", "宁夏"),
        ("彭水苗族土家族自治县", ("彭水苗族土家族自治县",), "区县", "彭水"),
        ("马鞍山市和县", ("马鞍山市", "和县"), "区县", "和县"),
        ("阳泉市矿区", ("阳泉市", "矿区"), "区县", "阳泉矿区"),
        ("重庆市梁平县", ("重庆市", "梁平县"), "区县", "梁平"),  # since 2016 梁平区
        ("重庆市两江新区", ("重庆市", "两江新区"), "区县", "两江"),
        ("苏州市工业园区", ("苏州市", "工业园区"), "区县", "苏州工业园区"),
        ("重庆高新区", ("重庆高新区",), "区县", "重庆高新区"),
    ],
)
def test_regions(text: str, parts: tuple[str, ...], level: str, short: str) -> None:
    assert find_region(text + TITLE) == parts
    assert region_parts(text) == parts
    assert level_of(text, "") == level
    assert short_name(text) == short


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("中共绵阳市游仙区委办公室", ("绵阳市", "游仙区")),
        ("2023 年黄浦区推进政府职能转变工作要点", ("黄浦区",)),
        ("关于印发昆明市优化营商环境工作意见的通知", ("昆明市",)),
        ("昆明市关于落实云南省营商环境行动方案的意见", ("昆明市",)),
        ("国家税务总局广东省税务局关于开展春风行动的通知", ("广东省",)),
    ],
)
def test_regions_within_a_text(text: str, parts: tuple[str, ...]) -> None:
    assert find_region(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        *("关于推进社区建设的实施方案", "城区质量提升行动方案", "关于新城区建设的意见", "全市市场监管领域改革方案"),
        *("推动和平区域合作的意见", "成渝地区双城经济圈建设规划纲要", "开发区高质量发展意见", "国家高新区管理办法"),
    ],
)
def test_what_is_no_region(text: str) -> None:
    assert find_region(text) == ()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("江苏省开发区条例", ("江苏省",)),
        ("浙江省山区26县高质量发展方案", ("浙江省",)),
        ("四川省欠发达县域帮扶方案", ("四川省",)),
        ("广东省产业园区提质方案", ("广东省",)),
        ("上海市自由贸易试验区条例", ("上海市",)),
        ("重庆市推动市辖区建设方案", ("重庆市",)),
    ],
)
def test_what_follows_a_region_and_is_none(text: str, parts: tuple[str, ...]) -> None:
    assert find_region(text) == parts


def test_names_that_are_words_of_any_text_are_not_a_regions() -> None:
    assert names_of("湖北省荆州市公安县") == ("湖北", "湖北省", "荆州", "荆州市", "公安县")
    assert names_of("阳泉市矿区") == ("阳泉", "阳泉市")
    assert names_of("宁夏回族自治区") == ("宁夏", "宁夏自治区", "宁夏回族自治区")
    assert names_of("") == ()
