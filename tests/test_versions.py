"""A changed draft is known as the next version of its document; another document of its kind is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from qcompare.model import Metadata, Plan
from qcompare.versions import bare_title, find_earlier, may_be_version, shared_wording
from tests.benchmarks.children import RATES, make_child

SEEDS = ("chengdu-2023-draft", "chongqing-2011", "chongqing-2023", "yongchuan-2023-draft", "youxian-2023")


@dataclass(frozen=True)
class Kept:
    """A plan as the library lists it."""

    id: int
    source: str
    metadata: Metadata


def earlier(plan: Plan, *plans: Plan) -> int | None:
    known = [Kept(n, p.source, p.metadata) for n, p in enumerate(plans, start=1)]
    return find_earlier(plan, known, lambda number: plans[number - 1])


@pytest.mark.parametrize("name", SEEDS)
def test_a_draft_changed_in_a_quarter_of_its_sentences_is_its_next_version(
    seed: Callable[[str], Plan], plan: Callable[..., Plan], name: str
) -> None:
    first = seed(name)
    child = make_child(first, seed("youxian-2023" if name != "youxian-2023" else SEEDS[0]), RATES["0.25"], 1)
    changed = replace(plan(child.text, first.source), metadata=first.metadata)
    others = [seed(other) for other in SEEDS if other != name]
    assert earlier(changed, *others, first) == len(SEEDS)
    assert earlier(replace(changed, source="送审稿.txt"), *others, first) == (
        len(SEEDS) if first.metadata.region else None
    )
    assert earlier(changed, *others) is None


def test_the_sample_plans_are_versions_of_no_other(seed: Callable[[str], Plan]) -> None:
    plans = [seed(name) for name in SEEDS]
    for plan in plans:
        assert earlier(plan, *(other for other in plans if other is not plan)) is None
        same_name = [replace(other, source=plan.source) for other in plans if other is not plan]
        assert earlier(plan, *same_name) is None, "a file name given twice makes no version of another text"


def test_an_excerpt_is_no_version_but_a_draft_cut_by_half_is(
    seed: Callable[[str], Plan], plan: Callable[..., Plan]
) -> None:
    whole = seed("yongchuan-2023-draft")
    half, page = (plan(whole.text[: len(whole.text) // part], whole.source) for part in (2, 10))
    assert shared_wording(whole, page)[0] > 0.9
    assert (earlier(half, whole), earlier(page, whole)) == (1, None)


def test_two_districts_plans_of_one_general_title_stay_apart(
    seed: Callable[[str], Plan], plan: Callable[..., Plan]
) -> None:
    city, stranger = seed("chengdu-2023-draft"), seed("youxian-2023")
    one, other = (plan(make_child(city, stranger, RATES["0.12"], n).text, f"{n}.txt") for n in (2, 5))
    about = Metadata(title="关于深入推进质量强区建设推动高质量发展的实施方案")
    one, other = replace(one, metadata=about), replace(other, metadata=about)
    assert min(shared_wording(one, other)) > 0.8
    assert earlier(other, one) is None
    districts = [replace(about, region=region, level="区县") for region in ("成都市锦江区", "成都市武侯区")]
    one, other = replace(one, metadata=districts[0]), replace(other, metadata=districts[1], source=one.source)
    assert earlier(other, one) is None, "one file name, two districts"


def test_the_nearest_version_is_meant_and_of_two_as_near_the_latest(
    seed: Callable[[str], Plan], plan: Callable[..., Plan]
) -> None:
    first = seed("yongchuan-2023-draft")
    far = plan(make_child(first, seed("youxian-2023"), RATES["0.25"], 3).text, first.source)
    far = replace(far, metadata=first.metadata)
    changed = plan(first.text + "\n健全质量工作考核机制。", first.source)
    assert earlier(changed, first, far) == 1
    assert earlier(changed, first, replace(first), far) == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("质量强区建设实施方案（征求意见稿）", "质量强区建设实施方案（送审稿）", True),
        ("品質強市 建設實施方案", "品质强市建设实施方案", True),
        ("“十四五”质量发展规划", '"十四五"质量发展规划', True),
        ("“十四五”质量发展规划", "“十三五”质量发展规划", False),
        ("2023年工作要点", "２０２４年工作要点", False),
    ],
)
def test_titles_are_one_whatever_the_state_script_and_width(one: str, other: str, same: bool) -> None:
    assert (bare_title(one) == bare_title(other)) is same


def test_plans_of_the_state_have_one_place() -> None:
    state = Metadata("质量强国建设纲要", level="国家")
    assert may_be_version("甲.txt", state, "乙.txt", replace(state, title="质量强国建设纲要（征求意见稿）"))
    assert not may_be_version("甲.txt", state, "甲.txt", replace(state, level="省", region="四川省"))
    assert not may_be_version("", Metadata(), "", Metadata())
