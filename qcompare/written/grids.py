"""The tables of an Office file as rows of text, whichever program saved it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from qcompare.package import Package, local

_MOST_ROWS, _MOST_COLUMNS = 200_000, 16_384
_DIGITS = 10  # a number of more is none
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_PERCENT = re.compile(r"0(?:\.(0{1,9}))?%")
_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,20})?(?:E-?\d{1,2})?")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: its number in the table as a person counts it, and what its cells say, by column from 0."""

    number: int
    cells: dict[int, str]


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet or a table: what a person calls it, and its rows."""

    name: str
    rows: tuple[GridRow, ...]


def grids_of(package: Package) -> Iterator[Grid]:
    """Yield the sheets of a workbook or the tables of a document; nothing where the file is neither."""
    if "xl/workbook.xml" in package.names:
        yield from _sheets(package)
    elif "word/document.xml" in package.names:
        yield from _tables(package)


# ---- workbooks ----


def _sheets(package: Package) -> Iterator[Grid]:
    strings = _Strings(_shared(package), _percents(package))
    places = {
        relation.get("Id"): str(PurePosixPath("xl") / relation.get("Target", "").removeprefix("/xl/"))
        for relation in package.tree("xl/_rels/workbook.xml.rels").iter("{*}Relationship")
    }
    for sheet in package.tree("xl/workbook.xml").iter("{*}sheet"):
        key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        place = places.get(key, "")
        if place in package.names:
            yield Grid(f"“{sheet.get('name', '')}”", tuple(_sheet_rows(package, place, strings)))


def _shared(package: Package) -> list[str]:
    name = next((name for name in package.names if name.lower() == "xl/sharedstrings.xml"), "")
    return [_rich(item) for item in package.elements(name, "si")] if name else []


@dataclass(frozen=True, slots=True)
class _Strings:
    """What cells refer to: the shared strings, and for the styles that show a share as percent, with how many digits."""

    shared: list[str]
    percents: dict[str, int]


def _percents(package: Package) -> dict[str, int]:
    if "xl/styles.xml" not in package.names:
        return {}
    styles = package.tree("xl/styles.xml")
    codes = {"9": "0%", "10": "0.00%"}
    codes |= {node.get("numFmtId", ""): node.get("formatCode", "") for node in styles.iter("{*}numFmt")}
    found = {
        str(at): _PERCENT.fullmatch(codes.get(style.get("numFmtId", ""), ""))
        for at, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
    }
    return {at: len(code[1] or "") for at, code in found.items() if code is not None}


def _rich(item: Any) -> str:
    """Return the text of a string in runs; how it is pronounced is not part of it."""
    texts = []
    for child in item:
        if local(child) == "t":
            texts.append(child.text or "")
        elif local(child) == "r":
            texts += [node.text or "" for node in child if local(node) == "t"]
    return _unescaped("".join(texts))


def _unescaped(text: str) -> str:
    """Return a text with Excel's escapes as what they stand for; half of a surrogate pair, which stands for nothing, stays."""
    return _ESCAPE.sub(
        lambda found: found[0] if 0xD8 <= int(found[1][:2], 16) <= 0xDF else chr(int(found[1], 16)), text
    )


def _sheet_rows(package: Package, place: str, strings: _Strings) -> Iterator[GridRow]:
    number = 0
    for row in package.elements(place, "row"):
        said = row.get("r", "")
        number = int(said) if said.isdecimal() and len(said) < _DIGITS else number + 1
        if number > _MOST_ROWS:
            return
        cells: dict[int, str] = {}
        for nth, cell in enumerate(child for child in row if local(child) == "c"):
            text = _cell_text(cell, strings)
            if text:
                cells[_column(cell.get("r", ""), nth)] = text
        if cells:
            yield GridRow(number, cells)


def _column(reference: str, nth: int) -> int:
    found = _REFERENCE.match(reference)
    if found is None:
        return nth
    at = 0
    for letter in found[1]:
        at = at * 26 + ord(letter) - ord("A") + 1
    return min(at, _MOST_COLUMNS) - 1


def _cell_text(cell: Any, strings: _Strings) -> str:
    """Return what a cell shows; a formula that shows no text is given as it was typed, never worked out."""
    parts = {local(child): child for child in cell}
    kind, value, formula = cell.get("t", "n"), parts.get("v"), parts.get("f")
    shown = value.text or "" if value is not None else ""
    if kind == "inlineStr":
        return _rich(parts["is"]) if "is" in parts else ""
    shared = strings.shared
    if kind == "s":
        return shared[int(shown)] if shown.isdecimal() and len(shown) < _DIGITS and int(shown) < len(shared) else ""
    if formula is not None and (kind != "str" or not shown):
        return f"={formula.text or ''}"
    if kind == "n" and (places := strings.percents.get(cell.get("s", ""))) is not None and _DECIMAL.fullmatch(shown):
        return f"{100 * Decimal(shown):.{places}f}%"
    return _unescaped(shown)


# ---- documents ----

_THROUGH = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
"""What may stand about a row, a cell or a run without being one: content controls, and what was inserted with tracking on."""

_GONE = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText"})
"""What is deleted with tracking on, or said a second time for older programs."""


def _tables(package: Package) -> Iterator[Grid]:
    body = package.tree("word/document.xml")
    for nth, table in enumerate(body.iter("{*}tbl"), start=1):
        rows = (row for row in _held(table, "tr") if not _is_deleted(row))
        yield Grid(f"第{nth}个表格", tuple(GridRow(at, _cells(row)) for at, row in enumerate(rows, start=1)))


def _held(element: Any, name: str) -> Iterator[Any]:
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) in _THROUGH:
            yield from _held(child, name)


def _is_deleted(row: Any) -> bool:
    return any(local(mark) == "del" for properties in row if local(properties) == "trPr" for mark in properties)


def _cells(row: Any) -> dict[int, str]:
    cells: dict[int, str] = {}
    at = 0
    for cell in _held(row, "tc"):
        text = _block(cell).strip()
        if text:
            cells[at] = text
        at += _span(cell)
    return cells


def _span(cell: Any) -> int:
    """Return how many columns a cell takes."""
    spans = (value for node in cell.iterfind("{*}tcPr/{*}gridSpan") for value in node.attrib.values())
    said = next(spans, "1")
    return min(int(said), _MOST_COLUMNS) if said.isdecimal() and len(said) < _DIGITS else 1


def _block(element: Any) -> str:
    """Return the text of a cell's paragraphs, and of the tables within it, a line each."""
    said = []
    for child in element:
        name = local(child)
        if name == "p":
            said.append(_text(child))
        elif name in ("tbl", "tr", "tc") or name in _THROUGH:
            said.append(_block(child))
    return "\n".join(said)


def _text(element: Any) -> str:
    said = []
    for child in element:
        name = local(child)
        if name == "t":
            said.append(child.text or "")
        elif name in ("br", "cr"):
            said.append("\n")
        elif name == "noBreakHyphen":
            said.append("-")
        elif name == "sym":
            said.append(_symbol(child))
        elif name == "tab":
            said.append("\t")
        elif name not in _GONE and not name.endswith("Pr"):
            said.append(_text(child))
    return "".join(said)


def _symbol(element: Any) -> str:
    """Return a character of a symbol font: its own place there is not its meaning, but that one stood there is not lost."""
    code = next((value for name, value in element.attrib.items() if name.endswith("}char")), "")
    known = re.fullmatch("[0-9A-Fa-f]{1,4}", code) and not 0xD800 <= int(code, 16) <= 0xDFFF
    return chr(int(code, 16)) if known else ""
