"""What came of reading a plan (读入情况): what was recognised, what was set aside and why, what a person should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qcompare.cautions import caution_words
from qcompare.document import Format, Span
from qcompare.furniture import read_roles
from qcompare.lines import FULL_LINE, LINE_ENDS, Line, visible_lines
from qcompare.model import Clause, ClauseKind, Plan, SentenceKind
from qcompare.numbering import Marker, read_marker
from qcompare.parse import document_of
from qcompare.roles import Role
from qcompare.treatments import Treat, Treatment, placed, places, quoted

FORMAT_WORDS = {
    Format.TEXT: "文本",
    Format.DOCX: "Word 文档（.docx）",
    Format.DOC: "Word 或 WPS 文档（.doc、.wps）",
    Format.PDF: "PDF",
    Format.OFD: "OFD 版式文档",
    Format.HTML: "网页",
    Format.MHT: "单文件网页（.mht）",
}

ROLE_WORDS = {
    Role.REPEAT: "重复出现的标题",
    Role.ANNEX: "“附件”字样",
    Role.RESIDUE: "软件残留标记、报刊署名",
    Role.INVISIBLE: "不可见字符",
    Role.REMARK: "发布说明",
    Role.FIELD: "网页或公文的栏目信息",
    Role.DRAFT: "稿次",
    Role.NUMBER: "发文字号",
    Role.DATE: "日期",
    Role.SITE: "网站名称",
    Role.MASTHEAD: "红头",
    Role.WRAPPER: "印发通知",
    Role.LEAD: "新闻导语",
    Role.SIGNATURE: "落款",
    Role.HEADER: "页眉",
    Role.FOOTER: "页脚",
    Role.PAGE_NUMBER: "页码",
    Role.CONTENTS: "目录",
    Role.NAVIGATION: "网页导航、链接",
    Role.PERSON: "人工划定",
}
"""Why a stretch takes no part in comparing."""

TREAT_WORDS = {
    Treat.FURNITURE: "版面信息",
    Treat.PLAN: "正文",
    Treat.TITLE: "文件标题",
    Treat.PART: "一级标题",
    Treat.SECTION: "二级标题",
    Treat.ITEM: "三级标题",
    Treat.SUBITEM: "四级标题",
    Treat.PARAGRAPH: "正文段落",
}

_SURPRISING = frozenset(ROLE_WORDS) - {Role.WRAPPER, Role.NAVIGATION, Role.PERSON}
"""What should not make up much of a document; a notice may be longer than its plan, a portal's menus than both."""

_LARGE_SHARE = 0.4
"""The share of a document's characters set aside that is worth a look; 游仙, a portal page with notice and contents, has 0.1."""

_FEWEST_LINES, _BROKEN_SHARE = 10, 0.3
"""Full lines from which on, and share of them that stop in mid-sentence from which on, a text counts as cut to one width: the
sample plans cut at 28 characters have 0.86 to 0.89, as they are 0 to 0.13."""
_NOT_BROKEN = LINE_ENDS | frozenset("、，,")


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch that takes no part in comparing (版面信息), and what it was taken for."""

    role: Role
    span: Span


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person should look at (请核对), in words; `span` is where, None for the whole."""

    words: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What came of reading a plan. `facts` are names with values; `kinds` counts its clauses, in the order of the kinds."""

    facts: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[ClauseKind, int], ...]
    asides: tuple[Aside, ...]
    doubts: tuple[Doubt, ...]

    def reasons(self) -> tuple[tuple[Role, int], ...]:
        """Return how many stretches were set aside for each reason, in the order they are met."""
        return tuple(Counter(aside.role for aside in self.asides).items())


def report_of(plan: Plan, said: Sequence[Treatment] = ()) -> Report:
    """Return what came of reading a plan, `said` being what a person says of its lines."""
    lines = visible_lines(document_of(plan))
    roles = _roles(plan, lines)
    return Report(_facts(plan), _kinds(plan), tuple(_asides(lines, roles)), tuple(_doubts(plan, lines, roles, said)))


def treat_lines(plan: Plan, said: Sequence[Treatment], stretch: Span, treat: Treat | None) -> tuple[Treatment, ...]:
    """Return what a person says of a plan's lines, those that `stretch` touches now to be taken as `treat` says.

    With None nothing is said of them any more (恢复程序的划分).
    """
    lines = visible_lines(document_of(plan))
    touched = {at for at, line in enumerate(lines) if line.span.start < stretch.end and stretch.start < line.span.end}
    kept = tuple(t for t, at in zip(said, places(lines, said), strict=True) if at not in touched)
    return (*kept, *quoted(lines, touched, treat)) if treat is not None else kept


def treated_lines(plan: Plan, said: Sequence[Treatment]) -> tuple[tuple[Span, Treat], ...]:
    """Return the lines of a plan that something is said of, in text order, each with how it is to be taken."""
    lines = visible_lines(document_of(plan))
    return tuple((lines[at].span, treat) for at, treat in sorted(placed(lines, said).items()))


def _roles(plan: Plan, lines: Sequence[Line]) -> tuple[Role, ...]:
    """Return what each line was taken for: what it seems, but where the plan has it otherwise a person said so."""
    roles = []
    for line, role in zip(lines, read_roles(lines), strict=True):
        aside = plan.sentences[plan.sentence_at(line.span.start)].kind is SentenceKind.FURNITURE
        stands = (role in ROLE_WORDS) is aside
        roles.append(role if stands else Role.PERSON if aside else Role.TEXT)
    return tuple(roles)


def _facts(plan: Plan) -> tuple[tuple[str, str], ...]:
    about = plan.metadata
    facts = (
        ("格式", FORMAT_WORDS[plan.format]),
        ("编码", plan.encoding),
        ("页数", str(plan.pages) if plan.pages else ""),
        ("标题", about.title),
        ("发文机关", about.issuer),
        ("发文字号", about.number),
        ("日期", about.date),
    )
    return tuple((name, value) for name, value in facts if value)


def _kinds(plan: Plan) -> tuple[tuple[ClauseKind, int], ...]:
    counts = Counter(clause.kind for clause in plan.clauses)
    return tuple((kind, counts[kind]) for kind in ClauseKind if counts[kind] and kind is not ClauseKind.FURNITURE)


def _asides(lines: Sequence[Line], roles: Sequence[Role]) -> Iterator[Aside]:
    """Yield what was set aside, lines of one sort behind each other as one stretch."""
    for role, run in groupby(range(len(lines)), key=lambda at: roles[at]):
        if role in ROLE_WORDS:
            at = list(run)
            yield Aside(role, Span(lines[at[0]].span.start, lines[at[-1]].span.end))


def _doubts(plan: Plan, lines: Sequence[Line], roles: Sequence[Role], said: Sequence[Treatment]) -> Iterator[Doubt]:
    yield from (Doubt(caution_words(caution)) for caution in plan.cautions)
    lost = places(lines, said).count(None)
    if lost:
        yield Doubt(f"有 {lost} 处人工划定在这份文本里没有找到相应的文字")
    if not plan.metadata.title:
        yield Doubt("没有识别出文件标题")
    if not any(clause.marker for clause in plan.clauses):
        yield Doubt("没有识别出带序号的条款，全文按段落比对")
    aside = sum(len(line.text) for line, role in zip(lines, roles, strict=True) if role in _SURPRISING)
    share = aside / sum(len(line.text) for line in lines)
    if share > _LARGE_SHARE:
        yield Doubt(f"全文约 {share:.0%} 的文字被当作版面信息，不参与比对")
    if _lines_are_broken(lines, roles):
        yield Doubt("多处一行没有写完就换行，段落可能被截断，请检查原文件的换行")
    yield from _breaks_in_numbering(plan)


def _lines_are_broken(lines: Sequence[Line], roles: Sequence[Role]) -> bool:
    """Say whether the text is cut to lines of one length, as a mail or a converted page is."""
    full = [
        line
        for line, role in zip(lines, roles, strict=True)
        if role is Role.TEXT and len(line.text) >= FULL_LINE and not line.table
    ]
    broken = sum(line.text[-1] not in _NOT_BROKEN for line in full)
    return len(full) >= _FEWEST_LINES and broken > _BROKEN_SHARE * len(full)


def _breaks_in_numbering(plan: Plan) -> Iterator[Doubt]:
    """Yield where a number does not follow the one before it, among the clauses under one clause."""
    before: dict[tuple[int | None, str, str], Marker] = {}
    last: dict[str, int] = {}
    for clause in plan.clauses:
        marker = read_marker(clause.marker) if clause.marker else None
        if marker is None or not marker.ordinal:
            continue
        family = (clause.parent, _part_of_plan(clause), marker.style.value)
        one = before.get(family)
        if marker.ordinal not in {one.ordinal + 1 if one else 1, last.get(marker.style.value, 0) + 1}:
            yield Doubt(f"序号不连续：{clause.path} 在{f'“{one.text}”之后' if one else '开头'}", clause.span)
        before[family], last[marker.style.value] = marker, marker.ordinal


def _part_of_plan(clause: Clause) -> str:
    """Return what leads the path of a clause at the top: 通知, 附件1, which number their clauses anew."""
    if clause.parent is not None:
        return ""
    return clause.path.split("〔")[0].removesuffix(clause.marker.strip("、．. "))
