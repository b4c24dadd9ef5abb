"""Where each base clause went and where each target clause came from (去向表、溯源表)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qcompare.citing import base_word, cited_clause, labels, opening_of, percent, place_of, sentences_of
from qcompare.coverage import share
from qcompare.dossier import Dossier
from qcompare.findings import homes_of
from qcompare.marks import SIGNS, WORDS
from qcompare.memo.drawing import Block, Strip, row_anchor
from qcompare.memo.fonts import SANS, SANS_BOLD
from qcompare.memo.linebreak import held_together
from qcompare.memo.look import NOTE, SUBHEADING, TABLE, Style
from qcompare.memo.pages import Pages
from qcompare.memo.setting import Align, Setter, Stretch
from qcompare.memo.table import Above, Columns, Row, Table, stacked
from qcompare.model import Plan, RowKind
from qcompare.palette import LIGHT
from qcompare.statistics import BASE_KINDS, TARGET_KINDS, Tally

_PATHS = Style(SANS, 9.5, 13)
_PLACE = Style(SANS, 9, 11.5, "555555")
_HEAD = Style(SANS_BOLD, 9.5, 13)
_DESTINATIONS = Columns((76.0, 149.0, 85.0, 22.0, 22.0, 22.0, 22.0, 44.6), inset=4.0, rules="555555")
_DERIVATIONS = Columns((76.0, 178.0, 100.6, 22.0, 22.0, 22.0, 22.0), inset=4.0, rules="555555")


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of clauses ready to be set: its title, head, rows and the remark under it."""

    title: str
    columns: Columns
    head: Row
    rows: tuple[Row, ...]
    remark: str

    def set(self, pages: Pages) -> None:
        """Set the table with its title and bookmark."""
        pages.ask(90.0)
        pages.bookmark(1, self.title)
        pages.put(pages.setter.plain(self.title, SUBHEADING, pages.page.paper.measure))
        pages.skip(3.0)
        continued = pages.setter.plain(f"{self.title}（续）", SUBHEADING, pages.page.paper.measure)
        Table(pages, self.columns, (self.head,), stacked(continued, (Strip(3.0),))).set(self.rows)
        pages.skip(3.0)
        pages.put(pages.setter.plain(self.remark, NOTE, pages.page.paper.measure))
        pages.skip(14.0)


def destinations(setter: Setter, dossier: Dossier, target: int, measure: float) -> Listing:
    """Return the table of destinations (去向表), as wide as the measure: each base clause and where its sentences went."""
    collation = dossier.collation
    links = dossier.notes.links[target]
    plan, base, names = links.plan, links.base, labels(collation)
    counts = links.alignment.counts
    cells = _Cells(setter, _DESTINATIONS.spread(measure), BASE_KINDS, target)
    rows, total = [], Tally()
    shares = {c.clause: share(c.carried, c.characters) for c in dossier.findings.coverage[target].clauses}
    homes = homes_of(collation)[collation.against(target)]
    for clause in range(len(base.clauses)):
        sentences = sentences_of(base, (clause,))
        if not sentences:
            continue
        tally = Tally.of(map(links.kind_of_base, sentences))
        total += tally
        went = [plan.sentences[t].clause for s in sentences for t in links.targets(s)]
        where = cells.where(plan, went, base.clauses[clause].path, RowKind.DROPPED)
        rows.append(cells.row(base, clause, homes[clause], where, tally, percent(shares[clause])))
    said = f"全文{len(rows)}条，{counts.base}句"
    rows = _with_total(rows, cells.total(said, total, percent(counts.carried_share)))
    title = f"去向表：{names[collation.against(target)]} → {names[target + 1]}"
    remark = (
        f"＝沿用　≈属地化　≠修改　－未承接；加粗为条款号有变。句数按{base_word(collation, target)}计，承接率按字计。"
    )
    return Listing(title, cells.columns, cells.head("去　向", "承接率"), tuple(rows), f"{remark}{_place_remark(base)}")


def derivations(setter: Setter, dossier: Dossier, target: int, measure: float) -> Listing:
    """Return the table of derivations (溯源表), as wide as the measure: each target clause and where its sentences came from."""
    collation = dossier.collation
    links = dossier.notes.links[target]
    plan, base, names = links.plan, links.base, labels(collation)
    cells = _Cells(setter, _DERIVATIONS.spread(measure), TARGET_KINDS, target)
    homes = homes_of(collation)[target + 1]
    rows, total = [], Tally()
    for clause, found in enumerate(plan.clauses):
        sentences = sentences_of(plan, (clause,))
        if not sentences:
            continue
        tally = Tally.of(map(links.kind_of_target, sentences))
        total += tally
        came = [base.sentences[b].clause for s in sentences for b in links.bases(s)]
        where = cells.where(base, came, found.path, RowKind.ADDED)
        rows.append(cells.row(plan, clause, homes[clause], where, tally))
    rows = _with_total(rows, cells.total(f"全文{len(rows)}条，{links.alignment.counts.target}句", total))
    title = f"溯源表：{names[target + 1]} ← {names[collation.against(target)]}"
    remark = "＝沿用　≈属地化　≠修改　＋新增；加粗为条款号有变。句数按对照计。"
    return Listing(title, cells.columns, cells.head("来　源"), tuple(rows), f"{remark}{_place_remark(plan)}")


def _place_remark(plan: Plan) -> str:
    return "条款号后是原文件中的位置。" if plan.blocks else ""


@dataclass(frozen=True, slots=True)
class _Cells:
    """Sets the cells of either table: path, title, other side's paths, counts by kind, and perhaps a share."""

    setter: Setter
    columns: Columns
    kinds: Sequence[RowKind]
    target: int

    def head(self, where: str, *more: str) -> Row:
        """Return the head; the counts are headed by their signs."""
        words = ("条款号", "标　题", where)
        cells = [self._plain(word, _HEAD, column, Align.CENTRE) for column, word in enumerate(words)]
        for column, kind in enumerate(self.kinds, start=3):
            cells.append(self._plain(SIGNS[kind], replace(_HEAD, ink=LIGHT.kinds[kind]), column, Align.CENTRE))
        cells += [self._plain(word, _HEAD, 7, Align.CENTRE) for word in more]
        return Row(tuple(cells), above=Above.NONE, padding=(3.0, 3.0))

    def row(self, plan: Plan, clause: int, at: int, where: Block, tally: Tally, *more: str) -> Row:
        """Return one clause's row; its path leads to where row `at` of the comparison is printed."""
        width = self.columns.measure(1)
        title = self.setter.fitted(opening_of(plan, clause), TABLE, width)
        linked = Stretch(plan.clauses[clause].path, _PATHS, link=row_anchor(at, self.target))
        place = [Stretch(f" {held_together(place_of(plan, (clause,)))}", _PLACE)] if plan.blocks else []
        path = self.setter.set([linked, *place], self.columns.measure(0))
        cells = [path, self.setter.plain(title, TABLE, width), where]
        return self._finished(cells, tally, more)

    def total(self, said: str, tally: Tally, *more: str) -> Row:
        """Return the last row, with the sums."""
        return self._finished([self._plain("合计", _PATHS, 0), self._plain(said, _PATHS, 1), ()], tally, more)

    def where(self, plan: Plan, clauses: Sequence[int], here: str, none: RowKind) -> Block:
        """Return the paths of the other side's clauses, each bold where another number; or the word for their absence."""
        paths = [cited_clause(plan, clause) for clause in sorted(set(clauses))]
        if not paths:
            return self._plain(f"{SIGNS[none]}{WORDS[none]}", replace(_HEAD, ink=LIGHT.kinds[none]), 2)
        return stacked(*(self._plain(path, _PATHS if path == here else _HEAD, 2) for path in paths))

    def _finished(self, cells: list[Block], tally: Tally, more: Sequence[str]) -> Row:
        for column, kind in enumerate(self.kinds, start=3):
            cells.append(self._plain(str(tally[kind]) if tally[kind] else "", TABLE, column, Align.CENTRE))
        cells += [self._plain(word, TABLE, 7, Align.RIGHT) for word in more]
        return Row(tuple(cells), padding=(1.4, 1.8))

    def _plain(self, text: str, style: Style, column: int, align: Align = Align.LEFT) -> Block:
        return self.setter.plain(text, style, self.columns.measure(column), align)


def _with_total(rows: Sequence[Row], total: Row) -> list[Row]:
    """Return the rows with their sums last, never alone on a page."""
    return [*rows[:-1], *(replace(row, keep=True) for row in rows[-1:]), total]
