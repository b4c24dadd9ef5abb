"""The item models keep Qt's rules and say what the collation says."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from qcompare.citing import clauses_in, is_furniture, labels
from qcompare.gui.models.cells import Voice
from qcompare.gui.models.library import ENTRY_ROLE, FACTS_ROLE, TAG_ROLE, LibraryModel
from qcompare.gui.models.lines import FILTER_KINDS, Filters
from qcompare.gui.models.place import find_spans
from qcompare.gui.models.rows import RowsModel
from qcompare.model import Collation, Metadata, RowKind
from qcompare.shelves import entry_names, short_names
from qcompare.store import PlanEntry

pytestmark = pytest.mark.usefixtures("qapp")

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def rows(sample_collation: Collation) -> RowsModel:
    return RowsModel(sample_collation)


def rows_in(model: RowsModel) -> list[int]:
    """Return the rows that the lines show or stand for, opened folds once."""
    lines = [model.line(at) for at in range(model.rowCount())]
    inside = {row for line in lines if line.fold and line.opened for row in line.rows}
    return [row for line in lines for row in line.rows if line.fold or row not in inside]


def test_the_rows_model_keeps_qts_rules(rows: RowsModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(rows)
    rows.set_filters(Filters(frozenset({RowKind.DROPPED})))
    rows.choose_target(1)
    rows.toggle(0)
    qtmodeltester.check(rows)


@pytest.mark.parametrize("count", range(len(FILTER_KINDS) + 1))
@pytest.mark.parametrize("moved_only", [False, True])
def test_every_row_is_shown_or_stands_in_one_fold_line(rows: RowsModel, count: int, moved_only: bool) -> None:
    for kinds in combinations(FILTER_KINDS, count):
        rows.set_filters(Filters(frozenset(kinds), moved_only))
        assert rows_in(rows) == list(range(len(rows.collation.rows)))


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(), ""),
        (Filters(furniture=True), ""),
        (Filters(frozenset({RowKind.MODIFIED, RowKind.ADDED})), "类别：修改、新增（相对 永川 2023）"),
        (Filters(frozenset()), "类别：无（相对 永川 2023）"),
        (Filters(moved_only=True), "移位（相对 永川 2023）"),
        (Filters(figures_only=True, doubtful_only=True), "指标变动；存疑（均相对 永川 2023）"),
        (Filters(unreviewed_only=True), "未审核"),
        (Filters(text="质量"), "含“质量”"),
        (
            Filters(frozenset({RowKind.DROPPED}), moved_only=True, unreviewed_only=True, text="质量"),
            "类别：未承接；移位（均相对 永川 2023）；未审核；含“质量”",
        ),
    ],
)
def test_filters_are_told_in_words(filters: Filters, words: str) -> None:
    assert filters.words("永川 2023") == words


@pytest.mark.parametrize(
    "filters",
    [
        Filters(frozenset({RowKind.MODIFIED, RowKind.DROPPED})),
        Filters(moved_only=True, furniture=True),
        Filters(figures_only=True),
        Filters(text="质量"),
        Filters(frozenset()),
    ],
)
@pytest.mark.parametrize("target", [0, 1])
def test_the_rows_selected_are_those_shown_and_no_chapter_for_its_own_sake(
    rows: RowsModel, filters: Filters, target: int
) -> None:
    rows.choose_target(target)
    assert rows.chooser.selection is None
    rows.set_filters(filters)
    selection = rows.chooser.selection
    assert selection is not None
    assert selection.words == filters.words(labels(rows.collation)[target + 1])
    every = range(len(rows.collation.rows))
    plain = [
        row
        for row in every
        if not rows.outline.levels[row] and not is_furniture(rows.collation, rows.collation.rows[row])
    ]
    assert selection.rows & set(plain) == {row for row in plain if rows.line_of(row) is not None}
    bands = selection.rows - set(plain)
    assert all(rows.collation.rows[row].cells[target].kind in filters.kinds for row in bands)


def test_an_opened_fold_shows_its_rows_and_closes_again(rows: RowsModel) -> None:
    at = next(i for i in range(rows.rowCount()) if rows.line(i).fold)
    before, folded = rows.rowCount(), rows.line(at).rows
    assert rows.toggle(at)
    assert rows.rowCount() == before + len(folded)
    assert rows.fold_words(at)[0] == f"{len(folded)} 行版面信息，已展开"
    rows.toggle(at)
    assert rows.rowCount() == before


def test_a_closed_section_hides_what_stands_under_it_until_a_row_is_asked_for(rows: RowsModel) -> None:
    band = next(r for r, level in enumerate(rows.outline.levels) if level == 2 and len(rows.outline.under(r)) > 1)
    inside = rows.outline.under(band)[0]
    at = rows.line_of(band)
    assert at is not None
    rows.toggle(at)
    assert rows.line_of(inside) is None
    assert rows.line(rows.reveal(inside)).row == inside


def test_texts_are_the_plans_own_words(rows: RowsModel) -> None:
    for row in range(len(rows.collation.rows)):
        said = [rows.row_text(row, t).plain for t in (None, 0, 1)]
        for plan, clause in clauses_in(rows.collation, rows.collation.rows[row]):
            for sentence in plan.clauses[clause].sentences:
                wording = plan.wording(sentence).strip()
                assert any(wording in text for text in said)


def test_base_marks_follow_the_chosen_target(rows: RowsModel) -> None:
    def marks() -> list[object]:
        return [rows.row_text(row, None) for row in range(len(rows.collation.rows))]

    first = marks()
    rows.choose_target(1)
    second = marks()
    assert first != second
    rows.choose_target(0)
    assert marks() == first


def test_pointers_lead_to_the_row_of_their_sentence(rows: RowsModel) -> None:
    followed = 0
    for row, line in enumerate(rows.collation.rows):
        for t, cell in enumerate(line.cells):
            links = [p for p in rows.row_text(row, t).pieces if p.voice is Voice.LINK]
            assert [p.row for p in links] == [pointer.row for pointer in cell.pointers]
            for piece, pointer in zip(links, cell.pointers, strict=True):
                assert f"见第 {pointer.row + 1} 行第" in piece.text
                plan = rows.collation.targets[t].plan
                assert plan.sentences[pointer.sentence].clause in rows.collation.rows[pointer.row].cells[t].clauses
                followed += 1
    assert followed


def test_screen_readers_hear_the_marks_in_words(collation: Callable[..., Collation]) -> None:
    model = RowsModel(
        collation(
            "一、主要目标\n产业质量竞争力走在全国前列，全市品牌综合实力达到先进水平。",
            "一、主要目标\n产业质量竞争力持续增强，全市品牌综合实力达到先进水平。",
        )
    )
    said = [str(model.index(at, 2).data(SPOKEN)) for at in range(model.rowCount())]
    assert any(text.startswith("沿用。一、主要目标") for text in said)
    assert any(text.startswith("修改。") and "〔修改：" in text for text in said)
    assert all(model.index(at, c).data(SPOKEN) for at in range(model.rowCount()) for c in range(3))


def test_changes_are_met_in_order_and_only_among_rows_shown(rows: RowsModel) -> None:
    met, row = [], -1
    while (following := rows.next_change(row, 1)) is not None:
        met.append(row := following)
    changed = {RowKind.LOCALISED, RowKind.MODIFIED, RowKind.ADDED, RowKind.DROPPED}
    lines = list(enumerate(rows.collation.rows))
    assert met == [r for r, line in lines if any(cell.moved or cell.kind in changed for cell in line.cells)]
    assert any(rows.changed_targets(r) == (1,) for r in met)
    rows.set_filters(Filters(frozenset(FILTER_KINDS) - {RowKind.MODIFIED}))
    first = rows.next_change(-1, 1)
    assert first is not None
    assert any(c.moved or c.kind in changed - {RowKind.MODIFIED} for c in rows.collation.rows[first].cells)


def test_finding_crosses_scripts_and_goes_round(rows: RowsModel) -> None:
    assert find_spans("農産品質量安全，农产品", "农产品") == [(0, 3), (8, 11)]
    assert find_spans("全市", "") == []
    last = len(rows.collation.rows) - 1
    found = rows.find("质量强国建设纲要", last, 1)
    assert found is not None
    assert any(
        "強國建設綱要" in rows.row_text(found, t).text or "强国建设纲要" in rows.row_text(found, t).text
        for t in (None, 0, 1)
    )
    assert rows.find("没有这样的话", 0, 1) is None


def test_every_place_found_is_counted_once(rows: RowsModel) -> None:
    held = [rows.places("首席质量官", row) for row in range(len(rows.collation.rows))]
    (total,) = {count for _, count in held}
    assert [n for here, _ in held for n in here] == list(range(1, total + 1))
    texts = [(rows.row_text(row, t).text, t is None) for row in range(len(held)) for t in (None, 0, 1)]
    assert total == sum(len(find_spans(text, "首席质量官", regional=base)) for text, base in texts) > 1
    assert rows.places("信息", 0)[1] == sum(text.count("信息") + text.count("資訊") for text, _ in texts)
    assert any("資訊" in text for text, _ in texts)
    assert rows.places("没有这样的话", 0)[1] == 0


def entry(number: int, label: str, level: str) -> PlanEntry:
    return PlanEntry(number, label, f"{label}.txt", Metadata(level=level), "hans", 10, number)


def test_drafts_called_alike_are_told_apart_by_their_files() -> None:
    drafts = tuple(
        PlanEntry(i, "临江 2023", source, Metadata(date="2023-05-08", draft=True), "hans", 90, i)
        for i, source in ((1, "初稿.txt"), (2, "二稿.txt"), (3, "二稿.txt"))
    )
    plans = (*drafts, entry(4, "重庆 2023", "市"))
    assert list(entry_names(plans).values()) == [
        "临江 2023（初稿.txt）",
        "临江 2023（二稿.txt）［2］",
        "临江 2023（二稿.txt）［3］",
        "重庆 2023",
    ]
    assert [short_names(plans)[i] for i in (1, 4)] == ["临江 2023（初稿.txt）", "重庆"]
    model = LibraryModel()
    model.set_plans(plans)
    assert model.index_of(1).data(FACTS_ROLE) == "初稿.txt · 2023-05-08 · 征求意见稿"
    assert model.index_of(4).data(FACTS_ROLE) == "重庆 2023.txt"


def test_the_library_model_groups_plans_by_level(qtmodeltester: ModelTester) -> None:
    model = LibraryModel()
    qtmodeltester.check(model)
    model.set_plans(
        (
            entry(1, "永川 2023", "区县"),
            entry(2, "重庆 2023", "市"),
            entry(3, "质量强国", "国家"),
            entry(4, "某单位", ""),
        )
    )
    qtmodeltester.check(model)
    groups = [model.index(i, 0) for i in range(model.rowCount())]
    assert [group.data() for group in groups] == ["国家级 1", "市级 1", "区县 1", "其他 1"]
    model.set_compared(2, (1, 3))
    assert [model.index_of(n).data(TAG_ROLE) for n in (1, 2, 3, 4)] == ["对照1", "基准", "对照2", ""]
    assert model.index_of(1).data(ENTRY_ROLE).label == "永川 2023"
    assert model.index_of(99) == QModelIndex()


def test_what_moved_inside_its_clause_says_so_without_a_path(collation: Callable[..., Collation]) -> None:
    first, second, third = "开展重点行业工艺优化行动。", "组织质量提升关键技术攻关。", "推行企业首席质量官制度。"
    made = collation(f"一、重点任务\n1.{first}{second}{third}", f"一、重点任务\n1.{third}{first}{second}")
    model = RowsModel(made)
    (row,) = [at for at, line in enumerate(made.rows) if line.cells[0].moved]
    assert model.cells.moved_words(row, 0) == ("本条内移位（原第3句）",)
    pieces = model.row_text(row, 0).pieces
    assert any(piece.moved for piece in pieces)
    assert not any(piece.voice is Voice.PATH for piece in pieces)
