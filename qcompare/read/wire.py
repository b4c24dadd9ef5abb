"""What the program and its reading process say to each other: JSON and bytes behind their lengths, nothing executable."""

from __future__ import annotations

import json
import struct
from typing import IO, Any

from qcompare.document import Block, BlockKind, Caution, CautionKind, Document, Format, Place, Span

_LENGTHS = struct.Struct(">II")

_MOST_SAID = 400_000_000
"""Bytes of one message: a file of the largest size, or the blocks of the longest document."""

_LARGEST_NUMBER = 1_000_000_000
"""No page, row or count of a plan is larger."""


def send(stream: IO[bytes], about: dict[str, Any], content: bytes = b"") -> None:
    """Send one message."""
    head = json.dumps(about, separators=(",", ":")).encode()
    stream.write(_LENGTHS.pack(len(head), len(content)) + head)
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Return the next message. Raises EOFError where none comes any more, ValueError where it is no message."""
    sizes = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if max(sizes) > _MOST_SAID:
        raise ValueError("too long")
    head, content = (_exactly(stream, size) for size in sizes)
    about = json.loads(head)
    if not isinstance(about, dict):
        raise ValueError("no message")  # noqa: TRY004 (what came is wrong, not how we were called)
    return about, content


def _exactly(stream: IO[bytes], size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


def written(document: Document) -> tuple[dict[str, Any], bytes]:
    """Return the message that `document_of` makes the document from; the one who asked knows its name and format."""
    blocks = [
        (b.span.start, b.span.end, b.kind.value, b.level, p.page, p.paragraph, p.table, p.row, p.column)
        for b in document.blocks
        for p in (b.place,)
    ]
    cautions = [(caution.kind.value, caution.count, caution.pages) for caution in document.cautions]
    about = {"blocks": blocks, "cautions": cautions, "encoding": document.encoding, "pages": document.pages}
    return about, document.text.encode()


def document_of(about: dict[str, Any], content: bytes, form: Format, name: str) -> Document:
    """Return the document in a message.

    Whoever got hold of the reading process may say anything: raises ValueError where it is no document.
    """
    try:
        text = content.decode()
        blocks = tuple(_blocks(about["blocks"], len(text)))
        cautions = tuple(
            Caution(CautionKind(kind), _number(count), tuple(map(_number, pages)))
            for kind, count, pages in about["cautions"]
        )
        encoding, pages = str(about["encoding"]), _number(about["pages"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("no document") from error
    return Document(text, blocks, name, encoding=encoding, format=form, cautions=cautions, pages=pages)


def _blocks(said: Any, length: int) -> list[Block]:
    """Return the blocks, which stand one after the other within a text of that length."""
    blocks, behind = [], 0
    for start, end, kind, level, *place in said:
        if not behind <= _number(start) <= _number(end) <= length or len(place) != 5:
            raise ValueError("no blocks of this text")
        blocks.append(Block(Span(start, end), BlockKind(kind), Place(*map(_number, place)), _number(level)))
        behind = end
    return blocks


def _number(said: Any) -> int:
    if type(said) is not int or not 0 <= said <= _LARGEST_NUMBER:
        raise ValueError("no number")
    return said
