"""The last steps of a build: what it says of itself, and the archive with its checksum."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path

from symbols import needed_in, written

_SYSTEMS = {"Linux": "linux", "Windows": "windows", "Darwin": "macos"}
_SUFFIX = "zip" if sys.platform == "win32" else "tar.xz"
_MACHINES = {"AMD64": "x64", "x86_64": "x86_64"}
_BUILD = Path("_internal", "resources", "build.json")
_UOS_20 = (2, 28)
"""The glibc of the oldest system that the program is for; who gives out a build that asks for more is to see it."""


def remove_links(folder: Path) -> None:
    """Remove the links that PyInstaller sets to libraries in deeper folders; each is found where it lies.

    A USB stick (FAT, exFAT) has no links: unpacking them there fails.
    """
    for path in folder.rglob("*") if sys.platform != "darwin" else ():  # frameworks there are made of links
        if path.is_symlink():
            path.unlink()


def write_build(folder: Path, source: Path) -> None:
    """Write build.json among the program's resources: when it was built, from what commit, with what Python, for what glibc.

    The day is SOURCE_DATE_EPOCH's where that is set, so that a build can be repeated.
    """
    epoch = _epoch()
    day = datetime.now(UTC) if epoch is None else datetime.fromtimestamp(epoch, UTC)
    about = {
        "date": day.date().isoformat(),
        "commit": _commit(source),
        "python": platform.python_version(),
        "system": f"{_SYSTEMS[platform.system()]}-{_machine()}",
    }
    needed = needed_in(folder)
    if "GLIBC" in needed:
        about["glibc"] = written(needed["GLIBC"][0])
    (folder / _BUILD).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def archive_folder(folder: Path, version: str) -> Path:
    """Pack the folder beside itself, as zip on Windows and tar.xz elsewhere, with a .sha256 file; return the archive.

    Its name tells system and processor, and the glibc that it asks for where that is not every user's.
    Both programs hold the same modules; they stand side by side, in reach of xz's largest dictionary (64 MB).
    Whose files they were on the building machine is nobody's business; nor, where SOURCE_DATE_EPOCH is set, when they were made.
    """
    about = json.loads((folder / _BUILD).read_text(encoding="utf-8"))
    glibc = about.get("glibc", "0")
    newer = f"-glibc{glibc}" if tuple(map(int, glibc.split("."))) > _UOS_20 else ""
    made = folder.with_name(f"{folder.name}-{version}-{about['system']}{newer}.{_SUFFIX}")
    if sys.platform == "win32":
        shutil.make_archive(str(made.with_suffix("")), "zip", folder.parent, folder.name)
    else:
        with tarfile.open(made, "w:xz", preset=9) as archive:
            archive.add(folder, folder.name, filter=_nobodys)
    with made.open("rb") as packed:
        digest = hashlib.file_digest(packed, "sha256").hexdigest()
    made.with_name(made.name + ".sha256").write_text(f"{digest}  {made.name}\n", encoding="ascii", newline="\n")
    return made


def _nobodys(file: tarfile.TarInfo) -> tarfile.TarInfo:
    file.uid = file.gid = 0
    file.uname = file.gname = ""
    epoch = _epoch()
    file.mtime = file.mtime if epoch is None else epoch
    return file


def _epoch() -> int | None:
    said = os.environ.get("SOURCE_DATE_EPOCH")
    return int(said) if said else None


def _machine() -> str:
    return _MACHINES.get(platform.machine(), platform.machine())


def _commit(source: Path) -> str:
    """Return the commit the source stands at, with a + where it was changed since; nothing outside a checkout or without git."""
    if not (source / ".git").exists() or not shutil.which("git"):
        return ""
    said = subprocess.run(
        ["git", "describe", "--always", "--abbrev=8", "--dirty=+"],  # noqa: S607 - whichever git there is
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout.strip()
