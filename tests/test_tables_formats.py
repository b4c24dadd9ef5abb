"""The tables of real plans, read back from their files: the wording whole, the marks in place, the counts the same."""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Pt
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from qcompare.dossier import Dossier
from qcompare.model import DOUBTFUL, Collation, Counts, Plan, SentenceKind
from qcompare.tables import SUFFIXES, write_json, write_table
from qcompare.tables.as_csv import csv_paths
from qcompare.tables.fit import lines_needed

ORIGIN = Pt(9)  # of the path behind a moved stretch in a document, which is not the plan's wording

GOLDEN = [
    # base path, base title, kind, target path, target title: rows that any right alignment has
    ("二（二）", "(二)推動重慶産品高端化發展", "属地化", "二（二）", "（二）推动产品高端化发展"),
    ("三（二）", "(二)不斷提升品質基礎設施服務效能", "沿用", "三（二）", "（二）不断提升质量基础设施服务效能"),
    ("三（三）25.", "25.加強品質信用建設。", "沿用", "三（三）25.", "25. 加强质量信用建设。"),
    ("三（三）27.", "27.加強國內國際品質交流合作。", "未承接", "", ""),
    ("三（三）28.", "28.加強品質人才隊伍建設。", "修改", "三（三）27.", "27. 加强质量人才队伍建设。"),
    ("三（三）30.", "30.構建多元治理新局面。", "修改", "三（三）29.", "29. 构建多元治理新局面。"),
]


@pytest.fixture(scope="module")
def two(collation: Callable[..., Collation], seed: Callable[[str], Plan]) -> Collation:
    return collation(seed("chongqing-2023"), seed("yongchuan-2023-draft"))


@pytest.fixture(scope="module")
def four(collation: Callable[..., Collation], seed: Callable[[str], Plan]) -> Collation:
    return collation(
        *(seed(n) for n in ("chongqing-2023", "yongchuan-2023-draft", "chengdu-2023-draft", "youxian-2023"))
    )


@pytest.fixture(scope="module")
def folder(two: Collation, four: Collation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tables")
    for name, collation in (("two", two), ("four", four)):
        write_json(collation, made / f"{name}.json")
        for suffix in SUFFIXES:
            write_table(Dossier(collation), made / f"{name}-表.json" if suffix == ".json" else made / f"{name}{suffix}")
    return made


def test_golden_cells_of_yongchuan(folder: Path) -> None:
    lines = {line[1]: line for line in read_csv(folder / "two.csv")}
    for path, title, kind, target_path, target_title in GOLDEN:
        line = lines[path]
        assert (line[4].split("、")[0], line[5]) == (kind, target_path)
        assert line[2].startswith(title)
        assert line[6].startswith(target_title)
    assert lines["三（三）27."][9] == "0.0%"
    went = {line[0]: line for line in read_csv(folder / "two-去向表.csv")}
    assert went["三（三）29."][4] == "三（三）28."
    derived = {line[1]: line for line in read_csv(folder / "two-溯源表.csv")}
    assert derived["三（三）29."][4] == "三（三）30."


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".docx", ".html"])
def test_every_sentence_stands_whole_in_its_table(folder: Path, four: Collation, suffix: str) -> None:
    said = "".join(alignment_cells(folder / f"four{suffix}"))
    for plan in (four.base, *(alignment.plan for alignment in four.targets)):
        for i in plan.aligned():
            assert plan.wording(i) in said, f"{suffix}: {plan.sentences[i]}"


def test_excel_cells_are_the_clauses_wording_and_nothing_else(folder: Path, two: Collation) -> None:
    sheet = load_workbook(folder / "two.xlsx", rich_text=True)["对照表"]
    written = {(line[1], str(line[2])) for line in sheet.iter_rows(min_row=2, values_only=True)}
    for clause in two.base.clauses:
        wording = "".join(two.base.wording(i) for i in clause.sentences)
        own = [text for path, text in written if path == clause.path]
        if clause.kind.value != "furniture":
            assert any("".join(text.split()) == "".join(wording.split()) for text in own), clause.path


def test_excel_marks_stand_on_the_words_they_speak_of(folder: Path) -> None:
    book = load_workbook(folder / "two.xlsx", rich_text=True)
    runs = [
        (str(run), run.font)
        for line in book["对照表"].iter_rows(min_row=2)
        for cell in line
        if isinstance(cell.value, CellRichText)
        for run in cell.value
        if isinstance(run, TextBlock)
    ]
    inserted = [text for text, font in runs if font.u == "single" and not font.b and font.color.rgb == "FF00694B"]
    struck = [text for text, font in runs if font.strike]
    assert any("责任单位" in text for text in inserted)
    assert struck
    assert all(font.rFont in {"宋体", "黑体"} for _, font in runs)


def test_a_table_too_wide_for_a4_is_printed_on_a3(folder: Path) -> None:
    book = load_workbook(folder / "four.xlsx")
    assert str(book["对照表"].page_setup.paperSize) == "8"
    assert {str(book[name].page_setup.paperSize) for name in ("溯源表", "去向表", "说明")} == {"9"}


def test_excel_sheets_are_set_up_for_reading_and_print(folder: Path) -> None:
    book = load_workbook(folder / "two.xlsx")
    assert book.sheetnames == ["对照表", "溯源表", "去向表", "指标", "责任单位", "承接情况", "未承接清单", "说明"]
    for name in book.sheetnames[:-1]:
        sheet = book[name]
        assert sheet.freeze_panes == "C2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.print_title_rows == "$1:$1"
        paper = "8" if name == "对照表" else "9"
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", paper)
        assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) in ((0, True), ("0", True))


@pytest.mark.parametrize("name", ["two", "four"])
def test_excel_rows_are_tall_enough_for_what_they_hold(folder: Path, name: str) -> None:
    for sheet in load_workbook(folder / f"{name}.xlsx").worksheets[:3]:
        hidden = {at for at, column in sheet.column_dimensions.items() if column.hidden}
        for line in sheet.iter_rows():
            height = sheet.row_dimensions[line[0].row].height
            assert height <= 409
            for cell in (shown for shown in line if shown.column_letter not in hidden):
                width = int(sheet.column_dimensions[cell.column_letter].width)
                text = cell.value if isinstance(cell.value, str) else ""
                assert lines_needed(text, width) * 13.5 <= height, cell.coordinate


@pytest.mark.parametrize("name", ["two", "four"])
def test_all_files_of_one_comparison_bear_the_same_counts(
    folder: Path, name: str, request: pytest.FixtureRequest
) -> None:
    made: Collation = request.getfixturevalue(name)
    counts = [alignment.counts for alignment in made.targets]
    expected = [
        [c.target, c.inherited, c.localised, c.modified, c.added, c.moved, c.doubtful, c.base, c.dropped]
        for c in counts
    ]
    assert counts_of_json(json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))) == expected
    assert counts_of_excel(folder / f"{name}.xlsx", len(counts)) == expected
    assert counts_of_csv(folder / f"{name}.csv", made) == [[*line[:6], *line[7:]] for line in expected]
    page = html.unescape((folder / f"{name}.html").read_text(encoding="utf-8"))
    paragraphs = [p.text for p in docx.Document(str(folder / f"{name}.docx")).paragraphs]
    for count in counts:
        assert sentence(count) in page
        assert any(sentence(count) in paragraph for paragraph in paragraphs)


def test_the_page_needs_nothing_from_outside(folder: Path) -> None:
    page = (folder / "two.html").read_text(encoding="utf-8")
    assert not re.findall(r"<(?:script|link|img|iframe|object)|url\(|@import|src=|https?:", page)
    assert "prefers-color-scheme:dark" in page
    assert "@media print" in page


def test_the_document_repeats_its_heads_and_numbers_its_pages(folder: Path) -> None:
    document = docx.Document(str(folder / "two.docx"))
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    section = document.sections[0]
    assert 'w:instr="PAGE"' in section.footer.paragraphs[0]._p.xml
    assert section.page_width > section.page_height
    fonts = set(re.findall(r'w:eastAsia="([^"]+)"', document.styles.element.xml))
    assert {"仿宋_GB2312", "黑体", "宋体"} <= fonts


def sentence(c: Counts) -> str:
    """Return the counts as the text formats word them."""
    return (
        f"共{c.target}句：沿用{c.inherited}句（{c.inherited / c.target:.1%}），属地化{c.localised}句（{c.localised / c.target:.1%}），"
        f"修改{c.modified}句（{c.modified / c.target:.1%}），新增{c.added}句（{c.added / c.target:.1%}）；"
        f"其中移位{c.moved}句，存疑{c.doubtful}句。"
        f"基准文本{c.base}句中未承接{c.dropped}句（{c.dropped / c.base:.1%}），文字承接率{c.carried_share:.1%}。"
    )


def counts_of_json(data: dict[str, Any]) -> list[list[int]]:
    base = sum(s["kind"] != SentenceKind.FURNITURE for s in data["plans"][0]["sentences"])
    found = []
    for target in data["targets"]:
        said = list(target["relations"].values())
        moved = len({match["target"] for match in target["matches"] if match["moved"]})
        kinds = [said.count(kind) for kind in ("inherited", "localised", "modified", "added")]
        doubtful = len({match["target"] for match in target["matches"] if match["score"] < DOUBTFUL})
        found.append([len(said), *kinds, moved, doubtful, base, len(target["dropped"])])
    return found


def counts_of_excel(path: Path, targets: int) -> list[list[int]]:
    sheet = load_workbook(path)["说明"]
    return [[cell.value for cell in line[1:10]] for line in sheet.iter_rows(min_row=3, max_row=2 + targets)]


def counts_of_csv(path: Path, made: Collation) -> list[list[int]]:
    """Add up the lines of the derivations and destinations, which do not count what is 存疑."""
    _, derived, went, _ = (read_csv(place) for place in csv_paths(path))
    names = list(dict.fromkeys(line[0] for line in derived[1:]))
    found = []
    for at, name in enumerate(names):
        sums = [sum(int(line[column]) for line in derived[1:] if line[0] == name) for column in range(5, 11)]
        dropped = sum(int(line[6 + 5 * at]) for line in went[1:])
        found.append([*sums, sum(int(line[2]) for line in went[1:]), dropped])
    assert len(found) == len(made.targets)
    return found


def alignment_cells(path: Path) -> list[str]:
    """Return the cells of the alignment table, column by column so that a clause cut in two reads on."""
    if path.suffix == ".csv":
        return [cell for column in zip(*read_csv(path), strict=True) for cell in column]
    if path.suffix == ".xlsx":
        return [str(cell) for column in load_workbook(path)["对照表"].iter_cols(values_only=True) for cell in column]
    if path.suffix == ".docx":
        cells = docx.Document(str(path)).tables[0]._cells
        return ["".join(run.text for run in cell.paragraphs[0].runs if run.font.size != ORIGIN) for cell in cells]
    page = path.read_text(encoding="utf-8")
    page = re.sub('<small class="from">.*?</small>', "", page).replace("<br>", "\n")
    return [html.unescape(re.sub("<[^>]+>", "", cell)) for cell in re.findall("<td[^>]*>(.*?)</td>", page, re.DOTALL)]


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
