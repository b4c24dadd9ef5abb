"""What the window's tests stand on: the real application with its fonts, and the sample library made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qcompare.gui.app import make_application, make_window
from qcompare.gui.jobs import start
from qcompare.gui.window import Window
from qcompare.model import Collation

PATIENCE = 30_000
"""Milliseconds after which a job of the window counts as never ending."""


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return make_application(["qcompare"])


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library as the first start leaves it; tests work on copies."""
    path = tmp_path_factory.mktemp("sample") / "library.db"
    start(path, (), None, None, lambda *_: None)
    return path


@pytest.fixture(scope="session")
def sample_collation(sample_library: Path) -> Collation:
    """重庆2023 → 永川、成都."""
    started = start(sample_library, (), None, None, lambda *_: None)
    assert started.compared is not None
    return started.compared.collation


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[Window], None]:
    """Wait until a window's job has ended and every line has its exact height."""

    def wait(window: Window) -> None:
        qtbot.waitUntil(
            lambda: not window.jobs.busy and (window.comparison is None or window.comparison.view.exact),
            timeout=PATIENCE,
        )

    return wait


@pytest.fixture
def open_window(
    settled: Callable[[Window], None], sample_library: Path, tmp_path: Path
) -> Iterator[Callable[[], Window]]:
    """Maker: the real window on a copy of the sample library, with its comparison shown."""
    library = tmp_path / "library.db"
    shutil.copy(sample_library, library)
    opened: list[Window] = []

    def open_it() -> Window:
        window = make_window(library)
        opened.append(window)
        window.resize(1600, 1000)
        window.show()
        window.start()
        settled(window)
        return window

    yield open_it
    for window in opened:
        window.close()
        window.deleteLater()
