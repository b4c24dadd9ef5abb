"""What Windows' registry says of the program and its files, under the user's own key: no administrator is needed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Protocol

from qcompare.errors import OutputError
from qcompare.openwith import NAME, PARCEL_SUFFIX, PARCEL_WORDS, PLAN_SUFFIXES

ROOT = r"Software\Classes"
PLAN, PARCEL = "qcompare.Plan", "qcompare.Parcel"
_PROGRAM = "qcompare-window.exe"
LIBRARY_SUFFIX = ".db"


@dataclass(frozen=True, slots=True)
class Entry:
    """A text in the registry: under which key of ROOT, by which name ("" is the key's own), and what it says."""

    key: str
    name: str
    value: str


class Registry(Protocol):
    """The keys under the user's ROOT."""

    def read(self, key: str, name: str) -> str | None:
        """Return a text, None where there is none."""

    def write(self, entry: Entry) -> None:
        """Write a text, making the key that is missing."""

    def drop(self, key: str, name: str) -> None:
        """Remove a text."""

    def drop_empty(self, key: str) -> None:
        """Remove a key that holds neither texts nor keys."""


def entries(launcher: tuple[str, ...]) -> tuple[Entry, ...]:
    """Return all that is to be written for a program that opens the window.

    Plans' types get a line among what else may open them (OpenWithProgids), never their own default. The program is listed
    under Applications too, so that the choice bears its name and it is found under 选择其他应用.
    """
    program = launcher[0]
    command = f'{" ".join(_quoted(part) for part in launcher)} "%1"'
    icon = f'"{program}",0'
    made = [
        *_kind(PLAN, "规划文本", command, icon),
        *_kind(PARCEL, PARCEL_WORDS, command, icon),
        Entry(PARCEL_SUFFIX, "", PARCEL),
        *(Entry(rf"{suffix}\OpenWithProgids", PLAN, "") for suffix in PLAN_SUFFIXES),
        Entry(rf"{PARCEL_SUFFIX}\OpenWithProgids", PARCEL, ""),
    ]
    if PureWindowsPath(program).name.lower() == _PROGRAM:  # the entry of a Python would rename all its programs
        own = rf"Applications\{_PROGRAM}"
        made += [Entry(own, "FriendlyAppName", NAME), Entry(rf"{own}\DefaultIcon", "", icon)]
        made += [Entry(rf"{own}\shell\open\command", "", command)]
        suffixes = (*PLAN_SUFFIXES, PARCEL_SUFFIX, LIBRARY_SUFFIX)
        made += [Entry(rf"{own}\SupportedTypes", suffix, "") for suffix in suffixes]
    return tuple(made)


def write(registry: Registry, made: Sequence[Entry]) -> None:
    """Write entries; one that says the same already is left."""
    for entry in made:
        if registry.read(entry.key, entry.name) != entry.value:
            registry.write(entry)


def take_back(registry: Registry, made: Sequence[Entry]) -> bool:
    """Remove entries wherever the program lay that made them, and the keys that hold nothing then.

    What another program has put in their place since stays. Returns whether there was any of ours.
    """
    ours = [entry for entry in made if _is_ours(registry, entry)]
    for entry in ours:
        registry.drop(entry.key, entry.name)
    for key in sorted({above for entry in made for above in _with_those_above(entry.key)}, key=len, reverse=True):
        registry.drop_empty(key)
    return bool(ours)


def shortcut_words() -> str:
    """Return how a person makes the shortcuts that Windows lets no program make in a few lines."""
    return f"需要桌面图标时，右击程序文件夹中的 {_PROGRAM}，选“发送到 → 桌面快捷方式”"


def _kind(name: str, words: str, command: str, icon: str) -> tuple[Entry, ...]:
    shell = rf"{name}\shell\open"
    return (
        Entry(name, "", words),
        Entry(rf"{name}\DefaultIcon", "", icon),
        Entry(shell, "FriendlyAppName", NAME),
        Entry(rf"{shell}\command", "", command),
    )


def _quoted(part: str) -> str:
    return f'"{part}"' if " " in part or "\\" in part else part


def _is_ours(registry: Registry, entry: Entry) -> bool:
    """Tell whether what stands in an entry's place is ours: our own keys wholly, in others what we wrote."""
    found = registry.read(entry.key, entry.name)
    own = entry.key.split("\\")[0] in {PLAN, PARCEL} or entry.key.startswith("Applications\\")
    return found is not None and (own or found == entry.value)


def _with_those_above(key: str) -> list[str]:
    parts = key.split("\\")
    return ["\\".join(parts[: n + 1]) for n in range(len(parts))]


if sys.platform == "win32":
    import winreg

    _USER = winreg.HKEY_CURRENT_USER

    class UserRegistry:
        """The user's own part of the registry."""

        def read(self, key: str, name: str) -> str | None:
            """Return a text, None where there is none."""
            try:
                with winreg.OpenKey(_USER, rf"{ROOT}\{key}") as opened:
                    return str(winreg.QueryValueEx(opened, name)[0])
            except FileNotFoundError:
                return None

        def write(self, entry: Entry) -> None:
            """Write a text, making the key that is missing."""
            with winreg.CreateKeyEx(_USER, rf"{ROOT}\{entry.key}", access=winreg.KEY_WRITE) as opened:
                winreg.SetValueEx(opened, entry.name, 0, winreg.REG_SZ, entry.value)

        def drop(self, key: str, name: str) -> None:
            """Remove a text."""
            with winreg.OpenKey(_USER, rf"{ROOT}\{key}", access=winreg.KEY_WRITE) as opened:
                winreg.DeleteValue(opened, name)

        def drop_empty(self, key: str) -> None:
            """Remove a key that holds neither texts nor keys."""
            with suppress(FileNotFoundError):
                with winreg.OpenKey(_USER, rf"{ROOT}\{key}") as opened:
                    keys, values, _ = winreg.QueryInfoKey(opened)
                if not keys and not values:
                    winreg.DeleteKey(_USER, rf"{ROOT}\{key}")

    def install(launcher: tuple[str, ...]) -> None:
        """Write the entries and let the desktop know."""
        try:
            write(UserRegistry(), entries(launcher))
        except OSError as error:
            raise OutputError("没有写入注册表的权限，没有关联", advice="请联系管理员，或从程序中导入文件") from error
        _tell_desktop()

    def remove() -> bool:
        """Remove the entries and let the desktop know."""
        try:
            found = take_back(UserRegistry(), entries((_PROGRAM,)))
        except OSError as error:
            raise OutputError("没有写入注册表的权限，没有取消关联", advice="请联系管理员") from error
        _tell_desktop()
        return found

    def _tell_desktop() -> None:
        """Let Explorer look again; without it, it would at the next log-in."""
        import ctypes

        changed, by_ids = 0x08000000, 0x0000  # SHCNE_ASSOCCHANGED, SHCNF_IDLIST
        ctypes.windll.shell32.SHChangeNotify(changed, by_ids, None, None)
