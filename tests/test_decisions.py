"""What a person decides wins over the program, is kept at once, and outlives a changed draft."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qcompare.collate import ENGINE, collate, engine_with
from qcompare.decisions import Change, Decisions, Opinion, Quote, QuotedRuling, Verdict
from qcompare.errors import LibraryError
from qcompare.model import Collation, Match, Op, Plan, Relation, RowKind, Ruling
from qcompare.quotes import Place, Quoter, digest, placed
from qcompare.store import Library
from tests.conftest import load_seed, make_plan

BASE = """质量强市建设实施方案
一、总体要求
（一）主要目标。制造业质量竞争力指数达到92以上。公共服务质量满意度达到85分以上。
二、重点任务
1.提升检测权威性。加强检验检测服务业发展的规划引导。推动认证结果采信。
"""
DRAFT = """质量强区建设实施方案
一、总体要求
（一）主要目标。制造业质量竞争力指数达到90以上。建设一流营商环境。
二、重点任务
1.提升检测权威性。加强检验检测服务业发展的规划引导。推广服务认证，引导中小企业获得认证。
"""


def sentence(plan: Plan, wording: str) -> int:
    """Return the one sentence that holds `wording`."""
    (found,) = [k for k in plan.aligned() if wording in plan.wording(k)]
    return found


@pytest.fixture(scope="module")
def plans() -> tuple[Plan, Plan]:
    return make_plan(BASE), make_plan(DRAFT)


def ruled(plans: tuple[Plan, Plan], *rulings: Ruling) -> Collation:
    return collate(plans[0], [plans[1]], rulings=[rulings])


def test_a_link_made_by_a_person_is_a_match(plans: tuple[Plan, Plan]) -> None:
    ours, theirs = sentence(plans[0], "认证结果采信"), sentence(plans[1], "推广服务认证")
    before = ruled(plans)
    assert before.targets[0].relations[theirs] is Relation.ADDED
    alignment = ruled(plans, Ruling(ours, theirs, holds=True)).targets[0]
    assert Match(ours, theirs, moved=False, score=1.0, by="person") in alignment.matches
    assert alignment.relations[theirs] is Relation.MODIFIED
    assert ours not in alignment.dropped
    assert alignment.counts.added == before.targets[0].counts.added - 1


def test_a_link_cut_by_a_person_is_none(plans: tuple[Plan, Plan]) -> None:
    ours, theirs = sentence(plans[0], "竞争力指数"), sentence(plans[1], "竞争力指数")
    before = ruled(plans)
    assert any((m.base, m.target) == (ours, theirs) for m in before.targets[0].matches)
    alignment = ruled(plans, Ruling(ours, theirs, holds=False)).targets[0]
    assert not any((m.base, m.target) == (ours, theirs) for m in alignment.matches)
    assert alignment.relations[theirs] is Relation.ADDED
    assert ours in alignment.dropped
    kept = {(m.base, m.target) for m in before.targets[0].matches} - {(ours, theirs)}
    assert {(m.base, m.target) for m in alignment.matches} == kept


def test_a_match_confirmed_is_in_doubt_no_more_and_keeps_its_score() -> None:
    base, target = load_seed("chongqing-2023"), load_seed("yongchuan-2023-draft")
    before = collate(base, [target]).targets[0]
    doubtful = next(m for m in before.matches if m.doubtful)
    after = collate(base, [target], rulings=[[Ruling(doubtful.base, doubtful.target, holds=True)]]).targets[0]
    (match,) = [m for m in after.matches if (m.base, m.target) == (doubtful.base, doubtful.target)]
    assert match == replace(doubtful, by="person")
    assert not match.doubtful
    assert after.counts.doubtful == before.counts.doubtful - 1
    assert after.wording == before.wording


@pytest.mark.parametrize("holds", [True, False])
def test_edits_tile_and_every_sentence_is_told_whatever_is_ruled(plans: tuple[Plan, Plan], holds: bool) -> None:
    base, target = plans
    for ours in base.aligned():
        for theirs in target.aligned():
            alignment = ruled(plans, Ruling(ours, theirs, holds)).targets[0]
            at = 0
            for edit in alignment.wording:
                assert edit.target.start >= at
                assert (edit.base is None) == (edit.op is Op.INSERTED)
                at = edit.target.end
            matched = {m.base for m in alignment.matches}
            assert matched | set(alignment.dropped) == set(base.aligned())
            assert matched.isdisjoint(alignment.dropped)
            assert (ours in {m.base for m in alignment.matches if m.target == theirs}) == holds


def test_a_stored_comparison_knows_the_rulings_it_was_made_with(plans: tuple[Plan, Plan], tmp_path: Path) -> None:
    rulings = [[Ruling(sentence(plans[0], "采信"), sentence(plans[1], "推广"), holds=True)]]
    engine = engine_with([], rulings)
    assert engine != ENGINE
    with Library.open(tmp_path / "library.db") as library:
        made = ruled(plans, *rulings[0])
        stored = library.save_collation(made, engine)
        base, target = (entry.id for entry in library.plans())
        assert library.find_collation(base, [target], engine) == stored
        assert library.find_collation(base, [target], ENGINE) is None
        assert library.collation(stored) == made


def test_a_quoted_sentence_is_found_in_a_changed_draft(plans: tuple[Plan, Plan]) -> None:
    target = plans[1]
    quote = Quoter(target).quote(sentence(target, "推广服务认证"))
    assert quote == Quote("推广服务认证，引导中小企业获得认证。", 0, "二1.")
    changed = make_plan(DRAFT.replace("1.提升", "1.新的任务。\n2.提升").replace("推广服务认证，", "推廣服務認證, "))
    found = Quoter(changed).find(quote)
    assert found == sentence(changed, "推廣服務認證")
    assert Quoter(make_plan(BASE)).find(quote) is None


def test_of_sentences_that_say_the_same_the_one_under_the_path_is_meant() -> None:
    text = "方案\n一、目标\n加强组织领导。\n二、保障\n加强组织领导。\n加强组织领导。\n"
    plan = make_plan(text)
    quoter = Quoter(plan)
    for k in plan.aligned():
        assert quoter.find(quoter.quote(k)) == k
    shorter = Quoter(make_plan(text.replace("一、目标\n加强组织领导。\n", "").replace("二、", "一、")))
    assert shorter.find(Quote("加强组织领导。", 2, "二第2段")) is not None


def test_decisions_that_no_longer_apply_are_listed(plans: tuple[Plan, Plan]) -> None:
    base, target = map(Quoter, plans)
    link = QuotedRuling(base.quote(sentence(plans[0], "采信")), target.quote(sentence(plans[1], "推广")), holds=True)
    note = Opinion(base.quote(sentence(plans[0], "满意度")), None, verdict=Verdict.REVISE, note="请说明测算依据。")
    decisions = Decisions((link,), (note,))
    here = placed(base, target, decisions)
    assert here.rulings == (Ruling(sentence(plans[0], "采信"), sentence(plans[1], "推广"), holds=True),)
    assert here.opinions == {Place(sentence(plans[0], "满意度"), None): note}
    assert here.lost == ()
    later = placed(base, Quoter(make_plan(DRAFT.replace("推广服务认证", "全面开展认证"))), decisions)
    assert later.rulings == ()
    assert later.lost == (link,)
    assert later.opinions == here.opinions


def test_what_was_seen_is_told_from_what_was_changed_since(plans: tuple[Plan, Plan]) -> None:
    base, target = map(Quoter, plans)
    ours, theirs = [sentence(plans[0], "竞争力")], [sentence(plans[1], "竞争力")]
    seen = digest(base, ours, target, theirs)
    spaced = make_plan(DRAFT.replace("（一）", "（二）").replace("达到90", "达到 90"))
    assert digest(base, ours, Quoter(spaced), [sentence(spaced, "竞争力")]) == seen
    lowered = make_plan(DRAFT.replace("达到90", "达到80"))
    assert digest(base, ours, Quoter(lowered), [sentence(lowered, "竞争力")]) != seen


def test_decisions_are_kept_replaced_and_withdrawn(plans: tuple[Plan, Plan], tmp_path: Path) -> None:
    link = QuotedRuling(Quote("推动认证结果采信。"), Quote("推广服务认证。", 1, "二1."), holds=True)
    note = Opinion(Quote("提升检测权威性。"), None, reviewed=True, note="=1+1 <b>照抄</b>", seen="ab12")
    own = Opinion(None, Quote("建设一流营商环境。"), whole=False, verdict=Verdict.OPEN)
    with Library.open(tmp_path / "library.db") as library:
        base, target = (plan_id for plan_id, _ in library.add_plans(plans))
        for decision in (link, note, own):
            library.decide([Change(base, target, None, decision)])
        assert library.decisions(base, target) == Decisions((link,), (note, own))
        assert library.decisions(target, base) == Decisions()
        library.decide(
            [
                Change(base, target, link, replace(link, holds=False)),
                Change(base, target, note, None),
                Change(base, target, own, replace(own, note="新增")),
            ]
        )
    with Library.open(tmp_path / "library.db") as library:
        assert library.decisions(base, target) == Decisions((replace(link, holds=False),), (replace(own, note="新增"),))


def test_a_comparison_made_anew_leaves_the_decisions(plans: tuple[Plan, Plan], tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library:
        library.save_collation(ruled(plans), ENGINE)
        base, target = (entry.id for entry in library.plans())
        library.decide([Change(base, target, None, Opinion(Quote("推动认证结果采信。"), None, reviewed=True))])
        library.save_collation(ruled(plans), "另一版引擎")
        assert len(library.decisions(base, target).opinions) == 1


def test_the_rows_obey_a_ruling(plans: tuple[Plan, Plan]) -> None:
    ours, theirs = sentence(plans[0], "满意度"), sentence(plans[1], "营商环境")
    made = ruled(plans, Ruling(ours, theirs, holds=True))
    row = next(row for row in made.rows if row.base == plans[0].sentences[ours].clause)
    assert plans[1].sentences[theirs].clause in row.cells[0].clauses
    assert row.cells[0].kind is RowKind.MODIFIED


def test_decisions_about_versions_that_are_erased_go_to_one_that_is_kept(
    plans: tuple[Plan, Plan], tmp_path: Path
) -> None:
    notes = [Opinion(Quote(f"第{n}句。"), None, note=f"意见{n}") for n in (1, 2, 3)]
    between = Opinion(Quote("两稿之间。"), None, note="只说这两稿")
    with Library.open(tmp_path / "library.db") as library:
        texts = [plans[1], make_plan(DRAFT + "加强组织领导。\n"), make_plan(DRAFT + "加强组织领导，强化督导。\n")]
        base, first, *later = (plan for plan, _ in library.add_plans([plans[0], *texts]))
        for plan in later:
            library.join_family(plan, first)
        library.decide([Change(base, plan, None, note) for plan, note in zip((first, *later), notes, strict=True)])
        library.decide([Change(first, later[0], None, between)])
        assert library.decisions(base, later[1]).opinions == tuple(notes)
        for plan in later:
            library.remove_plan(plan)
        library.erase_removed()
        assert set(library.decisions(base, first).opinions) == set(notes)
        with pytest.raises(LibraryError, match="没有编号"):
            library.decide([Change(base, later[0], None, notes[0])])


def test_of_two_decisions_on_one_place_the_other_stays_when_one_is_put_away(
    plans: tuple[Plan, Plan], tmp_path: Path
) -> None:
    """Two documents turn out to be versions of one: each had its note on the same sentence."""
    quote = Quoter(plans[0]).quote(sentence(plans[0], "满意度"))
    one, other = (Opinion(quote, None, note=note) for note in ("甲的意见", "乙的意见"))
    with Library.open(tmp_path / "library.db") as library:
        second = make_plan(DRAFT + "加强组织领导。\n")
        base, first, later = (plan for plan, _ in library.add_plans([plans[0], plans[1], second]))
        library.decide([Change(base, first, None, one), Change(base, later, None, other)])
        library.join_family(later, first)
        known = placed(Quoter(plans[0]), Quoter(second), library.decisions(base, later))
        assert list(known.opinions.values()) == [other]
        assert known.lost == (one,)
        library.decide([Change(base, later, one, None)])
        assert library.decisions(base, later).opinions == (other,)
