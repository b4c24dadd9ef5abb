"""A day in the window leaves its traces in the log, and no word of a plan."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from qcompare.gui.bugs import LastResort
from qcompare.gui.window import Window
from qcompare.logbook import begin, log_folder
from tests.test_decisions import BASE, DRAFT
from tests.test_logbook import log_text, stretches

Settled = Callable[[Window], None]


def test_a_day_in_the_window(
    qtbot: QtBot,
    open_window: Callable[[], Window],
    settled: Settled,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    begin("window")
    window, resort = open_window(), LastResort()
    resort.watch(window)
    monkeypatch.setattr(sys, "excepthook", resort.handle)
    folder = tmp_path / "secret-folder"
    folder.mkdir()
    files = [folder / name for name in ("linjiang-fangan.txt", "某区方案.txt", "sunhuai.docx")]
    for file, text in zip(files[:2], (BASE, DRAFT), strict=True):
        file.write_text(text, encoding="utf-8")
    files[2].write_bytes(b"PK\x03\x04 sunhuai")
    window.import_files(files)
    settled(window)
    ids = {entry.source: entry.id for entry in window.library_pane.model.entries()}
    window.compare(ids[files[0].name], (ids[files[1].name],))
    settled(window)
    window.jobs.start("正在导入 某区方案.txt", lambda _progress: {}[BASE], lambda _result: None)
    qtbot.waitUntil(lambda: resort.box is not None)
    said = log_text()
    for words in (
        "opened access=writes network=no plans=5",
        "name=import_files ended=done",
        "imported files=3 new=2 failed=1",
        "name=compare",
    ):
        assert words in said
    assert re.search(r"WARNING told .*read/\S+\.py:\d+ \w+ .*ReadError", said)
    assert re.search(r"ERROR bug gui/worker\.py:\d+ run KeyError", said)
    assert window.comparison is not None
    names = (str(window.library), *(word for file in files for word in (file.stem, file.parent.name)))
    texts = [text for plan in window.comparison.collation.plans for text in (plan.text, plan.label)]
    assert not [piece for piece in stretches((*texts, *names[1:])) if piece in said]
    assert str(window.library) not in said
    assert resort.box is not None
    assert "打开日志文件夹" in resort.box.informativeText()
    resort.box.close()


class Opener(QObject):
    """Stands where the desktop's file manager stands."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


def test_the_folder_of_the_log_opens_from_the_menu(open_window: Callable[[], Window]) -> None:
    window, opener = open_window(), Opener()
    QDesktopServices.setUrlHandler("file", opener, "open")
    try:
        window.asks.log.trigger()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert opener.opened == [str(log_folder())]
    assert window.said == f"日志文件夹：{log_folder()}"
