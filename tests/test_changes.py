"""What a row changed: how alike its sides are, and in which words they differ."""

from __future__ import annotations

import pytest

from qcompare.changes import Changes
from qcompare.citing import visible
from qcompare.model import CARRIED, Collation, RowKind
from tests.conftest import load_seed, make_collation

BASE = (
    "质量强市建设方案\n一、总体要求\n1.全市质量水平明显提升，争创国家先导区。\n2.推动制造业升级。\n3.加强组织领导。\n"
)
TARGET = "质量强区建设方案\n一、总体要求\n1.全区质量水平大幅提升，发展职业教育。\n2.推动制造业升级。\n3.完善考核机制，严肃追责问责。\n"


def said(made: Collation) -> dict[str, tuple[float | None, tuple[str, ...]]]:
    changes, found = Changes(made, 0), {}
    for row in made.rows:
        opposite, cell = made.opposite(row, 0), row.cells[0]
        path = made.base.clauses[row.base].path if row.base is not None else "新"
        found[path] = changes.similarity(opposite, cell.clauses), changes.words(opposite, cell.clauses)
    return found


def test_changed_words_stand_in_the_order_of_the_text() -> None:
    rows = said(make_collation(BASE, TARGET))
    similarity, words = rows["一1."]
    assert words[0] == "全市→全区"
    assert words[1] == "明显→大幅"
    assert "发展职业教育" in "".join(words[2:])
    assert "争创国家先导区" in "".join(words[2:])
    assert similarity is not None
    assert 0.4 < similarity < 0.8
    assert rows["一2."] == (1.0, ())


def test_a_row_of_one_side_has_no_likeness_and_no_changed_words() -> None:
    made = make_collation(BASE, TARGET)
    changes = Changes(made, 0)
    alone = [row for row in made.rows if row.base is None or not row.cells[0].clauses]
    assert alone
    for row in alone:
        opposite, clauses = made.opposite(row, 0), row.cells[0].clauses
        assert changes.similarity(opposite, clauses) is None
        assert changes.words(opposite, clauses) == ()


def test_a_clause_moved_in_from_elsewhere_says_what_changed_although_its_row_has_no_base() -> None:
    made = make_collation(load_seed("chongqing-2023"), load_seed("yongchuan-2023-draft"))
    changes = Changes(made, 0)
    moved = [row for row in made.rows if row.base is None and row.cells[0].kind is RowKind.MODIFIED]
    for row in moved:
        assert changes.words((), row.cells[0].clauses)


@pytest.mark.parametrize("targets", [("yongchuan-2023-draft",), ("chengdu-2023-draft", "youxian-2023")])
def test_the_likeness_is_a_share_and_whole_only_where_nothing_differs(targets: tuple[str, ...]) -> None:
    made = make_collation(load_seed("chongqing-2023"), *map(load_seed, targets))
    for at, alignment in enumerate(made.targets):
        changes = Changes(made, at)
        for row in made.rows:
            opposite, clauses = made.opposite(row, at), row.cells[at].clauses
            found = changes.similarity(opposite, clauses)
            assert (found is None) == (not opposite or not clauses) or row.cells[at].kind is RowKind.FURNITURE
            assert found is None or 0 <= found <= 1
            if found == 1:
                assert changes.words(opposite, clauses) == ()
        assert alignment.counts.carried <= sum(visible(made.base.wording(k)) for k in made.base.aligned())


def test_a_plan_against_itself_is_all_alike() -> None:
    plan = load_seed("youxian-2023")
    made = make_collation(plan, plan)
    assert all(edit.op in CARRIED for edit in made.targets[0].wording)
    assert {value for value, _ in said(made).values()} <= {None, 1.0}
    assert all(words == () for _, words in said(made).values())
