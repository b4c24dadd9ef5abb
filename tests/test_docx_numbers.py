"""Automatic numbers of Word documents: as Word's own rules have them, and as LibreOffice shows them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcompare.document import CautionKind
from qcompare.numbering import Style, read_marker
from qcompare.parse import parse
from qcompare.read import document_from_text
from qcompare.read.docx import read_docx
from qcompare.read.docx.numbers import Number
from qcompare.read.numerals import numeral
from tests.conftest import load_seed
from tests.docx_files import anew, definition, docx, level, listed, numbering, paragraph, style, styled

FIVE = (
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "(%4)"),
    level(4, "decimalEnclosedCircleChinese", "%5"),
)
OUTLINE = (level(0), level(1, text="%1.%2"), level(2, text="%1.%2.%3"))


def lines(body: str, **parts: str) -> list[str]:
    document = read_docx(docx(body, **parts), "方案.docx")
    return document.text.split("\n") if document.text else []


def numbers(asked: Sequence[tuple[object, int]], definitions: str) -> list[str]:
    """Return the bare numbers of paragraphs, each of a list and level."""
    body = "".join(paragraph("甲", list_id=list_id, level=at) for list_id, at in asked)
    return [line.removesuffix("甲").rstrip() for line in lines(body, numbering=definitions)]


def of_one(levels: Sequence[int], *made: str) -> list[str]:
    return numbers([(1, at) for at in levels], numbering(*made))


def test_the_five_levels_of_official_documents() -> None:
    said = ["总体要求", "指导思想", "强化质量意识", "开展宣传", "质量月", "质量日", "主要目标", "重点任务", "推动创新"]
    levels = [0, 1, 2, 3, 4, 4, 1, 0, 1]
    body = "".join(paragraph(text, list_id=1, level=at) for text, at in zip(said, levels, strict=True))
    assert lines(body, numbering=numbering(*FIVE)) == [
        "一、总体要求",
        "（一）指导思想",
        "1.强化质量意识",
        "(1)开展宣传",
        "①质量月",
        "②质量日",
        "（二）主要目标",
        "二、重点任务",
        "（一）推动创新",
    ]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("chineseCounting", "一 十 十一 二十 九十九 一○○ 一一○"),
        ("chineseCountingThousand", "一 十 十一 二十 九十九 一百 一百一十"),
        ("japaneseCounting", "一 十 十一 二十 九十九 百 百十"),
        ("ideographDigital", "一 一〇 一一 二〇 九九 一〇〇 一一〇"),
        ("ideographTraditional", "甲 癸 11 20 99 100 110"),
        ("ideographZodiac", "子 酉 戌 20 99 100 110"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 玖拾玖 壹佰 壹佰壹拾"),
        ("decimal", "1 10 11 20 99 100 110"),
        ("decimalZero", "01 10 11 20 99 100 110"),
        ("decimalFullWidth", "１ １０ １１ ２０ ９９ １００ １１０"),
        ("decimalEnclosedCircle", "① ⑩ ⑪ ⑳ 99 100 110"),
        ("decimalEnclosedCircleChinese", "① ⑩ 11 20 99 100 110"),
        ("decimalEnclosedParen", "⑴ ⑽ ⑾ ⒇ 99 100 110"),
        ("decimalEnclosedFullstop", "⒈ ⒑ ⒒ ⒛ 99 100 110"),
        ("ideographEnclosedCircle", "㈠ ㈩ 11 20 99 100 110"),
        ("upperRoman", "I X XI XX XCIX C CX"),
        ("lowerRoman", "i x xi xx xcix c cx"),
        ("upperLetter", "A J K T UUUU VVVV FFFFF"),
        ("lowerLetter", "a j k t uuuu vvvv fffff"),
        ("taiwaneseCountingThousand", "一 十 十一 二十 九十九 一百 一百一十"),
        ("ideographLegalTraditional", "壹 壹拾 壹拾壹 貳拾 玖拾玖 壹佰 壹佰壹拾"),
        ("numberInDash", "-1- -10- -11- -20- -99- -100- -110-"),
    ],
)
def test_the_forms_of_numbers(form: str, expected: str) -> None:
    written = [numeral(number, form).replace(" ", "") for number in (1, 10, 11, 20, 99, 100, 110)]
    assert written == expected.split()


@given(st.integers(1, 32767))
def test_counting_in_words_can_be_read_back(number: int) -> None:
    digits, units = dict(zip("零一二三四五六七八九", range(10), strict=True)), {"十": 10, "百": 100, "千": 1000}
    total = part = digit = 0
    for sign in numeral(number, "chineseCountingThousand"):
        if sign == "万":
            total, part, digit = (part + digit) * 10_000, 0, 0
        elif sign in units:
            part, digit = part + (digit or 1) * units[sign], 0
        else:
            digit = digits[sign]
    assert total + part + digit == number


@pytest.mark.parametrize(
    ("number", "gap", "text", "expected"),
    [
        ("1.", True, "强化质量意识", "1.强化质量意识"),
        ("1.", True, "2025年目标", "1. 2025年目标"),
        ("1.", False, "2025年目标", "1. 2025年目标"),
        ("1．", True, "5个重点工程", "1． 5个重点工程"),
        ("一、", True, "2025年目标", "一、2025年目标"),
        ("（一）", True, "指导思想", "（一）指导思想"),
        ("①", True, "质量月", "①质量月"),
        ("第一章", True, "总则", "第一章 总则"),
        ("第一章", False, "总则", "第一章总则"),
        ("第十二条", True, "中华人民共和国境内", "第十二条 中华人民共和国境内"),
        ("1", True, "总则", "1 总则"),
        ("1.", True, "  强化质量意识", "1.强化质量意识"),
        ("1.", True, "", "1."),
        ("", True, "强化质量意识", "强化质量意识"),
    ],
)
def test_a_blank_stands_only_where_the_number_would_run_into_the_text(
    number: str, gap: bool, text: str, expected: str
) -> None:
    assert Number(number, gap).before(text) == expected


def test_the_start_of_a_level() -> None:
    assert of_one([0, 1, 1, 0, 1], level(0, start=3), level(1, text="%1.%2", start=0)) == [
        "3.",
        "3.0",
        "3.1",
        "4.",
        "4.0",
    ]


def test_a_level_that_was_passed_over_shows_its_start_and_does_not_count() -> None:
    """As the specification of Word's own format has it; LibreOffice counts it, and gives 1.2 for the third."""
    assert of_one([0, 2, 1, 2], *OUTLINE) == ["1.", "1.1.1", "1.1", "1.1.1"]
    assert of_one([1, 1, 0, 1], *OUTLINE) == ["1.1", "1.2", "1.", "1.1"]


def test_levels_that_never_begin_again_or_only_below_a_part() -> None:
    """LibreOffice 7.4 does not know these."""
    never = level(1, text="%1.%2", more='<w:lvlRestart w:val="0"/>')
    by_part = level(2, text="%1.%2.%3", more='<w:lvlRestart w:val="1"/>')
    assert of_one([0, 1, 0, 1], level(0), never) == ["1.", "1.1", "2.", "2.2"]
    assert of_one([0, 1, 2, 1, 2, 0, 1, 2], *OUTLINE[:2], by_part)[4:] == ["1.2.2", "2.", "2.1", "2.1.1"]
    ignored = level(1, text="%1.%2", more='<w:lvlRestart w:val="7"/>')
    assert of_one([0, 1, 0, 1], level(0), ignored)[-1] == "2.1"


def test_all_numbers_as_digits_where_a_level_asks_for_it() -> None:
    """LibreOffice 7.4 does not know it."""
    legal = level(1, "chineseCounting", "%1.%2", "<w:isLgl/>")
    roman = level(2, "upperRoman", "%1-%2-%3")
    assert of_one([0, 1, 2], level(0, "chineseCounting", "第%1章"), legal, roman) == ["第一章", "1.1", "一-一-I"]


def test_lists_of_one_definition_count_on_together() -> None:
    definitions = definition(0, *OUTLINE) + listed(1, 0) + listed(2, 0) + listed(3, 0, anew(0, 1))
    asked = [(1, 0), (2, 0), (2, 1), (1, 0), (3, 0), (3, 1), (1, 0), (3, 0)]
    assert numbers(asked, definitions) == ["1.", "2.", "2.1", "3.", "1.", "1.1", "2.", "3."]


def test_another_start_holds_once() -> None:
    definitions = definition(0, *OUTLINE) + listed(1, 0, anew(1, 4))
    assert numbers([(1, at) for at in (0, 1, 1, 0, 1)], definitions) == ["1.", "1.4", "1.5", "2.", "2.1"]


def test_a_list_may_write_a_level_in_its_own_way() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)", start=3)}</w:lvlOverride>'
    definitions = definition(0, *OUTLINE) + listed(1, 0) + listed(2, 0, override)
    assert numbers([(1, 0), (1, 0), (2, 0), (2, 0), (1, 0)], definitions) == ["1.", "2.", "C)", "D)", "5."]


def test_a_number_of_a_custom_form() -> None:
    choice = '<mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
    fallback = '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
    made = (
        f'<w:lvl w:ilvl="0"><w:start w:val="9"/><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>'
        '<w:lvlText w:val="%1"/></w:lvl>'
    )
    assert of_one([0, 0], made) == ["009", "010"]


@pytest.mark.parametrize(
    ("bullet", "expected"),
    [("-", "——甲"), ("——", "——甲"), ("–", "——甲"), ("\uf02d", "——甲"), ("●", "甲"), ("\uf06c", "甲"), ("\uf0d8", "甲")],
)
def test_bullets(bullet: str, expected: str) -> None:
    assert lines(paragraph("甲", list_id=1), numbering=numbering(level(0, "bullet", bullet))) == [expected]


def test_no_number_where_there_is_none_to_show() -> None:
    none = numbering(level(0, "none", " "), level(1, text="%1%2."), level(2, text="%3.%4"))
    assert lines(paragraph("甲", list_id=1) + paragraph("乙", list_id=1, level=1), numbering=none) == ["甲", "1.乙"]
    assert lines(paragraph("甲", list_id=1, level=2), numbering=none) == ["甲"], (
        "a pattern that asks for a deeper level"
    )
    assert lines(paragraph("甲", list_id=0) + paragraph("乙", list_id=77), numbering=none) == ["甲", "乙"]


def test_empty_paragraphs_are_counted_and_show_their_number() -> None:
    body = paragraph("甲", list_id=1) + paragraph(list_id=1) + paragraph("乙", list_id=1)
    assert lines(body, numbering=numbering(*OUTLINE)) == ["1.甲", "2.", "3.乙"]


def test_hidden_headings_are_counted_and_do_not_show() -> None:
    """A habit to move a chapter's number on (docx_requirements_spec.docx does it)."""
    body = paragraph("甲", list_id=1) + paragraph("", "<w:rPr><w:vanish/></w:rPr>", list_id=1)
    assert lines(body + paragraph("乙", list_id=1), numbering=numbering(*OUTLINE)) == ["1.甲", "3.乙"]


LINKED = (
    level(0, "chineseCounting", "%1、", '<w:pStyle w:val="一级"/>'),
    level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="二级"/>'),
    level(2, text="%3."),
)
NUMBERED = '<w:numPr><w:numId w:val="1"/></w:numPr>'
STYLES = (
    style("一级", "heading 1", NUMBERED)
    + style("二级", "heading 2", f'<w:numPr><w:ilvl w:val="1"/>{NUMBERED[9:]}')
    + style("二级乙", "小标题", based="二级")
    + style("无号", "无号", '<w:numPr><w:numId w:val="0"/></w:numPr>', based="二级")
    + style("三级", "三级", f'<w:numPr><w:ilvl w:val="2"/>{NUMBERED[9:]}')
)


def test_styles_that_number_and_the_level_that_the_list_gives_them() -> None:
    names = ["一级", "二级", "二级乙", "无号", "三级", "一级", "二级"]
    body = "".join(styled(name, name) for name in names)
    assert lines(body, numbering=numbering(*LINKED), styles=STYLES) == [
        "一、一级",
        "（一）二级",
        "（二）二级乙",
        "无号",
        "1.三级",
        "二、一级",
        "（一）二级",
    ]


def test_the_level_that_the_list_gives_a_style_wins_over_its_own() -> None:
    """As the standard has it (17.9.23); LibreOffice takes the style's."""
    wrong = style("二级", "heading 2", f'<w:numPr><w:ilvl w:val="2"/>{NUMBERED[9:]}')
    for said in (wrong, style("二级", "heading 2", NUMBERED)):
        assert lines(styled("二级", "甲"), numbering=numbering(*LINKED), styles=said) == ["（一）甲"]


def test_what_a_paragraph_says_itself_wins_over_its_style() -> None:
    off = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    body = (
        styled("一级", "甲")
        + styled("二级", "乙", off)
        + styled("二级", "丙", '<w:numPr><w:ilvl w:val="2"/></w:numPr>')
    )
    body += styled("二级", "丁", NUMBERED)
    assert lines(body, numbering=numbering(*LINKED), styles=STYLES) == ["一、甲", "乙", "1.丙", "（一）丁"]


def test_lists_defined_by_a_list_style() -> None:
    link = '<w:numStyleLink w:val="公文"/>'
    definitions = definition(0, *OUTLINE, more='<w:styleLink w:val="公文"/>') + definition(1, more=link)
    definitions += definition(2, more=link) + listed(1, 0) + listed(2, 1) + listed(3, 2)
    by_style = style("公文", "公文", NUMBERED, kind="numbering")
    body = "".join(paragraph("甲", list_id=n, level=at) for n, at in ((2, 0), (2, 1), (3, 0), (1, 0)))
    expected = ["1.甲", "1.1 甲", "2.甲", "3.甲"]
    assert lines(body, numbering=definitions, styles=by_style) == expected
    assert lines(body, numbering=definitions) == expected, "the style missing, its definition is found by its name"


def test_lost_numbers_are_told() -> None:
    body = paragraph("甲", list_id=1) + paragraph("乙", list_id=1, level=5)
    cautions = {
        made: {caution.kind: caution.count for caution in read_docx(made, "方案.docx").cautions}
        for made in (
            docx(body),
            docx(body, numbering=numbering(*OUTLINE)),
            docx(paragraph("甲", list_id=1), numbering=numbering(level(0, "bahtText"))),
            docx(paragraph("甲", list_id=9), numbering=numbering(*OUTLINE)),
        )
    }
    assert [found.get(CautionKind.NUMBERS_LOST, 0) for found in cautions.values()] == [2, 1, 1, 0]


STYLED = {Style.HAN: 0, Style.BRACKETED_HAN: 1, Style.DIGIT: 2}


@pytest.mark.parametrize(
    ("plan", "more"),
    [("chengdu-2023-draft", ""), ("yongchuan-2023-draft", '<w:lvlRestart w:val="0"/>')],
    ids=["items begin again in each section", "items count on through the plan"],
)
def test_a_real_plan_numbered_by_word_reads_as_its_text(plan: str, more: str) -> None:
    text, body = load_seed(plan).text.replace("[bookmark: _GoBack]", ""), ""
    for line in (line.strip() for line in text.split("\n") if line.strip()):
        marker = read_marker(line)
        at = STYLED.get(marker.style) if marker else None
        if marker is None or at is None:
            body += paragraph(escape(line))
        else:
            body += paragraph(escape(line[len(marker.text) :].strip()), list_id=1, level=at)
    assert body.count("<w:numPr>") > 20
    made = numbering(level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, more=more))
    document = read_docx(docx(body, numbering=made), "方案.docx")
    assert "".join(document.text.split()) == "".join(text.split())
    same = parse(document_from_text(text))
    assert [clause.path for clause in parse(document).clauses] == [clause.path for clause in same.clauses]


# ---- laws ----


@dataclass(frozen=True)
class Step:
    """A paragraph of one of three lists of one definition: 1 plain, 2 and 3 beginning anew."""

    list_id: int
    level: int


STEPS = st.lists(st.builds(Step, st.integers(1, 3), st.integers(0, 3)), max_size=25)
STARTS = st.tuples(*[st.integers(0, 40)] * 4)
RESTARTS = st.tuples(*[st.none() | st.integers(0, 5)] * 4)


def word_would_show(steps: list[Step], at: int, starts: Sequence[int], restarts: Sequence[int | None]) -> list[int]:
    """Return the numbers of the levels down to its own of the paragraph `at`, each found by going through all before it.

    Written from the description of the binary format: a level's number begins at its start, goes back to it after a
    paragraph of a level that makes it begin again, and is set where a list that begins anew is first used.
    """

    def reached(wanted: int) -> int:
        restart = restarts[wanted]
        limit = wanted if restart is None or restart > wanted else restart
        number, seen, begun = starts[wanted] - 1, -1, set[int]()
        for step in steps[: at + 1]:
            if step.level < limit:
                number, seen = starts[wanted] - 1, -1
            if step.level == wanted:
                first = step.list_id != 1 and step.list_id not in begun
                begun.add(step.list_id)
                number = step.list_id * 10 if first else number + 1
                seen = number
        return starts[wanted] if seen < 0 else seen

    return [reached(each) for each in range(steps[at].level + 1)]


@settings(max_examples=40, deadline=None)
@given(STEPS, STARTS, RESTARTS)
def test_any_order_of_levels_and_lists(
    steps: list[Step], starts: tuple[int, ...], restarts: tuple[int | None, ...]
) -> None:
    made = [
        level(
            at,
            text=".".join(f"%{above + 1}" for above in range(at + 1)),
            start=starts[at],
            more="" if restarts[at] is None else f'<w:lvlRestart w:val="{restarts[at]}"/>',
        )
        for at in range(4)
    ]
    again = [listed(n, 0, "".join(anew(at, n * 10) for at in range(4))) for n in (2, 3)]
    shown = numbers(
        [(step.list_id, step.level) for step in steps], definition(0, *made) + listed(1, 0) + "".join(again)
    )
    expected = [word_would_show(steps, at, starts, restarts) for at in range(len(steps))]
    assert shown == [".".join(map(str, each)) for each in expected]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=1, max_size=30))
def test_numbers_never_skip_and_begin_again_after_a_higher_level(levels: list[int]) -> None:
    shown = [[int(each) for each in text.strip(".").split(".")] for text in of_one(levels, *OUTLINE)]
    last: dict[int, int] = {}
    for at, found in zip(levels, shown, strict=True):
        assert found[-1] == last.get(at, 0) + 1
        last = {kept: number for kept, number in last.items() if kept < at} | {at: found[-1]}


# ---- LibreOffice as the oracle ----

SAME_IN_BOTH = {
    "outline": (OUTLINE, "", [0, 1, 2, 2, 1, 2, 0, 1, 2]),
    "five levels": (FIVE, "", [0, 1, 2, 3, 4, 4, 3, 2, 1, 2, 0, 1]),
    "starts": ((level(0, start=3), level(1, text="%1-%2", start=0)), "", [0, 1, 1, 0, 1]),
    "deep": ((*OUTLINE, level(3, "lowerLetter", "%4)")), "", [0, 1, 2, 3, 3, 2, 3]),
    "another start": (OUTLINE, anew(1, 4), [0, 1, 1, 0, 1]),
    "roman": ((level(0, "upperRoman", "%1."), level(1, "lowerRoman", "(%2)")), "", [0, 1, 1, 1, 1, 0]),
    "traditional": (
        (level(0, "ideographTraditional", "%1、"), level(1, "ideographZodiac", "%2、")),
        "",
        [0, 1, 0, 1, 1],
    ),
}
FORMS_IN_BOTH = (
    *("chineseCountingThousand", "chineseLegalSimplified", "taiwaneseCountingThousand", "ideographLegalTraditional"),
    *("decimal", "decimalZero", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter"),
)
"""LibreOffice 7.4 writes one hundred as 一百 in chineseCounting and japaneseCounting, ten as 十 in ideographDigital, goes
on to ㊿ in the circled forms, and knows no ⑴, ⒈, ㈠ or full-width digits."""


def oracle_document() -> tuple[str, str]:
    """Return a body and its numbering that hold every case that both show alike."""
    body, definitions = "", ""
    for at, (made, overrides, levels) in enumerate(SAME_IN_BOTH.values(), start=1):
        definitions += definition(at, *made)
        body += "".join(paragraph("条", list_id=at, level=each) for each in levels)
        definitions += listed(at, at, overrides)
    for at, form in enumerate(FORMS_IN_BOTH, start=100):
        definitions += definition(at, level(0, form, "%1、"))
        for again, start in enumerate((1, 10, 20, 27, 99, 110)):
            definitions += listed(at * 10 + again, at, anew(0, start))
            body += paragraph("式", list_id=at * 10 + again) * 2
    names = ["一级", "二级", "二级乙", "无号", "三级", "一级", "二级"]
    linked = definition(999, *LINKED) + listed(999, 999)
    return body + "".join(styled(name, name) for name in names), definitions + linked


def test_numbers_are_those_that_libreoffice_shows(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    body, definitions = oracle_document()
    made = docx(body, numbering=in_order(definitions), styles=STYLES.replace('numId w:val="1"', 'numId w:val="999"'))
    (tmp_path / "编号.docx").write_bytes(made)
    subprocess.run(
        [
            *(soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"),
            *("txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(tmp_path / "编号.docx")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    shown = (tmp_path / "编号.txt").read_text(encoding="utf-8-sig").splitlines()
    ours = read_docx(made, "编号.docx").text.splitlines()
    assert [line.replace(" ", "") for line in ours] == [line.replace(" ", "") for line in shown if line.strip()]
    assert len(ours) > 150


def in_order(definitions: str) -> str:
    """Return definitions before the lists made from them, as the format asks."""
    pieces = definitions.replace("</w:abstractNum>", "</w:abstractNum>\0").replace("</w:num>", "</w:num>\0").split("\0")
    return "".join(sorted(pieces, key=lambda piece: piece.startswith("<w:num ")))
