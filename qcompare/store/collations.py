"""Comparisons (比对) to rows of the library and back, without computing anything again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any

from sqlite_utils import Database

from qcompare.document import Span
from qcompare.errors import UsageError
from qcompare.model import (
    Alignment,
    Cell,
    Collation,
    Counts,
    Edit,
    Equivalence,
    Match,
    Op,
    Plan,
    Pointer,
    Relation,
    Row,
    RowKind,
    Ruling,
)
from qcompare.store.plans import read_plan
from qcompare.store.rows import as_written, insert_rows

_COUNTS = tuple(field.name for field in fields(Counts))
_PARTS = (
    "alignments",
    "matches",
    "relations",
    "dropped",
    "wording",
    "omitted",
    "rows",
    "cells",
    "equivalences",
    "rulings",
)

_LISTED = """
    SELECT id, base, engine, chained, used FROM collations WHERE NOT EXISTS (
        SELECT 1 FROM plans WHERE removed
        AND (plans.id = base OR plans.id IN (SELECT plan FROM alignments WHERE collation = collations.id))
    ) ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class CollationEntry:
    """A stored comparison as a list shows it: the ids of its plans, the engine that made it, and counts per target.

    `chained` tells a chain from the star of the same plans. `used` is when it was made or last looked at, in ISO with the
    local time of this PC; empty where nobody said.
    """

    id: int
    base: int
    targets: tuple[int, ...]
    engine: str
    counts: tuple[Counts, ...]
    chained: bool = False
    used: str = ""


def refuse_twins(plans: Sequence[Plan]) -> None:
    """Raise UsageError where two plans have one text but are not the same value: the library could hold only one."""
    by_text: dict[str, Plan] = {}
    for plan in plans:
        if by_text.setdefault(plan.text, plan) != plan:
            raise UsageError("两个规划文本的内容完全相同", place=plan.source, advice="请选择不同的规划文本")


def insert_collation(db: Database, collation: Collation, plan_ids: Sequence[int], engine: str) -> int:
    """Store a comparison and return its id; `plan_ids` are the stored plans, the base first.

    A comparison of the same plans, by this engine or an older one, is replaced and keeps its id; a chain of them is
    another than the star.
    """
    base, *targets = plan_ids
    collation_id = find_collation(db, base, targets, chained=collation.chained)
    if collation_id is None:
        sql = "INSERT INTO collations (base, engine, chained) VALUES (?, ?, ?)"
        collation_id = db.execute(sql, [base, engine, collation.chained]).lastrowid
        assert collation_id is not None
    else:
        for table in _PARTS:
            db.execute(f"DELETE FROM {table} WHERE collation = ?", [collation_id])
        db.execute("UPDATE collations SET engine = ? WHERE id = ?", [engine, collation_id])
    alignments = zip(collation.targets, targets, strict=True)
    counts = ((collation_id, i, plan, *astuple(a.counts)) for i, (a, plan) in enumerate(alignments))
    insert_rows(db, "alignments", f"collation position plan {' '.join(_COUNTS)}", counts)
    for position, alignment in enumerate(collation.targets):
        _insert_alignment(db, (collation_id, position), alignment)
    _insert_grid(db, collation_id, collation.rows)
    words = ((collation_id, i, *astuple(pair)) for i, pair in enumerate(collation.equivalences))
    insert_rows(db, "equivalences", "collation position one other op", words)
    return collation_id


@as_written()
def read_collation(db: Database, collation_id: int) -> Collation | None:
    """Return a stored comparison, equal to the one saved, or None."""
    found = db.execute("SELECT base, chained FROM collations WHERE id = ?", [collation_id]).fetchone()
    if found is None:
        return None
    ids = (found[0], *target_ids(db, collation_id))
    plans = {plan_id: read_plan(db, plan_id) for plan_id in dict.fromkeys(ids)}
    alignments = (_read_alignment(db, collation_id, i, plans[target]) for i, target in enumerate(ids[1:]))
    words = db.execute("SELECT one, other, op FROM equivalences WHERE collation = ? ORDER BY position", [collation_id])
    equivalences = tuple(Equivalence(one, other, Op(op)) for one, other, op in words.fetchall())
    rows = _read_grid(db, collation_id)
    return Collation(plans[ids[0]], tuple(alignments), rows, equivalences, bool(found[1]))


def plans_engine_used(db: Database, collation_id: int) -> tuple[tuple[int, ...], str, str] | None:
    """Return the plans of a comparison, the base first, the engine that made it and when it was used; None for none."""
    found = db.execute("SELECT base, engine, used FROM collations WHERE id = ?", [collation_id]).fetchone()
    return ((found[0], *target_ids(db, collation_id)), found[1], found[2]) if found else None


def find_collation(
    db: Database, base: int, targets: Sequence[int], engine: str | None = None, *, chained: bool = False
) -> int | None:
    """Return the id of the comparison of these plans, in this order, by this engine (by any, if None), or None."""
    candidates = db.execute(
        "SELECT id FROM collations WHERE base = ? AND engine = coalesce(?, engine) AND chained = ? ORDER BY id",
        [base, engine, chained],
    )
    return next((i for (i,) in candidates.fetchall() if target_ids(db, i) == tuple(targets)), None)


def target_ids(db: Database, collation_id: int) -> tuple[int, ...]:
    """Return the ids of a comparison's targets, in order."""
    found = db.execute("SELECT plan FROM alignments WHERE collation = ? ORDER BY position", [collation_id])
    return tuple(plan for (plan,) in found)


@as_written()
def read_collation_entries(db: Database) -> tuple[CollationEntry, ...]:
    """Return the stored comparisons, the oldest first; without those of a plan that is set aside."""
    entries = []
    for collation_id, base, engine, chained, used in db.execute(_LISTED).fetchall():
        counts = db.execute(
            f"SELECT {', '.join(_COUNTS)} FROM alignments WHERE collation = ? ORDER BY position", [collation_id]
        )
        counted = tuple(Counts(*values) for values in counts)
        targets = target_ids(db, collation_id)
        entries.append(CollationEntry(collation_id, base, targets, engine, counted, bool(chained), used))
    return tuple(entries)


def mark_used(db: Database, collation_id: int, used: str) -> None:
    """Note when a comparison was looked at."""
    db.execute("UPDATE collations SET used = ? WHERE id = ?", [used, collation_id])


def outdate_collations_of(db: Database, plan_id: int) -> None:
    """Let the comparisons that a plan takes part in stand in the lists, but as no engine of today would make them."""
    db.execute(
        "UPDATE collations SET engine = '' WHERE base = ? OR id IN (SELECT collation FROM alignments WHERE plan = ?)",
        [plan_id, plan_id],
    )


def delete_collation(db: Database, collation_id: int) -> None:
    """Forget a comparison."""
    db.execute("DELETE FROM collations WHERE id = ?", [collation_id])


def delete_collations_of(db: Database, plan_id: int) -> None:
    """Forget the comparisons that a plan takes part in, as base or target."""
    db.execute(
        "DELETE FROM collations WHERE base = ? OR id IN (SELECT collation FROM alignments WHERE plan = ?)",
        [plan_id, plan_id],
    )


def _insert_alignment(db: Database, key: tuple[int, int], alignment: Alignment) -> None:
    parts: tuple[tuple[str, str, Iterable[tuple[object, ...]]], ...] = (
        ("matches", "base target moved score by", (astuple(match) for match in alignment.matches)),
        ("relations", "relation", ((relation,) for relation in alignment.relations)),
        ("dropped", "sentence", ((sentence,) for sentence in alignment.dropped)),
        ("wording", "op target_start target_end base_start base_end", map(_edit_row, alignment.wording)),
        ("omitted", "start end", ((span.start, span.end) for span in alignment.omitted)),
        ("rulings", "base target holds", map(astuple, alignment.rulings)),
    )
    for table, columns, rows in parts:
        keyed = ((*key, position, *row) for position, row in enumerate(rows))
        insert_rows(db, table, f"collation alignment position {columns}", keyed)


def _edit_row(edit: Edit) -> tuple[object, ...]:
    base = (edit.base.start, edit.base.end) if edit.base is not None else (None, None)
    return (edit.op, edit.target.start, edit.target.end, *base)


def _insert_grid(db: Database, collation_id: int, rows: Sequence[Row]) -> None:
    insert_rows(db, "rows", "collation position base", ((collation_id, i, row.base) for i, row in enumerate(rows)))
    cells = (
        (
            collation_id,
            i,
            j,
            _list(c.clauses),
            c.kind,
            c.moved,
            c.carried,
            _pointer_list(c.pointers),
            c.doubtful,
            c.group,
        )
        for i, row in enumerate(rows)
        for j, c in enumerate(row.cells)
    )
    insert_rows(db, "cells", "collation row alignment clauses kind moved carried pointers doubtful group", cells)


def _read_alignment(db: Database, collation_id: int, position: int, plan: Plan) -> Alignment:
    def part(table: str, columns: str) -> Iterator[Any]:
        sql = f"SELECT {columns} FROM {table} WHERE collation = ? AND alignment = ? ORDER BY position"
        return db.execute(sql, [collation_id, position])

    matches = part("matches", "base, target, moved, score, by")
    edits = part("wording", "op, target_start, target_end, base_start, base_end")
    counts = db.execute(
        f"SELECT {', '.join(_COUNTS)} FROM alignments WHERE collation = ? AND position = ?", [collation_id, position]
    ).fetchone()
    return Alignment(
        plan,
        tuple(Match(base, target, bool(moved), score, by) for base, target, moved, score, by in matches),
        tuple(None if kind is None else Relation(kind) for (kind,) in part("relations", "relation")),
        tuple(sentence for (sentence,) in part("dropped", "sentence")),
        tuple(Edit(Op(op), Span(start, end), _span(*base)) for op, start, end, *base in edits),
        tuple(Span(start, end) for start, end in part("omitted", '"start", "end"')),
        Counts(*counts),
        tuple(Ruling(base, target, bool(holds)) for base, target, holds in part("rulings", "base, target, holds")),
    )


def _read_grid(db: Database, collation_id: int) -> tuple[Row, ...]:
    cells: dict[int, list[Cell]] = {}
    found = db.execute(
        'SELECT "row", clauses, kind, moved, carried, pointers, doubtful, "group" FROM cells '
        'WHERE collation = ? ORDER BY "row", alignment',
        [collation_id],
    )
    for row, clauses, kind, moved, carried, pointers, doubtful, group in found:
        cell = Cell(_numbers(clauses), RowKind(kind), bool(moved), carried, _pointers(pointers), bool(doubtful), group)
        cells.setdefault(row, []).append(cell)
    rows = db.execute("SELECT position, base FROM rows WHERE collation = ? ORDER BY position", [collation_id])
    return tuple(Row(base, tuple(cells.get(position, ()))) for position, base in rows)


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _list(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))


def _numbers(written: str) -> tuple[int, ...]:
    return tuple(map(int, written.split()))


def _pointer_list(pointers: Iterable[Pointer]) -> str:
    """Return pointers as they are stored.

    >>> _pointer_list([Pointer(row=7, sentence=31), Pointer(row=9, sentence=40)])
    '7:31 9:40'
    """
    return " ".join(f"{pointer.row}:{pointer.sentence}" for pointer in pointers)


def _pointers(written: str) -> tuple[Pointer, ...]:
    return tuple(Pointer(*map(int, pointer.split(":"))) for pointer in written.split())
