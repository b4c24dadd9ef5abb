"""The two readings of the alignment as tables: where each target clause came from (溯源表), where each base clause went (去向表)."""

from __future__ import annotations

from qcompare.citing import head_word, labels, told_labels
from qcompare.model import Collation
from qcompare.tables.rows import derivations, destinations
from qcompare.tables.sheets import Column, KindCell, Line, Role, Table, Value


def derivation_table(collation: Collation) -> Table:
    """Return the table of derivations (溯源表): for each target clause, the base clauses it was written from."""
    heads = ("沿用", "属地化", "修改", "新增", "移位")
    columns = (
        Column("对照文本", Role.PLAN),
        Column("条款号", Role.PATH),
        Column("标题或首句", Role.LABEL),
        Column("类别", Role.KIND),
        Column(f"来源条款号（{head_word(collation)}）", Role.PATH),
        Column("句数", Role.COUNT),
        *(Column(f"{head}句数", Role.COUNT) for head in heads),
        Column("对照表行", Role.NUMBER),
    )
    names = told_labels(collation)
    lines = tuple(
        Line(
            (
                *(names[d.target], d.path, d.summary, KindCell(d.kind, d.moved > 0), "\n".join(d.origins)),
                *(d.sentences, d.inherited, d.localised, d.modified, d.added, d.moved, d.number),
            )
        )
        for d in derivations(collation)
    )
    return Table("溯源表", columns, lines)


def destination_table(collation: Collation) -> Table:
    """Return the table of destinations (去向表): for each base clause, where it went in each target and how much of it.

    In a chain: for each clause of each plan but the last, where it went in the next.
    """
    if collation.chained:
        return _chained_destinations(collation)
    names = labels(collation)[1:]
    columns = [
        Column("基准条款号", Role.PATH),
        Column("标题或首句", Role.LABEL),
        Column("句数", Role.COUNT),
    ]
    for name in names:
        ending = f"（{name}）" if len(names) > 1 else ""
        columns += [
            Column(f"类别{ending}", Role.KIND),
            Column(f"去向条款号{ending}", Role.PATH),
            Column(f"承接句数{ending}", Role.COUNT),
            Column(f"未承接句数{ending}", Role.COUNT),
            Column(f"承接率{ending}", Role.SHARE),
        ]
    columns.append(Column("对照表行", Role.NUMBER))
    lines = []
    for d in destinations(collation):
        values: list[Value] = [d.path, d.summary, d.sentences]
        for a in d.arrivals:
            values += [KindCell(a.kind), "\n".join(a.paths), d.sentences - a.dropped, a.dropped, a.carried]
        lines.append(Line((*values, d.number)))
    return Table("去向表", tuple(columns), tuple(lines))


def _chained_destinations(collation: Collation) -> Table:
    columns = (
        Column("前一文本 → 对照文本", Role.PLAN),
        Column("前一文本条款号", Role.PATH),
        Column("标题或首句", Role.LABEL),
        Column("句数", Role.COUNT),
        Column("类别", Role.KIND),
        Column("去向条款号", Role.PATH),
        Column("承接句数", Role.COUNT),
        Column("未承接句数", Role.COUNT),
        Column("承接率", Role.SHARE),
        Column("对照表行", Role.NUMBER),
    )
    names = labels(collation)
    lines = []
    for d in destinations(collation):
        (a,) = d.arrivals
        went = (KindCell(a.kind), "\n".join(a.paths), d.sentences - a.dropped, a.dropped, a.carried)
        lines.append(Line((f"{names[d.plan]} → {names[d.plan + 1]}", d.path, d.summary, d.sentences, *went, d.number)))
    return Table("去向表", columns, tuple(lines))
