"""The files that fuzzing starts from: one or more of every format, made in memory, and the real ones where they lie beside."""

from __future__ import annotations

import zipfile
from base64 import b64encode
from functools import cache
from io import BytesIO
from itertools import islice
from quopri import encodestring
from xml.sax.saxutils import escape

from qcompare.document import Format
from qcompare.paths import resource
from tests.benchmarks.texts import SAMPLES, SHARED

Seed = tuple[str, bytes]
"""A file's name and its bytes."""

_LINES = 60
"""Lines of a made file: a page or two, as most mutations should hit something that a reader looks at."""

_LARGEST = 250_000
"""Bytes of a real file that is taken: a hundred larger ones cost as much as thousands of these."""

_SUFFIXES = {
    "doc": Format.DOC,
    "docx": Format.DOCX,
    "pdf": Format.PDF,
    "ofd": Format.OFD,
    "html": Format.HTML,
    "txt": Format.TEXT,
}


@cache
def seeds() -> dict[Format, tuple[Seed, ...]]:
    """Return the files of each format, in a fixed order."""
    made = {
        Format.TEXT: _texts(),
        Format.DOCX: [("方案.docx", _docx()), ("稿.docx", _rich_docx())],
        Format.PDF: [("方案.pdf", _pdf(packed=0)), ("压缩.pdf", _pdf(packed=1))],
        Format.OFD: [("批复.ofd", _ofd())],
        Format.HTML: _pages(),
        Format.MHT: _mails(),
        Format.DOC: [("方案.doc", _doc(narrow=False)), ("窄.doc", _doc(narrow=True))],
    }
    for path in sorted((SHARED / "files").glob("*.*")):
        form = _SUFFIXES.get(path.suffix[1:])
        if form and path.stat().st_size <= _LARGEST:
            made[form].append((path.name, path.read_bytes()))
    return {form: tuple(files) for form, files in made.items() if files}


def wording(name: str = "yongchuan-2023-draft", lines: int = _LINES) -> list[str]:
    """Return the first lines of a sample plan."""
    text = SAMPLES[name].read_text(encoding="utf-8-sig")
    return list(islice((line for line in text.splitlines() if line.strip()), lines))


def _texts() -> list[Seed]:
    text, traditional = "\n".join(wording()), "\n".join(wording("chongqing-2023"))
    table = "\n".join(wording("youxian-2023", 250)[100:])
    coded = [(text, "utf-8-sig"), (text, "gb18030"), (text, "utf-16"), (traditional, "big5hkscs"), (table, "utf-8")]
    return [(f"{encoding}.txt", text.encode(encoding, "replace")) for text, encoding in coded]


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Return a package with those parts."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _docx() -> bytes:
    """Return a document as python-docx makes one: headings, numbered lists, a table with merged cells, headers."""
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "重庆市永川区人民政府办公室文件"
    for number, line in enumerate(wording()):
        style = ("Normal", "Heading 1", "List Number", "List Bullet", "List Number 2")[number % 5]
        document.add_paragraph(line, style=style)
    table = document.add_table(rows=6, cols=4, style="Table Grid")
    for row in table.rows:
        for cell in row.cells:
            cell.text = "制造业产品质量合格率 94%以上"
    table.cell(0, 0).merge(table.cell(1, 1))
    content = BytesIO()
    document.save(content)
    return content.getvalue()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS_OF_WORD = ("numbering", "styles", "footnotes", "comments", "settings", "header1")


def _rich_docx() -> bytes:
    """Return a document with what python-docx does not make: every sort of number, changes, boxes, notes, fields."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": _word("document", f"<w:body>{_word_body()}</w:body>"),
        "word/_rels/document.xml.rels": _relations(
            {f"rId{at}": (name.rstrip("1"), f"{name}.xml") for at, name in enumerate(_PARTS_OF_WORD)}
        ),
        "word/numbering.xml": _word("numbering", _word_numbers()),
        "word/styles.xml": _word(
            "styles",
            '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr>'
            '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style>',
        ),
        "word/footnotes.xml": _word(
            "footnotes", f'<w:footnote w:id="2">{_paragraph("指规模以上工业企业。")}</w:footnote>'
        ),
        "word/comments.xml": _word("comments", f'<w:comment w:id="0">{_paragraph("请核实")}</w:comment>'),
        "word/settings.xml": _word("settings", "<w:trackRevisions/>"),
        "word/header1.xml": _word("hdr", _paragraph("永川府办发〔2023〕11号")),
    }
    return zipped(parts)


def _word(root: str, inside: str) -> str:
    spaces = f'xmlns:w="{_W}" xmlns:r="{_OFFICE}"'
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} {spaces}>{inside}</w:{root}>'


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _paragraph(text: str, about: str = "", *, wrap: str = "{}") -> str:
    run = wrap.format(f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>')
    return f"<w:p>{about and f'<w:pPr>{about}</w:pPr>'}{run}</w:p>"


_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> SEQ 表 </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def _word_body() -> str:
    wraps = (
        "{}",
        '<w:ins w:id="3" w:author="甲">{}</w:ins>',
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:hyperlink r:id="rId9">{}</w:hyperlink>',
        _FIELD,
        '{}<w:del w:id="4" w:author="甲"><w:r><w:delText>90%以上</w:delText></w:r></w:del>',
        '{}<w:r><w:footnoteReference w:id="2"/></w:r>',
    )
    numbered = [f'<w:numPr><w:ilvl w:val="{at % 4}"/><w:numId w:val="{1 + at % 2}"/></w:numPr>' for at in range(8)]
    abouts = ("", '<w:pStyle w:val="1"/>', '<w:pStyle w:val="TOC1"/>', *numbered)
    said = [_paragraph(t, abouts[k % len(abouts)], wrap=wraps[k % len(wraps)]) for k, t in enumerate(wording())]
    box = f"<w:p><w:r><w:pict><w:txbxContent>{_paragraph('专栏1 质量提升工程')}</w:txbxContent></w:pict></w:r></w:p>"
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>{_paragraph("指标")}</w:tc>'
    inner = f"<w:tbl><w:tblGrid/><w:tr>{cell}</w:tr></w:tbl>"
    merged = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{inner}{_paragraph('产品质量合格率')}</w:tc>"
    table = f"<w:tbl><w:tblGrid/><w:tr>{cell}{merged}</w:tr><w:tr>{merged}{cell}</w:tr></w:tbl>"
    return "".join([*said[:20], box, table, *said[20:], "<w:sectPr/>"])


def _word_numbers() -> str:
    forms = (
        ("chineseCountingThousand", "%1、"),
        ("chineseCounting", "（%2）"),
        ("decimal", "%3."),
        ("decimalEnclosedCircle", "%4"),
    )
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(forms)
    )
    override = '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="7"/></w:lvlOverride>'
    return (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{override}</w:num>'
    )


def _doc(*, narrow: bool) -> bytes:
    """Return a binary document with lists, styles, a table, a note, a header, a box, changes and hidden words."""
    from tests import doc_maker as made

    lines = wording()
    if narrow:
        lines = [f"{number}. Quality of products, 94% and more" for number in range(_LINES)]
    listed = [made.sprm(made.LIST, 1 + at % 2) + made.sprm(made.LEVEL, at % 3) for at in range(6)]
    looks = (b"", made.sprm(made.HIDDEN, 1), made.sprm(made.DELETED, 1), made.sprm(made.INSERTED, 1))
    main = [
        made.Par((line[:9], made.Run(line[9:], looks[at % 4])), listed[at % 6] if at % 2 else b"", at % 3)
        for at, line in enumerate(lines)
    ]
    table = [cell for _ in range(4) for cell in made.row("指标", "2020年", "2025年")]
    levels = [made.list_level(form, text) for form, text in ((39, "\x00、"), (0, "（\x01）"), (0, "\x02."))] * 3
    parts = {
        1: made.style_sheet((0, 1, 0xFFF, b""), (1, 1, 0, made.sprm(made.OUTLINE, 0)), (65, 2, 0xFFF, b"")),
        73: made.lists(levels, levels),
        74: made.overrides((1, ()), (2, (made.begins_at(0, 5),))),
    }
    notes = (made.Par("指规模以上工业企业。"),)
    headers = (made.Par("永川府办发〔2023〕11号"),)
    boxes = (made.Par("专栏1 质量提升工程"),)
    word = made.Word([*main[:20], *table, *main[20:]], notes, headers, boxes, (40, 200, 301), narrow, parts=parts)
    return word.content()


def _pdf(packed: int) -> bytes:
    """Return pages with a header, two columns of text, a ruled table and page numbers."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(TTFont("fuzz", str(resource("fonts/QCompareSerif-Regular.ttf"))))
    content = BytesIO()
    canvas = Canvas(content, pageCompression=packed, invariant=1)
    lines = [line[at : at + 22] for line in wording() for at in range(0, len(line), 22)]
    for page in range(3):
        canvas.setFont("fuzz", 10)
        canvas.drawString(72, 800, "重庆市永川区质量强区建设实施方案")
        canvas.drawCentredString(297, 30, f"— {page + 1} —")
        for at, line in enumerate(lines[page * 80 : (page + 1) * 80]):
            canvas.drawString(60 + 250 * (at // 40), 770 - 16 * (at % 40), line)
        if page == 1:
            canvas.grid([60, 200, 340, 480], [60, 80, 100, 120])
            canvas.drawString(64, 64, "指标")
        canvas.showPage()
    canvas.save()
    return content.getvalue()


_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def _ofd() -> bytes:
    """Return a package of three pages with a template, a composite unit and an annotation."""
    lines = wording()
    pages = {f"Doc_0/Pages/Page_{at}/Content.xml": _ofd_page(lines[at * 20 : (at + 1) * 20], "1") for at in range(3)}
    listed = "".join(f'<ofd:Page ID="{at + 10}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(3))
    return zipped(
        {
            "OFD.xml": f'<ofd:OFD {_OFD} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea>"
            "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
            '<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:TemplatePage ID="1" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
            f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages><ofd:Annotations>Annotations.xml</ofd:Annotations></ofd:Document>",
            "Doc_0/PublicRes.xml": f'<ofd:Res {_OFD} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="仿宋"/></ofd:Fonts></ofd:Res>',
            "Doc_0/DocumentRes.xml": f"<ofd:Res {_OFD}><ofd:CompositeGraphicUnits>"
            f'<ofd:CompositeGraphicUnit ID="3" Width="90" Height="9"><ofd:Content>{_ofd_text("专栏1 质量提升工程", 1)}'
            "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>",
            "Doc_0/Tpls/Tpl_0/Content.xml": _ofd_page(["重庆市永川区人民政府办公室文件"], ""),
            "Doc_0/Annotations.xml": f'<ofd:Annotations {_OFD}><ofd:Page PageID="10"><ofd:FileLoc>Annots/Page_0.xml'
            "</ofd:FileLoc></ofd:Page></ofd:Annotations>",
            "Doc_0/Annots/Page_0.xml": f'<ofd:PageAnnot {_OFD}><ofd:Annot ID="90" Type="Watermark"><ofd:Appearance>'
            f"{_ofd_text('内部资料', 30)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>",
            **pages,
        }
    )  # fmt: skip


def _ofd_page(lines: list[str], template: str) -> str:
    unit = '<ofd:CompositeObject ID="80" Boundary="20 250 90 9" ResourceID="3" CTM="1 0 0 1 0 0"/>'
    used = f'<ofd:Template TemplateID="{template}" ZOrder="Background"/>' if template else ""
    texts = "".join(_ofd_text(line, 20 + 10 * at) for at, line in enumerate(lines))
    block = f'<ofd:PageBlock ID="81">{unit}</ofd:PageBlock>' if template else ""
    layer = f'<ofd:Layer ID="5" Type="Body">{texts}{block}</ofd:Layer>'
    return f"<ofd:Page {_OFD}>{used}<ofd:Content>{layer}</ofd:Content></ofd:Page>"


def _ofd_text(line: str, top: int) -> str:
    step = f"g {len(line) - 1} 5" if len(line) % 2 else "5 " * (len(line) - 1)
    code = f'<ofd:TextCode X="0" Y="5" DeltaX="{step.strip()}">{escape(line)}</ofd:TextCode>'
    return f'<ofd:TextObject ID="{100 + top}" Boundary="20 {top} 170 8" Font="2" Size="5">{code}</ofd:TextObject>'


def _page(charset: str) -> str:
    menu = "".join(f'<li><a href="/{at}.html">政务公开{at}</a></li>' for at in range(12))
    lines = "".join(f"<p>&emsp;{escape(line)}</p>" for line in wording())
    cells = '<tr><td rowspan="2">指标</td><td colspan="2">2025年</td></tr><tr><td>产品质量合格率</td><td>94%</td></tr>'
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>实施方案</title><style>p {{}}</style>'
        f"<script>document.write('<p>')</script></head><body><div class=nav><ul>{menu}</ul></div>"
        f"<div id=content><h1>质量强区建设实施方案</h1>{lines}<table border=1>{cells}</table><ol><li>总体要求<li>主要任务</ol>"
        "</div><div class=footer>来源：区政府办<br>浏览次数：30</div></body></html>"
    )


def _pages() -> list[Seed]:
    return [("网页.html", _page("utf-8").encode()), ("旧网页.html", _page("gb2312").encode("gb18030"))]


def _mails() -> list[Seed]:
    coded = (("gb2312", "quoted-printable", encodestring), ("utf-8", "base64", b64encode))
    return [
        (f"{way}.mht", _mail(charset, way, code(_page(charset).encode(charset, "replace"))))
        for charset, way, code in coded
    ]


def _mail(charset: str, way: str, body: bytes) -> bytes:
    picture = (
        "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: a.png\r\n\r\niVBORw0KGgo="
    )
    head = (
        'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="=_x"\r\n\r\n'
        f'--=_x\r\nContent-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: {way}\r\nContent-Location: a.html\r\n\r\n'
    )
    return head.encode() + body + f"\r\n--=_x\r\n{picture}\r\n--=_x--\r\n".encode()
