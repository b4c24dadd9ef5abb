"""What goes into the file (案卷): a comparison, what reviewers said of it, which rows are wanted, who made it and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from qcompare.citing import band_level, is_furniture
from qcompare.decisions import VERDICT_WORDS, Opinion
from qcompare.findings import Findings, findings_of
from qcompare.model import Collation, Row, RowKind
from qcompare.notes import Notes
from qcompare.review import Review

UNCHANGED = frozenset({RowKind.INHERITED, RowKind.NONE, RowKind.FURNITURE})
"""The kinds of a cell that differs in nothing a reviewer would look at."""

_CHANGES = "仅变动"


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows wanted (范围), as indices into the collation's, and in words how they were chosen (类别：修改、新增)."""

    rows: frozenset[int]
    words: str


@dataclass(frozen=True)
class Dossier:
    """All that memos and tables are made of.

    `opinions` has what was said of a row for a target, by their indices, where that is a verdict or a note; `reviewed` are
    the rows ticked; `lost` counts the decisions that no longer apply to this wording. Without a `selection` every row is
    wanted. `maker` and `made` say who made the comparison and on which day, in words; empty, they are filled in by hand.
    `versions` are those of the plans in the library, the base first, 0 where a document has one alone; none where unknown.
    `found` is what is found about the comparison, where that was worked out before.
    """

    collation: Collation
    opinions: Mapping[tuple[int, int], Opinion] = field(default_factory=dict)
    reviewed: Collection[int] = frozenset()
    to_review: int = 0
    lost: int = 0
    selection: Selection | None = None
    maker: str = ""
    made: str = ""
    versions: tuple[int, ...] = ()
    found: Findings | None = field(default=None, compare=False, repr=False)

    @cached_property
    def findings(self) -> Findings:
        """What is found about the comparison, worked out once for all that is written."""
        return self.found or findings_of(self.collation)

    @cached_property
    def shown(self) -> frozenset[int]:
        """The rows wanted, with the titles of parts and sections that they stand under; furniture never."""
        rows = self.collation.rows
        plain = [at for at, row in enumerate(rows) if not is_furniture(self.collation, row)]
        if self.selection is None:
            return frozenset(plain)
        shown: set[int] = set()
        above: list[int] = []
        for at in plain:
            level = band_level(self.collation, rows[at])
            if level:
                above = [*(band for band in above if band_level(self.collation, rows[band]) < level), at]
            if at in self.selection.rows:
                shown.update(above, {at})
        return frozenset(shown)

    @cached_property
    def notes(self) -> Notes:
        """What is said of the rows besides their words."""
        return Notes(self.collation, self.findings)

    @cached_property
    def changed(self) -> frozenset[int]:
        """The rows that differ from what they are compared with in any target, and those of which something is said.

        A reviewer's word counts, and any note: units that changed, sentences taken apart or in doubt, a pointer.
        """
        targets = range(len(self.collation.targets))
        rows = (at for at, row in enumerate(self.collation.rows) if not is_furniture(self.collation, row))
        noted = frozenset(
            at
            for at in rows
            if is_changed(self.collation.rows[at]) or any(True for t in targets for _ in self.notes.of(at, t))
        )
        return noted | {row for row, _ in self.opinions}

    def said(self, row: int, target: int) -> str:
        """Return what a reviewer said of a row for a target, in words: 需修改：请说明测算依据."""
        opinion = self.opinions.get((row, target))
        return opinion.words if opinion is not None else ""

    def said_in_lines(self, row: int, target: int) -> list[str]:
        """Return what a reviewer said of a row for a target, a line each: 结论：需修改, 意见：请说明测算依据."""
        opinion = self.opinions.get((row, target))
        if opinion is None:
            return []
        verdict = [f"结论：{VERDICT_WORDS[opinion.verdict]}"] if opinion.verdict else []
        return [*verdict, f"意见：{opinion.note}"] if opinion.note else verdict

    def of_changes(self) -> Dossier:
        """Return what goes into the file where only changed rows are wanted, of those that are wanted now."""
        if self.selection is None:
            return replace(self, selection=Selection(self.changed, _CHANGES), found=self.findings)
        rows = self.selection.rows & self.changed
        return replace(self, selection=Selection(rows, f"{self.selection.words}；{_CHANGES}"), found=self.findings)


def is_changed(row: Row) -> bool:
    """Whether a row differs from what it is compared with in any target, by its words or by its place."""
    return any(cell.moved or cell.kind not in UNCHANGED for cell in row.cells)


def dossier_of(
    review: Review,
    *,
    selection: Selection | None = None,
    maker: str = "",
    made: str = "",
    versions: tuple[int, ...] = (),
) -> Dossier:
    """Return what goes into the file of a comparison that was reviewed, as it is now: what is said later is not in it."""
    rows = range(len(review.collation.rows))
    return Dossier(
        review.collation,
        {(row, target): said for row in rows for target, said in review.notes(row)},
        frozenset(row for row in rows if review.is_reviewed(row)),
        sum(map(review.to_review, rows)),
        review.lost(),
        selection,
        maker,
        made,
        versions,
    )
