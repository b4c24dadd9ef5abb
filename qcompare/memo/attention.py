"""What a reviewer checks first (请先核): figures that changed, clauses left out, matches in doubt, units not named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qcompare.citing import base_word, cited_clause, in_one_line, opening_of, sentences_of, told_labels
from qcompare.dossier import Dossier
from qcompare.figure_changes import FigureKind, FigureRow
from qcompare.findings import (
    FIGURE_SIGNS,
    clauses_named,
    figure_clauses,
    figure_words,
    figures_said,
    homes_of,
    is_to_check,
    lack_words,
    years_said,
)
from qcompare.memo.drawing import Block, PageNumber, Strip, Text, row_anchor
from qcompare.memo.fonts import SANS, SANS_BOLD
from qcompare.memo.look import BLACK, NOTE, SUBHEADING, TABLE, Style
from qcompare.memo.pages import Pages
from qcompare.memo.setting import Align, Setter, Stretch
from qcompare.memo.table import Above, Columns, Row, Table, stacked
from qcompare.model import Match, RowKind
from qcompare.palette import LIGHT

_FIGURES = (118.0, 78.0, 78.0, 62.0, 79.6)
_DROPPED = (86.0, 290.0, 39.6)
_DOUBTS = (86.0, 329.6)
_PAGE = 27.0  # the column of page numbers
_HEAD = Style(SANS_BOLD, 9.5, 13)
_PATH = Style(SANS, 9.5, 13)
_NAMED = 12
"""Clauses without units that are named; more are only counted, and stand in the Excel sheets."""


def set_attention(pages: Pages, dossier: Dossier, *, numbered: bool) -> None:
    """Set for each target what to check first; `numbered` says on which page each row is printed."""
    for target, name in enumerate(told_labels(dossier.collation)):
        first = _First(pages, dossier, target, name if len(dossier.collation.targets) > 1 else "", numbered)
        if not first.set():
            said = f"{f'{name}：' if len(dossier.collation.targets) > 1 else ''}没有须先核的事项。"
            pages.put(pages.setter.plain(said, NOTE, pages.page.paper.measure))


def set_page(setter: Setter, row: int, target: int, width: float) -> Block:
    """Return the number of the page on which a row is printed for a target, to stand in a column of that width."""
    strip = setter.plain("0", TABLE, width)[0]
    baseline = next(item.y for item in strip.items if isinstance(item, Text))
    return (
        Strip(strip.height, (PageNumber(width / 2, baseline, row_anchor(row, target), TABLE.face, TABLE.size, BLACK),)),
    )


@dataclass(frozen=True, slots=True)
class _First:
    """Sets what to check first of one target, named where there are several."""

    pages: Pages
    dossier: Dossier
    target: int
    name: str
    numbered: bool

    def set(self) -> bool:
        """Set all there is, and return whether there was anything."""
        every = (self._set_figures(), self._set_dropped(), self._set_doubts(), self._set_lacking())
        return any(every)

    # figures

    def _set_figures(self) -> bool:
        """Set the figures that are not the base's, those that were dropped last."""
        cells = [(row.cells[self.target + 1], row) for row in self.dossier.findings.figures.rows]
        rows = [row for cell, row in cells if is_to_check(cell) and cell.kind is not FigureKind.DROPPED]
        rows += [row for cell, row in cells if cell.kind is FigureKind.DROPPED]
        if rows:
            self._title("指标")
            columns, word = self._columns(_FIGURES), base_word(self.dossier.collation, self.target)
            head = self._head(columns, "指　标", "基　准" if word == "基准" else word, "对　照", "变　化", "条款号")
            Table(self.pages, columns, (head,)).set([self._figure_row(row, columns) for row in rows])
            if any(row.cells[self.target + 1].kind is FigureKind.DROPPED for row in rows):
                self._note(f"未承接的指标所注为{word}条款号。")
        return bool(rows)

    def _figure_row(self, row: FigureRow, columns: Columns) -> Row:
        cell, collation, table = row.cells[self.target + 1], self.dossier.collation, self.dossier.findings.figures
        colour = LIGHT.kinds[RowKind.DROPPED if cell.weaker else RowKind.MODIFIED]
        gone = cell.kind is FigureKind.DROPPED
        plan = collation.against(self.target) if gone else self.target + 1
        first = table.figures[plan][row.cells[plan].figures[0]]
        at = homes_of(collation)[plan][collation.plans[plan].sentences[first.sentence].clause]
        clauses = figure_clauses(collation, table, plan, row.cells[plan])
        change = f"{FIGURE_SIGNS[cell.kind]} {figure_words(cell)}"
        cells = (
            self._cell(Stretch(in_one_line(row.indicator), TABLE), columns, 0),
            self._cell(Stretch(self._value(collation.against(self.target), row), TABLE), columns, 1, Align.CENTRE),
            self._cell(Stretch(self._value(self.target + 1, row), TABLE), columns, 2, Align.CENTRE),
            self._cell(Stretch(change, Style(SANS_BOLD, 9.5, 13, colour)), columns, 3, Align.CENTRE),
            self._cell(self._linked(clauses, TABLE, at), columns, 4, Align.CENTRE),
        )
        return self._row(cells, columns, at)

    def _value(self, plan: int, row: FigureRow) -> str:
        """Return what a plan says, with its year where the years differ."""
        table = self.dossier.findings.figures
        said = figures_said(self.dossier.collation, table, plan, row.cells[plan])
        year = years_said(table, plan, row.cells[plan]) if row.cells[self.target + 1].year else ""
        return f"{said}（{year}年）" if year else said

    # clauses

    def _set_dropped(self) -> bool:
        """Set the clauses of which nothing was carried."""
        collation = self.dossier.collation
        gone = [
            (at, clause)
            for at, row in enumerate(collation.rows)
            if row.cells[self.target].kind is RowKind.DROPPED
            for clause in collation.opposite(row, self.target)
        ]
        if not gone:
            return False
        self._title(f"未承接的{base_word(collation, self.target)}条款")
        columns = self._columns(_DROPPED)
        head = self._head(columns, "条款号", "标题或首句", "句　数")
        Table(self.pages, columns, (head,)).set([self._clause_row(at, clause, columns) for at, clause in gone])
        return True

    def _clause_row(self, at: int, clause: int, columns: Columns) -> Row:
        plan = self.dossier.collation.base_of(self.target)
        cells = (
            self._cell(self._linked(cited_clause(plan, clause), _PATH, at), columns, 0),
            self._cell(Stretch(opening_of(plan, clause), TABLE), columns, 1),
            self._cell(Stretch(str(len(sentences_of(plan, (clause,)))), TABLE), columns, 2, Align.CENTRE),
        )
        return self._row(cells, columns, at)

    def _set_doubts(self) -> bool:
        """Set the matches of which the program is not sure."""
        found = list(self._doubts())
        if not found:
            return False
        self._title("存疑的对应")
        columns = self._columns(_DOUBTS)
        rows = [self._doubt_row(at, target, match, columns) for at, target, match in found]
        Table(self.pages, columns, (self._head(columns, "对照条款号", "须核对的事项"),)).set(rows)
        return True

    def _doubts(self) -> Iterator[tuple[int, int, Match]]:
        """Yield the row, the target's clause and the match of each pair in doubt."""
        collation, links = self.dossier.collation, self.dossier.notes.links[self.target]
        for at, row in enumerate(collation.rows):
            for clause in row.cells[self.target].clauses if row.cells[self.target].doubtful else ():
                for sentence in sentences_of(links.plan, (clause,)):
                    yield from ((at, clause, match) for match in links.matches(sentence) if match.doubtful)

    def _doubt_row(self, at: int, clause: int, match: Match, columns: Columns) -> Row:
        """Return a match in doubt with the beginnings of both sentences, so that it can be judged where it stands."""
        links = self.dossier.notes.links[self.target]
        home = self.dossier.collation.opposite(self.dossier.collation.rows[at], self.target)
        asked = links.question(match, (clause,), home)
        width = columns.measure(1)
        quoted = (
            (base_word(self.dossier.collation, self.target), links.base, match.base),
            ("对照", links.plan, match.target),
        )
        lines = [f"{word}：{in_one_line(plan.wording(s)).strip()}" for word, plan, s in quoted]
        setter = self.pages.setter
        cells = (
            self._cell(self._linked(cited_clause(links.plan, clause), _PATH, at), columns, 0),
            stacked(
                self._cell(Stretch(asked, TABLE), columns, 1),
                *(setter.plain(setter.fitted(line, NOTE, width), NOTE, width) for line in lines),
            ),
        )
        return self._row(cells, columns, at)

    def _set_lacking(self) -> bool:
        """Set the clauses that should perhaps name responsible units."""
        collation = self.dossier.collation
        lacks = ((row.row, row.cells[self.target + 1].lack) for row in self.dossier.findings.duties.rows)
        lacking = [
            f"{clauses_named(collation, self.target + 1, collation.rows[at].cells[self.target].clauses)}"
            f"（{lack_words(collation, self.target, lack)}）"
            for at, lack in lacks
            if lack
        ]
        if lacking:
            self._title("责任单位")
            named = "；".join(lacking[:_NAMED]) + (f"等{len(lacking)}条" if len(lacking) > _NAMED else "")
            self._note(f"可能漏列责任单位的条款：{named}。")
        return bool(lacking)

    # their looks

    def _title(self, words: str) -> None:
        self.pages.ask(80.0)
        self.pages.skip(8.0)
        title = f"{words}：{self.name}" if self.name else words
        self.pages.put(self.pages.setter.plain(title, SUBHEADING, self.pages.page.paper.measure))
        self.pages.skip(3.0)

    def _note(self, words: str) -> None:
        self.pages.put(self.pages.setter.plain(words, NOTE, self.pages.page.paper.measure))
        self.pages.skip(3.0)

    def _columns(self, widths: Sequence[float]) -> Columns:
        own = Columns((*widths, _PAGE) if self.numbered else tuple(widths), inset=4.0, rules="555555")
        return own.spread(self.pages.page.paper.measure)

    def _head(self, columns: Columns, *words: str) -> Row:
        said = (*words, "页") if self.numbered else words
        return Row(
            tuple(self._cell(Stretch(w, _HEAD), columns, at, Align.CENTRE) for at, w in enumerate(said)),
            above=Above.NONE,
        )

    def _row(self, cells: Sequence[Block], columns: Columns, at: int) -> Row:
        page = (set_page(self.pages.setter, at, self.target, columns.measure(len(cells))),) if self.numbered else ()
        return Row((*cells, *page), padding=(1.6, 2.0))

    def _cell(self, said: Stretch, columns: Columns, column: int, align: Align = Align.LEFT) -> Block:
        return self.pages.setter.set([said], columns.measure(column), align)

    def _linked(self, text: str, style: Style, row: int) -> Stretch:
        """Return words that lead to where a row is printed."""
        return Stretch(text, style, link=row_anchor(row, self.target))
