"""A web page → the lines that a browser would show, each in its box, before anybody asks which of them are the plan."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from qcompare.document import BlockKind, CautionKind
from qcompare.read.html_lists import Item, ListState, list_state, next_item, numbered
from qcompare.read.html_tables import Cell, Grid

_BLOCKS = frozenset(
    {
        *(
            "html",
            "body",
            "div",
            "p",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "menu",
            "dir",
        ),
        *(
            "table",
            "caption",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "td",
            "th",
            "form",
            "fieldset",
            "legend",
            "section",
            "article",
        ),
        *(
            "main",
            "header",
            "footer",
            "nav",
            "aside",
            "address",
            "blockquote",
            "center",
            "pre",
            "listing",
            "xmp",
            "figure",
        ),
        *("figcaption", "details", "summary", "dialog", "hr", "hgroup", "frameset", "noframes"),
    }
)
_LEFT_OUT = frozenset(
    {
        *(
            "script",
            "style",
            "noscript",
            "template",
            "object",
            "applet",
            "embed",
            "iframe",
            "frame",
            "svg",
            "canvas",
            "map",
        ),
        *(
            "audio",
            "video",
            "input",
            "select",
            "option",
            "optgroup",
            "button",
            "textarea",
            "datalist",
            "progress",
            "meter",
        ),
        *("rt", "rp", "rtc"),  # what a ruby says of the characters under it
    }
)
_KEPT_WHITE = frozenset({"pre", "listing", "xmp"})

_SUBSET = re.compile(r"<!DOCTYPE[^<>\[\]]{0,500}\[[^\]]*\]\s*>", re.IGNORECASE)
"""Declarations of entities at the head of an XHTML page: the parser shows them, browsers do not; none is expanded."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_WORD_NOTE = re.compile(r"mso-element\s*:\s*(?:footnote|endnote)\b", re.IGNORECASE)
_WORD_COMMENT = re.compile(r"mso-element\s*:\s*comment|\bmsocomment(?:reference|text)\b", re.IGNORECASE)
_WORD_CONTENTS = re.compile(r"\bmsotoc\d\b", re.IGNORECASE)

_WORD_NUMBER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_WORD_SIGNS = re.compile(r"font-family\s*:\s*[\"']?\s*(?:wingdings|webdings|symbol)", re.IGNORECASE)
"""What Word writes as a bullet is a letter of a font of signs: it would read as that letter."""

_FILE = re.compile(r"\.(?:docx?|wps|pdf|ofd|xlsx?|et|pptx?|txt|zip|rar)(?:[?#]|$)", re.IGNORECASE)
"""A link to such a file is an attachment's name in the plan's own list, no way to another page."""

_SMALL_PICTURE = 50
"""Pixels: a picture that says to be lower or narrower is a sign or a bullet and holds no text."""

_BREAK, _BLANK, _TAB = "\x01", "\x02", "\x03"
"""Line break, and white space that is kept, while the other white space of a line is being collapsed."""

_SIGNS, _NUMBER = "font of signs", "number"
"""What the end of an element of Word's has to do."""

_NOT_SHOWN = dict.fromkeys((*range(9), 11, *range(14, 32), 127))
_KEEP = str.maketrans({" ": _BLANK, "\t": _TAB, "\n": _BREAK, "\r": None, "\f": None})
_WHITE = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
_AROUND_BREAK = re.compile(f" ?{_BREAK} ?")
_RETURN = str.maketrans({_BLANK: " ", _TAB: "\t"})


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
        self._flow = Flow()
        self._open: list[str] = []  # what the end of each open element has to do
        self._box = -1
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
        if tag in _BLOCKS:
            self._break()
            self._enter(tag, attributes)
            does = tag
        elif tag == "a" and _leads_away(attributes.get("href", "")):
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
                self._note(CautionKind.HIDDEN, _size(text))
        elif self._title is not None:
            self._title.append(text)
        else:
            text = text.translate(_NOT_SHOWN)
            if self._in_link:
                self._linked += _size(text)
            if self._number:  # what follows it in there is only space up to the text
                text = "".join(text.split())
            self._parts.append(text.translate(_KEEP) if self._kept else text)

    def comment(self, text: str) -> None:
        """Comments are left out."""

    def close(self) -> Flow:
        self._break()
        while self._box >= 0:
            self._leave("")
        return self._flow

    def _is_left_out(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Tell, and note, whether a browser, or a reader of the final text, would not see the element."""
        style, named = attributes.get("style", ""), attributes.get("class", "")
        if tag in _LEFT_OUT:
            if tag in {"iframe", "frame"} and attributes.get("src"):
                self._note(CautionKind.REFERENCES, 1)
            return True
        if tag == "del":
            self._note(CautionKind.REVISIONS, 1)
            return True
        if (style or named) and _WORD_COMMENT.search(f"{style} {named}"):
            self._note(CautionKind.COMMENTS, 1)
            return True
        if style and (self._signs or _WORD_SIGNS.search(style)) and _WORD_NUMBER.search(style):
            return True
        self._counting = "hidden" in attributes or bool(style and _HIDDEN.search(style))
        return self._counting

    def _inline(self, tag: str, attributes: Mapping[str, str]) -> str:
        """Take an element that has no text, or one whose text stands in the line; return what its end has to do."""
        style = attributes.get("style", "")
        if style and _WORD_SIGNS.search(style):
            self._signs += 1
            return _SIGNS
        if style and _WORD_NUMBER.search(style):
            self._number = True
            return _NUMBER
        if tag == "br":
            self._parts.append(_BREAK)
        elif tag == "img" and not _is_small(attributes):
            self._note(CautionKind.PICTURES, 1)
        elif tag == "meta" and attributes.get("name", "").lower() == "articletitle":
            self._flow.titles.append(attributes.get("content", ""))
        return ""

    def _note(self, kind: CautionKind, count: int) -> None:
        if count:
            self._flow.left_out.append((len(self._flow.lines), kind, count))

    def _enter(self, tag: str, attributes: Mapping[str, str]) -> None:
        box = Box(tag, self._box, len(self._flow.lines), _hints(attributes))
        if box.parent >= 0:
            parent = self._flow.boxes[box.parent]
            box.level, box.kind = parent.level, parent.kind
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            box.level = int(tag[1])
        if _WORD_NOTE.search(attributes.get("style", "")):
            box.kind = BlockKind.NOTE
        elif _WORD_CONTENTS.search(attributes.get("class", "")):
            box.kind = BlockKind.CONTENTS
        self._box = len(self._flow.boxes)
        self._flow.boxes.append(box)
        self._enter_list(tag, attributes)
        self._enter_table(box, attributes)
        self._kept += tag in _KEPT_WHITE

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
        self._kept -= tag in _KEPT_WHITE
        if tag in {"ol", "ul"}:
            self._lists.pop()
        elif tag == "table":
            self._grids.pop()
        elif tag == "li":
            self._items.clear()  # an item that shows nothing shows no number either

    def _break(self) -> None:
        """End the line that was being read."""
        text = _collapsed("".join(self._parts)) if self._parts else ""
        size = _size(text)
        if size:
            text = numbered("".join(item.marker() for item in self._items), text) if self._items else text
            self._items.clear()
            self._flow.lines.append(Line(text, self._box, size, min(self._linked, size), self._links))
        self._parts.clear()
        self._linked, self._links = 0, 1 if self._in_link else 0


def _collapsed(text: str) -> str:
    """Return a line's text with its white space as CSS shows it: one blank, none at its ends or at a line break.

    A line of the source that ends between two Chinese characters leaves no blank (CSS Text 3, 4.1.3): Word, saving a
    page, breaks its lines there.
    """
    text = _AROUND_BREAK.sub(_BREAK, _WHITE.sub(_white, text).strip(" "))
    return text.strip(_BREAK).replace(_BREAK, "\n").translate(_RETURN)


def _white(run: re.Match[str]) -> str:
    start, end, text = run.start(), run.end(), run.string
    between = "\n" in run[0] and start > 0 and end < len(text)
    return "" if between and _is_wide(text[start - 1]) and _is_wide(text[end]) else " "


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _size(text: str) -> int:
    """Return how many visible characters a text has."""
    return len("".join(text.split()))


def _hints(attributes: Mapping[str, str]) -> str:
    if not attributes:
        return ""
    return " ".join(attributes.get(name, "") for name in ("id", "class", "role")).lower().strip()


def _leads_away(address: str) -> bool:
    """Tell whether a link leads to another page: not within this one, and not to an attachment."""
    return bool(address) and not address.startswith("#") and not _FILE.search(address)


def _is_small(attributes: Mapping[str, str]) -> bool:
    sides = (attributes.get(side, "").strip().removesuffix("px") for side in ("width", "height"))
    return any(side.isascii() and side.isdigit() and int(side[:9]) < _SMALL_PICTURE for side in sides)
