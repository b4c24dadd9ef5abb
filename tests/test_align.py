"""Wording that stands several times is matched clause by clause, whatever the two plans' counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qcompare.collate import collate
from qcompare.model import Alignment, Counts, Plan

PRODUCTS = (
    "茶叶", "豆豉", "高粱酒", "竹笋", "柑橘", "生猪", "水产",
    "花椒", "榨菜", "蚕桑", "中药材", "油菜", "黄瓜山梨", "食用菌",
    "豆制品", "面条", "腊肉", "蜂蜜", "莲藕", "火锅底料",
)  # fmt: skip


def item(number: int, product: str, common: str) -> str:
    return f"{number}.做强{product}产业。围绕{product}种植加工建设标准化基地，打造{product}区域公用品牌。{common}"


def compared(plan: Callable[..., Plan], base: list[str], target: list[str]) -> Alignment:
    return collate(plan("\n".join(["一、主要任务", *base])), [plan("\n".join(["一、主要任务", *target]))]).targets[0]


@pytest.mark.parametrize(
    "common",
    [
        "各区县人民政府要制定具体实施方案，认真组织实施。",
        "（责任单位：区市场监管局）",
        "（责任单位：各区县人民政府、区农业农村委、区商务委）",
    ],
)
def test_a_line_common_to_all_clauses_stays_with_its_clause(plan: Callable[..., Plan], common: str) -> None:
    lines = [item(k + 1, product, common) for k, product in enumerate(PRODUCTS)]
    alignment = compared(plan, lines, lines[1:])
    assert alignment.counts.added == 0
    assert alignment.counts.dropped == 3  # the first item's title, sentence and common line
    assert alignment.counts.moved == 0


@pytest.mark.parametrize(("count", "kept"), [(5, 4), (70, 69), (400, 390)])
def test_of_identical_clauses_the_surplus_is_dropped(plan: Callable[..., Plan], count: int, kept: int) -> None:
    lines = ["各镇街要明确责任分工，按月报送进展情况。"] * count
    alignment = compared(plan, lines, lines[:kept])
    counts: Counts = alignment.counts
    assert (counts.inherited, counts.added, counts.dropped, counts.moved) == (kept + 1, 0, count - kept, 0)


def test_repeated_wording_in_clauses_that_changed_places_goes_with_them(plan: Callable[..., Plan]) -> None:
    common = "各区县人民政府要制定具体实施方案，认真组织实施。"
    lines = [item(k + 1, product, common) for k, product in enumerate(PRODUCTS[:6])]
    alignment = compared(plan, lines, [lines[5], *lines[:5]])
    base_clause = {m.target: m.base for m in alignment.matches}
    target = alignment.plan
    for clause in target.clauses[1:]:
        bases = [base_clause[k] for k in clause.sentences]
        assert bases == list(range(bases[0], bases[0] + 3)), "title, sentence and common line come from one clause"


@pytest.mark.parametrize(
    ("base", "target"),
    [
        ("加强组织领导。", "调整食品安全委员会组织领导机构名单。"),
        ("以人民为中心。", "以产业园区为中心布局充电桩。"),
        ("结合实际认真组织实施。", "组织实施学校食堂改造工程。"),
    ],
)
def test_words_of_a_set_phrase_prove_nothing_elsewhere(plan: Callable[..., Plan], base: str, target: str) -> None:
    alignment = collate(
        plan(f"质量工作方案\n各单位要按月报送进展。{base}"), [plan(f"质量工作方案\n区里安排专项资金。{target}")]
    )
    assert alignment.targets[0].counts.dropped == 2


def test_a_clause_that_changed_its_section_has_moved_and_not_the_title_of_the_section(
    plan: Callable[..., Plan],
) -> None:
    base = [
        "（一）增加优质供给",
        "1.提升农产品质量。完善农产品质量追溯平台，推行承诺达标合格证制度。",
        "2.培育质量品牌。开展增品种、提品质、创品牌行动，做大区域公用品牌。",
        "（二）提升服务质量",
        "1.提升公共服务。推进政务服务一网通办，优化服务平台功能。",
        "2.提升生活服务。推进家政、物业管理、房屋租赁服务规范化发展。",
    ]
    target = [base[0], base[1], base[3], base[2], base[4], base[5]]
    alignment = compared(plan, base, target)
    moved = {alignment.plan.wording(m.target) for m in alignment.matches if m.moved}
    assert moved == {"2.培育质量品牌。", "开展增品种、提品质、创品牌行动，做大区域公用品牌。"}


def test_a_source_in_the_corresponding_clause_wins_over_a_longer_one_elsewhere(plan: Callable[..., Plan]) -> None:
    """永川 一（二）: the lowered target is the city's target, not the sentence on standards in another chapter."""
    base = [
        "——质量支撑能力显著增强。国家级质量品牌总量实现双倍增。主导或参与制定（修订）国际标准10项、国家标准700项。",
        "1.提升标准先进性。主导和参与制定（修订）一批国际标准、国家标准、行业标准和先进团体标准。",
    ]
    target = ["——质量支撑能力显著增强。国家级质量品牌总量显著增加。主导或参与制定（修订）国家标准、行业标准共计2项。"]
    alignment = compared(plan, base, target)
    base_plan = plan("\n".join(["一、主要任务", *base]))
    matches = [m for m in alignment.matches if "共计2项" in alignment.plan.wording(m.target)]
    assert "700项" in base_plan.wording(max(matches, key=lambda m: m.score).base)
    first = next(e for e in alignment.wording if e.target.start >= alignment.plan.text.index("主导或参与"))
    assert first.base is not None
    assert "700项" in base_plan.wording(base_plan.sentence_at(first.base.start))


@pytest.mark.parametrize(
    ("base", "target", "matched"),
    [
        ("（一）加强组织领导。", "（一）强化组织领导", True),
        ("（一）强化行政保护制度保障", "（一）加强行政保护法治保障", True),
        ("（一）加强组织领导。", "（一）加强宣传引导", False),
    ],
)
def test_headings_of_one_slot_match_by_topic(plan: Callable[..., Plan], base: str, target: str, matched: bool) -> None:
    around = ["三、保障措施", "{}", "（二）严格督查考核", "将考核结果纳入各级领导班子政绩考核内容。"]
    alignment = collate(plan("\n".join(around).format(base)), [plan("\n".join(around).format(target))]).targets[0]
    found = [alignment.plan.wording(m.target) for m in alignment.matches]
    assert (target in found) is matched


@pytest.mark.parametrize("count", [30, 400])
def test_a_duty_common_to_many_clauses_stays_with_its_clause(plan: Callable[..., Plan], count: int) -> None:
    """However many: beyond some number the assignment is made by clauses alone."""
    characters = [chr(0x4E00 + 37 * k % 20000) for k in range(14 * count)]
    topics = ["".join(characters[14 * k : 14 * k + 14]) for k in range(count)]
    lines = [f"{k + 1}.{topic}。（责任单位：各镇街）" for k, topic in enumerate(topics)]
    alignment = compared(plan, lines, lines[10:])
    base = plan("\n".join(["一、主要任务", *lines]))
    for match in alignment.matches:
        ours, theirs = base.sentences[match.base].clause, alignment.plan.sentences[match.target].clause
        assert ours == theirs + 10 or theirs == 0
    assert alignment.counts.added == 0


def test_many_copies_of_a_wording_cost_no_more_than_a_few(plan: Callable[..., Plan]) -> None:
    """Each target looks at the copies near its place and its clause; at 4,000 × 4,000 all of them would take a minute."""
    lines = ["加强质量管理工作落实到位。"] * 4000
    changed = [f"加强质量管理工作落实到位{chr(0x4E00 + k)}。" for k in range(4000)]
    assert compared(plan, lines, changed).counts.added == 0


def test_a_title_is_the_source_of_no_section(plan: Callable[..., Plan]) -> None:
    base = "2023年全国知识产权行政保护工作方案\n一、总体要求\n加强质量监管，压实各方责任。"
    target = "2023年宁夏知识产权行政保护实施方案\n一、总体要求\n加强质量监管，压实各方责任。\n二、强化知识产权行政保护"
    alignment = collate(plan(base), [plan(target)]).targets[0]
    assert {m.target for m in alignment.matches if m.base == 0} == {0}
