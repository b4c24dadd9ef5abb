"""The streams and the header (FIB) of a binary Word document, and what is refused by name before anything is read."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from io import BytesIO
from itertools import pairwise

import olefile

from qcompare.errors import ReadError

DAMAGE = (ValueError, IndexError, KeyError, OverflowError, TypeError, struct.error, RecursionError, MemoryError)
"""What goes wrong while damaged bytes are read; each becomes the one ReadError that says so."""

CHARACTERS_LIMIT = 20_000_000
"""Characters of a document with its notes: a piece table may point at the same bytes again and again."""

_STREAM_LIMIT = 100_000_000
"""Bytes of one stream: no more than of a whole file (see read.FILE_LIMIT)."""

_AS_DOCX = "请用 Word 或 WPS 打开后另存为 .docx 再导入"
_NO_WORD = "这不是 Word 文档"
_PASSWORD = ("文件设有打开密码", "请用 Word 或 WPS 打开，取消密码后另存，再导入")

_OTHER_FILES = (
    ("EncryptedPackage", _PASSWORD),
    ("Workbook", ("这是 Excel 表格，不是 Word 文档", "请打开后另存为 .docx 或文本文件（.txt）再导入")),
    ("Book", ("这是 Excel 表格，不是 Word 文档", "请打开后另存为 .docx 或文本文件（.txt）再导入")),
    (
        "PowerPoint Document",
        ("这是 PowerPoint 演示文稿，不是 Word 文档", "请打开后另存为 .docx 或文本文件（.txt）再导入"),
    ),
    ("__properties_version1.0", ("这是邮件，不是 Word 文档", "请先把正文或附件存成文件，再导入")),
    ("MatOST", ("这是 Works 文档，暂不支持", _AS_DOCX)),
    ("\u4840\u3b3f\u43f2\u4438\u45b1", ("这是安装程序，不是 Word 文档", "请确认选对了文件")),  # _Columns of an .msi
)
"""Streams that tell what another compound file is."""

_MAGIC_97, _FIRST_97 = 0xA5EC, 0x00C0
"""The header's mark since Word 6, and its first version number with Word 97's layout (0x00C0 and 0x00C2 are rare builds)."""

_ENCRYPTED, _TABLE_1, _OBFUSCATED = 0x0100, 0x0200, 0x8000


class Part(IntEnum):
    """The header's index of each part of the table stream that is read ([MS-DOC] 2.5.6)."""

    STYLES = 1
    FOOTNOTE_MARKS = 2
    FOOTNOTES = 3
    COMMENT_MARKS = 4
    SECTIONS = 6
    HEADERS = 11
    CHARACTERS = 12
    PARAGRAPHS = 13
    FONTS = 15
    SETTINGS = 31
    PIECES = 33
    SHAPES = 40
    HEADER_SHAPES = 41
    ENDNOTE_MARKS = 46
    ENDNOTES = 47
    TEXT_BOXES = 56
    HEADER_TEXT_BOXES = 58
    LISTS = 73
    LIST_OVERRIDES = 74


@dataclass(frozen=True, slots=True)
class Stories:
    """Where each of a document's texts begins and ends, in characters counted through all of them ([MS-DOC] 2.4.1)."""

    main: range
    footnotes: range
    headers: range
    comments: range
    endnotes: range
    text_boxes: range
    header_text_boxes: range


@dataclass(frozen=True, slots=True)
class WordFile:
    """A binary Word document's three streams, and where the header says that the table stream's parts lie."""

    main: bytes
    table: bytes
    data: bytes
    parts: tuple[tuple[int, int], ...]
    stories: Stories

    def part(self, part: Part) -> bytes:
        """Return the bytes of a part, none where the document lacks it or says it lies outside of the file."""
        start, size = self.parts[part] if part < len(self.parts) else (0, 0)
        return self.table[start : start + size] if start + size <= len(self.table) else b""

    def after(self, part: Part) -> bytes:
        """Return the table stream from a part's start on, for the one part (lists) that goes on behind its end."""
        start, size = self.parts[part] if part < len(self.parts) else (0, 0)
        return self.table[start:] if size else b""


def open_word_file(content: bytes, name: str) -> WordFile:
    """Return the streams of the Word document in `content`. Raises ReadError for any other file, naming what it is."""
    streams = _streams(content, name)
    main = streams["WordDocument"]
    if len(main) < 64:
        raise damaged(name)
    magic, version = struct.unpack_from("<HH", main)
    if magic != _MAGIC_97 or version < _FIRST_97:
        raise ReadError("这是 Word 97 以前的文档，暂不支持", place=name, advice=_AS_DOCX)
    flags = struct.unpack_from("<H", main, 10)[0]
    if flags & (_ENCRYPTED | _OBFUSCATED):
        raise ReadError(_PASSWORD[0], place=name, advice=_PASSWORD[1])
    table = streams.get("1Table" if flags & _TABLE_1 else "0Table", b"")
    try:
        counts, parts = _header(main)
        return WordFile(main, table, streams.get("Data", b""), parts, _stories(counts))
    except DAMAGE as error:
        raise damaged(name) from error


def damaged(name: str) -> ReadError:
    """Return the error for a file whose bytes do not hold together."""
    return ReadError("文件已损坏，无法读取", place=name, advice="请用 Word 或 WPS 打开，能打开的另存为 .docx 再导入")


def records(part: bytes, size: int) -> Iterator[tuple[int, int, bytes]]:
    """Yield start, end and record of each entry of a PLC: n + 1 positions, then n records of `size` bytes."""
    count = max(0, (len(part) - 4) // (4 + size))
    positions = struct.unpack_from(f"<{count + 1}I", part) if count else ()
    first = 4 * (count + 1)
    for index in range(count):
        yield positions[index], positions[index + 1], part[first + index * size : first + (index + 1) * size]


def _streams(content: bytes, name: str) -> dict[str, bytes]:
    """Return the streams that are read, by name."""
    try:
        _check_header(content)
        with olefile.OleFileIO(BytesIO(content)) as ole:
            _refuse_other_files(ole, name)
            if ole.root.size > len(content):
                raise damaged(name)
            wanted = ("WordDocument", "0Table", "1Table", "Data")
            return {stream: _stream(ole, stream, len(content)) for stream in wanted if ole.exists(stream)}
    except (*DAMAGE, OSError, AttributeError) as error:
        raise damaged(name) from error


def _check_header(content: bytes) -> None:
    """Refuse sizes that the file cannot hold, before memory and time are spent on them ([MS-CFB] 2.2)."""
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    if shift not in {9, 12} or small_shift != 6:
        raise ValueError("sector size")
    fat_sectors, small_sectors = struct.unpack_from("<I", content, 44)[0], struct.unpack_from("<I", content, 64)[0]
    if max(fat_sectors, small_sectors) << shift > len(content):
        raise ValueError("more sectors of the allocation table than the file holds")


def _refuse_other_files(ole: olefile.OleFileIO, name: str) -> None:
    if ole.exists("WordDocument"):
        return
    for stream, (problem, advice) in _OTHER_FILES:
        if ole.exists(stream):
            raise ReadError(problem, place=name, advice=advice)
    if name.lower().endswith(".wps"):
        raise ReadError("这是旧版 WPS 文档，暂不支持", place=name, advice="请用 WPS 打开后另存为 .docx 再导入")
    raise ReadError(_NO_WORD, place=name, advice="请确认选对了文件；如果能用 Word 或 WPS 打开，请另存为 .docx 再导入")


def _stream(ole: olefile.OleFileIO, stream: str, limit: int) -> bytes:
    """Return a stream's bytes. One that says to be longer than the file runs in a circle."""
    if ole.get_size(stream) > min(limit, _STREAM_LIMIT):
        raise ValueError("a stream longer than the file")
    content: bytes = ole.openstream(stream).read()
    return content


def _header(main: bytes) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Return the lengths of the texts, and place and size of each part of the table stream ([MS-DOC] 2.5.1)."""
    words = struct.unpack_from("<H", main, 32)[0]
    longs_at = 34 + 2 * words
    longs = struct.unpack_from("<H", main, longs_at)[0]
    numbers = struct.unpack_from(f"<{longs}I", main, longs_at + 2)
    pairs_at = longs_at + 2 + 4 * longs
    pairs = struct.unpack_from("<H", main, pairs_at)[0]
    flat = struct.unpack_from(f"<{2 * pairs}I", main, pairs_at + 2)
    return numbers[3:11], tuple(zip(flat[::2], flat[1::2], strict=True))


def _stories(counts: tuple[int, ...]) -> Stories:
    """Return where each text lies. Raises ValueError where they are longer together than any document."""
    if len(counts) < 8 or sum(counts) > CHARACTERS_LIMIT:
        raise ValueError("lengths of the texts")
    starts = [sum(counts[:index]) for index in range(9)]
    main, notes, heads, _, comments, ends, boxes, head_boxes = (range(start, end) for start, end in pairwise(starts))
    return Stories(main, notes, heads, comments, ends, boxes, head_boxes)
