"""The figures that a reviewer checks first (请先核), under the result in numbers."""

from __future__ import annotations

from qcompare.citing import base_word, in_one_line, told_labels
from qcompare.figure_changes import FigureCell, FigureKind, FigureRow, FigureTable
from qcompare.findings import (
    FIGURE_SIGNS,
    Findings,
    clauses_named,
    figure_clauses,
    figure_words,
    figures_said,
    is_to_check,
    lack_words,
    years_said,
)
from qcompare.memo.drawing import Block
from qcompare.memo.fonts import SANS_BOLD
from qcompare.memo.look import NOTE, SUBHEADING, TABLE, Style
from qcompare.memo.pages import Pages
from qcompare.memo.setting import Align
from qcompare.memo.table import Above, Columns, Row, Table
from qcompare.model import Collation, RowKind
from qcompare.palette import LIGHT

_COLUMNS = Columns((145.0, 76.0, 76.0, 72.0, 73.6), inset=4.0, rules="555555")
_HEAD = Style(SANS_BOLD, 9.5, 13)
_NAMED = 12
"""Dropped figures named under the table; more are only counted, and stand in the Excel sheet 指标."""


def set_first(pages: Pages, collation: Collation, findings: Findings, target: int) -> None:
    """Set what to check first of one target: figures that are not the base's, figures dropped, clauses without units."""
    set_figures(pages, collation, findings.figures, target)
    lacks = ((row.row, row.cells[target + 1].lack) for row in findings.duties.rows)
    lacking = [
        f"{clauses_named(collation, target + 1, collation.rows[at].cells[target].clauses)}（{lack_words(collation, target, lack)}）"
        for at, lack in lacks
        if lack
    ]
    if lacking:
        named = "；".join(lacking[:_NAMED]) + (f"等{len(lacking)}条" if len(lacking) > _NAMED else "")
        pages.put(pages.setter.plain(f"可能漏列责任单位的条款：{named}。", NOTE, pages.page.paper.measure))


def set_figures(pages: Pages, collation: Collation, table: FigureTable, target: int) -> None:
    """Set the figures of one target that ask for less than the base, or for something else, then those it dropped."""
    rows = [row for row in table.rows if _is_changed(row.cells[target + 1])]
    dropped = [row for row in table.rows if row.cells[target + 1].kind is FigureKind.DROPPED]
    if not rows and not dropped:
        return
    pages.skip(7.0)
    several = len(collation.targets) > 1
    title = f"请先核的指标{f'：{told_labels(collation)[target]}' if several else ''}"
    pages.ask(80.0)
    pages.put(pages.setter.plain(title, SUBHEADING, pages.page.paper.measure))
    pages.skip(3.0)
    if rows:
        cells = _Cells(pages, collation, table, target)
        Table(pages, _COLUMNS, (cells.head(),)).set([cells.row(row) for row in rows])
        pages.skip(3.0)
    if dropped:
        named = "；".join(_named(collation, table, row, target) for row in dropped[:_NAMED])
        more = f"等{len(dropped)}项" if len(dropped) > _NAMED else f"，共{len(dropped)}项"
        pages.put(
            pages.setter.plain(
                f"未承接的{base_word(collation, target)}指标：{named}{more}。", NOTE, pages.page.paper.measure
            )
        )


def _is_changed(cell: FigureCell) -> bool:
    return is_to_check(cell) and cell.kind is not FigureKind.DROPPED


def _named(collation: Collation, table: FigureTable, row: FigureRow, target: int) -> str:
    base = collation.against(target)
    return f"{in_one_line(row.indicator)}{figures_said(collation, table, base, row.cells[base])}"


class _Cells:
    """Makes the rows of the table."""

    def __init__(self, pages: Pages, collation: Collation, table: FigureTable, target: int) -> None:
        self._setter, self._collation, self._table, self._plan = pages.setter, collation, table, target + 1
        self._against, self._word = collation.against(target), base_word(collation, target)

    def head(self) -> Row:
        words = ("指　标", "基　准" if self._word == "基准" else self._word, "对　照", "变　化", "条款号")
        return Row(tuple(self._set(word, at, _HEAD, Align.CENTRE) for at, word in enumerate(words)), above=Above.NONE)

    def row(self, row: FigureRow) -> Row:
        cell = row.cells[self._plan]
        colour = LIGHT.kinds[RowKind.DROPPED if cell.weaker else RowKind.MODIFIED]
        said = f"{FIGURE_SIGNS[cell.kind]} {figure_words(cell)}"
        return Row(
            (
                self._set(in_one_line(row.indicator), 0, TABLE),
                self._set(self._value(self._against, row), 1, TABLE, Align.CENTRE),
                self._set(self._value(self._plan, row), 2, TABLE, Align.CENTRE),
                self._set(said, 3, Style(SANS_BOLD, 9.5, 13, colour), Align.CENTRE),
                self._set(figure_clauses(self._collation, self._table, self._plan, cell), 4, TABLE, Align.CENTRE),
            )
        )

    def _value(self, plan: int, row: FigureRow) -> str:
        """Return what a plan says, with its year where the years differ."""
        said = figures_said(self._collation, self._table, plan, row.cells[plan])
        year = years_said(self._table, plan, row.cells[plan]) if row.cells[self._plan].year else ""
        return f"{said}（{year}年）" if year else said

    def _set(self, text: str, column: int, style: Style, align: Align = Align.LEFT) -> Block:
        return self._setter.plain(text, style, _COLUMNS.measure(column), align)
