"""The tables of the library (规划库) and the steps that bring an older library up to date."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

APPLICATION_ID = 0x71636D70
"""Stands in the file's header and tells our library from any other SQLite file: "qcmp"."""

migrations = Migrations("qcompare")

# The parts of a plan and of a comparison keep their place as `position`: order is part of the value. `relation`, `op` and
# `kind` hold the values of the enumerations in model.py. Offsets are code points of `plans.text`.
_PLANS_AND_COMPARISONS = """
CREATE TABLE plans (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: people write it down
    text TEXT NOT NULL,
    text_digest TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL, digest TEXT NOT NULL, encoding TEXT NOT NULL, script TEXT NOT NULL, label TEXT NOT NULL,
    title TEXT NOT NULL, issuer TEXT NOT NULL, number TEXT NOT NULL, date TEXT NOT NULL, level TEXT NOT NULL,
    region TEXT NOT NULL, draft INTEGER NOT NULL, period TEXT NOT NULL
);
CREATE TABLE clauses (
    plan INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL, parent INTEGER, marker TEXT NOT NULL, path TEXT NOT NULL, heading TEXT NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
    first_sentence INTEGER NOT NULL, end_sentence INTEGER NOT NULL,
    PRIMARY KEY (plan, position)
) WITHOUT ROWID;
CREATE TABLE sentences (
    id INTEGER PRIMARY KEY,
    plan INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL, clause INTEGER NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
    UNIQUE (plan, position)
);
-- Each character is one token, written as its code point in hexadecimal: a phrase of tokens finds any stretch of wording,
-- one character long or fifty, and nothing a user types can be read as search syntax. `wording` holds the characters of
-- a sentence, each for itself, `form` its comparable form, in which a regional word is one character.
CREATE VIRTUAL TABLE sentence_index USING fts5(wording, form, tokenize = 'ascii');
CREATE TABLE collations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    base INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    engine TEXT NOT NULL
);
CREATE INDEX collations_by_base ON collations (base);
CREATE TABLE alignments (
    collation INTEGER NOT NULL REFERENCES collations(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    plan INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    inherited INTEGER NOT NULL, localised INTEGER NOT NULL, modified INTEGER NOT NULL, added INTEGER NOT NULL,
    dropped INTEGER NOT NULL, moved INTEGER NOT NULL, base INTEGER NOT NULL, carried INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    PRIMARY KEY (collation, position)
) WITHOUT ROWID;
CREATE INDEX alignments_by_plan ON alignments (plan);
CREATE TABLE matches (
    collation INTEGER NOT NULL REFERENCES collations(id) ON DELETE CASCADE,
    alignment INTEGER NOT NULL, position INTEGER NOT NULL,
    base INTEGER NOT NULL, target INTEGER NOT NULL, moved INTEGER NOT NULL, score REAL NOT NULL, by TEXT NOT NULL,
    PRIMARY KEY (collation, alignment, position)
) WITHOUT ROWID;
CREATE TABLE relations (
    collation INTEGER NOT NULL REFERENCES collations(id) ON DELETE CASCADE,
    alignment INTEGER NOT NULL, position INTEGER NOT NULL,
    relation TEXT,
    PRIMARY KEY (collation, alignment, position)
) WITHOUT ROWID;
CREATE TABLE dropped (
    collation INTEGER NOT NULL REFERENCES collations(id) ON DELETE CASCADE,
    alignment INTEGER NOT NULL, position INTEGER NOT NULL,
    sentence INTEGER NOT NULL,
    PRIMARY KEY (collation, alignment, position)
) WITHOUT ROWID;
CREATE TABLE wording (
    collation INTEGER NOT NULL REFERENCES collations(id) ON DELETE CASCADE,
    alignment INTEGER NOT NULL, position INTEGER NOT NULL,
    op TEXT NOT NULL, target_start INTEGER NOT NULL, target_end INTEGER NOT NULL,
    base_start INTEGER, base_end INTEGER,
    PRIMARY KEY (collation, alignment, position)
) WITHOUT ROWID;
CREATE TABLE omitted (
    collation INTEGER NOT NULL REFERENCES collations(id) ON DELETE CASCADE,
    alignment INTEGER NOT NULL, position INTEGER NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
    PRIMARY KEY (collation, alignment, position)
) WITHOUT ROWID;
CREATE TABLE rows (
    collation INTEGER NOT NULL REFERENCES collations(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    base INTEGER,
    PRIMARY KEY (collation, position)
) WITHOUT ROWID;
-- `clauses` holds clause numbers ("12 13"), `pointers` row and sentence ("7:31 9:40"): short lists, never searched.
CREATE TABLE cells (
    collation INTEGER NOT NULL REFERENCES collations(id) ON DELETE CASCADE,
    "row" INTEGER NOT NULL, alignment INTEGER NOT NULL,
    clauses TEXT NOT NULL, kind TEXT NOT NULL, moved INTEGER NOT NULL, carried REAL NOT NULL, pointers TEXT NOT NULL,
    PRIMARY KEY (collation, "row", alignment)
) WITHOUT ROWID;
"""

_EQUIVALENCES = """
CREATE TABLE equivalences (
    collation INTEGER NOT NULL REFERENCES collations(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    one TEXT NOT NULL, other TEXT NOT NULL, op TEXT NOT NULL,
    PRIMARY KEY (collation, position)
) WITHOUT ROWID;
"""

# Decisions belong to two plans, not to a comparison: they hold in every comparison of the two, and outlive its being made
# anew. What they speak of is quoted, so that they are found again in a changed draft.
_DECISIONS = """
CREATE TABLE quoted_rulings (
    id INTEGER PRIMARY KEY,
    base INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    target INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    base_wording TEXT NOT NULL, base_nth INTEGER NOT NULL, base_path TEXT NOT NULL,
    target_wording TEXT NOT NULL, target_nth INTEGER NOT NULL, target_path TEXT NOT NULL,
    holds INTEGER NOT NULL
);
CREATE INDEX quoted_rulings_by_plans ON quoted_rulings (base, target);
CREATE TABLE opinions (
    id INTEGER PRIMARY KEY,
    base INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    target INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    base_wording TEXT, base_nth INTEGER, base_path TEXT,
    target_wording TEXT, target_nth INTEGER, target_path TEXT,
    whole INTEGER NOT NULL, reviewed INTEGER NOT NULL, verdict TEXT NOT NULL, note TEXT NOT NULL, seen TEXT NOT NULL
);
CREATE INDEX opinions_by_plans ON opinions (base, target);
CREATE TABLE rulings (
    collation INTEGER NOT NULL REFERENCES collations(id) ON DELETE CASCADE,
    alignment INTEGER NOT NULL, position INTEGER NOT NULL,
    base INTEGER NOT NULL, target INTEGER NOT NULL, holds INTEGER NOT NULL,
    PRIMARY KEY (collation, alignment, position)
) WITHOUT ROWID;
"""

# `kind` and `treat` hold values of enumerations in document.py and treatments.py, `pages` page numbers ("3 7"). A plan whose
# lines are its blocks has none here. Treatments hold for all versions of a document, whichever they were made on.
_READINGS = """
CREATE TABLE blocks (
    plan INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, kind TEXT NOT NULL, level INTEGER NOT NULL,
    page INTEGER NOT NULL, paragraph INTEGER NOT NULL,
    "table" INTEGER NOT NULL, "row" INTEGER NOT NULL, "column" INTEGER NOT NULL,
    PRIMARY KEY (plan, position)
) WITHOUT ROWID;
CREATE TABLE cautions (
    plan INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL, count INTEGER NOT NULL, pages TEXT NOT NULL,
    PRIMARY KEY (plan, position)
) WITHOUT ROWID;
CREATE TABLE treatments (
    id INTEGER PRIMARY KEY,
    plan INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    wording TEXT NOT NULL, nth INTEGER NOT NULL, treat TEXT NOT NULL
);
CREATE INDEX treatments_by_plan ON treatments (plan);
"""


@migrations()
def plans_and_comparisons(db: Database) -> None:
    """Make the tables of the first version."""
    db.executescript(_PLANS_AND_COMPARISONS)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@migrations()
def search_across_scripts(db: Database) -> None:
    """Give up an index that held Traditional plans as written, and forms of no others; whoever opens fills it anew."""
    db.execute("DELETE FROM sentence_index")


@migrations()
def doubts_and_groups(db: Database) -> None:
    """Add what is 存疑 and which cells say the same; older comparisons have neither and are made anew when asked for."""
    db.execute("ALTER TABLE alignments ADD COLUMN doubtful INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE cells ADD COLUMN doubtful INTEGER NOT NULL DEFAULT 0")
    db.execute('ALTER TABLE cells ADD COLUMN "group" INTEGER NOT NULL DEFAULT -1')


@migrations()
def words_of_comparisons(db: Database) -> None:
    """Keep with each comparison the user's words that it counted as one (对等词)."""
    db.executescript(_EQUIVALENCES)


@migrations()
def decisions(db: Database) -> None:
    """Keep what a person decided: which sentences correspond, and what he thinks of the rows."""
    db.executescript(_DECISIONS)


@migrations()
def chains(db: Database) -> None:
    """Tell a chain (逐级比对) from the star of the same plans; all older comparisons are stars."""
    db.execute("ALTER TABLE collations ADD COLUMN chained INTEGER NOT NULL DEFAULT 0")


@migrations()
def versions_and_removal(db: Database) -> None:
    """Keep which plans are versions of one document, what a person entered of a plan, what is set aside, and when used.

    `family` is the id of the first version, which stands even when that plan is erased; `entered` names the columns that
    a person filled and a new reading leaves alone.
    """
    db.execute("ALTER TABLE plans ADD COLUMN family INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE plans ADD COLUMN version INTEGER NOT NULL DEFAULT 1")
    db.execute("ALTER TABLE plans ADD COLUMN entered TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE plans ADD COLUMN removed INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE collations ADD COLUMN used TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE plans SET family = id")
    db.execute("CREATE INDEX plans_by_family ON plans (family)")


@migrations()
def readings(db: Database) -> None:
    """Keep what readers knew of a plan's file, and how a person says that its lines are to be taken."""
    db.executescript(_READINGS)
    db.execute("ALTER TABLE plans ADD COLUMN format TEXT NOT NULL DEFAULT 'txt'")
    db.execute("ALTER TABLE plans ADD COLUMN pages INTEGER NOT NULL DEFAULT 0")


@migrations()
def lines_before(db: Database) -> None:
    """Keep with what a person says of a line what the line before it reads."""
    db.execute("ALTER TABLE treatments ADD COLUMN line_before TEXT NOT NULL DEFAULT ''")


STEPS = (
    plans_and_comparisons,
    search_across_scripts,
    doubts_and_groups,
    words_of_comparisons,
    decisions,
    chains,
    versions_and_removal,
    readings,
    lines_before,
)
VERSION = len(STEPS)
"""The version this program writes, kept in the header as user_version; a library with a greater one is newer than us."""


def bring_up_to_date(db: Database) -> None:
    """Run the steps that this library has not seen; to be called inside a transaction, so that all of them hold or none."""
    migrations.apply(db)
    db.execute(f"PRAGMA user_version = {VERSION}")
