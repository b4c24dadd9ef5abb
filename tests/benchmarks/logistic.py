"""Logistic regression by Newton's method, in plain Python: a few coefficients, some thousand weighted samples."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_RIDGE = 0.1  # keeps a coefficient finite where a sign tells right from wrong without exception
_STEPS = 50
_ENOUGH = 1e-8


@dataclass(frozen=True, slots=True)
class Sample:
    """The values of one pair's signs, whether it is right, and how much it counts."""

    values: tuple[float, ...]
    right: bool
    weight: float = 1.0


def chance(coefficients: Sequence[float], values: Sequence[float]) -> float:
    """Return the chance, 0..1, that the coefficients give a pair."""
    odds = sum(c * v for c, v in zip(coefficients, values, strict=True))
    return 1 / (1 + math.exp(-odds)) if odds > -700 else 0.0


def fit(samples: Sequence[Sample]) -> tuple[float, ...]:
    """Return the coefficients that the samples are likeliest under.

    >>> [round(c, 2) for c in fit([Sample((1.0,), right) for right in (True, True, True, False)] * 1000)]
    [1.1]
    """
    coefficients = [0.0] * len(samples[0].values)
    for _ in range(_STEPS):
        step = _solved(*_slopes(samples, coefficients))
        coefficients = [c + s for c, s in zip(coefficients, step, strict=True)]
        if max(map(abs, step)) < _ENOUGH:
            break
    return tuple(coefficients)


def _slopes(samples: Iterable[Sample], coefficients: Sequence[float]) -> tuple[list[list[float]], list[float]]:
    """Return the curvature and the slope of the log-likelihood; the ridge leaves the first coefficient alone."""
    size = len(coefficients)
    slope = [-_RIDGE * c if k else 0.0 for k, c in enumerate(coefficients)]
    curve = [[_RIDGE if i == j > 0 else 0.0 for j in range(size)] for i in range(size)]
    for sample in samples:
        p = chance(coefficients, sample.values)
        miss, spread = sample.weight * (sample.right - p), sample.weight * p * (1 - p)
        for i, value in enumerate(sample.values):
            slope[i] += miss * value
            if value:
                for j in range(i + 1):
                    curve[i][j] += spread * value * sample.values[j]
    for i in range(size):
        for j in range(i):
            curve[j][i] = curve[i][j]
    return curve, slope


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Return the solution of a system of linear equations, by elimination with the greatest pivot.

    >>> _solved([[0.0, 2.0], [1.0, 1.0]], [4.0, 3.0])
    [1.0, 2.0]
    """
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for k in range(size):
        pivot = max(range(k, size), key=lambda i: abs(rows[i][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(size):
            if i != k:
                share = rows[i][k] / rows[k][k]
                rows[i] = [a - share * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [rows[k][size] / rows[k][k] for k in range(size)]


def f1(samples: Sequence[Sample], coefficients: Sequence[float]) -> float:
    """Return F1 of the pairs that are rather right than wrong by the coefficients; 1 where there is nothing to find."""
    said = [(chance(coefficients, s.values) >= 0.5, s.right) for s in samples]
    hits = sum(one and other for one, other in said)
    both = sum(one for one, _ in said) + sum(other for _, other in said)
    return 2 * hits / both if both else 1.0


def log_loss(samples: Sequence[Sample], coefficients: Sequence[float]) -> float:
    """Return the mean of the negative log of the chance given to what is so."""
    losses = []
    for s in samples:
        p = chance(coefficients, s.values)
        losses.append(-math.log(max(p if s.right else 1 - p, 1e-15)))
    return sum(losses) / len(losses)
