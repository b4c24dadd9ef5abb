"""The program is offered for plans, opens its own files, becomes no other file's default, and can be taken back wholly."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from qcompare import openwith, openwith_linux
from qcompare.openwith_windows import Entry, entries, take_back, write
from qcompare.parcels import SUFFIX
from qcompare.store import Library
from tests.conftest import Run

WINDOW = r"D:\政务 工具\qcompare\qcompare-window.exe"
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="freedesktop.org is Linux's")


@pytest.fixture
def desktop(tmp_path: Path, data_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop with one program for PDF and text, that nobody wrote down as the default; returns the user's data folder."""
    system = tmp_path / "system"
    (system / "applications").mkdir(parents=True)
    (system / "applications" / "reader.desktop").write_text(
        "[Desktop Entry]\nType=Application\nName=R\nExec=/bin/true %f\nMimeType=application/pdf;text/plain;\n"
    )
    if shutil.which("update-desktop-database"):
        subprocess.run(["update-desktop-database", str(system / "applications")], check=True)
    monkeypatch.setenv("XDG_DATA_DIRS", f"{system}:/usr/share")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "")
    return data_home


def asked(*command: str | Path) -> str:
    tool = str(command[0])
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    return subprocess.run(
        command, capture_output=True, text=True, check=True, env={**openwith_linux.os.environ, "LC_ALL": "C"}
    ).stdout


# ---- Linux ----


@linux
def test_it_is_offered_and_taken_back(run: Run, desktop: Path) -> None:
    status, said, _ = run("desktop", "--install")
    assert status == 0
    assert "“打开方式”中可选 qcompare；双击仍用原来的程序" in said
    entry = desktop / "applications" / "qcompare.desktop"
    lines = dict(line.partition("=")[::2] for line in entry.read_text(encoding="utf-8").splitlines())
    assert set(openwith_linux.PLAN_TYPES) < set(lines["MimeType"].split(";"))
    assert lines["Exec"].endswith(" %F")
    assert (desktop / "icons" / "hicolor" / "256x256" / "apps" / "qcompare.png").is_file()
    ET.parse(desktop / "mime" / "packages" / "qcompare.xml")
    run("desktop", "--install")
    assert run("desktop", "--remove") == (0, "已取消关联。\n", "")
    left = {path.name for path in desktop.rglob("*") if "qcompare" in path.name and path != desktop / "qcompare"}
    assert left <= {"qcompare.log"}
    assert run("desktop", "--remove")[1] == "没有关联过，不需要取消。\n"


@linux
def test_no_other_default_is_taken_over(desktop: Path, tmp_path: Path) -> None:
    def default(kind: str) -> str:
        return asked("gio", "mime", kind).splitlines()[0].split()[-1]

    assert default("application/pdf") == "reader.desktop"
    defaults = tmp_path / "config" / "mimeapps.list"
    defaults.parent.mkdir()
    others = (
        b"[Added Associations]\nimage/png=paint.desktop\ntext/x-old=\xbb\xad\xcd\xbc.desktop\n"  # of an old GBK desktop
    )
    defaults.write_bytes(others)
    openwith.install()
    openwith.install()
    assert default("application/pdf") == default("text/plain") == "reader.desktop"
    assert "qcompare.desktop" in asked("gio", "mime", "application/pdf")
    assert default("application/x-qcompare-parcel") == "qcompare.desktop"
    openwith.remove()
    assert b"=reader.desktop" not in defaults.read_bytes()
    assert defaults.read_bytes().startswith(others)
    assert "qcompare.desktop" not in asked("gio", "mime", "application/pdf")


@linux
def test_the_desktop_knows_a_library_by_its_bytes_and_a_parcel_by_its_name(desktop: Path, tmp_path: Path) -> None:
    openwith.install()
    library, parcel = tmp_path / "质量强区.db", tmp_path / f"质量强区{SUFFIX}"
    Library.open(library).close()
    shutil.copy(library, parcel)
    for file, kind in ((library, openwith_linux.LIBRARY_TYPE), (parcel, openwith_linux.PARCEL_TYPE)):
        assert f"content-type: {kind}\n" in asked("gio", "info", "-a", "standard::content-type", file)
    asked("desktop-file-validate", desktop / "applications" / "qcompare.desktop")


@linux
def test_a_folder_of_any_name_can_hold_the_program(desktop: Path, tmp_path: Path) -> None:
    program = tmp_path / '政务 "规划" $HOME`x`\\y' / "qcompare-window"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nprintf %s "$1" > "$(dirname "$0")/opened"\n', encoding="utf-8")
    program.chmod(0o755)
    openwith_linux.install((str(program),))
    entry = desktop / "applications" / "qcompare.desktop"
    asked("desktop-file-validate", entry)
    plan = tmp_path / "某区 方案.txt"
    plan.touch()
    asked("gio", "launch", entry, plan)
    for _ in range(100):
        if (opened := program.parent / "opened").exists() and opened.read_text(encoding="utf-8"):
            break
        openwith_linux._ask("sleep", "0.02")
    assert opened.read_text(encoding="utf-8") == str(plan)


@linux
def test_a_folder_that_may_not_be_written_is_told(run: Run, desktop: Path) -> None:
    desktop.mkdir(parents=True, exist_ok=True)
    (desktop / "mime").touch()
    status, _, complaint = run("desktop", "--install")
    assert status == 2
    assert f"{desktop / 'mime'}" in complaint
    assert "：关联没有完成：" in complaint
    assert "保存" not in complaint


# ---- Windows: what would be written, computed here; the thin part that writes it was not run ----


@dataclass
class Keys:
    """A registry in memory: keys, each with its texts."""

    keys: dict[str, dict[str, str]] = field(default_factory=dict)

    def read(self, key: str, name: str) -> str | None:
        return self.keys.get(key, {}).get(name)

    def write(self, entry: Entry) -> None:
        parts = entry.key.split("\\")
        for length in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join(parts[:length]), {})
        self.keys[entry.key][entry.name] = entry.value

    def drop(self, key: str, name: str) -> None:
        del self.keys[key][name]

    def drop_empty(self, key: str) -> None:
        if key in self.keys and not self.keys[key] and not any(other.startswith(f"{key}\\") for other in self.keys):
            del self.keys[key]


def test_windows_is_told_of_a_choice_and_of_no_default_but_our_own() -> None:
    made = {(entry.key, entry.name): entry.value for entry in entries((WINDOW,))}
    assert made[r".docx\OpenWithProgids", "qcompare.Plan"] == ""
    assert made[".qcmp", ""] == "qcompare.Parcel"
    assert [key for key, name in made if key.startswith(".") and not name] == [".qcmp"]
    command = f'"{WINDOW}" "%1"'
    assert made[r"qcompare.Parcel\shell\open\command", ""] == command
    assert made[r"Applications\qcompare-window.exe\shell\open\command", ""] == command
    assert made[r"Applications\qcompare-window.exe", "FriendlyAppName"] == openwith.NAME
    assert (r"Applications\qcompare-window.exe\SupportedTypes", ".db") in made
    assert not [key for key, _ in made if ".." in key or key.startswith("\\")]


def test_a_python_that_starts_the_window_is_not_renamed() -> None:
    made = entries((r"C:\Python\pythonw.exe", "-m", "qcompare"))
    assert not [entry for entry in made if entry.key.startswith("Applications")]
    assert r'"C:\Python\pythonw.exe" -m qcompare "%1"' in {entry.value for entry in made}


def test_windows_is_left_as_it_was() -> None:
    before = {
        ".docx": {"": "Word.Document.12"},
        r".docx\OpenWithProgids": {"WPS.Docx.6": ""},
        ".pdf": {},
        r".pdf\OpenWithProgids": {},
    }
    registry = Keys({key: dict(texts) for key, texts in before.items()})
    write(registry, entries((WINDOW,)))
    write(registry, entries((r"E:\qcompare\qcompare-window.exe",)))
    assert registry.keys[".docx"] == {"": "Word.Document.12"}
    assert registry.keys[r".docx\OpenWithProgids"] == {"WPS.Docx.6": "", "qcompare.Plan": ""}
    assert registry.read(r"qcompare.Plan\shell\open\command", "") == r'"E:\qcompare\qcompare-window.exe" "%1"'
    assert take_back(registry, entries((WINDOW,)))
    empty = {".pdf", r".pdf\OpenWithProgids"}  # keys that hold nothing mean nothing
    assert registry.keys == {key: texts for key, texts in before.items() if key not in empty}
    assert not take_back(registry, entries((WINDOW,)))


def test_what_another_program_has_taken_since_stays() -> None:
    registry = Keys()
    write(registry, entries((WINDOW,)))
    registry.keys[".qcmp"][""] = "WPS.Parcel"
    take_back(registry, entries((WINDOW,)))
    assert registry.keys == {".qcmp": {"": "WPS.Parcel"}}
