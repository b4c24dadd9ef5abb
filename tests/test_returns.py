"""Remarks that come back: real files, changed as people change them, read into the library's opinions."""

from __future__ import annotations

import copy
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from qcompare.compared import compared
from qcompare.decisions import Opinion, Verdict
from qcompare.dossier import Dossier, dossier_of
from qcompare.model import Collation
from qcompare.returns import Fate, Outcome, Returned, returned, tell
from qcompare.review import PlanIds, Review
from qcompare.store import Library
from qcompare.tables import write_table
from qcompare.versions import find_earlier
from qcompare.written import WrittenRemark, read_remarks
from tests.conftest import Run, make_plan

BASE = """重庆市质量强市建设实施方案
一、总体要求
（一）指导思想
1.坚持质量第一、效益优先，推动质量变革。
2.加快建设质量强市，提升产业质量竞争力。
二、主要任务
1.实施农产品质量安全监测，合格率达到98%以上。
2.推行首席质量官制度，培育质量领军企业。
3.加强检验检测能力建设，建成国家质检中心。
三、保障措施
1.加强组织领导，落实属地责任。
"""
TARGET = """重庆市永川区质量强区建设实施方案
一、总体要求
（一）指导思想
1.坚持质量第一、效益优先，推动质量变革。
2.加快建设质量强区，提升产业质量竞争力。
二、主要任务
1.实施农产品质量安全监测，合格率达到97%以上。
2.推行首席质量官制度，培育质量领军企业。
3.发展职业教育，建设西部职教基地，培养质量技能人才。
三、保障措施
1.加强组织领导，落实属地责任。
"""
OTHER = TARGET.replace("永川区", "合川区").replace("97%", "96%")
SUFFIXES = pytest.mark.parametrize("suffix", [".xlsx", ".docx"])


@dataclass
class Office:
    """A library, what is compared in it, and the files that go out and come back."""

    folder: Path
    library: Library
    plans: list[int]
    files: int = 0
    made: Collation = field(init=False)

    def __post_init__(self) -> None:
        self.review()

    def review(self) -> Review:
        """Return what was said of the comparison, as the library has it now."""
        self.made, decisions = compared(self.library, self.plans)
        base, *targets = self.plans
        return Review(self.made, [PlanIds(base, target) for target in targets], decisions)

    def row(self, words: str) -> int:
        plans = self.made.plans
        for at, row in enumerate(self.made.rows):
            for plan, text in enumerate(plans):
                if any(words in text.clauses[c].span.of(text.text) for c in row.clauses(plan)):
                    return at
        raise AssertionError(words)

    def say(self, words: str, verdict: Verdict | None, note: str, target: int = 0) -> None:
        self.library.decide(self.review().say(self.row(words), target, verdict=verdict, note=note))

    def said(self, words: str, target: int = 0) -> str:
        opinion = self.review().opinion(self.row(words), target)
        return opinion.words if opinion is not None else ""

    def send(self, suffix: str) -> Path:
        self.files += 1
        path = self.folder / f"送审{self.files}{suffix}"
        write_table(dossier_of(self.review()), path)
        return path

    def take(self, path: Path) -> Returned:
        found = returned(self.library, read_remarks(path))
        self.library.decide(found.changes)
        return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Library.open(tmp_path / "规划库.db", find_earlier=find_earlier) as library:
        plans = [library.add_plan(make_plan(text, name))[0] for text, name in ((BASE, "市.txt"), (TARGET, "永川.txt"))]
        yield Office(tmp_path, library, plans)


@pytest.fixture
def districts(office: Office) -> Office:
    """The same with two targets."""
    other = office.library.add_plan(make_plan(OTHER, "合川.txt"))[0]
    return Office(office.folder, office.library, [*office.plans, other])


# ---- what a person does with the file ----


def column(sheet: Worksheet, head: str) -> int:
    return next(cell.column for cell in sheet[1] if str(cell.value).startswith(head))


def line(sheet: Worksheet, words: str) -> int:
    return next(row[0].row for row in sheet.iter_rows() if any(words in str(cell.value) for cell in row))


def fill(path: Path, words: str, verdict: str, note: str, ending: str = "") -> None:
    """Write a verdict and a note into the row that has these words."""
    if path.suffix == ".xlsx":
        book = load_workbook(path, rich_text=True)
        sheet = book.worksheets[0]
        row = line(sheet, words)
        sheet.cell(row, column(sheet, f"结论{ending}")).value = verdict or None
        cell = sheet.cell(row, column(sheet, f"审核意见{ending}"))
        cell.value = note or None
        if note.startswith("="):
            cell.data_type = "s"
        book.save(path)
        return
    document = docx.Document(str(path))
    table = document.tables[0]
    at = next(k for k, cell in enumerate(table.rows[0].cells) if cell.text.startswith(f"审核意见{ending}"))
    row = next(row for row in table.rows[1:] if any(words in cell.text for cell in row.cells))
    row.cells[at].text = "：".join(filter(None, (verdict, note)))
    document.save(str(path))


def edited(path: Path, change: Callable[[Worksheet], None]) -> None:
    book = load_workbook(path)
    change(book.worksheets[0])
    book.save(path)


def soffice(path: Path) -> None:
    """Open a file in LibreOffice and save it as what it was."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    out = path.parent / "另存"
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", path.suffix[1:], "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (out / path.name).replace(path)


# ---- the plain way ----


@SUFFIXES
def test_what_is_filled_in_becomes_opinions(office: Office, suffix: str) -> None:
    path = office.send(suffix)
    fill(path, "合格率", "需修改", "请说明测算依据。\n并与市里衔接")
    fill(path, "首席质量官", "同意", "")
    fill(path, "职业教育", "", "=建议删去")
    found = office.take(path)
    assert found.words == "读回审核意见 3 条：已存入 3 条"
    assert found.told == ()
    assert office.said("合格率") == "需修改：请说明测算依据。\n并与市里衔接"
    assert office.said("首席质量官") == "同意"
    assert office.said("职业教育") == "=建议删去", (
        "a row of the target alone; and what looks like a formula is a remark"
    )


@SUFFIXES
def test_a_file_that_came_back_as_it_went_changes_nothing(office: Office, suffix: str) -> None:
    office.say("合格率", Verdict.REVISE, "请说明测算依据\n\x0b以及<b>来源</b>&出处]]>")
    office.say("首席质量官", None, "同意：这是意见的原话")
    office.say("组织领导", Verdict.AGREED, "")
    found = office.take(office.send(suffix))
    assert found.changes == ()
    assert found.words == "没有新填写的审核意见；未改动 3 条"


@SUFFIXES
def test_a_second_reading_of_the_same_file_changes_nothing(office: Office, suffix: str) -> None:
    path = office.send(suffix)
    fill(path, "合格率", "需修改", "请说明测算依据")
    assert len(office.take(path).changes) == 1
    again = office.take(path)
    assert again.changes == ()
    assert [outcome.fate for outcome in again.outcomes] == [Fate.UNCHANGED]


@SUFFIXES
def test_what_was_sent_out_is_replaced_by_what_came_back(office: Office, suffix: str) -> None:
    office.say("合格率", Verdict.OPEN, "请说明")
    office.library.decide(office.review().mark_reviewed([office.row("合格率")], reviewed=True))
    path = office.send(suffix)
    fill(path, "合格率", "同意", "已说明")
    assert office.take(path).words == "读回审核意见 1 条：已存入 1 条"
    assert office.said("合格率") == "同意：已说明"
    assert office.review().is_reviewed(office.row("合格率")), "the tick stays"


@SUFFIXES
def test_an_opinion_changed_meanwhile_is_added_to_and_not_replaced(office: Office, suffix: str) -> None:
    office.say("合格率", Verdict.OPEN, "请说明")
    path = office.send(suffix)
    office.say("合格率", Verdict.REVISE, "请按市里的数")
    fill(path, "合格率", "同意", "已说明")
    found = office.take(path)
    assert [outcome.fate for outcome in found.told] == [Fate.MERGED]
    assert office.said("合格率") == "需修改：请按市里的数\n同意：已说明"
    assert office.take(path).changes == (), "what was added once is not added again"


@SUFFIXES
def test_two_reviewers_lose_nothing(office: Office, suffix: str) -> None:
    first = office.send(suffix)
    second = first.with_name(f"李四{suffix}")
    shutil.copy(first, second)
    fill(first, "合格率", "需修改", "请说明测算依据")
    fill(second, "合格率", "需修改", "数字偏低")
    fill(second, "组织领导", "同意", "")
    office.take(first)
    found = office.take(second)
    assert [outcome.fate for outcome in found.outcomes] == [Fate.MERGED, Fate.PLACED]
    assert office.said("合格率") == "需修改：请说明测算依据\n数字偏低"
    assert office.said("组织领导") == "同意"


@SUFFIXES
def test_an_emptied_cell_deletes_nothing_and_is_told(office: Office, suffix: str) -> None:
    office.say("合格率", Verdict.REVISE, "请说明测算依据")
    path = office.send(suffix)
    fill(path, "合格率", "", "")
    found = office.take(path)
    assert found.changes == ()
    assert [(o.fate, o.why) for o in found.told] == [(Fate.EMPTIED, "库中的意见没有删除")]
    assert office.said("合格率") == "需修改：请说明测算依据"


@SUFFIXES
def test_a_contrary_remark_that_is_part_of_what_stands_there_is_added(office: Office, suffix: str) -> None:
    path = office.send(suffix)
    office.say("合格率", Verdict.REVISE, "不同意下调指标")
    fill(path, "合格率", "同意", "同意下调指标")
    assert [outcome.fate for outcome in office.take(path).outcomes] == [Fate.MERGED]
    assert office.said("合格率") == "需修改：不同意下调指标\n同意：同意下调指标"
    assert office.take(path).changes == ()


def test_an_emptied_cell_beside_a_changed_one_deletes_nothing(office: Office) -> None:
    for words in ("合格率", "组织领导", "首席质量官"):
        office.say(words, Verdict.REVISE, "请说明测算依据")
    path = office.send(".xlsx")
    fill(path, "合格率", "同意", "")
    fill(path, "组织领导", "", "已说明")
    fill(path, "首席质量官", "", "请说明测算依据")
    told = office.take(path).told
    assert [(o.fate, o.why) for o in told] == [
        (Fate.PLACED, "意见已清空，库中的没有删除"),
        (Fate.EMPTIED, "结论已清空，库中的没有删除"),
        (Fate.PLACED, "结论已清空，库中的没有删除"),
    ]
    assert office.said("合格率") == "同意：请说明测算依据"
    assert office.said("组织领导") == "需修改：已说明"
    assert office.said("首席质量官") == "需修改：请说明测算依据"
    assert office.take(path).changes == ()


def test_a_verdict_that_is_none_becomes_part_of_the_note(office: Office) -> None:
    path = office.send(".xlsx")
    fill(path, "合格率", "原则同意", "请核数字")
    fill(path, "组织领导", "同 意。", "")
    (outcome,) = office.take(path).told
    assert outcome.fate is Fate.PLACED
    assert "原则同意" in outcome.why
    assert office.said("合格率") == "原则同意：请核数字"
    assert office.said("组织领导") == "同意"


def test_a_share_that_excel_made_of_what_was_typed_is_read_as_it_shows(office: Office) -> None:
    path = office.send(".xlsx")

    def write(sheet: Worksheet) -> None:
        cell = sheet.cell(line(sheet, "合格率"), column(sheet, "审核意见"))
        assert cell.number_format == "@", "Excel leaves what is typed here as it is"
        cell.value, cell.number_format = 0.97, "0%"

    edited(path, write)
    office.take(path)
    assert office.said("合格率") == "97%"


# ---- files that people worked in ----


def _sort_rows(sheet: Worksheet) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for at, values in enumerate(reversed(rows), start=2):
        for nth, value in enumerate(values, start=1):
            sheet.cell(at, nth).value = value


def _delete_other_rows(sheet: Worksheet) -> None:
    keep = line(sheet, "合格率")
    sheet.delete_rows(keep + 1, 50)
    sheet.delete_rows(2, keep - 2)


def _move_columns(sheet: Worksheet) -> None:
    for head in ("审核意见", "行标识", "结论"):
        at = column(sheet, head)
        values = [cell.value for cell in next(sheet.iter_cols(min_col=at, max_col=at))]
        sheet.delete_cols(at)
        sheet.insert_cols(2)
        for row, value in enumerate(values, start=1):
            sheet.cell(row, 2).value = value


def _insert_title(sheet: Worksheet) -> None:
    sheet.insert_rows(1, 3)
    sheet["A1"] = "永川区方案审核意见汇总"
    sheet.title = "汇总"


def _insert_rows(sheet: Worksheet) -> None:
    sheet.insert_rows(line(sheet, "合格率"))
    sheet.insert_cols(3)


def _delete_plain_columns(sheet: Worksheet) -> None:
    for head in ("行", "相似度", "承接率", "改动文字", "附注", "基准原文位置"):
        sheet.delete_cols(column(sheet, head))


CHANGES = [_sort_rows, _delete_other_rows, _move_columns, _insert_title, _insert_rows, _delete_plain_columns]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_workbook_may_be_worked_in(office: Office, change: Callable[[Worksheet], None]) -> None:
    path = office.send(".xlsx")
    fill(path, "合格率", "需修改", "请说明测算依据")
    edited(path, change)
    found = office.take(path)
    assert found.of(Fate.UNPLACED) == ()
    assert office.said("合格率") == "需修改：请说明测算依据"


def test_a_table_copied_into_another_document_is_read(office: Office) -> None:
    path = office.send(".docx")
    fill(path, "合格率", "需修改", "请说明测算依据")
    fill(path, "组织领导", "待议", "")
    given, other = docx.Document(str(path)), docx.Document()
    other.add_paragraph("现将审核意见汇总如下：")
    whole = other.add_table(2, 2)
    whole.rows[0].cells[0].text = "单位"
    rows = given.tables[0]._tbl
    first, rest = copy.deepcopy(rows), copy.deepcopy(rows)
    middle = len(rows.tr_lst) // 2
    for at, (one, two) in enumerate(zip(list(first.tr_lst), list(rest.tr_lst), strict=True)):
        (rest.remove(two) if at < middle else first.remove(one))  # the second half has no head
    for table in (first, rest):
        other.element.body.insert(-1, table)
        other.element.body.insert(-1, other.add_paragraph("——")._p)
    other.save(str(path))
    found = office.take(path)
    assert found.words == "读回审核意见 2 条：已存入 2 条"
    assert (office.said("合格率"), office.said("组织领导")) == ("需修改：请说明测算依据", "待议")


def test_tracked_changes_in_a_document_are_read_as_they_would_be_accepted(office: Office) -> None:
    office.say("合格率", None, "请说明")
    path = office.send(".docx")
    document = docx.Document(str(path))
    row = next(row for row in document.tables[0].rows if "合格率" in row.cells[2].text)
    paragraph = next(cell for cell in row.cells if cell.text == "请说明").paragraphs[0]._p
    (run,) = paragraph.r_lst
    paragraph.remove(run)
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="1" w:author="李四"'
    deleted = f"<w:del {w}><w:r><w:delText>请说明</w:delText></w:r></w:del>"
    inserted = f"<w:ins {w}><w:r><w:t>请重新测算</w:t></w:r></w:ins>"
    for xml in (deleted, inserted):
        paragraph.append(docx.oxml.parse_xml(xml))
    document.save(str(path))
    office.take(path)
    assert office.said("合格率") == "请重新测算"


@SUFFIXES
def test_a_file_saved_by_libreoffice_is_read(districts: Office, suffix: str) -> None:
    districts.say("首席质量官", Verdict.AGREED, "已核")
    path = districts.send(suffix)
    head = labels_of(districts.made)[1]
    fill(path, "合格率", "需修改", "请说明测算依据，\n再报", f"（{head}）")
    soffice(path)
    found = districts.take(path)
    assert found.words == "读回审核意见 1 条：已存入 1 条；未改动 1 条"
    assert districts.said("合格率", 1) == "需修改：请说明测算依据，\n再报"
    assert districts.said("合格率", 0) == ""


def labels_of(made: Collation) -> tuple[str, ...]:
    from qcompare.citing import labels

    return labels(made)[1:]


# ---- several targets ----


@SUFFIXES
def test_a_remark_is_said_of_the_target_under_whose_head_it_stands(districts: Office, suffix: str) -> None:
    path = districts.send(suffix)
    for at, name in enumerate(labels_of(districts.made)):
        fill(path, "合格率", "", f"第{at}个", f"（{name}）")
    districts.take(path)
    assert [districts.said("合格率", at) for at in (0, 1)] == ["第0个", "第1个"]


def test_columns_changed_about_are_told_by_their_heads_else_by_their_order(districts: Office) -> None:
    path = districts.send(".xlsx")
    for at, name in enumerate(labels_of(districts.made)):
        fill(path, "合格率", "", f"第{at}个", f"（{name}）")

    def swap(sheet: Worksheet) -> None:
        columns = [cell.column for cell in sheet[1] if str(cell.value).startswith("审核意见")]
        for row in sheet.iter_rows():
            one, two = row[columns[0] - 1], row[columns[1] - 1]
            one.value, two.value = two.value, one.value

    edited(path, swap)
    districts.take(path)
    assert [districts.said("合格率", at) for at in (0, 1)] == ["第0个", "第1个"]

    def rename(sheet: Worksheet) -> None:
        for cell in sheet[1]:
            if str(cell.value).startswith("审核意见"):
                cell.value = "审核意见"

    path = districts.send(".xlsx")
    for at, name in enumerate(labels_of(districts.made)):
        fill(path, "组织领导", "", f"第{at}个", f"（{name}）")
    edited(path, rename)
    districts.take(path)
    assert [districts.said("组织领导", at) for at in (0, 1)] == ["第0个", "第1个"]


def test_a_further_column_of_remarks_is_nobodys_and_told(districts: Office) -> None:
    path = districts.send(".xlsx")

    def add(sheet: Worksheet) -> None:
        sheet.cell(1, sheet.max_column + 1).value = "审核意见（李四）"
        sheet.cell(line(sheet, "合格率"), sheet.max_column).value = "数字偏低"

    edited(path, add)
    (outcome,) = districts.take(path).told
    assert outcome.fate is Fate.UNPLACED
    assert "分不清" in outcome.why
    assert "数字偏低" in outcome.words


def test_a_column_with_a_new_head_beside_a_removed_one_is_nobodys_and_told(districts: Office) -> None:
    path = districts.send(".xlsx")
    fill(path, "合格率", "", "合川的意见", f"（{labels_of(districts.made)[1]}）")

    def remove(sheet: Worksheet) -> None:
        for word in ("审核意见", "结论"):
            first, second = (cell.column for cell in sheet[1] if str(cell.value).startswith(word))
            sheet.cell(1, second).value = word
            sheet.delete_cols(first)

    edited(path, remove)
    (outcome,) = districts.take(path).told
    assert (outcome.fate, outcome.remark.note) == (Fate.UNPLACED, "合川的意见")
    assert [districts.said("合格率", at) for at in (0, 1)] == ["", ""]


# ---- what cannot be placed ----


def test_what_cannot_be_placed_is_told_with_its_place_and_words(office: Office) -> None:
    path = office.send(".xlsx")
    for words, note in (
        ("合格率", "一"),
        ("首席质量官", "二"),
        ("组织领导", "三"),
        ("质量变革", "四"),
        ("质量强市，", "五"),
    ):
        fill(path, words, "待议", note)

    def spoil(sheet: Worksheet) -> None:
        key = column(sheet, "行标识")
        sheet.cell(line(sheet, "合格率"), key).value = None
        damaged = sheet.cell(line(sheet, "首席质量官"), key)
        damaged.value = str(damaged.value).replace(".s.", ".c.")
        twice, source = sheet.cell(line(sheet, "组织领导"), key), sheet.cell(line(sheet, "质量变革"), key)
        twice.value = source.value

    edited(path, spoil)
    found = office.take(path)
    left = found.of(Fate.UNPLACED)
    assert [outcome.remark.note for outcome in left] == ["四", "一", "二", "三"]
    assert [outcome.why[:6] for outcome in left] == ["同一行标识出", "这一行没有行", "行标识被改动", "同一行标识出"]
    told = tell(left)
    for words in ("“对照表”第8行（二1.）", "未能放置", "待议：一"):
        assert words in told
    assert [outcome.remark.note for outcome in found.of(Fate.PLACED)] == ["五"]
    assert office.said("合格率") == ""


def test_a_row_copied_with_its_key_but_not_written_in_does_no_harm(office: Office) -> None:
    path = office.send(".xlsx")
    fill(path, "合格率", "需修改", "请说明测算依据")

    def repeat(sheet: Worksheet) -> None:
        values = [cell.value for cell in sheet[line(sheet, "合格率")]]
        for at, value in enumerate(values, start=1):
            sheet.cell(sheet.max_row + (at == 1), at).value = value

    edited(path, repeat)
    found = office.take(path)
    assert [outcome.fate for outcome in found.outcomes] == [Fate.PLACED]


def test_a_table_of_plans_that_the_library_lacks_is_told(office: Office, tmp_path: Path) -> None:
    path = office.send(".xlsx")
    fill(path, "合格率", "需修改", "请说明测算依据")
    with Library.open(tmp_path / "别人的.db") as other:
        found = returned(other, read_remarks(path))
    assert found.changes == ()
    assert "规划库里没有" in found.told[0].why
    assert "需修改：请说明测算依据" in found.told[0].words


def test_a_long_note_comes_back_whole_although_it_went_out_in_several_rows(office: Office) -> None:
    office.say("合格率", Verdict.REVISE, "请说明测算依据。" * 5_000)
    path = office.send(".xlsx")
    assert office.take(path).words == "没有新填写的审核意见；未改动 1 条"
    edited(path, lambda sheet: sheet.delete_rows(line(sheet, "合格率") + 1))
    before = office.said("合格率")
    found = office.take(path)
    assert office.said("合格率") == before, "a part that was deleted takes nothing away"
    assert found.of(Fate.UNPLACED) == ()


def test_what_is_typed_in_several_lines_of_a_row_is_kept_apart(tmp_path: Path) -> None:
    long = "".join(f"推动第{nth}批质量基础设施项目建设，完善服务体系；" for nth in range(60))
    texts = (text.replace("落实属地责任。", f"落实属地责任，{long}。") for text in (BASE, TARGET))
    with Library.open(tmp_path / "长.db", find_earlier=find_earlier) as library:
        plans = [library.add_plan(make_plan(text, f"{at}.txt"))[0] for at, text in enumerate(texts)]
        office = Office(tmp_path, library, plans)
        path, number = office.send(".xlsx"), office.row("组织领导") + 1

        def write(sheet: Worksheet) -> None:
            first, second = [row[0].row for row in sheet.iter_rows() if str(row[0].value) == str(number)][:2]
            for at, verdict, note in ((first, "同意", "请核实数字"), (second, "需修改", "责任单位有误")):
                sheet.cell(at, column(sheet, "结论")).value = verdict
                sheet.cell(at, column(sheet, "审核意见")).value = note

        edited(path, write)
        (outcome,) = office.take(path).told
        assert (outcome.fate, outcome.why) == (Fate.PLACED, "同一行的各续行结论不同，后面的写在意见中")
        assert office.said("组织领导") == "同意：请核实数字\n需修改：责任单位有误"


# ---- newer versions ----

NEWER = TARGET.replace("坚持质量第一", "新增一句。坚持质量第一").replace(
    "推行首席质量官制度", "全面推行首席质量官制度试点"
)


@SUFFIXES
def test_a_remark_lands_on_the_newest_version_where_its_sentence_still_stands(office: Office, suffix: str) -> None:
    path = office.send(suffix)
    fill(path, "职业教育", "需修改", "请删去")
    newer = office.library.add_plan(make_plan(NEWER, "永川.txt"))[0]
    assert {e.id: e.version for e in office.library.plans()}[newer] == 2
    found = office.take(path)
    assert [(change.base, change.target) for change in found.changes] == [(office.plans[0], newer)]
    now = Office(office.folder, office.library, [office.plans[0], newer])
    assert now.said("职业教育") == "需修改：请删去"
    assert office.said("职业教育") == "需修改：请删去", "and the old version has it too"


def test_a_remark_whose_sentence_is_gone_is_told_and_kept_with_the_old_decisions(office: Office) -> None:
    path = office.send(".xlsx")
    fill(path, "职业教育", "需修改", "请删去")
    newer = office.library.add_plan(
        make_plan(TARGET.replace("3.发展职业教育，建设西部职教基地，培养质量技能人才。\n", ""), "永川.txt")
    )[0]
    (outcome,) = office.take(path).told
    assert outcome.fate is Fate.WAITING
    assert "挂到别的行" in outcome.why
    now = Office(office.folder, office.library, [office.plans[0], newer])
    (kept,) = now.review().decisions[0].lost
    assert isinstance(kept, Opinion)
    assert kept.words == "需修改：请删去"


def test_a_remark_that_lands_on_another_clause_of_the_same_opening_is_to_be_checked(tmp_path: Path) -> None:
    first = "0.加强组织领导。建立联席会议制度，明确牵头单位。\n"
    base = BASE.replace("1.实施农产品", f"{first}1.实施农产品").replace(
        "1.加强组织领导，落实属地责任。", "1.加强组织领导。落实财政资金保障，强化监督考核。"
    )
    with Library.open(tmp_path / "同.db", find_earlier=find_earlier) as library:
        plans = [library.add_plan(make_plan(text, name))[0] for text, name in ((base, "市.txt"), (TARGET, "永川.txt"))]
        office = Office(tmp_path, library, plans)
        path = office.send(".xlsx")
        fill(path, "联席会议", "需修改", "由谁召集？")
        library.add_plan(make_plan(base.replace(first, ""), "市.txt"))
        (outcome,) = office.take(path).told
        assert outcome.fate is Fate.PLACED
        assert "请核对" in outcome.why


NEWER_BASE = BASE.replace(
    "建成国家质检中心。\n", "建成国家质检中心。\n4.发展职业教育，建设西部职教基地，培养质量技能人才。\n"
)


@SUFFIXES
def test_a_remark_on_an_added_row_is_shown_where_its_words_are_matched_with_a_newer_base(
    office: Office, suffix: str
) -> None:
    path = office.send(suffix)
    fill(path, "职业教育", "需修改", "请说明")
    newer = office.library.add_plan(make_plan(NEWER_BASE, "市.txt"))[0]
    office.take(path)
    now = Office(office.folder, office.library, [newer, office.plans[1]])
    assert now.made.rows[now.row("职业教育")].base is not None
    assert (now.said("职业教育"), now.review().lost()) == ("需修改：请说明", 0)
    path = now.send(suffix)
    fill(path, "职业教育", "同意", "已说明")
    now.take(path)
    assert (now.said("职业教育"), now.review().lost()) == ("同意：已说明", 0), (
        "what hangs on the target is replaced there"
    )


def test_an_opinion_said_of_the_newer_version_is_merged_with(office: Office) -> None:
    path = office.send(".xlsx")
    fill(path, "职业教育", "需修改", "请删去")
    newer = office.library.add_plan(make_plan(NEWER, "永川.txt"))[0]
    now = Office(office.folder, office.library, [office.plans[0], newer])
    now.say("职业教育", Verdict.REVISE, "请压缩")
    assert [outcome.fate for outcome in now.take(path).outcomes] == [Fate.MERGED]
    assert now.said("职业教育") == "需修改：请压缩\n请删去"


# ---- chains, values ----


def test_in_a_chain_a_remark_is_said_of_the_neighbour_and_the_target(districts: Office, tmp_path: Path) -> None:
    plans = districts.plans
    made, decisions = compared(districts.library, plans, chained=True)
    ids = [PlanIds(plans[made.against(t)], plan) for t, plan in enumerate(plans[1:])]
    path = tmp_path / "逐级.xlsx"
    write_table(dossier_of(Review(made, ids, decisions)), path)
    fill(path, "职业教育", "", "两区一样", f"（{labels_of(made)[1]}）")
    districts.take(path)
    known = districts.library.decisions(plans[1], plans[2]).opinions
    assert [(o.note, o.base is not None) for o in known] == [("两区一样", True)]


def test_outcomes_are_words_that_stand_alone() -> None:
    remark = WrittenRemark("“对照表”第9行", "二1.", "", 0, "待议", "请核")
    assert (
        Outcome(Fate.UNPLACED, remark, "没有行标识").words == "“对照表”第9行（二1.）　未能放置，没有行标识：待议：请核"
    )
    assert Returned((), ()).words == "没有新填写的审核意见"


def test_a_table_without_opinions_gives_nothing_to_read(office: Office) -> None:
    path = office.folder / "空.xlsx"
    write_table(Dossier(office.made), path)
    assert office.take(path) == Returned((), ())


# ---- the command line ----


def test_the_command_line_places_remarks(office: Office, run: Run) -> None:
    path = office.send(".xlsx")
    fill(path, "合格率", "需修改", "请说明测算依据")
    status, said, complaint = run("remarks", path, "--library", office.folder / "规划库.db")
    assert (status, said, complaint) == (0, "读回审核意见 1 条：已存入 1 条。\n", "")
    assert office.said("合格率") == "需修改：请说明测算依据"


def test_the_command_line_lists_what_it_could_not_place_and_keeps_the_rest(office: Office, run: Run) -> None:
    path = office.send(".xlsx")
    fill(path, "合格率", "需修改", "请说明测算依据")
    fill(path, "组织领导", "同意", "")
    edited(path, lambda sheet: sheet.cell(line(sheet, "合格率"), column(sheet, "行标识")).__setattr__("value", None))
    status, said, complaint = run("remarks", path, "--library", office.folder / "规划库.db")
    assert status == 2
    assert said.splitlines()[0] == "读回审核意见 2 条：已存入 1 条，未能放置 1 条。"
    assert "（二1.）　未能放置，这一行没有行标识（可能是新插入的行）：需修改：请说明测算依据" in said
    assert complaint.startswith(f"错误：{path}：1 条意见未能放置，其余的已存入规划库。请")
    assert office.said("组织领导") == "同意"


def test_a_file_that_is_no_table_leaves_the_library_alone(office: Office, run: Run) -> None:
    path = office.folder / "别的.xlsx"
    path.write_text("不是工作簿", encoding="utf-8")
    status, said, complaint = run("remarks", path, "--library", office.folder / "规划库.db")
    assert (status, said) == (2, "")
    assert complaint.startswith(f"错误：{path}：不是 Excel 工作簿或 Word 文档。")
