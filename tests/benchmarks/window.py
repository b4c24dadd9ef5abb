"""How fast the window is: first rows after start, and time per frame while scrolling 3,000 rows × 5 columns.

python -m tests.benchmarks.window
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qcompare.model import Collation

ROWS, TARGETS = 3000, 4

START = """
import time; began = time.perf_counter()
from qcompare.gui.app import make_application, make_window
from PySide6.QtCore import QEventLoop
app = make_application(); window = make_window(); window.show(); window.start()
while window.comparison is None or window.jobs.busy:
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
window.comparison.view.grab()
print(time.perf_counter() - began)
"""


def synthetic(rows: int) -> Collation:
    """Return a comparison of `rows` rows made of the sample's real wording, matched clause by clause."""
    from qcompare.collate import collate, load_plan
    from qcompare.model import Collation, Row
    from qcompare.paths import sample_plans

    plans = {path.stem: load_plan(path) for path in sample_plans()}
    targets = [plan for name, plan in plans.items() if name != "chongqing-2023"]
    real = collate(plans["chongqing-2023"], targets)
    repeated: list[Row] = [real.rows[i % len(real.rows)] for i in range(rows)]
    return Collation(real.base, real.targets, tuple(repeated))


def start_times() -> tuple[float, float]:
    """Return the seconds until the first rows are painted: on a first start with its import, and on the next."""
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "XDG_DATA_HOME": home, "HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        runs = [
            subprocess.run([sys.executable, "-c", START], env=env, capture_output=True, text=True, check=True)
            for _ in range(2)
        ]
    first, second = (float(run.stdout.split()[-1]) for run in runs)
    return first, second


def frames() -> None:
    """Print what showing and scrolling a large comparison costs."""
    from PySide6.QtWidgets import QApplication

    from qcompare.findings import findings_of
    from qcompare.gui.app import make_application
    from qcompare.gui.comparison import Comparison
    from qcompare.gui.layouts import Style
    from qcompare.gui.theme import LIGHT

    make_application()
    collation = synthetic(ROWS)
    findings = findings_of(collation)  # the job that loads a comparison finds them, off the GUI thread
    began = time.perf_counter()
    pane = Comparison(collation, Style(LIGHT), findings=findings)
    pane.resize(1600, 1000)
    pane.show()
    QApplication.processEvents()
    print(f"shown after                {time.perf_counter() - began:6.2f} s   ({ROWS} rows, {1 + TARGETS} plans)")
    while not pane.view.exact:
        QApplication.processEvents()
    print(f"every height exact after   {time.perf_counter() - began:6.2f} s")
    bar = pane.view.verticalScrollBar()
    for words, places in (
        ("scrolling on by 60 px ", range(0, 60 * 400, 60)),
        ("scrolling back        ", range(60 * 400, 0, -60)),
        ("jumping               ", [k * 7919 * 13 % bar.maximum() for k in range(200)]),
    ):
        times = []
        for place in places:
            bar.setValue(place)
            began = time.process_time()
            QApplication.processEvents()
            times.append(1000 * (time.process_time() - began))
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{words}     {statistics.median(times):6.1f} ms of CPU a frame, 95 % under {p95:.1f} ms")
    print(f"peak memory                {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB")


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    first, second = start_times()
    print(f"first rows, first start    {first:6.2f} s   (imports the sample plans and compares)")
    print(f"first rows, later start    {second:6.2f} s")
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_DATA_HOME"] = home
        frames()


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main()
