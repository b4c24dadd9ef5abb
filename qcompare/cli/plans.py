"""Opens the library, to read or to write, and finds the plans the user named: files first, then plans of the library."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qcompare.cli.arguments import Request
from qcompare.cli.console import Progress, complain, today
from qcompare.errors import HeldError, LibraryError, ReadError, UnfinishedError, UnwritableError, UsageError
from qcompare.holding import PATIENCE_SECONDS, Program, hold
from qcompare.network import on_network
from qcompare.paths import default_library, library_itself

if TYPE_CHECKING:
    from qcompare.model import Plan
    from qcompare.store import Library
    from qcompare.store.search import MakeForm


@contextmanager
def library_to_read(request: Request) -> Iterator[Library]:
    """Give the library the user named, or the default one, open for looking only: whoever else uses it, on whatever disk.

    It must exist: a slip in its name should not give an empty answer, nor looking make a file. Only where something must be
    written before it can be read is it opened as for writing.
    """
    from qcompare.store import Library

    path = _existing(request)
    try:
        library = Library.open_to_read(path, _make_form())
    except UnfinishedError as error:
        with _held_or(error, path), opened_to_write(path) as library:
            yield library
        return
    with library:
        yield library


@contextmanager
def library_to_write(request: Request, *, make: bool = False) -> Iterator[Library]:
    """Give the library the user named, or the default one, open and held against other programs; with `make`, a new one.

    Raises HeldError where another program writes to it, UnwritableError where it can only be read.
    """
    with opened_to_write(library_path(request) if make else _existing(request)) as library:
        yield library


@contextmanager
def opened_to_write(path: Path) -> Iterator[Library]:
    """Give the library in `path`, open and held, with a search that crosses scripts and an eye for new versions.

    One that is older than this program is backed up before it is brought up to date.
    """
    # Late: a comparison of two files needs no SQLite, and a list needs no scripts.
    from qcompare.backups import secure
    from qcompare.parse import parse_again
    from qcompare.store import Library
    from qcompare.store.opening import refuse_by_look
    from qcompare.versions import find_earlier

    refuse_by_look(path)
    if on_network(path):
        complain(
            f"提示：规划库在网络共享位置（{path}），网络中断可能损坏文件；建议放在本机，用 qcompare pack 与同事往来。"
        )
    with hold(path, Program.COMMAND, patience=PATIENCE_SECONDS):
        for trouble in secure(path, today()).troubles:
            complain(f"提示：{trouble}")
        with Library.open(path, _make_form(), find_earlier, parse_again) as library:
            yield library


def _existing(request: Request) -> Path:
    path = library_path(request)
    if not exists(path):
        if request.library is None:
            raise LibraryError("还没有规划库", place=str(path), advice="请先用 qcompare import 导入规划文本")
        raise LibraryError(
            "没有这个规划库文件", place=str(path), advice="请检查文件名；qcompare import 会建立新的规划库"
        )
    return path


def _make_form() -> MakeForm:
    from qcompare.normalize import normalize

    return lambda text: normalize(text, regional=True)


@contextmanager
def _held_or(error: UnfinishedError, path: Path) -> Iterator[None]:
    """Say what hinders reading, where it cannot be mended by writing now, rather than that one may not write."""
    try:
        yield
    except HeldError as held:
        raise UnfinishedError(
            error.problem, place=str(path), advice=f"{held.problem}。{held.advice}", command=held.command
        ) from held
    except UnwritableError as unwritable:
        raise error from unwritable


def library_path(request: Request) -> Path:
    """Return where the library is that the user named, or the default one; it need not exist."""
    return library_itself(request.library or default_library())


def file_of(name: str) -> Path | None:
    """Return the file that `name` means, or None where it can only be a plan of the library.

    What is written as a path, or is there, is a file; a folder too, as the reader best says what is wrong with it.
    """
    path = Path(name)
    return path if exists(path) or path.name != name else None


def files_of(name: str) -> list[Path]:
    """Return the files that `name` means: itself, or those that fit a pattern, which on Windows nobody has looked up yet."""
    path = Path(name)
    found = sorted(path.parent.glob(path.name)) if set("*?") & set(path.name) and not exists(path) else []
    return found or [path]


def exists(path: Path) -> bool:
    """Tell whether there is something at `path`; what we may not look at counts as there, and whoever opens it complains."""
    try:
        return path.exists()
    except OSError as error:
        return error.errno != errno.ENAMETOOLONG


def plans_named(request: Request, progress: Progress) -> list[Plan]:
    """Return the plan that each name of the request means: the one in that file, or else in the library."""
    plans: list[Plan] = []
    library: Library | None = None
    with ExitStack() as opened:
        for name in request.names:
            progress.doing(f"正在读取 {name}")
            file = file_of(name)
            if file is not None:
                plans.append(_read(file))
            else:
                library = library or opened.enter_context(_library_with(name, request))
                plans.append(_stored_plan(name, library))
    return plans


def _library_with(name: str, request: Request) -> AbstractContextManager[Library]:
    """Return the library that should hold a plan of this name; without one the name can only have meant a file."""
    if not _has_library(request) and (request.library is None or Path(name).suffix):
        raise ReadError("找不到这个文件", place=name, advice="请检查文件名和路径")
    return library_to_read(request)


def _stored_plan(name: str, library: Library) -> Plan:
    try:
        return library.plan(library.find_plan(name))
    except LibraryError as error:
        if Path(name).suffix:
            raise ReadError("找不到这个文件，规划库中也没有", place=name, advice="请检查文件名和路径") from error
        raise


def refuse_twins(names: Sequence[str], plans: Sequence[Plan]) -> None:
    """Raise UsageError where the base is a target too, or a target is named twice: nothing would be learnt."""
    first: dict[str, int] = {}
    for place, plan in enumerate(plans):
        earlier = first.setdefault(plan.text, place)
        if earlier == place:
            continue
        if earlier == 0:
            same = "基准与对照的文字完全相同，没有可比的" if names[0] != names[place] else "基准与对照是同一文本"
            raise UsageError(same, place=names[place], advice="请换一个对照文本")
        raise UsageError(f"对照“{names[earlier]}”和“{names[place]}”是同一文本", advice="请去掉其中一个")


def _has_library(request: Request) -> bool:
    try:
        return exists(library_path(request))
    except LibraryError:
        return False


def _read(file: Path) -> Plan:
    from qcompare.collate import load_plan

    return load_plan(file)
