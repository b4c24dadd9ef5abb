"""How the columns are arranged: in what order the plans stand, which targets are hidden, how wide each text is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

NARROWEST_TEXT = 220
"""Pixels: about fourteen characters of usual size."""


def with_base(plans: int, base: int) -> tuple[int, ...]:
    """Return the order in which that plan is the base and the base before stands in its place; 0 is the base now.

    >>> with_base(4, 2)
    (2, 1, 0, 3)
    """
    order = list(range(plans))
    order[0], order[base] = order[base], order[0]
    return tuple(order)


def with_moved(plans: int, target: int, place: int) -> tuple[int, ...]:
    """Return the order in which a target has moved to another's place, both counted from 0 among the targets.

    >>> with_moved(4, 0, 2), with_moved(4, 2, 0)
    ((0, 2, 3, 1), (0, 3, 1, 2))
    """
    targets = list(range(1, plans))
    targets.insert(place, targets.pop(target))
    return (0, *targets)


def text_widths(room: int, shown: Sequence[int], wished: Mapping[int, int]) -> dict[int, int]:
    """Return the width of each plan's text: what the user wished, the others sharing the rest evenly, none too narrow.

    Where all have been wished and leave room, the last takes it.

    >>> text_widths(1000, [0, 1, 2], {}), text_widths(1000, [0, 1, 2], {1: 300}), text_widths(600, [0, 1, 2], {1: 100})
    ({0: 334, 1: 333, 2: 333}, {0: 350, 1: 300, 2: 350}, {0: 220, 1: 220, 2: 220})
    """
    widths = {plan: max(NARROWEST_TEXT, wished[plan]) for plan in shown if plan in wished}
    free = [plan for plan in shown if plan not in widths]
    rest = room - sum(widths.values())
    for nth, plan in enumerate(free):
        widths[plan] = max(NARROWEST_TEXT, rest // len(free) + (nth < rest % len(free)))
    if not free and rest > 0:
        widths[shown[-1]] += rest
    return {plan: widths[plan] for plan in shown}


def nearest_target(target: int, targets: int, hidden: Collection[int]) -> int:
    """Return the target shown that stands nearest to one, itself if it is shown.

    >>> nearest_target(1, 3, {1}), nearest_target(0, 3, {0, 1})
    (0, 2)
    """
    return min((t for t in range(targets) if t not in hidden), key=lambda t: (abs(t - target), t))
