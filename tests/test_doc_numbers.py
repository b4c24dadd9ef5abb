"""Automatic numbers of binary Word documents, as Word shows them, and against LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from docx import Document as WordDocument
from docx.oxml import parse_xml

from qcompare.document import BlockKind, CautionKind, Document
from qcompare.read.doc import read_doc
from qcompare.read.docx import read_docx
from tests.doc_maker import LEVEL, LIST, OUTLINE, Par, Word, begins_at, list_level, lists, overrides, sprm, style_sheet


def read(*main: Par, **other: object) -> Document:
    return read_doc(Word(main, **other).content(), "方案.doc")  # type: ignore[arg-type]


def texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


def cautions(document: Document) -> dict[CautionKind, int]:
    return {caution.kind: caution.count for caution in document.cautions}


MIXED = [
    list_level(39, "\0、"),
    list_level(39, "（\1）"),
    list_level(0, "\2."),
    list_level(0, "\1.\2.\3", info=4),
    list_level(18, "\4"),
]
CHAPTERS = [list_level(39, "第\0章"), list_level(39, "第\1条", info=8)]
KINDS = [list_level(form, "\0)") for form in (1, 4, 38, 30, 14)]
NINE = [list_level(23, "\uf0b7")] * 9


def nine(levels: list[bytes]) -> list[bytes]:
    return [*levels, *NINE[len(levels) :]]


def numbers(uses: list[tuple[int, int]], **other: object) -> list[str]:
    """Return the numbers of paragraphs that use a list (its override's number) at a level."""
    document = read(*(Par("某事", sprm(LIST, use) + sprm(LEVEL, level)) for use, level in uses), **other)
    assert not document.cautions
    return [text.removesuffix("某事").rstrip() for text in texts(document)]


@pytest.mark.parametrize(
    ("levels", "used", "expected"),
    [
        (MIXED, [0, 1, 1, 2, 4, 4, 0, 1, 2], "一、 （一） （二） 1. ① ② 二、 （一） 1."),
        (MIXED, [0, 1, 1, 2, 3, 3], "一、 （一） （二） 1. 2.1.1 2.1.2"),
        (CHAPTERS, [0, 1, 1, 0, 1], "第一章 第一条 第二条 第二章 第三条"),
        (KINDS[:1], [0] * 4, "I) II) III) IV)"),
        (KINDS[1:2], [0] * 2, "a) b)"),
        (KINDS[2:3], [0] * 2, "壹) 贰)"),
        (KINDS[3:4], [0] * 2, "甲) 乙)"),
        (KINDS[4:], [0] * 2, "１) ２)"),
        ([list_level(39, "\0、", 10)], [0] * 3, "十、 十一、 十二、"),
    ],
)
def test_numbers_are_those_that_word_shows(levels: list[bytes], used: list[int], expected: str) -> None:
    parts = {73: lists(levels if len(levels) == 1 else nine(levels)), 74: overrides((1, ()))}
    assert numbers([(1, level) for level in used], parts=parts) == expected.split()


def test_lists_count_on_or_begin_anew_as_their_overrides_say() -> None:
    parts = {
        73: lists([list_level(0, "\0.")], nine(MIXED)),
        74: overrides((1, ()), (1, ()), (1, (begins_at(0, 5),)), (2, ())),
    }
    used = [(1, 0), (2, 0), (4, 0), (3, 0), (3, 0), (1, 0)]
    assert numbers(used, parts=parts) == ["1.", "2.", "一、", "5.", "6.", "7."]


def test_an_override_may_bring_levels_of_its_own() -> None:
    level = struct.pack("<iI", 0, 0x30) + list_level(39, "（\0）", 3)
    parts = {73: lists([list_level(0, "\0.")]), 74: overrides((1, ()), (1, (level,)))}
    assert numbers([(1, 0), (2, 0), (2, 0), (1, 0)], parts=parts) == ["1.", "（三）", "（四）", "5."]


def test_a_style_brings_number_and_level() -> None:
    styles = style_sheet(
        (0, 1, 0xFFF, b""),
        (1, 1, 0, sprm(LIST, 1)),
        (2, 1, 0, sprm(LIST, 1) + sprm(LEVEL, 1)),
        (0xFFE, 1, 2, sprm(OUTLINE, 4)),
    )
    parts = {1: styles, 73: lists(nine(MIXED)), 74: overrides((1, ()))}
    document = read(
        Par("总体要求", style=1),
        Par("指导思想", style=2),
        Par("发展目标", style=3),
        Par("不编号", sprm(LIST, 0), style=2),
        Par("正文", sprm(OUTLINE, 9), style=1),
        parts=parts,
    )
    assert texts(document) == ["一、总体要求", "（一）指导思想", "（二）发展目标", "不编号", "二、正文"]
    assert [block.level for block in document.blocks] == [1, 2, 5, 2, 0]


def test_the_list_says_which_level_a_style_is() -> None:
    parts = {
        1: style_sheet((0, 1, 0xFFF, b""), (0xFFE, 1, 0, sprm(LIST, 1))),
        73: lists(nine(MIXED), styles=(0xFFF, 1)),
        74: overrides((1, ())),
    }
    assert texts(read(Par("指导思想", style=1), parts=parts)) == ["（一）指导思想"]


def test_numbers_that_cannot_be_had_are_told() -> None:
    numbered = [Par("某事", sprm(LIST, 1))] * 3
    assert cautions(read(*numbered)) == {CautionKind.NUMBERS_LOST: 3}
    unknown = {73: lists([list_level(60, "\0.")]), 74: overrides((1, ()))}
    assert cautions(read(*numbered, parts=unknown)) == {CautionKind.NUMBERS_LOST: 3}
    assert not read(Par("跳过", sprm(LIST, 1) + sprm(LEVEL, 12)), Par("隐去", sprm(LIST, 0xF802))).cautions


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FORMS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
    ("decimalEnclosedCircle", "%5"),
)


def test_what_libreoffice_converts_reads_as_the_docx_it_came_from(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine")
    docx = tmp_path / "方案.docx"
    write_plan(docx)
    subprocess.run(
        [office, "--headless", "--convert-to", "doc", "--outdir", tmp_path, docx], check=True, capture_output=True
    )
    converted, written = (
        [
            (block.kind, block.level, block.span.of(each.text))
            for block in each.blocks
            if block.place.paragraph or block.place.table
        ]
        for each in (
            read_doc(docx.with_suffix(".doc").read_bytes(), "方案.doc"),
            read_docx(docx.read_bytes(), "方案.docx"),
        )
    )
    assert converted == written
    assert (BlockKind.TEXT, 1, "二、重点任务") in converted


def write_plan(path: Path) -> None:
    """Write a plan with automatic numbers, a table with merged cells, hidden text and a tracked change."""
    document = WordDocument()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(_FORMS)
    )
    first = numbering.find(f"{{{numbering.nsmap['w']}}}num")
    first.addprevious(parse_xml(f'<w:abstractNum {_W} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {_W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))

    def add(text: str, level: int, style: str | None = None) -> None:
        properties = document.add_paragraph(text, style=style)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {_W}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'))

    add("总体要求", 0, "Heading 1")
    add("指导思想", 1, "Heading 2")
    document.add_paragraph("坚持稳中求进工作总基调。").add_run("内部掌握").font.hidden = True
    for level in (1, 2, 3, 3, 4, 4, 2):
        add("发展目标", level)
    add("重点任务", 0, "Heading 1")
    add("质量提升", 1, "Heading 2")
    table = document.add_table(rows=3, cols=3)
    for at, cell in enumerate(table._cells):
        cell.text = f"指标{at}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "横并"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "竖并"
    changed = document.add_paragraph("合格率达到")
    for tag, inside in (("ins", "<w:t>98%</w:t>"), ("del", "<w:delText>95%</w:delText>")):
        changed._p.append(
            parse_xml(
                f'<w:{tag} {_W} w:id="1" w:author="甲" w:date="2023-01-01T00:00:00Z"><w:r>{inside}</w:r></w:{tag}>'
            )
        )
    changed.add_run("以上。")
    document.save(str(path))
