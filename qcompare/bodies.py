"""Government bodies (委办局) and the names that one function goes by at each level (resources/bodies.tsv)."""

from __future__ import annotations

import re
from functools import cache

from qcompare.paths import resource

_FIRST = 0xE000  # a function becomes one code point of the private use area, which plans do not use

_GOES_ON = r"(?![门署分队面长])"
"""What shows that a name's last character belongs to the next word: 教育部门, 公安局长."""


def functions_for_bodies(text: str) -> str:
    """Return `text` with each body's name, without its place or level, replaced by a sign for its function.

    The sign is the same for the names of one function at all levels and for no other.

    >>> functions_for_bodies("市教育局") == "市" + functions_for_bodies("教育部")
    True
    >>> functions_for_bodies("教育部门")
    '教育部门'
    """
    pattern, signs = _table()
    return pattern.sub(lambda found: signs[found.group()], text)


@cache
def names_of_bodies() -> tuple[str, ...]:
    """Return all names of bodies, longest first."""
    return tuple(sorted(_table()[1], key=lambda name: (-len(name), name)))


@cache
def _table() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of all names, longest first, and the sign of each; the first function that has a name keeps it."""
    signs: dict[str, str] = {}
    lines = resource("bodies.tsv").read_text(encoding="utf-8").splitlines()
    for at, line in enumerate(line for line in lines if not line.startswith("#")):
        for name in " ".join(line.split("\t")[1:]).split():
            signs.setdefault(name, chr(_FIRST + at))
    names = sorted(signs, key=lambda name: (-len(name), name))
    return re.compile(f"(?:{'|'.join(map(re.escape, names))}){_GOES_ON}"), signs
