"""Accuracy, speed and memory beside peers on the same input in the same run, printed and written as Markdown tables.

`python -m tests.benchmarks` takes about twenty minutes, most of them peers', and writes RESULTS.md beside this file.
With `--quick` it takes two or three and writes nothing: one seed, no CollateX, no million characters. It asserts nothing:
it is for reading.
"""

from __future__ import annotations

import argparse
from itertools import chain

from tests.benchmarks.accuracy import accuracy
from tests.benchmarks.frozen import frozen
from tests.benchmarks.outputs import outputs
from tests.benchmarks.readings_speed import readings_speed
from tests.benchmarks.report import RESULTS, machine, printed, written
from tests.benchmarks.speed import speed


def main() -> None:
    """Measure and print, and write the report of a full run."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure and print.")
    parser.add_argument("--quick", action="store_true", help="two or three minutes, and RESULTS.md stays as it is")
    quick = parser.parse_args().quick
    header = machine()
    print(*header, sep="\n", flush=True)
    last = [readings_speed(quick=quick), outputs(quick=quick), frozen(quick=quick)]
    sections = list(printed(chain(accuracy(quick=quick), speed(quick=quick), last)))
    if not quick:
        RESULTS.write_text(written(header, sections), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
