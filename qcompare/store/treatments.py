"""What a person says of how a plan's lines are to be taken (人工划定), to rows of the library and back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from qcompare.store.rows import as_written
from qcompare.treatments import Treat, Treatment


@as_written()
def read_treatments(db: Database, versions: Sequence[int]) -> tuple[Treatment, ...]:
    """Return what holds for a document with these versions: of a line treated in several, what was said last."""
    marks = ", ".join("?" * len(versions))
    found = db.execute(
        f"SELECT wording, nth, treat, line_before FROM treatments WHERE plan IN ({marks}) ORDER BY id", list(versions)
    )
    said = {
        (wording, nth, before): Treatment(wording, nth, Treat(treat), before) for wording, nth, treat, before in found
    }
    return tuple(said.values())


def write_treatments(db: Database, versions: Sequence[int], plan_id: int, said: Sequence[Treatment]) -> None:
    """Let `said` be all that holds for the document; what is new in it was said of the plan with that id."""
    marks = ", ".join("?" * len(versions))
    db.execute(f"DELETE FROM treatments WHERE plan IN ({marks})", list(versions))
    for treatment in said:
        db.execute(
            "INSERT INTO treatments (plan, wording, nth, treat, line_before) VALUES (?, ?, ?, ?, ?)",
            [plan_id, treatment.wording, treatment.nth, treatment.treat, treatment.before],
        )


def hand_over_treatments(db: Database, plan_id: int, other_id: int) -> None:
    """Let what was said of a plan be said of another version of it, for the plan is to be erased."""
    db.execute("UPDATE treatments SET plan = ? WHERE plan = ?", [other_id, plan_id])
