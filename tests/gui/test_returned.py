"""A table that was sent out comes back to the window: its remarks are shown, can be undone, and none goes missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from qcompare.citing import labels
from qcompare.decisions import Verdict
from qcompare.gui import saving
from qcompare.gui.returned import ReturnedDialog
from qcompare.gui.window import Window
from qcompare.review import Review
from tests.gui.test_deciding import body_row
from tests.gui.test_window import shown

Open = Callable[[], Window]
Settled = Callable[[Window], None]


def sent(window: Window, settled: Settled, folder: Path) -> Path:
    path = folder / "送审.xlsx"
    window.save(saving.TABLE, path)
    settled(window)
    assert path.exists()
    return path


def fill(path: Path, row: int, verdict: str, note: str, target: str, *, keep_key: bool = True) -> None:
    """Write into the line of a row of the comparison."""
    book = load_workbook(path, rich_text=True)
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    line = next(cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[0].value == row + 1)
    sheet.cell(line, heads[f"结论（{target}）"]).value = verdict
    sheet.cell(line, heads[f"审核意见（{target}）"]).value = note
    if not keep_key:
        sheet.cell(line, next(at for head, at in heads.items() if head.startswith("行标识"))).value = None
    book.save(path)


def review(window: Window) -> Review:
    assert window.desk.review is not None
    return window.desk.review


def said(window: Window, row: int) -> str:
    opinion = review(window).opinion(row, 0)
    return opinion.words if opinion else ""


def test_remarks_come_back_are_shown_and_can_be_undone(
    qtbot: QtBot, open_window: Open, settled: Settled, tmp_path: Path
) -> None:
    window = open_window()
    comparison = shown(window)
    row = body_row(comparison)
    path = sent(window, settled, tmp_path)
    fill(path, row, "需修改", "请说明测算依据", labels(comparison.collation)[1])
    comparison.view.go_to_row(row)
    window.returning.read(path)
    settled(window)
    assert said(window, row) == "需修改：请说明测算依据"
    assert window.detail.opinion.note.toPlainText() == "请说明测算依据"
    assert window.said == "送审.xlsx：读回审核意见 1 条：已存入 1 条"
    assert window.findChild(ReturnedDialog) is None
    window.asks.undo.trigger()
    assert said(window, row) == ""
    window.asks.redo.trigger()
    assert said(window, row) == "需修改：请说明测算依据"


def test_what_was_typed_meanwhile_is_not_lost(
    qtbot: QtBot, open_window: Open, settled: Settled, tmp_path: Path
) -> None:
    window = open_window()
    comparison = shown(window)
    row = body_row(comparison)
    path = sent(window, settled, tmp_path)
    fill(path, row, "需修改", "请说明测算依据", labels(comparison.collation)[1])
    window.returning.read(path)  # the job is under way while the person goes on
    window.desk.make(review(window).say(row, 0, verdict=Verdict.OPEN, note="待议"), "意见")
    settled(window)
    qtbot.waitUntil(lambda: "请说明测算依据" in said(window, row), timeout=10_000)
    assert said(window, row) == "待议：待议\n需修改：请说明测算依据"


def test_what_could_not_be_placed_is_listed_and_can_be_copied(
    qtbot: QtBot, open_window: Open, settled: Settled, tmp_path: Path
) -> None:
    window = open_window()
    comparison = shown(window)
    row = body_row(comparison)
    path = sent(window, settled, tmp_path)
    fill(path, row, "需修改", "请说明测算依据", labels(comparison.collation)[1], keep_key=False)
    window.returning.read(path)
    settled(window)
    dialog = window.findChild(ReturnedDialog)
    assert dialog is not None
    assert dialog.table.rowCount() == 1
    assert "未能放置" in dialog.table.item(0, 2).text()
    assert dialog.table.item(0, 3).text() == "需修改：请说明测算依据"
    dialog.copy.click()
    assert "需修改：请说明测算依据" in QApplication.clipboard().text()
    dialog.close()


def test_a_file_that_is_no_table_is_told_in_the_message_bar(
    qtbot: QtBot, open_window: Open, settled: Settled, tmp_path: Path
) -> None:
    window = open_window()
    path = tmp_path / "别的.xlsx"
    path.write_bytes(b"PK\x03\x04 is no workbook")
    window.asks.remarks.trigger()
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    settled(window)
    assert "损坏" in window.notice.problem
    assert str(path) in window.notice.rest
