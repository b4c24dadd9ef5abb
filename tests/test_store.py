"""The library gives back what was put in, finds what is looked for, and is never half-written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from string import ascii_letters

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from qcompare.document import Span
from qcompare.errors import LibraryError, UsageError
from qcompare.model import (
    Alignment,
    Cell,
    Clause,
    ClauseKind,
    Collation,
    Counts,
    Edit,
    Equivalence,
    Match,
    Metadata,
    Op,
    Plan,
    Pointer,
    Relation,
    Row,
    RowKind,
    Sentence,
    SentenceKind,
)
from qcompare.normalize import Form, normalize
from qcompare.store import Library
from qcompare.store.opening import transaction
from qcompare.store.schema import bring_up_to_date
from qcompare.versions import find_earlier

CHONGQING = "质量强市建设实施方案\n一、总体要求\n到2027年，产品质量监督抽查合格率达到98%以上。\n推动高质量发展。"
YONGCHUAN = "质量强区建设实施方案\n一、总体要求\n到2027年，产品质量监督抽查合格率达到98%。\n建设资讯平台。"
TAIWAN = "質量強市\n建設資訊平臺，提升產品品質水準。"


def plan_of(text: str, furniture: int = 0, **about: object) -> Plan:
    """Return a plan with a clause and a sentence for each line, the first `furniture` of them not of the plan."""
    clauses, sentences, start = [], [], 0
    for i, line in enumerate(text.split("\n")):
        span = Span(start, start + len(line))
        page = i < furniture
        clause = ClauseKind.FURNITURE if page else ClauseKind.PARAGRAPH
        clauses.append(Clause(clause, None, "", f"第{i + 1}段", "", span, range(i, i + 1)))
        sentences.append(Sentence(SentenceKind.FURNITURE if page else SentenceKind.BODY, span, i))
        start += len(line) + 1
    return Plan(text, tuple(clauses), tuple(sentences), **about)  # type: ignore[arg-type]


def chongqing() -> Plan:
    about = Metadata(
        "质量强市建设实施方案", "重庆市人民政府", level="省", region="重庆市", draft=False, period="2023-2027"
    )
    return plan_of(CHONGQING, metadata=about, source="chongqing-2023.txt", digest="a1", label="重庆 2023")


def yongchuan() -> Plan:
    about = Metadata("质量强区建设实施方案", level="区县", region="重庆市永川区", draft=True)
    return plan_of(YONGCHUAN, metadata=about, source="yongchuan-2023-draft.txt", digest="b2", label="永川 2023")


def small_collation() -> Collation:
    base, target = chongqing(), yongchuan()
    alignment = Alignment(
        target,
        (Match(0, 0, False, 0.9), Match(1, 1, True, 1.0), Match(2, 2, False, 1 / 3, "person")),
        (Relation.LOCALISED, Relation.INHERITED, Relation.MODIFIED, Relation.ADDED),
        (3,),
        (Edit(Op.EQUAL, Span(0, 3), Span(0, 3)), Edit(Op.INSERTED, Span(3, 4), None)),
        (Span(40, 42),),
        Counts(1, 1, 1, 1, 1, 1, 4, 30, 41),
    )
    rows = (
        Row(0, (Cell((0,), RowKind.LOCALISED, carried=0.7, pointers=(Pointer(2, 1), Pointer(3, 2))),)),
        Row(1, (Cell((), RowKind.DROPPED),)),
        Row(None, (Cell((2, 3), RowKind.ADDED, moved=True),)),
    )
    return Collation(base, (alignment,), rows)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db", evened) as opened:
        yield opened


def evened(text: str) -> Form:
    """Return the form that crosses scripts, as the program hands it in."""
    return normalize(text, regional=True)


# ---- what is stored is what comes back ----


def test_a_plan_comes_back_equal(library: Library) -> None:
    plan_id, new = library.add_plan(chongqing())
    assert new
    assert library.plan(plan_id) == chongqing()


def test_the_same_text_twice_is_said_and_not_stored_twice(library: Library) -> None:
    first, _ = library.add_plan(chongqing())
    again = replace(chongqing(), source="另存.txt", digest="c3", encoding="gb18030", label="重庆")
    assert library.add_plan(again) == (first, False)
    assert len(library.plans()) == 1
    assert library.plan(first) == again, "what the last reading says holds"


def test_a_plan_read_again_keeps_its_comparisons_unless_they_might_differ(library: Library) -> None:
    library.save_collation(small_collation(), "engine 1")
    library.add_plan(replace(yongchuan(), source="永川.txt", label="永川区"))
    assert len(library.collations()) == 1
    library.add_plan(replace(yongchuan(), metadata=Metadata(region="重庆市涪陵区")))
    assert library.collations() == (), "what is 属地化 depends on the region"


def test_a_plan_divided_anew_replaces_the_old_division_and_its_comparisons(library: Library) -> None:
    collation_id = library.save_collation(small_collation(), "engine 1")
    base = library.find_plan("重庆 2023")
    one_clause = Clause(ClauseKind.PARAGRAPH, None, "", "第1段", "", Span(0, len(CHONGQING)), range(1))
    anew = replace(
        chongqing(),
        clauses=(one_clause,),
        sentences=(Sentence(SentenceKind.BODY, one_clause.span, 0),),
    )
    assert library.add_plan(anew) == (base, False)
    assert library.plan(base) == anew
    assert library.collations() == ()
    assert [hit.plan for hit in library.search("推动高质量发展")] == [base]
    with pytest.raises(LibraryError, match="没有编号"):
        library.collation(collation_id)


def test_a_collation_comes_back_equal_and_is_found_by_its_plans(library: Library) -> None:
    collation_id = library.save_collation(small_collation(), "engine 1")
    assert library.collation(collation_id) == small_collation()
    base, target = library.find_plan("chongqing-2023.txt"), library.find_plan("永川")
    assert library.find_collation(base, [target], "engine 1") == collation_id
    assert library.find_collation(base, [target], "engine 2") is None, "another engine may say otherwise"
    assert library.find_collation(target, [base], "engine 1") is None
    (entry,) = library.collations()
    assert (entry.id, entry.base, entry.targets, entry.engine) == (collation_id, base, (target,), "engine 1")
    assert entry.counts == (small_collation().targets[0].counts,)


def test_saving_the_same_comparison_again_replaces_it(library: Library) -> None:
    first = library.save_collation(small_collation(), "engine 1")
    changed = replace(small_collation(), rows=small_collation().rows[:2])
    assert library.save_collation(changed, "engine 1") == first
    assert library.collation(first) == changed
    assert library.save_collation(changed, "engine 2") == first, "what an older engine said is of no use any more"
    assert [entry.engine for entry in library.collations()] == ["engine 2"]
    assert library.find_collation(1, [2], "engine 1") is None


def test_what_a_collation_says_of_its_plans_wins(library: Library) -> None:
    library.add_plan(replace(chongqing(), label="", source="旧名.txt"))
    collation_id = library.save_collation(small_collation(), "engine 1")
    assert library.collation(collation_id).base == chongqing()
    assert len(library.plans()) == 2


def test_a_comparison_is_found_by_its_plans_in_their_order_and_its_engine(library: Library) -> None:
    made = small_collation()
    stored = library.save_collation(made, "engine 1")
    base, target = (entry.id for entry in library.plans())
    assert library.find_collation(base, [target], "engine 1") == stored
    assert library.find_collation(base, [target], "engine 2") is None
    assert library.find_collation(target, [base], "engine 1") is None


def test_a_number_that_no_comparison_can_have_is_not_found(library: Library) -> None:
    for number in (0, -1, 7, 2**63, 10**20):
        with pytest.raises(LibraryError, match=f"没有编号为 {number} 的比对"):
            library.collation(number)


def test_two_plans_of_one_text_are_refused(library: Library) -> None:
    twin = replace(small_collation().targets[0], plan=replace(chongqing(), source="副本.txt"))
    with pytest.raises(UsageError, match="内容完全相同"):
        library.save_collation(replace(small_collation(), targets=(twin,)), "engine 1")
    assert library.plans() == ()


def test_a_removed_plan_is_nowhere_and_comes_back_with_its_comparisons(library: Library) -> None:
    made = library.save_collation(small_collation(), "engine 1")
    target = library.find_plan("永川")
    for bring_back in (lambda: library.restore_plan(target), lambda: library.add_plan(yongchuan())):
        library.remove_plan(target)
        assert library.collations() == ()
        assert [entry.label for entry in library.plans()] == ["重庆 2023"]
        assert [entry.id for entry in library.removed_plans()] == [target]
        assert library.search("资讯平台") == ()
        for absent in (target, 99):
            with pytest.raises(LibraryError, match=f"没有编号为 {absent}"):
                library.plan(absent)
            with pytest.raises(LibraryError, match=f"没有编号为 {absent}"):
                library.remove_plan(absent)
        bring_back()
        assert library.plan(target) == yongchuan()
        assert [entry.id for entry in library.collations()] == [made]
        assert library.collation(made) == small_collation()
        assert [hit.plan for hit in library.search("资讯平台")] == [target]


def test_a_removed_plan_imported_again_counts_as_new(library: Library) -> None:
    target, _ = library.add_plan(yongchuan())
    library.remove_plan(target)
    assert library.add_plan(yongchuan()) == (target, True)
    assert library.add_plan(yongchuan()) == (target, False)
    library.remove_plan(target)
    library.save_collation(small_collation(), "engine 1")
    assert {entry.id for entry in library.plans()} == {target, target + 1}, "a comparison saved brings its plans back"


def test_what_is_erased_is_gone_and_its_number_with_it(library: Library) -> None:
    library.save_collation(small_collation(), "engine 1")
    target = library.find_plan("永川")
    assert library.erase_removed() == 0
    library.remove_plan(target)
    assert library.erase_removed() == 1
    assert library.removed_plans() == ()
    with pytest.raises(LibraryError, match=f"没有编号为 {target}"):
        library.restore_plan(target)
    assert library._db.execute("SELECT count(*) FROM collations").fetchone() == (0,)
    assert library.add_plan(yongchuan()) == (target + 1, True), (
        "a number that someone wrote down never means another plan"
    )


def test_what_a_person_entered_stands_whatever_a_new_reading_says(library: Library) -> None:
    made = library.save_collation(small_collation(), "engine 1")
    target = library.find_plan("永川")
    about = replace(yongchuan().metadata, number="永府办发〔2023〕41号")
    library.edit_plan(target, label="永川定稿", metadata=about)
    assert library.find_collation(1, [2], "engine 1") == made, "label and number change no comparison"
    again = replace(yongchuan(), source="永川.txt", label="永川区", metadata=replace(about, number="", date="2023-08"))
    assert library.add_plan(again) == (target, False)
    stored = library.plan(target)
    assert (stored.label, stored.source) == ("永川定稿", "永川.txt")
    assert (stored.metadata.number, stored.metadata.date) == (about.number, "2023-08")


def test_a_region_entered_makes_comparisons_out_of_date_but_leaves_them_listed(library: Library) -> None:
    made = library.save_collation(small_collation(), "engine 1")
    about = replace(yongchuan().metadata, region="重庆市荣昌区")
    library.edit_plan(2, label="永川 2023", metadata=about)
    assert library.find_collation(1, [2], "engine 1") is None
    assert [entry.id for entry in library.collations()] == [made]
    anew = replace(small_collation().targets[0], plan=library.plan(2))
    assert library.save_collation(replace(small_collation(), targets=(anew,)), "engine 1") == made
    assert library.collation(made).targets[0].plan.metadata == about


def test_versions_are_counted_in_the_order_of_import(library: Library) -> None:
    drafts = [library.add_plan(plan_of(f"{YONGCHUAN}\n第{n}稿。"))[0] for n in range(4)]

    def versions() -> list[tuple[int, int]]:
        return [(entry.family, entry.version) for entry in library.plans()]

    assert versions() == [(1, 1), (2, 1), (3, 1), (4, 1)]
    library.join_family(drafts[2], drafts[0])
    library.join_family(drafts[0], drafts[1])
    assert versions() == [(1, 1), (1, 2), (1, 3), (4, 1)]
    library.leave_family(drafts[0])
    assert versions() == [(1, 1), (2, 1), (2, 2), (4, 1)]
    library.join_family(drafts[3], drafts[1])
    library.remove_plan(drafts[1])
    library.erase_removed()
    assert versions() == [(1, 1), (2, 2), (2, 3)], "a version's number stands when an earlier one is erased"
    library.leave_family(drafts[2])
    assert versions() == [(1, 1), (3, 1), (4, 1)]
    with pytest.raises(LibraryError, match="没有编号为 2"):
        library.join_family(drafts[0], drafts[1])


def test_a_draft_that_comes_back_changed_is_the_next_version(
    tmp_path: Path, seed: Callable[[str], Plan], plan: Callable[..., Plan]
) -> None:
    first = seed("yongchuan-2023-draft")
    changed = first.text.replace("持续增强", "明显增强") + "\n健全质量工作考核机制。"
    with Library.open(tmp_path / "drafts.db", evened, find_earlier) as library:
        library.add_plans([seed("chongqing-2023"), first])
        newer, new = library.add_plan(plan(changed, first.source))
        assert new
        assert [(e.id, e.family, e.version) for e in library.plans()] == [(1, 1, 1), (2, 2, 1), (newer, 2, 2)]
        library.leave_family(newer)
        library.add_plan(plan(changed, first.source))
        assert library.plans()[-1].family == newer, "what a person parted is not joined again"


def test_a_comparison_knows_when_it_was_used_and_can_be_forgotten(library: Library) -> None:
    made = library.save_collation(small_collation(), "engine 1", "2026-11-26T09:00:00.000")
    assert [entry.used for entry in library.collations()] == ["2026-11-26T09:00:00.000"]
    library.mark_used(made, "2026-11-27T10:32:00.000")
    library.save_collation(small_collation(), "engine 1")
    assert [entry.used for entry in library.collations()] == ["2026-11-27T10:32:00.000"]
    library.forget_collation(made)
    assert (library.collations(), len(library.plans())) == ((), 2)


def test_the_sample_plans_compared_come_back_equal(
    library: Library, seed: Callable[[str], Plan], collation: Callable[..., Collation]
) -> None:
    names = ("chongqing-2023", "yongchuan-2023-draft", "chengdu-2023-draft", "youxian-2023")
    made = collation(*map(seed, names))
    assert library.collation(library.save_collation(made, "engine 1")) == made
    for wanted in ("信息", "資訊"):
        assert {"資訊", "信息"} <= {hit.found for hit in library.search(wanted)}


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SHORT = st.text(st.sampled_from(ascii_letters + "质量强区0㉑"), max_size=4)
INDEX = st.integers(0, 40)
SPANS = st.builds(Span, INDEX, INDEX)
PLANS = st.builds(
    Plan,
    TEXTS,
    st.lists(
        st.builds(
            Clause, st.sampled_from(ClauseKind), st.none() | INDEX, SHORT, SHORT, SHORT, SPANS,
            st.builds(lambda a, n: range(a, a + n + 1), INDEX, INDEX),
        ),
        min_size=1, max_size=4,
    ).map(tuple),
    st.lists(st.builds(Sentence, st.sampled_from(SentenceKind), SPANS, st.just(0)), max_size=6).map(tuple),
    st.builds(Metadata, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, st.booleans(), SHORT),
    SHORT, SHORT, SHORT, st.sampled_from(["hans", "hant"]), SHORT,
)  # fmt: skip
ALIGNMENTS = st.builds(
    Alignment,
    PLANS,
    st.lists(
        st.builds(Match, INDEX, INDEX, st.booleans(), st.floats(0, 1), st.sampled_from(["program", "person"]))
    ).map(tuple),
    st.lists(st.none() | st.sampled_from(Relation)).map(tuple),
    st.lists(INDEX).map(tuple),
    st.lists(st.builds(Edit, st.sampled_from(Op), SPANS, st.none() | SPANS)).map(tuple),
    st.lists(SPANS).map(tuple),
    st.builds(Counts, *[INDEX] * 9),
)
POINTERS = st.lists(st.builds(Pointer, INDEX, INDEX), max_size=3).map(tuple)
CELLS = st.builds(
    Cell, st.lists(INDEX).map(tuple), st.sampled_from(RowKind), st.booleans(), st.floats(0, 1), POINTERS
)  # fmt: skip


@st.composite
def collations(draw: st.DrawFn) -> Collation:
    alignments = draw(
        st.lists(ALIGNMENTS, min_size=1, max_size=3, unique_by=lambda alignment: alignment.plan.text).map(tuple)
    )
    texts = {alignment.plan.text for alignment in alignments}
    base = draw(PLANS.filter(lambda plan: plan.text not in texts))
    width = len(alignments)
    rows = st.builds(Row, st.none() | INDEX, st.lists(CELLS, min_size=width, max_size=width).map(tuple))
    words = st.builds(Equivalence, SHORT, SHORT, st.sampled_from([Op.VARIANT, Op.LOCALISED]))
    return Collation(
        base,
        alignments,
        draw(st.lists(rows, max_size=5).map(tuple)),
        draw(st.lists(words, max_size=3).map(tuple)),
        draw(st.booleans()),
    )


@settings(max_examples=40, deadline=None)
@given(collations())
def test_law_storing_and_loading_gives_the_same_collation(collation: Collation) -> None:
    with _scratch() as library:
        assert library.collation(library.save_collation(collation, "engine 1")) == collation


# ---- finding ----


def test_plans_are_found_by_number_label_title_source_or_part_of_one(library: Library) -> None:
    library.add_plan(chongqing())
    library.add_plan(yongchuan())
    for name in ("2", "永川 2023", "质量强区建设实施方案", "yongchuan-2023-draft.txt", "永川", " 永川 "):
        assert library.find_plan(name) == 2, name
    with pytest.raises(LibraryError, match="对应多个规划文本：1（重庆 2023）、2（永川 2023）"):
        library.find_plan("2023")
    for name in ("成都", ""):
        with pytest.raises(LibraryError):
            library.find_plan(name)


def test_entries_count_sentences_without_furniture(library: Library) -> None:
    library.add_plan(plan_of("浏览次数：12\n" + CHONGQING, furniture=1, label="重庆"))
    (entry,) = library.plans()
    assert (entry.id, entry.label, entry.sentences) == (1, "重庆", 4)


@pytest.mark.parametrize(
    ("wanted", "sentences"),
    [
        ("质", [1, 3, 4]),
        ("98", [3]),
        ("质量", [1, 3, 4]),
        ("推动高质量发展", [4]),
        ("产品质量 合格率", [3]),
        ("２０２７年,产品", [3]),
        ("９８％", [3]),
        ("产品合格率", []),
        ('"质量', [1, 3, 4]),
        ("质量-强市", [1]),
        ("质量 AND 无此", []),
        ("，。", []),
        ("", []),
        ("浏览", []),
        ("wording : x", []),
        ("%", []),
        ("\x00", []),
    ],
)
def test_search_takes_any_length_and_anything_a_user_types(library: Library, wanted: str, sentences: list[int]) -> None:
    library.add_plan(plan_of("浏览次数：12\n" + CHONGQING, furniture=1, label="重庆"))
    assert [hit.sentence for hit in library.search(wanted)] == sentences


def test_a_hit_says_where_and_shows_the_wording(library: Library) -> None:
    library.add_plan(chongqing())
    plan_id, _ = library.add_plan(yongchuan())
    (hit,) = library.search("资讯平台")
    assert (hit.plan, hit.label, hit.path) == (plan_id, "永川 2023", "第4段")
    assert (hit.before, hit.found, hit.after) == ("建设", "资讯平台", "。")
    assert hit.span.of(YONGCHUAN) == "资讯平台"


SIMPLIFIED = "推动信息网络建设，提高工程质量水平。"
TRADITIONAL = "推動資訊網路建設，提高工程品質水準，並對於乾隆年間古籍開展著錄。"


@pytest.mark.parametrize(
    ("wanted", "simplified", "traditional"),
    [
        ("信息", "信息", "資訊"), ("資訊", "信息", "資訊"), ("资讯", "信息", "資訊"), ("网络", "网络", "網路"),
        ("品質", "质量", "品質"), ("品质", "质量", "品質"), ("质量", "质量", "品質"), ("質量", "质量", "品質"),
        ("工程品質", "工程质量", "工程品質"), ("工程 水平", "工程", "工程"), ("信息網路建設", "信息网络建设", "資訊網路建設"),
        ("網", "网", "網"), ("网", "网", "網"), ("質", "质", "質"), ("质", "质", "質"), ("资", "", "資"), ("息", "息", ""),
        ("量", "量", ""), ("訊網", "", "訊網"), ("讯网", "", "訊網"), ("乾", "", "乾"), ("对于", "", "對於"), ("著", "", "著"),
    ],
)  # fmt: skip
def test_either_script_finds_the_other_and_every_character_itself(
    library: Library, wanted: str, simplified: str, traditional: str
) -> None:
    library.add_plan(plan_of(SIMPLIFIED))
    library.add_plan(plan_of(TRADITIONAL, script="hant"))
    assert [hit.found for hit in library.search(wanted)] == [found for found in (simplified, traditional) if found]
    for hit in library.search(wanted):
        text = library.plan(hit.plan).text
        assert (hit.before + hit.found + hit.after, hit.span.of(text)) == (text, hit.found)


@given(st.text(st.sampled_from(SIMPLIFIED + TRADITIONAL + "瞭望９①"), min_size=1, max_size=12), st.data())
def test_law_every_stretch_of_a_plan_finds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    wanted = text[start : data.draw(st.integers(start + 1, len(text)))]
    with _scratch(evened) as library:
        library.add_plan(plan_of(text))
        assert len(library.search(wanted)) == any(c.isalnum() for c in wanted)


def test_without_a_form_search_goes_by_the_letter(tmp_path: Path) -> None:
    with Library.open(tmp_path / "letter.db") as library:
        library.add_plan(plan_of(TAIWAN, script="hant"))
        assert library.search("信息") == ()
        assert len(library.search("資訊")) == 1


def _scratch(make_form: Callable[[str], Form] | None = None) -> Library:
    """Return a library in memory, for many examples a second."""
    db = Database(sqlite3.connect(":memory:", isolation_level=None), execute_plugins=False)
    db.execute("PRAGMA foreign_keys = on")
    with transaction(db):
        bring_up_to_date(db)
    return Library(db, Path("memory"), make_form)
