"""One function run off the GUI thread, with progress and cancel."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QThread, Signal


class Progress(Protocol):
    """Called with the steps done, the steps there are, and what is at hand where that has a name (a file's)."""

    def __call__(self, done: int, total: int, what: str = "", /) -> None: ...


class Cancelled(Exception):  # noqa: N818 (the user's wish is no error)
    """Raised inside a job's progress call after the user asked to stop; it unwinds the job."""


class Worker(QThread):
    """Runs `function(progress)` in a thread of its own and says how it ended, exactly once.

    The function must not touch a widget. It is stopped at its next progress call after `cancel()`, where Cancelled is
    raised; one that catches it and returns what it has done so far has that used. Work that never reports runs to its
    end, and its result is then thrown away.
    """

    progressed = Signal(int, int, str)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, function: Callable[[Progress], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._function = function
        self._stop = threading.Event()
        self._told = False

    def cancel(self) -> None:
        """Ask the job to stop; `cancelled` follows when it has."""
        self._stop.set()

    def run(self) -> None:
        """Run the function; Qt calls this in the new thread."""
        try:
            result = self._function(self._report)
        except Cancelled:
            self.cancelled.emit()
        except Exception as error:  # every trouble is shown by the GUI thread, ours and the user's alike
            self.failed.emit(error)
        else:
            if self._stop.is_set() and not self._told:
                self.cancelled.emit()
            else:
                self.done.emit(result)

    def _report(self, done: int, total: int, what: str = "", /) -> None:
        if self._stop.is_set():
            self._told = True
            raise Cancelled
        self.progressed.emit(done, total, what)
