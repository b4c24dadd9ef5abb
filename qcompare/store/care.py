"""The library's file as a whole: what is in it, whether it is sound, a copy of it, and another library in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from qcompare.errors import DamagedError, LibraryError
from qcompare.store.opening import EMPTY, busy, emptied, explained, foreign, pragma, raw_database, uri_of
from qcompare.store.schema import APPLICATION_ID, VERSION
from qcompare.store.soundness import code_of, faults

_STEP_PAGES = 2_000
"""Pages copied at a time, 8 MB or some 50 ms: whoever wants to write meanwhile waits no longer."""

_BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


@dataclass(frozen=True, slots=True)
class Facts:
    """What a library's file holds: the version of its format, how many plans and comparisons, its size in bytes."""

    version: int
    plans: int
    comparisons: int
    size: int

    @property
    def newer(self) -> bool:
        """Whether a newer program wrote it."""
        return self.version > VERSION

    @property
    def older(self) -> bool:
        """Whether it would be brought up to date when opened."""
        return 0 < self.version < VERSION


def is_marked(path: Path) -> bool:
    """Tell whether a file bears the mark of a library; it is only looked at.

    SQLite is asked, for to close a file that we opened ourselves drops the locks that this process has on it: the window's
    own library may be the file.
    """
    try:
        if not path.is_file():
            return False
        with closing(raw_database(f"{uri_of(path)}?mode=ro&immutable=1")) as db:
            return pragma(db, "application_id") == APPLICATION_ID
    except (OSError, sqlite3.Error, UnicodeEncodeError):  # a name that no URI can say
        return False


def facts_of(path: Path) -> Facts:
    """Return what the library in `path` holds, of any version; the file is only looked at.

    Raises DamagedError where it is no library or cannot be read.
    """
    with explained(path), _opened(path) as db:
        aside = ("removed",) in db.execute("SELECT name FROM pragma_table_info('plans')").fetchall()
        plans = db.execute(f"SELECT count(*) FROM plans {'WHERE NOT removed' if aside else ''}").fetchone()[0]
        made = db.execute("SELECT count(*) FROM collations").fetchone()[0]
        return Facts(pragma(db, "user_version"), plans, made, path.stat().st_size)


def faults_of(path: Path, *, comparisons: bool = False) -> tuple[str, ...]:
    """Return what is wrong with the library in `path`, in words for the user; none where it is sound.

    With `comparisons` these are read too, which takes most of the time; what is wrong with them is made anew.
    Raises DamagedError where it is no library or cannot be opened at all.
    """
    with explained(path), _opened(path) as db:
        return faults(db, comparisons=comparisons)


def copy_library(path: Path, to: Path) -> None:
    """Copy the library in `path` as it is at one moment, whoever else works with it, into the file `to`.

    Raises LibraryError where it cannot be read, or where the copy is not sound: then so is the library.
    """
    with explained(path), _opened(path) as db:
        _copy(db, to, pragmas=("journal_mode = off", "synchronous = off"))  # a copy cut short is nobody's
    found = faults_of(to)
    if found:
        raise DamagedError("规划库文件已损坏", place=str(path), advice=f"检查发现：{found[0]}。请用以前的备份恢复")


def copy_bytes(path: Path, to: Path) -> None:
    """Copy a file byte for byte to where it will be worked on. Raises LibraryError."""
    try:
        shutil.copyfile(path, to)
    except OSError as error:
        raise LibraryError(
            "文件读不出来，或临时文件夹没有空间", place=str(path), advice="请检查文件所在的磁盘，清理磁盘后重试"
        ) from error


def put_in_place(source: Path, path: Path) -> None:
    """Let the library in `path` hold what that in `source` holds, all or nothing, also while other programs have it open.

    Raises DamagedError where what is in `path` can no longer be written into: its file must be replaced then.
    """
    with explained(path), _opened(source) as db:
        try:
            _copy(db, path)
        except sqlite3.OperationalError as error:
            if code_of(error) != sqlite3.SQLITE_READONLY or not os.access(path, os.W_OK):
                raise
            raise DamagedError("规划库文件已损坏", place=str(path)) from error  # its header says that nobody may write


def _copy(db: Database, to: Path, pragmas: Sequence[str] = ()) -> None:
    def go_on(status: int, _left: int, _pages: int) -> None:
        if status in _BUSY_CODES:  # sqlite3 would try for ever
            raise busy(to)

    with closing(raw_database(f"{uri_of(to)}?mode=rwc")) as other:
        for each in pragmas:
            other.execute(f"PRAGMA {each}")
        db.conn.backup(other.conn, pages=_STEP_PAGES, progress=go_on)


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    """Open a library for looking at it; one that work was cut short in is first brought back to what it was.

    Raises DamagedError, with the file and what lies beside it untouched, where it is none of ours.
    """
    if not path.is_file():
        raise LibraryError("没有这个文件", place=str(path), advice="请检查文件名和位置")
    cut_short = path.with_name(path.name + "-journal").exists()
    if not cut_short and path.stat().st_size <= EMPTY:
        raise emptied(path)
    if not cut_short:  # to open a stranger's file the usual way might change it
        with closing(raw_database(f"{uri_of(path)}?mode=ro&immutable=1")) as db:
            _require_ours(db, path)
    with closing(raw_database(f"{uri_of(path)}?mode={'rw' if cut_short else 'ro'}")) as db:
        db.execute("PRAGMA trusted_schema = off")
        _require_ours(db, path)
        yield db


def _require_ours(db: Database, path: Path) -> None:
    try:
        ours = pragma(db, "application_id") == APPLICATION_ID
    except sqlite3.DatabaseError as error:
        if code_of(error) != sqlite3.SQLITE_NOTADB:
            raise
        ours = False
    if not ours:
        raise foreign(path)
