"""Word documents: paragraphs, tables, notes, boxes, fields, tracked changes, and what is left out with a caution."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx as python_docx
import pytest

from qcompare.document import BlockKind, CautionKind, Document, Format, Place, Revisions
from qcompare.read import read_document
from qcompare.read.docx import read_docx
from tests.docx_files import cell, docx, level, numbering, package, paragraph, run, style, styled, table

TEXT, CELL, NOTE, CONTENTS = BlockKind.TEXT, BlockKind.CELL, BlockKind.NOTE, BlockKind.CONTENTS


def read(body: str, revisions: Revisions = Revisions.ACCEPTED, **parts: str) -> Document:
    return read_docx(docx(body, **parts), "方案.docx", revisions)


def texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


def kinds(document: Document) -> list[tuple[str, BlockKind]]:
    return [(block.span.of(document.text), block.kind) for block in document.blocks]


def cautions(document: Document) -> dict[CautionKind, int]:
    return {caution.kind: caution.count for caution in document.cautions}


def text_of(inside: str) -> str:
    """Return the text of a paragraph with these elements in it."""
    return read(paragraph(inside=inside)).text


# ---- paragraphs and their runs ----


def test_paragraphs_in_order_with_their_place() -> None:
    document = read(paragraph("总体要求") + paragraph() + paragraph(inside=run("推动") + run("高质量发展")))
    assert document.text == "总体要求\n推动高质量发展"
    assert [block.place for block in document.blocks] == [Place(paragraph=1), Place(paragraph=2)]
    assert (document.name, document.format, document.pages) == ("方案.docx", Format.DOCX, 0)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<w:r><w:t>指标</w:t><w:tab/><w:t>98%</w:t></w:r>", "指标\t98%"),
        ("<w:r><w:t>主送</w:t><w:br/><w:t>机关</w:t><w:cr/><w:t>名称</w:t></w:r>", "主送\n机关\n名称"),
        ("<w:r><w:t>GB</w:t><w:noBreakHyphen/><w:t>T</w:t><w:softHyphen/></w:r>", "GB-T"),
        ('<w:r><w:t xml:space="preserve">质量 </w:t><w:t> 强区 </w:t></w:r>', "质量 强区"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', "☑是"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>\uf0b3</w:t></w:r>' + run("95%"), "≥95%"),
        (f'<w:hyperlink r:id="x">{run("附件")}</w:hyperlink>', "附件"),
        (f"<w:smartTag><w:smartTagPr/>{run('重庆')}</w:smartTag>", "重庆"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent><w:sdt><w:sdtContent>{run('永川')}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>", "永川"),
        (f'<w:fldSimple w:instr=" REF 标题 ">{run("质量强区")}</w:fldSimple>', "质量强区"),
        (f"<w:r><w:ruby><w:rt>{run('zhì')}</w:rt><w:rubyBase>{run('质')}</w:rubyBase></w:ruby></w:r>", "质"),
        ("<m:oMath><m:f><m:num><m:r><m:t>甲</m:t></m:r></m:num><m:den><m:r><m:t>乙</m:t></m:r></m:den></m:f></m:oMath>", "甲/乙"),
        ("<w:proofErr/><w:bookmarkStart/><!-- 批注 --><?pi x?>" + run("正文"), "正文"),
    ],
)  # fmt: skip
def test_what_may_stand_in_a_paragraph(inside: str, expected: str) -> None:
    assert text_of(inside) == expected


END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def field_of(instruction: str, result: str) -> str:
    """Return a field with its instruction in two runs, as Word leaves it."""
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{sort}"/></w:r>' for sort in ("begin", "separate", "end"))
    half = len(instruction) // 2
    told = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (instruction[:half], instruction[half:]))
    return f"{begin}{told}{separate}{result}{end}"


def test_of_fields_only_the_result_is_read() -> None:
    inner = field_of(" PAGE ", run("7"))
    told = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>{inner}'
    rest = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("见附件")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert text_of(run("（") + told + rest + run("）")) == "（见附件）"


def test_a_character_in_a_circle_is_a_field_without_result() -> None:
    circled = field_of(r" eq \o\ac(○,2)", "").replace('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "")
    assert text_of(circled + run("强化计量支撑")) == "②强化计量支撑"
    assert text_of(circled.replace("eq", "XE") + run("正文")) == "正文"


def test_what_fields_draw_without_result_is_not_lost() -> None:
    def without_result(instruction: str) -> str:
        return field_of(instruction, "").replace('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "")

    pinyin = r' EQ \* jc2 \* "Font:宋体" \* hps10 \* hpsUp9 \o\ad(\s\up 9(qí),綦)'
    shares = without_result(r" EQ \f(1,3) ") + without_result(r' SYMBOL 179 \f "Symbol" \s 12 ')
    assert text_of(without_result(pinyin) + run("江占") + shares + run("30%")) == "綦江占1/3≥30%"
    numbered = read(paragraph(inside=without_result(" AUTONUM ") + run("健全机制")))
    assert (numbered.text, cautions(numbered)) == ("健全机制", {CautionKind.NUMBERS_LOST: 1})


def test_a_field_that_is_never_closed_swallows_nothing() -> None:
    begun = paragraph(inside='<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC </w:instrText></w:r>')
    unended = paragraph(inside=field_of(" TOC ", run("目录")).removesuffix(END))
    document = read(begun + unended + paragraph("一、总体要求"))
    assert kinds(document) == [("目录", TEXT), ("一、总体要求", TEXT)]


def test_hidden_text_and_comments_are_left_out_and_told() -> None:
    hidden = run("内部掌握", "<w:vanish/>") + run("可见", '<w:vanish w:val="0"/>')
    comment = '<w:commentRangeStart w:id="1"/>' + run("正文") + '<w:r><w:commentReference w:id="1"/></w:r>'
    document = read(paragraph(inside=hidden + comment), comments='<w:comment w:id="1"/>')
    assert document.text == "可见正文"
    assert cautions(document) == {CautionKind.HIDDEN: 4, CautionKind.COMMENTS: 1}


def test_text_hidden_by_a_style() -> None:
    hides = '<w:style w:type="character" w:styleId="藏"><w:name w:val="藏"/><w:rPr><w:vanish/></w:rPr></w:style>'
    hides += '<w:style w:type="paragraph" w:styleId="暗"><w:name w:val="暗"/><w:rPr><w:vanish/></w:rPr></w:style>'
    body = paragraph(inside=run("甲", '<w:rStyle w:val="藏"/>') + run("乙")) + styled("暗", "丙")
    assert read(body, styles=hides).text == "乙"


def test_what_hides_a_run_hides_nothing_behind_it() -> None:
    ruby = f"<w:r><w:ruby><w:rubyBase>{run('密', '<w:vanish/>')}</w:rubyBase></w:ruby><w:t>开</w:t></w:r>"
    assert text_of(ruby + run("藏", "<w:vanish/>") + "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>") == "开x"


def test_private_characters_are_told() -> None:
    document = read(paragraph("朱\ue123镇"))
    assert (document.text, cautions(document)) == ("朱\ue123镇", {CautionKind.PRIVATE_USE: 1})


# ---- headings and contents ----


def test_heading_styles_give_levels() -> None:
    styles = (
        style("1", "heading 1")
        + style("2", "标题 2")
        + style("x", "章标题", based="1")
        + style("y", "专栏题", '<w:outlineLvl w:val="2"/>')
        + style("z", "正文标题", '<w:outlineLvl w:val="9"/>', based="1")
    )
    body = "".join(styled(name, name) for name in ("1", "2", "x", "y", "z", "无此样式"))
    body += styled("z", "直接", '<w:outlineLvl w:val="0"/>')
    assert [block.level for block in read(body, styles=styles).blocks] == [1, 2, 1, 3, 0, 0, 1]


def test_contents_by_field_style_and_content_control() -> None:
    first = paragraph(inside=field_of(" TOC \\o ", run("一、总体要求\t1")).removesuffix(END))
    last = paragraph(inside=END + run("前言"))
    by_field = first + paragraph("二、重点任务\t3") + last
    assert kinds(read(by_field)) == [("一、总体要求\t1", CONTENTS), ("二、重点任务\t3", CONTENTS), ("前言", TEXT)]

    by_style = styled("11", "一、总体要求\t1") + styled("t", "图1\t4") + paragraph("前言")
    named = style("11", "toc 1") + style("t", "table of figures")
    assert [block.kind for block in read(by_style, styles=named).blocks] == [CONTENTS, CONTENTS, TEXT]

    part = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    control = f"<w:sdt>{part}<w:sdtContent>{paragraph('目录')}{paragraph('一、总体要求')}</w:sdtContent></w:sdt>"
    assert [block.kind for block in read(control + paragraph("前言")).blocks] == [CONTENTS, CONTENTS, TEXT]


# ---- tables ----


def cells(document: Document) -> list[tuple[int, int, int, str]]:
    return [
        (block.place.table, block.place.row, block.place.column, block.span.of(document.text))
        for block in document.blocks
        if block.kind is CELL
    ]


def test_tables_as_cells_with_merged_ones_once() -> None:
    wide, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    made = table(
        [cell("指标", down), cell("目标值", wide)],
        [cell("<w:p/>", on), "2025年", "2027年"],
        ["合格率", "98%", cell(paragraph("98.5%") + paragraph("以上"))],
    )
    document = read(paragraph("主要指标") + made + paragraph("说明") + table(["甲"], ["乙"]))
    assert cells(document) == [
        (1, 1, 1, "指标"),
        (1, 1, 2, "目标值"),
        (1, 2, 2, "2025年"),
        (1, 2, 3, "2027年"),
        (1, 3, 1, "合格率"),
        (1, 3, 2, "98%"),
        (1, 3, 3, "98.5%"),
        (1, 3, 3, "以上"),
        (2, 1, 1, "甲"),
        (2, 2, 1, "乙"),
    ]
    assert [block.place.paragraph for block in document.blocks if block.kind is TEXT] == [1, 2]
    assert cautions(document) == {}


def test_a_cell_that_goes_on_with_nothing_stands_for_itself() -> None:
    assert [found[3] for found in cells(read(table([cell("甲", "<w:vMerge/>"), "乙"])))] == ["甲", "乙"]


def test_automatic_numbers_in_cells() -> None:
    first = cell(paragraph(list_id=1))
    document = read(table([first, "质量"], [first, "标准"]), numbering=numbering(level(0, text="%1")))
    assert [found[3] for found in cells(document)] == ["1", "质量", "2", "标准"]


def test_rows_and_cells_in_content_controls() -> None:
    row = f"<w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{cell('甲')}</w:sdtContent></w:sdt>{cell('乙')}</w:tr></w:sdtContent></w:sdt>"
    assert cells(read(f"<w:tbl>{row}</w:tbl>")) == [(1, 1, 1, "甲"), (1, 1, 2, "乙")]


def test_a_table_within_a_cell_is_read_as_that_cell() -> None:
    document = read(table([cell(paragraph("责任") + table(["甲局", "乙局"]) + "<w:p/>"), "期限"]))
    assert cells(document) == [(1, 1, 1, "责任"), (1, 1, 1, "甲局"), (1, 1, 1, "乙局"), (1, 1, 2, "期限")]
    assert cautions(document) == {CautionKind.NESTED_TABLES: 1}


def test_a_table_that_frames_the_whole_document_is_only_layout() -> None:
    inner = paragraph("一、总体要求") + paragraph("推动高质量发展。") + table(["指标", "98%"])
    document = read(paragraph("实施方案") + table([cell(inner)], [cell("<w:p/>")]))
    assert [block.kind for block in document.blocks] == [TEXT, TEXT, TEXT, CELL, CELL]
    assert cells(document)[1] == (1, 1, 2, "98%")
    box = read(paragraph("推动高质量发展，建设质量强区。") + table([cell("专栏1 质量工程")]))
    assert [block.kind for block in box.blocks] == [TEXT, CELL]


# ---- beside the text ----

SHAPE = (
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{0}</wps:txbx></w:drawing></mc:Choice>'
    "<mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
)


def box(inside: str) -> str:
    return f"<w:r>{SHAPE.format(f'<w:txbxContent>{inside}</w:txbxContent>')}</w:r>"


def test_text_boxes_once_behind_their_paragraph() -> None:
    inner = paragraph("专栏1") + paragraph("质量工程", inside=box(paragraph("注释")))
    document = read(paragraph(inside=run("重点") + box(inner) + run("任务")) + paragraph("保障措施"))
    assert texts(document) == ["重点任务", "专栏1", "质量工程", "注释", "保障措施"]
    old = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{paragraph('秘密')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    assert kinds(read(paragraph(inside=old))) == [("秘密", TEXT)]
    assert [block.kind for block in read(table([cell(paragraph("甲", inside=old)), "乙"])).blocks] == [CELL] * 3


def test_a_table_in_a_text_box_is_a_table() -> None:
    document = read(paragraph("甲", inside=box(table(["乙"]))))
    assert kinds(document) == [("甲", TEXT), ("乙", CELL)]


def test_notes_stand_right_behind_what_cites_them() -> None:
    note = '<w:r><w:footnoteReference w:id="{0}"/></w:r>'.format
    cite = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    body = paragraph("甲", inside=note(1) + run("乙") + cite) + paragraph("丙", inside=note(1) + note(99))
    document = read(
        body,
        footnotes=f'<w:footnote w:id="0">{paragraph("线")}</w:footnote>'
        f'<w:footnote w:id="1">{paragraph(" 据统计公报。")}</w:footnote>',
        endnotes=f'<w:endnote w:id="1">{paragraph("下同。")}</w:endnote>',
    )
    assert kinds(document) == [("甲乙", TEXT), (" 据统计公报。", NOTE), ("下同。", NOTE), ("丙", TEXT)]
    assert [block.place.paragraph for block in document.blocks] == [1, 1, 1, 2]


SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/>'
    '<w:footerReference w:type="default" r:id="footer1"/><w:footerReference w:type="even" r:id="footer2"/>{}</w:sectPr>'
)


def margins(more: str = "", **parts: str) -> Document:
    page = paragraph(inside=run("— ") + field_of(" PAGE \\* MERGEFORMAT ", run("2")) + run(" —"))
    mark = '<w:r><w:pict><v:shape><v:textpath string="征求意见稿"/></v:shape></w:pict></w:r>'
    return read(
        paragraph("正文") + SECTION.format(more),
        header1=paragraph("质量强区建设实施方案", inside=mark),
        header2=paragraph("首页页眉"),
        footer1=page,
        footer2=paragraph("内部资料"),
        **parts,
    )


def test_headers_and_footers_that_are_shown_stand_around_the_text() -> None:
    shown = [("质量强区建设实施方案", BlockKind.HEADER), ("正文", TEXT), ("— 2 —", BlockKind.PAGE_NUMBER)]
    assert kinds(margins()) == shown
    assert cautions(margins()) == {CautionKind.WATERMARK: 1}
    first = kinds(margins("<w:titlePg/>", settings="<w:evenAndOddHeaders/>"))
    assert first == [shown[0], ("首页页眉", BlockKind.HEADER), *shown[1:], ("内部资料", BlockKind.FOOTER)]


def test_a_page_number_in_a_text_box_of_a_footer() -> None:
    footer = paragraph(inside=box(paragraph(inside=run("第") + field_of("PAGE", run("3")) + run("页"))))
    section = '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    body = paragraph("甲", section) + paragraph("乙") + section
    assert kinds(read(body, footer1=footer))[2:] == [("第3页", BlockKind.PAGE_NUMBER)]


def test_pictures_and_other_files_are_told() -> None:
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r><w:r><w:object><v:imagedata/></w:object></w:r>"
    art = '<w:r><w:pict><v:textpath string="红头文件"/></w:pict></w:r>'
    document = read(paragraph("正文", inside=picture + art) + '<w:altChunk r:id="x"/><w:subDoc r:id="y"/>')
    assert texts(document) == ["正文", "红头文件"]
    assert cautions(document) == {CautionKind.PICTURES: 2, CautionKind.REFERENCES: 2}


# ---- tracked changes ----

ADDED, GONE = "<w:ins>{}</w:ins>".format, "<w:del>{}</w:del>".format
MARK = "<w:rPr><w:{}/></w:rPr>".format


def both(body: str, **parts: str) -> tuple[list[str], list[str]]:
    """Return the texts with the changes accepted, and as before them."""
    return texts(read(body, **parts)), texts(read(body, Revisions.BEFORE, **parts))


def deleted(text: str) -> str:
    return GONE(f"<w:r><w:delText>{text}</w:delText></w:r>")


def test_changes_within_a_paragraph() -> None:
    body = paragraph("合格率达到", inside=ADDED(run("98%")) + deleted("95%") + run("以上"))
    assert both(body) == (["合格率达到98%以上"], ["合格率达到95%以上"])
    moved = paragraph(inside=f"<w:moveFrom>{run('甲')}</w:moveFrom>{run('乙')}<w:moveTo>{run('甲')}</w:moveTo>")
    assert both(moved) == (["乙甲"], ["甲乙"])
    nothing = paragraph(inside=ADDED(deleted("未定")) + run("正文"))
    assert both(nothing) == (["正文"], ["正文"])
    assert cautions(read(body)) == {CautionKind.REVISIONS: 2}
    assert cautions(read(body, Revisions.BEFORE)) == {CautionKind.REVISIONS_BEFORE: 2}


def test_a_mark_taken_away_joins_two_paragraphs() -> None:
    body = paragraph("推动", MARK("del")) + paragraph("发展", MARK("ins")) + paragraph("改革")
    assert both(body) == (["推动发展", "改革"], ["推动", "发展改革"])
    apart = paragraph("推动", MARK("del")) + table(["甲"]) + paragraph("改革", MARK("del"))
    assert both(apart)[0] == ["推动", "甲", "改革"]


def test_paragraphs_taken_away_are_not_counted() -> None:
    gone = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>{MARK("del")}</w:pPr>{deleted("乙")}</w:p>'
    body = paragraph("甲", list_id=1) + gone + paragraph("丙", list_id=1)
    made = numbering(level(0, "chineseCounting", "%1、"))
    assert both(body, numbering=made) == (["一、甲", "二、丙"], ["一、甲", "二、乙", "三、丙"])


def test_changes_of_numbering() -> None:
    change = "<w:pPrChange><w:pPr>{}</w:pPr></w:pPrChange>".format
    number = '<w:numPr>{}<w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'.format
    body = (
        paragraph("甲", number("<w:ins/>"))
        + paragraph("乙", change(number("")))
        + paragraph("丙", number("") + change(""))
    )
    assert both(body, numbering=numbering(level(0))) == (["1.甲", "乙", "2.丙"], ["甲", "1.乙", "丙"])
    hidden = run("密", "<w:vanish/><w:rPrChange><w:rPr/></w:rPrChange>") + run("开")
    assert both(paragraph(inside=hidden)) == (["开"], ["密开"])


def test_rows_and_cells_added_and_taken_away() -> None:
    rows = "".join(
        f"<w:tr><w:trPr>{change}</w:trPr>{cell(text)}</w:tr>"
        for change, text in (("", "甲"), ("<w:ins/>", "乙"), ("<w:del/>", "丙"))
    )
    rows += f"<w:tr>{cell('丁', '<w:cellIns/>')}{cell('戊', '<w:cellDel/>')}{cell('己')}</w:tr>"
    body = f"<w:tbl>{rows}</w:tbl>"
    assert both(body) == (["甲", "乙", "丁", "己"], ["甲", "丙", "戊", "己"])
    assert [found[:3] for found in cells(read(body))] == [(1, 1, 1), (1, 2, 1), (1, 3, 1), (1, 3, 2)]
    assert cautions(read(body)) == {CautionKind.REVISIONS: 4}


# ---- whole files ----


def test_the_strict_standard() -> None:
    made = docx(
        paragraph("总体要求", list_id=1) + table(["甲"]), numbering=numbering(level(0, "chineseCounting", "%1、"))
    )
    transitional = "http://schemas.openxmlformats.org/"
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    strict = {
        name: content.replace(f"{transitional}wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
        .replace(f"{transitional}officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/")
        for name, content in files.items()
    }  # fmt: skip
    assert strict["word/document.xml"] != files["word/document.xml"]
    assert kinds(read_docx(package(dict(strict)), "严格.docx")) == [("一、总体要求", TEXT), ("甲", CELL)]


def test_a_file_written_by_another_library(tmp_path: Path) -> None:
    written = python_docx.Document()
    written.add_heading("质量强区建设实施方案", 1)
    written.add_paragraph("加强质量基础设施建设。")
    for text in ("完善标准体系", "强化计量支撑"):
        written.add_paragraph(text, style="List Number")
    made = written.add_table(2, 3)
    made.cell(0, 0).merge(made.cell(0, 1)).text = "指标"
    made.cell(0, 2).merge(made.cell(1, 2)).text = "备注"
    made.cell(1, 0).text, made.cell(1, 1).text = "合格率", "98%"
    written.sections[0].header.paragraphs[0].text = "永川区"
    written.save(str(tmp_path / "方案.docx"))
    document = read_document(tmp_path / "方案.docx")
    assert texts(document) == [
        *("永川区", "质量强区建设实施方案", "加强质量基础设施建设。", "1.完善标准体系", "2.强化计量支撑"),
        *("指标", "备注", "合格率", "98%"),
    ]
    assert [block.place.column for block in document.blocks if block.kind is CELL] == [1, 3, 1, 2]
    assert document.blocks[1].level == 1
    assert document.digest


def test_a_real_document_with_automatic_numbers(shared: Path) -> None:
    document = read_document(shared / "files" / "docx_requirements_spec.docx")
    found = texts(document)
    after = found.index("第二章 项目简介") + 1
    assert found[after] == "2.1.编写目的", "the empty headings between, hidden, only move the chapter on"
    headings = {text.replace(" ", "") for text, block in zip(found, document.blocks, strict=True) if block.level}
    entries = [text.split("\t") for text, kind in kinds(document) if kind is CONTENTS and "\t" in text]
    assert len(entries) == 58
    assert {(number + title).replace(" ", "") for number, title, _page in entries} <= headings


def test_a_real_plan_saved_by_libreoffice(shared: Path) -> None:
    document = read_document(shared / "files" / "derived_zhijiao20.docx")
    same = read_document(shared / "files" / "derived_zhijiao20_gb18030_crlf.txt")
    assert document.text.split() == same.text.split()
