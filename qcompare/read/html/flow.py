"""A web page → the lines that a browser would show, each in its box, before anybody asks which of them are the plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from qcompare.document import BlockKind, CautionKind
from qcompare.read.html.lists import Item, ListState, list_state, next_item, numbered
from qcompare.read.html.tables import Cell, Grid
from qcompare.read.html.tags import (
    BLOCKS,
    KEPT_WHITE,
    block_kind,
    hints,
    is_number,
    is_of_signs,
    is_small,
    leads_away,
    left_out,
)
from qcompare.read.html.white import BREAK, collapsed, shown, size_of

_SUBSET = re.compile(r"<!DOCTYPE[^<>\[\]]{0,500}\[[^\]]*\]\s*>", re.IGNORECASE)
"""Declarations of entities at the head of an XHTML page: the parser shows them, browsers do not; none is expanded."""

_SIGNS, _NUMBER = "font of signs", "number"
"""What the end of an element of Word's has to do."""


@dataclass(slots=True)
class Box:
    """A block element: which lines it holds, `[start, end)`, and what its tag and attributes say of them."""

    tag: str
    parent: int
    start: int
    hints: str = ""
    level: int = 0
    kind: BlockKind = BlockKind.TEXT
    cell: Cell | None = None
    grid: Grid | None = None
    end: int = 0


@dataclass(slots=True)
class Line:
    """What stands between two block boundaries: a paragraph, in the box that holds it directly."""

    text: str
    box: int
    size: int  # visible characters
    linked: int  # those of them that lead to other pages
    links: int
    items: tuple[Item, ...] = ()  # items of lists that it begins


@dataclass(slots=True)
class Flow:
    """A page read: boxes in the order of their starts, lines, and what was left out before which line."""

    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    left_out: list[tuple[int, CautionKind, int]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


def flow_of(text: str) -> Flow:
    """Return the lines of a page. The parser gives it tag by tag: no tree is built, so that no depth is too deep."""
    text = _SUBSET.sub("", text, count=1)
    parser = etree.HTMLParser(target=_Target(), encoding="utf-8", huge_tree=True)
    return etree.fromstring(text.encode("utf-8", "replace"), parser)  # type: ignore[no-any-return]


class _Target:
    """Takes the parser's events."""

    def __init__(self) -> None:
        self._flow = Flow(boxes=[Box("", -1, 0)])
        self._open: list[str] = []  # what the end of each open element has to do
        self._box = 0
        self._skipped = 0  # open elements within one that is left out
        self._counting = False  # whether what is left out was hidden
        self._lists: list[ListState] = []
        self._grids: list[Grid] = []
        self._items: list[Item] = []
        self._parts: list[str] = []
        self._linked, self._links, self._in_link, self._kept = 0, 0, 0, 0
        self._title: list[str] | None = None
        self._signs, self._number = 0, False  # within Word's: text in a font of signs, an item's number

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        attributes = dict(given) if given else {}  # the parser's own mapping is slow
        if self._skipped or self._is_left_out(tag, attributes):
            self._skipped += 1
            return
        does = ""
        if tag in BLOCKS:
            self._break()
            self._enter(tag, attributes)
            does = tag
        elif tag == "a" and leads_away(attributes.get("href", "")):
            self._in_link += 1
            self._links += 1
            does = "a"
        elif tag == "title":
            self._title = []
            does = "title"
        elif tag == "q":
            self._parts.append("“")
            does = "q"
        else:
            does = self._inline(tag, attributes)
        self._open.append(does)

    def end(self, _tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            self._counting = self._counting and self._skipped > 0
            return
        does = self._open.pop() if self._open else ""
        if does == "a":
            self._in_link -= 1
        elif does == _SIGNS:
            self._signs -= 1
        elif does == _NUMBER:
            self._number = False
        elif does == "q":
            self._parts.append("”")
        elif does == "title":
            self._flow.titles.append("".join(self._title or ()))
            self._title = None
        elif does:
            self._break()
            self._leave(does)

    def data(self, text: str) -> None:
        if self._skipped:
            if self._counting:
                self._note(CautionKind.HIDDEN, size_of(text))
        elif self._title is not None:
            self._title.append(text)
        else:
            if self._in_link:
                self._linked += size_of(text)
            if self._number:  # what follows it in there is only space up to the text
                text = "".join(text.split())
            self._parts.append(shown(text, kept=self._kept > 0))

    def comment(self, text: str) -> None:
        """Comments are left out."""

    def close(self) -> Flow:
        self._break()
        while self._box >= 0:
            self._leave("")
        for line in self._flow.lines:  # only now is known from where lists count down
            if line.items:
                line.text = numbered("".join(item.marker() for item in line.items), line.text)
        return self._flow

    def _is_left_out(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Tell, and note, whether a reader of the final text would not see the element."""
        kind = left_out(tag, attributes)
        self._counting = kind is CautionKind.HIDDEN
        if kind in {CautionKind.REVISIONS, CautionKind.COMMENTS} or (
            kind is CautionKind.REFERENCES and tag in {"iframe", "frame"} and attributes.get("src")
        ):
            self._note(kind, 1)
        bullet = is_number(attributes) and (self._signs > 0 or is_of_signs(attributes))
        return bullet or kind is not None

    def _inline(self, tag: str, attributes: Mapping[str, str]) -> str:
        """Take an element that has no text, or one whose text stands in the line; return what its end has to do."""
        if is_of_signs(attributes):
            self._signs += 1
            return _SIGNS
        if is_number(attributes):
            self._number = True
            return _NUMBER
        if tag == "br":
            self._parts.append(BREAK)
        elif tag == "img" and not is_small(attributes):
            self._note(CautionKind.PICTURES, 1)
        elif tag == "meta" and attributes.get("name", "").lower() == "articletitle":
            self._flow.titles.append(attributes.get("content", ""))
        return ""

    def _note(self, kind: CautionKind, count: int) -> None:
        if count:
            self._flow.left_out.append((len(self._flow.lines), kind, count))

    def _enter(self, tag: str, attributes: Mapping[str, str]) -> None:
        around = self._flow.boxes[self._box]
        level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else around.level
        kind = block_kind(attributes, around.kind)
        box = Box(tag, self._box, len(self._flow.lines), hints(attributes), level, kind)
        self._box = len(self._flow.boxes)
        self._flow.boxes.append(box)
        self._enter_list(tag, attributes)
        self._enter_table(box, attributes)
        self._kept += tag in KEPT_WHITE

    def _enter_list(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in {"ol", "ul"}:
            self._lists.append(list_state(tag, attributes))
        elif tag == "li" and self._lists:
            self._items.append(next_item(self._lists[-1], attributes))

    def _enter_table(self, box: Box, attributes: Mapping[str, str]) -> None:
        if box.tag == "table":
            box.grid = Grid(attributes.get("role", "") == "presentation")
            for grid in self._grids[-1:]:
                grid.nests = True
            self._grids.append(box.grid)
        elif box.tag == "tr" and self._grids:
            self._grids[-1].next_row()
        elif box.tag in {"td", "th"} and self._grids:
            box.cell = self._grids[-1].next_cell(self._box, attributes)

    def _leave(self, tag: str) -> None:
        box = self._flow.boxes[self._box]
        box.end = len(self._flow.lines)
        self._box = box.parent
        self._kept -= tag in KEPT_WHITE
        if tag in {"ol", "ul"}:
            self._lists.pop()
        elif tag == "table":
            self._grids.pop()
        elif tag == "li":
            self._items.clear()  # an item that shows nothing shows no number either

    def _break(self) -> None:
        """End the line that was being read."""
        text = collapsed("".join(self._parts)) if self._parts else ""
        size = size_of(text)
        if size:
            items = tuple(self._items)
            self._items.clear()
            self._flow.lines.append(Line(text, self._box, size, min(self._linked, size), self._links, items))
        self._parts.clear()
        self._linked, self._links = 0, 1 if self._in_link else 0
