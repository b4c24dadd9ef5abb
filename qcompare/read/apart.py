"""Reads a file that is no text file in a process of its own, so that a hostile one harms nothing but that."""

from __future__ import annotations

import atexit
import sys
from collections.abc import Sequence
from threading import Lock
from typing import Any

from qcompare.document import Document, Format, Revisions
from qcompare.errors import ReadError
from qcompare.read.limits import MEMORY, PACKAGE
from qcompare.read.process import Ending, Process, StoppedError
from qcompare.read.wire import document_of

FIRST_ARGUMENT = "--read-apart"
"""What tells our own program, where it is frozen and there is no Python to start, that it is the reading process."""

_CODE = """\
import sys
sys.path.insert(0, sys.argv[1])
import qcompare
del sys.path[0]
from qcompare.read.child import main
main()
"""
"""Finds the package where this one was found and nothing else there: another module's name may stand beside it."""

_FILES = 300
"""Files that one process reads before another takes its place: what a library leaks does not add up."""

_SECONDS, _SECONDS_A_MEGABYTE = 60, 1
"""The time a file may take. A PDF of 200 pages took 10 seconds on two cores that eight programs wanted at once; the largest
Word document that the other limits allow (150,000 paragraphs) 43. An old PC is some times slower."""

_ELSEWHERE = "请用 Word 或 WPS 打开后另存为 .docx 或文本文件（.txt）再导入"


def read_apart(form: Format, content: bytes, name: str, revisions: Revisions = Revisions.ACCEPTED) -> Document:
    """Return what `read_content` does. Raises ReadError where it does, or the reader crashed, hung or ate too much."""
    return _PROCESSES.read(form, content, name, revisions)


def seconds_for(content: bytes) -> int:
    """Return how long a file may be read."""
    return _SECONDS + _SECONDS_A_MEGABYTE * (len(content) // 1_000_000)


class Processes:
    """The processes that read: started at need, as many as threads read at once, and kept for the next file."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._lock = Lock()
        self._idle: list[Process] = []
        self._all: set[Process] = set()

    def read(self, form: Format, content: bytes, name: str, revisions: Revisions) -> Document:
        """Return the document that a process reads in the content. Raises ReadError."""
        seconds = seconds_for(content)
        about = {"format": form.value, "name": name, "revisions": revisions.value, "seconds": seconds}
        process = self._taken(name)
        try:
            return _document(*process.ask(about, content, seconds), form, name)
        except StoppedError as stopped:
            process.usable = stopped.ending is Ending.ESCAPED
            raise _trouble(stopped, name, seconds) from stopped
        finally:
            self._put_back(process)

    def close(self) -> None:
        """End all processes; another is started where a file is read afterwards."""
        with self._lock:
            ended, self._all, self._idle = self._all, set(), []
        for process in ended:
            process.end()

    def _taken(self, name: str) -> Process:
        """Return a process that nobody else uses."""
        with self._lock:
            process = self._idle.pop() if self._idle else None
        if process is not None and process.is_alive:
            return process
        if process is not None:
            self._drop(process)
        try:
            process = Process(self._command)
        except StoppedError as stopped:
            raise _trouble(stopped, name, 0) from stopped
        with self._lock:
            self._all.add(process)
        return process

    def _put_back(self, process: Process) -> None:
        if process.usable and process.asked < _FILES:
            with self._lock:
                if process in self._all:
                    self._idle.append(process)
                    return
        self._drop(process)

    def _drop(self, process: Process) -> None:
        with self._lock:
            self._all.discard(process)
        process.end()


def _document(said: dict[str, Any], text: bytes, form: Format, name: str) -> Document:
    """Return the document in an answer. Raises ReadError where the reader did, StoppedError where there is none."""
    if "problem" in said:
        problem, place, advice = (str(said.get(word, "")) for word in ("problem", "place", "advice"))
        raise ReadError(problem, place=place, advice=advice)
    if "escaped" in said:
        raise StoppedError(Ending.ESCAPED, f"{said['escaped']}，{said.get('where') or '?'}")
    if "memory" in said:
        raise StoppedError(Ending.MEMORY)
    try:
        return document_of(said, text, form, name)
    except ValueError as error:
        raise StoppedError(Ending.CRASH) from error


def _trouble(stopped: StoppedError, name: str, seconds: float) -> ReadError:
    """Return what the user is told of a process that gave no document."""
    problem, advice = {
        Ending.START: (
            "无法启动读取文件的程序，没有读取",
            "可能被安全软件拦截，请把本程序加入信任名单，或另存为文本文件（.txt）再导入",
        ),
        Ending.TIME: (f"读取超过 {seconds:g} 秒，已停止", f"文件可能已损坏或过于复杂，{_ELSEWHERE}"),
        Ending.MEMORY: (
            f"读取所需的内存超过 {MEMORY // 1_000_000} MB 的上限，已停止",
            f"文件可能已损坏或过大，请分成几个文件再导入；或{_ELSEWHERE}",
        ),
        Ending.CRASH: ("读取中途意外停止", f"文件可能已损坏，{_ELSEWHERE}"),
        Ending.ESCAPED: (
            f"读取时出错（{stopped.where}）",
            f"{_ELSEWHERE}，并把括号里的内容告诉维护人员",
        ),
    }[stopped.ending]
    return ReadError(problem, place=name, advice=advice)


def command() -> list[str]:
    """Return the command that starts the reading process: with this Python, or this program where it is frozen."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FIRST_ARGUMENT]
    return [sys.executable or "", "-P", "-B", "-c", _CODE, str(PACKAGE)]


_PROCESSES = Processes(command())
atexit.register(_PROCESSES.close)
