"""Which plan is an earlier version (版本) of the same document: a draft that came back changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from qcompare.forms import plan_form
from qcompare.model import Collation, Metadata, Plan
from qcompare.normalize import normalize, wording_of
from qcompare.script import simplified

_GRAM = 6
"""Letters of a stretch: long enough that two plans of one kind share few by chance (the sample plans: 0.06 at most)."""

_ENOUGH = 0.4
"""The share of the shorter plan's stretches that a version must have in common. A plan with a quarter of its sentences
edited or moved keeps 0.79 and more; 重庆 2011 and 重庆 2023, two plans of one place, share 0.01."""

_ENOUGH_OF_LONGER = 0.2
"""The share of the longer plan's stretches: a draft may be cut by half or filled out, but a page of excerpts is none."""

_NAMES = 4_096
"""Regions and titles kept at hand in their bare form: a new plan's are compared with those of every plan of the library."""

_STATUS = re.compile(r"(?:公开)?征求意见稿|送审稿|讨论稿|修订稿|修改稿|审议稿|报批稿|草案")
"""What a title says of the state the text is in, and the next version says otherwise."""


class Known(Protocol):
    """What must be known of a plan of the library to ask whether it is worth reading."""

    @property
    def id(self) -> int:
        """Its number in the library."""

    @property
    def source(self) -> str:
        """Its file name."""

    @property
    def metadata(self) -> Metadata:
        """What is known of it besides its wording."""


def find_earlier(plan: Plan, known: Sequence[Known], read: Callable[[int], Plan]) -> int | None:
    """Return the id of the plan that `plan` is a later version of, the one that shares most of its wording; None without.

    `known` are the library's plans in the order of import; of several just as near the latest is meant. Only those are
    read whose names say that they may be the same document.
    """
    likely = [entry.id for entry in known if may_be_version(plan.source, plan.metadata, entry.source, entry.metadata)]
    shares = [(*shared_wording(plan, read(number)), number) for number in likely]
    enough = [share for share in shares if share[0] >= _ENOUGH and share[1] >= _ENOUGH_OF_LONGER]
    return max(enough)[-1] if enough else None


def may_be_version(source: str, about: Metadata, other_source: str, other: Metadata) -> bool:
    """Return whether two plans may be one document: of one file name, or of one title and one place.

    Plans of two regions or levels never are, even under one file name. A title alone does not do: 质量强区建设实施方案
    without a region may be any district's, and two districts that follow one city share most of their wording.

    >>> one = Metadata("永川区质量强区建设实施方案（征求意见稿）", region="重庆市永川区", level="区县")
    >>> may_be_version("意见稿.txt", one, "送审稿.txt", Metadata("永川区质量强区建设实施方案", region="永川区"))
    True
    >>> may_be_version("方案.txt", one, "方案.txt", Metadata(one.title, region="重庆市荣昌区", level="区县"))
    False
    >>> may_be_version("甲区.txt", Metadata("质量强区实施方案"), "乙区.txt", Metadata("质量强区实施方案"))
    False
    """
    level_known = about.level and other.level
    if level_known and about.level != other.level:
        return False
    one, two = _region(about.region), _region(other.region)
    if one and two and not (one.endswith(two) or two.endswith(one)):
        return False
    if source and source == other_source:
        return True
    place = bool(one and two) or (about.level == other.level == "国家")
    title = bare_title(about.title)
    return place and bool(title) and title == bare_title(other.title)


def with_versions(collation: Collation, versions: Sequence[int]) -> Collation:
    """Return a comparison whose plans say in their labels which versions they are, where two are called alike.

    `versions` are those of its plans, the base first, 0 where there is no other.
    """
    often = Counter(plan.label for plan in collation.plans)
    told = [
        replace(plan, label=f"{plan.label} 第{version}版") if version and often[plan.label] > 1 else plan
        for plan, version in zip(collation.plans, versions, strict=True)
    ]
    targets = (replace(a, plan=plan) for a, plan in zip(collation.targets, told[1:], strict=True))
    return replace(collation, base=told[0], targets=tuple(targets))


_region = lru_cache(_NAMES)(simplified)


@lru_cache(_NAMES)
def bare_title(title: str) -> str:
    """Return a title without what differs between versions: state of the text, script, regional words, width, punctuation.

    >>> bare_title("品質強區建設 實施方案(徵求意見稿)") == bare_title("质量强区建设实施方案")
    True
    """
    return wording_of(normalize(_STATUS.sub("", simplified(title)), regional=True).units)


def shared_wording(one: Plan, other: Plan) -> tuple[float, float]:
    """Return the shares of the shorter and of the longer plan's wording that stand in the other too, each 0..1."""
    ours, theirs = _stretches(one), _stretches(other)
    shorter, longer = sorted((len(ours), len(theirs)))
    common = len(ours & theirs)
    return common / max(1, shorter), common / max(1, longer)


def _stretches(plan: Plan) -> set[str]:
    form = plan_form(plan, regional=True)
    said = (form.letters[k] for k in plan.aligned())
    return {letters[i : i + _GRAM] for letters in said for i in range(max(1, len(letters) - _GRAM + 1)) if letters}
