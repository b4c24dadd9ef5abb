"""Saves a picture of the real window on the sample library: python -m tests.gui.screenshot OUT.png [--dark]."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from qcompare.gui.theme import Theme
    from qcompare.gui.window import Window

SHOWN = "三（一）16."
"""The base clause chosen for the picture: nearly every mark stands in its row."""

SHOWN_IN_HELP = "一（二）第1项"
"""A row of few words with replaced wording, lowered figures and a doubt."""

HELP_WIDTH = 700
"""Pixels across the picture of the window in the help: it fits the page."""


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
    parser.add_argument("--clause", default=SHOWN, help="path of the base clause to choose")
    parser.add_argument(
        "--help-pages", action="store_true", help="OUT is the folder of the help pages: take their pictures"
    )
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
            os.environ[name] = home
        if given.help_pages:
            take_for_help(given.out)
        else:
            take(given.out, dark=given.dark, size=given.size, clause=given.clause)


def take(out: Path, *, dark: bool, size: str, clause: str) -> None:
    window = opened(dark=dark, size=size, clause=clause)
    save_small(window.grab().toImage(), window.style_now.theme, out)
    window.close()


def opened(*, dark: bool, size: str, clause: str) -> Window:
    """Return the window on the sample library, with the row of a base clause chosen."""
    from qcompare.gui.app import make_application, make_window

    app = make_application()
    window = make_window()
    window.set_look("dark" if dark else "light")
    window.resize(*map(int, size.split("x")))
    window.show()
    window.start()
    wait_until(lambda: not window.jobs.busy and window.comparison is not None and window.comparison.view.exact)
    assert window.comparison is not None
    collation = window.comparison.collation
    paths = [None if row.base is None else collation.base.clauses[row.base].path for row in collation.rows]
    window.comparison.view.go_to_row(paths.index(clause))
    for _ in range(5):  # a layout in a layout settles one round after the other
        app.processEvents()
    return window


def take_for_help(folder: Path) -> None:
    """Save the pictures of the help pages: the window, small, and one row of marks."""
    from PySide6.QtCore import Qt

    window = opened(dark=False, size="1280x720", clause=SHOWN_IN_HELP)
    assert window.comparison is not None
    small = window.grab().toImage().scaledToWidth(HELP_WIDTH, Qt.TransformationMode.SmoothTransformation)
    save_small(small, window.style_now.theme, folder / "window.png")
    view = window.comparison.view
    at = view.currentIndex().row()
    first, last = (view.visualRect(view.rows.index(at, column)) for column in (0, 2))
    save_small(view.viewport().grab(first.united(last)).toImage(), window.style_now.theme, folder / "marks.png")
    window.close()


def save_small(image: QImage, theme: Theme, out: Path) -> None:
    """Save with 256 colours, the theme's own and the picture's commonest: half the size of one in full colour."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    image = image.convertToFormat(QImage.Format.Format_RGB32)
    wanted = dict.fromkeys(getattr(theme, field.name).rgb() for field in fields(theme))
    commonest = Counter(image.constBits().cast("I")).most_common(256)
    table = list(wanted | dict.fromkeys(colour for colour, _ in commonest))[:256]
    few, plain = QImage.Format.Format_Indexed8, Qt.ImageConversionFlag
    image.convertToFormat(few, table, plain.AvoidDither | plain.ThresholdDither).save(str(out))


if __name__ == "__main__":
    main()
