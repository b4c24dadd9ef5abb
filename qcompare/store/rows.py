"""Many rows into a table at once, and rows out of it that do not read as they were written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlite_utils import Database


class Unreadable(Exception):  # noqa: N818 - told to the user as DamagedError
    """Rows of the library do not say what this program writes: the file was damaged where SQLite cannot see it."""


@contextmanager
def as_written() -> Iterator[None]:
    """Raise Unreadable for what goes wrong while rows become values again, in a function or a block that does only that."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise Unreadable from error


def require(holds: bool) -> None:
    """Raise Unreadable unless what must hold of stored values holds."""
    if not holds:
        raise Unreadable


def insert_rows(db: Database, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    """Insert many rows; `columns` names their columns, separated by spaces.

    sqlite-utils looks at each value in turn, which takes a fifth of the time of an import of a thousand plans.
    """
    names = columns.split()
    quoted, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    db.conn.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', rows)
