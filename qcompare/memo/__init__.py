"""The comparison memo (比对备忘录): one comparison as a PDF for the file."""

from __future__ import annotations

from pathlib import Path

from qcompare.atomic import write_whole
from qcompare.dossier import Dossier
from qcompare.profiles import FULL, Profile

__all__ = ["write_memo"]


def write_memo(dossier: Dossier, path: Path, profile: Profile = FULL) -> None:
    """Write the memo of a comparison as a PDF, with the parts that the profile names: the same input gives the same bytes.

    Raises OutputError when the file cannot be written; then nothing is left half-written.
    """
    from qcompare.memo.fonts import typefaces
    from qcompare.memo.layout import laid_out
    from qcompare.memo.paint import Imprint, write_pdf

    pages = laid_out(dossier, typefaces(), profile)
    imprint = Imprint(pages.subject, dossier.maker, dossier.made)
    with write_whole(path) as beside:
        write_pdf(pages.pages, beside, pages.setter.fonts, imprint)
