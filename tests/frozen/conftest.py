"""The program as it is given out: dist/qcompare, which `make test` builds first."""

from __future__ import annotations

import os
import re
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType

import PySide6
import pytest
from PySide6.QtGui import QColor, QImage

from qcompare.marks import Mark
from qcompare.palette import LIGHT

BUILD = Path(__file__).resolve().parents[2] / "dist" / "qcompare"
SUFFIX = ".exe" if os.name == "nt" else ""

MINIMAL = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqminimal.so"
"""Qt's platform that writes each painting of a window to a file; the one thing of these tests that is not in the build."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def program_folder() -> Path:
    """Give the folder that the build made."""
    if not (BUILD / "NOTICE.txt").exists():
        pytest.skip("no build: make build, or pyinstaller --noconfirm build.spec")
    return BUILD


def codes(code: CodeType) -> Iterator[CodeType]:
    """Yield the code of a module and of all that is defined in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


@pytest.fixture(scope="session")
def modules(program_folder: Path) -> dict[str, CodeType | None]:
    """The Python modules in the build by name, compiled extensions without code."""
    readers = pytest.importorskip("PyInstaller.archive.readers")
    programs = [path for path in program_folder.iterdir() if path.is_file() and path.stem.startswith("qcompare")]
    found: dict[str, CodeType | None] = {}
    for program in programs[:1]:  # both hold the same archive
        archive = readers.CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz")
        found |= {name: archive.extract(name) for name in archive.toc}
    inside = program_folder / "_internal"
    with zipfile.ZipFile(inside / "base_library.zip") as base:
        found |= dict.fromkeys(name.removesuffix(".pyc").replace("/", ".") for name in base.namelist())
    for path in (path for path in inside.rglob("*") if path.suffix in {".so", ".pyd"}):
        name = ".".join((*path.parent.relative_to(inside).parts, path.name.split(".")[0]))
        found[re.sub(r"^python[\d.]+\.lib-dynload\.", "", name)] = None
    return found


@pytest.fixture
def run(program_folder: Path, tmp_path: Path) -> Run:
    """Run a command of the built program in a folder of the test's, with nothing of Python's or our checkout's in reach."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        kept = {
            name: os.environ[name]
            for name in ("HOME", "LOCALAPPDATA", "XDG_DATA_HOME", "SYSTEMROOT", "USERPROFILE", "TEMP")
            if name in os.environ
        }
        return subprocess.run(
            [str(program_folder / f"qcompare{SUFFIX}"), *map(str, arguments)],
            cwd=tmp_path,
            env={**kept, "PATH": "", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


def picturing(plugin: Path) -> dict[str, str]:
    """Return the environment in which a window leaves pictures of itself, output0000.png and on, where it was started."""
    return {
        "QT_QPA_PLATFORM": "minimal:enable_fonts",
        "QT_QPA_PLATFORM_PLUGIN_PATH": str(plugin.parent),
        "QT_DEBUG_BACKINGSTORE": "1",
    }


def rows_painted(folder: Path, seconds: float = 60) -> bool:
    """Wait for a picture of the window in which the ground of changed wording covers more than a few strokes."""
    colour = QColor(f"#{LIGHT.marks[Mark.REPLACED].ground}")
    pixel = bytes((colour.blue(), colour.green(), colour.red(), 255))
    until = time.monotonic() + seconds
    seen: set[Path] = set()
    while time.monotonic() < until:
        for path in sorted(set(folder.glob("output*.png")) - seen):
            image = QImage(str(path))
            if image.isNull():
                continue  # being written
            seen.add(path)
            image.convertTo(QImage.Format.Format_RGB32)
            if image.constBits().tobytes().count(pixel) > 500:
                return True
        time.sleep(0.1)
    return False
