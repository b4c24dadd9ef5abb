"""The pairs aligned by hand: which plans they are of, their units and links, and what they say of two sentences."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from qcompare.model import Collation, Plan
from qcompare.tables import write_json
from tests.benchmarks.texts import SAMPLES, SHARED, load

FOLDERS = (SHARED / "gold", Path(__file__).resolve().parents[1] / "gold")

TEXTS = {
    "chongqing2023": ("重庆", "seeds/chongqing-2023.txt"),
    "yongchuan": ("永川", "seeds/yongchuan-2023-draft.txt"),
    "chengdu": ("成都", "seeds/chengdu-2023-draft.txt"),
    "hebei": ("河北", "plans/gn_ip_baohu_2023/C_河北*.txt"),
    "shanxi": ("山西", "plans/gn_ip_baohu_2023/C_山西*.txt"),
    "ningxia": ("宁夏", "plans/gn_ip_baohu_2023/C_宁夏*.txt"),
    "yunnan": ("云南", "plans/yn_tizhinian/P_云南*.txt"),
    "kunming": ("昆明", "plans/yn_tizhinian/C_昆明*.txt"),
    "honghe": ("红河", "plans/yn_tizhinian/C_红河*.txt"),
    "guangdong": ("广东", "plans/gd_suqiu_2023/P_广东*.txt"),
    "foshan": ("佛山", "plans/gd_suqiu_2023/C_佛山*.txt"),
    "guangdongtax": ("广东税务", "plans/sib_banshui_2023/S_*广东*.txt"),
    "heilongjiangtax": ("黑龙江税务", "plans/sib_banshui_2023/S_*黑龙江*.txt"),
    "fanxiqian2006": ("反洗钱法 2006", "laws/反洗钱法_2006.txt"),
    "fanxiqian2024": ("反洗钱法 2024", "laws/反洗钱法_2024.txt"),
}
"""The texts by the names that the alignments give them: what to call each, and where it lies in the reference material."""

Link = tuple[str, str]
"""A target unit and a base unit."""


@dataclass(frozen=True)
class Gold:
    """One alignment made by hand.

    `required` are its links, `optional` those that either reading allows; `judged` are the target units whose links count.
    """

    folder: Path
    names: tuple[str, str]
    base: Plan
    target: Plan
    required: frozenset[Link]
    optional: frozenset[Link]
    judged: frozenset[str]

    @property
    def what(self) -> str:
        """What to call the pair."""
        return "→".join(TEXTS[name][0] for name in self.names)

    @cached_property
    def units(self) -> tuple[list[list[str]], list[list[str]]]:
        """The units of each sentence of the base and of the target."""
        base, target = (
            _units_of(plan, self.folder / f"{name}.units.tsv")
            for plan, name in zip((self.base, self.target), self.names, strict=True)
        )
        return base, target

    def links(self, base: int, target: int) -> set[Link]:
        """Return the links that count of those that a match of two sentences stands for."""
        ours, theirs = self.units
        found = {(t, b) for t in theirs[target] for b in ours[base] if t in self.judged}
        return found - self.optional

    def label(self, base: int, target: int) -> bool | None:
        """Return whether a careful reader matches two sentences; None where either will do."""
        ours, theirs = self.units
        if self.links(base, target) & self.required:
            return True
        if any((t, b) in self.optional for t in theirs[target] for b in ours[base]):
            return None
        return False if self.links(base, target) else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a comparison agrees with one made by hand, as written by the scorer: F1 of links and of what is added."""

    links: str
    relation: str
    added: str


def gold_pairs() -> list[Gold]:
    """Return the alignments whose texts are at hand, the reference alignment first."""
    files = [path for folder in FOLDERS for path in sorted(folder.glob("*_from_*.gold.tsv"))]
    names = [(path, tuple(path.name.removesuffix(".gold.tsv").split("_from_"))) for path in files]
    return [
        _gold(path, (base, target))
        for path, (target, base) in names
        if _text(base) is not None and _text(target) is not None
    ]


def agreement(collation: Collation, gold: Gold) -> Agreement:
    """Return what the scorer of the reference material says of a comparison."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gold.json"
        write_json(collation, path)
        scorer = [sys.executable, str(SHARED / "tools" / "score.py"), "links", str(path), str(gold.folder), *gold.names]
        done = subprocess.run(scorer, capture_output=True, text=True, encoding="utf-8", check=True)
    f1 = dict(re.findall(r"(links|added) .*?F1=([\d.]+)", done.stdout))
    return Agreement(f1["links"], re.findall(r"relation=([\d.]+)", done.stdout)[0], f1["added"])


def _text(name: str) -> Path | None:
    """Return where a text lies: a sample plan in the program's own library, where its particulars stand beside it."""
    if not SHARED.is_dir():
        return None
    path = next(iter(sorted(SHARED.glob(TEXTS[name][1]))), None)
    return SAMPLES.get(path.stem, path) if path else None


def _gold(path: Path, names: tuple[str, str]) -> Gold:
    rows = list(_rows(path))
    required = {(row[0], b) for row in rows for b in _listed(row, 2)}
    optional = {(row[0], b) for row in rows for b in _listed(row, 3)}
    judged = {row[0] for row in rows if row[1] not in ("other", "either")} | {t for t, _ in optional}
    base, target = (load(_found(name)) for name in names)
    return Gold(path.parent, names, base, target, frozenset(required), frozenset(optional), frozenset(judged))


def _found(name: str) -> Path:
    path = _text(name)
    assert path is not None
    return path


def _listed(row: Sequence[str], column: int) -> list[str]:
    return [name for name in row[column].split(",") if name != "-"] if len(row) > column else []


def _rows(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield line.split("\t")


def _units_of(plan: Plan, path: Path) -> list[list[str]]:
    """Return for each sentence the units that it overlaps by at least half of the smaller of the two."""
    units = [(row[0], int(row[1]), int(row[2])) for row in _rows(path)]
    found = []
    for span in (sentence.span for sentence in plan.sentences):
        overlaps = ((name, min(end, span.end) - max(start, span.start), end - start) for name, start, end in units)
        found.append([name for name, both, size in overlaps if both > 0 and both * 2 >= min(size, len(span))])
    return found
