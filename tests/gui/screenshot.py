"""Saves pictures of the real window on the sample library.

python -m tests.gui.screenshot OUT.png [--look dark] [--targets 4] [--statistics] [--sentences] [--scale 2]
python -m tests.gui.screenshot out --gallery: the looks, numbers of columns and scales that are to be looked at, one file each
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

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


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="save a picture of the window on the sample library")
    parser.add_argument("out", type=Path)
    parser.add_argument("--look", default="light", choices=("light", "dark", "contrast"))
    parser.add_argument("--targets", type=int, default=2, help="how many plans are compared with the base, 1 to 4")
    parser.add_argument("--statistics", action="store_true", help="show the tab of statistics")
    parser.add_argument("--memo", action="store_true", help="show the dialog of the memo")
    parser.add_argument("--sentences", action="store_true", help="open the chosen row to its sentences")
    parser.add_argument(
        "--scale", default="1", help="how many of the screen's points make one of the window's: 1.25, 2"
    )
    parser.add_argument("--gallery", action="store_true", help="OUT is a folder for many pictures")
    parser.add_argument("--size", default="1600x1000")
    parser.add_argument("--clause", default=SHOWN, help="path of the base clause to choose")
    parser.add_argument(
        "--help-pages", action="store_true", help="OUT is the folder of the help pages: take their pictures"
    )
    given = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = given.scale
    if given.gallery:
        take_gallery(given.out)
        return
    with tempfile.TemporaryDirectory() as home:
        for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
            os.environ[name] = home
        if given.help_pages:
            take_for_help(given.out)
        else:
            take(given.out, given)


GALLERY = {
    "light": "",
    "dark": "--look dark",
    "contrast": "--look contrast",
    "2-columns": "--targets 1",
    "5-columns": "--targets 4",
    "sentences": "--targets 1 --sentences",
    "statistics": "--statistics",
    "statistics-dark": "--statistics --look dark",
    "memo": "--memo",
    "memo-dark": "--memo --look dark --size 1280x720",
    "1280x720": "--size 1280x720",
    "125": "--scale 1.25 --size 1280x800",
    "200": "--scale 2 --size 1280x800",
}
"""The pictures to be looked at after a change of the window, with what they are taken with."""


def take_gallery(folder: Path) -> None:
    """Save the pictures of the gallery, each taken by a process of its own: Qt takes its scale from the environment."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, arguments in GALLERY.items():
        command = [sys.executable, "-m", "tests.gui.screenshot", str(folder / f"window-{name}.png")]
        subprocess.run([*command, *arguments.split()], check=True)


def take(out: Path, given: argparse.Namespace) -> None:
    window = opened(look=given.look, size=given.size, clause=given.clause)
    comparison = window.comparison
    assert comparison is not None
    if given.targets != len(comparison.collation.targets):
        base, targets = window.compared
        others = [entry.id for entry in window.library_pane.model.entries() if entry.id not in (base, *targets)]
        window.compare(base, (*targets, *others)[: given.targets])
        wait_until(lambda: not window.jobs.busy and window.comparison is not None and window.comparison.view.exact)
        choose(window, given.clause)
        comparison = window.comparison
        assert comparison is not None
    if given.sentences:
        comparison.rows.toggle_sentences(comparison.view.row)
        wait_until(lambda: comparison.view.exact)
    if given.statistics:
        window.asks.statistics.trigger()
    settle()
    shown: QWidget = window
    if given.memo:
        dialog = window.exporting.ask_memo()
        assert dialog is not None
        wait_until(lambda: dialog.made is not None)
        settle()
        shown = dialog
    save_small(shown.grab().toImage(), window.style_now.theme, out)
    window.close()


def settle() -> None:
    """Let a layout in a layout settle: one round after the other."""
    from PySide6.QtWidgets import QApplication

    for _ in range(5):
        QApplication.processEvents()


def opened(*, look: str, size: str, clause: str) -> Window:
    """Return the window on the sample library, with the row of a base clause chosen."""
    from qcompare.gui.app import make_application, make_window

    make_application()
    window = make_window()
    window.set_look(look)
    window.resize(*map(int, size.split("x")))
    window.show()
    window.start()
    wait_until(lambda: not window.jobs.busy and window.comparison is not None and window.comparison.view.exact)
    choose(window, clause)
    return window


def choose(window: Window, clause: str) -> None:
    """Choose the row of a base clause."""
    assert window.comparison is not None
    collation = window.comparison.collation
    paths = [None if row.base is None else collation.base.clauses[row.base].path for row in collation.rows]
    window.comparison.view.go_to_row(paths.index(clause))
    settle()


def take_for_help(folder: Path) -> None:
    """Save the pictures of the help pages: the window, small, and one row of marks."""
    from PySide6.QtCore import Qt

    window = opened(look="light", size="1280x720", clause=SHOWN_IN_HELP)
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
