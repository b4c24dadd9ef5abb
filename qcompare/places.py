"""Names of places and levels: what a child plan changes in its parent's wording only because it is another place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import permutations

from qcompare.bodies import functions_for_bodies, names_of_bodies
from qcompare.document import Span
from qcompare.model import Metadata
from qcompare.paths import resource
from qcompare.regions import names_of
from qcompare.script import simplified
from qcompare.stretches import Stretch, shared_stretches

_LEVEL = "§"
_FIRST_PAIR = 0xF000  # a pair of the user's becomes one code point of the private use area, above those of bodies

_UNLISTED = re.compile(r"(([一-鿿]{2,6}?)(?:街道|社区|[镇乡村]))")
"""Names of places that are in no table."""

_OTHER_NAME = re.compile(r"(?!国家)[^\W\d_a-z推建加强关实促支深全质示的和在及与为等各本该级了]{2,4}")
"""What stands in one title where the other has its place's name, so that it is one too: 游仙 for 涪城, not 关于推进."""

_ANY_GOVERNMENT = re.compile(r"(?<=各§)(?:人民)?政府|(?<!\d)[、,;.:]|[、,;.:](?!\d)")
"""What makes no difference beside a level: 各区县政府 is 各镇街, and 各地 is 各区、."""

_BESIDE_BODY = re.compile("§(?=[\ue000-\uf8ff])")
"""A level before a body, which is named with it or without: 教育部, 省教育厅."""


@dataclass(frozen=True)
class Places:
    """The names that two plans' own regions go by, and the words that the user says are each its own place's."""

    names: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...] = ()

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
        return self.without_names(base) == self.without_names(target)

    def without_names(self, text: str) -> str:
        """Return the text without the own names and punctuation, its levels and bodies replaced by one sign each."""
        plain = functions_for_bodies(self._own_names.sub("", self._signed(simplified(text))))
        levels = re.sub(f"{_LEVEL}+", _LEVEL, _level_pattern().sub(_LEVEL, plain))
        return _BESIDE_BODY.sub("", _ANY_GOVERNMENT.sub("", levels))

    def _signed(self, text: str) -> str:
        """Return the text with one sign for the two words of each of the user's pairs."""
        pattern, signs = self._signs
        return pattern.sub(lambda found: signs[found.group()], text)

    @cached_property
    def _signs(self) -> tuple[re.Pattern[str], dict[str, str]]:
        """Return the pattern of the pairs' words, longest first, and the sign of each; pairs with a common word have one."""
        signs: dict[str, str] = {}
        for k, pair in enumerate(self.pairs):
            words = [simplified(word) for word in pair]
            known = {signs[word] for word in words if word in signs}
            sign = min(known, default=chr(_FIRST_PAIR + k))
            signs |= dict.fromkeys([*words, *(word for word, other in signs.items() if other in known)], sign)
        every = sorted(signs, key=lambda word: (-len(word), word))
        return re.compile("|".join(map(re.escape, every)) or r"(?!)"), signs

    def names_in(self, text: str) -> Iterator[Span]:
        """Yield where `text` names the plans' own regions or a body, in order: what no edit should cut in two.

        >>> [s.of("永川区市场监管局牵头") for s in Places(("永川", "永川区")).names_in("永川区市场监管局牵头")]
        ['永川区市场监管局']
        """
        for found in self._whole_names.finditer(simplified(text)):
            yield Span(*found.span())

    @cached_property
    def _whole_names(self) -> re.Pattern[str]:
        own = sorted((simplified(word) for pair in self.pairs for word in pair), key=lambda word: (-len(word), word))
        bodies = "|".join(map(re.escape, [*own, *names_of_bodies()]))
        return re.compile(f"(?:{self._own_names.pattern})+(?:{bodies})?|[省市区县州]?(?:{bodies})")

    @cached_property
    def _own_names(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.names, key=lambda n: (-len(n), n)))) or r"(?!)")


def places_of(*plans: Metadata, pairs: tuple[tuple[str, str], ...] = ()) -> Places:
    """Return the names of the plans' own regions and of those they lie in, full and short, with the user's `pairs`.

    Towns and villages, which no table lists, are learnt from the plans' titles.

    >>> places_of(Metadata(region="重庆市永川区")).names
    ('永川', '永川区', '重庆', '重庆市')
    >>> places_of(Metadata(title="永川区质量强区方案", region="永川区"), Metadata(title="三教镇质量强镇方案")).names
    ('三教', '三教镇', '永川', '永川区')
    """
    known = Places(tuple(sorted({name for plan in plans for name in names_of(simplified(plan.region))})))
    titles = [simplified(plan.title) for plan in plans]
    learnt = {name for one, other in permutations(titles, 2) for name in _learnt(one, other, known)}
    return Places(tuple(sorted({*known.names, *learnt})), pairs)


def _learnt(title: str, other: str, known: Places) -> Iterator[str]:
    """Yield the names of a place that `other` has where `title` has a known one or nothing, full and short."""
    at = at_other = 0
    for shared in [*shared_stretches(title, other), Stretch(len(title), len(other), 0)]:
        ours, theirs = title[at : shared.base], other[at_other : shared.target]
        if unlisted := _UNLISTED.fullmatch(theirs):
            if not ours or known.is_own(ours):
                yield from unlisted.group(1, 2)
        elif known.is_own(ours) and _OTHER_NAME.fullmatch(theirs):
            yield theirs
            if shared.size and other[shared.target] in "省市州盟区县旗":
                yield theirs + other[shared.target]
        at, at_other = shared.base + shared.size, shared.target + shared.size


@cache
def _level_pattern() -> re.Pattern[str]:
    """Return what names a level: 市 by itself, after 全 我 强 各 示范 or a small word, or before 级 委 政府 长; not the 市 of 城市."""
    lines = resource("level_words.txt").read_text(encoding="utf-8").splitlines()
    words = sorted({w for line in lines if not line.startswith("#") for w in line.split()}, key=lambda w: (-len(w), w))
    any_level = "|".join(map(re.escape, words))
    before = r"(?:^|(?<=[全我强本各向由在对经报与和及])|(?<=示范)|(?<=[§\ue000-\uf8ff])|(?<=[^\w]))"
    after = r"(?=$|级|委|党|政府|人民政府|长|直|属|域|内|局|情|本级|范围|[§\ue000-\uf8ff]|[^\w])"
    return re.compile(f"{before}(?:{any_level}|(?<=[各本])(?:地区|地)){after}|(?<=各)级")
