"""Looks through the library's texts while the user types, beside whatever job runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from qcompare.gui.worker import Progress, Worker

Search = Callable[[str, Progress], object]


class Searcher(QObject):
    """Runs one search at a time, and after it the one asked for last; those in between are not wanted any more."""

    found = Signal(str, object)
    failed = Signal(object)

    def __init__(self, search: Search, parent: QObject) -> None:
        super().__init__(parent)
        self._search = search
        self._worker: Worker | None = None
        self._wanted: str | None = None
        self._running = ""

    @property
    def busy(self) -> bool:
        """Whether a search is under way."""
        return self._worker is not None

    def search(self, text: str) -> None:
        """Look for `text`; `found` follows unless another text is asked for meanwhile."""
        self._wanted = text
        if self._worker is None:
            self._start()

    def finish(self) -> None:
        """Wait for the search under way, for the window is closing; its result is not used."""
        self._wanted = None
        if self._worker is not None:
            self._worker.wait()
            self._worker = None

    def _start(self) -> None:
        assert self._wanted is not None
        self._running, self._wanted = self._wanted, None
        self._worker = Worker(partial(self._search, self._running), self)
        self._worker.done.connect(self._end)
        self._worker.failed.connect(self._fail)
        self._worker.start()

    def _end(self, hits: object) -> None:
        text = self._running
        if self._rest():
            self.found.emit(text, hits)

    def _fail(self, error: object) -> None:
        if self._rest():
            self.failed.emit(error)

    def _rest(self) -> bool:
        """Let the worker go and begin the next search; false after `finish`."""
        worker, self._worker = self._worker, None
        if worker is None:
            return False
        worker.wait()
        worker.deleteLater()
        if self._wanted is not None:
            self._start()
            return False
        return True
