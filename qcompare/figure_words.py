"""The words about figures (resources/figure_words.tsv): units, operators, verbs, and what a plan wants less of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from qcompare.paths import resource


@cache
def words_of(kind: str) -> frozenset[str]:
    """Return the forms of one kind, as plans print them.

    >>> "总数" in words_of("generic")
    True
    """
    return frozenset(form for forms in forms_of(kind).values() for form in forms)


@cache
def forms_of(kind: str) -> dict[str, tuple[str, ...]]:
    """Return the forms of one kind by the word that stands for them; those that stand for themselves under the empty one.

    >>> forms_of("behind")["以上"]
    ('及以上', '或以上', '以上')
    """
    found: dict[str, tuple[str, ...]] = {}
    for line in resource("figure_words.tsv").read_text(encoding="utf-8").splitlines():
        name, *rest = line.split("\t")
        if name == kind:
            word, forms = rest
            found[word] = (*found.get(word, ()), *forms.split())
    return found


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that finds any of the words, the longest first."""
    return "|".join(map(re.escape, longest_first(words)))


def longest_first(words: Iterable[str]) -> list[str]:
    """Return the words in an order in which none hides a longer one."""
    return sorted(words, key=lambda word: (-len(word), word))
