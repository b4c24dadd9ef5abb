"""The log (日志): what the program did and what went wrong, in its own names and numbers, to mend a PC nobody can reach."""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import IO

from qcompare.bugreport import lines_of
from qcompare.built import version_words
from qcompare.errors import QCompareError
from qcompare.paths import user_folder

LARGEST = 512 * 1024
KEPT = 3
"""Full files kept beside the one being written: some 20,000 lines in all, which is months of work."""

_MOST_ALIKE = 20
"""Times that one warning of Qt's is noted: a paint that goes wrong says so sixty times a second."""

_crashes: list[IO[str]] = []
"""The file that a crash is written to, kept open: there is no opening one then."""

_LOG = logging.getLogger("qcompare.logbook")
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False
_LOG.setLevel(logging.INFO)
_FORM = logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s")


def log_folder() -> Path:
    """Return the folder of the log, made if missing. Raises QCompareError or OSError where it cannot be made."""
    folder = user_folder() / "logs"
    folder.mkdir(exist_ok=True)
    return folder


def begin(doing: str) -> None:
    """Begin to write the log of this process, which is `doing` one of our commands. Where nothing can be written none is.

    The log takes words of ours alone. What a plan says, is called or lies in never enters it: not the file's name, nor its
    folder's, nor the library's, which people name after their plan; and no message of any error. It is ASCII besides, so
    that Chinese wording that slipped in could not be read.
    """
    _LOG.handlers.clear()
    _LOG.addHandler(logging.NullHandler())
    with suppress(QCompareError, OSError):
        _LOG.addHandler(_Rotating(log_folder() / "qcompare.log"))
    frozen = "yes" if hasattr(sys, "_MEIPASS") else "no"
    version = version_words().replace("，", "/").replace(" ", "/")
    note(
        "begin",
        doing=doing,
        version=version,
        frozen=frozen,
        python=platform.python_version(),
        on=platform.platform(),
    )


def log_file() -> Path | None:
    """Return the file that is written, or None where none can be."""
    return next((handler.path for handler in _LOG.handlers if isinstance(handler, _Rotating) and handler.wrote), None)


def note(what: str, **facts: str | float) -> None:
    """Note something done, with its numbers; every word given is a word of our own."""
    _LOG.info("%s", _line(what, facts))


def note_trouble(what: str, error: BaseException) -> None:
    """Note an error that the user was told of: its types and the places in our code, never its message."""
    _LOG.warning("%s", _line(what, {}, error))


def note_bug(error: BaseException) -> None:
    """Note an error of ours."""
    _LOG.error("%s", _line("bug", {}, error))


def note_crashes() -> None:
    """Have the places of all threads written beside the log when native code (Qt's) fails and Python is told nothing."""
    with suppress(QCompareError, OSError):
        path = log_folder() / "crash.log"
        file = path.open("w" if path.exists() and path.stat().st_size > LARGEST else "a", encoding="ascii")
        faulthandler.enable(file)
        _crashes[:] = [file]


class Warnings:
    """What Qt warned of, each kind of warning told a few times only."""

    def __init__(self) -> None:
        self._met: dict[str, int] = {}

    def note(self, level: int, category: str, message: str) -> None:
        """Note that Qt said something, by its category and the name of its function alone: the rest may name a file."""
        name = message.partition(":: ")[0].partition(": ")[0]
        kind = (
            f"{category or 'default'} {name if name.startswith('Q') and name.replace(':', '').isidentifier() else ''}"
        )
        self._met[kind] = self._met.get(kind, 0) + 1
        if self._met[kind] <= _MOST_ALIKE:
            _LOG.log(level, "qt %s", kind.rstrip())


def _line(what: str, facts: dict[str, str | float], error: BaseException | None = None) -> str:
    said = [what, *(f"{name}={fact if isinstance(fact, str) else f'{fact:.6g}'}" for name, fact in facts.items())]
    if error is not None:
        said += [line.strip().replace("随后：", "then") for line in lines_of(error)]
    return " ".join(said).replace("\n", " ")


class _Rotating(logging.Handler):
    """Adds lines to a file, and sets it aside under a number when it is full.

    The file is open only while a line is written, so two programs may write one log: neither holds it against the other's
    renaming, which on Windows fails for an open file, nor goes on in a file that was set aside. The standard library's
    handler keeps it open; with two programs it prints errors there and here loses lines. What cannot be written is not: a
    log must not stop the work.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.setFormatter(_FORM)
        self.path, self.wrote = path, False

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        try:
            self._set_aside()
            with self.path.open("a", encoding="ascii", errors="replace", newline="\n") as file:
                file.write(f"{self.format(record)}\n")
            self.wrote = True
        except OSError:  # the disk is full, the stick was pulled out, the folder is not ours
            self.wrote = False

    def _set_aside(self) -> None:
        """Give a full file a number, the newest the lowest; where another program has it open, it grows until it has not."""
        with suppress(OSError):
            if self.path.stat().st_size < LARGEST:
                return
            full = self.path.replace(self.path.with_suffix(".0.log"))  # first of all, for this may fail each time
            numbered = [full, *(self.path.with_suffix(f".{number}.log") for number in range(1, KEPT + 1))]
            for before, after in reversed([*pairwise(numbered)]):
                if before.exists():
                    before.replace(after)
