"""One program writes to a library at a time; who that is stands beside it, and whoever is killed leaves it free."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from qcompare.errors import HeldError, LibraryError, UnwritableError
from qcompare.holding import Program, held_error, hold, hold_file, holder_of, refuse_where_held

HOLDER = """
import sys
from pathlib import Path
from qcompare.holding import Program, hold
held = hold(Path(sys.argv[1]), Program[sys.argv[2]])
print("held", flush=True)
sys.stdin.readline()
held.release()
print("free", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_elsewhere(library: Path, program: Program) -> Iterator[subprocess.Popen[str]]:
    """Let another process hold a library; a line written to it lets go."""
    command = [sys.executable, "-c", HOLDER, str(library), program.name]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_one_holds_and_the_next_is_told_who(tmp_path: Path) -> None:
    library = tmp_path / "规划库.db"
    assert holder_of(library) is None
    with held_elsewhere(library, Program.WINDOW) as other:
        holder = holder_of(library)
        assert holder is not None
        assert (holder.program, holder.process, holder.ours) == (Program.WINDOW, other.pid, False)
        assert holder.user
        with pytest.raises(HeldError, match=rf"{holder.user} 在 {holder.computer} 上使用（窗口，自 \d+:\d\d）"):
            hold(library, Program.COMMAND, patience=60)  # nobody waits for a window
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == "free\n"
        assert holder_of(library) is None
        with hold(library, Program.COMMAND):
            pass
    assert not hold_file(library).exists()


def test_a_holder_that_is_killed_leaves_the_library_free(tmp_path: Path) -> None:
    library = tmp_path / "规划库.db"
    with held_elsewhere(library, Program.COMMAND) as other:
        other.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        other.wait()
        assert hold_file(library).read_bytes()  # his name still stands there
        assert holder_of(library) is None
        with hold(library, Program.WINDOW):
            holder = holder_of(library)
            assert holder is not None
            assert holder.process == os.getpid()


def test_a_command_waits_for_a_command(tmp_path: Path) -> None:
    library = tmp_path / "规划库.db"
    with held_elsewhere(library, Program.COMMAND) as other:
        with pytest.raises(HeldError, match="命令结束"):
            hold(library, Program.COMMAND, patience=0.2)
        assert other.stdin is not None
        other.stdin.write("\n")
        other.stdin.flush()
        hold(library, Program.COMMAND, patience=60).release()


def test_in_one_process_too_there_is_one_holder_and_looking_takes_nothing_from_him(tmp_path: Path) -> None:
    library = tmp_path / "规划库.db"
    with hold(library, Program.WINDOW) as mine:
        holder = holder_of(library)
        assert holder is not None
        assert holder.ours
        with pytest.raises(HeldError):
            hold(library, Program.WINDOW)
        assert seen_held_elsewhere(library)
        mine.release()
    hold(library, Program.WINDOW).release()


def seen_held_elsewhere(library: Path) -> bool:
    """Tell whether another process finds the library held."""
    code = (
        "import sys; from pathlib import Path; from qcompare.holding import holder_of as h; print(h(Path(sys.argv[1])))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(library)], capture_output=True, text=True, check=True)
    return done.stdout.strip() != "None"


def test_a_link_to_a_library_is_held_with_it(tmp_path: Path) -> None:
    library = tmp_path / "规划库.db"
    library.write_bytes(b"")
    link = tmp_path / "链接.db"
    try:
        link.symlink_to(library)
    except OSError:
        pytest.skip("no links here")
    with hold(link, Program.WINDOW):
        assert holder_of(library) is not None


@pytest.mark.skipif(os.name != "posix", reason="Windows deletes no file that is open")
def test_who_locks_a_file_that_was_deleted_meanwhile_takes_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "规划库.db"
    first = hold(library, Program.COMMAND)
    real, opened = os.open, []

    def open_then_let_go(path: object, *rest: object) -> int:
        opened.append(real(path, *rest))  # type: ignore[arg-type]
        first.release()
        return opened[-1]

    monkeypatch.setattr(os, "open", open_then_let_go)
    with hold(library, Program.COMMAND):
        assert len(opened) == 2
        assert seen_held_elsewhere(library)


@pytest.mark.skipif(os.name != "posix", reason="Windows deletes no file that is open")
def test_who_lets_go_leaves_the_file_of_who_came_after(tmp_path: Path) -> None:
    library = tmp_path / "规划库.db"
    first = hold(library, Program.WINDOW)
    hold_file(library).unlink()  # a person tidied up
    with hold(library, Program.WINDOW):
        first.release()
        assert seen_held_elsewhere(library)


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_who_was_given_the_right_to_write_later_may_hold(tmp_path: Path) -> None:
    library = tmp_path / "规划库.db"
    library.touch(0o644)
    with held_elsewhere(library, Program.WINDOW) as other:
        other.kill()
        other.wait()
    library.chmod(0o664)  # the department's group
    with hold(library, Program.WINDOW):
        assert hold_file(library).stat().st_mode & 0o777 == 0o664


def test_on_a_full_disk_nobody_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "规划库.db"

    def full(_descriptor: int, _content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        with pytest.raises(LibraryError, match="可能已满"):
            hold(library, Program.WINDOW)
    assert holder_of(library) is None
    with hold(library, Program.WINDOW):
        refuse_where_held(library)


def as_written(process: object = 4711, since: str = "2026-03-02T09:12:00+08:00") -> bytes:
    said = {"user": "王敏", "computer": "PC-03", "program": "窗口", "process": process, "since": since}
    return json.dumps(said).encode()


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 4096,
        b'{"user": "\xff"}',
        '{"user": "王敏"}'.encode(),
        as_written(process=float("inf")),
        as_written(since="0001-01-01T00:00:00+23:00"),
        as_written(since="9999-12-31T23:59:59-23:00"),
    ],
)
def test_a_holder_whose_name_cannot_be_read_still_holds(tmp_path: Path, written: bytes) -> None:
    library = tmp_path / "规划库.db"
    with hold(library, Program.WINDOW):
        hold_file(library).write_bytes(written)
        holder = holder_of(library)
        assert holder is not None
        assert holder.words == "规划库正由另一个程序使用"


def test_what_may_not_be_written_is_told_apart_from_what_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "规划库.db"
    library.write_bytes(b"")
    real = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: path != library and real(path, mode)
    )  # root may write anywhere
    with pytest.raises(UnwritableError, match="写保护"):
        hold(library, Program.WINDOW)
    assert not hold_file(library).exists()
    with pytest.raises(LibraryError, match="文件夹不存在"):
        hold(tmp_path / "没有" / "规划库.db", Program.WINDOW)


def test_who_is_in_the_way_is_told_apart(tmp_path: Path) -> None:
    library = tmp_path / "规划库.db"
    with held_elsewhere(library, Program.WINDOW):
        with pytest.raises(HeldError) as mine:
            refuse_where_held(library)
        assert mine.value.advice == "请先关闭本机已打开的窗口，或直接在那个窗口中操作"
        assert "--library" not in mine.value.words
        assert str(mine.value).endswith("；或用 --library 另指定规划库。")
        holder = holder_of(library)
    assert holder is not None
    assert held_error(library, replace(holder, computer="PC-03")).advice.startswith("请等对方关闭窗口后再试")
    assert "对方" not in held_error(library, replace(holder, process=os.getpid())).advice
