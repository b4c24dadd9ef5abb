"""Menu entry, icon and types of files as Linux desktops look for them (freedesktop.org), in the user's own folders."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from qcompare.atomic import output_error, write_whole
from qcompare.openwith import LIBRARY_WORDS, NAME, PARCEL_SUFFIX, PARCEL_WORDS
from qcompare.paths import resource
from qcompare.store.schema import APPLICATION_ID

LIBRARY_TYPE, PARCEL_TYPE = "application/x-qcompare-library", "application/x-qcompare-parcel"
PLAN_TYPES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/msword",
    "application/vnd.ms-works",  # what shared-mime-info takes .wps for
    "application/wps-office.docx",  # WPS's own names, where it is installed
    "application/wps-office.doc",
    "application/wps-office.wps",
    "application/pdf",
    "application/ofd",
    "application/vnd.ofd",
    "text/plain",
    "text/html",
    "application/x-mimearchive",
)
ENTRY = "qcompare.desktop"
_KEPT = "X-QCompare-Kept"
"""Key of our entry: whose defaults were written down so that they stay; `remove` takes just those back."""

_TITLE = "[Default Applications]"
_PATIENCE = 20
"""Seconds for a tool of the desktop, which may wait for a disk; it takes some 0.02."""


def install(launcher: tuple[str, ...]) -> tuple[str, ...]:
    """Write entry, icons and types; return what else was done, a sentence each.

    A user's own entry comes before the system's, so it would become the default of any type that has none written down.
    Such defaults are written down as they were.
    """
    before = {kind: _default_of(kind) for kind in PLAN_TYPES}
    kept = _kept()
    _write(files(launcher, kept))
    _refresh()
    taken = {
        kind: before[kind] for kind in PLAN_TYPES if before[kind] not in {"", ENTRY} and _default_of(kind) == ENTRY
    }
    if taken:
        _write(files(launcher, kept | taken))
        _rewrite_defaults(with_defaults, taken)
    return (f"其中 {len(taken)} 种文件没有指定过默认程序，已指定为一直打开它们的程序",) if taken else ()


def remove() -> bool:
    """Take back what `install` made; return whether there was anything."""
    _rewrite_defaults(without_defaults, _kept())
    there = [path for path in files(("qcompare-window",), {}) if path.exists()]
    for path in there:
        try:
            path.unlink()
        except OSError as error:
            raise output_error(path, error) from error
    if there:
        _refresh()
    return bool(there)


def files(launcher: tuple[str, ...], kept: Mapping[str, str]) -> dict[Path, bytes]:
    """Return the files to be made, by their places."""
    home, icons = _data_home(), resource("icons")
    theme = home / "icons" / "hicolor"
    return {
        home / "mime" / "packages" / "qcompare.xml": _types().encode(),
        theme / "256x256" / "apps" / "qcompare.png": (icons / "app.png").read_bytes(),
        theme / "scalable" / "apps" / "qcompare.svg": (icons / "app.svg").read_bytes(),
        home / "applications" / ENTRY: _entry(launcher, kept).encode(),
    }


def _entry(launcher: tuple[str, ...], kept: Mapping[str, str]) -> str:
    lines = {
        "Type": "Application",
        "Name": NAME,
        "GenericName": "规划文本比对",
        "Comment": "逐条对照上下级规划文本，标出沿用、修改、新增和未承接",
        "Exec": f"{' '.join(map(_quoted, launcher))} %F",
        "TryExec": launcher[0].replace("\\", r"\\"),  # an entry whose stick is not in is not shown
        "Icon": "qcompare",
        "Terminal": "false",
        "Categories": "Office;",
        "StartupNotify": "true",
        "StartupWMClass": "qcompare",
        "MimeType": "".join(f"{kind};" for kind in (*PLAN_TYPES, PARCEL_TYPE, LIBRARY_TYPE)),
        _KEPT: "".join(f"{kind}={program};" for kind, program in kept.items()),
    }
    return "\n".join(["[Desktop Entry]", *(f"{key}={value}" for key, value in lines.items() if value), ""])


def _quoted(argument: str) -> str:
    r"""Return an argument as Exec wants it: quoted, a per cent sign doubled, and each backslash doubled once more.

    >>> print(_quoted('/opt/100% "$x"/q'))
    "/opt/100%% \\"\\$x\\"/q"
    """
    escaped = "".join(f"\\{sign}" if sign in '"`$\\' else sign for sign in argument)
    return f'"{escaped}"'.replace("\\", "\\\\").replace("%", "%%")


def _types() -> str:
    """Return the types of our files: a library is known by the number at byte 68 of its file, where SQLite keeps whose it is."""
    magic = (
        '<magic priority="90"><match type="string" value="SQLite format 3\\0" offset="0">'
        f'<match type="big32" value="0x{APPLICATION_ID:08x}" offset="68"/></match></magic>'
    )
    parcels = f'<glob pattern="*{PARCEL_SUFFIX}" weight="90"/>'
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">',
            _type(LIBRARY_TYPE, LIBRARY_WORDS, f'<sub-class-of type="application/vnd.sqlite3"/>{magic}'),
            _type(PARCEL_TYPE, PARCEL_WORDS, f'<sub-class-of type="{LIBRARY_TYPE}"/>{parcels}'),
            _type("application/ofd", "OFD 版式文件", '<glob pattern="*.ofd" weight="40"/>', icon=""),
            "</mime-info>",
            "",
        ]
    )


def _type(name: str, words: str, rest: str, icon: str = '<icon name="qcompare"/>') -> str:
    return f'<mime-type type="{name}"><comment>{words}</comment>{icon}{rest}</mime-type>'


def with_defaults(text: str, defaults: Mapping[str, str]) -> str:
    r"""Return a mimeapps.list that names these programs as the defaults of types that it has none for.

    >>> with_defaults("[Added Associations]\na/b=x.desktop\n", {"text/plain": "gedit.desktop"})
    '[Added Associations]\na/b=x.desktop\n[Default Applications]\ntext/plain=gedit.desktop\n'
    """
    lines = text.splitlines()
    if _TITLE not in lines:
        lines.append(_TITLE)
    at = lines.index(_TITLE) + 1
    lines[at:at] = [f"{kind}={program}" for kind, program in defaults.items()]
    return "\n".join([*lines, ""])


def without_defaults(text: str, defaults: Mapping[str, str]) -> str:
    r"""Return a mimeapps.list without the lines that `with_defaults` added, as far as they are still the same.

    >>> without_defaults("[Default Applications]\ntext/plain=gedit.desktop\na/b=c.desktop\n", {"text/plain": "gedit.desktop"})
    '[Default Applications]\na/b=c.desktop\n'
    """
    ours = {f"{kind}={program}" for kind, program in defaults.items()}
    lines = [line for line in text.splitlines() if line not in ours]
    return "\n".join([*lines, ""]) if lines != [_TITLE] else ""


def _kept() -> dict[str, str]:
    """Return what our entry, if there is one, says was written down."""
    with suppress(OSError, UnicodeDecodeError):
        for line in (_data_home() / "applications" / ENTRY).read_text(encoding="utf-8").splitlines():
            if line.startswith(f"{_KEPT}="):
                pairs = (pair.split("=") for pair in line.partition("=")[2].split(";") if pair)
                return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
    return {}


def _rewrite_defaults(change: Callable[[str, Mapping[str, str]], str], defaults: Mapping[str, str]) -> None:
    path = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "mimeapps.list"
    if not defaults:
        return
    try:
        before = path.read_bytes().decode("utf-8", "surrogateescape") if path.exists() else ""  # whoever wrote it
        after = change(before, defaults)
        if before and not after:
            path.unlink()
    except OSError as error:
        raise output_error(path, error) from error
    if after and after != before:
        _write({path: after.encode("utf-8", "surrogateescape")})


def _write(made: Mapping[Path, bytes]) -> None:
    for path, content in made.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise output_error(path, error) from error
        with write_whole(path) as temporary:
            temporary.write_bytes(content)


def _refresh() -> None:
    """Let the desktop learn of it at once; where a tool is missing it will in time."""
    home = _data_home()
    _ask("update-mime-database", str(home / "mime"))
    _ask("update-desktop-database", str(home / "applications"))
    with suppress(OSError):
        os.utime(home / "icons" / "hicolor")  # a cache of icons that is older than the folder counts for nothing


def _default_of(kind: str) -> str:
    """Return the entry of the program that opens a type, "" where there is none or nobody tells."""
    if shutil.which("gio"):
        first = next(iter(_ask("gio", "mime", kind).splitlines()), "")
        return next((word for word in reversed(first.split()) if word.endswith(".desktop")), "")
    return _ask("xdg-mime", "query", "default", kind).strip()


def _ask(tool: str, *arguments: str) -> str:
    path = shutil.which(tool)
    if path is None:
        return ""
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(  # noqa: S603 - the desktop's own tools, by their full path
            [path, *arguments],
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            env=environment,
            encoding="utf-8",
            errors="replace",
        )
        return done.stdout
    return ""


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
