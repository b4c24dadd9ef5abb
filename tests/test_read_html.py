"""Saved web pages: what a browser shows, which of it is the plan, in which encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from qcompare.document import BlockKind, CautionKind, Document, Format
from qcompare.errors import ReadError
from qcompare.read.formats import format_of
from qcompare.read.html import read_html
from qcompare.read.readers import read_content
from qcompare.read.text import decode

MEASURE = "加强组织领导，压实各方责任，推动质量强区建设各项任务落实到位。"
BODY = "".join(f"<p>　　（{n}）健全质量工作机制。{MEASURE}</p>\n" for n in "一二三四五六七八九十")
TITLE = "重庆市永川区质量强区建设实施方案"


def read(page: str, encoding: str = "utf-8") -> Document:
    return read_html(page.encode(encoding), "方案.html")


def texts(document: Document, *kinds: BlockKind) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks if not kinds or block.kind in kinds]


def shown(page: str) -> list[str]:
    return texts(read(page))


def plan_of(page: str) -> list[str]:
    return texts(read(page), BlockKind.TEXT, BlockKind.CELL)


def cautions(document: Document) -> dict[CautionKind, int]:
    return {caution.kind: caution.count for caution in document.cautions}


def cells(document: Document) -> list[tuple[int, int, int, str]]:
    found = [block for block in document.blocks if block.kind is BlockKind.CELL]
    return [(b.place.table, b.place.row, b.place.column, b.span.of(document.text)) for b in found]


# ---- real pages ----


@pytest.mark.parametrize("name", ["html_zhijiao20_utf8.html", "html_geshui_utf8.html"])
def test_a_real_page_of_the_government_is_all_text(shared: Path, name: str) -> None:
    document = read_html((shared / "files" / name).read_bytes(), name)
    assert {block.kind for block in document.blocks} == {BlockKind.TEXT}
    assert document.encoding == "utf-8"
    assert document.cautions == ()


def test_a_real_page_has_every_paragraph_of_its_text_in_order(shared: Path) -> None:
    folder = shared / "files"
    wanted, _ = decode((folder / "derived_zhijiao20_gb18030_crlf.txt").read_bytes(), "x.txt")
    document = read_html((folder / "html_zhijiao20_utf8.html").read_bytes(), "x.html")
    got = ["".join(text.split()) for text in texts(document, BlockKind.TEXT, BlockKind.CELL)]
    assert got == ["".join(line.split()) for line in wanted.splitlines() if line.strip()]


def test_a_real_page_without_a_declaration_is_big5(shared: Path) -> None:
    document = read_html((shared / "files" / "legacy_big5_no_meta.html").read_bytes(), "x.html")
    assert document.encoding == "big5hkscs"
    assert document.text.startswith("台北看守所昨天抽查前總統陳水扁的房舍")


# ---- portals ----

PORTAL = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_重庆市永川区人民政府</title>
<style>p {{ color: red }}</style><script>document.write("<p>脚本里的文字，不是正文。</p>")</script></head><body>
<div class="header"><div class="logo">重庆市永川区人民政府</div><p>今天是2023年3月1日 星期三 晴</p></div>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/hd/">互动</a></li></ul></div>
<div class="w1200"><div class="wz">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 正文</div>
<table><tr><td>索引号：</td><td>11500383/2023-00012</td><td>发文字号：</td><td>永川府发〔2023〕5号</td></tr>
<tr><td>主题分类：</td><td>市场监管</td><td>成文日期：</td><td>2023年3月1日</td></tr></table>
<h1>{TITLE}</h1>
<div class="info"><div>来源：区市场监管局</div><div class="bdsharebuttonbox">分享到：<a href="#">微信</a></div></div>
<div id="zoom">{BODY}<div style="display:none">隐藏的提示</div><p>附件：1.<a href="/P02023.docx">责任分工表</a></p></div>
<div class="sign"><p>重庆市永川区人民政府</p><p>2023年3月1日</p></div>
<p>上一篇：<a href="/a.html">关于印发永川区旅游规划的通知</a></p>
<div class="xg"><h3>相关阅读</h3><ul><li><a href="/1">一图读懂实施方案</a></li><li><a href="/2">新闻发布会</a></li>
<li><a href="/3">专家解读</a></li></ul></div></div>
<div class="bottom"><p>主办单位：重庆市永川区人民政府</p><p>渝ICP备05003300号 网站标识码：5001180001</p><p>地址：人民大道1号</p></div>
<iframe src="http://tongji.example.cn/"></iframe></body></html>"""


def test_the_plan_of_a_portal_page_is_text_and_the_portal_is_navigation() -> None:
    document = read(PORTAL)
    got = texts(document, BlockKind.TEXT)
    assert got[:2] == [TITLE, "来源：区市场监管局"]
    assert got[2:12] == [line.removeprefix("<p>").removesuffix("</p>") for line in BODY.splitlines()]
    assert got[12:] == ["附件：1.责任分工表", "重庆市永川区人民政府", "2023年3月1日"]
    assert [text for *_, text in cells(document)][:4] == [
        "索引号：",
        "11500383/2023-00012",
        "发文字号：",
        "永川府发〔2023〕5号",
    ]
    aside = texts(document, BlockKind.NAVIGATION)
    assert aside[:5] == ["重庆市永川区人民政府", "今天是2023年3月1日 星期三 晴", "首页", "政务公开", "互动"]
    assert aside[5:7] == ["当前位置：首页 > 政务公开 > 正文", "分享到：微信"]
    assert aside[7:9] == ["上一篇：关于印发永川区旅游规划的通知", "相关阅读"]
    assert aside[-3:] == [
        "主办单位：重庆市永川区人民政府",
        "渝ICP备05003300号 网站标识码：5001180001",
        "地址：人民大道1号",
    ]
    assert "脚本" not in document.text
    assert cautions(document) == {CautionKind.HIDDEN: 5}


def test_the_title_of_a_portal_page_may_be_told_by_a_name_or_its_words() -> None:
    named = f"<div class=head>首页</div><div class=zfwj_title>永川区质量发展情况</div><div id=zoom>{BODY}</div>"
    assert plan_of(named)[0] == "永川区质量发展情况"
    worded = (
        f"<div class=head>首页</div><div>{TITLE}（征求意见稿）</div><div>来源：区政府办</div><div id=zoom>{BODY}</div>"
    )
    assert plan_of(worded)[:2] == [TITLE + "（征求意见稿）", "来源：区政府办"]


def test_a_notice_beside_the_plan_belongs_to_it() -> None:
    page = f"<div><div class=a><p>各镇人民政府：</p><p>{MEASURE}</p></div><div class=b>{BODY * 8}</div></div>"
    assert plan_of(page)[0:2] != []
    assert MEASURE in plan_of(page)


def test_a_page_of_news_with_summaries_of_others() -> None:
    others = "".join(
        f'<div><a href="/{n}">永川区召开第{n}次质量工作会议</a><p><a href="/{n}">会议指出，要…</a></p></div>'
        for n in range(9)
    )
    page = (
        f"<body><div class=l>{others}</div><div class=c><h2>{TITLE}</h2>{BODY}</div><div class=r>{others}</div></body>"
    )
    assert plan_of(page) == [TITLE, *shown(BODY)]


def test_what_a_portal_says_to_its_visitors_is_its_own() -> None:
    tip = "<div><p>您的浏览器版本过低，建议升级后访问，以获得更好的体验。</p></div>"
    tail = "<div>阅读原文</div><p>微信扫一扫，关注该公众号。</p>"
    foot = "<div><p>主办单位：永川区政府</p><p>渝ICP备05003300号</p><p>邮编：402160</p></div>"
    page = f"{tip}<div><div><h1>{TITLE}</h1>{BODY}<p>地址：人民大道1号</p></div>{tail}</div>{foot}"
    assert plan_of(page) == [TITLE, *shown(BODY), "地址：人民大道1号"]
    assert plan_of(tip) == ["您的浏览器版本过低，建议升级后访问，以获得更好的体验。"]


def test_a_plan_for_the_governments_own_sites_is_no_foot() -> None:
    page = f"<div>{BODY}<p>规范网站标识码：公布网站标识码、ICP备案号和版权所有单位，主办单位负责。</p><p>主办单位</p></div>"
    assert plan_of(page) == shown(page)


def test_a_plan_that_is_mostly_a_table_keeps_its_title_and_signature() -> None:
    rows = "".join(f"<tr><td>{n}<td>质量提升工程<td>区市场监管局<td>2025年完成" for n in range(30))
    page = f"<div><a href=/>首页</a></div><div><h1>{TITLE}</h1><table>{rows}</table><p>永川区政府</p></div><p>渝ICP备05003300号"
    assert plan_of(page)[:2] + plan_of(page)[-1:] == [TITLE, "0", "永川区政府"]
    assert len(cells(read(page))) == 120


def test_names_of_boxes_are_only_hints() -> None:
    assert plan_of(f"<body class='nav-fixed'><div class='nav'>{BODY}</div></body>") == shown(BODY)
    assert plan_of(f"<nav><aside>{BODY}</aside></nav>") == shown(BODY)


def test_short_pages_and_pages_of_links_are_kept_whole() -> None:
    assert plan_of("<p>质量强区</p>") == ["质量强区"]
    assert plan_of('<p><a href="/1">质量强区建设</a></p><p><a href="/2">实施方案</a></p>') == [
        "质量强区建设",
        "实施方案",
    ]


def test_links_within_the_plan_are_its_text() -> None:
    law = f'<p>根据<a href="/law">《中华人民共和国产品质量法》</a>等法律，制定本方案。{MEASURE}</p>'
    contents = "".join(f'<p><a href="#{n}">{n}、总体要求</a></p>' for n in "一二三四")
    files = "".join(f'<p><a href="/p{n}.pdf">{n}.指标表</a></p>' for n in range(1, 5))
    assert plan_of(f"<div>{contents}{law}{BODY}{files}</div>") == shown(contents + law + BODY + files)
    assert shown(law)[0].startswith("根据《中华人民共和国产品质量法》等法律")


# ---- what a browser shows ----


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>一、总体要求\n\n   （一）\t指导思想 </p>", ["一、总体要求（一） 指导思想"]),
        ("<p>达到 95%\n以上，GDP\ngrowth</p>", ["达到 95% 以上，GDP growth"]),
        ("<p>　　质量强区　建设&nbsp;&nbsp;2025</p>", ["　　质量强区　建设\xa0\xa02025"]),
        ("<p>第一行<br>第二行 <br/> 第三行</p>", ["第一行\n第二行\n第三行"]),
        ("<p>质量<b>强</b>区</p>建设<div>方案</div>实施", ["质量强区", "建设", "方案", "实施"]),
        ("<pre>\n  一、  总则\n\t二、目标</pre>", ["  一、  总则\n\t二、目标"]),
        ("<p>&lt;目标&gt; &amp;#8212; &mdash;&#x4E00;&#19968;</p>", ["<目标> &#8212; —一一"]),
        ("<p>面积100km<sup>2</sup>，CO<sub>2</sub></p>", ["面积100km2，CO2"]),
        ("<p><ruby>镕<rp>(</rp><rt>róng</rt><rp>)</rp></ruby>基</p>", ["镕基"]),
        ("<p>正文<!-- 注释 --><script>x</script><style>y</style><noscript>z</noscript></p>", ["正文"]),
        ("<p>正文<select><option>选项</option></select><button>按钮</button><textarea>框</textarea></p>", ["正文"]),
        ("<p hidden>甲</p><p style='DISPLAY : none'>乙</p><p style='visibility:hidden'>丙</p><p>丁</p>", ["丁"]),
        ("<p>他说<q>好</q>。<a name='x'>锚</a></p>", ["他说“好”。锚"]),
        ("<body style='display:none'><p>甲</p></body>", ["甲"]),
        ("<dl><dt>质量强区</dt><dd>是指</dd></dl><hr>尾", ["质量强区", "是指", "尾"]),
        ("<p>甲<p>乙<div>丙<p>丁</div>戊", ["甲", "乙", "丙", "丁", "戊"]),
        ("<b>粗<p>段</b>落", ["粗", "段落"]),
        ("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>甲</p><br/><p>乙</p></body></html>", ["甲", "乙"]),
    ],
)  # fmt: skip
def test_text_is_as_a_browser_shows_it(page: str, expected: list[str]) -> None:
    assert shown(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ol><li>甲<li>乙<li value=7>丙<li>丁</ol>", ["1.甲", "2.乙", "7.丙", "8.丁"]),
        ("<ol start=3><li><p>甲</p><p>乙</p></li><li>丙</ol>", ["3.甲", "乙", "4.丙"]),
        ("<ol type=a start=26><li>甲<li>乙</ol>", ["z.甲", "aa.乙"]),
        ("<ol type=I><li>甲<ol type=i start=4><li>乙</ol><li>丙</ol>", ["I.甲", "iv.乙", "II.丙"]),
        ("<ol reversed><li>甲<li>乙<li>丙</ol>", ["3.甲", "2.乙", "1.丙"]),
        ("<ol reversed start=10><li>甲<li>乙</ol>", ["10.甲", "9.乙"]),
        ("<ol style='list-style-type:cjk-ideographic'><li>总则<li>目标</ol>", ["一、总则", "二、目标"]),
        ("<ol style='list-style:none'><li>甲</ol><ul><li>乙<li style='list-style: decimal'>丙</ul>", ["甲", "乙", "2.丙"]),
        ("<ol><li>（一）健全机制<li>（二）加强领导</ol>", ["（一）健全机制", "（二）加强领导"]),
        ("<ol><li></li><li>乙</ol><li>无表", ["2.乙", "无表"]),
        ("<ol start=99999999999999><li>甲</ol><ol start=x><li>甲</ol><ol type=A start=-2><li>甲</ol>", ["1.甲", "1.甲", "-2.甲"]),
    ],
)  # fmt: skip
def test_lists_are_numbered_as_a_browser_shows_them(page: str, expected: list[str]) -> None:
    assert shown(page) == expected


def test_headings_have_their_level_within_the_plan_only() -> None:
    document = read(f"<div class=nav><h2>栏目</h2></div><div><h1>{TITLE}</h1><h3><b>一、总体要求</b></h3>{BODY}</div>")
    levels = [(block.span.of(document.text), block.level) for block in document.blocks[:4]]
    assert levels[:3] == [("栏目", 0), (TITLE, 1), ("一、总体要求", 3)]
    assert levels[3][1] == 0


# ---- tables ----


def test_a_table_is_cells_with_merged_ones_once() -> None:
    document = read(
        "<p>表1</p><table><caption>主要指标</caption><tr><th rowspan=2>指标<th colspan=2>目标<tr><th>2022年<th>2025年"
        "<tr><td>抽查合格率<td>95%<td><p>96%</p><p>以上</p><tr><td><td>甲</table><table><tr><td>甲<td>乙</table>"
    )
    assert cells(document) == [
        (1, 1, 1, "指标"),
        (1, 1, 2, "目标"),
        (1, 2, 2, "2022年"),
        (1, 2, 3, "2025年"),
        (1, 3, 1, "抽查合格率"),
        (1, 3, 2, "95%"),
        (1, 3, 3, "96%"),
        (1, 3, 3, "以上"),
        (1, 4, 2, "甲"),
        (2, 1, 1, "甲"),
        (2, 1, 2, "乙"),
    ]
    assert texts(document, BlockKind.TEXT) == ["表1", "主要指标"]


def test_tables_that_arrange_the_page_are_paragraphs() -> None:
    assert texts(read(f"<table><tr><td>{BODY}</td></tr></table>"), BlockKind.CELL) == []
    page = f"<table><tr><td><a href='/1'>首页</a></td><td>{BODY}<table><tr><td>指标<td>96%</table></td></tr></table>"
    document = read(page)
    assert texts(document, BlockKind.TEXT) == shown(BODY)
    assert cells(document) == [(1, 1, 1, "指标"), (1, 1, 2, "96%")]
    assert texts(document, BlockKind.NAVIGATION) == ["首页"]


def test_a_table_within_a_cell_is_the_cells_text() -> None:
    document = read("<table><tr><td>甲<td>乙<table><tr><td>一<td>二</table><tr><td>丙<td>丁</table>")
    assert cells(document) == [
        (1, 1, 1, "甲"),
        (1, 1, 2, "乙"),
        (1, 1, 2, "一"),
        (1, 1, 2, "二"),
        (1, 2, 1, "丙"),
        (1, 2, 2, "丁"),
    ]
    assert cautions(document) == {CautionKind.NESTED_TABLES: 1}


# ---- Word and WPS ----

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type content="text/html;
charset=gb2312"><!--[if gte mso 9]><xml><o:p>注释</o:p></xml><![endif]--></head><body lang=ZH-CN><div class=WordSection1>
<p class=MsoToc1><a href="#_Toc1">一、总体要求<span>......</span>1</a></p>
<p class=MsoNormal align=center><b><span>重庆市永川区质量强区
建设实施方案<o:p></o:p></span></b></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US style='mso-list:Ignore'>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>健全质量工作机制</p>
<p><![if !supportLists]><span style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span>&nbsp; </span></span></span>
<![endif]>加强领导</p>
<p>推动<span style='display:none;mso-hide:all'>隐藏</span><del cite="mailto:a">旧的</del><ins cite="mailto:a">新的</ins>工作<span
class=MsoCommentReference><a class=msocomanchor href="#_msocom_1">[A1]</a></span></p></div>
<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p>[1] 数据来自统计局。</p></div></div>
</body></html>"""


def test_a_page_saved_by_word_has_its_numbers_and_no_signs() -> None:
    document = read(WORD, "gb18030")
    assert texts(document, BlockKind.TEXT) == [TITLE, "1.健全质量工作机制", "加强领导", "推动新的工作"]
    assert texts(document, BlockKind.CONTENTS) == ["一、总体要求......1"]
    assert texts(document, BlockKind.NOTE) == ["[1] 数据来自统计局。"]
    assert cautions(document) == {CautionKind.HIDDEN: 2, CautionKind.REVISIONS: 1, CautionKind.COMMENTS: 1}


def test_pictures_of_a_plan_are_counted_and_signs_are_not() -> None:
    page = f'<div><img src=logo.png>首页</div><div id=zoom>{BODY}<img src=a.jpg><img src=b.gif width="16px" height=16></div>'
    assert cautions(read(page)) == {CautionKind.PICTURES: 1}


# ---- encodings ----


@pytest.mark.parametrize(
    ("declared", "true", "encoding", "wrong"),
    [
        ("gb2312", "gb18030", "gb18030", False),
        ("x-gbk", "gbk", "gb18030", False),
        ("big5", "big5hkscs", "big5hkscs", False),
        ("utf-8", "gb18030", "gb18030", True),
        ("gb2312", "utf-8", "utf-8", True),
        ("gbk", "big5", "big5hkscs", True),
        ("iso-8859-1", "gb18030", "gb18030", True),
        ("no-such", "utf-8", "utf-8", True),
        ("utf-16", "utf-8", "utf-8", True),
        ("gb2312", "utf-8-sig", "utf-8", False),
        ("gb2312", "utf-16", "utf-16-le", False),
        ("utf-16", "utf-16-be", "utf-16-be", False),
    ],
)
def test_the_encoding_is_the_declared_one_unless_that_is_wrong(
    declared: str, true: str, encoding: str, wrong: bool
) -> None:
    wording = "推動品質發展，加強組織領導" if encoding == "big5hkscs" else "推动质量发展，加强组织领导"
    for page in (
        f"<meta charset={declared}><p>{wording}",
        f"<?xml version='1.0' encoding='{declared}'?><html><p>{wording}",
    ):
        document = read(page, true)
        assert (document.text, document.encoding) == (wording, encoding)
        assert cautions(document) == ({CautionKind.ENCODING: 1} if wrong else {})


def test_a_rare_character_of_gb18030_in_a_page_that_says_gb2312() -> None:
    assert read("<meta charset=gb2312><p>镕基、㐂、𠮷", "gb18030").text == "镕基、㐂、𠮷"


def test_a_damaged_page_in_an_encoding_that_has_no_sign_for_damage() -> None:
    document = read_html("<p>加強組織領導，推動高品質發展。".encode("big5hkscs") + b"\xff<p>\xa4", "方案.html")
    assert document.text.startswith("加強組織領導，推動高品質發展。")
    assert cautions(document)[CautionKind.REPLACED] >= 1


def test_damaged_characters_are_replaced_and_counted() -> None:
    page = f"<meta charset=gb2312><p>{MEASURE}".encode("gb18030")
    document = read_html(page + b"\xff\xff<p>\xb0", "方案.html")
    assert document.text.startswith(MEASURE)
    assert cautions(document)[CautionKind.REPLACED] >= 1
    with pytest.raises(ReadError, match="无法识别文字编码"):
        read_html(b"<p>" + b"\xff\xfa\x80" * 500, "方案.html")


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        (b"<!-- " + b"x" * 2_000 + b" --><HTML><p>x", "x", Format.HTML),
        ("<html><p>总则".encode("utf-16"), "x", Format.HTML),
        ("<html><p>总则".encode("utf-16-be"), "x", Format.HTML),
        (b"<center><b>x</b>", "x", Format.HTML),
        (b"<h1>x</h1>", "x.HTM", Format.HTML),
        (b"x<br>y", "x.html", Format.HTML),
        (b"<h1>x</h1>", "x.txt", Format.TEXT),
        ("一、总则<附件>".encode(), "x.html", Format.TEXT),
        ("一、总则".encode("utf-16"), "x", Format.TEXT),
        (b"From: a\r\nSubject: " + b"=E5" * 500 + b"\r\nX-A2: b\r\nMIME-Version: 1.0\r\n", "x", Format.MHT),
    ],
)
def test_a_page_is_told_by_its_tags(content: bytes, name: str, form: Format) -> None:
    assert format_of(content, name) is form


# ---- hostile ----


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 8_000 + "正文" + "</div>" * 8_000,
        "<table><tr><td>" * 3_000 + "正文",
        "<ul><li>" * 5_000 + "正文",
        "<b><i><a href=x>" * 5_000 + "正文",
        "<p>" * 8_000 + "正文",
        "<a " + " ".join(f"a{n}=1" for n in range(20_000)) + ">正文</a>",
        "<p style='" + "display:" * 20_000 + "'>正文",
        "<!DOCTYPE html [<!ENTITY a 'xx'><!ENTITY b SYSTEM 'file:///etc/passwd'>]><p>正文",
        "<table><tr><td colspan=1000000000 rowspan=1000000000>正文</table>",
        "<table>" + "<tr><td rowspan=0 colspan=99>" * 2_000 + "正文",
        "<div class=nav>" * 5_000 + "正文",
        ("<meta name=articletitle content=" + "正" * 99 + ">") * 2_000 + "<p>正文",
        "</p></div></table>" * 2_000 + "正文",
    ],
    ids=lambda page: page[:20],
)
def test_hostile_pages_are_read(page: str) -> None:
    assert shown(page) == ["正文"]


def test_entities_are_not_expanded() -> None:
    bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]><html><p>正文&b;</p></html>"
    assert shown(bomb) == ["正文&b;"]


def test_pages_beyond_a_limit_or_without_text_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadError, match="文件里没有文字"):
        read_content(Format.HTML, b"<html><body><script>x</script></body></html>", "空.html")
    with pytest.raises(ReadError, match="正文在框架里"):
        read("<html><frameset cols='20%,80%'><frame src=a.htm><frame src=b.htm></frameset></html>")
    monkeypatch.setattr("qcompare.read.html._MOST_TAGS", 10)
    with pytest.raises(ReadError, match="网页过大"):
        read(PORTAL)
