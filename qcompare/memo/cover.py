"""The memo's first page: title, what is compared (比对对象), the key to the marks (标记说明)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qcompare.cautions import unread
from qcompare.citing import COUNTING_RULE, labels, length_of, name_of, version_of
from qcompare.dossier import Dossier
from qcompare.marks import DOWN, MOVED_SIGN, MOVED_WORD, SIGNS, UP, WORDS
from qcompare.memo import look
from qcompare.memo.drawing import Block, Strip, Text
from qcompare.memo.fonts import SANS, SANS_BOLD, SERIF
from qcompare.memo.linebreak import held_together
from qcompare.memo.look import DATUM, DIGEST, LABEL, NOTE, SUBTITLE, TITLE, Decoration, Style
from qcompare.memo.pages import Pages
from qcompare.memo.setting import Align, Setter, Stretch
from qcompare.memo.table import Above, Columns, Row, Table, stacked
from qcompare.model import Collation, Plan, RowKind
from qcompare.palette import LIGHT

UNKNOWN = "未载明"
_TRACKING_OF_TITLE = 2.6
_LABELS = 56.7
_RULES = "555555"
_TARGETS_BESIDE_BASE = 3
_BLANK = "＿"
_DIGEST = 355.0  # points that the 64 digits of a SHA-256 take as a note, at the most


def set_title(pages: Pages, dossier: Dossier) -> None:
    """Set the title, what is compared with what, and the double rule."""
    measure, collation = pages.page.paper.measure, dossier.collation
    block = pages.setter.plain("规划文本比对备忘录", TITLE, measure - 9 * _TRACKING_OF_TITLE, Align.CENTRE)
    pages.put(tuple(_tracked(strip) for strip in block))
    pages.skip(7.0)
    for line in subtitle_lines(pages.setter, collation, measure):
        pages.put(pages.setter.plain(line, SUBTITLE, measure, Align.CENTRE))
    pages.skip(9.0)
    pages.rule(1.4)
    pages.skip(2.7)
    pages.rule(0.5)
    pages.skip(12.0)


def _tracked(strip: Strip) -> Strip:
    """Return the title's line with its characters set apart."""
    items = (replace(item, tracking=_TRACKING_OF_TITLE) for item in strip.items if isinstance(item, Text))
    return Strip(strip.height, tuple(items))


def subtitle_lines(setter: Setter, collation: Collation, measure: float) -> list[str]:
    """Return what is compared with what, on one line where it fits, else broken before 与."""
    targets = [alignment.plan for alignment in collation.targets]
    if len(targets) == 1:
        first, second = _full_titles(targets[0], collation.base)
        second = f"与{second}比对"
    else:
        names = [name.replace(" ", "\xa0") for name in labels(collation)]
        first, second = "、".join(names[1:]), f" 与 {names[0]} 比对"
        if collation.chained:
            first, second = " → ".join(names), " 逐级比对"
    whole = first + second
    fits = setter.fonts.width(SUBTITLE.face, whole, SUBTITLE.size) <= measure
    return [whole] if fits else [first, second.strip()]


def _full_titles(target: Plan, base: Plan) -> tuple[str, str]:
    """Return the titles of a pair; of two drafts of one plan the versions or files say which is which."""
    titles = [_full_title(plan) for plan in (target, base)]
    if titles[0] == titles[1]:
        versions = [version_of(plan) for plan in (target, base)]
        told = versions if versions[0] != versions[1] else [target.source, base.source]
        bare = [plan.metadata.title or name_of(plan) for plan in (target, base)]
        titles = [f"{title}（{word}）" if word else title for title, word in zip(bare, told, strict=True)]
    return titles[0], titles[1]


def _full_title(plan: Plan) -> str:
    title = plan.metadata.title or name_of(plan)
    return f"{title}（征求意见稿）" if plan.metadata.draft and "征求意见稿" not in title else title


@dataclass(frozen=True, slots=True)
class _Object:
    """One plan compared: what it is here, how many sentences count, and its version, 0 where there is one alone."""

    name: str
    plan: Plan
    sentences: int
    version: int


def set_objects(pages: Pages, dossier: Dossier) -> None:
    """Set the tables of what is compared: the base with up to three targets, further targets in tables of their own.

    Under them stand who made the comparison and when, and the digests of the files in full.
    """
    collation = dossier.collation
    versions = dossier.versions or (0,) * len(collation.plans)
    columns = [_Object("基　准", collation.base, collation.targets[0].counts.base, versions[0])]
    for at, (alignment, version) in enumerate(zip(collation.targets, versions[1:], strict=True)):
        columns.append(_Object(f"对　照{_ordinal(collation, at)}", alignment.plan, alignment.counts.target, version))
    share = _TARGETS_BESIDE_BASE + 1
    for start in range(0, len(columns), share):
        last = start + share >= len(columns)
        _objects_table(pages, columns[start : start + share], dossier if last else None)
        pages.skip(0.0 if last else 5.0)
    _digests(pages, collation)
    _unread(pages, collation)


def _unread(pages: Pages, collation: Collation) -> None:
    """Set what of the plans was not read, or not surely."""
    said = unread(collation)
    pages.skip(5.0 if said else 0.0)
    for line in said:
        pages.put(pages.setter.plain(f"请核对原文件　{line}。", DATUM, pages.page.paper.measure))


def _digests(pages: Pages, collation: Collation) -> None:
    """Set the SHA-256 of each file in full, a line each: what the file was can be proved later."""
    known = [(name, plan.digest) for name, plan in zip(labels(collation), collation.plans, strict=True) if plan.digest]
    if known:
        pages.skip(3.0)
    for name, digest in known:
        said = pages.setter.fitted(f"SHA-256　{name}", NOTE, pages.page.paper.measure - _DIGEST)
        pages.put(pages.setter.plain(f"{said}　{held_together(digest)}", NOTE, pages.page.paper.measure))


def _ordinal(collation: Collation, at: int) -> str:
    return f" {at + 1}" if len(collation.targets) > 1 else ""


def _objects_table(pages: Pages, objects: Sequence[_Object], dossier: Dossier | None) -> None:
    """Set one table; the last says of the dossier who made it and when."""
    setter, measure = pages.setter, pages.page.paper.measure
    columns = Columns((_LABELS, *((measure - _LABELS) / len(objects) for _ in objects)), inset=4.8, rules=_RULES)
    width = columns.measure(1)
    bold = Style(SANS_BOLD, 10.5, 14)
    head = tuple(setter.plain(shown.name, bold, width, Align.CENTRE) for shown in objects)
    rows = [Row(((), *head), above=Above.NONE, padding=(1.9, 1.9))]
    for label, told in _FIELDS:
        cells = tuple(setter.plain(told(shown), DATUM, width) for shown in objects)
        rows.append(_row(setter, label, cells))
    digests = tuple(_file(setter, shown.plan, width) for shown in objects)
    rows.append(_row(setter, "文件校验", digests))
    if dossier is not None:
        rows.append(_made(setter, measure, dossier))
    Table(pages, columns).set(rows)


def _row(setter: Setter, label: str, cells: tuple[Block, ...]) -> Row:
    return Row((setter.plain(label, LABEL, _LABELS - 9.6, Align.CENTRE), *cells), padding=(1.9, 1.9))


def _made(setter: Setter, measure: float, dossier: Dossier) -> Row:
    """Return the line that says who made the comparison, who checked it, when; what is not known is filled in by hand."""
    columns = Columns((_LABELS, measure - _LABELS), inset=4.8, rules=_RULES)
    maker = dossier.maker or _BLANK * 5
    made = dossier.made or f"{_BLANK * 3}年{_BLANK * 2}月{_BLANK * 2}日"
    said = f"编制人：{maker}　审核人：{_BLANK * 5}　比对时间：{made}"
    return replace(_row(setter, "编　制", (setter.plain(said, DATUM, columns.measure(1)),)), columns=columns)


def _file(setter: Setter, plan: Plan, width: float) -> Block:
    """Return the file's name and the first digits of its SHA-256, which tell one state of a draft from another."""
    name = setter.plain(plan.source or UNKNOWN, DATUM, width)
    if not plan.digest:
        return name
    digest = setter.plain(f"{plan.digest[:8]}…", DIGEST, width, Align.RIGHT)
    taken = setter.fonts.width(DATUM.face, plan.source, DATUM.size)
    if taken + setter.fonts.width(DIGEST.face, f"{plan.digest[:8]}…", DIGEST.size) + 4.0 > width:
        return stacked(name, digest)
    return (Strip(name[0].height, (*name[0].items, *digest[0].items)),)


def _extent(shown: _Object) -> str:
    script = "繁体" if shown.plan.script == "hant" else "简体"
    return f"{shown.sentences}句，{length_of(shown.plan):,}字；{script}"


def _version(shown: _Object) -> str:
    said = (version_of(shown.plan), f"第{shown.version}版" if shown.version else "")
    return "，".join(filter(None, said)) or UNKNOWN


_FIELDS: tuple[tuple[str, Callable[[_Object], str]], ...] = (
    ("名　称", lambda shown: shown.plan.metadata.title or UNKNOWN),
    ("制定机关", lambda shown: shown.plan.metadata.issuer or UNKNOWN),
    ("文　号", lambda shown: shown.plan.metadata.number or UNKNOWN),
    ("日期版本", _version),
    ("篇　幅", _extent),
)


_SAMPLE = Style(SERIF, 9.5, 13.5)
_ORIGIN = Style(SANS, look.ORIGIN_SIZE, 13.5, look.MOVED_LINE)


def _samples() -> tuple[tuple[RowKind | None, tuple[Stretch, ...]], ...]:
    """Return for each mark the words that show it; None stands for moved."""
    return (
        (RowKind.INHERITED, (Stretch("文字相同，不加标记", _SAMPLE),)),
        (RowKind.ADDED, (_worn("、职业教育、高等教育", look.INSERTED), Stretch("　下划线", _SAMPLE))),
        (
            RowKind.LOCALISED,
            (_worn("全市", look.LOCALISED), Stretch("→", _SAMPLE), _worn("全区", look.LOCALISED), _said("　虚下划线")),
        ),
        (RowKind.DROPPED, (_worn("爭創國家品質創新先導區", look.OMITTED), _said("　删除线"))),
        (
            RowKind.MODIFIED,
            (
                _worn("明顯", look.REPLACED_IN_BASE),
                _said("→"),
                _worn("大幅", look.REPLACED),
                _said("　波浪线／粗下划线"),
            ),
        ),
        (None, (_worn("推行高端品质认证", look.MOVED), Stretch("←\xa0二（二）7.", _ORIGIN), _said("　双线"))),
    )


def _worn(words: str, decoration: Decoration) -> Stretch:
    return Stretch(words, _SAMPLE, decoration)


def _said(words: str) -> Stretch:
    return Stretch(words, _SAMPLE)


def set_legend(pages: Pages) -> None:
    """Set the table that shows every mark on words, and says what bears none."""
    setter = pages.setter
    columns = Columns((_LABELS, 155.0, 62.0, pages.page.paper.measure - _LABELS - 217.0), inset=4.8, rules=_RULES)
    samples = [(_kind_word(setter, kind), setter.set(words, 160.0)) for kind, words in _samples()]
    rows = [
        Row((*samples[at], *samples[at + 1]), above=Above.FIRM if at else Above.NONE, padding=(2.0, 2.6))
        for at in range(0, len(samples), 2)
    ]
    arrows = (_worn(f"90{DOWN}", look.WEAKER), _said(" 下调　"), _worn(f"95%{UP}", look.STRONGER), _said(" 上调　加框"))
    wide = Columns((_LABELS, sum(columns.widths[1:])), inset=4.8, rules=_RULES)
    name = setter.plain(f"{DOWN}{UP}指标", Style(SANS_BOLD, 9.5, 13.5), wide.measure(0) + 4)
    rows.append(Row((name, setter.set(arrows, wide.measure(1))), padding=(2.0, 2.6), columns=wide))
    for word, said in (
        ("字词转换", "简繁、宽窄、标点、序号和地区用词之别（支援→支持）不加标记，不计为修改"),
        ("调序、存疑", "句内文字次序不同（调序）不计为修改；程序对出处把握不大（存疑），须人工核对。均在附注栏注明"),
        ("第N句", COUNTING_RULE.removeprefix("“第N句”").rstrip("。")),
    ):
        name = setter.plain(word, Style(SANS_BOLD, 9.5, 13.5), wide.measure(0) + 4)
        rows.append(Row((name, setter.set((_said(said),), wide.measure(1))), padding=(2.0, 2.6), columns=wide))
    Table(pages, columns).set(rows)


def _kind_word(setter: Setter, kind: RowKind | None) -> Block:
    words = f"{MOVED_SIGN}{MOVED_WORD}" if kind is None else f"{SIGNS[kind]}{WORDS[kind]}"
    ink = look.MOVED_LINE if kind is None else LIGHT.kinds[kind]
    return setter.plain(words, Style(SANS_BOLD, 9.5, 13.5, ink), 58.0)
