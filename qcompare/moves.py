"""Which matches are out of the common order of the two plans: moved (移位)."""

from __future__ import annotations

from collections.abc import Iterable

from qcompare.forms import PlanForm
from qcompare.model import SentenceKind
from qcompare.stretches import longest_rising


def moved_pairs(base: PlanForm, target: PlanForm, found: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return those of the `found` (base, target) pairs that stand outside the heaviest common order of the two plans.

    A heading weighs as much as all that stands under it: where a clause goes to another section, the clause has moved,
    not the section's title. Duties move with their clause, never alone.
    """
    pairs = sorted((t, b) for b, t in found if target.plan.sentences[t].kind is not SentenceKind.DUTY)
    under = _letters_under(target)
    weights = [min(len(base.letters[b]), len(target.letters[t])) + 1 + under.get(t, 0) for t, b in pairs]
    # Two sources of one sentence, or two sentences of one source, keep order: ranks rise with base, then target.
    order = {pair: rank for rank, pair in enumerate(sorted((b, t) for t, b in pairs))}
    in_order = set(longest_rising([order[b, t] for t, b in pairs], weights))
    return {(b, t) for k, (t, b) in enumerate(pairs) if k not in in_order}


def _letters_under(form: PlanForm) -> dict[int, int]:
    """Return for the first sentence of each clause how many letters the clauses below it have."""
    letters = [sum(len(form.letters[k]) for k in clause.sentences) for clause in form.plan.clauses]
    below = [0] * len(letters)
    for k in range(len(letters) - 1, -1, -1):
        parent = form.plan.clauses[k].parent
        if parent is not None:
            below[parent] += letters[k] + below[k]
    return {c.sentences.start: n for c, n in zip(form.plan.clauses, below, strict=True) if n}
