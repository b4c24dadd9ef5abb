"""The care of the library from the command line: back up, list, restore, check, save what is readable, pack and unpack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qcompare.cli.arguments import Request
from qcompare.cli.console import Progress, columns, complain, say, today
from qcompare.cli.plans import exists, library_path, library_to_read, library_to_write
from qcompare.errors import DamagedError, HeldError, LibraryError, QCompareError, UnwritableError, UsageError
from qcompare.holding import PATIENCE_SECONDS, Program, hold
from qcompare.paths import library_words

if TYPE_CHECKING:
    from qcompare.backups import Backup

_MEGABYTE = 1_000_000


def backed_up(command: Callable[[Request], int]) -> Callable[[Request], int]:
    """Return a command that changes the library, ended with the day's backup; what hinders that is told, no more."""

    def run(request: Request) -> int:
        from qcompare.backups import back_up_daily, no_backup

        status = command(request)
        library = library_path(request)
        try:
            with hold(library, Program.COMMAND):
                back_up_daily(library, today())
        except (HeldError, UnwritableError):
            pass  # who holds it now makes the day's backup; what nobody can change needs none
        except DamagedError as error:
            complain(f"提示：{error}")
        except QCompareError as error:
            complain(f"提示：{no_backup(error)}")
        return status

    return run


def backup(request: Request) -> int:
    """Back up the library now, into the folder beside it or where the user says."""
    from qcompare.backups import Kind, back_up, back_up_by_hand

    library = _library(request)
    with Progress() as progress:
        progress.doing("正在备份规划库")
        if request.names:
            made = Path(request.names[0])
            back_up_by_hand(library, made)
        else:
            made = back_up(library, Kind.BY_HAND, today())
    say(f"已备份，并已打开核对：{made}")
    return 0


def backups(request: Request) -> int:
    """Print the backups of the library, that of the latest state first."""
    from qcompare.backups import backups_folder, backups_of

    library = library_path(request)
    found = backups_of(library)
    if not found:
        say(f"没有备份（{backups_folder(library)}）。用 qcompare backup 立即备份。")
        return 0
    say(f"备份：{backups_folder(library)}")
    say()
    heads = ("编号", "内容截至", "种类", "规划文本", "比对", "大小", "文件")
    rows = [heads, *(_row(number, made) for number, made in enumerate(found, start=1))]
    for line in columns(rows, numeric=frozenset({0, 3, 4, 5})):
        say(line)
    return 0


def restore_library(request: Request) -> int:
    """Let the library hold what a backup holds; the present state is backed up first."""
    from qcompare.backups import restore

    library = library_path(request)
    source = _chosen(request.names[0], library)
    with Progress() as progress:
        progress.doing("正在恢复规划库")
        with hold(library, Program.COMMAND, patience=PATIENCE_SECONDS):
            kept = restore(library, source, today())
    say(f"规划库已恢复为备份时的内容：{source}")
    if kept is not None:
        say(f"恢复前的规划库存于：{kept}")
    return 0


def check(request: Request) -> int:
    """Check the whole library; what is wrong is told with exit status 2."""
    from qcompare.store.care import faults_of

    library = _library(request)
    with Progress() as progress:
        progress.doing("正在检查规划库")
        found = faults_of(library, comparisons=True)
    for fault in found:
        say(f"  {fault}")
    if found:
        advice = "请用备份恢复；没有备份的，可用 qcompare salvage 抢救还读得出的内容"
        raise DamagedError(f"规划库有 {len(found)} 处损坏", place=str(library), advice=advice)
    say(f"规划库完好：{library_words(library)}")
    return 0


def salvage(request: Request) -> int:
    """Save what can still be read of a damaged library as a new one."""
    from qcompare.collate import plan_from_text
    from qcompare.parcels import save_readable

    new = Path(request.names[0])
    with Progress() as progress:
        progress.doing("正在读取损坏的规划库")
        taken = save_readable(_library(request), new, plan_from_text)
    say(f"已另存为新的规划库：{new}。原文件没有改动。")
    for line in taken.said:
        say(f"  {line}")
    return 0


def pack(request: Request) -> int:
    """Write the whole library, or one comparison, into a file for a colleague."""
    from qcompare.parcels import pack as write

    name, *number = request.names
    comparison = _number(number[0]) if number else None
    with Progress() as progress, library_to_read(request) as library:
        progress.doing("正在写交换文件")
        write(library, Path(name), today(), comparison)
    what = "整个规划库" if comparison is None else f"比对 {comparison} 及其规划文本和审核意见"
    say(f"已写出{what}：{name}")
    return 0


def unpack(request: Request) -> int:
    """Take a colleague's file into the library; whatever is here already holds."""
    from qcompare.parcels import unpack as take

    with Progress() as progress, library_to_write(request, make=True) as library:
        for name in request.names:
            progress.doing(f"正在并入 {name}")
            taken = take(library, Path(name))
            say(f"{name}：{taken.said[0]}")
            for line in taken.said[1:]:
                say(f"  {line}")
    return 0


def _library(request: Request) -> Path:
    path = library_path(request)
    if not exists(path):
        raise LibraryError("没有这个规划库文件", place=str(path), advice="请检查文件名，或用 --library 另指定规划库")
    return path


def _row(number: int, made: Backup) -> tuple[str, ...]:
    facts = made.facts
    if facts is None:
        counted = ("已损坏", "", "")
    else:
        plans = "须新版程序" if facts.newer else str(facts.plans)
        counted = (plans, str(facts.comparisons), f"{facts.size / _MEGABYTE:.1f} MB")
    return (str(number), made.until, made.kind, *counted, made.path.name)


def _chosen(name: str, library: Path) -> Path:
    """Return the backup that the user means: its number in the list, its name there, or any file."""
    from qcompare.backups import backups_folder, backups_of

    found = backups_of(library)
    if name.isdecimal():
        if not 1 <= int(name) <= len(found):
            raise UsageError(f"没有编号为 {name} 的备份", advice="请用 qcompare backups 查看编号")
        return found[int(name) - 1].path
    inside = backups_folder(library) / name
    return inside if exists(inside) and not exists(Path(name)) else Path(name)


def _number(written: str) -> int:
    if not written.isdecimal():
        raise UsageError(f"比对编号应是数字，不是“{written}”", advice="请用 qcompare list 查看编号")
    return int(written)
