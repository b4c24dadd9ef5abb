"""The tables as an Excel workbook: marks inside the cells, sizes that show everything, ready to print on A4."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import xlsxwriter

from qcompare import __version__
from qcompare.atomic import write_whole
from qcompare.citing import as_shown, head_word, subject_of
from qcompare.decisions import VERDICT_WORDS
from qcompare.dossier import Dossier
from qcompare.keys import RowKey
from qcompare.marks import Mark
from qcompare.palette import LIGHT
from qcompare.tables.alignment import alignment_table
from qcompare.tables.findings import finding_tables
from qcompare.tables.fit import lines_needed
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
    continued,
    counts_table,
    legend_passages,
    notes,
    plans_table,
)

# Half-width characters of 10.5 pt 宋体 take 7 px, as does one unit of column width: widths count in characters.
_WIDTHS = {
    Role.NUMBER: 7,
    Role.PATH: 12,
    Role.ORIGIN: 11,
    Role.KIND: 10,
    Role.SHARE: 9,
    Role.COUNT: 9,
    Role.PLAN: 18,
    Role.LABEL: 40,
    Role.NOTE: 20,
    Role.VALUE: 16,
    Role.CHANGE: 14,
    Role.PLACE: 10,
    Role.CHANGES: 44,
    Role.VERDICT: 9,
    Role.OPINION: 30,
    Role.KEY: 8,
}
_TEXT_WIDTHS = {2: 48, 3: 42}  # by the number of text columns: two print on A4 at 85 %
_NARROWEST_TEXT = 38
_ABOUT_COLUMN = 13  # of the sheet 说明; a plan's facts span several
_ABOUT_SPAN = 3
_CENTRED = frozenset({Role.NUMBER, Role.KIND, Role.SHARE, Role.COUNT, Role.PLACE, Role.VERDICT})
_FILLED_IN = frozenset({Role.VERDICT, Role.OPINION})

_LINE_POINTS = 14.25  # 10.5 pt 宋体 takes 13.5; where it is missing taller fonts stand in, and wider columns with them
_PADDING_POINTS = 5.0
_MOST_POINTS = 409.0  # Excel's row height stops here
_MOST_LINES = int((_MOST_POINTS - _PADDING_POINTS) // _LINE_POINTS)

_A4, _A3 = 9, 8  # Excel's codes
_A4_WIDTH = 240  # a wider table would print on A4 under 6 pt
_A3_WIDTH = 290  # a wider one on A3 under 7.5 pt: then each target has pages of its own beside the base
_A3_PIXELS = 1400  # between its margins, some held back for programs with wider fonts
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # fixed: the same comparison gives the same bytes
_EXCEL_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")

_SHAPES: dict[Mark, dict[str, object]] = {
    Mark.EQUAL: {},
    Mark.VARIANT: {},
    Mark.LOCALISED: {"italic": True},
    Mark.REPLACED: {"bold": True, "underline": 1},
    Mark.INSERTED: {"underline": 1},
    Mark.DELETED: {"font_strikeout": True},
    Mark.FURNITURE: {},
}
"""Excel has no dashed, wavy or dotted underline and no ground under part of a cell."""

_LEGEND_NOTES = (
    "文字无标记",
    "斜体，青色",
    "加粗、下划线，褐色",
    "下划线，褐色（基准一侧被改的文字）",
    "下划线，绿色",
    "删除线，红色（基准一侧未被承接的文字）",
    "双下划线，蓝色（出处见“移位自”一栏）",
    "加粗，红色为要求低于基准，绿色为高于基准（数值见附注和“指标”一页）",
)


def write_xlsx(dossier: Dossier, path: Path) -> None:
    """Write the workbook: sheets 对照表, 溯源表, 去向表, those of what is found (指标, 责任单位 …), and 说明. Raises OutputError."""
    collation = dossier.collation
    with write_whole(path) as temporary:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            # Widths count in this font's digits: Calibri's are wider where another font must stand in for it.
            "default_format_properties": {"font_name": "宋体", "font_size": 10.5, "font_scheme": "none"},
        }
        with xlsxwriter.Workbook(str(temporary), options) as workbook:
            title = printable(f"规划文本对照表　{subject_of(collation)}")
            workbook.set_properties({"title": title, "comments": f"qcompare {__version__}", "created": _CREATED})
            book = _Book(workbook, title)
            readings = derivation_table(collation), destination_table(collation)
            for table in (alignment_table(dossier), *readings, *finding_tables(collation, dossier.findings)):
                book.add_table(table, dossier)
            book.add_explanation(dossier)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a cell looks like apart from its marks."""

    role: Role = Role.NOTE
    band: int = 0
    head: bool = False
    plain: bool = False

    def properties(self) -> dict[str, object]:
        made: dict[str, object] = {
            "font_name": "黑体" if self.head or self.band else "宋体",
            "font_size": 10.5,
            "text_wrap": self.role is not Role.KEY or self.head,
            "valign": "vcenter" if self.head else "top",
            "align": "center" if self.head or self.role in _CENTRED else "left",
        }
        if not self.plain:
            made |= {"border": 1, "border_color": f"#{RULE}"}
        if self.head or self.band:
            made["bg_color"] = f"#{HEAD_GROUND if self.head else BAND_GROUNDS[self.band]}"
        if self.role is Role.SHARE and not self.head:
            made["num_format"] = "0.0%"
        if self.role in _FILLED_IN and not self.head:
            made["num_format"] = "@"  # 97% and 3-5 stay what was typed
            made["locked"] = False  # a clerk who protects the sheet leaves these to the reviewers
        return made


class _Book:
    """The workbook being written, with each format made once."""

    def __init__(self, workbook: Any, title: str) -> None:
        self._workbook, self._title = workbook, title
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._plain: dict[_Style, Any] = {}

    def add_table(self, table: Table, dossier: Dossier) -> None:
        sheet = self._workbook.add_worksheet(table.title)
        widths = column_widths(table.columns)
        for at, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
            sheet.set_column(at, at, width, None, {"hidden": column.role is Role.KEY})
        self._write_head(sheet, 0, table.columns, widths)
        row = 1
        for line in table.lines:
            for part in continued(line, table.columns, widths, _MOST_LINES):
                self._write_line(sheet, row, part, table.columns, widths)
                row += 1
        last = max(1, row - 1)
        for at, column in enumerate(table.columns):
            if column.role is Role.VERDICT:
                sheet.data_validation(1, at, last, at, _VERDICTS)
        sheet.freeze_panes(1, 2)
        # The hidden key is within the filter: whoever sorts by it takes the keys along.
        sheet.autofilter(0, 0, last, len(table.columns) - 1)
        sheet.repeat_rows(0)
        selected = dossier.selection if any(column.role is Role.KEY for column in table.columns) else None
        shown = sum(width for column, width in zip(table.columns, widths, strict=True) if column.role is not Role.KEY)
        self._set_up_page(sheet, _A4 if shown <= _A4_WIDTH else _A3, selected.words if selected else "")
        if shown > _A3_WIDTH:
            _give_targets_pages(sheet, table.columns, widths)

    def add_explanation(self, dossier: Dossier) -> None:
        """Write the sheet 说明: counts, plans, the legend of marks, and how the tables are to be read."""
        sheet, collation = self._workbook.add_worksheet("说明"), dossier.collation
        sheet.set_column(0, 0, _WIDTHS[Role.PLAN])
        sheet.set_column(1, 1 + _ABOUT_SPAN * (len(collation.targets) + 1), _ABOUT_COLUMN)
        counts = counts_table(collation)
        row = self._write_title(sheet, 0, counts.title)
        widths = [_WIDTHS[Role.PLAN], *(_ABOUT_COLUMN for _ in counts.columns[1:])]
        self._write_head(sheet, row, counts.columns, widths)
        for line in counts.lines:
            row += 1
            self._write_line(sheet, row, line, counts.columns, widths)
        row = self._write_plans(sheet, row + 2, plans_table(collation))
        row = self._write_title(sheet, row + 1, "标记图例")
        for passage, said in zip(legend_passages(collation), _LEGEND_NOTES, strict=True):
            self._write(sheet, row, 0, passage, _Style(Role.TEXT))
            said_here = said.replace("于基准", f"于{head_word(collation)}")
            row = self._write_wide(sheet, row, said_here, (1, 1 + _ABOUT_SPAN), _Style())
        row = self._write_title(sheet, row + 1, "阅读说明")
        for note in (*notes(dossier), RETURN_NOTE):
            row = self._write_wide(sheet, row, note, (0, 3 * _ABOUT_SPAN), _Style(plain=True))
        self._set_up_page(sheet)
        sheet.fit_to_pages(1, 1)

    def _write_plans(self, sheet: Any, row: int, table: Table) -> int:
        row = self._write_title(sheet, row, table.title)
        heads = Line(tuple(column.head for column in table.columns))
        for nth, line in enumerate((heads, *table.lines)):
            style = _Style(head=nth == 0)
            self._write(sheet, row, 0, line.cells[0], style)
            for at, value in enumerate(line.cells[1:]):
                first = 1 + at * _ABOUT_SPAN
                self._write_wide(sheet, row, _text(value), (first, first + _ABOUT_SPAN - 1), style)
            lines = max(lines_needed(_text(value), _ABOUT_SPAN * _ABOUT_COLUMN) for value in line.cells)
            sheet.set_row(row, _points(lines))
            row += 1
        return row

    def _write_wide(self, sheet: Any, row: int, text: str, columns: tuple[int, int], style: _Style) -> int:
        """Write text across merged cells and return the next row."""
        first, last = columns
        sheet.merge_range(row, first, row, last, "", self._format(style))
        self._write(sheet, row, first, text, style)
        sheet.set_row(row, _points(lines_needed(text, (last - first + 1) * _ABOUT_COLUMN)))
        return row + 1

    def _write_title(self, sheet: Any, row: int, title: str) -> int:
        heading = {"font_name": "黑体", "font_size": 14, "valign": "vcenter"}
        sheet.write_string(row, 0, title, self._cached(heading))
        sheet.set_row(row, 24)
        return row + 1

    def _write_head(self, sheet: Any, row: int, columns: Sequence[Column], widths: Sequence[int]) -> None:
        for at, column in enumerate(columns):
            self._write(sheet, row, at, column.head, _Style(column.role, head=True))
        # The filter's button covers the last characters of a head: two lines at least leave room beside it.
        shown = ((c.head, width) for c, width in zip(columns, widths, strict=False) if c.role is not Role.KEY)
        lines = max(lines_needed(head, width - 2) for head, width in shown)
        sheet.set_row(row, _points(max(2, lines)))

    def _write_line(self, sheet: Any, row: int, line: Line, columns: Sequence[Column], widths: Sequence[int]) -> None:
        lines = 1
        for at, (value, column) in enumerate(zip(line.cells, columns, strict=True)):
            self._write(sheet, row, at, value, _Style(column.role, line.band))
            lines = max(lines, lines_needed(_text(value), widths[at]))
        sheet.set_row(row, _points(lines))

    def _write(self, sheet: Any, row: int, column: int, value: Value, style: _Style) -> None:
        if isinstance(value, Passage):
            self._write_passage(sheet, row, column, value, style)
        elif isinstance(value, KindCell):
            colour = {"font_color": f"#{LIGHT.kinds[value.kind]}", "bold": True}
            sheet.write_string(row, column, value.text, self._format(style, colour))
        elif isinstance(value, RowKey) or (isinstance(value, str) and value):
            sheet.write_string(row, column, _safe(str(value)), self._format(style))
        elif isinstance(value, int | float):
            sheet.write_number(row, column, as_shown(value) if isinstance(value, float) else value, self._format(style))
        else:
            sheet.write_blank(row, column, None, self._format(style))

    def _write_passage(self, sheet: Any, row: int, column: int, passage: Passage, style: _Style) -> None:
        """Write marked wording; XlsxWriter takes a rich string only of two fragments or more."""
        fragments: list[Any] = []
        looks: list[dict[str, object]] = []
        for look, pieces in groupby(passage.pieces, key=lambda piece: _look(piece, passage.base)):
            text = printable("".join(piece.text for piece in pieces))
            if text:
                looks.append(look)
                font = {"font_name": "黑体" if style.band else "宋体", "font_size": 10.5}
                fragments += [self._cached(font | look), text]
        if len(looks) < 2 or _EXCEL_ESCAPE.search(passage.text):
            # XlsxWriter escapes a literal _x000B_ twice in rich strings: such a cell goes without marks, not garbled.
            look = looks[0] if len(looks) == 1 else {}
            text = _safe(passage.text)
            if text:
                sheet.write_string(row, column, text, self._format(style, look))
            else:
                sheet.write_blank(row, column, None, self._format(style))
            return
        sheet.write_rich_string(row, column, *fragments, self._format(style))

    def _set_up_page(self, sheet: Any, paper: int = _A4, selected: str = "") -> None:
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.65)
        title = _clipped(self._title, 100) + (f"　筛选：{_clipped(selected, 80)}" if selected else "")
        sheet.set_header(f'&L&"黑体,Regular"&9{title.replace("&", "&&")}&R&"黑体,Regular"&9&A')
        sheet.set_footer('&C&"宋体,Regular"&9第 &P 页，共 &N 页')
        sheet.hide_gridlines(2)

    def _format(self, style: _Style, look: dict[str, object] | None = None) -> Any:
        if look:
            return self._cached(style.properties() | look)
        if style not in self._plain:
            self._plain[style] = self._cached(style.properties())
        return self._plain[style]

    def _cached(self, properties: dict[str, object]) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(properties)
        return self._formats[key]


_VERDICTS = {
    "validate": "list",
    "source": list(VERDICT_WORDS.values()),
    "error_type": "information",  # another word is kept as a remark
    "error_title": "结论",
    "error_message": f"结论一般为{'、'.join(VERDICT_WORDS.values())}；其他文字将作为意见读回。",
}


def _give_targets_pages(sheet: Any, columns: Sequence[Column], widths: Sequence[int]) -> None:
    """Print the table a target a page, the base's columns on each."""
    starts = [at for at, column in enumerate(columns) if column.role is Role.KIND]
    pages = [widths[a:b] for a, b in pairwise([*starts, len(columns) - 1])]  # the key at the end is hidden
    pixels = max(sum(7 * width + 5 for width in (*widths[: starts[0]], *page)) for page in pages)
    sheet.set_print_scale(min(100, 100 * _A3_PIXELS // pixels))
    sheet.repeat_columns(0, starts[0] - 1)
    sheet.set_v_pagebreaks(starts[1:])


def _clipped(text: str, most: int) -> str:
    """Return as much of a text as a page's head has room for: Excel takes 255 characters with the codes."""
    clean = printable(text)
    return clean if len(clean) <= most else clean[: most - 1] + "…"


def column_widths(columns: Sequence[Column]) -> tuple[int, ...]:
    """Return each column's width in half-width characters; the text columns share what the page leaves them."""
    texts = sum(column.role is Role.TEXT for column in columns)
    text_width = _TEXT_WIDTHS.get(texts, _NARROWEST_TEXT)
    return tuple(text_width if column.role is Role.TEXT else _WIDTHS[column.role] for column in columns)


def _look(piece: Piece, base: bool) -> dict[str, object]:
    if piece.arrow is not None:  # Excel has no box about a part of a cell; the note says which way it went
        return {
            "bold": True,
            "font_color": f"#{LIGHT.marks[Mark.DELETED if piece.arrow.weaker else Mark.INSERTED].line}",
        }
    if piece.moved:
        doubled = {"underline": 2, "font_color": f"#{LIGHT.moved}"}
        return {name: value for name, value in _SHAPES[piece.mark].items() if name == "italic"} | doubled
    shape = {"underline": 1} if base and piece.mark is Mark.REPLACED else _SHAPES[piece.mark]
    if piece.mark in (Mark.EQUAL, Mark.VARIANT):
        return {}
    return {**shape, "font_color": f"#{LIGHT.marks[piece.mark].line}"}


def _safe(text: str) -> str:
    """Return `text` so that XlsxWriter cannot take it for the XML of a rich string, which it tells by `<r>…</r>`."""
    clean = printable(text)
    return f" {clean}" if clean.startswith("<r>") else clean


def _text(value: Value) -> str:
    if isinstance(value, Passage | KindCell | Situation):
        return value.text
    return value if isinstance(value, str) else ""


def _points(lines: int) -> float:
    return min(_MOST_POINTS, lines * _LINE_POINTS + _PADDING_POINTS)
