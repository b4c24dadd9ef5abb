"""The frozen values that cross rooms: plans, their clauses and sentences, and what comparing them gives."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum

from qcompare.document import Block, Caution, Format, Place, Span


class SentenceKind(StrEnum):
    """What a sentence (句) is in its clause."""

    HEADING = "heading"  # 标题，含序号
    BODY = "body"  # 正文句
    DUTY = "duty"  # 责任单位括注
    CELL = "cell"  # 表格单元格
    FURNITURE = "furniture"  # 版面信息，不参与比对


class ClauseKind(StrEnum):
    """What a clause (条款) is in the plan's outline."""

    TITLE = "title"  # 文件标题
    PART = "part"  # 一、（also 第X编、第X章）
    SECTION = "section"  # （一）（also 第X节）
    ITEM = "item"  # 1.
    SUBITEM = "subitem"  # （1）①
    DASH = "dash"  # ——
    ORDINAL = "ordinal"  # 一是
    BOX = "box"  # 专栏
    ARTICLE = "article"  # 第X条
    TABLE = "table"  # 表题
    ROW = "row"  # 表格行
    PARAGRAPH = "paragraph"  # 无序号段落
    FURNITURE = "furniture"  # 版面信息


class Relation(StrEnum):
    """How a target sentence stands to the base (关系)."""

    INHERITED = "inherited"  # 沿用
    LOCALISED = "localised"  # 属地化
    MODIFIED = "modified"  # 修改
    ADDED = "added"  # 新增


STRENGTH = (Relation.ADDED, Relation.INHERITED, Relation.LOCALISED, Relation.MODIFIED)
"""Relations from the weakest to the strongest: what is said of several stretches or sentences is the strongest of theirs."""


class RowKind(StrEnum):
    """What a row (对照行) says of one target (类别)."""

    INHERITED = "inherited"  # 沿用
    LOCALISED = "localised"  # 属地化
    MODIFIED = "modified"  # 修改
    ADDED = "added"  # 新增
    DROPPED = "dropped"  # 未承接
    FURNITURE = "furniture"  # 版面信息
    NONE = "none"  # the row holds nothing of the base nor of this target


class Op(StrEnum):
    """What happened to one stretch of a target sentence's wording."""

    EQUAL = "equal"  # 文字相同
    VARIANT = "variant"  # 字词转换：繁简、宽窄、标点、地区用词、序号
    LOCALISED = "localised"  # 属地化
    REPLACED = "replaced"  # 修改
    INSERTED = "inserted"  # 新增


CARRIED = frozenset({Op.EQUAL, Op.VARIANT, Op.LOCALISED})
"""The ops whose base stretch counts as carried over (承接)."""


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Two words that the user says count as one (对等词), whichever plan has which.

    `op` is VARIANT where they are one word (字词转换: 市经信局, 市新经济委), LOCALISED where each is its own place's (属地化).
    """

    one: str
    other: str
    op: Op = Op.VARIANT


@dataclass(frozen=True, slots=True)
class Sentence:
    """The smallest thing aligned (句): its kind, its span, and the index of the clause it stands in.

    Spans of sentences do not overlap, stand in text order and cover every visible code point of the plan.
    """

    kind: SentenceKind
    span: Span
    clause: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of a plan's outline (条款).

    `parent` is the index of the clause it stands under, None at the top. `marker` is the 序号 as printed ("（三）"), empty
    for an unnumbered paragraph. `path` is how a person cites it (条款号: "二（三）9."); for an unnumbered paragraph that of
    the clause it stands under with its place ("一（二）第2段"), unique in the plan. `heading` is the title sentence without
    its marker and closing 。, empty where there is none. `span` covers the clause's own sentences, not those of its
    children; `sentences` is the half-open range of their indices, never empty.
    """

    kind: ClauseKind
    parent: int | None
    marker: str
    path: str
    heading: str
    span: Span
    sentences: range


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a plan besides its wording; a field that the text does not give is empty.

    `date` is ISO: "2023-07-31", or "2023-04" where no day is given. `level` is one of 国家 省 市 区县. `region` is the
    region's full name ("重庆市永川区"). `draft` is true for a 征求意见稿. `period` is the years covered ("2023-2027").
    """

    title: str = ""
    issuer: str = ""
    number: str = ""
    date: str = ""
    level: str = ""
    region: str = ""
    draft: bool = False
    period: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One document (规划文本), read and parsed. Its text never changes.

    `source` is the file name without folder, `digest` the SHA-256 of the file's bytes in hex, `script` is "hans" or
    "hant". Clauses stand in text order with every parent before its children; sentences in text order. `label` is the
    short name for column heads ("永川 2023"). `blocks` are the document's, with their places and what its reader knew of
    them; empty where each line is a block. `cautions` and `pages` are the document's too.
    """

    text: str
    clauses: tuple[Clause, ...]
    sentences: tuple[Sentence, ...]
    metadata: Metadata = field(default_factory=Metadata)
    source: str = ""
    digest: str = ""
    encoding: str = ""
    script: str = "hans"
    label: str = ""
    format: Format = Format.TEXT
    blocks: tuple[Block, ...] = ()
    cautions: tuple[Caution, ...] = ()
    pages: int = 0

    def wording(self, sentence: int) -> str:
        """Return the text of the sentence with that index."""
        return self.sentences[sentence].span.of(self.text)

    def aligned(self) -> tuple[int, ...]:
        """Return the indices of the sentences that take part in comparing: all but furniture."""
        return tuple(i for i, s in enumerate(self.sentences) if s.kind is not SentenceKind.FURNITURE)

    def sentence_at(self, offset: int) -> int:
        """Return the index of the last sentence that starts at or before `offset`; -1 before the first."""
        return bisect_right(self.sentences, offset, key=lambda s: s.span.start) - 1

    def line(self, offset: int) -> int:
        """Return the line, counted from 1, that `offset` lies in: how the user finds a place in the source file."""
        return self.text.count("\n", 0, offset) + 1

    def place(self, offset: int) -> Place:
        """Return where the block that `offset` lies in stands in its file; all zero where nothing is known of that."""
        at = bisect_right(self.blocks, offset, key=lambda b: b.span.start) - 1
        return self.blocks[at].place if at >= 0 else Place()


LIKELY = 0.5
"""The score from which a pair is a match: it is rather right than wrong."""

DOUBTFUL = 0.8
"""The score below which a match is 存疑, for the reviewer to look at. Of the program's matches in the pairs aligned by hand
about one in eight lies below it, and more than half of those that are wrong; RESULTS.md of the benchmarks has the figures."""


@dataclass(frozen=True, slots=True)
class Match:
    """One base sentence and one target sentence written from it (对应); `moved` when out of order (移位).

    `score` lies in `LIKELY`..1: the chance that a careful reader would make the match too. `by` is "program" or "person".
    """

    base: int
    target: int
    moved: bool
    score: float
    by: str = "program"

    @property
    def doubtful(self) -> bool:
        """Whether a reviewer should look at it (存疑): the program is not sure, and no person has said so."""
        return self.by == "program" and self.score < DOUBTFUL


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's word on one base sentence and one target sentence (人工对应): whether the one was written from the other.

    It wins over the program: where it holds there is a match, where it does not there is none.
    """

    base: int
    target: int
    holds: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """One stretch of a target sentence's wording and where in the base it comes from; `base` is None when inserted."""

    op: Op
    target: Span
    base: Span | None


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of one target's alignment, in sentences; every output shows these and no others.

    `inherited + localised + modified + added` is the number of target sentences that are not furniture. `dropped` counts
    base sentences without a match, `base` all base sentences that are not furniture. `moved` counts the target sentences
    with a match out of order, `doubtful` those with a match that is 存疑; they stand in one of the other kinds too.
    `carried` of the base's `characters` (visible,
    outside furniture) are carried over: 承接率 is their quotient.
    """

    inherited: int
    localised: int
    modified: int
    added: int
    dropped: int
    moved: int
    base: int
    carried: int
    characters: int
    doubtful: int = 0

    @property
    def target(self) -> int:
        """The number of target sentences that are not furniture."""
        return self.inherited + self.localised + self.modified + self.added

    @property
    def carried_share(self) -> float:
        """承接率, 0..1; 0 for a base without wording."""
        return self.carried / self.characters if self.characters else 0.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """One target (对照) aligned with the plan it is compared with, which is the base here as in every part of it.

    `relations` has an entry for each target sentence, None for furniture. `dropped` are the base sentences without a
    match (未承接). `wording` tiles every target sentence that is not furniture, in order; `omitted` are the stretches of
    matched base sentences that the target carries nowhere. All indices and spans in text order; `matches` by target,
    then base. `rulings` are a person's, by target, then base; the matches obey them.
    """

    plan: Plan
    matches: tuple[Match, ...]
    relations: tuple[Relation | None, ...]
    dropped: tuple[int, ...]
    wording: tuple[Edit, ...]
    omitted: tuple[Span, ...]
    counts: Counts
    rulings: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True)
class Pointer:
    """Says that what a cell is compared with also serves a target sentence that stands in another row (↑ 见第 7 行第 2 句).

    `row` is the index of that row, `sentence` the index of the target sentence.
    """

    row: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What one row holds of one target: its clauses in order, the row's kind for this target, and pointers elsewhere.

    `kind` comes from headings and bodies; responsible units do not make a row 修改. `moved` is true when one of the
    cell's sentences has a match out of order, `doubtful` when one has a match that is 存疑. `carried` is the share of the
    base clause's wording that this target carries anywhere, 0..1; 0 where the row has no base clause. In a chain the
    neighbour's clauses in the row take the base clause's part. Cells of a row with
    one `group` (等同组) say the same but for script, width, punctuation and numbers of clauses; groups count from 0 in the
    targets' order, -1 for a cell without clauses.
    """

    clauses: tuple[int, ...]
    kind: RowKind
    moved: bool = False
    carried: float = 0.0
    pointers: tuple[Pointer, ...] = ()
    doubtful: bool = False
    group: int = -1


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the aligned columns (对照行): a base clause, or None where only targets have it, and a cell a target."""

    base: int | None
    cells: tuple[Cell, ...]

    def clauses(self, plan: int) -> tuple[int, ...]:
        """Return the clauses that the row holds of a plan, 0 being the base and 1 the first target."""
        if plan:
            return self.cells[plan - 1].clauses
        return () if self.base is None else (self.base,)

    def equals(self, target: int) -> tuple[int, ...]:
        """Return the targets whose cells say the same as that one's, itself among them; none for an empty cell."""
        group = self.cells[target].group
        return tuple(t for t, cell in enumerate(self.cells) if cell.group == group) if group >= 0 else ()


@dataclass(frozen=True, slots=True)
class Collation:
    """A whole comparison (比对): one base, one or more targets, and their rows. Every output is made from this value.

    Each clause of each plan stands in exactly one row, furniture too (in rows of its own); base clauses keep base order.
    `equivalences` are the user's words that counted as one (对等词). In a star every target is compared with the base; in
    a chain (`chained`, 逐级比对) the first is, and each other with its neighbour, the target before it: 国家 → 省 → 市 → 区.
    """

    base: Plan
    targets: tuple[Alignment, ...]
    rows: tuple[Row, ...]
    equivalences: tuple[Equivalence, ...] = ()
    chained: bool = False

    def against(self, target: int) -> int:
        """Return what a target is compared with, as an index into `plans`: 0, but in a chain its neighbour's."""
        return target if self.chained else 0

    def base_of(self, target: int) -> Plan:
        """Return the plan that a target is compared with."""
        return self.plans[self.against(target)]

    def opposite(self, row: Row, target: int) -> tuple[int, ...]:
        """Return the clauses in a row that a target's cell is compared with: the base's, or in a chain its neighbour's."""
        return row.clauses(self.against(target))

    @property
    def plans(self) -> tuple[Plan, ...]:
        """All plans, the base first."""
        return (self.base, *(alignment.plan for alignment in self.targets))

    def pairs(self, op: Op) -> tuple[tuple[str, str], ...]:
        """Return the user's words of one kind."""
        return tuple((pair.one, pair.other) for pair in self.equivalences if pair.op is op)
