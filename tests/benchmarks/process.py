"""Whole processes, from cold start to exit: how long they take and how much memory they hold at most."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process costs: the median wall time in seconds and the highest resident memory in MB, 0 where unknown."""

    seconds: float
    megabytes: float


def cost_of(arguments: list[str], runs: int) -> Cost:
    """Run a Python with `arguments` several times, one after the other, and return its cost; it must succeed."""
    measured = [_once([sys.executable, *arguments]) for _ in range(runs)]
    return Cost(median(cost.seconds for cost in measured), max(cost.megabytes for cost in measured))


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
