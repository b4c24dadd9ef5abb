"""The laws of the comparison: they hold for any input."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from itertools import permutations
from pathlib import Path

import opencc
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qcompare.collate import collate, load_plan
from qcompare.model import Alignment, Collation, Op, Plan, Relation, RowKind, SentenceKind
from qcompare.paths import sample_plans
from tests.conftest import load_seed, make_plan

SEEDS = tuple(path.stem for path in sample_plans())
SIMPLIFIED = tuple(name for name in SEEDS if name != "chongqing-2023")

slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=40)


@cache
def sentences() -> tuple[str, ...]:
    """Real sentences, from all sample plans."""
    plans = (load_seed(name) for name in SEEDS)
    return tuple(p.wording(k).replace("\n", "") for p in plans for k in p.aligned() if len(p.wording(k)) < 120)


# All that a text file can hold: a NUL makes it a binary one, a surrogate no file at all.
anything = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=20)


@st.composite
def plan_texts(draw: st.DrawFn) -> str:
    """Plans of real sentences, numbered or not, with now and then a line of anything."""
    lines = []
    for k in range(draw(st.integers(1, 8))):
        marker = draw(st.sampled_from(["", "一、", f"（{'一二三四五六七八'[k]}）", f"{k + 1}.", "——"]))
        body = "".join(draw(st.lists(st.sampled_from(sentences()), min_size=1, max_size=4)))
        lines.append(draw(st.one_of(st.just(marker + body), anything)))
    text = "\n".join(lines)
    return text if text.strip() else "一、总体要求"


def check_tiling(base: Plan, alignment: Alignment) -> None:
    """Law 2: edits tile each sentence, rebuild it with the base, and use no base stretch twice in one sentence."""
    target = alignment.plan
    edits = iter(alignment.wording)
    matched = {m.target for m in alignment.matches}
    for k in target.aligned():
        at, used = target.sentences[k].span.start, []
        while at < target.sentences[k].span.end:
            edit = next(edits)
            assert edit.target.start == at, "edits tile the sentence in order"
            assert len(edit.target) > 0
            assert (edit.base is None) == (edit.op is Op.INSERTED)
            if edit.op is Op.EQUAL:
                assert edit.base is not None
                assert edit.base.of(base.text) == edit.target.of(target.text)
            if edit.base is not None:
                used += range(edit.base.start, edit.base.end)
            at = edit.target.end
        assert at == target.sentences[k].span.end
        assert len(used) == len(set(used)), "no base stretch serves one sentence twice"
        assert (alignment.relations[k] is Relation.ADDED) == (k not in matched)
    assert next(edits, None) is None


def check_counts(base: Plan, alignment: Alignment) -> None:
    """Law 2: every sentence outside furniture is matched, added or dropped, and the counts say so."""
    counts, plan = alignment.counts, alignment.plan
    assert counts.target == len(plan.aligned())
    assert counts.base == len(base.aligned())
    assert counts.dropped == len(alignment.dropped)
    assert set(alignment.dropped) | {m.base for m in alignment.matches} == set(base.aligned())
    assert not set(alignment.dropped) & {m.base for m in alignment.matches}
    assert 0 <= counts.carried <= counts.characters
    furniture = [k for k, s in enumerate(plan.sentences) if s.kind is SentenceKind.FURNITURE]
    assert all(alignment.relations[k] is None for k in furniture)


def check_rows(compared: Collation) -> None:
    """Law 4: each clause of each plan stands in exactly one row; base clauses keep base order."""
    assert [r.base for r in compared.rows if r.base is not None] == list(range(len(compared.base.clauses)))
    for t, alignment in enumerate(compared.targets):
        placed = [c for r in compared.rows for c in r.cells[t].clauses]
        assert sorted(placed) == list(range(len(alignment.plan.clauses)))


def check_all(compared: Collation) -> None:
    for target, alignment in enumerate(compared.targets):
        check_tiling(compared.base_of(target), alignment)
        check_counts(compared.base_of(target), alignment)
    check_rows(compared)


def check_inherited(compared: Collation) -> None:
    """Law 3: everything is inherited, in its place, and nothing is left over."""
    (alignment,) = compared.targets
    assert {r for r in alignment.relations if r} <= {Relation.INHERITED}
    assert not alignment.dropped
    assert not alignment.omitted
    assert not any(m.moved for m in alignment.matches)
    assert {e.op for e in alignment.wording} <= {Op.EQUAL, Op.VARIANT}
    assert {r.cells[0].kind for r in compared.rows} <= {RowKind.INHERITED, RowKind.FURNITURE}


@slow
@given(plan_texts(), plan_texts(), plan_texts())
def test_any_plans_compare_lawfully(base: str, one: str, other: str) -> None:
    check_all(collate(make_plan(base), [make_plan(one), make_plan(other)]))


def test_a_clause_of_nothing_but_duties_is_inherited_too() -> None:
    text = "重庆市质量方案\n2023年1月1日\n（牵头单位：市财政局）（配合单位：市教委）\n一、总体要求\n加强质量管理。"
    check_inherited(collate(make_plan(text), [make_plan(text)]))


@slow
@given(plan_texts())
def test_a_plan_against_itself_is_all_inherited(text: str) -> None:
    compared = collate(make_plan(text), [make_plan(text)])
    check_all(compared)
    check_inherited(compared)
    assert {e.op for e in compared.targets[0].wording} <= {Op.EQUAL}


@pytest.mark.parametrize("name", SEEDS)
def test_a_sample_plan_against_itself_is_all_inherited(name: str, seed: Callable[[str], Plan]) -> None:
    compared = collate(seed(name), [seed(name)])
    check_all(compared)
    check_inherited(compared)
    assert compared.targets[0].counts.carried_share == 1.0


@pytest.mark.parametrize("name", SIMPLIFIED)
def test_a_sample_plan_against_its_taiwan_wording_is_all_inherited(name: str, seed: Callable[[str], Plan]) -> None:
    converted = make_plan(opencc.OpenCC("s2twp").convert(seed(name).text))
    assert converted.script == "hant"
    compared = collate(seed(name), [converted])
    check_all(compared)
    check_inherited(compared)


@pytest.mark.parametrize("conversion", ["s2twp", "s2hk", "s2tw"])
def test_every_text_at_hand_against_its_conversion_is_all_inherited(conversion: str, shared: Path) -> None:
    convert = opencc.OpenCC(conversion).convert
    for path in sorted([*(shared / "plans").rglob("*.txt"), *(shared / "laws").glob("*.txt")]):
        plan = load_plan(path)
        check_inherited(collate(plan, [make_plan(convert(plan.text))]))


HALF_WIDTH = str.maketrans("，：；（）！？％“”", ',:;()!?%""')


@pytest.mark.parametrize("stop", ["。", "｡", "."])
@pytest.mark.parametrize("name", SEEDS)
def test_a_sample_plan_against_its_half_width_form_is_all_inherited(
    name: str, stop: str, seed: Callable[[str], Plan]
) -> None:
    check_inherited(collate(seed(name), [make_plan(seed(name).text.translate(HALF_WIDTH | {ord("。"): stop}))]))


def renumbered(plan: Plan) -> str:
    """Return the plan's text with every item numbered from 101 on."""
    pieces, at = [], 0
    for k, clause in enumerate(plan.clauses):
        if clause.marker.rstrip(" .．").isdigit():
            pieces += [plan.text[at : clause.span.start], f"{101 + k}."]
            at = clause.span.start + len(clause.marker)
    return "".join([*pieces, plan.text[at:]])


@pytest.mark.parametrize("name", ["yongchuan-2023-draft", "chongqing-2023"])
def test_a_sample_plan_against_its_renumbered_form_is_all_inherited(name: str, seed: Callable[[str], Plan]) -> None:
    text = renumbered(seed(name))
    assert text != seed(name).text
    check_inherited(collate(seed(name), [make_plan(text)]))


def test_a_title_left_open_does_not_run_on_over_the_next_sentence() -> None:
    """The base's 《 is closed in the next clause only: the marker between is not the title's."""
    base, target = "İ教育局与等《\n1.、35亿元》强经信局", "1.教育局与等《）重庆强区3.5亿元，》①1经信局产品。"
    check_all(collate(make_plan(base), [make_plan(target)]))


@slow
@given(plan_texts(), plan_texts(), plan_texts(), plan_texts())
def test_any_chain_compares_lawfully(base_text: str, one: str, other: str, third: str) -> None:
    base, *targets = map(make_plan, (base_text, one, other, third))
    compared = collate(base, targets, chained=True)
    check_all(compared)
    for target, alignment in enumerate(compared.targets):
        alone = collate(compared.base_of(target), [alignment.plan])
        assert alone.targets == (alignment,), "a link of a chain says what the pair says by itself"


@slow
@given(plan_texts())
@example("\xad0")
@example("\u200b一、总体要求\n（bēn）犇牛质量第一。")
def test_a_plan_chained_to_itself_is_all_inherited(text: str) -> None:
    base = make_plan(text)
    compared = collate(base, [base, base], chained=True)
    check_all(compared)
    for target, alignment in enumerate(compared.targets):
        assert {r for r in alignment.relations if r} <= {Relation.INHERITED}
        assert not alignment.dropped
        assert not alignment.omitted
        assert {r.cells[target].kind for r in compared.rows} <= {RowKind.INHERITED, RowKind.FURNITURE, RowKind.NONE}
        assert not any(r.cells[target].moved or r.cells[target].pointers for r in compared.rows)


def shape(compared: Collation, order: Sequence[int]) -> list[object]:
    """Return the rows with the cells put in `order`."""
    return [(r.base, tuple((r.cells[t].clauses, r.cells[t].kind) for t in order)) for r in compared.rows]


def test_rows_do_not_depend_on_the_order_of_the_targets(seed: Callable[[str], Plan]) -> None:
    base = seed("chongqing-2023")
    targets = [seed(name) for name in ("yongchuan-2023-draft", "chengdu-2023-draft", "chongqing-2011")]
    expected = shape(collate(base, targets), range(3))
    for order in permutations(range(3)):
        compared = collate(base, [targets[t] for t in order])
        check_rows(compared)
        assert shape(compared, [order.index(t) for t in range(3)]) == expected


@slow
@given(plan_texts(), plan_texts(), plan_texts())
def test_rows_of_any_plans_do_not_depend_on_the_order(base: str, one: str, other: str) -> None:
    plans = [make_plan(t) for t in (base, one, other)]
    forth, back = collate(plans[0], plans[1:]), collate(plans[0], plans[:0:-1])
    assert shape(forth, [0, 1]) == shape(back, [1, 0])


PROGRAM = """
from qcompare.collate import collate, load_plan
from qcompare.paths import sample_plans
plans = {p.stem: load_plan(p) for p in sample_plans()}
compared = collate(plans["chongqing-2023"], [plans["yongchuan-2023-draft"], plans["chengdu-2023-draft"]])
import hashlib
print(hashlib.sha256(repr(compared).encode()).hexdigest())
"""


def test_the_same_input_gives_the_same_answer_in_every_process() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", PROGRAM],
            env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2", "3")
    }
    assert len(answers) == 1
    assert len(answers.pop().strip()) == 64
