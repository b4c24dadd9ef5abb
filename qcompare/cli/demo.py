"""demo: the whole road on the sample plans, for someone who has just installed the program."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from qcompare.atomic import output_error
from qcompare.cli.arguments import Outputs, Request
from qcompare.cli.compare import beside, compare_in, summary, write_outputs
from qcompare.cli.console import Progress, complain, say
from qcompare.cli.plans import opened_to_write
from qcompare.cli.window import has_screen, window
from qcompare.dossier import dossier_of
from qcompare.errors import QCompareError
from qcompare.paths import sample_plans
from qcompare.profiles import FULL

if TYPE_CHECKING:
    from qcompare.model import Plan

LIBRARY = "规划库.db"
COMPARISONS = {
    "重庆-永川": ("chongqing-2023", "yongchuan-2023-draft"),
    "重庆-永川-成都-游仙": ("chongqing-2023", "yongchuan-2023-draft", "chengdu-2023-draft", "youxian-2023"),
}
"""The name of each comparison's files, and its plans, the base first."""


def demo(request: Request) -> int:
    """Import the samples, compare them, write memo, tables and JSON, and open the window where there is a screen."""
    out = request.folder
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(out, error) from error
    library = out / LIBRARY
    written = _import_and_compare(library, out)
    say("已写出：")
    for path in (*written, library):
        say(f"  {path}{beside(path)}")
    # A job of a build server may have a screen, but nobody to close the window.
    if request.window and has_screen() and not os.environ.get("CI"):
        say("正在打开窗口……")
        names = tuple(f"{stem}.txt" for stem in next(iter(COMPARISONS.values())))
        try:
            return window(Request("window", names, library))
        except QCompareError as error:  # the demonstration itself is done
            complain(f"窗口没有打开：{error}")
    return 0


def _import_and_compare(place: Path, out: Path) -> list[Path]:
    samples = _samples()
    written = []
    with opened_to_write(place) as library:
        library.add_plans(list(samples.values()))
        say(f"样例规划库有规划文本 {len(library.plans())} 个。")
        for name, stems in COMPARISONS.items():
            outputs = Outputs(
                memo=out / f"{name}.pdf",
                tables=(out / f"{name}.xlsx", out / f"{name}.csv"),
                json=out / f"{name}.json",
            )
            with Progress() as progress:
                review = compare_in(library, [samples[stem] for stem in stems], progress)
                files = write_outputs(dossier_of(review), outputs, FULL, progress)
            say()
            for line in summary(review.collation):
                say(line)
            written += [file for _, file in files]
    say()
    return written


def _samples() -> dict[str, Plan]:
    """Return the sample plans by the names of their files, without suffix."""
    from qcompare.collate import load_plan

    files, plans = sample_plans(), {}
    with Progress() as progress:
        for done, path in enumerate(files):
            progress.doing(f"正在读取 {path.name}")
            progress.step(done, len(files))
            plans[path.stem] = load_plan(path)
    return plans
