"""Figures and responsible units of the five sample plans against those that two readers found (tests/cases/README.md)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from qcompare.collate import load_plan
from qcompare.figures import Figure, figures_of
from qcompare.model import Plan
from qcompare.normalize import is_wording, normalize

CASES = Path(__file__).parent / "cases"
DATA = Path(__file__).parents[1] / "data"
PLANS = ("chongqing-2023", "yongchuan-2023-draft", "chongqing-2011", "chengdu-2023-draft", "youxian-2023")


@dataclass(frozen=True, slots=True)
class Read:
    """A figure as the readers wrote it down."""

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
        return (self.value, self.unit, self.operators, self.year, self.attribute) == (
            figure.value,
            figure.unit,
            frozenset(figure.operators),
            figure.year,
            figure.attribute,
        )

    def same_name(self, figure: Figure) -> bool:
        name = letters(figure.indicator)
        return letters(self.shortest) in name and name in letters(self.longest)


def letters(name: str) -> str:
    return "".join(filter(is_wording, normalize(name, regional=False).units))


def plain(value: str) -> str:
    return value.rstrip("0").rstrip(".") if "." in value else value


@cache
def sample(name: str) -> Plan:
    return load_plan(DATA / f"{name}.txt")


@cache
def gold(name: str) -> tuple[Read, ...]:
    with (CASES / f"{name}.figures.tsv").open(encoding="utf-8") as file:
        lines = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(
            Read(
                int(line["start"]),
                line["figure"],
                plain(line["value"]),
                line["unit"],
                frozenset(line["operators"].split()),
                line["year"],
                line["attribute"],
                line["indicator"],
                line["full"],
            )
            for line in lines
        )


def paired(name: str) -> Iterable[tuple[Read, Figure]]:
    plan = sample(name)
    found = {(f.span.start, f.span.of(plan.text)): f for f in figures_of(plan)}
    return [(read, found[read.start, read.printed]) for read in gold(name) if (read.start, read.printed) in found]


@pytest.mark.parametrize("name", PLANS)
def test_the_readers_lines_point_at_the_text(name: str) -> None:
    text = sample(name).text
    assert gold(name)
    assert [text[r.start : r.start + len(r.printed)] for r in gold(name)] == [r.printed for r in gold(name)]


def f1_of(names: Iterable[str]) -> float:
    """Return how well figures are found with value, unit, operators, year and attribute."""
    names = tuple(names)
    right = sum(read.same_quantity(figure) for name in names for read, figure in paired(name))
    found = sum(len(figures_of(sample(name))) for name in names)
    return 2 * right / (found + sum(len(gold(name)) for name in names))


@pytest.mark.parametrize("name", PLANS)
def test_the_figures_of_a_plan(name: str) -> None:
    assert f1_of([name]) >= 0.95


def test_the_figures_of_all_plans_and_their_names() -> None:
    pairs = [pair for name in PLANS for pair in paired(name)]
    named = sum(read.same_name(figure) for read, figure in pairs)
    assert f1_of(PLANS) >= 0.95
    assert named / sum(len(gold(name)) for name in PLANS) >= 0.90
