"""The automatic numbers of a Word document: its lists, and the counters that run through its paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Protocol

from qcompare.read.docx.styles import LEVELS, Numbered, Styles
from qcompare.read.docx.xml import chosen, is_on, name, parts_of, value, whole
from qcompare.read.numerals import LARGEST, is_known, numeral, padded

_LONGEST = 100
"""Characters of a number, and of the pattern it is made by; the longest in use is about twenty (第一百二十三条之十一)."""

_LONGEST_LINK = 8
"""Lists that may refer one to another by a style; Word makes one such step."""

_KEPT = frozenset({"none", "decimalZero"})
"""Forms that stay as they are where a level writes all numbers as digits (isLgl)."""

_PLACE = re.compile(r"%([1-9])")
_DASHES = frozenset("-‐‑‒–—―−─━－\uf02d\uf0be")
"""Bullets that a plan would print as ——; the last two are dashes of the fonts Symbol and Wingdings."""


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list numbers: from `start`, in the numFmt `form`, shown by the pattern `text` (（%1）).

    `restart` is the level (from 1) whose use makes this one begin again, 0 for none, None for any above it.
    """

    start: int = 0
    form: str = "decimal"
    custom: str = ""
    text: str = ""
    legal: bool = False
    restart: int | None = None
    gap: bool = True
    style: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A list as paragraphs name it (w:num): the counters it shares by `key`, its levels, and where it begins anew."""

    key: str
    levels: dict[int, Level]
    anew: dict[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """A paragraph's number as shown; `gap` when Word leaves room behind it; not `known` when its form is not."""

    text: str
    gap: bool
    known: bool = True

    def before(self, text: str) -> str:
        """Return the paragraph with its number.

        A blank stands between only where the number would run into a digit, or a word into a word (第一章 总则).

        >>> Number("1.", True).before("实施质量提升行动"), Number("1.", True).before("2025年目标")
        ('1.实施质量提升行动', '1. 2025年目标')
        """
        if not self.text.strip():
            return text
        rest = text.lstrip(" \t")
        if not rest:
            return self.text
        return self.text + (" " if self._runs_into(rest) else "") + rest

    def _runs_into(self, rest: str) -> bool:
        last, first = self.text[-1], rest[0]
        if first.isdecimal() and (last in ".．" or last.isdecimal()):
            return True
        return self.gap and (last.isalpha() or last.isdecimal()) and first.isalnum()


class Lists:
    """The lists of a document; one that is missing, or refers to itself, numbers nothing."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, tuple[dict[int, Level], str]] = {}
        self._of_style: dict[str, str] = {}
        self._named: dict[str, tuple[str, Any]] = {}
        self._found: dict[str, List | None] = {}
        self._missing = root is None
        for element in () if root is None else root:
            if name(element) == "w:abstractNum":
                identifier, said = value(element, "abstractNumId"), parts_of(element)
                self._abstract.setdefault(identifier, (_levels(element), value(said.get("w:numStyleLink"))))
                self._of_style.setdefault(value(said.get("w:styleLink")), identifier)
            elif name(element) == "w:num":
                abstract = value(parts_of(element).get("w:abstractNumId"))
                self._named.setdefault(value(element, "numId"), (abstract, element))

    def find(self, list_id: str) -> List | None:
        """Return the list of that identifier."""
        if list_id not in self._found:
            self._found[list_id] = self._resolved(list_id)
        return self._found[list_id]

    def _resolved(self, list_id: str) -> List | None:
        """Return a list with what it overrides, following the style that its levels are defined by."""
        if list_id not in self._named:
            return None
        key, element = self._named[list_id]
        for _ in range(_LONGEST_LINK):
            levels, link = self._abstract.get(key, ({}, ""))
            if not link:
                break
            key = self._named.get(self._styles.list_of(link), (self._of_style.get(link, ""), None))[0]
        anew: dict[int, int] = {}
        levels = dict(levels)
        for override in element:
            if name(override) == "w:lvlOverride":
                at = whole(override, 0, LEVELS - 1, "ilvl")
                said = parts_of(override)
                if "w:lvl" in said:
                    levels[at] = _level(said["w:lvl"])
                if "w:startOverride" in said:
                    anew[at] = whole(said["w:startOverride"], 0, LARGEST)
        return List(key, levels, anew)

    def asked(self, direct: Numbered, of_style: Numbered, chain: tuple[str, ...]) -> tuple[str, int] | None:
        """Return the list and level of a paragraph from what itself and its style ask for; None for no number.

        Word takes the level that the list gives to the style over the one that the style gives itself.
        """
        list_id = of_style.list_id if direct.list_id is None else direct.list_id
        if list_id is None or list_id == "0":
            return None
        level, found = direct.level, self.find(list_id)
        if level is None and found is not None:
            linked = {each.style: at for at, each in found.levels.items() if each.style}
            by_style = of_style.level if direct.list_id is None else None
            level = next((linked[style] for style in chain if style in linked), by_style or 0)
        return list_id, level or 0

    def fails(self, list_id: str) -> bool:
        """Return whether a number that cannot be had is lost; Word too shows none for a list that is not defined."""
        return self._missing or self.find(list_id) is not None


class Definitions(Protocol):
    """What knows a document's lists, be it .docx or .doc."""

    def find(self, list_id: str) -> List | None:
        """Return the list of that identifier, None where there is none."""


class Counters:
    """The numbers reached in each list. Lists made from the same definition count on together, as Word has them."""

    def __init__(self, lists: Definitions) -> None:
        self._lists = lists
        self._reached: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def count(self, list_id: str, level: int) -> Number | None:
        """Return the number of the next paragraph at that level of the list; None where it numbers nothing.

        A level of the list as named that begins anew does so once, when it is first used; where a level above makes it
        begin again, it takes the start of its definition.
        """
        found = self._lists.find(list_id)
        if found is None or level not in found.levels:
            return None
        reached = self._reached.setdefault(found.key, [None] * LEVELS)
        first = level in found.anew and (list_id, level) not in self._begun
        self._begun.add((list_id, level))
        before = reached[level]
        if first:
            reached[level] = found.anew[level]
        else:
            reached[level] = found.levels[level].start if before is None else before + 1
        for deeper in range(level + 1, LEVELS):
            if _restarts(found.levels.get(deeper), level, deeper):
                reached[deeper] = None
        return _shown(found, level, reached)


def _restarts(level: Level | None, used: int, at: int) -> bool:
    """Say whether the level `at` begins again after one above it was used; an impossible wish is ignored."""
    if level is None or level.restart is None or level.restart > at:
        return True
    return used < level.restart


def _shown(found: List, level: int, reached: list[int | None]) -> Number:
    """Return the number as its pattern shows it.

    A level above that was not used yet shows its start. A pattern that asks for a level below shows nothing, in Word.
    """
    own = found.levels[level]
    if own.form == "bullet":
        return Number("——" if own.text and set(own.text) <= _DASHES else "", own.gap)
    asked = {int(at) - 1 for at in _PLACE.findall(own.text)}
    if any(at > level for at in asked):
        return Number("", own.gap)
    levels = {at: found.levels[at] for at in asked if at in found.levels}
    texts = {at: _level_text(level, reached[at], own) for at, level in levels.items()}
    text = _PLACE.sub(lambda place: texts.get(int(place.group(1)) - 1, ""), own.text)
    return Number(text[:_LONGEST], own.gap, all(is_known(each.form) for each in levels.values()))


def _level_text(level: Level, reached: int | None, own: Level) -> str:
    """Return one level's number within the number of another."""
    number = level.start if reached is None else reached
    if level.form == "bullet":
        return ""
    if level.custom:
        return padded(number, level.custom)
    return numeral(number, "decimal" if own.legal and level.form not in _KEPT else level.form)


def _levels(element: Any) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for each in element:
        if name(each) == "w:lvl":
            found.setdefault(whole(each, 0, LEVELS - 1, "ilvl"), _level(each))
    return found


def _level(element: Any) -> Level:
    said = parts_of(element)
    form, custom = _form(said)
    restart = said.get("w:lvlRestart")
    return Level(
        start=whole(said.get("w:start"), 0, LARGEST),
        form=form,
        custom=custom,
        text=value(said.get("w:lvlText"))[:_LONGEST],
        legal=is_on(said.get("w:isLgl")),
        restart=None if restart is None else whole(restart, LEVELS, LEVELS),
        gap=value(said.get("w:suff")) != "nothing",
        style=value(said.get("w:pStyle")),
    )


def _form(said: dict[str, Any]) -> tuple[str, str]:
    """Return the numFmt of a level and the example of a custom one, which only newer programs know (001, 002, …)."""
    element = said.get("w:numFmt")
    alternatives = said.get("mc:AlternateContent")
    if alternatives is not None:
        choice = chosen(alternatives)
        element = parts_of(choice).get("w:numFmt", element)
    custom = value(element, "format")
    if value(element) == "custom":
        return "decimal", custom if custom.split(",", maxsplit=1)[0].strip().isdecimal() else ""
    return value(element) or "decimal", ""
