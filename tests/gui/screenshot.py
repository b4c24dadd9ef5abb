"""Saves a picture of the real window on the sample library: python -m tests.gui.screenshot OUT.png [--dark]."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def wait_until(reached: Callable[[], bool], seconds: float = 60) -> None:
    """Let Qt work until `reached`; a window that never gets there is an error."""
    from PySide6.QtCore import QDeadlineTimer, QEventLoop
    from PySide6.QtWidgets import QApplication

    deadline = QDeadlineTimer(round(seconds * 1000))
    while not reached():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if deadline.hasExpired():
            raise TimeoutError("the window did not get ready")


def main() -> None:
    parser = argparse.ArgumentParser(description="save a picture of the window on the sample library")
    parser.add_argument("out", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--size", default="1600x1000")
    parser.add_argument("--row", type=int, help="choose this row, counted from 1")
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
            os.environ[name] = home
        take(given.out, dark=given.dark, size=given.size, row=given.row)


def take(out: Path, *, dark: bool, size: str, row: int | None) -> None:
    from qcompare.gui.app import make_application, make_window

    app = make_application()
    window = make_window()
    window.set_look("dark" if dark else "light")
    window.resize(*map(int, size.split("x")))
    window.show()
    window.start()
    wait_until(lambda: not window.jobs.busy and window.comparison is not None and window.comparison.view.exact)
    assert window.comparison is not None
    if row is not None:
        window.comparison.view.go_to_row(row - 1)
    for _ in range(5):  # a layout in a layout settles one round after the other
        app.processEvents()
    window.grab().save(str(out))
    window.close()


if __name__ == "__main__":
    main()
