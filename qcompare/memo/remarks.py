"""What is said about a row besides its words: its kind, its notes, its place in the outline."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from qcompare.citing import clauses_in, labels, opening_of, pointer_words
from qcompare.dossier import Dossier
from qcompare.marks import MOVED_WORD, SIGNS, WORDS
from qcompare.memo.drawing import Block, row_anchor
from qcompare.memo.folding import Fold, fold_words
from qcompare.memo.fonts import SANS, SANS_BOLD
from qcompare.memo.linebreak import held_together
from qcompare.memo.look import GREY, Style
from qcompare.memo.setting import Align, Setter
from qcompare.memo.table import Columns, stacked
from qcompare.memo.table import Row as Printed
from qcompare.model import ClauseKind, Collation, Row, RowKind
from qcompare.palette import LIGHT

_TITLE_IN_OUTLINE = 24  # characters; a reader pane shows about as many


def first_clause(collation: Collation, row: Row) -> tuple[str, str]:
    """Return the path of the row and its opening words: the base's, or those of the first target that has a clause."""
    plan, clause = next(clauses_in(collation, row))
    return plan.clauses[clause].path, opening_of(plan, clause)


def outline_title(collation: Collation, row: Row) -> str:
    """Return the row's entry in the outline: path, opening words, and the kinds of change."""
    path, opening = first_clause(collation, row)
    opening = opening if len(opening) <= _TITLE_IN_OUTLINE else f"{opening[:_TITLE_IN_OUTLINE]}…"
    kinds = [_change(cell.kind, moved=cell.moved) for cell in row.cells]
    if len(kinds) == 1:
        said = kinds[0]
    else:
        named = zip(labels(collation)[1:], kinds, strict=True)
        said = "、".join(f"{name}{kind}" for name, kind in named if kind)
    return "　".join(part for part in (path, opening, said) if part)


def _change(kind: RowKind, *, moved: bool) -> str:
    words = [WORDS[kind]] if kind not in (RowKind.INHERITED, RowKind.NONE, RowKind.FURNITURE) else []
    return "、".join([*words, MOVED_WORD] if moved else words)


def kind_block(setter: Setter, kind: RowKind, width: float, besides: Sequence[str] = (), size: float = 9.5) -> Block:
    """Return the sign and word of a kind, the word under the sign in a narrow column, with words like 合并 under both.

    A row that says nothing of a target has no kind, and only the words `besides` are set.
    """
    sign, word = SIGNS[kind], WORDS[kind]
    face = SANS if kind is RowKind.INHERITED else SANS_BOLD
    style = Style(face, size, 15.0 if size > 9.0 else 13.5, LIGHT.kinds[kind])
    joint = "" if setter.fonts.width(face, sign + word, size) <= width else "\n"
    blocks = [setter.plain(f"{sign}{joint}{word}", style, width, Align.CENTRE)] if word else []
    under = Style(SANS, size, 13.0)
    blocks += [setter.plain(said, under, width, Align.CENTRE) for said in besides]
    return stacked(*blocks)


def pointer_notes(collation: Collation, row: int, target: int, among: Container[int] | None = None) -> list[str]:
    """Return where else the row's base clause serves this target, by row number as the row column shows it.

    With `among`, only for these target sentences.
    """
    pointers = collation.rows[row].cells[target].pointers
    wanted = (pointer for pointer in pointers if among is None or pointer.sentence in among)
    return list(dict.fromkeys(pointer_words(collation, row, target, pointer) for pointer in wanted))


def fold_row(setter: Setter, dossier: Dossier, fold: Fold, columns: Columns, targets: range) -> Printed:
    """Return the line that stands for rows without a change; links to these rows lead to it."""
    anchors = tuple(row_anchor(row, target) for row in fold.rows for target in targets)
    across = Columns((sum(columns.widths),), columns.inset, columns.rules)
    words = setter.plain(fold_words(dossier.collation, fold), Style(SANS, 9, 13, GREY), across.measure(0), Align.CENTRE)
    return Printed((words,), padding=(1.6, 2.0), columns=across, anchors=anchors)


@dataclass(slots=True)
class Bands:
    """Which band stands above a row, as the rows are gone through: the base's, or a target's own that came after it."""

    _base: Printed | None = None
    _own: dict[int, Printed] = field(default_factory=dict)

    def enter(self, row: Row, band: Printed) -> None:
        """Note a band that stands over the rows that follow."""
        if row.base is not None:
            self._base = band
            self._own.clear()
        else:
            self._own.update((target, band) for target, cell in enumerate(row.cells) if cell.clauses)

    def over(self, row: Row) -> Printed | None:
        """Return the band that a row belongs to, None before the first."""
        if row.base is not None:
            return self._base
        first = next((target for target, cell in enumerate(row.cells) if cell.clauses), -1)
        return self._own.get(first, self._base)


def renumbered_note(collation: Collation, row: Row, target: int, lead: int = 0) -> list[str]:
    """Return the note that says under what path the target has the row's clauses, where it is not the one that leads the row.

    That is the base's, or that of the plan `lead`, as an index into the collation's plans.
    """
    clauses = [collation.targets[target].plan.clauses[c] for c in row.cells[target].clauses]
    paths = [clause.path for clause in clauses if clause.kind is not ClauseKind.TITLE]
    here = [collation.plans[lead].clauses[c].path for c in row.clauses(lead)]
    return [f"对照条款号：{'、'.join(map(held_together, paths))}"] if paths and paths != here else []
