"""What a child plan changes only because it is another place."""

from __future__ import annotations

import pytest

from qcompare.model import Metadata, Relation
from qcompare.places import Places, places_of
from qcompare.regions import region_parts
from tests.conftest import make_collation

PLACES = places_of(Metadata(region="重庆市"), Metadata(region="重庆市永川区"))


@pytest.mark.parametrize(
    ("base", "target"),
    [
        ("重慶", "永川"),
        ("全市", "全区"),
        ("我市", "我区"),
        ("強市", "强区"),
        ("市級", "区级"),
        ("市委", "区委"),
        ("市", "区"),
        ("強區(縣)", "强镇"),
        ("示範區(縣)", "示范镇"),
        ("各級黨委", "各镇街党委"),
        ("各区县", "各镇街"),
        ("重庆市人民政府", "永川区人民政府"),
        ("市市场监管局", "区市场监管局"),
        ("省教育厅、省财政厅", "市教育局、市财政局"),
        ("国家市场监管总局", "省市场监管局"),
        ("教育部、财政部", "省教育厅、省财政厅"),
        ("由市政府", "由区政府"),
        ("在全国", "在全省"),
        ("各区县政府", "各镇街"),
        ("各地", "各区、"),
        ("各地级以上市政府", "各区人民政府"),
        ("市局", "区局"),
    ],
)
def test_places_and_levels_substituted_are_localised(base: str, target: str) -> None:
    assert PLACES.is_localised(base, target)


@pytest.mark.parametrize(
    ("base", "target"),
    [
        ("城市", "城区"),
        ("市场", "区场"),
        ("全市", "全面"),
        ("重庆", "成都"),
        ("全市先进水平", "全区领先水平"),
        ("92", "90"),
        ("市教育局", "区财政局"),
        ("教育部门", "教育局门"),
        ("本地", "本机"),
        ("3.5%", "35%"),
    ],
)
def test_other_substitutions_are_not(base: str, target: str) -> None:
    assert not PLACES.is_localised(base, target)


@pytest.mark.parametrize(
    ("text", "own"), [("重慶", True), ("永川区", True), ("成都", False), ("重庆火锅", False), ("", False)]
)
def test_names_of_the_plans_own_places_are_known(text: str, own: bool) -> None:
    assert PLACES.is_own(text) is own


def test_a_body_is_named_whole() -> None:
    text = "由永川区市场监管局会同区财政局负责"
    assert [s.of(text) for s in PLACES.names_in(text)] == ["永川区市场监管局", "区财政局"]


def test_a_towns_name_is_learnt_from_the_title() -> None:
    """三教镇 is in no table; 区 and 镇 alone name no place."""
    base, target = (
        f"重庆市永川区{name}质量强{level}建设实施方案\n一、总体要求\n全面建成质量强{level}，{place}产品质量合格率达到95%。"
        for name, level, place in (("", "区", "永川"), ("三教镇", "镇", "三教"))
    )
    (alignment,) = make_collation(base, target).targets
    assert alignment.relations[-1] is Relation.LOCALISED


def test_a_name_in_the_place_of_the_bases_is_learnt_and_other_words_are_not() -> None:
    base = Metadata(title="绵阳市游仙区“十四五”质量发展规划", region="绵阳市游仙区")
    assert set(places_of(base, Metadata(title="绵阳市新越区“十四五”质量发展规划")).names) >= {"新越", "新越区"}
    city = Metadata(title="重庆市质量强市建设实施方案", region="重庆市")
    assert places_of(city, Metadata(title="关于深入推进质量强市建设的实施方案")).names == ("重庆", "重庆市")


def test_plans_without_a_region_have_no_names() -> None:
    assert places_of(Metadata(), Metadata()) == Places(())
    assert not Places(()).is_own("重庆")


@pytest.mark.parametrize(
    ("base", "target"),
    [
        ("贵州省|质量强省", "贵州省遵义市|质量强市"),
        ("贵州省|质量强省", "遵义市播州区|质量强区"),
        ("广东省|质量强省", "广州市|质量强市"),
        ("广东省|质量强省", "佛山市|质量强市"),
        ("重庆市|质量强市", "重庆市万州区|质量强区"),
        ("北京市|质量强市", "北京市房山区|质量强区"),
        ("云南省|质量强省", "红河哈尼族彝族自治州|质量强州"),
        ("云南省|质量强省", "红河州|质量强州"),
    ],
)
def test_a_child_plan_that_only_names_its_own_place_is_localised(base: str, target: str) -> None:
    texts = []
    for region, aim in (pair.split("|") for pair in (base, target)):
        own = region_parts(region)[-1]
        texts.append(f"{region}{aim}建设实施方案\n一、总体要求\n全面建成{aim}，{own}产品质量合格率达到95%。")
    (alignment,) = make_collation(*texts).targets
    assert target.startswith(f"{alignment.plan.metadata.region}|")
    assert alignment.relations[-1] is Relation.LOCALISED
