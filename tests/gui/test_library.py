"""A person's path through the library pane: find, group, rename, edit, version, delete and take back, bring drafts back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from qcompare.gui.models.library import ENTRY_ROLE, FACTS_ROLE, LibraryModel
from qcompare.gui.plan_tree import PlanTree
from qcompare.gui.reader import PlanReader
from qcompare.gui.window import Window
from qcompare.model import Metadata
from qcompare.paths import sample_plans
from qcompare.shelves import GroupBy
from qcompare.store import PlanEntry

Open = Callable[[], Window]
Settled = Callable[[Window], None]


def number(window: Window, source: str) -> int:
    """Return the number of the plan imported last from a file whose name begins so."""
    return max(entry.id for entry in window.library_pane.model.entries() if entry.source.startswith(source))


def groups(window: Window) -> list[str]:
    model = window.library_pane.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def labels(window: Window) -> list[str]:
    model = window.library_pane.model
    return [
        str(model.index(row, 0, model.index(group, 0)).data())
        for group in range(model.rowCount())
        for row in range(model.rowCount(model.index(group, 0)))
    ]


def words_of(menu: QMenu) -> list[str]:
    return [action.text().split("\t")[0] for action in menu.actions() if not action.isSeparator()]


def press(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """Yongchuan's draft as it comes back: one sentence changed, one added."""
    sample = next(path for path in sample_plans() if path.name.startswith("yongchuan"))
    text = sample.read_text(encoding="utf-8")
    assert text.count("持续增强") == 1
    path = tmp_path / "稿" / sample.name
    path.parent.mkdir()
    path.write_text(text.replace("持续增强", "明显增强") + "\n健全质量工作考核机制。\n", encoding="utf-8")
    return path


# ---- the model ----


def test_versions_are_folded_under_the_newest_and_the_model_keeps_qts_rules(
    qapp: QApplication, qtmodeltester: ModelTester
) -> None:
    def entry(plan: int, label: str, level: str, family: int, version: int = 1) -> PlanEntry:
        return PlanEntry(plan, label, f"{plan}.txt", Metadata(level=level, draft=True), "hans", 9, family, version)

    model = LibraryModel()
    plans = [entry(1, "永川 2023", "区县", 1), entry(2, "重庆 2023", "市", 2)]
    plans += [entry(3, "永川 2023", "区县", 1, 2), entry(4, "永川定稿", "区县", 1, 3), entry(5, "游仙", "区县", 5)]
    model.set_plans(plans)
    qtmodeltester.check(model)
    newest = model.index_of(4)
    assert (newest.data(), newest.data(FACTS_ROLE)) == ("永川定稿", "征求意见稿 · 第 3 版")
    assert [model.index(row, 0, newest).data() for row in range(model.rowCount(newest))] == [
        "第 2 版 永川 2023",
        "第 1 版 永川 2023",
    ]
    assert model.index_of(1).parent() == newest
    assert model.index_of(1).data(ENTRY_ROLE).id == 1
    assert [e.id for e in model.entries()] == [2, 4, 3, 1, 5]
    model.set_compared(1, (2,))
    model.arrange(GroupBy.REGION, "游仙")
    qtmodeltester.check(model)
    assert not model.index_of(4).isValid()
    assert len(model.entries()) == 5, "what is looked for does not change what there is to compare"


# ---- finding ----


def test_plans_are_grouped_and_found_and_texts_searched(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    pane = window.library_pane
    assert groups(window) == ["市级 3", "区县 2"]
    pane.group_button.menu().actions()[1].trigger()
    assert groups(window) == ["四川省 2", "重庆市 3"]
    pane.search_box.setText("永川")
    assert labels(window) == ["永川 2023"]
    qtbot.waitUntil(lambda: pane.hits.count() > 0)
    qtbot.keyClick(pane.search_box, Qt.Key.Key_Return)
    pane.search_box.setText("資訊")
    qtbot.waitUntil(lambda: any("信息" in pane.hits.item(i).text() for i in range(pane.hits.count())))
    assert labels(window) == []
    assert pane.hits.isVisible()
    assert not pane.tree.isVisible()
    pane.search_box.clear()
    assert (pane.tree.isVisible(), pane.hits.isVisible(), pane.recent.isVisible()) == (True, False, True)
    assert len(labels(window)) == 5


def test_the_grouping_is_remembered(open_window: Open) -> None:
    open_window().library_pane.group_by(GroupBy.DATE)
    assert groups(open_window())[0] == "2023 年 2"


def test_a_hit_leads_to_its_row_or_to_its_text(qtbot: QtBot, open_window: Open, settled: Settled) -> None:
    window = open_window()
    pane, comparison = window.library_pane, window.comparison
    assert comparison is not None
    pane.search_box.setText("首席质量官")
    qtbot.waitUntil(lambda: pane.hits.count() > 3)
    plans = {pane.hits.item(i).data(ENTRY_ROLE).plan: pane.hits.item(i) for i in range(pane.hits.count())}
    item = plans[number(window, "chengdu")]
    pane.hits.setCurrentItem(item)
    qtbot.keyClick(pane.hits, Qt.Key.Key_Return)
    hit = item.data(ENTRY_ROLE)
    plan = comparison.collation.targets[1].plan
    assert plan.sentences[hit.sentence].clause in comparison.collation.rows[comparison.view.row].cells[1].clauses
    assert comparison.rows.chosen == 1
    pane.hit_asked.emit(plans[number(window, "youxian")].data(ENTRY_ROLE))
    settled(window)
    (reader,) = window.findChildren(PlanReader)
    assert "首席质量官" in reader.text.textCursor().block().text()
    assert reader.text.isReadOnly()
    reader.close()


# ---- naming and facts ----


def test_a_plan_is_renamed_by_key_and_the_comparison_follows(qtbot: QtBot, open_window: Open, settled: Settled) -> None:
    window = open_window()
    plan = number(window, "yongchuan")
    window.library_pane.tree.choose(plan)
    row = window.comparison.view.row + 9 if window.comparison else 0
    assert window.comparison is not None
    window.comparison.view.go_to_row(row)
    window.librarian.ask_name(plan).setTextValue("永川 送审稿")  # type: ignore[union-attr]
    dialog = window.findChildren(type(window.librarian.ask_name(plan)))[0]
    dialog.accept()
    settled(window)
    assert "永川 送审稿" in labels(window)
    assert "永川 送审稿" in window.windowTitle()
    assert window.comparison.view.row == row
    assert window.library_pane.tree.current == plan
    assert window.library_pane.recent.item(0).text() == "重庆 2023 → 永川、成都"


def test_facts_entered_wrong_are_told_in_the_dialog_and_right_ones_kept(open_window: Open, settled: Settled) -> None:
    window = open_window()
    plan = number(window, "youxian")
    dialog = window.librarian.ask_facts(plan)
    assert dialog is not None
    dialog.boxes["date"].setText("去年")
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.trouble.text().startswith("日期：“去年”不是日期。请写成")
    dialog.boxes["date"].setText("2022年12月1日")
    dialog.boxes["number"].setText("游府发〔2022〕8号")
    dialog.level.setCurrentIndex(dialog.level.findData("市"))
    dialog.accept()
    settled(window)
    entry = window.library_pane.model.entry(plan)
    assert entry is not None
    assert (entry.metadata.date, entry.metadata.number) == ("2022-12-01", "游府发〔2022〕8号")
    assert groups(window) == ["市级 4", "区县 1"]
    window.import_files([path for path in sample_plans() if path.name.startswith("youxian")])
    settled(window)
    assert groups(window) == ["市级 4", "区县 1"], "a new reading does not overrule what was entered"


# ---- deleting ----


def test_a_plan_is_deleted_by_key_and_taken_back(qtbot: QtBot, open_window: Open, settled: Settled) -> None:
    window = open_window()
    pane, plan = window.library_pane, number(window, "yongchuan")
    pane.tree.choose(plan)
    with qtbot.waitSignal(window.librarian.removed) as heard:
        pane.tree.setFocus()
        qtbot.keyClick(pane.tree, Qt.Key.Key_Delete)
    settled(window)
    assert heard.args == [plan]
    assert len(labels(window)) == 4
    assert pane.recent.count() == 0
    assert window.said == "已删除 永川 2023，仍显示在当前比对中"
    assert pane.undo_bar.isVisible()
    qtbot.mouseClick(pane.undo_button, Qt.MouseButton.LeftButton)
    settled(window)
    assert len(labels(window)) == 5
    assert pane.recent.count() == 1
    assert pane.tree.current == plan
    assert not pane.undo_bar.isVisible()


def test_a_deleted_plan_of_the_comparison_is_left_out_of_the_next(open_window: Open, settled: Settled) -> None:
    window = open_window()
    window.librarian.remove(number(window, "yongchuan"))
    settled(window)
    window.library_pane.target_asked.emit(number(window, "youxian"))
    settled(window)
    assert window.compared[1] == (number(window, "chengdu"), number(window, "youxian"))
    assert not [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def test_deleting_several_takes_them_back_one_by_one_and_erasing_asks_first(
    open_window: Open, settled: Settled
) -> None:
    window = open_window()
    assert window.librarian.ask_erase() is None
    one, other = number(window, "youxian"), number(window, "chongqing-2011")
    for plan in (one, other):
        window.librarian.remove(plan)
        settled(window)
    window.librarian.undo_removal()
    settled(window)
    assert window.library_pane.model.entry(other)
    assert window.library_pane.undo_bar.isVisible()
    box = window.librarian.ask_erase()
    assert box is not None
    assert "游仙 2023" in box.text()
    next(button for button in box.buttons() if button.text() == "清空").click()
    settled(window)
    assert window.library_pane.holdings.removed == ()
    assert not window.library_pane.undo_bar.isVisible()
    assert window.library_pane.model.entry(one) is None


def test_a_comparison_leaves_the_list(qtbot: QtBot, open_window: Open, settled: Settled) -> None:
    window = open_window()
    recent = window.library_pane.recent
    assert str(recent.item(0).data(FACTS_ROLE)).startswith("今天 · 承接率 ")
    recent.setCurrentRow(0)
    recent.setFocus()
    qtbot.keyClick(recent, Qt.Key.Key_Delete)
    settled(window)
    assert recent.count() == 0
    assert len(labels(window)) == 5
    assert window.comparison is not None


# ---- versions ----


def test_a_changed_draft_is_followed_and_its_changes_are_a_comparison(
    open_window: Open, settled: Settled, draft: Path
) -> None:
    window = open_window()
    before, chengdu, base = (number(window, name) for name in ("yongchuan", "chengdu", "chongqing-2023"))
    window.import_files([draft])
    settled(window)
    after = number(window, "yongchuan")
    assert after != before
    assert window.compared == (base, (after, chengdu))
    assert window.said == "永川 2023 已更新为第 2 版，与上一版相比改动 2 句"
    assert window.comparison is not None
    assert "明显增强" in window.comparison.collation.targets[0].plan.text
    assert window.comparison.rows.versions == (0, 2, 0)
    window.offer_button.click()
    settled(window)
    assert window.compared == (before, (after,))
    assert window.windowTitle().startswith("永川 2023 第1版 → 永川 2023 第2版")
    assert window.library_pane.recent.item(0).text() == "永川 2023 第 1 版 → 第 2 版"
    assert window.library_pane.recent.item(0).data(FACTS_ROLE) == "今天 · 版本比对"
    counts = window.comparison.collation.targets[0].counts
    assert (counts.modified, counts.added, counts.dropped) == (1, 1, 0)


def test_an_older_version_shown_on_purpose_stays(open_window: Open, settled: Settled, draft: Path) -> None:
    window = open_window()
    first, base = number(window, "yongchuan"), number(window, "chongqing-2023")
    window.import_files([draft])
    settled(window)
    window.compare(base, (first,))
    settled(window)
    draft.write_text(draft.read_text(encoding="utf-8") + "强化质量宣传。\n", encoding="utf-8")
    window.import_files([draft])
    settled(window)
    assert window.compared == (base, (first,))
    assert window.said == "永川 2023 已更新为第 3 版"


def test_versions_are_parted_and_joined_by_the_menu(open_window: Open, settled: Settled, draft: Path) -> None:
    window = open_window()
    pane, first = window.library_pane, number(window, "yongchuan")
    window.import_files([draft])
    settled(window)
    second = number(window, "yongchuan")
    assert "与上一版比对" in words_of(pane.plan_menu(second))
    assert "与上一版比对" not in words_of(pane.plan_menu(first))
    assert len(labels(window)) == 5
    press(pane.plan_menu(second), "拆为独立规划")
    settled(window)
    assert len(labels(window)) == 6
    assert "拆为独立规划" not in words_of(pane.plan_menu(second))
    dialog = window.librarian.ask_earlier(second)
    assert dialog is not None
    rows = [dialog.others.item(i).data(Qt.ItemDataRole.UserRole) for i in range(dialog.others.count())]
    dialog.others.setCurrentRow(rows.index(first))
    dialog.accept()
    settled(window)
    assert len(labels(window)) == 5
    press(pane.plan_menu(second), "与上一版比对")
    settled(window)
    assert window.compared == (first, (second,))


# ---- bringing in ----


def test_a_folder_dropped_is_imported_and_says_what_it_passed_over(
    open_window: Open, settled: Settled, draft: Path
) -> None:
    window = open_window()
    (draft.parent / "表.pptx").write_bytes(b"PK")
    data, action, button = QMimeData(), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    data.setUrls([QUrl.fromLocalFile(str(draft.parent))])
    for kind, place in ((QDragEnterEvent, QPoint(10, 10)), (QDropEvent, QPointF(10, 10))):
        event = kind(place, action, data, button, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(window, event)
        assert event.isAccepted()
    settled(window)
    assert "永川 2023 已更新为第 2 版" in window.said
    assert window.said.endswith("文件夹中另有不能导入的文件（.pptx 1 个），已跳过")
    draft.unlink()
    window.import_files([draft.parent])
    settled(window)
    assert window.said == "文件夹中另有不能导入的文件（.pptx 1 个），已跳过"


def test_a_text_is_pasted_as_a_plan_but_in_a_box_as_text(qtbot: QtBot, open_window: Open, settled: Settled) -> None:
    window = open_window()
    window.activateWindow()
    assert window.comparison is not None
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QGuiApplication.clipboard().setText("重庆市荣昌区质量强区建设实施方案\r\n一、总体要求\r\n推动高质量发展。")
    window.find_box.setFocus()
    qtbot.keyClick(window.find_box, Qt.Key.Key_V, keys)
    assert window.find_box.text().startswith("重庆市荣昌区")
    window.comparison.view.setFocus()
    qtbot.keyClick(window.comparison.view, Qt.Key.Key_V, keys)
    settled(window)
    (pasted,) = [entry for entry in window.library_pane.model.entries() if entry.label == "荣昌"]
    assert pasted.source.startswith("剪贴板 20")
    window.librarian.show_text(pasted.id)
    settled(window)
    (reader,) = window.findChildren(PlanReader)
    assert reader.text.toPlainText() == "重庆市荣昌区质量强区建设实施方案\n一、总体要求\n推动高质量发展。"
    reader.close()
    QGuiApplication.clipboard().setText("  ")
    window.asks.paste.trigger()
    assert window.said == "剪贴板里没有文字，请先复制规划文本"


# ---- the tree by keyboard ----


def test_the_menu_is_asked_for_by_key_at_the_plan_chosen(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    plan = number(window, "chengdu")
    tree = PlanTree(window.library_pane.model, window)
    tree.choose(plan)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    with qtbot.waitSignal(tree.menu_asked) as asked:
        QApplication.sendEvent(tree.viewport(), event)
    assert asked.args is not None
    assert asked.args[0] == plan


def test_what_was_folded_stays_folded_when_the_library_changes(
    open_window: Open, settled: Settled, draft: Path
) -> None:
    window = open_window()
    tree, model = window.library_pane.tree, window.library_pane.model
    tree.collapse(model.index(0, 0))
    window.import_files([draft])
    settled(window)
    assert not tree.isExpanded(model.index(0, 0))
    document = model.index_of(number(window, "yongchuan"))
    assert not tree.isExpanded(document)
    tree.expand(document)
    window.librarian.remove(number(window, "youxian"))
    settled(window)
    assert tree.isExpanded(model.index_of(number(window, "yongchuan")))
    window.library_pane.search_box.setText("成都")
    assert tree.isExpanded(model.index(0, 0)), "what is found is seen"
    window.library_pane.search_box.clear()
    assert not tree.isExpanded(model.index(0, 0))


def test_files_that_failed_are_told_although_the_comparison_follows_another(
    open_window: Open, settled: Settled, draft: Path, tmp_path: Path
) -> None:
    window = open_window()
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")
    window.import_files([empty, draft])
    settled(window)
    assert window.comparison is not None
    assert window.comparison.rows.versions == (0, 2, 0)
    assert "空.txt" in window.notice.rest
    assert window.said.startswith("永川 2023 已更新为第 2 版")
