"""The tables of what a reviewer looks for first: 指标, 责任单位, 责任单位变化, 承接情况, 未承接清单."""

from __future__ import annotations

from qcompare.citing import (
    against_words,
    cited_clause,
    cited_sentence,
    head_word,
    in_one_line,
    labels,
    opening_of,
    told_labels,
)
from qcompare.coverage import CoverageState, share
from qcompare.duties import Role
from qcompare.duty_changes import UnitRow
from qcompare.findings import (
    COVERAGE_WORDS,
    FIGURE_SIGNS,
    Findings,
    figure_clauses,
    figure_words,
    figures_said,
    lack_words,
    lead_words,
    years_said,
)
from qcompare.leftovers import Dropped
from qcompare.marks import Mark
from qcompare.model import Collation, Plan
from qcompare.tables.rows import Passage, Piece, line_numbers
from qcompare.tables.sheets import Column, Line, Table, Value
from qcompare.tables.sheets import Role as Holds

_ROLE_WORDS = {Role.RESPONSIBLE: "", Role.LEAD: "（牵头）", Role.ASSIST: "（配合）"}


def finding_tables(collation: Collation, findings: Findings) -> tuple[Table, ...]:
    """Return the tables of a comparison's findings; those with nothing to say are left out."""
    tables = (
        figures_sheet(collation, findings),
        units_sheet(collation, findings),
        duty_changes_sheet(collation, findings),
        coverage_sheet(collation, findings),
        dropped_sheet(collation, findings),
    )
    return tuple(table for table in tables if table.lines)


def figures_sheet(collation: Collation, findings: Findings) -> Table:
    """Return the figures table (指标): an indicator a line, a plan a few columns, the base first."""
    base, *targets = labels(collation)
    columns = [Column("序", Holds.NUMBER), Column("指标", Holds.LABEL)]
    columns += [
        Column(f"基准（{base}）", Holds.VALUE),
        Column("基准年份", Holds.COUNT),
        Column("基准条款号", Holds.PATH),
    ]
    for at, target in enumerate(targets):
        ending = f"（{target}）" if len(targets) > 1 else ""
        relative = f"（{target}，{against_words(collation, at)}）" if collation.chained else ending
        columns += [
            Column(f"变化{relative}", Holds.CHANGE),
            Column(f"对照（{target}）", Holds.VALUE),
            Column(f"对照年份{ending}", Holds.COUNT),
            Column(f"对照条款号{ending}", Holds.PATH),
        ]
    table = findings.figures
    lines = []
    for number, row in enumerate(table.rows, start=1):
        values: list[Value] = [number, in_one_line(row.indicator)]
        for plan, cell in enumerate(row.cells):
            if plan:
                values.append(f"{FIGURE_SIGNS[cell.kind]} {figure_words(cell)}".strip())
            values += [
                figures_said(collation, table, plan, cell),
                years_said(table, plan, cell),
                figure_clauses(collation, table, plan, cell),
            ]
        lines.append(Line(tuple(values)))
    return Table("指标", tuple(columns), tuple(lines))


def units_sheet(collation: Collation, findings: Findings) -> Table:
    """Return the units table (责任单位): a function a line, with the clauses that name it in each plan."""
    names = labels(collation)
    columns = [Column("序", Holds.NUMBER), Column("责任单位", Holds.LABEL), Column("条款合计", Holds.COUNT)]
    for name in names:
        columns += [Column(f"条款数（{name}）", Holds.COUNT), Column(f"条款号（{name}）", Holds.NOTE)]
    lines = []
    for number, unit in enumerate(findings.duties.units, start=1):
        counts = [len({clause for clause, _ in held}) for held in unit.clauses]
        values: list[Value] = [number, "／".join(unit.names), sum(counts)]
        for plan, count in enumerate(counts):
            values += [count, _unit_clauses(collation.plans[plan], unit, plan)]
        lines.append(Line(tuple(values)))
    return Table("责任单位", tuple(columns), tuple(lines))


def _unit_clauses(plan: Plan, unit: UnitRow, at: int) -> str:
    return "、".join(f"{cited_clause(plan, clause)}{_ROLE_WORDS[role]}" for clause, role in unit.clauses[at])


def duty_changes_sheet(collation: Collation, findings: Findings) -> Table:
    """Return where units were added or are gone, and which clauses name none (责任单位变化)."""
    names, base = told_labels(collation), head_word(collation)
    numbers = line_numbers(collation)
    columns = (
        Column("对照表行", Holds.NUMBER),
        Column("对照文本", Holds.PLAN),
        Column(f"{base}条款号", Holds.PATH),
        Column("对照条款号", Holds.PATH),
        Column("标题或首句", Holds.LABEL),
        Column("增加", Holds.NOTE),
        Column("减少", Holds.NOTE),
        Column("牵头变化", Holds.NOTE),
        Column("可能漏列", Holds.NOTE),
    )
    lines = []
    for found in findings.duties.rows:
        row = collation.rows[found.row]
        for target, cell in enumerate(found.cells[1:]):
            if not (cell.added or cell.gone or cell.lack or cell.lead):
                continue
            plan, clauses = collation.targets[target].plan, row.cells[target].clauses
            values: list[Value] = [numbers[found.row], names[target]]
            opposite = collation.opposite(row, target)
            values.append("、".join(cited_clause(collation.base_of(target), c) for c in opposite))
            values += [
                "、".join(cited_clause(plan, c) for c in clauses),
                opening_of(plan, clauses[0]) if clauses else "",
            ]
            values += ["、".join(cell.added), "、".join(cell.gone), lead_words(cell) if cell.lead else ""]
            values.append(lack_words(collation, target, cell.lack))
            lines.append(Line(tuple(values)))
    return Table("责任单位变化", columns, tuple(lines))


def coverage_sheet(collation: Collation, findings: Findings) -> Table:
    """Return how much of each chapter of the base each target carries, and how many clauses in which state (承接情况)."""
    columns = (
        Column("对照文本", Holds.PLAN),
        Column(f"{head_word(collation)}章节", Holds.LABEL),
        *(Column(f"{COVERAGE_WORDS[state]}条款", Holds.COUNT) for state in CoverageState),
        Column("字数", Holds.COUNT),
        Column("承接字数", Holds.COUNT),
        Column("承接率", Holds.SHARE),
    )
    lines = []
    for target, (name, coverage) in enumerate(zip(told_labels(collation), findings.coverage, strict=True)):
        base = collation.base_of(target)
        for chapter in coverage.chapters:
            counts = dict(chapter.states)
            title = "标题、章名及其他" if chapter.clause is None else _chapter(base, chapter.clause)
            numbers = (*(counts.get(state, 0) for state in CoverageState), chapter.characters, chapter.carried)
            lines.append(Line((name, title, *numbers, share(chapter.carried, chapter.characters))))
        every = [clause.state for clause in coverage.clauses]
        numbers = (*(every.count(state) for state in CoverageState), coverage.characters, coverage.carried)
        lines.append(Line((name, "全文", *numbers, share(coverage.carried, coverage.characters)), band=2))
    return Table("承接情况", columns, tuple(lines))


def _chapter(plan: Plan, clause: int) -> str:
    return f"{plan.clauses[clause].path} {opening_of(plan, clause)}".strip()


def dropped_sheet(collation: Collation, findings: Findings) -> Table:
    """Return the dropped list (未承接清单): each base sentence without a match beside the nearest that the target says.

    What the nearest does not say either is struck out.
    """
    base = head_word(collation)
    columns = (
        Column("序", Holds.NUMBER),
        Column("对照文本", Holds.PLAN),
        Column(f"{base}条款号", Holds.PATH),
        Column(f"未承接的{base}原文", Holds.TEXT),
        Column("相近程度", Holds.SHARE),
        Column("对照文本中最相近的原文", Holds.TEXT),
        Column("对照条款号", Holds.PATH),
        Column("共有文字", Holds.NOTE),
    )
    lines: list[Line] = []
    for target, (name, dropped) in enumerate(zip(told_labels(collation), findings.dropped, strict=True)):
        ours, theirs = collation.base_of(target), collation.targets[target].plan
        for found in dropped:
            cited = cited_sentence(ours, found.sentence)
            lines.append(Line((len(lines) + 1, name, cited, _struck(ours, found), *_nearest(theirs, found))))
    return Table("未承接清单", columns, tuple(lines))


def _nearest(plan: Plan, found: Dropped) -> tuple[Value, ...]:
    """Return how near the nearest sentence is, its words, its place, and what it shares."""
    if found.nearest is None:
        return None, "无相近文字", "", ""
    words = Passage((Piece(plan.wording(found.nearest)),))
    shared = "、".join(in_one_line(theirs.of(plan.text)) for _, theirs in found.shared)
    return found.share, words, cited_sentence(plan, found.nearest), shared


def _struck(plan: Plan, found: Dropped) -> Passage:
    """Return a dropped sentence with what no other sentence of the target says struck out."""
    span = plan.sentences[found.sentence].span
    pieces, at = [], span.start
    for shared, _ in found.shared:
        pieces += [Piece(plan.text[at : shared.start], Mark.DELETED), Piece(shared.of(plan.text))]
        at = shared.end
    pieces.append(Piece(plan.text[at : span.end], Mark.DELETED))
    return Passage(tuple(piece for piece in pieces if piece.text), base=True)
