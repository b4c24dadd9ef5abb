"""Jobs end exactly once: with a result, a trouble, or the user's wish to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from qcompare.errors import ReadError
from qcompare.gui.worker import Progress, Worker


@pytest.fixture
def ends(qtbot: QtBot) -> Callable[[Worker], list[tuple[str, object]]]:
    def run(worker: Worker) -> list[tuple[str, object]]:
        heard: list[tuple[str, object]] = []
        worker.done.connect(lambda result: heard.append(("done", result)))
        worker.failed.connect(lambda error: heard.append(("failed", error)))
        worker.cancelled.connect(lambda: heard.append(("cancelled", None)))
        with qtbot.waitSignal(worker.finished, timeout=10_000):
            worker.start()
        return heard

    return run


def test_a_result_arrives_with_its_progress(ends: Callable[[Worker], list[tuple[str, object]]]) -> None:
    steps: list[tuple[int, int]] = []

    def job(progress: Progress) -> str:
        assert threading.current_thread() is not threading.main_thread()
        for i in range(3):
            progress(i, 3)
        return "五个规划文本"

    worker = Worker(job)
    worker.progressed.connect(lambda done, total: steps.append((done, total)))
    assert ends(worker) == [("done", "五个规划文本")]
    assert steps == [(0, 3), (1, 3), (2, 3)]


def test_a_trouble_arrives_as_it_was_raised(ends: Callable[[Worker], list[tuple[str, object]]]) -> None:
    trouble = ReadError("文件是空的", place="空.txt", advice="请检查后重新选择")

    def job(_progress: Progress) -> None:
        raise trouble

    assert ends(Worker(job)) == [("failed", trouble)]


def test_a_cancelled_job_stops_at_its_next_step(ends: Callable[[Worker], list[tuple[str, object]]]) -> None:
    reached: list[int] = []

    def job(progress: Progress) -> None:
        progress(0, 2)
        reached.append(1)
        worker.cancel()
        progress(1, 2)
        reached.append(2)

    worker = Worker(job)
    assert ends(worker) == [("cancelled", None)]
    assert reached == [1]


def test_the_result_of_a_job_that_never_reports_is_thrown_away(
    ends: Callable[[Worker], list[tuple[str, object]]],
) -> None:
    def job(_progress: Progress) -> str:
        worker.cancel()
        return "备忘录"

    worker = Worker(job)
    assert ends(worker) == [("cancelled", None)]
