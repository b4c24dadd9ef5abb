"""Opens the library's file, recognises what is not one, and explains what SQLite complains of."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database

from qcompare.errors import LibraryError
from qcompare.store.schema import APPLICATION_ID, VERSION, bring_up_to_date

BUSY_SECONDS = 2.0
"""How long to wait for another program that is writing: longer than an import, shorter than a user's patience."""

_MAGIC = b"SQLite format 3\x00"
_HEADER = struct.Struct(">60xI4xI28x")  # the file's first 100 bytes: user_version at 60, application_id at 68

_ELSEWHERE = "请换一个文件名，或用 --library 另指定规划库"
_FOREIGN = ("这不是规划库文件，没有改动", "请选择 .db 规划库；要导入规划文本请用“导入”")
_NEWER = ("规划库由更新版本的程序建立，没有改动", "请升级本程序后再打开")
_DAMAGED = ("规划库文件已损坏，没有改动", f"请用备份恢复；若无备份，{_ELSEWHERE.removeprefix('请')}后重新导入规划文本")
_BUSY = ("规划库正被另一个程序占用", "请等它完成或将其关闭，然后重试")
_FULL = ("磁盘空间不足，规划库保持原样", "请清理磁盘后重试")
_DISK = ("读写规划库时出错，磁盘可能已满或有故障，规划库保持原样", "请检查磁盘后重试")
_FORBIDDEN = ("没有权限打开或写入规划库", f"请检查文件和所在文件夹的权限；也可以{_ELSEWHERE.removeprefix('请')}")

_EXPLANATIONS = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _DISK,
    sqlite3.SQLITE_READONLY: _FORBIDDEN,
    sqlite3.SQLITE_PERM: _FORBIDDEN,
    sqlite3.SQLITE_CANTOPEN: _FORBIDDEN,
    sqlite3.SQLITE_AUTH: _FORBIDDEN,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
"""By primary result code. Codes that are missing here are our bugs and stay what they are."""


def open_database(path: Path) -> Database:
    """Return the open database in `path`, made if missing and brought up to date if older.

    Raises LibraryError, with the file untouched, when it is not a library, is damaged, is newer than this program, or
    another program holds it.
    """
    _refuse_by_look(path)
    new = not path.exists()
    try:
        with explained(path):
            return _connect(path)
    except LibraryError:
        if new:
            _remove_if_empty(path)
        raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite complains of inside the block into a LibraryError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None or code & 0xFF not in _EXPLANATIONS:
            raise
        raise _error(path, _EXPLANATIONS[code & 0xFF]) from error


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Do all of the block or nothing, holding the right to write from its start.

    BEGIN alone would take that right at the first write, where SQLite cannot wait for another writer without a deadlock.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def _connect(path: Path) -> Database:
    db = Database(
        sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None),
        recursive_triggers=False,
        execute_plugins=False,
    )
    try:
        db.execute("PRAGMA foreign_keys = on")
        _check_and_update(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _check_and_update(db: Database, path: Path) -> None:
    application, version = _pragma(db, "application_id"), _pragma(db, "user_version")
    empty = not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION_ID and not empty:
        raise _error(path, _FOREIGN)
    if version > VERSION:
        raise _error(path, _NEWER)
    if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise _error(path, _DAMAGED)
    if version < VERSION:
        with transaction(db):
            bring_up_to_date(db)


def _pragma(db: Database, name: str) -> int:
    value: int = db.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def _refuse_by_look(path: Path) -> None:
    """Raise LibraryError for what can be told without SQLite, which might touch a stranger's file only by opening it."""
    try:
        if path.is_dir():
            raise LibraryError(
                "这是文件夹，不是规划库文件", place=str(path), advice="请在后面加上文件名，如 library.db"
            )
        if not path.parent.is_dir():
            raise LibraryError("规划库所在的文件夹不存在", place=str(path), advice="请先建好文件夹，或换一个位置")
        if not path.exists():
            return
        with path.open("rb") as file:
            header = file.read(_HEADER.size)
    except OSError as error:
        raise _error(path, _FORBIDDEN) from error
    interrupted = path.with_name(path.name + "-journal").exists()  # SQLite will put it right before we look again
    if not header or interrupted:
        return
    if not header.startswith(_MAGIC):
        raise _error(path, _FOREIGN)
    if len(header) < _HEADER.size:
        raise _error(path, _DAMAGED)
    version, application = _HEADER.unpack(header)
    if application != APPLICATION_ID:
        raise _error(path, _FOREIGN)
    if version > VERSION:
        raise _error(path, _NEWER)


def _error(path: Path, words: tuple[str, str]) -> LibraryError:
    return LibraryError(words[0], place=str(path), advice=words[1])


def _remove_if_empty(path: Path) -> None:
    with suppress(OSError):
        if path.stat().st_size == 0:
            path.unlink()
