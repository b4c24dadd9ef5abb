"""What a file is that the user opens with the program: a plan, a colleague's parcel, or a library."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from qcompare.parcels import SUFFIX
from qcompare.store.care import is_marked

_LIBRARY_SUFFIX = ".db"


class Given(StrEnum):
    """The kinds of files, each opened in its own way: imported, taken in when the user says so, opened itself."""

    PLAN = "规划文本"
    PARCEL = "交换文件"
    LIBRARY = "规划库"


def kind_of(path: Path) -> Given:
    """Return what a file is taken for: by its name, else by the mark that SQLite keeps of whose file it is.

    What is neither is a plan; whoever reads it says so if it is none.

    >>> kind_of(Path("质量强区.qcmp"))
    <Given.PARCEL: '交换文件'>
    """
    suffix = path.suffix.lower()
    if suffix == SUFFIX:
        return Given.PARCEL
    return Given.LIBRARY if suffix == _LIBRARY_SUFFIX or is_marked(path) else Given.PLAN
