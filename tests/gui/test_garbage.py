"""Garbage is collected in the window's thread, also while a job makes objects by the thousand."""

from __future__ import annotations

import gc
import threading

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qcompare.gui.garbage import Garbage
from qcompare.gui.worker import Progress, Worker


class InCycle:
    """Refers to itself, and says in which thread it went."""

    def __init__(self, gone: list[threading.Thread]) -> None:
        self.itself, self.gone = self, gone

    def __del__(self) -> None:
        self.gone.append(threading.current_thread())


def test_a_cycle_goes_in_the_windows_thread_though_a_job_makes_the_objects(qapp: QApplication, qtbot: QtBot) -> None:
    gone: list[threading.Thread] = []

    def job(_progress: Progress) -> int:
        return len([[InCycle(gone)] for _ in range(5000)])

    worker = Worker(job)
    with qtbot.waitSignal(worker.finished, timeout=10_000):
        worker.start()
    assert set(gone) <= {threading.main_thread()}, "the job's thread collected"
    (garbage,) = qapp.findChildren(Garbage)
    while gc.get_count()[0] > gc.get_threshold()[0]:
        garbage.collect_what_is_due()
    assert len(gone) == 5000
    assert set(gone) == {threading.main_thread()}
