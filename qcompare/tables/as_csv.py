"""The tables as csv files that Excel and WPS open with the right encoding and never run."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from pathlib import Path

from qcompare.atomic import write_whole
from qcompare.citing import percent
from qcompare.dossier import Dossier
from qcompare.keys import RowKey
from qcompare.tables.alignment import alignment_table
from qcompare.tables.looks import printable
from qcompare.tables.readings import derivation_table, destination_table
from qcompare.tables.rows import Passage
from qcompare.tables.sheets import Column, KindCell, Line, Role, Situation, Table, Value, continued, notes, without

_FORMULA_STARTS = tuple("=+-@＝＋－＠")  # the full-width ones start a formula in some East Asian versions of Excel


def write_csv(dossier: Dossier, path: Path) -> None:
    """Write the alignment table to `path`, and the derivations, the destinations and the notes to files beside it.

    All four are complete before the first appears. Raises OutputError.
    """
    collation = dossier.collation
    said = tuple(Line((note,)) for note in notes(dossier))
    tables = (
        without(alignment_table(dossier), Role.KEY),
        *(derivation_table(collation), destination_table(collation)),
        Table("说明", (Column("说明", Role.NOTE),), said),
    )
    with ExitStack() as files:
        for table, place in zip(tables, csv_paths(path), strict=True):
            _write(table, files.enter_context(write_whole(place)))


def csv_paths(path: Path) -> tuple[Path, Path, Path, Path]:
    """Return where the three tables and the notes go.

    >>> [place.name for place in csv_paths(Path("永川.csv"))]
    ['永川.csv', '永川-溯源表.csv', '永川-去向表.csv', '永川-说明.csv']
    """
    derived, went, said = (path.with_name(f"{path.stem}-{name}{path.suffix}") for name in ("溯源表", "去向表", "说明"))
    return path, derived, went, said


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
    if isinstance(value, Passage | Situation):
        return guarded(value.text)
    if isinstance(value, KindCell):
        return value.words
    if isinstance(value, RowKey):
        return str(value)
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
