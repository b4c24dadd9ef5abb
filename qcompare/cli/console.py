"""What the user reads on the terminal: lines, columns of Chinese text that stand straight, and progress."""

from __future__ import annotations

import sys
import threading
import time
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Self, TextIO

NAME_COLUMNS = 28
"""How much of a plan's name stands in a table: a label in full, the beginning of a title."""

TITLE_COLUMNS = 48
"""How much of a title or heading stands in a list."""

PATIENCE_SECONDS = 1.0
"""A job that is done sooner shows no progress."""


def prepare_streams() -> None:
    """Make Chinese printable: UTF-8 on Windows consoles, and a sign for what an encoding lacks instead of a failure.

    Started from a desktop icon on Windows there are no streams at all.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace", **({"encoding": "utf-8"} if sys.platform == "win32" else {}))


def say(line: str = "") -> None:
    """Print a line of the result."""
    if sys.stdout is not None:
        sys.stdout.write(line + "\n")


def now() -> str:
    """Return the time of this PC as the library keeps it."""
    return datetime.now(UTC).astimezone().replace(tzinfo=None).isoformat(timespec="milliseconds")


def today() -> date:
    """Return the day of this PC."""
    return datetime.now(UTC).astimezone().date()


def complain(line: str) -> None:
    """Print a line about trouble."""
    if sys.stderr is not None:
        sys.stderr.write(line.rstrip("\n") + "\n")


def tell_failure(line: str) -> None:
    """Print why the command failed; where there is no terminal (an icon's program on Windows) show it, or nobody would know."""
    complain(line)
    if sys.platform == "win32" and sys.stderr is None:
        import ctypes

        warning = 0x30  # MB_ICONWARNING
        ctypes.windll.user32.MessageBoxW(None, line, "qcompare", warning)


def width(text: str) -> int:
    """Return how many columns of a terminal `text` takes.

    >>> width("承接率 85%")
    10
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text if not unicodedata.combining(c))


def clipped(text: str, columns: int) -> str:
    """Return `text` cut to at most `columns` columns, with an ellipsis where something was cut.

    >>> clipped("重庆市质量强市建设实施方案", 12)
    '重庆市质量…'
    """
    if width(text) <= columns:
        return text
    kept, used = "", 1
    for character in text:
        used += width(character)
        if used > columns:
            break
        kept += character
    return kept + "…"


def columns(rows: Sequence[Sequence[str]], numeric: frozenset[int] = frozenset()) -> list[str]:
    """Return the rows as lines whose columns stand straight; those in `numeric` are set flush right.

    >>> columns([("对照", "沿用"), ("永川 2023", "87")], numeric=frozenset({1}))
    ['对照       沿用', '永川 2023    87']
    """
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            " " * (w - width(cell)) + cell if i in numeric else cell + " " * (w - width(cell))
            for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


class Progress:
    """Shows on a terminal what is going on, once it has taken a second; says nothing where stderr is a file or a pipe."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._shown = self._stream is not None and self._stream.isatty()
        self._doing, self._share = "", ""
        self._drawn = 0
        self._done = threading.Event()
        self._painter = threading.Thread(target=self._paint, daemon=True)

    def __enter__(self) -> Self:
        if self._shown:
            self._painter.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._done.set()
            self._painter.join()
            self._draw("")

    def doing(self, what: str) -> None:
        """Say what comes next."""
        self._doing, self._share = what, ""

    def step(self, done: int, total: int) -> None:
        """Say how much of it is done; of a single piece there is nothing to say before its end."""
        filled = 20 * done // total if total else 0
        self._share = f" [{'█' * filled}{'░' * (20 - filled)}] {done}/{total}" if total > 1 else ""

    def _paint(self) -> None:
        started = time.monotonic()
        pause = PATIENCE_SECONDS
        while not self._done.wait(pause):
            self._draw(f"{self._doing}{self._share}（{int(time.monotonic() - started)} 秒）")
            pause = 0.2

    def _draw(self, line: str) -> None:
        """Write `line` over the one before, with blanks rather than control codes, which old Windows consoles print."""
        if self._drawn or line:
            blanks = " " * max(0, self._drawn - width(line))
            self._stream.write(f"\r{line}{blanks}" + ("" if line else "\r"))
            self._stream.flush()
            self._drawn = width(line)
