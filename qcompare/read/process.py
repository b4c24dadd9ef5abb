"""One process that reads files, seen from the program that asks it: started, asked, and ended where it takes too long."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum, auto
from threading import Timer
from typing import Any

from qcompare.read.job import confine
from qcompare.read.limits import MEMORY
from qcompare.read.wire import receive, send

_PATIENCE = 60
"""Seconds for the process to start. It takes a fifth of a second here; a virus scanner may look at every library first."""

_HIDDEN = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows a program without a console would get one for each process that it starts."""

_OUT_OF_TIME = frozenset(-getattr(signal, name) for name in ("SIGXCPU", "SIGALRM") if hasattr(signal, name))
"""How a process ends that its own limit of time ended."""


class Ending(Enum):
    """Why there is no document."""

    START = auto()  # the process could not be started
    TIME = auto()
    MEMORY = auto()
    CRASH = auto()
    ESCAPED = auto()  # an exception that no reader should let out


class StoppedError(Exception):
    """A process gave no document; `where` says of an exception that escaped what it was and where it came from."""

    def __init__(self, ending: Ending, where: str = "") -> None:
        super().__init__(ending, where)
        self.ending, self.where = ending, where


class Process:
    """A process that reads one file after the other."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it. Raises StoppedError where that cannot be done."""
        self.asked = 0
        self.usable = False
        self._late = False
        try:
            self._process = subprocess.Popen(  # noqa: S603 (this program itself, and no shell)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_HIDDEN,
            )
        except OSError as error:
            raise StoppedError(Ending.START) from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._asks, self._answers = self._process.stdin, self._process.stdout
        self._job = confine(self._process, MEMORY)
        try:
            with self._ended_after(_PATIENCE):
                receive(self._answers)
            self.usable = not self._late
        except (OSError, EOFError, ValueError):
            self.usable = False
        finally:
            if not self.usable:
                self.end()
        if not self.usable:
            raise StoppedError(Ending.START)

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, about: dict[str, Any], content: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Return its answer. Raises StoppedError where it took longer than that or gave none."""
        self.asked += 1
        self.usable = False
        try:
            with self._ended_after(seconds):
                send(self._asks, about, content)
                answer = receive(self._answers)
        except (OSError, EOFError, ValueError) as error:
            raise StoppedError(self._ending()) from error
        self.usable = not self._late
        return answer

    def end(self) -> None:
        """End it at once, whatever it is at; it holds nothing that could be lost."""
        self._process.kill()
        self._process.wait()
        if self._job is not None:
            self._job.close()
        for pipe in (self._asks, self._answers):
            with suppress(OSError):  # what was still to be sent cannot be
                pipe.close()

    def _ending(self) -> Ending:
        """Return why it gave no answer, which is why it ended or, where it babbles, is ended now."""
        with suppress(subprocess.TimeoutExpired):  # its end of the pipe closes a moment before it has ended
            self._process.wait(1)
        self._process.kill()
        return Ending.TIME if self._late or self._process.wait() in _OUT_OF_TIME else Ending.CRASH

    @contextmanager
    def _ended_after(self, seconds: float) -> Iterator[None]:
        """End the process where the block lasts longer; whoever waits for its answer then sees that none comes."""
        timer = Timer(seconds, self._come_late)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    def _come_late(self) -> None:
        self._late = True
        self._process.kill()
