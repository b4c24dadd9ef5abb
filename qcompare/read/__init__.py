"""A plan's file → a document: one door, one module per format behind it."""

from __future__ import annotations

import errno
import hashlib
import stat
from dataclasses import replace
from pathlib import Path

from qcompare.document import Document, Format, Revisions
from qcompare.errors import ReadError
from qcompare.read.apart import read_apart
from qcompare.read.folder import Gathered, gather, is_folder
from qcompare.read.formats import format_of
from qcompare.read.sidecar import sidecar
from qcompare.read.tabbed import blocks_of
from qcompare.read.text import decode

__all__ = ["SIZE_LIMIT", "Gathered", "document_from_text", "gather", "is_folder", "read_document", "sidecar"]

SIZE_LIMIT = 20_000_000
"""Bytes of a text file. The longest text at hand (公司法) has 95,000: what has two hundred times that is no plan but a
mistaken choice."""

FILE_LIMIT = 100_000_000
"""Bytes of any other file: pictures swell it."""


_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)
"""What the system says of a path that names no file; a name too long for any file is no matter of permission."""


def read_document(path: Path, revisions: Revisions = Revisions.ACCEPTED) -> Document:
    r"""Return the document in the file at `path`, its text exactly as decoded but for newlines, which become "\n".

    A byte order mark is not part of the text. `revisions` says how tracked changes are read, in formats that have them.
    Raises ReadError when there is no such file, it cannot be read, is too big, holds no visible text, or is of a format
    that is not supported.
    """
    content = _content(path)
    form = format_of(content, path.name)
    if form is Format.TEXT:
        _refuse_big(path.name, len(content), SIZE_LIMIT)
        text, encoding = decode(content, path.name)
        document = replace(document_from_text(text, path.name), encoding=encoding)
        if not document.blocks:
            raise ReadError("文件里没有文字", place=path.name, advice="请确认选对了文件")
    else:
        document = read_apart(form, content, path.name, revisions)
    return replace(document, digest=hashlib.sha256(content).hexdigest())


def document_from_text(text: str, name: str = "") -> Document:
    r"""Return `text` as a document, one block a line, for wording that does not come from a file (pasted).

    Its digest is that of the text in UTF-8. Half of a surrogate pair, which a clipboard may hold, is no character and
    becomes U+FFFD.

    >>> document = document_from_text("一、总体要求\r\n\r\n（一）指导思想")
    >>> [block.span.of(document.text) for block in document.blocks]
    ['一、总体要求', '（一）指导思想']
    """
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Document(text, blocks_of(text), name, hashlib.sha256(text.encode()).hexdigest())


def _content(path: Path) -> bytes:
    """Return the bytes of the file, refusing what cannot be a plan before reading it."""
    try:
        if path.is_dir():
            raise ReadError("这是文件夹，不是文件", place=path.name, advice="请选择其中的规划文本文件")
        found = path.stat()
        size = found.st_size
        if not stat.S_ISREG(found.st_mode):
            raise ReadError("这不是普通文件", place=path.name, advice="请选择规划文本文件")
        _refuse_big(path.name, size, FILE_LIMIT)
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in _NOT_THERE:
            raise ReadError("找不到文件", place=str(path), advice="请检查文件名和路径") from error
        raise ReadError("无法读取文件", place=str(path), advice="请检查文件权限，或确认没有被其他程序占用") from error
    if not content:
        raise ReadError("文件是空的", place=path.name, advice="请检查后重新选择")
    return content


def _refuse_big(name: str, size: int, limit: int) -> None:
    if size > limit:
        raise ReadError(
            f"文件有 {size // 1_000_000} MB，超过 {limit // 1_000_000} MB 的上限",
            place=name,
            advice="请确认选对了文件，或分成几个文件再导入",
        )
