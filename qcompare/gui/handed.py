"""Hears of what a second start of the program hands to this one."""

from __future__ import annotations

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from qcompare.errors import QCompareError
from qcompare.handing import notes_folder, sweep_notes, take_notes

_SLOWLY = 2000
"""Milliseconds between looks where the system tells of no changes: on a network drive, or out of its watches."""


class Handed(QObject):
    """Takes the notes that are left for this process, as long as its window is open.

    One that is closing leaves them: the second start finds the library free then, and goes on by itself.
    """

    came = Signal(object)
    """A second start was made, with these files, which may be none."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        sweep_notes()
        self._watcher = QFileSystemWatcher(self)
        try:
            self._folder = notes_folder()  # asked once: on a stick each time would make a file and remove it again
        except (QCompareError, OSError):
            return  # no second start can leave a note there either
        self._watcher.addPath(str(self._folder))
        self._watcher.directoryChanged.connect(self.look)
        self._slowly = QTimer(self, interval=_SLOWLY)
        self._slowly.timeout.connect(self.look)
        self._slowly.start()

    def look(self) -> None:
        """Take what is there."""
        for files in take_notes(self._folder) if self._window.isVisible() else ():
            self.came.emit(files)
