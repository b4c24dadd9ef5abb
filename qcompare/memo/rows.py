"""The aligned rows of one target: number, clause, base wording, kind, target wording, notes (四、对照表)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from qcompare.citing import band_level, cited_sentence, labels, sentences_of
from qcompare.dossier import Dossier, is_changed
from qcompare.findings import RowNotes
from qcompare.groups import Group, drawn_together, groups_of
from qcompare.links import Links, cited_sentences
from qcompare.marks import MOVED_SIGN, MOVED_WORD, Markings, Run
from qcompare.memo.drawing import Block, Line, Strip, row_anchor
from qcompare.memo.folding import ACROSS, Fold, Sheet, printed
from qcompare.memo.fonts import SANS, SANS_BOLD
from qcompare.memo.linebreak import held_together
from qcompare.memo.look import BAND, GREY, NOTE, PORTRAIT, Style
from qcompare.memo.remarks import (
    Bands,
    fold_row,
    kind_block,
    outline_title,
    pointer_notes,
    renumbered_note,
)
from qcompare.memo.setting import Align, Setter, Stretch
from qcompare.memo.table import Above, Columns, Row, stacked
from qcompare.memo.wording import CIRCLED, Passage, Voice
from qcompare.model import Collation, Plan, RowKind, SentenceKind
from qcompare.model import Row as Aligned

NUMBER, PATH, BASE, KIND, TARGET, NOTES = range(6)
WIDE = Columns((24.0, 73.0, 251.0, 49.0, 251.0, 80.5), inset=4.5)
UPRIGHT = Columns((22.0, 52.0, 164.1, 40.0, 164.1), inset=3.5)
"""The columns on a page that lies across, and on one that stands upright, where notes stand under the target's words."""

HEAD = Style(SANS_BOLD, 10, 15)
ROW_NUMBER = Style(SANS, 9, 15, GREY)
ROW_PATH = Style(SANS_BOLD, 9.5, 15)
ADDED_PATH = Style(SANS, 9.5, 15, GREY)
BAND_VOICE = Voice(BAND, BAND)
CONTINUED = Stretch("（续）", BAND)
UNDER_NOTE = Style(SANS, 9, 13, GREY)
SAME_BASE = Style(SANS, 9, 15, GREY)
CLAUSE_VOICE = Voice()


@dataclass(frozen=True, slots=True)
class _Open:
    """One row opened: its number and its runs by sentence."""

    number: int
    row: Aligned
    base: Mapping[int, Sequence[Run]]
    target: Mapping[int, Sequence[Run]]

    def base_runs(self, group: Group) -> list[Run]:
        """Return the runs of the group's base sentences."""
        return [run for sentence in group.base for run in self.base.get(sentence, ())]

    def target_runs(self, group: Group) -> list[Run]:
        """Return the runs of the group's target sentences."""
        return [run for sentence in group.target for run in self.target.get(sentence, ())]


@dataclass(frozen=True, slots=True)
class PairRows:
    """Makes the printed rows of a collation with one target."""

    collation: Collation
    setter: Setter
    markings: Markings
    links: Links
    found: RowNotes
    dossier: Dossier
    sheet: Sheet

    @classmethod
    def of(cls, dossier: Dossier, setter: Setter, sheet: Sheet = ACROSS) -> PairRows:
        """Return the maker for the first target on a sheet."""
        collation, found = dossier.collation, dossier.notes.found
        markings = Markings(collation, 0, found.arrows(0))
        (links,) = dossier.notes.links
        return cls(collation, setter, markings, links, found, dossier, sheet)

    @property
    def columns(self) -> Columns:
        """The columns, as the paper lies."""
        return UPRIGHT if self.sheet.paper is PORTRAIT else WIDE

    @property
    def target(self) -> Plan:
        """The target's plan."""
        return self.links.plan

    def head(self) -> Row:
        """Return the table's head."""
        base, target = labels(self.collation)
        words = ("行", "条款号", f"基准　{base}", "类别", f"对照　{target}", "附注")
        shown = words[: len(self.columns.widths)]
        cells = tuple(self._plain(word, HEAD, column, Align.CENTRE) for column, word in enumerate(shown))
        return Row(cells, above=Above.NONE, padding=(3.0, 3.0))

    def rows(self) -> Iterator[Row]:
        """Yield every row that is wanted, a clause that is not of one piece opened to its sentences."""
        level, bands = 1, Bands()
        for number in printed(self.dossier, folded=self.sheet.folded):
            if isinstance(number, Fold):
                yield fold_row(self.setter, self.dossier, number, self.columns, range(1))
                continue
            row = self.collation.rows[number]
            if band_level(self.collation, row):
                level = 2
                band, again = self._band(self._open(number))
                bands.enter(row, again)
                yield band
            else:
                yield from (replace(made, under=bands.over(row)) for made in self._row(self._open(number), level))

    def _open(self, number: int) -> _Open:
        row = self.collation.rows[number]
        base = () if row.base is None else self.markings.base_runs(row.base)
        target = (run for clause in row.cells[0].clauses for run in self.markings.target_runs(clause))
        return _Open(number, row, by_sentence(base), by_sentence(target))

    def _band(self, opened: _Open) -> tuple[Row, Row]:
        """Return the band, and the band as it is set again on the pages that follow."""
        base = self._words(self.collation.base, chain(*opened.base.values()), base_side=True, voice=BAND_VOICE)
        target_runs = list(chain(*opened.target.values()))
        target = self._words(self.target, target_runs, base_side=False, voice=BAND_VOICE)
        kind = self._kind(opened.row.cells[0].kind)
        pointers = pointer_notes(self.collation, opened.number, 0)
        moved = self.links.moved_words(opened.target, opened.row.clauses(0), held_together)
        notes = [*moved, *pointers, *self._renumbered(opened), *self.dossier.said_in_lines(opened.number, 0)]
        words = (self._set(base, BASE), kind, self._set(target, TARGET))
        whole = self._with_notes((self._number(opened), (), *words), notes)
        more = (self._continued(base, BASE), kind, self._continued(target, TARGET))
        again = self._with_notes(((), (), *more), ())
        mark, anchor = (1, outline_title(self.collation, opened.row)), row_anchor(opened.number, 0)
        return Row(whole, banded=True, keep=True, bookmarks=(mark,), anchors=(anchor,)), Row(again, banded=True)

    def _with_notes(self, cells: tuple[Block, ...], notes: Sequence[str]) -> tuple[Block, ...]:
        """Return the cells with the notes in a column of their own, or under the target's words where there is none."""
        if len(self.columns.widths) > NOTES:
            return (*cells, stacked(*(self._plain(note, NOTE, NOTES) for note in notes)))
        under = stacked(*(self._plain(note, UNDER_NOTE, TARGET) for note in notes))
        return (*cells[:TARGET], stacked(cells[TARGET], under))

    def _kind(self, kind: RowKind, besides: Sequence[str] = ()) -> Block:
        size = 9.5 if len(self.columns.widths) > NOTES else 9.0
        return kind_block(self.setter, kind, self.columns.measure(KIND), besides, size=size)

    def _continued(self, stretches: list[Stretch], column: int) -> Block:
        return self._set([*stretches, CONTINUED], column) if stretches else ()

    def _row(self, opened: _Open, level: int) -> Iterator[Row]:
        groups = self._shown_groups(opened.row)
        for at, group in enumerate(groups):
            made = list(self._group_rows(opened, group, first=not at))
            if not at:
                title = outline_title(self.collation, opened.row)
                mark = ((level, title),) if is_changed(opened.row) else ()
                keep = len(groups) > 1 and self._is_title(group)
                anchors = (row_anchor(opened.number, 0),)
                made[0] = replace(made[0], bookmarks=mark, anchors=anchors, above=Above.FIRM, keep=keep)
            yield from made

    def _shown_groups(self, row: Aligned) -> list[Group]:
        """Return the row's groups, plain neighbours run together; a row of one piece says the row's own kind."""
        groups = groups_of(self.links, row.clauses(0), row.cells[0].clauses)
        own = set(sentences_of(self.collation.base, () if row.base is None else (row.base,)))
        mine = [t for group in groups for t in group.target]
        apart = {t for t in mine if set(self.links.bases(t)) - own}
        apart |= {t for t in mine if self.target.sentences[t].kind is SentenceKind.DUTY}
        merged = drawn_together(groups, self.links, frozenset(apart))
        return [replace(merged[0], kind=row.cells[0].kind)] if len(merged) == 1 else merged

    def _is_title(self, group: Group) -> bool:
        return all(kind is SentenceKind.HEADING for kind in self._kinds(group))

    def _kinds(self, group: Group) -> list[SentenceKind]:
        base, target = self.collation.base.sentences, self.target.sentences
        return [base[b].kind for b in group.base] + [target[t].kind for t in group.target]

    def _group_rows(self, opened: _Open, group: Group, *, first: bool) -> Iterator[Row]:
        """Yield the printed rows of a group: one, or one for each target sentence of a divided base sentence."""
        if not group.divided:
            yield self._group_row(opened, group, first=first)
            return
        for at, sentence in enumerate(group.target):
            base, elsewhere = ((), group.base) if at else (group.base, ())
            part = Group(base, (sentence,), self.links.kind_of_target(sentence), elsewhere=elsewhere)
            yield self._group_row(opened, part, first=first and not at)

    def _besides(self, opened: _Open, group: Group) -> Iterator[str]:
        """Yield the words under the kind: sentences taken apart or joined, or words that stand at another place only."""
        if group.base and not group.target:
            if any(map(self.links.has_moved, group.base)):
                yield f"{MOVED_SIGN}{MOVED_WORD}"
            elif group.kind is RowKind.NONE:
                yield "见他句" if self._served_here(opened, group) else "见他行"
        if any(map(self.links.is_split, group.base + group.elsewhere)):
            yield "拆分"
        if any(map(self.links.is_merged, group.target)):
            yield "合并"

    def _group_row(self, opened: _Open, group: Group, *, first: bool) -> Row:
        runs = opened.target_runs(group)
        notes = [*self._group_notes(opened, group, first=first), *self._named(opened, group, first=first)]
        target = self._words(self.target, runs, base_side=False, numbered=self._origins(group, runs))
        number, path = self._number(opened), self._path(opened.row)
        notes += self.dossier.said_in_lines(opened.number, 0) if first else []
        words = (self._base(opened, group), self._kind(group.kind, list(self._besides(opened, group))))
        opening = (number, path) if first else ((), ())
        cells = self._with_notes((*opening, *words, self._set(target, TARGET)), notes)
        again = ((NUMBER, number, None), (PATH, self._path(opened.row, "（续）"), None), (KIND, cells[KIND], None))
        return Row(cells, above=Above.DOTTED, again=again)

    def _group_notes(self, opened: _Open, group: Group, *, first: bool) -> Iterator[str]:
        yield from self.found.of_figures(0, group.base, group.target)
        yield from self._duty_notes(opened, group, first=first)
        home, clauses = opened.row.clauses(0), opened.row.cells[0].clauses
        yield from self.links.joining_words(group.base, group.target, clauses, home)
        elsewhere = self._other_origins(opened, group)
        if elsewhere:
            yield f"另取自{'、'.join(map(held_together, elsewhere))}"
        yield from self.links.moved_words(group.target, home, held_together)
        if not group.target:
            here = self._served_here(opened, group)
            yield from (f"见本行{held_together(cited_sentence(self.target, t, clauses))}" for t in here)
        served = {t for b in group.base for t in self.links.targets(b)}
        yield from pointer_notes(self.collation, opened.number, 0, served)

    def _duty_notes(self, opened: _Open, group: Group, *, first: bool) -> Iterator[str]:
        """Yield what is said of responsible units: beside them, or beside the title of a clause that names none."""
        duties = SentenceKind.DUTY in self._kinds(group)
        if duties or (first and not self._names_units(opened)):
            said = list(self.found.of_duties(opened.number, 0))
            only = duties and group.kind in (RowKind.ADDED, RowKind.DROPPED) and len(set(self._kinds(group))) == 1
            yield from said or (["责任单位"] if only else [])

    def _names_units(self, opened: _Open) -> bool:
        kinds = [self.collation.base.sentences[s].kind for s in opened.base]
        kinds += [self.target.sentences[s].kind for s in opened.target]
        return SentenceKind.DUTY in kinds

    def _served_here(self, opened: _Open, group: Group) -> list[int]:
        """Return the target sentences of the row that take from the group's base sentences."""
        return sorted({t for b in group.base for t in self.links.targets(b) if t in opened.target})

    def _other_origins(self, opened: _Open, group: Group) -> list[str]:
        """Return the base sentences beyond this row that the group takes from in order, as they are cited."""
        base = self.collation.base
        moved = {b for t in group.target for b in self.links.moved_bases(t)}
        origins = {b for t in group.target for b in self.links.bases(t)} - moved
        return cited_sentences(base, sorted(b for b in origins if base.sentences[b].clause != opened.row.base))

    def _named(self, opened: _Open, group: Group, *, first: bool) -> list[str]:
        """Return the note that names the target's clause: where it is another than the base's, and each of several."""
        clauses = opened.row.cells[0].clauses
        if len(clauses) < 2 or opened.row.base is None:
            return self._renumbered(opened) if first else []
        opening = {next(iter(sentences_of(self.target, (c,))), -1): c for c in clauses}
        begun = [opening[t] for t in group.target[:1] if t in opening]
        return [f"对照条款号：{held_together(self.target.clauses[c].path)}" for c in begun]

    def _renumbered(self, opened: _Open) -> list[str]:
        return renumbered_note(self.collation, opened.row, 0) if opened.row.base is not None else []

    def _base(self, opened: _Open, group: Group) -> Block:
        """Return the base's words; sentences joined into one are numbered and set apart."""
        if not group.base and group.elsewhere:
            home = self.collation.base.sentences[group.elsewhere[0]].clause
            places = "、".join(cited_sentence(self.collation.base, b, (home,)) for b in group.elsewhere)
            return self._plain(f"（取自基准{places}）", SAME_BASE, BASE)
        if not group.joined:
            return self._set(self._words(self.collation.base, opened.base_runs(group), base_side=True), BASE)
        blocks = []
        for place, sentence in enumerate(group.base):
            runs = opened.base.get(sentence, ())
            numbered = {run.span.start: CIRCLED[place % len(CIRCLED)] for run in runs[:1]}
            blocks.append(self._set(self._words(self.collation.base, runs, base_side=True, numbered=numbered), BASE))
        rule = Line(0.0, 1.5, self.columns.measure(BASE), 1.5, 0.5, "8C8C88", (1.0, 1.2))
        return stacked(blocks[0], *((Strip(3.0, (rule,)), *block) for block in blocks[1:]))

    def _origins(self, group: Group, runs: Sequence[Run]) -> dict[int, str]:
        """Return the circled numbers to be put where the words begin to come from another of the joined sentences."""
        numbered: dict[int, str] = {}
        last = -1
        for run in runs if group.joined else ():
            origin = self.links.origin(run.span.start)
            if origin in group.base and origin != last:
                numbered[run.span.start] = CIRCLED[group.base.index(origin) % len(CIRCLED)]
                last = origin
        return numbered

    def _words(
        self,
        plan: Plan,
        runs: Iterable[Run],
        *,
        base_side: bool,
        numbered: Mapping[int, str] | None = None,
        voice: Voice = CLAUSE_VOICE,
    ) -> list[Stretch]:
        return Passage(plan, tuple(runs), base_side=base_side, numbered=numbered or {}).stretches(voice)

    def _number(self, opened: _Open) -> Block:
        return self.setter.plain(str(opened.number + 1), ROW_NUMBER, self.columns.measure(NUMBER), Align.CENTRE)

    def _path(self, row: Aligned, more: str = "") -> Block:
        if row.base is not None:
            return self._plain(f"{self.collation.base.clauses[row.base].path}{more}", ROW_PATH, PATH)
        paths = "、".join(self.target.clauses[c].path for c in row.cells[0].clauses)
        return self._plain(f"对照\n{paths}{more}", ADDED_PATH, PATH)

    def _plain(self, text: str, style: Style, column: int, align: Align = Align.LEFT) -> Block:
        return self.setter.plain(text, style, self.columns.measure(column), align)

    def _set(self, stretches: Sequence[Stretch], column: int) -> Block:
        return self.setter.set(stretches, self.columns.measure(column))


def by_sentence(runs: Iterable[Run]) -> dict[int, list[Run]]:
    """Return the runs gathered under their sentences, in order."""
    gathered: dict[int, list[Run]] = {}
    for run in runs:
        gathered.setdefault(run.sentence, []).append(run)
    return gathered
