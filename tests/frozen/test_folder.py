"""What lies in the built folder: little, nothing of the building machine, and the licences of all of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from ctypes.util import find_library
from pathlib import Path
from types import CodeType

import pytest

from qcompare import __version__
from tests.frozen.conftest import codes

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 200 * 1000**2  # bytes, unpacked


@pytest.fixture(scope="module")
def files(program_folder: Path) -> list[Path]:
    return [path for path in program_folder.rglob("*") if path.is_file()]


def test_it_is_small(files: list[Path]) -> None:
    assert sum(path.stat().st_size for path in files) < LARGEST


def test_it_can_be_unpacked_onto_a_stick_without_links(program_folder: Path) -> None:
    assert [path for path in program_folder.rglob("*") if path.is_symlink()] == []
    folded = [str(path.relative_to(program_folder)).casefold() for path in program_folder.rglob("*")]
    assert len(folded) == len(set(folded)), "names that differ only in case meet on a stick"


def test_nothing_names_the_machine_it_was_built_on(
    program_folder: Path, files: list[Path], modules: dict[str, CodeType | None]
) -> None:
    """Looked for is what only our checkout has: a checkout in /src shares its name with what wheels were built in."""
    ours = [str(ROOT / name).encode() for name in (".venv", "build", "qcompare")]
    assert [path for path in files if any(name in path.read_bytes() for name in ours)] == []
    with zipfile.ZipFile(program_folder / "_internal" / "base_library.zip") as base:
        assert [name for name in base.namelist() if any(our in base.read(name) for our in ours)] == []
    codes_of = {name: list(codes(code)) for name, code in modules.items() if isinstance(code, CodeType)}
    assert len(codes_of) > 500
    assert [
        name for name, parts in codes_of.items() if any(Path(part.co_filename).is_absolute() for part in parts)
    ] == []


def test_the_printed_sheet_lies_on_top(program_folder: Path) -> None:
    sheet = "安装和更新.pdf"
    assert (program_folder / sheet).read_bytes() == (ROOT / "resources" / "leaflet" / sheet).read_bytes()
    assert not (program_folder / "_internal" / "resources" / "leaflet").exists()


def test_it_knows_when_and_from_what_it_was_built(program_folder: Path) -> None:
    about = json.loads((program_folder / "_internal" / "resources" / "build.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", about["date"])
    assert about["system"].split("-")[0] in {"linux", "windows", "macos"}


@pytest.mark.skipif(sys.platform != "linux", reason="there is no glibc elsewhere")
def test_it_knows_the_oldest_system_it_runs_on(program_folder: Path) -> None:
    about = json.loads((program_folder / "_internal" / "resources" / "build.json").read_text(encoding="utf-8"))
    told = [sys.executable, ROOT / "resources" / "bundle" / "symbols.py", program_folder]
    said = subprocess.run(told, capture_output=True, text=True, check=True).stdout
    assert f"GLIBC {about['glibc']} " in said


@pytest.mark.skipif(sys.platform != "linux", reason="X11 is of Linux")
def test_what_qt_needs_of_x11_and_old_desktops_lack_is_there(program_folder: Path) -> None:
    """The build can only bring what the building machine has."""
    if not find_library("xcb-cursor"):
        pytest.skip("this build is not to be given out: the machine lacks libxcb-cursor0")
    there = {
        path.name.split(".")[0].removeprefix("libxcb-") for path in (program_folder / "_internal").glob("libxcb-*")
    }
    assert there == {"cursor", "icccm", "image", "keysyms", "render-util", "util"}


def test_what_the_program_needs_to_work_is_there(program_folder: Path) -> None:
    inside = program_folder / "_internal"
    for folder in ("data", "resources/fonts", "resources/help"):
        shipped = {path.name for path in (ROOT / folder).iterdir() if path.suffix not in {".py", ""}}
        assert shipped <= {path.name for path in (inside / folder).iterdir()}
    tables = {path.name for path in (ROOT / "resources").iterdir() if path.suffix in {".tsv", ".txt"}}
    assert tables <= {path.name for path in (inside / "resources").iterdir()}
    assert not (inside / "resources" / "bundle").exists()


def test_every_part_is_named_with_its_licence_and_its_text(program_folder: Path) -> None:
    notice = (program_folder / "NOTICE.txt").read_text(encoding="utf-8")
    assert f"qcompare {__version__}" in notice
    texts = {folder.name: list(folder.iterdir()) for folder in (program_folder / "licences").iterdir()}
    for name, own in texts.items():
        assert re.search(rf"^{re.escape(name)}\b.* \S+$", notice, re.MULTILINE), name
        assert any(path.stat().st_size > 300 for path in own), name
    qt = "".join(path.read_text(encoding="utf-8") for path in texts["PySide6_Essentials"])
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in qt
    assert "UNICODE LICENSE" in qt
    fonts = next(path for name, own in texts.items() if "QCompare" in name for path in own)
    assert "SIL OPEN FONT LICENSE" in fonts.read_text(encoding="utf-8")


def test_no_package_of_the_build_is_left_out_of_the_notice(program_folder: Path) -> None:
    notice = (program_folder / "NOTICE.txt").read_text(encoding="utf-8").casefold()
    inside = {path.name for path in (program_folder / "_internal").iterdir() if path.is_dir()}
    ours = {"data", "resources", "python3.11", "python3.12", "python3.13", "lib-dynload"}
    named = {"PIL": "pillow", "docx": "python-docx", "pypdfium2_raw": "pypdfium2", "pillow.libs": "pillow"}
    for name in inside - ours:
        package = named.get(name, re.sub(r"[-.].*", "", name))
        assert package.replace("_", "-").casefold() in notice.replace("_", "-"), name
