"""Sets the printed page from its text: `make leaflet`. One sheet of A4 in black, in the program's own faces and lines.

The text is plain Markdown, of which this knows what the page needs: a title with what stands under it, headings, numbered
steps, a quotation that is boxed, a table of two columns, **bold** and `names`. Steps under headings of the third level
stand side by side. The same text gives the same page: no clock enters it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from qcompare.memo.drawing import Block, Ground, Item, Line, Page, height_of
from qcompare.memo.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD, typefaces
from qcompare.memo.linebreak import held_together
from qcompare.memo.look import BLACK, MM, Paper, Style
from qcompare.memo.paint import Brush
from qcompare.memo.setting import Align, Setter, Stretch

SOURCE = Path(__file__).resolve().with_name("安装和更新.md")
TARGET = SOURCE.with_suffix(".pdf")

PAPER = Paper(210 * MM, 297 * MM, 19 * MM, 191 * MM, 15 * MM, 280 * MM)
TITLE = Style(SERIF_BOLD, 24, 32)
SUBTITLE = Style(SANS, 13, 20)
HEADING = Style(SANS_BOLD, 14, 20)
SYSTEM = Style(SANS_BOLD, 11.5, 19)
BODY = Style(SERIF, 11.5, 17.2)
DIGIT = Style(SANS_BOLD, 10.5, 17.2, "FFFFFF")
FOOT = Style(SANS, 9.5, 12)

STEP_INDENT, DIGIT_SIDE = 22.0, 14.5
GUTTER = 22.0
INSET = 9.0
LABELS = 176.0
AFTER_TITLE, AFTER_PARAGRAPH, AFTER_STEP, BEFORE_HEADING = 7.0, 4.0, 2.5, 8.0
KEPT_WITH_HEADING = 40.0
LONGEST_UNBROKEN = 20  # characters: C:\Program Files stays on one line, a command may be broken between its words

ICON_SIDE = 44.0
ICON_BOXES = ((3, 6, 30, 58), (34, 6, 61, 58))
ICON_STROKES = (
    *((10, 17, 23, 2.4), (41, 17, 54, 2.4), (10, 49, 23, 2.4), (41, 49, 50, 2.4)),
    *((10, 32, 23, 2.4), (41, 32, 54, 2.4), (26, 32, 38, 1.6)),
)
"""The program's icon on its 64 by 64 grid, as app.svg has it: two plans, their lines, and what ties them."""

_INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|`(?P<name>.+?)`")
_STEP = re.compile(r"(\d+)\. (.+)")
_IN_COLUMN = re.compile(r"### |\d+\. ")
_MARKS = re.compile(r"^\|[ |-]+\|$|^(?:#+ |> |\d+\. |\| )| \|$| \| |\*\*|`", re.MULTILINE)


def plain_text(source: str) -> str:
    """Return what the page says, in its order, without what only marks it up and without white space; steps keep numbers.

    >>> plain_text("## 一、安装\\n\\n1. 双击 `qcompare-window`。\\n\\n| 看到的 | 怎么办 |\\n| --- | --- |\\n| **缺** | 补 |")
    '一、安装1双击qcompare-window。看到的怎么办缺补'
    """
    return "".join(_MARKS.sub(lambda mark: mark[0].removesuffix(". ") if mark[0][0].isdigit() else "", source).split())


@dataclass(slots=True)
class Leaflet:
    """The sheet being set: its sides, the column that is filled, and how far down."""

    setter: Setter
    pages: list[Page] = field(default_factory=lambda: [Page(PAPER, "")])
    left: float = 0.0
    width: float = PAPER.measure
    y: float = PAPER.top

    def ask(self, height: float) -> None:
        """Turn the sheet over unless `height` is left on this side."""
        if PAPER.bottom - self.y < height:
            self.pages.append(Page(PAPER, ""))
            self.y = PAPER.top

    def put(self, block: Block, indent: float = 0.0) -> None:
        """Set a block in the column; it stays whole."""
        for strip in block:
            self.pages[-1].strips.append((PAPER.left + self.left + indent, self.y, strip))
            self.y += strip.height

    def draw(self, *items: Item) -> None:
        """Draw items from the column's left edge, at the present height."""
        self.pages[-1].put(PAPER.left + self.left, self.y, *items)

    def words(self, text: str, width: float, style: Style = BODY) -> Block:
        """Return a paragraph in which names and commands stand in hei and what matters is bold."""
        name = style if style.face == SANS_BOLD else Style(SANS, style.size - 0.8, style.leading)
        styles = {"": style, "bold": style.bold(), "name": name}
        return self.setter.set([Stretch(said, styles[kind]) for kind, said in _pieces(text)], width)

    def title(self, text: str, under: str) -> None:
        """Set the title and what stands under it."""
        self._icon()
        self.put(self.setter.plain(text, TITLE, self.width))
        self.put(self.setter.plain(under, SUBTITLE, self.width))
        self.y += AFTER_TITLE

    def heading(self, text: str) -> None:
        """Set a heading over a rule, together with the beginning of what follows."""
        self.ask(BEFORE_HEADING + HEADING.leading + KEPT_WITH_HEADING)
        self.y += BEFORE_HEADING if self.y > PAPER.top else 0.0
        self.put(self.setter.plain(text, HEADING, self.width))
        self.draw(Line(0.0, 1.5, self.width, 1.5, 0.8, BLACK))
        self.y += 7.0

    def paragraph(self, text: str) -> None:
        """Set a paragraph."""
        block = self.words(text, self.width)
        self.ask(height_of(block))
        self.put(block)
        self.y += AFTER_PARAGRAPH

    def boxed(self, text: str) -> None:
        """Set a paragraph in a frame."""
        block = self.words(text, self.width - 2 * INSET)
        self.draw(*_frame(0.0, 0.0, self.width, height_of(block) + INSET, 0.8))
        self.y += INSET / 2
        self.put(block, INSET)
        self.y += INSET / 2 + AFTER_PARAGRAPH

    def step(self, number: str, text: str) -> None:
        """Set a step behind its number, white on a black square."""
        block = self.words(text, self.width - STEP_INDENT)
        self.ask(height_of(block))
        top = (BODY.leading - DIGIT_SIDE) / 2
        self.draw(Ground(0.0, top, DIGIT_SIDE, DIGIT_SIDE, BLACK))
        (digit,) = self.setter.plain(number, DIGIT, DIGIT_SIDE, Align.CENTRE)
        self.pages[-1].strips.append((PAPER.left + self.left, self.y, digit))
        self.put(block, STEP_INDENT)
        self.y += AFTER_STEP

    def table(self, rows: Sequence[tuple[str, str]]) -> None:
        """Set a table of two columns: what is seen, in hei, and what to do."""
        for number, (label, text) in enumerate(rows):
            style = Style(SANS_BOLD, 10.5, BODY.leading)
            cells = (
                self.words(label, LABELS - GUTTER, style),
                self.words(text, self.width - LABELS, style if not number else BODY),
            )
            height = max(map(height_of, cells)) + 3.0
            self.ask(height)
            top = self.y
            self.y += 1.0
            self.put(cells[0])
            self.y = top + 1.0
            self.put(cells[1], LABELS)
            self.y = top + height
            self.draw(Line(0.0, 0.0, self.width, 0.0, 0.4 if number else 0.8, BLACK))
        self.y += AFTER_PARAGRAPH

    def side_by_side(self, columns: Sequence[Sequence[str]]) -> None:
        """Set sections of the third level in columns, a line between them."""
        whole, top = self.width, self.y
        self.width = (whole - GUTTER * (len(columns) - 1)) / len(columns)
        ends = []
        for number, column in enumerate(columns):
            self.left, self.y = number * (self.width + GUTTER), top
            self.put(self.setter.plain(column[0].removeprefix("### "), SYSTEM, self.width))
            self.chunks(column[1:])
            ends.append(self.y)
        for number in range(1, len(columns)):
            self.left, self.y = number * (self.width + GUTTER) - GUTTER / 2, top
            self.draw(Line(0.0, 3.0, 0.0, max(ends) - top - 3.0, 0.4, BLACK))
        self.left, self.width, self.y = 0.0, whole, max(ends) + AFTER_PARAGRAPH

    def chunks(self, chunks: Sequence[str]) -> None:
        """Set what stands between empty lines of the source, one after the other."""
        waiting = list(chunks)
        while waiting:
            chunk = waiting.pop(0)
            if chunk.startswith("# "):
                self.title(chunk.removeprefix("# "), waiting.pop(0))
            elif chunk.startswith("## "):
                self.heading(chunk.removeprefix("## "))
            elif chunk.startswith("### "):
                end = next((at for at, later in enumerate(waiting) if not _IN_COLUMN.match(later)), len(waiting))
                self.side_by_side(_columns([chunk, *waiting[:end]]))
                del waiting[:end]
            elif chunk.startswith("> "):
                self.boxed(chunk.removeprefix("> "))
            elif chunk.startswith("|"):
                self.table([_cells(line) for line in chunk.splitlines() if not line.startswith("| ---")])
            elif _STEP.match(chunk):
                for number, text in _STEP.findall(chunk):
                    self.step(number, text)
            else:
                self.paragraph(chunk)

    def finish(self) -> None:
        """Add the feet, which need to know how many sides there are."""
        for number, page in enumerate(self.pages, start=1):
            (foot,) = self.setter.plain(foot_of(number, len(self.pages)), FOOT, PAPER.measure, Align.CENTRE)
            page.strips.append((PAPER.left, PAPER.bottom + 5 * MM, foot))

    def _icon(self) -> None:
        """Draw the program's icon in the corner: it is what is to be double-clicked."""
        left, scale = self.width - ICON_SIDE, ICON_SIDE / 64
        boxes = (tuple(at * scale for at in box) for box in ICON_BOXES)
        items = [line for x1, y1, x2, y2 in boxes for line in _frame(left + x1, y1, left + x2, y2, 1.8)]
        strokes = [
            Line(left + x1 * scale, y * scale, left + x2 * scale, y * scale, w, BLACK) for x1, y, x2, w in ICON_STROKES
        ]
        self.draw(*items, *strokes)


def _frame(x1: float, y1: float, x2: float, y2: float, weight: float) -> tuple[Line, ...]:
    corners = ((x1, y1), (x2, y1), (x2, y2), (x1, y2))
    return tuple(Line(*corners[at - 1], *corners[at], weight, BLACK) for at in range(4))


def foot_of(number: int, sides: int) -> str:
    """Return what stands at the foot of a side."""
    return f"{number}／{sides}"


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    for found in _INLINE.finditer(text):
        yield "", text[at : found.start()]
        kind = str(found.lastgroup)
        said = found[kind]
        yield kind, _unbroken(said) if kind == "name" else said
        at = found.end()
    yield "", text[at:]


def _unbroken(name: str) -> str:
    if len(name) <= LONGEST_UNBROKEN:
        return held_together(name)
    return " ".join(map(held_together, name.split(" ")))


def _cells(line: str) -> tuple[str, str]:
    label, text = line.removeprefix("| ").removesuffix(" |").split(" | ")
    return label, text


def _columns(chunks: Sequence[str]) -> list[list[str]]:
    columns: list[list[str]] = []
    for chunk in chunks:
        if chunk.startswith("### "):
            columns.append([])
        columns[-1].append(chunk)
    return columns


def write(source: Path, target: Path) -> int:
    """Write the page and return how many sides it has."""
    leaflet = Leaflet(Setter(typefaces()))
    text = source.read_text(encoding="utf-8")
    leaflet.chunks(re.split(r"\n{2,}", text.strip()))
    leaflet.finish()
    canvas = Canvas(str(target), invariant=1, pageCompression=1, lang="zh-CN", initialFontName=SERIF)
    title, under = text.split("\n\n")[:2]
    canvas.setTitle(f"{title.removeprefix('# ')}：{under}")
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("qcompare")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    for page in leaflet.pages:
        canvas.setPageSize((PAPER.width, PAPER.height))
        Brush(canvas, PAPER.height, leaflet.setter.fonts, {}).draw(page)
        canvas.showPage()
    canvas.save()
    return len(leaflet.pages)


def main() -> int:
    """Write the page beside its text and say how many sides it has."""
    print(f"{TARGET.name}: {write(SOURCE, TARGET)} sides")
    return 0


if __name__ == "__main__":
    sys.exit(main())
