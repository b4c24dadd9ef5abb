"""What the built program costs beside the same program from source: start, a comparison, the window, and its size.

The window is watched from outside, for the build has nothing in it for tests: it has shown its rows when none of its threads
has anything left to do. Seen from within, from source, that is 0.04 to 0.3 s after the rows were first painted.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.benchmarks.process import Cost, costs_of
from tests.benchmarks.report import Row, Section
from tests.benchmarks.texts import BASE, SAMPLES, TARGET

RUNS = 5
BUILD = Path(__file__).resolve().parents[2] / "dist" / "qcompare"

REST = 0.5
"""Seconds without work after which a window counts as ready: its start holds still for 0.15 s at most, on a busy PC too."""

LOOK = 0.005
"""Seconds between two looks at what a window is doing."""

PATIENCE = 60.0
"""Seconds after which a window that still works is given up."""

_SUFFIX = ".exe" if os.name == "nt" else ""
_WORKING = {"R", "D"}
"""States of a thread that runs or is about to, and of one that waits for a disk."""


def frozen(*, quick: bool, build: Path = BUILD) -> Section:
    """Return the section on the build beside the source."""
    note = (
        "`make build` 做成的程序与源码轮流运行，文件都已在系统缓存中。窗口不经屏幕（offscreen），从启动到没有事可做为止，"
        "比画出各行晚 0.04～0.3 秒。目标：窗口不超过 2 秒，解开后不超过 200 MB，压缩包不超过 70 MB。"
    )
    return Section(
        "做成的程序与源码并排", note, ("", "做成的程序", "源码", "为源码的几倍"), _rows(build, 1 if quick else RUNS)
    )


def _rows(build: Path, runs: int) -> Iterator[Row]:
    if not (build / f"qcompare{_SUFFIX}").exists():
        yield "没有做成的程序（make build），略", "", "", ""
        return
    programs = [[str(build / f"qcompare{_SUFFIX}")], [sys.executable, "-m", "qcompare"]]
    yield from _beside("qcompare --version，从启动到结束", costs_of([[*p, "--version"] for p in programs], runs))
    with tempfile.TemporaryDirectory() as folder:
        given = ["compare", str(SAMPLES[BASE]), str(SAMPLES[TARGET]), "--json", str(Path(folder) / "out.json")]
        yield from _beside("重庆→永川，从启动到写出 JSON", costs_of([[*p, *given] for p in programs], runs))
        yield from _window_rows([[str(build / f"qcompare-window{_SUFFIX}")], programs[1]], Path(folder), runs)
    yield "解开后", f"{size_of(build):.0f} MB", "", ""
    archives = sorted(build.parent.glob("qcompare-*.tar.xz"), key=lambda path: path.stat().st_mtime)
    yield "压缩包", f"{archives[-1].stat().st_size / 1e6:.0f} MB" if archives else "未打包（make archive），略", "", ""


def _beside(what: str, costs: Iterable[Cost]) -> Iterator[Row]:
    """Yield the seconds of build and source and how many times the one is the other, and the same of their memory."""
    ours, plain = costs
    yield what, f"{ours.seconds:.2f} s", f"{plain.seconds:.2f} s", f"{ours.seconds / plain.seconds:.2f}×"
    if ours.megabytes and plain.megabytes:
        ratio = ours.megabytes / plain.megabytes
        yield "　内存峰值", f"{ours.megabytes:.0f} MB", f"{plain.megabytes:.0f} MB", f"{ratio:.2f}×"


def _window_rows(programs: list[list[str]], folder: Path, runs: int) -> Iterator[Row]:
    if not sys.platform.startswith("linux"):
        yield "窗口（只在 Linux 上测），略", "", "", ""
        return
    homes = [folder / str(k) for k in range(len(programs))]
    first = [start_of(program, home) for program, home in zip(programs, homes, strict=True)]
    turns = [[start_of(program, home) for program, home in zip(programs, homes, strict=True)] for _ in range(runs)]
    later = [
        Cost(statistics.median(cost.seconds for cost in costs), max(cost.megabytes for cost in costs))
        for costs in zip(*turns, strict=True)
    ]
    yield from _beside("窗口，从启动到显示出各行", later)
    yield from _beside("窗口，第一次启动：另要导入样例并比对", first)


def start_of(program: list[str], home: Path) -> Cost:
    """Start a program that opens a window, with a data folder of its own, and return what it cost until it is at rest."""
    environment = {**os.environ, "XDG_DATA_HOME": str(home), "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    began = last = time.perf_counter()
    with subprocess.Popen(program, env=environment, stderr=subprocess.DEVNULL) as window:
        try:
            while (now := time.perf_counter()) - last < REST:
                if window.poll() is not None or now - began > PATIENCE:
                    raise RuntimeError(f"{program} ended or never came to rest")
                last = now if is_working(window.pid) else last
                time.sleep(LOOK)
            return Cost(last - began, _peak_of(window.pid))
        finally:
            window.kill()


def is_working(process: int) -> bool:
    """Whether a thread of a process, or of one that it started, is doing something at this moment."""
    return any(
        _read(thread / "stat").rpartition(")")[2].strip()[:1] in _WORKING
        or any(is_working(int(child)) for child in _read(thread / "children").split())
        for thread in Path(f"/proc/{process}/task").glob("*")
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:  # it has just ended
        return ""


def _peak_of(process: int) -> float:
    """Return the most memory in MB that a process has held."""
    said = re.search(r"^VmHWM:\s*(\d+) kB$", Path(f"/proc/{process}/status").read_text(encoding="utf-8"), re.MULTILINE)
    return int(said[1]) / 1024 if said else 0.0


def size_of(folder: Path) -> float:
    """Return the size of a folder's files in MB, a million bytes each; a link counts for nothing."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def main() -> None:
    """Print the section."""
    from tests.benchmarks.report import printed

    list(printed([frozen(quick=False)]))


if __name__ == "__main__":
    main()
