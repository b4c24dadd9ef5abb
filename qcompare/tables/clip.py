"""A table as the clipboard holds it: text that spreadsheets take, and HTML that Word and WPS take as a table."""

from __future__ import annotations

from html import escape

from qcompare.tables.as_csv import plain
from qcompare.tables.looks import HEAD_GROUND, RULE
from qcompare.tables.sheets import Line, Table, Value

_CELL = f"border:1px solid #{RULE};padding:2px 6px"


def as_text(table: Table) -> str:
    """Return the table with a line of heads, cells set apart by tabs; what could start a formula is made text."""
    heads = [column.head for column in table.columns]
    lines = [heads, *([str(plain(value)) for value in line.cells] for line in table.lines)]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)


def as_html(table: Table) -> str:
    """Return the table as HTML that stands by itself: its looks are in the cells, for Word knows no style sheets here."""
    heads = "".join(f'<th style="{_CELL};background:#{HEAD_GROUND}">{escape(c.head)}</th>' for c in table.columns)
    lines = "".join(f"<tr>{_cells(line)}</tr>" for line in table.lines)
    return f'<table style="border-collapse:collapse"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'


def _cells(line: Line) -> str:
    weight = ";font-weight:bold" if line.band == 1 else ""
    return "".join(
        f'<td style="{_CELL}{_align(value)}{weight}">{escape(str(plain(value)))}</td>' for value in line.cells
    )


def _align(value: Value) -> str:
    return ";text-align:right" if isinstance(value, int | float) else ""
