"""The duties (责任单位) of a plan: which units each clause names as responsible, and as what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from qcompare.document import Span
from qcompare.model import Plan, SentenceKind
from qcompare.script import simplified


class Role(StrEnum):
    """As what a unit is named."""

    RESPONSIBLE = "responsible"  # 责任
    LEAD = "lead"  # 牵头
    ASSIST = "assist"  # 配合


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as printed (区经济信息委, 各区（市）县), and as what it is named."""

    span: Span
    role: Role


@dataclass(frozen=True, slots=True)
class Duty:
    """The units that one bracket, line or 由…负责 names; `others` where the list ends with 等."""

    span: Span
    sentence: int
    units: tuple[Unit, ...]
    others: bool = False


_ANNOUNCED = re.compile(
    r"\s*(?:[一-鿿]{0,4}?)(?P<word>责任|牵头|配合|主办|协办|承办|主责|参与|参加|协同|落实)(?:单位|部门|分工|主体|处室|领导)?\s?[:：]"
)
_ROLE_BEHIND = re.compile(
    r"(?:共同|分别|具体|主要|统一|一起|联合)*(?P<word>按照?(?:各自)?职责(?:分工)?(?:分工|负责|落实|抓好落实|配合|推进)*|分工(?:负责|落实)|牵头(?:负责|落实)?|主办|承办|负责(?:落实|推进|实施)?|"
    r"配合|协助|协办|参与|参加|协同|落实)\s*$"
)
_ASSISTING = ("配合", "协", "参与", "参加")
_LEADING = ("牵头", "主办", "主责", "承办")
_OTHERS = re.compile(
    r"等(?:[省市区县州]?[级直]?(?:有关|相关|其他|各)?(?:部门|单位|委办局|机构)?(?:（单位）|\(单位\))?(?:[和及、](?:有关|相关)?(?:部门|单位|机构))*)\s*$"
)
_TIME = re.compile(
    r"\s*(?:完成)?(?:时限|时间|期限|进度)(?:要求|安排)?\s?[:：]|.*(?:完成|推进|底前|月前|长期|年内)\s*$"
    r"|\s*(?:长期|持续|\d{4}年)"
)
"""What stands among the units and says by when: 2023年9月底前完成, 完成时限：2024年12月, 持续推进."""
_PHRASE_ENDS, _SEPARATORS = "，,；;。.｡", "、"
_OPEN, _CLOSE = "（(〔[【［", "）)〕]】］"
_UNIT_ENDS = "局委办厅部院会组关县区市镇乡街道署行队所校司团社室位府门心"
_EACH = re.compile(r"\s*各[省市州区县镇乡]")
"""What is no unit by itself: 各市、县人民政府 is one."""

_JOINED = re.compile(rf"(?<=[{_UNIT_ENDS}）)])(?:以及|会同|[和及与]|\s+)(?=(?!政府|单位|部门)[一-鿿])")
_IN_PROSE = re.compile(
    r"由(?P<units>[^，,。；;：:由]{2,80}?)(?:共同|具体|主要|统一|分别|联合)?(?P<word>牵头|负责)(?![人制任同的])(?!、[^，。；]{0,20}的)"
    r"(?:负责)?(?:[，,](?P<more>[^，,。；;：:由]{2,60}?)(?P<assist>配合|协助|参与|协同))?"
)
_IS_UNIT = re.compile(
    r"[一-鿿（）()]+(?:[局委办厅部院署关]|政府|单位|部门|公司|中心|小组|专班|委员会|街道|各[区县镇乡](?:[（(].{1,6}[）)])?[区县镇乡]?)$"
)


_IN_GENERAL = re.compile(
    r"(?:主管|牵头|责任|有关|相关|行业|职能|监管|其他|各|生产"
    r"|施工|建设|使用|经营|用人|供应|监理|设计|用工|承包)(?:部门|单位)$"
)


def duties_of(plan: Plan) -> tuple[Duty, ...]:
    """Return the duties of a plan in text order.

    Read: brackets and lines that name responsible units (（责任单位：…）, 牵头单位：…；配合单位：…, （…牵头，…按职责分工负责）), and
    由…负责 or 由…牵头 in prose, where what stands between are units.
    """
    found: list[Duty] = []
    for index, sentence in enumerate(plan.sentences):
        if sentence.kind is SentenceKind.DUTY:
            duty = _of_bracket(plan.text, sentence.span, index)
            found += [duty] if duty.units else []
        elif sentence.kind is SentenceKind.BODY:
            found += _in_prose(plan, index)
    return tuple(found)


def _of_bracket(text: str, span: Span, sentence: int) -> Duty:
    """Return the duty that a sentence of responsible units states."""
    start, end = _inside(text, span)
    plain = simplified(text[start:end])
    units, others = _read(plain, start)
    return Duty(span, sentence, tuple(units), others)


def _inside(text: str, span: Span) -> tuple[int, int]:
    """Return where the words of a bracket begin and end: without the bracket and the stop behind it."""
    start, end = span.start, span.end
    while end > start and (text[end - 1].isspace() or text[end - 1] in _PHRASE_ENDS):
        end -= 1
    if end > start and text[start] in _OPEN and text[end - 1] in _CLOSE:
        start, end = start + 1, end - 1
    return start, end


def _read(plain: str, offset: int) -> tuple[list[Unit], bool]:
    """Return the units that the words name and whether 等 stands behind a list; `plain` is Simplified."""
    units: list[Unit] = []
    waiting: list[tuple[int, int]] = []  # units whose role stands further on: A、B牵头
    announced, others = Role.RESPONSIBLE, False
    for start, end in _split(plain, 0, len(plain), _PHRASE_ENDS):
        if _TIME.match(plain[start:end]):
            continue
        if found := _ANNOUNCED.match(plain, start, end):
            units += [Unit(Span(a + offset, b + offset), announced) for a, b in waiting]
            waiting, announced, start = [], _role(found["word"]), found.end()  # noqa: PLW2901 - behind the announcement
        role = _ROLE_BEHIND.search(plain[start:end])
        end = start + role.start() if role else end  # noqa: PLW2901 - before the words for the role
        if rest := _OTHERS.search(plain[start:end]):
            others = True
            end = start + rest.start()  # noqa: PLW2901 - before 等
        start += plain.startswith("由", start)  # noqa: PLW2901 - （由市市场监管局负责）
        for name, more in _without_others(plain, _names(plain, start, end)):
            waiting.append(name)
            others = others or more
        if role:
            units += [Unit(Span(a + offset, b + offset), _role(role["word"])) for a, b in waiting]
            waiting = []
    units += [Unit(Span(a + offset, b + offset), announced) for a, b in waiting]
    return units, others


def _without_others(plain: str, names: list[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], bool]]:
    """Yield each name without 等部门 behind it, and whether that stood there: …局等部门及各县政府."""
    for a, b in names:
        rest = _OTHERS.search(plain[a:b])
        if rest is None:
            yield (a, b), False
        elif rest.start():
            yield (a, a + rest.start()), True


def _role(word: str) -> Role:
    if word.startswith(_LEADING):
        return Role.LEAD
    return Role.ASSIST if word.startswith(_ASSISTING) or word.endswith("配合") else Role.RESPONSIBLE


def _names(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where the names in a list stand; 和 parts them only where both sides are units (住房和城乡建设局 is one)."""
    names: list[tuple[int, int]] = []
    for a, b in _split(plain, start, end, _SEPARATORS):
        at = names.pop()[0] if names and _EACH.fullmatch(plain, *names[-1]) and plain[a] in "省市州区县镇乡" else a
        for joint in _JOINED.finditer(plain, a, b):
            if _depth(plain, a, joint.start()) == 0:
                names.append((at, joint.start()))
                at = joint.end()
        names.append((at, b))
    trimmed = ((a + len(plain[a:b]) - len(plain[a:b].lstrip()), a + len(plain[a:b].rstrip())) for a, b in names)
    return [(a, b) for a, b in trimmed if a < b]


def _split(plain: str, start: int, end: int, separators: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between separators that stand outside brackets."""
    depth, at = 0, start
    for k in range(start, end):
        if plain[k] in _OPEN:
            depth += 1
        elif plain[k] in _CLOSE:
            depth -= 1
        elif depth <= 0 and (plain[k] in separators or _parts(plain, k, separators)):
            yield at, k
            at = k + 1
    yield at, end


def _parts(plain: str, k: int, separators: str) -> bool:
    """Say whether a phrase ends here without a mark: before another announcement (…甲 责任单位：乙), behind 牵头、."""
    if separators is not _PHRASE_ENDS:
        return False
    ahead = plain[k].isspace() and _ANNOUNCED.match(plain, k) is not None
    return ahead or (plain[k] == "、" and plain[max(0, k - 2) : k] in ("牵头", "负责", "配合"))


def _depth(plain: str, start: int, end: int) -> int:
    return sum((c in _OPEN) - (c in _CLOSE) for c in plain[start:end])


def _in_prose(plan: Plan, sentence: int) -> Iterator[Duty]:
    """Yield the duties that a sentence states by 由…负责, where all that it names are units."""
    span = plan.sentences[sentence].span
    printed = span.of(plan.text)
    if "由" not in printed:
        return
    plain = simplified(printed)
    for found in _IN_PROSE.finditer(plain):
        start, end = found.span("units")
        rest = _OTHERS.search(plain[start:end])
        names = _names(plain, start, start + rest.start() if rest else end)
        more = _names(plain, *found.span("more")) if found["more"] else []
        if names and _are_units(plain, names):
            helpers = more if _are_units(plain, more) else []
            said = [*((at, _role(found["word"])) for at in names), *((at, Role.ASSIST) for at in helpers)]
            units = tuple(Unit(Span(span.start + a, span.start + b), role) for (a, b), role in said)
            end = found.end() if helpers else found.end("word")
            yield Duty(Span(span.start + found.start(), span.start + end), sentence, units, rest is not None)


def _are_units(plain: str, names: list[tuple[int, int]]) -> bool:
    """Say whether all names are those of units, not of units in general (行业主管部门)."""
    return all(_IS_UNIT.search(plain[a:b]) and not _IN_GENERAL.search(plain[a:b]) for a, b in names)
