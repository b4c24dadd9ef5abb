"""Backups are made when they should be, are sound, are kept and deleted as promised, and come back whole or not at all."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from qcompare import backups
from qcompare.backups import Kind, back_up, back_up_daily, backups_of, latest_good, restore, secure
from qcompare.compared import compared
from qcompare.errors import DamagedError, LibraryError, OutputError
from qcompare.model import Collation, Plan
from qcompare.store import Library, care, opening
from qcompare.store.care import facts_of, faults_of
from qcompare.store.opening import raw_database
from qcompare.store.schema import VERSION

CITY = "质量强市建设实施方案\n一、总体要求\n到2027年，产品质量监督抽查合格率达到98%以上。\n推动高质量发展。"
DISTRICT = "质量强区建设实施方案\n一、总体要求\n到2027年，产品质量监督抽查合格率达到98%。\n建设资讯平台。"
TODAY = date(2026, 3, 2)

posix = pytest.mark.skipif(os.name != "posix", reason="signals and file size limits as POSIX has them")


@pytest.fixture
def path(tmp_path: Path, collation: Callable[..., Collation]) -> Path:
    """A library with two plans and their comparison."""
    with Library.open(tmp_path / "library.db") as library:
        library.save_collation(collation(CITY, DISTRICT), "engine 1")
    return tmp_path / "library.db"


@pytest.fixture
def third(plan: Callable[..., Plan]) -> Plan:
    return plan("质量提升行动方案\n一、总体要求\n建设西部职教高地。")


def change(path: Path, plan: Plan) -> None:
    with Library.open(path) as library:
        library.add_plan(plan)


def names(path: Path) -> list[str]:
    folder = backups.backups_folder(path)
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


@posix
@pytest.mark.parametrize(("library", "folder"), [(0o644, 0o755), (0o664, 0o775), (0o666, 0o777), (0o600, 0o755)])
def test_who_may_write_to_a_library_may_back_it_up(path: Path, library: int, folder: int) -> None:
    path.chmod(library)
    before = os.umask(0o022)
    try:
        back_up(path, Kind.BY_HAND, TODAY)
        assert backups.backups_folder(path).stat().st_mode & 0o777 == folder
    finally:
        os.umask(before)
    backups.backups_folder(path).chmod(0o700)  # a person wanted it so
    back_up(path, Kind.BY_HAND, TODAY)
    assert backups.backups_folder(path).stat().st_mode & 0o777 == 0o700


def plans(path: Path) -> int:
    return facts_of(path).plans


def damage(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


# ---- making and keeping ----


def test_a_daily_backup_is_made_once_a_day_and_only_after_a_change(path: Path, third: Plan) -> None:
    made = back_up_daily(path, TODAY)
    assert made is not None
    assert made.name == f"library-每日备份-2026-03-02-v{VERSION}.db"
    assert facts_of(made).comparisons == 1
    assert faults_of(made, comparisons=True) == ()
    change(path, third)
    assert back_up_daily(path, TODAY) is None, "one a day"
    later = back_up_daily(path, TODAY + timedelta(days=1))
    assert later is not None
    assert plans(later) == 3
    assert back_up_daily(path, TODAY + timedelta(days=2)) is None, "nothing changed"
    assert [backup.path for backup in backups_of(path)] == [later, made]


def test_seven_daily_backups_are_kept_and_none_that_a_person_made(path: Path) -> None:
    by_hand = back_up(path, Kind.BY_HAND, TODAY)
    own = by_hand.with_name("送审前.db")
    shutil.copy(by_hand, own)
    renamed = by_hand.with_name("每日备份-留存.db")
    shutil.copy(by_hand, renamed)
    elsewhere = by_hand.with_name(f"区级-每日备份-2026-01-01-v{VERSION}.db")
    shutil.copy(by_hand, elsewhere)
    for day in range(9):
        os.utime(path, ns=(day, 10**18 + day))
        path.with_suffix(".words.tsv").write_text("词语一\t词语二\t类别\n镇街\t街镇\t字词\n", encoding="utf-8")
        assert back_up_daily(path, TODAY + timedelta(days=day))
    kept = [backup for backup in backups_of(path) if backup.kind is Kind.DAILY]
    assert [backup.day for backup in kept] == [f"2026-03-{day:02}" for day in range(10, 3, -1)]
    assert {by_hand, own, renamed, elsewhere} <= set(by_hand.parent.iterdir())
    assert {b.kind for b in backups_of(path)} == {Kind.DAILY, Kind.BY_HAND, Kind.OTHER}
    assert sum(name.endswith(".words.tsv") for name in names(path)) == 7, "the words go with their backup"


def test_a_copy_made_today_of_an_old_backup_is_not_the_latest(path: Path, third: Plan) -> None:
    old = back_up(path, Kind.BY_HAND, TODAY)
    shutil.copyfile(old, old.with_name("旧的.db"))
    change(path, third)
    new = back_up(path, Kind.BY_HAND, TODAY + timedelta(days=1))
    shutil.copyfile(old, old.with_name("copy.db"))
    os.utime(old)
    found = latest_good(path)
    assert found is not None
    assert found.path == new
    assert [backup.until for backup in backups_of(path) if backup.path == old] == ["2026-03-02"], "not of today"


def test_a_clock_that_ran_ahead_does_not_cost_the_backup_of_today(path: Path) -> None:
    for day in range(7):
        os.utime(path, ns=(day, 10**18 + day))
        back_up_daily(path, date(2099, 1, 1) + timedelta(days=day))
    os.utime(path, ns=(9, 10**18 + 9))
    made = back_up_daily(path, TODAY)
    assert made is not None
    assert made.exists()
    assert len(names(path)) == 7


def test_an_older_library_is_backed_up_before_it_is_brought_up_to_date(path: Path) -> None:
    assert secure(path, TODAY) == backups.Secured()
    for _ in range(5):
        _as_version(path, VERSION - 1)
        made = secure(path, TODAY).backup
        assert made is not None
        assert facts_of(made).version == VERSION - 1
        Library.open(path).close()
        assert facts_of(path).version == VERSION
    kept = [backup for backup in backups_of(path) if backup.kind is Kind.BEFORE_UPDATE]
    assert len(kept) == backups.KEPT[Kind.BEFORE_UPDATE]
    with Library.open(kept[0].path) as library:
        assert len(library.plans()) == 2, "a backup is a library itself"


def _as_version(path: Path, version: int) -> None:
    """Make a library look as if that version had left it: the steps since then run again and find their work done."""
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {version}")
    db.close()


def test_a_damaged_library_makes_no_backup_and_costs_none(path: Path) -> None:
    made = back_up_daily(path, TODAY)
    damage(path)
    before = names(path)
    with pytest.raises(DamagedError, match="损坏"):
        back_up_daily(path, TODAY + timedelta(days=1))
    assert names(path) == before
    assert [backup.path for backup in backups_of(path)] == [made]


def test_a_character_that_became_another_is_found(path: Path) -> None:
    content = path.read_bytes()
    at = content.index("合格率达到98%以上".encode())
    path.write_bytes(content[:at] + "临".encode() + content[at + 3 :])
    with Library.open(path) as library, pytest.raises(DamagedError):
        library.plan(1)
    with pytest.raises(DamagedError, match="损坏") as caught:
        back_up(path, Kind.BY_HAND, TODAY)
    assert "编号 1" in caught.value.advice
    assert names(path) == []


@posix
def test_a_backup_that_cannot_be_written_is_told_and_leaves_nothing(path: Path) -> None:
    _as_version(path, VERSION - 1)
    path.with_name("backups").write_text("不是文件夹", encoding="utf-8")
    secured = secure(path, TODAY)
    assert "不影响继续工作" in secured.troubles[0].problem
    path.with_name("backups").unlink()

    def with_a_full_disk() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        if "磁盘" in secure(path, TODAY).troubles[0].problem:
            die()

    assert fate_of(with_a_full_disk) == -signal.SIGKILL
    assert names(path) == []


# ---- restoring ----


def test_restoring_brings_the_old_state_and_keeps_the_present_one(path: Path, third: Plan) -> None:
    made = back_up(path, Kind.BY_HAND, TODAY)
    change(path, third)
    kept = restore(path, made, TODAY)
    assert kept is not None
    assert (plans(path), plans(kept)) == (2, 3)
    assert kept.name == f"library-恢复前-2026-03-02-v{VERSION}.db"
    assert plans(made) == 2
    again = restore(path, kept, TODAY)
    assert again is not None
    assert again != kept
    assert plans(path) == 3


def test_who_has_the_library_open_goes_on_with_what_was_restored(path: Path, third: Plan) -> None:
    made = back_up(path, Kind.BY_HAND, TODAY)
    with Library.open(path) as library:
        library.add_plan(third)
        restore(path, made, TODAY)
        assert len(library.plans()) == 2
        assert library.add_plan(third)[1]
    assert plans(path) == 3


def test_a_library_held_by_another_program_is_not_restored(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = back_up(path, Kind.BY_HAND, TODAY)
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LibraryError, match="占用"):
        restore(path, made, TODAY)
    other.close()


def _zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")
    db.close()


@pytest.mark.parametrize("spoil", [damage, _zeros, _cut, _foreign])
def test_a_library_that_cannot_be_opened_is_restored_and_its_bytes_are_kept(
    path: Path, spoil: Callable[[Path], None]
) -> None:
    made = back_up_daily(path, TODAY)
    spoil(path)
    spoilt = path.read_bytes()
    assert secure(path, TODAY) == backups.Secured()
    with pytest.raises(DamagedError):
        Library.open(path)
    found = latest_good(path)
    assert found is not None
    assert found.path == made
    path.with_name("library.db-journal").write_bytes(b"\xd9\xd5\x05\xf9 what a power cut left" + bytes(600))
    kept = restore(path, found.path, TODAY)
    assert kept is not None
    assert kept.read_bytes() == spoilt
    assert not path.with_name("library.db-journal").exists()
    with Library.open(path) as library:
        assert len(library.collations()) == 1
    assert faults_of(path, comparisons=True) == ()


def test_an_emptied_library_is_not_taken_for_a_new_one_where_there_is_a_backup(path: Path) -> None:
    made = back_up_daily(path, TODAY)
    assert made is not None
    path.write_bytes(b"")
    with pytest.raises(DamagedError, match="空的"):
        secure(path, TODAY)
    assert restore(path, made, TODAY) is None
    assert plans(path) == 2
    path.unlink()
    assert "备份" in secure(path, TODAY).troubles[0].advice
    made.unlink()
    path.touch()
    assert secure(path, TODAY) == backups.Secured()


def test_the_words_come_back_only_where_they_are_missing(path: Path) -> None:
    words = path.with_suffix(".words.tsv")
    words.write_text("镇街\t街镇\t字词\n", encoding="utf-8")
    made = back_up(path, Kind.BY_HAND, TODAY)
    words.write_text("经信局\t科工局\t属地\n", encoding="utf-8")
    restore(path, made, TODAY)
    assert "经信局" in words.read_text(encoding="utf-8")
    words.unlink()
    restore(path, made, TODAY)
    assert "镇街" in words.read_text(encoding="utf-8")


def test_what_is_no_sound_backup_is_not_restored(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    made = back_up(path, Kind.BY_HAND, TODAY)
    newer, damaged, foreign = (made.with_name(f"{name}.db") for name in ("新版", "坏的", "别的"))
    for copy in (newer, damaged, foreign):
        shutil.copy(made, copy)
    with sqlite3.connect(newer) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.close()
    damage(damaged)
    _foreign(foreign)
    for source, problem in (
        (newer, "更新版本"),
        (damaged, "损坏"),
        (foreign, "不是规划库"),
        (tmp_path / "无.db", "没有"),
    ):
        with pytest.raises(LibraryError, match=problem):
            restore(path, source, TODAY)
    assert path.read_bytes() == before
    assert [backup.usable for backup in backups_of(path) if backup.path == newer] == [False]
    assert latest_good(path) is not None


def test_a_backup_by_hand_goes_where_a_person_wants_it(path: Path, tmp_path: Path) -> None:
    stick = tmp_path / "U盘"
    stick.mkdir()
    backups.back_up_by_hand(path, stick / "质量强区.db")
    assert plans(stick / "质量强区.db") == 2
    with pytest.raises(OutputError, match="本身"):
        backups.back_up_by_hand(path, path)


# ---- processes that die ----


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fate_of(work: Callable[[], object]) -> int:
    """Do work in a process of its own and return what ended it: a signal, or 0 where it came to its end."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@posix
def test_a_process_killed_while_it_makes_a_backup_leaves_no_backup_that_is_none(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(care, "faults_of", die)
        assert fate_of(lambda: back_up_daily(path, TODAY)) == -signal.SIGKILL
    assert len(names(path)) == 1, "it was in the middle"
    assert backups_of(path) == ()
    assert path.read_bytes() == before
    os.utime(next(backups.backups_folder(path).iterdir()), (0, 0))
    made = back_up_daily(path, TODAY)
    assert made is not None
    assert names(path) == [made.name], "and what was left over is gone on another day"


@posix
def test_a_process_killed_while_it_restores_leaves_the_old_state(
    path: Path, third: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = back_up(path, Kind.BY_HAND, TODAY)
    change(path, third)
    spills = raw_database

    def small(uri: str) -> Database:
        """A database with so little memory that pages are written before the end."""
        db = spills(uri)
        db.execute("PRAGMA cache_size = 2")
        return db

    with monkeypatch.context() as patched:
        patched.setattr(care, "raw_database", small)
        patched.setattr(care, "_STEP_PAGES", 5)
        patched.setattr(care, "busy", die)
        patched.setattr(care, "_BUSY_CODES", {sqlite3.SQLITE_OK})
        patched.setattr(backups, "_keep_present", lambda *_: None)
        patched.setattr(backups, "faults_of", lambda _: ())
        assert fate_of(lambda: restore(path, made, TODAY)) == -signal.SIGKILL
    assert path.with_name("library.db-journal").exists(), "it was in the middle"
    with Library.open(path) as library:
        assert len(library.plans()) == 3
    assert faults_of(path, comparisons=True) == ()
    restore(path, made, TODAY)
    assert plans(path) == 2


@posix
@pytest.mark.parametrize("step", ["copy_library", "replace", "unlink"])
def test_a_process_killed_while_it_replaces_a_damaged_file_loses_nothing(
    path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = back_up_daily(path, TODAY)
    assert made is not None
    _zeros(path)
    spoilt = path.read_bytes()
    path.with_name("library.db-wal").write_bytes(b"left")
    kept = backups._keep_present(path, TODAY)
    with monkeypatch.context() as patched:
        patched.setattr(backups, "_keep_present", lambda *_: kept)
        patched.setattr(backups if step == "copy_library" else Path, step, die)
        assert fate_of(lambda: restore(path, made, TODAY)) == -signal.SIGKILL
    assert path.read_bytes() == spoilt
    assert kept.read_bytes() == spoilt
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"left"
    restore(path, made, TODAY)
    assert plans(path) == 2


def test_a_comparison_that_cannot_be_read_is_made_anew(path: Path) -> None:
    with Library.open(path) as library:
        first, _ = compared(library, (1, 2))
    with sqlite3.connect(path) as db:
        db.execute("UPDATE wording SET op = 'eq\x01al'")
    db.close()
    assert faults_of(path) == ()
    assert faults_of(path, comparisons=True) == ("编号 1 的比对读不懂",)
    with Library.open(path) as library:
        assert compared(library, (1, 2))[0] == first
    assert faults_of(path, comparisons=True) == ()
