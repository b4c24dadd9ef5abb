"""What each table says, column by column: the one wording of heads and cells that all table formats lay out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from qcompare import __version__
from qcompare.cautions import unread
from qcompare.citing import (
    CHAIN_RULE,
    COUNTING_RULE,
    head_word,
    is_furniture,
    labels,
    plans_of,
    told_labels,
)
from qcompare.dossier import Dossier
from qcompare.keys import RowKey
from qcompare.marks import DOWN, MOVED_WORD, UP, WORDS, Arrow, Mark
from qcompare.model import Collation, Plan, RowKind
from qcompare.tables.fit import fits, split_passage
from qcompare.tables.looks import kind_words
from qcompare.tables.rows import Passage, Piece

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
    PLACE = "place"  # 原文位置
    CHANGES = "changes"  # 改动文字
    SITUATION = "situation"  # 比对情况
    VERDICT = "verdict"  # 结论
    OPINION = "opinion"  # 审核意见
    KEY = "key"  # 行标识，不示人


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


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a row and one target (比对情况), a few words a line, where there is no room for columns.

    `kind` and `paths` stand above the lines where they have no columns either.
    """

    lines: tuple[str, ...]
    kind: KindCell | None = None
    paths: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it, a line each."""
        kind = self.kind.text if self.kind is not None else ""
        return "\n".join(filter(None, (kind, *self.paths, *self.lines)))


Value = str | int | float | Passage | KindCell | Situation | RowKey | None
"""What stands in a cell: text, a count, a share (float, 0..1), marked wording, a kind, what is known, a key, or nothing."""


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
    taken = max(map(len, parts))
    for nth, values in enumerate(zip_longest(*parts), start=1):
        held = zip(values, line.cells, columns, strict=True)
        cells = values if nth == 1 else tuple(_continuation(value, first, c.role) for value, first, c in held)
        yield Line(tuple(v.of_part(nth, taken) if isinstance(v, RowKey) else v for v in cells), line.band)


def _parts(value: Value, width: int, most_lines: int) -> tuple[Value, ...]:
    if isinstance(value, Passage):
        return split_passage(value, width, most_lines, _MOST_CHARACTERS)
    if isinstance(value, str) and not fits(value, width, most_lines, _MOST_CHARACTERS):
        passages = split_passage(Passage((Piece(value),)), width, most_lines, _MOST_CHARACTERS)
        return tuple(passage.text for passage in passages)
    return (value,)


def _continuation(value: Value, first: Value, role: Role) -> Value:
    if role in (Role.NUMBER, Role.KIND, Role.KEY):
        return first
    if role is Role.PATH and isinstance(first, str) and first and value is None:
        return f"{first}{_CONTINUED}" if "\n" not in first else _CONTINUED
    return value


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


RETURN_NOTE = (
    "审核人可在“结论”“审核意见”中填写（只有“审核意见”一栏时，结论同意、需修改或待议写在最前），批注不读回；"
    "填好的文件交回后，用 qcompare 的“导出 → 读回审核意见”（或 qcompare remarks）读回；"
    "行可以排序、筛选、删去，栏可以移动，请勿改动隐藏的行标识。"
)
"""Said in the files that are read back."""


def selection_note(dossier: Dossier) -> str:
    """Return which rows stand in the alignment table and how they were chosen; empty where all do."""
    if dossier.selection is None:
        return ""
    collation = dossier.collation
    every = sum(not is_furniture(collation, row) for row in collation.rows)
    return (
        f"对照表按筛选条件列出 {len(dossier.shown)} 行（全部 {every} 行，行号不变；所属的章节标题一并列出）。"
        f"筛选条件：{dossier.selection.words}。溯源表、去向表和指标等其他各表未经筛选。"
    )


def notes(dossier: Dossier) -> tuple[str, ...]:
    """Return how the tables are to be read, a sentence or two each; first which rows were chosen."""
    chosen = selection_note(dossier)
    looked_at = (f"请核对原文件：{line}。" for line in unread(dossier.collation))
    return (*([chosen] if chosen else []), *looked_at, *_notes(dossier.collation))


def _notes(collation: Collation) -> tuple[str, ...]:
    left_out = sum(is_furniture(collation, row) for row in collation.rows)
    word, said = head_word(collation), [CHAIN_RULE] if collation.chained else []
    said += [
        _ORDER_OF_CHAIN if collation.chained else _ORDER,
        "类别由标题和正文决定，责任单位计入句数，但不影响类别；有变化的在附注中说明。",
        f"移位句、存疑句同时计入沿用、属地化或修改。存疑是程序对出处把握不大、须人工核对的句子。承接率为{word}文字被承接的字数占比。",
        "相似度为两侧相同的文字（含字词转换）占两侧全部文字的比例，只比本行两侧；改动文字中“→”为替换，“＋”为增加，“－”为删去。",
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
