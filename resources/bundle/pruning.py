"""What PyInstaller collects and a desktop does without: which of the files stay in the build."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from symbols import linked_by

Entry = tuple[str, str, str]
"""A file as PyInstaller tells of it: its place in the build, where it comes from, and its kind."""

PLUGINS = (
    *(
        "platforms/libqxcb",
        "platforms/libqoffscreen",
        "platforms/qwindows",
        "platforms/qoffscreen",
        "platforms/libqcocoa",
    ),
    *(
        "platforminputcontexts/libcompose",
        "platforminputcontexts/libibus",
        "iconengines/",
        "imageformats/libqsvg",
        "imageformats/qsvg",
        "printsupport/",
    ),
)
"""Qt's plugins that are used: windows on X11 and without a screen, input methods, SVG icons, printers."""

UNUSED = (
    *(
        "Qt6Network",
        "Qt6Qml",
        "Qt6Quick",
        "Qt6Pdf",
        "Qt6OpenGL",
        "Qt6Wayland",
        "Qt6Wl",
        "Qt6EglF",
        "opengl32sw",
        "d3dcompiler",
    ),
    *("jieba/lac_small/", "jieba/posseg/", "jieba/analyse/"),
    *("opencc/clib/lib64/", "opencc/clib/lib/", "opencc/clib/bin/", "opencc/clib/include/"),
    *("docx/templates/default-docx-template/", "lxml/isoschematron/", "lxml/objectify", "lxml/includes/"),
    *("libavif", "libwebp", "libsharpyuv", "_webp.", "_avif.", "_imagingft.", "_imagingcms.", "_imagingtk."),
)
"""By parts of their names. Pillow is only there because reportlab imports it; the memo holds no pictures."""

OF_PYTHON = ("libpython", "libsqlite3", "libffi", "libbz2", "liblzma", "libz.", "libexpat")
"""The system's libraries that come along, because Python needs them and a PC may not have them."""

OF_X11 = tuple(f"libxcb-{name}.so" for name in ("cursor", "icccm", "image", "keysyms", "render-util", "util"))
"""What Qt 6 needs besides libxcb itself and a desktop made with Qt 5 or GTK need not have: libxcb-cursor first of all.

The people this is for may install nothing. Together 120 kB, unchanged for years, glibc 2.14 is enough for them.

Any other is a part of the desktop that the program runs on: X11, glib, fontconfig, Mesa. Those must be the PC's own, in
tune with each other and with its drivers; and those of the building machine may need a newer C library.
"""


def is_needed(target: str, source: str) -> bool:
    """Tell whether a file stays in the build: `target` is its place there, `source` where it comes from.

    >>> is_needed("PySide6/Qt/plugins/platforms/libqvnc.so", "/venv/PySide6/Qt/plugins/platforms/libqvnc.so")
    False
    >>> is_needed("libX11.so.6", "/usr/lib/x86_64-linux-gnu/libX11.so.6")
    False
    """
    target = target.replace("\\", "/")
    if "/translations/" in target:
        return target.endswith("/qtbase_zh_CN.qm")
    if "/plugins/" in target:
        return any(f"/plugins/{plugin}" in target for plugin in PLUGINS)
    if _is_of_system(target, source):
        return target.startswith((*OF_PYTHON, *OF_X11))
    return not any(name in target for name in UNUSED)


def without_unlinked(files: Iterable[Entry]) -> list[Entry]:
    """Return the files without the system's libraries that none of the others is linked with.

    PyInstaller also collects for libraries that do not stay: Debian's fontconfig brings Debian's expat, which needs glibc
    2.36, into the build of a Python that has its own expat and would run on 2.28.
    """
    files = list(files)
    system = {target for target, source, _ in files if _is_of_system(target, source) and "libpython" not in target}
    linked = {name for target, source, _ in files if target not in system for name in linked_by(Path(source))}
    return [entry for entry in files if entry[0] not in system - linked]


def _is_of_system(target: str, source: str) -> bool:
    return source.startswith(("/lib/", "/lib64/", "/usr/lib/")) and PurePosixPath(target).parent == PurePosixPath()
