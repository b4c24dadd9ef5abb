"""The figures of the sample plans as two readers wrote them down, and how well the program reads them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from qcompare.figures import Figure, figures_of
from qcompare.model import Plan
from qcompare.normalize import normalize, wording_of

CASES = Path(__file__).parents[1] / "cases"
PLANS = ("chongqing-2023", "yongchuan-2023-draft", "chongqing-2011", "chengdu-2023-draft", "youxian-2023")


@dataclass(frozen=True, slots=True)
class Read:
    """A figure as the readers wrote it down (tests/cases/README.md)."""

    start: int
    printed: str
    value: str
    unit: str
    operators: frozenset[str]
    year: str
    attribute: str
    shortest: str
    longest: str

    def same_quantity(self, figure: Figure) -> bool:
        """Return whether value, unit, operators, year and attribute are the readers'."""
        value = "-".join(map(digits, dict.fromkeys((figure.low, figure.high))))
        found = (value, figure.unit, frozenset(figure.operators), figure.year, figure.attribute)
        return (self.value, self.unit, self.operators, self.year, self.attribute) == found

    def same_name(self, figure: Figure) -> bool:
        """Return whether the name lies between the shortest and the longest that the readers accept."""
        name = _letters(figure.indicator)
        return _letters(self.shortest) in name and name in _letters(self.longest)


@dataclass(frozen=True, slots=True)
class Score:
    """How many figures the readers and the program found, and of how many the quantity and the name are right."""

    read: int
    found: int
    right: int
    named: int

    @property
    def f1(self) -> float:
        """F1 of the figures with value, unit, operators, year and attribute right."""
        return 2 * self.right / (self.read + self.found)


def figures_read(name: str) -> tuple[Read, ...]:
    """Return what the readers found in a sample plan."""
    with (CASES / f"{name}.figures.tsv").open(encoding="utf-8") as file:
        return tuple(map(_read, csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)))


def _read(line: dict[str, str]) -> Read:
    value = line["value"]
    return Read(
        start=int(line["start"]),
        printed=line["figure"],
        value=value.rstrip("0").rstrip(".") if "." in value else value,
        unit=line["unit"],
        operators=frozenset(line["operators"].split()),
        year=line["year"],
        attribute=line["attribute"],
        shortest=line["indicator"],
        longest=line["full"],
    )


def paired(plan: Plan, reads: Iterable[Read]) -> Iterator[tuple[Read, Figure]]:
    """Yield the figures that both found: number and unit as printed, at the same place."""
    found = {(f.span.start, f.span.of(plan.text)): f for f in figures_of(plan)}
    yield from ((read, found[read.start, read.printed]) for read in reads if (read.start, read.printed) in found)


def judged(plan: Plan, reads: tuple[Read, ...]) -> Score:
    """Return how well the program reads a plan."""
    pairs = list(paired(plan, reads))
    right = sum(read.same_quantity(figure) for read, figure in pairs)
    return Score(len(reads), len(figures_of(plan)), right, sum(read.same_name(figure) for read, figure in pairs))


def digits(number: Fraction) -> str:
    """Return a number in digits, as a fraction where decimals do not end.

    >>> digits(Fraction("98.30")), digits(Fraction(1, 3))
    ('98.3', '1/3')
    """
    written = f"{float(number):.6f}".rstrip("0").rstrip(".")
    return written if Fraction(written) == number else str(number)


def _letters(name: str) -> str:
    return wording_of(normalize(name, regional=False).units)
