"""The README's table of software: every package that the program needs, in the version that is pinned, and no other."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SYSTEMS = (
    {"extra": "", "sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"extra": "", "sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)
NOT_SHIPPED = "不随程序提供"
NOT_PACKAGES = frozenset({"python", "qt"})


def listed() -> dict[str, tuple[str, ...]]:
    """Return the rows of the table by name: version, licence, use. What has a Chinese name is no package."""
    table = README.split("## 随附软件和许可", 1)[1].split("\n## ", 1)[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("|")
    ]
    return {canonicalize_name(name): tuple(told) for name, *told in rows[2:] if re.fullmatch(r"[\w-]+", name, re.ASCII)}


def pinned() -> dict[str, str]:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    return {
        canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([^ \\]+)", lock, re.MULTILINE)
    }


def needed() -> set[str]:
    """Return what the program needs at run time on Linux and Windows, directly or not."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: set[str] = set()
    waiting = [Requirement(line) for line in project["dependencies"]]
    while waiting:
        name = canonicalize_name(waiting.pop().name)
        if name not in found:
            found.add(name)
            waiting += _asked_for(name)
    return found


def _asked_for(name: str) -> Iterator[Requirement]:
    for line in distribution(name).requires or ():
        wanted = Requirement(line)
        if wanted.marker is None or any(wanted.marker.evaluate(system) for system in SYSTEMS):
            yield wanted


def test_every_package_is_listed_in_its_version() -> None:
    versions = pinned()
    packages = {name: version for name, (version, *_) in listed().items() if name not in NOT_PACKAGES}
    assert packages == {name: versions[name] for name in needed()}


def test_each_row_says_under_what_licence_and_what_for() -> None:
    for name, (_, licence, use) in listed().items():
        assert licence, name
        assert use, name


def test_what_the_table_says_of_the_rest_is_so() -> None:
    versions, rows = pinned(), listed()
    assert rows["qt"][0] == versions["pyside6-essentials"]
    (loader,) = re.findall(r"\| PyInstaller 启动程序 \| (\S+) \|", README)
    assert versions.get("pyinstaller", loader) == loader


def test_the_build_holds_what_the_table_says() -> None:
    """Where there is a build beside the source: its NOTICE.txt is written from what was collected."""
    notice = ROOT / "dist" / "qcompare" / "NOTICE.txt"
    if not notice.exists():
        pytest.skip("no build in dist/")
    told = re.findall(r"^([A-Za-z][\w-]*) {2,}\S+ {2,}\S", notice.read_text(encoding="utf-8"), re.MULTILINE)
    shipped = {name for name, (*_, use) in listed().items() if NOT_SHIPPED not in use} - NOT_PACKAGES
    assert {canonicalize_name(name) for name in told} - NOT_PACKAGES == shipped
