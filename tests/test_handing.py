"""A second start leaves a note for the window that has the library; a note holds paths, and nothing else is believed."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from qcompare.cli.arguments import parse_arguments
from qcompare.errors import UsageError
from qcompare.given import Given, kind_of
from qcompare.handing import hand_over, notes_folder, sweep_notes, take_notes
from qcompare.holding import Program, hold
from qcompare.store import Library
from tests.conftest import Run
from tests.test_holding import held_elsewhere


def leave(content: bytes, process: int | None = None) -> Path:
    note = notes_folder() / f"{os.getpid() if process is None else process}-{secrets.token_hex(3)}.json"
    note.write_bytes(content)
    return note


def note_of(*files: str | Path) -> bytes:
    return json.dumps({"files": [str(file) for file in files]}).encode()


def test_files_reach_the_process_they_are_left_for(tmp_path: Path) -> None:
    plan = tmp_path / "某区 方案𬒗.txt"
    plan.touch()
    leave(note_of(plan, tmp_path / "没有.txt"))
    leave(note_of())
    other = leave(note_of(plan), process=1)
    assert sorted(take_notes(notes_folder())) == [(), (plan,)]
    assert take_notes(notes_folder()) == []
    assert other.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'["/etc/passwd"]',
        b'{"files": "/etc/passwd"}',
        b'{"files": ["relative.txt"]}',
        b'{"files": ["/a\\u0000b"]}',
        b'{"files": [1, null]}',
        b'{"files": [], "command": "remove"}',
        note_of(*["/"] * 501),
        note_of("/" + "a" * 5000),
        note_of("/") + b" " * 200_000,
    ],
)
def test_what_is_no_note_is_removed_and_passed_over(content: bytes) -> None:
    note = leave(content)
    assert take_notes(notes_folder()) == []
    assert not note.exists()


@pytest.mark.skipif(os.name == "nt", reason="neither is made without rights there")
def test_neither_a_link_nor_a_pipe_is_read(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(note_of(tmp_path))
    (notes_folder() / f"{os.getpid()}-link.json").symlink_to(elsewhere)
    os.mkfifo(notes_folder() / f"{os.getpid()}-pipe.json")
    assert take_notes(notes_folder()) == []
    assert elsewhere.exists()


def test_notes_that_nobody_takes_are_swept() -> None:
    old, new = leave(note_of(), process=1), leave(note_of(), process=2)
    os.utime(old, (time.time() - 61,) * 2)
    sweep_notes()
    assert (old.exists(), new.exists()) == (False, True)


def test_nothing_is_handed_where_no_window_of_ours_has_the_library(tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    assert not hand_over(library, [])
    with hold(library, Program.WINDOW):
        assert not hand_over(library, []), "that is this process"
    with held_elsewhere(library, Program.COMMAND):
        assert not hand_over(library, [])
    assert list(notes_folder().iterdir()) == []


def test_a_window_that_does_not_answer_is_waited_for_and_the_note_withdrawn(tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    with held_elsewhere(library, Program.WINDOW):
        before = time.monotonic()
        assert not hand_over(library, [tmp_path], patience=0.2)
        assert time.monotonic() - before > 0.15
    assert list(notes_folder().iterdir()) == []


def test_a_file_is_a_plan_a_parcel_or_a_library(tmp_path: Path) -> None:
    library = tmp_path / "没有后缀的规划库"
    Library.open(library).close()
    with suppress(OSError):  # a name of an old GBK desktop
        (tmp_path / "\udcb7").touch()
    (tmp_path / "其他.sqlite").write_bytes(b"SQLite format 3\0" + bytes(84))
    kinds = {
        name: kind_of(tmp_path / name)
        for name in ("没有后缀的规划库", "其他.sqlite", "甲.QCMP", "乙.db", "丙.docx", "\udcb7", "")
    }
    assert [name for name, kind in kinds.items() if kind is Given.LIBRARY] == ["没有后缀的规划库", "乙.db"]
    assert [name for name, kind in kinds.items() if kind is Given.PARCEL] == ["甲.QCMP"]


def test_a_file_that_is_there_is_opened_and_a_slip_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("方案.docx", "list", "甲.db", "乙.db"):
        (tmp_path / name).touch()
    asked = parse_arguments(["方案.docx", ".", "--library", "甲.db"])
    assert not isinstance(asked, str)
    assert (asked.command, asked.library) == ("window", Path("甲.db"))
    assert asked.files == (Path("方案.docx"), Path())
    listed = parse_arguments(["list"])
    assert not isinstance(listed, str)
    assert listed.command == "list"
    for words, said in (
        (["方案.doc"], "没有“方案.doc”这个命令，也没有这个文件"),
        (["imprt"], "没有“imprt”这个命令。"),
        (["方案.docx", "没有.docx"], "不认识的参数：没有.docx"),
    ):
        with pytest.raises(UsageError, match=said):
            parse_arguments(words)
    assert "一次只能打开一个规划库" in run("甲.db", "乙.db")[2]
    assert "一次只能打开一个规划库" in run("甲.db", "--library", "乙.db")[2]


def test_to_look_what_a_file_is_takes_no_lock_from_who_writes_to_it(tmp_path: Path) -> None:
    library = tmp_path / "没有后缀的规划库"
    Library.open(library).close()
    with closing(sqlite3.connect(library, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        assert kind_of(library) is Given.LIBRARY
        code = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
        other = subprocess.run([sys.executable, "-c", code, library], capture_output=True, text=True, check=False)
        assert "database is locked" in other.stderr
