"""A person's decisions (对应裁定、审核意见) to rows of the library and back, by the wording they speak of."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from qcompare.decisions import Decision, Decisions, Opinion, Quote, QuotedRuling, Verdict
from qcompare.store.rows import as_written

_BASE = "base_wording, base_nth, base_path"
_TARGET = "target_wording, target_nth, target_path"


@as_written()
def read_decisions(db: Database, bases: Sequence[int], targets: Sequence[int]) -> Decisions:
    """Return what was decided about any of these bases with any of these targets: the versions of two plans."""
    among = f"base IN ({_marks(bases)}) AND target IN ({_marks(targets)}) ORDER BY id"
    rulings = db.execute(f"SELECT {_BASE}, {_TARGET}, holds FROM quoted_rulings WHERE {among}", [*bases, *targets])
    said = "whole, reviewed, verdict, note, seen"
    opinions = db.execute(f"SELECT {_BASE}, {_TARGET}, {said} FROM opinions WHERE {among}", [*bases, *targets])
    return Decisions(
        tuple(QuotedRuling(Quote(*row[:3]), Quote(*row[3:6]), bool(row[6])) for row in rulings),
        tuple(
            Opinion(
                _quote(*row[:3]),
                _quote(*row[3:6]),
                bool(row[6]),
                bool(row[7]),
                Verdict(row[8]) if row[8] else None,
                *row[9:],
            )
            for row in opinions
        ),
    )


def delete_decision(db: Database, bases: Sequence[int], targets: Sequence[int], decision: Decision) -> None:
    """Forget a decision, which may have been made about any of these versions; one that is not there is no trouble."""
    table, columns, values = _row(decision)
    same = " AND ".join(f"{column} IS ?" for column in columns.split(", "))
    db.execute(
        f"DELETE FROM {table} WHERE base IN ({_marks(bases)}) AND target IN ({_marks(targets)}) AND {same}",
        [*bases, *targets, *values],
    )


def insert_decision(db: Database, base: int, target: int, decision: Decision, *, first: bool = False) -> None:
    """Keep a decision about a base and a target, as the latest or, with `first`, as earlier than any other."""
    table, columns, values = _row(decision)
    number = f"(SELECT min(0, coalesce(min(id), 0)) - 1 FROM {table})" if first else "NULL"
    known = (base, target, *values)
    db.execute(f"INSERT INTO {table} (id, base, target, {columns}) VALUES ({number}, {_marks(known)})", known)


def _row(decision: Decision) -> tuple[str, str, tuple[object, ...]]:
    """Return the table a decision stands in, the columns it fills there, and with what."""
    quotes = (*_quoted(decision.base), *_quoted(decision.target))
    if isinstance(decision, QuotedRuling):
        return "quoted_rulings", f"{_BASE}, {_TARGET}, holds", (*quotes, int(decision.holds))
    said = (int(decision.whole), int(decision.reviewed), decision.verdict or "", decision.note, decision.seen)
    return "opinions", f"{_BASE}, {_TARGET}, whole, reviewed, verdict, note, seen", (*quotes, *said)


def hand_over(db: Database, plan: int, other: int, family: Sequence[int]) -> None:
    """Let what was decided about a plan be about another version of it, for the plan is to be erased.

    What was decided about two versions of its family is about just these, and goes with them.
    """
    for table in ("quoted_rulings", "opinions"):
        for side, opposite in (("base", "target"), ("target", "base")):
            db.execute(
                f"UPDATE {table} SET {side} = ? WHERE {side} = ? AND {opposite} NOT IN ({_marks(family)})",
                [other, plan, *family],
            )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _quoted(quote: Quote | None) -> tuple[object, ...]:
    return (None, None, None) if quote is None else (quote.wording, quote.nth, quote.path)


def _quote(wording: str | None, nth: int | None, path: str | None) -> Quote | None:
    return None if wording is None or nth is None or path is None else Quote(wording, nth, path)
