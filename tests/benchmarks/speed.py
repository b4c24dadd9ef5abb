"""How fast it is and how much memory it holds, beside the peers on the same input, and how both grow."""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qcompare.collate import collate
from qcompare.dossier import Dossier
from qcompare.memo import write_memo
from qcompare.model import Collation, Plan
from tests.benchmarks.accuracy import carried_by_peer
from tests.benchmarks.children import RATES, Child, carried_by, carried_f1, make_child
from tests.benchmarks.peers import PEERS, SLOW, SLOWEST, installed
from tests.benchmarks.process import PATIENCE, Cost, cost_of, seconds_of
from tests.benchmarks.report import Row, Section
from tests.benchmarks.texts import BASE, SAMPLES, STRANGER, TARGET, load, long_text, plan_of, stranger_to, supply

RUNS = 5
GROWTH_RUNS = 2
LENGTHS = (10_000, 30_000, 100_000, 300_000, 1_000_000)
TARGETS = 10

_HEAD = ("", "从启动到写出", "内存峰值", "仅比对（已启动）")


def speed(*, quick: bool) -> Iterator[Section]:
    """Yield the sections on what it costs."""
    yield _child_section(quick=quick)
    yield _pair_section(quick=quick)
    yield _many(1 if quick else RUNS)
    yield _growth(LENGTHS[:-1] if quick else LENGTHS, 1 if quick else GROWTH_RUNS)


@dataclass(frozen=True, slots=True)
class _Files:
    """Two plans, the files that whole processes read them from, and how often each is run."""

    base: Plan
    target: Plan
    files: tuple[str, str]
    runs: int


def _files(base: Plan, target: Plan, folder: Path, runs: int) -> _Files:
    paths = (folder / "base.txt", folder / "target.txt")
    for path, plan in zip(paths, (base, target), strict=True):
        path.write_text(plan.text, encoding="utf-8", newline="")
    return _Files(base, target, (str(paths[0]), str(paths[1])), runs)


def _child_section(*, quick: bool) -> Section:
    base = load(SAMPLES[TARGET])
    child = make_child(base, stranger_to(base), RATES["0.25"], 0)
    note = (
        f"{base.label}（{len(base.text):,} 字）和改动率 0.25 的下级文本。括号里是本程序为其几倍；运行超过 {PATIENCE:g} 秒的只运行一次。"
        f"{SLOWEST} 以词为单位，逐字须十几 GB 内存；Gale–Church 用本程序切分的句子，句内文字由 difflib 比。"
    )
    return Section("他者", note, ("", "沿用文字 F1", *_HEAD[1:]), _child_rows(base, child, quick=quick))


def _child_rows(base: Plan, child: Child, *, quick: bool) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        given = _files(base, plan_of(child.text), Path(folder), 1 if quick else RUNS)
        ours, warm = _own_cost(given)
        score = carried_f1(carried_by(collate(base, [given.target])), child)
        yield "qcompare", f"{score:.4f}", f"{ours.seconds:.2f} s", f"{ours.megabytes:.0f} MB", f"{warm:.2f} s"
        for name in PEERS:
            if name not in installed() or (quick and name == SLOWEST):
                yield name, "未安装，略" if name not in installed() else "略", "", "", ""
                continue
            theirs, their_warm, carried = _peer_cost(name, given)
            yield name, f"{carried_f1(carried, child):.4f}", *_beside(ours, theirs, (warm, their_warm))


def _pair_section(*, quick: bool) -> Section:
    base, target = load(SAMPLES[BASE]), load(SAMPLES[TARGET])
    note = f"重庆→永川（{len(base.text):,} 字和 {len(target.text):,} 字，前者为繁体）。括号里是本程序为其几倍。"
    return Section("真实的一对", note, _HEAD, _pair_rows(base, target, quick=quick))


def _pair_rows(base: Plan, target: Plan, *, quick: bool) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        given = _files(base, target, Path(folder), 1 if quick else RUNS)
        ours, warm = _own_cost(given)
        yield "qcompare", f"{ours.seconds:.2f} s", f"{ours.megabytes:.0f} MB", f"{warm:.2f} s"
        for name in installed():
            if name != SLOWEST and not (quick and name == SLOW):
                theirs, their_warm, _ = _peer_cost(name, given)
                yield name, *_beside(ours, theirs, (warm, their_warm))


def _own_cost(given: _Files) -> tuple[Cost, float]:
    """Return what a whole process of ours costs, and the seconds of a comparison in this one."""
    cost = cost_of(_command(given.files), given.runs)
    return cost, seconds_of(lambda: collate(given.base, [given.target]), given.runs)


def _command(files: Sequence[str]) -> list[str]:
    return ["-m", "qcompare", "compare", *files, "--json", str(Path(files[0]).with_name("out.json"))]


def _peer_cost(name: str, given: _Files) -> tuple[Cost, float, dict[int, int]]:
    """Return what a whole process of a peer costs, the seconds of its comparison, and the wording that it carries."""
    cost = cost_of(["-m", "tests.benchmarks.peers", name, *given.files], given.runs)
    said = json.loads(cost.said)
    carried = {b + k: a + k for a, b, length in said["stretches"] for k in range(length)}
    if cost.seconds > PATIENCE:
        return cost, said["seconds"], carried
    return cost, seconds_of(lambda: carried_by_peer(name, given.base.text, given.target.text), given.runs), carried


def _beside(ours: Cost, theirs: Cost, warm: tuple[float, float]) -> Iterator[str]:
    """Yield a peer's figures and how many times them ours are."""
    for form, one, other in (
        ("{:.2f} s", ours.seconds, theirs.seconds),
        ("{:.0f} MB", ours.megabytes, theirs.megabytes),
        ("{:.2f} s", *warm),
    ):
        yield f"{form.format(other)}（{one / other:.2g}×）" if other else ""


def _many(runs: int) -> Section:
    note = f"一个基准和几个对照一次比完；{TARGETS} 个下级文本的改动率为 0.12，种子各异。"
    return Section("几个对照，备忘录", note, ("", "值"), _many_rows(runs))


def _many_rows(runs: int) -> Iterator[Row]:
    plans = [load(path) for name, path in SAMPLES.items() if name != BASE]
    base = load(SAMPLES[BASE])
    yield "一个基准、四个对照（样例库），仅比对（已启动）", f"{seconds_of(lambda: collate(base, plans), runs):.2f} s"
    parent = load(SAMPLES[TARGET])
    stranger = stranger_to(parent)
    children = [plan_of(make_child(parent, stranger, RATES["0.12"], seed).text) for seed in range(TARGETS)]
    seconds = seconds_of(lambda: collate(parent, children), runs)
    yield f"一个基准、{TARGETS} 个对照（各约 {len(parent.text):,} 字），仅比对（已启动）", f"{seconds:.2f} s"
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{k}.txt" for k in range(TARGETS + 1)]
        for path, plan in zip(files, [parent, *children], strict=True):
            path.write_text(plan.text, encoding="utf-8", newline="")
        cost = cost_of(_command([str(path) for path in files]), runs)
        yield "　从启动到写出 JSON，内存峰值", f"{cost.seconds:.2f} s，{cost.megabytes:.0f} MB"
        yield from _memo_rows(collate(base, plans), Path(folder), runs)


def _memo_rows(collation: Collation, folder: Path, runs: int) -> Iterator[Row]:
    import pypdfium2

    path = folder / "memo.pdf"
    seconds = seconds_of(lambda: write_memo(Dossier(collation), path), runs)
    with pypdfium2.PdfDocument(path) as memo:
        pages = len(memo)
    yield (
        f"备忘录，四个对照，{len(collation.rows)} 行",
        f"{seconds:.2f} s，{pages} 页，{path.stat().st_size / 1e6:.1f} MB",
    )


def _growth(lengths: Sequence[int], runs: int) -> Section:
    note = (
        f"基准和改动率 0.12 的下级文本。不同的文字共 {len(supply()):,} 字，更长的把全部各行另排次序再接上，一句便有几处。"
        "指数为对数坐标上的最小二乘斜率，1 为线性；整个进程在短文本上主要是启动，故其指数偏低。"
    )
    return Section("随长度增长", note, ("每份字数", *_HEAD[1:]), _growth_rows(lengths, runs))


def _growth_rows(lengths: Sequence[int], runs: int) -> Iterator[Row]:
    measured = []
    for length in lengths:
        cost, warm = _long_cost(length, runs)
        measured.append((cost.seconds, cost.megabytes, warm))
        yield f"{length:,}", f"{cost.seconds:.2f} s", f"{cost.megabytes:.0f} MB", f"{warm:.2f} s"
    yield ("指数", *(f"{exponent(lengths, costs):.2f}" for costs in zip(*measured, strict=True)))


def _long_cost(length: int, runs: int) -> tuple[Cost, float]:
    base = plan_of(long_text(length))
    child = make_child(base, load(SAMPLES[STRANGER]), RATES["0.12"], 1)
    with tempfile.TemporaryDirectory() as folder:
        return _own_cost(_files(base, plan_of(child.text), Path(folder), runs))


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return the power of the size that the cost grows with: the slope of the line of least squares through the logs.

    >>> round(exponent([1, 10, 100], [3, 300, 30_000]), 6)
    2.0
    """
    xs, ys = ([math.log(value) for value in values] for values in (sizes, costs))
    middle = sum(xs) / len(xs)
    return sum((x - middle) * y for x, y in zip(xs, ys, strict=True)) / sum((x - middle) ** 2 for x in xs)
