"""Opens the file that came back, or says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qcompare.errors import ReadError
from qcompare.package import DamagedError, Package

LARGEST_FILE = 100_000_000
"""Bytes of a file; the table of 3,000 rows has about one million."""

_OLE = b"\xd0\xcf\x11\xe0"
_ADVICE = "请用 Excel、Word 或 WPS 打开它，另存为 .xlsx 或 .docx 后再读回"


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Give the parts of a workbook or document; raises ReadError where it is none, or damaged, anywhere within the block."""
    place = str(path)
    try:
        with Package.opened(_content(path)) as package:
            yield package
    except OSError as error:
        problem = "找不到文件" if isinstance(error, FileNotFoundError) else "无法读取文件"
        raise ReadError(problem, place=place, advice="请检查路径和文件权限，或先在其他程序中关闭它") from error
    except DamagedError as error:
        raise ReadError("文件已损坏，或不是 Excel 工作簿、Word 文档", place=place, advice=_ADVICE) from error


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise ReadError("这是文件夹，不是文件", place=str(path), advice="请选择填好意见的对照表文件")
    if path.stat().st_size > LARGEST_FILE:
        raise ReadError("文件太大，没有读取", place=str(path), advice=_ADVICE)
    content = path.read_bytes()
    if content.startswith(_OLE):
        raise ReadError(
            "这是旧格式的 Office 文件，或者加了密码", place=str(path), advice=f"{_ADVICE}；有密码的请先取消密码"
        )
    if not content.startswith(b"PK"):
        raise ReadError("不是 Excel 工作簿或 Word 文档", place=str(path), advice=_ADVICE)
    return content
