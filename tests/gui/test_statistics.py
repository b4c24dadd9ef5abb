"""The statistics tab (统计): its numbers, the chart to copy, and the dropped list as a to-do list."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from qcompare.citing import percent
from qcompare.decisions import Verdict
from qcompare.findings import Findings, findings_of
from qcompare.gui.chartpaint import HEAD, LEGEND_HEIGHT, ROW, column_widths
from qcompare.gui.comparison import Comparison, Tab
from qcompare.gui.models.chapters import NAME, WENT, ChaptersModel
from qcompare.gui.models.dropped import HANDLED, LENGTH, NEAREST, OPINION, PATH, WORDING, DroppedFilter, DroppedModel
from qcompare.gui.statistics import StatisticsPage
from qcompare.gui.theme import DARK, LIGHT
from qcompare.gui.window import Window
from qcompare.model import Collation
from qcompare.statistics import statistics_of

Ticked = Qt.CheckState.Checked
CHECK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture(scope="module")
def findings(sample_collation: Collation) -> Findings:
    return findings_of(sample_collation)


@pytest.fixture
def dropped(sample_collation: Collation, findings: Findings) -> DroppedModel:
    model = DroppedModel(sample_collation)
    model.set_entries(0, findings.dropped[0])
    return model


@pytest.fixture
def shown(open_window: Callable[[], Window]) -> Window:
    return open_window()


def comparison_of(window: Window) -> Comparison:
    assert window.comparison is not None
    return window.comparison


def statistics_shown(window: Window, qtbot: QtBot) -> StatisticsPage:
    """Press Ctrl+2 and return the page."""
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    page = comparison_of(window).statistics
    assert page is not None
    assert page.isVisible()
    return page


def clause_shown(window: Window) -> str:
    comparison = comparison_of(window)
    row = comparison.collation.rows[comparison.view.row]
    assert row.base is not None
    return comparison.collation.base.clauses[row.base].path


# models


def test_the_chart_is_a_sound_model(sample_collation: Collation, findings: Findings) -> None:
    model = ChaptersModel(sample_collation, statistics_of(sample_collation, 0, findings.coverage))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_statistics(statistics_of(sample_collation, 1, findings.coverage))
    assert model.names()[:2] == ["标题和首段", "一、總體要求"]
    assert model.names()[-1] == "全文"
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    counts = sample_collation.targets[1].counts
    assert heads == [
        "章节（按基准）",
        f"基准去向　{counts.base} 句各去了哪里",
        "承接率（按字）",
        "永川",
        "成都",
        f"成都构成　{counts.target} 句各从哪里来",
    ]


def test_bars_are_told_in_words(sample_collation: Collation, findings: Findings) -> None:
    model = ChaptersModel(sample_collation, statistics_of(sample_collation, 0, findings.coverage))
    counts, last = sample_collation.targets[0].counts, model.rowCount() - 1
    assert model.index(last, model.came).data() == (
        f"{counts.target} 句：沿用 {counts.inherited}，属地化 {counts.localised}，"
        f"修改 {counts.modified}，新增 {counts.added}"
    )
    assert str(model.index(last, WENT).data()).endswith(f"未承接 {counts.dropped}")
    assert "双击" in str(model.index(0, NAME).data(Qt.ItemDataRole.ToolTipRole))
    assert "双击" not in str(model.index(last, NAME).data(Qt.ItemDataRole.ToolTipRole))


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("room", [700, 1224, 1600, 3000])
def test_the_columns_of_the_chart_fill_it(sample_collation: Collation, findings: Findings, room: int) -> None:
    model = ChaptersModel(sample_collation, statistics_of(sample_collation, 0, findings.coverage))
    assert sum(column_widths(model, room)) == room


def test_the_dropped_list_is_a_sound_model(dropped: DroppedModel) -> None:
    QAbstractItemModelTester(dropped, QAbstractItemModelTester.FailureReportingMode.Fatal)
    shown = DroppedFilter(dropped)
    QAbstractItemModelTester(shown, QAbstractItemModelTester.FailureReportingMode.Fatal)
    shown.ask("产业", open_only=True)
    assert 0 < shown.rowCount() < dropped.rowCount()
    assert dropped.setData(shown.mapToSource(shown.index(0, HANDLED)), Ticked, CHECK)
    assert dropped.handled == 1


def test_an_entry_says_where_it_stands_and_what_is_near(dropped: DroppedModel, sample_collation: Collation) -> None:
    entries = {dropped.index(at, WORDING).data(): at for at in range(dropped.rowCount())}
    at = entries["落實首臺(套)重大技術裝備檢測評定、推廣應用制度,完善重大工程設備監理制度。"]
    assert dropped.index(at, PATH).data() == "二（二）8.第5句"
    assert dropped.index(at, LENGTH).data() == "38"
    assert str(dropped.index(at, NEAREST).data()).endswith("共有“落实首台（套）重大技术装备”“应用”")
    plan, sentence = dropped.place(dropped.index(at, NEAREST))
    assert sample_collation.plans[plan].wording(sentence) == "落实首台（套）重大技术装备应用支持政策。"
    assert dropped.place(dropped.index(at, PATH)) == (0, dropped.entry(dropped.index(at, 0)).sentence)
    lonely = entries["實施商品市場優化升級專項行動,拓展商品市場線上交易新形態。"]
    assert dropped.index(lonely, NEAREST).data() == "无"


def test_opinions_come_from_outside(dropped: DroppedModel) -> None:
    sentence = dropped.entry(dropped.index(3, 0)).sentence
    dropped.set_opinions({sentence}, {sentence: "同意"})
    assert dropped.index(3, HANDLED).data(CHECK) == Ticked
    assert dropped.index(3, HANDLED).data(Qt.ItemDataRole.AccessibleTextRole) == "已处理"
    assert dropped.index(3, OPINION).data() == "同意"
    assert dropped.index(2, OPINION).data() == ""
    assert dropped.holds(3, "同意")


# a person's way


def test_the_page_is_made_when_it_is_asked_for_and_has_the_numbers_of_the_counts(shown: Window, qtbot: QtBot) -> None:
    assert comparison_of(shown).statistics is None
    details = shown.detail_dock.isVisible()
    page = statistics_shown(shown, qtbot)
    counts = comparison_of(shown).collation.targets[0].counts
    said = [label.accessibleName() for label in page.cards.children() if getattr(label, "accessibleName", None)]
    for kind, count in (
        ("沿用", counts.inherited),
        ("属地化", counts.localised),
        ("修改", counts.modified),
        ("新增", counts.added),
        ("未承接", counts.dropped),
    ):
        assert any(words.startswith(f"{kind}：{count} 句") for words in said)
    assert any(words.startswith(f"承接率（按字）：{percent(counts.carried_share)}") for words in said)
    assert any(words.startswith("指标：↓ 4　↑ 0，92→90") for words in said)
    assert page.dropped.counts.text().startswith(f"{counts.dropped} 句，")
    assert not shown.detail_dock.isVisible()
    assert page.chart.hasFocus()
    qtbot.keyClick(shown, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert comparison_of(shown).tab is Tab.COLUMNS
    assert shown.detail_dock.isVisible() is details
    assert not page.tools.isVisible()


def test_the_target_chosen_is_the_same_in_both_tabs(shown: Window, qtbot: QtBot) -> None:
    comparison = comparison_of(shown)
    comparison.view.choose_target(1)
    page = statistics_shown(shown, qtbot)
    assert page.target == 1
    box = page.tools.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert page.target == comparison.rows.chosen == 0
    assert comparison.tab is Tab.STATISTICS
    comparison.view.choose_target(1)
    assert box.currentText().startswith("成都")
    assert page.dropped.model.rowCount() == comparison.collation.targets[1].counts.dropped


def test_ticking_hiding_and_filtering(shown: Window, qtbot: QtBot) -> None:
    page = statistics_shown(shown, qtbot)
    total, table = page.dropped.model.rowCount(), page.dropped.table
    table.setCurrentIndex(page.dropped.shown.index(1, WORDING))
    sentence = page.dropped.model.entry(page.dropped.model.index(1, 0)).sentence
    with qtbot.waitSignal(comparison_of(shown).handled_changed) as asked:
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert asked.args == [0, sentence, True]
    assert "已处理 1" in page.dropped.counts.text()
    qtbot.mouseClick(page.dropped.hide_handled, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert page.dropped.shown.rowCount() == total - 1
    assert f"显示 {total - 1} 句，未显示 1 句" in page.dropped.counts.text()
    page.dropped.filter_box.setText("制造业")
    rows = range(page.dropped.shown.rowCount())
    found = [str(page.dropped.shown.index(at, WORDING).data()) for at in rows]
    assert found
    assert all("製造業" in wording for wording in found)
    page.dropped.filter_box.clear()
    page.dropped.hide_handled.setChecked(False)
    table.setCurrentIndex(page.dropped.shown.index(1, WORDING))
    with qtbot.waitSignal(comparison_of(shown).handled_changed) as asked:
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert asked.args == [0, sentence, False]


def test_what_is_ticked_of_one_target_is_open_for_the_other(shown: Window, qtbot: QtBot) -> None:
    page = statistics_shown(shown, qtbot)
    page.dropped.table.setCurrentIndex(page.dropped.shown.index(0, PATH))
    qtbot.keyClick(page.dropped.table, Qt.Key.Key_Space)
    page.set_target(1)
    assert page.dropped.model.handled == 0
    page.set_target(0)
    assert page.dropped.model.handled == 1


def test_opinions_said_before_the_page_is_made_are_shown(shown: Window, qtbot: QtBot) -> None:
    comparison = comparison_of(shown)
    sentence = comparison.collation.targets[0].dropped[2]
    review = comparison.rows.review
    clause = comparison.collation.base.sentences[sentence].clause
    row = next(at for at, line in enumerate(comparison.collation.rows) if line.base == clause)
    shown.desk.make(review.mark_handled(0, sentence, done=True), "处理")
    shown.desk.make(review.say(row, 0, verdict=Verdict.REVISE, note=""), "结论")
    page = statistics_shown(shown, qtbot)
    assert page.dropped.model.handled == 1
    assert page.dropped.model.index(2, OPINION).data() == "需修改"
    assert "已处理 1" in comparison.place


def test_an_entry_leads_to_its_row(shown: Window, qtbot: QtBot) -> None:
    page = statistics_shown(shown, qtbot)
    page.dropped.table.setCurrentIndex(page.dropped.shown.index(4, PATH))
    path = str(page.dropped.shown.index(4, PATH).data())
    qtbot.keyClick(page.dropped.table, Qt.Key.Key_Return)
    assert comparison_of(shown).tab is Tab.COLUMNS
    assert path.startswith(clause_shown(shown))
    assert comparison_of(shown).view.hasFocus()


def test_a_double_click_on_what_is_near_leads_to_the_target(shown: Window, qtbot: QtBot) -> None:
    page = statistics_shown(shown, qtbot)
    table, model = page.dropped.table, page.dropped.model
    at = next(row for row in range(model.rowCount()) if model.entry(model.index(row, 0)).nearest is not None)
    box = table.visualRect(page.dropped.shown.mapFromSource(model.index(at, NEAREST)))
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    comparison = comparison_of(shown)
    nearest = model.entry(model.index(at, 0)).nearest
    assert nearest is not None
    clause = comparison.collation.targets[0].plan.sentences[nearest].clause
    assert clause in comparison.collation.rows[comparison.view.row].cells[0].clauses


def test_a_chapter_leads_to_its_row(shown: Window, qtbot: QtBot) -> None:
    page = statistics_shown(shown, qtbot)
    at = next(row for row, name in enumerate(page.chapters.names()) if name.startswith("二（三）"))
    page.chart.setCurrentIndex(page.chapters.index(at, NAME))
    qtbot.keyClick(page.chart, Qt.Key.Key_Return)
    assert comparison_of(shown).tab is Tab.COLUMNS
    assert clause_shown(shown) == "二（三）"


def test_the_next_change_is_gone_to_in_the_columns(shown: Window, qtbot: QtBot) -> None:
    statistics_shown(shown, qtbot)
    qtbot.keyClick(shown, Qt.Key.Key_F8)
    assert comparison_of(shown).tab is Tab.COLUMNS


class _Cells(HTMLParser):
    """Gathers the cells of a table line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.lines.append([])

    def handle_data(self, data: str) -> None:
        self.lines[-1].append(data)


def test_the_table_is_copied_as_text_and_as_html(shown: Window, qtbot: QtBot) -> None:
    page = statistics_shown(shown, qtbot)
    qtbot.mouseClick(button(page, "复制表"), Qt.MouseButton.LeftButton)
    data = QGuiApplication.clipboard().mimeData()
    lines = [line.split("\t") for line in data.text().split("\n")]
    counts = comparison_of(shown).collation.targets[0].counts
    shares = [percent(alignment.counts.carried_share) for alignment in comparison_of(shown).collation.targets]
    assert [len(line) for line in lines] == [len(lines[0])] * (page.chapters.rowCount() + 1)
    assert lines[-1][:2] == ["全文", str(counts.base)]
    assert lines[-1][5:8] == [str(counts.dropped), *shares]
    target = (counts.target, counts.inherited, counts.localised, counts.modified, counts.added)
    assert lines[-1][8:] == [str(number) for number in target]
    cells = _Cells()
    cells.feed(data.html())
    assert cells.lines == lines


def test_the_chart_is_copied_as_a_picture_in_light_colours(shown: Window, qtbot: QtBot) -> None:
    shown.set_look("dark")
    page = statistics_shown(shown, qtbot)
    qtbot.mouseClick(button(page, "复制图"), Qt.MouseButton.LeftButton)
    image = QGuiApplication.clipboard().image()
    assert image.height() >= 2 * (LEGEND_HEIGHT + HEAD + ROW * page.chapters.rowCount())
    assert image.pixelColor(2, 2) == LIGHT.base
    grounds = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert {LIGHT.replaced.name(), LIGHT.omitted_sentence.name(), LIGHT.inserted_sentence.name()} <= grounds
    assert DARK.base.name() not in grounds


def test_ctrl_c_copies_the_numbers_not_the_row_behind(shown: Window, qtbot: QtBot) -> None:
    page = statistics_shown(shown, qtbot)
    page.chart.setFocus()
    qtbot.keyClick(shown, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("章节\t基准句数")
    assert shown.said == "已复制各章构成的数字"


def test_the_tab_stays_when_another_comparison_is_made(
    shown: Window, qtbot: QtBot, settled: Callable[[Window], None]
) -> None:
    before = statistics_shown(shown, qtbot)
    plans = {entry.source: entry.id for entry in shown.library_pane.model.entries()}
    shown.compare(plans["chongqing-2023.txt"], (plans["yongchuan-2023-draft.txt"],))
    settled(shown)
    after = comparison_of(shown).statistics
    assert after is not None
    assert after is not before
    assert after.isVisible()
    assert not shown.detail_dock.isVisible()


@pytest.mark.parametrize("size", [(1280, 720), (1600, 1000)])
def test_a_low_window_scrolls_rather_than_squeezes(shown: Window, qtbot: QtBot, size: tuple[int, int]) -> None:
    shown.resize(*size)
    page = statistics_shown(shown, qtbot)
    assert page.chart.height() == HEAD + ROW * page.chapters.rowCount()
    assert page.dropped.table.viewport().height() >= 8 * ROW - page.dropped.table.horizontalScrollBar().height()
    assert not page.chart.horizontalScrollBar().maximum()
    page.dropped.filter_box.setFocus()
    qtbot.waitUntil(lambda: not page.dropped.filter_box.visibleRegion().isEmpty())


def button(page: StatisticsPage, words: str) -> QPushButton:
    return next(b for b in page.tools.findChildren(QPushButton) if b.text() == words)
