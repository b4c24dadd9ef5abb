"""A person changes what is compared with what, and how the columns stand, without leaving the place being read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from qcompare.collate import collate, load_plan
from qcompare.figure_changes import figure_table
from qcompare.gui.app import make_window
from qcompare.gui.columns import ColumnsView
from qcompare.gui.comparison import Comparison
from qcompare.gui.layouts import Style
from qcompare.gui.models.arrange import NARROWEST_TEXT
from qcompare.gui.models.figures import FiguresModel
from qcompare.gui.models.lines import FILTER_KINDS, Filters
from qcompare.gui.models.rows import RowsModel
from qcompare.gui.models.speech import copy_text
from qcompare.gui.theme import LIGHT
from qcompare.gui.window import Window
from qcompare.model import Collation, RowKind
from qcompare.paths import sample_plans
from qcompare.store import Library

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", "Keyboard event not accepted", extend=True)
"""What the offscreen screen says of every list and menu that opens, and QTest of a key that is let go over it."""

Open = Callable[[], Window]
Settled = Callable[[Window], None]


def shown(window: Window) -> Comparison:
    assert window.comparison is not None
    return window.comparison


def names(window: Window) -> list[str]:
    return [plan.label[:2] for plan in shown(window).collation.plans]


def choose(box: QComboBox, down: int) -> None:
    """Open the list by key and choose, as many entries further down as said."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.view().isVisible()
    for _ in range(abs(down)):
        QTest.keyClick(box.view(), Qt.Key.Key_Down if down > 0 else Qt.Key.Key_Up)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)


def entry(menu: QMenu, words: str) -> QAction:
    (found,) = [action for action in menu.actions() if action.text() == words]
    return found


def wording(window: Window, plan: int) -> str:
    """Return what the chosen row holds of a plan."""
    comparison = shown(window)
    text = comparison.collation.plans[plan]
    clauses = comparison.collation.rows[comparison.view.row].clauses(plan)
    return "".join(text.clauses[c].span.of(text.text) for c in clauses)


def go_to_path(window: Window, path: str) -> None:
    collation = shown(window).collation
    paths = [None if row.base is None else collation.base.clauses[row.base].path for row in collation.rows]
    shown(window).view.go_to_row(paths.index(path))


@pytest.fixture(scope="module")
def chain() -> Collation:
    plans = {path.stem: load_plan(path) for path in sample_plans()}
    order = ("chongqing-2011", "chongqing-2023", "yongchuan-2023-draft")
    base, *targets = (plans[name] for name in order)
    return collate(base, targets, chained=True)


# ---- what is compared with what ----


def test_star_to_chain_and_back_in_place(open_window: Open, settled: Settled) -> None:
    window = open_window()
    go_to_path(window, "三（一）16.")
    base_words = wording(window, 0)
    choose(shown(window).pairing.mode, 1)
    settled(window)
    comparison = shown(window)
    assert comparison.collation.chained
    assert names(window) == ["重庆", "永川", "成都"]
    assert wording(window, 0) == base_words, "the place being read stays"
    assert comparison.pairing.mode.currentText() == "逐级与左邻比"
    assert window.windowTitle().startswith("重庆 2023 → 永川 2023 → 成都 2023")
    assert window.library_pane.recent.item(0).text().count("→") == 2
    assert window.library_pane.recent.currentRow() == 0
    head = comparison.view.model().headerData(4, Qt.Orientation.Horizontal)
    assert head == "对照2：成都 2023，相对 永川 2023"
    choose(comparison.pairing.mode, -1)
    settled(window)
    assert not shown(window).collation.chained
    assert wording(window, 0) == base_words


def test_another_base_takes_the_place_of_the_old_one(open_window: Open, settled: Settled) -> None:
    window = open_window()
    go_to_path(window, "三（一）16.")
    shown(window).view.choose_target(0)
    words = wording(window, 1)
    choose(shown(window).pairing.base, 1)
    settled(window)
    assert names(window) == ["永川", "重庆", "成都"]
    assert wording(window, 0) == words
    assert shown(window).pairing.base.currentText() == "永川 2023"
    choose(shown(window).pairing.base, 2)
    settled(window)
    assert names(window) == ["成都", "重庆", "永川"]


def test_the_choices_rest_while_a_job_runs_and_show_what_is_compared(open_window: Open, settled: Settled) -> None:
    window = open_window()
    pairing = shown(window).pairing
    choose(pairing.base, 1)
    assert window.jobs.busy
    assert not pairing.isEnabled()
    assert pairing.base.currentText() == "重庆 2023", "nothing has changed yet"
    window.jobs.cancel()
    settled(window)
    assert shown(window).pairing.isEnabled()


def test_a_chain_is_remembered_and_opened_from_the_recent_ones(
    qtbot: QtBot, open_window: Open, settled: Settled, tmp_path: Path
) -> None:
    window = open_window()
    choose(shown(window).pairing.mode, 1)
    settled(window)
    window.close()
    again = make_window(tmp_path / "library.db")
    qtbot.addWidget(again)
    again.show()
    again.start()
    settled(again)
    assert shown(again).collation.chained
    recent = again.library_pane.recent
    assert "逐级" in recent.item(0).toolTip()
    star = next(recent.item(i) for i in range(recent.count()) if "、" in recent.item(i).text())
    recent.chosen.emit(star)
    settled(again)
    assert not shown(again).collation.chained
    again.close()
    with Library.open(tmp_path / "library.db") as library:
        assert [kept.chained for kept in library.collations()] == [False, True]


def test_with_one_target_there_is_nothing_to_chain(qtbot: QtBot, collation: Callable[..., Collation]) -> None:
    made = collation("一、主要目标\n达到90以上。", "一、主要目标\n达到80以上。")
    comparison = Comparison(made, Style(LIGHT))
    qtbot.addWidget(comparison)
    assert not comparison.pairing.mode.isEnabled()
    assert "两个以上" in comparison.pairing.mode.toolTip()


# ---- a chain in the columns ----


def test_the_model_of_a_chain(qtmodeltester: ModelTester, chain: Collation) -> None:
    model = RowsModel(chain)
    qtmodeltester.check(model)
    before = [model.row_text(row, None) for row in range(len(chain.rows))]
    model.choose_target(1)
    assert [model.row_text(row, None) for row in range(len(chain.rows))] == before, "its marks are its neighbour's"
    assert model.relative == 0


def test_what_is_copied_and_the_figures_table_say_what_each_is_relative_to(chain: Collation) -> None:
    row = next(r for r, held in enumerate(chain.rows) if held.cells[1].kind is RowKind.MODIFIED)
    assert "\n对照2（永川 2023，相对 重庆 2023，修改）：" in copy_text(RowsModel(chain), row)
    model = FiguresModel(chain, figure_table(chain))
    heads = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    assert heads[2::2] == ["变化（重庆 2023，相对 重庆 2011）", "变化（永川 2023，相对 重庆 2023）"]


def test_a_filter_says_which_plans_have_what_neither_of_two_neighbours_has(chain: Collation) -> None:
    model = RowsModel(chain)
    model.choose_target(1)
    model.set_filters(Filters(frozenset(FILTER_KINDS) - {RowKind.MODIFIED}))
    reasons = {reason for at in range(model.rowCount()) for reason in model.line(at).reasons}
    assert "只有基准有" in reasons
    assert "只有有" not in reasons


def test_the_detail_shows_the_neighbour_with_its_marks(open_window: Open, settled: Settled) -> None:
    window = open_window()
    choose(shown(window).pairing.mode, 1)
    settled(window)
    go_to_path(window, "三（一）16.")
    shown(window).view.choose_target(1)
    card = window.detail.base_card
    assert card.head.text() == "永川 2023原文（前一文本）"
    assert card.text.toPlainText().startswith("16. 加强质量品牌推广。")
    shown(window).view.choose_target(0)
    assert card.head.text() == "基准原文"
    assert card.text.toPlainText().startswith("16.加強品質品牌推廣。")


# ---- columns ----


def edge_of(view: ColumnsView, plan: int) -> QPoint:
    """Return a point on the right edge of a plan's head."""
    head = view.horizontalHeader()
    return QPoint(head.sectionViewportPosition(2 * plan) + head.sectionSize(2 * plan) - 1, 10)


def drag(view: ColumnsView, start: QPoint, end: QPoint) -> None:
    port = view.horizontalHeader().viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(port, (start + end) / 2)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)


def test_an_edge_is_dragged_and_a_double_click_evens_the_columns(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    view = shown(window).view
    even = view.columnWidth(0)
    drag(view, edge_of(view, 0), edge_of(view, 0) + QPoint(120, 0))
    qtbot.waitUntil(lambda: abs(view.columnWidth(0) - even - 120) <= 2)
    assert abs(view.columnWidth(2) - view.columnWidth(4)) <= 1, "the others share what is left"
    assert view.horizontalScrollBar().maximum() == 0
    drag(view, edge_of(view, 0), edge_of(view, 0) - QPoint(5000, 0))
    qtbot.waitUntil(lambda: view.columnWidth(0) == NARROWEST_TEXT)
    QTest.mouseDClick(view.horizontalHeader().viewport(), Qt.MouseButton.LeftButton, pos=edge_of(view, 0))
    qtbot.waitUntil(lambda: abs(view.columnWidth(0) - even) <= 1)


def test_a_narrower_column_makes_its_rows_taller(qtbot: QtBot, open_window: Open, settled: Settled) -> None:
    window = open_window()
    view = shown(window).view
    before = view.verticalHeader().length()
    view.set_width(1, NARROWEST_TEXT)
    qtbot.waitUntil(lambda: view.columnWidth(2) == NARROWEST_TEXT)
    settled(window)
    assert view.verticalHeader().length() > before


def test_a_hidden_target_leaves_a_mark_that_brings_it_back(open_window: Open, settled: Settled) -> None:
    window = open_window()
    comparison = shown(window)
    view, pairing = comparison.view, comparison.pairing
    view.choose_target(1)
    pairing.columns.menu().aboutToShow.emit()
    entry(pairing.columns.menu(), "显示 成都 2023").trigger()
    settled(window)
    assert [view.isColumnHidden(c) for c in range(5)] == [False, False, False, True, True]
    assert view.rows.chosen == 0, "what is not shown is not chosen"
    assert pairing.columns.text() == "已隐藏 1 栏 ▾"
    assert pairing.columns.isVisible()
    assert not any(1 in view.rows.changed_targets(row) for row in range(len(comparison.collation.rows)))
    assert comparison.found_words("成都标准") == "各栏中没有“成都标准”"
    pairing.columns.menu().aboutToShow.emit()
    assert not entry(pairing.columns.menu(), "显示 永川 2023").isEnabled(), "the last one stays"
    entry(pairing.columns.menu(), "全部显示").trigger()
    settled(window)
    assert not any(view.isColumnHidden(c) for c in range(5))
    assert pairing.columns.text() == "栏 ▾"


def test_what_leads_to_a_hidden_target_shows_it(open_window: Open, settled: Settled) -> None:
    window = open_window()
    view = shown(window).view
    view.show_target(1, shown=False)
    shown(window).go_to_sentence(2, 20)
    settled(window)
    assert view.rows.chosen == 1
    assert not view.isColumnHidden(4)


def test_the_heads_menu_hides_and_moves(open_window: Open, settled: Settled) -> None:
    window = open_window()
    view = shown(window).view
    head = view.horizontalHeader()
    point = QPoint(head.sectionViewportPosition(4) + 30, 10)
    QApplication.sendEvent(
        head.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, head.mapToGlobal(point))
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert not entry(menu, "右移").isEnabled()
    entry(menu, "左移").trigger()
    menu.close()
    settled(window)
    assert names(window) == ["重庆", "成都", "永川"]
    entry(shown(window).pairing.menu(0), "隐藏").trigger()
    assert shown(window).view.rows.hidden == {0}
    entry(shown(window).pairing.menu(1), "显示 成都 2023").trigger()
    assert not shown(window).view.rows.hidden


def test_a_head_is_dragged_to_another_place_and_the_layout_goes_along(
    qtbot: QtBot, open_window: Open, settled: Settled
) -> None:
    window = open_window()
    view = shown(window).view
    go_to_path(window, "三（一）16.")
    words = wording(window, 2)
    view.set_width(2, 500)
    qtbot.waitUntil(lambda: view.columnWidth(4) == 500)
    head = view.horizontalHeader()
    start = QPoint(head.sectionViewportPosition(4) + 40, 10)
    drag(view, start, QPoint(head.sectionViewportPosition(2) + 40, 10))
    settled(window)
    assert names(window) == ["重庆", "成都", "永川"]
    assert wording(window, 1) == words
    assert shown(window).view.columnWidth(2) == 500, "the width belongs to the plan"
    assert shown(window).view.rows.chosen == 0, "成都 was clicked to be dragged, and is chosen still"


def test_a_click_on_a_head_moves_nothing(open_window: Open, settled: Settled) -> None:
    window = open_window()
    view = shown(window).view
    head = view.horizontalHeader()
    point = QPoint(head.sectionViewportPosition(4) + 40, 10)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=point)
    settled(window)
    assert not window.jobs.busy
    assert names(window) == ["重庆", "永川", "成都"]
    assert view.rows.chosen == 1


def test_everything_is_reached_by_keyboard(open_window: Open) -> None:
    window = open_window()
    pairing = shown(window).pairing
    for widget in (pairing.base, pairing.mode, pairing.columns):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert widget.accessibleName()
    pairing.columns.menu().aboutToShow.emit()
    said = [action.text() for action in pairing.columns.menu().actions() if action.text()]
    assert said == [
        "显示 永川 2023",
        "显示 成都 2023",
        "左移 永川 2023",
        "右移 永川 2023",
        "加宽 永川 2023",
        "变窄 永川 2023",
        "各栏等宽",
    ]
