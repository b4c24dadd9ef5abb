"""The figures (指标) in the window: arrows, filter, the note of a row, and the figures table with its way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from qcompare.figure_changes import figure_table
from qcompare.gui.figures import FiguresDialog
from qcompare.gui.models.figures import FiguresModel
from qcompare.gui.models.lines import Filters
from qcompare.gui.models.place import find_spans
from qcompare.gui.models.rows import RowsModel
from qcompare.gui.window import Window
from qcompare.model import Collation


@pytest.fixture
def rows(sample_collation: Collation) -> RowsModel:
    return RowsModel(sample_collation)


def row_of(collation: Collation, path: str) -> int:
    return next(
        at
        for at, row in enumerate(collation.rows)
        if row.base is not None and collation.base.clauses[row.base].path == path
    )


def test_lowered_figures_are_boxed_with_an_arrow(rows: RowsModel) -> None:
    row = row_of(rows.collation, "一（二）第1项")
    cell = rows.row_text(row, 0)
    assert [(p.text, p.arrow.sign, p.arrow.weaker) for p in cell.pieces if p.arrow] == [
        ("9\u20600\u2060↓", "↓", True),
        ("1\u2060个\u2060↓", "↓", True),
    ]
    assert "指数达到90以上" in cell.plain
    assert "〔指标下调：90〕" in cell.spoken
    assert rows.figure_words(rows.reveal(row), 0) == "指标↓2"


def test_what_is_looked_for_is_found_across_an_arrow(rows: RowsModel) -> None:
    row = row_of(rows.collation, "一（二）第1项")
    text = rows.row_text(row, 0).text
    ((start, end),) = find_spans(text, "指数达到90以上")
    assert text[start:end] == "指数达到9\u20600\u2060↓以上"


def test_only_rows_with_changed_figures(rows: RowsModel) -> None:
    rows.set_filters(Filters(figures_only=True))
    base = rows.collation.base
    shown = (rows.line(at) for at in range(rows.rowCount()))
    plain = [
        rows.collation.rows[line.row].base for line in shown if not line.fold and not rows.outline.levels[line.row]
    ]
    assert [base.clauses[clause].path for clause in plain if clause is not None] == [
        "一（二）第1项",
        "一（二）第2项",
        "一（二）第5项",
        "三（二）20.",
    ]
    assert any("指标无变动" in rows.line(at).words for at in range(rows.rowCount()) if rows.line(at).fold)


def test_the_figures_table_is_a_sound_model(sample_collation: Collation) -> None:
    table = figure_table(sample_collation)
    model = FiguresModel(sample_collation, table)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    first = [model.index(0, column).data() for column in range(model.columnCount())]
    assert first[:4] == ["制造业质量竞争力指数", "达到92以上（2027年）", "↓ 下调", "达到90以上（2027年）"]
    assert model.rowCount() == len(table.rows)
    assert "双击转到原文" in model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)


@pytest.fixture
def shown(open_window: Callable[[], Window]) -> Window:
    return open_window()


@pytest.fixture
def dialog(shown: Window) -> Iterator[FiguresDialog]:
    made = shown.lists.show_figures()
    assert made is not None
    yield made
    made.close()


def test_a_cell_leads_back_to_its_row(shown: Window, dialog: FiguresDialog, qtbot: QtBot) -> None:
    comparison = shown.comparison
    assert comparison is not None
    wanted = row_of(comparison.collation, "一（二）第2项")
    index = next(
        dialog.table.model().index(at, 3)
        for at in range(dialog.table.model().rowCount())
        if dialog.table.model().index(at, 0).data() == "农产品质量安全例行监测合格率"
    )
    dialog.table.setCurrentIndex(index)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert comparison.view.row == wanted


def test_the_figures_table_is_sorted_by_number(dialog: FiguresDialog) -> None:
    dialog.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    changes = [dialog.table.model().index(at, 2).data() for at in range(dialog.table.model().rowCount())]
    kinds = [change.split("，")[0] for change in changes]
    assert kinds == sorted(kinds, key=["＝ 不变", "↓ 下调", "↑ 上调", "－ 未承接", "＋ 新增", ""].index)


def test_a_row_says_what_became_of_its_figures(shown: Window, qtbot: QtBot) -> None:
    comparison = shown.comparison
    assert comparison is not None
    comparison.view.go_to_row(row_of(comparison.collation, "一（二）第1项"))
    qtbot.waitUntil(
        lambda: "指标下调：制造业质量竞争力指数 达到92以上→达到90以上" in shown.detail.findChild(QLabel, "kind").text()
    )


def test_the_filter_counts_what_is_to_be_checked(shown: Window) -> None:
    comparison = shown.comparison
    assert comparison is not None
    assert comparison.bar.figures_button.text() == "指标变动 9"
