"""A person's decisions (对应裁定、审核意见) to rows of the library and back, by the wording they speak of."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from qcompare.decisions import Decision, Decisions, Opinion, Quote, QuotedRuling, Verdict

_BASE = "base_wording, base_nth, base_path"
_TARGET = "target_wording, target_nth, target_path"


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
    table = "quoted_rulings" if isinstance(decision, QuotedRuling) else "opinions"
    whole = "" if isinstance(decision, QuotedRuling) else f" AND whole = {int(decision.whole)}"
    quoted = " AND ".join(f"{column} IS ?" for column in f"{_BASE}, {_TARGET}".split(", "))
    db.execute(
        f"DELETE FROM {table} WHERE base IN ({_marks(bases)}) AND target IN ({_marks(targets)}) AND {quoted}{whole}",
        [*bases, *targets, *_quoted(decision.base), *_quoted(decision.target)],
    )


def insert_decision(db: Database, base: int, target: int, decision: Decision) -> None:
    """Keep a decision about a base and a target."""
    quotes = (base, target, *_quoted(decision.base), *_quoted(decision.target))
    columns = f"base, target, {_BASE}, {_TARGET}"
    if isinstance(decision, QuotedRuling):
        db.execute(
            f"INSERT INTO quoted_rulings ({columns}, holds) VALUES ({_marks(quotes)}, ?)", [*quotes, decision.holds]
        )
    else:
        o = decision
        said = (o.whole, o.reviewed, o.verdict or "", o.note, o.seen)
        db.execute(
            f"INSERT INTO opinions ({columns}, whole, reviewed, verdict, note, seen) VALUES ({_marks((*quotes, *said))})",
            [*quotes, *said],
        )


def hand_over(db: Database, plan: int, other: int) -> None:
    """Let what was decided about a plan be about another version of it, for the plan is to be erased."""
    for table in ("quoted_rulings", "opinions"):
        for side in ("base", "target"):
            db.execute(f"UPDATE {table} SET {side} = ? WHERE {side} = ?", [other, plan])


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _quoted(quote: Quote | None) -> tuple[object, ...]:
    return (None, None, None) if quote is None else (quote.wording, quote.nth, quote.path)


def _quote(wording: str | None, nth: int | None, path: str | None) -> Quote | None:
    return None if wording is None or nth is None or path is None else Quote(wording, nth, path)
