"""What became of each file of an import: told by itself where it is much, sifted, copied, saved, led from to the plans."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStatusBar, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from qcompare.errors import ReadError
from qcompare.gui import jobs
from qcompare.gui.jobrunner import JobRunner
from qcompare.gui.reader import PlanReader
from qcompare.gui.results import ResultsDialog
from qcompare.gui.theme import LIGHT
from qcompare.gui.window import Window
from qcompare.gui.worker import Cancelled, Progress
from qcompare.importing import Fate, FileOutcome, Results
from tests.docx_files import docx, paragraph, run
from tests.gui.conftest import PATIENCE

Open = Callable[[], Window]
Settled = Callable[[Window], None]

SCAN = ReadError("这是扫描件，没有文字", place="渝府办发.pdf", advice="请先做文字识别")
MADE = Results(
    (
        FileOutcome(Path("稿/永川.docx"), Fate.UPDATED, 7, "永川（第 2 版）", 2),
        FileOutcome(Path("稿/成都.txt"), Fate.ADDED, 8, "成都", doubts=3),
        FileOutcome(Path("稿/渝府办发.pdf"), Fate.FAILED, trouble=SCAN),
        FileOutcome(Path("稿/荣昌.ofd"), Fate.UNREAD),
        FileOutcome(Path("稿/重庆.txt"), Fate.KNOWN, 2, "重庆 2023"),
    )
)


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[ResultsDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ResultsDialog(MADE, LIGHT, "", parent)
    dialog.show()
    dialog.activateWindow()
    yield dialog
    dialog.close()


def column(dialog: ResultsDialog, at: int = 0) -> list[str]:
    return [str(dialog.proxy.index(row, at).data()) for row in range(dialog.proxy.rowCount())]


def test_the_gravest_stand_first_and_any_column_sorts(dialog: ResultsDialog, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(dialog.proxy)
    assert column(dialog, 1) == ["未能导入", "已取消未读", "更新为第 2 版", "已导入", "已在库中"]
    assert dialog.said.text() == "稿/渝府办发.pdf\n渝府办发.pdf：这是扫描件，没有文字。请先做文字识别。"
    dialog.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    assert column(dialog)[0] == "成都.txt"
    dialog.table.selectRow(0)
    assert dialog.said.text().endswith("已导入 成都；读入后有 3 处请核对。")
    dialog.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert column(dialog) == sorted(column(dialog), reverse=True)


def test_one_fate_alone_and_what_holds_a_text(dialog: ResultsDialog, qtbot: QtBot) -> None:
    assert [button.text() for button in dialog.fates.buttons()] == [
        "全部 5",
        "未能导入 1",
        "已取消未读 1",
        "更新版本 1",
        "已导入 1",
        "已在库中 1",
    ]
    dialog.fates.buttons()[1].setFocus()
    qtbot.keyClick(dialog.fates.buttons()[1], Qt.Key.Key_Space)
    assert column(dialog) == ["渝府办发.pdf"]
    assert not dialog.read.isEnabled()
    dialog.fates.buttons()[0].click()
    dialog.needle.setText("重庆 2023")
    assert column(dialog) == ["重庆.txt"]
    dialog.needle.setText("没有这个")
    assert dialog.said.text() == "没有符合条件的文件。"


def test_what_is_shown_is_copied_and_saved(dialog: ResultsDialog, qtbot: QtBot, tmp_path: Path) -> None:
    qtbot.keyClick(dialog.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "文件\t结果\t规划文本\t请核对\t原因\t处理办法\t位置"
    assert lines[1] == "渝府办发.pdf\t未能导入\t\t\t这是扫描件，没有文字\t请先做文字识别\t稿"
    dialog.fates.buttons()[4].click()
    for name, gap in (("结果.csv", ","), ("结果.txt", "\t")):
        dialog.save_table(tmp_path / name)
        said = (tmp_path / name).read_text(encoding="utf-8-sig")
        lines = ("文件", "结果", "规划文本", "请核对", "位置"), ("成都.txt", "已导入", "成都", "3 处", "稿")
        assert said.splitlines() == [
            gap.join(line)
            for line in (("文件", "结果", "规划文本", "请核对", "位置"), ("成都.txt", "已导入", "成都", "3 处", "稿"))
        ]
    assert dialog.said.text() == f"已保存：{tmp_path / '结果.txt'}"


def test_a_line_leads_to_its_plan_and_what_failed_is_tried_again(dialog: ResultsDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.again_asked) as again:
        dialog.again.click()
    assert again.args == [[Path("稿/渝府办发.pdf"), Path("稿/荣昌.ofd")]]
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    menu = dialog.menu()
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["重新导入该文件", "复制文件路径"]
    dialog.table.selectRow(2)
    with qtbot.waitSignal(dialog.plan_asked) as asked:
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert asked.args == [7]
    menu = dialog.menu()
    assert menu is not None
    with qtbot.waitSignal(dialog.shelf_asked):
        menu.actions()[1].trigger()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "区县"
    place.mkdir()
    for county in ("荣昌", "大足", "铜梁"):
        words = f"重庆市{county}区质量强区建设实施方案\n一、总体要求\n推动{county}高质量发展。\n"
        (place / f"{county}.txt").write_text(words, encoding="utf-8")
    return place


def test_the_job_says_which_file_it_is_at_and_stopped_keeps_what_was_imported(tmp_path: Path, folder: Path) -> None:
    said: list[str] = []

    def progress(done: int, _total: int, what: str = "", /) -> None:
        if done == 2:
            raise Cancelled
        said.append(what)

    (tmp_path / "library.db").touch()
    (tmp_path / "library.db").touch()
    imported = jobs.import_files(tmp_path / "library.db", [folder], (), progress)
    assert said == ["大足.txt", "荣昌.txt"]
    assert imported.results.words == "导入已取消，1 个文件没有读；已导入 2 个规划文本：大足、荣昌"
    assert [entry.label for entry in imported.holdings.plans] == ["大足", "荣昌"]


def test_the_status_bar_names_the_file_and_uses_what_a_stopped_job_has_done(qtbot: QtBot) -> None:
    bar = QStatusBar()
    qtbot.addWidget(bar)
    runner, go, done = JobRunner(bar), threading.Event(), list[str]()

    def job(progress: Progress) -> str:
        progress(1, 3, "荣昌.txt")
        go.wait(PATIENCE / 1000)
        try:
            progress(2, 3, "铜梁.txt")
        except Cancelled:
            return "两个已导入"
        return "没有停下"

    runner.start("正在导入文件夹", job, done.append)
    qtbot.waitUntil(lambda: runner.words == "正在导入文件夹（2/3）：荣昌.txt", timeout=PATIENCE)
    runner.cancel()
    assert runner.words == "正在取消…"
    go.set()
    qtbot.waitUntil(lambda: not runner.busy, timeout=PATIENCE)
    assert done == ["两个已导入"]


def test_of_a_folder_the_table_comes_by_itself_and_again_when_asked(
    open_window: Open, settled: Settled, qtbot: QtBot, folder: Path
) -> None:
    window = open_window()
    assert window.importing.show_results() is None
    (folder / "空.txt").write_bytes(b"")
    window.import_files([folder])
    settled(window)
    (dialog,) = window.findChildren(ResultsDialog)
    assert dialog.isVisible()
    assert window.said == dialog.results.words == "已导入 3 个规划文本：大足、荣昌、铜梁；1 个文件未能导入"
    dialog.close()
    assert window.notice.see.text() == "查看结果"
    qtbot.mouseClick(window.notice.see, Qt.MouseButton.LeftButton)
    (dialog,) = visible(window)
    dialog.table.selectRow(1)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    settled(window)
    (reader,) = window.findChildren(PlanReader)
    assert reader.text.toPlainText().startswith("重庆市大足区")
    reader.close()
    dialog.shelf_asked.emit(dialog.results.outcomes[1].plan)
    assert window.library_pane.tree.current == dialog.results.outcomes[1].plan
    window.asks.results.trigger()
    assert len(visible(window)) == 1
    visible(window)[0].close()


def visible(window: Window) -> list[ResultsDialog]:
    return [dialog for dialog in window.findChildren(ResultsDialog) if dialog.isVisible()]


def test_of_a_few_good_files_the_status_bar_offers_the_table(open_window: Open, settled: Settled, folder: Path) -> None:
    window = open_window()
    window.import_files(sorted(folder.iterdir())[:2])
    settled(window)
    assert not window.findChildren(ResultsDialog)
    assert not window.notice.isVisible()
    assert window.offer_button.text() == "查看结果"
    window.offer_button.click()
    (dialog,) = window.findChildren(ResultsDialog)
    assert dialog.results.counts == ((Fate.ADDED, 2),)
    dialog.close()


def test_a_draft_with_tracked_changes_is_compared_with_itself(
    open_window: Open, settled: Settled, tmp_path: Path
) -> None:
    window = open_window()
    changed = "<w:ins><w:r><w:t>98</w:t></w:r></w:ins><w:del><w:r><w:delText>95</w:delText></w:r></w:del>"
    body = paragraph("质量强区建设方案") + paragraph("合格率达到", inside=changed + run("%以上。"))
    file = tmp_path / "送审稿.docx"
    file.write_bytes(docx(body))
    dialog = window.importing.ask_revised()
    dialog.filesSelected.emit([str(file)])
    dialog.reject()
    settled(window)
    assert window.comparison is not None
    collation = window.comparison.rows.collation
    assert [plan.text.splitlines()[-1] for plan in collation.plans] == ["合格率达到95%以上。", "合格率达到98%以上。"]
    assert [plan.label.split()[-1] for plan in collation.plans] == ["修订前", "修订后"]
    assert "修订前：文件带有 2 处修订，已按修订前的文字读入" in window.said
