"""Saves what can still be read of a damaged library into a new one; the damaged file is not touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from qcompare.model import Plan
from qcompare.store.care import copy_bytes
from qcompare.store.library import Library
from qcompare.store.merging import Merged
from qcompare.store.opening import raw_database, transaction, uri_of
from qcompare.store.schema import APPLICATION_ID, bring_up_to_date
from qcompare.store.traces import PAGE, Lost, lost, missing_bytes

_DAMAGE = (sqlite3.DatabaseError, ValueError, TypeError, LookupError)


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was saved of a damaged library, and what it tells of the rest; `missing` are the bytes its file was cut short by."""

    merged: Merged
    plans: Lost
    comparisons: Lost
    missing: int


def salvage(path: Path, into: Library, make_plan: Callable[[str, str], Plan]) -> Salvaged:
    """Let `into` take in what can be read of the damaged library in `path`; what cannot is named or at least counted.

    A text is taken only where it is as it was stored, character for character; where its outline is lost `make_plan`
    makes it anew of text and source.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "library.db"
        copy_bytes(path, copy)
        journal = path.with_name(path.name + "-journal")
        if journal.exists():
            copy_bytes(journal, copy.with_name(copy.name + "-journal"))
            with suppress(*_DAMAGE), closing(raw_database(f"{uri_of(copy)}?mode=rw")) as db:
                db.execute("PRAGMA user_version").fetchone()  # brings back what the cut-short work had changed
        missing = missing_bytes(copy)
        _mend_header(copy)
        with closing(raw_database(f"{uri_of(copy)}?mode=rw")) as db:
            for setting in ("trusted_schema = off", "writable_schema = on", "cell_size_check = on"):
                db.execute(f"PRAGMA {setting}")
            with suppress(*_DAMAGE), transaction(db):
                bring_up_to_date(db)
            merged = into.take_in(db, make_plan=make_plan)
            plans = lost(db, "plans", merged.plans.keys() | merged.unread)
            return Salvaged(merged, plans, lost(db, "collations", merged.compared), missing)


def _mend_header(copy: Path) -> None:
    """Write the fields of a file's header that SQLite will not read it without, as they are in all our libraries."""
    with copy.open("r+b") as file:
        pages = copy.stat().st_size // PAGE
        counter = file.read(28)[24:28]
        for at, value in (
            (0, b"SQLite format 3\0"),
            (16, PAGE.to_bytes(2, "big")),
            (18, bytes((1, 1, 0, 64, 32, 32))),
            (28, pages.to_bytes(4, "big")),
            (44, (4).to_bytes(4, "big")),
            (56, (1).to_bytes(4, "big")),
            (68, APPLICATION_ID.to_bytes(4, "big")),
            (92, counter),
        ):
            file.seek(at)
            file.write(value)
