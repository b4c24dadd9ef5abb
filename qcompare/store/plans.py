"""Plans (规划文本) to rows of the library and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass, fields, replace

from sqlite_utils import Database

from qcompare.digests import text_digest
from qcompare.document import REVISION_WORDS, Format, Span
from qcompare.model import Clause, ClauseKind, Metadata, Plan, Sentence, SentenceKind
from qcompare.store.blocks import read_blocks, read_cautions, write_reading
from qcompare.store.rows import as_written, insert_rows, require

_METADATA = tuple(field.name for field in fields(Metadata))
_ABOUT = ("source", "digest", "encoding", "script", "label", "format", "pages", *_METADATA)
"""The columns that say what a plan is, besides its wording and its outline."""


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A plan of the library as a list shows it: all but its text and outline. `sentences` leaves furniture out.

    Plans of one `family` are versions (版本) of one document, counted from 1 in the order of import; its number is the id of
    the first.
    """

    id: int
    label: str
    source: str
    metadata: Metadata
    script: str
    sentences: int
    family: int
    version: int = 1


@dataclass(frozen=True, slots=True)
class KnownPlan:
    """What tells whether a new plan may be a later version of this one."""

    id: int
    source: str
    metadata: Metadata


def plan_with_text(db: Database, text: str) -> int | None:
    """Return the id of the plan with exactly this text, or None; one that is set aside too."""
    found = db.execute("SELECT id FROM plans WHERE text_digest = ?", [text_digest(text)]).fetchone()
    return found[0] if found else None


def plan_with_digest(db: Database, digest: str) -> int | None:
    """Return the id of the plan whose text's digest begins so, or None; not one that is set aside."""
    found = db.execute(
        "SELECT id FROM plans WHERE substr(text_digest, 1, ?) = ? AND NOT removed", [len(digest), digest]
    ).fetchone()
    return found[0] if found else None


def insert_plan(db: Database, plan: Plan) -> int:
    """Store a plan whose text is new to the library and return its id."""
    columns = ("text", "text_digest", *_ABOUT)
    marks = ", ".join("?" * len(columns))
    values = (plan.text, text_digest(plan.text), *_about(plan))
    plan_id = db.execute(f"INSERT INTO plans ({', '.join(columns)}) VALUES ({marks})", values).lastrowid
    assert plan_id is not None
    db.execute("UPDATE plans SET family = id WHERE id = ?", [plan_id])
    insert_outline(db, plan_id, plan)
    write_reading(db, plan_id, plan)
    return plan_id


def update_about(db: Database, plan_id: int, plan: Plan) -> None:
    """Let the stored plan say of itself what `plan` says: source, label, metadata, what its reader knew."""
    write_reading(db, plan_id, plan)
    db.execute(f"UPDATE plans SET {', '.join(f'{c} = ?' for c in _ABOUT)} WHERE id = ?", (*_about(plan), plan_id))


def enter_about(db: Database, plan_id: int, label: str, metadata: Metadata) -> None:
    """Store what a person says of a plan, and which of it differs from what was known: no reading overrules that."""
    before = read_plan(db, plan_id)
    said = {"label": label} | asdict(metadata)
    known = {"label": before.label} | asdict(before.metadata)
    entered = entered_columns(db, plan_id) | {column for column in said if said[column] != known[column]}
    update_about(db, plan_id, replace(before, label=label, metadata=metadata))
    db.execute("UPDATE plans SET entered = ? WHERE id = ?", [" ".join(sorted(entered)), plan_id])


def entered_columns(db: Database, plan_id: int) -> set[str]:
    """Return which columns of a plan a person filled."""
    return set(str(db.execute("SELECT entered FROM plans WHERE id = ?", [plan_id]).fetchone()[0]).split())


def mark_as(db: Database, plan_id: int, *, removed: bool, version: int, entered: Iterable[str]) -> None:
    """Let a plan that comes from another library be as it was there: set aside, which version, what a person entered."""
    known = " ".join(sorted({"label", *_METADATA} & set(entered)))
    sql = "UPDATE plans SET removed = ?, version = ?, entered = ? WHERE id = ?"
    db.execute(sql, [removed, max(1, int(version)), known, plan_id])


def compares_otherwise(stored: Plan, plan: Plan) -> bool:
    """Tell whether two readings of one text may compare differently: level, region and script count, a label does not."""
    return any(getattr(stored, part) != getattr(plan, part) for part in ("clauses", "sentences", "metadata", "script"))


def is_text(text: object, digest: str) -> bool:
    """Tell whether a stored text is the one of that digest, character for character."""
    return isinstance(text, str) and text_digest(text) == digest


def as_entered(db: Database, plan_id: int, plan: Plan) -> Plan:
    """Return a new reading of a stored plan with what a person entered of it in place of what the reading says."""
    entered = entered_columns(db, plan_id)
    if not entered:
        return plan
    known = read_plan(db, plan_id)
    label = known.label if "label" in entered else plan.label
    said = {column: getattr(known.metadata, column) for column in _METADATA if column in entered}
    return replace(plan, label=label, metadata=replace(plan.metadata, **said))


def called_on(label: str, called: str, *, again: bool) -> str:
    """Return what to call a version whose own label is `label`, the one before being `called`; or the same one read `again`.

    A draft that does not say its year goes on under its name. What is said of tracked changes is said of one text: the next
    version does not bear it, and the same text does not get it where it has a name already.

    >>> called_on("永川", "永川 2023", again=False), called_on("永川", "永川 2023 修订后", again=False)
    ('永川 2023', '永川 2023')
    >>> called_on("永川 2023 修订后", "永川 2023", again=True), called_on("永川 2024", "永川 2023", again=True)
    ('永川 2023', '永川 2024')
    """
    name = _without_changes(called)
    if again:
        return called if label != called and _without_changes(label) == called else label
    return name if label and name.startswith(label) else label


def _without_changes(label: str) -> str:
    return next((label.removesuffix(f" {word}") for word in REVISION_WORDS.values() if label.endswith(word)), label)


def set_aside(db: Database, plan_id: int, *, removed: bool) -> None:
    """Take a plan out of every list, or put it back; nothing of it is lost."""
    db.execute("UPDATE plans SET removed = ? WHERE id = ?", [removed, plan_id])


def join_family(db: Database, plan_id: int, other_id: int) -> None:
    """Make a plan a version of the document that another belongs to, with all the versions it has itself."""
    families = [family_of(db, number) for number in (plan_id, other_id)]
    db.execute("UPDATE plans SET family = ? WHERE family IN (?, ?)", [min(families), *families])
    _count_versions(db, min(families))


def leave_family(db: Database, plan_id: int) -> None:
    """Make a plan a document of its own."""
    family = family_of(db, plan_id)
    db.execute("UPDATE plans SET family = 0, version = 1 WHERE id = ?", [plan_id])
    (first,) = db.execute("SELECT min(id) FROM plans WHERE family = ?", [family]).fetchone()
    db.execute("UPDATE plans SET family = ?, version = 1 WHERE family = ?", [first, family])
    db.execute("UPDATE plans SET family = id WHERE id = ?", [plan_id])
    _count_versions(db, first)


def family_of(db: Database, plan_id: int) -> int:
    """Return the family of a plan that is there."""
    return int(db.execute("SELECT family FROM plans WHERE id = ?", [plan_id]).fetchone()[0])


def _count_versions(db: Database, family: int | None) -> None:
    """Count the versions in the order of import; a number once given is not lowered where an earlier version was erased."""
    version = 0
    for plan_id, before in db.execute(
        "SELECT id, version FROM plans WHERE family = ? ORDER BY id", [family]
    ).fetchall():
        version = max(version + 1, before)
        db.execute("UPDATE plans SET version = ? WHERE id = ?", [version, plan_id])


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


def delete_removed(db: Database) -> tuple[int, ...]:
    """Forget the plans that are set aside and all that hangs on them; return their ids."""
    found = tuple(plan_id for (plan_id,) in db.execute("SELECT id FROM plans WHERE removed ORDER BY id").fetchall())
    for plan_id in found:
        delete_plan(db, plan_id)
    return found


def versions_of(db: Database, plan_id: int) -> list[int]:
    """Return the plans that are versions of one document with this one, itself among them, set aside or not."""
    found = db.execute(
        "SELECT id FROM plans WHERE family = (SELECT family FROM plans WHERE id = ?) ORDER BY id", [plan_id]
    )
    return [number for (number,) in found.fetchall()]


def has_plan(db: Database, plan_id: int, *, removed: bool = False) -> bool:
    """Tell whether there is a plan with that id, or with `removed` one that is set aside."""
    found = db.execute("SELECT 1 FROM plans WHERE id = ? AND removed = ?", [plan_id, removed])
    return found.fetchone() is not None


@as_written()
def read_plan(db: Database, plan_id: int) -> Plan:
    """Return the plan with that id, which must be there, equal to the one stored.

    Raises Unreadable where a single character of its text is not what was stored.
    """
    found = db.execute(f"SELECT text_digest, text, {', '.join(_ABOUT)} FROM plans WHERE id = ?", [plan_id]).fetchone()
    known, text, source, digest, encoding, script, label, form, pages, *metadata = found
    clauses, sentences = read_outline(db, plan_id)
    require(known == text_digest(text))
    return Plan(
        text,
        clauses,
        sentences,
        _metadata(metadata),
        source,
        digest,
        encoding,
        script,
        label,
        Format(form),
        read_blocks(db, plan_id),
        read_cautions(db, plan_id),
        pages,
    )


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


@as_written()
def read_entries(db: Database, *, removed: bool = False) -> tuple[PlanEntry, ...]:
    """Return what the library holds, or with `removed` what is set aside, in the order of import."""
    found = db.execute(
        f"SELECT id, label, source, script, {', '.join(_METADATA)}, "
        "(SELECT count(*) FROM sentences WHERE plan = plans.id AND kind != ?), family, version "
        "FROM plans WHERE removed = ? ORDER BY id",
        [SentenceKind.FURNITURE, removed],
    )
    return tuple(
        PlanEntry(plan_id, label, source, _metadata(rest[:-3]), script, *rest[-3:])
        for plan_id, label, source, script, *rest in found
    )


def known_plans(db: Database) -> tuple[KnownPlan, ...]:
    """Return what is known of the plans that are not set aside, in the order of import.

    It is asked for with every plan that is imported: nothing is counted for it.
    """
    found = db.execute(f"SELECT id, source, {', '.join(_METADATA)} FROM plans WHERE NOT removed ORDER BY id")
    return tuple(KnownPlan(plan_id, source, _metadata(rest)) for plan_id, source, *rest in found)


def next_sentence_id(db: Database) -> int:
    """Return the id that the next stored sentence gets."""
    return 1 + int(db.execute("SELECT coalesce(max(id), 0) FROM sentences").fetchone()[0])


def _edges(stretch: Span | range) -> tuple[int, int]:
    return (stretch.start, stretch.stop) if isinstance(stretch, range) else (stretch.start, stretch.end)


def _about(plan: Plan) -> tuple[object, ...]:
    known = (plan.source, plan.digest, plan.encoding, plan.script, plan.label, plan.format, plan.pages)
    return (*known, *astuple(plan.metadata))


def _metadata(values: Sequence[object]) -> Metadata:
    named = dict(zip(_METADATA, values, strict=True))
    return Metadata(**(named | {"draft": bool(named["draft"])}))  # type: ignore[arg-type]
