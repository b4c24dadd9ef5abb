"""The program is killed while a person decides: what the window had shown is in the library, which is whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from qcompare.compared import placed_decisions
from qcompare.quotes import Placed
from qcompare.store import Library

KILLS = 3
FEWEST = 7
"""Things done before the program is killed."""


def acknowledged(library: Path, after: int) -> list[list[str]]:
    """Run the scripted person, kill the program when `after` things were done, and return what he was shown as done."""
    command = [sys.executable, "-m", "tests.gui.scripted", str(library)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        said: list[list[str]] = []
        reader = threading.Thread(target=lambda: said.extend(line.split() for line in process.stdout or ()))
        reader.start()
        while len(said) < after and reader.is_alive():
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
        reader.join()
    return said


def decided(library: Path) -> Placed:
    with Library.open(library) as opened:
        known = opened.collations()[0]
        return placed_decisions(opened, known.base, known.targets)[0]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no way to kill a process at once here")
def test_killed_at_any_moment_nothing_decided_is_lost(sample_library: Path, tmp_path: Path) -> None:
    """An undo takes back what was said last, so the lines before the last one stand, but for the row that it speaks of."""
    library = tmp_path / "library.db"
    shutil.copy(sample_library, library)
    done = 0
    for kill in range(KILLS):
        said = acknowledged(library, FEWEST + 5 * kill)
        undone = {line[1] for line in said if line[0] == "undo"}
        placed = decided(library)
        opinions = {place: opinion for place, opinion in placed.opinions.items() if place.whole}
        last: dict[str, str] = {line[1]: line[2] for line in said if line[0] == "note" and line[1] not in undone}
        notes = [opinion.note for opinion in opinions.values()]
        for row, note in list(last.items())[:-1]:
            assert note in notes, f"the note on row {row} is lost"
        for line in said[:-1]:
            if line[0] == "cut" and said[said.index(line) + 1][0] != "undo":
                assert placed.quoted[int(line[1]), int(line[2])].holds is False
        done += len(said)
    assert done >= KILLS * FEWEST
