"""What stays of a collation's rows when it is made anew."""

from __future__ import annotations

from qcompare.model import Collation, Row
from qcompare.quotes import Placed
from qcompare.review import PlanIds, Review


def unreviewed(collation: Collation) -> Review:
    """Return the review of a collation that the library does not have."""
    targets = range(len(collation.targets))
    return Review(collation, [PlanIds(0, 0) for _ in targets], [Placed() for _ in targets])


def same_rows(before: Collation, after: Collation) -> dict[int, int]:
    """Return for each row the row that the same clause heads in another collation of the same plans."""
    heads = {_head(collation_row): at for at, collation_row in enumerate(after.rows)}
    return {at: heads[head] for at, row in enumerate(before.rows) if (head := _head(row)) in heads}


def _head(row: Row) -> tuple[int, int]:
    """Return the column and the clause that head a row."""
    if row.base is not None:
        return -1, row.base
    return next((t, cell.clauses[0]) for t, cell in enumerate(row.cells) if cell.clauses)
