"""Speed, memory and accuracy beside peers on the same input in the same run, as one Markdown table.

`python -m tests.benchmarks` takes about five minutes, most of them a peer's. It asserts nothing: it is for reading.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from qcompare.collate import collate, load_plan
from qcompare.memo import write_memo
from qcompare.model import Collation, Plan
from qcompare.paths import sample_plans
from qcompare.tables import collation_json, write_json
from tests.benchmarks.children import HEAVY, USUAL, Child, Rates, carried_by, carried_f1, make_child, traditional
from tests.benchmarks.peers import PEERS
from tests.benchmarks.process import Cost, cost_of, seconds_of

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
BASE, TARGET = "chongqing-2023", "yongchuan-2023-draft"
OWN_GOLD = Path(__file__).resolve().parents[1] / "gold"
SIBLINGS = (
    ("gn_ip_baohu_2023", "河北", "山西", ("hebei", "shanxi")),
    ("yn_tizhinian", "昆明", "红河", ("kunming", "honghe")),
)
RUNS = 5
CHILDREN = range(2)
"""The seeds of the child plans; a figure is the mean over them and over the Simplified sample plans."""

LARGE = 300_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what is measured, ours, and one cell for each peer."""

    what: str
    ours: str
    peers: tuple[str, ...] = ("", "")


def main() -> None:
    """Measure and print."""
    samples = {path.stem: path for path in sample_plans()}
    print(f"| | qcompare | {' | '.join(PEERS)} |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for measure in (_cold, _warm, _gold, _wording, _lossless, _memo, _large):
            for line in measure(samples, Path(name)):
                print(f"| {line.what} | {line.ours} | {' | '.join(line.peers)} |", flush=True)


def _cold(samples: dict[str, Path], folder: Path) -> Iterator[Line]:
    files = [str(samples[BASE]), str(samples[TARGET])]
    ours = cost_of(["-m", "qcompare", "compare", *files, "--json", str(folder / "pair.json")], RUNS)
    peers = [cost_of(["-m", "tests.benchmarks.peers", name, *files], RUNS) for name in PEERS]
    yield from _costs("重庆→永川（各约 8,000 字），从启动到写出 JSON", ours, peers)


def _costs(what: str, ours: Cost, peers: list[Cost]) -> Iterator[Line]:
    seconds = tuple(_beside(ours.seconds, cost.seconds, "{:.2f} s") for cost in peers)
    yield Line(what, f"{ours.seconds:.2f} s", seconds or ("", ""))
    memory = tuple(_beside(ours.megabytes, cost.megabytes, "{:.0f} MB") for cost in peers)
    yield Line("　内存峰值", f"{ours.megabytes:.0f} MB", memory or ("", ""))


def _beside(ours: float, theirs: float, form: str) -> str:
    """Return a peer's figure and how many times it ours is."""
    return f"{form.format(theirs)}（{ours / theirs:.2g}×）" if theirs else ""


def _warm(samples: dict[str, Path], _folder: Path) -> Iterator[Line]:
    base, target = load_plan(samples[BASE]), load_plan(samples[TARGET])
    ours = seconds_of(lambda: collate(base, [target]), RUNS)
    peers = [seconds_of(lambda find=find: list(find(base.text, target.text)), RUNS) for find in PEERS.values()]
    yield Line("　仅比对（已启动）", f"{ours:.2f} s", tuple(_beside(ours, theirs, "{:.2f} s") for theirs in peers))
    several = [load_plan(path) for name, path in samples.items() if name != BASE]
    yield Line("一个基准、四个对照，仅比对（已启动）", f"{seconds_of(lambda: collate(base, several), RUNS):.2f} s")


def _gold(samples: dict[str, Path], folder: Path) -> Iterator[Line]:
    if not (SHARED / "gold").is_dir():
        return
    child = _agreement(samples[BASE], samples[TARGET], SHARED / "gold", ("chongqing2023", "yongchuan"), folder)
    for what, score in zip(("对应 F1", "关系相符", "新增 F1"), child, strict=True):
        yield Line(f"人工对照 207 句（重庆→永川）：{what}", score)
    for group, base, target, names in SIBLINGS:
        files = [next((SHARED / "plans" / group).glob(f"C_{place}*.txt")) for place in (base, target)]
        links, _, added = _agreement(files[0], files[1], OWN_GOLD, names, folder)
        yield Line(f"人工对照，同级规划（{base}→{target}）：对应 F1 / 新增 F1", f"{links} / {added}")


def _agreement(base: Path, target: Path, gold: Path, names: tuple[str, str], folder: Path) -> tuple[str, str, str]:
    """Return how far the comparison agrees with one made by hand: F1 of links, relations right, F1 of what is added."""
    path = folder / "gold.json"
    write_json(collate(load_plan(base), [load_plan(target)]), path)
    scorer = [sys.executable, str(SHARED / "tools" / "score.py"), "links", str(path), str(gold), *names]
    done = subprocess.run(scorer, capture_output=True, text=True, check=True)
    said = dict(re.findall(r"(links|added) .*?F1=([\d.]+)", done.stdout))
    return said["links"], re.findall(r"relation=([\d.]+)", done.stdout)[0], said["added"]


def _wording(samples: dict[str, Path], folder: Path) -> Iterator[Line]:
    plans = {name: load_plan(path) for name, path in samples.items() if name != BASE}
    for what, rates, change in (
        ("沿用文字 F1，下级规划（常规修改）", USUAL, None),
        ("沿用文字 F1，四分之一改动或移位", HEAVY, None),
        ("沿用文字 F1，常规修改后转台湾用词、半角", USUAL, traditional),
    ):
        made = [(base, _child(base, plans, rates, seed, change)) for base in plans.values() for seed in CHILDREN]
        ours = [carried_f1(carried_by(_compared(base, child, folder)), child) for base, child in made]
        peers = [
            [carried_f1(_carried_by_peer(name, base.text, child.text), child) for base, child in made] for name in PEERS
        ]
        yield Line(what, f"{mean(ours):.4f}", tuple(f"{mean(scores):.4f}" for scores in peers))


def _child(
    base: Plan, plans: dict[str, Plan], rates: Rates, seed: int, change: Callable[[Child], Child] | None
) -> Child:
    stranger = next(plan for plan in plans.values() if plan is not base)
    child = make_child(base, stranger, rates, seed)
    return change(child) if change else child


def _compared(base: Plan, child: Child, folder: Path) -> Collation:
    path = folder / "child.txt"
    path.write_text(child.text, encoding="utf-8", newline="")
    target = load_plan(path)
    assert target.text == child.text
    return collate(base, [target])


def _carried_by_peer(name: str, base: str, target: str) -> dict[int, int]:
    return {b + k: a + k for a, b, length in PEERS[name](base, target) for k in range(length)}


def _lossless(samples: dict[str, Path], _folder: Path) -> Iterator[Line]:
    files = [*samples.values(), *_reference_texts()]
    whole = sum(_is_lossless(load_plan(path)) for path in files)
    yield Line("无损（每个可见字符恰在一句中）", f"{whole}/{len(files)} 份")


def _reference_texts() -> list[Path]:
    return sorted(path for name in ("plans", "laws") for path in (SHARED / name).rglob("*.txt"))


def _is_lossless(plan: Plan) -> bool:
    read = json.loads(collation_json(collate(plan, [plan])))["plans"][0]
    covered = [0] * len(read["text"])
    for sentence in read["sentences"]:
        for k in range(sentence["start"], sentence["end"]):
            covered[k] += 1
    visible = (n for n, c in zip(covered, read["text"], strict=True) if not c.isspace())
    return all(n == 1 for n in visible) and max(covered) <= 1


def _memo(samples: dict[str, Path], folder: Path) -> Iterator[Line]:
    import pypdfium2

    base = load_plan(samples[BASE])
    collation = collate(base, [load_plan(path) for name, path in samples.items() if name != BASE])
    path = folder / "memo.pdf"
    seconds = seconds_of(lambda: write_memo(collation, path), RUNS)
    with pypdfium2.PdfDocument(path) as memo:
        pages = len(memo)
    size = path.stat().st_size / 1e6
    yield Line(f"备忘录，四个对照，{len(collation.rows)} 行", f"{seconds:.2f} s，{pages} 页，{size:.1f} MB")


def _large(samples: dict[str, Path], folder: Path) -> Iterator[Line]:
    texts = [path.read_text(encoding="utf-8") for path in [*samples.values(), *_reference_texts()]]
    once = "\n".join(texts)
    whole = once * (LARGE // len(once) + 1)
    base_file, child_file = folder / "large.txt", folder / "large-child.txt"
    base_file.write_text(whole[:LARGE], encoding="utf-8", newline="")
    base, stranger = load_plan(base_file), load_plan(samples[BASE])
    child_file.write_text(make_child(base, stranger, USUAL, 1).text, encoding="utf-8", newline="")
    arguments = ["compare", str(base_file), str(child_file), "--json", str(folder / "large.json")]
    yield from _costs(f"{len(base.text):,} 字两份，从启动到写出 JSON", cost_of(["-m", "qcompare", *arguments], 1), [])


if __name__ == "__main__":
    main()
