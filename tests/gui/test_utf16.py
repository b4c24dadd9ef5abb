"""Marks lie on their words whatever characters stand before them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from qcompare.gui.layouts import Style, decorate, shape
from qcompare.gui.models.cells import CellText, Piece
from qcompare.gui.theme import LIGHT
from qcompare.gui.utf16 import utf16_positions
from qcompare.marks import Mark


def units(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


@pytest.mark.parametrize("text", ["", "永川区", "𬒗江镇", "支持𬒗江、𠮷𠮷建设", "𬒗"])
def test_positions_slice_the_same_text(text: str) -> None:
    positions = utf16_positions(text)
    assert len(positions) == len(text) + 1
    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            assert units(text, positions[start], positions[end]) == text[start:end]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("before", ["支持永川区", "支持𬒗江镇", "𬒗𬒗𬒗𬒗𬒗"])
def test_a_mark_after_a_rare_character_lies_on_its_word(before: str) -> None:
    cell = CellText((Piece(before), Piece("持续增强", mark=Mark.REPLACED), Piece("质量")), base=False)
    shaped = decorate(shape(cell, 400, Style(LIGHT)), cell, Style(LIGHT))
    ((box, colour),) = shaped.grounds
    line = shaped.layout.lineAt(0)
    first, last = line.xToCursor(box.left() + 1), line.xToCursor(box.right() - 1)
    assert units(shaped.layout.text(), first, last) == "持续增强"
    assert colour == LIGHT.replaced


def test_the_bundled_faces_are_in_use(qapp: QApplication) -> None:
    assert qapp.font().families()[0] == "QCompare Sans"
