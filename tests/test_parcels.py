"""A parcel brings a colleague all that belongs to it, and takes nothing from what he has; a damaged library gives what it can."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qcompare.backups import Kind, back_up
from qcompare.collate import plan_from_text
from qcompare.compared import compared
from qcompare.decisions import Change, Decision, Opinion, Quote, QuotedRuling, Verdict
from qcompare.equivalences import equivalence, equivalences_file, read_equivalences, write_equivalences
from qcompare.errors import LibraryError, OutputError, ParcelError
from qcompare.model import Op, Plan
from qcompare.parcels import pack, save_readable, unpack
from qcompare.parse import parse_again
from qcompare.store import Library
from qcompare.store.care import facts_of, faults_of
from qcompare.store.schema import VERSION
from qcompare.treatments import Treat, Treatment

CITY = "质量强市建设实施方案\n一、总体要求\n到2027年，产品质量监督抽查合格率达到98%以上。\n推动高质量发展。"
DISTRICT = "质量强区建设实施方案\n一、总体要求\n到2027年，产品质量监督抽查合格率达到98%。\n建设资讯平台。"
OTHER = "城市更新专项规划\n一、总体要求\n实施城市更新行动。"
TODAY = date(2026, 3, 2)

QUOTE = Quote("到2027年，产品质量监督抽查合格率达到98%以上。", 0, "一")
THEIRS = Quote("到2027年，产品质量监督抽查合格率达到98%。", 0, "一")
OPINION = Opinion(QUOTE, None, reviewed=True, verdict=Verdict.REVISE, note="请说明为何低于市级", seen="x")
RULING = QuotedRuling(Quote("推动高质量发展。", 0, "一"), Quote("建设资讯平台。", 0, "一"), holds=True)
WORDS = (equivalence("镇街", "街镇"), equivalence("经信局", "科工局", Op.LOCALISED))


def opened(path: Path) -> Library:
    return Library.open(path, take_lines=parse_again)


def decide(library: Library, *decisions: Decision) -> None:
    library.decide(Change(1, 2, None, decision) for decision in decisions)


@pytest.fixture
def mine(tmp_path: Path, plan: Callable[..., Plan]) -> Path:
    """A library with three plans, a comparison of two of them, decisions, words, a treatment and a name given by a person."""
    path = tmp_path / "library.db"
    with opened(path) as library:
        library.add_plans([plan(CITY, "市.txt"), plan(DISTRICT, "区.txt"), plan(OTHER, "更新.txt")])
        library.edit_plan(2, label="某区 2023", metadata=library.plan(2).metadata)
        decide(library, OPINION, RULING)
        library.treat(3, [Treatment("实施城市更新行动。", 1, Treat.FURNITURE)])
        compared(library, (1, 2))
    write_equivalences(equivalences_file(path), WORDS)
    return path


@pytest.fixture
def his(tmp_path: Path) -> Path:
    (tmp_path / "同事").mkdir()
    return tmp_path / "同事" / "library.db"


def test_one_comparison_goes_to_a_colleague_who_has_nothing(mine: Path, his: Path) -> None:
    parcel = mine.with_name("市对区.qcmp")
    with opened(mine) as library:
        library.forget_collation(1)
        made, _ = compared(library, (1, 2))
        pack(library, parcel, TODAY, library.collations()[0].id)
    with opened(his) as library:
        taken = unpack(library, parcel)
        assert [(entry.label, entry.version) for entry in library.plans()] == [(made.base.label, 1), ("某区 2023", 1)]
        assert library.collation(1) == made
        assert library.decisions(1, 2).opinions == (OPINION,)
        assert library.decisions(1, 2).rulings == (RULING,)
        assert compared(library, (1, 2))[0] == made
        assert library.collations()[0].id == 1, "not even made anew"
    assert read_equivalences(equivalences_file(his)) == WORDS
    assert taken.said == ("新增规划文本 2 个，比对 1 个，审核意见和人工对应 2 条，对等词 2 对",)
    assert facts_of(parcel).plans == 2
    assert faults_of(his, comparisons=True) == ()


def test_a_whole_library_goes_over_with_treatments_and_what_is_set_aside(mine: Path, his: Path) -> None:
    with opened(mine) as library:
        library.remove_plan(3)
        pack(library, mine.with_name("全部.qcmp"), TODAY)
    for _ in "again":
        with opened(his) as library:
            unpack(library, mine.with_name("全部.qcmp"))
            assert [entry.id for entry in library.removed_plans()] == [3]
            library.restore_plan(3)
            assert library.treatments(3) == (Treatment("实施城市更新行动。", 1, Treat.FURNITURE),)
            library.remove_plan(3)
    assert faults_of(his, comparisons=True) == ()


def test_what_was_erased_does_not_travel(mine: Path) -> None:
    with opened(mine) as library:
        library.remove_plan(3)
        library.erase_removed()
        pack(library, mine.with_name("全部.qcmp"), TODAY)
    assert "城市更新".encode() not in mine.with_name("全部.qcmp").read_bytes()


def test_what_a_colleague_decided_otherwise_stays_and_holds_and_nothing_is_lost(
    mine: Path, his: Path, plan: Callable[..., Plan]
) -> None:
    own = replace(OPINION, verdict=Verdict.AGREED, note="已与市局沟通")
    with opened(his) as library:
        library.add_plans([plan(CITY, "市.txt"), plan(DISTRICT, "区.txt"), plan(OTHER, "更新.txt")])
        library.edit_plan(2, label="本区", metadata=library.plan(2).metadata)
        library.treat(3, [Treatment("实施城市更新行动。", 1, Treat.PARAGRAPH)])
        decide(library, own, replace(RULING, holds=False))
    write_equivalences(equivalences_file(his), [equivalence("经信局", "科工局")])
    with opened(mine) as library:
        pack(library, mine.with_name("全部.qcmp"), TODAY)
    with opened(his) as library:
        taken = unpack(library, mine.with_name("全部.qcmp"))
        assert not unpack(library, mine.with_name("全部.qcmp")).merged.decisions, "taken once, however often"
        assert set(library.decisions(1, 2).opinions) == {own, OPINION}
        _, (placed,) = compared(library, (1, 2))
        assert list(placed.opinions.values()) == [own]
        assert [ruling.holds for ruling in placed.quoted.values()] == [False]
        assert set(placed.lost) == {OPINION, RULING}
        assert library.plans()[1].label == "本区"
        assert [said.treat for said in library.treatments(3)] == [Treat.PARAGRAPH]
    said = "；".join(taken.said)
    assert "2 处与本库已有的决定不同" in said
    assert "本区的简称：对方为“某区 2023”" in said
    assert "“实施城市更新行动。”一行：对方划为版面信息" in said
    assert "对等词“经信局、科工局”" in said
    assert read_equivalences(equivalences_file(his)) == (equivalence("经信局", "科工局"), WORDS[0])


def test_versions_stay_versions(tmp_path: Path, his: Path, plan: Callable[..., Plan]) -> None:
    path = tmp_path / "library.db"
    with opened(path) as library:
        library.add_plans([plan(CITY), plan(DISTRICT), plan(DISTRICT + "\n加强监督。")])
        library.join_family(3, 2)
        decide(library, OPINION)
        compared(library, (1, 3))
        pack(library, tmp_path / "一.qcmp", TODAY, 1)
        pack(library, tmp_path / "全.qcmp", TODAY)
    with opened(his) as library:
        unpack(library, tmp_path / "一.qcmp")
        assert [entry.version for entry in library.plans()] == [1, 2]
        assert library.decisions(1, 2).opinions == (OPINION,), "said of the first version, holds for the second"
        unpack(library, tmp_path / "全.qcmp")
        assert len({entry.family for entry in library.plans()[1:]}) == 1
        assert library.decisions(1, 2).opinions == (OPINION,)


def test_what_is_no_parcel_is_refused_and_changes_nothing(mine: Path, his: Path) -> None:
    Library.open(his).close()
    before = his.read_bytes()
    parcel = mine.with_name("全部.qcmp")
    with opened(mine) as library:
        pack(library, parcel, TODAY)
        with pytest.raises(LibraryError, match="自身"):
            unpack(library, mine)
        with pytest.raises(OutputError, match="本身"):
            pack(library, mine, TODAY)
        with pytest.raises(LibraryError, match="编号"):
            pack(library, mine.with_name("无.qcmp"), TODAY, 99)
    content = parcel.read_bytes()
    spoilt = {"不完整或已损坏": content[:-9000], "请同事重新发送": b"PK\x03\x04" + bytes(900), "没有这个": None}
    with opened(his) as library:
        for problem, written in spoilt.items():
            parcel.unlink()
            if written is not None:
                parcel.write_bytes(written)
            with pytest.raises(LibraryError, match=problem):
                unpack(library, parcel)
            parcel.touch()
        parcel.write_bytes(content)
        with sqlite3.connect(parcel) as db:
            db.execute(f"PRAGMA user_version = {VERSION + 1}")
        db.close()
        with pytest.raises(LibraryError, match="更新版本"):
            unpack(library, parcel)
        letter = mine.with_name("来函.pdf")
        letter.write_bytes(b"%PDF-1.7\n" + bytes(900))
        with pytest.raises(ParcelError, match=r"不是交换文件（\.qcmp）.*本机规划库没有问题.*用“导入”"):
            unpack(library, letter)
    assert his.read_bytes() == before


def test_damage_of_the_colleague_s_file_is_not_told_as_damage_of_the_library(mine: Path, his: Path) -> None:
    parcel = mine.with_name("全部.qcmp")
    with opened(mine) as library:
        pack(library, parcel, TODAY)
    content = parcel.read_bytes()
    spoilt = [b"", content[:100], content[:20_000], bytes(64) + content[64:]]
    with opened(his) as library:
        for written in spoilt:
            parcel.write_bytes(written)
            with pytest.raises(ParcelError, match="没有并入其中任何内容；本机规划库没有问题") as told:
                unpack(library, parcel)
            assert told.value.place == str(parcel)
            assert "备份" not in str(told.value)


CARRIED = {"plans", "clauses", "sentences", "sentence_index", "blocks", "cautions"}
CARRIED |= {"treatments", "quoted_rulings", "opinions"}
CARRIED |= {"collations", "alignments", "matches", "relations", "dropped", "wording", "omitted", "rows", "cells"}
CARRIED |= {"equivalences", "rulings"}


def test_whoever_adds_a_table_sees_to_it_that_parcels_carry_it(mine: Path) -> None:
    with sqlite3.connect(mine) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    db.close()
    ours = {name for name in tables if not name.startswith(("sqlite_", "_sqlite_", "sentence_index_"))}
    assert ours == CARRIED, "merging.py must take in what people have entered, and soundness.py look at it"


# ---- saving what can be read ----


def test_of_a_library_cut_short_what_remains_is_saved(mine: Path, tmp_path: Path) -> None:
    whole = mine.read_bytes()
    saved = []
    for share in (0.5, 0.8, 0.95):
        mine.write_bytes(whole[: int(len(whole) * share)])
        new = tmp_path / f"抢救{share}.db"
        try:
            taken = save_readable(mine, new, plan_from_text)
        except LibraryError:
            saved.append(0)
            assert not new.exists()
            continue
        with Library.open(new) as library:
            saved.append(len(library.plans()))
            assert {library.plan(entry.id).text for entry in library.plans()} <= {CITY, DISTRICT, OTHER}
        assert len(taken.merged.plans) == saved[-1]
        assert faults_of(new, comparisons=True) == ()
        told = "；".join(taken.said)
        assert "规划库文件不完整，缺少末尾的" in told
        assert ("规划文本的记录已读不出来" in told or taken.merged.unread != set()) == (saved[-1] < 3), told
        assert ("比对没有存入，规划文本齐全的可以重新比对" in told) == (not taken.merged.comparisons), told
    assert saved[-1] == 3
    assert saved == sorted(saved)
    with pytest.raises(LibraryError, match="已经存在"):
        save_readable(mine, mine, plan_from_text)


def test_of_a_library_without_its_header_all_is_saved(mine: Path, tmp_path: Path) -> None:
    content = mine.read_bytes()
    mine.write_bytes(b"\xa5" * 32 + content[32:])
    taken = save_readable(mine, tmp_path / "抢救.db", plan_from_text)
    assert (len(taken.merged.plans), taken.merged.decisions, len(taken.merged.comparisons)) == (3, 2, 1)
    assert read_equivalences(equivalences_file(tmp_path / "抢救.db")) == WORDS


def test_plans_and_comparisons_that_left_only_traces_are_counted(mine: Path, tmp_path: Path) -> None:
    back_up(mine, Kind.DAILY, TODAY)
    with sqlite3.connect(mine) as db:
        db.execute("DELETE FROM plans WHERE id = 2")
        db.execute("DELETE FROM collations")
    db.close()
    said = save_readable(mine, tmp_path / "抢救.db", plan_from_text).said
    assert "另有 1 个规划文本的记录已读不出来" in said
    assert "另有 1 个比对没有存入，规划文本齐全的可以重新比对" in said
    assert "其中有规划文本 3 个，比对 1 个" in said[-1]
    with sqlite3.connect(mine) as db:
        db.execute("DELETE FROM sqlite_sequence")
    db.close()
    said = save_readable(mine, tmp_path / "再抢救.db", plan_from_text).said
    assert "已无法得知，可能还有没有列出的" in said[-2]


def test_of_what_was_erased_nothing_is_told_as_lost(mine: Path, tmp_path: Path) -> None:
    with opened(mine) as library:
        library.remove_plan(2)
        library.erase_removed()
    taken = save_readable(mine, tmp_path / "抢救.db", plan_from_text)
    assert taken.not_saved == ()


def test_a_plan_whose_outline_is_lost_is_read_anew_and_a_changed_text_is_named(mine: Path, tmp_path: Path) -> None:
    with sqlite3.connect(mine) as db:
        db.execute("UPDATE sentences SET kind = 'bodx' WHERE plan = 1")
        db.execute("UPDATE plans SET text = replace(text, '98%', '93%') WHERE id = 2")
    db.close()
    taken = save_readable(mine, tmp_path / "抢救.db", plan_from_text)
    assert taken.merged.unreadable == ["编号 2 的规划文本"]
    with Library.open(tmp_path / "抢救.db") as library:
        assert [library.plan(entry.id).text for entry in library.plans()] == [CITY, OTHER]
    assert taken.said[-2:] == (
        "读不出来的：编号 2 的规划文本",
        "另有 1 个比对没有存入，规划文本齐全的可以重新比对",
    )
