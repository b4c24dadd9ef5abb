"""The texts at hand: the sample plans, and the plans and laws of the reference material where it lies beside the checkout."""

from __future__ import annotations

import random
import re
import tempfile
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from qcompare.collate import load_plan
from qcompare.model import Plan
from qcompare.paths import sample_plans

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SAMPLES = {path.stem: path for path in sample_plans()}
BASE, TARGET = "chongqing-2023", "yongchuan-2023-draft"
STRANGER = "chengdu-2023-draft"
"""The plan that long texts are made without, so that their children can take their own sentences from it."""


@dataclass(frozen=True, slots=True)
class RealPair:
    """Two texts of which one follows the other, or both a third, and what they are called."""

    what: str
    base: Path
    target: Path


@cache
def load(path: Path) -> Plan:
    """Return the plan that the file holds, read once for all measures."""
    return load_plan(path)


def plan_of(text: str) -> Plan:
    """Return `text` as if read from a file; the reader must not change it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(text, encoding="utf-8", newline="")
        plan = load_plan(path)
    assert plan.text == text
    return plan


def reference_texts() -> list[Path]:
    """Return the plans and laws of the reference material, in a fixed order; none where it is not there."""
    return sorted(path for name in ("plans", "laws") for path in (SHARED / name).rglob("*.txt"))


def simplified(paths: list[Path]) -> list[Plan]:
    """Return those of the plans that are in Simplified script."""
    return [plan for plan in map(load, paths) if plan.script == "hans"]


def real_pairs() -> list[RealPair]:
    """Return every parent with its child, every two siblings and every law with its next version."""
    pairs = [RealPair("重庆市 2023→永川区", SAMPLES[BASE], SAMPLES[TARGET])]
    for group in sorted(path for path in (SHARED / "plans").glob("*") if path.is_dir()):
        parents, others = sorted(group.glob("P_*.txt")), sorted([*group.glob("C_*.txt"), *group.glob("S_*.txt")])
        couples = [*((parent, child) for parent in parents for child in others), *combinations(others, 2)]
        pairs += [RealPair(f"{_issuer(base)}→{_issuer(target)}", base, target) for base, target in couples]
    listed = SHARED / "laws" / "PAIRS.tsv"
    for line in listed.read_text(encoding="utf-8").splitlines()[1:] if listed.exists() else ():
        name, old, new = line.split("\t")[:3]
        years = [Path(file).stem.rpartition("_")[2] for file in (old, new)]
        pairs.append(RealPair(f"{name} {years[0]}→{years[1]}", listed.with_name(old), listed.with_name(new)))
    return pairs


def _issuer(path: Path) -> str:
    """Return who issued a plan, by its file's name: C_佛山市人民政府办公室关于印发…的通知.txt."""
    return re.sub(r"人民政府办公[厅室]$", "", path.stem[2:].partition("关于")[0])


def stranger_to(plan: Plan) -> Plan:
    """Return the first Simplified sample plan that is another than `plan`."""
    return next(other for other in simplified(list(SAMPLES.values())) if other.text != plan.text)


@cache
def supply() -> str:
    """Return all Simplified text at hand, but for the stranger's, one after the other."""
    paths = [*(path for name, path in SAMPLES.items() if name != STRANGER), *reference_texts()]
    return "\n".join(plan.text.strip("\n") for plan in simplified(paths)) + "\n"


def long_text(length: int) -> str:
    """Return a text of about that many characters, whole lines; where the supply ends, its lines follow in another order."""
    lines = supply().splitlines(keepends=True)
    dice = random.Random(length)  # noqa: S311 - no secret hangs on it
    kept: list[str] = []
    size = 0
    while size < length:
        for line in lines:
            kept.append(line)
            size += len(line)
            if size >= length:
                break
        lines = dice.sample(lines, len(lines))
    return "".join(kept)
