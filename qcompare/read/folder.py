"""Files and folders that the user gave → the plan files in them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from qcompare.errors import ReadError

SUFFIXES = frozenset({".txt", ".text", ".docx", ".doc", ".wps", ".pdf", ".ofd", ".html", ".htm", ".mht", ".mhtml"})
"""What is taken from a folder. A file that is given by itself is read whatever its name: the reader says what it is."""

FILES_LIMIT = 3_000
"""Files imported at once: one plan of each county of the country (2,843). A folder with more is a mistaken choice."""

_LOOKED_AT = 50_000
"""Files looked at before a folder counts as a mistaken choice."""

_CLOSED = "无法打开的文件夹"
"""What folders that one may not look into are counted as among what was passed over."""

_ASIDE = frozenset({".json", ".ini", ".db", ".lnk"})
"""What lies beside plans and nobody takes for one: our own notes, the system's files."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files to read, and how many of each suffix were passed over in folders, unopened folders too."""

    files: tuple[Path, ...]
    skipped: tuple[tuple[str, int], ...] = ()


def gather(paths: Iterable[Path]) -> Gathered:
    """Return the files given and the plan files in the folders given, at any depth, sorted by folder and name.

    Hidden files and those that a word processor leaves behind (~$方案.docx) are passed over in silence. Raises ReadError for
    a folder with too many files.
    """
    files: list[Path] = []
    skipped: Counter[str] = Counter()
    for path in paths:
        if not is_folder(path):
            files.append(path)
            continue
        closed: list[OSError] = []
        for file in _visible_files(path, closed.append):
            suffix = file.suffix.lower()
            if suffix in SUFFIXES:
                files.append(file)
            elif suffix not in _ASIDE:
                skipped[suffix or "无后缀"] += 1
        if closed:
            skipped[_CLOSED] += len(closed)
        if len(files) > FILES_LIMIT:
            raise ReadError(
                f"文件夹里的规划文本文件超过 {FILES_LIMIT} 个，没有导入",
                place=str(path),
                advice="请选择存放规划文本的文件夹",
            )
    return Gathered(tuple(dict.fromkeys(files)), tuple(sorted(skipped.items())))


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder at `path`; what we may not look at counts as none, and who reads it says why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _visible_files(folder: Path, closed: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield the files under a folder, sorted; links to folders are not followed, as they may lead in circles.

    `closed` is told of each folder that cannot be looked into.
    """
    seen = 0
    for place, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        seen += len(names)
        if seen > _LOOKED_AT:
            raise ReadError("文件夹里的文件太多，没有导入", place=str(folder), advice="请选择存放规划文本的文件夹")
        yield from (Path(place, name) for name in sorted(names) if not name.startswith((".", "~$")))
