"""Which targets say the same of a row, so that their words are printed once (永川、合川 同)."""

from __future__ import annotations

from collections.abc import Iterable

from qcompare.citing import sentences_of
from qcompare.model import Cell, Collation, Row


def says_same(collation: Collation, row: Row, one: int, other: int) -> bool:
    """Whether two targets' cells say the same, letter by letter, and bear the same marks.

    Words in another script or with other punctuation are printed: the original must stand on the page. What moved bears
    the path it came from, and in a chain each target's marks are relative to another plan: neither is taken for the same.
    """
    if collation.chained or other not in row.equals(one):
        return False
    ours, theirs = row.cells[one], row.cells[other]
    if ours.kind is not theirs.kind or ours.moved or theirs.moved:
        return False
    return _words(collation, one, ours) == _words(collation, other, theirs)


def _words(collation: Collation, target: int, cell: Cell) -> str:
    plan = collation.targets[target].plan
    return "".join("".join(plan.wording(s).split()) for s in sentences_of(plan, cell.clauses))


def runs_of_same(collation: Collation, row: Row, targets: Iterable[int]) -> list[tuple[int, ...]]:
    """Return the targets in runs of neighbours that say the same of the row; a target that stands alone is a run too."""
    runs: list[tuple[int, ...]] = []
    for target in targets:
        if runs and says_same(collation, row, runs[-1][0], target):
            runs[-1] = (*runs[-1], target)
        else:
            runs.append((target,))
    return runs


def same_before(collation: Collation, row: Row, run: tuple[int, ...], targets: Iterable[int]) -> int | None:
    """Return the first of the targets, before the run, that says the same as it; None where none does."""
    before = (target for target in targets if target < run[0])
    return next((target for target in before if says_same(collation, row, target, run[0])), None)
