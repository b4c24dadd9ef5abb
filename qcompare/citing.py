"""How every output names what it shows: plans, clauses, sentences, rows and shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from qcompare.document import Span
from qcompare.marks import WORDS
from qcompare.model import Alignment, ClauseKind, Collation, Plan, Pointer, Row, RowKind, SentenceKind

COUNTING_RULE = "“第N句”按条款内各句顺序计，标题计为第1句。"
"""How a sentence's number is to be read, said once in every output."""

CHAIN_RULE = (
    "逐级比对：每个对照与前一文本（排在它左边的一份）相比，第一个对照与基准相比；"
    "类别、承接、移位和指标、责任单位的变化，都相对前一文本。"
)
"""What every output says of a chain before anything else."""

CHAIN_MARKS = "各对照原文上的标记都相对前一文本；后一文本没有承接的文字不在其上划去，见去向表。"
"""What is said of a chain where marks are explained: a plan in the middle bears its own marks alone."""

_BANDS = {ClauseKind.TITLE: 1, ClauseKind.PART: 1, ClauseKind.SECTION: 2}
_FIRST_WORDS = 24  # a clause without a title is recognised by so many characters; they fit one line of a table
_LEAST_SHOWN = 0.001  # one decimal of a percentage


CLAUSE_WORDS = {
    ClauseKind.TITLE: "文件标题",
    ClauseKind.PART: "部分“一、”",
    ClauseKind.SECTION: "节“（一）”",
    ClauseKind.ITEM: "项“1.”",
    ClauseKind.SUBITEM: "子项“（1）”",
    ClauseKind.DASH: "“——”项",
    ClauseKind.ORDINAL: "“一是”项",
    ClauseKind.BOX: "专栏",
    ClauseKind.ARTICLE: "条“第X条”",
    ClauseKind.TABLE: "表格",
    ClauseKind.ROW: "表格行",
    ClauseKind.PARAGRAPH: "无序号段落",
    ClauseKind.FURNITURE: "版面信息",
}
"""What clauses of each kind are called where they are counted."""


def name_of(plan: Plan) -> str:
    """Return what to call a plan: its label, else its title, else its file."""
    return plan.label or plan.metadata.title or plan.source or "未命名文本"


def visible(text: str) -> int:
    """Return how many visible characters the text has.

    >>> visible("一、 总体要求")
    6
    """
    return len("".join(text.split()))


def length_of(plan: Plan) -> int:
    """Return the length of a plan (篇幅): how many visible characters are not furniture."""
    return sum(visible(plan.wording(i)) for i in plan.aligned())


def plans_of(collation: Collation) -> tuple[Plan, ...]:
    """Return the plans of a collation, the base first."""
    return collation.plans


def labels(collation: Collation) -> tuple[str, ...]:
    """Return a short name for each plan, the base first; no two are the same, so that two drafts can be told apart.

    Plans called alike are told apart by their versions, else by their files, else by their places.
    """
    plans = plans_of(collation)
    names = [name_of(plan) for plan in plans]
    for told in (version_of, lambda plan: plan.source):
        alike = {name for name, times in Counter(names).items() if times > 1}
        for name in sorted(alike):
            held = [at for at, called in enumerate(names) if called == name]
            words = [told(plans[at]) for at in held]
            if len(set(words)) == len(words):
                for at, said in zip(held, words, strict=True):
                    names[at] = f"{name}（{said}）" if said else name
    if len(set(names)) < len(names):
        names = [f"{name}［{at}］" for at, name in enumerate(names, start=1)]
    return tuple(names)


def version_of(plan: Plan) -> str:
    """Return the date of a plan and whether it is a draft (征求意见稿); empty where neither is known."""
    known = (chinese_date(plan.metadata.date), "征求意见稿" if plan.metadata.draft else "")
    return "，".join(part for part in known if part)


def chinese_date(date: str) -> str:
    """Return an ISO date as it is written in documents.

    >>> chinese_date("2023-07-31"), chinese_date("2023-04")
    ('2023年7月31日', '2023年4月')
    """
    parts = date.split("-")
    return "".join(f"{part.lstrip('0')}{unit}" for part, unit in zip(parts, "年月日", strict=False) if part)


def percent(share: float) -> str:
    """Return a share with one decimal; what is not the whole never reads 100.0%, what is not nothing never 0.0%.

    >>> percent(0.5734), percent(0.99987), percent(1.0), percent(0.0002)
    ('57.3%', '99.9%', '100.0%', '0.1%')
    """
    return f"{as_shown(share):.1%}"


def as_shown(share: float) -> float:
    """Return the share that a reader is shown, for a format that prints its figures itself."""
    return min(max(share, _LEAST_SHOWN), 1 - _LEAST_SHOWN) if 0 < share < 1 else share


def base_word(collation: Collation, target: int) -> str:
    """Return what to call the plan that a target is compared with: 基准, or in a chain 前一文本."""
    return word_for(collation.against(target))


def word_for(plan: int) -> str:
    """Return what to call the plan that another is compared with, 0 being the base."""
    return "前一文本" if plan else "基准"


def head_word(collation: Collation) -> str:
    """Return what a table's head calls the plans that the targets are compared with."""
    return word_for(collation.chained)


def against_words(collation: Collation, target: int) -> str:
    """Return what a target is compared with, to stand beside its name in a chain (相对 重庆 2023); empty in a star."""
    return f"相对 {labels(collation)[collation.against(target)]}" if collation.chained else ""


def told_labels(collation: Collation) -> tuple[str, ...]:
    """Return a short name for each target, in a chain with what it is compared with: 永川 2023（相对 重庆 2023）."""
    names = enumerate(labels(collation)[1:])
    return tuple(f"{name}（{against_words(collation, t)}）" if collation.chained else name for t, name in names)


def subject_of(collation: Collation, gap: str = "\u3000") -> str:
    """Return what is compared with what, the targets of a chain one after the other; `gap` parts the base from them."""
    base, *targets = labels(collation)
    named = f"逐级对照：{' → '.join(targets)}" if collation.chained else f"对照：{'、'.join(targets)}"
    return f"基准：{base}{gap}{named}"


def clauses_in(collation: Collation, row: Row) -> Iterator[tuple[Plan, int]]:
    """Yield the clauses of a row with their plans, the base's first."""
    if row.base is not None:
        yield collation.base, row.base
    for alignment, cell in zip(collation.targets, row.cells, strict=True):
        yield from ((alignment.plan, clause) for clause in cell.clauses)


def is_furniture(collation: Collation, row: Row) -> bool:
    """Whether a row holds nothing but furniture (版面信息), which memo and tables leave out and count."""
    return all(plan.clauses[c].kind is ClauseKind.FURNITURE for plan, c in clauses_in(collation, row))


def band_level(collation: Collation, row: Row) -> int:
    """Return 1 for a row of chapters (or titles), 2 for one of sections, 0 for any other.

    A clause that goes on with body text after its title is read like any clause, so it makes no band.
    """
    clauses = tuple(clauses_in(collation, row))
    plan, first = clauses[0]
    level = _BANDS.get(plan.clauses[first].kind, 0)
    kinds = (plan.sentences[s].kind for plan, c in clauses for s in plan.clauses[c].sentences)
    return level if level and all(kind is SentenceKind.HEADING for kind in kinds) else 0


def sentences_of(plan: Plan, clauses: Sequence[int]) -> list[int]:
    """Return the sentences of the clauses that are not furniture, in order."""
    every = (s for c in clauses for s in plan.clauses[c].sentences)
    return [s for s in every if plan.sentences[s].kind is not SentenceKind.FURNITURE]


def opening_of(plan: Plan, clause: int) -> str:
    """Return what tells a clause in a list: its title, or its first words where it has none."""
    found = plan.clauses[clause]
    if found.heading:
        return in_one_line(found.heading)
    text = in_one_line("".join(plan.wording(s) for s in found.sentences).removeprefix(found.marker)).strip()
    return text if len(text) <= _FIRST_WORDS else text[: _FIRST_WORDS - 1] + "…"


def chapter_name(plan: Plan, clause: int) -> str:
    """Return what a chapter is called in a list: 二（一）推动产业质量竞争力增强."""
    return f"{numbered(plan.clauses[clause].path)}{opening_of(plan, clause)}"


def numbered(path: str) -> str:
    """Return a path as it is written before its title.

    >>> numbered("二"), numbered("二（三）"), numbered("第一章")
    ('二、', '二（三）', '第一章　')
    """
    if not path or path[-1] in "）).、．":
        return path
    return f"{path}　" if path[0] == "第" else f"{path}、"


def in_one_line(text: str) -> str:
    r"""Return the text with white space that a line cannot hold turned into what it stands for.

    >>> in_one_line("提升质量\n竞争力\t指数 ISO\n9001")
    '提升质量竞争力 指数 ISO 9001'
    """
    if not any(c in text for c in "\n\r\t\f\v"):
        return text
    lines = [" ".join(line.split("\t")) for line in text.splitlines()]
    joined = lines[0]
    for line in lines[1:]:
        apart = joined[-1:].isascii() and line[:1].isascii() and joined[-1:].strip() and line[:1].strip()
        joined += (" " if apart else "") + line
    return joined


def place_of(plan: Plan, clauses: Sequence[int], gap: str = "") -> str:
    """Return where the first of the clauses begins in the plan's file (原文位置); empty without clauses."""
    return place_at(plan, plan.clauses[clauses[0]].span, gap) if clauses else ""


def place_at(plan: Plan, span: Span, gap: str = "") -> str:
    """Return where a stretch begins in the plan's file, as whoever opens the file finds it.

    第3页, 第12段 of a Word document, 表2第3行第2格, else 第12行 of the text. What holds several cells has no 格. `gap` stands
    about numbers that are set on a screen.
    """
    place, last = plan.place(span.start), plan.place(max(span.start, span.end - 1))
    counted = [
        (place.page, "页"),
        (0 if place.table else place.paragraph, "段"),
        (place.row if place.table else 0, "行"),
    ]
    counted.append((place.column if place.table and place == last else 0, "格"))
    said = [f"第{gap}{number}{gap}{word}" for number, word in counted if number]
    if place.table:
        said.insert(bool(place.page), f"表{gap}{place.table}{gap}")
    return "".join(said).strip() or f"第{gap}{plan.line(span.start)}{gap}行"


def cited_clause(plan: Plan, clause: int) -> str:
    """Return how a person cites a clause: its path (条款号), or what it is called where it has none."""
    found = plan.clauses[clause]
    return found.path or ("标题" if found.kind is ClauseKind.TITLE else opening_of(plan, clause))


def cited_sentence(plan: Plan, sentence: int, among: Sequence[int] = (), gap: str = "") -> str:
    """Return how a person cites a sentence: 二（三）9.第2句, the title being the first.

    The clause is not said where `among`, the clauses the reader has before him, are one alone. `gap` stands about numbers
    that are set on a screen.
    """
    clause = plan.sentences[sentence].clause
    lead = "" if tuple(among) == (clause,) else cited_clause(plan, clause)
    kind = plan.sentences[sentence].kind
    if kind is SentenceKind.HEADING:
        return lead if lead.endswith("标题") else f"{lead}标题"
    if kind is SentenceKind.DUTY:
        return f"{lead}责任单位"
    measure = "格" if kind is SentenceKind.CELL else "句"
    return f"{lead}第{gap}{sentence - plan.clauses[clause].sentences.start + 1}{gap}{measure}"


def pointer_words(collation: Collation, row: int, target: int, pointer: Pointer, gap: str = "") -> str:
    """Return where else what a cell is compared with serves a target: ↓见第7行第2句, with the clause where that row has several."""
    among = collation.rows[pointer.row].cells[target].clauses
    place = cited_sentence(collation.targets[target].plan, pointer.sentence, among, gap)
    arrow = "↑" if pointer.row < row else "↓"
    return f"{arrow}{gap}见第{gap}{pointer.row + 1}{gap}行{place}"


def result_of(collation: Collation, alignment: Alignment, name: str = "", base: str = "基准文本") -> str:
    """Return the sentence of counts and shares for one target; every number is one of its `Counts`.

    `base` is what to call the plan that it is compared with.
    """
    counts = alignment.counts
    kinds = (
        (RowKind.INHERITED, counts.inherited),
        (RowKind.LOCALISED, counts.localised),
        (RowKind.MODIFIED, counts.modified),
        (RowKind.ADDED, counts.added),
    )
    said = "，".join(f"{WORDS[kind]}{count}句（{_part(count, counts.target)}）" for kind, count in kinds)
    return (
        f"{f'{name} ' if name else '对照文本'}共{counts.target}句：{said}；其中移位{counts.moved}句，存疑{counts.doubtful}句。"
        f"{base}{counts.base}句中未承接{counts.dropped}句（{_part(counts.dropped, counts.base)}），"
        f"文字承接率{percent(counts.carried_share)}。"
    )


def results(collation: Collation) -> tuple[str, ...]:
    """Return for each target its sentence of counts, by name where there are several."""
    names = told_labels(collation) if len(collation.targets) > 1 else ("",)
    bases = (base_word(collation, t) + "文本" * (not collation.against(t)) for t in range(len(names)))
    told = zip(collation.targets, names, bases, strict=True)
    return tuple(result_of(collation, alignment, name, base) for alignment, name, base in told)


def _part(part: int, whole: int) -> str:
    return percent(part / whole if whole else 0.0)
