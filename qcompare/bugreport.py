"""The report of a bug that a user can pass on: where in our own code, on what system, and nothing of any plan's text."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from qcompare.built import version_words

_OURS = Path(__file__).resolve().parent
_FROZEN = Path("qcompare")
"""Where our code says it lies in a frozen program, whose builder writes paths into it that tell nothing of the building PC."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the program was doing: libraries in use, how much was open, and what the user asked for last, all by our names."""

    libraries: Sequence[str] = ()
    counts: Sequence[tuple[str, int]] = ()
    actions: Sequence[str] = ()


def report_of(errors: Sequence[BaseException], around: Circumstances) -> str:
    """Return the report of the bugs met, in the order they were met.

    Of an error it gives the type and the places in our own files, never its message, its notes or any variable: they may
    quote a plan.

    >>> print(report_of([ValueError("到2027年，质量强市")], Circumstances()).splitlines()[-1])
    ValueError
    """
    said = [
        "qcompare 错误报告（不含规划文本、文件名和审核意见）",
        f"版本：{version_words()}",
        f"系统：{platform.platform()}，{platform.machine()}",
        f"Python：{platform.python_version()}",
        *around.libraries,
        *(f"{word}：{number}" for word, number in around.counts),
        f"最近操作：{'、'.join(around.actions) or '无'}",
    ]
    for number, error in enumerate(errors, start=1):
        said += ["", f"错误 {number}", *lines_of(error)]
    return "\n".join(said)


def place_of(error: BaseException) -> str:
    """Return where in our own code an error was raised, to know the same bug again."""
    return f"{_name(type(error))} {next(reversed(list(_places(error.__traceback__))), '')}"


def lines_of(error: BaseException) -> Iterator[str]:
    """Yield an error with those it came from, the first cause first: its places in our code and its type."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from lines_of(before)
        yield "随后："
    yield from _places(error.__traceback__)
    yield _name(type(error))
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from lines_of(part)


def _name(kind: type[BaseException]) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _places(trace: TracebackType | None) -> Iterator[str]:
    """Yield the places of a traceback that lie in our package, by their paths within it."""
    while trace is not None:
        code = trace.tb_frame.f_code
        file = Path(code.co_filename)
        above = next((folder for folder in (_OURS, _FROZEN) if file.is_relative_to(folder)), None)
        if above is not None:
            yield f"  {file.relative_to(above).as_posix()}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next
