"""The tables as a Word document: landscape, marks run by run, fonts of official documents, page numbers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from qcompare.atomic import write_whole
from qcompare.citing import CHAIN_RULE, labels, percent, subject_of
from qcompare.dossier import Dossier
from qcompare.findings import all_results
from qcompare.keys import RowKey
from qcompare.marks import Mark
from qcompare.model import Collation
from qcompare.palette import LIGHT
from qcompare.tables.alignment import narrow_table
from qcompare.tables.looks import BAND_GROUNDS, HEAD_GROUND, RULE, printable
from qcompare.tables.readings import derivation_table, destination_table
from qcompare.tables.rows import Passage, Piece
from qcompare.tables.sheets import (
    RETURN_NOTE,
    Column,
    KindCell,
    Line,
    Role,
    Situation,
    Table,
    Value,
    legend_passages,
    notes,
    selection_note,
    without,
)

_CELL_STYLE = "表格文字"
_SONG, _HEI, _FANG, _KAI = "宋体", "黑体", "仿宋_GB2312", "楷体_GB2312"
_LATIN = "Times New Roman"

_A4, _A3 = (297, 210), (420, 297)
_A4_TARGETS = 2  # more targets leave text columns on A4 that hold six characters
_MARGIN = 20
_TWIPS = 56.7  # to the millimetre
_SMALL = '<w:sz w:val="18"/>'
_WIDTHS = {
    Role.NUMBER: 11,
    Role.PATH: 19,
    Role.KIND: 18,
    Role.SHARE: 16,
    Role.COUNT: 14,
    Role.PLAN: 30,
    Role.NOTE: 34,
    Role.SITUATION: 22,
    Role.OPINION: 28,
}
_NARROWER = {Role.SITUATION: 20, Role.OPINION: 20, Role.NOTE: 22}  # where several targets share the page
_CENTRED = frozenset({Role.NUMBER, Role.KIND, Role.SHARE, Role.COUNT})
_STRETCHED = frozenset({Role.TEXT, Role.LABEL})

_UNDERLINES = {
    Mark.VARIANT: "",
    Mark.LOCALISED: "dash",
    Mark.REPLACED: "single",
    Mark.INSERTED: "single",
}
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # fixed: the same comparison gives the same bytes
_EMPTY_TABLE = b"<w:tbl/>"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def write_docx(dossier: Dossier, path: Path) -> None:
    """Write the document: counts, 对照表, 溯源表, 去向表 and how to read them. Raises OutputError."""
    collation = dossier.collation
    document = docx.Document()
    width = _set_up_page(document, len(collation.targets))
    _name_fonts(document)
    _describe(document, collation)
    _paragraph(document, "规划文本对照表", "Title")
    _paragraph(document, subject_of(collation), "Subtitle")
    before = (selection_note(dossier), CHAIN_RULE if collation.chained else "")
    for said in (*filter(None, before), *all_results(collation, dossier.findings)):
        _paragraph(document, said)
    legend = _run("　").join(_passage_runs(passage, "") for passage in legend_passages(collation))
    document.element.body.insert(-1, _element("w:p", _run("标记：") + legend))
    alignment = narrow_table(dossier, folded=len(collation.targets) > 1)
    tables = (alignment, derivation_table(collation), destination_table(collation))
    for ordinal, table in zip("一二三", tables, strict=True):
        _paragraph(document, f"{ordinal}、{table.title}", "Heading 1")
        document.element.body.insert(-1, _element("w:tbl", ""))
    _paragraph(document, "四、说明", "Heading 1")
    for note in (*notes(dossier), RETURN_NOTE):
        _paragraph(document, note)
    with write_whole(path) as temporary:
        _pack(document, [_table(table, width) for table in tables], temporary)


def _set_up_page(document: Any, targets: int) -> int:
    """Turn the page to landscape with page numbers; return the millimetres between its margins."""
    width, height = _A4 if targets <= _A4_TARGETS else _A3
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    number = section.footer.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = f'<w:fldSimple w:instr="PAGE" {nsdecls("w")}><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    for child in (_element("w:r", _content("— ")), parse_xml(field), _element("w:r", _content(" —"))):
        number._p.append(child)  # noqa: SLF001 - python-docx has no call for fields
    return width - 2 * _MARGIN


def _name_fonts(document: Any) -> None:
    """Name the fonts of official documents; Word on a PC without them takes its own in their place."""
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(
            qn("w:eastAsia"), "zh-CN"
        )  # else punctuation may take Taiwan's shapes, in the middle of its square
    styles.add_style(_CELL_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    named = (
        ("Normal", _FANG, 12),
        ("Title", _HEI, 20),
        ("Subtitle", _KAI, 14),
        ("Heading 1", _HEI, 14),
        (_CELL_STYLE, _SONG, 10),
        ("Footer", _SONG, 14),
    )
    for name, font, size in named:
        style = styles[name]
        style.font.size, style.font.name, style.font.italic = Pt(size), _LATIN, False
        style.font.bold = False
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for slot, face in (("ascii", _LATIN), ("hAnsi", _LATIN), ("cs", _LATIN), ("eastAsia", font)):
            fonts.set(qn(f"w:{slot}"), face)
    for name in ("Title", "Subtitle"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for borders in styles["Title"].element.iter(qn("w:pBdr")):
        borders.getparent().remove(borders)
    for name in ("Normal", _CELL_STYLE):
        styles[name].paragraph_format.space_after = Pt(0)
    styles["Normal"].paragraph_format.line_spacing = 1.25
    styles[_CELL_STYLE].paragraph_format.line_spacing = 1.1


def _describe(document: Any, collation: Collation) -> None:
    known = document.core_properties
    known.title = printable(f"规划文本对照表（{'、'.join(labels(collation))}）")
    known.author = known.last_modified_by = "qcompare"
    known.comments = ""
    known.language = "zh-CN"
    known.created = known.modified = _CREATED


def _paragraph(document: Any, text: str, style: str = "Normal") -> None:
    document.add_paragraph(printable(text), style)


def _table(table: Table, width: int) -> Iterator[str]:
    """Yield the table as XML, a row at a time: as a tree of elements a long one takes a gigabyte."""
    shown = without(table, Role.KEY)
    keys = ([str(v) for v in line.cells if isinstance(v, RowKey)] for line in table.lines)
    twips = [int(share * _TWIPS) for share in _column_widths(shown.columns, width)]
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'
        for edge, size, colour in (
            ("top", 12, "000000"), ("left", 4, RULE), ("bottom", 12, "000000"),
            ("right", 4, RULE), ("insideH", 4, RULE), ("insideV", 4, RULE),
        )
    )  # fmt: skip
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in twips)
    margins = "".join(
        f'<w:{side} w:w="{room}" w:type="dxa"/>'
        for side, room in (("top", 20), ("left", 60), ("bottom", 30), ("right", 60))
    )
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )
    hidden = [_hidden(column.head) for column in table.columns if column.role is Role.KEY]
    heads = [_run(column.head, font=_HEI) for column in shown.columns]
    heads[0] += "".join(hidden)
    cells = [_cell(head, True, HEAD_GROUND) for head in heads]
    yield _row(cells, twips, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
    for line, key in zip(shown.lines, keys, strict=True):
        yield _row(_cells(line, shown.columns, "".join(map(_hidden, key))), twips)
    yield "</w:tbl>"


def _column_widths(columns: Sequence[Column], width: int) -> tuple[float, ...]:
    """Return the widths in millimetres; what the narrow columns leave is shared by those that hold text."""
    stretched = sum(column.role in _STRETCHED for column in columns)
    several = sum(column.role is Role.OPINION for column in columns) > 1
    widths = _WIDTHS | (_NARROWER if several else {})
    fixed = [widths.get(column.role, 0) for column in columns]
    share = (width - sum(fixed)) / stretched
    least = width / (2 * len(columns))
    made = [max(least, share) if column.role in _STRETCHED else mm for column, mm in zip(columns, fixed, strict=True)]
    return tuple(mm * width / sum(made) for mm in made)


def _row(cells: Iterable[str], twips: Sequence[int], properties: str = "") -> str:
    made = (cell.replace("<w:tcPr>", f'<w:tcPr><w:tcW w:w="{w}" w:type="dxa"/>', 1)
            for cell, w in zip(cells, twips, strict=True))  # fmt: skip
    return f"<w:tr>{properties}{''.join(made)}</w:tr>"


def _cells(line: Line, columns: Sequence[Column], hidden: str = "") -> Iterator[str]:
    """Yield the cells of a line; what is hidden stands behind the first."""
    ground = BAND_GROUNDS.get(line.band, "")
    font = _HEI if line.band else ""
    for value, column in zip(line.cells, columns, strict=True):
        yield _cell(_runs(value, font) + hidden, column.role in _CENTRED, ground)
        hidden = ""


def _cell(runs: str, centred: bool, ground: str) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else ""
    place = '<w:jc w:val="center"/>' if centred else ""
    return (
        f'<w:tc><w:tcPr>{shade}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{_CELL_STYLE}"/>{place}</w:pPr>{runs}</w:p></w:tc>'
    )


def _runs(value: Value, font: str) -> str:
    if isinstance(value, Passage):
        return _passage_runs(value, font)
    if isinstance(value, KindCell):
        return _run(value.text, f'<w:b/><w:color w:val="{LIGHT.kinds[value.kind]}"/>', _HEI)
    if isinstance(value, Situation):
        kind = _runs(value.kind, font) + _run("\n") if value.kind is not None else ""
        return kind + _run("\n".join((*value.paths, *value.lines)), _SMALL, _HEI)
    if isinstance(value, float):
        return _run(percent(value), font=font)
    return _run(str(value), font=font) if value not in (None, "") else ""


def _hidden(text: str) -> str:
    """Return text that is neither shown nor printed; it goes wherever its row goes."""
    return _run(text, '<w:vanish/><w:sz w:val="2"/>')


def _passage_runs(passage: Passage, font: str) -> str:
    made = []
    for piece in passage.pieces:
        made.append(_run(piece.text, _marks(piece, passage.base), font))
        if piece.moved_from:
            made.append(_run(f"←{piece.moved_from}", f'<w:color w:val="{LIGHT.moved}"/><w:sz w:val="18"/>', _HEI))
    return "".join(made)


def _marks(piece: Piece, base: bool) -> str:
    """Return the run properties of the piece's mark, in the order the format asks for."""
    look, mark = LIGHT.marks[piece.mark], piece.mark
    if piece.arrow is not None:  # boxed; the note says which way it went
        box = LIGHT.marks[Mark.DELETED if piece.arrow.weaker else Mark.INSERTED].line
        return f'<w:b/><w:bdr w:val="single" w:sz="8" w:space="0" w:color="{box}"/>'
    bold = "<w:b/>" if mark is Mark.REPLACED and not base else ""
    strike = "<w:strike/>" if mark is Mark.DELETED else ""
    colour = f'<w:color w:val="{look.line}"/>' if mark in (Mark.DELETED, Mark.FURNITURE) else ""
    line, line_colour = _UNDERLINES.get(mark, ""), look.line
    if base and mark is Mark.REPLACED:
        line = "wave"
    if piece.moved:
        line, line_colour = "double", LIGHT.moved
        colour = f'<w:color w:val="{LIGHT.marks[Mark.LOCALISED].line}"/>' if mark is Mark.LOCALISED else colour
    under = f'<w:u w:val="{line}" w:color="{line_colour}"/>' if line else ""
    ground = look.whole_ground if piece.whole else look.ground
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else ""
    return bold + strike + colour + under + shade


def _run(text: str, properties: str = "", font: str = "") -> str:
    face = f'<w:rFonts w:eastAsia="{font}"/>' if font else ""
    made = f"<w:rPr>{face}{properties}</w:rPr>" if face or properties else ""
    return f"<w:r>{made}{_content(text)}</w:r>" if text else ""


def _content(text: str) -> str:
    """Return the text as XML, line ends and tabs as the elements Word has for them."""
    safe = escape(printable(text), quote=False)
    joined = safe.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    joined = joined.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:t xml:space="preserve">{joined}</w:t>'


def _element(tag: str, inside: str) -> Any:
    return parse_xml(f"<{tag} {nsdecls('w')}>{inside}</{tag}>")


def _pack(document: Any, tables: Sequence[Iterator[str]], path: Path) -> None:
    """Write the document with the tables in their places, the clock taken out of its zip entries."""
    dated = io.BytesIO()
    document.save(dated)
    with zipfile.ZipFile(dated) as read, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            pieces: Iterable[bytes] = (read.read(name),)
            if name == "word/document.xml":
                pieces = _with_tables(read.read(name), tables)
            with written.open(entry, "w") as part:
                for piece in pieces:
                    part.write(piece)


def _with_tables(body: bytes, tables: Sequence[Iterator[str]]) -> Iterator[bytes]:
    """Yield the document's body with each empty table made whole."""
    first, *others = body.split(_EMPTY_TABLE)
    yield first
    for table, rest in zip(tables, others, strict=True):
        yield from (piece.encode() for piece in table)
        yield rest
