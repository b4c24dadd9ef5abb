"""Opens a zip package that strangers had in hand (.docx, .xlsx, .ofd): its parts as XML, within limits, nothing fetched."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Self

from lxml import etree

LARGEST_PART = 40_000_000
"""Bytes of a part once unpacked, and of all parts read together."""

_MOST_RATIO, _SMALL = 200, 1_000_000
"""How much smaller than itself a part may be packed, beyond a size that does no harm."""

_MOST_ELEMENTS = 1_500_000
"""Elements of a part; the table of 3,000 rows has about a tenth."""

_MOST_PARTS = 20_000

_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The ways to pack that these formats have. Of the others the library unpacks thousands of times what it was asked for."""

_BROKEN = (zipfile.BadZipFile, etree.LxmlError, EOFError, NotImplementedError, UnicodeError, zlib.error)
"""What the libraries raise of a file that is not what it says it is."""


class DamagedError(Exception):
    """The package is broken, encrypted, or beyond a limit; whoever opened it says so to the user."""


class TooLargeError(DamagedError):
    """The package holds more than a limit allows; it may be sound."""


class Package:
    """A zip package opened for reading."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = LARGEST_PART
        self.names = frozenset(archive.namelist())

    @classmethod
    @contextmanager
    def opened(cls, content: bytes) -> Iterator[Self]:
        """Give the package's parts; raises DamagedError where it is none, or damaged, anywhere within the block."""
        try:
            with _archive(content) as archive:
                if len(archive.namelist()) > _MOST_PARTS:
                    raise TooLargeError
                yield cls(archive)
        except _BROKEN as error:
            raise DamagedError from error

    def part(self, name: str) -> bytes:
        """Return a part unpacked."""
        if name not in self.names:
            raise DamagedError
        about = self._archive.getinfo(name)
        self._left -= about.file_size
        if about.flag_bits & 1 or about.compress_type not in _PACKINGS:
            raise DamagedError
        if self._left < 0 or about.file_size > max(_SMALL, _MOST_RATIO * about.compress_size):
            raise TooLargeError
        try:
            content = self._archive.read(name)
        except ValueError as error:  # zipfile's own word for what is damaged within
            raise DamagedError from error
        if content.count(b"<") > _MOST_ELEMENTS:
            raise TooLargeError
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


def _archive(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(content))
    except ValueError as error:
        raise zipfile.BadZipFile from error
