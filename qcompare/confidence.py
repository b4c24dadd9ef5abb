"""How sure a match is: the chance that a careful reader would say that one sentence was written from the other."""

from __future__ import annotations

import math
from dataclasses import dataclass

# Log-odds, fitted by `python -m tests.benchmarks.fitting` to pairs of plans aligned by hand; RESULTS.md beside it has how
# well they hold for a pair that they were not fitted to. The fit is to be made anew when what they weigh changes.
_UNLIKELY = -6.95  # two sentences of which nothing is known
_PER_WEIGHT = 1.33  # for each log of the weight of the wording in common, 1 + nats
_PER_SHORTER = 4.5  # the whole of the shorter sentence's words shared, in whatever order
_PER_LONGER = 6.6  # the whole of the longer one's
_NEAR = 1.5  # their clauses correspond by other sentences; half of it where only the clauses above do
_SAME_SLOT = 3.1  # headings with one number under clauses that correspond
_OTHER_KIND = -1.3  # a heading and a body sentence
_PER_RIVAL = -1.15  # for each log of the place that the pair has among those of either sentence
_PER_KINSHIP = -1.3  # a plan that copies all else word for word: what it takes over is not hard to see


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a pair of sentences.

    `weight` is that of the wording they share in one order and that no other match explains, in nats; `shorter` and
    `longer` are the shares, 0..1, of the two sentences' words that the other one has in any order. `near` is 1 where other
    sentences say that their clauses correspond, 0.5 where the clauses above them do. `place` is the product of the places,
    from 1, that the pair has by words shared among all pairs of the base sentence and of the target sentence; `kinship`
    the share of the target's sentences that stand word for word in the base.
    """

    weight: float
    shorter: float
    longer: float
    near: float = 0.0
    same_slot: bool = False
    other_kind: bool = False
    place: int = 1
    kinship: float = 0.0

    @property
    def values(self) -> tuple[float, ...]:
        """The signs as the numbers that the log-odds are linear in, after the 1 of two sentences without any."""
        return (
            1.0,
            math.log1p(self.weight),
            self.shorter,
            self.longer,
            self.near,
            float(self.same_slot),
            float(self.other_kind),
            math.log(self.place),
            self.kinship,
        )


COEFFICIENTS = (
    _UNLIKELY,
    _PER_WEIGHT,
    _PER_SHORTER,
    _PER_LONGER,
    _NEAR,
    _SAME_SLOT,
    _OTHER_KIND,
    _PER_RIVAL,
    _PER_KINSHIP,
)
"""What each of the signs' values adds to the log-odds."""


def confidence(signs: Signs) -> float:
    """Return the chance, 0..1, that the match is right.

    >>> round(confidence(Signs(40.0, shorter=0.6, longer=0.4)), 2), round(confidence(Signs(8.0, shorter=0.2, longer=0.1)), 2)
    (0.97, 0.08)
    """
    return 1 / (1 + math.exp(-sum(c * v for c, v in zip(COEFFICIENTS, signs.values, strict=True))))
