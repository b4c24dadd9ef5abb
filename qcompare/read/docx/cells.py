"""The cells of a Word table, row by row, merged ones once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from qcompare.document import CautionKind
from qcompare.read.docx.setting import DEEPEST, Setting
from qcompare.read.docx.xml import child, chosen, is_on, name, parts_of, value, whole

_MOST_COLUMNS = 63
"""Columns of a table in Word."""

_CHANGES = {"w:cellIns": "w:ins", "w:cellDel": "w:del"}

_STRING = etree.XPath("string()")

Row = list[tuple[int, Any]]
"""The cells of a row, each with its column, from 1."""


def rows_of(table: Any, setting: Setting) -> Iterator[Row]:
    """Yield the rows that are shown; a cell that goes on with the one above or before it is not there again."""
    above: set[int] = set()
    for row in _within(table, "w:tr", setting):
        said = parts_of(child(row, "w:trPr"))
        if setting.removes(said):
            continue
        if is_on(said.get("w:hidden")):
            setting.tally[CautionKind.HIDDEN] += visible_length(row)
            continue
        column = 1 + whole(said.get("w:gridBefore"), 0, _MOST_COLUMNS)
        cells: Row = []
        merged: set[int] = set()
        for cell in _within(row, "w:tc", setting):
            about = parts_of(child(cell, "w:tcPr"))
            if setting.removes({_CHANGES.get(tag, ""): about[tag] for tag in about}):
                continue
            if "w:vMerge" in about:
                merged.add(column)
            if _goes_on(about.get("w:vMerge"), column in above) or _goes_on(about.get("w:hMerge"), bool(cells)):
                setting.tally[CautionKind.HIDDEN] += visible_length(cell)
            else:
                cells.append((column, cell))
            column += max(1, whole(about.get("w:gridSpan"), 1, _MOST_COLUMNS))
        above = merged
        yield cells


def visible_length(element: Any) -> int:
    """Return about how many characters an element shows, blanks left out."""
    return len("".join(str(_STRING(element)).split()))


def _goes_on(merge: Any, is_begun: bool) -> bool:
    """Say whether a cell only goes on with another; one without another to go on with stands for itself."""
    return merge is not None and is_begun and value(merge) != "restart"


def _within(element: Any, wanted: str, setting: Setting, depth: int = 0) -> Iterator[Any]:
    """Yield a table's rows or a row's cells, content controls and the like around them left aside."""
    if depth >= DEEPEST:
        setting.tally[CautionKind.DEEPER] += 1
        return
    for each in element:
        tag = name(each)
        if tag == wanted:
            yield each
        elif tag in {"w:sdt", "w:sdtContent", "w:customXml"}:
            yield from _within(each, wanted, setting, depth + 1)
        elif tag == "mc:AlternateContent" and (choice := chosen(each)) is not None:
            yield from _within(choice, wanted, setting, depth + 1)
