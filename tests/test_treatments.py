"""What a person says of lines wins over what they seem, in this version and the next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qcompare.collate import collate
from qcompare.document import BlockKind, Caution, CautionKind, Document, Format, Place, Span, text_blocks
from qcompare.lines import squeeze, visible_lines
from qcompare.model import ClauseKind, Metadata, Plan
from qcompare.parse import parse, parse_again
from qcompare.read.blocklist import BlockList
from qcompare.report import report_of, treat_lines
from qcompare.store import Library
from qcompare.treatments import Treat, Treatment, placed, quoted
from qcompare.versions import find_earlier
from tests.conftest import Run

TEXT = "永川区质量强区建设实施方案\n来源：区市场监管局\n一、总体要求\n坚持质量第一\n提升质量\n1.强化组织领导。\n提升质量\n联系人：张三"


def document(text: str) -> Document:
    return Document(text, text_blocks(text), "方案.txt")


def treated(*said: tuple[str, int, Treat], text: str = TEXT) -> Plan:
    return parse(document(text), None, [Treatment(wording, nth, treat) for wording, nth, treat in said])


def outline(plan: Plan) -> list[tuple[str, str]]:
    return [(c.kind.value, plan.wording(c.sentences[0])) for c in plan.clauses]


def test_a_line_is_furniture_or_plan_as_a_person_says() -> None:
    assert ("furniture", "联系人：张三") in outline(treated(("联系人张三", 1, Treat.FURNITURE)))
    assert ("furniture", "来源：区市场监管局") in outline(treated())
    assert ("paragraph", "来源：区市场监管局") in outline(treated(("来源区市场监管局", 1, Treat.PLAN)))
    assert ("title", "永川区质量强区建设实施方案") in outline(treated(("永川区质量强区建设实施方案", 1, Treat.PLAN)))


@pytest.mark.parametrize(
    ("treat", "kind", "path"),
    [
        (Treat.PART, ClauseKind.PART, "坚持质量第一"),
        (Treat.SECTION, ClauseKind.SECTION, "一坚持质量第一"),
        (Treat.ITEM, ClauseKind.ITEM, "一坚持质量第一"),
        (Treat.SUBITEM, ClauseKind.SUBITEM, "一坚持质量第一"),
        (Treat.PARAGRAPH, ClauseKind.PARAGRAPH, "一第1段"),
    ],
)
def test_a_line_has_the_level_a_person_says(treat: Treat, kind: ClauseKind, path: str) -> None:
    plan = treated(("坚持质量第一", 1, treat))
    found = next(c for c in plan.clauses if plan.wording(c.sentences[0]) == "坚持质量第一")
    assert (found.kind, found.path) == (kind, path)
    below = next(c for c in plan.clauses if plan.wording(c.sentences[0]) == "提升质量")
    assert (below.parent == plan.clauses.index(found)) is (treat is not Treat.PARAGRAPH)


def test_a_numbered_line_keeps_its_number_in_its_path() -> None:
    plan = treated(("1强化组织领导", 1, Treat.PART))
    found = next(c for c in plan.clauses if c.marker == "1.")
    assert (found.kind, found.path, found.heading, found.parent) == (ClauseKind.PART, "1.", "强化组织领导", None)
    plan = treated(("1强化组织领导", 1, Treat.PARAGRAPH))
    assert ("paragraph", "1.强化组织领导。") in outline(plan)


def test_a_title_is_where_a_person_says() -> None:
    text = "关于征求意见的函\n请各单位反馈意见。\n质量强区建设方案\n一、总体要求"
    plan = treated(("质量强区建设方案", 1, Treat.TITLE), ("关于征求意见的函", 1, Treat.FURNITURE), text=text)
    assert plan.metadata.title == "质量强区建设方案"


def test_the_title_is_what_the_lines_say_that_a_person_points_at() -> None:
    title = Treatment("质量强区建设情况", 1, Treat.TITLE)
    plan = parse(document("质量工作会议材料之二\n质量强区建设情况\n坚持质量第一，推动高质量发展，建设质量强区。"))
    assert plan.metadata.title == ""
    told = parse_again(plan, [title])
    assert told.metadata.title == "质量强区建设情况"
    assert not any("标题" in doubt.words for doubt in report_of(told, [title]).doubts)
    assert parse_again(told, []).metadata.title == "", "and what is taken back"
    entered = replace(plan, metadata=Metadata(title="永川区质量强区建设情况"))
    assert parse_again(entered, [title]).metadata.title == "永川区质量强区建设情况", "what was entered stays"


def test_of_lines_that_read_alike_the_one_is_meant_that_was_pointed_at() -> None:
    lines = visible_lines(document(TEXT))
    second = [at for at, line in enumerate(lines) if line.text == "提升质量"][1]
    said = quoted(lines, [second], Treat.FURNITURE)
    assert placed(lines, said) == {second: Treat.FURNITURE}


def test_of_a_whole_plan_something_can_be_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = parse(document("\n".join(f"第{number}处提升质量" for number in range(300))))
    read: list[str] = []
    monkeypatch.setattr("qcompare.treatments.squeeze", lambda text: (read.append(text), squeeze(text))[1])
    said = treat_lines(plan, (), Span(0, len(plan.text)), Treat.PARAGRAPH)
    assert len(said) == 300
    assert len(read) == 300, "each line is read once, not once for each line behind it"


def test_of_lines_that_read_alike_the_one_is_meant_in_the_next_version_too() -> None:
    def after(text: str) -> list[str]:
        changed = visible_lines(document(text))
        return [changed[at - 1].text for at in placed(changed, said)]

    lines = visible_lines(document(TEXT))
    second = [at for at, line in enumerate(lines) if line.text == "提升质量"][1]
    said = quoted(lines, [second], Treat.FURNITURE)
    assert after(TEXT.replace("一、总体要求\n", "一、总体要求\n提升质量\n")) == ["1.强化组织领导。"]
    assert after(TEXT.replace("坚持质量第一\n提升质量\n", "坚持质量第一\n")) == ["1.强化组织领导。"]
    assert after(TEXT.replace("1.强化组织领导。", "1.强化领导。")) == ["1.强化领导。"], "else the second still"
    assert after(TEXT.replace("提升质量", "改进质量")) == []


def test_the_next_version_is_taken_alike_wherever_the_line_still_stands() -> None:
    said = [Treatment("坚持质量第一", 1, Treat.SECTION), Treatment("联系人张三", 1, Treat.FURNITURE)]
    draft = parse(
        document(TEXT.replace("一、总体要求\n", "一、总体要求\n深入贯彻党的二十大精神。\n").replace("张三", "李四"))
    )
    plan = parse_again(draft, said)
    assert ("section", "坚持质量第一") in outline(plan)
    assert ("paragraph", "联系人：李四") in outline(plan)
    assert (plan.metadata, plan.label) == (draft.metadata, draft.label)


def table(*rows: tuple[str, ...]) -> Document:
    blocks = BlockList()
    for text in ("永川区质量强区建设实施方案", "一、总体要求", "主要指标"):
        blocks.add(text)
    for row, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells, start=1):
            blocks.add(cell, BlockKind.CELL, Place(table=1, row=row, column=column))
    return blocks.document(Format.DOCX, "方案.docx")


ROWS = (("指标", "2025年"), ("产品质量合格率", "98%"), ("填表人：张三", "1月2日"))


def rows(*said: Treatment) -> list[tuple[str, str]]:
    plan = parse(table(*ROWS), None, said)
    return [(c.kind.value, c.span.of(plan.text).replace("\n", "|")) for c in plan.clauses[2:]]


def test_a_table_stays_one_where_a_person_says_that_it_is_the_plan() -> None:
    said = [Treatment(squeeze(cell), 1, Treat.PLAN) for row in ROWS for cell in row]
    assert rows(*said) == rows()
    assert [kind for kind, _ in rows()] == ["table", "row", "row", "row"]


def test_the_line_over_a_table_may_be_a_heading_as_a_person_says() -> None:
    found = rows(Treatment("主要指标", 1, Treat.SECTION))
    assert [kind for kind, _ in found] == ["section", "table", "row", "row"]


def test_a_row_of_a_table_may_be_page_text_as_a_person_says() -> None:
    last = [Treatment(squeeze(cell), 1, Treat.FURNITURE) for cell in ROWS[-1]]
    assert rows(*last) == [*rows()[:-1], ("furniture", "填表人：张三|1月2日")]


# ---- kept in the library ----


DRAFT = "永川区质量强区建设实施方案（征求意见稿）\n一、总体要求\n坚持质量第一\n提升质量管理水平，建设质量强区。\n联系人：张三\n"


def kinds(plan: Plan) -> dict[str, str]:
    return {plan.wording(c.sentences[0]): c.kind.value for c in plan.clauses}


def open_at(path: Path) -> Library:
    return Library.open(path, None, find_earlier, parse_again)


def test_what_was_said_is_kept_for_the_plan_and_for_its_next_version(tmp_path: Path) -> None:
    said = (Treatment("坚持质量第一", 1, Treat.SECTION), Treatment("联系人张三", 1, Treat.FURNITURE))
    with open_at(tmp_path / "规划库.db") as library:
        first, _ = library.add_plan(parse(document(DRAFT)))
        assert kinds(library.plan(first))["坚持质量第一"] == "paragraph"
        library.treat(first, said)
        assert kinds(library.plan(first))["坚持质量第一"] == "section"
    with open_at(tmp_path / "规划库.db") as library:
        assert library.treatments(first) == said
        assert library.add_plan(parse(document(DRAFT))) == (first, False)
        assert kinds(library.plan(first))["坚持质量第一"] == "section", "no reading overrules a person"
        second, _ = library.add_plan(parse(document(DRAFT + "本方案自印发之日起施行。\n")))
        assert library.plans()[1].version == 2
        assert kinds(library.plan(second))["坚持质量第一"] == "section"
        assert kinds(library.plan(second))["联系人：张三"] == "furniture"
        assert library.treatments(second) == said
        library.treat(second, ())
        assert [kinds(library.plan(n))["坚持质量第一"] for n in (first, second)] == ["paragraph"] * 2
        assert library.treatments(first) == ()


def test_what_was_said_outlives_the_version_it_was_said_of(tmp_path: Path) -> None:
    said = (Treatment("坚持质量第一", 1, Treat.SECTION),)
    with open_at(tmp_path / "规划库.db") as library:
        first, _ = library.add_plan(parse(document(DRAFT)))
        second, _ = library.add_plan(parse(document(DRAFT + "本方案自印发之日起施行。\n")))
        library.treat(first, said)
        library.remove_plan(first)
        library.erase_removed()
        assert library.treatments(second) == said


def test_what_was_said_holds_for_a_version_that_is_set_aside(tmp_path: Path) -> None:
    with open_at(tmp_path / "规划库.db") as library:
        first, _ = library.add_plan(parse(document(DRAFT)))
        second, _ = library.add_plan(parse(document(DRAFT + "本方案自印发之日起施行。\n")))
        library.remove_plan(first)
        library.treat(second, (Treatment("坚持质量第一", 1, Treat.SECTION),))
        assert [entry.id for entry in library.plans()] == [second]
        library.restore_plan(first)
        assert kinds(library.plan(first))["坚持质量第一"] == "section"


def test_what_was_said_follows_a_version_out_of_a_document_and_into_another(tmp_path: Path) -> None:
    said = (Treatment("坚持质量第一", 1, Treat.SECTION),)
    with open_at(tmp_path / "规划库.db") as library:
        first, _ = library.add_plan(parse(document(DRAFT)))
        second, _ = library.add_plan(parse(document(DRAFT + "本方案自印发之日起施行。\n")))
        library.treat(first, said)
        library.leave_family(second)
        assert [library.treatments(plan) for plan in (first, second)] == [said, said]
        library.treat(second, ())
        assert [kinds(library.plan(plan))["坚持质量第一"] for plan in (first, second)] == ["section", "paragraph"]
        library.leave_family(first)
        library.join_family(second, first)
        assert library.treatments(second) == said
        assert kinds(library.plan(second))["坚持质量第一"] == "section"


def test_comparisons_made_before_are_made_anew(tmp_path: Path) -> None:
    with open_at(tmp_path / "规划库.db") as library:
        base, _ = library.add_plan(parse(document("重庆市质量强市建设实施方案\n一、总体要求\n坚持质量第一\n")))
        target, _ = library.add_plan(parse(document(DRAFT)))
        library.save_collation(collate(library.plan(base), [library.plan(target)]), "1")
        library.treat(target, (Treatment("联系人张三", 1, Treat.FURNITURE),))
        assert library.find_collation(base, [target], "1") is None


def test_a_comparison_is_loaded_as_it_was_saved_whatever_is_said_of_lines(tmp_path: Path) -> None:
    with open_at(tmp_path / "规划库.db") as library:
        first, _ = library.add_plan(parse(document(DRAFT)))
        library.treat(first, (Treatment("提升质量管理水平建设质量强区", 1, Treat.FURNITURE),))
        for plan in (parse(document(DRAFT)), parse(document(DRAFT + "本方案自印发之日起施行。\n"))):
            collation = collate(parse(document("重庆市质量强市建设实施方案\n坚持质量第一\n")), [plan])
            loaded = library.collation(library.save_collation(collation, "1"))
            assert loaded.targets[0].matches == collation.targets[0].matches
            assert loaded.targets[0].plan.sentences == plan.sentences, "else the matches are of other sentences"


def test_what_a_reader_knew_is_kept(tmp_path: Path) -> None:
    blocks = BlockList()
    blocks.add("永川区质量强区建设实施方案", level=1, place=Place(page=1))
    blocks.add("— 1 —", BlockKind.PAGE_NUMBER, Place(page=1))
    for column, cell in enumerate(("指标", "2025年"), start=1):
        blocks.add(cell, BlockKind.CELL, Place(page=2, table=1, row=1, column=column))
    blocks.caution(CautionKind.PRIVATE_USE, 2, page=1)
    blocks.caution(CautionKind.PRIVATE_USE, 1, page=2)
    plan = parse(blocks.document(Format.PDF, "方案.pdf", pages=2))
    assert plan.cautions == (Caution(CautionKind.PRIVATE_USE, 3, (1, 2)),)
    with open_at(tmp_path / "规划库.db") as library:
        number, _ = library.add_plan(plan)
        assert library.plan(number) == plan
        assert library.add_plan(plan) == (number, False)
        assert library.plan(number) == plan


def test_the_command_line_says_it_lists_it_and_takes_it_back(tmp_path: Path, run: Run) -> None:
    path, library = tmp_path / "永川.txt", ["--library", tmp_path / "规划库.db"]
    path.write_text(f"{DRAFT}要坚持质量第一。\n", encoding="utf-8")
    assert run("import", path, *library)[0] == 0
    status, said, _ = run("treat", "1", "联系人", "--as", "版面信息", *library)
    assert (status, said) == (0, "永川：人工划定 1 处\n  版面信息：联系人张三\n")
    assert "人工划定 1 处" in run("show", "1", *library)[1]
    assert run("treat", "1", *library)[1] == said
    assert run("treat", "1", "联系人", "--undo", *library)[1] == "永川：没有人工划定\n"
    assert run("treat", "1", "坚持质量第一", "--as", "二级标题", *library)[0] == 0, "a whole line beside a part of one"
    for words, complaint in (
        (["质量", "--as", "正文"], "不止一处"),
        (["无此文字", "--as", "正文"], "没有“无此文字”"),
        (["联系人", "--as", "页眉"], "没有“页眉”这种划定"),
        (["联系人"], "请同时写出"),
        (["--as", "正文"], "请同时写出"),
    ):
        status, _, said = run("treat", "1", *words, *library)
        assert status == 2
        assert complaint in said
