"""Which lines are the plan and which are the page around it: its title, a wrapping notice, contents, furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from qcompare.lines import Line, squeeze

_SPACES = r"[\s　]*"
_YEAR = r"(?:\d{4}|[〇○零OoО0一二三四五六七八九]{4})"
DATE = rf"{_YEAR}{_SPACES}年{_SPACES}(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}}){_SPACES}月"
DAY = rf"(?:{_SPACES}(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}){_SPACES}日)"
NUMBER = rf"[一-鿿]{{2,14}}{_SPACES}[〔\[［（(【]{_SPACES}\d{{4}}{_SPACES}[〕\]］）)】]{_SPACES}第?{_SPACES}\d+{_SPACES}[号號]"


class Role(StrEnum):
    """What a line is in its document."""

    TEXT = "text"  # the plan's wording
    TITLE = "title"  # the plan's title, once
    NOTICE = "notice"  # wording of its own in the notice that wraps the plan
    FURNITURE = "furniture"  # page text that is not the plan
    REPEAT = "repeat"  # the title once more: furniture, before the text proper or as a running head
    ANNEX = "annex"  # 附件2 alone on its line: furniture, after which numbering starts afresh


_DATE_LINE = re.compile(rf"{DATE}{DAY}?(?:印[发發])?$")

_NUMBER_LINE = re.compile(rf"[（(]?{NUMBER}[）)]?$")
_MASTHEAD = re.compile(r"[一-鿿、 　]{2,40}文\s*件$")

_PAGE_TEXT = re.compile(
    "|".join(
        f"(?:{pattern})"
        for pattern in (
            _DATE_LINE.pattern,
            _NUMBER_LINE.pattern,
            r"(?:信息|[稿文]章|[文稿]件)?[来來]源\s*[:：]",
            r"(?:[发發]布|成文|更新|公[开開])(?:[时時][间間]|日期)\s*[:：]",
            r"(?:[时時][间間]|日期)\s*[:：]\s*\d{4}-\d{1,2}-\d{1,2}",
            r"\d{4}-\d{1,2}-\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:$|[文稿来來信发發])",
            r"(?:[责責]任|[执執]行)?[编編][辑輯審审校]\s*[:：]",
            r"(?:索引号|发文机关|发布机构|发文字号|发布文号|文\s*号|主题词|主题分类|公文种类|有效性|信息分类|效力状态)\s*[:：]",
            r"(?:作者|撰稿|校对|[记記]者|[点點][击擊](?:次?[数數]|率|量))\s*[:：]",
            r"(?:[浏瀏][览覽]|[阅閱][读讀]|[访訪][问問])(?:次[数數]|量|[数數])\s*(?:[:：].{0,12})?\d*$",
            r"字[体體号號]\s*[:：]",
            r"[一-鿿· ]{0,20}(?:政府网站?|门户网站?)$",
            r"政策解读\s*[:：]|[图圖]解版?\s*>|(?:首页|您?(?:当前|现在)的?位置)\s*[:：>＞»]",
            r"(?:上一[篇条]|下一[篇条]|相关(?:链接|文章|附件|阅读|解读))\s*[:：]|扫一扫|分享(?:到|至)|打印本页|关闭窗口|返回顶部",
            r"【\s*(?:打印|关闭|字体|大\s*中\s*小|返回|收藏|纠错)",
            r"[（(]此件(?:公[开開]|主[动動]|依申请)[^）)]{0,12}[）)]$",
            r"[（(]?\s*(?:(?:公[开開])?[征徵]求意[见見]|送[审審]|[讨討][论論]|[审審][议議]|草案(?:[征徵]求意[见見])?)稿\s*[）)]?$",
            r"[（(]\s*草案\s*[）)]$",
            r"[—―─－-]\s*\d{1,4}\s*[—―─－-]$",
            r"第\s*\d{1,4}\s*[页頁](?:\s*[,，/]?\s*共\s*\d{1,4}\s*[页頁])?$",
            r"\d{1,4}\s*/\s*\d{1,4}$",
            r"[（(]由于篇幅[^）)]{0,40}[）)]$",
        )
    )
)
"""How whole lines of page text read, on portals, in the press and on printed pages."""

_ANNEX = re.compile(r"附\s*件\s*[0-9一二三四五六七八九十]{0,2}\s*[:：]?$")
_NEWS_LEAD = re.compile(
    r"(?:近日|日前|(?:\d{4}年)?\d{1,2}月\d{1,2}日)[,，](?!.*(?:制[定訂订]|提出)(?:本|如下|以下)).{0,60}?印[发發]"
    r"|.{0,60}?全文(?:如下|[发發]布|公布|刊[发發登]).{0,4}$"
)
_NAMED = re.compile(r"《([^《》]{4,80})》")
_PRINTED = re.compile(r"(?:印[发發]|[转轉][发發]|[发發]布)(.{4,80}?)的?通知")
_TITLE_END = re.compile(
    r"(?:方案|[规規][划劃]|意[见見]|通知|[办辦]法|[条條]例|[决決]定|[纲綱]要|要[点點]|[计計][划劃]|措施|[规規]定|[细細][则則]|法|公告|通告|批[复復]|[报報]告|指南|清[单單])"
    r"[》”」]?\s*(?:[（(][^）)]{0,24}[）)])?$"
)
_TITLE_LINES = 4
_CONTENTS = re.compile(r"目\s*[录錄次]$")
_LEADER = re.compile(r"[\s.…·．]*\d{0,4}$")
_PAGE_OF_ENTRY = re.compile(r".{2,60}?(?:\.{3,}|…|·{3,})[\s.…·]*\d{1,4}$")
_ISSUER = re.compile(
    r"[一-鿿、 ]{0,24}(?:人民政府|政府|[办辦]公[厅廳室]|委[员員][会會]|[厅廳局委院部]|[总總]局|[领領][导導]小[组組])(?:[办辦]公室)?$"
)
_CLOSED = frozenset("。！？；：，、,;:!?")

LONGEST_FURNITURE = 160
"""Characters in a line told as furniture by how it begins; the longest at hand has 63, a portal may list more fields."""

LONGEST_TITLE = 80
"""Characters in a title; the longest at hand (黑龙江's notice on 便民办税春风行动, with its date) has 71."""

_HEAD_LINES = 200
"""Lines searched for the title of the plan behind its notice; 游仙 has 8 before it, 安徽's notice with clauses 10."""

_MASTHEAD_LINES = 12
"""Lines at the beginning searched for a masthead; a dozen bodies may issue together."""

_TAIL_LINES = 12
"""Lines at the end searched for a signature."""

_SHORTEST_REPEAT = 6
"""Characters of a title that stands again; a shorter one may be a word that the text needs (质量强区)."""

_CONTENTS_LINES = 600
"""Lines a contents list can have at most."""


def read_roles(lines: Sequence[Line]) -> tuple[Role, ...]:
    """Return the role of each line.

    Page text is told by how a whole line reads (来源：…, a document number, a date, — 3 —), a contents list by its first
    entry that comes again, a notice (关于印发…的通知) by the plan's title that follows it. What no rule tells is text of
    the plan: nothing is furniture by doubt.
    """
    roles = [_role_of(line) for line in lines]
    _mark_contents(lines, roles)
    _mark_masthead(lines, roles)
    title = _mark_head(lines, roles)
    if title is not None:
        _mark_repeats(lines, roles, title)
    _mark_annexes(lines, roles)
    _mark_signature(lines, roles)
    return tuple(roles)


def _role_of(line: Line) -> Role:
    """Return the role of a line by itself; one of zero-width characters only shows nothing and is page text."""
    shows = line.text.isprintable() or any(c.isprintable() for c in line.text)
    if line.residue or not shows or (len(line.text) <= LONGEST_FURNITURE and _PAGE_TEXT.match(line.text)):
        return Role.FURNITURE
    return Role.TEXT


def is_date(text: str) -> bool:
    """Say whether `text` is a date and nothing else: 2023 年4 月27 日, 二〇二三年四月.

    >>> is_date("二O一一年七月十九日"), is_date("2023年4月起")
    (True, False)
    """
    return bool(_DATE_LINE.match(text))


def is_issuer(text: str) -> bool:
    """Say whether `text` is the name of a public body and nothing else.

    >>> is_issuer("绵阳市游仙区人民政府"), is_issuer("健全质量政策制度")
    (True, False)
    """
    return bool(_ISSUER.match(text))


def is_title_like(line: Line) -> bool:
    """Say whether `line` may be a title: short, unnumbered, without a closing mark."""
    return line.marker is None and len(line.text) <= LONGEST_TITLE and line.text[-1] not in _CLOSED


def _mark_masthead(lines: Sequence[Line], roles: list[Role]) -> None:
    """Mark the masthead in red over a document's number: 发展改革委办公厅 文件 | 税务总局办公厅."""
    number = next((i for i, line in enumerate(lines[:_MASTHEAD_LINES]) if _NUMBER_LINE.match(line.text)), 0)
    heads = range(number)
    if any(_MASTHEAD.match(lines[i].text) for i in heads):
        for i in heads:
            if _MASTHEAD.match(lines[i].text) or is_issuer(lines[i].text):
                roles[i] = Role.FURNITURE


def _mark_contents(lines: Sequence[Line], roles: list[Role]) -> None:
    """Mark the contents list: from 目录 on, up to where its first entry stands again or the text begins."""
    start = next((i for i, line in enumerate(lines) if _CONTENTS.match(line.text)), None)
    if start is None or start + 1 >= len(lines):
        return
    end = _contents_end(lines, start + 1)
    roles[start:end] = [Role.FURNITURE] * (end - start)


def _contents_end(lines: Sequence[Line], first: int) -> int:
    """Return the line after the last entry of a contents list whose entries begin at the line `first`.

    The list ends where its first entry stands again. Where prose comes before that (a title and a preamble), it ends with
    the last line before the prose that stands again later; where none does, with the last that gives a page.
    """
    stop = first + 1
    while stop < len(lines) and not _is_prose(lines[stop]) and stop < first + _CONTENTS_LINES:
        if _entry(lines[stop]) == _entry(lines[first]):
            return stop
        stop += 1
    later = {_entry(line) for line in lines[stop:]}
    while stop > first and _entry(lines[stop - 1]) not in later:
        stop -= 1
    while stop < len(lines) and _PAGE_OF_ENTRY.match(lines[stop].text):
        stop += 1
    return stop


def _is_prose(line: Line) -> bool:
    return len(line.text) > LONGEST_TITLE or line.text.endswith("。")


def _entry(line: Line) -> str:
    """Return the words of a contents entry without its leader and page number."""
    return squeeze(_LEADER.sub("", line.text[:LONGEST_FURNITURE]))


def _mark_head(lines: Sequence[Line], roles: list[Role]) -> int | None:
    """Mark title, notice and news lead-in; return the index of the title."""
    headline = next((i for i, role in enumerate(roles) if role is Role.TEXT and not _ANNEX.match(lines[i].text)), None)
    if headline is None or not is_title_like(lines[headline]) or headline == len(lines) - 1:
        return None
    title = _title_behind_notice(lines, roles, headline)
    if title is None:
        title = headline
    else:
        _mark_notice(lines, roles, headline, title)
    for at in range(title, _title_end(lines, roles, title)):
        roles[at] = Role.TITLE
    for at in range(title + 1, min(len(lines), title + _HEAD_LINES)):
        if lines[at].marker is not None:
            break
        if roles[at] is Role.TEXT and _NEWS_LEAD.match(lines[at].text):
            roles[at] = Role.FURNITURE
    return title


def _title_end(lines: Sequence[Line], roles: Sequence[Role], start: int) -> int:
    """Return where a title set in several lines ends: at the line that ends as titles do (方案, 规划, 意见 …).

    国务院关于印发国家职业教育改革 | 实施方案的通知 is one title; without such an end only the first line is the title.
    """
    for at in range(start, min(len(lines), start + _TITLE_LINES)):
        if roles[at] is not Role.TEXT or not is_title_like(lines[at]):
            break
        if _TITLE_END.search(lines[at].text):
            return at + 1
    return start + 1


def _title_behind_notice(lines: Sequence[Line], roles: Sequence[Role], headline: int) -> int | None:
    """Return where the plan's title stands when the headline is that of a notice: named in it, or behind its date."""
    end = _title_end(lines, roles, headline)
    text = "".join(line.text for line in lines[headline:end])
    names = {squeeze(name) for name in (*_NAMED.findall(text), *_PRINTED.findall(text))}
    dated = False
    for at in range(end, min(len(lines), headline + _HEAD_LINES)):
        if roles[at] is Role.FURNITURE:
            dated = dated or is_date(lines[at].text)
        elif is_title_like(lines[at]) and (squeeze(lines[at].text) in names or (dated and "通知" in text)):
            return at
        elif dated:
            dated = False
    return None


def _mark_notice(lines: Sequence[Line], roles: list[Role], headline: int, title: int) -> None:
    """Mark a notice: furniture, but wording of its own where it has numbered clauses (安徽's 一、强化闭环管理)."""
    numbered = [at for at in range(headline, title) if lines[at].marker is not None and roles[at] is Role.TEXT]
    for at in range(headline, title):
        own = bool(numbered) and at >= numbered[0] and not _ISSUER.match(lines[at].text)
        if roles[at] is Role.TEXT:
            roles[at] = Role.NOTICE if own else Role.FURNITURE


def _mark_repeats(lines: Sequence[Line], roles: list[Role], title: int) -> None:
    """Mark the title where it stands again, before the text proper or as a running head."""
    words = squeeze(lines[title].text)
    if len(words) < _SHORTEST_REPEAT:
        return
    for at in range(title + 1, len(lines)):
        if len(lines[at].text) <= 2 * LONGEST_TITLE and squeeze(lines[at].text) == words:
            roles[at] = Role.REPEAT


def _mark_annexes(lines: Sequence[Line], roles: list[Role]) -> None:
    for at, line in enumerate(lines):
        if roles[at] is Role.TEXT and len(line.text) <= 12 and _ANNEX.match(line.text):
            roles[at] = Role.ANNEX


def _mark_signature(lines: Sequence[Line], roles: list[Role]) -> None:
    """Mark the issuing bodies over the date at a document's end."""
    signed = False
    for at in range(len(lines) - 1, max(0, len(lines) - _TAIL_LINES), -1):
        if signed and roles[at] is Role.TEXT and lines[at].marker is None and is_issuer(lines[at].text):
            roles[at] = Role.FURNITURE
        else:
            signed = is_date(lines[at].text)
