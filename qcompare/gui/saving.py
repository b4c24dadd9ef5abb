"""What the window can save, and the file dialog that asks where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from qcompare.citing import labels
from qcompare.dossier import Dossier
from qcompare.errors import OutputError
from qcompare.model import Collation


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: what it is called, and its types."""

    word: str
    filters: tuple[str, ...]
    suffixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Output(Kind):
    """A kind of file with what writes it."""

    write: Callable[[Dossier, Path], None]


def _write_table(dossier: Dossier, path: Path) -> None:
    from qcompare.tables import write_table

    write_table(dossier, path)


def _write_json(dossier: Dossier, path: Path) -> None:
    from qcompare.tables import write_json

    write_json(dossier.collation, path)


MEMO = Kind("比对备忘录", ("PDF 文件 (*.pdf)",), ("pdf",))
PROFILE = Kind("输出方案", ("输出方案 (*.json)",), ("json",))
TABLE = Output(
    "对照表",
    ("Excel 工作簿 (*.xlsx)", "Word 文档 (*.docx)", "网页 (*.html)", "CSV 文本 (*.csv)", "JSON 文件 (*.json)"),
    ("xlsx", "docx", "html", "csv", "json"),
    _write_table,
)
DATA = Output("比对数据", ("JSON 文件 (*.json)",), ("json",), _write_json)


def proposed_name(collation: Collation, output: Kind) -> str:
    """Return the file name to propose: who is compared with whom, and what it is."""
    names = [name.replace(" ", "") for name in labels(collation)]
    name = f"{names[0]}对{'、'.join(names[1:4])}{'等' if len(names) > 4 else ''}{output.word}"
    return f"{fit_for_a_file(name)}.{output.suffixes[0]}"


def fit_for_a_file(name: str) -> str:
    """Return a name without what no file's name may hold.

    >>> fit_for_a_file("处务会/领导")
    '处务会_领导'
    """
    return "".join("_" if c in '\\/:*?"<>|' else c for c in name)


def saved_words(output: Kind, path: Path) -> str:
    """Return what to say when an output is written: where it lies, and what lies beside it (csv holds one table a file)."""
    if path.suffix.lower() != ".csv":
        return f"已保存{output.word}：{path}"
    from qcompare.tables.as_csv import csv_paths

    beside = "、".join(other.name for other in csv_paths(path)[1:])
    return f"已保存{output.word}：{path}，同时存有 {beside}"


def check_name(output: Kind, path: Path) -> None:
    """Raise OutputError unless the file's name ends as this output's do."""
    endings = [f".{suffix}" for suffix in output.suffixes]
    if path.suffix.lower() not in endings:
        allowed = f"{'、'.join(endings[:-1])} 或 {endings[-1]}" if len(endings) > 1 else endings[0]
        raise OutputError("文件名的结尾不对，没有写入", place=str(path), advice=f"文件名请以 {allowed} 结尾")


def ask_path(output: Kind, name: str, folder: str, then: Callable[[str], None], parent: QWidget) -> QFileDialog:
    """Show a save dialog that proposes `name` and hand the path chosen to `then`; the name's ending says the format."""
    dialog = QFileDialog(parent, f"保存{output.word}", folder)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(output.filters))
    dialog.setDefaultSuffix(output.suffixes[0])
    dialog.selectFile(name)

    def use_suffix(chosen: str) -> None:
        dialog.setDefaultSuffix(output.suffixes[output.filters.index(chosen)])

    dialog.filterSelected.connect(use_suffix)
    dialog.fileSelected.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
