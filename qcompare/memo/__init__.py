"""The comparison memo (比对备忘录): one collation as a PDF for the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qcompare.atomic import write_whole
from qcompare.model import Collation

__all__ = ["MemoOptions", "write_memo"]


@dataclass(frozen=True, slots=True)
class MemoOptions:
    """How the memo is printed: `mono` draws every mark in black by its shape alone, for mono printers and copies."""

    mono: bool = False


_IN_COLOUR = MemoOptions()


def write_memo(collation: Collation, path: Path, options: MemoOptions = _IN_COLOUR) -> None:
    """Write the memo of a collation as a PDF: the same collation gives the same bytes.

    Raises OutputError when the file cannot be written; then nothing is left half-written.
    """
    from qcompare.memo.fonts import typefaces
    from qcompare.memo.layout import laid_out
    from qcompare.memo.paint import write_pdf

    pages = laid_out(collation, typefaces(), mono=options.mono)
    with write_whole(path) as beside:
        write_pdf(pages.pages, beside, pages.setter.fonts, pages.subject)
