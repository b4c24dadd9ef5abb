"""Compound files that are no Word documents, and Word documents that are damaged: a ReadError that says so, and no more."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcompare.document import Format
from qcompare.errors import ReadError
from qcompare.read import read_document
from qcompare.read.doc import read_doc
from qcompare.read.formats import format_of
from tests.doc_maker import SECTOR, Par, Run, Word, compound, list_level, lists, overrides, plc, row, sprm, style_sheet

PARAGRAPHS = [
    Par("总体要求", style=1),
    Par(("合格率达到", Run("95%", sprm(0x0800, 1)), "98%以上\x02。")),
    *row("指标", "目标"),
    *row("合格率", "94%"),
    Par("见\x13 HYPERLINK x \x14附件\x15。", sprm(0x460B, 1)),
]
PARTS = {
    1: style_sheet((0, 1, 0xFFF, b""), (1, 1, 0, sprm(0x460B, 1))),
    2: struct.pack("<IIH", 12, 60, 0),
    3: struct.pack("<3I", 0, 5, 6),
    73: lists([list_level(39, "\0、")]),
    74: overrides((1, ())),
}
WHOLE = Word(PARAGRAPHS, footnotes=[Par("\x02注一"), Par("")], headers=[Par("页眉")], cuts=(7, 9), parts=PARTS)
STREAMS = WHOLE.streams()
CONTENT = compound(STREAMS)
CLX, STYLES = 33, 1


def tampered(at: int, value: int, size: int = 4) -> bytes:
    """Return the document with a number in its header changed."""
    main = STREAMS["WordDocument"]
    return compound({**STREAMS, "WordDocument": main[:at] + value.to_bytes(size, "little") + main[at + size :]})


def pair(part: int) -> int:
    """Return where the header says where a part of the table lies; its size follows."""
    return 154 + 8 * part


@pytest.mark.parametrize(
    ("streams", "name", "problem"),
    [
        (["Workbook"], "指标.doc", "这是 Excel 表格"),
        (["Book"], "指标.doc", "这是 Excel 表格"),
        (["PowerPoint Document"], "汇报.doc", "这是 PowerPoint 演示文稿"),
        (["EncryptedPackage", "EncryptionInfo"], "方案.docx", "文件设有打开密码"),
        (["__properties_version1.0"], "方案.doc", "这是邮件"),
        (["\u4840\u3b3f\u43f2\u4438\u45b1"], "方案.doc", "这是安装程序"),
        (["CONTENTS", "MatOST"], "方案.wps", "这是 Works 文档"),
        (["CONTENTS"], "方案.wps", "这是旧版 WPS 文档"),
        (["CONTENTS"], "方案.doc", "这不是 Word 文档"),
        ([], "方案.doc", "这不是 Word 文档"),
    ],
)
def test_another_compound_file_is_named(streams: list[str], name: str, problem: str) -> None:
    with pytest.raises(ReadError, match=problem) as refused:
        read_doc(compound(dict.fromkeys(streams, b"")), name)
    assert refused.value.place == name
    assert refused.value.advice


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (Word(PARAGRAPHS, flags=0x0100).content(), "密码"),
        (Word(PARAGRAPHS, flags=0x8100).content(), "密码"),
        (Word(PARAGRAPHS, version=0x0065).content(), "Word 97 以前"),
        (tampered(0, 0xA5DC, 2), "Word 97 以前"),
    ],
)
def test_a_word_document_that_cannot_be_read_says_why(content: bytes, problem: str) -> None:
    with pytest.raises(ReadError, match=problem) as refused:
        read_doc(content, "方案.doc")
    assert "另存" in refused.value.advice


WORD_XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument xmlns:w="u">'
)


def test_other_formats_named_doc_go_by_their_content(tmp_path: Path) -> None:
    assert format_of("<html><p>总体要求</p></html>".encode(), "方案.doc") is Format.HTML
    for content, problem in (("{\\rtf1 abc}", "RTF"), (WORD_XML, "Word XML")):
        (tmp_path / "方案.doc").write_text(content)
        with pytest.raises(ReadError, match=problem):
            read_document(tmp_path / "方案.doc")


@pytest.mark.parametrize(
    "content",
    [
        CONTENT[:1000],
        tampered(76, 0x7FFFFFFF),  # the length of the text
        tampered(76, 19_000_000),
        tampered(80, 0xFFFFFFFF),  # of the footnotes
        tampered(62, 0xFFFF, 2),  # how many numbers the header has
        tampered(152, 0xFFFF, 2),
        tampered(pair(CLX), 0x7FFFFFFF),
        tampered(pair(CLX) + 4, 0xFFFFFFFF),
        tampered(pair(CLX) + 4, 0),
        compound({"WordDocument": STREAMS["WordDocument"]}),
        compound({**STREAMS, "WordDocument": STREAMS["WordDocument"][:40]}),
        compound({**STREAMS, "1Table": b""}),
    ],
)
def test_what_does_not_hold_together_is_damaged(content: bytes) -> None:
    with pytest.raises(ReadError, match="损坏"):
        read_doc(content, "方案.doc")


@pytest.mark.parametrize("part", [STYLES, 2, 3, 6, 11, 31, 73, 74])
def test_the_text_outlives_parts_that_lie_outside_of_the_file(part: int) -> None:
    document = read_doc(tampered(pair(part) + 4, 0xFFFFFFFF), "方案.doc")
    assert "合格率达到98%以上" in document.text


def test_the_same_bytes_are_not_read_again_and_again() -> None:
    far = struct.pack("<H", 0x3FA2) + sprm(0x2416, 0) * 6000
    rows = [Par("某事", sprm(0x6646, 0), style=style) for style in range(60)]
    with pytest.raises(ReadError, match="损坏"):
        read_doc(Word(rows, data=far).content(), "方案.doc")


def test_texts_beside_the_main_one_that_overlap_are_read_once() -> None:
    ends = plc([*[0] * 7, *[0, 12] * 600])
    parts = {2: plc([1] * 600, bytes(2 * 599)), 3: plc([0, 6] * 600), 6: plc(range(400), bytes(12 * 399)), 11: ends}
    document = read_doc(
        Word([Par("合\x02格率")], footnotes=[Par("指产品。")], headers=[Par("质量强市建设")], parts=parts).content(),
        "方案.doc",
    )
    assert document.text.count("指产品。") == 1
    assert document.text.count("质量强市建设") <= 1


def test_an_allocation_table_that_runs_in_a_circle_ends() -> None:
    table = CONTENT.rindex(struct.pack("<4I", 1, 2, 3, 4))
    circle = CONTENT[:table] + struct.pack("<I", 0) + CONTENT[table + 4 :]
    entry = circle.index("WordDocument".encode("utf-16-le"))
    endless = bytearray(circle)
    struct.pack_into("<I", endless, entry + 120, 0xFFFFFFF0)
    for content in (circle, bytes(endless)):
        ends_well(content)


def test_a_header_that_asks_for_more_sectors_than_there_are_is_refused() -> None:
    for at, packed in ((30, struct.pack("<H", 60)), (44, b"\xff\xff\xff\x00"), (64, b"\xff\xff\xff\x00")):
        with pytest.raises(ReadError, match="损坏"):
            read_doc(CONTENT[:at] + packed + CONTENT[at + len(packed) :], "方案.doc")


def ends_well(content: bytes) -> None:
    """Read a document; whatever else than a document with text in its blocks, or a ReadError, fails the test."""
    try:
        document = read_doc(content, "方案.doc")
    except ReadError:
        return
    assert all(block.span.of(document.text).strip() for block in document.blocks)


def test_a_file_cut_off_anywhere_ends_well() -> None:
    assert read_doc(CONTENT, "方案.doc").blocks
    for length in [*range(0, 1600, 97), *range(1600, len(CONTENT), 311)]:
        ends_well(CONTENT[:length])


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_damaged_bytes_end_well(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["WordDocument", "1Table", ""]))
    ends_well(compound({**STREAMS, name: changed(data, STREAMS[name])}) if name else changed(data, CONTENT))


def changed(data: st.DataObject, content: bytes) -> bytes:
    """Return bytes with some overwritten, near their beginning more often than not."""
    result = bytearray(content)
    ends = st.sampled_from([SECTOR, len(content) - 4])
    values = st.sampled_from([b"\0", b"\xff", b"\xff\xff\xff\x7f", b"\xff\xff\xff\xff"]) | st.binary(
        min_size=1, max_size=4
    )
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, data.draw(ends)))
        value = data.draw(values)
        result[at : at + len(value)] = value
    return bytes(result)
