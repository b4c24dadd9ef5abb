"""Where resources, sample plans and the user's library lie: from source, from an installed wheel, or frozen."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from qcompare.errors import LibraryError
from qcompare.portable import portable_ini, portable_library


def _shared_folder(name: str) -> Path:
    """Return the folder `name` shipped with the program: inside the package when installed, beside it in the source."""
    frozen = getattr(sys, "_MEIPASS", None)
    here = Path(__file__).resolve().parent
    candidates = [Path(frozen) / name] if frozen else [here / name, here.parent / name]
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}/ is missing from the installation")


def resource(name: str) -> Path:
    """Return the path of a file or folder in `resources/`.

    >>> resource("regional_words.tsv").name
    'regional_words.tsv'
    """
    return _shared_folder("resources") / name


def sample_plans() -> tuple[Path, ...]:
    """Return the text files of the sample library, in a fixed order.

    >>> [p.name for p in sample_plans()][:2]
    ['chengdu-2023-draft.txt', 'chongqing-2011.txt']
    """
    return tuple(sorted(_shared_folder("data").glob("*.txt")))


def user_folder() -> Path:
    """Return the user's data folder, made if missing: %LOCALAPPDATA% on Windows, XDG on Linux, Library on macOS.

    In portable mode it is the library's own, unless that cannot be written: settings of the window are kept all the same.
    Raises LibraryError when it cannot be made.
    """
    library = portable_library()
    if library is None or not _can_keep(library.parent):
        return _made(_user_folder())
    return library.parent


def _can_keep(folder: Path) -> bool:
    """Tell whether a file can be made in a folder, made if missing: a stick's lock is known by trying alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            "无法建立数据文件夹",
            place=str(folder),
            advice="请检查磁盘空间和权限",
            command="或用 --library 指定规划库文件",
        ) from error
    return folder


def _made_where_told(folder: Path) -> Path:
    """Return the folder of a portable library, made if missing; where that cannot be, say which file names it."""
    try:
        return _made(folder)
    except LibraryError as error:
        ini = portable_ini()
        if ini is None:
            raise
        raise LibraryError(
            "设置文件指定的规划库位置无法使用", place=str(folder), advice=f"请检查磁盘和权限，或修改 {ini} 中的路径"
        ) from error


def _user_folder() -> Path:
    home = Path.home()
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        root = home / "Library" / "Application Support"
    else:
        root = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return root / "qcompare"


def library_itself(path: Path) -> Path:
    """Return the file that a library's path means: where it is a link, the file behind it.

    Backups, words and profiles lie beside the library, and SQLite's journal must: a library reached by a link has one of each.
    """
    return Path(os.path.realpath(path)) if os.path.islink(path) else path  # noqa: PTH114 (Path fails for a name too long)


def default_library(*, make: bool = True) -> Path:
    """Return the path of the user's library file; it need not exist yet. Its folder is made unless `make` is false.

    A portable library that is there need not be on a disk that can be written.
    """
    portable = portable_library()
    if portable is not None:
        if make and not portable.exists():
            _made_where_told(portable.parent)
        return portable
    return (_made(_user_folder()) if make else _user_folder()) / "library.db"


def library_words(library: Path) -> str:
    """Return where a library is, in words for the user: its path, and whether it goes with the program.

    >>> library_words(Path("规划库.db"))
    '规划库.db'
    """
    portable = portable_library()
    own = portable is not None and os.path.realpath(portable) == os.path.realpath(library)
    return f"{library}（便携模式，由程序文件夹指定）" if own else str(library)
