"""Cells are laid out whole, by Chinese rules, and marked where their words are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from qcompare.gui.layouts import LayoutCache, Shaped, Stroke, Style, decorate, shape
from qcompare.gui.models.cells import CellText, Piece, Voice
from qcompare.gui.strokes import paint_cell
from qcompare.gui.theme import DARK, LIGHT, Theme
from qcompare.marks import Mark

pytestmark = pytest.mark.usefixtures("qapp")

GOAL = "产品质量水平大幅跃升。农产品质量安全例行监测合格率达到98%以上，食品抽检合格率达到98.2%以上，"
NEVER_FIRST, NEVER_LAST = set("，。；：、！？）》”’〕％%"), set("（《“‘〔")


def shaped_cell(*pieces: Piece, base: bool = False, width: float = 240, theme: Theme = LIGHT) -> Shaped:
    cell, style = CellText(pieces, base), Style(theme)
    return decorate(shape(cell, width, style), cell, style)


@pytest.mark.parametrize("width", range(60, 300, 7))
def test_lines_obey_chinese_line_rules(width: int) -> None:
    shaped = shaped_cell(Piece(GOAL * 3), width=width)
    lines = [shaped.layout.lineAt(i) for i in range(shaped.layout.lineCount())]
    texts = [shaped.layout.text()[line.textStart() : line.textStart() + line.textLength()] for line in lines]
    assert "".join(texts) == GOAL * 3
    assert not [t for t in texts[1:] if t[0] in NEVER_FIRST]
    assert not [t for t in texts if t.rstrip()[-1] in NEVER_LAST]
    assert all(line.naturalTextRect().width() <= width for line in lines)


def test_baselines_stand_at_one_pitch_whatever_faces_a_line_mixes() -> None:
    shaped = shaped_cell(Piece(GOAL), Piece(GOAL, mark=Mark.REPLACED), Piece("←三（一）15.", Voice.PATH))
    lines = [shaped.layout.lineAt(i) for i in range(shaped.layout.lineCount())]
    baselines = [line.y() + line.ascent() for line in lines]
    assert {round(b - a, 3) for a, b in pairwise(baselines)} == {22}
    assert shaped.height == 22 * len(lines)


@pytest.mark.parametrize(
    ("piece", "base", "stroke", "ground"),
    [
        (Piece("显著增强", mark=Mark.REPLACED), False, Stroke.PLAIN, LIGHT.replaced),
        (Piece("走在全国前列", mark=Mark.REPLACED), True, Stroke.WAVY, LIGHT.replaced),
        (Piece("大力", mark=Mark.INSERTED), False, Stroke.PLAIN, LIGHT.inserted),
        (Piece("引导集聚发展。", mark=Mark.INSERTED, whole=True), False, Stroke.THIN, LIGHT.inserted_sentence),
        (Piece("千亿级", mark=Mark.DELETED), True, Stroke.STRUCK, LIGHT.omitted),
        (Piece("全区", mark=Mark.LOCALISED), False, Stroke.DASHED, None),
        (Piece("推行认证", mark=Mark.EQUAL, moved=True), False, Stroke.DOUBLE, None),
        (Piece("品質", mark=Mark.VARIANT), True, None, None),
    ],
)
def test_each_mark_has_its_shape_and_ground(piece: Piece, base: bool, stroke: Stroke | None, ground: object) -> None:
    shaped = shaped_cell(Piece("质量"), piece, base=base)
    assert [s[0] for s in shaped.strokes] == ([] if stroke is None else [stroke])
    assert [g[1] for g in shaped.grounds] == ([] if ground is None else [ground])


def test_a_mark_breaks_with_its_line_and_keeps_out_of_the_margin() -> None:
    shaped = shaped_cell(Piece(GOAL, mark=Mark.INSERTED, whole=True), width=150)
    assert len(shaped.strokes) == shaped.layout.lineCount() > 3
    assert all(0 <= left < right <= 150 for _, left, right, _, _ in shaped.strokes)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_grounds_are_painted_where_the_words_are(theme: Theme) -> None:
    shaped = shaped_cell(Piece("质量"), Piece("显著增强", mark=Mark.REPLACED), theme=theme)
    image = QImage(300, 60, QImage.Format.Format_RGB32)
    image.fill(theme.base)
    painter = QPainter(image)
    painter.setPen(theme.text)
    paint_cell(painter, shaped, QPointF(10, 10), QRectF(0, 0, 300, 60), 15)
    painter.end()
    (box, _), y = shaped.grounds[0], 13
    assert image.pixelColor(round(10 + box.left()) + 1, y) == theme.replaced
    assert image.pixelColor(round(10 + box.right()) - 2, y) == theme.replaced
    assert image.pixelColor(12, y) == theme.base


def test_a_huge_clause_is_laid_out_whole() -> None:
    text = "高质量发展" * 40_000
    shaped = shaped_cell(Piece(text))
    last = shaped.layout.lineAt(shaped.layout.lineCount() - 1)
    assert last.textStart() + last.textLength() == len(text)


def test_the_cache_keeps_the_layouts_last_used() -> None:
    cache, made = LayoutCache(kept=2), list[str]()

    def get(name: str) -> Shaped:
        return cache.get(name, lambda: made.append(name) or shaped_cell(Piece(name)))  # type: ignore[func-returns-value]

    for name in ("一", "二", "一", "三", "一", "二"):
        get(name)
    assert made == ["一", "二", "三", "二"]
