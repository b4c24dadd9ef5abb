"""A comparison as the library has it: with the user's words and a person's decisions, made anew only where it must be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache

from qcompare.collate import collate, engine_with, is_chain
from qcompare.equivalences import equivalences_file, read_equivalences
from qcompare.errors import DamagedError
from qcompare.model import Collation
from qcompare.quotes import Placed, Quoter, placed
from qcompare.store import Library
from qcompare.store.soundness import collation_in_place


def compared(
    library: Library,
    plans: Sequence[int],
    progress: Callable[[int, int], None] | None = None,
    *,
    chained: bool = False,
    used: str = "",
) -> tuple[Collation, tuple[Placed, ...]]:
    """Return the comparison of plans of the library, the base first, and for each target the decisions found in them.

    With `chained` each target is compared with the one before it. The comparison is loaded where it was made before by
    this engine with the same words and rulings, else made and, unless the library is open to be read only, stored. `used`
    is the time now, for the list of comparisons.
    """
    base, *targets = plans
    chained = is_chain(targets, chained=chained)
    equivalences = read_equivalences(equivalences_file(library.path))
    decisions = placed_decisions(library, base, targets, chained=chained)
    rulings = [found.rulings for found in decisions]
    engine = engine_with(equivalences, rulings)
    stored = library.find_collation(base, targets, engine, chained=chained)
    if stored is not None:
        with suppress(DamagedError):  # what was computed can be computed again
            known = library.collation(stored)
            if collation_in_place(known):
                if used and not library.read_only:
                    library.mark_used(stored, used)
                return known, decisions
    read = [library.plan(plan) for plan in plans]
    collation = collate(read[0], read[1:], progress, equivalences, rulings, chained=chained)
    if not library.read_only:
        library.save_collation(collation, engine, used)
    return collation, decisions


def placed_decisions(
    library: Library, base: int, targets: Sequence[int], *, chained: bool = False
) -> tuple[Placed, ...]:
    """Return for each target what was decided about it and what it is compared with, as it is found in the two plans."""
    quoter = cache(lambda plan: Quoter(library.plan(plan)))
    found = []
    for at, target in enumerate(targets):
        against = targets[at - 1] if chained and at else base
        known = library.decisions(against, target)
        decided = known.rulings or known.opinions
        found.append(placed(quoter(against), quoter(target), known) if decided else Placed())
    return tuple(found)
