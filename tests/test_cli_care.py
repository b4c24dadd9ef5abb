"""The library is cared for from the command line, in words a newcomer understands."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from qcompare.store.schema import VERSION
from tests.conftest import Run

CITY = "重庆市质量强市建设实施方案\n一、总体要求\n（一）主要目标。到2027年，全市质量发展基础更加坚实。\n"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    (tmp_path / "市级方案.txt").write_text(CITY, encoding="utf-8")
    return tmp_path / "市级方案.txt"


@pytest.fixture
def library(run: Run, city: Path, tmp_path: Path) -> Path:
    path = tmp_path / "规划库.db"
    district = tmp_path / "区级方案.txt"
    district.write_text(CITY.replace("市", "区"), encoding="utf-8")
    assert run("compare", city, district, "--library", path)[0] == 0
    return path


def test_backups_are_made_listed_and_restored(run: Run, library: Path, tmp_path: Path) -> None:
    assert "没有备份" in run("backups", "--library", library)[1]
    status, said, _ = run("backup", "--library", library)
    assert (status, "已备份" in said) == (0, True)
    stick = tmp_path / "U盘.db"
    assert run("backup", stick, "--library", library)[0] == 0
    assert run("remove", "1", "--library", library)[0] == 0
    said = run("backups", "--library", library)[1]
    assert "手动备份" in said
    assert "每日备份" in said, "made after the change"
    status, said, _ = run("restore-library", "2", "--library", library)
    assert (status, "恢复前的规划库存于" in said) == (0, True)
    assert "市级方案" in run("list", "--library", library)[1] or "总体" in run("show", "1", "--library", library)[1]
    assert run("restore-library", stick, "--library", library)[0] == 0
    assert run("check", "--library", library)[1].startswith("规划库完好")


def test_what_changes_the_library_ends_with_the_day_s_backup(run: Run, library: Path) -> None:
    assert run("list", "--library", library)[0] == 0
    assert not (library.parent / "backups").exists(), "looking backs nothing up"
    for _ in "again":
        assert run("remove", "1", "--library", library)[0] == 0
        assert run("restore", "1", "--library", library)[0] == 0
    (made,) = (library.parent / "backups").iterdir()
    assert "每日备份" in made.name


def test_a_backup_that_cannot_be_made_warns_and_stops_nobody(run: Run, library: Path) -> None:
    (library.parent / "backups").write_text("不是文件夹", encoding="utf-8")
    status, said, complaints = run("remove", "1", "--library", library)
    assert (status, "已从规划库移除" in said) == (0, True)
    assert complaints.startswith("提示：")
    assert "不影响继续工作" in complaints


def test_a_damaged_library_is_told_with_the_way_out(run: Run, library: Path, tmp_path: Path) -> None:
    run("backup", "--library", library)
    content = library.read_bytes()
    library.write_bytes(content[: len(content) // 2])
    for command in (["check"], ["list"]):
        status, _, complaints = run(*command, "--library", library)
        assert status == 2
        assert "qcompare restore-library 1" in complaints, command
    status, said, complaints = run("salvage", tmp_path / "抢救.db", "--library", library)
    assert (status, "新的规划库" in said) == (0, True) or "没有能读出的内容" in complaints
    assert run("restore-library", "1", "--library", library)[0] == 0
    assert run("check", "--library", library)[0] == 0
    assert run("restore-library", "9", "--library", library)[0] == 2
    library.write_bytes(content[: len(content) - 8192])
    assert "database" not in run("check", "--library", library)[1]
    library.write_bytes(b"\xa5" + content[1:])
    for command in (["check"], ["list"]):
        complaints = run(*command, "--library", library)[2]
        assert "不是规划库" in complaints
        assert "用“抢救”" in complaints, command
    library.write_bytes(b"")
    assert "空的，内容已丢失" in run("check", "--library", library)[2]
    assert "restore-library" in run("list", "--library", library)[2]


def test_a_comparison_goes_to_a_colleague(run: Run, library: Path, tmp_path: Path) -> None:
    parcel, his = tmp_path / "市对区.qcmp", tmp_path / "同事.db"
    assert "比对 1 及其规划文本" in run("pack", parcel, "1", "--library", library)[1]
    assert "新增规划文本 2 个，比对 1 个" in run("unpack", parcel, "--library", his)[1]
    assert "没有重复存入" in run("unpack", parcel, "--library", his)[1]
    status, _, complaints = run("import", parcel, "--library", library)
    assert (status, "qcompare unpack" in complaints) == (2, True)
    status, _, complaints = run("restore-library", parcel, "--library", library)
    assert (status, "qcompare unpack" in complaints, "没有恢复" in complaints) == (2, True, True)
    assert run("pack", parcel, "甲", "--library", library)[0] == 2
    assert run("pack", parcel, "9", "--library", library)[0] == 2
    assert run("pack", tmp_path / "全部.qcmp", "--library", library)[0] == 0


def test_a_damaged_file_of_a_colleague_is_told_without_a_word_of_restoring(
    run: Run, library: Path, tmp_path: Path
) -> None:
    run("backup", "--library", library)
    parcel, his = tmp_path / "全库.qcmp", tmp_path / "同事.db"
    run("pack", parcel, "--library", library)
    parcel.write_bytes(parcel.read_bytes()[:20_000])
    status, _, complaints = run("unpack", parcel, "--library", his)
    assert (status, "请同事重新发送" in complaints) == (2, True)
    assert "restore-library" not in complaints


def test_a_plan_s_file_is_not_taken_for_a_colleague_s(run: Run, city: Path, library: Path) -> None:
    status, _, complaints = run("unpack", city, "--library", library)
    assert (status, ".qcmp" in complaints, "qcompare import" in complaints) == (2, True, True)


def test_an_older_library_is_backed_up_before_it_is_opened(run: Run, library: Path) -> None:
    with sqlite3.connect(library) as db:
        db.execute(f"PRAGMA user_version = {VERSION - 1}")
    db.close()
    assert run("list", "--library", library)[0] == 0
    (made,) = (library.parent / "backups").iterdir()
    assert "升级前" in made.name


def test_what_is_kept_beside_a_library_lies_beside_it_though_it_was_reached_by_a_link(
    tmp_path: Path, run: Run, city: Path
) -> None:
    kept, desk = tmp_path / "规划库", tmp_path / "桌面"
    kept.mkdir()
    desk.mkdir()
    link = desk / "链接.db"
    try:
        link.symlink_to(kept / "library.db")
    except OSError:
        pytest.skip("no links here")
    run("import", city, "--library", kept / "library.db")
    assert run("words", "镇街", "街镇", "--library", link)[0] == 0
    assert run("backup", "--library", link)[0] == 0
    assert [path.name for path in desk.iterdir()] == ["链接.db"]
    assert {"library.words.tsv", "backups"} <= {path.name for path in kept.iterdir()}
