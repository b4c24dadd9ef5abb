"""Plans (规划文本) to rows of the library and back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields

from sqlite_utils import Database

from qcompare.model import Clause, ClauseKind, Metadata, Plan, Sentence, SentenceKind, Span

_METADATA = tuple(field.name for field in fields(Metadata))
_ABOUT = ("source", "digest", "encoding", "script", "label", *_METADATA)
"""The columns that say what a plan is, besides its wording and its outline."""


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A plan of the library as a list shows it: all but its text and outline. `sentences` leaves furniture out."""

    id: int
    label: str
    source: str
    metadata: Metadata
    script: str
    sentences: int


def text_digest(text: str) -> str:
    """Return the SHA-256 of a plan's text: two files with the same one hold the same plan, however they are encoded."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def plan_with_text(db: Database, text: str) -> int | None:
    """Return the id of the plan with exactly this text, or None."""
    found = db.execute("SELECT id FROM plans WHERE text_digest = ?", [text_digest(text)]).fetchone()
    return found[0] if found else None


def insert_plan(db: Database, plan: Plan) -> int:
    """Store a plan whose text is new to the library and return its id."""
    columns = ("text", "text_digest", *_ABOUT)
    marks = ", ".join("?" * len(columns))
    values = (plan.text, text_digest(plan.text), *_about(plan))
    plan_id = db.execute(f"INSERT INTO plans ({', '.join(columns)}) VALUES ({marks})", values).lastrowid
    assert plan_id is not None
    insert_outline(db, plan_id, plan)
    return plan_id


def update_about(db: Database, plan_id: int, plan: Plan) -> None:
    """Let the stored plan say of itself what `plan` says: source, label, metadata."""
    db.execute(f"UPDATE plans SET {', '.join(f'{c} = ?' for c in _ABOUT)} WHERE id = ?", (*_about(plan), plan_id))


def insert_outline(db: Database, plan_id: int, plan: Plan) -> None:
    """Store the clauses and sentences of a plan that has none yet."""
    clauses = (
        (plan_id, i, c.kind, c.parent, c.marker, c.path, c.heading, *_edges(c.span), *_edges(c.sentences))
        for i, c in enumerate(plan.clauses)
    )
    columns = "plan position kind parent marker path heading start end first_sentence end_sentence"
    insert_rows(db, "clauses", columns, clauses)
    first = next_sentence_id(db)
    sentences = ((first + i, plan_id, i, s.kind, s.clause, *_edges(s.span)) for i, s in enumerate(plan.sentences))
    insert_rows(db, "sentences", "id plan position kind clause start end", sentences)


def delete_outline(db: Database, plan_id: int) -> None:
    """Forget the clauses and sentences of a plan, and the search index over them."""
    db.execute("DELETE FROM sentence_index WHERE rowid IN (SELECT id FROM sentences WHERE plan = ?)", [plan_id])
    db.execute("DELETE FROM clauses WHERE plan = ?", [plan_id])
    db.execute("DELETE FROM sentences WHERE plan = ?", [plan_id])


def delete_plan(db: Database, plan_id: int) -> None:
    """Forget a plan, its outline and the search index over it."""
    delete_outline(db, plan_id)
    db.execute("DELETE FROM plans WHERE id = ?", [plan_id])


def has_plan(db: Database, plan_id: int) -> bool:
    """Tell whether there is a plan with that id."""
    return db.execute("SELECT 1 FROM plans WHERE id = ?", [plan_id]).fetchone() is not None


def read_plan(db: Database, plan_id: int) -> Plan:
    """Return the plan with that id, which must be there, equal to the one stored."""
    found = db.execute(f"SELECT text, {', '.join(_ABOUT)} FROM plans WHERE id = ?", [plan_id]).fetchone()
    text, source, digest, encoding, script, label, *metadata = found
    clauses, sentences = read_outline(db, plan_id)
    return Plan(text, clauses, sentences, _metadata(metadata), source, digest, encoding, script, label)


def read_outline(db: Database, plan_id: int) -> tuple[tuple[Clause, ...], tuple[Sentence, ...]]:
    """Return the stored clauses and sentences of a plan."""
    clauses = db.execute(
        'SELECT kind, parent, marker, path, heading, "start", "end", first_sentence, end_sentence '
        "FROM clauses WHERE plan = ? ORDER BY position",
        [plan_id],
    )
    sentences = db.execute(
        'SELECT kind, "start", "end", clause FROM sentences WHERE plan = ? ORDER BY position', [plan_id]
    )
    return (
        tuple(
            Clause(ClauseKind(kind), parent, marker, path, heading, Span(start, end), range(first, last))
            for kind, parent, marker, path, heading, start, end, first, last in clauses
        ),
        tuple(Sentence(SentenceKind(kind), Span(start, end), clause) for kind, start, end, clause in sentences),
    )


def read_entries(db: Database) -> tuple[PlanEntry, ...]:
    """Return what the library holds, in the order of import."""
    found = db.execute(
        f"SELECT id, label, source, script, {', '.join(_METADATA)}, "
        "(SELECT count(*) FROM sentences WHERE plan = plans.id AND kind != ?) FROM plans ORDER BY id",
        [SentenceKind.FURNITURE],
    )
    return tuple(
        PlanEntry(plan_id, label, source, _metadata(rest[:-1]), script, rest[-1])
        for plan_id, label, source, script, *rest in found
    )


def insert_rows(db: Database, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    """Insert many rows; `columns` names their columns, separated by spaces."""
    db.table(table).insert_all([columns.split(), *rows])


def next_sentence_id(db: Database) -> int:
    """Return the id that the next stored sentence gets."""
    return 1 + int(db.execute("SELECT coalesce(max(id), 0) FROM sentences").fetchone()[0])


def _edges(stretch: Span | range) -> tuple[int, int]:
    return (stretch.start, stretch.stop) if isinstance(stretch, range) else (stretch.start, stretch.end)


def _about(plan: Plan) -> tuple[object, ...]:
    return (plan.source, plan.digest, plan.encoding, plan.script, plan.label, *astuple(plan.metadata))


def _metadata(values: Sequence[object]) -> Metadata:
    named = dict(zip(_METADATA, values, strict=True))
    return Metadata(**(named | {"draft": bool(named["draft"])}))  # type: ignore[arg-type]
