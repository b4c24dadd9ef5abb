"""Starts the window: fonts, language, looks, and the handler of last resort."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QFontDatabase, QIcon
from PySide6.QtWidgets import QApplication

from qcompare.errors import HeldError, QCompareError
from qcompare.given import Given, kind_of
from qcompare.gui.bugs import LastResort
from qcompare.gui.garbage import Garbage
from qcompare.gui.handed import Handed
from qcompare.gui.jobs import Wish
from qcompare.gui.settings import open_settings
from qcompare.gui.theme import hei
from qcompare.gui.troubles import tell_in_box
from qcompare.gui.window import Window
from qcompare.handing import hand_over
from qcompare.logbook import note, note_crashes
from qcompare.paths import default_library, library_itself, resource, user_folder

_TURN = 0.001
"""Seconds a job may keep the interpreter before the window has its turn: with the usual 0.005 a paint of many calls stood
still for 0.9 s beside the JSON of 300,000 characters, with this for 0.4; the job takes as long as before."""


def run(
    library: Path | None = None,
    *,
    files: Sequence[Path] = (),
    comparison: tuple[str, Sequence[str]] | None = None,
) -> int:
    """Open the window and return the exit status when it is closed.

    `files` are opened: plans are imported first, for a colleague's the user is asked. Where another window of this user has
    taken the library meanwhile (three files opened at once start three programs), it gets them. `comparison` names a base
    and its targets in the library, by number, label, title or file name. Without it the comparison shown last is shown
    again, or on a new library the sample's.
    """
    app = make_application(sys.argv[:1])
    resort = LastResort()
    resort.install()
    note_crashes()
    try:
        window = make_window(library)
    except QCompareError as error:
        tell_alone(error)
        return 2
    taken = isinstance(window.access.trouble, HeldError) and not comparison
    if taken and hand_over(window.library, files):
        note("handed over", files=len(files))
        return 0
    shown = _Shown(window, resort)
    wish = Wish(comparison[0], tuple(comparison[1])) if comparison else None
    QTimer.singleShot(0, window, lambda: shown.start(files, wish))
    status = app.exec()
    shown.window.jobs.finish()  # the last window may have been closed by other means than its own
    return status


def tell_alone(error: QCompareError) -> None:
    """Show why there is no window, until the user has read it."""
    make_application(sys.argv[:1])
    until_read = QEventLoop()
    tell_in_box(error).finished.connect(until_read.quit)
    until_read.exec()


class _Shown:
    """The window that stands on the screen; another takes its place when its library was restored from a backup."""

    def __init__(self, window: Window, resort: LastResort) -> None:
        self._resort = resort
        self.show(window)

    def show(self, window: Window) -> None:
        """Show a window and watch over it."""
        self.window = window
        self._resort.watch(window)
        window.care.restored.connect(self._open_anew)
        window.access.freed.connect(self._open_anew)
        Handed(window).came.connect(window.desktop.come)
        window.show()

    def start(self, files: Sequence[Path], wish: Wish | None) -> None:
        """Open the library and the files that the program was started with."""
        plans = [file for file in files if kind_of(file) is Given.PLAN]
        self.window.start(plans, wish)
        self.window.desktop.open_files([file for file in files if file not in plans])

    def _open_anew(self) -> None:
        before = self.window
        before.remember()
        before.access.release()
        try:
            after = make_window(before.library)
        except QCompareError as error:  # the stick was pulled out: the window that stands goes on
            before.access.take()
            tell_in_box(error)
            return
        self.show(after)
        self.window.start()
        self.window.desktop.open_files(before.desktop.leave())
        self.window.care.show_unkept(before.detail.opinion.unkept)
        before.desk.why = "规划库已重新打开"  # the numbers of its plans may stand for others now
        if not before.close():  # it warns of what was not kept, once
            before.close()
        before.deleteLater()


def make_window(library: Path | None = None) -> Window:
    """Return the window, not yet shown, on a library; its settings lie in the user's folder."""
    settings, trouble = open_settings(user_folder() / "window.ini")
    window = Window(library_itself(library or default_library()).absolute(), settings)
    if trouble is not None:
        window.care.tell_later(trouble)
    return window


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """Return the application, made once: Fusion, the bundled faces, and Chinese in Qt's own dialogs."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        _meet_input_method()
        app = QApplication(list(arguments))
    if app.findChild(Garbage) is None:
        Garbage(app)
    app.setApplicationName("qcompare")
    sys.setswitchinterval(_TURN)
    app.setApplicationDisplayName("")
    app.setDesktopFileName("qcompare")
    _name_for_taskbar()
    app.setStyle("Fusion")
    load_fonts()
    app.setFont(hei())
    icon = resource("icons/app.png")
    if icon.exists():
        app.setWindowIcon(QIcon(str(icon)))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale(QLocale.Language.Chinese, QLocale.Country.China), "qtbase", "_", folder):
        app.installTranslator(translator)
    return app


def _meet_input_method(environment: MutableMapping[str, str] = os.environ) -> None:
    """Let Chinese be typed where fcitx is the input method: our Qt has no plugin for it, but fcitx speaks ibus as well.

    >>> _meet_input_method(given := {"QT_IM_MODULE": "fcitx"})
    >>> given
    {'QT_IM_MODULE': 'ibus'}
    """
    if environment.get("QT_IM_MODULE") in {"fcitx", "fcitx5"}:
        environment["QT_IM_MODULE"] = "ibus"


def _name_for_taskbar() -> None:
    """Let Windows' taskbar take the window for a program of its own, with its own icon, also when Python starts it."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("qcompare")


def load_fonts() -> None:
    """Make the bundled Song and Hei faces known to Qt: a bare system has no Chinese face at all."""
    for file in sorted(resource("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
