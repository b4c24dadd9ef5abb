"""What memos and tables cost: 300 and 3,000 rows with two targets, written warm and as whole processes from the library.

`python -m tests.benchmarks.outputs` measures these alone, in about three minutes.
"""

from __future__ import annotations

import tempfile
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from qcompare.collate import collate
from qcompare.dossier import Dossier
from qcompare.memo import write_memo
from qcompare.model import ClauseKind, Collation
from qcompare.tables import write_table
from tests.benchmarks.children import RATES, make_child
from tests.benchmarks.process import cost_of, seconds_of
from tests.benchmarks.report import Row, Section, printed
from tests.benchmarks.texts import long_text, plan_of, stranger_to

TARGETS = 2
_MOST_CHARACTERS_A_ROW = 200

_WRITERS: dict[str, tuple[str, Callable[[Dossier, Path], None]]] = {
    "备忘录 pdf": ("--memo", write_memo),
    "对照表 xlsx": ("--table", write_table),
    "对照表 docx": ("--table", write_table),
    "对照表 html": ("--table", write_table),
    "对照表 csv": ("--table", write_table),
}


def outputs(*, quick: bool) -> Section:
    """Return the section; with `quick`, of 300 rows alone."""
    note = (
        f"一个基准、{TARGETS} 个对照，对照是改动率 0.12 的下级文本，行数见首栏。“写出”是程序已启动、比对已完成时的中位数；"
        "“从启动到写完”是 qcompare export 整个进程：打开规划库，取出比对，写出文件。"
    )
    return Section("备忘录和对照表", note, ("输出", "写出", "大小", "从启动到写完", "内存峰值"), _rows(quick=quick))


def _rows(*, quick: bool) -> Iterator[Row]:
    for asked in (300,) if quick else (300, 3000):
        runs = 3 if asked == 300 else 1
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            collation = _comparison(asked, place, runs)
            dossier = Dossier(collation)
            for name, (option, write) in _WRITERS.items():
                path = place / f"out.{name.split()[1]}"
                seconds = seconds_of(partial(_write_anew, write, collation, path), runs)
                command = ["-m", "qcompare", "export", "1", "--library", str(place / "库.db"), option, str(path)]
                cost = cost_of(command, runs)
                yield (
                    f"{name}，{len(dossier.shown):,} 行",
                    f"{seconds:.2f} s",
                    f"{path.stat().st_size / 1e6:.1f} MB",
                    f"{cost.seconds:.2f} s",
                    f"{cost.megabytes:.0f} MB",
                )


def _write_anew(write: Callable[[Dossier, Path], None], collation: Collation, path: Path) -> None:
    """Write an output with its findings worked out for it, as it is the first."""
    write(Dossier(collation), path)


def _comparison(rows: int, folder: Path, runs: int) -> Collation:
    """Return a comparison of about that many rows, stored in a library in the folder too."""
    base = plan_of(_text_of(rows))
    stranger = stranger_to(base)
    targets = [plan_of(make_child(base, stranger, RATES["0.12"], seed).text) for seed in range(TARGETS)]
    files = [folder / f"{at}.txt" for at in range(TARGETS + 1)]
    for path, plan in zip(files, [base, *targets], strict=True):
        path.write_text(plan.text, encoding="utf-8", newline="")
    cost_of(["-m", "qcompare", "compare", *map(str, files), "--library", str(folder / "库.db")], min(runs, 1))
    return collate(base, targets)


def _text_of(rows: int) -> str:
    """Return the shortest text at hand with that many clauses; each is a row of a comparison."""
    lines = long_text(rows * _MOST_CHARACTERS_A_ROW).splitlines(keepends=True)
    enough = bisect_left(range(len(lines)), rows, key=lambda count: _clauses("".join(lines[:count])))
    return "".join(lines[:enough])


def _clauses(text: str) -> int:
    return sum(clause.kind is not ClauseKind.FURNITURE for clause in plan_of(text).clauses) if text else 0


if __name__ == "__main__":
    list(printed([outputs(quick=False)]))
