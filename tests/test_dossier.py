"""What goes into the file: rows as they are wanted, opinions as they are kept."""

from __future__ import annotations

from qcompare.decisions import Opinion, Verdict
from qcompare.dossier import Dossier, Selection, dossier_of, is_changed
from qcompare.model import Collation, RowKind
from qcompare.quotes import Placed
from qcompare.review import PlanIds, Review
from tests.conftest import make_collation

BASE = """一、总体要求
（一）指导思想
1.坚持质量第一、效益优先，推动质量变革。
2.加快建设质量强市。
二、主要任务
（一）提升产品质量
1.实施农产品质量安全监测，合格率达到98%以上。
三、保障措施
1.加强组织领导，落实属地责任。
"""
TARGET = BASE.replace("合格率达到98%以上", "合格率达到97%以上，力争更高")


def compared() -> Collation:
    return make_collation(BASE, TARGET)


def row_of(collation: Collation, words: str) -> int:
    base = collation.base
    return next(
        at
        for at, row in enumerate(collation.rows)
        if row.base is not None and words in base.clauses[row.base].span.of(base.text)
    )


def test_every_row_is_shown_where_none_is_chosen() -> None:
    made = compared()
    assert Dossier(made).shown == frozenset(range(len(made.rows)))


def test_a_row_chosen_stands_under_the_titles_of_its_part_and_section() -> None:
    made = compared()
    chosen = row_of(made, "合格率")
    dossier = Dossier(made, selection=Selection(frozenset({chosen}), "类别：修改"))
    assert dossier.shown == {row_of(made, "主要任务"), row_of(made, "提升产品质量"), chosen}


def test_only_changes_are_the_rows_that_differ_and_those_of_which_something_is_said() -> None:
    made = compared()
    changed, noted = row_of(made, "合格率"), row_of(made, "加强组织领导")
    assert [at for at, row in enumerate(made.rows) if is_changed(row)] == [changed]
    said = {(noted, 0): Opinion(None, None, verdict=Verdict.OPEN)}
    narrowed = Dossier(made, said).of_changes()
    assert narrowed.selection == Selection(frozenset({changed, noted}), "仅变动")
    both = Dossier(made, said, selection=Selection(frozenset({noted, 0}), "含“领导”")).of_changes()
    assert both.selection == Selection(frozenset({noted}), "含“领导”；仅变动")


def test_what_a_review_says_is_kept_by_row_and_target() -> None:
    made = compared()
    row = row_of(made, "合格率")
    review = Review(made, [PlanIds(1, 2)], [Placed()])
    review = review.after(review.say(row, 0, verdict=Verdict.REVISE, note="请说明测算依据"))
    review = review.after(review.mark_reviewed([row], reviewed=True))
    dossier = dossier_of(review, maker="王敏", made="2026年11月27日")
    assert dossier.said(row, 0) == "需修改：请说明测算依据"
    assert dossier.said_in_lines(row, 0) == ["结论：需修改", "意见：请说明测算依据"]
    assert dossier.said(0, 0) == ""
    assert dossier.said_in_lines(0, 0) == []
    assert list(dossier.opinions) == [(row, 0)]
    assert dossier.reviewed == {row}
    assert dossier.to_review == sum(review.to_review(at) for at in range(len(made.rows))) > 1
    assert all(cell.kind is not RowKind.FURNITURE for at in dossier.shown for cell in made.rows[at].cells)
