"""What the benchmarks measure with is right: the peers' stretches, the fits and figures, and the report they write."""

from __future__ import annotations

import doctest
import json
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from tests.benchmarks import calibration, children, frozen, logistic, report, speed
from tests.benchmarks.calibration import area_under_curve, below, wrong_among_lowest
from tests.benchmarks.logistic import Sample, chance, fit
from tests.benchmarks.peers import PEERS, installed, sentence_groups
from tests.benchmarks.process import cost_of, costs_of
from tests.benchmarks.report import RESULTS, machine, parsed, written
from tests.benchmarks.speed import exponent
from tests.benchmarks.texts import SAMPLES, long_text, plan_of

BASE = "一、总体要求\n加快建设质量强市，推动高质量发展。\n二、主要任务\n提升产品质量。\n"
TARGET = "一、总体要求\n奋力建设质量强区，推动高质量发展。\n二、重点任务\n"
KEPT = "推动高质量发展"


@pytest.mark.parametrize("name", PEERS)
def test_what_a_peer_says_is_equal_is_equal_and_in_order(name: str) -> None:
    if name not in installed():
        pytest.skip(f"{name} is not installed")
    found = list(PEERS[name](BASE, TARGET))
    assert all(BASE[a : a + size] == TARGET[b : b + size] and size > 0 for a, b, size in found)
    assert all(a + size <= after and b + size <= behind for (a, b, size), (after, behind, _) in pairwise(found))
    at, to = BASE.index(KEPT), TARGET.index(KEPT)
    assert any(a <= at and at + len(KEPT) <= a + size and b - a == to - at for a, b, size in found)


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_finds_a_text_equal_to_itself(name: str) -> None:
    if name not in installed():
        pytest.skip(f"{name} is not installed")
    equal = {b + k: a + k for a, b, size in PEERS[name](BASE, BASE) for k in range(size)}
    assert all(equal.get(k) == k for k, c in enumerate(BASE) if c.isalnum())


def test_gale_church_pairs_two_sentences_with_two() -> None:
    pytest.importorskip("nltk")
    base, target = (
        "推动高质量发展。\n提升产品、工程和服务质量总体水平。\n",
        "促进高质量发展。\n提高产品、工程、服务质量水平。\n",
    )
    pairs = [
        (base[slice(*ours)].strip(), target[slice(*theirs)].strip()) for ours, theirs in sentence_groups(base, target)
    ]
    assert pairs == list(zip(base.splitlines(), target.splitlines(), strict=True))


def test_a_process_says_what_it_costs_and_what_it_wrote(tmp_path: Path) -> None:
    for name, text in (("base", BASE), ("target", TARGET)):
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    cost = cost_of(["-m", "tests.benchmarks.peers", "difflib", str(tmp_path / "base"), str(tmp_path / "target")], 1)
    assert [tuple(found) for found in json.loads(cost.said)["stretches"]] == list(PEERS["difflib"](BASE, TARGET))
    assert cost.seconds > 0
    with pytest.raises(RuntimeError, match="no such step"):
        cost_of(["-c", "raise SystemExit('no such step')"], 1)


def test_commands_run_in_turn_have_each_their_own_cost() -> None:
    costs = costs_of([[sys.executable, "-I", "-S", "-c", f"print({word!r})"] for word in ("做成的程序", "源码")], 1)
    assert [cost.said.strip() for cost in costs] == ["做成的程序", "源码"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the processes of Linux are looked at")
def test_a_window_has_started_when_it_has_nothing_left_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frozen, "REST", 0.1)
    work = "import time; exec('while time.process_time() < {}: pass'); {}"
    python = [sys.executable, "-I", "-S", "-c"]
    cost = frozen.start_of([*python, work.format(0.2, "time.sleep(60)")], tmp_path)
    assert cost.seconds > 0.15
    assert cost.megabytes > 1
    with pytest.raises(RuntimeError, match="ended"):
        frozen.start_of([*python, work.format(0.02, "")], tmp_path)


def test_the_build_beside_the_source_is_left_out_where_there_is_none(tmp_path: Path) -> None:
    section = frozen.frozen(quick=True, build=tmp_path / "qcompare")
    assert [row[0] for row in section.rows] == ["没有做成的程序（make build），略"]
    (tmp_path / "库").mkdir()
    (tmp_path / "库" / "libpdfium.so").write_bytes(bytes(1_500_000))
    (tmp_path / "libpdfium.so").symlink_to(tmp_path / "库" / "libpdfium.so")
    assert frozen.size_of(tmp_path) == 1.5


def test_a_cost_that_grows_with_the_size_has_exponent_one() -> None:
    assert exponent([10_000, 30_000, 1_000_000], [0.2, 0.6, 20.0]) == pytest.approx(1.0)
    assert exponent([1, 2, 4], [5, 5, 5]) == pytest.approx(0.0)


@pytest.mark.parametrize("module", [calibration, logistic, report, speed], ids=lambda module: module.__name__)
def test_the_examples_of_the_measures_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_scores_that_part_right_from_wrong_have_the_whole_area() -> None:
    links = [(0.5, False), (0.6, False), (0.7, True), (0.9, True), (1.0, True)]
    assert area_under_curve(links) == 1.0
    assert area_under_curve([(1 - score, right) for score, right in links]) == 0.0
    assert area_under_curve([(0.5, right) for _, right in links]) == 0.5
    assert wrong_among_lowest(links, 0.4) == 2
    assert below(links, 0.8) == (3, 2)


def test_the_fit_finds_the_coefficients_that_made_the_samples() -> None:
    made = (-2.0, 3.0)
    values = [(1.0, k / 50) for k in range(100)]
    samples = [
        Sample(v, right, chance(made, v) if right else 1 - chance(made, v)) for v in values for right in (True, False)
    ]
    assert fit(samples * 50) == pytest.approx(made, abs=0.01)


def test_a_long_text_is_as_long_as_asked_and_the_same_each_time() -> None:
    text = long_text(60_000)
    assert 60_000 <= len(text) < 61_000
    assert text == long_text(60_000)


def test_the_report_in_the_repository_is_one_that_the_writer_makes() -> None:
    report = RESULTS.read_text(encoding="utf-8")
    header, sections = parsed(report)
    assert written(header, sections) == report
    assert [text.partition("：")[0] for text in header] == [text.partition("：")[0] for text in machine()]
    assert all(section.rows for section in sections)
    assert all(len(row) == len(section.head) for section in sections for row in section.rows)


def test_a_child_of_any_file_is_written_with_its_truth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = SAMPLES["chongqing-2011"]
    arguments = [str(parent), "0.25", "3", "--traditional", "--folder", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", ["children", *arguments])
    children.main()
    text = (tmp_path / "chongqing-2011-child.txt").read_bytes().decode("utf-8")
    origin = json.loads((tmp_path / "chongqing-2011-child.json").read_text(encoding="utf-8"))["origin"]
    assert len(origin) == len(text)
    assert plan_of(text).script == "hant"
    assert max(origin) < len(parent.read_text(encoding="utf-8"))
