"""What a person enters about a plan (规划信息), made well-formed, or refused with what to write instead."""

from __future__ import annotations

import re

from qcompare.errors import UsageError
from qcompare.metadata import iso_date
from qcompare.model import Metadata

LEVELS = ("", "国家", "省", "市", "区县")

_NUMBERS = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*(?:[-./月]\s*(\d{1,2})\s*日?|月)?")
_PERIOD = re.compile(r"(\d{4})\s*年?(?:\s*[-—–－~～至到]+\s*(\d{4})\s*年?)?")


def well_formed(metadata: Metadata) -> Metadata:
    """Return what was entered as the program keeps it. Raises UsageError, with the field as its place, where it cannot be.

    >>> well_formed(Metadata(title=" 质量强区建设\\n实施方案", date="2023年7月31日", period="2023—2027年"))
    Metadata(title='质量强区建设 实施方案', issuer='', number='', date='2023-07-31', level='', region='', draft=False, period='2023-2027')
    """
    if metadata.level not in LEVELS:
        raise UsageError(f"没有“{metadata.level}”这一级", place="级别", advice="请在国家、省、市、区县中选择")
    return Metadata(
        title=_one_line(metadata.title),
        issuer=_one_line(metadata.issuer),
        number=_one_line(metadata.number),
        date=_date(metadata.date.strip()),
        level=metadata.level,
        region=_one_line(metadata.region),
        draft=metadata.draft,
        period=_period(metadata.period.strip()),
    )


def well_named(label: str) -> str:
    """Return a short name as the program keeps it. Raises UsageError for none at all."""
    if not label.strip():
        raise UsageError("简称不能空着", place="简称", advice="请写一个能认出这份文本的名称，如“永川 2023”")
    return _one_line(label)


def _date(written: str) -> str:
    found = _NUMBERS.fullmatch(written)
    year, month, day = found.groups() if found else ("", "", "")
    date = iso_date(f"{year}年{month}月{f'{day}日' if day else ''}" if found else written) if written else ""
    if written and not date:
        raise UsageError(f"“{written}”不是日期", place="日期", advice="请写成 2023-07-31，不知道哪天时写成 2023-07")
    return date


def _period(written: str) -> str:
    if not written:
        return ""
    found = _PERIOD.fullmatch(written)
    if not found or (found.group(2) and found.group(2) < found.group(1)):
        raise UsageError(f"“{written}”不是规划期", place="规划期", advice="请写成 2023-2027，只有一年时写成 2023")
    first, last = found.groups()
    return f"{first}-{last}" if last else first


def _one_line(text: str) -> str:
    return " ".join(text.split())
