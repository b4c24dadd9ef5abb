"""What a memo holds and how it is printed, under a name (输出方案): those that come with the program, and the user's own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from qcompare.atomic import write_whole
from qcompare.errors import UsageError


class Part(StrEnum):
    """A part of the memo that can be left out, in the order of printing."""

    COVER = "cover"  # 比对对象
    MARKS = "marks"  # 标记说明
    RESULT = "result"  # 比对结果
    CHARTS = "charts"  # 各章构成图
    ATTENTION = "attention"  # 请先核
    ROWS = "rows"  # 对照表
    DESTINATIONS = "destinations"  # 去向表
    DERIVATIONS = "derivations"  # 溯源表
    OPINIONS = "opinions"  # 审核意见
    SIGNATURE = "signature"  # 签署


class Rows(StrEnum):
    """Which of the aligned rows are printed."""

    ALL = "all"  # 全部
    FOLDED = "folded"  # 未变动的略
    CHANGES = "changes"  # 仅变动


class Layout(StrEnum):
    """How the sheets of A4 lie."""

    MIXED = "mixed"  # 对照表横排，其余竖排
    PORTRAIT = "portrait"  # 竖排
    LANDSCAPE = "landscape"  # 横排


PART_WORDS = {
    Part.COVER: "比对对象",
    Part.MARKS: "标记说明",
    Part.RESULT: "比对结果",
    Part.CHARTS: "各章构成图",
    Part.ATTENTION: "请先核",
    Part.ROWS: "对照表",
    Part.DESTINATIONS: "去向表",
    Part.DERIVATIONS: "溯源表",
    Part.OPINIONS: "审核意见",
    Part.SIGNATURE: "签署",
}
ROWS_WORDS = {Rows.ALL: "全部条款", Rows.FOLDED: "未变动的略", Rows.CHANGES: "仅变动条款"}
LAYOUT_WORDS = {Layout.MIXED: "对照表横排，其余竖排", Layout.PORTRAIT: "全部竖排", Layout.LANDSCAPE: "全部横排"}
"""What a user reads for each."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a memo holds and how it is printed; `mono` draws every mark in black by its shape alone."""

    name: str
    parts: frozenset[Part] = frozenset(Part)
    rows: Rows = Rows.ALL
    layout: Layout = Layout.MIXED
    mono: bool = False


_FOR_LEADERS = frozenset({Part.COVER, Part.RESULT, Part.CHARTS, Part.ATTENTION, Part.OPINIONS, Part.SIGNATURE})
_CHANGES = frozenset(Part) - {Part.DESTINATIONS, Part.DERIVATIONS}

FULL = Profile("完整比对")
BUILT_IN = (
    FULL,
    Profile("领导摘要", _FOR_LEADERS),
    Profile("仅变动", _CHANGES, Rows.CHANGES),
    Profile("打印黑白", rows=Rows.FOLDED, mono=True),
)
"""The profiles that come with the program; one of the user's under the same name takes the place of its own."""

LONGEST_NAME = 30
"""Characters that a profile's name may have."""

_FORMAT, _VERSION = "qcompare.profiles", 1
_MOST_BYTES = 1_000_000


def profiles_file(library: Path) -> Path:
    """Return where the user's profiles that go with a library are kept; the file need not exist.

    >>> profiles_file(Path("规划库") / "library.db").name
    'library.profiles.json'
    """
    return library.with_suffix(".profiles.json")


def all_profiles(own: Iterable[Profile]) -> tuple[Profile, ...]:
    """Return the profiles to choose from: those of the program, the user's in their places or after them."""
    named = {profile.name: profile for profile in (*BUILT_IN, *own)}
    return tuple(named.values())


def find_profile(name: str, own: Iterable[Profile]) -> Profile:
    """Return the profile of that name. Raises UsageError where there is none."""
    known = all_profiles(own)
    for profile in known:
        if profile.name == name:
            return profile
    names = "、".join(profile.name for profile in known)
    raise UsageError(f"没有叫“{name}”的输出方案", advice=f"现有：{names}；也可以写方案文件的路径（.json）")


def checked_name(written: str) -> str:
    """Return the name of a profile as it is kept. Raises UsageError for one that cannot be.

    >>> checked_name(" 处务会 用 ")
    '处务会 用'
    """
    name = " ".join(written.split())
    if not name or not name.isprintable():
        raise UsageError("输出方案要有名称", advice="请写上名称再保存")
    if len(name) > LONGEST_NAME:
        raise UsageError(f"输出方案的名称不能超过 {LONGEST_NAME} 个字", advice="请改短后再保存")
    return name


def read_profiles(path: Path) -> tuple[Profile, ...]:
    """Return the profiles in a file; none where there is no file.

    Raises UsageError for a file that is none of profiles, and says what in it cannot be understood.
    """
    try:
        with path.open("rb") as file:
            written = file.read(_MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise UsageError("输出方案文件读不出来", place=str(path), advice="请检查权限后重试") from error
    try:
        read = json.loads(written[:_MOST_BYTES]) if len(written) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict) or read.get("format") != _FORMAT or not isinstance(read.get("profiles"), list):
        raise UsageError("这不是输出方案文件", place=str(path), advice="请选用 qcompare 导出的方案文件（.json）")
    if read.get("version") != _VERSION:
        raise UsageError("输出方案文件出自更新的版本，不能读", place=str(path), advice="请用新版 qcompare，或另存一份")
    return tuple({p.name: p for p in (_profile(entry, str(path)) for entry in read["profiles"])}.values())


def write_profiles(path: Path, profiles: Sequence[Profile]) -> None:
    """Write profiles to a file, whole or not at all, for the library or to be shared. Raises OutputError."""
    said = {"format": _FORMAT, "version": _VERSION, "profiles": [_said(profile) for profile in profiles]}
    with write_whole(path) as temporary:
        temporary.write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _said(profile: Profile) -> dict[str, Any]:
    return {
        "name": profile.name,
        "parts": [part.value for part in Part if part in profile.parts],
        "rows": profile.rows.value,
        "layout": profile.layout.value,
        "mono": profile.mono,
    }


def _profile(entry: Any, place: str) -> Profile:
    try:
        return Profile(
            checked_name(entry["name"]),
            frozenset(map(Part, entry["parts"])),
            Rows(entry.get("rows", Rows.ALL)),
            Layout(entry.get("layout", Layout.MIXED)),
            entry.get("mono") is True,
        )
    except (AttributeError, KeyError, TypeError, ValueError, UsageError) as error:
        raise UsageError(
            "输出方案文件中有一个方案看不懂", place=place, advice="请重新导出该方案，或在窗口中另建"
        ) from error
