"""Whether the score of a match says how sure it is: where the wrong ones lie among all, from the least sure to the surest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from qcompare.model import Collation
from tests.benchmarks.gold import Gold

Judged = tuple[float, bool]
"""The score of a link, and whether it is right."""


def judged_links(collation: Collation, gold: Gold) -> list[Judged]:
    """Return the links of a comparison that count, each once with its best score."""
    best: dict[tuple[str, str], float] = {}
    for match in collation.targets[0].matches:
        for link in gold.links(match.base, match.target):
            best[link] = max(match.score, best.get(link, 0.0))
    return [(score, link in gold.required) for link, score in best.items()]


def area_under_curve(links: Sequence[Judged]) -> float:
    """Return the chance that a right link has a higher score than a wrong one; a tie counts half.

    >>> area_under_curve([(0.9, True), (0.6, False), (0.6, True)])
    0.75
    """
    right = sum(good for _, good in links)
    wrong = len(links) - right
    below, won = 0, 0.0
    for _, group in groupby(sorted(links), key=lambda link: link[0]):
        tied = [good for _, good in group]
        won += sum(tied) * (below + tied.count(False) / 2)
        below += tied.count(False)
    return won / (right * wrong) if right and wrong else float("nan")


def wrong_among_lowest(links: Sequence[Judged], share: float) -> float:
    """Return how many of the wrong links lie among that share of all with the lowest scores; of tied ones a fair part.

    >>> wrong_among_lowest([(0.5, False), (0.5, True), (0.9, True), (0.9, False)], 0.25)
    0.5
    """
    room = len(links) * share
    found = 0.0
    for _, group in groupby(sorted(links), key=lambda link: link[0]):
        tied = [good for _, good in group]
        found += tied.count(False) * min(1.0, room / len(tied))
        room -= len(tied)
        if room <= 0:
            break
    return found


def below(links: Sequence[Judged], score: float) -> tuple[int, int]:
    """Return how many links, and how many wrong ones, have a lower score."""
    lower = [good for found, good in links if found < score]
    return len(lower), lower.count(False)
