"""A person's path through the real window."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QTableWidgetItem
from pytestqt.qtbot import QtBot

from qcompare.citing import band_level
from qcompare.collate import ENGINE, collate, load_plan
from qcompare.errors import OutputError
from qcompare.gui.app import make_window
from qcompare.gui.comparison import Comparison
from qcompare.gui.dialogs import NewComparison
from qcompare.gui.headers import HEAD_HEIGHT
from qcompare.gui.jobs import Wish
from qcompare.gui.notice import NoticeBar
from qcompare.gui.saving import DATA, MEMO, TABLE, proposed_name
from qcompare.gui.theme import DARK, LIGHT
from qcompare.gui.window import Window
from qcompare.model import RowKind
from qcompare.paths import sample_plans
from qcompare.read.folder import SUFFIXES
from qcompare.store import Library
from tests.gui.conftest import PATIENCE

Open = Callable[[], Window]
Settled = Callable[[Window], None]

DRAFT = """某区质量强区建设实施方案（征求意见稿）

一、总体要求
以推动高质量发展为主题，以提高供给质量为主攻方向，深入实施质量强区战略。

二、主要目标
——产业质量竞争力持续增强。制造业质量竞争力指数达到90以上。
——服务质量水平全面提升。公共服务质量满意度达到82分。
"""


def shown(window: Window) -> Comparison:
    assert window.comparison is not None
    return window.comparison


def labels(window: Window) -> list[str]:
    collation = shown(window).collation
    return [plan.label for plan in (collation.base, *(a.plan for a in collation.targets))]


def answer(dialog: QFileDialog, path: Path) -> None:
    """Type a path into a file dialog and accept it."""
    box = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(box, QLineEdit)
    box.setText(str(path))
    dialog.accept()


def told(window: Window) -> NoticeBar | None:
    """Return the message over the middle of the window, None where there is none."""
    assert not [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    return window.notice if window.notice.isVisible() else None


def test_the_first_start_shows_the_sample_compared(qtbot: QtBot, settled: Settled, data_home: Path) -> None:
    window = make_window()
    qtbot.addWidget(window)
    window.show()
    window.start()
    settled(window)
    assert labels(window)[0].startswith("重庆")
    assert [label[:2] for label in labels(window)[1:]] == ["永川", "成都"]
    assert len(window.library_pane.model.entries()) == 5
    assert window.library_pane.recent.count() == 1
    assert (data_home / "qcompare" / "library.db").exists()
    assert told(window) is None
    window.close()


def test_from_a_file_to_a_memo_and_a_table(qtbot: QtBot, open_window: Open, settled: Settled, tmp_path: Path) -> None:
    window = open_window()
    draft = tmp_path / "某区质量强区实施方案.txt"
    draft.write_text(DRAFT, encoding="gb18030")

    answer(window.importing.ask_files(), draft)
    settled(window)
    assert "已导入 1 个规划文本" in window.said
    answer(window.importing.ask_files(), draft)
    settled(window)
    assert "已在规划库中，未重复存入" in window.said

    plans = {entry.source: entry.id for entry in window.library_pane.model.entries()}
    dialog = window.ask_comparison()
    dialog.base.setCurrentIndex(dialog.base.findData(plans["yongchuan-2023-draft.txt"]))
    for i in range(dialog.targets.count()):
        wanted = dialog.targets.item(i).data(Qt.ItemDataRole.UserRole) == plans[draft.name]
        dialog.targets.item(i).setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
    dialog.accept()
    settled(window)
    assert labels(window)[0].startswith("永川")
    assert shown(window).collation.targets[0].plan.source == draft.name
    assert "永川" in window.windowTitle()

    memo, table = tmp_path / "备忘录.pdf", tmp_path / "对照表.csv"
    composed = window.exporting.ask_memo()
    assert composed is not None
    answer(composed.ask_save(), memo)
    qtbot.waitUntil(lambda: str(memo) in window.said, timeout=PATIENCE)
    composed.reject()
    assert window.said == f"已保存比对备忘录：{memo}"
    assert memo.read_bytes().startswith(b"%PDF-")
    answer(window.ask_save(TABLE), table)
    settled(window)
    assert window.said == f"已保存对照表：{table}，同时存有 对照表-溯源表.csv、对照表-去向表.csv、对照表-说明.csv"
    assert (tmp_path / "对照表-溯源表.csv").exists()
    with table.open(encoding="utf-8-sig", newline="") as file:
        written = "".join("".join(row) for row in csv.reader(file))
    assert "制造业质量竞争力指数达到90以上" in written
    assert told(window) is None


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "html", "json"])
def test_every_format_is_written_and_its_place_said(
    open_window: Open, settled: Settled, tmp_path: Path, suffix: str
) -> None:
    window, out = open_window(), tmp_path / f"比对.{suffix}"
    answer(window.ask_save(DATA) if suffix == "json" else window.ask_save(TABLE), out)
    settled(window)
    assert str(out) in window.said
    if suffix == "json":
        assert json.loads(out.read_text(encoding="utf-8"))["format"] == "qcompare.collation"
    elif suffix == "html":
        assert "永川" in out.read_text(encoding="utf-8")
    else:
        assert zipfile.is_zipfile(out)


def test_walking_the_changes_by_key(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    view = shown(window).view
    window.activateWindow()
    first = view.row
    qtbot.keyClick(view, Qt.Key.Key_F8)
    second = view.row
    assert second > first
    assert view.rows.collation.rows[second].cells[0].kind is not RowKind.INHERITED
    assert f"第 {second + 1} 行" in window.detail_dock.windowTitle()
    assert window.said.startswith("本行有变动：")
    qtbot.keyClick(view, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert view.row == first
    at = view.currentIndex().row()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == at + 1
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"第 {view.row + 1} 行\n基准（重庆")


def test_a_change_of_a_target_out_of_sight_comes_into_view(open_window: Open, settled: Settled) -> None:
    window = open_window()
    base, *targets = (entry.id for entry in window.library_pane.model.entries())
    window.compare(base, tuple(targets))
    settled(window)
    window.resize(1000, 700)
    QTest.qWait(100)  # the columns share the new width once it rests
    view = shown(window).view
    view.choose_target(0)
    shown(window).go_to_first_change()
    assert view.rows.chosen in view.rows.changed_targets(view.row)
    bar = view.horizontalScrollBar()
    assert bar.maximum() > 0
    while view.next_change(1) and view.rows.changed_targets(view.row) != (3,):
        pass
    assert view.rows.changed_targets(view.row) == (3,)
    assert view.rows.chosen == 0
    assert bar.value() == bar.maximum()
    assert window.detail_dock.windowTitle().split(" ")[1] == str(view.row + 1)


def test_filters_fold_rows_and_say_how_many_are_shown(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    comparison = shown(window)
    counts = comparison.collation.targets[0].counts
    assert comparison.bar.button(RowKind.ADDED).text() == f"新增 {counts.added}"
    before = comparison.rows.rows_shown()
    qtbot.mouseClick(comparison.bar.button(RowKind.MODIFIED), Qt.MouseButton.LeftButton)
    after = comparison.rows.rows_shown()
    assert after < before
    assert f"显示 {after} 行" in comparison.place
    folds = [
        comparison.rows.fold_words(at)[0] for at in range(comparison.rows.rowCount()) if comparison.rows.line(at).fold
    ]
    assert any("修改" in words and "未显示" in words for words in folds)
    comparison.bar.button(RowKind.MODIFIED).click()
    assert comparison.rows.rows_shown() == before


def test_a_row_hidden_by_a_filter_gives_way_to_the_next_shown(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    comparison = shown(window)
    view, rows = comparison.view, comparison.rows
    lines, levels = enumerate(rows.collation.rows), rows.outline.levels
    hidden = next(r for r, line in lines if r > 8 and not levels[r] and not line.cells[0].moved)
    view.go_to_row(hidden)
    qtbot.mouseClick(comparison.bar.moved_button, Qt.MouseButton.LeftButton)
    assert rows.line_of(hidden) is None
    assert view.row > hidden
    assert rows.collation.rows[view.row].cells[0].moved
    assert rows.line(view.currentIndex().row()).row == view.row
    assert view.verticalHeader().current == view.currentIndex().row()
    assert comparison.place.startswith(f"第 {view.row + 1} 行")
    assert f"第 {view.row + 1} 行" in window.detail_dock.windowTitle()


def test_the_details_tell_a_files_line_from_a_row(open_window: Open) -> None:
    assert shown(window := open_window()).view.row >= 0
    assert window.detail.base_card.place.text().startswith("原文第 ")


def test_the_base_marks_follow_the_chosen_target(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    view = shown(window).view
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert shown(window).rows.chosen == 1
    assert window.detail.target.currentIndex() == 1
    counts = shown(window).collation.targets[1].counts
    assert shown(window).bar.button(RowKind.DROPPED).text() == f"未承接 {counts.dropped}"


def test_finding_marks_and_jumps_whatever_the_script(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.activateWindow()
    qtbot.keyClick(shown(window).view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    window.find_box.setText("智能网联新能源汽车")
    qtbot.keyClick(window.find_box, Qt.Key.Key_Return)
    first = shown(window).view.row
    texts = [shown(window).rows.row_text(first, t).text for t in (None, 0, 1)]
    assert any("智能网联新能源汽车" in text or "智慧網聯新能源汽車" in text for text in texts)
    qtbot.keyClick(window.find_box, Qt.Key.Key_F3)
    assert shown(window).view.row != first
    assert re.fullmatch(r"“智能网联新能源汽车”第 \d+(—\d+)? 处，共 \d+ 处", window.said)
    window.say("")
    window.find_box.setText("首席质量官")
    qtbot.waitUntil(lambda: re.fullmatch(r"“首席质量官”(第 .+ 处，)?共 \d+ 处", window.said) is not None)
    window.find_box.setText("没有这样的话")
    qtbot.keyClick(window.find_box, Qt.Key.Key_Return)
    assert window.said == "各栏中没有“没有这样的话”"


def test_a_pointer_leads_to_the_row_it_names(qtbot: QtBot, open_window: Open) -> None:
    view = shown(open_window()).view
    collation = view.rows.collation
    row = next(r for r, line in enumerate(collation.rows) if line.cells[1].pointers and not line.cells[1].clauses)
    view.go_to_row(row)
    at = view.rows.line_of(row)
    assert at is not None
    box = view.visualRect(view.rows.index(at, 4))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPoint(30, 15))
    assert view.row == collation.rows[row].cells[1].pointers[0].row


def test_every_line_is_fully_readable_in_every_width_and_size(
    qtbot: QtBot, open_window: Open, settled: Settled
) -> None:
    window = open_window()
    view = shown(window).view
    for width, pixels in ((1280, 15), (1600, 28), (1000, 12)):
        window.resize(width, 720)
        view.set_pixels(pixels)
        QApplication.processEvents()
        qtbot.waitUntil(lambda: view.exact)
        settled(window)
        for at in range(view.rows.rowCount()):
            for column in range(0, view.rows.columnCount(), 2):
                if not view.rows.cell_text(at, column).pieces:
                    continue
                shaped = view.itemDelegate().shaped(at, column, view.columnWidth(column))
                assert shaped.height <= view.rowHeight(at)


def test_files_dropped_are_imported(open_window: Open, settled: Settled, tmp_path: Path) -> None:
    window, draft = open_window(), tmp_path / "某区方案.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(draft))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    for kind, place in ((QDragEnterEvent, QPoint(10, 10)), (QDropEvent, QPointF(10, 10))):
        event = kind(place, action, data, button, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(window, event)
        assert event.isAccepted()
    settled(window)
    assert len(window.library_pane.model.entries()) == 6


def test_a_file_that_cannot_be_read_is_told_once_and_the_others_are_kept(
    open_window: Open, settled: Settled, tmp_path: Path
) -> None:
    window = open_window()
    good, bad = tmp_path / "某区方案.txt", tmp_path / "空.txt"
    good.write_text(DRAFT, encoding="utf-8")
    bad.write_bytes(b"")
    window.import_files([bad, good])
    settled(window)
    bar = told(window)
    assert bar is not None
    assert bar.problem.startswith("已导入 1 个规划文本：")
    assert bar.problem.endswith("；1 个文件未能导入。")
    assert "空.txt：文件是空的" in bar.rest
    assert len(window.library_pane.model.entries()) == 6
    bar.dismiss()


def test_drafts_of_one_plan_can_be_told_apart(open_window: Open, settled: Settled, tmp_path: Path) -> None:
    window = open_window()
    drafts = [tmp_path / "初稿.txt", tmp_path / "二稿.txt"]
    for draft, word in zip(drafts, ("82分", "85分"), strict=True):
        draft.write_text(DRAFT.replace("某区", "重庆市永川区").replace("82分", word), encoding="utf-8")
    window.import_files(drafts)
    settled(window)
    assert window.said.startswith("永川 已更新为第 2 版；已导入 2 个规划文本：")
    dialog = window.ask_comparison()
    offered = [dialog.base.itemText(i) for i in range(dialog.base.count())]
    assert offered == [dialog.targets.item(i).text() for i in range(dialog.targets.count())]
    assert len(set(offered)) == 7
    dialog.reject()
    ids = {entry.source: entry.id for entry in window.library_pane.model.entries()}
    window.compare(ids["初稿.txt"], (ids["二稿.txt"],))
    settled(window)
    assert window.library_pane.recent.item(0).text() == "永川 第 1 版 → 第 2 版"
    for words in (
        window.windowTitle(),
        proposed_name(shown(window).collation, MEMO),
    ):
        assert re.search("第 ?1 ?版", words)
        assert re.search("第 ?2 ?版", words)
    assert "第2版" in window.detail.target.itemText(0)
    for card in (window.detail.base_card, window.detail.target_card):  # its text is not cut at the side
        assert card.width() <= window.detail.width()


def test_a_name_that_ends_wrong_is_told_before_anything_is_written(
    open_window: Open, settled: Settled, tmp_path: Path
) -> None:
    window = open_window()
    for output, name, allowed in (
        (TABLE, "表.pdf", ".xlsx、.docx、.html、.csv 或 .json"),
        (DATA, "比对.docx", ".json"),
    ):
        window.save(output, tmp_path / name)
        settled(window)
        bar = told(window)
        assert bar is not None
        assert bar.problem == "文件名的结尾不对，没有写入。"
        assert bar.rest == f"{tmp_path / name}\n文件名请以 {allowed} 结尾。"
        assert not (tmp_path / name).exists()
        bar.dismiss()
        QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


def test_files_are_asked_for_in_a_folder_that_is_there(open_window: Open, tmp_path: Path) -> None:
    window = open_window()
    window.settings.setValue("folder", str(tmp_path / "文档" / "没有这个文件夹"))
    dialog = window.importing.ask_files()
    box = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(box, QLineEdit)
    assert box.text() == ""
    assert dialog.directory().absolutePath() == str(tmp_path)
    first = dialog.selectedNameFilter()
    assert all(f"*{suffix}" in first for suffix in SUFFIXES)
    assert "所有文件 (*)" in dialog.nameFilters()
    dialog.reject()


def test_a_place_that_cannot_be_written_is_told_and_the_window_goes_on(
    open_window: Open, settled: Settled, tmp_path: Path
) -> None:
    window = open_window()
    window.save(TABLE, tmp_path / "没有这个文件夹" / "表.xlsx")
    settled(window)
    bar = told(window)
    assert bar is not None
    assert "没有这个文件夹" in bar.rest
    bar.dismiss()
    window.asks.next_change.trigger()
    assert window.comparison is not None


def test_plans_join_and_leave_by_their_menu(open_window: Open, settled: Settled) -> None:
    window = open_window()
    ids = {entry.source.split("-")[0]: entry.id for entry in window.library_pane.model.entries()}
    menu = window.library_pane.plan_menu(ids["chengdu"])
    assert [a.text() for a in menu.actions()][:3] == ["设为基准", "移出对照", "以此为基准新建比对…"]
    menu.actions()[1].trigger()
    settled(window)
    assert len(labels(window)) == 2
    window.library_pane.plan_menu(ids["youxian"]).actions()[1].trigger()
    settled(window)
    assert [label[:2] for label in labels(window)] == ["重庆", "永川", "游仙"]
    window.library_pane.plan_menu(ids["youxian"]).actions()[0].trigger()
    settled(window)
    assert [label[:2] for label in labels(window)] == ["游仙", "永川"]


def test_a_base_is_no_target_of_its_own(open_window: Open) -> None:
    window = open_window()
    dialog: NewComparison = window.ask_comparison()
    base = dialog.base.currentData()
    for i in range(dialog.targets.count()):
        dialog.targets.item(i).setCheckState(Qt.CheckState.Checked)
    assert base not in dialog.checked()
    assert len(dialog.checked()) == dialog.targets.count() - 1
    dialog.reject()


def test_closing_while_a_job_runs_is_safe(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    ids = [entry.id for entry in window.library_pane.model.entries()]
    window.compare(ids[0], tuple(ids[1:]))
    assert window.jobs.busy
    window.close()
    QApplication.processEvents()
    assert not window.isVisible()


def test_no_job_begins_once_the_window_is_closed(qtbot: QtBot, open_window: Open) -> None:
    """The window may be closed before the timer that starts its first job."""
    window = open_window()
    ids = [entry.id for entry in window.library_pane.model.entries()]
    window.close()
    window.compare(ids[0], tuple(ids[1:]))
    assert not window.jobs.busy


def test_a_cancelled_job_leaves_what_was_shown(qtbot: QtBot, open_window: Open, settled: Settled) -> None:
    window = open_window()
    before = labels(window)
    ids = [entry.id for entry in window.library_pane.model.entries()]
    window.compare(ids[0], tuple(ids[1:]))
    window.jobs.cancel()
    settled(window)
    assert window.said == "已取消"
    assert labels(window) == before


def test_what_was_wished_is_compared_and_remembered(
    qtbot: QtBot, settled: Settled, sample_library: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library.db"
    shutil.copy(sample_library, library)
    for wish in (Wish("chongqing-2011.txt", ("chongqing-2023.txt",)), None):
        window = make_window(library)
        qtbot.addWidget(window)
        window.show()
        window.start((), wish)
        settled(window)
        collation = shown(window).collation
        assert (collation.base.source, collation.targets[0].plan.source) == ("chongqing-2011.txt", "chongqing-2023.txt")
        window.close()


def test_dark_and_light(open_window: Open) -> None:
    window = open_window()
    for look, theme in (("dark", DARK), ("light", LIGHT)):
        window.set_look(look)
        image = shown(window).view.grab().toImage()
        colours = {
            image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(70, image.height(), 3)
        }
        assert {theme.replaced.name(), theme.base.name(), theme.band1.name()} <= colours
    window.set_look("system")


def test_an_output_error_names_place_and_advice(open_window: Open) -> None:
    window = open_window()
    window.jobs.failed.emit(OutputError("磁盘空间不足", place="D:\\备忘录.pdf", advice="请换一个位置保存"))
    bar = told(window)
    assert bar is not None
    assert bar.problem == "磁盘空间不足。"
    assert bar.rest == "D:\\备忘录.pdf\n请换一个位置保存。"
    bar.dismiss()


def test_a_narrow_window_gives_the_room_to_the_columns(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    assert window.library_dock.isVisible()
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: not window.library_dock.isVisible() and window.strip.isVisible())
    assert not window.asks.library.isChecked()
    qtbot.waitUntil(lambda: not shown(window).view.horizontalScrollBar().isVisible())
    qtbot.mouseClick(window.strip, Qt.MouseButton.LeftButton)
    assert window.library_dock.isVisible()
    assert not window.strip.isVisible()
    window.resize(1600, 1000)
    assert window.library_dock.isVisible()


def test_panes_stay_as_the_user_left_them(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    window.asks.details.trigger()
    for width in (1280, 1600):
        window.resize(width, 800)
        qtbot.waitUntil(lambda width=width: window.library_dock.isVisible() == (width == 1600))
        assert not window.detail_dock.isVisible()
    window.resize(1280, 800)
    window.close()
    window = open_window()
    window.resize(1600, 800)
    qtbot.waitUntil(window.library_dock.isVisible)
    assert not window.detail_dock.isVisible()
    assert not window.asks.details.isChecked()
    window.asks.details.trigger()
    assert window.detail_dock.isVisible()


def test_the_section_in_view_stays_named_at_the_top(qtbot: QtBot, open_window: Open) -> None:
    view = shown(open_window()).view
    outline, rows = view.rows.outline, view.rows.collation.rows
    section = next(r for r, level in enumerate(outline.levels) if level == 2 and rows[r].base and outline.under(r))
    view.go_to_row(section + 1)
    at = view.rows.line_of(section + 1)
    assert at is not None
    view.verticalScrollBar().setValue(view.verticalHeader().sectionPosition(at) + 30)
    assert view.rows.bands_above(at, None)[-1] == section
    head = view.horizontalHeader().viewport()
    qtbot.mouseClick(head, Qt.MouseButton.LeftButton, pos=QPoint(30, HEAD_HEIGHT + 5))
    assert view.row == section


def test_the_text_grows_and_shrinks_and_keeps_its_size(open_window: Open) -> None:
    window = open_window()
    view = shown(window).view
    before = view.rowHeight(view.currentIndex().row() + 4)
    for _ in range(5):
        window.asks.larger.trigger()
    assert view.pixels == 20
    assert view.rowHeight(view.currentIndex().row() + 4) > before
    window.asks.usual.trigger()
    assert view.pixels == 15
    window.asks.smaller.trigger()
    window.close()
    assert int(str(window.settings.value("zoom"))) == 14


def test_the_overview_scrolls_to_the_place_clicked(qtbot: QtBot, open_window: Open) -> None:
    comparison = shown(open_window())
    bar = comparison.view.verticalScrollBar()
    overview = comparison.overview
    qtbot.mouseClick(overview, Qt.MouseButton.LeftButton, pos=QPoint(25, overview.height() - 3))
    assert bar.value() == bar.maximum()
    qtbot.mouseClick(overview, Qt.MouseButton.LeftButton, pos=QPoint(25, 70))
    assert bar.value() == 0


def test_a_wish_that_cannot_be_met_is_told_and_the_library_is_there(
    qtbot: QtBot, settled: Settled, sample_library: Path
) -> None:
    window = make_window(sample_library)
    qtbot.addWidget(window)
    window.show()
    window.start((), Wish("没有这个规划", ("永川",)))
    settled(window)
    bar = told(window)
    assert bar is not None
    assert "没有这个规划" in bar.problem
    bar.dismiss()
    assert window.comparison is None
    assert window.welcome_button.isVisible()
    assert len(window.library_pane.model.entries()) == 5
    window.close()


def test_a_library_filled_elsewhere_opens_the_latest_comparison(qtbot: QtBot, settled: Settled, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    plans = [load_plan(sample_plans()[i]) for i in (0, 1, 2)]
    with Library.open(path) as library:
        library.add_plans(plans)
    window = make_window(path)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.start()
    settled(window)
    assert window.comparison is None
    assert "已有 3 个规划文本" in window.welcome
    assert window.library_dock.isVisible()
    assert not window.detail_dock.isVisible()
    assert not window.strip.isVisible()
    assert not window.asks.details.isEnabled()
    window.close()

    with Library.open(path) as library:
        for base, target in ((0, 1), (0, 2)):
            library.save_collation(collate(plans[base], [plans[target]]), ENGINE)
    window = make_window(path)
    qtbot.addWidget(window)
    window.show()
    window.start()
    settled(window)
    assert [plan.source for plan in (shown(window).collation.base, shown(window).collation.targets[0].plan)] == [
        plans[0].source,
        plans[2].source,
    ]
    assert window.detail_dock.isVisible()
    window.close()


def test_the_samples_can_be_had_at_any_time(qtbot: QtBot, settled: Settled, tmp_path: Path) -> None:
    path, draft = tmp_path / "library.db", tmp_path / "某区方案.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    with Library.open(path) as library:
        library.add_plan(load_plan(draft))
    window = make_window(path)
    qtbot.addWidget(window)
    window.show()
    window.start()
    settled(window)
    assert "打开样例比对" in window.welcome
    assert not window.welcome_button.isVisible()
    window.asks.samples.trigger()
    settled(window)
    assert [label[:2] for label in labels(window)] == ["重庆", "永川", "成都"]
    assert len(window.library_pane.model.entries()) == 6
    window.close()


def test_a_start_cut_short_leaves_a_window_to_work_in(qtbot: QtBot, settled: Settled, sample_library: Path) -> None:
    window = make_window(sample_library)
    qtbot.addWidget(window)
    window.show()
    window.start()
    window.jobs.cancel()
    qtbot.waitUntil(lambda: not window.jobs.busy and bool(window.library_pane.model.entries()))
    assert window.comparison is None
    window.close()


def test_a_file_that_is_no_library_is_told_and_left_as_it_was(qtbot: QtBot, settled: Settled, tmp_path: Path) -> None:
    foreign = tmp_path / "照片.db"
    foreign.write_bytes(b"not a library at all" * 100)
    before = foreign.read_bytes()
    window = make_window(foreign)
    qtbot.addWidget(window)
    window.show()
    window.start()
    settled(window)
    bar = told(window)
    assert bar is not None
    assert "照片.db" in bar.rest
    bar.dismiss()
    assert foreign.read_bytes() == before
    window.close()


def test_words_that_count_as_one_are_kept_and_the_comparison_is_made_anew(
    open_window: Open, settled: Settled, qtbot: QtBot
) -> None:
    """重庆 wants its influence 显著增强, 永川 大幅增强: the reviewer says that this is one thing."""
    window = open_window()
    before = shown(window).collation
    dialog = window.lists.ask_equivalences()
    assert dialog is not None
    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    for column, word in enumerate(("明显", "大幅")):
        dialog.table.setItem(0, column, QTableWidgetItem(word))
    dialog.accept()
    settled(window)
    assert shown(window).collation is not before
    assert shown(window).collation.equivalences
    again = window.lists.ask_equivalences()
    assert again is not None
    assert again.table.rowCount() == 1


def test_a_line_that_makes_no_pair_keeps_the_dialog_open(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    dialog = window.lists.ask_equivalences()
    assert dialog is not None
    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    dialog.table.setItem(0, 0, QTableWidgetItem("只有一个"))
    dialog.accept()
    assert dialog.isVisible()
    (box,) = [box for box in dialog.findChildren(QMessageBox) if box.isVisible()]
    assert "第 1 行" in box.informativeText()
    box.close()
    qtbot.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    assert dialog.table.rowCount() == 0
    dialog.reject()


def test_only_doubtful_rows_are_shown_when_asked_for(open_window: Open, qtbot: QtBot) -> None:
    comparison = shown(open_window())
    qtbot.mouseClick(comparison.bar.doubtful_button, Qt.MouseButton.LeftButton)
    cells = [
        comparison.collation.rows[line.row].cells[0]
        for line in comparison.rows._lines
        if not line.fold and band_level(comparison.collation, comparison.collation.rows[line.row]) == 0
    ]
    assert cells
    assert all(cell.doubtful for cell in cells)
