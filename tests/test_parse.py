"""Documents → plans: the cases of tests/cases/parse.json, the five sample plans, real plans and laws, and any text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qcompare.errors import ReadError
from qcompare.model import ClauseKind, Metadata, Plan, SentenceKind
from qcompare.numbering import Style, read_marker
from qcompare.parse import parse
from qcompare.read import document_from_text, read_document

CASES = json.loads((Path(__file__).parent / "cases" / "parse.json").read_text(encoding="utf-8"))
MARKS = {"pass": (), "fail": (pytest.mark.xfail(strict=True),)}


def parsed(text: str, name: str = "") -> Plan:
    return parse(document_from_text(text, name))


def outline(plan: Plan) -> list[list[Any]]:
    """Return each clause as the cases write it: kind, path, path of its parent, heading, sentences."""
    return [
        [
            str(clause.kind),
            clause.path,
            None if clause.parent is None else plan.clauses[clause.parent].path,
            clause.heading,
            [f"{plan.sentences[i].kind}:{plan.wording(i)}" for i in clause.sentences],
        ]
        for clause in plan.clauses
    ]


def paths(plan: Plan, *kinds: ClauseKind) -> list[str]:
    return [clause.path for clause in plan.clauses if clause.kind in kinds]


def wordings(plan: Plan, kind: SentenceKind) -> list[str]:
    return [plan.wording(i) for i, sentence in enumerate(plan.sentences) if sentence.kind is kind]


def assert_lossless(plan: Plan) -> None:
    """Law 1 of the design, and what every room after the parser relies on."""
    at, covered = 0, 0
    for sentence in plan.sentences:
        assert at <= sentence.span.start < sentence.span.end <= len(plan.text)
        words = sentence.span.of(plan.text)
        assert words == words.strip()
        covered += sum(not c.isspace() for c in words)
        at = sentence.span.end
    assert covered == sum(not c.isspace() for c in plan.text)
    assert [i for clause in plan.clauses for i in clause.sentences] == list(range(len(plan.sentences)))
    for index, clause in enumerate(plan.clauses):
        assert clause.parent is None or clause.parent < index
        assert all(plan.sentences[i].clause == index for i in clause.sentences)
        assert clause.span.start == plan.sentences[clause.sentences[0]].span.start
        assert clause.span.end == plan.sentences[clause.sentences[-1]].span.end
    assert len({clause.path for clause in plan.clauses}) == len(plan.clauses)
    assert plan.label


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(c["input"], c["expected"], id=c["label"], marks=MARKS[c["expect"]]) for c in CASES],
)
def test_outline(text: str, expected: list[Any]) -> None:
    plan = parsed(text)
    assert outline(plan) == expected
    assert_lossless(plan)


LINES = st.sampled_from(
    [
        "一、总体要求",
        "（一）指导思想",
        "1.加强领导。落实责任。（责任单位：区商务委）",
        "（2）完善标准",
        "——质量提升。到2027年达到98%以上;其他",
        "一是坚持党的领导。",
        "专栏1:质量提升",
        "第十二条 禁止下列行为：",
        "（责任单位：市市场监管局）",
        "目  录",
        "附件2",
        "前  言",
        "98%",
        "2023年4月17日",
        "关于印发《质量强市实施方案》的通知",
        "质量强市实施方案",
        "[bookmark: _GoBack]5. 实施工程",
        "（”。！；",
        "\u200b",
        "1.1 总则",
        "1.2 术语",
        "1.2.1 质量",
        "a）完善标准",
        "B. 完善计量",
        "（ 一 ） 指 导 思 想",
        "第 一 条 推 动 发 展 。",
        "\ufeff二、重点任务（一）加强领导。落实责任。（二）强化监督。三、保障措施",
        "首先，加强领导。\x0b其次，完善制度。\u2028最后，落实责任。",
        "近年来，该区把质量作为高质量发展的生命线，全面推进质量强区建设。",
        "筑牢质量安全底线",
        "附件：1.任务分工表",
        "\u3000\u3000以推动高质量发展为主题。(重庆日报)",
    ]
)


@given(st.text())
@example("\x1c")
@example("（责任单位：")
@example("1.\n98%\n2.\n98%\n3.\n98%")
def test_any_text_is_kept_whole(text: str) -> None:
    document = document_from_text(text)
    if not document.blocks:
        with pytest.raises(ReadError, match="没有文字"):
            parse(document)
    else:
        plan = parse(document)
        assert plan.text == document.text
        assert_lossless(plan)


@settings(max_examples=200)
@given(
    st.lists(LINES | st.text(max_size=8), max_size=40), st.sampled_from(["\n", "\n", " ", "\u3000\u3000", "\x0b", ""])
)
def test_any_order_of_lines_is_kept_whole(lines: list[str], between: str) -> None:
    document = document_from_text(between.join(lines))
    if document.blocks:
        assert_lossless(parse(document))


@pytest.mark.parametrize(
    "text",
    [
        "一、" + "推动高质量发展。" * 2_000,
        "（" * 20_000 + "推动" + "）" * 20_000,
        "（责任单位：" * 5_000,
        '推动。"' * 5_000,
        "1.\n" * 5_000,
        "专栏1\n1.推动\n" * 2_000,
        "\n".join(f"{i}.指标\n98%\n预期性" for i in range(1, 2_000)),
    ],
    ids=["one clause", "brackets", "open brackets", "quotes", "one number", "boxes", "cells"],
)
def test_hostile_text_is_kept_whole(text: str) -> None:
    assert_lossless(parsed(text))


def test_what_the_caller_knows_wins() -> None:
    document = document_from_text("重庆市质量强市建设实施方案\n一、总体要求\n坚持质量第一。", "chongqing-2023.txt")
    plan = parse(document, Metadata(title="质量强市建设实施方案", draft=True))
    assert (plan.metadata.title, plan.metadata.region, plan.metadata.draft) == ("质量强市建设实施方案", "重庆市", True)
    assert (plan.label, plan.source) == ("重庆 2023", "chongqing-2023.txt")
    assert parse(document, Metadata(region="重慶市永川區")).label == "永川 2023"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "昆明市政府关于印发昆明市工作意见的通知\n昆政〔2023〕2 号\n各区：\n昆明市人民政府\n2023 年5 月8 日\n昆明市工作意见",
            ("昆明市工作意见", "昆明市人民政府", "昆政〔2023〕2 号", "2023-05-08", "市", "昆明市", "昆明 2023"),
        ),
        (
            "上海市黄浦区优化营商环境工作要点（2024-2026年）",
            ("上海市黄浦区优化营商环境工作要点（2024-2026年）", "", "", "", "区县", "上海市黄浦区", "黄浦 2024"),
        ),
        (
            "中华人民共和国反垄断法\n2007年8月30日 第十届全国人民代表大会常务委员会第二十九次会议通过",
            ("中华人民共和国反垄断法", "", "", "2007-08-30", "国家", "", "反垄断法 2007"),
        ),
        (
            "国家知识产权局关于印发工作方案的通知\n国知发保字〔2023〕4 号\n各省：\n国家知识产权局\n2023 年3 月1 日\n工作方案",
            ("工作方案", "国家知识产权局", "国知发保字〔2023〕4 号", "2023-03-01", "国家", "", "国家 2023"),
        ),
        (
            "广东省进一步强化市场主体诉求响应服务工作方案",
            ("广东省进一步强化市场主体诉求响应服务工作方案", "", "", "", "省", "广东省", "广东"),
        ),
        ("关于推进社区建设的实施方案", ("关于推进社区建设的实施方案", "", "", "", "", "", "关于推进社区建设的实施方")),
    ],
)
def test_metadata(head: str, expected: tuple[str, ...]) -> None:
    plan = parsed(f"{head}\n一、总体要求\n坚持质量第一。")
    m = plan.metadata
    assert (m.title, m.issuer, m.number, m.date, m.level, m.region, plan.label) == expected


def test_a_cited_number_is_another_documents() -> None:
    plan = parsed(
        "质量强区方案\n（征求意见稿）\n根据渝委发〔2023〕11号，自2023年1月1日起施行。\n一、总体要求\n推动发展。"
    )
    assert (plan.metadata.number, plan.metadata.date, plan.metadata.draft) == ("", "", True)


def test_chongqing_2023(seed: Callable[[str], Plan]) -> None:
    plan = seed("chongqing-2023")
    kinds = Counter(clause.kind for clause in plan.clauses)
    assert (kinds["part"], kinds["section"], kinds["item"], kinds["dash"]) == (4, 13, 30, 6)
    assert [c.marker for c in plan.clauses if c.kind is ClauseKind.ITEM] == [f"{n}." for n in range(1, 31)]
    assert paths(plan, ClauseKind.DASH)[0] == "一（二）第1项"
    assert [w[:4] for w in wordings(plan, SentenceKind.FURNITURE)] == ["來源:重", "近日,中", "《品質強", "(重慶日"]
    assert plan.clauses[0].kind is ClauseKind.TITLE
    assert len(plan.aligned()) == 202
    assert plan.script == "hant"
    assert plan.label == "重庆 2023"
    assert plan.metadata == Metadata(
        "质量强市建设实施方案", "中共重庆市委、重庆市人民政府", "", "2023-07-31", "市", "重庆市", draft=False, period=""
    )


def test_yongchuan_2023(seed: Callable[[str], Plan]) -> None:
    plan = seed("yongchuan-2023-draft")
    kinds = Counter(clause.kind for clause in plan.clauses)
    assert (kinds["part"], kinds["section"], kinds["item"], kinds["dash"]) == (4, 13, 29, 6)
    assert len(wordings(plan, SentenceKind.DUTY)) == 29
    assert wordings(plan, SentenceKind.FURNITURE) == ["（征求意见稿）", "[bookmark: _GoBack]"]
    assert "二（二）5." in paths(plan, ClauseKind.ITEM)
    assert len(plan.aligned()) == 206
    assert (plan.label, plan.metadata.draft, plan.metadata.level) == ("永川 2023", True, "区县")


def test_chengdu_2023(seed: Callable[[str], Plan]) -> None:
    plan = seed("chengdu-2023-draft")
    kinds = Counter(clause.kind for clause in plan.clauses)
    assert (kinds["part"], kinds["section"], kinds["item"]) == (3, 14, 26)
    assert paths(plan, ClauseKind.ITEM)[2:4] == ["二（一）3.", "二（二）1."]
    assert len(wordings(plan, SentenceKind.DUTY)) == 29
    assert wordings(plan, SentenceKind.FURNITURE) == ["附件1", "（征求意见稿）"]
    assert (plan.label, plan.metadata.draft, plan.metadata.period) == ("成都 2023", True, "2023-2027")


def test_chongqing_2011(seed: Callable[[str], Plan]) -> None:
    plan = seed("chongqing-2011")
    kinds = Counter(clause.kind for clause in plan.clauses)
    assert (kinds["part"], kinds["section"], kinds["dash"]) == (3, 12, 6)
    assert plan.wording(plan.clauses[2].sentences[0]).startswith("各区县(自治县)人民政府")
    assert wordings(plan, SentenceKind.FURNITURE) == ["(渝府发[2011]55号)", "二O一一年七月十九日"]
    assert plan.label == "重庆 2011"
    assert (plan.metadata.number, plan.metadata.date) == ("渝府发[2011]55号", "2011-07-19")


def test_youxian_2023(seed: Callable[[str], Plan]) -> None:
    plan = seed("youxian-2023")
    kinds = Counter(clause.kind for clause in plan.clauses)
    assert paths(plan, ClauseKind.PART) == ["前言", "一", "二", "三", "四"]
    assert (kinds["section"], kinds["box"], kinds["table"], kinds["row"]) == (15, 9, 1, 12)
    assert paths(plan, ClauseKind.BOX) == [f"专栏{n}" for n in range(1, 10)]
    assert len([p for p in paths(plan, ClauseKind.ITEM) if p.startswith("专栏")]) == 36
    assert [p for p in paths(plan, ClauseKind.ITEM) if p.startswith("三（二）")] == [
        f"三（二）{n}." for n in range(1, 5)
    ]
    assert "三（一）3." in paths(plan, ClauseKind.ITEM)
    rows = [c for c in plan.clauses if c.kind is ClauseKind.ROW]
    assert [len(row.sentences) for row in rows] == [5, 5, 3, 3, 3, 5, 3, 3, 5, 5, 3, 3]
    assert plan.wording(rows[5].sentences[2]) == "5大中型工程一次验收合格率(%)"
    assert "政策解读:图解版>>>" in wordings(plan, SentenceKind.FURNITURE)
    assert wordings(plan, SentenceKind.FURNITURE)[-1] == "浏览次数:"
    assert (plan.label, plan.metadata.date, plan.metadata.period) == ("游仙 2023", "2023-04-17", "2021-2025")


@pytest.mark.parametrize(
    "name", ["chengdu-2023-draft", "chongqing-2011", "chongqing-2023", "yongchuan-2023-draft", "youxian-2023"]
)
def test_the_sample_plans_are_kept_whole(name: str, seed: Callable[[str], Plan]) -> None:
    plan = seed(name)
    assert_lossless(plan)
    assert not [clause.path for clause in plan.clauses if "〔" in clause.path]


@pytest.mark.parametrize(
    ("name", "gold", "apart"),
    [
        ("chongqing-2023", "chongqing2023", set()),
        # the bookmark that Word left is apart from the heading it stands before
        ("yongchuan-2023-draft", "yongchuan", {(2164, 2198)}),
    ],
)
def test_sentences_are_the_units_aligned_by_hand(
    name: str, gold: str, apart: set[tuple[int, int]], seed: Callable[[str], Plan], shared: Path
) -> None:
    rows = (shared / "gold" / f"{gold}.units.tsv").read_text(encoding="utf-8").splitlines()
    units = {(int(start), int(end)) for _, start, end, _ in (row.split("\t", 3) for row in rows)}
    assert units - {(s.span.start, s.span.end) for s in seed(name).sentences} == apart


def test_real_plans_are_kept_whole_with_title_and_place(shared: Path) -> None:
    files = sorted((shared / "plans").rglob("*.txt"))
    assert files
    for file in files:
        plan = parse(read_document(file))
        assert_lossless(plan)
        assert plan.metadata.title
        assert plan.metadata.level, file.name
        assert not [clause.path for clause in plan.clauses if "〔" in clause.path], file.name
        assert not [
            c.path for c in plan.clauses if c.heading and len(c.heading) > 60 and c.kind is not ClauseKind.TITLE
        ]


def test_laws_have_their_articles(shared: Path) -> None:
    header, *rows = (shared / "laws" / "PAIRS.tsv").read_text(encoding="utf-8").splitlines()
    for row in rows:
        pair = dict(zip(header.split("\t"), row.split("\t"), strict=True))
        for which in ("old", "new"):
            plan = parse(read_document(shared / "laws" / pair[which]))
            assert_lossless(plan)
            assert len(paths(plan, ClauseKind.ARTICLE)) == int(pair[f"articles_{which}"]), pair[which]
            points = [c for c in plan.clauses if c.kind is ClauseKind.ITEM]
            assert not [c.path for c in points if c.heading], pair[which]


LAWS = {  # chapters, divisions, articles: read from the texts, each article once and in order
    "公司法_2018": (13, 11, 218),
    "公司法_2023": (15, 9, 266),
    "农业技术推广法_2012": (5, 0, 39),  # the second chapter has lost its number
    "农业技术推广法_2024": (6, 0, 39),
    "北京市实施水法办法_2019": (8, 0, 69),
    "北京市实施水法办法_2022": (7, 0, 48),
    "反垄断法_2007": (8, 0, 57),
    "反垄断法_2022": (8, 0, 70),
    "反洗钱法_2006": (7, 0, 37),
    "反洗钱法_2024": (7, 0, 65),
    "道路运输条例_2019": (7, 3, 83),
    "道路运输条例_2022": (7, 3, 83),
    "道路运输条例_2023": (7, 3, 82),
}


@pytest.mark.parametrize("name", LAWS)
def test_laws_have_their_chapters_and_articles(name: str, shared: Path) -> None:
    plan = parse(read_document(shared / "laws" / f"{name}.txt"))
    numbers = [m.ordinal for c in plan.clauses if c.kind is ClauseKind.ARTICLE and (m := read_marker(c.marker))]
    chapters, divisions, articles = LAWS[name]
    assert len(paths(plan, ClauseKind.PART)) == chapters
    assert len(paths(plan, ClauseKind.SECTION)) == divisions
    assert numbers == list(range(1, articles + 1))


@pytest.mark.parametrize("name", ["反垄断法_2022", "道路运输条例_2019", "反洗钱法_2006"])
def test_a_law_on_one_line_has_the_same_outline(name: str, shared: Path) -> None:
    text = (shared / "laws" / f"{name}.txt").read_text(encoding="utf-8")
    body = text[text.index("第一章") :].split("\n")
    lined, joined = parsed("\n".join(body)), parsed("　".join(line.strip() for line in body if line.strip("\u200b \n")))
    kinds = (ClauseKind.PART, ClauseKind.SECTION, ClauseKind.ARTICLE, ClauseKind.ITEM)
    assert paths(joined, *kinds) == paths(lined, *kinds)
    assert_lossless(joined)


@pytest.mark.parametrize("name", ["yongchuan-2023-draft", "chengdu-2023-draft", "chongqing-2011"])
@pytest.mark.parametrize("blank", [" ", "\u3000\u3000"])
def test_a_plan_on_one_line_has_the_same_numbered_clauses(name: str, blank: str, seed: Callable[[str], Plan]) -> None:
    lines = [line.strip() for line in seed(name).text.split("\n") if line.strip()]
    joined = parsed(blank.join(lines))
    kinds = (ClauseKind.PART, ClauseKind.SECTION, ClauseKind.ITEM)
    assert paths(joined, *kinds) == paths(seed(name), *kinds)
    assert_lossless(joined)


def test_the_headings_that_people_labelled_are_found_at_their_level(shared: Path) -> None:
    """The notice's characters are labelled one by one: 一级标题 and 二级标题 begin at B_."""
    labelled: list[tuple[str, str]] = []
    for row in (shared / "files" / "pdf_govdoc397_bio.txt").read_text(encoding="utf-8").splitlines():
        character, _, label = row.partition(" ")
        if label.startswith("B_"):
            labelled.append((label[2:], character))
        elif labelled and label[2:] == labelled[-1][0]:
            labelled[-1] = (labelled[-1][0], labelled[-1][1] + character)
    plan = parse(read_document(shared / "files" / "pdf_govdoc397_clean.txt"))
    kinds = {"一级标题": ClauseKind.PART, "二级标题": ClauseKind.SECTION}
    found = {(c.kind, plan.wording(c.sentences[0]).rstrip("。")) for c in plan.clauses if c.heading}
    wanted = [(kinds[label], words.rstrip("。")) for label, words in labelled if label in kinds]
    assert len(wanted) > 10
    assert [pair for pair in wanted if pair not in found] == []


def test_clauses_keep_the_marker_they_are_printed_with(seed: Callable[[str], Plan]) -> None:
    for clause in seed("chongqing-2011").clauses:
        marker = read_marker(clause.span.of(seed("chongqing-2011").text))
        assert clause.marker == (marker.text if marker else "")
        assert clause.kind is not ClauseKind.SECTION or (marker and marker.style is Style.BRACKETED_HAN)
