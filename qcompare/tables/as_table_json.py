"""The tables as JSON for other programs: the same columns and cells as in a workbook, wording as plain text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from qcompare.atomic import write_whole
from qcompare.citing import subject_of
from qcompare.dossier import Dossier
from qcompare.keys import RowKey
from qcompare.tables.alignment import alignment_table
from qcompare.tables.findings import finding_tables
from qcompare.tables.readings import derivation_table, destination_table
from qcompare.tables.rows import Passage
from qcompare.tables.sheets import KindCell, Situation, Table, Value, counts_table, notes, plans_table

FORMAT, VERSION = "qcompare.table", 1


def write_table_json(dossier: Dossier, path: Path) -> None:
    """Write the tables as one JSON object, a line of a table on a line of the file. Raises OutputError.

    A share is a number 0..1, a kind its words, an empty cell null; `selection` is null where every row stands in the table.
    """
    with write_whole(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_lines(dossier))


def _lines(dossier: Dossier) -> Iterator[str]:
    chosen = dossier.selection and {"words": dossier.selection.words, "rows": len(dossier.shown)}
    about = {
        "format": FORMAT,
        "version": VERSION,
        "title": f"规划文本对照表　{subject_of(dossier.collation)}",
        "selection": chosen,
        "notes": notes(dossier),
    }
    yield "{" + "".join(f"{_json(name)}: {_json(value)},\n" for name, value in about.items())
    yield '"tables": [\n'
    for nth, table in enumerate(_tables(dossier)):
        yield ",\n" if nth else ""
        yield f'{{"title": {_json(table.title)}, "columns": {_json([column.head for column in table.columns])}, "lines": ['
        for at, line in enumerate(table.lines):
            yield (",\n" if at else "\n") + _json([_value(value) for value in line.cells])
        yield "\n]}"
    yield "\n]}\n"


def _tables(dossier: Dossier) -> tuple[Table, ...]:
    collation = dossier.collation
    readings = derivation_table(collation), destination_table(collation)
    found = finding_tables(collation, dossier.findings)
    return alignment_table(dossier), *readings, *found, counts_table(collation), plans_table(collation)


def _value(value: Value) -> str | int | float | None:
    if isinstance(value, Passage | Situation):
        return value.text
    if isinstance(value, KindCell):
        return value.words
    return str(value) if isinstance(value, RowKey) else value


def _json(value: object) -> str:
    """Return a value as JSON; half of a surrogate pair, which UTF-8 cannot hold, is escaped as JSON can."""
    written = json.dumps(value, ensure_ascii=False)
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return written
