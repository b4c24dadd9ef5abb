"""Runs one command and turns what goes wrong into an exit status: 0 done, 2 the user can mend it, 1 our bug."""

from __future__ import annotations

import errno
import os
import platform
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from qcompare.built import version_words
from qcompare.cli.arguments import parse_arguments
from qcompare.cli.console import complain, prepare_streams, say
from qcompare.errors import DamagedError, QCompareError

DONE, BUG, MENDABLE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (sys.argv if None) ask for, and return the exit status."""
    prepare_streams()
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _say_nothing
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except QCompareError as error:
        complain(f"错误：{error}")
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
        complain(_apology(error))
        return BUG


def _run(arguments: Sequence[str]) -> int:
    request = parse_arguments(arguments)
    if isinstance(request, str):
        say(request.rstrip("\n"))
        status = DONE
    else:
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
    """Return what to say of our own bug, after writing where it happened to a file, or whole when QCOMPARE_DEBUG is set.

    The file names places in the program and the kind of error. Its message might quote a plan, so it stays out.
    """
    if os.environ.get("QCOMPARE_DEBUG"):
        return "".join(traceback.format_exception(error))
    about = f"qcompare {version_words()}, Python {platform.python_version()}, {platform.platform()}\n"
    places = "".join(traceback.format_tb(error.__traceback__))
    try:
        log = _log_file()
        log.write_text(f"{about}{places}{type(error).__name__}\n", encoding="utf-8")
    except (OSError, QCompareError):
        return "对不起，程序出现内部错误，操作没有完成。设置环境变量 QCOMPARE_DEBUG=1 后重试可查看详情。"
    return f"对不起，程序出现内部错误，操作没有完成。详情已写入 {log}（不含规划内容），请反馈给维护人员。"


def _log_file() -> Path:
    from qcompare.paths import user_folder

    return user_folder() / "last-error.log"
