"""What the lines of a plan say of it besides its wording: title, issuing body, number, date, region, period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from qcompare.furniture import is_issuer
from qcompare.lines import Line, closed_up
from qcompare.model import Metadata
from qcompare.numbering import han_number
from qcompare.page import BARE_DAY, DATE, DAY, NUMBER, Look, is_date, look_of
from qcompare.regions import find_region, level_of, short_name
from qcompare.roles import Role
from qcompare.script import simplified

_NUMBER = re.compile(NUMBER)
_DRAFT = re.compile(r"[征徵]求意[见見]|送[审審]稿|[讨討][论論]稿|草案")
_PRINTED_PLAN = re.compile(r"(?:印[发發]|[转轉][发發]|[发發]布).{0,4}?《([^《》]{4,80})》")
_ISSUING = re.compile(
    r"^(?:[一-鿿、]{2,40}?(?:人民政府|政府|[办辦]公[厅廳室]|委[员員]?[会會]?|[厅廳局]|[国國][务務]院))(?=[关關]于|關於|印[发發]|《)"
)
_DATE = re.compile(DATE + DAY + "?")
_BARE_DAY = re.compile(rf"(?<!\d){BARE_DAY}(?!\d)")
_DATES_OF = re.compile(f"{DATE}{DAY}")
_DATE_BEHIND = re.compile(rf"[（(]{DATE}{DAY}?[）)]$")
_SHORT_NAME = re.compile(r"(?:省|自治区|市|区|县|州)(?:人民)?政府")
_STAMP = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_ENACTED = re.compile(rf"{DATE}{DAY}.{{0,120}}(?:通过|修正|修订|公布|施行)")
_YEARS = re.compile(r"(\d{4})\s*[年]?\s*[-—–－~～至]+\s*(\d{4})\s*年?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_FIVE_YEARS = re.compile(r"“?十([一二三四五六七八九])五”?")

_FIELD = re.compile(
    r"(?:(?P<issuer>[发發]文[机機][关關]|[制发發][定布][机機][构構关關])|(?P<number>[发發][文布][字文][号號]|文\s*[号號])"
    r"|(?P<date>成文日期|[发發]文日期|印[发發]日期))\s*(?:[:：]\s*(?P<value>.*))?$"
)
_LONGEST_VALUE = 60

_HEAD = 80
"""Lines searched for what stands over a plan; a law amended many times has a line for each, 公司法 seven."""

_ELEVENTH_STARTS = 2006
"""The first year of the 十一五; each five-year plan follows the last."""

_STATUS = 24
"""Characters in a line that says what a text is (（公开征求意见稿）); a longer one may tell of a consultation that is over."""

_TITLES = 3
"""Lines at the beginning of which one may be the headline with its date in brackets."""

_LABEL_LENGTH = 12

_STATE = "中华人民共和国"


def read_metadata(lines: Sequence[Line], roles: Sequence[Role]) -> Metadata:
    """Return what the text itself says of the plan; what it does not say stays empty, nothing is guessed.

    Only page text, the title and the notice around a plan are asked: a number or a date cited in the wording is another
    document's.
    """
    lines = [replace(line, text=closed_up(line.text)) for line in lines]
    outside = [line.text for line in _outside(lines, roles)]
    fields = _fields(outside)
    titles = [line.text for line, role in zip(lines, roles, strict=True) if role is Role.TITLE]
    headline = "".join(titles)
    named = _PRINTED_PLAN.search(headline)
    title = named.group(1) if named else _DATE_BEHIND.sub("", headline)
    issuer = _issuer(lines, roles, headline) or fields.get("issuer", "")
    head = lines[0].text if roles[0] is not Role.TEXT else ""
    places = [simplified(text) for text in (title, headline, issuer, head) if text]
    region = _region(places)
    return Metadata(
        title=title,
        issuer=issuer,
        number=_document_number(outside) or fields.get("number", ""),
        date=_date(lines, outside) or iso_date(fields.get("date", "")),
        level=level_of(region, " ".join(places)),
        region=region,
        draft=any(_DRAFT.search(text) for text in (*(t for t in outside if len(t) <= _STATUS), headline, title)),
        period=_period(title),
    )


def _outside(lines: Sequence[Line], roles: Sequence[Role]) -> list[Line]:
    """Return the lines that are not the plan's wording; a portal's own last, which may bear any date."""
    portal = [line for line, role in zip(lines, roles, strict=True) if role is Role.NAVIGATION]
    return [
        *(line for line, role in zip(lines, roles, strict=True) if role not in {Role.TEXT, Role.NAVIGATION}),
        *portal,
    ]


def _fields(outside: Sequence[str]) -> dict[str, str]:
    """Return what a portal's fields say: 发文字号：国发〔2019〕4号, the value on the same line or in the next cell.

    >>> _fields(["索引号：", "000014349/2019-00011", "发文机关：", "国务院", "成文日期： 2019年01月24日"])
    {'issuer': '国务院', 'date': '2019年01月24日'}
    """
    found: dict[str, str] = {}
    for at, text in enumerate(outside):
        field = _FIELD.match(text)
        value = (field.group("value") or next(iter(outside[at + 1 : at + 2]), "")) if field else ""
        if field and value and len(value) <= _LONGEST_VALUE and look_of(value) is not Look.FIELD:
            name = next(name for name in ("issuer", "number", "date") if field.group(name))
            found.setdefault(name, simplified(value))
    return found


def _region(texts: Iterable[str]) -> str:
    """Return the region that the first of `texts` to name one names, and what it lies in as far as another says that.

    >>> _region(["顺义区推行“一业一证”改革实施方案", "北京市顺义区人民政府办公室"])
    '北京市顺义区'
    """
    found = [parts for parts in map(find_region, texts) if parts]
    fullest = max((parts for parts in found if parts[-len(found[0]) :] == found[0]), key=len, default=())
    return "".join(fullest)


def label(metadata: Metadata, source: str, opening: str) -> str:
    """Return the short name that stands over a plan's column, never empty: place and year, else the title's beginning.

    >>> label(Metadata(region="重庆市永川区"), "yongchuan-2023-draft.txt", "")
    '永川 2023'
    >>> label(Metadata(title="中华人民共和国反垄断法", date="2022-06-24"), "", "")
    '反垄断法 2022'
    """
    year = next(iter(_YEAR.findall(f"{metadata.date} {metadata.number} {metadata.period} {source}")), "")
    name = short_name(simplified(metadata.region))
    if not name and metadata.level == "国家" and not metadata.title.startswith(_STATE):
        name = "国家"
    words = metadata.title.removeprefix(_STATE) or opening.strip() or source
    return f"{name or words[:_LABEL_LENGTH]} {year}".strip()


def _issuer(lines: Sequence[Line], roles: Sequence[Role], headline: str) -> str:
    """Return the issuing body: who signs over the date, else who speaks in the title or the notice's headline.

    A signature that leaves out the place (省政府办公厅) gives way to the headline.
    """
    for at, line in enumerate(lines):
        if roles[at].is_page_text and is_date(line.text):
            signed = list(
                takewhile(lambda i: roles[i].is_page_text and is_issuer(lines[i].text), range(at - 1, -1, -1))
            )
            if signed:
                names = simplified("、".join(lines[i].text for i in reversed(signed)))
                return (_speaker(lines, headline) if _SHORT_NAME.match(names) else "") or names
    return _speaker(lines, headline)


def _speaker(lines: Sequence[Line], headline: str) -> str:
    """Return the body that speaks in the title or the notice's headline: 广东省人民政府办公厅关于印发…的通知."""
    found = filter(None, (_ISSUING.match(text) for text in (headline, *(line.text for line in lines[:3]))))
    return next((simplified(speaker.group()) for speaker in found), "")


def _document_number(outside: Iterable[str]) -> str:
    """Return the document number as printed, from a line that holds nothing else (渝府发[2011]55号)."""
    for text in outside:
        bare = text.strip("（()） ")
        if len(bare) <= 40 and _NUMBER.fullmatch(bare):
            return bare
    return ""


def _date(lines: Sequence[Line], outside: Sequence[str]) -> str:
    """Return the date in ISO: of the signature, behind the title, of the page, a law's last enactment, else a month."""
    alone = [iso_date(text) for text in outside if is_date(text)]
    stamps = [_iso(*map(int, found)) for text in outside for found in _STAMP.findall(text[:200])]
    enacted = [max(map(iso_date, _DATES_OF.findall(line.text))) for line in lines[:_HEAD] if _is_enactment(line)]
    by_day = [found for found in alone if len(found) == len("2023-07-31")]
    titles = [iso_date(found.group()) for line in lines[:_TITLES] if (found := _DATE_BEHIND.search(line.text))]
    return next(filter(None, [*by_day, *titles, *stamps, *enacted[::-1], *alone]), "")


def _is_enactment(line: Line) -> bool:
    """Say whether a line under a law's title tells when it was passed or amended."""
    return line.marker is None and bool(_ENACTED.match(line.text))


def iso_date(text: str) -> str:
    """Return the first date in `text` as ISO, to the month where no day is given, empty where there is none.

    >>> iso_date("二O一一年七月十九日"), iso_date("二〇二三年四月"), iso_date("2023 7 31")
    ('2011-07-19', '2023-04', '2023-07-31')
    """
    bare = _BARE_DAY.search(text)
    if bare:
        return _iso(*map(int, bare.group().split()))
    found = _DATE.search(text)
    if found is None:
        return ""
    year, month, day = re.split(r"[年月]", re.sub(r"[\s　日]", "", found.group()))
    return _iso(_year(year), _number(month), *([_number(day)] if day else []))


def _iso(year: int, month: int, day: int | None = None) -> str:
    """Return the date in ISO, empty when there is no such day."""
    try:
        date = dt.date(year, month, day or 1)
    except ValueError:
        return ""
    return date.isoformat() if day is not None else f"{date:%Y-%m}"


def _year(text: str) -> int:
    """Return a year written 2023, 二〇二三 or, with a letter for the round zero, 二O一一."""
    return int(text) if text.isdecimal() else int("".join(str(han_number(c) or 0) for c in text))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else han_number(text) or 0


def _period(title: str) -> str:
    """Return the years a title names: 2023-2027, 2021-2025 for 十四五, 2023 for a plan of one year.

    >>> _period("质量强市实施方案（2023-2027年）"), _period("“十四五”质量发展规划"), _period("2023 年工作要点")
    ('2023-2027', '2021-2025', '2023')
    """
    years = _YEARS.search(title)
    if years:
        return f"{years.group(1)}-{years.group(2)}"
    five = _FIVE_YEARS.search(title)
    if five:
        start = _ELEVENTH_STARTS + 5 * ((han_number(five.group(1)) or 1) - 1)
        return f"{start}-{start + 4}"
    year = _YEAR.search(title)
    return year.group(1) if year else ""
