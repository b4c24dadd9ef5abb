"""What makes the window fit for every eye and hand: contrast, shapes, keys, words for what is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from qcompare.gui.comparison import Comparison
from qcompare.gui.layouts import Stroke, Style
from qcompare.gui.models.cells import Piece
from qcompare.gui.theme import BLACK_ON_WHITE, DARK, LIGHT, LOOKS, WHITE_ON_BLACK, Theme, wanted_theme
from qcompare.gui.window import Window
from qcompare.marks import Mark

Open = Callable[[], Window]

GROUNDS = ("window", "base", "alternate", "band1", "band2", "fold", "selection", "chosen")
MARK_GROUNDS = ("replaced", "inserted", "inserted_sentence", "omitted", "omitted_sentence", "found")
KINDS = ("inherited", "localised", "modified", "added", "dropped", "moved")
LINES = ("replaced_line", "inserted_line", "omitted_line", "localised_line", "moved_line", "variant_line")


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours as WCAG 2.1 counts it, 1 to 21."""

    def luminance(colour: QColor) -> float:
        parts = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3])
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_counted_as_the_guidelines_do() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("#ffffff")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(
    ("theme", "least"),
    [(LIGHT, 4.5), (DARK, 4.5), (BLACK_ON_WHITE, 7), (WHITE_ON_BLACK, 7)],
    ids=["light", "dark", "black on white", "white on black"],
)
def test_every_word_can_be_read_on_every_ground_it_stands_on(theme: Theme, least: float) -> None:
    pairs = [("text", ground) for ground in (*GROUNDS, *MARK_GROUNDS)]
    pairs += [(word, ground) for word in ("secondary", "accent") for ground in GROUNDS]
    pairs += [(f"kind_{kind}", ground) for kind in KINDS for ground in GROUNDS]
    pairs += [("moved_line", ground) for ground in ("base", "chosen")]  # the path behind moved wording
    pairs += [("omitted_line", ground) for ground in ("alternate", "selection", "base", "chosen")]  # 指标↓2
    found = {f"{word} on {ground}": contrast(getattr(theme, word), getattr(theme, ground)) for word, ground in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least} == {}


@pytest.mark.parametrize("theme", [BLACK_ON_WHITE, WHITE_ON_BLACK])
def test_every_line_of_high_contrast_stands_out(theme: Theme) -> None:
    names = (*LINES, "line", "strong_line", "edge", "accent", "lane_modified", "lane_added", "lane_dropped")
    assert {
        name
        for name in names
        for ground in ("base", "window")
        if contrast(getattr(theme, name), getattr(theme, ground)) < 7
    } == set()


@pytest.mark.parametrize("theme", [BLACK_ON_WHITE, WHITE_ON_BLACK])
def test_in_high_contrast_marks_have_no_ground_and_a_shape_each(theme: Theme) -> None:
    style = Style(theme, variants=True)
    marked = [
        (Piece("全区", mark=Mark.LOCALISED), False),
        (Piece("显著增强", mark=Mark.REPLACED), False),
        (Piece("走在全国前列", mark=Mark.REPLACED), True),
        (Piece("引导集聚发展。", mark=Mark.INSERTED, whole=True), False),
        (Piece("千亿级", mark=Mark.DELETED), True),
        (Piece("推行认证", moved=True), False),
        (Piece("品質", mark=Mark.VARIANT), True),
    ]
    assert {style.ground(piece) for piece, _ in marked} == {None}
    shapes = [stroke[0] if (stroke := style.stroke(*pair)) else None for pair in marked]
    assert shapes == [
        Stroke.DASHED,
        Stroke.PLAIN,
        Stroke.WAVY,
        Stroke.THIN,
        Stroke.STRUCK,
        Stroke.DOUBLE,
        Stroke.DOTTED,
    ]


def test_the_looks_can_be_chosen_and_are_remembered(open_window: Open) -> None:
    window = open_window()
    chosen = {action.data(): action for action in window._looks.actions()}
    assert [action.text() for action in chosen.values()] == list(LOOKS.values())
    chosen["contrast"].trigger()
    assert window.style_now.theme.high_contrast
    assert window.settings.value("look") == "contrast"
    assert wanted_theme("contrast") is BLACK_ON_WHITE
    image = shown(window).view.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(70, image.height(), 3)}
    assert BLACK_ON_WHITE.base.name() in colours
    assert not {LIGHT.replaced.name(), LIGHT.inserted.name(), LIGHT.omitted.name()} & colours
    chosen["light"].trigger()
    assert window.style_now.theme is LIGHT


def shown(window: Window) -> Comparison:
    assert window.comparison is not None
    return window.comparison


def row_of(comparison: Comparison, path: str) -> int:
    clauses = comparison.collation.base.clauses
    rows = enumerate(comparison.collation.rows)
    return next(at for at, row in rows if row.base is not None and clauses[row.base].path == path)


def point_at(comparison: Comparison, column: int, words: str) -> QPoint:
    """Return where `words` stand in the view, in the chosen row."""
    view = comparison.view
    index = view.rows.index(view.currentIndex().row(), column)
    box = view.visualRect(index)
    shaped = view.itemDelegate().shaped(index.row(), column, box.width())
    start = shaped.layout.text().index(words)
    place, _ = next(shaped.rects(start, start + len(words)))
    corner = view.itemDelegate().text_corner(box, index.row(), shaped)
    return (place.translated(corner)).center().toPoint()


@pytest.mark.parametrize(
    ("column", "words", "said"),
    [
        (0, "走在全國前列", "修改：永川作“持续增强”"),
        (2, "持续增强", "修改：基准作“走在全國前列”"),
        (2, "90", "指标下调：制造业质量竞争力指数 达到92以上→达到90以上"),
    ],
)
def test_the_mouse_over_a_mark_is_told_what_it_means(open_window: Open, column: int, words: str, said: str) -> None:
    comparison = shown(open_window())
    comparison.view.go_to_row(row_of(comparison, "一（二）第1项"))
    QApplication.processEvents()
    text = comparison.view.tip_at(point_at(comparison, column, words.replace("90", "9\u20600")))
    assert said in text


@pytest.mark.qt_log_ignore("This plugin does not support raise")  # said of a tooltip without a display
def test_the_mouse_over_a_kind_is_told_what_it_means_and_why(open_window: Open) -> None:
    comparison = shown(open_window())
    view = comparison.view
    view.go_to_row(row_of(comparison, "一（二）第1项"))
    QApplication.processEvents()
    point = view.visualRect(view.rows.index(view.currentIndex().row(), 1)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point))
    QApplication.sendEvent(view.viewport(), event)
    assert "≠ 修改：由基准写来" in QToolTip.text()
    assert "承接 79.0%" in QToolTip.text()
    assert "指标下调：全国优势农业特色产业集群 达到10个→达到1个" in QToolTip.text()
    QToolTip.hideText()


def test_a_row_is_copied_as_a_table(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    comparison = shown(window)
    comparison.view.go_to_row(row_of(comparison, "一（二）第1项"))
    window.activateWindow()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(comparison.view, Qt.Key.Key_C, both)
    data = QGuiApplication.clipboard().mimeData()
    assert data.html().count("<td") == 6
    assert "持续增强</u></b>" in data.html()
    assert data.text().startswith("行\t基准：重庆 2023\t类别\t对照1：永川")
    assert window.said.startswith(f"已复制第 {comparison.view.row + 1} 行为表格")


def spoken(widget: QWidget) -> dict[str, str]:
    """Return what a screen reader is told of a widget and of what is in it, however deep: names with descriptions."""
    found: dict[str, str] = {}
    waiting = [QAccessible.queryAccessibleInterface(widget)]
    while waiting:
        told = waiting.pop()
        if told is not None and told.isValid():
            found[told.text(QAccessible.Text.Name)] = told.text(QAccessible.Text.Description)
            waiting += [told.child(at) for at in range(told.childCount())]
    return found


def test_a_screen_reader_is_told_of_rows_and_cells(open_window: Open) -> None:
    comparison = shown(open_window())
    view, rows = comparison.view, comparison.rows
    row = row_of(comparison, "一（二）第1项")
    view.go_to_row(row)
    at = view.currentIndex().row()
    told = QAccessible.queryAccessibleInterface(view)
    columns = rows.columnCount()
    line = [told.child((at + 1) * (columns + 1) + k).text(QAccessible.Text.Name) for k in range(columns + 1)]
    assert line[0] == f"第 {row + 1} 行，未审核"
    assert "〔修改：走在全國前列〕" in line[1]
    assert line[2] == "修改、指标↓2、存疑，承接 79.0%"
    assert "〔指标下调：90〕" in line[3]
    assert line[5].startswith("未承接")
    heads = [told.child(k).text(QAccessible.Text.Name) for k in range(1, columns + 1)]
    assert heads[:3] == ["基准：重庆 2023", "类别：永川 2023", "对照1：永川 2023"]
    fold = next(k for k in range(rows.rowCount()) if rows.line(k).fold)
    band = next(k for k in range(rows.rowCount()) if rows.band(k) == 1 and k > fold)
    vertical, role = Qt.Orientation.Vertical, Qt.ItemDataRole.AccessibleTextRole
    assert rows.headerData(fold, vertical, role) == "折叠行，已折叠"
    assert rows.headerData(band, vertical, role) == f"第 {rows.line(band).row + 1} 行，章，已展开"


def test_a_screen_reader_is_told_of_everything_beside_the_columns(open_window: Open) -> None:
    window = open_window()
    comparison = shown(window)
    comparison.view.go_to_row(row_of(comparison, "一（二）第1项"))
    bar, detail, library = spoken(comparison.bar), spoken(window.detail), spoken(window.library_pane)
    assert bar["修改 48"] == "显示或折叠“修改”的对照行"
    assert {"筛选", "移位 3", "指标变动 9", "存疑 8"} <= set(bar)
    assert "点击跳到该处" in spoken(comparison.overview)["变动总览"]
    assert "条款号" in spoken(comparison.goto)["转到"]
    assert {"基准原文", "永川原文", "上一行", "下一行"} <= set(detail)
    assert any(name.startswith("≠ 修改 · 承接 79.0%") for name in detail)
    assert "重庆 2023，2023-07-31 · 印发，基准" in library
    assert any(re.fullmatch("重庆 2023 → 永川、成都，今天 · 承接率 57.0%、13.0%", name) for name in library)


def test_every_button_says_what_it_is(open_window: Open) -> None:
    window = open_window()
    buttons = [button for button in window.findChildren(QAbstractButton) if button.isVisible()]
    assert len(buttons) > 20
    unnamed = [
        button
        for button in buttons
        if not QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
        and button.metaObject().className() != "QTableCornerButton"  # Qt's own, switched off
    ]
    assert unnamed == []
