"""What a child plan changes only because it is another place."""

from __future__ import annotations

import pytest

from qcompare.model import Metadata
from qcompare.places import Places, places_of

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
    ],
)
def test_other_substitutions_are_not(base: str, target: str) -> None:
    assert not PLACES.is_localised(base, target)


@pytest.mark.parametrize(
    ("text", "own"), [("重慶", True), ("永川区", True), ("成都", False), ("重庆火锅", False), ("", False)]
)
def test_names_of_the_plans_own_places_are_known(text: str, own: bool) -> None:
    assert PLACES.is_own(text) is own


def test_plans_without_a_region_have_no_names() -> None:
    assert places_of(Metadata(), Metadata()) == Places(())
    assert not Places(()).is_own("重庆")
