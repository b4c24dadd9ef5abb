"""The records every table is made from: lines of the alignment, derivations and destinations, computed once for all formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from qcompare.marks import Mark, Markings, Run
from qcompare.model import Alignment, Cell, ClauseKind, Collation, Match, Plan, Relation, Row, RowKind, SentenceKind

_BANDS = {ClauseKind.TITLE: 1, ClauseKind.PART: 1, ClauseKind.SECTION: 2}
_SUMMARY_LENGTH = 24  # 条款 without a title are recognised by their first words; this many fit one line of a table


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a cell's text with one mark; `moved_from` is the path it came from when out of order, else empty.

    `sentence` is the index of the sentence it belongs to, -1 for what stands between two.
    """

    text: str
    mark: Mark = Mark.EQUAL
    whole: bool = False
    moved_from: str = ""
    sentence: int = field(default=-1, compare=False)


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
    """What one target has on one line: `paths` of its clauses, their wording, and the paths that moved stretches left.

    `carried` is the base clause's 承接率 in this target, None where the line has no base clause.
    """

    kind: RowKind
    moved: bool
    paths: tuple[str, ...]
    passage: Passage
    origins: tuple[str, ...]
    carried: float | None
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlignedLine:
    """One line of the alignment table (对照表). `band` is 1 for a part, 2 for a section, else 0; `path` is the base's."""

    number: int
    band: int
    path: str
    passage: Passage
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
    """Where one base clause went (去向表), an arrival for each target."""

    number: int
    path: str
    summary: str
    sentences: int
    arrivals: tuple[Arrival, ...]


def labels(collation: Collation) -> tuple[str, ...]:
    """Return a short name for each plan, the base first; no two are the same, so that two drafts can be told apart."""
    plans = (collation.base, *(alignment.plan for alignment in collation.targets))
    names = [plan.label or plan.metadata.title or plan.source or "未命名" for plan in plans]
    if len(set(names)) < len(names):
        names = [f"{name}（{plan.source}）" if plan.source else name for name, plan in zip(names, plans, strict=True)]
    if len(set(names)) < len(names):
        names = [f"{name}［{at}］" for at, name in enumerate(names, start=1)]
    return tuple(names)


def line_numbers(collation: Collation) -> tuple[int | None, ...]:
    """Return the number each row bears, counted from 1; None for a row of furniture alone, which the tables leave out.

    Rows of furniture are counted, so that 第7行 is the same row here, in the window and in the memo.
    """
    return tuple(None if is_furniture(collation, row) else at for at, row in enumerate(collation.rows, start=1))


def is_furniture(collation: Collation, row: Row) -> bool:
    """Tell whether the row holds nothing but furniture (版面信息), which the tables leave out and count."""
    clauses = [] if row.base is None else [collation.base.clauses[row.base]]
    for alignment, cell in zip(collation.targets, row.cells, strict=True):
        clauses += [alignment.plan.clauses[index] for index in cell.clauses]
    return all(clause.kind is ClauseKind.FURNITURE for clause in clauses)


def aligned_lines(collation: Collation, marked_against: int = 0) -> tuple[AlignedLine, ...]:
    """Return the lines of the alignment table (对照表), furniture left out.

    Marks in the base column are relative to one target, `marked_against`.
    """
    numbers = line_numbers(collation)
    views = _views(collation)
    return tuple(
        _aligned_line(collation, row, number, views, marked_against)
        for row, number in zip(collation.rows, numbers, strict=True)
        if number is not None
    )


def derivations(collation: Collation) -> tuple[Derivation, ...]:
    """Return where each clause of each target came from (溯源表), in the targets' own order.

    Summed over one target's clauses the sentences give that target's counts.
    """
    views = _views(collation)
    return tuple(
        view.derivation(clause, *view.standing[clause])
        for view in views
        for clause in range(len(view.plan.clauses))
        if clause in view.standing
    )


def destinations(collation: Collation) -> tuple[Destination, ...]:
    """Return where each base clause went in each target (去向表), in base order, furniture left out."""
    numbers = line_numbers(collation)
    views = _views(collation)
    found = []
    for row, number in zip(collation.rows, numbers, strict=True):
        if row.base is not None and number is not None:
            arrivals = tuple(view.arrival(row.base, cell) for view, cell in zip(views, row.cells, strict=True))
            path, summary = collation.base.clauses[row.base].path, summary_of(collation.base, row.base)
            found.append(Destination(number, path, summary, len(_compared(collation.base, row.base)), arrivals))
    return tuple(found)


def summary_of(plan: Plan, clause: int) -> str:
    """Return the clause's title, or its first words where it has none."""
    heading = plan.clauses[clause].heading
    if heading:
        return heading
    text = " ".join("".join(plan.wording(i) for i in plan.clauses[clause].sentences).split())
    return text if len(text) <= _SUMMARY_LENGTH else text[: _SUMMARY_LENGTH - 1] + "…"


def place_of(plan: Plan, sentence: int) -> str:
    """Return how a person cites the sentence: 二（三）9.第2句, the title being the first."""
    clause = plan.clauses[plan.sentences[sentence].clause]
    kind = plan.sentences[sentence].kind
    if kind in (SentenceKind.HEADING, SentenceKind.DUTY):
        return clause.path + ("标题" if kind is SentenceKind.HEADING else "责任单位")
    return f"{clause.path}{_nth(plan, sentence)}"


def _nth(plan: Plan, sentence: int) -> str:
    clause = plan.clauses[plan.sentences[sentence].clause]
    measure = "格" if plan.sentences[sentence].kind is SentenceKind.CELL else "句"
    return f"第{sentence - clause.sentences.start + 1}{measure}"


def _compared(plan: Plan, clause: int) -> list[int]:
    return [i for i in plan.clauses[clause].sentences if plan.sentences[i].kind is not SentenceKind.FURNITURE]


def _aligned_line(
    collation: Collation, row: Row, number: int, views: Sequence[_TargetView], marked_against: int
) -> AlignedLine:
    base = collation.base
    cells = tuple(view.cell(row, cell, number) for view, cell in zip(views, row.cells, strict=True))
    if row.base is None:
        first = next((view.plan.clauses[c] for view, cell in zip(views, row.cells, strict=True) for c in cell.clauses))
        return AlignedLine(number, _BANDS.get(first.kind, 0), "", Passage(base=True), cells)
    clause = base.clauses[row.base]
    pieces = tuple(_pieces(base, views[marked_against].markings.base_runs(row.base)))
    return AlignedLine(number, _BANDS.get(clause.kind, 0), clause.path, Passage(pieces, base=True), cells)


def _views(collation: Collation) -> list[_TargetView]:
    return [_TargetView(collation, at) for at in range(len(collation.targets))]


class _TargetView:
    """One target's side of a collation, indexed by clause and sentence so that each line is looked up, not searched."""

    def __init__(self, collation: Collation, at: int) -> None:
        self.at, self.base, self._collation = at, collation.base, collation
        self.alignment: Alignment = collation.targets[at]
        self.plan = self.alignment.plan
        self.by_target = _grouped((m.target, m) for m in self.alignment.matches)
        self.by_base = _grouped((m.base, m) for m in self.alignment.matches)
        self.dropped = frozenset(self.alignment.dropped)
        self.standing: dict[int, tuple[int, RowKind]] = {
            clause: (number, row.cells[at].kind)
            for row, number in zip(collation.rows, line_numbers(collation), strict=True)
            for clause in row.cells[at].clauses
            if number is not None
        }

    @cached_property
    def markings(self) -> Markings:
        """The marks, made when first asked for: derivations and destinations need none."""
        return Markings(self._collation, self.at)

    def cell(self, row: Row, cell: Cell, number: int) -> AlignedCell:
        matches = self._matches_of(cell.clauses)
        return AlignedCell(
            kind=cell.kind,
            moved=cell.moved,
            paths=tuple(self.plan.clauses[c].path for c in cell.clauses),
            passage=Passage(tuple(self._joined_pieces(cell.clauses))),
            origins=self._base_paths(m.base for m in matches if m.moved),
            carried=None if row.base is None else cell.carried,
            remarks=tuple(self._remarks(row, cell, number)),
        )

    def derivation(self, clause: int, number: int, kind: RowKind) -> Derivation:
        sentences = _compared(self.plan, clause)
        relations = [self.alignment.relations[i] for i in sentences]
        return Derivation(
            target=self.at,
            number=number,
            path=self.plan.clauses[clause].path,
            summary=summary_of(self.plan, clause),
            kind=kind,
            origins=self._base_paths(m.base for m in self._matches_of((clause,))),
            inherited=relations.count(Relation.INHERITED),
            localised=relations.count(Relation.LOCALISED),
            modified=relations.count(Relation.MODIFIED),
            added=relations.count(Relation.ADDED),
            moved=sum(any(m.moved for m in self.by_target.get(i, ())) for i in sentences),
        )

    def arrival(self, clause: int, cell: Cell) -> Arrival:
        sentences = self.base.clauses[clause].sentences
        reached = {self.plan.sentences[m.target].clause for i in sentences for m in self.by_base.get(i, ())}
        paths = tuple(self.plan.clauses[c].path for c in sorted(reached))
        return Arrival(cell.kind, paths, sum(i in self.dropped for i in sentences), cell.carried)

    def _matches_of(self, clauses: Iterable[int]) -> list[Match]:
        return [m for c in clauses for i in self.plan.clauses[c].sentences for m in self.by_target.get(i, ())]

    def _base_paths(self, sentences: Iterable[int]) -> tuple[str, ...]:
        clauses = sorted({self.base.sentences[i].clause for i in sentences})
        return tuple(self.base.clauses[c].path for c in clauses)

    def _joined_pieces(self, clauses: Sequence[int]) -> Iterator[Piece]:
        for nth, clause in enumerate(clauses):
            if nth:
                yield Piece("\n")
            yield from _pieces(self.plan, self.markings.target_runs(clause))

    def _remarks(self, row: Row, cell: Cell, number: int) -> Iterator[str]:
        """Yield what the marks cannot show: splits, merges, responsible units, and where else the base clause serves."""
        base_sentences = [] if row.base is None else self.base.clauses[row.base].sentences
        for i in base_sentences:
            if len(self.by_base.get(i, ())) > 1:
                yield f"拆分：基准{place_of(self.base, i)}分入{len(self.by_base[i])}句"
        for clause in cell.clauses:
            for i in self.plan.clauses[clause].sentences:
                if len(self.by_target.get(i, ())) > 1:
                    yield f"合并：{place_of(self.plan, i)}取自基准{len(self.by_target[i])}句"
        yield from self._duty_remarks(base_sentences, cell)
        for pointer in cell.pointers:
            arrow = "↑" if pointer.row + 1 < number else "↓"
            path = self.plan.clauses[self.plan.sentences[pointer.sentence].clause].path
            yield f"{arrow}见第{pointer.row + 1}行{_nth(self.plan, pointer.sentence)}（{path}）"

    def _duty_remarks(self, base_sentences: Iterable[int], cell: Cell) -> Iterator[str]:
        said = {Relation.MODIFIED: "责任单位修改", Relation.ADDED: "责任单位新增"}
        for clause in cell.clauses:
            for i in self.plan.clauses[clause].sentences:
                if self.plan.sentences[i].kind is SentenceKind.DUTY and self.alignment.relations[i] in said:
                    yield said[self.alignment.relations[i]]  # type: ignore[index]
        if cell.clauses and any(
            i in self.dropped and self.base.sentences[i].kind is SentenceKind.DUTY for i in base_sentences
        ):
            yield "责任单位未承接"


def _grouped(pairs: Iterable[tuple[int, Match]]) -> dict[int, list[Match]]:
    groups: dict[int, list[Match]] = {}
    for key, match in pairs:
        groups.setdefault(key, []).append(match)
    return groups


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
        yield Piece(run.span.of(plan.text), run.mark, run.whole, run.moved_from, run.sentence)
        at = run.span.end
