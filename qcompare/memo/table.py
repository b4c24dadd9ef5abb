"""Tables that run over pages: column rules, heads that return, rows that split at lines and never leave one alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from qcompare.memo.drawing import Anchor, Block, Ground, Line, height_of
from qcompare.memo.look import BLACK, FAINT, PALE
from qcompare.memo.pages import Pages

_THICK, _THIN = 1.0, 0.5
_FIRM, _FINE = "555555", "8C8C88"
_ALONE = 2  # lines of a split row that must stand together on either page


class Above(Enum):
    """The line a row has above it."""

    NONE = "none"
    DOTTED = "dotted"
    FIRM = "firm"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table's columns stand: their edges from the frame's left, and the room between an edge and the text."""

    widths: tuple[float, ...]
    inset: float = 5.0
    rules: str = PALE

    def spread(self, measure: float) -> Columns:
        """Return the columns as wide together as the measure, each in proportion."""
        share = measure / sum(self.widths)
        return replace(self, widths=tuple(width * share for width in self.widths))

    def measure(self, column: int) -> float:
        """Return the width text may take in a column."""
        return self.widths[column] - 2 * self.inset


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a printed table: a block for each column.

    `keep` holds the row on the page of the next one. `again` gives what is set again in columns that a page break leaves
    empty: column and block, and the column whose words must go on for it, if any. `under` is the band the row belongs to,
    set again above it where it opens a page. `bookmarks` are levels and titles of the outline that lead here, `anchors` the
    names that links lead here by. `columns` are the row's own where they are not the table's.
    """

    cells: tuple[Block, ...]
    above: Above = Above.FIRM
    banded: bool = False
    keep: bool = False
    again: tuple[tuple[int, Block, int | None], ...] = ()
    under: Row | None = None
    bookmarks: tuple[tuple[int, str], ...] = ()
    anchors: tuple[str, ...] = ()
    padding: tuple[float, float] = (2.6, 3.0)
    columns: Columns | None = None

    @property
    def height(self) -> float:
        """How tall the row stands when whole."""
        return max((height_of(cell) for cell in self.cells), default=0.0) + sum(self.padding)

    @property
    def least(self) -> float:
        """The least height the row may be begun with at the foot of a page."""
        lines = max((len(cell) for cell in self.cells), default=0)
        if lines < 2 * _ALONE:
            return self.height
        return max(height_of(cell[:_ALONE]) for cell in self.cells) + sum(self.padding)

    def resumed(self) -> Row:
        """Return the row as the first on a new page: a column left empty under the row before is filled again."""
        cells = list(self.cells)
        for column, block, beside in self.again:
            if beside is None or cells[beside]:
                cells[column] = cells[column] or block
        return replace(self, cells=tuple(cells), above=Above.FIRM)

    def split(self, room: float) -> tuple[Row, Row]:
        """Return what of the row fits into `room`, at least a line, and the rest."""
        counts = [_fitting(cell, room - sum(self.padding)) for cell in self.cells]
        if not any(counts):
            counts = [min(1, len(cell)) for cell in self.cells]
        lone = [len(cell) - count == 1 and count > _ALONE for cell, count in zip(self.cells, counts, strict=True)]
        counts = [count - alone for count, alone in zip(counts, lone, strict=True)]
        head = tuple(cell[:count] for cell, count in zip(self.cells, counts, strict=True))
        tail = [cell[count:] for cell, count in zip(self.cells, counts, strict=True)]
        rest = replace(self, cells=tuple(tail), above=Above.DOTTED, bookmarks=(), anchors=())
        return replace(self, cells=head, keep=False), rest


@dataclass(slots=True)
class Table:
    """A table being set onto pages; `continued`, its head and the band of the next row are set on every page it turns to."""

    pages: Pages
    columns: Columns
    head: tuple[Row, ...] = ()
    continued: Block = ()
    _kept: float = field(default=0.0, init=False)
    _turned: bool = field(default=False, init=False)

    def set(self, rows: Sequence[Row], after: float = 0.0) -> None:
        """Set all rows, then close the table with its thick rule, leaving the height `after` on the last page."""
        self._begin()
        start = 0
        while start < len(rows):
            end = start + 1
            while end < len(rows) and rows[end - 1].keep:
                end += 1
            self._kept = after if end == len(rows) else 0.0
            self._set_chain(rows[start:end])
            start = end
        self._close()

    def _begin(self) -> None:
        self._thick_rule()
        for row in self.head:
            self._place(row)

    def _close(self) -> None:
        self._thick_rule()

    def _turn(self, upcoming: Row) -> None:
        self._close()
        self.pages.turn_on()
        self.pages.put(self.continued)
        self._begin()
        self._turned = True
        if upcoming.under is not None:
            self._place(upcoming.under)

    def _thick_rule(self) -> None:
        self.pages.draw(Line(0.0, 0.0, self._width, 0.0, _THICK, BLACK))

    @property
    def _room(self) -> float:
        return self.pages.room - self._kept

    @property
    def _width(self) -> float:
        return sum(self.columns.widths)

    def _set_chain(self, chain: Sequence[Row]) -> None:
        """Set rows that must begin on one page: headings and the first lines under them."""
        needed = sum(row.height for row in chain[:-1]) + chain[-1].least
        if needed > self._room and not self._fresh():
            self._turn(chain[0])
        for row in chain:
            self._set_row(row)

    def _fresh(self) -> bool:
        paper = self.pages.page.paper
        return self.pages.y < paper.top + (paper.bottom - paper.top) * 0.25

    def _set_row(self, row: Row) -> None:
        if row.least > self._room and not self._fresh():
            self._turn(row)
        row = self._as_resumed(row)
        while row.height > self._room:
            head, row = row.split(self._room)
            self._place(head)
            self._turn(row)
            row = self._as_resumed(row)
        self._place(row)

    def _as_resumed(self, row: Row) -> Row:
        resumed, self._turned = self._turned, False
        return row.resumed() if resumed else row

    def _place(self, row: Row) -> None:
        pages, height, columns = self.pages, row.height, row.columns or self.columns
        for level, title in row.bookmarks:
            pages.bookmark(level, title)
        pages.page.anchors += [Anchor(name, pages.y) for name in row.anchors]
        if row.banded:
            pages.draw(Ground(0.0, 0.0, self._width, height, FAINT))
        self._rules(row, columns, height)
        x = pages.page.paper.left
        for cell, width in zip(row.cells, columns.widths, strict=True):
            y = pages.y + row.padding[0]
            for strip in cell:
                pages.page.strips.append((x + columns.inset, y, strip))
                y += strip.height
            x += width
        pages.y += height

    def _rules(self, row: Row, columns: Columns, height: float) -> None:
        if row.above is Above.FIRM:
            self.pages.draw(Line(0.0, 0.0, self._width, 0.0, _THIN, _FIRM))
        elif row.above is Above.DOTTED:
            self.pages.draw(Line(0.0, 0.0, self._width, 0.0, _THIN, _FINE, (1.0, 1.2)))
        x = 0.0
        for width in columns.widths[:-1]:
            x += width
            self.pages.draw(Line(x, 0.0, x, height, _THIN, columns.rules))


def _fitting(cell: Block, room: float) -> int:
    """Return how many lines of the cell stand within `room`."""
    count = 0
    for strip in cell:
        room -= strip.height
        if room < -1e-6:
            break
        count += 1
    return count


def stacked(*blocks: Block) -> Block:
    """Return the blocks one below the other."""
    return tuple(strip for block in blocks for strip in block)
