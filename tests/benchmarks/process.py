"""Whole processes, from cold start to exit: how long they take and how much memory they hold at most."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

PATIENCE = 10.0
"""Seconds after which no further run is made: a slow peer is measured once."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process costs: the median wall time in seconds and the highest resident memory in MB, 0 where unknown."""

    seconds: float
    megabytes: float


def cost_of(arguments: list[str], runs: int) -> Cost:
    """Run a Python with `arguments` several times, one after the other, and return its cost; it must succeed."""
    measured: list[Cost] = []
    while len(measured) < runs and sum(cost.seconds for cost in measured) < PATIENCE:
        measured.append(_once([sys.executable, *arguments]))
    return Cost(median(cost.seconds for cost in measured), max(cost.megabytes for cost in measured))


def seconds_of(work: Callable[[], object], runs: int) -> float:
    """Return the median time of a call in this process, the first call left out unless it is a slow one."""
    times: list[float] = []
    while len(times) <= runs and sum(times) < PATIENCE:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times[1:] or times)


def _once(command: list[str]) -> Cost:
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said) as process:
            if hasattr(os, "wait4"):
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                megabytes = usage.ru_maxrss / (1024 if sys.platform.startswith("linux") else 1024 * 1024)
            else:
                process.wait()
                megabytes = 0.0
            seconds = time.perf_counter() - start
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{command} failed:\n{said.read().decode(errors='replace')}")
    return Cost(seconds, megabytes)
