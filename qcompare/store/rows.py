"""Many rows into a table at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlite_utils import Database


def insert_rows(db: Database, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    """Insert many rows; `columns` names their columns, separated by spaces."""
    db.table(table).insert_all([columns.split(), *rows])
