"""Which carried stretches of a sentence stand in another order than in their source: 调序, no change of substance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from qcompare.model import CARRIED, Edit, Plan
from qcompare.stretches import longest_rising


def reordered(base: Plan, edits: Sequence[Edit]) -> frozenset[Edit]:
    """Return those of one target sentence's `edits` that are carried out of the order of their base sentence.

    What stays in order is the most wording that can; a list with its items in another order has a few of them here.
    """
    sources: dict[int, list[Edit]] = defaultdict(list)
    for edit in edits:
        if edit.base is not None and edit.op in CARRIED:
            sources[base.sentence_at(edit.base.start)].append(edit)
    found: set[Edit] = set()
    for own in sources.values():
        starts = [edit.base.start for edit in own if edit.base is not None]
        kept = set(longest_rising(starts, [len(edit.target) for edit in own]))
        found.update(edit for k, edit in enumerate(own) if k not in kept)
    return frozenset(found)
