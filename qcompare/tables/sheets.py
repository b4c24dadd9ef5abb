"""What each table says, column by column: the one wording of heads and cells that all table formats lay out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from qcompare import __version__
from qcompare.citing import (
    CHAIN_RULE,
    COUNTING_RULE,
    against_words,
    head_word,
    is_furniture,
    labels,
    plans_of,
    told_labels,
)
from qcompare.marks import DOWN, MOVED_WORD, UP, WORDS, Arrow, Mark
from qcompare.model import Collation, Plan, RowKind
from qcompare.tables.fit import split_passage
from qcompare.tables.looks import kind_words
from qcompare.tables.rows import (
    AlignedCell,
    AlignedLine,
    Passage,
    Piece,
    aligned_lines,
    derivations,
    destinations,
)

_CONTINUED = "（续）"
_MOST_CHARACTERS = 16_000  # half of the 32,767 UTF-16 units that Excel takes in a cell, should each character be two


class Role(StrEnum):
    """What a column holds, from which each format takes its width, alignment and font."""

    NUMBER = "number"  # 行
    PATH = "path"  # 条款号
    ORIGIN = "origin"  # 移位自
    TEXT = "text"  # 原文，带标记
    KIND = "kind"  # 类别
    SHARE = "share"  # 承接率
    COUNT = "count"  # 句数
    PLAN = "plan"  # 规划名称
    LABEL = "label"  # 标题或首句
    NOTE = "note"  # 附注
    VALUE = "value"  # 指标值
    CHANGE = "change"  # 指标变化


@dataclass(frozen=True, slots=True)
class KindCell:
    """What a row says of one target: its kind, and whether something in it moved."""

    kind: RowKind
    moved: bool = False

    @property
    def text(self) -> str:
        """Sign and word, and a second line where something moved."""
        return "\n".join(kind_words(self.kind, self.moved))

    @property
    def words(self) -> str:
        """The words alone, where a sign at the start could be taken for a formula."""
        return "、".join(word for word in (WORDS[self.kind], MOVED_WORD if self.moved else "") if word)


Value = str | int | float | Passage | KindCell | None
"""What stands in a cell: text, a count, a share (float, 0..1), marked wording, a kind, or nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head and what it holds."""

    head: str
    role: Role


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table; `band` is 1 for a part's line, 2 for a section's, else 0."""

    cells: tuple[Value, ...]
    band: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table, the same in every format."""

    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def all_tables(collation: Collation) -> tuple[Table, Table, Table]:
    """Return the three tables of a comparison: 对照表, 溯源表, 去向表."""
    return alignment_table(collation), derivation_table(collation), destination_table(collation)


def alignment_table(collation: Collation) -> Table:
    """Return the alignment table (对照表): base clause by base clause, and for each target what stands against it."""
    base, *targets = labels(collation)
    several = len(targets) > 1
    columns = [
        Column("行", Role.NUMBER),
        Column("基准条款号", Role.PATH),
        Column(f"基准原文（{base}{f'，标记相对 {targets[0]}' if several else ''}）", Role.TEXT),
    ]
    for at, target in enumerate(targets):
        ending = f"（{target}）" if several else ""
        relative = f"（{target}，{against_words(collation, at)}）" if collation.chained else ending
        columns += [
            Column(f"类别{relative}", Role.KIND),
            Column(f"对照条款号{ending}", Role.PATH),
            Column(f"对照原文（{target}）", Role.TEXT),
            Column(f"移位自{relative}", Role.ORIGIN),
            Column(f"承接率{relative}", Role.SHARE),
        ]
    columns.append(Column("附注", Role.NOTE))
    lines = tuple(_aligned_line(line, targets) for line in aligned_lines(collation))
    return Table("对照表", tuple(columns), lines)


def _aligned_line(line: AlignedLine, targets: Sequence[str]) -> Line:
    values: list[Value] = [line.number, line.path, line.passage]
    for cell in line.cells:
        kind = KindCell(cell.kind, cell.moved)
        values += [kind, "\n".join(cell.paths), cell.passage, "\n".join(cell.origins), cell.carried]
    return Line((*values, "\n".join(_remarks(line.cells, targets))), line.band)


def _remarks(cells: Sequence[AlignedCell], targets: Sequence[str]) -> Iterator[str]:
    for cell, target in zip(cells, targets, strict=True):
        lead = f"{target}：" if len(targets) > 1 else ""
        yield from (lead + remark for remark in cell.remarks)


def without(table: Table, *roles: Role) -> Table:
    """Return the table without the columns of these roles, for a format that says the same in another way."""
    kept = [at for at, column in enumerate(table.columns) if column.role not in roles]
    lines = tuple(Line(tuple(line.cells[at] for at in kept), line.band) for line in table.lines)
    return Table(table.title, tuple(table.columns[at] for at in kept), lines)


def continued(line: Line, columns: Sequence[Column], widths: Sequence[int] = (), most_lines: int = 0) -> Iterator[Line]:
    """Yield the line, or as many lines as it takes where a program can show no cell so long; those go on marked （续）.

    With `widths`, columns' widths in half-width characters, a cell holds no more than `most_lines` lines either. Number
    and kind stand on each, so that sorting and filtering keep them together.
    """
    rooms = widths or [_MOST_CHARACTERS * 2 + 1] * len(columns)
    lines = most_lines or _MOST_CHARACTERS
    parts = [_parts(value, room, lines) for value, room in zip(line.cells, rooms, strict=True)]
    for nth, values in enumerate(zip_longest(*parts)):
        if nth:
            values = tuple(  # noqa: PLW2901 - the same cells, as they stand on a continuation line
                _continuation(value, first, column.role)
                for value, first, column in zip(values, line.cells, columns, strict=True)
            )
        yield Line(values, line.band)


def _parts(value: Value, width: int, most_lines: int) -> tuple[Value, ...]:
    if isinstance(value, Passage):
        return split_passage(value, width, most_lines, _MOST_CHARACTERS)
    if isinstance(value, str) and value:
        passages = split_passage(Passage((Piece(value),)), width, most_lines, _MOST_CHARACTERS)
        return tuple(passage.text for passage in passages)
    return (value,)


def _continuation(value: Value, first: Value, role: Role) -> Value:
    if role in (Role.NUMBER, Role.KIND):
        return first
    if role is Role.PATH and isinstance(first, str) and first and value is None:
        return f"{first}{_CONTINUED}" if "\n" not in first else _CONTINUED
    return value


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


def counts_table(collation: Collation) -> Table:
    """Return the counts of each target, in sentences: those of the alignment and no others."""
    base = head_word(collation)
    heads = ("对照句数", "沿用", "属地化", "修改", "新增", "移位", "存疑", f"{base}句数", "未承接")
    columns = (
        Column("对照文本", Role.PLAN),
        *(Column(head, Role.COUNT) for head in heads),
        Column("承接率", Role.SHARE),
    )
    lines = []
    for name, alignment in zip(told_labels(collation), collation.targets, strict=True):
        c = alignment.counts
        counted = (c.target, c.inherited, c.localised, c.modified, c.added, c.moved, c.doubtful, c.base, c.dropped)
        lines.append(Line((name, *counted, c.carried_share)))
    return Table("统计（单位：句）", columns, tuple(lines))


def plans_table(collation: Collation) -> Table:
    """Return what is known of each plan, the base first; what a plan does not say is left empty."""
    plans = plans_of(collation)
    columns = (Column("项目", Role.PLAN), *(Column(name, Role.NOTE) for name in labels(collation)))
    facts = zip(*(tuple(_facts(plan)) for plan in plans), strict=True)
    roles = ("基准", *("对照" for _ in collation.targets))
    lines = (Line(("用途", *roles)), *(Line((fact[0][0], *(text for _, text in fact))) for fact in facts))
    return Table("参加比对的规划文本", columns, lines)


def _facts(plan: Plan) -> Iterator[tuple[str, str]]:
    known = plan.metadata
    yield "标题", known.title
    yield "制定机关", known.issuer
    yield "文号", known.number
    yield "日期", known.date
    yield "级别", known.level
    yield "地区", known.region
    yield "规划期", known.period
    yield "状态", "征求意见稿" if known.draft else ""
    yield "文字", "繁体" if plan.script == "hant" else "简体"
    yield "文件名", plan.source
    yield "条款数", str(sum(clause.kind.value != "furniture" for clause in plan.clauses))
    yield "句数", str(len(plan.aligned()))
    yield "文件校验（SHA-256）", plan.digest


_ORDER = "对照表按基准条款顺序排列，每条只出现一次；溯源表列出对照文本各条的来源，去向表列出基准各条的去向。"
_ORDER_OF_CHAIN = (
    "对照表按基准条款顺序排列，每条只出现一次；溯源表列出各对照文本各条在前一文本中的来源，"
    "去向表列出基准和各对照文本各条在后一文本中的去向。后一文本没有承接的文字，不在对照表中划去，见去向表和未承接清单。"
)


def notes(collation: Collation) -> tuple[str, ...]:
    """Return how the tables are to be read, a sentence or two each."""
    left_out = sum(is_furniture(collation, row) for row in collation.rows)
    word, said = head_word(collation), [CHAIN_RULE] if collation.chained else []
    said += [
        _ORDER_OF_CHAIN if collation.chained else _ORDER,
        "类别由标题和正文决定，责任单位计入句数，但不影响类别；有变化的在附注中说明。",
        f"移位句、存疑句同时计入沿用、属地化或修改。存疑是程序对出处把握不大、须人工核对的句子。承接率为{word}文字被承接的字数占比。",
        f"附注中的指标变化按句中数字逐项比较：下调、上调指数值低于、高于{word}；口径有变指名称、单位或约束方式（新增、累计、左右）不同。",
        "字词转换（繁简、全半角、标点、序号和地区用词）视同沿用。",
        COUNTING_RULE,
    ]
    if len(collation.targets) > 1:
        said.append(f"基准原文上的标记相对 {labels(collation)[1]}。")
    if left_out:
        said.append(
            f"网页导航、目录、页码等版面信息不参与比对，共{left_out}行，未列入表中；行号仍计入，与窗口和备忘录一致。"
        )
    return (*said, f"本表由 qcompare {__version__} 在本机离线生成。")


LEGEND = (
    (Mark.EQUAL, False, WORDS[RowKind.INHERITED]),
    (Mark.LOCALISED, False, WORDS[RowKind.LOCALISED]),
    (Mark.REPLACED, False, WORDS[RowKind.MODIFIED]),
    (Mark.REPLACED, True, "修改（基准）"),
    (Mark.INSERTED, False, WORDS[RowKind.ADDED]),
    (Mark.DELETED, True, WORDS[RowKind.DROPPED]),
)
"""The marks, whether on the base side, and their words."""


def legend_passages(collation: Collation) -> tuple[Passage, ...]:
    """Return each mark shown on its own word, moved and the figure's last."""
    shown = [Passage((Piece(word, mark),), base=base) for mark, base, word in LEGEND]
    moved = Passage((Piece(MOVED_WORD, Mark.EQUAL, moved=True, moved_from=f"{head_word(collation)}条款号"),))
    figure = Passage(
        (
            Piece("指标下调", arrow=Arrow(DOWN, weaker=True)),
            Piece(" "),
            Piece("指标上调", arrow=Arrow(UP, weaker=False)),
        )
    )
    return (*shown, moved, figure)
