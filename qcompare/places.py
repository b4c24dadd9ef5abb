"""Names of places and levels: what a child plan changes in its parent's wording only because it is another place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

from qcompare.model import Metadata
from qcompare.paths import resource
from qcompare.regions import names_of
from qcompare.script import simplified

_LEVEL = "§"


@dataclass(frozen=True)
class Places:
    """The names that two plans' own regions go by."""

    names: tuple[str, ...]

    def is_own(self, text: str) -> bool:
        """Return whether `text` is nothing but names of the two plans' places.

        >>> Places(("重庆市", "重庆", "永川区", "永川")).is_own("重慶")
        True
        """
        return bool(text) and not self._own_names.sub("", simplified(text)).strip()

    def is_localised(self, base: str, target: str) -> bool:
        """Return whether `target` is `base` with only places and levels substituted; both may be units of a form.

        >>> places = Places(("重庆市", "重庆", "永川区", "永川"))
        >>> [places.is_localised(b, t) for b, t in [("全市", "全区"), ("重慶", "永川"), ("市級", "区级"), ("城市", "城区")]]
        [True, True, True, False]
        """
        ours, theirs = (self._canonical(text) for text in (base, target))
        return ours == theirs

    def _canonical(self, text: str) -> str:
        plain = self._own_names.sub("", simplified(text))
        return re.sub(f"{_LEVEL}+", _LEVEL, _level_pattern().sub(_LEVEL, plain))

    @cached_property
    def _own_names(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.names, key=lambda n: (-len(n), n)))) or r"(?!)")


def places_of(*plans: Metadata) -> Places:
    """Return the names of the plans' own regions and of those they lie in, full and short.

    >>> places_of(Metadata(region="重庆市永川区")).names
    ('永川', '永川区', '重庆', '重庆市')
    """
    return Places(tuple(sorted({name for plan in plans for name in names_of(simplified(plan.region))})))


@cache
def _level_pattern() -> re.Pattern[str]:
    """Return what names a level: 市 by itself, after 全 我 强 各 示范, or before 级 委 政府 长; not the 市 of 城市."""
    lines = resource("level_words.txt").read_text(encoding="utf-8").splitlines()
    words = sorted({w for line in lines if not line.startswith("#") for w in line.split()}, key=lambda w: (-len(w), w))
    any_level = "|".join(map(re.escape, words))
    before = r"(?:^|(?<=[全我强本各])|(?<=示范)|(?<=§))"
    after = r"(?=$|级|委|党|政府|人民政府|长|直|属|域|内|§|[^\w])"
    return re.compile(f"{before}(?:{any_level})(?:(?<=各)级)?{after}|(?<=各)级")
