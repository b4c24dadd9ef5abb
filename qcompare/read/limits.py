"""What the reading process may not do: eat memory and time without end, open, write or delete files, start, connect."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MEMORY = 1_000_000_000
"""Bytes the reading process may hold. It holds 30 million at its start, 65 with a PDF of 200 pages, 135 with a Word document
of 95 MB of pictures, 360 with the largest that the other limits allow (150,000 paragraphs; a web page of 8 MB)."""

PACKAGE = Path(__file__).resolve().parents[2]
"""The folder that qcompare is imported from."""

_ROOTS: list[str] = []

_FOREIGN = frozenset(
    {"ftplib", "http", "imaplib", "nntplib", "poplib", "pty", "shutil", "smtplib", "socket", "sqlite3", "subprocess"}
    | {"telnetlib", "tempfile", "urllib", "webbrowser", "winreg", "syslog"}
)
"""Modules whose every deed is refused, as Python's audit events are named."""

_HARMLESS = frozenset({"os.listdir", "os.scandir"})
"""What importing a module does; every other event of `os` starts, changes or deletes something."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC


def limit_memory() -> None:
    """Limit what this process may hold, and forbid the kernel to let it write a file, start a process or dump its memory.

    Where there are no such limits (Windows) whoever starts the process confines it.
    """
    if sys.platform == "win32":
        return
    import resource

    memory = resource.RLIMIT_DATA if sys.platform.startswith("linux") else resource.RLIMIT_AS
    limits = ((memory, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NPROC, 0), (resource.RLIMIT_CORE, 0))
    for limit, most in limits:
        _, highest = resource.getrlimit(limit)
        lowest = most if highest == resource.RLIM_INFINITY else min(most, highest)
        resource.setrlimit(limit, (lowest, lowest))


@contextmanager
def limited_time(seconds: float) -> Iterator[None]:
    """End the process where the block lasts a second longer than that, even where Python itself cannot interrupt it.

    Whoever asked for it ends it in time; this is for a process that was left alone. On Windows the system ends it with the
    one that started it.
    """
    if sys.platform == "win32":
        yield
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _, highest = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 2, highest))
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def refuse_deeds() -> None:
    """Refuse from now on to open a file, but to read those of this installation, and to do anything to the rest of the PC.

    What has been refused cannot be allowed again.
    """
    sys.dont_write_bytecode = True
    frozen = [os.path.dirname(sys.executable)] if getattr(sys, "frozen", False) else []  # noqa: PTH120 (as strings)
    places = {sys.prefix, sys.base_prefix, str(PACKAGE), *frozen, *filter(None, sys.path)}
    _ROOTS.extend(os.path.join(os.path.abspath(place), "") for place in sorted(places))  # noqa: PTH100, PTH118 (as strings)
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    module, _, _ = event.partition(".")
    if module in _FOREIGN or (module == "os" and event not in _HARMLESS):
        raise PermissionError(f"a reader may not do this: {event}")
    if event == "open" and not _may_open(*arguments[:3]):
        raise PermissionError("a reader may not open this file")


def _may_open(path: object, mode: str | None, flags: int) -> bool:
    """Whether a file may be opened: one of the installation, for reading. A number is a file that is open already."""
    if isinstance(path, int):
        return True
    if flags & _WRITING or not isinstance(path, str | bytes | os.PathLike):
        return False
    return not set(mode or "") & set("wax+") and os.path.abspath(os.fsdecode(path)).startswith(tuple(_ROOTS))  # noqa: PTH100
