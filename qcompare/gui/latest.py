"""Does in the background what was asked for last, beside whatever job runs: searching while one types, a preview."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from qcompare.gui.worker import Progress, Worker


class Latest(QObject):
    """Carries out one wish at a time, and after it the one asked last; those in between are not wanted any more."""

    done = Signal(object, object)
    """A wish and what came of it; not told of one that another has taken the place of."""
    failed = Signal(object)

    def __init__(self, function: Callable[[Any, Progress], object], parent: QObject) -> None:
        super().__init__(parent)
        self._function = function
        self._worker: Worker | None = None
        self._wanted: object = None
        self._running: object = None

    @property
    def busy(self) -> bool:
        """Whether a wish is being carried out."""
        return self._worker is not None

    def ask(self, wish: object) -> None:
        """Carry out `wish`; `done` follows unless another is asked for meanwhile."""
        self._wanted = wish
        if self._worker is None:
            self._start()

    def finish(self, *, last: bool = False) -> None:
        """Wait for what is under way, for the window is closing; its result is not used.

        With `last` the wish that waits is carried out too, for it is to be kept.
        """
        wanted, self._wanted = self._wanted, None
        if self._worker is not None:
            self._worker.wait()
            self._worker = None
        if last and wanted is not None:
            self._function(wanted, lambda *_: None)

    def _start(self) -> None:
        assert self._wanted is not None
        self._running, self._wanted = self._wanted, None
        self._worker = Worker(partial(self._function, self._running), self)
        self._worker.done.connect(self._end)
        self._worker.failed.connect(self._fail)
        self._worker.start()

    def _end(self, result: object) -> None:
        wish = self._running
        if self._rest():
            self.done.emit(wish, result)

    def _fail(self, error: object) -> None:
        if self._rest():
            self.failed.emit(error)

    def _rest(self) -> bool:
        """Let the worker go and begin the next wish; false after `finish`."""
        worker, self._worker = self._worker, None
        if worker is None:
            return False
        worker.wait()
        worker.deleteLater()
        if self._wanted is not None:
            self._start()
            return False
        return True
