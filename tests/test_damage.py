"""A library damaged on purpose is opened, or refused with what to do; it is never made worse, and no damage passes for our bug."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from qcompare.backups import back_up_daily, restore, secure
from qcompare.collate import plan_from_text
from qcompare.compared import compared
from qcompare.decisions import Change, Opinion, Quote, Verdict
from qcompare.errors import DamagedError, LibraryError
from qcompare.model import Plan
from qcompare.parcels import save_readable
from qcompare.store import Library, soundness
from qcompare.store.care import faults_of
from qcompare.store.schema import STEPS, VERSION
from qcompare.treatments import Treat, Treatment

CITY = "质量强市建设实施方案\n一、总体要求\n到2027年，产品质量监督抽查合格率达到98%以上。\n推动高质量发展。"
DISTRICT = "质量强区建设实施方案\n一、总体要求\n到2027年，产品质量监督抽查合格率达到98%。\n建设资讯平台。"
TODAY = date(2026, 3, 2)
FLIPS = 200
OPINION = Opinion(Quote("推动高质量发展。", 0, "一"), None, reviewed=True, verdict=Verdict.OPEN, note="待核")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, plan: Callable[..., Plan]) -> bytes:
    """The bytes of a library with all there can be in one."""
    path = tmp_path_factory.mktemp("sound") / "library.db"
    with Library.open(path) as library:
        library.add_plans([plan(CITY), plan(DISTRICT), plan(DISTRICT + "\n加强监督。")])
        library.decide([Change(1, 2, None, OPINION)])
        library.treat(3, [Treatment("加强监督。", 1, Treat.FURNITURE)])
        compared(library, (1, 2))
    return path.read_bytes()


def use(path: Path) -> None:
    """Look at everything in a library, as the window does in the course of a day."""
    with Library.open(path) as library:
        library.removed_plans()
        for entry in library.plans():
            library.plan(entry.id)
            library.treatments(entry.id)
        for made in library.collations():
            with suppress(DamagedError):  # made anew when asked for
                library.collation(made.id)
        library.decisions(1, 2)
        library.search("质量")


def try_to_use(path: Path) -> LibraryError | None:
    """Use a library; return what it was refused with. Whatever else is raised would pass for our bug."""
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    refused = None
    try:
        use(path)
    except LibraryError as error:
        refused = error
    if refused is not None:
        assert refused.advice
        assert path.read_bytes() == before
        assert sorted(path.parent.iterdir()) == beside
    return refused


def test_flipped_bytes_are_told_or_do_no_harm(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    chance = random.Random(8)  # noqa: S311 - the same places each time
    refused = 0
    places = chance.sample(range(100), FLIPS // 10) + chance.sample(range(len(sound)), FLIPS * 9 // 10)
    for place in places:
        at = next(at for at in range(place, len(sound)) if sound[at])  # zeros are mostly room left over
        flipped = sound[at] ^ chance.randrange(1, 256)
        path.write_bytes(sound[:at] + bytes([flipped]) + sound[at + 1 :])
        error = try_to_use(path)
        refused += error is not None
        if isinstance(error, DamagedError):
            with suppress(LibraryError):
                assert faults_of(path, comparisons=True), f"byte {at} is told only when used"
    assert FLIPS / 10 < refused < FLIPS, "neither blind nor afraid"


def test_much_flipped_is_restored_from_a_backup_or_saved_in_part(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(sound)
    made = back_up_daily(path, TODAY)
    assert made is not None
    for seed in range(5):
        chance = random.Random(seed)  # noqa: S311
        content = bytearray(sound)
        for _ in range(FLIPS):
            content[chance.randrange(len(content))] ^= chance.randrange(1, 256)
        path.write_bytes(content)
        assert try_to_use(path) is not None
        with suppress(LibraryError):  # nothing readable is left
            save_readable(path, tmp_path / f"抢救{seed}.db", plan_from_text)
        assert path.read_bytes() == bytes(content)
        restore(path, made, TODAY)
        use(path)
        assert faults_of(path, comparisons=True) == ()


def test_a_file_cut_short_is_refused_whatever_its_length(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    chance = random.Random(3)  # noqa: S311
    lengths = {2, 15, 16, 99, 100, 101, 512, 4095, 4096, 4097, len(sound) - 4096, len(sound) - 1}
    for length in sorted(lengths | {chance.randrange(len(sound)) for _ in range(20)}):
        path.write_bytes(sound[:length])
        refused = try_to_use(path)
        assert isinstance(refused, DamagedError) or length == len(sound) - 1, (
            f"{length} bytes"
        )  # a byte of little weight


def test_after_an_accident_a_library_is_looked_at_thoroughly(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    at = sound.index("合格率达到98%以上".encode())
    path.write_bytes(sound[:at] + "临".encode() + sound[at + 3 :])
    Library.open(path).close()
    path.with_name("library.db-journal").write_bytes(bytes(600))
    with pytest.raises(DamagedError):
        Library.open(path)


def test_of_a_large_library_the_precious_tables_are_looked_at(
    sound: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soundness, "QUICK_BYTES", 0)
    path = tmp_path / "library.db"
    path.write_bytes(sound)
    assert try_to_use(path) is None
    path.write_bytes(sound[:4096] + b"\xa5" * (len(sound) - 4096))
    with pytest.raises(DamagedError):
        Library.open(path)


def test_an_empty_file_is_a_new_library_unless_there_is_a_backup(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    for content in (b"", b"S"):  # SQLite takes a single byte for nothing
        path.write_bytes(content)
        secure(path, TODAY)
        Library.open(path).close()
    path.write_bytes(sound)
    back_up_daily(path, TODAY)
    for content in (b"", b"S"):
        path.write_bytes(content)
        with pytest.raises(DamagedError):
            secure(path, TODAY)


def test_another_program_s_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE plans (id INTEGER, text TEXT)")
    db.close()
    assert "不是规划库" in str(try_to_use(path))


@pytest.mark.parametrize("version", range(1, len(STEPS)))
def test_each_older_library_is_backed_up_and_brought_up_to_date(
    tmp_path: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    with sqlite3.connect(path) as db:
        make_version(db, version)
    db.close()
    secured = secure(path, TODAY)
    assert secured.backup is not None
    assert f"升级前-2026-03-02-v{version}" in secured.backup.name
    assert try_to_use(path) is None
    assert faults_of(path, comparisons=True) == ()
    restore(path, secured.backup, TODAY)
    assert secure(path, TODAY).backup is not None, "restored as it was, and brought up to date again"
    assert try_to_use(path) is None


def make_version(db: sqlite3.Connection, version: int) -> None:
    """Make an empty library as the program of that version left it."""
    from sqlite_utils import Database

    wrapped = Database(db, execute_plugins=False)
    for step in STEPS[:version]:
        step(wrapped)
    wrapped.table("_sqlite_migrations").insert_all(
        {"migration_set": "qcompare", "name": step.__name__, "applied_at": "2026-01-01"} for step in STEPS[:version]
    )
    db.execute(f"PRAGMA user_version = {version}")


def test_an_older_library_that_is_damaged_is_refused_before_it_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with sqlite3.connect(path) as db:
        make_version(db, 3)
        db.execute("DROP TABLE cells")
    db.close()
    assert isinstance(try_to_use(path), LibraryError)
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE alignments")
    db.close()
    assert isinstance(try_to_use(path), DamagedError)


def test_a_newer_library_is_refused_with_both_versions_and_what_to_do(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(sound)
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 2}")
    db.close()
    assert secure(path, TODAY).troubles == ()
    said = str(try_to_use(path))
    assert f"第 {VERSION + 2} 版" in said
    assert f"第 {VERSION} 版" in said
    assert "升级本程序" in said
