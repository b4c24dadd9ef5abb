"""The region a plan speaks for, and its level, from the names in its title or issuing body."""

from __future__ import annotations

import re

MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")

_PROVINCES = tuple(
    f"{name}省"
    for name in re.findall(
        r"黑龙江|..", "河北山西辽宁吉林黑龙江江苏浙江安徽福建江西山东河南湖北湖南广东海南四川贵州云南陕西甘肃青海台湾"
    )
)
_AUTONOMOUS = re.compile(r"(?:内蒙古|广西(?:壮族)?|西藏|宁夏(?:回族)?|新疆(?:维吾尔)?)自治区")

_FIRST = re.compile("|".join((*MUNICIPALITIES, *_PROVINCES, _AUTONOMOUS.pattern)))
_CITY = re.compile(r"[一-鿿]{1,10}?自治州|[一-鿿]{1,5}?(?:地区|[州盟]|市(?![场民政级直容属长委]))")
_DISTRICT = re.compile(r"[一-鿿]{1,9}?(?:自治县|[区县旗])")
_STATE = re.compile(r"国家|国务院|中共中央|中华人民共和国|全国")

_NOT_A_DISTRICT = re.compile(
    r"(?:[社园地景校片小城辖灾山林矿库强各全我市郊新牧湖海战辖]|示范|开发|试验|功能|经济|自贸|行政|管理|保护|合作|先行)区$"
    r"|[强各全我]县$|的|和|与|及|在|为"
)
_NOT_A_CITY = re.compile(
    r"[强各全我本]市$|城市$|上市$|超市$|[的和与及在为]|质量|发展|推[动进]|实施|加强|[强深优]化|开展|落实|关于|印发|进一步"
)

LONGEST_DISTRICT = 5
"""Characters in a district's name that is not an autonomous county: 沙坪坝区 has 4."""


def find_region(text: str) -> str:
    """Return the full name of the region that `text`, a title or an issuing body in Simplified, begins with or names.

    Provinces and municipalities are known by name; a city or a district only where it follows one or opens the text, so
    that 园区, 社区 or 质量强市 within a title are not taken for places.

    >>> find_region("重庆市永川区质量强区建设实施方案"), find_region("绵阳市游仙区“十四五”质量发展规划")
    ('重庆市永川区', '绵阳市游仙区')
    >>> find_region("关于深入推进质量强市建设的实施方案")
    ''
    """
    first = _FIRST.search(text)
    region = first.group() if first else ""
    at = first.end() if first else 0
    if region not in MUNICIPALITIES:
        city = _CITY.match(text, at)
        if city and not _NOT_A_CITY.search(city.group()):
            region, at = region + city.group(), city.end()
    district = _DISTRICT.match(text, at)
    if district and _is_district(district.group()):
        region += district.group()
    return region


def level_of(region: str, text: str) -> str:
    """Return the level a region stands on, or 国家 when there is none and `text` speaks for the State.

    A municipality counts as 市: its plans are followed by districts, as those of other cities.

    >>> level_of("重庆市", ""), level_of("云南省", ""), level_of("重庆市永川区", ""), level_of("", "国家知识产权局")
    ('市', '省', '区县', '国家')
    """
    if not region:
        return "国家" if _STATE.search(text) else ""
    if region in _PROVINCES or _AUTONOMOUS.fullmatch(region):
        return "省"
    if region.endswith(("区", "县", "旗")) and not region.endswith("地区"):
        return "区县"
    return "市"


def short_name(region: str) -> str:
    """Return what people call the region: its last part without 市, 区, 县.

    >>> short_name("四川省绵阳市游仙区"), short_name("重庆市"), short_name("宁夏回族自治区"), short_name("红河州")
    ('游仙', '重庆', '宁夏', '红河')
    """
    first = _FIRST.match(region)
    rest = region[first.end() :] if first else region
    if not rest:
        return re.sub(r"(?:壮族|回族|维吾尔)?自治区$|[省市]$", "", region)
    parts = re.findall(r".+?(?:自治州|自治县|地区|[市州盟区县旗])", rest)
    last = parts[-1] if parts else rest
    bare = re.sub(r"(?:.{1,6}族)*自治[州县]$|地区$|[市州盟区县旗]$", "", last)
    return bare if len(bare) > 1 else last


def _is_district(name: str) -> bool:
    return (len(name) <= LONGEST_DISTRICT or name.endswith("自治县")) and not _NOT_A_DISTRICT.search(name)
