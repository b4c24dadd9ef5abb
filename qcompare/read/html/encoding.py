"""The bytes of a web page → its text, by the encoding that it declares, or the true one where the declaration is wrong."""

from __future__ import annotations

import codecs
import re

from qcompare.document import CautionKind
from qcompare.errors import ReadError
from qcompare.read.text import decode, is_chinese

_LOOK = 4096
"""Bytes looked at for a declaration; browsers look at 1,024, and Word's pages may have more before it."""

_DECLARED = (
    re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE),
    re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE),
)

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_WIDE = (
    (re.compile(rb"(?:[\t\r\n <]\0)+[!-~]\0"), "utf-16-le"),
    (re.compile(rb"(?:\0[\t\r\n <])+\0[!-~]"), "utf-16-be"),
)
"""How a page in UTF-16 without a mark begins: with a tag, every other byte zero."""

_READ_AS = {
    "utf-8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "cp950": "big5hkscs",
    "utf-16": "utf-16-le",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "hz": "hz",
}
"""Encodings that a Chinese page may truly be in, each with the larger one that reads its files too. Others are declared
by programs that know no better (iso-8859-1, us-ascii), and any bytes can be read in them."""

_OWN_NAMES = {"x-gbk": "gbk", "gb_2312-80": "gb2312", "x-x-big5": "big5", "ms936": "gbk", "unicode": "utf-16"}

_LAST = ("utf-8", "gb18030", "big5hkscs")

_FEW_REPLACED, _MOST_REPLACED = 2, 0.05
"""Characters, and share of them, that may be damaged beyond reading: a page cut off within a character has one, bytes
that are no text have a third."""


def decode_page(content: bytes, name: str, declared: str = "") -> tuple[str, str, list[tuple[CautionKind, int]]]:
    """Return the text of a page, the name of its encoding, and what there is to look at, each with a count.

    `declared` is what a mail says of its part; the page's own words come behind it. Raises ReadError for bytes that are
    no text in any encoding in use.

    >>> decode_page("<meta charset=gb2312><p>镕基</p>".encode("gb18030"), "方案.html")[1:]
    ('gb18030', [])
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _lenient(content[len(mark) :], encoding, name)
    for pattern, encoding in _WIDE:
        if pattern.match(content):
            return _lenient(content, encoding, name)
    content = content.replace(b"\0", b"")  # as browsers do
    names = [_codec(word) for word in (declared, *_declarations(content)) if word]
    known = next((_READ_AS[word] for word in names if word in _READ_AS), "")
    text = _strict(content, known) if known else None
    if text is not None and (text.isascii() or is_chinese(text)):
        return text, known, []
    try:
        guessed, encoding = decode(content, name)
    except ReadError:
        return _lenient(content, _most_chinese(content, known), name)
    if text is not None and not is_chinese(guessed):
        return text, known, []  # too short to tell: the page's word is all there is
    wrong = bool(names) and encoding != known and not guessed.isascii()
    return guessed, encoding, [(CautionKind.ENCODING, 1)] if wrong else []


def _declarations(content: bytes) -> list[str]:
    head = content[:_LOOK]
    return [found[1].decode("ascii", "replace") for pattern in _DECLARED if (found := pattern.search(head))]


def _codec(word: str) -> str:
    """Return Python's name for an encoding; the word itself where there is none."""
    word = word.strip().lower()
    try:
        return codecs.lookup(_OWN_NAMES.get(word, word)).name
    except (LookupError, ValueError):
        return word


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _most_chinese(content: bytes, known: str) -> str:
    """Return the encoding in which damaged bytes give Chinese, and break least often; the declared one among equals."""
    names = ([known] if known else []) + [name for name in _LAST if name != known]
    texts = {name: content.decode(name, "replace") for name in names}
    return min(names, key=lambda name: (not is_chinese(texts[name]), texts[name].count("�")))


def _lenient(content: bytes, encoding: str, name: str) -> tuple[str, str, list[tuple[CautionKind, int]]]:
    """Return what can be read in that encoding, unless too much of it cannot."""
    text = content.decode(encoding, "replace").replace("\0", "")
    replaced = text.count("�") - content.decode(encoding, "ignore").count("�")
    if replaced > _FEW_REPLACED + _MOST_REPLACED * len(text):
        raise ReadError("无法识别文字编码", place=name, advice="请用浏览器打开，以 UTF-8 编码另存网页后再导入")
    return text, encoding, [(CautionKind.REPLACED, replaced)] if replaced > 0 else []
