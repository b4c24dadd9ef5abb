"""The library's plans stand in their groups, versions under the newest, and what is looked for is found."""

from __future__ import annotations

import pytest

from qcompare.model import Metadata
from qcompare.shelves import GroupBy, comparison_name, entry_names, predecessor, several_versions, shelve, short_names
from qcompare.store import PlanEntry


def entry(plan: int, label: str, family: int = 0, version: int = 1, source: str = "", **about: str) -> PlanEntry:
    metadata = Metadata(**about)  # type: ignore[arg-type]
    return PlanEntry(plan, label, source or f"{plan}.txt", metadata, "hans", 10, family or plan, version)


PLANS = (
    entry(1, "质量强国", title="质量强国建设纲要", level="国家", date="2023-02-06"),
    entry(2, "重庆 2023", title="品質強市建設實施方案", level="市", region="重庆市", date="2023-07-31"),
    entry(3, "重庆 2011", level="市", region="重庆市", date="2011-07-19", number="渝府发[2011]55号"),
    entry(4, "成都 2023", level="市", region="成都市", issuer="成都市市场监督管理局"),
    entry(5, "永川 2023", level="区县", region="重庆市永川区", source="征求意见稿.txt"),
    entry(6, "永川 2023", 5, 2, level="区县", region="重庆市永川区", source="送审稿.txt"),
    entry(7, "某单位", title="质量提升方案"),
)


def shown(by: GroupBy, wanted: str = "") -> dict[str, list[int]]:
    return {shelf.word: [document.newest.id for document in shelf.documents] for shelf in shelve(PLANS, by, wanted)}


def test_plans_stand_by_level_region_or_date() -> None:
    assert shown(GroupBy.LEVEL) == {"国家级": [1], "市级": [4, 3, 2], "区县": [6], "其他": [7]}
    assert shown(GroupBy.REGION) == {"国家": [1], "四川省": [4], "重庆市": [3, 2, 6], "其他": [7]}
    assert shown(GroupBy.DATE) == {"2023 年": [1, 2], "2011 年": [3], "日期不详": [7, 4, 6]}
    assert list(shown(GroupBy.DATE)) == ["2023 年", "2011 年", "日期不详"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("永川", [6]), ("永川 送审", [6]), ("征求意见", [6]), ("重慶", [2, 3, 6]), ("品质强市", [2]), ("渝府发", [3]),
        ("市场监督", [4]), ("２０１１", [3]), ("TXT", [1, 2, 3, 4, 6, 7]), ("永川 成都", []), ("  ", [1, 2, 3, 4, 6, 7]),
    ],
)  # fmt: skip
def test_what_is_looked_for_is_found_in_either_script_and_any_width(wanted: str, found: list[int]) -> None:
    assert sorted(number for numbers in shown(GroupBy.LEVEL, wanted).values() for number in numbers) == found


def test_versions_stand_under_the_newest_and_are_named() -> None:
    (document,) = shelve(PLANS, wanted="永川")[0].documents
    assert [version.id for version in document.all] == [6, 5]
    assert several_versions(PLANS) == {6: 2, 5: 1}
    before = predecessor(PLANS, 6)
    assert before is not None
    assert before.id == 5
    assert predecessor(PLANS, 5) is None
    assert [entry_names(PLANS)[n] for n in (5, 6)] == ["永川 2023（第 1 版）", "永川 2023（第 2 版）"]
    assert [short_names(PLANS)[n] for n in (2, 4, 5, 6)] == ["重庆 2023", "成都", "永川（第 1 版）", "永川"]
    assert comparison_name(PLANS, 2, (6, 4)) == "重庆 2023 → 永川、成都"
    assert comparison_name(PLANS, 5, (6,)) == "永川 2023 第 1 版 → 第 2 版"


def test_a_version_whose_forerunner_is_gone_goes_by_its_number_no_more() -> None:
    left = tuple(plan for plan in PLANS if plan.id != 5)
    assert entry_names(left)[6] == "永川 2023"
    assert predecessor(left, 6) is None
