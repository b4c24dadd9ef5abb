"""Files come into the library each for itself, in portions, and each is told of."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from qcompare.importing import HEADS, Fate, Results, import_gathered, table_of
from qcompare.read import Gathered, gather
from qcompare.store import Library
from qcompare.versions import find_earlier

PLAN = "重庆市{0}质量强区建设实施方案\n一、总体要求\n深入实施质量强区战略，推动{0}高质量发展。\n二、重点任务\n{1}\n"
COUNTIES = (
    "永川区",
    "荣昌区",
    "大足区",
    "铜梁区",
    "璧山区",
    "潼南区",
    "江津区",
    "合川区",
    "南川区",
    "綦江区",
    "长寿区",
    "涪陵区",
)
Go = Callable[[int, int, str], bool]


def always(_done: int, _total: int, _name: str) -> bool:
    return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve counties' plans, more than one portion, and between them a file that cannot be read."""
    place = tmp_path / "区县"
    place.mkdir()
    for at, county in enumerate(COUNTIES):
        (place / f"{at:02}{county}.txt").write_text(PLAN.format(county, "（一）培育品牌。"), encoding="utf-8")
    (place / "050空.txt").write_bytes(b"")
    (place / "说明.xlsx").write_bytes(b"PK")
    return place


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library.db", find_earlier=find_earlier)


def test_each_file_of_a_folder_is_for_itself_and_told_of(folder: Path, library: Library) -> None:
    said: list[tuple[int, int, str]] = []

    def go_on(done: int, total: int, name: str) -> bool:
        said.append((done, total, name))
        return True

    results = import_gathered(library, gather([folder]), go_on)
    assert said[5] == (5, 13, "050空.txt")
    assert said[-1] == (13, 13, "")
    assert results.counts == ((Fate.FAILED, 1), (Fate.ADDED, 12))
    assert results.words == "已导入 12 个规划文本；1 个文件未能导入；文件夹中另有不能导入的文件（.xlsx 1 个），已跳过"
    assert [entry.source for entry in library.plans()] == [f"{at:02}{county}.txt" for at, county in enumerate(COUNTIES)]
    assert results.outcomes[0].cells == ("00永川区.txt", "已导入", "永川", "", "", "", str(folder))
    (failed,) = results.of(Fate.FAILED)
    assert failed.cells == ("050空.txt", "未能导入", "", "", "文件是空的", "请检查后重新选择", str(folder))


def test_a_second_import_tells_what_is_known_and_what_is_a_new_version(folder: Path, library: Library) -> None:
    import_gathered(library, gather([folder]), always)
    (folder / "050空.txt").unlink()
    changed = folder / "00永川区.txt"
    changed.write_text(changed.read_text(encoding="utf-8") + "（二）健全标准。\n", encoding="utf-8")
    results = import_gathered(library, gather([folder]), always)
    assert results.counts == ((Fate.UPDATED, 1), (Fate.KNOWN, 11))
    assert results.outcomes[0].words == "更新为第 2 版"
    assert results.words.startswith("已导入 1 个规划文本：永川（第 2 版）；11 个文件已在规划库中，未重复存入")


def test_stopped_it_keeps_what_was_read_and_says_what_was_not(folder: Path, library: Library) -> None:
    results = import_gathered(library, gather([folder]), lambda done, _total, _name: done < 4)
    assert results.stopped
    assert [outcome.fate for outcome in results.outcomes] == [Fate.ADDED] * 4 + [Fate.UNREAD] * 9
    assert results.words.startswith("导入已取消，9 个文件没有读；已导入 4 个规划文本：永川、荣昌、大足、铜梁")
    assert len(library.plans()) == 4


def test_what_was_stored_before_the_library_failed_stays_and_the_rest_is_not_tried(
    folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    tried: list[str] = []

    def go_on(done: int, _total: int, name: str) -> bool:
        tried.append(name)
        if done == 11:  # the first portion is stored
            monkeypatch.setattr("qcompare.store.library.index_plan", _raiser(full))
        return True

    (folder / "99后来.txt").write_text(PLAN.format("万州区", "") * 2, encoding="utf-8")
    for at in range(10):
        (folder / f"99后来{at}.txt").write_text(PLAN.format("万州区", f"（{at}）") * 2, encoding="utf-8")
    results = import_gathered(library, gather([folder]), go_on)
    assert [outcome.fate for outcome in results.outcomes] == [Fate.ADDED] * 5 + [Fate.FAILED] + [Fate.ADDED] * 5 + [
        Fate.FAILED
    ] * 13
    assert results.outcomes[-1].cells[4:6] == ("磁盘空间不足，规划库保持原样", "请清理磁盘后重试")
    assert results.outcomes[0].name == "永川"
    assert "99后来9.txt" not in tried
    assert len(library.plans()) == 10


def _raiser(error: Exception) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


def test_what_to_look_at_is_counted(folder: Path, library: Library) -> None:
    broken = folder / "00永川区.txt"
    broken.write_text(PLAN.format("永川区", "（一）培育品牌。\n（三）健全标准。"), encoding="utf-8")
    results = import_gathered(library, Gathered((broken,)), always)
    assert results.outcomes[0].cells[3] == "1 处"
    assert results.words == "已导入 1 个规划文本：永川；有 1 处请核对"
    results = import_gathered(library, gather([folder]), always)
    assert results.words.startswith("已导入 11 个规划文本；永川已在规划库中")


def test_one_text_under_two_names_is_stored_once(folder: Path, library: Library) -> None:
    one, two = folder / "00永川区.txt", folder / "副本.txt"
    two.write_bytes(one.read_bytes())
    results = import_gathered(library, Gathered((one, two)), always)
    assert [(outcome.fate, outcome.plan) for outcome in results.outcomes] == [(Fate.ADDED, 1), (Fate.KNOWN, 1)]


def test_a_table_leaves_out_columns_that_say_nothing(folder: Path, library: Library) -> None:
    results = import_gathered(library, gather([folder]), always)
    assert next(table_of(results.outcomes)) == tuple(head for head in HEADS if head != "请核对")
    heads, first, *_ = table_of(results.of(Fate.ADDED))
    assert heads == ("文件", "结果", "规划文本", "位置")
    assert first == ("00永川区.txt", "已导入", "永川", str(folder))
    assert Results().words == "没有找到可以导入的文件"
