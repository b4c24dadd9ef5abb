"""Text → form: what counts as the same wording, what does not, and the map back."""

from __future__ import annotations

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcompare.document import Span
from qcompare.normalize import is_wording, normalize
from qcompare.script import simplified

SAME_IN_ANY_COMPARISON = [
    ("農産品", "农产品"),
    ("併發出通知", "并发出通知"),
    ("推動高質量發展,創造", "推动高质量发展，创造"),
    ("渝府发[2011]55号", "渝府发〔2011〕55号"),
    ("达到95％以上", "达到95%以上"),
    ("２０２７年", "2027年"),
    ("——品牌", "--品牌"),
    ("5G 技术", "5g技术"),
    ("「質量月」", "“质量月”"),
]

SAME_BESIDE_A_TRADITIONAL_PLAN = [
    ("品質水準", "质量水平"),
    ("高品質服務引領地", "高品质服务引领地"),
    ("品質整合服務", "质量集成服务"),
    ("智慧財産權", "知识产权"),
    ("人工智慧", "人工智能"),
    ("智慧監管", "智慧监管"),
    ("網際網路+監管", "互联网+监管"),
    ("網約計程車", "网约出租车"),
    ("軟體資訊服務", "软件信息服务"),
    ("行銷傳播", "营销传播"),
    ("仿冒", "倣冒"),
    ("著力打造", "着力打造"),
    ("公共衞生", "公共卫生"),
    ("積體電路", "集成电路"),
    ("感測器", "传感器"),
    ("塑膠", "塑料"),
    ("İTÜ，品質", "İTÜ，质量"),
]

KEPT_APART_FROM_A_DASH = [("2021-2025年", "2021—2025年"), ("3-5个", "3－5个")]

DIFFERENT_IN_ANY_COMPARISON = [
    ("提高", "提升"),
    ("达到92以上", "达到90以上"),
    ("商品质量", "商品数量"),
    ("98.3%", "983%"),
    ("合格率≥95%", "合格率≤95%"),
    ("不高于-5℃", "不高于5℃"),
    ("±3℃", "3℃"),
    ("5‰", "5"),
]


@pytest.mark.parametrize(("one", "other"), SAME_IN_ANY_COMPARISON)
@pytest.mark.parametrize("regional", [False, True])
def test_script_width_and_punctuation_do_not_count(one: str, other: str, regional: bool) -> None:
    assert normalize(one, regional=regional).units == normalize(other, regional=regional).units


@pytest.mark.parametrize(("one", "other"), SAME_BESIDE_A_TRADITIONAL_PLAN)
def test_regional_words_do_not_count_beside_a_traditional_plan(one: str, other: str) -> None:
    assert normalize(one, regional=True).units == normalize(other, regional=True).units


@pytest.mark.parametrize("regional", [False, True])
@pytest.mark.parametrize(("one", "other"), DIFFERENT_IN_ANY_COMPARISON)
def test_other_words_stay_different(one: str, other: str, regional: bool) -> None:
    assert normalize(one, regional=regional).units != normalize(other, regional=regional).units


@pytest.mark.parametrize(("one", "other"), KEPT_APART_FROM_A_DASH)
def test_a_dash_between_numbers_is_no_minus_sign(one: str, other: str) -> None:
    assert normalize(one, regional=False).units == normalize(other, regional=False).units


def test_signs_of_quantity_are_wording() -> None:
    for signed, other in (("≥95%", "≤95%"), ("-5℃", "5℃"), ("±3℃", "3℃"), ("5‰", "5")):
        letters = ["".join(filter(is_wording, normalize(text, regional=False).units)) for text in (signed, other)]
        assert letters[0] != letters[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("犇羊品牌", "犇（bēn）羊品牌"),
        ("犇羊品牌", "犇羊(bēn yáng)品牌"),
        ("国发〔2019〕4号", "国发2019 4号"),
        ("国发〔2019〕4号", "国发 [2019] 4号"),
        ("自2023年7月31日起", "自2023 7 31 起"),
        ("自2023年7月31日起", "自2023-07-31起"),
        ("自2023年7月31日起", "自 2 0 2 3 年 7 月 3 1 日 起"),
        ("推动高质量发展", "推 动 高\u3000质\xa0量\u200b发\xad展\ufeff"),
        ("达到98.3%以上", "达 到 9 8 . 3 ％ 以 上"),
    ],
)
def test_what_a_person_reads_as_the_same_is_the_same(one: str, other: str) -> None:
    assert normalize(one, regional=False).units == normalize(other, regional=False).units


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2023年1月11日", "2023年11月1日"),
        ("2023 1 11", "2023 11 1"),
        ("国发〔2019〕4号", "国发〔2019〕14号"),
        ("政务应用（app）", "政务应用"),
        ("2021-2025年", "2021 2025年"),
        ("2023年7月", "2023年7月1日"),
    ],
)
def test_what_differs_in_a_number_differs(one: str, other: str) -> None:
    assert normalize(one, regional=False).units != normalize(other, regional=False).units


def test_between_simplified_plans_regional_words_are_different_words() -> None:
    assert normalize("服务品质", regional=False).units != normalize("服务质量", regional=False).units


def test_a_word_that_holds_a_regional_word_by_accident_is_not_cut() -> None:
    product = normalize("产品质量", regional=True)
    assert product.units == normalize("産品品質", regional=True).units
    assert [product.span(k, k + 1).of("产品质量") for k in range(len(product.units))] == ["产", "品", "质量"]


@given(st.text(max_size=60), st.booleans())
def test_units_map_back_to_every_visible_code_point_in_order(text: str, regional: bool) -> None:
    form = normalize(text, regional=regional)
    covered = [at for k in range(len(form.units)) for at in range(form.starts[k], form.ends[k])]
    visible = [at for at, character in enumerate(text) if not character.isspace() and category(character) != "Cf"]
    assert covered == sorted(set(covered))
    assert set(visible) <= set(covered)


@given(st.text(max_size=60))
def test_simplified_text_keeps_its_length(text: str) -> None:
    assert len(simplified(text)) == len(text)


def test_a_slice_of_a_form_stands_for_its_stretch_of_the_text() -> None:
    text = "推動 網際網路 發展"
    form = normalize(text, regional=True)
    first, last = form.slice(Span(3, 7))
    assert form.span(first, last).of(text) == "網際網路"


def test_a_percent_sign_is_wording_and_a_comma_is_not() -> None:
    assert is_wording("%")
    assert not is_wording(",")
    assert all(is_wording(unit) for unit in normalize("互联网5亿", regional=True).units)
