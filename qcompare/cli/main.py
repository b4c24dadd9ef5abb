"""Runs one command and turns what goes wrong into an exit status: 0 done, 2 the user can mend it, 1 our bug."""

from __future__ import annotations

import errno
import os
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from qcompare.cli.arguments import parse_arguments
from qcompare.cli.console import complain, prepare_streams, say, tell_failure
from qcompare.errors import DamagedError, QCompareError
from qcompare.logbook import begin, log_file, note, note_bug, note_trouble

DONE, BUG, MENDABLE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (sys.argv if None) ask for, and return the exit status."""
    prepare_streams()
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _say_nothing
    began = time.monotonic()
    status = _answer(sys.argv[1:] if arguments is None else arguments)
    note("end", status=status, seconds=time.monotonic() - began)
    return status


def _answer(arguments: Sequence[str]) -> int:
    """Run the command and tell what goes wrong."""
    try:
        return _run(arguments)
    except QCompareError as error:
        note_trouble("told", error)
        tell_failure(f"错误：{error}")
        if isinstance(error, DamagedError):
            _tell_way_out(Path(error.place))
        return MENDABLE
    except KeyboardInterrupt:
        complain("已中止。")
        return INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return DONE
    except Exception as error:  # the last resort: the user gets words, we get the place
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:  # qcompare list > a full disk
            _silence_stdout()
            complain("错误：磁盘空间不足，结果没有全部输出。请清理磁盘后重试。")
            return MENDABLE
        tell_failure(_apology(error))
        return BUG


def _run(arguments: Sequence[str]) -> int:
    request = parse_arguments(arguments)
    if isinstance(request, str):
        say(request.rstrip("\n"))
        status = DONE
    else:
        begin(request.command)
        # Late, so that --help and --version answer at once.
        from qcompare.cli.commands import COMMANDS

        status = COMMANDS[request.command](request)
    if sys.stdout is not None:
        sys.stdout.flush()  # a pipe closed by `head`, or a full disk, is noticed here and not after main
    return status


def _tell_way_out(library: Path) -> None:
    """Say which backup of a damaged library is sound, if there is one."""
    from qcompare.backups import backups_of, latest_good

    good = latest_good(library)
    if good is not None:
        number = [made.path for made in backups_of(library)].index(good.path) + 1
        command = f"qcompare restore-library {number} --library {library}"
        complain(f"最近的完好备份截至 {good.until}，恢复请用：{command}")


def _say_nothing(trouble: object) -> None:
    """Keep what fails while Python tidies up after a trouble already told (an archive that meets the full disk again)."""


def _silence_stdout() -> None:
    """Whoever read our output has seen enough (`qcompare list | head`); Python must not complain of it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _apology(error: Exception) -> str:
    """Return what to say of our own bug, noted in the log by where it happened, or whole when QCOMPARE_DEBUG is set.

    Its message might quote a plan, so it goes nowhere else.
    """
    note_bug(error)
    if os.environ.get("QCOMPARE_DEBUG"):
        return "".join(traceback.format_exception(error))
    log = log_file()
    if log is None:
        return "对不起，程序出现内部错误，操作没有完成。设置环境变量 QCOMPARE_DEBUG=1 后重试可查看详情。"
    return f"对不起，程序出现内部错误，操作没有完成。出错位置已记入日志 {log}（不含规划内容），请反馈给维护人员。"
