"""What the words about a number say: the operators that bind it (达到 … 以上), the verb, and the indicator that it measures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qcompare.figure_words import any_of, forms_of, longest_first, words_of

LEADING = frozenset({"力争", "确保", "新增", "累计", "共计", "每年", "年均"})
"""Operators that stand before the indicator and hold for the list that follows: 新增A奖10个、B商标30件."""

LASTING = frozenset({"力争", "确保"})
"""Those that hold until the next ； or 。."""

LONGEST_BEHIND = 6
"""Characters behind a number that hold any operator there is."""

_BEFORE, _BEHIND = forms_of("before"), forms_of("behind")
_CANONICAL = {printed: word for table in (_BEFORE, _BEHIND) for word, forms in table.items() for printed in forms}
_GUARDS = {word: "".join(behind) for word, behind in forms_of("guard").items()}


def _guarded(words: Iterable[str]) -> str:
    """Return a pattern that finds any of the words, but not where one is the end of another word (签约)."""
    return "|".join(
        f"(?<![{_GUARDS[word]}]){word}" if word in _GUARDS else re.escape(word) for word in longest_first(words)
    )


_ENDS = re.compile(
    rf"(?:({_guarded(words_of('before'))})|(?:{_guarded(words_of('filler'))})|[比较]?\d{{4}}\s?年[底末]?的?)\s*$"
)
_LONGEST_END = 16
"""Characters in which the last operator before a number stands, blanks and all."""

_BEGINS = re.compile(
    rf"(?:({any_of(printed for word in LEADING for printed in _BEFORE[word])})"
    r"|[到至]?\d{4}\s?年(?:\s?\d+\s?月)?[底末前]*|其中|将|把(?!关)|对(?![外口接标策]|[^的]{0,6}监)|或者|以及|实现(?!率|度)|完成(?!率|度|量|情)|[全我本][省市区县州年]|[、和与且以\s\0]|及(?!时)|并(?![网联购])|使(?!用)|再(?![生就利制融])|拟|计划|预计|申请(?![材人量率数者])|每[省市区县镇](?=[一-鿿]{2})|同时|同比)"
)
_WITHIN = re.compile(
    f"年均(?!浓度|值|降|气温|收入|净)|{any_of(('累计', '新增', '每年', '力争', '争取', '确保', '共计'))}"
)
_BEHIND_WORDS = re.compile(rf"\s?({any_of(words_of('behind'))})(?![级各容涵陆河资贸设部])")
_VERBS = re.compile(rf"^(?:(?!建设用地)(?:{any_of(words_of('verb'))})(?:[（(][^）)]{{1,4}}[）)])?[、或和并及了出]?)+")
_TELLING = re.compile(any_of(words_of("telling")))
_BASIS = re.compile(r"在[^，,在]{0,8}基础上$|[比较](?:\d|上年|去年|上一|基期|同期|规划)[^，,]{0,8}$")
_SHARE = re.compile(r"^(?P<name>.+?)(?P<operator>达到|占|达)(?P<whole>.{2,}的)$")
_GENERIC = words_of("generic")

_OPENS, _CLOSES = "（(〔[【“《", "）)〕]】”》"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands about one number: the operators as printed, in order, the verb that rules it, and what it measures."""

    operators: tuple[str, ...] = ()
    verb: str = ""
    name: str = ""


def read_before(text: str, *, counted: bool) -> Words:
    """Return what the words before a number say; `counted` where its unit counts things, so that a verb may lead.

    >>> read_before("力争新增制定团体标准不少于", counted=True)
    Words(operators=('力争', '新增', '不少于'), verb='制定', name='团体标准')
    >>> read_before("重大建设工程竣工验收合格率保持", counted=False)
    Words(operators=('保持',), verb='', name='重大建设工程竣工验收合格率')
    """
    rest, behind = text.rstrip(), list[str]()
    while found := _ENDS.search(rest, max(0, len(rest) - _LONGEST_END)):
        behind += [found[1]] if found[1] else []
        rest = rest[: found.start()].rstrip()
    ahead = list[str]()
    while found := _BEGINS.match(rest):
        ahead += [found[1]] if found[1] else []
        rest = rest[found.end() :]
    name_from = 0
    if whole := _SHARE.match(rest) if not behind else None:
        behind += [whole["operator"]] if whole["operator"] != "占" else []
        rest = whole["name"]
    for found in _WITHIN.finditer(rest):
        ahead.append(found.group())
        name_from = found.end()
    rest = rest[name_from:]
    rest = _BASIS.sub("", rest)
    verb = _VERBS.match(rest) if counted else None
    operators = (*ahead, *reversed(behind))
    name = rest[verb.end() :] if verb else rest
    return Words(tuple(dict.fromkeys(operators)), verb.group() if verb else "", tidy(name))


def read_behind(text: str) -> tuple[str, int]:
    """Return the operator that stands right behind a number and how far it reaches: 以上, 左右; empty where none does.

    >>> read_behind("或以上省级工程奖项"), read_behind("级产业集群")
    (('或以上', 3), ('', 0))
    """
    found = _BEHIND_WORDS.match(text)
    return (found[1], found.end()) if found else ("", 0)


def canonical(operator: str) -> str:
    """Return the operator that stands for all that mean the same: 达到 for 达, 以上 for 或以上."""
    return _CANONICAL[operator]


def tidy(name: str) -> str:
    """Return a name without the joining words, blanks and unpaired brackets about it.

    >>> tidy("、市级以上工程实验室 "), tidy("装配式（含改造）建筑"), tidy("清单（行政许可事项清单")
    ('市级以上工程实验室', '装配式（含改造）建筑', '清单')
    """
    name = re.sub(r"^(?:[、和与或的\s]|及(?!时)|以及|或者)+|[、和及与或的\s]+$", "", name.replace("\0", ""))
    return "".join(_balanced(name).split())


def _balanced(name: str) -> str:
    """Return the name up to a bracket or quote that it does not close, and from behind one that it does not open."""
    still_open: list[int] = []
    start = 0
    for at, character in enumerate(name):
        if character in _OPENS:
            still_open.append(at)
        elif character in _CLOSES:
            if still_open:
                still_open.pop()
            else:
                start = at + 1
    return name[start : still_open[0] if still_open else len(name)]


def is_telling(verb: str) -> bool:
    """Return whether a name would mislead without its verb: 主导制定（修订）地方标准, but 建成市级重点实验室."""
    return _TELLING.search(verb) is not None


def is_generic(name: str) -> bool:
    """Return whether the name only makes sense with the one before: 总数, 占比."""
    return name in _GENERIC


def parted(name: str, parts: int) -> tuple[str, ...]:
    """Return the names that 分别 tells apart, what follows them all put to each; the whole name for each where it cannot.

    >>> parted("生产领域和流通领域药品抽检合格率", 2)
    ('生产领域药品抽检合格率', '流通领域药品抽检合格率')
    >>> parted("国际标准、国家(行业)标准和地方标准", 3)
    ('国际标准', '国家(行业)标准', '地方标准')
    """
    found = re.split(r"[、和与]|(?<![普涉以])及(?![时格])", name)
    if len(found) != parts or not all(found):
        return (name,) * parts
    last = found[-1]
    for size in (2, 1):
        ending = found[0][-size:]
        if ending in last:
            tail = last[last.index(ending) + size :]
            return (*(part + tail for part in found[:-1]), last)
    return tuple(found)
