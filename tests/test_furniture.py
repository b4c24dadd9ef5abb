"""Page text is told by how it reads and where it stands; wording of a plan is never taken for it."""

from __future__ import annotations

import pytest

from qcompare.model import ClauseKind, Plan, SentenceKind
from qcompare.page import page_numbers
from tests.conftest import make_collation, make_plan

PLAN = "质量强区建设实施方案\n一、总体要求\n坚持质量第一。\n"
TABLE = "附表\n任务\n责任单位\n完成时限\n"


def furniture(text: str) -> list[str]:
    plan = make_plan(text)
    return [plan.wording(k) for k, s in enumerate(plan.sentences) if s.kind is SentenceKind.FURNITURE]


def titles(plan: Plan) -> list[str]:
    return [clause.heading for clause in plan.clauses if clause.kind is ClauseKind.TITLE]


@pytest.mark.parametrize(
    "wording",
    [
        "下列文件废止：\n渝府发〔2011〕55号\n渝府发〔2012〕3号",
        "及时公布于区门户网站",
        "公布于区政府门户网站",
        "分享至各镇街的经验",
        "分享到各区县的经验做法",
        "扫一扫二维码即可查询产品质量信用",
        "2/3",
        "1/3\n2/3\n3/3",
        "时间：2023-12-31前完成",
        "征求意见稿\n送审稿\n推动印发实施。",
        f"{TABLE}1.完善标准体系\n市市场监管局\n2023年12月\n2.培育质量品牌\n市经济信息委\n2024年6月",
        f"{TABLE}1.完善标准体系\n市市场监管局\n2023年12月31日\n2.培育质量品牌\n市经济信息委\n2024年6月30日",
        "责任单位\n市市场监管局\n完成时限\n2023年12月31日",
        "责任单位\n市市场监管局\n2023年12月",
        "2025年12月",
    ],
)
def test_wording_is_not_furniture_by_its_look(wording: str) -> None:
    assert furniture(PLAN + wording) == []
    assert furniture(f"{PLAN}{wording}\n二、保障措施\n落实责任。") == []


def test_a_table_alone_has_no_page_around_it() -> None:
    table = "任务\n责任单位\n完成时限\n完善标准体系\n市市场监管局\n2023年12月\n培育质量品牌\n市经济信息委\n2024年6月"
    assert furniture(table) == []
    assert furniture(f"质量强区任务分工表\n{table}") == []
    assert furniture("废止的文件\n标题\n文号\n质量强区意见\n渝府发〔2011〕55号") == []


def test_a_date_under_the_title_hides_no_signature() -> None:
    text = "关于加强质量工作的意见\n2023年7月18日\n一、加强领导\n落实责任。\n重庆市人民政府\n2023年7月19日"
    assert furniture(text) == ["2023年7月18日", "重庆市人民政府", "2023年7月19日"]


def test_a_changed_deadline_in_a_table_is_reported() -> None:
    table = f"{PLAN}{TABLE}1.完善标准体系\n市市场监管局\n2023年12月\n2.培育质量品牌\n市经济信息委\n2024年6月"
    (alignment,) = make_collation(table, table.replace("2023年12月", "2025年12月")).targets
    assert alignment.counts.modified == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"渝府发〔2011〕55号\n{PLAN}", ["渝府发〔2011〕55号"]),
        (PLAN.replace("\n", "\n（渝府发〔2011〕55号）\n2023年4月\n", 1), ["（渝府发〔2011〕55号）", "2023年4月"]),
        (PLAN.replace("\n", "\n征求意见稿\n来源：重庆日报\n", 1), ["征求意见稿", "来源：重庆日报"]),
        (f"{PLAN}重庆市人民政府\n2023年12月31日\n", ["重庆市人民政府", "2023年12月31日"]),
        (f"{PLAN}重庆市人民政府\n2023年12月\n", ["重庆市人民政府", "2023年12月"]),
        (
            f"{PLAN}2023年12月31日\n（此件公开发布）\n浏览次数：12",
            ["2023年12月31日", "（此件公开发布）", "浏览次数：12"],
        ),
        (f"{PLAN}分享到：微信 微博\n打印本页 | 关闭窗口\n", ["分享到：微信 微博", "打印本页 | 关闭窗口"]),
        (
            f"{PLAN}重庆市人民政府\n2023年7月19日\n附件1\n任务分工表\n一、总体任务\n加强统筹。",
            ["重庆市人民政府", "2023年7月19日", "附件1"],
        ),
        (f"{PLAN}（由於篇幅太長，省略部分內容）\n二、保障措施", ["（由於篇幅太長，省略部分內容）"]),
        ("質量強區實施方案\n發布時間：2023-07-31\n一、總體要求", ["發布時間：2023-07-31"]),
    ],
)
def test_page_text_where_it_stands(text: str, expected: list[str]) -> None:
    assert furniture(text) == expected


def test_page_numbers_rise() -> None:
    page = "一、加强领导\n落实责任。\n完善机制。\n"
    assert page_numbers(f"{page}1/3\n{page}2/3\n{page}3/3".splitlines()) == {3, 7, 11}
    assert page_numbers(f"{page}— 3 —\n{page}— 4 —\n{page}— 1 —".splitlines()) == {3, 7, 11}
    assert page_numbers(["— 12 —"]) == {0}
    assert page_numbers(f"{page}2/3\n{page}1/2".splitlines()) == frozenset()
    assert page_numbers("1/3\n2/3\n3/3".splitlines()) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "重庆市质量强市建设行动\n一、总体要求\n坚持质量第一。",
        "某市质量强市\n一、总体要求\n坚持质量第一。",
        "质量强市\n（征求意见稿）\n为贯彻落实部署，制定本方案。",
        "质量强市\n渝府发〔2011〕55号\n为贯彻落实部署，制定本方案。",
        "关于加强质量工作的意见\n为贯彻落实部署，提出如下意见。",
    ],
)
def test_what_looks_like_a_title_is_one(text: str) -> None:
    assert titles(make_plan(text)) == [text.split("\n", maxsplit=1)[0]]


def test_a_first_line_that_looks_like_no_title_is_compared_and_so_is_its_repeat() -> None:
    base = "全面提升产品质量水平\n第一，完善标准体系。\n全面提升产品质量水平\n第二，培育质量品牌。"
    plan = make_plan(base)
    assert titles(plan) == []
    assert furniture(base) == []
    (alignment,) = make_collation(base, base.replace("\n全面提升产品", "\n持续提升产品")).targets
    assert alignment.counts.modified == 1


def test_a_notices_table_hides_no_plan_behind_its_dates() -> None:
    notice = "关于开展质量提升行动的通知\n各区县市场监管局：\n一、任务安排\n"
    text = (
        f"{notice}1.完善标准体系\n市市场监管局\n2023年12月\n制定工作方案\n2.培育质量品牌\n市经济信息委\n2024年6月\n总结"
    )
    assert titles(make_plan(text)) == ["关于开展质量提升行动的通知"]
    assert furniture(text) == []


def test_the_plan_behind_a_notice_is_found_behind_the_word_annex() -> None:
    text = "关于印发方案的通知\n各区县：\n现印发给你们。\n重庆市人民政府\n2023年7月19日\n附件\n质量强区建设实施方案\n一、总体要求"
    assert titles(make_plan(text)) == ["质量强区建设实施方案"]


def test_the_word_contents_in_the_text_is_wording() -> None:
    assert furniture(f"{PLAN}目录\n公布产品质量监督抽查结果。") == []


def test_hostile_lines_take_no_time() -> None:
    long = 100_000
    for unit in (
        ".",
        " ",
        "　",
        "（",
        "）",
        "(",
        "1",
        "一",
        "—",
        "…",
        "·",
        "年",
        "2023年",
        "来源",
        "[",
        "、",
        "“",
        "：",
        "1/",
        "市",
    ):
        line = unit * (long // len(unit))
        plan = make_plan(f"{PLAN}目录\n一、总体要求\n{line}1\n{line}\n二、{line}\n{PLAN}关于{line}")
        assert plan.text.count("\n") > 6


def test_the_last_page_of_an_official_document_is_page_text() -> None:
    foot = ["抄送：区委办公室，区人大常委会办公室。", "重庆市永川区人民政府办公室　2023年6月15日印发"]
    assert furniture("\n".join([PLAN.strip(), *foot])) == foot
    wording = ["抄送有关部门备案。", "区政府办公室2023年6月15日印发的方案同时废止。"]
    assert furniture("\n".join([PLAN.strip(), *wording])) == []


@pytest.mark.parametrize("page", ["（1）", " - 1 -", "…… 1", "\t1", ""])
def test_a_contents_list_is_known_however_it_gives_its_pages(page: str) -> None:
    listed = ["目录", f"一、总体要求{page}", f"二、重点任务{page}", f"三、保障措施{page}"]
    text = "质量强区建设实施方案\n" + "\n".join(listed)
    text += "\n一、总体要求\n坚持质量第一。\n二、重点任务\n提升质量。\n三、保障措施\n落实责任。"
    assert "".join(furniture(text)) == "".join(line.strip() for line in listed)
