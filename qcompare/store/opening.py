"""Opens the library's file, recognises what is not one, and explains what SQLite complains of."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from qcompare.errors import DamagedError, LibraryError, StrangerError, UnfinishedError, UnwritableError
from qcompare.network import on_network
from qcompare.store.rows import Unreadable, as_written
from qcompare.store.schema import APPLICATION_ID, VERSION, bring_up_to_date
from qcompare.store.soundness import code_of, faults, has_our_tables, is_damage, looks_sound

BUSY_SECONDS, BUSY_NETWORK_SECONDS = 5.0, 20.0
"""How long to wait for another program that is writing: longer than an import of a hundred plans (3 s), over a network more."""

EMPTY = 1
"""Bytes of a file that SQLite takes for a new database."""

_WAY_OUT = "（“文件”菜单的“备份与恢复”）；没有备份的，在同一窗口用“抢救”"
_WAY_OUT_BY_COMMAND = "用命令的，见 qcompare restore-library --help 和 qcompare salvage --help"
_FOREIGN = (
    "这不是规划库文件，没有改动",
    f"请选择 .db 规划库；要导入规划文本请用“导入”。如果它原来就是规划库，那么文件开头已损坏：请用备份恢复{_WAY_OUT}",
    _WAY_OUT_BY_COMMAND,
)
_EMPTIED = ("规划库文件是空的，内容已丢失", "请用备份恢复")
_NEWER = (
    "规划库由更新版本的程序建立，没有改动：它的格式是第 {} 版，本程序只能打开第 {} 版及更早的",
    "请升级本程序后再打开；也可以恢复升级前的备份（文件名中有“升级前”）",
)
_DAMAGED = (
    "规划库文件已损坏，没有改动",
    f"请用备份恢复{_WAY_OUT}把还读得出的内容另存为新的规划库",
    _WAY_OUT_BY_COMMAND,
)
_OLDER = (
    "规划库由较早版本的程序建立，须先升级才能读取，而现在不能写入",
    "请在可以写入时打开它一次，或把它复制到可以写入的文件夹里再打开",
)
_CUT_SHORT = (
    "规划库上次写入时中断，须先复原才能读取，而现在不能写入",
    "请在可以写入时打开它一次，或把它连同旁边的 -journal 文件复制到可以写入的文件夹里再打开",
)
_READ_ONLY = ("规划库是以只读方式打开的，没有改动", "请等其他程序关闭它，或在可以写入的位置打开它，然后重试")
_BUSY = ("规划库正被另一个程序占用", "请等它完成或将其关闭，然后重试")
_FULL = ("磁盘空间不足，规划库保持原样", "请清理磁盘后重试")
_DISK = ("读写规划库时出错，磁盘可能已满或有故障，规划库保持原样", "请检查磁盘后重试")
_FORBIDDEN = ("没有权限打开或写入规划库", "请检查文件和所在文件夹的权限", "或用 --library 另指定规划库")
_GONE = (
    "规划库文件不见了，可能被移走或改名",
    "请把它放回原处再重试；没有新建规划库，刚才的操作没有做",
)
_TOO_LONG = ("规划库的文件名太长", "请换一个短一些的文件名")

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


def open_database(path: Path, index: Callable[[Database], None], *, make: bool = True) -> Database:
    """Return the open database in `path`, made if missing and, if older, brought up to date and indexed anew by `index`.

    Without `make` one that is missing stays so: it was there a while ago, and an empty one in its place would hide that.

    Raises LibraryError, with the file untouched, when it is not a library, is damaged, is newer than this program, or
    another program holds it.
    """
    if not make:
        refuse_where_gone(path)
    refuse_by_look(path)
    new = not path.exists()
    try:
        with explained(path):
            return _connect(path, index, make=make)
    except LibraryError:
        if new:
            _remove_if_empty(path)
        raise


def open_to_read(path: Path) -> Database:
    """Return the open database in `path`, in which nothing is ever written, nor beside it: on a disc, or while another writes.

    Raises UnfinishedError where it cannot be read before something was written, LibraryError as `open_database` does.
    """
    refuse_by_look(path)
    if not path.exists():
        raise LibraryError("没有这个规划库文件", place=str(path), advice="请检查文件名和位置")
    try:
        with explained(path):
            db = raw_database(f"{uri_of(path)}?mode=ro", patience(path))
            try:
                db.execute("PRAGMA trusted_schema = off")
                _check_as_it_is(db, path)
            except BaseException:
                db.close()
                raise
            return db
    except LibraryError as error:
        if isinstance(error.__cause__, sqlite3.Error) and _asks_for_rollback(error.__cause__):
            raise UnfinishedError(_CUT_SHORT[0], place=str(path), advice=_CUT_SHORT[1]) from error
        raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite complains of inside the block into a LibraryError that says what to do."""
    try:
        yield
    except (Unreadable, UnicodeDecodeError) as error:  # SQLite's own complaint quotes what is damaged
        raise _error(path, _DAMAGED) from error
    except sqlite3.Error as error:
        if is_damage(error):
            raise _error(path, _DAMAGED) from error
        code = code_of(error)
        if code & 0xFF not in _EXPLANATIONS:
            raise
        raise _error(path, _EXPLANATIONS[code & 0xFF]) from error


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Read within the block what the library holds at its start, whatever another program writes meanwhile."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.rollback()


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


def uri_of(path: Path) -> str:
    """Return the path as SQLite takes it in a URI; a network place on Windows has four slashes, as_uri() gives two.

    >>> uri_of(Path("/home/library #1.db"))
    'file:///home/library%20%231.db'
    """
    place = path.absolute().as_posix()
    return "file://" + quote(place if place.startswith("/") else f"/{place}")


def patience(path: Path) -> float:
    """Return how many seconds to wait for another program that is writing there."""
    return BUSY_NETWORK_SECONDS if on_network(path) else BUSY_SECONDS


def raw_database(uri: str, patience: float = BUSY_SECONDS) -> Database:
    """Return the database of that URI as it is, looked at by nobody."""
    connection = sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None)
    return Database(connection, recursive_triggers=False, execute_plugins=False)


def _connect(path: Path, index: Callable[[Database], None], *, make: bool) -> Database:
    cut_short = path.with_name(path.name + "-journal").exists()
    db = raw_database(f"{uri_of(path)}?mode={'rwc' if make else 'rw'}", patience(path))
    try:
        db.execute("PRAGMA foreign_keys = on")
        db.execute("PRAGMA synchronous = extra")  # a commit holds though the power goes just after it
        db.execute("PRAGMA trusted_schema = off")
        _check_and_update(db, path, index, thoroughly=cut_short)
    except BaseException:
        db.close()
        raise
    return db


def _check_and_update(db: Database, path: Path, index: Callable[[Database], None], *, thoroughly: bool) -> None:
    """Refuse what is no sound library; `thoroughly` after an accident: work cut short leaves a journal behind.

    A library that another program set to a write-ahead log is set back: over a network that would spoil it.
    """
    _refuse_stranger(db, path)
    if faults(db) if thoroughly else not looks_sound(db):
        raise _error(path, _DAMAGED)
    db.execute("PRAGMA journal_mode = delete")
    if pragma(db, "user_version") < VERSION:
        with transaction(db):
            _update(db, path)
            index(db)
    elif not has_our_tables(db):
        raise _error(path, _DAMAGED)


def _check_as_it_is(db: Database, path: Path) -> None:
    _refuse_stranger(db, path)
    if not looks_sound(db):
        raise _error(path, _DAMAGED)
    if pragma(db, "user_version") < VERSION:
        raise UnfinishedError(_OLDER[0], place=str(path), advice=_OLDER[1])
    if not has_our_tables(db):
        raise _error(path, _DAMAGED)


def _asks_for_rollback(error: sqlite3.Error) -> bool:
    return code_of(error) in {sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_READONLY_RECOVERY}


def _update(db: Database, path: Path) -> None:
    """Bring a library up to date; one that lacks what every library of its version has stays as it is."""
    try:
        with as_written():
            bring_up_to_date(db)
        if not has_our_tables(db):
            raise _error(path, _DAMAGED)
    except sqlite3.OperationalError as error:
        if code_of(error) == sqlite3.SQLITE_ERROR:
            raise _error(path, _DAMAGED) from error
        raise


def _refuse_stranger(db: Database, path: Path) -> None:
    empty = not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if pragma(db, "application_id") != APPLICATION_ID and not empty:
        raise _error(path, _FOREIGN)
    version = pragma(db, "user_version")
    if version > VERSION:
        raise _error(path, (_NEWER[0].format(version, VERSION), _NEWER[1]))


def pragma(db: Database, name: str) -> int:
    """Return a number that SQLite keeps of a database under that name."""
    value: int = db.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def refuse_by_look(path: Path) -> None:
    """Raise LibraryError for what can be told without locking the file or writing beside it.

    To open a stranger's file the usual way might change it: SQLite would fold in a write-ahead log. We do not read the
    header ourselves either, because closing a file drops the locks that other connections of this process hold on it.
    """
    try:
        if path.is_dir():
            raise LibraryError(
                "这是文件夹，不是规划库文件", place=str(path), advice="请在后面加上文件名，如 library.db"
            )
        if not path.parent.is_dir():
            raise LibraryError("规划库所在的文件夹不存在", place=str(path), advice="请先建好文件夹，或换一个位置")
        if path.exists() and not path.is_file():
            raise _error(path, _FOREIGN)  # a device or a pipe, which might never end
        if not path.exists() or path.with_name(path.name + "-journal").exists():
            return  # a journal means work cut short or going on: only a locked look tells the truth
    except OSError as error:
        raise _error(path, _TOO_LONG if error.errno == errno.ENAMETOOLONG else _FORBIDDEN) from error
    with explained(path):
        db = raw_database(f"{uri_of(path)}?mode=ro&immutable=1")
        try:
            _refuse_stranger(db, path)
        except sqlite3.DatabaseError as error:
            if code_of(error) == sqlite3.SQLITE_NOTADB:
                raise _error(path, _FOREIGN) from error
            if code_of(error) != sqlite3.SQLITE_CORRUPT:  # damage too is told by the locked look
                raise
        finally:
            db.close()


def refuse_where_gone(path: Path) -> None:
    """Raise LibraryError where there is nothing at `path`, or its whole folder is away: a stick that was pulled out."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise gone(path) from error
    except OSError:
        pass  # whoever opens it says what is wrong


def gone(path: Path) -> LibraryError:
    """Return what to say of a library that was there when the window opened it, and is no longer."""
    return _error(path, _GONE)


def busy(path: Path) -> LibraryError:
    """Return what to say of a library that another program holds."""
    return _error(path, _BUSY)


def foreign(path: Path) -> LibraryError:
    """Return what to say of a file that does not bear the mark of a library."""
    return _error(path, _FOREIGN)


def emptied(path: Path) -> LibraryError:
    """Return what to say of a library's file in which nothing is left."""
    return _error(path, _EMPTIED)


def read_only(path: Path) -> UnwritableError:
    """Return what to say to who wants to write to a library that was opened to be read."""
    return UnwritableError(_READ_ONLY[0], place=str(path), advice=_READ_ONLY[1])


def _error(path: Path, words: tuple[str, ...]) -> LibraryError:
    """Return what is wrong, what to do and, where there is more that commands can do, that."""
    kind = {_DAMAGED: DamagedError, _EMPTIED: DamagedError, _FOREIGN: StrangerError}.get(words, LibraryError)
    return kind(words[0], place=str(path), advice=words[1], command="".join(words[2:]))


def _remove_if_empty(path: Path) -> None:
    with suppress(OSError):
        if path.stat().st_size == 0:
            path.unlink()
