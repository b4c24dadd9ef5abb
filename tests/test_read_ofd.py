"""OFD documents: real ones, and packages made part by part."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from qcompare.document import BlockKind, CautionKind, Document
from qcompare.errors import ReadError
from qcompare.read.ofd import read_ofd
from tests.ofd_maker import document, image, line, ofd, package, page, parts, root, text, units

FULL = "加强组织领导，压实各方责任，推动质量强区建设各项任务落"  # 27 characters fill a line of 156 mm


def read(content: bytes) -> Document:
    return read_ofd(content, "方案.ofd")


def texts(found: Document, *kinds: BlockKind) -> list[str]:
    return [block.span.of(found.text) for block in found.blocks if not kinds or block.kind in kinds]


def cautions(found: Document) -> dict[CautionKind, int]:
    return {caution.kind: caution.count for caution in found.cautions}


def body(*more: str) -> str:
    """Return a page of one paragraph over three lines, under more objects."""
    return page(*more, text(FULL[:25], 38.8, 100), text(FULL, 28, 110), text("到位。", 28, 120))


PARAGRAPH = FULL[:25] + FULL + "到位。"


# ---- real files ----


def test_a_real_reply_of_an_office(shared: Path) -> None:
    found = read((shared / "files" / "ofd_pifu_n.ofd").read_bytes())
    assert texts(found, BlockKind.PAGE_NUMBER) == ["— 1 —", "— 2 —"]
    assert texts(found, BlockKind.TEXT)[:6] == [
        "测试符路桥区卫生局文件",
        "路卫发〔2011〕76号",
        "关于同意张阿三同志辞职的批复",
        "区中医院：",
        "你院《关于给张阿三同志辞职的请示》（路中医发〔2011〕10号）收悉。",
        "张阿三，男，1978年2月出生，籍贯江西新建，2001年9月参加工作，本科学历，主治医师，系区中医院职工。",
    ]
    last = texts(found, BlockKind.TEXT)[6]
    assert last.startswith(
        "该同志由于家庭、籍贯等原因，从2006年1月至今未到单位上班，期间院方曾多次与其联系，均被拒绝回院。2011年3月1日该同志"
    )
    assert last.endswith("辞职暂行办法》（浙人才〔1993〕73号）文件精神，经研究，同意张阿三同志辞职。")
    assert (found.pages, found.blocks[-1].place.page, found.cautions) == (2, 2, ())


def test_a_real_document_with_watermarks_has_none_of_them_in_its_text(shared: Path) -> None:
    found = read((shared / "files" / "ofd_6pages_watermark.ofd").read_bytes())
    assert [(c.kind, c.pages) for c in found.cautions] == [(CautionKind.WATERMARK, (1, 3, 5))]
    assert texts(found)[:3] == ["拿来主义", "鲁迅", "一"]
    assert texts(found)[3].startswith(
        "中华民国十五年三月二十五日，就是国立北京女子师范大学为十八日在段祺瑞执政府前遇害的"
    )
    assert found.pages == 6


def test_a_real_list_has_its_numbers(shared: Path) -> None:
    found = read((shared / "files" / "ofd_11pages.ofd").read_bytes())
    numbers = [int(line.partition("、")[0]) for line in texts(found) if line.partition("、")[0].isdigit()]
    assert numbers == [*range(1, 71), *range(1, 86), *range(1, 48), *range(1, 37)]
    assert len(numbers) == len(texts(found))
    assert texts(found)[0] == "1、一日不见兮，思之如狂。――《凤求凰·琴歌》"


# ---- where characters stand ----


def test_lines_become_paragraphs_over_pages_with_their_numbers_apart() -> None:
    first = page(
        text("质量强区建设实施方案", 75, 60),
        text(FULL[:25], 38.8, 100),
        text(FULL, 28, 110),
        text("— 1 —", 160, 275, 4.9),
    )
    second = page(text("到位。", 28, 40), text("（一）指导思想。", 38.8, 50), text("— 2 —", 30, 275, 4.9))
    found = read(ofd(first, second))
    assert texts(found, BlockKind.TEXT) == ["质量强区建设实施方案", PARAGRAPH, "（一）指导思想。"]
    assert texts(found, BlockKind.PAGE_NUMBER) == ["— 1 —", "— 2 —"]
    assert [block.place.page for block in found.blocks] == [1, 1, 1, 2, 2]


@pytest.mark.parametrize(
    "code",
    [
        'X="0" Y="5.6" DeltaX="5.6 5.6 5.6 5.6 5.6"',
        'X="0" Y="5.6" DeltaX="g 5 5.6"',
        'X="0" Y="5.6" DeltaX="5.6 g 3 5.6 5.6"',
        'X="0" Y="5.6" DeltaX="g 1000000000 5.6"',
        'X="0" Y="5.6" DeltaX="5.6"',
        'X="0" Y="5.6"',
        'X="nan" Y="1e999" DeltaX="x 5.6 g g -3"',
    ],
)
def test_the_distances_of_characters_may_be_written_in_many_ways(code: str) -> None:
    found = read(ofd(page(text("质量强区建设", 50, 50, code=code))))
    assert sorted(found.text.replace(" ", "")) == sorted("质量强区建设")
    if "nan" not in code:
        assert found.text == "质量强区建设"


def test_a_text_code_without_a_place_takes_that_of_the_one_before() -> None:
    codes = (
        '<ofd:TextCode X="0" Y="5">质</ofd:TextCode><ofd:TextCode X="5">量</ofd:TextCode>'
        '<ofd:TextCode Y="20">二</ofd:TextCode><ofd:TextCode X="0">一</ofd:TextCode>'
    )
    found = read(ofd(page(f'<ofd:TextObject Boundary="20 20 50 50" Size="5">{codes}</ofd:TextObject>')))
    assert texts(found) == ["质量", "一二"]


def test_matrices_move_and_scale_within_blocks_and_units() -> None:
    unit = text("落实", 0, 20) + f'<ofd:PageBlock Boundary="11.2 0 90 90">{text("责任", 0, 20)}</ofd:PageBlock>'
    block = f'<ofd:PageBlock CTM="1 0 0 1 22.4 0">{text("到位", 30, 50)}</ofd:PageBlock>'
    composite = '<ofd:CompositeObject ResourceID="7" Boundary="30 30 90 90"/>'
    small = text("二", 0, 60, 2.8, more='CTM="2 0 0 2 30 5"')
    found = read(
        ofd(page(small, block, composite), common="<ofd:DocumentRes>Res.xml</ofd:DocumentRes>", Res=units(u7=unit))
    )
    assert texts(found) == ["落实责任到位", "二"]


def test_text_that_stands_upright_is_read_down_and_a_slanted_one_is_a_watermark() -> None:
    column = text("质量强区", 20, 50, code='X="0" Y="5.6" DeltaY="g 3 5.6"')
    turned = text("指标", 40, 120, more='CTM="0 1 -1 0 0 0"')
    across = text("内部资料", 60, 150, 20, more='CTM="0.7 -0.7 0.7 0.7 0 0"')
    found = read(ofd(page(column, turned, across, text("总体要求", 28, 200))))
    assert texts(found) == ["质量强区", "指标", "总体要求"]
    assert cautions(found) == {CautionKind.WATERMARK: 1}


def test_ruled_lines_make_a_table() -> None:
    rules = [line(30, y, 130, y) for y in (50, 60, 70)] + [line(x, 50, x, 70) for x in (30, 80, 130)]
    words = [text("指标", 32, 57), text("2025年", 82, 57), text("合格率", 32, 67), text("96%", 82, 67)]
    found = read(ofd(page(*rules, *words, text("注：省级抽查。", 30, 90))))
    got = [
        (b.place.table, b.place.row, b.place.column, b.span.of(found.text))
        for b in found.blocks
        if b.kind is BlockKind.CELL
    ]
    assert got == [(1, 1, 1, "指标"), (1, 1, 2, "2025年"), (1, 2, 1, "合格率"), (1, 2, 2, "96%")]
    assert texts(found, BlockKind.TEXT) == ["注：省级抽查。"]


# ---- parts of the package ----


def test_templates_give_the_red_head_and_the_headers() -> None:
    common = "".join(
        f'<ofd:TemplatePage ID="{number}" BaseLoc="{where}/Content.xml"/>'
        for number, where in (("11", "Tpls/Tpl_0"), ("12", "/Doc_0/Tpls/Tpl_1"))
    )
    head, running = page(text("永川区人民政府文件", 40, 60, 14)), page(text("永川区质量强区建设实施方案", 60, 15, 4))
    made = parts(
        page(text(FULL[:25], 38.8, 100), text("落实。", 28, 110), templates=("11", "12")),
        *(page(text(f"（{n}）健全质量工作机制。", 38.8, 100), templates=("12", "99")) for n in "二三"),
        common=common,
    )
    made |= {"Doc_0/Tpls/Tpl_0/Content.xml": head, "Doc_0/Tpls/Tpl_1/Content.xml": running}
    found = read(package(made))
    assert texts(found, BlockKind.TEXT) == [
        "永川区人民政府文件", FULL[:25] + "落实。", "（二）健全质量工作机制。", "（三）健全质量工作机制。",
    ]  # fmt: skip
    assert texts(found, BlockKind.HEADER) == ["永川区质量强区建设实施方案"] * 3


def test_documents_and_pages_come_in_the_packages_order() -> None:
    made = {"OFD.xml": root("Doc_1/Document.xml", "/Doc_0/Document.xml")}
    made["Doc_0/Document.xml"] = document(1)
    made["Doc_1/Document.xml"] = document(2, where="../Doc_1/Seiten/{}.xml")
    made["Doc_0/Pages/Page_0/Content.xml"] = page(text("附件", 28, 50), box="")
    made |= {f"Doc_1/Seiten/{n}.xml": page(text(f"第{n}条内容。", 38, 50)) for n in range(2)}
    found = read(package(made))
    assert [(block.place.page, block.span.of(found.text)) for block in found.blocks] == [
        (1, "第0条内容。"), (2, "第1条内容。"), (3, "附件"),
    ]  # fmt: skip


def test_names_of_parts_may_be_absolute_or_in_other_letters_and_never_lead_outside() -> None:
    made = parts(page(text("总则", 28, 50)))
    made["doc_0/PAGES/page_0/content.XML"] = made.pop("Doc_0/Pages/Page_0/Content.xml")
    assert read(package(made)).text == "总则"
    made = {"OFD.xml": root("../../etc/Document.xml"), "etc/Document.xml": document(1, where="..\\..\\..\\p{}.xml")}
    made["p0.xml"] = page(text("目标", 28, 50))
    assert read(package(made)).text == "目标"


def test_a_page_without_text_is_said_and_a_document_of_them_is_a_scan() -> None:
    found = read(ofd(body(), page(image()), page(), page(line(30, 50, 90, 50))))
    assert [(c.kind, c.pages) for c in found.cautions] == [(CautionKind.PAGES_WITHOUT_TEXT, (2, 4))]
    assert (texts(found), found.pages) == ([PARAGRAPH], 4)
    numbered = [page(image(), text(f"— {n} —", 100, 280)) for n in (1, 2)]
    for pages in ([page(image()), page(image())], numbered, [page(), page(image())]):
        with pytest.raises(ReadError, match="扫描件"):
            read(ofd(*pages))


def test_a_document_of_codes_is_refused_and_a_page_of_them_is_said() -> None:
    codes = page(*(text("".join(chr(0xE000 + 20 * y + x) for x in range(20)), 28, 60 + 10 * y) for y in range(10)))
    found = read(ofd(body(), codes, *[body()] * 20))
    assert {c.kind: c.pages for c in found.cautions} == {CautionKind.PRIVATE_USE: (2,), CautionKind.GARBLED_PAGES: (2,)}
    with pytest.raises(ReadError, match="乱码"):
        read(ofd(codes, codes))


def test_units_may_lie_in_a_pages_own_resources() -> None:
    first = page('<ofd:CompositeObject ResourceID="7"/>').replace(
        "<ofd:Content>", "<ofd:PageRes>../../Own.xml</ofd:PageRes><ofd:Content>"
    )
    assert read(ofd(first, page(), Own=units(u7=text("总则", 28, 50)))).text == "总则"


def test_what_to_look_at_is_said_with_its_page() -> None:
    notes = '<ofd:Annotations xmlns:ofd="o"><ofd:Page PageID="101"><ofd:FileLoc>One.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    stamp = f'<ofd:PageAnnot xmlns:ofd="o"><ofd:Annot Type="Watermark"><ofd:Appearance>{text("秘密", 50, 50)}</ofd:Appearance></ofd:Annot>'
    stamp += '<ofd:Annot Type="Link"/></ofd:PageAnnot>'
    content = ofd(
        body(text("标准", 28, 60)),
        body(text("\ue001\U000f0000", 28, 60), text("隐", 28, 80, more='Visible="false"'), image("20 150 100 80")),
        more="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
        **{"Annots/Annotations": notes, "Annots/One": stamp},
    )
    found = read(content)
    assert {caution.kind: caution.count for caution in found.cautions} == {
        CautionKind.WATERMARK: 1, CautionKind.PICTURES: 1, CautionKind.PRIVATE_USE: 2, CautionKind.HIDDEN: 1,
    }  # fmt: skip
    assert {caution.pages for caution in found.cautions} == {(2,)}
    assert "秘密" not in found.text
    assert "隐" not in found.text


# ---- hostile ----

LOOP = '<ofd:CompositeObject ResourceID="7"/>'


def test_units_and_templates_that_hold_themselves_end() -> None:
    template = '<ofd:TemplatePage ID="11" BaseLoc="Pages/Page_0/Content.xml"/><ofd:PublicRes>Res.xml</ofd:PublicRes>'
    looped = page(text("总体要求", 28, 50), LOOP, templates=("11",))
    found = read(ofd(looped, common=template, Res=units(u7=LOOP + text("目标", 60, 80))))
    assert set("".join(texts(found))) <= set("总体要求目标 ")
    assert CautionKind.DEEPER in cautions(found)


def test_units_that_multiply_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qcompare.read.ofd.parts._MOST_OBJECTS", 20_000)
    many = {f"u{n}": f'<ofd:CompositeObject ResourceID="{n + 1}"/>' * 10 for n in range(9)}
    with pytest.raises(ReadError, match="内容太多"):
        read(
            ofd(
                page('<ofd:CompositeObject ResourceID="0"/>'),
                common="<ofd:PublicRes>Res.xml</ofd:PublicRes>",
                Res=units(**many),
            )
        )


def test_missing_pages_and_resources_are_nothing() -> None:
    made = parts(
        page(text("总则", 28, 50)),
        common="<ofd:PublicRes>No.xml</ofd:PublicRes>",
        more="<ofd:Annotations>No.xml</ofd:Annotations>",
    )
    made["Doc_0/Document.xml"] = document(2)
    found = read(package(made))
    assert (found.text, found.pages) == ("总则", 2)


@pytest.mark.parametrize(
    "made",
    [
        {"a.txt": "x"},
        {"OFD.xml": "<x"},
        {"OFD.xml": "<ofd/>"},
        {"OFD.xml": root("Doc_0/Document.xml")},
        {"OFD.xml": root("OFD.xml/../..")},
        {"OFD.xml": root(*["d.xml"] * 200), "d.xml": document(1)},
        {"OFD.xml": root("d.xml"), "d.xml": document(6_000)},
        {"OFD.xml": root("d.xml"), "d.xml": document(1, where="p.xml"), "p.xml": "<a>" * 400},
        {"OFD.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'},
    ],
    ids=range(9),
)
def test_broken_packages_are_refused(made: dict[str, str]) -> None:
    with pytest.raises(ReadError, match=r"已损坏|内容太多"):
        read(package(made))


def test_files_cut_off_or_changed_are_refused_or_read() -> None:
    whole = ofd(body())
    with pytest.raises(ReadError):
        read(whole[: len(whole) // 2])
    for place in range(0, len(whole), 97):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        with suppress(ReadError):
            assert read(bytes(changed)).blocks


def test_a_bomb_is_refused() -> None:
    with pytest.raises(ReadError, match="内容太多"):
        read(package({"OFD.xml": " " * 3_000_000 + root("Doc_0/Document.xml")}))


@pytest.mark.parametrize(
    "odd", ['Size="1e308"', 'Size="-3"', 'Size="x" CTM="1 2"', 'CTM="1e9 0 0 nan 0 inf"', 'CTM="0 0 0 0 0 0"']
)
def test_odd_numbers_do_no_harm(odd: str) -> None:
    thing = text("坏", 28, 50).replace('Size="5.6"', odd)
    assert "总则" in read(ofd(page(thing, text("总则", 28, 80)))).text
