"""A bug reaches one handler, which saves first, says so, and offers a report."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from qcompare.gui.bugs import LastResort
from qcompare.gui.window import Window

Open = Callable[[], Window]

PLAN = "到2027年，全区质量强区建设取得明显成效，制造业质量竞争力指数达到90以上。"


@pytest.fixture
def resort(open_window: Open) -> Iterator[tuple[LastResort, Window]]:
    window, made = open_window(), LastResort()
    made.watch(window)
    yield made, window
    if made.box is not None:
        made.box.close()


def bug() -> ZeroDivisionError:
    secret = PLAN
    try:
        raise ZeroDivisionError(secret)
    except ZeroDivisionError as error:
        return error


def told(resort: LastResort, qtbot: QtBot) -> QMessageBox:
    qtbot.waitUntil(lambda: resort.box is not None and resort.box.isVisible())
    assert resort.box is not None
    return resort.box


def test_what_is_being_typed_is_saved_before_anything_is_said(
    resort: tuple[LastResort, Window], qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    handler, window = resort
    saved: list[bool] = []
    window.save_first.append(lambda: saved.append(handler.box is None))
    handler.handle(ZeroDivisionError, bug(), None)
    assert saved == [True]
    box = told(handler, qtbot)
    assert "程序出现意外错误" in box.text()
    assert "正在输入的内容已经保存" in box.informativeText()
    assert "ZeroDivisionError" in capsys.readouterr().err
    box.close()
    assert window.isVisible()


def test_a_saver_that_fails_stops_no_other_and_is_told(
    resort: tuple[LastResort, Window], qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    handler, window = resort
    saved: list[str] = []
    window.save_first += [lambda: 1 / 0, lambda: saved.append("意见")]  # type: ignore[list-item]
    handler.handle(ZeroDivisionError, bug(), None)
    assert saved
    assert "未能保存" in told(handler, qtbot).informativeText()


def test_bugs_of_threads_and_destructors_get_there_too(
    resort: tuple[LastResort, Window], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    handler, _window = resort
    for module, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    monkeypatch.setattr("qcompare.gui.bugs.qInstallMessageHandler", lambda _handler: None)
    handler.install()
    thread = threading.Thread(target=lambda: {}["没有"])
    thread.start()
    thread.join()
    told(handler, qtbot)

    class Dying:
        def __del__(self) -> None:
            raise ZeroDivisionError

    del (dying := [Dying()])[0]
    assert dying == []
    qtbot.waitUntil(lambda: "错误 2" in handler.report())
    assert "KeyError" in handler.report()
    assert capsys.readouterr().err.count("Traceback") == 2


def test_many_bugs_make_one_box_and_the_same_bug_counts_once(
    resort: tuple[LastResort, Window], qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    handler, _window = resort
    for _ in range(5):
        handler.handle(ZeroDivisionError, bug(), None)
    handler.handle(ValueError, ValueError(PLAN), None)
    first = told(handler, qtbot)
    qtbot.waitUntil(lambda: "错误 2" in handler.report())
    assert handler.box is first
    assert "错误 3" not in handler.report()


def test_the_report_is_saved_and_holds_no_plan_text(
    resort: tuple[LastResort, Window], qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    handler, window = resort
    window.asks.next_change.trigger()
    window.find_box.setText("首席质量官")
    window.asks.find_next.trigger()
    handler.handle(ZeroDivisionError, bug(), None)
    told(handler, qtbot)
    dialog: QFileDialog = handler.ask_report()
    box = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(box, QLineEdit)
    box.setText(str(tmp_path / "报告.txt"))
    dialog.accept()
    report = (tmp_path / "报告.txt").read_text(encoding="utf-8")
    assert "最近操作：next_change、find_next" in report
    assert "对照行：84" in report
    assert "ZeroDivisionError" in report
    assert window.comparison is not None
    texts = [PLAN, "首席质量官", *(plan.text for plan in window.comparison.collation.plans)]
    names = [name for plan in window.comparison.collation.plans for name in (plan.source, plan.label)]
    assert not [name for name in names if name and name in report]
    pieces = {text[at : at + 5] for text in texts for at in range(len(text) - 4)}
    lines = [line for line in report.splitlines() if not line.startswith(("qcompare 错误报告", "规划库中的规划文本"))]
    assert not [piece for piece in pieces if piece.strip() and any(piece in line for line in lines)]
    assert handler.box is not None
    assert "报告已保存" in handler.box.informativeText()


def test_qts_warnings_go_to_the_log_and_its_end_saves_first(
    resort: tuple[LastResort, Window], caplog: pytest.LogCaptureFixture
) -> None:
    handler, window = resort
    saved: list[int] = []
    window.save_first.append(lambda: saved.append(1))
    with caplog.at_level(logging.DEBUG, "qcompare.qt"):
        handler._qt_said(QtMsgType.QtWarningMsg, QMessageLogContext(), "QLayout: odd")
        assert not saved
        handler._qt_said(QtMsgType.QtFatalMsg, QMessageLogContext(), "out of memory")
    said = [record.levelname for record in caplog.records if record.name == "qcompare.qt"]
    assert said == ["WARNING", "CRITICAL"]
    assert saved
