"""Puts a document together, block by block."""

from __future__ import annotations

import re

from qcompare.document import NOWHERE, Block, BlockKind, Caution, CautionKind, Document, Format, Place, Span

_NO_CHARACTERS = re.compile("[\0\ud800-\udfff]")
"""Nothing shows them, and neither a file in UTF-8 nor a library can hold them; some files have them for characters."""

PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
"""A character that only the file's own font can show."""


FRAME = 0.5
"""Share of a document's text from which on a table of one filled cell is only a frame around it. A 专栏 in a frame has a
page at most; whole notices laid out in one cell have all but the title."""


class BlockList:
    """Takes a file's blocks in reading order and gives its document.

    >>> blocks = BlockList()
    >>> blocks.add("一、总体要求", place=Place(page=1))
    >>> blocks.add("—1—", BlockKind.PAGE_NUMBER, Place(page=1))
    >>> document = blocks.document(Format.PDF, "方案.pdf", pages=1)
    >>> document.text, [block.kind.value for block in document.blocks]
    ('一、总体要求\\n—1—', ['text', 'page number'])
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._cautions: dict[CautionKind, int] = {}
        self._pages: dict[CautionKind, list[int]] = {}

    def add(self, text: str, kind: BlockKind = BlockKind.TEXT, place: Place = NOWHERE, level: int = 0) -> None:
        r"""Add a block; its line breaks are "\n". One that shows nothing is left out.

        NUL and half of a surrogate pair are no characters: U+FFFD stands for each, with a caution. So are those counted that
        only the file's own font can show.
        """
        text, replaced = _NO_CHARACTERS.subn("\ufffd", text)
        self.caution(CautionKind.REPLACED, replaced, place.page)
        self.caution(CautionKind.PRIVATE_USE, len(PRIVATE.findall(text)), place.page)
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        if not text.strip():
            return
        if self._parts:
            self._length += 1
        self._blocks.append(Block(Span(self._length, self._length + len(text)), kind, place, level))
        self._parts.append(text)
        self._length += len(text)

    def caution(self, kind: CautionKind, count: int = 1, page: int = 0) -> None:
        """Note something to look at, `count` times more, on a page where the format has pages."""
        if count:
            self._cautions[kind] = self._cautions.get(kind, 0) + count
            if page and page not in self._pages.setdefault(kind, []):
                self._pages[kind].append(page)

    def document(self, form: Format, name: str, *, pages: int = 0, encoding: str = "") -> Document:
        """Return the document made of the blocks so far."""
        cautions = tuple(Caution(k, n, tuple(self._pages.get(k, ()))) for k, n in self._cautions.items())
        text = "\n".join(self._parts)
        return Document(text, tuple(self._blocks), name, "", encoding, form, cautions, pages)
