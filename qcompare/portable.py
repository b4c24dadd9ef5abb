"""Portable mode (便携模式): what stands beside the program says where everything of the user's is kept, as on a stick.

A folder `library` beside the program is that place; so it is for an empty `qcompare.ini` there, which may name another:

    [qcompare]
    library = D:\\处室\\规划库

The path is a folder, or a library's file; a relative one counts from the program's folder, so that a stick may be any drive.
`~` and environment variables (%APPDATA%, $HOME) stand for what the system says.
From source and where it is installed as a Python package the program has no folder of its own, and nothing is portable.
"""

from __future__ import annotations

import codecs
import configparser
import os
import re
import sys
from contextlib import suppress
from pathlib import Path

from qcompare.errors import LibraryError

INI, FOLDER, LIBRARY = "qcompare.ini", "library", "library.db"
_SECTION, _KEY = "qcompare", "library"
_MOST_BYTES = 100_000
_WINDOWS = re.compile(r"[A-Za-z]:|\\\\")
_VARIABLE = re.compile(r"%[A-Za-z_]\w*%")
_ADVICE = f"请改成“[{_SECTION}]”下面一行“{_KEY} = 路径”，或清空文件（规划库即存放在程序旁的 {FOLDER} 文件夹）"


def portable_library() -> Path | None:
    """Return the library's file where the program is portable, else None; neither it nor its folder need exist.

    Raises LibraryError for a `qcompare.ini` that cannot be understood.
    """
    folder, ini = program_folder(), portable_ini()
    if folder is None:
        return None
    if ini is not None:
        return _named(folder, _path_in(ini))
    return folder / FOLDER / LIBRARY if (folder / FOLDER).is_dir() else None


def program_folder() -> Path | None:
    """Return the folder that a built program was unpacked to; None from source."""
    return Path(os.path.realpath(sys.executable)).parent if getattr(sys, "frozen", False) else None


def portable_ini() -> Path | None:
    """Return the ini file that says where the library is, None where there is none."""
    folder = program_folder()
    return folder / INI if folder is not None and (folder / INI).is_file() else None


def _named(folder: Path, written: str) -> Path:
    path = Path(os.path.expandvars(written) or FOLDER)
    place = folder / (path.expanduser() if path.parts[:1] == ("~",) else path)
    return place if place.suffix.lower() == ".db" or place.is_file() else place / LIBRARY


def _path_in(ini: Path) -> str:
    """Return the path that an ini file names; empty where it names none."""
    lines = _text(ini).splitlines()
    parser = configparser.ConfigParser(
        interpolation=None, delimiters=("=",), comment_prefixes=("#", ";"), default_section="\n"
    )  # a section of that name cannot be written: [DEFAULT] is a slip as any other
    try:
        parser.read_string("\n".join(lines))
    except configparser.MissingSectionHeaderError as error:
        raise _mistake(ini, error.lineno, f"前面缺少“[{_SECTION}]”一行") from error
    except configparser.ParsingError as error:
        raise _mistake(ini, error.errors[0][0], "看不懂这一行") from error
    except (configparser.DuplicateSectionError, configparser.DuplicateOptionError) as error:
        raise _mistake(ini, error.lineno or 0, "同一项写了两次") from error
    for section in parser.sections():
        if section != _SECTION:
            raise _mistake(ini, _line(lines, f"[{section}"), f"没有“[{section}]”这一节")
        for key in parser[section]:
            if key != _KEY:
                raise _mistake(ini, _line(lines, key), f"没有“{key}”这一项")
    written = parser.get(_SECTION, _KEY, fallback="").strip().strip('"“”').strip()
    if "\n" in written or "\0" in written:
        raise _mistake(ini, _line(lines, _KEY), "路径写成了几行")
    trouble = _strange(written)
    if trouble:
        raise _mistake(ini, _line(lines, _KEY), trouble)
    return written if sys.platform == "win32" else written.replace("\\", "/")  # a stick goes from one system to another


def _strange(written: str) -> str:
    """Return what of a path this system does not know, which would else become a folder of that name; empty for nothing."""
    if sys.platform != "win32" and _WINDOWS.match(written):
        return "这是 Windows 的路径，本系统上没有"
    unknown = _VARIABLE.search(os.path.expandvars(written))
    return f"本系统没有环境变量 {unknown[0]}" if unknown else ""


def _text(ini: Path) -> str:
    """Return what an ini file says, as the editors of Windows write it: UTF-8, GB18030, or UTF-16 with its mark."""
    try:
        with ini.open("rb") as file:
            raw = file.read(_MOST_BYTES)
    except OSError as error:
        raise LibraryError("设置文件读不出来", place=str(ini), advice="请检查文件的权限") from error
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    raise LibraryError("设置文件不是文本文件", place=str(ini), advice=_ADVICE)


def _line(lines: list[str], beginning: str) -> int:
    """Return the number of the line that begins so; configparser forgets where a key stood."""
    begins = (n for n, line in enumerate(lines, start=1) if line.strip().lower().startswith(beginning.lower()))
    return next(begins, 1)


def _mistake(ini: Path, line: int, problem: str) -> LibraryError:
    return LibraryError(f"设置文件第 {line} 行有误：{problem}", place=str(ini), advice=_ADVICE)
