"""Writes a file whole or not at all: beside its place first, then renamed over it."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from qcompare.errors import OutputError, QCompareError

_NO_SPACE = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_WINDOWS_SHARING = frozenset({32, 33})  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION


@contextmanager
def write_whole(path: Path) -> Iterator[Path]:
    r"""Give the path of a new empty file beside `path`, and rename it to `path` once the block has filled it.

    Whoever looks at `path`, even after a power cut, finds the old file or the new one, never a part. On any failure the
    temporary file is removed and `path` stays as it was. An OSError from writing becomes an OutputError with advice;
    trouble with other files (a font that is missing) is not ours to explain and passes through. Refuses a folder, a
    device, and a file that is marked read-only, which a rename alone would replace without asking.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with write_whole(Path(folder) / "溯源表.csv") as temporary:
    ...         _ = temporary.write_text("条款号,来源\n", encoding="utf-8")
    ...     [file.name for file in Path(folder).iterdir()]
    ['溯源表.csv']
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".qcompare-{secrets.token_hex(6)}{target.suffix}")
    try:
        refuse_unwritable(path)
        _create(temporary)
        yield temporary
        _flush(temporary)
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except QCompareError:
        raise
    except Exception as error:
        trouble = _write_trouble(error, {temporary, target, *target.parents})
        if trouble is None:
            raise
        raise output_error(path, trouble) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def refuse_unwritable(path: Path) -> None:
    """Raise OutputError if it is plain that `path` cannot be written: worth asking before a long piece of work."""
    target = Path(os.path.realpath(path))
    try:
        if target.is_dir():
            raise OutputError("这是文件夹，不能作为输出文件", place=str(path), advice="请在后面加上文件名")
        if target.exists() and not target.is_file():
            raise OutputError("这是设备，不能作为输出文件", place=str(path), advice="请换一个文件名")
        if target.exists() and not os.access(target, os.W_OK):
            raise OutputError("文件是只读的，没有改动", place=str(path), advice="请去掉只读属性，或换一个文件名保存")
        if not target.parent.exists():
            raise FileNotFoundError(errno.ENOENT, "")
        if not target.parent.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "")
        if not os.access(target.parent, os.W_OK):
            raise PermissionError(errno.EACCES, "")
    except OSError as error:
        raise output_error(path, error) from error


def output_error(path: Path, error: OSError) -> OutputError:
    """Return what to tell the user when `path` cannot be written.

    >>> print(output_error(Path("溯源表.xlsx"), OSError(errno.ENOSPC, "")))
    溯源表.xlsx：磁盘空间不足，文件没有写入。请清理磁盘后重试，或换一个位置保存。
    """
    problem, advice = _explanation(error)
    return OutputError(problem, place=str(path), advice=advice)


def _create(path: Path) -> None:
    """Make the empty file with the permissions any new file of this user gets; tempfile would narrow them to its owner."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _write_trouble(error: BaseException, ours: set[Path]) -> OSError | None:
    """Return the OSError behind `error` if it is about writing our file.

    Libraries wrap it (XlsxWriter's FileCreateError), so what `error` was raised from counts too.
    """
    behind: BaseException | None = error
    while behind is not None:
        if isinstance(behind, OSError) and _is_about(behind, ours):
            return behind
        behind = behind.__cause__ or behind.__context__
    return None


def _is_about(error: OSError, ours: set[Path]) -> bool:
    if error.errno in _NO_SPACE or (error.errno is not None and error.filename is None):
        return True
    return isinstance(error.filename, (str, os.PathLike)) and Path(error.filename) in ours


def _explanation(error: OSError) -> tuple[str, str]:
    if error.errno in _NO_SPACE:
        return "磁盘空间不足，文件没有写入", "请清理磁盘后重试，或换一个位置保存"
    if getattr(error, "winerror", None) in _WINDOWS_SHARING:
        return "文件正被其他程序打开，没有写入", "请先在 Excel、WPS、阅读器等程序中关闭它，再重试"
    if error.errno == errno.ENOENT:
        return "文件夹不存在，文件没有写入", "请先建好文件夹，或换一个位置保存"
    if error.errno == errno.ENOTDIR:
        return "路径中有一段不是文件夹，文件没有写入", "请检查路径，或换一个位置保存"
    if error.errno == errno.ENAMETOOLONG:
        return "文件名太长，文件没有写入", "请换一个短一些的文件名"
    if error.errno == errno.EROFS:
        return "磁盘是只读的，文件没有写入", "请换一个位置保存"
    if isinstance(error, PermissionError):
        return "没有写入权限，或文件正被其他程序打开", "请关闭打开它的程序，或换一个可以写入的位置保存"
    return "文件没有写入，磁盘或网络位置可能有故障", "请换一个位置保存"
