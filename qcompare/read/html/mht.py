"""A web page saved as one file (.mht) → the page in it."""

from __future__ import annotations

import binascii
import re
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from qcompare.document import CautionKind, Document, Format
from qcompare.errors import ReadError
from qcompare.read.blocklist import BlockList
from qcompare.read.html import read_page

_MOST_PARTS, _MOST_LEVELS = 5_000, 20
"""Parts and nested bundles of a file: a portal's page has some hundred pictures, in one bundle in another at most."""

_PART = re.compile(rb"^content-type\s*:", re.IGNORECASE | re.MULTILINE)
_BUNDLE = re.compile(rb"^content-type\s*:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)

_PICTURE = re.compile(
    rb"^(content-type\s*:\s*(?:image|audio|video|font)/[^\n]*\n(?:[^\r\n][^\n]*\n){0,50}+\r?\n)(?:(?!--)[^\n]*\n)*+",
    re.IGNORECASE | re.MULTILINE,
)
"""A part that is no text. Without it the library takes ten times the file's size in memory, most of it for pictures."""

_PAGES = frozenset({"text/html", "application/xhtml+xml"})

_ADVICE = "请用浏览器或 WPS 打开，另存为网页（.html）或文本文件（.txt）再导入"


def read_mht(content: bytes, name: str) -> Document:
    """Return the document in the bytes of a .mht file. Raises ReadError where they are damaged or beyond a limit.

    Its page is the part that the bundle names as its start, else the first one that is a page. Other pages in it, such as
    those in frames, are left out and counted.
    """
    if len(_PART.findall(content)) > _MOST_PARTS or len(_BUNDLE.findall(content)) > _MOST_LEVELS:
        raise ReadError("网页存档里的部分过多，超过可读入的上限", place=name, advice=_ADVICE)
    content = _PICTURE.sub(rb"\1", content.lstrip(b"\xef\xbb\xbf \t\r\n"))
    try:
        message = message_from_bytes(content, policy=compat32)
    except RecursionError as error:  # bundles whose type the look above does not know
        raise ReadError("网页存档已损坏，无法读取", place=name, advice=_ADVICE) from error
    pages = [part for part in message.walk() if not part.is_multipart() and part.get_content_type() in _PAGES]
    page = _start(message, pages)
    body = _body(page) if page is not None else b""
    if page is None or not body.strip():
        raise ReadError("网页存档已损坏，其中没有网页", place=name, advice=_ADVICE)
    blocks = BlockList()
    blocks.caution(CautionKind.REFERENCES, len(pages) - 1)
    return read_page(body, name, blocks, Format.MHT, _charset(page))


def _start(message: Message, pages: list[Message]) -> Message | None:
    named = _parameter(message, "start").strip("<>")
    for page in pages:
        if named and str(page.get("Content-ID", "")).strip().strip("<>") == named:
            return page
    return pages[0] if pages else None


def _body(part: Message) -> bytes:
    """Return a part's bytes; what breaks off within base64 is damage like any other."""
    try:
        body = part.get_payload(decode=True)
    except (binascii.Error, ValueError, LookupError):
        return b""
    return body if isinstance(body, bytes) else b""


def _charset(part: Message) -> str:
    return _parameter(part, "charset")


def _parameter(part: Message, name: str) -> str:
    """Return a parameter of a part's type; empty where it has none that can be read."""
    try:
        value = part.get_param(name, "")
    except (ValueError, LookupError):
        return ""
    return value if isinstance(value, str) else ""
