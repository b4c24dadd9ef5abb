"""Whether a library is sound: quickly whenever it is opened, thoroughly after an accident, before a backup counts, on demand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import cache, partial

from sqlite_utils import Database

from qcompare.model import Collation, Plan, Row
from qcompare.store.collations import read_collation
from qcompare.store.decisions import read_decisions
from qcompare.store.plans import read_entries, read_plan
from qcompare.store.rows import Unreadable, require
from qcompare.store.schema import VERSION, bring_up_to_date
from qcompare.store.treatments import read_treatments

QUICK_BYTES = 30_000_000
"""A larger library is looked at in its precious tables only: 23 MB of 900 comparisons took 0.14 s, at each of the window's
jobs. The whole is looked at when it is backed up, which is once a day."""

_PRECIOUS = ("plans", "quoted_rulings", "opinions", "treatments")
"""The tables whose loss no computing makes good."""

_MOST_TOLD = 20

_COMPLAINTS = ("Could not decode to UTF-8", "unsupported file format")
"""How sqlite3 begins to complain of text that is none, and of a header that no version of it wrote; no code tells them."""


def looks_sound(db: Database) -> bool:
    """Tell whether a quick look finds no damage; raises what SQLite raises where it cannot even look."""
    (pages,), (size,) = (db.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    if pages * size <= QUICK_BYTES:
        return bool(db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return all(
        db.execute(f"PRAGMA quick_check('{table}')").fetchone()[0] == "ok" for table in _PRECIOUS if table in tables
    )


def has_our_tables(db: Database) -> bool:
    """Tell whether a library of today's version has all tables and columns, and nothing that acts by itself."""
    acts = db.execute("SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchone()[0]
    try:
        return not acts and _our_columns() <= _columns(db)
    except sqlite3.OperationalError as error:
        if code_of(error) in (0, sqlite3.SQLITE_ERROR):  # what makes the search index is misspelt
            return False
        raise


def faults(db: Database, *, comparisons: bool = False) -> tuple[str, ...]:
    """Return what is wrong with a library in words for the user, none where it is sound; nothing is changed.

    SQLite looks at every page and index. It cannot see a character that became another: each plan's text is held against
    its digest, and what is stored of it, of what a person said and, if asked for, of the comparisons must read as what
    this program writes. What an older version left is looked at by SQLite alone, until it is brought up to date.
    """
    found: list[str] = []
    try:
        found += [str(line) for (line,) in db.execute(f"PRAGMA integrity_check({_MOST_TOLD})") if line != "ok"]
        if found:
            least = "至少 " if len(found) >= _MOST_TOLD else " "
            return (f"文件结构有{least}{len(found)} 处错误",)  # SQLite names them in English, by its own pages
        for table, _, parent, _ in db.execute("PRAGMA foreign_key_check").fetchmany(_MOST_TOLD):
            found.append(f"{table} 表中有记录所属的 {parent} 记录不在库中")
        if not found and db.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            found += ["表或栏目不全"] if not has_our_tables(db) else _unreadable(db, comparisons=comparisons)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        found.append("文件结构已损坏，没有检查完")
    return tuple(found[:_MOST_TOLD])


def plan_in_place(plan: Plan) -> bool:
    """Tell whether the outline of a plan speaks of text, sentences and clauses that are there."""
    sentences, clauses = plan.sentences, plan.clauses
    return (
        all(0 <= s.span.start <= s.span.end <= len(plan.text) and 0 <= s.clause < len(clauses) for s in sentences)
        and all(0 <= c.span.start <= c.span.end <= len(plan.text) for c in clauses)
        and all(0 <= c.sentences.start <= c.sentences.stop <= len(sentences) for c in clauses)
        and all(c.parent is None or 0 <= c.parent < at for at, c in enumerate(clauses))
    )


def collation_in_place(collation: Collation) -> bool:
    """Tell whether a comparison speaks of sentences, clauses, wording and rows that are there."""
    return (
        all(map(plan_in_place, collation.plans))
        and all(_alignment_in_place(collation, at) for at in range(len(collation.targets)))
        and all(_row_in_place(collation, row) for row in collation.rows)
    )


def _alignment_in_place(collation: Collation, at: int) -> bool:
    base, alignment = collation.base_of(at), collation.targets[at]
    ours, theirs = len(base.sentences), len(alignment.plan.sentences)
    pairs = [(match.base, match.target) for match in alignment.matches]
    pairs += [(ruling.base, ruling.target) for ruling in alignment.rulings]
    spans = [edit.base for edit in alignment.wording if edit.base is not None] + list(alignment.omitted)
    return (
        all(0 <= ours_ < ours and 0 <= theirs_ < theirs for ours_, theirs_ in pairs)
        and len(alignment.relations) == theirs
        and all(0 <= sentence < ours for sentence in alignment.dropped)
        and all(0 <= span.start <= span.end <= len(base.text) for span in spans)
        and all(0 <= e.target.start <= e.target.end <= len(alignment.plan.text) for e in alignment.wording)
    )


def _row_in_place(collation: Collation, row: Row) -> bool:
    if len(row.cells) != len(collation.targets):
        return False
    pointers = [pointer for cell in row.cells for pointer in cell.pointers]
    return all(0 <= pointer.row < len(collation.rows) for pointer in pointers) and all(
        0 <= clause < len(plan.clauses) for at, plan in enumerate(collation.plans) for clause in row.clauses(at)
    )


def code_of(error: sqlite3.Error) -> int:
    """Return SQLite's code for a trouble, 0 where Python itself complains of what SQLite gave it."""
    return int(getattr(error, "sqlite_errorcode", 0))


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether SQLite complains of damage that its code does not tell from our own mistakes."""
    return str(error).startswith(_COMPLAINTS)


def _unreadable(db: Database, *, comparisons: bool) -> list[str]:
    readings = [*_readings(db), *(_readings_of_comparisons(db) if comparisons else ())]
    return [said for read, said in readings if not _reads(read)]


def _readings(db: Database) -> Iterator[tuple[Callable[[], object], str]]:
    """Yield how to read each part of the library, and what to say where that fails."""
    yield lambda: (read_entries(db), read_entries(db, removed=True)), "规划文本目录读不懂"
    plans = [number for (number,) in db.execute("SELECT id FROM plans ORDER BY id").fetchall()]
    for plan in plans:
        yield partial(_require_plan, db, plan), f"编号 {plan} 的规划文本与存入时不符"
        yield partial(read_treatments, db, [plan]), f"编号 {plan} 的规划文本的人工划定读不懂"
    yield partial(_read_index, db), "检索索引读不懂"
    yield partial(read_decisions, db, plans, plans), "审核意见或人工对应读不懂"


def _readings_of_comparisons(db: Database) -> Iterator[tuple[Callable[[], object], str]]:
    for (number,) in db.execute("SELECT id FROM collations ORDER BY id").fetchall():
        yield partial(_require_collation, db, number), f"编号 {number} 的比对读不懂"


def _read_index(db: Database) -> None:
    """Read the search index from end to end: SQLite's own check of it would have to write."""
    db.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'sentence_index', 'instance')")
    try:
        db.execute("SELECT count(*) FROM temp.terms").fetchone()
    finally:
        db.execute("DROP TABLE temp.terms")


def _require_plan(db: Database, plan_id: int) -> None:
    require(plan_in_place(read_plan(db, plan_id)))


def _require_collation(db: Database, collation_id: int) -> None:
    collation = read_collation(db, collation_id)
    require(collation is not None and collation_in_place(collation))


def _reads(read: Callable[[], object]) -> bool:
    try:
        read()
    except (Unreadable, UnicodeDecodeError, sqlite3.DatabaseError):
        return False
    return True


@cache
def _our_columns() -> frozenset[tuple[str, str]]:
    db = Database(sqlite3.connect(":memory:", isolation_level=None), recursive_triggers=False, execute_plugins=False)
    bring_up_to_date(db)
    columns = _columns(db)
    db.close()
    return columns


def _columns(db: Database) -> frozenset[tuple[str, str]]:
    tables = "SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table'"
    return frozenset(db.execute(tables).fetchall())
