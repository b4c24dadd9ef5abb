"""The aligned rows of several targets side by side: the base, then a kind and the wording for each (四、对照表)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from qcompare.citing import against_words, band_level, labels, word_for
from qcompare.dossier import Dossier, is_changed
from qcompare.marks import Markings
from qcompare.memo.drawing import Block, row_anchor
from qcompare.memo.folding import ACROSS, Fold, Sheet, printed
from qcompare.memo.fonts import SANS, SANS_BOLD
from qcompare.memo.look import BAND, CLAUSE, DUTY, GREY, LANDSCAPE, Paper, Style
from qcompare.memo.remarks import (
    Bands,
    fold_row,
    kind_block,
    outline_title,
    renumbered_note,
)
from qcompare.memo.rows import ADDED_PATH, HEAD, ROW_NUMBER, ROW_PATH
from qcompare.memo.same import runs_of_same, same_before
from qcompare.memo.setting import Align, Setter, Stretch
from qcompare.memo.table import Above, Columns, Row, stacked
from qcompare.memo.wording import Passage, Voice
from qcompare.model import Collation, RowKind
from qcompare.model import Row as Aligned

WIDEST = 4
"""Targets that stand beside each other on a page that lies across before the type would fall under 9 points."""

WIDEST_UPRIGHT = 2
"""The same on a page that stands upright, where a line then holds eleven characters."""

_NUMBER, _PATH, _BASE, _FIRST = 0, 1, 2, 3
_SIZES = {1: (10.0, 15.0), 2: (9.5, 14.0)}
_SMALLEST = (9.0, 13.5)
_WIDE_PATH = 94.0
_WIDE_PATH_STYLE = Style(SANS, 9, 13, GREY)
_NOTE = Style(SANS, 9, 13, GREY)
_SAME = Style(SANS_BOLD, 9, 13, GREY)
WIDE_VOICE = Voice(replace(CLAUSE, size=9.5, leading=14.0), replace(DUTY, size=9.0, leading=14.0))


def column_groups(targets: int, paper: Paper = LANDSCAPE) -> list[range]:
    """Return the targets in groups that fit the paper's width, as even as can be.

    >>> column_groups(5)
    [range(0, 3), range(3, 5)]
    """
    count = -(-targets // (WIDEST if paper.width > paper.height else WIDEST_UPRIGHT))
    share, larger = divmod(targets, count)
    groups, start = [], 0
    for number in range(count):
        end = start + share + (number < larger)
        groups.append(range(start, end))
        start = end
    return groups


@dataclass(frozen=True, slots=True)
class ManyRows:
    """Makes the printed rows for some of a collation's targets, led by what the first of them is compared with.

    That is the base, bearing its marks; in a chain, where pages go on with further targets, the last of the pages before.
    """

    collation: Collation
    setter: Setter
    targets: range
    markings: tuple[Markings, ...]
    labels: tuple[str, ...]
    dossier: Dossier
    sheet: Sheet

    @classmethod
    def of(cls, dossier: Dossier, setter: Setter, targets: range, sheet: Sheet = ACROSS) -> ManyRows:
        """Return the maker for these targets on a sheet."""
        collation, found = dossier.collation, dossier.notes.found
        markings = tuple(Markings(collation, target, found.arrows(target)) for target in targets)
        return cls(collation, setter, targets, markings, labels(collation), dossier, sheet)

    @property
    def lead(self) -> int:
        """Which plan leads the rows, as an index into the collation's."""
        return self.collation.against(self.targets.start)

    @property
    def columns(self) -> Columns:
        """The widths: number, path, base, then a kind and the wording for each target."""
        count = len(self.targets)
        kind = 48.0 if count <= 2 else 38.0
        path = 54.0 if count <= 2 else 48.0
        text = (self.sheet.paper.measure - 24.0 - path - kind * count) / (count + 1)
        return Columns((24.0, path, text, *(width for _ in self.targets for width in (kind, text))), inset=4.0)

    @property
    def voice(self) -> Voice:
        """The type the clauses are set in: the more columns, the smaller, never under 9 points."""
        size, leading = _SIZES.get(len(self.targets), _SMALLEST)
        duty = replace(DUTY, size=max(9.0, size - 0.5), leading=leading)
        return Voice(replace(CLAUSE, size=size, leading=leading), duty)

    def head(self) -> Row:
        """Return the table's head; the base's says whose marks it bears."""
        first = self.labels[self.targets[0] + 1]
        cells = [
            self._plain("行", HEAD, _NUMBER, Align.CENTRE),
            self._plain("条款号", HEAD, _PATH, Align.CENTRE),
            stacked(
                self._plain(f"{word_for(self.lead)}　{self.labels[self.lead]}", HEAD, _BASE, Align.CENTRE),
                self._plain(f"标记相对 {first}", Style(SANS, 9, 12, GREY), _BASE, Align.CENTRE),
            ),
        ]
        for place, target in enumerate(self.targets):
            cells.append(self._plain("类别", HEAD, _FIRST + 2 * place, Align.CENTRE))
            column = _FIRST + 2 * place + 1
            name = self._plain(f"对照　{self.labels[target + 1]}", HEAD, column, Align.CENTRE)
            said = against_words(self.collation, target)
            cells.append(
                stacked(name, self._plain(said, Style(SANS, 9, 12, GREY), column, Align.CENTRE)) if said else name
            )
        return Row(tuple(cells), above=Above.NONE, padding=(3.0, 3.0))

    def rows(self) -> Iterator[Row]:
        """Yield every row that is wanted and holds something of the base or of these targets."""
        level, bands = 1, Bands()
        for number in printed(self.dossier, folded=self.sheet.folded):
            if isinstance(number, Fold):
                yield fold_row(self.setter, self.dossier, number, self.columns, self.targets)
                continue
            row = self.collation.rows[number]
            if not self._concerns(row):
                continue
            if band_level(self.collation, row):
                level = 2
                band, again = self._band(number, row)
                bands.enter(row, again)
                yield band
            else:
                mark = ((level, outline_title(self.collation, row)),) if is_changed(row) else ()
                made = replace(self._plain_row(number, row), bookmarks=mark, under=bands.over(row))
                yield replace(made, anchors=self._anchors(number))

    def _plain_row(self, number: int, row: Aligned) -> Row:
        only = self._only(row)
        if only is not None:
            return self._added_alone(number, row, only)
        if self._base_alone(row):
            return self._dropped_alone(number, row)
        cells = self._cells(number, row, self.voice)
        kinds = ((column, cells[column], column + 1) for column in range(_FIRST, len(cells), 2))
        again = ((_NUMBER, cells[_NUMBER], None), (_PATH, self._path(row, "（续）"), None), *kinds)
        return Row(cells, again=again, columns=self._columns_of(self._runs(row)))

    def _anchors(self, number: int) -> tuple[str, ...]:
        return tuple(row_anchor(number, target) for target in self.targets)

    def _only(self, row: Aligned) -> int | None:
        """Return the one target that the row says something of, None where the leading plan or several are in it."""
        having = [target for target in self.targets if row.cells[target].kind is not RowKind.NONE]
        return having[0] if not row.clauses(self.lead) and len(having) == 1 else None

    def _base_alone(self, row: Aligned) -> bool:
        """Whether none of the targets has anything of the row's leading clause, here or elsewhere."""
        cells = [row.cells[target] for target in self.targets]
        gone = (RowKind.DROPPED, RowKind.NONE)
        return bool(row.clauses(self.lead)) and all(
            cell.kind in gone and not cell.clauses and not cell.pointers for cell in cells
        )

    def _added_alone(self, number: int, row: Aligned, target: int, voice: Voice = WIDE_VOICE) -> Row:
        """Return a row that only one target has, under that target's name."""
        plan, clauses = self.collation.targets[target].plan, row.cells[target].clauses
        whose = "\n".join((self.labels[target + 1], *(plan.clauses[c].path for c in clauses)))
        words = [self._stretches(target, c, voice) for c in clauses]
        words += [[Stretch(note, _NOTE)] for note in self._beside(number, target)]
        named, again = Stretch(whose, _WIDE_PATH_STYLE), Stretch(f"{whose}（续）", _WIDE_PATH_STYLE)
        return self._across(number, (named, again), row.cells[target].kind, words)

    def _beside(self, number: int, target: int) -> list[str]:
        return [*self.dossier.notes.of(number, target), *self.dossier.said_in_lines(number, target)]

    def _dropped_alone(self, number: int, row: Aligned) -> Row:
        """Return a row that only the leading plan has, and no target takes anything from."""
        path, style = self._paths(row), replace(ROW_PATH, size=9.0, leading=13.0)
        words = self._leading(row, WIDE_VOICE)
        said = [(target, note) for target in self.targets for note in self._beside(number, target)]
        words += [[Stretch(f"{self.labels[target + 1]}　{note}", _NOTE)] for target, note in said]
        return self._across(number, (Stretch(path, style), Stretch(f"{path}（续）", style)), RowKind.DROPPED, words)

    def _paths(self, row: Aligned) -> str:
        plan = self.collation.plans[self.lead]
        return "\n".join(plan.clauses[c].path for c in row.clauses(self.lead))

    def _leading(self, row: Aligned, voice: Voice) -> list[list[Stretch]]:
        """Return the words of the row's leading clauses, with the marks that the first target gives them."""
        plan, marks = self.collation.plans[self.lead], self.markings[0]
        runs = (marks.base_runs(clause) for clause in row.clauses(self.lead))
        return [Passage(plan, own, base_side=True).stretches(voice) for own in runs]

    def _across(
        self, number: int, named: tuple[Stretch, Stretch], kind: RowKind, words: Sequence[Sequence[Stretch]]
    ) -> Row:
        """Return a row whose words run across the columns that would stand empty; `named` is said first and again."""
        columns = self.columns
        number_width, kind_width = columns.widths[_NUMBER], columns.widths[_FIRST]
        rest = sum(columns.widths) - number_width - _WIDE_PATH - kind_width
        wide = Columns((number_width, _WIDE_PATH, kind_width, rest), columns.inset, columns.rules)
        path, again = (self.setter.set([said], wide.measure(1)) for said in named)
        kind_cell = kind_block(self.setter, kind, wide.measure(2), size=9.0)
        text = stacked(*(self.setter.set(said, wide.measure(3)) for said in words))
        cells = (self._number(number), path, kind_cell, text)
        resumed = ((_NUMBER, cells[_NUMBER], None), (_PATH, again, None), (2, kind_cell, None))
        return Row(cells, again=resumed, columns=wide)

    def _stretches(self, target: int, clause: int, voice: Voice) -> list[Stretch]:
        runs = self.markings[target - self.targets.start].target_runs(clause)
        return Passage(self.collation.targets[target].plan, runs, base_side=False).stretches(voice)

    def _number(self, number: int) -> Block:
        return self._plain(str(number + 1), ROW_NUMBER, _NUMBER, Align.CENTRE)

    def _concerns(self, row: Aligned) -> bool:
        return bool(row.clauses(self.lead)) or any(row.cells[target].clauses for target in self.targets)

    def _band(self, number: int, row: Aligned) -> tuple[Row, Row]:
        """Return the band, and the band as it is set again on the pages that follow."""
        leading = self.voice.clause.leading
        style = replace(BAND, size=min(BAND.size, self.voice.clause.size + 0.5), leading=leading)
        voice, more = Voice(style, style), [Stretch("（续）", style)]
        mark = (1, outline_title(self.collation, row))
        only = self._only(row)
        if only is not None:
            made = self._added_alone(number, row, only, voice)
            (_, path, _), (_, kind, _) = made.again[1:]
            again: tuple[Block, ...] = ((), path, kind, made.cells[3])
        else:
            made = Row(self._cells(number, row, voice), columns=self._columns_of(self._runs(row)))
            again = ((), (), *self._cells(number, row, voice, more)[_BASE:])
        band = replace(made, banded=True, keep=True, again=(), bookmarks=(mark,), anchors=self._anchors(number))
        return band, replace(band, cells=again, keep=False, bookmarks=(), anchors=())

    def _runs(self, row: Aligned) -> list[tuple[int, ...]]:
        """Return the targets in runs whose words stand in one cell."""
        return runs_of_same(self.collation, row, self.targets)

    def _columns_of(self, runs: Sequence[tuple[int, ...]]) -> Columns:
        """Return a row's own columns, one kind and one wide wording for each run."""
        kind, text = self.columns.widths[_FIRST : _FIRST + 2]
        own = [(kind, text * len(run) + kind * (len(run) - 1)) for run in runs]
        return Columns((*self.columns.widths[:_FIRST], *chain(*own)), self.columns.inset, self.columns.rules)

    def _cells(self, number: int, row: Aligned, voice: Voice, more: Sequence[Stretch] = ()) -> tuple[Block, ...]:
        """Return a row's cells; `more` is added to every wording and drops the notes."""
        base = stacked(
            *(self._set([*words, *more], self.columns.measure(_BASE)) for words in self._leading(row, voice))
        )
        runs = self._runs(row)
        columns = self._columns_of(runs)
        cells = [self._number(number), self._path(row), base]
        for at, run in enumerate(runs):
            column = _FIRST + 2 * at
            kind = row.cells[run[0]].kind
            cells.append(self._kind(row, run[0], columns.measure(column)) if kind is not RowKind.NONE else ())
            width = columns.measure(column + 1)
            notes = () if more else self._notes_of(number, run, width)
            cells.append(stacked(self._wording(row, run, voice, more, width), notes))
        return tuple(cells)

    def _kind(self, row: Aligned, target: int, width: float) -> Block:
        return kind_block(self.setter, row.cells[target].kind, width, size=9.5 if len(self.targets) <= 2 else 9.0)

    def _wording(
        self, row: Aligned, run: tuple[int, ...], voice: Voice, more: Sequence[Stretch], width: float
    ) -> Block:
        """Return the words of targets that say the same, under their names where they are several, or whom they repeat."""
        said_before = same_before(self.collation, row, run, self.targets)
        if said_before is not None:
            return self.setter.plain(f"同 {self.labels[said_before + 1]}", _NOTE, width)
        names = "、".join(self.labels[target + 1] for target in run)
        head = self.setter.plain(f"{names}　同", _SAME, width) if len(run) > 1 else ()
        words = (self._stretches(run[0], clause, voice) for clause in row.cells[run[0]].clauses)
        return stacked(head, *(self._set([*said, *more], width) for said in words))

    def _notes_of(self, number: int, run: tuple[int, ...], width: float) -> Block:
        """Return the notes of a run's targets, under their names where they differ."""
        notes = {target: self._notes(number, target) for target in run}
        if len({tuple(said) for said in notes.values()}) == 1:
            said = notes[run[0]]
        else:
            said = [f"{self.labels[target + 1]}：{note}" for target in run for note in notes[target]]
        return stacked(*(self.setter.plain(note, _NOTE, width) for note in said))

    def _notes(self, number: int, target: int) -> list[str]:
        """Return what is said of a row for a target besides its words."""
        renumbered = renumbered_note(self.collation, self.collation.rows[number], target, self.lead)
        said = self.dossier.said_in_lines(number, target)
        return [*self.dossier.notes.of(number, target), *renumbered, *said]

    def _path(self, row: Aligned, more: str = "") -> Block:
        if row.clauses(self.lead):
            return self._plain(f"{self._paths(row)}{more}", replace(ROW_PATH, size=9.0), _PATH)
        return self._plain(f"对照新设{more}", replace(ADDED_PATH, size=9.0), _PATH)

    def _plain(self, text: str, style: Style, column: int, align: Align = Align.LEFT) -> Block:
        return self.setter.plain(text, style, self.columns.measure(column), align)

    def _set(self, stretches: Sequence[Stretch], width: float) -> Block:
        return self.setter.set(stretches, width)
