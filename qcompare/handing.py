"""Hands what the user opens to the window that already has the library (规划库), by a note in the user's own folder."""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from qcompare.atomic import write_whole
from qcompare.errors import QCompareError
from qcompare.holding import holder_of
from qcompare.paths import user_folder

PATIENCE_SECONDS = 10.0
"""How long a second start waits for the window to take its note: it may be starting itself (2 s on an old PC, alone)."""

_STEP_SECONDS = 0.05
_STALE_SECONDS = 60
_LARGEST, _MOST_FILES, _LONGEST = 200_000, 500, 4096
"""Bytes of a note, files in it, and characters of a path: a note beyond them is none of ours."""


def notes_folder() -> Path:
    """Return the folder of the notes, made if missing. Raises QCompareError or OSError where it cannot be made."""
    folder = user_folder() / "asked"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def hand_over(library: Path, files: Sequence[Path], patience: float = PATIENCE_SECONDS) -> bool:
    """Let the window that holds a library open files and come to the front; return whether it does.

    It does not where nobody holds the library, or not this user's window on this PC, or the window answers not in time:
    then the note is withdrawn. No socket is used: the program opens no connection, not even to itself.
    """
    holder = holder_of(library)
    if holder is None or not holder.is_neighbour:
        return False
    try:
        note = notes_folder() / f"{holder.process}-{secrets.token_hex(6)}.json"
        with write_whole(note) as temporary:
            said = {"files": [str(file.absolute()) for file in files]}
            temporary.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8", errors="surrogatepass")
    except (QCompareError, OSError):
        return False
    _give_foreground(holder.process)
    end = time.monotonic() + patience
    while note.exists() and time.monotonic() < end and holder_of(library) == holder:
        time.sleep(_STEP_SECONDS)
    try:
        note.unlink()
    except FileNotFoundError:
        return True
    except OSError:  # Windows: the window has it open just now
        return True
    return False


def take_notes(folder: Path) -> list[tuple[Path, ...]]:
    """Return the files of each note left for this process in the folder of notes, the oldest first, and remove the notes.

    A note holds paths and nothing else; what does not fit is removed and passed over.
    """
    taken = []
    try:
        notes = sorted(folder.glob(f"{os.getpid()}-*.json"), key=lambda note: note.stat().st_mtime_ns)
    except OSError:
        return []
    for note in notes:
        files = _read(note)
        try:
            note.unlink()
        except OSError:  # withdrawn, or not to be removed: it must not be done twice
            continue
        if files is not None:
            taken.append(files)
    return taken


def sweep_notes() -> None:
    """Remove the notes that nobody has taken in a minute, whoever they were for."""
    with suppress(QCompareError, OSError):
        for note in notes_folder().iterdir():
            with suppress(OSError):
                if time.time() - note.lstat().st_mtime > _STALE_SECONDS:
                    note.unlink()


def _read(note: Path) -> tuple[Path, ...] | None:
    """Return the files that a note names and that are there, None where it is no note."""
    try:
        if not note.is_file() or note.is_symlink() or note.stat().st_size > _LARGEST:
            return None
        said = json.loads(note.read_text(encoding="utf-8", errors="surrogatepass"))
    except (OSError, ValueError, RecursionError):
        return None
    files = said.get("files") if isinstance(said, dict) and set(said) == {"files"} else None
    if not isinstance(files, list) or len(files) > _MOST_FILES or not all(map(_is_path, files)):
        return None
    return tuple(path for path in map(Path, files) if _is_there(path))


def _is_path(said: object) -> bool:
    return isinstance(said, str) and len(said) <= _LONGEST and "\0" not in said and Path(said).is_absolute()


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _give_foreground(process: int) -> None:
    """Let another process bring its window to the front: Windows allows that only where the one in front says so."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(process)
