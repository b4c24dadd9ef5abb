"""The library's file: what is none is told and left alone, and nothing that goes wrong leaves it half-written."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qcompare.errors import LibraryError
from qcompare.model import Cell, Collation, Plan, Row, RowKind
from qcompare.normalize import Form, normalize
from qcompare.store import Library, opening
from qcompare.store.schema import VERSION

CITY = "质量强市建设实施方案\n一、总体要求\n到2027年，产品质量监督抽查合格率达到98%以上。\n推动高质量发展。"
DISTRICT = "质量强区建设实施方案\n一、总体要求\n到2027年，产品质量监督抽查合格率达到98%。\n建设资讯平台。"


posix = pytest.mark.skipif(os.name != "posix", reason="signals and file size limits as POSIX has them")


@pytest.fixture
def compared(collation: Callable[..., Collation]) -> Collation:
    return collation(CITY, DISTRICT)


@pytest.fixture
def third(plan: Callable[..., Plan]) -> Plan:
    return plan("质量提升行动方案\n一、总体要求\n建设西部职教高地。")


@pytest.fixture
def path(tmp_path: Path, compared: Collation) -> Path:
    """A library with two plans and their comparison."""
    with Library.open(tmp_path / "library.db") as library:
        library.save_collation(compared, "engine 1")
    return tmp_path / "library.db"


# ---- files that are no library stay as they are ----


def _foreign_database(path: Path) -> str:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
        connection.execute("PRAGMA journal_mode = wal")
    connection.close()
    return "不是规划库"


def _newer_library(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    return "更新版本"


def _damaged_library(path: Path) -> str:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))
    return "损坏"


def _truncated_library(path: Path) -> str:
    path.write_bytes(path.read_bytes()[:5000])
    return "损坏"


def _only_a_header(path: Path) -> str:
    path.write_bytes(b"SQLite format 3\x00")
    return "不是规划库"


def _text(path: Path) -> str:
    path.write_text(CITY, encoding="utf-8")
    return "不是规划库"


def _zip(path: Path) -> str:
    path.write_bytes(b"PK\x03\x04" + bytes(200))
    return "不是规划库"


STRANGERS = [_foreign_database, _newer_library, _damaged_library, _truncated_library, _only_a_header, _text, _zip]


@pytest.mark.parametrize("spoil", STRANGERS)
def test_what_is_no_library_is_told_and_left_untouched(path: Path, spoil: Callable[[Path], str]) -> None:
    problem = spoil(path)
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    with pytest.raises(LibraryError, match=problem) as caught:
        Library.open(path)
    assert caught.value.place == str(path)
    assert caught.value.advice
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == beside


def test_a_stranger_with_a_journal_beside_it_is_still_told(path: Path) -> None:
    _foreign_database(path)
    path.with_name("library.db-journal").touch()
    with pytest.raises(LibraryError, match="不是规划库"):
        Library.open(path)


def test_a_newer_library_with_a_journal_beside_it_is_still_told(path: Path) -> None:
    _newer_library(path)
    path.with_name("library.db-journal").touch()
    with pytest.raises(LibraryError, match="更新版本"):
        Library.open(path)


def test_a_folder_and_a_missing_folder_are_told(tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(LibraryError, match="这是文件夹"):
        Library.open(tmp_path)
    with pytest.raises(LibraryError, match="文件夹不存在"):
        Library.open(tmp_path / "无" / "library.db")
    with pytest.raises(LibraryError, match="文件名太长"):
        Library.open(tmp_path / ("质" * 200))
    assert sorted(tmp_path.iterdir()) == before


@posix
def test_a_device_is_no_library() -> None:
    with pytest.raises(LibraryError, match="不是规划库"):
        Library.open(Path("/dev/zero"))


def test_an_empty_file_becomes_a_library(tmp_path: Path) -> None:
    (tmp_path / "library.db").touch()
    with Library.open(tmp_path / "library.db") as library:
        assert library.plans() == ()


def test_a_copied_library_is_a_library(path: Path, compared: Collation) -> None:
    shutil.copy(path, path.with_name("备份 规划库#1.db"))
    with Library.open(path.with_name("备份 规划库#1.db")) as library:
        assert library.collation(1) == compared


def test_a_library_held_by_another_program_is_told(path: Path, monkeypatch: pytest.MonkeyPatch, third: Plan) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    with Library.open(path) as library:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match="占用"):
            library.add_plan(third)
        assert len(library.plans()) == 2, "reading goes on while another program prepares to write"
        other.execute("COMMIT")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LibraryError, match="占用"):
            Library.open(path)
        other.close()
        assert library.add_plan(third) == (3, True)


def test_damage_found_late_is_told(path: Path) -> None:
    with Library.open(path) as library:
        content = bytearray(path.read_bytes())
        content[27] += 1  # the header's change counter: what SQLite keeps in memory no longer holds
        path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))
        with pytest.raises(LibraryError, match="损坏"):
            library.plans()


def test_a_library_that_cannot_be_written_can_still_be_read(path: Path, third: Plan) -> None:
    with Library.open(path) as library:
        library._db.execute("PRAGMA query_only = on")
        with pytest.raises(LibraryError, match="没有权限"):
            library.add_plan(third)
        assert len(library.plans()) == 2


def test_a_failed_save_stores_none_of_its_plans(path: Path, compared: Collation, third: Plan) -> None:
    broken = replace(compared, base=third, rows=(Row(None, (Cell(("x",), RowKind.ADDED, carried=None),)),))  # type: ignore[arg-type]
    with Library.open(path) as library:
        with pytest.raises(sqlite3.IntegrityError):
            library.save_collation(broken, "engine 1")
        assert len(library.plans()) == 2
        assert len(library.collations()) == 1
        assert library.search("职教高地") == ()


# ---- libraries of earlier versions ----


def _as_version_1(path: Path) -> None:
    """Make of a library what the first version would have left: Simplified plans indexed as written, without a form."""
    db = sqlite3.connect(path)
    db.execute("DELETE FROM _sqlite_migrations WHERE name = 'search_across_scripts'")
    db.execute("UPDATE sentence_index SET form = ''")
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()


def test_the_comparisons_of_a_library_without_chains_are_stars(path: Path, compared: Collation) -> None:
    db = sqlite3.connect(path)
    db.execute("ALTER TABLE collations DROP COLUMN chained")
    db.execute("DELETE FROM _sqlite_migrations WHERE name = 'chains'")
    db.execute("PRAGMA user_version = 4")
    db.commit()
    db.close()
    with Library.open(path) as library:
        assert library.collation(1) == compared
        assert [entry.chained for entry in library.collations()] == [False]


def test_a_library_of_version_1_is_indexed_anew(path: Path, compared: Collation) -> None:
    _as_version_1(path)
    for _ in range(2):
        with Library.open(path, lambda text: normalize(text, regional=True)) as library:
            assert [hit.found for hit in library.search("監督抽查")] == ["监督抽查"] * 2
            assert [hit.found for hit in library.search("質")] == ["质"] * 5
            assert [hit.found for hit in library.search("信息")] == ["资讯"]
            assert library.collation(1) == compared


def _as_version_4(path: Path) -> None:
    """Make of a library what was left before plans had versions and could be set aside."""
    db = sqlite3.connect(path)
    db.execute("DELETE FROM _sqlite_migrations WHERE name IN ('decisions', 'chains', 'versions_and_removal')")
    for table in ("quoted_rulings", "opinions", "rulings"):
        db.execute(f"DROP TABLE {table}")
    db.execute("DROP INDEX plans_by_family")
    for column in ("family", "version", "entered", "removed"):
        db.execute(f"ALTER TABLE plans DROP COLUMN {column}")
    for column in ("used", "chained"):
        db.execute(f"ALTER TABLE collations DROP COLUMN {column}")
    db.execute("PRAGMA user_version = 4")
    db.commit()
    db.close()


def test_a_library_of_version_4_keeps_all_and_each_plan_is_a_document_of_its_own(
    path: Path, compared: Collation
) -> None:
    _as_version_4(path)
    for _ in range(2):
        with Library.open(path) as library:
            assert [(entry.id, entry.family, entry.version) for entry in library.plans()] == [(1, 1, 1), (2, 2, 1)]
            assert library.collation(1) == compared
            assert library.find_collation(1, [2], "engine 1") == 1
            assert [entry.used for entry in library.collations()] == [""]
            assert library.removed_plans() == ()


def test_an_update_that_fails_leaves_the_library_as_it_was(path: Path) -> None:
    _as_version_1(path)
    before = path.read_bytes()

    def fail(_: str) -> Form:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Library.open(path, fail)
    assert path.read_bytes() == before


# ---- a process that dies, a disk that fills up ----

IMPORT = """
import os, resource, signal, sys
from pathlib import Path
from qcompare.parse import parse
from qcompare.read import document_from_text
from qcompare.store import Library, library, opening
{prelude}
plan = parse(document_from_text("\\n".join(f"{{i}}．推动产品质量提升，完善质量基础设施。" for i in range(9000))))
with Library.open(Path(sys.argv[1])) as opened:
    opened._db.execute("PRAGMA cache_size = 2")  # so little memory that pages are written before the transaction ends
    opened.add_plan(plan)
"""
DIE_IMPORTING = "library.index_plan = lambda *_: os.kill(os.getpid(), signal.SIGKILL)"
DIE_CREATING = """
whole = opening.bring_up_to_date
def dying(db):
    db.execute("PRAGMA cache_size = 2")
    whole(db)
    os.kill(os.getpid(), signal.SIGKILL)
opening.bring_up_to_date = dying
"""
FULL_DISK = "resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))"


def import_much(path: Path, prelude: str) -> subprocess.CompletedProcess[str]:
    """Import a plan of 9,000 clauses in a process of its own, after the lines of `prelude`."""
    command = [sys.executable, "-W", "ignore", "-X", "utf8", "-c", IMPORT.format(prelude=prelude), str(path)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=environment)


@posix
def test_a_process_killed_in_the_middle_of_an_import_leaves_the_library_as_it_was(
    path: Path, compared: Collation
) -> None:
    before = path.read_bytes()
    assert import_much(path, DIE_IMPORTING).returncode == -signal.SIGKILL
    assert path.with_name("library.db-journal").exists(), "it was in the middle"
    assert path.read_bytes() != before
    with Library.open(path) as library:
        assert len(library.plans()) == 2
        assert library.collation(1) == compared
        assert library.search("质量基础设施") == ()
    assert path.read_bytes() == before


@posix
def test_a_library_whose_making_was_cut_short_is_made_anew(tmp_path: Path, third: Plan) -> None:
    path = tmp_path / "library.db"
    assert import_much(path, DIE_CREATING).returncode == -signal.SIGKILL
    assert path.stat().st_size > 0, "it was in the middle"
    with Library.open(path) as library:
        assert library.add_plan(third) == (1, True)


@posix
def test_a_full_disk_leaves_the_library_as_it_was(path: Path) -> None:
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    full = import_much(path, FULL_DISK.format(len(before)))
    assert "LibraryError" in full.stderr
    assert "磁盘" in full.stderr
    with Library.open(path) as library:
        assert len(library.plans()) == 2
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == beside


@posix
def test_a_full_disk_leaves_no_new_library(tmp_path: Path) -> None:
    full = import_much(tmp_path / "library.db", FULL_DISK.format(4096))
    assert "LibraryError" in full.stderr
    assert not (tmp_path / "library.db").exists()
