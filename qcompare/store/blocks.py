"""What readers knew of a plan's blocks, and what they met that is to be looked at, to rows of the library and back."""

from __future__ import annotations

from sqlite_utils import Database

from qcompare.document import Block, BlockKind, Caution, CautionKind, Place, Span
from qcompare.model import Plan
from qcompare.store.rows import insert_rows


def write_reading(db: Database, plan_id: int, plan: Plan) -> None:
    """Store a plan's blocks and cautions in place of those it has."""
    for table in ("blocks", "cautions"):
        db.execute(f"DELETE FROM {table} WHERE plan = ?", [plan_id])
    blocks = (
        (plan_id, at, b.span.start, b.span.end, b.kind, b.level, *_numbers(b.place)) for at, b in enumerate(plan.blocks)
    )
    insert_rows(db, "blocks", "plan position start end kind level page paragraph table row column", blocks)
    cautions = ((plan_id, at, c.kind, c.count, " ".join(map(str, c.pages))) for at, c in enumerate(plan.cautions))
    insert_rows(db, "cautions", "plan position kind count pages", cautions)


def read_blocks(db: Database, plan_id: int) -> tuple[Block, ...]:
    """Return a plan's blocks, none where each line is one."""
    found = db.execute(
        'SELECT "start", "end", kind, level, page, paragraph, "table", "row", "column" FROM blocks '
        "WHERE plan = ? ORDER BY position",
        [plan_id],
    )
    return tuple(
        Block(Span(start, end), BlockKind(kind), Place(*place), level) for start, end, kind, level, *place in found
    )


def read_cautions(db: Database, plan_id: int) -> tuple[Caution, ...]:
    """Return what is to be looked at in a plan."""
    found = db.execute("SELECT kind, count, pages FROM cautions WHERE plan = ? ORDER BY position", [plan_id])
    return tuple(Caution(CautionKind(kind), count, tuple(map(int, pages.split()))) for kind, count, pages in found)


def _numbers(place: Place) -> tuple[int, ...]:
    return place.page, place.paragraph, place.table, place.row, place.column
