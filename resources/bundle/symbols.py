"""What programs and libraries ask of a Linux system: `python resources/bundle/symbols.py dist/qcompare` tells how new a glibc."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from elftools.common.exceptions import ELFError
from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection
from elftools.elf.sections import Section

Version = tuple[int, ...]

_NAME = re.compile(r"(GLIBC|GLIBCXX|CXXABI)_([\d.]+)")
_RELATIVE = {"GLIBC_ABI_DT_RELR": ("GLIBC", (2, 36))}
"""A way to write addresses for which binutils has asked for glibc 2.36 by this name, since 2.38."""


def needed_by(file: Path) -> dict[str, Version]:
    """Return the highest version of glibc and of the C++ library that an ELF file asks for; {} for any other file."""
    with _section(file, ".gnu.version_r") as section:
        if not isinstance(section, GNUVerNeedSection):
            return {}
        return highest(symbol.name for _, symbols in section.iter_versions() for symbol in symbols)


def linked_by(file: Path) -> frozenset[str]:
    """Return the libraries that an ELF file is linked with, by the names it gives them; none for any other file."""
    with _section(file, ".dynamic") as section:
        if not isinstance(section, DynamicSection):
            return frozenset()
        return frozenset(tag.needed for tag in section.iter_tags("DT_NEEDED"))


def highest(names: Iterable[str]) -> dict[str, Version]:
    """Return the highest version of each family of symbols; versions are numbers, not text.

    >>> highest(["GLIBC_2.4", "GLIBC_2.28", "GLIBC_PRIVATE", "GLIBCXX_3.4.21"])
    {'GLIBC': (2, 28), 'GLIBCXX': (3, 4, 21)}
    """
    found: dict[str, Version] = {}
    for name in names:
        if name in _RELATIVE:
            family, version = _RELATIVE[name]
        elif said := _NAME.fullmatch(name):
            family, version = said[1], tuple(map(int, said[2].split(".")))
        else:
            continue
        found[family] = max(version, found.get(family, ()))
    return found


def needed_in(folder: Path) -> dict[str, tuple[Version, Path]]:
    """Return the highest version of each family that the files in a folder ask for, and the first file that does."""
    found: dict[str, tuple[Version, Path]] = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        for family, version in needed_by(file).items():
            if version > found.get(family, ((), file))[0]:
                found[family] = (version, file.relative_to(folder))
    return found


def written(version: Version) -> str:
    """Return a version as it is said.

    >>> written((2, 28))
    '2.28'
    """
    return ".".join(map(str, version))


@contextmanager
def _section(file: Path, name: str) -> Iterator[Section | None]:
    with file.open("rb") as stream:
        try:
            section = ELFFile(stream).get_section_by_name(name)
        except ELFError:
            section = None
        yield section


if __name__ == "__main__":
    for family, (version, file) in needed_in(Path(sys.argv[1])).items():
        print(f"{family} {written(version)}  {file}")
