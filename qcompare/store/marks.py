"""The mark that tells a parcel (交换文件) from a library in use, and the words that travel in it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path

from qcompare.model import Equivalence, Op
from qcompare.store.opening import explained, raw_database, transaction, uri_of
from qcompare.store.rows import as_written, insert_rows

PARCEL_SUFFIX = ".qcmp"

_TABLES = """
CREATE TABLE parcel (whole INTEGER NOT NULL, made TEXT NOT NULL);
CREATE TABLE parcel_words (one TEXT NOT NULL, other TEXT NOT NULL, op TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a parcel says of itself: a whole library or one comparison, the day it was made, the words that count as one."""

    whole: bool
    made: str
    words: tuple[Equivalence, ...] = ()


def mark_parcel(path: Path, mark: Mark) -> None:
    """Make the library in `path`, which is nobody's yet, a parcel; one made of a parcel has its own mark only.

    What was erased from the library must not travel in the pages it left free.
    """
    with explained(path), closing(raw_database(f"{uri_of(path)}?mode=rw")) as db:
        with transaction(db):
            for table in ("parcel", "parcel_words"):
                db.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in filter(str.strip, _TABLES.split(";")):
                db.execute(statement)
            db.execute("INSERT INTO parcel VALUES (?, ?)", [mark.whole, mark.made])
            insert_rows(db, "parcel_words", "one other op", map(astuple, mark.words))
        db.execute("VACUUM")


def read_mark(path: Path) -> Mark | None:
    """Return the mark of a parcel, None for a library. Raises DamagedError where it cannot be read."""
    with explained(path), closing(raw_database(f"{uri_of(path)}?mode=ro")) as db, as_written():
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'parcel'").fetchone():
            return None
        whole, made = db.execute("SELECT whole, made FROM parcel").fetchone()
        words = db.execute("SELECT one, other, op FROM parcel_words ORDER BY rowid").fetchall()
        return Mark(bool(whole), made, tuple(Equivalence(str(one), str(other), Op(op)) for one, other, op in words))
