"""The region a plan speaks for, and its level, by the names of China's administrative divisions (resources/regions.tsv)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from qcompare.paths import resource

MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")

_STATE = re.compile(r"国家|国务院|中共中央|中华人民共和国|全国")

_SUFFIX = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|林区|新区|街道|[省市州盟区县旗镇乡])$")

_LAST_LETTER = re.compile(r"[省市州盟区县旗]$")

_KEPT_WHOLE = re.compile(r"(?:(?<!新)区|高新区|会)$")
"""Zones that nobody calls by less: 重庆高新区."""

_SHORTEST_NAME = 2
"""Characters of a name; one alone (渝, 和 for 和县) stands in other words too."""

_OPENING = re.compile(r"(?:\d{4}\s?年)?(?:中共|中国共产党|关于|印发|转发|[《“（(])*")
"""What may stand before a county's name at a text's opening: 2023 年黄浦区…, 中共绵阳市游仙区委."""

_WORD_GOES_ON = re.compile(r"市场|区[域位划]|县[域城级乡]|旗[舰帜]")
"""What shows that a name's last character belongs to the next word: 和县域, 新华区域, 海口市场."""

_TOO_GENERAL = frozenset({"城区", "郊区", "矿区", "东区", "西区", "新城区", "老城区", "新市区"})
"""Names of districts that say nothing without their city's: 阳泉市郊区."""

_ORDINARY_WORDS = re.compile(
    "公安|合作|资源|和平|友好|解放|前进|光明|平安|平和|复兴|富裕|共和|同心|大同|新建|长寿|无为|东方|中方|南部|新城|红旗"
    "|市中|城[中东西南北]"
)
"""Short names that a text has as words of its own (公安机关, 和平发展), so that they name no place there."""

_NOT_A_NAME = re.compile(r"国家|[推建加强关实促支深全质示的和在及与为等各本该市省县区级了]")

_ZONE = re.compile(
    r"([一-鿿]{0,6}?)(新区|(?:高新(?:技术(?:产业)?)?(?:开发)?|经开|经济(?:技术)?开发|(?:工业|产业|科技|科学)园|旅游度假|综合保税|管理)区)"
    r"(?:管委会|管理委员会)?"
)
"""Zones that no table of divisions lists: 雄安新区, 重庆高新区, 苏州市工业园区."""

_OWN_NAME = 2
"""Characters of a zone's own name where no city before it says which one it is: 江苏省开发区条例 names none."""


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division: its code (GB/T 2260), full name, the divisions it belongs to, and its usual name."""

    code: str
    name: str
    within: tuple[str, ...]
    usual: str

    @property
    def is_province(self) -> bool:
        """Whether it is a province, an autonomous region or a municipality."""
        return self.code.endswith("0000")

    @property
    def is_county(self) -> bool:
        """Whether it is a county, a district or a city of their rank."""
        return not self.code.endswith("00")


def find_region(text: str) -> tuple[str, ...]:
    """Return the names of the region that `text`, a title or an issuing body in Simplified, speaks for, widest first.

    The names are those of the table, as long as they go and one within the other; a county without its city counts only
    where the text opens with it. So 园区, 社区 or 质量强市 within a title are not taken for places.

    >>> find_region("重庆市永川区质量强区建设实施方案"), find_region("绵阳市游仙区“十四五”质量发展规划")
    (('重庆市', '永川区'), ('绵阳市', '游仙区'))
    >>> find_region("关于深入推进质量强市建设的实施方案")
    ()
    """
    for at in range(len(text)):
        found = _named(text, at, None)
        if found and (not found[1].is_county or (_opens(text, at) and found[0] not in _TOO_GENERAL)):
            return _chain(text, at)
    zone = _zone(text, 0, _OWN_NAME)
    return (zone,) if zone else ()


def region_parts(region: str) -> tuple[str, ...]:
    """Return the names that a plan's region holds, widest first; what the table lacks is one name.

    >>> region_parts("贵州省遵义市播州区"), region_parts("重庆市万州区"), region_parts("长三角示范区")
    (('贵州省', '遵义市', '播州区'), ('重庆市', '万州区'), ('长三角示范区',))
    """
    parts = _chain(region, 0)
    rest = region[sum(map(len, parts)) :].strip()
    return (*parts, rest) if rest else parts


def province_of(region: str) -> str:
    """Return the province, autonomous region or municipality that a region lies in, else the widest name it has.

    >>> province_of("成都市"), province_of("重庆市永川区"), province_of("朝阳区"), province_of("")
    ('四川省', '重庆市', '朝阳区', '')
    """
    first = next(iter(region_parts(region)), "")
    within = {division.within[0] for division in _divisions().get(first, ()) if division.within}
    return within.pop() if len(within) == 1 else first


def level_of(region: str, text: str) -> str:
    """Return the level a region stands on, or 国家 when there is none and `text` speaks for the State.

    A municipality counts as 市: its plans are followed by districts, as those of other cities.

    >>> level_of("重庆市", ""), level_of("云南省", ""), level_of("重庆市永川区", ""), level_of("", "国家知识产权局")
    ('市', '省', '区县', '国家')
    """
    parts = region_parts(region)
    if not parts:
        return "国家" if _STATE.search(text) else ""
    last = parts[-1]
    divisions = _divisions().get(last, ())
    if any(d.is_province for d in divisions):
        return "市" if last in MUNICIPALITIES else "省"
    if divisions:
        return "区县" if divisions[0].is_county else "市"
    return "区县" if last.endswith(("区", "县", "旗", "会")) else "市"


def short_name(region: str) -> str:
    """Return what people call the region: its last part without 市, 区, 县 and without nationalities.

    >>> short_name("四川省绵阳市游仙区"), short_name("重庆市"), short_name("宁夏回族自治区"), short_name("呼和浩特市")
    ('游仙', '重庆', '宁夏', '呼和浩特')
    >>> short_name("红河哈尼族彝族自治州"), short_name("阳泉市郊区"), short_name("苏州市工业园区")
    ('红河', '阳泉郊区', '苏州工业园区')
    """
    parts = region_parts(region)
    if not parts:
        return ""
    if len(parts) > 1 and not _names_itself(parts[-1]):
        return _short(parts[-2]) + parts[-1]
    return _short(parts[-1])


def names_of(region: str) -> tuple[str, ...]:
    """Return every name that a plan may call its region and those it belongs to by: full, usual and short.

    >>> names_of("重庆市永川区"), names_of("红河州")
    (('重庆', '重庆市', '永川', '永川区'), ('红河', '红河州', '红河哈尼族彝族自治州'))
    """
    names: list[str] = []
    for part in region_parts(region):
        divisions = _divisions().get(part, ())
        known = {part, _short(part), *(d.name for d in divisions), *(d.usual for d in divisions if d.usual)}
        if _names_itself(part):
            own = (name for name in known if not _ORDINARY_WORDS.fullmatch(name))
            names += sorted(own, key=lambda name: (len(name), name))
    return tuple(names)


def _short(part: str) -> str:
    """Return one name without what kind of division it is, unless less than two characters would be left."""
    divisions = _divisions().get(part, ())
    if part in _TOO_GENERAL or (not divisions and _KEPT_WHOLE.search(part)):
        return part
    usual = divisions[0].usual or part if divisions else part
    for suffix in (_SUFFIX, _LAST_LETTER):
        bare = suffix.sub("", usual)
        if len(bare) >= _SHORTEST_NAME:
            return bare
    return usual


def _chain(text: str, at: int) -> tuple[str, ...]:
    """Return the names that stand at `at` one within the other, and a zone behind them."""
    parts: list[str] = []
    division: Division | None = None
    while found := _named(text, at, division):
        part, division = found
        parts.append(part)
        at += len(part)
    in_city = division is not None and (not division.is_province or division.name in MUNICIPALITIES)
    zone = _zone(text, at, 0 if in_city else _OWN_NAME)
    return (*parts, zone) if zone else tuple(parts)


def _named(text: str, at: int, within: Division | None) -> tuple[str, Division] | None:
    """Return the longest name at `at` and its division, one `within` the other if that is given."""
    divisions = _divisions()
    for end in range(min(len(text), at + _longest_name()), at + 1, -1):
        for division in divisions.get(text[at:end], ()):
            if (within is None or within.name in division.within) and not _WORD_GOES_ON.match(text, end - 1):
                return text[at:end], division
    return None


def _opens(text: str, at: int) -> bool:
    return bool(_OPENING.fullmatch(text, 0, at))


def _zone(text: str, at: int, own: int) -> str:
    """Return the zone named at `at`, whose own name has at least `own` characters; empty if there is none."""
    found = _ZONE.match(text, at)
    if found is None or len(found.group(1)) < (_OWN_NAME if found.group(2) == "新区" else own):
        return ""
    return "" if _NOT_A_NAME.search(found.group(1)) else found.group()


def _names_itself(part: str) -> bool:
    """Say whether a name says which place it is without the city's: neither 郊区 nor 工业园区 does."""
    zone = _ZONE.fullmatch(part)
    return part not in _TOO_GENERAL and (part in _divisions() or zone is None or bool(zone.group(1)))


@cache
def _divisions() -> dict[str, tuple[Division, ...]]:
    """Return the divisions by each of their names; several districts of different cities may share one (和平区)."""
    found: dict[str, tuple[Division, ...]] = {}
    for line in resource("regions.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, name, within, usual, _ = line.split("\t")
        division = Division(code, name, tuple(within.split()), usual)
        for known in (name, usual) if usual else (name,):
            found[known] = (*found.get(known, ()), division)
    return found


@cache
def _longest_name() -> int:
    return max(map(len, _divisions()))
