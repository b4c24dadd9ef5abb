"""What one cell of the aligned columns says: its pieces of text, each with its voice and mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from qcompare.citing import labels, pointer_words, sentences_of
from qcompare.findings import Findings, RowNotes, findings_of
from qcompare.forms import forms_of
from qcompare.groups import Part, parts_of
from qcompare.links import Links, links_of
from qcompare.marks import WORDS, Arrow, Mark, Markings, Run
from qcompare.model import Collation, Plan, Pointer, RowKind, SentenceKind
from qcompare.reasons import Reasons
from qcompare.script import simplified

BREAK = "\u2028"
"""The line break inside a cell: Qt breaks a layout's line at U+2028, not at a newline."""

JOINER = "\u2060"
"""Holds a figure and its arrow on one line; it is not drawn."""

QUOTED = 48
"""Characters of the sentence a pointer quotes: two lines of a column of usual width."""

MARK_WORDS = {
    Mark.VARIANT: "字词转换",
    Mark.LOCALISED: WORDS[RowKind.LOCALISED],
    Mark.REPLACED: WORDS[RowKind.MODIFIED],
    Mark.INSERTED: WORDS[RowKind.ADDED],
    Mark.DELETED: WORDS[RowKind.DROPPED],
}


class Voice(StrEnum):
    """Who speaks in a piece: the plan in Song, the program and responsible units in hei."""

    PLAN = "plan"
    DUTY = "duty"
    PATH = "path"  # ←三（一）15. after a moved stretch
    LINK = "link"  # ↑ 见第 7 行第 2 句
    QUOTE = "quote"  # the sentence a pointer points at


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a cell's text drawn in one way; `row` is where a link leads, `start` where it begins in its plan's text."""

    text: str
    voice: Voice = Voice.PLAN
    mark: Mark = Mark.EQUAL
    whole: bool = False
    moved: bool = False
    row: int | None = None
    arrow: Arrow | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class CellText:
    """The pieces of one cell, and whether it is the base's (replaced wording is wavy there and bold elsewhere)."""

    pieces: tuple[Piece, ...]
    base: bool

    @property
    def text(self) -> str:
        """The cell's text as drawn."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def plain(self) -> str:
        """The text to copy: what the plan says, without the program's additions."""
        spoken = (p for p in self.pieces if p.voice in (Voice.PLAN, Voice.DUTY))
        parts = (_without_arrow(p) for p in spoken)
        return "".join(parts).replace(BREAK, "\n").strip()

    @property
    def spoken(self) -> str:
        """The text with its marks in words, for screen readers."""
        return "".join(map(_spoken, self.pieces)).replace(BREAK, "\n")


def _without_arrow(piece: Piece) -> str:
    return piece.text if piece.arrow is None else piece.text.replace(JOINER, "").removesuffix(piece.arrow.sign)


def _spoken(piece: Piece) -> str:
    if piece.arrow is not None and piece.arrow.sign:
        return f"〔{piece.arrow.word}：{_without_arrow(piece)}〕"
    word = MARK_WORDS.get(piece.mark)
    if word is None or piece.mark is Mark.VARIANT or not piece.text.strip():
        return piece.text
    return f"〔{word}：{piece.text}〕"


class Cells:
    """Answers what each cell of one collation says; the base column as seen from one of the targets."""

    def __init__(self, collation: Collation, findings: Findings | None = None) -> None:
        self._collation = collation
        self.findings = findings or findings_of(collation)
        self._notes = RowNotes(collation, self.findings)
        self.figures = tuple(self._notes.changed_rows(target) for target in range(len(collation.targets)))
        self._markings = lru_cache(maxsize=None)(lambda t: Markings(collation, t, self._notes.arrows(t)))
        self._links = lru_cache(maxsize=None)(lambda target: links_of(collation, target))
        self.searched = lru_cache(maxsize=None)(self._searched)
        self.base = lru_cache(maxsize=2048)(self._base)
        self.opposite = lru_cache(maxsize=64)(self._opposite)
        self.target = lru_cache(maxsize=4096)(self._target)
        self.parts = lru_cache(maxsize=256)(self._parts)
        self.forms = cache(lambda target: forms_of(collation, target))
        self.reasons = cache(lambda target: Reasons(self._links(target), *self.forms(target)))

    def links(self, target: int) -> Links:
        """Return a target's matches, to be looked up by either sentence."""
        return self._links(target)

    def _parts(self, row: int, chosen: int) -> tuple[Part, ...]:
        """Return a row as lines of sentences, by the groups of the chosen target."""
        links = [self._links(target) for target in range(len(self._collation.targets))]
        return tuple(parts_of(self._collation, links, self._collation.rows[row], chosen))

    def base_part(self, part: Part, chosen: int) -> CellText:
        """Return what one part of a row says in the base."""
        base, held = self._collation.base, set(part.plans[0])
        clauses = sorted({base.sentences[k].clause for k in held})
        runs = [run for c in clauses for run in self._markings(chosen).base_runs(c) if run.sentence in held]
        return CellText(tuple(clause_pieces(base, tuple(runs))), base=True)

    def target_part(self, row: int, target: int, part: Part) -> CellText:
        """Return what one part of a row says in a target, and where else its base sentences serve it."""
        plan, held = self._collation.targets[target].plan, set(part.plans[target + 1])
        pieces: list[Piece] = []
        for clause in sorted({plan.sentences[k].clause for k in held}):
            runs = [run for run in self._markings(target).target_runs(clause) if run.sentence in held]
            pieces += [*([Piece(BREAK)] if pieces else []), *clause_pieces(plan, tuple(runs))]
        for pointer in part.cells[target].pointers:
            pieces += [*([Piece(BREAK)] if pieces else []), *self._pointer_pieces(row, target, pointer)]
        return CellText(tuple(pieces), base=False)

    def moved_words(self, row: int, target: int) -> tuple[str, ...]:
        """Return from where the sentences of a cell moved, in words; empty where none did."""
        line, links = self._collation.rows[row], self._links(target)
        home = self._collation.opposite(line, target)
        return links.moved_words(sentences_of(links.plan, line.cells[target].clauses), home)

    def found(self, row: int, target: int) -> tuple[str, ...]:
        """Return what is found about the figures and responsible units of a cell, in words."""
        line, links = self._collation.rows[row], self._links(target)
        bases = sentences_of(links.base, self._collation.opposite(line, target))
        figures = self._notes.of_figures(target, bases, sentences_of(links.plan, line.cells[target].clauses))
        return (*figures, *self._notes.of_duties(row, target))

    def doubts(self, row: int, target: int) -> tuple[str, ...]:
        """Return which matches of a cell's sentences are 存疑, in words; empty where none is."""
        line, links = self._collation.rows[row], self._links(target)
        clauses = line.cells[target].clauses
        home = self._collation.opposite(line, target)
        return tuple(links.doubts(sentences_of(links.plan, clauses), clauses, home))

    def _searched(self, row: int, target: int | None) -> str:
        """Return a cell's text as it is searched; kept for all, for every letter typed searches all of them."""
        return searchable((self._base(row, 0) if target is None else self._target(row, target)).text)

    def _base(self, row: int, chosen: int) -> CellText:
        clause = self._collation.rows[row].base
        if clause is None:
            return CellText((), base=True)
        runs = self._markings(chosen).base_runs(clause)
        return CellText(tuple(clause_pieces(self._collation.base, runs)), base=True)

    def _opposite(self, row: int, target: int) -> CellText:
        """Return what a target's cell is compared with, with the marks of that target."""
        plan, pieces = self._collation.base_of(target), list[Piece]()
        for clause in self._collation.opposite(self._collation.rows[row], target):
            pieces += [Piece(BREAK)] if pieces else []
            pieces += clause_pieces(plan, self._markings(target).base_runs(clause))
        return CellText(tuple(pieces), base=True)

    def _target(self, row: int, target: int) -> CellText:
        cell, plan = self._collation.rows[row].cells[target], self._collation.targets[target].plan
        pieces: list[Piece] = []
        for clause in cell.clauses:
            if pieces:
                pieces.append(Piece(BREAK))
            pieces += clause_pieces(plan, self._markings(target).target_runs(clause))
        for pointer in cell.pointers:
            if pieces:
                pieces.append(Piece(BREAK))
            pieces += self._pointer_pieces(row, target, pointer)
        return CellText(tuple(pieces), base=False)

    def _pointer_pieces(self, row: int, target: int, pointer: Pointer) -> Iterator[Piece]:
        plan = self._collation.targets[target].plan
        yield Piece(pointer_words(self._collation, row, target, pointer, gap=" "), Voice.LINK, row=pointer.row)
        wording = " ".join(plan.wording(pointer.sentence).split())
        yield Piece("\u3000" + (wording if len(wording) <= QUOTED else wording[:QUOTED] + "…"), Voice.QUOTE)


def searchable(text: str) -> str:
    """Return the text as it is searched, whatever its script and case.

    >>> searchable("農産品ISO")
    '农产品iso'
    """
    return simplified(text).lower()


def clause_pieces(plan: Plan, runs: tuple[Run, ...]) -> Iterator[Piece]:
    """Yield the pieces of one clause: its runs, what stands between its sentences, and where moved wording came from."""
    end = None
    for run in runs:
        if end is not None and run.span.start > end:
            yield Piece(_gap(plan, end, run))
        duty = plan.sentences[run.sentence].kind is SentenceKind.DUTY
        text = run.span.of(plan.text).replace("\n", BREAK)
        if run.arrow is not None:
            text = JOINER.join(text + run.arrow.sign) if run.arrow.sign else JOINER.join(text) + JOINER
        voice, start = Voice.DUTY if duty else Voice.PLAN, run.span.start
        yield Piece(text, voice, run.mark, run.whole, run.moved, arrow=run.arrow, start=start)
        if run.moved_from:
            yield Piece(f"←{run.moved_from}", Voice.PATH, start=start)
        end = run.span.end


def _gap(plan: Plan, start: int, run: Run) -> str:
    """Return what is shown between two sentences of a clause: cells of a table row stand apart, lines stay lines."""
    gap = plan.text[start : run.span.start]
    if "\n" not in gap:
        return gap
    return "\u3000" if plan.sentences[run.sentence].kind is SentenceKind.CELL else BREAK


def target_name(collation: Collation, target: int) -> str:
    """Return a target's label without its year, for places where it is said often; whole where another is called so."""
    names = labels(collation)
    firsts = [name.split(" ")[0] for name in names]
    own = firsts[target + 1]
    return own if own and firsts.count(own) == 1 else names[target + 1]
