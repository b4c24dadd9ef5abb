"""Files that come back: whatever stands in them is read as text, and what is no such file is refused in words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook

from qcompare.errors import ReadError
from qcompare.keys import RowKey
from qcompare.returns import Fate, returned
from qcompare.store import Library
from qcompare.written import read_remarks
from qcompare.written.opening import opened

KEY = str(RowKey("0f" * 6, ("a1" * 6,), False, (None,), ("",)))
HEADS = ("行", "基准条款号", "类别", "对照原文", "结论", "审核意见", "行标识")
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="对照表" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="/xl/worksheets/sheet1.xml"/></Relationships>'
)


def packed(path: Path, **parts: str | bytes) -> Path:
    """Write parts by hand, as no library would."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def sheet_with(path: Path, cells: str, **more: str | bytes) -> Path:
    """Write a workbook whose second row has these cells."""
    heads = "".join(f'<c t="inlineStr"><is><t>{head}</t></is></c>' for head in HEADS)
    rows = SHEET.format(f"<row>{heads}</row><row>{cells}</row>")
    parts = {"xl/workbook.xml": WORKBOOK, "xl/_rels/workbook.xml.rels": RELATIONS, "xl/worksheets/sheet1.xml": rows}
    return packed(path, **(parts | more))


def note_of(path: Path) -> str:
    (remark,) = read_remarks(path)
    return remark.note


KEYED = f'<c r="G2" t="inlineStr"><is><t>{KEY}</t></is></c>'


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ('<c r="F2" t="inlineStr"><is><t>请核</t></is></c>', "请核"),
        ('<c r="F2" t="str"><v>请核</v></c>', "请核"),
        ('<c r="F2"><v>2027</v></c>', "2027"),
        ('<c r="F2" t="s"><v>0</v></c>', "请核数字"),
        ('<c r="F2" t="s"><v>99</v></c>', ""),
        (f'<c r="F2" t="s"><v>{"9" * 5000}</v></c>', ""),
        ('<c r="F2" t="str"><f>D2&amp;""</f><v>请核</v></c>', "请核"),
        ("<c r=\"F2\"><f>cmd|'/c calc'!A0</f><v>1</v></c>", "=cmd|'/c calc'!A0"),
        ('<c r="F2" t="e"><f>-建议删去</f><v>#NAME?</v></c>', "=-建议删去"),
        ('<c r="F2" t="inlineStr"><is><t>_x000D_请核_x005F_x000B_</t></is></c>', "请核_x000B_"),
        ('<c r="F2" t="inlineStr"><is><t>&lt;b&gt;]]&gt;&amp;</t></is></c>', "<b>]]>&"),
    ],
)
def test_a_cell_is_read_as_text_and_no_formula_is_worked_out(tmp_path: Path, cell: str, note: str) -> None:
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><r><t>请核</t></r><rPh sb='0' eb='1'><t>qing</t></rPh><r><t>数字</t></r></si></sst>"
    )
    path = sheet_with(tmp_path / "表.xlsx", cell + KEYED, **{"xl/sharedStrings.xml": strings})
    assert note_of(path) == note


def test_a_workbook_in_the_strict_form_is_read_too(tmp_path: Path) -> None:
    path = sheet_with(tmp_path / "表.xlsx", '<c r="F2" t="inlineStr"><is><t>请核</t></is></c>' + KEYED)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    plain, strict = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    assert note_of(packed(path, **{name: content.replace(plain, strict) for name, content in parts.items()})) == "请核"


def test_entities_are_not_expanded_nor_files_fetched(tmp_path: Path) -> None:
    (tmp_path / "密.txt").write_text("机密", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    for declared, used in (
        (f'<!ENTITY l0 "哈">{laughs}', "&l11;"),
        (f'<!ENTITY x SYSTEM "file://{tmp_path}/密.txt">', "&x;"),
    ):
        rows = SHEET.format(f'<row><c r="F2" t="inlineStr"><is><t>请核{used}</t></is></c>{KEYED}</row>')
        heads = "".join(f'<c t="inlineStr"><is><t>{head}</t></is></c>' for head in HEADS)
        rows = rows.replace("<sheetData>", f'<sheetData><row r="1">{heads}</row>')
        path = sheet_with(tmp_path / "表.xlsx", "")
        path = packed(
            path,
            **{
                "xl/workbook.xml": WORKBOOK,
                "xl/_rels/workbook.xml.rels": RELATIONS,
                "xl/worksheets/sheet1.xml": f"<!DOCTYPE x [{declared}]>{rows}",
            },
        )
        try:
            note = note_of(path)
        except ReadError:
            continue
        assert note == "请核"


def test_a_fault_of_our_own_is_not_put_down_to_the_file(tmp_path: Path) -> None:
    path = sheet_with(tmp_path / "表.xlsx", KEYED)
    with pytest.raises(KeyError), opened(path):
        raise KeyError


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = sheet_with(tmp_path / "表.xlsx", KEYED, **{"xl/sharedStrings.xml": b"<sst>" + b" " * 30_000_000})
    assert path.stat().st_size < 100_000
    with pytest.raises(ReadError, match="损坏"):
        read_remarks(path)


def _text(path: Path) -> None:
    path.write_text("结论,审核意见\n", encoding="utf-8")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _old(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def _cut(path: Path) -> None:
    whole = io.BytesIO()
    Workbook().save(whole)
    path.write_bytes(whole.getvalue()[:3000])


def _folder(path: Path) -> None:
    path.mkdir()


def _missing(path: Path) -> None:
    pass


def _other(path: Path) -> None:
    packed(path, mimetype="application/epub+zip")


def _plain_book(path: Path) -> None:
    book = Workbook()
    book.active.append(["条款", "意见"])  # type: ignore[union-attr]
    book.save(path)


def _plain_document(path: Path) -> None:
    document = docx.Document()
    document.add_table(2, 2).rows[0].cells[0].text = "审核意见"
    document.save(str(path))


def _bad_xml(path: Path) -> None:
    sheet_with(path, "<c><v>")


def _locked(path: Path) -> None:
    sheet_with(path, KEYED)
    content = bytearray(path.read_bytes())
    for at in range(len(content) - 4):
        if content[at : at + 4] == b"PK\x01\x02":
            content[at + 8] |= 1  # each part is said to be under a password
    path.write_bytes(bytes(content))


NO_TABLES = {
    _text: "不是 Excel 工作簿或 Word 文档",
    _empty: "不是 Excel 工作簿或 Word 文档",
    _old: "旧格式",
    _cut: "损坏",
    _folder: "文件夹",
    _missing: "找不到文件",
    _other: "没有找到",
    _plain_book: "没有找到",
    _plain_document: "没有找到",
    _bad_xml: "损坏",
    _locked: "损坏",
}


@pytest.mark.parametrize("spoil", NO_TABLES, ids=lambda spoil: spoil.__name__.strip("_"))
def test_what_is_no_returned_table_is_refused_with_what_to_do(tmp_path: Path, spoil: object) -> None:
    path = tmp_path / "表.xlsx"
    assert callable(spoil)
    spoil(path)
    with pytest.raises(ReadError) as caught:
        read_remarks(path)
    assert str(path) in str(caught.value)
    assert NO_TABLES[spoil] in str(caught.value)  # type: ignore[index]
    assert "请" in caught.value.advice


def test_the_file_is_known_by_what_is_in_it_and_not_by_its_name(tmp_path: Path) -> None:
    path = sheet_with(tmp_path / "表.docx", '<c r="F2" t="inlineStr"><is><t>请核</t></is></c>' + KEYED)
    assert note_of(path) == "请核"


def test_a_remark_that_reads_like_a_head_is_a_remark(tmp_path: Path) -> None:
    path = sheet_with(tmp_path / "表.xlsx", '<c r="F2" t="inlineStr"><is><t>审核意见同上</t></is></c>' + KEYED)
    assert note_of(path) == "审核意见同上"


def test_merged_cells_and_content_controls_of_a_document_are_read_through(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 4)
    for cell, head in zip(table.rows[0].cells, ("行", "基准原文", "附注", "审核意见"), strict=True):
        cell.text = head
    row = table.rows[1]
    row.cells[0].text = f"1{KEY}"
    row.cells[1].merge(row.cells[2]).text = "合并了"
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    control = f"<w:sdt {w}><w:sdtContent><w:r><w:t>请核</w:t></w:r></w:sdtContent></w:sdt>"
    row.cells[3].paragraphs[0]._p.append(docx.oxml.parse_xml(control))
    document.save(str(tmp_path / "表.docx"))
    assert note_of(tmp_path / "表.docx") == "请核"


def test_a_comment_is_told_of(tmp_path: Path) -> None:
    said = '<comments><commentList><comment ref="G9"><text><r><t>请核</t></r><r><t>数字</t></r></text></comment></commentList></comments>'
    path = sheet_with(
        tmp_path / "表.xlsx", f'<c t="inlineStr"><is><t>9</t></is></c>{KEYED}', **{"xl/comments1.xml": said}
    )
    remarks = read_remarks(path)
    assert [(r.place, r.note, r.comment) for r in remarks if r.words] == [("批注（G9）", "请核数字", True)]


def test_a_comment_of_word_is_told_of_and_not_placed(tmp_path: Path, memory_store: Library) -> None:
    document = docx.Document()
    table = document.add_table(2, len(HEADS))
    for column, (head, text) in enumerate(zip(HEADS, ("9", "二1.", "修改", "原文", "", "", KEY), strict=True)):
        table.cell(0, column).text, table.cell(1, column).text = head, text
    document.add_comment(table.cell(1, 3).paragraphs[0].runs, text="退回修改", author="赵")
    document.save(str(tmp_path / "表.docx"))
    (outcome,) = returned(memory_store, read_remarks(tmp_path / "表.docx")).told
    assert outcome.fate is Fate.UNPLACED
    assert outcome.words == "批注　未能放置，批注不能读回，请抄到“审核意见”栏或在窗口中写意见：退回修改"


def test_half_of_a_surrogate_pair_stays_as_it_is_written(tmp_path: Path) -> None:
    path = sheet_with(tmp_path / "表.xlsx", '<c r="F2" t="inlineStr"><is><t>有字_xD83D_坏</t></is></c>' + KEYED)
    assert note_of(path) == "有字_xD83D_坏"


def test_a_comment_among_the_relations_is_passed_over(tmp_path: Path) -> None:
    commented = RELATIONS.replace("<Relationship ", "<!-- x --><Relationship ")
    parts = {"xl/_rels/workbook.xml.rels": commented}
    path = sheet_with(tmp_path / "表.xlsx", '<c r="F2" t="inlineStr"><is><t>请核</t></is></c>' + KEYED, **parts)
    assert note_of(path) == "请核"


def test_a_row_with_a_key_is_never_a_head(tmp_path: Path) -> None:
    texts = ("行业", "基准条款号", "附注", "行业协会要发挥作用", "结论待定", "审核意见：请列明牵头单位", KEY)
    path = sheet_with(tmp_path / "表.xlsx", "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts))
    assert note_of(path) == "审核意见：请列明牵头单位"


def test_a_table_within_a_cell_and_signs_of_other_fonts_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 4)
    for cell, head in zip(table.rows[0].cells, ("行", "基准原文", "附注", "审核意见"), strict=True):
        cell.text = head
    table.rows[1].cells[0].text = f"1{KEY}"
    cell = table.rows[1].cells[3]
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    run = f'<w:r {w}><w:t>2026</w:t><w:noBreakHyphen/><w:t>2030</w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    cell.paragraphs[0]._p.append(docx.oxml.parse_xml(run))
    cell.add_table(1, 2).rows[0].cells[1].text = "表中的意见"
    document.save(str(tmp_path / "表.docx"))
    assert note_of(tmp_path / "表.docx").split() == ["2026-2030\uf0fc", "表中的意见"]
