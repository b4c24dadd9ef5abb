"""The arrows of the design: which room may know of which, and who alone may open which outside thing."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "qcompare"

EVERYONE = {"errors", "document", "model"}
LINE = EVERYONE | {"numbering", "lines"}
FORM = EVERYONE | {"normalize", "forms", "stretches"}
CORE = FORM | {
    "paths",
    "numbering",
    "words",
    "read",
    "parse",
    "script",
    "places",
    "align",
    "blocks",
    "bodies",
    "candidates",
    "confidence",
    "copies",
    "evidence",
    "moves",
    "nearness",
    "reorder",
    "sharing",
    "wholes",
    "diff",
    "rows",
    "figures",
    "duties",
}
LIBRARY = {
    "backups",
    "corrections",
    "given",
    "handing",
    "importing",
    "openwith",
    "parcels",
    "report",
    "shelves",
    "treatments",
    "versions",
}
FINDINGS = {
    "findings",
    "chapters",
    "coverage",
    "leftovers",
    "statistics",
    "figures",
    "figure_changes",
    "duties",
    "duty_changes",
}
OUTPUT = (
    EVERYONE
    | FINDINGS
    | {"__init__", "paths", "marks", "palette", "cautions", "citing", "groups", "links", "atomic"}
    | {"decisions", "dossier", "notes", "profiles"}
)
ALLOWED = {
    "__init__": set[str](),
    "errors": set[str](),
    "document": set[str](),
    "model": {"document"},
    "package": set[str](),
    "paths": {"errors", "portable"},
    "portable": {"errors"},
    "atomic": {"errors"},
    "holding": {"errors", "network"},
    "network": set[str](),
    "equivalences": EVERYONE | {"atomic"},
    "marks": {"document", "model", "reorder"},
    "findings": {
        "document",
        "citing",
        "coverage",
        "duty_changes",
        "figure_changes",
        "figures",
        "leftovers",
        "marks",
        "model",
    },
    "palette": {"marks", "model"},
    "citing": {"document", "marks", "model"},
    "changes": {"document", "citing", "model"},
    "digests": set[str](),
    "keys": {"digests", "dossier", "quotes", "review"},
    "links": {"citing", "marks", "model", "reorder"},
    "built": {"__init__"},
    "bugreport": {"built"},
    "logbook": {"bugreport", "built", "errors", "paths"},
    "explain": {"document", "citing", "findings", "links", "marks", "model", "reorder"},
    "manual": {"paths", "script"},
    "goto": {"citing", "model", "numbering", "script"},
    "normalize": {"document", "model", "paths", "script", "words"},
    "numbering": {"model"},
    "words": {"document", "model", "paths", "script"},
    "forms": {"document", "model", "normalize"},
    "stretches": set[str](),
    "places": {"document", "bodies", "model", "paths", "regions", "script", "stretches"},
    "read": EVERYONE | {"package", "pdfium"},
    "runs": {"numbering", "page"},
    "lines": EVERYONE | {"numbering", "runs"},
    "sentences": LINE,
    "page": set[str](),
    "roles": {"document"},
    "contents": LINE | {"page"},
    "furniture": LINE | {"contents", "page", "roles", "script"},
    "grids": LINE | {"roles"},
    "regions": {"paths"},
    "script": set[str](),
    "metadata": LINE | {"furniture", "roles", "page", "regions", "script"},
    "outline": LINE | {"sentences"},
    "headings": LINE | {"roles"},
    "treatments": LINE,
    "parse": LINE
    | {"furniture", "headings", "roles", "treatments", "grids", "metadata", "outline", "script", "sentences"},
    "evidence": FORM | {"paths"},
    "candidates": FORM,
    "confidence": set[str](),
    "copies": set[str](),
    "moves": FORM,
    "nearness": FORM,
    "align": FORM | {"candidates", "confidence", "copies", "evidence", "moves", "nearness"},
    "bodies": {"paths"},
    "wholes": {"document", "model"},
    "reorder": {"model", "stretches"},
    "blocks": FORM | {"places", "wholes", "words"},
    "diff": FORM | {"blocks", "places", "wholes"},
    "sharing": set[str](),
    "rows": {"model", "sharing"},
    "figure_words": {"paths"},
    "quantities": {"document", "figure_words", "model", "script"},
    "indicators": {"figure_words"},
    "closing": {"document", "figure_words"},
    "years": {"closing", "document", "model", "quantities", "script"},
    "chapters": {"model"},
    "coverage": FORM | {"chapters", "places", "wholes"},
    "leftovers": FORM,
    "statistics": {"chapters", "coverage", "links", "model"},
    "figure_reader": {"closing", "figure_words", "indicators", "model", "quantities", "script"},
    "figure_tables": {"closing", "document", "indicators", "model", "quantities", "script"},
    "figures": {
        "document",
        "figure_reader",
        "figure_tables",
        "figure_words",
        "forms",
        "indicators",
        "model",
        "quantities",
        "script",
        "years",
    },
    "polarity": {"figure_words", "figures", "quantities", "script"},
    "figure_pairs": FORM | {"figures", "places", "polarity", "quantities"},
    "figure_changes": {"figure_pairs", "figures", "indicators", "model", "polarity"},
    "duties": {"document", "model", "script"},
    "duty_changes": {"duties", "model", "places", "script"},
    "cautions": {"citing", "document", "model"},
    "report": LINE | {"cautions", "citing", "furniture", "parse", "roles", "treatments"},
    "collate": CORE,
    "versions": FORM | {"script"},
    "corrections": EVERYONE | {"metadata"},
    "shelves": {"regions", "script", "store"},
    "importing": EVERYONE | {"collate", "read", "report", "shelves", "store"},
    "decisions": set[str](),
    "quotes": FORM | {"decisions"},
    "store": EVERYONE | {"decisions", "digests", "network", "numbering", "treatments"},
    "groups": {"citing", "links", "model"},
    "linking": {"citing", "forms", "links", "marks", "model", "stretches"},
    "reasons": FORM | {"leftovers", "links"},
    "notes": {"citing", "findings", "links", "model"},
    "dossier": {"citing", "decisions", "findings", "model", "notes", "review"},
    "profiles": {"atomic", "errors"},
    "pdf": {"pdfium"},
    "pdfium": set[str](),
    "review": {"citing", "decisions", "model", "quotes"},
    "written": {"errors", "keys", "package"},
    "returns": {"decisions", "keys", "quotes", "store", "written"},
    "given": {"parcels", "store"},
    "handing": {"atomic", "errors", "holding", "paths"},
    "openwith": {"atomic", "errors", "paths", "store"},
    "backups": {"atomic", "equivalences", "errors", "holding", "profiles", "store"},
    "parcels": EVERYONE | {"atomic", "backups", "equivalences", "holding", "report", "store"},
    "compared": EVERYONE | {"collate", "equivalences", "quotes", "store"},
    "memo": OUTPUT,
    "tables": OUTPUT | {"changes", "decisions", "keys"},
    "cli": CORE
    | OUTPUT
    | {"collate", "compared", "equivalences", "quotes", "review", "store", "memo", "tables", "gui"}
    | {"built", "digests", "holding", "logbook", "network", "returns", "written"}
    | LIBRARY,
    "__main__": {"built", "cli", "read"},  # frozen, it is the reading process too
    "gui": CORE
    | OUTPUT
    | {
        "bugreport",
        "built",
        "collate",
        "compared",
        "decisions",
        "equivalences",
        "explain",
        "goto",
        "holding",
        "linking",
        "logbook",
        "manual",
        "network",
        "memo",
        "pdf",
        "quotes",
        "reasons",
        "review",
        "returns",
        "store",
        "tables",
        "written",
    }
    | LIBRARY,
}
"""Per room (a module or a package of qcompare) the other rooms it may import; what is missing here is a new room."""

DOORS = {
    "PySide6": {"gui"},
    "shiboken6": {"gui"},
    "sqlite3": {"store"},
    "sqlite_utils": {"store"},
    "sqlite_migrate": {"store"},
    "jieba": {"words"},
    "opencc": {"script"},
    "reportlab": {"memo"},
    "xlsxwriter": {"tables"},
    "docx": {"tables"},
    "olefile": {"read"},
    "pypdfium2": {"pdf", "read"},
    "lxml": {"package", "read"},
}
"""Outside things that one room alone may open."""

NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio", "requests", "httpx", "aiohttp"}
NETWORK |= {"xml.sax.saxutils"}  # it imports urllib.request, which needs most of these

FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(file: Path) -> str:
    """Return the room a file belongs to: its module, the package it lies in, or the first word of a split module."""
    name = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return name if name in ALLOWED else name.split("_")[0]


def imports(file: Path) -> Iterator[tuple[int, str]]:
    """Yield line and full name of each module a file imports anywhere, late imports too, `from package import module`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno} imports relatively; full names are read more easily"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def imported_room(name: str) -> str:
    """Return the room that `qcompare.<name>` lies in; a plain value such as `__version__` lies in the package itself."""
    first = name.split(".", maxsplit=1)[0]
    known = (PACKAGE / f"{first}.py").exists() or (PACKAGE / first).is_dir()
    return room_of(PACKAGE / first) if known else "__init__"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_room_imports_only_lower_rooms(file: Path) -> None:
    room = room_of(file)
    assert room in ALLOWED, f"{file.name} is a room that the design does not know"
    for line, name in imports(file):
        first, _, rest = name.partition(".")
        if first == "qcompare":
            other = imported_room(rest)
            assert other == room or other in ALLOWED[room], f"{file.name}:{line}: {room} must not import {other}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_each_outside_thing_has_one_door_and_the_network_none(file: Path) -> None:
    room = room_of(file)
    for line, name in imports(file):
        first = name.split(".")[0]
        assert room in DOORS.get(first, {room}), f"{file.name}:{line}: only {DOORS[first]} may import {first}"
        assert not any(f"{name}.".startswith(f"{n}.") for n in NETWORK), f"{file.name}:{line}: {name} is network"


def test_the_command_line_starts_without_qt() -> None:
    code = "import sys; sys.modules['PySide6'] = None; import qcompare.cli; sys.exit('PySide6.QtCore' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_test_process_refuses_the_network() -> None:
    with socket.socket() as connection, pytest.raises(PermissionError):
        connection.connect(("192.0.2.1", 80))
    with pytest.raises(PermissionError):
        socket.create_connection(("example.org", 80), timeout=1)
