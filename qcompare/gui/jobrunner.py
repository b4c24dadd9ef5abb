"""Runs the window's jobs one at a time and shows their progress in the status bar."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar

from qcompare.gui.worker import Progress, Worker
from qcompare.logbook import note

_SAID_WIDTH = 420
"""Pixels of the status bar for what a job is doing: some thirty characters of a file's name."""


class JobRunner(QObject):
    """Starts a worker, shows what it does and how far it is, lets the user stop it, and passes its result on."""

    busy_changed = Signal(bool)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, bar: QStatusBar) -> None:
        super().__init__(bar)
        self._worker: Worker | None = None
        self._finished = False
        self._then: Callable[[Any], None] | None = None
        self._said = ""
        self._begun = "", 0.0
        self._label = QLabel(bar)
        self._progress = QProgressBar(bar, textVisible=False)
        self._progress.setMaximumSize(160, 14)
        self._stop = QPushButton("取消", bar)
        self._stop.setMaximumHeight(22)
        self._stop.clicked.connect(self.cancel)
        for widget in (self._label, self._progress, self._stop):
            bar.addPermanentWidget(widget)
            widget.hide()

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return self._worker is not None

    @property
    def words(self) -> str:
        """What is said of the job under way."""
        return self._label.text()

    def start(self, said: str, job: Callable[[Progress], Any], then: Callable[[Any], None]) -> None:
        """Run `job` and hand its result to `then` in the GUI thread; none is begun while one runs, or after `finish`."""
        if self._worker is not None or self._finished:
            return
        self._then = then
        self._said = said
        self._begun = _name(job), time.monotonic()
        self._label.setText(f"{said}…")
        self._progress.setAccessibleName(said)
        self._progress.setRange(0, 0)
        self._show(shown=True)
        self._worker = worker = Worker(job, self)
        worker.progressed.connect(self._show_progress)
        worker.done.connect(self._done)
        worker.failed.connect(self._failed)
        worker.cancelled.connect(self._cancelled)
        self.busy_changed.emit(True)
        worker.start()

    def cancel(self) -> None:
        """Ask the job under way to stop."""
        if self._worker is not None:
            self._worker.cancel()
            self._label.setText("正在取消…")
            self._stop.setEnabled(False)

    def finish(self) -> None:
        """Stop the job under way and wait until it has, for the window is closing; its result is not used."""
        self._finished = True
        if self._worker is not None:
            self._then = None
            self._worker.cancel()
            self._worker.wait()

    def _show_progress(self, done: int, total: int, what: str) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        if what and self._stop.isEnabled():
            words = f"{self._said}（{done + 1}/{total}）：{what}"
            self._label.setText(self._label.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, _SAID_WIDTH))

    def _done(self, result: object) -> None:
        then, self._then = self._then, None
        self._end("done")
        if then is not None:
            then(result)

    def _failed(self, error: Exception) -> None:
        wanted = self._then is not None
        self._end("failed")
        if wanted:
            self.failed.emit(error)

    def _cancelled(self) -> None:
        self._end("cancelled")
        self.cancelled.emit()

    def _end(self, how: str) -> None:
        name, began = self._begun
        note("job", name=name, ended=how, seconds=time.monotonic() - began)
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.wait()  # the signal comes from the thread's last statement
            worker.deleteLater()
        self._show(shown=False)
        self.busy_changed.emit(False)

    def _show(self, *, shown: bool) -> None:
        self._stop.setEnabled(True)
        for widget in (self._label, self._progress, self._stop):
            widget.setVisible(shown)


def _name(job: Callable[..., Any]) -> str:
    """Return the name of the function behind a job, for the log: what the user is told of it names files.

    >>> _name(partial(partial(_name), 1))
    '_name'
    """
    while isinstance(job, partial):
        job = next((each for each in reversed(job.args) if callable(each)), job.func)
    return getattr(job, "__name__", type(job).__name__)
