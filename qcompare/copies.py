"""Sentences of one wording that stand several times in both plans: which copy is which."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def pair_in_order(
    ours: Sequence[int], theirs: Sequence[int], affinity: Callable[[int, int], float]
) -> list[tuple[int, int]]:
    """Return the pairs, in order on both sides, whose affinities have the greatest sum; earlier places win ties.

    A pair without affinity is never made. The cost is the product of the two numbers of copies.

    >>> pair_in_order([1, 2, 3], [8, 9], lambda b, t: 1.0 + (b == t - 6))
    [(2, 8), (3, 9)]
    """
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i in range(len(ours) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            paired = affinity(ours[i], theirs[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + paired if paired else 0.0)
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        paired = affinity(ours[i], theirs[j])
        if paired and best[i][j] == best[i + 1][j + 1] + paired:
            pairs.append((ours[i], theirs[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
