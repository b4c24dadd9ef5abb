"""The records every table is made from: lines of the alignment, derivations and destinations, computed once for all formats."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from qcompare.changes import Changes
from qcompare.citing import band_level, is_furniture, opening_of, place_of, sentences_of
from qcompare.coverage import coverage_of, share
from qcompare.findings import Findings
from qcompare.links import cited_clauses, links_of
from qcompare.marks import Arrow, Mark, Markings, Run
from qcompare.model import Alignment, Cell, Collation, Plan, Relation, Row, RowKind, SentenceKind
from qcompare.notes import Notes


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a cell's text with one mark; `moved`, `moved_from` and `arrow` are those of its run."""

    text: str
    mark: Mark = Mark.EQUAL
    whole: bool = False
    moved: bool = False
    moved_from: str = ""
    arrow: Arrow | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The wording of one cell, in pieces; `base` says which side's marks they bear."""

    pieces: tuple[Piece, ...] = ()
    base: bool = False

    @property
    def text(self) -> str:
        """The wording without its marks."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class AlignedCell:
    """What one target has on one line: `paths` of its clauses, their wording, and the places that moved sentences left.

    `carried` is the base clause's 承接率 in this target, None where the line has no base clause; in a chain the neighbour's.
    `similarity` and `changes` are what `Changes` says of the two sides; `place` is where the first clause stands in its file.
    """

    kind: RowKind
    moved: bool
    paths: tuple[str, ...]
    passage: Passage
    origins: tuple[str, ...]
    similarity: float | None
    carried: float | None
    changes: tuple[str, ...]
    place: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlignedLine:
    """One line of the alignment table (对照表). `band` is 1 for a part, 2 for a section, else 0; `path` and `place` are the base's."""

    number: int
    band: int
    path: str
    passage: Passage
    place: str
    cells: tuple[AlignedCell, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """Where one target clause came from (溯源表): the base `origins`, and how many of its sentences are of each relation.

    `number` is the line of the alignment table that holds the clause.
    """

    target: int
    number: int
    path: str
    summary: str
    kind: RowKind
    origins: tuple[str, ...]
    inherited: int
    localised: int
    modified: int
    added: int
    moved: int

    @property
    def sentences(self) -> int:
        """The number of its sentences that are not furniture."""
        return self.inherited + self.localised + self.modified + self.added


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a base clause went in one target: the clauses that took from it, and how many of its sentences found none."""

    kind: RowKind
    paths: tuple[str, ...]
    dropped: int
    carried: float


@dataclass(frozen=True, slots=True)
class Destination:
    """Where one base clause went (去向表), an arrival for each target.

    In a chain it is a clause of any plan but the last, `plan` by index, and the arrival is in the next.
    """

    number: int
    path: str
    summary: str
    sentences: int
    arrivals: tuple[Arrival, ...]
    plan: int = 0


def line_numbers(collation: Collation) -> tuple[int | None, ...]:
    """Return the number each row bears, counted from 1; None for a row of furniture alone, which the tables leave out.

    Rows of furniture are counted, so that 第7行 is the same row here, in the window and in the memo.
    """
    return tuple(None if is_furniture(collation, row) else at for at, row in enumerate(collation.rows, start=1))


def aligned_lines(
    collation: Collation, findings: Findings, shown: Collection[int] | None = None
) -> tuple[AlignedLine, ...]:
    """Return the lines of the alignment table (对照表), those of the rows `shown`, else all; furniture left out.

    Marks in the base column are relative to the first target.
    """
    numbers = line_numbers(collation)
    views = _views(collation, Notes(collation, findings))
    return tuple(
        _aligned_line(collation, row, number, views)
        for at, (row, number) in enumerate(zip(collation.rows, numbers, strict=True))
        if number is not None and (shown is None or at in shown)
    )


def aligned_line(collation: Collation, findings: Findings, row: int, relative: int = 0) -> AlignedLine:
    """Return one row as a line of the alignment table, one of furniture too; the base's marks are relative to one target."""
    views = _views(collation, Notes(collation, findings))
    return _aligned_line(collation, collation.rows[row], row + 1, views, relative)


def derivations(collation: Collation) -> tuple[Derivation, ...]:
    """Return where each clause of each target came from (溯源表), in the targets' own order.

    Summed over one target's clauses the sentences give that target's counts.
    """
    views = _views(collation)
    return tuple(
        view.derivation(clause, view.standing[clause])
        for view in views
        for clause in range(len(view.plan.clauses))
        if clause in view.standing
    )


def destinations(collation: Collation) -> tuple[Destination, ...]:
    """Return where each base clause went in each target (去向表), in base order, furniture left out.

    In a chain: where each clause of each plan but the last went in the next.
    """
    views = _views(collation)
    if collation.chained:
        return tuple(made for view in views for made in view.departures())
    numbers = line_numbers(collation)
    found = []
    for row, number in zip(collation.rows, numbers, strict=True):
        if row.base is not None and number is not None:
            arrivals = tuple(view.arrival(row.base, cell) for view, cell in zip(views, row.cells, strict=True))
            path, summary = collation.base.clauses[row.base].path, opening_of(collation.base, row.base)
            found.append(Destination(number, path, summary, len(sentences_of(collation.base, (row.base,))), arrivals))
    return tuple(found)


def _aligned_line(
    collation: Collation, row: Row, number: int, views: Sequence[_TargetView], relative: int = 0
) -> AlignedLine:
    cells = tuple(view.cell(row, cell, number) for view, cell in zip(views, row.cells, strict=True))
    band = band_level(collation, row)
    if row.base is None:
        return AlignedLine(number, band, "", Passage(base=True), "", cells)
    pieces = tuple(_pieces(collation.base, views[relative].markings.base_runs(row.base)))
    path, place = collation.base.clauses[row.base].path, place_of(collation.base, (row.base,))
    return AlignedLine(number, band, path, Passage(pieces, base=True), place, cells)


def _views(collation: Collation, notes: Notes | None = None) -> list[_TargetView]:
    return [_TargetView(collation, at, notes) for at in range(len(collation.targets))]


class _TargetView:
    """One target's side of a collation, indexed by clause and sentence so that each line is looked up, not searched."""

    def __init__(self, collation: Collation, at: int, notes: Notes | None) -> None:
        self.at, self.base, self._collation, self._notes = at, collation.base_of(at), collation, notes
        self.alignment: Alignment = collation.targets[at]
        self.plan = self.alignment.plan
        self.links = notes.links[at] if notes else links_of(collation, at)
        self.standing: dict[int, int] = {
            clause: number
            for row, number in zip(collation.rows, line_numbers(collation), strict=True)
            for clause in row.cells[at].clauses
            if number is not None
        }

    @cached_property
    def markings(self) -> Markings:
        """The marks, made when first asked for: derivations and destinations need none."""
        return Markings(self._collation, self.at, self._notes.found.arrows(self.at) if self._notes else None)

    @cached_property
    def changes(self) -> Changes:
        """What the rows changed, made when first asked for."""
        return Changes(self._collation, self.at)

    def cell(self, row: Row, cell: Cell, number: int) -> AlignedCell:
        opposite = self._collation.opposite(row, self.at)
        return AlignedCell(
            kind=cell.kind,
            moved=cell.moved,
            paths=tuple(self.plan.clauses[c].path for c in cell.clauses),
            passage=Passage(tuple(self._joined_pieces(cell.clauses))),
            origins=self.links.origins(sentences_of(self.plan, cell.clauses), opposite),
            similarity=self.changes.similarity(opposite, cell.clauses),
            carried=cell.carried if opposite else None,
            changes=self.changes.words(opposite, cell.clauses),
            place=place_of(self.plan, cell.clauses),
            remarks=tuple(self._notes.of(number - 1, self.at)) if self._notes else (),
        )

    def derivation(self, clause: int, number: int) -> Derivation:
        sentences = sentences_of(self.plan, (clause,))
        relations = [self.alignment.relations[i] for i in sentences]
        telling = [i for i in sentences if self.plan.sentences[i].kind is not SentenceKind.DUTY] or sentences
        return Derivation(
            target=self.at,
            number=number,
            path=self.plan.clauses[clause].path,
            summary=opening_of(self.plan, clause),
            kind=_kind_of({self.alignment.relations[i] for i in telling}),
            origins=cited_clauses(self.base, (b for i in sentences for b in self.links.bases(i))),
            inherited=relations.count(Relation.INHERITED),
            localised=relations.count(Relation.LOCALISED),
            modified=relations.count(Relation.MODIFIED),
            added=relations.count(Relation.ADDED),
            moved=sum(bool(self.links.moved_bases(i)) for i in sentences),
        )

    def arrival(self, clause: int, cell: Cell) -> Arrival:
        sentences = self.base.clauses[clause].sentences
        paths = cited_clauses(self.plan, (t for i in sentences for t in self.links.targets(i)))
        return Arrival(cell.kind, paths, sum(self.links.dropped(i) for i in sentences), cell.carried)

    def departures(self) -> Iterator[Destination]:
        """Yield where each clause of the plan that this target is compared with went, furniture left out."""
        against = self._collation.against(self.at)
        standing = {
            clause: number
            for row, number in zip(self._collation.rows, line_numbers(self._collation), strict=True)
            for clause in row.clauses(against)
            if number is not None
        }
        for found in coverage_of(self._collation, self.at).clauses:
            own = sentences_of(self.base, (found.clause,))
            paths = cited_clauses(self.plan, (t for i in own for t in self.links.targets(i)))
            dropped = sum(self.links.dropped(i) for i in own)
            arrival = Arrival(self._fate(own), paths, dropped, share(found.carried, found.characters))
            path, summary = self.base.clauses[found.clause].path, opening_of(self.base, found.clause)
            yield Destination(standing[found.clause], path, summary, len(own), (arrival,), against)

    def _fate(self, sentences: Sequence[int]) -> RowKind:
        """Return what became of a clause by its sentences, responsible units left aside where there is anything else."""
        telling = [i for i in sentences if self.base.sentences[i].kind is not SentenceKind.DUTY] or sentences
        kinds = {self.links.kind_of_base(i) for i in telling}
        if kinds == {RowKind.DROPPED}:
            return RowKind.DROPPED
        if kinds & {RowKind.DROPPED, RowKind.MODIFIED}:
            return RowKind.MODIFIED
        return RowKind.LOCALISED if RowKind.LOCALISED in kinds else RowKind.INHERITED

    def _joined_pieces(self, clauses: Sequence[int]) -> Iterator[Piece]:
        for nth, clause in enumerate(clauses):
            if nth:
                yield Piece("\n")
            yield from _pieces(self.plan, self.markings.target_runs(clause))


def _kind_of(relations: Set[Relation | None]) -> RowKind:
    """Return the kind that a clause's sentences bear out: what the base has besides is not the clause's matter."""
    if relations == {Relation.ADDED}:
        return RowKind.ADDED
    if relations & {Relation.ADDED, Relation.MODIFIED}:
        return RowKind.MODIFIED
    return RowKind.LOCALISED if Relation.LOCALISED in relations else RowKind.INHERITED


def _pieces(plan: Plan, runs: Iterable[Run]) -> Iterator[Piece]:
    """Yield the wording under the runs; what stands between two sentences of a clause keeps them apart as printed.

    Line ends with their indents and blank lines become one line end; wording of another clause that stands between is
    not this clause's and leaves a line end too.
    """
    at: int | None = None
    for run in runs:
        if at is not None and run.span.start > at:
            between = plan.text[at : run.span.start]
            yield Piece("\n" if between.strip() or "\n" in between else between)
        yield Piece(run.span.of(plan.text), run.mark, run.whole, run.moved, run.moved_from, run.arrow)
        at = run.span.end
