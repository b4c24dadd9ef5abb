"""Which format a file is in: told by its content, by its name only where the content leaves it open."""

from __future__ import annotations

import re
import struct

from qcompare.document import Format
from qcompare.errors import ReadError

_AS_TEXT = "请打开后另存为 .docx 或文本文件（.txt）再导入"
_NO_PICTURE = ("这是图片，不是文本", "请先做文字识别，存成 .docx 或文本文件（.txt）再导入")
_NO_ARCHIVE = ("这是压缩包，不是文本", "请先解压，再选择其中的文件")

_PARCEL = ".qcmp"
_TAKE_IN = "请用“文件”菜单的“并入同事的文件”（qcompare unpack）把它并入规划库"

_REFUSED = (
    (b"{\\rtf", ("暂不支持 RTF 文件", _AS_TEXT)),
    (b"\x89PNG", _NO_PICTURE),
    (b"\xff\xd8\xff", _NO_PICTURE),
    (b"GIF8", _NO_PICTURE),
    (b"II*\x00", _NO_PICTURE),
    (b"MM\x00*", _NO_PICTURE),
    (
        b"SQLite format 3\x00",
        ("这是数据库文件，不是规划文本", "如果是规划库，请作为规划库打开；要取用其中的内容，请用“并入同事的文件”"),
    ),
    (b"Rar!", _NO_ARCHIVE),
    (b"7z\xbc\xaf", _NO_ARCHIVE),
    (b"\x1f\x8b", _NO_ARCHIVE),
)

_ZIP, _LISTED, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
"""How a zip container begins, and within it a member of its list, and the list's end."""

_MIMETYPE, _NAME_AT, _FIRST_MEMBER = b"mimetype", 30, 100
"""The first member of an .odt, unpacked: where its name stands, and by where it has said what the file is."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"

_ZIP_MEMBERS: tuple[tuple[bytes, str, Format | tuple[str, str]], ...] = (
    (b"word/document", ".docx", Format.DOCX),
    (b"OFD.xml", ".ofd", Format.OFD),
    (b"xl/", ".xlsx", ("暂不支持 Excel 文件", _AS_TEXT)),
    (b"ppt/", ".pptx", ("暂不支持 PowerPoint 文件", _AS_TEXT)),
    (b"opendocument.text", ".odt", ("暂不支持 ODT 文件", _AS_TEXT)),
)

_LOOK, _LONG_LOOK = 1024, 4096
"""Bytes looked at for a PDF's first line, which a mailer may have put something before; and for a web page's first tag,
which may follow comments, or the page's title as a mail's subject."""

_BEFORE = rb"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*+"
"""What may stand before the first tag, each taken as it is first met: comments without end would be tried in every way."""

_HTML = re.compile(
    _BEFORE + rb"<(?:!doctype html|html|head|body|meta|title|table|div|p|center|script|style)\b",
    re.DOTALL,
)
_TAG = re.compile(rb"<(?:!--|!doctype|\?xml|/?[a-z][a-z0-9]*[\s/>])")
_NEVER_TEXT = frozenset({".docx", ".doc", ".wps", ".pdf", ".ofd"})
_PAGE_NAMES = (".html", ".htm", ".xhtml", ".shtml")

_MHT = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:mime-version:|content-type:\s*multipart/)", re.IGNORECASE
)

_WORD_XML = re.compile(
    _BEFORE + rb'(?:<\?mso-application\s+progid="word\.document"|<w:worddocument\b|<pkg:package\b)', re.DOTALL
)
"""What Word 2003 and later save as one XML file, often named .doc. A web page that Word saved holds such an element too."""


def format_of(content: bytes, name: str) -> Format:
    """Return the format of a file with that content and name. Raises ReadError, naming it, for one that is not supported.

    >>> format_of(b"%PDF-1.7 ...", "方案.txt"), format_of("一、总体要求".encode(), "方案.txt")
    (<Format.PDF: 'pdf'>, <Format.TEXT: 'txt'>)
    >>> format_of(b"Rar!...", "方案.rar")
    Traceback (most recent call last):
    qcompare.errors.ReadError: 方案.rar：这是压缩包，不是文本。请先解压，再选择其中的文件。
    """
    suffix = name[name.rfind(".") :].lower()
    if suffix == _PARCEL:  # by its name, for a damaged one may begin with anything
        raise ReadError("这是交换文件，不是规划文本", place=name, advice=_TAKE_IN)
    for first, (problem, advice) in _REFUSED:
        if content.startswith(first):
            raise ReadError(problem, place=name, advice=advice)
    if content.startswith(_ZIP):
        return _zip_format(content, name)
    if content.startswith(_OLE):
        return Format.DOC
    head = content[:_LOOK]
    if _PDF in head:
        return Format.PDF
    head = content[:_LONG_LOOK].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()  # UTF-16 has zeros
    if _MHT.match(head):
        return Format.MHT
    if _WORD_XML.match(head):
        raise ReadError("暂不支持 Word XML 文件", place=name, advice=_AS_TEXT)
    if suffix in _NEVER_TEXT and b"\0" in content[:_LOOK]:
        raise ReadError(
            f"文件已损坏，或不是 {suffix} 文件", place=name, advice="请确认能用原来的软件打开它，再重新导入"
        )
    is_page = _HTML.match(head) or (name.lower().endswith(_PAGE_NAMES) and _TAG.search(head))
    return Format.HTML if is_page else Format.TEXT


def _zip_format(content: bytes, name: str) -> Format:
    """Return the format of a zip container: an office file by its members, else by its name."""
    suffix = name[name.rfind(".") :].lower()
    listed = _listed(content)
    if content.startswith(_MIMETYPE, _NAME_AT):
        listed += content[_NAME_AT:_FIRST_MEMBER]
    found = next((kind for member, _, kind in _ZIP_MEMBERS if member in listed), None)
    found = found or next((kind for _, dotted, kind in _ZIP_MEMBERS if dotted == suffix), _NO_ARCHIVE)
    if isinstance(found, Format):
        return found
    problem, advice = found
    raise ReadError(problem, place=name, advice=advice)


def _listed(content: bytes) -> bytes:
    """Return a zip container's own list of members; all of it where that is lost.

    Only there does a name mean anything: a document in the container has names of its own, and a picture may hold "xl/".
    """
    end = content.rfind(_END)
    if end < 0 or end + 20 > len(content):
        return content
    size, start = struct.unpack_from("<II", content, end + 12)
    listed = content[start : start + size]
    return listed if listed.startswith(_LISTED) else content
