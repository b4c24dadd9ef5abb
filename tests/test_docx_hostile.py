"""Word documents that mean harm, or are only broken: each ends in a document or a ReadError, and soon."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcompare.document import BlockKind, CautionKind, Document, Revisions
from qcompare.errors import ReadError
from qcompare.read.docx import read_docx
from qcompare.read.docx.setting import DEEPEST
from tests.docx_files import (
    SPACES,
    anew,
    definition,
    docx,
    level,
    listed,
    numbering,
    package,
    paragraph,
    related,
    run,
    style,
    styled,
    table,
)

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(content: bytes) -> Document:
    return read_docx(content, "来件.docx")


def nested(around: Callable[[str], str], times: int, inside: str) -> str:
    """Return elements set one within another."""
    before, after = around("\0").split("\0")
    return before * times + inside + after * times


def cautions(document: Document) -> dict[CautionKind, int]:
    return {caution.kind: caution.count for caution in document.cautions}


AROUND: dict[str, Callable[[str], str]] = {
    "table": lambda inside: f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>",
    "sdt": lambda inside: f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>",
    "box": lambda inside: f"<w:p><w:r><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></w:r></w:p>",
    "choice": lambda inside: f"<mc:AlternateContent><mc:Choice>{inside}</mc:Choice></mc:AlternateContent>",
    "custom": lambda inside: f"<w:customXml>{inside}</w:customXml>",
}
INLINE: dict[str, Callable[[str], str]] = {
    "sdt": AROUND["sdt"],
    "ins": lambda inside: f"<w:ins>{inside}</w:ins>",
    "link": lambda inside: f"<w:hyperlink>{inside}</w:hyperlink>",
    "ruby": lambda inside: f"<w:r><w:ruby><w:rubyBase>{inside}</w:rubyBase></w:ruby></w:r>",
    "choice": lambda inside: f"<mc:AlternateContent><mc:Choice>{inside}</mc:Choice></mc:AlternateContent>",
    "math": lambda inside: f"<m:oMath>{inside}</m:oMath>",
}


@pytest.mark.parametrize("sort", AROUND)
@pytest.mark.parametrize("inline", [False, True])
def test_ten_thousand_one_within_another(sort: str, inline: bool) -> None:
    around = INLINE.get(sort, AROUND[sort]) if inline else AROUND[sort]
    inside = run("深") if inline else paragraph("深")
    body = nested(around, 10_000, inside)
    with pytest.raises(ReadError, match="已损坏"):
        read(docx(paragraph("正文") + (paragraph(inside=body) if inline else body)))


@pytest.mark.parametrize("sort", AROUND)
def test_what_is_nested_too_deep_is_left_out_and_told(sort: str) -> None:
    per_turn = AROUND[sort]("").count("</")
    document = read(docx(paragraph("正文") + nested(AROUND[sort], 240 // per_turn, paragraph("深"))))
    assert document.text.startswith("正文")
    assert ("深" in document.text) != bool(cautions(document).get(CautionKind.DEEPER))
    shallow = read(docx(paragraph("正文") + nested(AROUND[sort], 5, paragraph("深"))))
    assert shallow.text == "正文\n深"


@pytest.mark.parametrize("sort", INLINE)
def test_runs_nested_too_deep_are_left_out_and_told(sort: str) -> None:
    per_turn = INLINE[sort]("").count("</")
    inside = run("深") if sort != "math" else "<m:r><m:t>深</m:t></m:r>"
    document = read(docx(paragraph("正文", inside=nested(INLINE[sort], 230 // per_turn, inside))))
    assert ("深" in document.text) != bool(cautions(document).get(CautionKind.DEEPER))
    assert DEEPEST < 100


BOMB = (
    '<!DOCTYPE w:document [<!ENTITY a "质量质量"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
)


OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "document",
    [
        f"{BOMB}<w:document {SPACES}><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>",
        f"{OUTSIDE}<w:document {SPACES}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>",
        f"<w:document {SPACES}><w:body><w:p></w:body></w:document>",
        f"<w:document {SPACES}/>",
        f"<w:sectPr {SPACES}><w:bodies/></w:sectPr>",
        "<html><body>不是</body></html>",
        "",
        "\x00\x01",
    ],
)
def test_a_main_part_that_is_none_is_refused(document: str) -> None:
    with pytest.raises(ReadError, match="已损坏") as caught:
        read(package({"word/document.xml": document}))
    assert (caught.value.place, bool(caught.value.advice)) == ("来件.docx", True)


def test_packages_that_are_none_are_refused() -> None:
    good = docx(paragraph("正文"))
    broken = bytearray(good)
    at = good.index(b"word/document.xml") + 40
    broken[at : at + 20] = b"\xff" * 20
    for content in (b"", b"PK\x03\x04", good[:200], good[:-30], bytes(broken), package({"OFD.xml": "<a/>"})):
        with pytest.raises(ReadError):
            read(content)


def test_zip_bombs_are_refused() -> None:
    with pytest.raises(ReadError):
        read(docx(paragraph("a" * 2_000_000)))
    with pytest.raises(ReadError):
        read(docx("<w:p/>" * 1_500_000))


def test_a_root_of_another_name_is_no_trouble() -> None:
    assert read(
        package({"word/document.xml": f"<w:sectPr {SPACES}><w:body>{paragraph('正文')}</w:body></w:sectPr>"})
    ).blocks


def test_missing_parts_are_no_trouble() -> None:
    body = styled("无", "甲") + paragraph("乙", inside='<w:r><w:footnoteReference w:id="5"/></w:r>')
    section = '<w:sectPr><w:headerReference r:id="没有"/><w:footerReference/></w:sectPr>'
    bare = f"<w:document {SPACES}><w:body>{body}{section}</w:body></w:document>"
    assert read(package({"word/document.xml": bare})).text == "甲\n乙"


@pytest.mark.parametrize(
    "target", ["../../../etc/passwd", "/etc/passwd", "..\\..\\x", "", "word/document.xml", "styles.xml", "http://x/y"]
)
def test_relationships_that_lead_elsewhere(target: str) -> None:
    body = f'<w:document {SPACES}><w:body>{paragraph("正文")}<w:sectPr><w:headerReference r:id="h"/></w:sectPr></w:body></w:document>'
    every = "".join(
        f'<Relationship Id="{kind[0]}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for kind in ("header", "styles", "numbering", "footnotes")
    )
    files = {"word/document.xml": body, "word/_rels/document.xml.rels": related(every), "word/styles.xml": "<x/>"}
    assert read(package({**files, "../evil.xml": "<x/>"})).text == "正文"


def test_the_main_part_under_another_name_or_not_named() -> None:
    body = f"<w:document {SPACES}><w:body>{paragraph('正文')}</w:body></w:document>"
    named = related(f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="/word/document2.xml"/>')
    assert read(package({"word/document2.xml": body, "_rels/.rels": named})).text == "正文"
    assert read(package({"word/document.xml": body, "_rels/.rels": related("")})).text == "正文"
    outside = named.replace("Target=", 'TargetMode="External" Target=')
    assert read(package({"word/document.xml": body, "_rels/.rels": outside})).text == "正文"


def test_headers_in_other_files_are_told() -> None:
    body = f'<w:document {SPACES}><w:body>{paragraph("正文")}<w:sectPr><w:headerReference r:id="h"/></w:sectPr></w:body></w:document>'
    rels = related(f'<Relationship Id="h" Type="{OFFICE}/header" Target="http://x/h.xml" TargetMode="External"/>')
    document = read(package({"word/document.xml": body, "word/_rels/document.xml.rels": rels}))
    assert cautions(document) == {CautionKind.REFERENCES: 1}


def test_styles_and_lists_that_go_round_in_circles() -> None:
    styles = style("甲", "甲", based="乙") + style("乙", "乙", based="甲") + style("丙", "丙", based="丙")
    body = "".join(styled(name, name) for name in "甲乙丙")
    assert read(docx(body, styles=styles)).text == "甲\n乙\n丙"
    numbers = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    round_ = style("表", "表", numbers, kind="numbering")
    made = definition(0, more='<w:numStyleLink w:val="表"/>') + listed(1, 0)
    assert read(docx(paragraph("甲", list_id=1), styles=round_, numbering=made)).text == "甲"
    long = "".join(style(str(n), str(n), numbers if n == 999 else "", based=str(n + 1)) for n in range(1000))
    assert read(docx(styled("0", "甲"), styles=long, numbering=numbering(level(0)))).text == "甲"


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "1e9", "一", "", "2147483648", " 7 ", "0x10"])
def test_numbers_beyond_all_bounds(number: str) -> None:
    made = (
        level(0, text="%1、").replace('w:start w:val="1"', f'w:start w:val="{number}"')
        + f'<w:lvl w:ilvl="{number}"><w:lvlRestart w:val="{number}"/><w:lvlText w:val="%1%2%9"/></w:lvl>'
    )
    lists = definition(0, made) + listed(1, 0, anew(0, 1).replace('w:val="1"', f'w:val="{number}"'))
    number_of = f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{number}"/>'
    wide = f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="{number}"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="{number}"/>'
    body = (
        paragraph("甲", number_of)
        + paragraph("乙", list_id=1)
        + f"{wide}</w:tcPr>{paragraph('丙')}</w:tc></w:tr></w:tbl>"
    )
    document = read(docx(body, numbering=lists, footnotes=f'<w:footnote w:id="{number}"/>'))
    assert document.text.endswith("丙")
    assert all(0 <= block.level <= 9 for block in document.blocks)
    assert len(document.text) < 100


def test_long_numbers_are_cut() -> None:
    made = definition(0, level(0, "upperRoman", "%1" * 5000, start=32767)) + listed(1, 0)
    assert len(read(docx(paragraph("甲", list_id=1) * 50, numbering=made)).text) < 50 * 110


def test_more_text_than_any_plan_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qcompare.read.docx.body.MOST_TEXT", 10)
    with pytest.raises(ReadError, match="文字太多"):
        read(docx(paragraph("推动高质量发展") * 2))


def test_a_note_that_cites_itself_is_there_once() -> None:
    cite = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    document = read(
        docx(
            paragraph("甲", inside=cite), footnotes=f'<w:footnote w:id="1">{paragraph("注", inside=cite)}</w:footnote>'
        )
    )
    assert [block.kind for block in document.blocks] == [BlockKind.TEXT, BlockKind.NOTE]


def test_fields_opened_without_end() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    shown = begin + '<w:r><w:instrText>TOC</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 300
    body = (
        paragraph("甲", inside=shown * 200)
        + paragraph("乙", inside=begin * 200)
        + paragraph("丙", inside=end)
        + paragraph("丁")
    )
    assert read(docx(body)).text == "甲\n乙\n丙\n丁"


PIECES = st.sampled_from(
    [
        "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>质</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>",
        "<w:sdt>", "</w:sdt>", "<w:sdtContent>", "</w:sdtContent>", "<w:ins>", "</w:ins>", "<w:del>", "</w:del>", "<w:pPr>",
        "</w:pPr>", "<w:rPr>", "</w:rPr>", "<w:numPr/>", '<w:numId w:val="1"/>', '<w:ilvl w:val="2"/>', "<w:vanish/>",
        '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="separate"/>', '<w:fldChar w:fldCharType="end"/>',
        "<w:instrText> TOC </w:instrText>", "<w:txbxContent>", "</w:txbxContent>", "<w:pict>", "</w:pict>", "<w:sym/>",
        "<mc:AlternateContent>", "</mc:AlternateContent>", "<mc:Choice>", "</mc:Choice>", '<w:footnoteReference w:id="1"/>',
        "<w:tcPr><w:vMerge/></w:tcPr>", "<m:oMath>", "</m:oMath>", "<m:t>x</m:t>", "<w:ruby>", "</w:ruby>", "<w:sectPr/>",
    ]
)  # fmt: skip


def balanced(pieces: list[str]) -> str:
    """Return the pieces with what was left open closed, and what closes nothing left out."""
    made, open_ = [], []
    for piece in pieces:
        if piece.startswith("</"):
            while open_ and piece[2:-1] in open_:
                closed = open_.pop()
                made.append(f"</{closed}>")
                if closed == piece[2:-1]:
                    break
        else:
            made.append(piece)
            if not piece.endswith("/>") and "</" not in piece:
                open_.append(piece[1:-1])
    return "".join(made + [f"</{name}>" for name in reversed(open_)])


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=40), st.sampled_from(Revisions))
def test_elements_where_they_do_not_belong(pieces: list[str], revisions: Revisions) -> None:
    body = balanced(pieces) + paragraph("末")
    note = f'<w:footnote w:id="1">{balanced(pieces)}</w:footnote>'
    made = docx(body, footnotes=note, numbering=numbering(level(0), level(2)))
    document = read_docx(made, "来件.docx", revisions)
    assert document.text
    ends = [0, *(block.span.end for block in document.blocks)]
    assert all(block.span.start >= end for block, end in zip(document.blocks, ends, strict=False))
    assert sum(len(block.span) for block in document.blocks) + document.text.count("\n") >= len(document.text)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 255))
def test_bytes_changed_anywhere(at: int, byte: int) -> None:
    body = paragraph("总体要求", list_id=1) + table(["指标", "98%"]) + styled("1", "发展目标")
    content = bytearray(docx(body, numbering=numbering(level(0)), styles=style("1", "heading 1")))
    content[at % len(content)] = byte
    try:
        document = read(bytes(content))
    except ReadError:
        return
    assert document.name == "来件.docx"
