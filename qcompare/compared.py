"""A comparison as the library has it: with the user's words and a person's decisions, made anew only where it must be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from qcompare.collate import collate, engine_with
from qcompare.equivalences import equivalences_file, read_equivalences
from qcompare.model import Collation
from qcompare.quotes import Placed, Quoter, placed
from qcompare.store import Library


def compared(
    library: Library, plans: Sequence[int], progress: Callable[[int, int], None] | None = None
) -> tuple[Collation, tuple[Placed, ...]]:
    """Return the comparison of plans of the library, the base first, and for each target the decisions found in them.

    It is loaded where it was made before by this engine with the same words and rulings, else made and stored.
    """
    base, *targets = plans
    equivalences = read_equivalences(equivalences_file(library.path))
    decisions = placed_decisions(library, base, targets)
    rulings = [found.rulings for found in decisions]
    engine = engine_with(equivalences, rulings)
    stored = library.find_collation(base, targets, engine)
    if stored is not None:
        return library.collation(stored), decisions
    read = [library.plan(plan) for plan in plans]
    collation = collate(read[0], read[1:], progress, equivalences, rulings)
    library.save_collation(collation, engine)
    return collation, decisions


def placed_decisions(library: Library, base: int, targets: Sequence[int]) -> tuple[Placed, ...]:
    """Return for each target what was decided about it and the base, as it is found in the two plans."""
    quoter = cache(lambda plan: Quoter(library.plan(plan)))
    found = []
    for target in targets:
        known = library.decisions(base, target)
        decided = known.rulings or known.opinions
        found.append(placed(quoter(base), quoter(target), known) if decided else Placed())
    return tuple(found)
