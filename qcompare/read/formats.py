"""Which files are not text: told by their first bytes, and refused with advice."""

from __future__ import annotations

from qcompare.errors import ReadError

_AS_TEXT = "请打开后另存为文本文件（.txt）再导入"

_BY_FIRST_BYTES = (
    (b"%PDF-", "暂不支持 PDF 文件", "请把文字复制到文本文件（.txt）再导入"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "暂不支持 Word、WPS 文件", _AS_TEXT),
    (b"{\\rtf", "暂不支持 RTF 文件", _AS_TEXT),
    (b"\x89PNG", "这是图片，不是文本", "请先做文字识别，存成文本文件（.txt）再导入"),
    (b"\xff\xd8\xff", "这是图片，不是文本", "请先做文字识别，存成文本文件（.txt）再导入"),
    (b"GIF8", "这是图片，不是文本", "请先做文字识别，存成文本文件（.txt）再导入"),
    (b"II*\x00", "这是图片，不是文本", "请先做文字识别，存成文本文件（.txt）再导入"),
    (b"MM\x00*", "这是图片，不是文本", "请先做文字识别，存成文本文件（.txt）再导入"),
    (b"SQLite format 3\x00", "这是数据库文件，不是规划文本", "如果是规划库，请用 --library 打开"),
    (b"Rar!", "这是压缩包，不是文本", "请先解压，再选择其中的文件"),
    (b"7z\xbc\xaf", "这是压缩包，不是文本", "请先解压，再选择其中的文件"),
    (b"\x1f\x8b", "这是压缩包，不是文本", "请先解压，再选择其中的文件"),
)

_ZIP = b"PK\x03\x04"

_ZIP_MEMBERS = (
    (b"word/", "暂不支持 Word 文件", _AS_TEXT),
    (b"xl/", "暂不支持 Excel 文件", _AS_TEXT),
    (b"ppt/", "暂不支持 PowerPoint 文件", _AS_TEXT),
    (b"OFD.xml", "暂不支持 OFD 文件", "请把文字复制到文本文件（.txt）再导入"),
    (b"opendocument.text", "暂不支持 ODT 文件", _AS_TEXT),
)

_ZIP_BY_SUFFIX = {".docx": _ZIP_MEMBERS[0], ".xlsx": _ZIP_MEMBERS[1], ".pptx": _ZIP_MEMBERS[2], ".ofd": _ZIP_MEMBERS[3]}

_HTML_LOOK = 1024
"""Bytes looked at for a web page: its first tag stands within a few lines, after comments at most."""


def refuse_other_formats(content: bytes, name: str) -> None:
    """Raise ReadError, naming the format, unless `content` may be plain text.

    >>> refuse_other_formats(b"%PDF-1.7 ...", "方案.pdf")
    Traceback (most recent call last):
    qcompare.errors.ReadError: 方案.pdf：暂不支持 PDF 文件。请把文字复制到文本文件（.txt）再导入。
    >>> refuse_other_formats("一、总体要求".encode(), "方案.txt")
    """
    for first, problem, advice in _BY_FIRST_BYTES:
        if content.startswith(first):
            raise ReadError(problem, place=name, advice=advice)
    if content.startswith(_ZIP):
        problem, advice = _zip_kind(content, name)
        raise ReadError(problem, place=name, advice=advice)
    head = content[:_HTML_LOOK].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        raise ReadError("暂不支持网页文件", place=name, advice="请在浏览器中复制正文，存成文本文件（.txt）再导入")


def _zip_kind(content: bytes, name: str) -> tuple[str, str]:
    """Return the problem and the advice for a zip container: an office file by its members, else an archive."""
    dot = name.rfind(".")
    by_suffix = _ZIP_BY_SUFFIX.get(name[dot:].lower()) if dot >= 0 else None
    if by_suffix:
        return by_suffix[1], by_suffix[2]
    for member, problem, advice in _ZIP_MEMBERS:
        if member in content:
            return problem, advice
    return "这是压缩包，不是文本", "请先解压，再选择其中的文件"
