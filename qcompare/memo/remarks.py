"""What is said about a row besides its words: its kind, its notes, its place in the outline."""

from __future__ import annotations

from collections.abc import Container, Sequence

from qcompare.marks import MOVED_WORD, SIGNS, WORDS, Run
from qcompare.memo.drawing import Block
from qcompare.memo.fonts import SANS, SANS_BOLD
from qcompare.memo.groups import sentences_of
from qcompare.memo.linebreak import held_together
from qcompare.memo.look import BLACK, KIND_INKS, Style
from qcompare.memo.setting import Align, Setter
from qcompare.memo.table import stacked
from qcompare.memo.wording import label_of, opening_of
from qcompare.model import Clause, ClauseKind, Collation, Plan, Pointer, Row, RowKind, SentenceKind

_BANDS = (ClauseKind.PART, ClauseKind.SECTION)
_TITLE_IN_OUTLINE = 24  # characters; a reader pane shows about as many


def clauses_of(collation: Collation, row: Row) -> list[Clause]:
    """Return the clauses that stand in a row, the base's first."""
    found = [] if row.base is None else [collation.base.clauses[row.base]]
    for alignment, cell in zip(collation.targets, row.cells, strict=True):
        found += [alignment.plan.clauses[c] for c in cell.clauses]
    return found


def is_furniture(collation: Collation, row: Row) -> bool:
    """Whether a row holds nothing but page text that is not the plan."""
    return all(clause.kind is ClauseKind.FURNITURE for clause in clauses_of(collation, row))


def is_band(collation: Collation, row: Row) -> bool:
    """Whether a row holds titles of parts or sections only: it is set as a band over the rows that follow."""
    if any(clause.kind not in _BANDS for clause in clauses_of(collation, row)):
        return False
    plans = [collation.base, *(alignment.plan for alignment in collation.targets)]
    clauses = [() if row.base is None else (row.base,), *(cell.clauses for cell in row.cells)]
    return all(
        plan.sentences[s].kind is SentenceKind.HEADING
        for plan, held in zip(plans, clauses, strict=True)
        for s in sentences_of(plan, held)
    )


def first_clause(collation: Collation, row: Row) -> tuple[str, str]:
    """Return the path of the row and its opening words: the base's, or those of the first target that has a clause."""
    if row.base is not None:
        return collation.base.clauses[row.base].path, opening_of(collation.base, row.base)
    for alignment, cell in zip(collation.targets, row.cells, strict=True):
        if cell.clauses:
            return alignment.plan.clauses[cell.clauses[0]].path, opening_of(alignment.plan, cell.clauses[0])
    return "", ""


def outline_title(collation: Collation, row: Row) -> str:
    """Return the row's entry in the outline: path, opening words, and the kinds of change."""
    path, opening = first_clause(collation, row)
    opening = opening if len(opening) <= _TITLE_IN_OUTLINE else f"{opening[:_TITLE_IN_OUTLINE]}…"
    kinds = [_change(cell.kind, moved=cell.moved) for cell in row.cells]
    if len(kinds) == 1:
        said = kinds[0]
    else:
        named = zip(collation.targets, kinds, strict=True)
        said = "、".join(f"{label_of(alignment.plan)}{kind}" for alignment, kind in named if kind)
    return "　".join(part for part in (path, opening, said) if part)


def is_change(row: Row) -> bool:
    """Whether the row differs from the base in any target."""
    return any(_change(cell.kind, moved=cell.moved) for cell in row.cells)


def _change(kind: RowKind, *, moved: bool) -> str:
    words = [WORDS[kind]] if kind not in (RowKind.INHERITED, RowKind.NONE, RowKind.FURNITURE) else []
    return "、".join([*words, MOVED_WORD] if moved else words)


def kind_block(setter: Setter, kind: RowKind, width: float, besides: Sequence[str] = (), size: float = 9.5) -> Block:
    """Return the sign and word of a kind, the word under the sign in a narrow column, with words like 合并 under both.

    A row that says nothing of a target has no kind, and only the words `besides` are set.
    """
    sign, word = SIGNS[kind], WORDS[kind]
    face = SANS if kind is RowKind.INHERITED else SANS_BOLD
    style = Style(face, size, 15.0 if size > 9.0 else 13.5, KIND_INKS.get(kind, BLACK))
    joint = "" if setter.fonts.width(face, sign + word, size) <= width else "\n"
    blocks = [setter.plain(f"{sign}{joint}{word}", style, width, Align.CENTRE)] if word else []
    under = Style(SANS, size, 13.0)
    blocks += [setter.plain(said, under, width, Align.CENTRE) for said in besides]
    return stacked(*blocks)


def moved_note(runs: Sequence[Run]) -> list[str]:
    """Return the note that names where moved stretches came from."""
    origins = [held_together(path) for path in dict.fromkeys(run.moved_from for run in runs if run.moved_from)]
    return [f"移位：取自{'、'.join(origins)}"] if origins else []


def pointer_notes(collation: Collation, row: int, target: int, among: Container[int] | None = None) -> list[str]:
    """Return where else the row's base clause serves this target, by row number as the row column shows it.

    With `among`, only for these target sentences.
    """
    plan = collation.targets[target].plan
    pointers = collation.rows[row].cells[target].pointers
    wanted = (pointer for pointer in pointers if among is None or pointer.sentence in among)
    return list(dict.fromkeys(_pointer(plan, row, pointer) for pointer in wanted))


def _pointer(plan: Plan, row: int, pointer: Pointer) -> str:
    sentences = plan.clauses[plan.sentences[pointer.sentence].clause].sentences
    arrow = "↑" if pointer.row < row else "↓"
    return f"{arrow}见第{pointer.row + 1}行第{pointer.sentence - sentences.start + 1}句"


def renumbered_note(collation: Collation, row: Row, target: int) -> list[str]:
    """Return the note that says under what path the target has the row's clauses, where it is not the base's."""
    clauses = [collation.targets[target].plan.clauses[c] for c in row.cells[target].clauses]
    paths = [clause.path for clause in clauses if clause.kind is not ClauseKind.TITLE]
    here = "" if row.base is None else collation.base.clauses[row.base].path
    return [f"对照条款号：{'、'.join(map(held_together, paths))}"] if paths and paths != [here] else []
