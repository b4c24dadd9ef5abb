"""The tables as csv files that Excel and WPS open with the right encoding and never run."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from pathlib import Path

from qcompare.atomic import write_whole
from qcompare.citing import percent
from qcompare.dossier import Dossier
from qcompare.tables.looks import printable
from qcompare.tables.rows import Passage
from qcompare.tables.sheets import KindCell, Table, Value, all_tables, continued

_FORMULA_STARTS = tuple("=+-@＝＋－＠")  # the full-width ones start a formula in some East Asian versions of Excel


def write_csv(dossier: Dossier, path: Path) -> None:
    """Write the alignment table to `path`, and the derivations and destinations to files beside it.

    All three are complete before the first appears. Raises OutputError.
    """
    with ExitStack() as files:
        for table, place in zip(all_tables(dossier.collation), csv_paths(path), strict=True):
            _write(table, files.enter_context(write_whole(place)))


def csv_paths(path: Path) -> tuple[Path, Path, Path]:
    """Return where the three tables go.

    >>> [p.name for p in csv_paths(Path("永川.csv"))]
    ['永川.csv', '永川-溯源表.csv', '永川-去向表.csv']
    """
    beside = [path.with_name(f"{path.stem}-{title}{path.suffix}") for title in ("溯源表", "去向表")]
    return path, beside[0], beside[1]


def _write(table: Table, path: Path) -> None:
    # With a byte order mark, or Excel on Chinese Windows reads the file as GBK.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([guarded(column.head) for column in table.columns])
        for line in table.lines:
            for part in continued(line, table.columns):
                writer.writerow([plain(value) for value in part.cells])


def plain(value: Value) -> str | int:
    """Return a cell as plain text or a number; a share in percent, text never a formula."""
    if isinstance(value, Passage):
        return guarded(value.text)
    if isinstance(value, KindCell):
        return value.words
    if isinstance(value, float):
        return percent(value)
    return guarded(value) if isinstance(value, str) else "" if value is None else value


def guarded(text: str) -> str:
    """Return `text` as a spreadsheet reads it as text: an apostrophe before what could start a formula.

    >>> guarded("=cmd|'/c calc'!A0"), guarded("——优化空间布局。")
    ("'=cmd|'/c calc'!A0", '——优化空间布局。')
    """
    clean = printable(text)
    return f"'{clean}" if clean.lstrip().startswith(_FORMULA_STARTS) or clean.startswith("\t") else clean
