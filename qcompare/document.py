"""What a reader makes of a file: its text, the blocks that the text consists of, where they stand, what to look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch `[start, end)` of code points in one plan's text.

    >>> Span(2, 5).of("重庆市永川区")
    '市永川'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the stretch of `text` that the span points at."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


class Format(StrEnum):
    """The formats that plans come in (文件格式), told by a file's content."""

    TEXT = "txt"  # also what was pasted
    DOCX = "docx"
    DOC = "doc"  # also .wps: the binary files of Word and WPS
    PDF = "pdf"
    OFD = "ofd"
    HTML = "html"
    MHT = "mht"


class Revisions(StrEnum):
    """How a draft with tracked changes (修订) is read."""

    ACCEPTED = "accepted"
    BEFORE = "before"


REVISION_WORDS = {Revisions.BEFORE: "修订前", Revisions.ACCEPTED: "修订后"}
"""What the two plans that such a draft holds are called, behind its own name."""


class BlockKind(StrEnum):
    """What a reader knows a block to be; what the format does not say is TEXT, and the wording must tell."""

    TEXT = "text"  # a line or paragraph
    CELL = "cell"  # 表格单元格
    NOTE = "note"  # 脚注、尾注
    HEADER = "header"  # 页眉
    FOOTER = "footer"  # 页脚
    PAGE_NUMBER = "page number"  # 页码
    CONTENTS = "contents"  # 目录
    NAVIGATION = "navigation"  # 网页栏目、链接

    @property
    def is_furniture(self) -> bool:
        """Whether the block is page text that is not the plan (版面信息)."""
        return self not in {BlockKind.TEXT, BlockKind.CELL, BlockKind.NOTE}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands in its file (原文位置), each counted from 1; 0 where the format does not know such a thing.

    `paragraph` counts a Word document's paragraphs outside tables. A cell has `table`, `row` and `column`, a merged one
    those of its first cell, and is there once.
    """

    page: int = 0
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of a document's text that stands by itself: a line of a text file, a paragraph, a paragraph of a cell.

    `level` is the outline level that the file's own heading style says (标题样式), 1 to 9, 0 without one: a hint.
    """

    span: Span
    kind: BlockKind = BlockKind.TEXT
    place: Place = NOWHERE
    level: int = 0

    @property
    def tells(self) -> bool:
        """Whether the reader knew more of it than its wording."""
        return self.kind is not BlockKind.TEXT or self.place != NOWHERE or self.level > 0


def text_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text of which nothing more is known: its lines that show anything.

    >>> [block.span.of("一、总体要求\\n\\n（一）指导思想") for block in text_blocks("一、总体要求\\n\\n（一）指导思想")]
    ['一、总体要求', '（一）指导思想']
    """
    blocks, start = [], 0
    for line in text.split("\n"):
        if line and not line.isspace():
            blocks.append(Block(Span(start, start + len(line))))
        start += len(line) + 1
    return tuple(blocks)


class CautionKind(StrEnum):
    """What a reader met that the user should look at (读入提示)."""

    NUMBERS_LOST = "numbers lost"  # paragraphs whose automatic number could not be had
    REVISIONS = "revisions"  # tracked changes, read as accepted
    REVISIONS_BEFORE = "revisions before"  # tracked changes, read as before them
    COMMENTS = "comments"  # comments in the margin, left out
    HIDDEN = "hidden"  # characters of hidden text, left out
    PICTURES = "pictures"  # pictures whose text, if any, is not read
    PAGES_WITHOUT_TEXT = "pages without text"  # pages of a document that otherwise has text
    RECOGNISED = "recognised"  # pages whose text a program recognised in a picture (OCR)
    GARBLED_PAGES = "garbled pages"  # pages whose fonts do not say which characters they show
    PRIVATE_USE = "private use"  # characters that only the file's own font can show
    REPLACED = "replaced"  # characters that could not be decoded: U+FFFD
    WATERMARK = "watermark"  # watermarks and annotations, left out
    NESTED_TABLES = "nested tables"  # tables within cells, read as the cell's text
    ENCODING = "encoding"  # the declared encoding was wrong; the true one was used
    DEEPER = "deeper"  # content beyond a limit of depth, left out
    REFERENCES = "references"  # parts that lie in other files, left out


@dataclass(frozen=True, slots=True)
class Caution:
    """One sort of thing to look at and how often it was met; `pages` lists the pages concerned, where there are any."""

    kind: CautionKind
    count: int = 1
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of a file: its text with newlines as "\\n", and the blocks that hold all its visible characters.

    Blocks stand in text order and do not overlap. `name` is the file name without folder, `digest` the SHA-256 of the
    file's bytes in hex, `encoding` the name of the encoding it was decoded from, empty for a format that says it itself.
    `pages` is the number of pages, 0 for a format without.
    """

    text: str
    blocks: tuple[Block, ...]
    name: str = ""
    digest: str = ""
    encoding: str = ""
    format: Format = Format.TEXT
    cautions: tuple[Caution, ...] = ()
    pages: int = 0
