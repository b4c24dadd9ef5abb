"""The command show: what is known of a plan, what came of reading it, its outline."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qcompare.citing import CLAUSE_WORDS, length_of
from qcompare.cli.arguments import Request
from qcompare.cli.console import TITLE_COLUMNS, Progress, clipped, say, width
from qcompare.cli.plans import plans_named
from qcompare.model import ClauseKind, Plan

if TYPE_CHECKING:
    from qcompare.report import Report

OUTLINE_KINDS = frozenset(CLAUSE_WORDS) - {ClauseKind.PARAGRAPH, ClauseKind.FURNITURE, ClauseKind.ROW, ClauseKind.TITLE}


def show(request: Request) -> int:
    """Print what is known of a plan, how many clauses of each kind it has, and its outline."""
    from qcompare.report import report_of

    with Progress() as progress:
        (plan,) = plans_named(request, progress)
    for line in _facts(plan):
        say(line)
    say()
    say("条款：" + "，".join(_counted(CLAUSE_WORDS[kind], count) for kind, count in _kinds(plan)))
    say()
    for line in _reading(report_of(plan)):
        say(line)
    say("提纲：")
    for line in _outline(plan):
        say(line)
    return 0


def _facts(plan: Plan) -> list[str]:
    about = plan.metadata
    facts = (
        ("标题", about.title),
        ("性质", "征求意见稿" if about.draft else ""),
        ("制定机关", about.issuer),
        ("文号", about.number),
        ("日期", about.date),
        ("级别", about.level),
        ("地区", about.region),
        ("规划期", about.period),
        ("文字", "繁体" if plan.script == "hant" else "简体"),
        ("文件", f"{plan.source}（{plan.encoding}）" if plan.encoding else plan.source),
        ("页数", f"{plan.pages} 页" if plan.pages else ""),
        ("篇幅", f"{length_of(plan):,} 字，{len(plan.aligned())} 句（不计版面信息）"),
    )
    return [f"{name}：{' ' * (8 - width(name))}{fact}" for name, fact in facts if fact]


def _reading(report: Report) -> list[str]:
    """Return what was set aside and what to look at, with an empty line behind each; nothing where there is neither."""
    from qcompare.report import ROLE_WORDS

    asides = "，".join(f"{ROLE_WORDS[role]} {count} 处" for role, count in report.reasons())
    lines = [f"未参与比对：{asides}", ""] if asides else []
    if report.doubts:
        lines += ["请核对：", *(f"  {doubt.words}" for doubt in report.doubts), ""]
    return lines


def _kinds(plan: Plan) -> list[tuple[ClauseKind, int]]:
    counted = Counter(clause.kind for clause in plan.clauses)
    return [(kind, counted[kind]) for kind in CLAUSE_WORDS if counted[kind]]


def _counted(word: str, count: int) -> str:
    """Return how many there are of something.

    >>> _counted("节“（一）”", 13), _counted("专栏", 2)
    ('节“（一）”13 个', '专栏 2 个')
    """
    return f"{word}{'' if word.endswith('”') else ' '}{count} 个"


def _outline(plan: Plan) -> list[str]:
    lines = []
    for clause in plan.clauses:
        if clause.kind in OUTLINE_KINDS:
            words = clause.heading or plan.wording(clause.sentences.start).removeprefix(clause.marker).strip()
            lines.append("  " * (_depth(plan, clause.parent) + 1) + clipped(f"{clause.marker}{words}", TITLE_COLUMNS))
    return lines or ["  （没有序号，全部是段落）"]


def _depth(plan: Plan, parent: int | None) -> int:
    depth = 0
    while parent is not None:
        depth += plan.clauses[parent].kind in OUTLINE_KINDS
        parent = plan.clauses[parent].parent
    return depth
