"""What is said of a row besides its words and marks (附注), the same in memo and tables."""

from __future__ import annotations

from collections.abc import Iterator

from qcompare.citing import pointer_words, sentences_of
from qcompare.findings import Findings, RowNotes
from qcompare.links import Links, links_of
from qcompare.model import Collation


class Notes:
    """Answers for each row and target of a comparison what its marks cannot show.

    `found` notes figures and responsible units, `links` are those of the targets in their order.
    """

    def __init__(self, collation: Collation, findings: Findings) -> None:
        self._collation = collation
        self.found = RowNotes(collation, findings)
        self.links: tuple[Links, ...] = tuple(links_of(collation, t) for t in range(len(collation.targets)))

    def of(self, row: int, target: int) -> Iterator[str]:
        """Yield the notes: figures, units, sentences taken apart, joined or in doubt, moves inside the clause, other rows."""
        links, held = self.links[target], self._collation.rows[row]
        cell, home = held.cells[target], self._collation.opposite(held, target)
        bases, targets = sentences_of(links.base, home), sentences_of(links.plan, cell.clauses)
        yield from self.found.of_figures(target, bases, targets)
        yield from self.found.of_duties(row, target)
        yield from links.joining_words(bases, targets, cell.clauses, home)
        yield from links.moved_at_home(targets, home)
        yield from dict.fromkeys(pointer_words(self._collation, row, target, pointer) for pointer in cell.pointers)
