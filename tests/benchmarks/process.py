"""Whole processes, from cold start to exit: how long they take and how much memory they hold at most.

A process counts as held what the one that started it held at that moment, so a small one stands between.
`python tests/benchmarks/process.py COMMAND …` is that small one: it says the seconds and the peak memory of a command.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

PATIENCE = 10.0
"""Seconds after which no further run is made: a slow peer is measured once."""

_MARK = "seconds, megabytes:"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process costs: the median wall time in seconds and the highest resident memory in MB, 0 where unknown.

    `said` is what its last run wrote to its standard output.
    """

    seconds: float
    megabytes: float
    said: str = ""


def cost_of(arguments: list[str], runs: int) -> Cost:
    """Run a Python with `arguments` several times, one after the other, and return its cost; it must succeed."""
    return costs_of([[sys.executable, *arguments]], runs)[0]


def costs_of(commands: list[list[str]], runs: int) -> list[Cost]:
    """Run the commands in turn several times, so that all meet the same load, and return their costs; they must succeed."""
    measured: list[list[Cost]] = []
    while len(measured) < runs and sum(cost.seconds for turn in measured for cost in turn) < PATIENCE * len(commands):
        measured.append([_once(command) for command in commands])
    return [
        Cost(_median([cost.seconds for cost in costs]), max(cost.megabytes for cost in costs), costs[-1].said)
        for costs in zip(*measured, strict=True)
    ]


def seconds_of(work: Callable[[], object], runs: int) -> float:
    """Return the median time of a call in this process, the first call left out unless it is a slow one."""
    times: list[float] = []
    while len(times) <= runs and sum(times) < PATIENCE:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return _median(times[1:] or times)


def _median(figures: list[float]) -> float:
    """Return the median; our own, for the standard library's costs the small process memory."""
    ranked, middle = sorted(figures), len(figures) // 2
    return ranked[middle] if len(ranked) % 2 else (ranked[middle - 1] + ranked[middle]) / 2


def _once(command: list[str]) -> Cost:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    between = [sys.executable, "-I", "-S", __file__, *command]
    done = subprocess.run(between, stdin=subprocess.DEVNULL, capture_output=True, env=environment, check=False)
    said, complaints = (out.decode("utf-8", errors="replace") for out in (done.stdout, done.stderr))
    if done.returncode or _MARK not in said:
        raise RuntimeError(f"{command} failed:\n{complaints}")
    said, _, figures = said.rpartition(_MARK)
    seconds, megabytes = map(float, figures.split())
    return Cost(seconds, megabytes, said)


def main() -> int:
    """Run the command given, and say after its own output what it cost."""
    start = time.perf_counter()
    with subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL) as process:
        megabytes = 0.0
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            megabytes = usage.ru_maxrss / (1024 if sys.platform.startswith("linux") else 1024 * 1024)
    print(_MARK, time.perf_counter() - start, megabytes)
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
