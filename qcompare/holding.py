"""Who may write to a library (规划库): one program at a time, by a lock that the system frees when the program ends.

The lock lies on one byte of the file `library.db.hold`, far behind what stands in it: who holds the library. A program that
is killed leaves its name in it, but no lock, and the lock alone tells. Over a network the server keeps it (SMB, NFS 4 and, where its lock
service runs, NFS 3). `filelock` was not taken: it locks whole files (others could not read on Windows who holds it), empties
them when it opens them, and on Linux uses flock, which SMB kept to one PC before kernel 5.5.
"""

from __future__ import annotations

import errno
import getpass
import itertools
import json
import os
import platform
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from qcompare.errors import HeldError, LibraryError, UnwritableError
from qcompare.network import on_network

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl
    import struct

SUFFIX = ".hold"

PATIENCE_SECONDS = 10.0
"""How long one command waits for another: two imports of a hundred plans each (3 s) do not get into each other's way."""

_STEP_SECONDS = 0.05
_LEAST_TRIES = 3
"""Even who does not wait tries again: another program that looks who holds the library has the lock for a moment."""

_BYTE = 1 << 30  # the one that is locked; Windows keeps others from reading what is locked, so nothing stands there
_MOST_BYTES = 4096
_HELD = frozenset({errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK})
_UNWRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


_OWN_WINDOW = "请先关闭本机已打开的窗口，或直接在那个窗口中操作"
_ANOTHER = "或用 --library 另指定规划库"


class Program(StrEnum):
    """What holds a library: for as long as it is open in it, or for a moment."""

    WINDOW = "窗口"
    COMMAND = "命令"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a library. `user` is empty where the file does not tell."""

    user: str
    computer: str
    program: Program
    process: int
    since: datetime

    @property
    def ours(self) -> bool:
        """Whether that is this process."""
        return self.process == os.getpid() and self.computer == _computer()

    @property
    def is_neighbour(self) -> bool:
        """Whether that is another window of this user on this computer."""
        here = self.user == _user() and self.computer == _computer()
        return here and self.program is Program.WINDOW and self.process != os.getpid()

    @property
    def words(self) -> str:
        """Who uses the library, as a sentence.

        >>> since = datetime(2026, 3, 2, 9, 12).astimezone()
        >>> Holder("王敏", "PC-03", Program.WINDOW, 4711, since).words
        '规划库正由 王敏 在 PC-03 上使用（窗口，自 2026年3月2日 9:12）'
        """
        if not self.user:
            return "规划库正由另一个程序使用"
        at = self.since.astimezone()
        day = "" if at.date() == _now().date() else f"{at.year}年{at.month}月{at.day}日 "
        return f"规划库正由 {self.user} 在 {self.computer} 上使用（{self.program}，自 {day}{at.hour}:{at:%M}）"


class Hold:
    """The right to write to a library, until it is released or the process ends."""

    def __init__(self, library: Path, descriptor: int) -> None:
        self.library = library
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let others write; to do so twice is no harm."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
        if sys.platform == "win32":  # deletes no file that another program has open
            _close(descriptor)
            _delete(hold_file(self.library))
        else:  # who waits for the lock finds that it lies on a deleted file, and takes the next
            if not on_network(self.library) and _is_still(descriptor, self.library):  # not the file of who came after
                _delete(hold_file(self.library))
            os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def hold(library: Path, program: Program, *, patience: float = 0) -> Hold:
    """Return the right to write to a library, which need not exist yet but in a folder that does.

    A command that holds it is waited for up to `patience` seconds, a window is not. Raises HeldError where another program
    (or another part of this one) holds it, UnwritableError where its file, or one beside it, must not be written,
    LibraryError where its place knows no locks or its disk is full.
    """
    end = time.monotonic() + patience
    for tries in itertools.count(1):
        try:
            descriptor = _opened_to_write(library)
        except UnwritableError:  # or, on Windows, deleted a moment ago while a virus scanner still looks at it
            if tries < _LEAST_TRIES:
                time.sleep(_STEP_SECONDS)
                continue
            raise
        try:
            if _lock(descriptor, library, shared=False) and _is_still(descriptor, library):
                _write(descriptor, program, library)
                return Hold(library, descriptor)
            holder = _read(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        _close(descriptor)
        waiting = holder.program is Program.COMMAND and time.monotonic() < end
        if tries >= _LEAST_TRIES and not waiting:
            raise held_error(library, holder)
        time.sleep(_STEP_SECONDS)
    raise AssertionError("the tries have no end")


def holder_of(library: Path) -> Holder | None:
    """Return who holds a library, or None; what may not be looked at counts as free."""
    path = hold_file(library)
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    try:
        if not _lock(descriptor, library, shared=True):
            return _read(descriptor)
    except LibraryError:
        pass
    finally:
        _close(descriptor)
    return None


def refuse_where_held(library: Path) -> None:
    """Raise HeldError where another process holds a library; this one's window may write by the right that it holds."""
    holder = holder_of(library)
    if holder is not None and not holder.ours:
        raise held_error(library, holder)


def refuse_to_replace_held(path: Path) -> None:
    """Raise HeldError where anyone holds the library that a file is to take the place of.

    Renamed over it, the file would leave who holds it writing into one that has no name any more.
    """
    holder = holder_of(path)
    if holder is not None:
        raise HeldError(holder.words, place=str(path), advice="请换一个文件名")


def hold_file(library: Path) -> Path:
    """Return the file that the lock lies on, beside the library itself and not beside a link to it.

    >>> hold_file(Path("/规划库") / "library.db").name
    'library.db.hold'
    """
    place = Path(os.path.realpath(library))
    return place.with_name(place.name + SUFFIX)


def held_error(library: Path, holder: Holder) -> HeldError:
    """Return what to say to who wants to write to a library that another holds."""
    if holder.program is not Program.WINDOW:
        return HeldError(holder.words, place=str(library), advice="请等那个命令结束后再试")
    own = holder.is_neighbour or holder.ours
    advice = _OWN_WINDOW if own else "请等对方关闭窗口后再试；急用的，可请对方代办"
    return HeldError(holder.words, place=str(library), advice=advice, command=_ANOTHER)


def unwritable(library: Path) -> UnwritableError:
    """Return what to say of a library that can only be read: by its rights, or on a disc or stick that is locked."""
    return UnwritableError(
        "没有权限写入规划库，或所在的磁盘是只读的",
        place=str(library),
        advice="请检查文件和所在文件夹的权限、U 盘的写保护开关",
        command=_ANOTHER,
    )


def _opened_to_write(library: Path) -> int:
    path = hold_file(library)
    try:
        if library.exists() and not os.access(library, os.W_OK):
            raise unwritable(library)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        if library.exists():  # who may write to the library may hold it, by now: over a network the file stays
            with suppress(OSError):
                path.chmod(library.stat().st_mode & 0o666)
    except OSError as error:
        if error.errno in _UNWRITABLE:
            raise unwritable(library) from error
        if error.errno in {errno.ENOENT, errno.ENOTDIR}:
            words = "规划库所在的文件夹不存在", "请先建好文件夹，或换一个位置"
        else:
            words = "规划库旁边的占用标记文件打不开", "请检查规划库所在的文件夹和磁盘后重试"
        raise LibraryError(words[0], place=str(library), advice=words[1]) from error
    return descriptor


def _lock(descriptor: int, library: Path, *, shared: bool) -> bool:
    """Return whether the lock was free; it is ours then until the descriptor is closed.

    On Linux it belongs to the open file, not to the process: a POSIX lock would go when any part of the process closes the
    file, such as one that only looked who holds it.
    """
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        elif hasattr(fcntl, "F_OFD_SETLK"):
            kind = fcntl.F_RDLCK if shared else fcntl.F_WRLCK
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, struct.pack("@hhqqi0q", kind, os.SEEK_SET, _BYTE, 1, 0))
        else:
            fcntl.flock(descriptor, fcntl.LOCK_NB | (fcntl.LOCK_SH if shared else fcntl.LOCK_EX))
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise LibraryError(
            "规划库所在的位置不支持文件锁，不能防止两个程序同时写入",
            place=str(library),
            advice="请把规划库放到本机磁盘上",
        ) from error
    return True


def _close(descriptor: int) -> None:
    """Close the file; Windows gives up its locks in its own time unless they are given up first."""
    if sys.platform == "win32":
        with suppress(OSError):
            os.lseek(descriptor, _BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
    os.close(descriptor)


def _is_still(descriptor: int, library: Path) -> bool:
    """Return whether the file locked is still the one of its name, which the holder before may have deleted just now.

    Over a network this PC may remember for seconds a file that is gone: there it stays, emptied.
    """
    if sys.platform == "win32":
        return True
    try:
        return os.path.samestat(os.fstat(descriptor), hold_file(library).stat())
    except OSError:
        return False


def _delete(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _read(descriptor: int) -> Holder:
    """Return who says that he holds the library."""
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        said = json.loads(os.read(descriptor, _MOST_BYTES))
        return Holder(
            str(said["user"]),
            str(said["computer"]),
            Program(said["program"]),
            int(said["process"]),
            datetime.fromisoformat(said["since"]).astimezone(),
        )
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):  # whoever wrote it
        return Holder("", "", Program.COMMAND, 0, _now())


def _write(descriptor: int, program: Program, library: Path) -> None:
    """Write down who holds the library.

    On a full disk nobody may hold it: nothing could be kept in it either, and a window that found no name beside its own
    library would take itself for another program as long as it is open.
    """
    said = {
        "user": _user(),
        "computer": _computer(),
        "program": program.value,
        "process": os.getpid(),
        "since": _now().isoformat(timespec="seconds"),
    }
    try:
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(said, ensure_ascii=False).encode())
    except OSError as error:
        raise LibraryError(
            "规划库所在的磁盘写不进去，可能已满", place=str(library), advice="请清理磁盘后重试"
        ) from error


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "某用户"  # a number that no list of users knows


def _computer() -> str:
    return os.environ.get("COMPUTERNAME") or platform.node()  # without the first, Windows is asked by way of sockets


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
