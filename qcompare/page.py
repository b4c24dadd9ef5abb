"""How lines read that belong to the page around a plan, not to the plan: on portals, in the press, on printed pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

_SPACES = r"[\s　]*"
_YEAR = r"(?:\d{4}|[〇○零OoО0一二三四五六七八九]{4})"
DATE = rf"{_YEAR}{_SPACES}年{_SPACES}(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}}){_SPACES}月"
DAY = rf"(?:{_SPACES}(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}){_SPACES}日)"
NUMBER = (
    rf"[一-鿿]{{2,14}}{_SPACES}(?:[〔\[［（(【]{_SPACES}\d{{4}}{_SPACES}[〕\]］）)】]|(?:19|20)\d\d){_SPACES}第?{_SPACES}\d{{1,5}}"
    rf"{_SPACES}[号號]"
)
"""A document's number; copying may have robbed it of its brackets (渝府发2011 55号)."""

LONGEST_PAGE_LINE = 160
"""Characters in a line told by how it reads; the longest at hand has 63, a portal may list more fields."""


class Look(StrEnum):
    """What a line looks like that may be page text; where it stands must bear that out."""

    NOTE = "note"  # （此件公开发布）: wherever it stands
    FIELD = "field"  # 来源：重庆日报
    DRAFT = "draft"  # 征求意见稿
    NUMBER = "number"  # 渝府发〔2011〕55号
    SITE = "site"  # 重庆市人民政府网
    DATE = "date"  # 2023年4月17日


BARE_DAY = r"(?:19|20)\d\d[ \u3000\xa0]{1,2}(?:1[0-2]|0?[1-9])[ \u3000\xa0]{1,2}(?:[12]\d|3[01]|0?[1-9])"
"""A day that has lost its units: 2023 7 31."""

_DATE_LINE = re.compile(rf"(?:{DATE}{DAY}?(?:印[发發])?|{BARE_DAY})$")
_DAY_LINE = re.compile(rf"(?:{DATE}{DAY}(?:印[发發])?|{BARE_DAY})$")
_NUMBER_LINE = re.compile(rf"[（(]?{NUMBER}[）)]?$")
_SITE = re.compile(r"(?:中国[·•\s]?)?[一-鿿]{2,12}?(?:人民)?政府(?:门户)?网站?$")
_NOT_A_NAME = re.compile(r"[在于至到从由向的和与及]")

_NOTES = (
    r"[（(]此件(?:公开|主动|依申请)[^）)]{0,12}[）)]$",
    r"[（(]\s*(?:公开征求意见稿|征求意见稿|送审稿|讨论稿|审议稿|草案(?:征求意见稿)?)\s*[）)]$",
    r"[（(]由于篇幅[^）)]{0,40}[）)]$",
    r"【\s*(?:打印|关闭|字体|大\s*中\s*小|返回|收藏|纠错)",
    r"字体\s*[:：]\s*(?:【|大\s*中\s*小)",
)
_FIELDS = (
    r"(?:信息|[稿文]章|[文稿]件)?来源\s*[:：]",
    r"(?:发布|成文|更新|公开)(?:时间|日期)\s*[:：]",
    r"(?:时间|日期)\s*[:：]\s*\d{4}-\d{1,2}-\d{1,2}(?![\d前起至止])",
    r"\d{4}-\d{1,2}-\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:$|[文稿来信发])",
    r"(?:责任|执行)?编[辑审校]\s*[:：]",
    r"(?:索引号|发文机关|发布机构|发文字号|发布文号|文\s*号|主题词|主题分类|公文种类|有效性|信息分类|效力状态)\s*[:：]",
    r"(?:作者|撰稿|校对|记者|点击(?:次?数|率|量))\s*[:：]",
    r"(?:浏览|阅读|访问)(?:次数|量|数)\s*(?:[:：].{0,12})?\d*$",
    r"字[体号]\s*[:：]",
    r"政策解读\s*[:：]|图解版?\s*>|(?:首页|您?(?:当前|现在)的?位置)\s*[:：>＞»]",
    r"(?:上一[篇条]|下一[篇条]|相关(?:链接|文章|附件|阅读|解读))\s*[:：]",
    r"(?:分享(?:到|至)?\s*[:：]?|扫一扫(?:在手机打开当前页|分享本页)?|微信|微博|打印(?:本页)?|关闭(?:窗口|本页)|返回顶部|[\s|｜丨])+$",
)
_LOOKS = (
    (Look.NOTE, re.compile("|".join(_NOTES))),
    (Look.FIELD, re.compile("|".join(_FIELDS))),
    (Look.DRAFT, re.compile(r"(?:公开征求意见|征求意见|送审|讨论|审议)稿$")),
    (Look.NUMBER, _NUMBER_LINE),
    (Look.DATE, _DATE_LINE),
)

_FIELD_NAME = re.compile(
    r"(?:索\s*引\s*号|主题(?:分类|词)|体裁分类|公文种类|发文(?:机关|字号|日期)|发布(?:机构|日期|文号)|成文日期|生成日期|公开(?:日期|方式|范围)"
    r"|文\s*号|名\s*称|标\s*题|有效性|效力状态|生效日期|废止日期|信息分类|服务对象|公开目录|内容概述)"
)
_FEWEST_FIELDS = 3
_LINES_A_FIELD = 3
"""Lines from one field's name to the next: a value may be missing, or take two."""

_FRACTION = re.compile(r"(?P<n>\d{1,4})\s*/\s*(?P<of>\d{1,4})$")
_PAGE_NUMBERS = (
    re.compile(r"[—―─－-]\s*(?P<n>\d{1,4})\s*[—―─－-](?P<of>)$"),
    re.compile(r"第\s*(?P<n>\d{1,4})\s*页(?:\s*[,，/]?\s*共\s*(?P<of>\d{1,4})\s*页)?$"),
    _FRACTION,
)

_LINES_A_PAGE = 4
"""Lines between two page numbers at least; the cells of a table (1/3, 2/3) stand closer."""


def look_of(text: str) -> Look | None:
    """Return what a line in Simplified characters looks like, None when it is like no page text.

    >>> look_of("来源:重庆日报"), look_of("渝府发〔2011〕55号"), look_of("（由于篇幅太长，省略部分内容）")
    (<Look.FIELD: 'field'>, <Look.NUMBER: 'number'>, <Look.NOTE: 'note'>)
    >>> look_of("分享至各镇街的经验"), look_of("及时公布于区政府门户网站")
    (None, None)
    """
    if len(text) > LONGEST_PAGE_LINE:
        return None
    if _SITE.match(text) and not _NOT_A_NAME.search(text):
        return Look.SITE
    return next((look for look, pattern in _LOOKS if pattern.match(text)), None)


def is_date(text: str) -> bool:
    """Say whether `text` is a date and nothing else: 2023 年4 月27 日, 二〇二三年四月.

    >>> is_date("二O一一年七月十九日"), is_date("2023年4月起")
    (True, False)
    """
    return bool(_DATE_LINE.match(text))


def is_day(text: str) -> bool:
    """Say whether `text` is a date to the day and nothing else.

    >>> is_day("2023 年4 月27 日"), is_day("2023年12月")
    (True, False)
    """
    return bool(_DAY_LINE.match(text))


def fields_in_cells(texts: Sequence[str]) -> range:
    """Return the lines of a portal's table of fields that was flattened to one cell a line, names and values in turn.

    >>> fields_in_cells(["索引号", "11500/2023-01", "发文机关", "国务院", "发文字号", "国发〔2019〕4号", "关于印发方案的通知"])
    range(0, 6)
    """
    names = [at for at, text in enumerate(texts) if _FIELD_NAME.fullmatch(text)]
    run = [names[0]] if names else []
    for at in names[1:]:
        if at - run[-1] > _LINES_A_FIELD:
            break
        run.append(at)
    return range(run[0], min(len(texts), run[-1] + 2)) if len(run) >= _FEWEST_FIELDS else range(0)


def page_numbers(texts: Sequence[str]) -> frozenset[int]:
    """Return which lines are page numbers: those of one form that rise through the document, a page or more apart.

    One alone is a page number only between dashes or as 第3页: 2/3 may be a value. Numbers that fall, or stand a few
    lines apart, are cells of a table.

    >>> page_numbers(["— 1 —", "一、总体要求", "2/3", "坚持质量第一。", "— 2 —"])
    frozenset({0, 4})
    """
    found: set[int] = set()
    for form in _PAGE_NUMBERS:
        hits = [
            (i, hit) for i, text in enumerate(texts) if len(text) <= LONGEST_PAGE_LINE and (hit := form.match(text))
        ]
        follows = [_is_next_page(one, other) for one, other in pairwise(hits)]
        rises = any(int(one["n"]) < int(other["n"]) for (_, one), (_, other) in pairwise(hits))
        if all(follows) and (rises or (len(hits) == 1 and form is not _FRACTION)):
            found.update(i for i, _ in hits)
    return frozenset(found)


def _is_next_page(one: tuple[int, re.Match[str]], other: tuple[int, re.Match[str]]) -> bool:
    """Say whether one page number may follow another: it is higher, or an annex begins with 1 again."""
    (at, before), (then, after) = one, other
    higher = int(after["n"]) > int(before["n"]) and after["of"] == before["of"]
    return then - at >= _LINES_A_PAGE and (higher or int(after["n"]) == 1)
