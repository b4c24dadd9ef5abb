"""Opens an Office file that strangers had in hand: its parts as XML, within limits, nothing in it run or fetched."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Self

from lxml import etree

from qcompare.errors import ReadError

LARGEST_FILE = 100_000_000
"""Bytes of a file; the table of 3,000 rows has about one million."""

LARGEST_PART = 40_000_000
"""Bytes of a part once unpacked, and of all parts read together."""

_MOST_RATIO, _SMALL = 200, 1_000_000
"""How much smaller than itself a part may be packed, beyond a size that does no harm."""

_MOST_ELEMENTS = 1_500_000
"""Elements of a part; the table of 3,000 rows has about a tenth."""

_MOST_PARTS = 20_000
_OLE = b"\xd0\xcf\x11\xe0"
_ADVICE = "请用 Excel、Word 或 WPS 打开它，另存为 .xlsx 或 .docx 后再读回"

_BROKEN = (zipfile.BadZipFile, etree.LxmlError, EOFError, NotImplementedError, UnicodeError)
"""What the libraries raise of a file that is not what it says it is; zlib's own error too, which is added below."""


class Package:
    """An Office file opened for reading."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = LARGEST_PART
        self.names = frozenset(archive.namelist())

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> Iterator[Self]:
        """Give the file's parts; raises ReadError where it is none, or damaged, anywhere within the block."""
        place = str(path)
        try:
            with _archive(_content(path)) as archive:
                if len(archive.namelist()) > _MOST_PARTS:
                    raise ReadError("文件的组成不正常，没有读取", place=place, advice=_ADVICE)
                yield cls(archive)
        except OSError as error:
            problem = "找不到文件" if isinstance(error, FileNotFoundError) else "无法读取文件"
            raise ReadError(problem, place=place, advice="请检查路径和文件权限，或先在其他程序中关闭它") from error
        except (*_BROKEN, *_ZLIB) as error:
            raise ReadError("文件已损坏，或不是 Excel 工作簿、Word 文档", place=place, advice=_ADVICE) from error

    def part(self, name: str) -> bytes:
        """Return a part unpacked."""
        if name not in self.names:
            raise zipfile.BadZipFile
        about = self._archive.getinfo(name)
        self._left -= about.file_size
        packed = about.file_size > max(_SMALL, _MOST_RATIO * about.compress_size)
        if self._left < 0 or packed or about.flag_bits & 1:
            raise zipfile.BadZipFile
        try:
            content = self._archive.read(name)
        except ValueError as error:  # zipfile's own word for what is damaged within
            raise zipfile.BadZipFile from error
        if content.count(b"<") > _MOST_ELEMENTS:
            raise zipfile.BadZipFile
        return content

    def tree(self, name: str) -> Any:
        """Return a part as a tree of elements."""
        return etree.fromstring(self.part(name), etree.XMLParser(resolve_entities=False, no_network=True))

    def elements(self, name: str, tag: str) -> Iterator[Any]:
        """Yield the elements of a long part one by one; each is gone when the next is asked for."""
        source = BytesIO(self.part(name))
        for _, element in etree.iterparse(source, tag=f"{{*}}{tag}", resolve_entities=False, no_network=True):
            yield element
            element.clear(keep_tail=True)
            while element.getprevious() is not None:
                del element.getparent()[0]


def local(element: Any) -> str:
    """Return an element's name without its namespace; empty for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


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


def _archive(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(content))
    except ValueError as error:
        raise zipfile.BadZipFile from error


def _zlib_errors() -> tuple[type[Exception], ...]:
    import lzma
    import zlib

    return zlib.error, lzma.LZMAError


_ZLIB = _zlib_errors()
