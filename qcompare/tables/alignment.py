"""The alignment table (对照表), column by column: whole for spreadsheets, and narrower for paper and screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qcompare.citing import against_words, labels, percent
from qcompare.decisions import VERDICT_WORDS
from qcompare.dossier import Dossier
from qcompare.keys import OPINION, VERDICT, RowKey, heads_key, row_keys
from qcompare.model import Collation
from qcompare.tables.rows import AlignedCell, AlignedLine, aligned_lines
from qcompare.tables.sheets import Column, KindCell, Line, Role, Situation, Table, Value

TITLE = "对照表"
_KEY_HEAD = "行标识（读回意见用，请勿改动）"
_CHANGES_END = "；"


def alignment_table(dossier: Dossier) -> Table:
    """Return the alignment table: base clause by base clause, and for each target what stands against it and was said of it.

    The last column is the rows' hidden key.
    """
    collation = dossier.collation
    columns = [*_base_columns(collation), Column("基准原文位置", Role.PLACE)]
    for at, target in enumerate(labels(collation)[1:]):
        ending, relative = _endings(collation, at)
        columns += [
            Column(f"类别{relative}", Role.KIND),
            Column(f"对照条款号{ending}", Role.PATH),
            Column(f"对照原文（{target}）", Role.TEXT),
            Column(f"移位自{relative}", Role.ORIGIN),
            Column(f"相似度{relative}", Role.SHARE),
            Column(f"承接率{relative}", Role.SHARE),
            Column(f"改动文字{relative}", Role.CHANGES),
            Column(f"对照原文位置{ending}", Role.PLACE),
            Column(f"{VERDICT}{ending}", Role.VERDICT),
            Column(f"{OPINION}{ending}", Role.OPINION),
        ]
    columns += [Column("附注", Role.NOTE), Column(key_head(collation), Role.KEY)]
    keys = tuple(row_keys(dossier))
    lines = (_whole_line(dossier, line, keys[line.number - 1]) for line in _lines(dossier))
    return Table(TITLE, tuple(columns), tuple(lines))


def narrow_table(dossier: Dossier, *, folded: bool = False) -> Table:
    """Return the alignment table as paper and screen have room for it; marks stand for the changed words.

    What is known of a pair stands in one column (比对情况), `folded` with its kind and path too, and what was said of it in
    another. The rows' key is the last column.
    """
    collation = dossier.collation
    columns = [*_base_columns(collation)]
    for at, target in enumerate(labels(collation)[1:]):
        ending, relative = _endings(collation, at)
        apart = [Column(f"类别{relative}", Role.KIND), Column(f"对照条款号{ending}", Role.PATH)]
        columns += [] if folded else apart
        columns += [
            Column(f"对照原文（{target}）", Role.TEXT),
            Column(f"比对情况{relative}", Role.SITUATION),
            Column(f"{OPINION}{ending}", Role.OPINION),
        ]
    columns += [Column("附注", Role.NOTE), Column(key_head(collation), Role.KEY)]
    keys = tuple(row_keys(dossier))
    lines = (_narrow_line(dossier, line, keys[line.number - 1], folded=folded) for line in _lines(dossier))
    return Table(TITLE, tuple(columns), tuple(lines))


def key_head(collation: Collation) -> str:
    """Return the head of the hidden column: it says which column of remarks is whose."""
    heads = (f"{OPINION}{_endings(collation, at)[0]}" for at in range(len(collation.targets)))
    return f"{_KEY_HEAD} {heads_key(tuple(heads))}"


def _base_columns(collation: Collation) -> tuple[Column, ...]:
    base, *targets = labels(collation)
    relative = f"，标记相对 {targets[0]}" if len(targets) > 1 else ""
    return (
        Column("行", Role.NUMBER),
        Column("基准条款号", Role.PATH),
        Column(f"基准原文（{base}{relative}）", Role.TEXT),
    )


def _endings(collation: Collation, target: int) -> tuple[str, str]:
    """Return what a head adds to tell whose column it is, and what one that compares adds."""
    names = labels(collation)[1:]
    ending = f"（{names[target]}）" if len(names) > 1 else ""
    return ending, f"（{names[target]}，{against_words(collation, target)}）" if collation.chained else ending


def _lines(dossier: Dossier) -> tuple[AlignedLine, ...]:
    return aligned_lines(dossier.collation, dossier.findings, dossier.shown)


def _whole_line(dossier: Dossier, line: AlignedLine, key: RowKey) -> Line:
    values: list[Value] = [line.number, line.path, line.passage, line.place]
    for target, cell in enumerate(line.cells):
        said = dossier.opinions.get((line.number - 1, target))
        values += [KindCell(cell.kind, cell.moved), "\n".join(cell.paths), cell.passage, "\n".join(cell.origins)]
        values += [cell.similarity, cell.carried, _CHANGES_END.join(cell.changes), cell.place]
        values += [VERDICT_WORDS[said.verdict] if said and said.verdict else "", said.note if said else ""]
    return Line((*values, _notes(dossier, line), key), line.band)


def _narrow_line(dossier: Dossier, line: AlignedLine, key: RowKey, *, folded: bool) -> Line:
    values: list[Value] = [line.number, line.path, line.passage]
    for target, cell in enumerate(line.cells):
        kind, paths = KindCell(cell.kind, cell.moved), "\n".join(cell.paths)
        values += [] if folded else [kind, paths]
        held = tuple(_situation(line, cell))
        situation = Situation(held, kind, cell.paths) if folded else Situation(held)
        values += [cell.passage, situation, dossier.said(line.number - 1, target)]
    return Line((*values, _notes(dossier, line), key), line.band)


def _situation(line: AlignedLine, cell: AlignedCell) -> Iterator[str]:
    """Yield what is known of a pair, each in a few words."""
    if cell.origins:
        yield f"移位自 {'、'.join(cell.origins)}"
    if cell.similarity is not None:
        yield f"相似 {percent(cell.similarity)}"
    if cell.carried is not None:
        yield f"承接 {percent(cell.carried)}"
    yield from (f"{whose}{place}" for whose, place in (("基准", line.place), ("对照", cell.place)) if place)


def _notes(dossier: Dossier, line: AlignedLine) -> str:
    return "\n".join(_remarks(line.cells, labels(dossier.collation)[1:]))


def _remarks(cells: Sequence[AlignedCell], targets: Sequence[str]) -> Iterator[str]:
    for cell, target in zip(cells, targets, strict=True):
        lead = f"{target}：" if len(targets) > 1 else ""
        yield from (lead + remark for remark in cell.remarks)
