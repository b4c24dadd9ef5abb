"""What the tables say besides the comparison: the filter, opinions, likeness and changed words, the same in every format."""

from __future__ import annotations

import csv
import html
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from lxml import etree
from openpyxl import load_workbook

from qcompare.changes import Changes
from qcompare.citing import labels, percent, place_of
from qcompare.decisions import Opinion, Verdict
from qcompare.dossier import Dossier, Selection, is_changed
from qcompare.errors import OutputError
from qcompare.keys import read_key, row_keys
from qcompare.model import Collation
from qcompare.tables import SUFFIXES, write_json, write_table
from qcompare.tables.as_csv import csv_paths
from qcompare.tables.looks import printable
from tests.conftest import load_seed, make_collation
from tests.test_tables import hand_made

SEEDS = ("yongchuan-2023-draft", "chengdu-2023-draft", "youxian-2023", "chongqing-2011")
HARD = [
    "<b>粗</b>&amp;]]>",
    "=1+1",
    "+86 023",
    "-建议删去",
    "@市局",
    "请核\x0b\x01\x1f数字",
    "渝\ud83d发",
    "请说明测算依据。" * 5_000,
    "_x000B_",
    "<r>请核</r>",
]


@pytest.fixture(scope="module")
def compared() -> dict[int, Collation]:
    return {n: make_collation(*map(load_seed, ("chongqing-2023", *SEEDS[:n]))) for n in (1, 2, 4)}


def dossier_with(made: Collation, *, chosen: bool = False) -> Dossier:
    """Return what goes out: a verdict and a note on every seventh row that changed, and a filter if asked for."""
    said = {
        (at, target): Opinion(None, None, verdict=Verdict.REVISE, note=f"第{at}行对{target}：请说明测算依据")
        for at, row in enumerate(made.rows)
        for target in range(len(made.targets))
        if at % 7 == 3 and is_changed(row)
    }
    rows = frozenset(at for at, row in enumerate(made.rows) if at % 3 == 0 and is_changed(row))
    return Dossier(made, said, selection=Selection(rows, "类别：修改、新增；含“质量”") if chosen else None)


def lines_of(path: Path) -> list[dict[str, str]]:
    """Return the alignment table as it is read from a file, each line by its heads."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    elif path.suffix == ".xlsx":
        rows = [["" if v is None else str(v) for v in line] for line in load_workbook(path)["对照表"].values]
    elif path.suffix == ".json":
        table = json.loads(path.read_text(encoding="utf-8"))["tables"][0]
        rows = [["" if v is None else str(v) for v in line] for line in (table["columns"], *table["lines"])]
    elif path.suffix == ".docx":
        rows = _document_rows(path)
    else:
        page = etree.parse(str(path), etree.HTMLParser(encoding="utf-8"))
        table = next(page.iter("table"))
        for origin in list(table.iter("small")):  # where a stretch was moved from is not the plan's wording
            origin.text = ""
        rows = [["".join(cell.itertext()) for cell in row.iter("th", "td")] for row in table.iter("tr")]
    heads = [re.sub("qch1.*|（读回意见用，请勿改动）", "", head).strip() for head in rows[0]]
    return [dict(zip(heads, row, strict=True)) for row in rows[1:]]


def _document_rows(path: Path) -> list[list[str]]:
    """Return the first table's cells without what is hidden."""
    body = docx.Document(str(path)).element.body
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    table = next(body.iter(f"{w}tbl"))
    return [
        [
            "".join(
                node.text or "" if node.tag == f"{w}t" else "\n"
                for run in cell.iter(f"{w}r")
                if run.find(f"{w}rPr/{w}vanish") is None and not _is_origin(run, w)
                for node in run.iter(f"{w}t", f"{w}br")
            )
            for cell in row.iter(f"{w}tc")
        ]
        for row in table.iter(f"{w}tr")
    ]


def _is_origin(run: etree._Element, w: str) -> bool:
    """Whether a run says where the stretch before it was moved from, which is not the plan's wording."""
    return "".join(run.itertext()).startswith("←") and run.find(f"{w}rPr/{w}sz") is not None


def whole(lines: list[dict[str, str]]) -> dict[int, dict[str, str]]:
    """Return the lines by their numbers, those that a row was cut into put together."""
    found: dict[int, dict[str, str]] = {}
    for line in lines:
        known = found.setdefault(int(line["行"]), line)
        if known is not line:
            once = ("行", "类别", "行标识", "条款号")
            for head, text in line.items():
                known[head] += "" if any(word in head for word in once) else text
    return found


@pytest.mark.parametrize("targets", [1, 2, 4])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_has_the_rows_texts_and_opinions_of_the_comparison(
    compared: dict[int, Collation], tmp_path: Path, suffix: str, targets: int
) -> None:
    made = compared[targets]
    dossier = dossier_with(made)
    write_table(dossier, tmp_path / f"表{suffix}")
    write_json(made, tmp_path / "比对.json")
    data = json.loads((tmp_path / "比对.json").read_text(encoding="utf-8"))
    plans = {plan["id"]: plan for plan in data["plans"]}
    clauses = {clause["id"]: (plan, clause) for plan in data["plans"] for clause in plan["clauses"]}
    lines = whole(lines_of(tmp_path / f"表{suffix}"))
    assert set(lines) == {at + 1 for at in dossier.shown}
    names = labels(made)
    for number, line in lines.items():
        row = data["rows"][number - 1]
        held = [(row["base"], next(head for head in line if head.startswith("基准原文（")))]
        held += [
            (row["targets"][plan], f"对照原文（{name}）") for plan, name in zip(list(plans)[1:], names[1:], strict=True)
        ]
        for ids, head in held:
            text = "".join(clauses[c][0]["text"][clauses[c][1]["start"] : clauses[c][1]["end"]] for c in ids)
            written = line[head].removeprefix("'") if suffix == ".csv" else line[head]
            assert letters(written) == letters(text), head
        for target, name in enumerate(names[1:]):
            ending = f"（{name}）" if targets > 1 else ""
            written = line[f"审核意见{ending}"]
            if f"结论{ending}" in line and written:
                written = f"{line[f'结论{ending}']}：{written}"
            assert written == dossier.said(number - 1, target)


def letters(text: str) -> str:
    return "".join(c for c in text if not c.isspace())


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".json"])
def test_likeness_and_changed_words_are_those_of_the_comparison(
    compared: dict[int, Collation], tmp_path: Path, suffix: str
) -> None:
    made = compared[2]
    write_table(Dossier(made), tmp_path / f"表{suffix}")
    lines = whole(lines_of(tmp_path / f"表{suffix}"))
    for target, name in enumerate(labels(made)[1:]):
        changes = Changes(made, target)
        for number, line in lines.items():
            row = made.rows[number - 1]
            opposite, clauses = made.opposite(row, target), row.cells[target].clauses
            similarity = changes.similarity(opposite, clauses)
            if suffix == ".csv":
                assert line[f"相似度（{name}）"] == ("" if similarity is None else percent(similarity))
            elif similarity is not None:
                assert float(line[f"相似度（{name}）"]) == pytest.approx(similarity, abs=0.0011)
            assert line[f"改动文字（{name}）"].removeprefix("'") == "；".join(changes.words(opposite, clauses))
            plan = made.targets[target].plan
            place = place_of(plan, clauses)
            assert line[f"对照原文位置（{name}）"] == place


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_filter_carries_over_and_is_said(compared: dict[int, Collation], tmp_path: Path, suffix: str) -> None:
    made = compared[2]
    dossier = dossier_with(made, chosen=True)
    path = tmp_path / f"表{suffix}"
    write_table(dossier, path)
    assert set(whole(lines_of(path))) == {at + 1 for at in dossier.shown}
    every = sum(number is not None for number in _numbers(made))
    note = f"对照表按筛选条件列出 {len(dossier.shown)} 行（全部 {every} 行"
    said = text_of(path)
    assert note in said
    assert "类别：修改、新增；含“质量”" in said
    write_table(Dossier(made), path)
    assert "筛选条件" not in text_of(path)


def _numbers(made: Collation) -> tuple[int | None, ...]:
    from qcompare.tables.rows import line_numbers

    return line_numbers(made)


def text_of(path: Path) -> str:
    """Return all that a file says to its reader outside the alignment table, and the page head of a workbook."""
    if path.suffix == ".csv":
        return csv_paths(path)[3].read_text(encoding="utf-8-sig").replace('""', '"')
    if path.suffix == ".xlsx":
        book = load_workbook(path)
        said = [str(value) for line in book["说明"].values for value in line if value is not None]
        return "\n".join([*said, str(book["对照表"].oddHeader.left.text)])
    if path.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    return html.unescape(path.read_text(encoding="utf-8")).replace('\\"', '"')


def test_readings_and_figures_stay_whole_where_rows_are_chosen(compared: dict[int, Collation], tmp_path: Path) -> None:
    made = compared[1]
    for name, dossier in (("全", Dossier(made)), ("选", dossier_with(made, chosen=True))):
        write_table(dossier, tmp_path / f"{name}.xlsx")
    books = [load_workbook(tmp_path / f"{name}.xlsx") for name in ("全", "选")]
    for title in ("溯源表", "去向表", "指标"):
        one, other = ([list(line) for line in book[title].values] for book in books)
        assert one == other


def test_a_workbook_is_ready_to_be_filled_in(compared: dict[int, Collation], tmp_path: Path) -> None:
    made = compared[4]
    write_table(dossier_with(made), tmp_path / "表.xlsx")
    sheet = load_workbook(tmp_path / "表.xlsx")["对照表"]
    heads = {str(cell.value): cell.column_letter for cell in sheet[1]}
    verdicts = [letter for head, letter in heads.items() if head.startswith("结论")]
    opinions = [letter for head, letter in heads.items() if head.startswith("审核意见")]
    assert len(verdicts) == len(opinions) == 4
    lists = {str(found.sqref).split(":")[0][:-1]: found for found in sheet.data_validations.dataValidation}
    assert set(lists) == set(verdicts)
    assert {found.formula1 for found in lists.values()} == {'"同意,需修改,待议"'}
    for letter in (*verdicts, *opinions):
        assert not sheet[f"{letter}3"].protection.locked
    assert all(sheet.column_dimensions[letter].width >= 25 for letter in opinions)
    (key,) = (letter for head, letter in heads.items() if head.startswith("行标识"))
    assert sheet.column_dimensions[key].hidden
    assert sheet.auto_filter.ref.split(":")[1].startswith(key), "sorting takes the keys along"
    keys = [str(cell.value) for cell in sheet[key][1:]]
    assert all(read_key(text) for text in keys)
    dossier = dossier_with(made)
    sent = [str(key) for at, key in enumerate(row_keys(dossier)) if at in dossier.shown]
    assert [key for key in keys if ".1-1." in key] == [key for key in sent if key in keys]
    assert len({key.rpartition("-")[0].rpartition(".")[0] for key in keys}) == len(sent)


def test_a_document_hides_the_keys_and_names_the_fonts_of_documents(
    compared: dict[int, Collation], tmp_path: Path
) -> None:
    write_table(dossier_with(compared[2]), tmp_path / "表.docx")
    with zipfile.ZipFile(tmp_path / "表.docx") as archive:
        body, styles = (archive.read(f"word/{name}.xml").decode() for name in ("document", "styles"))
    keys = re.findall(r"<w:vanish/>.*?<w:t[^>]*>([^<]*)</w:t>", body)
    assert all(read_key(text) for text in keys[1:])
    assert body.count("qc1.") == len(keys) - 1
    assert "楷体_GB2312" in styles
    assert set(_document_rows(tmp_path / "表.docx")[0]) >= {"行", "附注"}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("note", HARD, ids=lambda text: ascii(text)[:16])
def test_a_remark_may_be_any_text(tmp_path: Path, note: str, suffix: str) -> None:
    made = hand_made()
    path = tmp_path / f"表{suffix}"
    write_table(Dossier(made, {(1, 0): Opinion(None, None, verdict=Verdict.OPEN, note=note)}), path)
    written = whole(lines_of(path))[2]["审核意见"]
    shown = note if suffix == ".json" else printable(note)
    if suffix in (".docx", ".html"):
        shown = f"待议：{shown}"
    if suffix == ".xlsx":
        written = written.replace("_x005F_", "_").removeprefix(" ")  # openpyxl leaves the escape to its caller
        book = load_workbook(path)
        assert not any(c.data_type == "f" or c.hyperlink for sheet in book for row in sheet.iter_rows() for c in row)
    if suffix == ".csv":
        assert not written.startswith(("=", "+", "-", "@"))
        written = written.removeprefix("'")
    assert written == shown


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_open_in_another_program_is_said_and_left_alone(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"表{suffix}"
    path.write_bytes(b"the old file")
    replace: Callable[..., Path] = Path.replace

    def held(self: Path, target: Path) -> Path:
        if Path(target).name == path.name:
            error = PermissionError(13, "held", str(self))
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(OutputError, match="正被其他程序打开"):
        write_table(Dossier(hand_made()), path)
    assert path.read_bytes() == b"the old file"
