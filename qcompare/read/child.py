"""The process that reads files for the program: one after the other, each from a pipe, told what it may do at most."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from traceback import extract_tb
from typing import IO, Any

from qcompare.document import Document, Format, Revisions
from qcompare.errors import ReadError
from qcompare.read.limits import PACKAGE, limit_memory, limited_time, refuse_deeds
from qcompare.read.wire import receive, send, written

Reader = Callable[[Format, bytes, str, Revisions], Document]


def main() -> None:
    """Read what the program that started this process asks for, until it asks no more."""
    serve(_readers)


def serve(load: Callable[[], Reader]) -> None:
    """Answer each file with what the reader that `load` gives makes of it; the limits hold before it is loaded."""
    asked, answers = _pipes()
    Thread(target=_end_with, args=(asked.fileno(),), daemon=True).start()
    limit_memory()
    read = load()
    refuse_deeds()
    send(answers, {"ready": True})
    while True:
        try:
            about, content = receive(asked)
            with limited_time(about["seconds"]):
                answer = _answer(read, about, content)
            send(answers, *answer)
        except (EOFError, OSError):  # nobody asks any more, or takes the answer
            os._exit(0)
        if "memory" in answer[0]:
            os._exit(0)


def _readers() -> Reader:
    from qcompare.read.readers import read_content

    return read_content


def _answer(read: Reader, about: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the document as a message, or what went wrong; of what escapes a reader its type and place alone."""
    try:
        return written(read(Format(about["format"]), content, about["name"], Revisions(about["revisions"])))
    except ReadError as error:
        return {"problem": error.problem, "place": error.place, "advice": error.advice}, b""
    except MemoryError:
        return {"memory": True}, b""
    except Exception as error:  # our own bug: the program that asked says so
        return {"escaped": type(error).__name__, "where": _where(error)}, b""


def _where(error: Exception) -> str:
    """Return the innermost line of ours that the error came through: a file and a number, none of what was read."""
    frames = [frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(PACKAGE)]
    ours = [frame for frame in frames if "site-packages" not in Path(frame.filename).relative_to(PACKAGE).parts]
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Return the two pipes to the program, known to nobody else: what a library prints goes nowhere.

    `sys.stdin` and `sys.stdout` may be None, in a program for Windows without a console.
    """
    asked, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    if sys.platform == "win32":
        import msvcrt

        for pipe in (asked, answers):
            msvcrt.setmode(pipe, os.O_BINARY)
    else:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the program
    return os.fdopen(asked, "rb"), os.fdopen(answers, "wb")


def _end_with(asked: int) -> None:
    """End this process as soon as the program is gone, even where a reader is at work; on Windows the system does it."""
    if sys.platform != "win32":
        gone = select.poll()
        gone.register(asked, 0)  # of no event but that the other end is closed
        gone.poll()
        os._exit(0)


if __name__ == "__main__":
    main()
