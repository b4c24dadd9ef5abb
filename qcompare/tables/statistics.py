"""The statistics (统计) of one target as a table."""

from __future__ import annotations

from collections.abc import Iterator

from qcompare.citing import chapter_name, labels
from qcompare.marks import WORDS
from qcompare.model import Collation, Plan
from qcompare.statistics import BASE_KINDS, TARGET_KINDS, Chapter, Statistics
from qcompare.tables.sheets import Column, Line, Role, Table, Value

OUTSIDE = "标题和首段"
"""What no chapter of the base holds: nearly always what stands before the first."""


def statistics_sheet(collation: Collation, statistics: Statistics) -> Table:
    """Return the numbers by chapter (各章构成), in sentences: where the base's went, how much is carried, whence the target's."""
    names, base = labels(collation), collation.base_of(statistics.target)
    columns = [
        Column("章节", Role.LABEL),
        Column(f"基准句数（{names[collation.against(statistics.target)]}）", Role.COUNT),
    ]
    columns += [Column(f"{WORDS[kind]}（去向）", Role.COUNT) for kind in BASE_KINDS]
    columns += [Column(f"承接率（{names[target + 1]}）", Role.SHARE) for target in statistics.targets]
    columns.append(Column(f"对照句数（{names[statistics.target + 1]}）", Role.COUNT))
    columns += [Column(f"{WORDS[kind]}（来源）", Role.COUNT) for kind in TARGET_KINDS]
    lines = [Line(tuple(_values(base, c)), band=min(c.level, 2)) for c in statistics.chapters]
    return Table("各章构成", tuple(columns), (*lines, Line(tuple(_values(base, statistics.whole)), band=1)))


def title_of(base: Plan, chapter: Chapter) -> str:
    """Return what a line of the statistics is called: 二（一）推动产业质量竞争力增强, 标题和首段, 全文."""
    if chapter.clause is None:
        return OUTSIDE if chapter.level else "全文"
    return chapter_name(base, chapter.clause)


def _values(base: Plan, chapter: Chapter) -> Iterator[Value]:
    yield title_of(base, chapter)
    yield chapter.base.sentences
    yield from (chapter.base[kind] for kind in BASE_KINDS)
    yield from map(chapter.share, chapter.targets)
    yield chapter.target.sentences
    yield from (chapter.target[kind] for kind in TARGET_KINDS)
