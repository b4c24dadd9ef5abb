"""While another program writes to a library, or nobody can, it is read from the command line, and nothing of it changes."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from qcompare.errors import UnfinishedError, UnwritableError
from qcompare.holding import Program, hold
from qcompare.store import Library
from qcompare.store.schema import VERSION
from tests.conftest import Run

CITY = "重庆市质量强市建设实施方案\n一、总体要求\n（一）主要目标。到2027年，全市质量发展基础更加坚实。\n"


@pytest.fixture
def library(run: Run, tmp_path: Path) -> Path:
    """A library with two plans, their comparison and a pair of words."""
    city, district = tmp_path / "市级方案.txt", tmp_path / "区级方案.txt"
    city.write_text(CITY, encoding="utf-8")
    district.write_text(CITY.replace("市", "区"), encoding="utf-8")
    path = tmp_path / "规划库.db"
    assert run("compare", city, district, "--library", path)[0] == 0
    assert run("words", "坚实", "牢固", "--library", path)[0] == 0
    assert run("backup", "--library", path)[0] == 0
    return path


@pytest.fixture
def held(library: Path) -> Iterator[Path]:
    """The library while a window holds it, and a check that nothing of it or beside it has changed."""
    with hold(library, Program.WINDOW):
        before = contents(library)
        yield library
        assert contents(library) == before


def contents(library: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in library.parent.glob(f"{library.stem}.*")}


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("list",), "重庆区质量"),
        (("show", "1"), "（一）主要目标"),
        (("search", "坚实"), "共 2 句"),
        (("words",), "牢固"),
        (("treat", "1"), "没有人工划定"),
        (("check",), "规划库完好"),
        (("backups",), "手动备份"),
    ],
    ids=lambda part: part[0],
)
def test_what_only_reads_works_while_another_writes(run: Run, held: Path, command: tuple[str, ...], said: str) -> None:
    status, out, err = run(*command, "--library", held)
    assert (status, err) == (0, "")
    assert said in out


def test_exports_parcels_and_backups_are_made_while_another_writes(run: Run, held: Path, tmp_path: Path) -> None:
    assert run("export", "1", "--json", tmp_path / "比对.json", "--library", held)[0] == 0
    assert run("pack", tmp_path / "全库.qcmp", "--library", held)[0] == 0
    assert run("pack", tmp_path / "比对.qcmp", "1", "--library", held)[0] == 0
    assert run("backup", tmp_path / "备份.db", "--library", held)[0] == 0
    with Library.open(tmp_path / "备份.db") as copy:
        assert len(copy.plans()) == 2


@pytest.mark.parametrize("command", ["backup", "pack"])
def test_no_file_takes_the_place_of_a_library_that_another_has_open(
    run: Run, held: Path, tmp_path: Path, command: str
) -> None:
    """Renamed over it, the file would leave the other program writing into one that nobody finds again."""
    mine = tmp_path / "我的.db"
    Library.open(mine).close()
    status, out, err = run(command, held, "--library", mine)
    assert (status, out) == (2, "")
    assert f"{held}：规划库正由 " in err


@pytest.mark.parametrize(
    "command",
    [
        ("import", "市级方案.txt"),
        ("remove", "1"),
        ("words", "夯实", "坚实"),
        ("words", "--remove", "1"),
        ("treat", "1", "主要目标", "--as", "版面信息"),
        ("unpack", "市级方案.txt"),
        ("restore-library", "1"),
        ("remarks", "送审.xlsx"),
    ],
    ids="-".join,
)
def test_what_writes_says_who_does_now_and_changes_nothing(
    run: Run, held: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(held.parent)
    if "送审.xlsx" in command:
        assert run("export", "1", "--table", "送审.xlsx", "--library", held)[0] == 0
    status, out, err = run(*command, "--library", held)
    assert (status, out) == (2, "")
    assert f"错误：{held}：规划库正由 " in err
    assert "上使用（窗口，自 " in err
    assert "请先关闭本机已打开的窗口，或直接在那个窗口中操作" in err


def test_a_comparison_is_made_with_all_that_was_said_and_not_kept(run: Run, held: Path) -> None:
    status, out, err = run("compare", "2", "1", "--library", held)
    assert status == 0
    assert "规划库正由 " in err
    assert "本次比对照常进行，但不存入规划库" in err
    assert "对等词 1 对" in out
    other = held.parent / "新.txt"
    other.write_text(CITY.replace("2027", "2030"), encoding="utf-8")
    status, out, err = run("compare", "1", other, "--library", held)
    assert (status, "不存入规划库" in err) == (0, True)
    assert "对等词 1 对" in out


def test_a_library_that_may_not_be_written_is_read(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != library and real(path, mode))  # we may be root
    assert run("list", "--library", library)[0] == 0
    status, _, err = run("compare", "1", "2", "--library", library)
    assert (status, "不存入规划库" in err) == (0, True)
    status, _, err = run("remove", "1", "--library", library)
    assert (status, "写保护" in err) == (2, True)


def test_a_library_opened_to_be_read_refuses_to_be_written(library: Path) -> None:
    with Library.open_to_read(library) as opened:
        assert len(opened.plans()) == 2
        with pytest.raises(UnwritableError, match="只读方式"):
            opened.remove_plan(1)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            opened._db.execute("DELETE FROM plans")


def test_an_older_library_is_read_after_it_was_brought_up_to_date_and_not_before(run: Run, library: Path) -> None:
    with closing(sqlite3.connect(library)) as connection:
        connection.execute("DROP INDEX treatments_by_plan")
        connection.execute("ALTER TABLE treatments DROP COLUMN line_before")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'lines_before'")
        connection.execute(f"PRAGMA user_version = {VERSION - 1}")
        connection.commit()
    with pytest.raises(UnfinishedError, match="较早版本"):
        Library.open_to_read(library)
    with hold(library, Program.WINDOW):
        before = contents(library)
        status, _, err = run("list", "--library", library)
        assert contents(library) == before
    assert (status, "较早版本" in err, "上使用（窗口" in err) == (2, True, True)
    assert run("list", "--library", library)[0] == 0
    with Library.open_to_read(library) as opened:
        assert len(opened.plans()) == 2


@contextmanager
def cut_short(library: Path, folder: Path) -> Iterator[Path]:
    """Give a copy of a library as a program leaves it that dies while writing: half-written, with its journal."""
    folder.mkdir()
    with closing(sqlite3.connect(library, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 2")
        connection.execute("BEGIN")
        connection.execute("UPDATE sentences SET kind = kind || 'x'")
        connection.execute("UPDATE plans SET text = text || printf('%.*c', 90000, '质')")
        for file in (library, library.with_name(f"{library.name}-journal")):
            shutil.copy(file, folder)
        connection.execute("ROLLBACK")
    yield folder / library.name


def test_work_cut_short_is_undone_before_the_library_is_read(run: Run, library: Path, tmp_path: Path) -> None:
    with cut_short(library, tmp_path / "拔掉的盘") as left:
        assert left.read_bytes() != library.read_bytes()
        with pytest.raises(UnfinishedError, match="中断"):
            Library.open_to_read(left)
        assert run("search", "坚实", "--library", left)[1].count("【坚实】") == 2
        assert left.read_bytes() == library.read_bytes()


def test_two_commands_wait_for_each_other(run: Run, library: Path) -> None:
    import threading

    first = hold(library, Program.COMMAND)
    timer = threading.Timer(0.2, first.release)
    timer.start()
    assert run("remove", "1", "--library", library)[0] == 0
    timer.join()


def test_a_library_never_keeps_a_write_ahead_log(library: Path) -> None:
    with closing(sqlite3.connect(library)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
    with Library.open(library) as opened:
        assert opened._db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert opened._db.execute("PRAGMA synchronous").fetchone() == (3,)
