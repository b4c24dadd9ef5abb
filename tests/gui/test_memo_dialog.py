"""A person's path through the memo dialog: choose, look, keep, share, save and print."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from qcompare.dossier import Dossier
from qcompare.gui.help import HelpWindow
from qcompare.gui.memo_dialog import MemoDialog
from qcompare.gui.preview import PAGE, WIDTH
from qcompare.gui.window import Window
from qcompare.memo import write_memo
from qcompare.model import RowKind
from qcompare.pdf import Pdf
from qcompare.profiles import BUILT_IN, Part, Profile, Rows, profiles_file, read_profiles, write_profiles
from tests.gui.conftest import PATIENCE
from tests.gui.test_window import answer, shown

Open = Callable[[], Window]


@pytest.fixture
def window(open_window: Open) -> Window:
    return open_window()


@pytest.fixture
def open_dialog(qtbot: QtBot) -> Callable[[Window], MemoDialog]:
    """Maker: the dialog as the action opens it, with its first preview made."""

    def open_it(window: Window) -> MemoDialog:
        window.asks.memo.trigger()
        dialog = next(found for found in window.findChildren(MemoDialog) if found.isVisible())
        settle(qtbot, dialog)
        return dialog

    return open_it


Dialog = Callable[[Window], MemoDialog]


def settle(qtbot: QtBot, dialog: MemoDialog) -> None:
    """Wait until the preview is of what is asked for, and nothing is being written."""
    qtbot.waitUntil(lambda: dialog.made is not None and not dialog.jobs.busy, timeout=PATIENCE)


def choose(dialog: MemoDialog, name: str) -> None:
    dialog.form.names.setCurrentIndex(dialog.form.names.findData(name))


def offered(dialog: MemoDialog) -> list[str]:
    return [dialog.form.names.itemText(at) for at in range(dialog.form.names.count())]


def written(dossier: Dossier, profile: Profile, path: Path) -> bytes:
    write_memo(dossier, path, profile)
    return path.read_bytes()


def text_of(memo: bytes | None) -> str:
    """Return the text of all pages without spaces and line ends."""
    assert memo is not None
    with pypdfium2.PdfDocument(memo) as document:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def press(box: QMessageBox, words: str) -> None:
    next(button for button in box.findChildren(QPushButton) if words in button.text()).click()


def boxes(dialog: MemoDialog) -> list[QMessageBox]:
    return [box for box in dialog.findChildren(QMessageBox) if box.isVisible()]


def test_the_preview_has_the_pages_of_the_profile_chosen(
    window: Window, open_dialog: Dialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = open_dialog(window)
    assert offered(dialog) == [profile.name for profile in BUILT_IN]
    counts = []
    for profile in BUILT_IN[:2]:
        choose(dialog, profile.name)
        settle(qtbot, dialog)
        assert dialog.wish.profile == profile
        assert dialog.made == written(dialog.wish.dossier, profile, tmp_path / "memo.pdf")
        with Pdf(dialog.made) as pdf:
            assert dialog.pane.preview.pages == len(pdf.sizes)
        assert dialog.pane.at.text() == f"第 1 页，共 {dialog.pane.preview.pages} 页"
        counts.append(dialog.pane.preview.pages)
    assert counts[1] < counts[0] / 2


def test_an_edit_greys_the_preview_until_it_is_made_anew(window: Window, open_dialog: Dialog, qtbot: QtBot) -> None:
    dialog = open_dialog(window)
    before = dialog.made
    assert before is not None
    assert dialog.pane.preview.words == ""
    dialog.maker.setText("王某")
    assert (dialog.made, dialog.pane.preview.words) == (None, "正在排版…")
    dialog.maker.setText("王某某")
    settle(qtbot, dialog)
    assert dialog.pane.preview.words == ""
    assert dialog.wish.dossier.maker == "王某某"
    assert dialog.wish.dossier.made == "{}年{}月{}日".format(*QDate.currentDate().getDate())
    assert dialog.made != before, "another name stands on the cover"


def test_what_is_superseded_is_dropped(window: Window, open_dialog: Dialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_dialog(window)
    choose(dialog, "打印黑白")
    qtbot.waitUntil(lambda: window.exporting.maker.busy, timeout=PATIENCE)
    choose(dialog, "仅变动")
    settle(qtbot, dialog)
    assert dialog.made == written(dialog.wish.dossier, BUILT_IN[2], tmp_path / "memo.pdf")


def test_a_profile_is_made_kept_shared_and_taken_in_elsewhere(
    window: Window, open_dialog: Dialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = open_dialog(window)
    choose(dialog, "领导摘要")
    dialog.form.parts[Part.CHARTS].click()
    assert offered(dialog)[1] == "领导摘要 *"
    asked = dialog.form.ask_name()
    asked.setTextValue(" 处务会 ")
    asked.accept()
    assert offered(dialog) == [*(profile.name for profile in BUILT_IN), "处务会"]
    kept = Profile("处务会", BUILT_IN[1].parts - {Part.CHARTS})
    assert dialog.form.profile == kept
    assert read_profiles(profiles_file(window.library)) == (kept,)
    assert dialog.bar.currentMessage() == "已保存输出方案：处务会"
    answer(dialog.form.ask_export(), tmp_path / "处务会.json")
    assert dialog.bar.currentMessage().startswith("已导出输出方案“处务会”：")
    dialog.reject()

    again = open_dialog(window)
    assert again.form.profile == kept
    again.reject()

    profiles_file(window.library).unlink()
    other = open_dialog(window)
    assert "处务会" not in offered(other)
    answer(other.form.ask_import(), tmp_path / "处务会.json")
    assert other.form.profile == kept
    assert read_profiles(profiles_file(window.library)) == (kept,)
    other.form.remove.click()
    assert offered(other) == [profile.name for profile in BUILT_IN]
    assert read_profiles(profiles_file(window.library)) == ()


def test_a_profile_of_the_program_is_changed_and_brought_back(window: Window, open_dialog: Dialog) -> None:
    form = open_dialog(window).form
    form.names.setCurrentIndex(form.names.findData("仅变动"))
    assert (form.save.isEnabled(), form.remove.isEnabled()) == (False, False)
    form.mono.click()
    form.save.click()
    assert form.profile.mono
    assert (form.save.isEnabled(), form.remove.isEnabled(), form.remove.text()) == (False, True, "恢复原方案")
    form.remove.click()
    assert form.profile == BUILT_IN[2]
    assert not form.mono.isChecked()


def test_edits_stay_with_their_profile_until_the_dialog_closes(window: Window, open_dialog: Dialog) -> None:
    dialog = open_dialog(window)
    dialog.form.parts[Part.COVER].click()
    choose(dialog, "领导摘要")
    assert dialog.form.parts[Part.COVER].isChecked()
    choose(dialog, "完整比对")
    assert not dialog.form.parts[Part.COVER].isChecked()
    dialog.form.parts[Part.COVER].click()
    assert offered(dialog)[0] == "完整比对"


def test_a_profile_of_the_same_name_is_replaced_only_when_asked(
    window: Window, open_dialog: Dialog, tmp_path: Path
) -> None:
    theirs = Profile("领导摘要", frozenset({Part.RESULT}), Rows.CHANGES, mono=True)
    write_profiles(tmp_path / "同事.json", [theirs])
    dialog = open_dialog(window)
    answer(dialog.form.ask_import(), tmp_path / "同事.json")
    (box,) = boxes(dialog)
    assert "领导摘要" in box.text()
    press(box, "取消")
    choose(dialog, "领导摘要")
    assert dialog.form.profile == BUILT_IN[1]
    answer(dialog.form.ask_import(), tmp_path / "同事.json")
    press(boxes(dialog)[0], "替换")
    assert dialog.form.profile == theirs


@pytest.mark.parametrize("name", ["", "一" * 31])
def test_a_name_that_cannot_be_is_told(window: Window, open_dialog: Dialog, name: str) -> None:
    dialog = open_dialog(window)
    asked = dialog.form.ask_name()
    assert isinstance(asked, QInputDialog)
    asked.setTextValue(name)
    asked.accept()
    assert "名称" in boxes(dialog)[0].text()
    assert not profiles_file(window.library).exists()


def test_a_file_of_profiles_that_cannot_be_read_is_told_and_left(
    window: Window, qtbot: QtBot, open_dialog: Dialog
) -> None:
    file = profiles_file(window.library)
    file.write_text(json.dumps({"format": "别的"}), encoding="utf-8")
    dialog = open_dialog(window)
    qtbot.waitUntil(lambda: bool(boxes(dialog)))
    assert "不是输出方案文件" in boxes(dialog)[0].text()
    dialog.form.mono.click()
    assert not any(button.isEnabled() for button in (dialog.form.save, dialog.form.save_as, dialog.form.take))
    assert json.loads(file.read_text(encoding="utf-8")) == {"format": "别的"}


def test_what_is_saved_is_what_was_shown(window: Window, open_dialog: Dialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_dialog(window)
    choose(dialog, "领导摘要")
    dialog.maker.setText("市质量处 王某")
    answer(dialog.ask_save(), tmp_path / "甲.pdf")  # while the preview is still to be made
    assert not (tmp_path / "甲.pdf").exists()
    settle(qtbot, dialog)
    qtbot.waitUntil((tmp_path / "甲.pdf").exists, timeout=PATIENCE)
    settle(qtbot, dialog)
    saved = (tmp_path / "甲.pdf").read_bytes()
    assert saved == dialog.made == written(dialog.wish.dossier, BUILT_IN[1], tmp_path / "乙.pdf")
    assert window.said == f"已保存比对备忘录：{tmp_path / '甲.pdf'}"
    dialog.reject()
    again = open_dialog(window)
    assert (again.maker.text(), again.form.profile) == ("市质量处 王某", BUILT_IN[1])


def test_a_place_that_cannot_be_written_is_told_over_the_dialog(
    window: Window, open_dialog: Dialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = open_dialog(window)
    for name, words in (("没有的文件夹/甲.pdf", "文件夹不存在"), ("甲.docx", "结尾不对")):
        dialog._save(tmp_path / name)
        qtbot.waitUntil(lambda: bool(boxes(dialog)), timeout=PATIENCE)
        (box,) = boxes(dialog)
        assert words in box.text()
        box.close()
        assert dialog.save.isEnabled()
        assert not (tmp_path / name).exists()


def test_escape_stops_what_is_to_be_saved_before_it_closes(
    window: Window, open_dialog: Dialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = open_dialog(window)
    dialog.form.mono.click()
    answer(dialog.ask_save(), tmp_path / "甲.pdf")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "已停止" in dialog.bar.currentMessage()
    settle(qtbot, dialog)
    assert not (tmp_path / "甲.pdf").exists()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_is_to_be_saved_is_saved_before_anything_else_is_asked(
    window: Window, open_dialog: Dialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = open_dialog(window)
    dialog.form.mono.click()
    answer(dialog.ask_save(), tmp_path / "甲.pdf")
    assert not any(button.isEnabled() for button in (dialog.save, dialog.print)), "one thing at a time"
    qtbot.waitUntil((tmp_path / "甲.pdf").exists, timeout=PATIENCE)
    settle(qtbot, dialog)
    assert dialog.print.isEnabled()
    assert (tmp_path / "甲.pdf").read_bytes() == dialog.made


def test_escape_while_a_file_is_written_waits_for_it(
    window: Window, open_dialog: Dialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = open_dialog(window)
    answer(dialog.ask_save(), tmp_path / "甲.pdf")
    assert dialog.jobs.busy
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    settle(qtbot, dialog)
    assert "已保存" in dialog.bar.currentMessage()
    assert (tmp_path / "甲.pdf").exists()


def test_a_memo_that_cannot_be_made_is_told_in_its_place_and_tried_again(
    window: Window, open_dialog: Dialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = open_dialog(window)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "已拔出的盘"))
    dialog.form.mono.click()
    qtbot.waitUntil(lambda: "文件夹不存在" in dialog.pane.preview.words, timeout=PATIENCE)
    monkeypatch.undo()
    answer(dialog.ask_save(), tmp_path / "甲.pdf")
    qtbot.waitUntil((tmp_path / "甲.pdf").exists, timeout=PATIENCE)
    settle(qtbot, dialog)


def test_nothing_ticked_is_nothing_to_save(window: Window, open_dialog: Dialog, qtbot: QtBot) -> None:
    dialog = open_dialog(window)
    for box in dialog.form.parts.values():
        if box.isChecked():
            box.click()
    assert not any(button.isEnabled() for button in (dialog.save, dialog.print))
    qtbot.waitUntil(lambda: "至少勾选一项" in dialog.pane.preview.words, timeout=PATIENCE)
    assert not dialog.form.rows.isEnabled()
    dialog.form.parts[Part.RESULT].click()
    settle(qtbot, dialog)
    assert dialog.save.isEnabled()


def test_pages_are_turned_by_key(window: Window, open_dialog: Dialog, qtbot: QtBot) -> None:
    pane = open_dialog(window).pane
    preview, last = pane.preview, pane.preview.pages - 1
    preview.setFocus()
    qtbot.keyClick(preview, Qt.Key.Key_End)
    assert (preview.page, pane.at.value()) == (last, last + 1)
    qtbot.keyClick(preview, Qt.Key.Key_Home)
    assert preview.page == 0
    qtbot.keyClick(preview, Qt.Key.Key_PageDown)
    assert preview.verticalScrollBar().value() > 0
    pane.sizes.setCurrentIndex(pane.sizes.findData(PAGE))
    qtbot.keyClick(preview, Qt.Key.Key_Home)
    for _ in range(3):
        qtbot.keyClick(preview, Qt.Key.Key_PageDown)
    assert preview.page == 3
    qtbot.keyClick(preview, Qt.Key.Key_PageUp)
    assert pane.at.text() == f"第 3 页，共 {last + 1} 页"
    pane.at.setValue(last + 1)
    assert preview.page == last


def test_pages_grow_and_shrink_by_the_wheel(window: Window, open_dialog: Dialog) -> None:
    pane = open_dialog(window).pane
    wide = pane.preview.factor
    shown_as = []
    for step in (1, 1, -1, -1, -1, -1, -1):
        turned = QPoint(0, 120 * step)
        at = QPointF(pane.preview.viewport().rect().center())
        event = QWheelEvent(
            at, at, QPoint(), turned, Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(pane.preview.viewport(), event)
        shown_as.append(pane.preview.factor)
    assert 0.95 < wide < 1.5
    assert shown_as == pytest.approx([1.5, 2, 1.5, 1, 0.75, 0.5, 0.5])


@pytest.mark.parametrize("size", [WIDTH, PAGE, 0.5, 1.0, 2.0])
def test_only_the_pages_seen_are_drawn(window: Window, open_dialog: Dialog, qtbot: QtBot, size: float) -> None:
    dialog = open_dialog(window)
    pane, preview = dialog.pane, dialog.pane.preview
    pane.sizes.setCurrentIndex(pane.sizes.findData(size))
    preview.go_to(5)
    qtbot.waitUntil(lambda: 5 in preview._seen() and set(preview._seen()) <= set(preview._drawn), timeout=PATIENCE)
    assert len(preview._drawn) <= 8
    if size > 0:
        assert dialog.made is not None
        with Pdf(dialog.made) as pdf:
            assert preview._places[5].width() == round(pdf.sizes[5][0] * size * preview.logicalDpiX() / 72)


def test_pages_two_and_three_go_to_the_printer(
    window: Window, open_dialog: Dialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = open_dialog(window)
    asked = dialog.ask_printer()
    printer = asked.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "打印.pdf"))
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    asked.accepted.emit(printer)
    asked.close()
    qtbot.waitUntil(lambda: "2 页" in window.said, timeout=PATIENCE)
    assert dialog.made is not None
    with Pdf(dialog.made) as memo, Pdf((tmp_path / "打印.pdf").read_bytes()) as paper:
        assert [tuple(map(round, size)) for size in paper.sizes] == [tuple(map(round, s)) for s in memo.sizes[1:3]]


def test_the_print_dialog_reads_chinese(window: Window, open_dialog: Dialog) -> None:
    asked = open_dialog(window).ask_printer()
    assert isinstance(asked, QPrintDialog)
    assert asked.windowTitle() == "打印比对备忘录"
    assert {"打印(&P)", "取消"} <= {button.text() for button in asked.findChildren(QPushButton)}
    asked.close()


def test_without_a_printer_saving_is_offered(
    window: Window, open_dialog: Dialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    dialog = open_dialog(window)
    dialog.print.click()
    (box,) = boxes(dialog)
    assert "没有找到打印机" in box.text()
    press(box, "保存为 PDF")
    assert [found for found in dialog.findChildren(QFileDialog) if found.isVisible()]


def test_filters_of_the_window_carry_over(window: Window, open_dialog: Dialog, qtbot: QtBot) -> None:
    comparison = shown(window)
    comparison.bar.button(RowKind.INHERITED).click()
    comparison.bar.moved_button.click()
    selection = comparison.rows.chooser.selection
    assert selection is not None
    assert selection.rows
    dialog = open_dialog(window)
    assert dialog.narrow.isChecked()
    words = f"类别：属地化、修改、新增、未承接；移位（均相对 {comparison.rows.labels[1]}）"
    assert dialog.words.text() == words
    assert dialog.wish.dossier.selection == selection
    assert words.replace(" ", "") in text_of(dialog.made)
    pages = dialog.pane.preview.pages
    dialog.narrow.click()
    settle(qtbot, dialog)
    assert dialog.wish.dossier.selection is None
    assert words.replace(" ", "") not in text_of(dialog.made)
    assert dialog.pane.preview.pages > pages
    dialog.form.parts[Part.ROWS].click()
    assert not dialog.narrow.isEnabled(), "without rows there is nothing to filter"
    dialog.reject()
    comparison.bar.button(RowKind.INHERITED).click()
    comparison.bar.moved_button.click()
    assert not open_dialog(window).narrow.isEnabled()


def test_the_table_asks_whether_the_filters_count(
    window: Window, qtbot: QtBot, settled: Callable[[Window], None], tmp_path: Path
) -> None:
    comparison = shown(window)
    comparison.bar.text.setText("认证")
    qtbot.waitUntil(lambda: comparison.rows.filters.narrow)
    selection = comparison.rows.chooser.selection
    assert selection is not None
    box = window.exporting.ask_table()
    assert isinstance(box, QMessageBox)
    count = len(window.exporting.dossier(comparison, selection).shown)
    assert f"只导出筛选出的 {count} 行(&S)" in [button.text() for button in box.buttons()]
    assert "含“认证”" in box.informativeText()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    asked = next(found for found in window.findChildren(QFileDialog) if found.isVisible())
    answer(asked, tmp_path / "部分.html")
    settled(window)
    assert "已保存对照表" in window.said
    comparison.bar.text.clear()
    qtbot.waitUntil(lambda: not comparison.rows.filters.narrow)
    whole = window.exporting.ask_table()
    assert isinstance(whole, QFileDialog)
    whole.reject()


def test_the_dossier_says_what_was_decided_and_typed(window: Window, open_dialog: Dialog, qtbot: QtBot) -> None:
    view = shown(window).view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_2)
    qtbot.keyClick(view, Qt.Key.Key_N)
    window.detail.opinion.note.insertPlainText("请说明测算依据。")
    said = open_dialog(window).wish.dossier.opinions[view.row, 0]
    assert said.words == "需修改：请说明测算依据。"


def test_keys_of_the_dialog(window: Window, open_dialog: Dialog, qtbot: QtBot) -> None:
    dialog = open_dialog(window)
    dialog.activateWindow()
    qtbot.keyClick(dialog, Qt.Key.Key_F1)
    (help_window,) = dialog.findChildren(HelpWindow)
    assert help_window.shown == "export"
    help_window.close()
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    asked = next(found for found in dialog.findChildren(QFileDialog) if found.isVisible())
    asked.reject()
    qtbot.keyClick(dialog.pane.at, Qt.Key.Key_Return)
    assert not [found for found in dialog.findChildren(QFileDialog) if found.isVisible()]
    order, widget = [], dialog.form.names
    while widget not in order:
        order.append(widget)
        widget = widget.nextInFocusChain()
    stops = [dialog.form.names, dialog.form.save, dialog.form.parts[Part.COVER], dialog.form.rows, dialog.maker]
    stops += [dialog.narrow, dialog.pane.at, dialog.pane.sizes, dialog.pane.preview, dialog.save, dialog.leave]
    places = [order.index(stop) for stop in stops]
    assert places == sorted(places)
    for stop in order:
        inner = stop.objectName().startswith("qt_") or not dialog.isAncestorOf(stop)
        if stop.focusPolicy() & Qt.FocusPolicy.TabFocus and stop.isVisible() and not inner:
            assert QAccessible.queryAccessibleInterface(stop).text(QAccessible.Text.Name), stop
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert QApplication.activeModalWidget() is None
