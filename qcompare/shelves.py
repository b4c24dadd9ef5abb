"""How the library's plans and comparisons stand in a list: in groups, versions under the newest, the wanted ones alone."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qcompare.regions import province_of
from qcompare.script import simplified
from qcompare.store import PlanEntry

LEVELS = {"国家": "国家级", "省": "省级", "市": "市级", "区县": "区县"}
"""The levels in their order, with the words of their groups."""

_STATE, _OTHERS, _UNDATED = "国家", "其他", "日期不详"


class GroupBy(StrEnum):
    """What plans are grouped by, in the user's word."""

    LEVEL = "级别"
    REGION = "地区"
    DATE = "日期"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document of the library: its newest version, and the older ones, the latest of them first."""

    newest: PlanEntry
    older: tuple[PlanEntry, ...] = ()

    @property
    def all(self) -> tuple[PlanEntry, ...]:
        """Every version, the newest first."""
        return (self.newest, *self.older)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A group of documents under its word."""

    word: str
    documents: tuple[Shelved, ...]


def shelve(entries: Iterable[PlanEntry], by: GroupBy = GroupBy.LEVEL, wanted: str = "") -> tuple[Shelf, ...]:
    """Return the plans in their groups, sorted by region and date; of documents only those that hold what is `wanted`.

    The words wanted, separated by spaces, must all stand in what is known of one version, in either script and any width.
    """
    words = _even(wanted).split()
    groups: dict[tuple[int | str, ...], list[Shelved]] = defaultdict(list)
    for document in _documents(entries):
        if any(all(word in _known(entry) for word in words) for entry in document.all):
            groups[_group(document.newest, by)].append(document)
    return tuple(Shelf(str(key[-1]), tuple(sorted(groups[key], key=_order))) for key in sorted(groups))


def predecessor(entries: Iterable[PlanEntry], plan: int) -> PlanEntry | None:
    """Return the version before a plan's, as far as the library still holds it."""
    for document in _documents(entries):
        for newer, older in zip(document.all, document.all[1:], strict=False):
            if newer.id == plan:
                return older
    return None


def several_versions(entries: Iterable[PlanEntry]) -> dict[int, int]:
    """Return the version of each plan whose document has several, by its id."""
    several = (document for document in _documents(entries) if document.older)
    return {entry.id: entry.version for document in several for entry in document.all}


def entry_names(entries: Sequence[PlanEntry]) -> dict[int, str]:
    """Return what to call each plan, by its id; plans called alike are told apart by their versions, else their files.

    Where neither does, the number in the library is left to tell them by.
    """
    versions = several_versions(entries)
    names = {entry.id: entry.label or entry.source for entry in entries}
    for told in ("（第 {0.version} 版）", "（{0.source}）", "［{0.id}］"):
        often = Counter(names.values())
        for entry in entries:
            if often[names[entry.id]] > 1 and (entry.id in versions or "version" not in told):
                names[entry.id] += told.format(entry)
    return names


def short_names(entries: Sequence[PlanEntry]) -> dict[int, str]:
    """Return the plans' names without their years where that tells them from all other documents.

    Of a document's versions the newest goes without saying.
    """
    documents = _documents(entries)
    names = entry_names([document.newest for document in documents])
    often = Counter(name.split(" ")[0] for name in names.values())
    short = {}
    for document in documents:
        name = names[document.newest.id]
        short[document.newest.id] = name if often[name.split(" ")[0]] > 1 else name.split(" ")[0]
        for entry in document.older:
            short[entry.id] = f"{short[document.newest.id]}（第 {entry.version} 版）"
    return short


def comparison_name(entries: Sequence[PlanEntry], base: int, targets: Sequence[int], *, chained: bool = False) -> str:
    """Return what to call a comparison in a list: 重庆 → 永川、成都, or of versions 永川 2023 第 1 版 → 第 2 版."""
    held = {entry.id: entry for entry in entries}
    if is_of_versions(entries, base, targets):
        name = held[base].label or held[base].source
        later = "、".join(f"第 {held[target].version} 版" for target in targets)
        return f"{name} 第 {held[base].version} 版 → {later}"
    short = short_names(entries)
    return f"{short[base]} → {(' → ' if chained else '、').join(short[target] for target in targets)}"


def is_of_versions(entries: Iterable[PlanEntry], base: int, targets: Sequence[int]) -> bool:
    """Return whether a comparison is of versions of one document (版本比对)."""
    families = {entry.id: entry.family for entry in entries}
    return all(families[target] == families[base] for target in targets)


def entry_facts(entry: PlanEntry) -> str:
    """Return what tells a plan from others of its region: date, standing or number."""
    known = entry.metadata
    standing = "征求意见稿" if known.draft else "印发" if known.date else ""
    return " · ".join(filter(None, (known.number or known.date, standing if not known.number else "")))


def day_words(used: str, today: dt.date) -> str:
    """Return the day of a time as people say it, seen from `today`; nothing for a time that nobody noted.

    >>> today = dt.date(2026, 11, 27)
    >>> [day_words(day, today) for day in ("2026-11-27T10:32", "2026-11-26T23:59", "2026-03-04T08:00", "2025-12-31", "")]
    ['今天', '昨天', '3月4日', '2025年12月31日', '']
    """
    if not used:
        return ""
    day = dt.datetime.fromisoformat(used).date()
    if 0 <= (today - day).days <= 1:
        return ("今天", "昨天")[(today - day).days]
    return f"{'' if day.year == today.year else f'{day.year}年'}{day.month}月{day.day}日"


def _documents(entries: Iterable[PlanEntry]) -> list[Shelved]:
    families: dict[int, list[PlanEntry]] = defaultdict(list)
    for entry in entries:
        families[entry.family].append(entry)
    versions = (sorted(family, key=lambda entry: -entry.version) for family in families.values())
    return [Shelved(newest, tuple(older)) for newest, *older in versions]


def _group(entry: PlanEntry, by: GroupBy) -> tuple[int | str, ...]:
    """Return what the groups are sorted by, the word of the group last."""
    known = entry.metadata
    if by is GroupBy.DATE:
        year = known.date[:4]
        return (-int(year), f"{year} 年") if year.isdecimal() else (0, _UNDATED)
    if by is GroupBy.REGION:
        province = province_of(simplified(known.region))
        return (1, province) if province else (0, _STATE) if known.level == _STATE else (2, _OTHERS)
    levels = list(LEVELS)
    return (levels.index(known.level), LEVELS[known.level]) if known.level in levels else (len(levels), _OTHERS)


def _order(document: Shelved) -> tuple[str, str, int]:
    entry = document.newest
    return (entry.metadata.region, entry.metadata.date, entry.id)


def _known(entry: PlanEntry) -> str:
    known = entry.metadata
    said = (entry.label, entry.source, known.title, known.region, known.number, known.issuer, known.date)
    return _even("\n".join(said))


def _even(text: str) -> str:
    return simplified(unicodedata.normalize("NFKC", text)).lower()
