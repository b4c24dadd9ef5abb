"""The command import: files that were named come in all or not at all, those of folders each for itself."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from qcompare.citing import name_of
from qcompare.cli.arguments import Request
from qcompare.cli.console import NAME_COLUMNS, Progress, clipped, columns, say
from qcompare.cli.plans import files_of, library_to_write
from qcompare.errors import QCompareError, ReadError

if TYPE_CHECKING:
    from qcompare.importing import FileOutcome

_FILE_COLUMNS = 44
"""How much of a file's name stands in the table of results."""


def import_files(request: Request) -> int:
    """Read files, and those in folders, into the library, and say what became of each."""
    from qcompare.read import is_folder

    files = [file for name in request.names for file in files_of(name)]
    if any(map(is_folder, files)):
        return _import_each(request, files)
    return _import_all(request, files)


def _import_all(request: Request, files: Sequence[Path]) -> int:
    """Read all the files, then store them; where one cannot be read, say so of each such file and store none."""
    from qcompare.collate import load_plan
    from qcompare.importing import doubts_about
    from qcompare.report import report_of

    plans, doubts, troubles = [], [], []
    with Progress() as progress:
        for done, file in enumerate(files):
            progress.doing(f"正在读取 {file}")
            progress.step(done, len(files))
            try:
                plans.append(load_plan(file))
                doubts.append(len(report_of(plans[-1]).doubts))
            except QCompareError as error:
                troubles.append(error)
        if troubles:
            raise _together(troubles, len(files))
        progress.doing("正在存入规划库")
        with library_to_write(request, make=True) as library:
            stored = library.add_plans(plans)
            versions = {entry.id: entry.version for entry in library.plans()}
            for at, (number, _) in enumerate(stored):
                if library.treatments(number):
                    doubts[at] = doubts_about(library, plans[at], number)
    for plan, (plan_id, new), doubtful in zip(plans, stored, doubts, strict=True):
        note = f"已导入，编号 {plan_id}" if new else f"规划库中已有同一文本，编号 {plan_id}，没有重复导入"
        version = f"，为第 {versions[plan_id]} 版" if new and versions[plan_id] > 1 else ""
        look = f"；有 {doubtful} 处请核对，可用 qcompare show {plan_id} 查看" if new and doubtful else ""
        say(f"{name_of(plan)}：{note}{version}{look}")
    return 0


def _import_each(request: Request, given: Sequence[Path]) -> int:
    """Read each file for itself and print a line for each; raises an error at the end where one could not be imported."""
    from qcompare.importing import Fate, import_gathered
    from qcompare.read import gather

    gathered = gather(given)
    if not gathered.files:
        raise ReadError("文件夹里没有可以导入的文件", place=str(given[0]), advice="请选择存放规划文本的文件夹")
    with Progress() as progress, _interrupted() as stopped:

        def go_on(done: int, total: int, name: str) -> bool:
            progress.doing(f"正在读取 {name}" if name else "正在存入规划库")
            progress.step(done, total)
            return not stopped()

        with library_to_write(request, make=True) as library:
            results = import_gathered(library, gathered, go_on)
    for line in columns([("结果", "文件", "说明"), *(_line(outcome, given) for outcome in results.outcomes)]):
        say(line)
    say(f"{results.words}。")
    if results.stopped:
        raise KeyboardInterrupt
    failed = results.of(Fate.FAILED)
    if failed:
        raise ReadError(f"{len(failed)} 个文件未能导入", advice="请按上面的说明处理后重新导入；其余的已存入规划库")
    return 0


def _line(outcome: FileOutcome, given: Sequence[Path]) -> tuple[str, str, str]:
    """Return the result of a file, where it lies in the folder that was named, and its plan or what was wrong."""
    above = next((folder for folder in given if folder in outcome.path.parents), None)
    shown = outcome.path.relative_to(above) if above else outcome.path
    _, _, name, doubts, problem, advice, _ = outcome.cells
    if outcome.plan:
        said = "，".join(
            filter(None, (clipped(name, NAME_COLUMNS), f"编号 {outcome.plan}", doubts and f"{doubts}请核对"))
        )
    else:
        said = f"{problem}。{advice}。" if problem else ""
    return outcome.words, clipped(str(shown), _FILE_COLUMNS), said


@contextmanager
def _interrupted() -> Iterator[Callable[[], bool]]:
    """Let Ctrl+C stop an import between two files, so that what was read is kept and told of; a second one stops at once."""
    pressed: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        pressed.append(number)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def _together(troubles: Sequence[QCompareError], files: int) -> QCompareError:
    """Return one error that says all; with several files it adds that none was imported."""
    if files == 1:
        return troubles[0]
    said = "\n".join(f"  {trouble}" for trouble in troubles)
    return QCompareError(f"{len(troubles)} 个文件无法读取，没有导入任何文件：\n{said}\n请改正或去掉它们后重新导入")
