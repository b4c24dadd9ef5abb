"""How right the comparison is: beside alignments made by hand, on children made by known edits, on real pairs, on itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import mean

import opencc

from qcompare.collate import collate
from qcompare.coverage import coverage_of
from qcompare.duty_changes import duty_table
from qcompare.figure_changes import figure_table
from qcompare.findings import findings_of
from qcompare.leftovers import dropped_list
from qcompare.model import DOUBTFUL, Plan
from qcompare.tables import collation_json
from tests.benchmarks.calibration import area_under_curve, below, judged_links, wrong_among_lowest
from tests.benchmarks.children import HALF_WIDTH, RATES, Child, carried_by, carried_f1, make_child, traditional
from tests.benchmarks.gold import agreement, gold_pairs
from tests.benchmarks.peers import PEERS, SLOW, SLOWEST, installed
from tests.benchmarks.process import seconds_of
from tests.benchmarks.readings import PLANS, Score, figures_read, judged
from tests.benchmarks.report import Row, Section
from tests.benchmarks.texts import (
    BASE,
    SAMPLES,
    SHARED,
    TARGET,
    load,
    plan_of,
    real_pairs,
    reference_texts,
    simplified,
    stranger_to,
)

RUNS = 3
SEEDS = 2
_WARM_RUNS = 9
SCRIPTS: tuple[tuple[str, Callable[[Child], Child] | None], ...] = (("简体", None), ("台湾用词、半角", traditional))

_SLOW_LENGTH = 12_000  # characters up to which the slow peer is given a child: on 24,000 it takes 80 seconds for each
_ABSENT: Row = ("没有参考资料（../shared），略",)


def accuracy(*, quick: bool) -> Iterator[Section]:
    """Yield the sections on how right it is."""
    yield _gold()
    yield _calibration()
    yield _findings()
    yield _children(quick=quick)
    yield _pairs(1 if quick else RUNS)
    yield _converted()
    yield _lossless()


def _gold() -> Section:
    head = ("基准→对照", "对应 F1", "关系相符", "新增 F1")
    return Section("人工对照", "逐句与人工对应相比，由参考资料中的 score.py 计分。", head, _gold_rows())


def _gold_rows() -> Iterator[Row]:
    said = []
    for gold in gold_pairs():
        found = agreement(collate(gold.base, [gold.target]), gold)
        said.append((found.links, found.relation, found.added))
        yield (gold.what, *said[-1])
    if not said:
        yield _ABSENT + ("",) * 3
        return
    yield ("平均", *(f"{mean(map(float, column)):.4f}" for column in zip(*said, strict=True)))


def _findings() -> Section:
    note = "五份样例规划中由人逐一读出的指标；“判断”为重庆→永川一对，占比是与同一次运行中的比对相除，取中位数。"
    return Section("指标、责任单位、承接", note, ("项目", "值"), _findings_rows())


def _findings_rows() -> Iterator[Row]:
    scores = [astuple(judged(load(SAMPLES[name]), figures_read(name))) for name in PLANS]
    score = Score(*map(sum, zip(*scores, strict=True)))
    yield "人读出的指标，程序读出的", f"{score.read}，{score.found}"
    yield "指标 F1（数值、单位、约束词、年份都对）", f"{score.f1:.3f}"
    yield "指标名称对的", f"{score.named / score.read:.3f}"
    base, target = load(SAMPLES[BASE]), load(SAMPLES[TARGET])
    compared = collate(base, [target])
    whole = seconds_of(lambda: collate(base, [target]), _WARM_RUNS)
    for what, work in (
        ("指标表", lambda: figure_table(compared)),
        ("责任单位", lambda: duty_table(compared)),
        ("承接情况", lambda: coverage_of(compared, 0)),
        ("未承接清单", lambda: dropped_list(compared, 0)),
        ("合计", lambda: findings_of(compared)),
    ):
        took = seconds_of(work, _WARM_RUNS)
        yield f"判断用时占比对的，{what}", f"{took / whole:.1%}（{took * 1000:.0f} ms）"


def _calibration() -> Section:
    note = f"以上各对的全部对应，按分数从低到高；“存疑”指分数低于 {DOUBTFUL:g}。曲线下面积 1 为错的分数全低于对的，0.5 为随机。"
    return Section("分数是否可信", note, ("项目", "值"), _calibration_rows())


def _calibration_rows() -> Iterator[Row]:
    links = [link for gold in gold_pairs() for link in judged_links(collate(gold.base, [gold.target]), gold)]
    if not links:
        yield (*_ABSENT, "")
        return
    wrong = sum(not right for _, right in links)
    yield "对应，其中错的", f"{len(links)}，{wrong}"
    for share in (0.05, 0.1, 0.2):
        yield f"分数最低的 {share:.0%} 中，错的", f"{wrong_among_lowest(links, share):.1f}/{wrong}"
    yield "曲线下面积", f"{area_under_curve(links):.4f}"
    doubtful, doubtful_wrong = below(links, DOUBTFUL)
    yield "存疑的占全部对应", f"{doubtful / len(links):.1%}"
    yield "存疑的占错的对应", f"{doubtful_wrong / wrong:.1%}" if wrong else "没有错的"


@dataclass(frozen=True, slots=True)
class _Corpus:
    """Texts that children are made of, and what to call them."""

    what: str
    plans: list[Plan]


def _corpora(*, quick: bool = False) -> list[_Corpus]:
    groups = [("样例规划", list(SAMPLES.values()))]
    groups += [
        (what, sorted((SHARED / name).rglob("*.txt"))) for what, name in (("参考规划", "plans"), ("法规", "laws"))
    ]
    found = [_Corpus(what, simplified(paths)) for what, paths in (groups[:1] if quick else groups)]
    return [corpus for corpus in found if corpus.plans]


def _children(*, quick: bool) -> Section:
    seeds = 1 if quick else SEEDS
    peers = [name for name in installed() if name != SLOWEST and not (quick and name in (SLOW, "Gale–Church"))]
    note = (
        "以已知修改做成的下级文本，沿用文字逐字计分，平均（最低）；改动率为每句被改的机会，0.25 另有四分之一移位。"
        f"每份 {seeds} 个种子；他者只比样例规划"
    )
    note += f"，{SLOW} 只用第一个种子和 {_SLOW_LENGTH:,} 字以下的。" if SLOW in peers else "。"
    return Section("沿用文字 F1", note, ("文本", "qcompare", *peers), _children_rows(peers, seeds, quick=quick))


def _children_rows(peers: list[str], seeds: int, *, quick: bool) -> Iterator[Row]:
    for corpus in _corpora(quick=quick):
        for script, change in SCRIPTS:
            for rate in RATES:
                made = [
                    (base, seed, _child(base, rate, seed, change)) for base in corpus.plans for seed in range(seeds)
                ]
                ours = [carried_f1(carried_by(collate(base, [plan_of(child.text)])), child) for base, _, child in made]
                is_sample = corpus.what == "样例规划"
                theirs = [_scores(_by_peer(peer, made)) if is_sample else "" for peer in peers]
                yield f"{corpus.what} {len(corpus.plans)} 份，改动率 {rate}，{script}", _scores(ours), *theirs


def _child(base: Plan, rate: str, seed: int, change: Callable[[Child], Child] | None) -> Child:
    child = make_child(base, stranger_to(base), RATES[rate], seed)
    return change(child) if change else child


def _by_peer(peer: str, made: list[tuple[Plan, int, Child]]) -> list[float]:
    """Return a peer's score of each child, of a slow peer of the few that it is given."""
    few = [(base, seed, child) for base, seed, child in made if not seed and len(base.text) <= _SLOW_LENGTH]
    return [
        carried_f1(carried_by_peer(peer, base.text, child.text), child)
        for base, _, child in (few if peer == SLOW else made)
    ]


def carried_by_peer(peer: str, base: str, target: str) -> dict[int, int]:
    """Return for each character of the target the base offset that a peer says it comes from."""
    return {b + k: a + k for a, b, length in PEERS[peer](base, target) for k in range(length)}


def _scores(scores: list[float]) -> str:
    return f"{mean(scores):.4f}（{min(scores):.4f}）" if scores else ""


def _pairs(runs: int) -> Section:
    head = ("基准→对照", "沿用", "属地化", "修改", "新增", "未承接", "移位", "仅比对")
    return Section("真实的上下级、同级和新旧文本", "句数；移位的也计在其他各类中。", head, _pair_rows(runs))


def _pair_rows(runs: int) -> Iterator[Row]:
    for pair in real_pairs():
        base, target = load(pair.base), load(pair.target)
        counts = collate(base, [target]).targets[0].counts
        said = (counts.inherited, counts.localised, counts.modified, counts.added, counts.dropped, counts.moved)
        seconds = seconds_of(lambda base=base, target=target: collate(base, [target]), runs)  # type: ignore[misc]
        yield (pair.what, *map(str, said), f"{seconds:.2f} s")


def _converted() -> Section:
    note = "每份简体文本与自身的台湾用词（opencc s2twp）、半角标点版相比，判为沿用的句数占比，应近于 100%。"
    return Section("与自身的台湾版相比", note, ("文本", "平均", "最低", "最低的是"), _converted_rows())


def _converted_rows() -> Iterator[Row]:
    taiwan = opencc.OpenCC("s2twp")
    for corpus in _corpora():
        shares = []
        for plan in corpus.plans:
            counts = collate(plan, [plan_of(taiwan.convert(plan.text).translate(HALF_WIDTH))]).targets[0].counts
            shares.append((counts.inherited / counts.target, plan.label or plan.source))
        lowest, name = min(shares)
        average = mean(share for share, _ in shares)
        yield f"{corpus.what} {len(shares)} 份", f"{average:.2%}", f"{lowest:.2%}", name if lowest < 1 else ""


def _lossless() -> Section:
    note = "每个可见字符恰在一句中，无遗漏，无重叠。"
    return Section("无损", note, ("文本", "无损的"), _lossless_rows([*SAMPLES.values(), *reference_texts()]))


def _lossless_rows(paths: list[Path]) -> Iterator[Row]:
    whole = sum(_is_lossless(load(path)) for path in paths)
    yield "全部文本", f"{whole}/{len(paths)} 份"


def _is_lossless(plan: Plan) -> bool:
    read = json.loads(collation_json(collate(plan, [plan])))["plans"][0]
    covered = [0] * len(read["text"])
    for sentence in read["sentences"]:
        for k in range(sentence["start"], sentence["end"]):
            covered[k] += 1
    visible = (n for n, c in zip(covered, read["text"], strict=True) if not c.isspace())
    return all(n == 1 for n in visible) and max(covered) <= 1
