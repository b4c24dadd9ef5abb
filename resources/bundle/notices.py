"""The licences of everything in the build: NOTICE.txt, and the texts in licences/, from the packages that are installed."""

from __future__ import annotations

import re
import shutil
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TEXTS = HERE / "licences"

LICENCES = {
    "PySide6_Essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "OpenCC": "Apache-2.0 (marisa-trie, darts-clone: BSD-2-Clause; RapidJSON: MIT)",
    "lxml": "BSD-3-Clause (libxml2, libxslt: MIT; GNU libiconv: LGPL-2.1-or-later; zlib: Zlib)",
    "olefile": "BSD-2-Clause",
    "pypdfium2": "BSD-3-Clause, Apache-2.0 (PDFium: BSD-3-Clause)",
    "reportlab": "BSD-3-Clause",
    "rl_accel": "BSD-3-Clause",
    "sqlite-fts4": "Apache-2.0",
    "click-default-group": "BSD-3-Clause",
}
"""The licence under which we ship a package that states it in words, none, or several to choose from; and what is inside it."""

OWN_TEXTS = {
    "PySide6_Essentials": ("LGPL-3.0.txt", "GPL-3.0.txt", "qt-third-party.txt", "Apache-2.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "jieba": ("jieba.txt",),
    "lxml": ("LGPL-2.1.txt",),
    "OpenCC": ("opencc-libraries.txt",),
}
"""Packages that come without the text of their licence, or of one of a library inside (lxml holds GNU libiconv), and the
texts kept here for them."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something in the build that others wrote: its name, version, licence (SPDX where there is a name) and texts."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]


_OF_SYSTEM = {
    "linux": (Part("xcb-util", "", "MIT", (TEXTS / "xcb-util.txt",)),),
    "win32": (Part("Microsoft Visual C++ 运行库", "", "Microsoft 再分发条款", (TEXTS / "visual-c-runtime.txt",)),),
}

_TEXT = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$|licen[cs]es/", re.IGNORECASE)

_HEAD = """\
qcompare {version} — 随附软件及其许可 / Third-party software in this program
{line}

qcompare 自身：MIT 许可，见 licences/qcompare。
Qt（PySide6）按 LGPL-3.0 使用：程序动态链接 Qt，_internal/PySide6 中的 Qt 库可以换成您自己编译的同名兼容版本；
许可全文见 licences/PySide6_Essentials，源代码见 https://download.qt.io/official_releases/ 和
https://code.qt.io/cgit/pyside/pyside-setup.git/ ，版本号见下表，也可以向提供本程序的人索取。
lxml 内含 GNU libiconv，按 LGPL-2.1 使用：许可全文见 licences/lxml，源代码见 https://ftp.gnu.org/gnu/libiconv/ 和
https://github.com/lxml/lxml ，可以用改过的 libiconv 重新编译 lxml 换入。
允许为修改和调试 Qt、libiconv 而进行反向工程。
Qt is used under LGPL-3.0: it is linked dynamically and the libraries in _internal/PySide6 may be replaced.
lxml holds GNU libiconv, used under LGPL-2.1: lxml may be built with another libiconv and replaced.

"""


def packages_of(modules: Iterable[str]) -> tuple[Part, ...]:
    """Return the installed packages that the modules belong to, by name.

    Raises LookupError for a package whose licence or its text is nowhere to be found: what may not be shipped unlabelled.
    """
    tops = {module.split(".")[0] for module in modules}
    owners = packages_distributions()
    names = {name for top in tops for name in owners.get(top, ())} - {"qcompare"}
    return tuple(sorted(map(_package, names), key=lambda part: part.name.lower()))


def other_parts() -> tuple[Part, ...]:
    """Return what is in the build besides packages: Python, PyInstaller's loader, Python's libraries, our fonts."""
    python = _licence_of_python()
    loader = distribution("pyinstaller")
    return (
        Part("Python", sys.version.split()[0], "PSF-2.0", (python,)),
        Part("Python 所用的库", "", "见文件", (TEXTS / "python-libraries.txt",)),
        *_OF_SYSTEM.get(sys.platform, ()),
        Part("PyInstaller 启动程序", loader.version, "GPL-2.0-or-later WITH Bootloader-exception", _texts_of(loader)),
        Part("QCompare Serif、QCompare Sans（思源宋体、思源黑体）", "", "OFL-1.1", (ROOT / "resources/fonts/OFL.txt",)),
        Part("qcompare", "", "MIT", (ROOT / "LICENSE",)),
    )


def write_notices(folder: Path, version: str, parts: Sequence[Part]) -> None:
    """Write NOTICE.txt and licences/ into the folder; `parts` are told in the order given."""
    widest = max(len(part.name) for part in parts)
    head = _HEAD.format(version=version, line="=" * 60)
    lines = (f"{part.name:{widest}}  {part.version:12}  {part.licence}".rstrip() for part in parts)
    (folder / "NOTICE.txt").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    for part in parts:
        into = folder / "licences" / part.name.split("（", maxsplit=1)[0]
        into.mkdir(parents=True, exist_ok=True)
        for text in part.texts:
            shutil.copyfile(text, into / _name_of(text))


def _licence_of_python() -> Path:
    library = Path(sysconfig.get_path("stdlib"))
    for folder in (library, Path(sys.base_prefix), Path(f"/usr/share/doc/{library.name}")):
        for name in ("LICENSE.txt", "LICENSE", "copyright"):
            if (folder / name).is_file():
                return folder / name
    raise LookupError("the licence of Python was not found beside its library; this Python cannot be given on")


def _package(name: str) -> Part:
    found = distribution(name)
    title = found.metadata["Name"]
    licence = LICENCES.get(title) or found.metadata["License-Expression"] or found.metadata["License"]
    texts = (*_texts_of(found), *(TEXTS / text for text in OWN_TEXTS.get(title, ())))
    if not licence or not texts:
        raise LookupError(f"no licence is known of {title}: see LICENCES and OWN_TEXTS in {Path(__file__).name}")
    return Part(title, found.version, licence, texts)


def _texts_of(found: Distribution) -> tuple[Path, ...]:
    """Return the licence texts that a package brought along, in its own metadata."""
    files = (file for file in found.files or () if ".dist-info" in file.parts[0] and _TEXT.search(file.as_posix()))
    return tuple(Path(str(file.locate())) for file in files)


def _name_of(text: Path) -> str:
    """Return a name for the copy that tells texts of one name apart by the folders within the package's metadata."""
    parts = text.parts
    start = next((number + 1 for number, part in enumerate(parts) if part.endswith(".dist-info")), len(parts) - 1)
    name = "-".join(part for part in parts[start:] if part not in {"licenses", "LICENSES", "BUILD_LICENSES"})
    return name if Path(name).suffix else f"{name}.txt"
