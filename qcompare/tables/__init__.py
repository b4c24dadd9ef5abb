"""A comparison as a table for the file: xlsx, docx, csv, html, json; and whole as JSON for other programs."""

from __future__ import annotations

from pathlib import Path

from qcompare.dossier import Dossier
from qcompare.errors import OutputError
from qcompare.tables.as_json import collation_json, write_json

__all__ = ["SUFFIXES", "collation_json", "write_json", "write_table"]

SUFFIXES = (".xlsx", ".docx", ".csv", ".html", ".json")
"""The endings of the files that `write_table` writes."""


def write_table(dossier: Dossier, path: Path) -> None:
    """Write the alignment table (对照表) with both its readings (溯源表, 去向表) in the format that the suffix names.

    A csv file holds one table: the two readings and the notes stand beside it as `…-溯源表.csv`, `…-去向表.csv` and
    `…-说明.csv`. Raises OutputError for an unknown suffix, before anything is written, and for a file that cannot be written.
    """
    suffix = path.suffix.lower()
    # Each format brings a library that takes time to import; a comparison that only writes JSON must not wait for them.
    if suffix == ".xlsx":
        from qcompare.tables.as_xlsx import write_xlsx as write
    elif suffix == ".docx":
        from qcompare.tables.as_docx import write_docx as write
    elif suffix == ".csv":
        from qcompare.tables.as_csv import write_csv as write
    elif suffix == ".html":
        from qcompare.tables.as_html import write_html as write
    elif suffix == ".json":
        from qcompare.tables.as_table_json import write_table_json as write
    else:
        allowed = f"{'、'.join(SUFFIXES[:-1])} 或 {SUFFIXES[-1]}"
        raise OutputError("不认识的表格格式", place=str(path), advice=f"文件名请以 {allowed} 结尾")
    write(dossier, path)
