"""What a damaged library still tells of plans and comparisons that can no longer be read, so that none is lost in silence."""

from __future__ import annotations

from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from qcompare.store.merging import DAMAGE, MOST_PROBED, tried

PAGE = 4096
"""Bytes of a page of our libraries."""

_MAGIC = b"SQLite format 3\0"
_PAGES_AT = slice(28, 32)


@dataclass(frozen=True, slots=True)
class Lost:
    """How many plans, or comparisons, were not read: `sure` were there, `perhaps` more may have been erased long ago.

    `known` is False where the highest number ever given cannot be read either: there may be more than these.
    """

    sure: int = 0
    perhaps: int = 0
    known: bool = True


def lost(source: Database, table: str, accounted: Container[int]) -> Lost:
    """Return how many rows of `plans` or `collations` were not read, beside those accounted for.

    A row was there where it can be seen, or where another speaks of it: what is erased takes all that speaks of it along.
    """
    mentioned = _mentioned(source, table)
    given = tried(lambda: source.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table]).fetchall())
    last = given[0][0] if given and isinstance(given[0][0], int) else 0
    highest = max(mentioned, default=0)
    sure = perhaps = 0
    for number in range(1, min(max(highest, last), MOST_PROBED) + 1):
        if number not in accounted:
            rows = tried(partial(_rows, source, table, number))
            sure += bool(rows) or number in mentioned
            perhaps += rows is None and number not in mentioned
    return Lost(sure, perhaps, known=given is not None and last >= highest)


def missing_bytes(path: Path) -> int:
    """Return how many bytes a library's file lacks by what its header says of its length, 0 where that cannot be read."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_PAGES_AT.stop)
    if not head.startswith(_MAGIC) or len(head) < _PAGES_AT.stop:
        return 0
    return max(0, int.from_bytes(head[_PAGES_AT], "big") * PAGE - size)


def _rows(source: Database, table: str, number: int) -> list[tuple[int]]:
    rows: list[tuple[int]] = source.execute(f"SELECT id FROM {table} WHERE id = ?", [number]).fetchall()
    return rows


def _mentioned(source: Database, table: str) -> set[int]:
    """Return the numbers of a table's rows that rows of other tables refer to, as far as these can be read."""
    pointers = """SELECT m.name, f."from" FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f
                  WHERE m.type = 'table' AND f."table" = ?"""
    found: set[int] = set()
    for name, column in tried(lambda: source.execute(pointers, [table]).fetchall()) or ():
        for order in ("ASC", "DESC"):
            with suppress(*DAMAGE):
                for (number,) in source.execute(f'SELECT DISTINCT "{column}" FROM "{name}" ORDER BY 1 {order}'):
                    if isinstance(number, int) and 0 < number <= MOST_PROBED:
                        found.add(number)
    return found
