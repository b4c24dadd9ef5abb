"""Lines of cells as plain text: for the clipboard, as a .txt file and as a .csv file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from qcompare.atomic import write_whole
from qcompare.tables.as_csv import guarded


def plain_text(lines: Iterable[Sequence[str]]) -> str:
    r"""Return the lines with their cells set apart by tabs, as spreadsheets take them from the clipboard.

    >>> plain_text([("文件", "结果"), ("方案.pdf", "未能导入")])
    '文件\t结果\n方案.pdf\t未能导入'
    """
    return "\n".join("\t".join(" ".join(guarded(cell).split()) for cell in line) for line in lines)


def write_plain(lines: Iterable[Sequence[str]], path: Path) -> None:
    """Write the lines to `path`, as csv where its name ends so, else set apart by tabs. Raises OutputError."""
    # With a byte order mark, or Excel and old editors on Chinese Windows read the file as GBK.
    with write_whole(path) as place, place.open("w", encoding="utf-8-sig", newline="") as file:
        if path.suffix.lower() == ".csv":
            csv.writer(file).writerows([[guarded(cell) for cell in line] for line in lines])
        else:
            file.write(plain_text(lines).replace("\n", "\r\n") + "\r\n")
