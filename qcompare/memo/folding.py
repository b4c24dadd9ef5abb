"""Which rows the memo prints, and where it says only that rows without a change stand here (略)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qcompare.citing import band_level, cited_clause, clauses_in
from qcompare.dossier import Dossier
from qcompare.memo.look import LANDSCAPE, Paper
from qcompare.model import Collation, RowKind


@dataclass(frozen=True, slots=True)
class Sheet:
    """How rows are printed: on which paper, and whether those without a change are `folded`."""

    paper: Paper
    folded: bool = False


ACROSS = Sheet(LANDSCAPE)


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows one after the other that are not printed, as indices into the collation's."""

    rows: tuple[int, ...]


def printed(dossier: Dossier, *, folded: bool) -> Iterator[int | Fold]:
    """Yield the rows to be printed in order; with `folded`, those without a change stand together as a fold.

    Titles of parts and sections are printed whatever becomes of the rows under them.
    """
    waiting: list[int] = []
    for at in sorted(dossier.shown):
        plain = not band_level(dossier.collation, dossier.collation.rows[at])
        if folded and plain and at not in dossier.changed:
            waiting.append(at)
            continue
        if waiting:
            yield Fold(tuple(waiting))
            waiting = []
        yield at
    if waiting:
        yield Fold(tuple(waiting))


def fold_words(collation: Collation, fold: Fold) -> str:
    """Return what a fold says: 第12—15行（一（二）第3项至第6项）沿用，略。"""
    first, last = fold.rows[0], fold.rows[-1]
    rows = f"第{first + 1}行" if first == last else f"第{first + 1}—{last + 1}行"
    paths = [cited_clause(*next(clauses_in(collation, collation.rows[at]))) for at in (first, last)]
    place = paths[0] if paths[0] == paths[1] else f"{paths[0]}至{paths[1]}"
    kinds = {cell.kind for at in fold.rows for cell in collation.rows[at].cells}
    word = "沿用" if kinds <= {RowKind.INHERITED} else "没有变动"
    count = f"共{len(fold.rows)}行，" if len(fold.rows) > 1 else ""
    return f"{rows}（{place}）{count}{word}，略。"
