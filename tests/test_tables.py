"""The records behind every table, and csv and the door, on a small comparison made by hand."""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from qcompare.citing import cited_sentence, labels
from qcompare.collate import collate
from qcompare.document import Span
from qcompare.dossier import Dossier
from qcompare.errors import OutputError
from qcompare.findings import findings_of
from qcompare.marks import Mark
from qcompare.model import (
    Alignment,
    Cell,
    Clause,
    ClauseKind,
    Collation,
    Counts,
    Edit,
    Match,
    Metadata,
    Op,
    Plan,
    Pointer,
    Relation,
    Row,
    RowKind,
    Sentence,
    SentenceKind,
)
from qcompare.tables import SUFFIXES, write_table
from qcompare.tables.alignment import alignment_table, narrow_table
from qcompare.tables.as_csv import csv_paths
from qcompare.tables.fit import lines_needed, split_passage
from qcompare.tables.looks import printable
from qcompare.tables.readings import derivation_table, destination_table
from qcompare.tables.rows import AlignedLine, Passage, Piece, aligned_lines, derivations, destinations
from qcompare.tables.sheets import counts_table, notes, plans_table

H, B, D, F = SentenceKind.HEADING, SentenceKind.BODY, SentenceKind.DUTY, SentenceKind.FURNITURE
Given = tuple[ClauseKind, int | None, str, str, Sequence[tuple[SentenceKind, str]]]

BASE: list[Given] = [
    (ClauseKind.PART, None, "一、", "一、", [(H, "一、总体要求\n")]),
    (
        ClauseKind.ITEM,
        0,
        "1.",
        "一1.",
        [(H, "1.提升检测权威性。\n"), (B, "加强高端检测技术研发。"), (B, "推动全市检测认证集聚。\n")],
    ),
    (ClauseKind.ITEM, 0, "2.", "一2.", [(H, "2.加强国际交流。\n"), (B, "推广服务认证。\n")]),
    (ClauseKind.FURNITURE, None, "", "页脚", [(F, "浏览次数：100\n")]),
]


def target_with(word: str, added: str) -> list[Given]:
    return [
        (ClauseKind.PART, None, "一、", "一、", [(H, "一、总体要求\n")]),
        (
            ClauseKind.ITEM,
            0,
            "1.",
            "一1.",
            [
                (H, "1. 提升检测权威性。\n"),
                (B, f"加强高端{word}检测技术研发，"),
                (B, "推广服务认证。\n"),
                (D, "（责任单位：区市场监管局）\n"),
            ],
        ),
        (ClauseKind.PARAGRAPH, 0, "", "一第1段", [(B, "推动全区检测认证集聚。\n")]),
        (ClauseKind.PARAGRAPH, 0, "", "一第2段", [(B, f"{added}\n")]),
    ]


def make(given: list[Given], label: str) -> Plan:
    """Return a plan of those clauses, text and all."""
    text, clauses, sentences = "", [], []
    for index, (kind, parent, marker, path, parts) in enumerate(given):
        first, start = len(sentences), len(text)
        for sentence_kind, wording in parts:
            end = len(text) + len(wording.rstrip("\n"))
            sentences.append(Sentence(sentence_kind, Span(len(text), end), index))
            text += wording
        heading = parts[0][1].strip().removeprefix(marker).strip(" 。") if parts[0][0] is H else ""
        end = sentences[-1].span.end
        clauses.append(Clause(kind, parent, marker, path, heading, Span(start, end), range(first, len(sentences))))
    return Plan(text, tuple(clauses), tuple(sentences), Metadata(title=f"{label}实施方案"), f"{label}.txt", label=label)


def edits(base: Plan, target: Plan, *given: tuple[Op, int, str, int, str]) -> tuple[Edit, ...]:
    """Return edits from (op, target sentence, its wording, base sentence, its wording)."""
    made = []
    at = 0
    for op, sentence, wording, origin, source in given:
        start = target.text.index(wording, max(at, target.sentences[sentence].span.start))
        at = start + len(wording)
        span = None
        if origin >= 0:
            begin = base.text.index(source, base.sentences[origin].span.start)
            span = Span(begin, begin + len(source))
        made.append(Edit(op, Span(start, at), span))
    return tuple(made)


def hand_made(word: str = "检验", added: str = "=1+1 引导集聚发展。") -> Collation:
    """重庆 → 永川: a heading kept, a word added, a sentence moved to another row, one moved in, one dropped, one new."""
    base, target = make(BASE, "重庆 2023"), make(target_with(word, added), "永川 2023")
    matches = (
        Match(0, 0, False, 1.0),
        Match(1, 1, False, 1.0),
        Match(2, 2, False, 0.8125),
        Match(5, 3, True, 1.0),
        Match(3, 5, False, 0.9),
    )
    relations = (
        *(Relation.INHERITED, Relation.INHERITED, Relation.MODIFIED, Relation.INHERITED),
        *(Relation.ADDED, Relation.LOCALISED, Relation.ADDED),
    )
    wording = edits(
        base,
        target,
        (Op.EQUAL, 0, "一、总体要求", 0, "一、总体要求"),
        (Op.VARIANT, 1, "1. ", 1, "1."),
        (Op.EQUAL, 1, "提升检测权威性。", 1, "提升检测权威性。"),
        (Op.EQUAL, 2, "加强高端", 2, "加强高端"),
        (Op.INSERTED, 2, word, -1, ""),
        (Op.EQUAL, 2, "检测技术研发", 2, "检测技术研发"),
        (Op.VARIANT, 2, "，", 2, "。"),
        (Op.EQUAL, 3, "推广服务认证。", 5, "推广服务认证。"),
        (Op.INSERTED, 4, "（责任单位：区市场监管局）", -1, ""),
        (Op.EQUAL, 5, "推动", 3, "推动"),
        (Op.LOCALISED, 5, "全区", 3, "全市"),
        (Op.EQUAL, 5, "检测认证集聚。", 3, "检测认证集聚。"),
        (Op.INSERTED, 6, added, -1, ""),
    )
    counts = Counts(3, 1, 1, 2, 1, 1, 6, 40, 47)
    alignment = Alignment(target, matches, relations, (4,), wording, (), counts)
    rows = (
        Row(0, (Cell((0,), RowKind.INHERITED, carried=1.0),)),
        Row(1, (Cell((1,), RowKind.MODIFIED, moved=True, carried=1.0, pointers=(Pointer(2, 5),)),)),
        Row(None, (Cell((2,), RowKind.LOCALISED),)),
        Row(2, (Cell((), RowKind.DROPPED, carried=0.5, pointers=(Pointer(1, 3),)),)),
        Row(3, (Cell((), RowKind.FURNITURE),)),
        Row(None, (Cell((3,), RowKind.ADDED),)),
    )
    return Collation(base, (alignment,), rows)


def lines_of(made: Collation) -> tuple[AlignedLine, ...]:
    return aligned_lines(made, findings_of(made))


def test_furniture_has_no_line_but_its_number_stays_free_as_in_the_window() -> None:
    assert [line.number for line in lines_of(hand_made())] == [1, 2, 3, 4, 6]
    assert "共1行，未列入表中" in "".join(notes(Dossier(hand_made())))


def test_a_cell_holds_the_wording_of_its_clause_with_the_marks_in_place() -> None:
    _, line, *_ = lines_of(hand_made())
    assert line.passage.text == "1.提升检测权威性。\n加强高端检测技术研发。推动全市检测认证集聚。"
    cell = line.cells[0]
    assert (
        cell.passage.text == "1. 提升检测权威性。\n加强高端检验检测技术研发，推广服务认证。\n（责任单位：区市场监管局）"
    )
    assert Piece("检验", Mark.INSERTED) in cell.passage.pieces
    assert Piece("推广服务认证。", Mark.EQUAL, moved=True, moved_from="一2.") in cell.passage.pieces
    assert Piece("（责任单位：区市场监管局）", Mark.INSERTED, whole=True) in cell.passage.pieces
    assert cell.origins == ("一2.第2句",)


def test_remarks_name_places_as_a_person_cites_them() -> None:
    lines = lines_of(hand_made())
    assert lines[1].cells[0].remarks == ("责任单位新增", "↓见第3行第1句")
    assert lines[3].cells[0].remarks == ("↑见第2行第3句",)
    assert cited_sentence(hand_made().targets[0].plan, 4) == "一1.责任单位"


def test_splits_and_merges_are_remarked() -> None:
    made = hand_made()
    matches = (*made.targets[0].matches[:3], Match(2, 3, False, 0.4), *made.targets[0].matches[3:])
    made = replace(made, targets=(replace(made.targets[0], matches=matches),))
    remarks = lines_of(made)[1].cells[0].remarks
    assert "拆分：基准第2句分入2句" in remarks
    assert "合并：第3句取自基准2句" in remarks


def test_derivations_name_the_base_clauses_and_add_up_to_the_counts() -> None:
    lines = derivations(hand_made())
    assert [(d.path, d.summary, d.origins) for d in lines] == [
        ("一、", "总体要求", ("一、",)),
        ("一1.", "提升检测权威性", ("一1.", "一2.")),
        ("一第1段", "推动全区检测认证集聚。", ("一1.",)),
        ("一第2段", "=1+1 引导集聚发展。", ()),
    ]
    counts = hand_made().targets[0].counts
    for name in ("inherited", "localised", "modified", "added", "moved"):
        assert sum(getattr(d, name) for d in lines) == getattr(counts, name)


def test_the_kind_of_a_derivation_is_borne_out_by_its_sentences(seed: Callable[[str], Plan]) -> None:
    """A clause all of whose sentences are carried is 沿用, though the base has more beside it."""
    compared = collate(seed("chongqing-2023"), [seed("yongchuan-2023-draft")])
    for found in derivations(compared):
        if found.kind is RowKind.MODIFIED:
            assert found.modified + found.added > 0, found.path
        if found.kind is RowKind.ADDED:
            assert not found.inherited + found.localised + found.modified, found.path


def test_destinations_name_the_target_clauses_and_add_up_to_the_counts() -> None:
    lines = destinations(hand_made())
    assert [(d.path, d.arrivals[0].paths, d.arrivals[0].dropped) for d in lines] == [
        ("一、", ("一、",), 0),
        ("一1.", ("一1.", "一第1段"), 0),
        ("一2.", ("一1.",), 1),
    ]
    assert sum(d.sentences for d in lines) == hand_made().targets[0].counts.base


def test_two_drafts_of_one_plan_bear_different_names() -> None:
    made = hand_made()
    other = replace(made.targets[0].plan, source="永川 第2版.txt")
    rows = tuple(replace(row, cells=row.cells * 2) for row in made.rows)
    made = Collation(made.base, (made.targets[0], replace(made.targets[0], plan=other)), rows)
    assert labels(made)[1:] == ("永川 2023（永川 2023.txt）", "永川 2023（永川 第2版.txt）")
    same = Collation(made.base, made.targets[:1] * 2, rows)
    assert len(set(labels(same))) == 3
    whole, narrow = alignment_table(Dossier(same)), narrow_table(Dossier(same))
    readings = derivation_table(same), destination_table(same)
    for table in (whole, narrow, *readings, counts_table(same), plans_table(same)):
        heads = [column.head for column in table.columns]
        assert len(set(heads)) == len(heads), f"{table.title} has two columns of one name"
        assert all(len(line.cells) == len(table.columns) for line in table.lines)


def test_csv_golden_cells(tmp_path: Path) -> None:
    write_table(Dossier(hand_made()), tmp_path / "永川.csv")
    alignment, derived, went, said = (read(path) for path in csv_paths(tmp_path / "永川.csv"))
    assert alignment[0] == [
        *("行", "基准条款号", "基准原文（重庆 2023）", "基准原文位置", "类别", "对照条款号", "对照原文（永川 2023）"),
        *("移位自", "相似度", "承接率", "改动文字", "对照原文位置", "结论", "审核意见", "附注"),
    ]
    assert alignment[2][3:12] == [
        *("第2行", "修改、移位", "一1."),
        "1. 提升检测权威性。\n加强高端检验检测技术研发，推广服务认证。\n（责任单位：区市场监管局）",
        *("一2.第2句", "56.0%", "100.0%", "'＋检验；＋（责任单位：区市场监管局）", "第2行"),
    ]
    assert alignment[3][10] == "全市→全区"
    assert alignment[4][:5] == ["4", "一2.", "2.加强国际交流。\n推广服务认证。", "第4行", "未承接"]
    assert [row[0] for row in said[1:]] == list(notes(Dossier(hand_made())))
    assert alignment[5][6] == "'=1+1 引导集聚发展。", "wording that looks like a formula is kept from running"
    assert derived[2] == [
        "永川 2023",
        "一1.",
        "提升检测权威性",
        "修改、移位",
        "一1.\n一2.",
        "4",
        "2",
        "0",
        "1",
        "1",
        "1",
        "2",
    ]
    assert went[3] == ["一2.", "加强国际交流", "2", "未承接", "一1.", "1", "1", "50.0%", "4"]


def test_csv_opens_in_excel_with_the_right_encoding(tmp_path: Path) -> None:
    write_table(Dossier(hand_made()), tmp_path / "永川.csv")
    assert (tmp_path / "永川.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_nothing_is_written_when_one_of_the_four_files_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "永川-去向表.csv").mkdir()
    with pytest.raises(OutputError):
        write_table(Dossier(hand_made()), tmp_path / "永川.csv")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


@pytest.mark.parametrize("name", ["永川.pdf", "永川", "永川.xls"])
def test_an_unknown_suffix_names_those_that_work(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError) as caught:
        write_table(Dossier(hand_made()), tmp_path / name)
    assert all(suffix in str(caught.value) for suffix in SUFFIXES)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".XLSX"])
def test_the_same_comparison_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    first, second = tmp_path / f"一{suffix}", tmp_path / f"二{suffix}"
    write_table(Dossier(hand_made()), first)
    write_table(Dossier(hand_made()), second)
    assert first.read_bytes() == second.read_bytes()


def test_a_folder_that_is_missing_is_said(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        with pytest.raises(OutputError, match="文件夹不存在"):
            write_table(Dossier(hand_made()), tmp_path / "没有" / f"永川{suffix}")


def test_a_passage_is_cut_after_a_sentence_and_loses_nothing() -> None:
    pieces = tuple(Piece(f"第{n}项工作扎实推进。", Mark.INSERTED if n % 3 else Mark.EQUAL) for n in range(200))
    parts = split_passage(Passage(pieces), 40, 10, 16_000)
    assert "".join(part.text for part in parts) == "".join(piece.text for piece in pieces)
    assert all(lines_needed(part.text, 40) <= 10 for part in parts)
    assert all(part.text.endswith("。") for part in parts)


def test_a_clause_without_a_stop_is_cut_where_the_room_ends() -> None:
    parts = split_passage(Passage((Piece("质" * 5000),)), 41, 26, 16_000)
    assert {len(part.text) for part in parts[:-1]} == {20 * 26}
    assert sum(len(part.text) for part in parts) == 5000


HOSTILE = [
    "=cmd|'/c calc'!A0",
    "+86 023-6756",
    "@SUM(1+1)*cmd",
    "\x0b\x01\x1f\x7f\x9f\ufffe\uffff质量",
    "渝\ud83d发",
    "_x000B_质量_x0041_",
    "<r>质量</r>",
    "</w:t></w:p><script>alert(1)</script>&amp;&#0;",
    "𬒗𬒗强区",
    "{=1+1}",
    "https://example.org/质量?a=1&b=2",
    "\t缩进",
    "质" * 40_000,
]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_hostile_wording_breaks_no_file(tmp_path: Path, text: str, suffix: str) -> None:
    path = tmp_path / f"永川{suffix}"
    write_table(Dossier(hand_made(text, text)), path)
    said = cells(path)
    start = text[:500] if suffix == ".json" else printable(text)[:500]
    assert any(start in cell for cell in said), "the wording can still be read"
    if suffix == ".csv":
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in said)
    if suffix == ".html":
        assert "<script" not in path.read_text(encoding="utf-8")
    if suffix == ".xlsx":
        book = load_workbook(path)
        assert not any(c.data_type == "f" or c.hyperlink for sheet in book for row in sheet.iter_rows() for c in row)


def test_a_clause_too_tall_for_excel_goes_on_in_lines_of_its_own(tmp_path: Path) -> None:
    long = "质量" * 20_000
    write_table(Dossier(hand_made(added=long)), tmp_path / "永川.xlsx")
    lines = [line for line in load_workbook(tmp_path / "永川.xlsx")["对照表"].values if line[0] == 6]
    assert "".join(str(line[6]) for line in lines) == long
    assert [line[5] for line in lines] == ["一第2段", *["一第2段（续）"] * (len(lines) - 1)]
    assert {line[4] for line in lines} == {"＋ 新增"}


def test_a_clause_too_long_for_a_csv_reader_goes_on_in_lines_of_its_own(tmp_path: Path) -> None:
    long = "质量强区建设。" * 30_000
    write_table(Dossier(hand_made(added=long)), tmp_path / "永川.csv")
    lines = [line for line in read(tmp_path / "永川.csv") if line[0] == "6"]
    assert "".join(line[6] for line in lines) == long
    assert [line[5] for line in lines] == ["一第2段", *["一第2段（续）"] * (len(lines) - 1)]
    assert max(len(cell) for line in lines for cell in line) < 32_767, "what a cell of Excel holds"


def test_a_share_short_of_the_whole_is_not_shown_as_the_whole(tmp_path: Path) -> None:
    made = hand_made()
    cell = replace(made.rows[1].cells[0], carried=0.99987)
    made = replace(made, rows=(made.rows[0], replace(made.rows[1], cells=(cell,)), *made.rows[2:]))
    write_table(Dossier(made), tmp_path / "永川.csv")
    write_table(Dossier(made), tmp_path / "永川.xlsx")
    assert read(tmp_path / "永川.csv")[2][9] == "99.9%"
    assert load_workbook(tmp_path / "永川.xlsx")["对照表"]["J3"].value == 0.999


def cells(path: Path) -> list[str]:
    """Return the text of every cell, as a program that opens the file reads it."""
    if path.suffix == ".csv":
        return [cell for line in read(path) for cell in line]
    if path.suffix == ".xlsx":
        # Excel reads _x005F_ as an underscore; openpyxl leaves that to its caller.
        values = [value for sheet in load_workbook(path) for line in sheet.values for value in line]
        return [str(value).replace("_x005F_", "_") for value in values if value is not None]
    if path.suffix == ".json":
        tables = json.loads(path.read_text(encoding="utf-8"))["tables"]
        return [str(cell) for table in tables for line in table["lines"] for cell in line]
    if path.suffix == ".docx":
        tables = docx.Document(str(path)).tables
        return [cell.text for table in tables for row in table.rows for cell in row.cells]
    return [html.unescape(cell) for cell in re.findall("<td[^>]*>(.*?)</td>", path.read_text(encoding="utf-8"))]


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
