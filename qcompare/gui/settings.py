"""The window's settings, opened whatever their file holds: what does not fit is left out and told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from qcompare.errors import LibraryError, QCompareError
from qcompare.gui.columns import LARGEST_TEXT, SMALLEST_TEXT
from qcompare.gui.theme import LOOKS

_LARGEST = 1_000_000
"""Bytes: what Qt wrote for us has some 2,000; a file of gigabytes that took its place is not read."""

_LINE = re.compile(r"\[[\w%]+\]|[\w\\/%]+=(?!.*(?<!@)@(Variant|DateTime)\()[^\0]*", re.ASCII)
"""A line of such a file: a section, or a key with its value. An object of Qt's in bytes is none of ours to unpack."""

_MOST_DIGITS = 9
_GEOMETRY, _PANES = b"\x01\xd9\xd0\xcb", b"\x00\x00\x00\xff"
"""How Qt begins what it keeps of a window's place and of its panes; the rest it checks itself."""


def open_settings(path: Path) -> tuple[QSettings, QCompareError | None]:
    """Return the settings in a file, and what to tell the user if some were reset.

    Qt writes them to a second file, renamed over the first, under a lock: a power cut or a full disk leaves the file as it
    was (seen with 6.9.3 on Linux). Whatever else befell it must not keep the window shut: a file that is no settings is kept
    beside and begun anew; a value that is none is dropped.
    """
    if not _is_whole(path):
        settings = QSettings(str(_put_aside(path)), QSettings.Format.IniFormat)
        return settings, _reset("窗口设置文件已损坏，窗口的位置、外观等已恢复为默认", path)
    settings = QSettings(str(path), QSettings.Format.IniFormat)
    wrong = [key for key, (_, fits) in _KEYS.items() if settings.contains(key) and not fits(settings.value(key))]
    for key in wrong:
        settings.remove(key)
    words = "、".join(dict.fromkeys(_KEYS[key][0] for key in wrong))
    return settings, _reset(f"窗口设置中的{words}有误，已恢复为默认", path) if wrong else None


def _put_aside(path: Path) -> Path:
    """Keep a damaged file under another name; return where the settings can be: elsewhere, if that cannot be done."""
    try:
        if path.is_file():
            path.replace(path.with_suffix(".damaged"))
            return path
    except OSError:
        pass
    return path.with_suffix(".new.ini")


def _reset(problem: str, path: Path) -> QCompareError:
    return LibraryError(problem, place=str(path), advice="规划库没有受到影响，不需要处理")


def _is_whole(path: Path) -> bool:
    """Tell whether a file can be settings; one that is not there, or empty, is as good as new."""
    try:
        if not path.exists():
            return True
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return False
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return all(_LINE.fullmatch(line) for line in text.split("\n") if line)


def _is_number(least: int, most: int) -> Callable[[object], bool]:
    def fits(value: object) -> bool:
        written = str(value)
        return bool(re.fullmatch(rf"-?\d{{1,{_MOST_DIGITS}}}", written, re.ASCII)) and least <= int(written) <= most

    return fits


def _is_comparison(value: object) -> bool:
    """Tell whether a value is a library and the numbers of its plans."""
    number = _is_number(0, 10**_MOST_DIGITS)
    return isinstance(value, list) and len(value) > 2 and all(map(number, value[1:]))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value


def _begins(magic: bytes) -> Callable[[object], bool]:
    return lambda value: isinstance(value, QByteArray) and value.startsWith(magic)


_KEYS: dict[str, tuple[str, Callable[[object], bool]]] = {
    "geometry": ("窗口位置", _begins(_GEOMETRY)),
    "panes": ("窗格布局", _begins(_PANES)),
    "zoom": ("文字大小", _is_number(SMALLEST_TEXT, LARGEST_TEXT)),
    "look": ("外观", lambda value: value in LOOKS),
    "row": ("上次的比对", _is_number(-1, 10**_MOST_DIGITS)),
    "comparison": ("上次的比对", _is_comparison),
    "chained": ("上次的比对", lambda value: str(value).lower() in {"true", "false"}),
    "folder": ("上次用的文件夹", _is_text),
    "library_by": ("规划库的排列", _is_text),
    "profile": ("输出方案", _is_text),
    "maker": ("编制人", _is_text),
}
"""What is kept, what the user would call it, and what it must be."""
