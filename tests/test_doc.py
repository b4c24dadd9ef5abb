"""Binary Word and WPS documents → blocks: characters, fields, changes, numbers, what stands beside the text."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from qcompare.document import BlockKind, CautionKind, Document
from qcompare.read import document_from_text, read_document
from qcompare.read.doc import read_doc
from tests.doc_maker import (
    CHARACTER_STYLE,
    DELETED,
    DEPTH,
    HIDDEN,
    IN_TABLE,
    INSERTED,
    SYMBOL,
    Par,
    Run,
    Word,
    plc,
    row,
    sprm,
    style_sheet,
    units,
)

PLAN = ("质量强市建设实施方案", "一、总体要求", "到2025年，产品质量合格率达到98%以上。")
FIELD, RESULT, END = "\x13", "\x14", "\x15"


def read(*main: Par | str, **other: object) -> Document:
    """Return what is read of a document with those paragraphs."""
    paragraphs = [Par(each) if isinstance(each, str) else each for each in main]
    return read_doc(Word(paragraphs, **other).content(), "方案.doc")  # type: ignore[arg-type]


def texts(document: Document, kind: BlockKind = BlockKind.TEXT) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks if block.kind is kind]


def cautions(document: Document) -> dict[CautionKind, int]:
    return {caution.kind: caution.count for caution in document.cautions}


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("cuts", [(), (5, 12, 13), tuple(range(1, 30))])
def test_characters_lie_anywhere_in_the_file_in_one_byte_or_two(cuts: tuple[int, ...], narrow: bool) -> None:
    lines = [*PLAN, "GB/T 19001“质量”—Œ‰™ é"]
    document = read(*lines, cuts=cuts, narrow=narrow)
    assert texts(document) == lines
    assert [block.place.paragraph for block in document.blocks] == [1, 2, 3, 4]


def test_what_word_keeps_as_control_characters() -> None:
    document = read("第一行\x0b第二行\t表", "20-25\x1e30 再分\x1f写", "", "页末\x0c次页", "生僻字𠮷\ud842")
    assert texts(document) == ["第一行\n第二行\t表", "20-25-30 再分写", "页末\n次页", "生僻字𠮷\ufffd"]


def test_a_section_ends_a_paragraph_and_a_page_does_not() -> None:
    document = read(Par("第一节", mark="\x0c"), "附件", parts={6: plc((0, 4, 7), bytes(24))})
    assert texts(document) == ["第一节", "附件"]


def test_fields_show_their_results() -> None:
    link = f'见{FIELD} HYPERLINK "http://cq.gov.cn" \x01{RESULT}市政府{FIELD} REF a {RESULT}网{END}站{END}。'
    document = read(
        link, f"索引{FIELD} XE 质量 {END}项", f"{FIELD} EQ \\o\\ac(○,3) {END}标准", f"多余{END}的{FIELD}标记"
    )
    assert texts(document) == ["见市政府网站。", "索引项", "③标准", "多余的标记"]
    assert not document.cautions


def test_fields_that_only_draw_are_read_where_they_hold_text() -> None:
    document = read(
        f"永{FIELD} eq \\o\\ad(\\s\\up 9(chuān),川) {END}区",
        f"占{FIELD} EQ \\f(1,3) {END}",
        f"{FIELD} AUTONUM {END}总则",
    )
    assert texts(document) == ["永川区", "占1/3", "总则"]
    assert cautions(document) == {CautionKind.NUMBERS_LOST: 1}


def test_a_contents_list_is_known_by_its_field_and_its_styles() -> None:
    document = read(
        f'{FIELD} TOC \\o "1-2" {RESULT}一、总体要求\t{FIELD} PAGEREF a {RESULT}1{END}',
        f"二、重点任务\t2{END}",
        "一、总体要求",
        Par("附表目录\t9", style=1),
        parts={1: style_sheet((0, 1, 0xFFF, b""), (19, 1, 0, b""))},
    )
    assert texts(document, BlockKind.CONTENTS) == ["一、总体要求\t1", "二、重点任务\t2", "附表目录\t9"]
    assert texts(document) == ["一、总体要求"]


def test_tracked_changes_are_read_as_accepted_and_hidden_text_is_left_out() -> None:
    document = read(
        Par(("达到", Run("95%", sprm(DELETED, 1)), Run("98%", sprm(INSERTED, 1)), "以上")),
        Par(("公开", Run("内部 掌握", sprm(HIDDEN, 1)), Run("暗", sprm(CHARACTER_STYLE, 1)))),
        Par(
            (
                Run("仍", sprm(CHARACTER_STYLE, 1) + sprm(HIDDEN, 129)),
                Run("隐", sprm(CHARACTER_STYLE, 1) + sprm(HIDDEN, 128)),
                "公开",
            )
        ),
        Par(("前半句", Run("\r", sprm(DELETED, 1)), "后半句")),
        parts={1: style_sheet((0, 1, 0xFFF, b""), (0xFFE, 2, 0xFFF, sprm(HIDDEN, 1)))},
    )
    assert texts(document) == ["达到98%以上", "公开", "仍公开", "前半句后半句"]
    assert cautions(document) == {CautionKind.REVISIONS: 3, CautionKind.HIDDEN: 6}


def test_a_fast_save_lays_properties_over_its_pieces() -> None:
    document = read("保留删去", "全部保留", cuts=(2, 4), changes={1: sprm(DELETED, 1)})
    assert texts(document) == ["保留", "全部保留"]


def test_symbols_are_the_characters_they_show() -> None:
    font = bytes(39) + "Wingdings\0".encode("utf-16-le")
    fonts = struct.pack("<HHB", 1, 0, len(font)) + font
    document = read(
        Par((Run("(", sprm(SYMBOL, 0xF0FE << 16)), "同意", Run("(", sprm(SYMBOL, 0xE123 << 16)), "不同意")),
        parts={15: fonts},
    )
    assert texts(document) == ["☑同意\ue123不同意"]
    assert cautions(document) == {CautionKind.PRIVATE_USE: 1}


def test_pictures_and_comments_are_counted() -> None:
    document = read("组织机构图\x01", "\x08流程图", parts={4: bytes(4) + bytes(2 * 34)})
    assert cautions(document) == {CautionKind.PICTURES: 2, CautionKind.COMMENTS: 2}


def test_a_table_gives_each_cell_once() -> None:
    down, first = 0x20, 0x60
    document = read(
        "表1",
        *row("指标", "目标", edges=(0, 1000, 5000), flags=(first, 0)),
        *row("", "2025年", "2030年", edges=(10, 1010, 3000, 5000), flags=(down, 0, 0)),
        *row("合格率", "94%", "", edges=(0, 1000, 3000, 5000), flags=(0, 0, 0)),
        "表后",
    )
    places = [(block.place.row, block.place.column) for block in document.blocks if block.kind is BlockKind.CELL]
    assert texts(document, BlockKind.CELL) == ["指标", "目标", "2025年", "2030年", "合格率", "94%"]
    assert places == [(1, 1), (1, 2), (2, 2), (2, 3), (3, 1), (3, 2)]
    assert texts(document) == ["表1", "表后"]
    assert document.blocks[-1].place.paragraph == 2


def test_a_long_list_of_properties_lies_elsewhere() -> None:
    cell, end = row("指标")
    far = struct.pack("<H", len(end.look)) + end.look
    document = read(cell, Par("", sprm(0x6646, 5), mark="\x07"), "表后", data=bytes(5) + far)
    assert (texts(document, BlockKind.CELL), texts(document)) == (["指标"], ["表后"])


def test_what_a_merged_cell_covers_is_left_out_and_told() -> None:
    document = read(*row("合并", "甲", flags=(0x60, 0)), *row("盖住", "乙", flags=(0x20, 0)))
    assert texts(document, BlockKind.CELL) == ["合并", "甲", "乙"]
    assert cautions(document) == {CautionKind.HIDDEN: 2}


def test_a_table_within_a_cell_is_read_as_the_cells_text() -> None:
    inner = sprm(IN_TABLE, 1) + sprm(DEPTH, 2)
    cell, *rest = row("外", "右")
    document = read(Par("前", cell.look), Par("内一", inner), Par("内二", inner), cell, *rest)
    assert texts(document, BlockKind.CELL) == ["前", "内一", "内二", "外", "右"]
    assert {block.place.column for block in document.blocks} == {1, 2}
    assert cautions(document) == {CautionKind.NESTED_TABLES: 1}


def test_a_table_that_only_frames_the_text_is_none() -> None:
    notice = "关于印发质量强市建设实施方案的通知"
    cell, end = row(notice)
    document = read("标题", Par("第一条", cell.look), cell, end)
    assert texts(document) == ["标题", "第一条", notice]


def test_notes_stand_behind_their_paragraph() -> None:
    notes = (Par("\x02 指制造业产品。"), Par("\x02\t见附表。"), Par(""))
    ends = (0, units(notes[0].runs) + 1, units(notes[0].runs) + units(notes[1].runs) + 2)  # type: ignore[arg-type]
    parts = {2: plc((6, 12, 20), bytes(4)), 3: plc((*ends, ends[-1] + 1))}
    document = read("总则", "合格率\x02达到94%\x02。", "附则", footnotes=notes, parts=parts)
    shown = [(block.kind.value, block.span.of(document.text), block.place.paragraph) for block in document.blocks]
    assert shown == [
        ("text", "总则", 1),
        ("text", "合格率达到94%。", 2),
        ("note", "指制造业产品。", 2),
        ("note", "见附表。", 2),
        ("text", "附则", 3),
    ]


def test_headers_and_footers_stand_once_before_and_behind() -> None:
    stories = [
        "",
        "",
        "",
        "",
        "",
        "",
        "双页",
        "质量强市",
        "双页脚",
        f"— {FIELD} PAGE {RESULT}3{END} —",
        "首页",
        "",
        "",
        "质量强市",
        "",
        "",
        "",
        "",
    ]
    ends = [0]
    for story in stories:
        ends.append(ends[-1] + len(story) + 2 if story else ends[-1])
    headers = [each for story in stories if story for each in (Par(story), Par(""))]
    document = read(
        "正文",
        headers=headers,
        parts={11: plc((*ends, ends[-1] + 1)), 6: plc((0, 1, 3), struct.pack("<2xI6x2xI6x", *[0xFFFFFFFF] * 2))},
    )
    assert [(block.kind.value, block.span.of(document.text)) for block in document.blocks] == [
        ("header", "质量强市"),
        ("text", "正文"),
        ("page number", "— 3 —"),
    ]


def test_a_header_outlives_the_list_of_sections() -> None:
    document = read("正文", headers=[Par("质量强市"), Par("")], parts={11: plc([*[0] * 8, 6, 6])})
    assert texts(document, BlockKind.HEADER) == ["质量强市"]


def test_a_text_box_stands_behind_the_paragraph_it_is_anchored_in() -> None:
    box = (Par("专栏1 质量工程"), Par("实施重点。"), Par(""))
    length = sum(units(each.runs) + 1 for each in box)  # type: ignore[arg-type]
    parts = {
        40: plc((3, 9), struct.pack("<I22x", 1025)),
        56: plc((0, length - 1, length), struct.pack("<14xI4x", 1025), bytes(22)),
    }
    document = read("总则", "\x08任务", "附则", text_boxes=box, parts=parts)
    assert texts(document) == ["总则", "任务", "专栏1 质量工程", "实施重点。", "附则"]
    assert not document.cautions


def test_the_same_plan_as_doc_docx_and_text(shared: Path) -> None:
    document = read_document(shared / "files" / "derived_zhijiao20.doc")
    lines = [line.rstrip("\xa0 ") for line in texts(document)]
    expected = document_from_text((shared / "files" / "derived_zhijiao20_gb18030_crlf.txt").read_text("gb18030"))
    assert ["".join(line.split()) for line in lines] == ["".join(line.split()) for line in texts(expected)]
