"""What a reviewer says of rows: ticks, verdicts and notes, which outlive a changed draft and say when it changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from qcompare.compared import compared
from qcompare.decisions import Change, Opinion, Quote, Verdict
from qcompare.model import RowKind
from qcompare.review import PlanIds, Review, Subject
from qcompare.store import Library
from tests.conftest import make_plan
from tests.test_decisions import BASE, DRAFT, sentence


class Desk:
    """A library with a base and targets, reviewed anew after each change, as the window does."""

    def __init__(self, library: Library, base: str, *targets: str) -> None:
        self.library = library
        plans = library.add_plans([make_plan(text) for text in (base, *targets)])
        self.base, *self.targets = (plan for plan, _ in plans)

    def review(self) -> Review:
        collation, decisions = compared(self.library, (self.base, *self.targets))
        return Review(collation, [PlanIds(self.base, t) for t in self.targets], decisions)

    def make(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """Make the changes; what the review says after them is what the library says."""
        made, before = tuple(changes), self.review()
        self.library.decide(made)
        after, kept = before.after(made), self.review()
        for known, stored in zip(after.decisions, kept.decisions, strict=True):
            said, kept_so = ((*placed.opinions.values(), *placed.lost) for placed in (known, stored))
            assert known.quoted == stored.quoted
            assert sorted(map(str, said)) == sorted(map(str, kept_so)), "a ruling moves rows once they are made anew"
        return made


@pytest.fixture
def desk(memory_store: Library) -> Desk:
    return Desk(memory_store, BASE, DRAFT, DRAFT.replace("达到90", "达到93"))


def row_of(review: Review, wording: str) -> int:
    base = review.collation.base
    clause = base.sentences[sentence(base, wording)].clause
    return next(at for at, row in enumerate(review.collation.rows) if row.base == clause)


def test_a_tick_is_for_all_targets_and_can_be_taken_back(desk: Desk) -> None:
    row = row_of(desk.review(), "竞争力")
    assert not desk.review().is_reviewed(row)
    made = desk.make(desk.review().mark_reviewed([row], reviewed=True))
    assert len(made) == 2
    assert desk.review().is_reviewed(row)
    assert desk.review().mark_reviewed([row], reviewed=True) == ()
    desk.make(change.undone for change in reversed(made))
    assert not desk.review().is_reviewed(row)
    assert desk.library.decisions(desk.base, desk.targets[0]).opinions == ()


def test_verdict_and_note_are_for_one_target(desk: Desk) -> None:
    review = desk.review()
    row = row_of(review, "竞争力")
    desk.make(review.say(row, 0, verdict=Verdict.REVISE, note="低于市级目标，请说明测算依据。"))
    after = desk.review()
    said = after.opinion(row, 0)
    assert said is not None
    assert (said.verdict, said.note) == (Verdict.REVISE, "低于市级目标，请说明测算依据。")
    assert after.opinion(row, 1) is None
    assert after.notes(row) == ((0, said),)
    assert after.say(row, 0, verdict=Verdict.REVISE, note=said.note) == ()
    desk.make(after.say(row, 0, verdict=None, note=""))
    assert desk.review().opinion(row, 0) is None


def test_a_row_that_only_a_target_has_is_remarked_on_its_own_words(memory_store: Library) -> None:
    desk = Desk(memory_store, BASE, DRAFT + "三、保障措施\n加强组织领导，完善推进机制。\n")
    review = desk.review()
    row = next(at for at, line in enumerate(review.collation.rows) if line.cells[0].kind is RowKind.ADDED)
    desk.make(review.say(row, 0, verdict=Verdict.AGREED, note=""))
    (said,) = desk.library.decisions(desk.base, desk.targets[0]).opinions
    assert said.base is None
    assert said.target is not None
    assert desk.review().opinion(row, 0) == said


def test_a_changed_draft_keeps_the_note_and_asks_for_another_look(desk: Desk, tmp_path: Path) -> None:
    review = desk.review()
    row = row_of(review, "竞争力")
    desk.make(review.mark_reviewed([row], reviewed=True))
    desk.make(desk.review().say(row, 0, verdict=Verdict.REVISE, note="请核。"))
    with Library.open(tmp_path / "other.db") as other:
        changed = Desk(other, BASE, DRAFT.replace("达到90以上", "达到91以上"))
        opinion = desk.review().opinion(row, 0)
        changed.make([Change(changed.base, changed.targets[0], None, opinion)])
        after = changed.review()
        row = row_of(after, "竞争力")
        assert after.opinion(row, 0) == opinion
        assert after.is_stale(row, 0)
        assert not after.is_reviewed(row)
        changed.make(after.mark_reviewed([row], reviewed=True))
        assert changed.review().is_reviewed(row)
        assert not changed.review().is_stale(row, 0)
        kept = changed.review().opinion(row, 0)
        assert kept is not None
        assert kept.note == "请核。"


def test_a_dropped_sentence_is_dealt_with_by_itself(desk: Desk) -> None:
    review = desk.review()
    dropped = review.collation.targets[0].dropped[0]
    desk.make(review.mark_handled(0, dropped, done=True))
    after = desk.review()
    assert after.all_handled() == {(0, dropped)}
    assert all(after.opinion(row, 0) is None for row in range(len(after.collation.rows)))
    desk.make(after.mark_handled(0, dropped, done=False))
    assert desk.review().all_handled() == frozenset()


def test_ruling_twice_changes_the_first(desk: Desk) -> None:
    review = desk.review()
    pair = sentence(review.collation.base, "采信"), sentence(review.collation.targets[0].plan, "推广")
    desk.make(review.rule(0, [pair], holds=True))
    after = desk.review()
    assert after.decisions[0].quoted[pair].holds is True
    assert pair in {(m.base, m.target) for m in after.collation.targets[0].matches}
    assert pair not in {(m.base, m.target) for m in after.collation.targets[1].matches}
    assert after.rule(0, [pair], holds=True) == ()
    desk.make(after.rule(0, [pair], holds=False))
    assert desk.review().decisions[0].quoted[pair].holds is False
    assert len(desk.library.decisions(desk.base, desk.targets[0]).rulings) == 1


def test_what_is_lost_can_be_put_away(memory_store: Library) -> None:
    desk = Desk(memory_store, BASE, DRAFT)
    base = desk.review().collation.base
    opening = base.clauses[base.sentences[sentence(base, "采信")].clause].sentences.start
    old = Opinion(desk.review().quoter(0).quote(opening), None, note="旧意见")
    unknown = Opinion(None, Quote("草稿里已经没有的一句话。"), note="不再适用")
    desk.make(Change(desk.base, desk.targets[0], None, o) for o in (old, unknown))
    assert desk.review().decisions[0].lost == (unknown,)
    row = row_of(desk.review(), "满意度")
    made = desk.make(desk.review().reattach([(0, 0)], row))
    attached = desk.review().opinion(row, 0)
    assert attached is not None
    assert attached.note == "不再适用"
    assert desk.review().lost() == 0
    desk.make(change.undone for change in reversed(made))
    assert desk.review().decisions[0].lost == (unknown,)
    desk.make(desk.review().forget([(0, 0)]))
    assert desk.review().decisions[0].lost == ()
    assert desk.library.decisions(desk.base, desk.targets[0]).opinions == (old,)


LEADING = "三、保障措施\n加强组织领导，完善推进机制。\n"


def on_added(memory_store: Library) -> tuple[Desk, tuple[int, int], Subject]:
    """Return a desk with a note on a row that only the target has, the pair that would match it, and what it is on."""
    desk = Desk(memory_store, BASE, DRAFT + LEADING)
    review = desk.review()
    plan = review.collation.targets[0].plan
    own, base = sentence(plan, "组织领导"), sentence(review.collation.base, "采信")
    row = next(
        at for at, line in enumerate(review.collation.rows) if plan.sentences[own].clause in line.cells[0].clauses
    )
    assert review.collation.rows[row].base is None
    desk.make(review.say(row, 0, verdict=Verdict.REVISE, note="请说明"))
    return desk, (base, own), review.subject(row, 0)


def test_a_note_on_an_added_row_stays_with_its_words_when_they_are_matched(memory_store: Library) -> None:
    desk, pair, _ = on_added(memory_store)
    desk.make(desk.review().rule(0, [pair], holds=True))
    review = desk.review()
    row = row_of(review, "采信")
    own = review.collation.targets[0].plan.sentences[pair[1]].clause
    assert own in review.collation.rows[row].cells[0].clauses
    said = review.opinion(row, 0)
    assert said is not None
    assert (said.note, review.lost()) == ("请说明", 0)
    made = desk.make(review.say(row, 0, verdict=Verdict.AGREED, note="已说明"))
    desk.make(desk.review().mark_reviewed([row], reviewed=True))
    (kept,) = desk.library.decisions(desk.base, desk.targets[0]).opinions
    assert (kept.words, kept.reviewed) == ("同意：已说明", True), "it is edited where it hangs, and never doubled"
    desk.make(desk.review().mark_reviewed([row], reviewed=False))
    desk.make(change.undone for change in reversed(made))
    assert desk.review().opinion(row, 0) == said


def test_an_opinion_that_no_row_asks_for_is_listed_and_comes_back(memory_store: Library) -> None:
    desk, pair, subject = on_added(memory_store)
    row = row_of(desk.review(), "采信")
    desk.make(desk.review().say(row, 0, verdict=None, note="原有的意见"))
    assert desk.review().lost() == 0
    desk.make(desk.review().rule(0, [pair], holds=True))
    review = desk.review()
    row = row_of(review, "采信")
    assert [said.note for _, said in review.notes(row)] == ["原有的意见"]
    (lost,) = review.decisions[0].lost
    assert isinstance(lost, Opinion)
    assert (lost.note, review.lost()) == ("请说明", 1)
    desk.make(review.say_of(subject, verdict=Verdict.REVISE, note="请说明理由"))  # typed while the rows were made anew
    assert len(desk.library.decisions(desk.base, desk.targets[0]).opinions) == 2
    withdrawn = desk.make(desk.review().say(row, 0, verdict=None, note=""))
    assert [said.note for _, said in desk.review().notes(row)] == ["请说明理由"]
    desk.make(change.undone for change in withdrawn)
    desk.make(desk.review().reattach([(0, 0)], row))
    assert [said.note for _, said in desk.review().notes(row)] == ["原有的意见\n请说明理由"]
    assert desk.review().lost() == 0
    assert len(desk.library.decisions(desk.base, desk.targets[0]).opinions) == 1
