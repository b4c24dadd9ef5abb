"""Which lines are the plan and which are the page around it: its title, a wrapping notice, contents, furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qcompare.contents import contents_of
from qcompare.lines import LONGEST_TITLE, Line, closed_up, is_prose, squeeze, tables_of
from qcompare.page import Look, fields_in_cells, is_date, is_day, look_of, page_numbers
from qcompare.roles import BY_KIND, Role
from qcompare.script import simplified

_MASTHEAD = re.compile(r"(?:[一-鿿、 　]{2,40})?文\s*件$")
_ANNEX = re.compile(r"附\s*(?:件\s*[0-9一二三四五六七八九十]{0,2}|[表录]\s*[0-9一二三四五六七八九十]{1,2})\s*[:：]?$")
_TITLED_ANNEX = re.compile(r"附\s*[件表录]\s*[0-9一二三四五六七八九十]{0,2}\s*[:：]\s*\S")
_NEWS_LEAD = re.compile(
    r"(?:近日|日前|(?:\d{4}年)?\d{1,2}月\d{1,2}日)[,，](?!.*(?:制[定订]|提出)(?:本|如下|以下)).{0,60}?印发"
    r"|.{0,60}?全文(?:如下|发布|公布|刊[发登]).{0,4}$"
)
_NAMED = re.compile(r"《([^《》]{4,80})》")
_PRINTED = re.compile(r"(?:印发|转发|发布)(.{4,80}?)的?通知")
_TITLE_END = re.compile(
    r"(?:方案|规划|意见|通知|办法|条例|决定|决议|纲要|要点|计划|措施|举措|政策|规定|规则|细则|章程|准则|制度|预案|指南|导则|标准|法"
    r"|行动|安排|分工|分工表|清单|名单|公告|通告|通报|公报|批复|报告|命令|函|白皮书|倡议书?|任务书|责任书|工作表|一览表)"
    r"[》”」]?\s*(?:[（(][^）)]{0,24}[）)])?$"
)
_TITLE_LINES = 4
_SHORTEST_TITLE_LINE = 4  # shorter ones (任务, 文号) are a table's heads
_ISSUER = re.compile(
    r"[一-鿿、 ]{0,24}(?:人民政府|政府|[办辦]公[厅廳室]|委[员員][会會]|[厅廳局委院部]|[总總]局|[领領][导導]小[组組])(?:[办辦]公室)?$"
)
_OWN_DEPARTMENT = re.compile(r"[市省区县州](?!委|政府|人民政府)")
_DEADLINE = re.compile(r"(?:时限|期限|时间|日期)$")
_BY_LOOK = frozenset({Look.FIELD, Look.DRAFT})
_BY_LOOK_ALONE = {
    Look.NOTE: Role.REMARK,
    Look.FIELD: Role.FIELD,
    Look.DRAFT: Role.DRAFT,
    Look.NUMBER: Role.NUMBER,
    Look.SITE: Role.SITE,
    Look.DATE: Role.DATE,
}
_CLOSED = frozenset("。｡．.！？；：，、,;:!?")

_HEAD_LINES = 200
"""Lines searched for the title of the plan behind its notice; 游仙 has 8 before it, 安徽's notice with clauses 10."""

_PAGE_HEAD_LINES = 40
"""Lines that may stand between a title and the first clause; a portal lists a dozen fields, one a line."""

_MASTHEAD_LINES = 12
"""Lines at the beginning searched for a masthead; a dozen bodies may issue together."""

_TAIL_LINES = 12
"""Lines at the end searched for a signature, and before a date for another one: a column of dates is a table's."""

_SHORTEST_REPEAT = 6
"""Characters of a title that stands again; a shorter one may be a word that the text needs (质量强区)."""

_FEWEST_FIELDS = 2
"""Cells that read like a portal's fields in a table of fields; gov.cn's has eight."""


def read_roles(lines: Sequence[Line]) -> tuple[Role, ...]:
    """Return the role of each line.

    Page text is told by how a whole line reads and by where it stands: a date, a document number or a portal's field is
    page text above the first clause and behind the last, wording between them (a table's column of dates). A contents list
    is told by its first entry that comes again, a notice (关于印发…的通知) by the plan's title that follows it. What no rule
    tells is text of the plan: nothing is furniture by doubt.
    """
    lines = _in_simplified(lines)
    looks = [look_of(line.text) for line in lines]
    roles = [_role_anywhere(line, look) for line, look in zip(lines, looks, strict=True)]
    for at in page_numbers([line.text for line in lines]):
        roles[at] = Role.PAGE_NUMBER
    tables = tables_of(lines)
    _mark_tables_of_fields(tables, looks, roles)
    for at in contents_of(lines):
        roles[at] = Role.CONTENTS
    for at in fields_in_cells([line.text for line in lines[:_PAGE_HEAD_LINES]]):
        roles[at] = Role.FIELD
    _mark_page_head(lines, looks, roles, 0)
    _mark_masthead(lines, looks, roles)
    title = _mark_head(lines, roles)
    if title is not None:
        _mark_page_head(lines, looks, roles, title)
        _mark_repeats(lines, roles, title)
    _mark_annexes(lines, roles)
    _mark_page_foot(lines, looks, roles)
    annexes = (at for at, line in enumerate(lines) if roles[at] is Role.ANNEX or _TITLED_ANNEX.match(line.text))
    for end in (title or 0, *annexes, len(lines)):
        _mark_signature(lines, looks, roles, end)
    _settle_tables(tables, roles)
    return tuple(roles)


def _in_simplified(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines in Simplified characters and not set with blanks, so that each phrase is known in one way only."""
    texts = simplified("\n".join(closed_up(line.text) for line in lines)).split("\n")
    return tuple(replace(line, text=text) for line, text in zip(lines, texts, strict=True))


def _role_anywhere(line: Line, look: Look | None) -> Role:
    """Return what a line is wherever it stands: as its reader knew, or as it reads; what is left is text so far."""
    if line.residue:
        return Role.RESIDUE
    if not line.text.isprintable() and not any(c.isprintable() for c in line.text):
        return Role.INVISIBLE
    return Role.REMARK if look is Look.NOTE else BY_KIND.get(line.kind, Role.TEXT)


def _mark_tables_of_fields(tables: Sequence[range], looks: Sequence[Look | None], roles: list[Role]) -> None:
    """Mark a portal's table of fields (索引号 | 发文机关 | 成文日期) as such, its cells of values too."""
    for table in tables:
        if sum(looks[at] is Look.FIELD for at in table) >= _FEWEST_FIELDS:
            roles[table.start : table.stop] = [Role.FIELD] * len(table)


def _settle_tables(tables: Sequence[range], roles: list[Role]) -> None:
    """Let a table be one thing: page text where all of it was found to be so, else the plan's, its dates and numbers too."""
    for table in tables:
        if not all(roles[at].is_page_text for at in table):
            roles[table.start : table.stop] = [Role.TEXT] * len(table)


def _mark_page_head(lines: Sequence[Line], looks: Sequence[Look | None], roles: list[Role], start: int) -> None:
    """Mark what looks like page text from the line `start` up to the first clause.

    A date or a number stands under a title, a body's name or more page text; behind anything else it is a table's cell.
    """
    over = start
    for at in range(start, min(len(lines), start + _PAGE_HEAD_LINES)):
        if roles[at] is not Role.TEXT:
            continue
        stands = looks[at] in _BY_LOOK or at <= over + 1 or roles[at - 1] is not Role.TEXT or _signs(lines[at - 1].text)
        look = looks[at]
        if look is not None and stands:
            roles[at] = _BY_LOOK_ALONE[look]
        elif all(role is not Role.TEXT for role in roles[start:at]):
            over = at
        elif lines[at].marker is not None or (is_prose(lines[at]) and not _NEWS_LEAD.match(lines[at].text)):
            break


def _mark_page_foot(lines: Sequence[Line], looks: Sequence[Look | None], roles: list[Role]) -> None:
    """Mark a portal's fields behind the last clause."""
    for at in range(len(lines) - 1, -1, -1):
        if roles[at] is not Role.TEXT:
            continue
        if lines[at].marker is not None or is_prose(lines[at]):
            break
        if looks[at] is Look.FIELD:
            roles[at] = Role.FIELD


def _mark_signature(lines: Sequence[Line], looks: Sequence[Look | None], roles: list[Role], end: int) -> None:
    """Mark the date that closes a text which ends before the line `end`, and the issuing bodies over it."""
    at = end - 1
    while at > 0 and (roles[at].is_page_text or looks[at] is Look.SITE):
        if not roles[at].is_page_text:
            roles[at] = Role.SITE
        at -= 1
    if at <= 0 or not _is_signed_date(lines, roles, at):
        return
    roles[at] = Role.SIGNATURE
    while at > 1 and roles[at - 1] is Role.TEXT and lines[at - 1].marker is None and _signs(lines[at - 1].text):
        at -= 1
        roles[at] = Role.SIGNATURE


def _is_signed_date(lines: Sequence[Line], roles: Sequence[Role], at: int) -> bool:
    """Say whether a line is the date of a signature rather than the last cell of a column (完成时限)."""
    column = [i for i in range(max(0, at - _TAIL_LINES), at) if roles[i] is Role.TEXT and is_date(lines[i].text)]
    before = lines[at - 1].text
    if not is_date(lines[at].text) or column or _DEADLINE.search(before):
        return False
    return is_day(lines[at].text) or _signs(before)


def _signs(text: str) -> bool:
    """Say whether a line is the name of a body as it signs: in full, or a government; 市市场监管局 is a table's cell."""
    return is_issuer(text) and not _OWN_DEPARTMENT.match(text)


def is_issuer(text: str) -> bool:
    """Say whether `text` is the name of a public body and nothing else.

    >>> is_issuer("绵阳市游仙区人民政府"), is_issuer("健全质量政策制度")
    (True, False)
    """
    return bool(_ISSUER.match(text))


def is_title_like(line: Line) -> bool:
    """Say whether `line` may be a title: short, unnumbered, without a closing mark."""
    return not line.table and line.marker is None and len(line.text) <= LONGEST_TITLE and line.text[-1] not in _CLOSED


def _mark_masthead(lines: Sequence[Line], looks: Sequence[Look | None], roles: list[Role]) -> None:
    """Mark the masthead in red over a document's number: 发展改革委办公厅 文件 | 税务总局办公厅."""
    top = range(min(len(lines), _MASTHEAD_LINES))
    heads = range(next((i for i in top if looks[i] is Look.NUMBER and roles[i] is Role.NUMBER), 0))
    if any(_MASTHEAD.match(lines[i].text) for i in heads):
        for i in heads:
            if _MASTHEAD.match(lines[i].text) or is_issuer(lines[i].text):
                roles[i] = Role.MASTHEAD


def _mark_head(lines: Sequence[Line], roles: list[Role]) -> int | None:
    """Mark title, notice and news lead-in; return the index of the title."""
    headline = next((i for i, role in enumerate(roles) if role is Role.TEXT and not _ANNEX.match(lines[i].text)), None)
    if headline is None or not is_title_like(lines[headline]) or headline == len(lines) - 1:
        return None
    title = _title_behind_notice(lines, roles, headline)
    if title is None:
        title = headline
        if not _is_title(lines, roles, headline):
            return None
    else:
        _mark_notice(lines, roles, headline, title)
    for at in range(title, _title_end(lines, roles, title)):
        roles[at] = Role.TITLE
    for at in range(title + 1, min(len(lines), title + _HEAD_LINES)):
        if lines[at].marker is not None:
            break
        if roles[at] is Role.TEXT and _NEWS_LEAD.match(lines[at].text):
            roles[at] = Role.LEAD
    return title


def _is_title(lines: Sequence[Line], roles: Sequence[Role], at: int) -> bool:
    """Say whether the title-like line `at` is a title: it ends as titles do, page text is around it, or 一、 follows it."""
    end = _title_end(lines, roles, at)
    if _TITLE_END.search(lines[end - 1].text):
        return True
    around = [i for i in (at - 1, end) if 0 <= i < len(lines) and not _is_hidden(lines[i])]
    if any(roles[i].is_page_text or _signs(lines[i].text) for i in around):
        return True
    marker = lines[end].marker if end < len(lines) else None
    return marker is not None and marker.ordinal == 1 and marker.level <= 1


def _is_hidden(line: Line) -> bool:
    return line.residue or not line.text.isprintable()


def _title_end(lines: Sequence[Line], roles: Sequence[Role], start: int) -> int:
    """Return where a title set in several lines ends: at the line that ends as titles do (方案, 规划, 意见 …).

    国务院关于印发国家职业教育改革 | 实施方案的通知 is one title; without such an end only the first line is the title.
    """
    for at in range(start, min(len(lines), start + _TITLE_LINES)):
        if roles[at] is not Role.TEXT or not is_title_like(lines[at]) or len(lines[at].text) < _SHORTEST_TITLE_LINE:
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
        if is_date(lines[at].text):
            dated = _is_signed_date(lines, roles, at)
        elif roles[at].is_page_text or _ANNEX.match(lines[at].text):
            continue
        elif is_title_like(lines[at]) and (
            squeeze(lines[at].text) in names or (dated and "通知" in text and _is_title(lines, roles, at))
        ):
            return at
        else:
            dated = False
    return None


def _mark_notice(lines: Sequence[Line], roles: list[Role], headline: int, title: int) -> None:
    """Mark a notice: furniture, but wording of its own where it has numbered clauses (安徽's 一、强化闭环管理)."""
    numbered = [at for at in range(headline, title) if lines[at].marker is not None and roles[at] is Role.TEXT]
    for at in range(headline, title):
        own = bool(numbered) and at >= numbered[0] and not _ISSUER.match(lines[at].text)
        if roles[at] is Role.TEXT:
            roles[at] = Role.NOTICE if own else Role.WRAPPER


def _mark_repeats(lines: Sequence[Line], roles: list[Role], title: int) -> None:
    """Mark the title where it stands again, before the text proper or as a running head.

    Only one that ends as titles do: another may be a heading of the text that stands twice (全面提升产品质量水平).
    """
    end = next((at for at in range(title, len(lines)) if roles[at] is not Role.TITLE), len(lines))
    words = squeeze("".join(line.text for line in lines[title:end]))
    if len(words) < _SHORTEST_REPEAT or not _TITLE_END.search(lines[end - 1].text):
        return
    for at in range(end, len(lines)):
        if len(lines[at].text) <= 2 * LONGEST_TITLE and squeeze(lines[at].text) == words:
            roles[at] = Role.REPEAT


def _mark_annexes(lines: Sequence[Line], roles: list[Role]) -> None:
    for at, line in enumerate(lines):
        if roles[at] is Role.TEXT and len(line.text) <= 12 and _ANNEX.match(line.text):
            roles[at] = Role.ANNEX
