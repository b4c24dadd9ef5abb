"""Backups (备份) of a library in the folder beside it: made by day, before an update and by hand, kept, and restored."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from qcompare.atomic import output_error, write_whole
from qcompare.equivalences import equivalences_file
from qcompare.errors import DamagedError, LibraryError, OutputError, QCompareError, StrangerError
from qcompare.holding import refuse_to_replace_held
from qcompare.profiles import profiles_file
from qcompare.store.care import Facts, copy_library, facts_of, faults_of, put_in_place
from qcompare.store.marks import PARCEL_SUFFIX
from qcompare.store.opening import EMPTY, emptied

FOLDER = "backups"


class Kind(StrEnum):
    """Why a backup was made; the word stands in its file's name."""

    DAILY = "每日备份"
    BEFORE_UPDATE = "升级前"
    BEFORE_RESTORE = "恢复前"
    BY_HAND = "手动备份"
    OTHER = "另存的文件"  # a person put it there


KEPT = {Kind.DAILY: 7, Kind.BEFORE_UPDATE: 3}
"""How many of a kind are kept. The others are never deleted: a person asked for them, or for the restoring they precede."""

_NAME = re.compile(r"(?P<library>.+)-(?P<kind>\w+)-(?P<day>\d{4}-\d\d-\d\d)-v(?P<version>\d+)(-(?P<nth>\d+))?\.db")
_MOST_A_DAY = 1000

_LEFT_OVER = ".qcompare-*"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in the list: its file, why and on which day it was made, and what it holds; None where it cannot be read.

    `state` is when the library was last changed before, in the time of this PC, unless the file was copied about since.
    """

    path: Path
    kind: Kind
    day: str
    state: datetime
    facts: Facts | None

    @property
    def until(self) -> str:
        """The time, else the day, up to which its content goes."""
        copied = bool(self.day) and self.state.date().isoformat() > self.day
        return self.day if copied else f"{self.state:%Y-%m-%d %H:%M}"

    @property
    def usable(self) -> bool:
        """Whether it looks as if it could be restored."""
        return self.facts is not None and not self.facts.newer


@dataclass(frozen=True, slots=True)
class Secured:
    """What was done before a library is opened: the backup made of one that will be brought up to date, and troubles."""

    backup: Path | None = None
    troubles: tuple[QCompareError, ...] = ()


def backups_folder(library: Path) -> Path:
    """Return where the backups of a library lie; the folder need not exist.

    >>> backups_folder(Path("规划库") / "library.db").as_posix()
    '规划库/backups'
    """
    return library.parent / FOLDER


def backups_of(library: Path) -> tuple[Backup, ...]:
    """Return the backups of a library, that of the latest state first; what a person put into the folder comes last.

    Copying may have made the latter look younger than it is.
    """
    try:
        files = sorted(backups_folder(library).glob("[!.]*.db"))
    except OSError:
        return ()
    found = (_backup(file, library) for file in files)
    return tuple(sorted(filter(None, found), key=_age, reverse=True))


def latest_good(library: Path) -> Backup | None:
    """Return the backup of the latest state that is sound, or None."""
    return next((backup for backup in backups_of(library) if backup.usable and not _faults(backup.path)), None)


def back_up(library: Path, kind: Kind, today: date) -> Path:
    """Make a backup of a library and return its file, which is there only when it was opened and found sound.

    Raises LibraryError where the library is damaged, OutputError where the backup cannot be written.
    """
    facts = facts_of(library)
    with _new_file(library, kind, facts.version, today) as temporary:
        made, state = temporary.target, library.stat()
        copy_library(library, temporary.path)
        os.utime(temporary.path, ns=(state.st_atime_ns, state.st_mtime_ns))  # tells later whether anything changed
    _copy_beside(library, made)
    _forget_old(library, made, today)
    return made


def back_up_by_hand(library: Path, path: Path) -> None:
    """Make a backup of a library where a person wants it, but not over a library that another program has open."""
    if path.exists() and path.samefile(library):
        raise OutputError("不能备份到规划库本身", place=str(path), advice="请换一个文件名")
    refuse_to_replace_held(path)
    with write_whole(path) as temporary:
        copy_library(library, temporary)
    _copy_beside(library, path)


def back_up_daily(library: Path, today: date) -> Path | None:
    """Make the day's backup where the library was changed since the last one; return its file, or None for no need."""
    known = backups_of(library)
    if any(backup.kind is Kind.DAILY and backup.day == today.isoformat() for backup in known):
        return None
    state = library.stat().st_mtime_ns
    if any(backup.usable and backup.path.stat().st_mtime_ns == state for backup in known):
        return None
    return back_up(library, Kind.DAILY, today)


def secure(library: Path, today: date) -> Secured:
    """Do before a library is opened what must be done: back it up where opening it will bring it up to date.

    What hinders the backup (a full disk) is told and stops nobody. Raises DamagedError for a file that was emptied, by a
    power cut or a full disk, where backups of it are there: to open it would make a new library of it.
    """
    try:
        size = library.stat().st_size
    except OSError:
        return Secured(troubles=tuple(_missing(library)))
    if size <= EMPTY:
        if any(backup.usable for backup in backups_of(library)):
            raise emptied(library)
        return Secured()
    try:
        older = facts_of(library).older
    except QCompareError:
        return Secured()  # whoever opens it says what is wrong
    if not older:
        return Secured()
    try:
        return Secured(back_up(library, Kind.BEFORE_UPDATE, today))
    except QCompareError as error:
        return Secured(troubles=(no_backup(error),))


def no_backup(error: QCompareError) -> QCompareError:
    """Return what to say when a backup that nobody asked for was not made: the work goes on."""
    return type(error)(
        f"自动备份没有做成，不影响继续工作。原因：{error.problem}",
        place=error.place,
        advice=error.advice,
        command=error.command,
    )


def restore(library: Path, source: Path, today: date) -> Path | None:
    """Let a library hold what a backup holds; return the backup made of what it held before, None where there was none.

    All or nothing. Raises LibraryError where `source` is no sound library of a version known here or is a colleague's
    parcel, where another program holds the library, or where its present state cannot be kept first.
    """
    refuse_parcel(source)
    facts = _facts_to_restore(source)
    if facts.newer:
        raise LibraryError(
            "备份由更新版本的程序建立，没有恢复", place=str(source), advice="请升级本程序，或另选一个备份"
        )
    found = _faults(source)
    if found:
        raise DamagedError(f"备份已损坏，没有恢复：{found[0]}", place=str(source), advice="请另选一个备份")
    kept = _keep_present(library, today) if library.exists() and library.stat().st_size > EMPTY else None
    try:
        put_in_place(source, library)
    except DamagedError:
        _replace(source, library)
    for beside, present in zip(_beside(source), _beside(library), strict=True):
        if beside.exists() and not present.exists():
            with write_whole(present) as temporary:
                shutil.copyfile(beside, temporary)
    return kept


def refuse_parcel(source: Path) -> None:
    """Raise LibraryError for a parcel, which may hold one comparison only: to restore it would put that in place of all."""
    if source.suffix.lower() == PARCEL_SUFFIX:
        raise LibraryError(
            "这是交换文件，不是备份，没有恢复",
            place=str(source),
            advice="请用“文件”菜单的“并入同事的文件”（qcompare unpack）把它并入规划库，本机已有的内容不受影响",
        )


def _facts_to_restore(source: Path) -> Facts:
    try:
        return facts_of(source)
    except StrangerError as error:
        words = "这不是规划库或它的备份，或文件开头已损坏，没有恢复"
        raise DamagedError(words, place=str(source), advice="请另选一个备份（.db）") from error
    except DamagedError as error:
        raise DamagedError("备份已损坏，没有恢复", place=str(source), advice="请另选一个备份（.db）") from error


@dataclass(frozen=True, slots=True)
class _NewFile:
    path: Path
    target: Path


@contextmanager
def _new_file(library: Path, kind: Kind, version: int, today: date) -> Iterator[_NewFile]:
    """Give the temporary file of a backup that gets its name, free so far, when the block has filled it."""
    folder = backups_folder(library)
    try:
        _make_shared(folder, library)
    except OSError as error:
        raise output_error(folder, error) from error
    stem = f"{library.stem}-{kind}-{today.isoformat()}-v{version}"
    names = (f"{stem}{f'-{nth}' if nth > 1 else ''}.db" for nth in range(1, _MOST_A_DAY))
    target = next(folder / name for name in names if not (folder / name).exists())
    with write_whole(target) as temporary:
        yield _NewFile(temporary, target)


def _make_shared(folder: Path, library: Path) -> None:
    """Make the folder of the backups if it is missing, open to whoever may write to the library, not to its maker alone."""
    if folder.is_dir():
        return
    folder.mkdir(exist_ok=True)
    if sys.platform != "win32":
        file = library.stat()
        with suppress(OSError):  # the maker need not be in the library's group
            os.chown(folder, -1, file.st_gid)
        made = folder.stat()
        group = stat.S_IRWXG if file.st_mode & stat.S_IWGRP and made.st_gid == file.st_gid else 0
        others = stat.S_IRWXO if file.st_mode & stat.S_IWOTH else 0
        if group | others:
            folder.chmod(stat.S_IMODE(made.st_mode) | group | others)


def _keep_present(library: Path, today: date) -> Path:
    """Back up what a library holds now; one that is damaged byte for byte, with the journal that belongs to it."""
    with suppress(DamagedError):
        return back_up(library, Kind.BEFORE_RESTORE, today)
    with _new_file(library, Kind.BEFORE_RESTORE, 0, today) as temporary:
        shutil.copyfile(library, temporary.path)
    for journal in _journals(library):
        if journal.exists():
            with write_whole(
                temporary.target.with_name(journal.name.replace(library.name, temporary.target.name))
            ) as to:
                shutil.copyfile(journal, to)
    return temporary.target


def _replace(source: Path, library: Path) -> None:
    """Put a copy of a sound backup in place of a file that SQLite cannot write into.

    A journal left beside it belongs to the damaged file and would be worked into the new one; what is kept has it.
    """
    with write_whole(library) as temporary:
        copy_library(source, temporary)
        for journal in _journals(library):
            journal.unlink(missing_ok=True)


def _journals(library: Path) -> tuple[Path, ...]:
    return tuple(library.with_name(library.name + end) for end in ("-journal", "-wal", "-shm"))


def _beside(library: Path) -> tuple[Path, ...]:
    return equivalences_file(library), profiles_file(library)


def _copy_beside(library: Path, made: Path) -> None:
    """Copy the user's words and profiles that lie beside a library."""
    for file, copy in zip(_beside(library), _beside(made), strict=True):
        if file.exists():
            with write_whole(copy) as temporary:
                shutil.copyfile(file, temporary)


def _backup(file: Path, library: Path) -> Backup | None:
    """Return a file of the folder as a backup; None where it is one of another library."""
    named = _NAME.fullmatch(file.name)
    if named and named["kind"] in list(Kind):
        if named["library"] != library.stem:
            return None
        kind, day = Kind(named["kind"]), named["day"]
    else:
        kind, day = Kind.OTHER, ""
    try:
        state = _changed(file)
        facts = facts_of(file)
    except OSError:
        return None
    except QCompareError:
        facts = None
    return Backup(file, kind, day, state, facts)


def _age(backup: Backup) -> tuple[bool, str, datetime, str]:
    return backup.kind is not Kind.OTHER, backup.day, backup.state, backup.path.name


def _faults(path: Path) -> tuple[str, ...]:
    try:
        return faults_of(path)
    except QCompareError as error:
        return (error.problem,)


def _forget_old(library: Path, made: Path, today: date) -> None:
    """Delete the backups beyond those kept, never the one just made; and what a killed backup left on another day.

    A PC whose clock once ran ahead left names that look newest: they count as the oldest.
    """
    for kind, most in KEPT.items():
        of_kind = [
            file for file in backups_folder(library).glob("[!.]*.db") if _is(file, library, kind) and file != made
        ]
        of_kind.sort(key=lambda file: (file.name[_day(file)] <= today.isoformat(), file.name[_day(file)], file.name))
        spare = len(of_kind) - most + (1 if _is(made, library, kind) else 0)
        for file in of_kind[: max(0, spare)]:
            for each in (file, *_beside(file)):
                with suppress(OSError):
                    each.unlink(missing_ok=True)
    for file in backups_folder(library).glob(_LEFT_OVER):
        with suppress(OSError):
            if _changed(file).date() < today:
                file.unlink()


def _is(file: Path, library: Path, kind: Kind) -> bool:
    named = _NAME.fullmatch(file.name)
    return named is not None and named["library"] == library.stem and named["kind"] == kind


def _day(file: Path) -> slice:
    named = _NAME.fullmatch(file.name)
    assert named is not None
    return slice(*named.span("day"))


def _changed(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).astimezone()


def _missing(library: Path) -> Iterator[QCompareError]:
    """Yield what to say where there is no library but there are backups of one."""
    if any(backup.usable for backup in backups_of(library)):
        yield DamagedError(
            "没有找到规划库文件，已新建一个空的", place=str(library), advice="原来的规划库有备份，可以恢复"
        )
