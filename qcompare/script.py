"""Script (简体、繁体): which one a text is written in, and a text in Simplified characters."""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of surrogate pairs, which a damaged file may hold and OpenCC cannot take."""

_SAMPLE = 20_000
"""Characters looked at; a page is enough to tell, and a long law need not be converted twice."""


def read_script(text: str) -> str:
    """Return "hant" for text in Traditional characters, else "hans".

    Told by which conversion changes more: a Simplified plan may quote an old name, a page in Taiwan wording may keep a
    Simplified word, but neither does so most of the time. Text without either is "hans".

    >>> read_script("推動高品質發展"), read_script("推动高质量发展"), read_script("GDP")
    ('hant', 'hans', 'hans')
    """
    sample = text[:_SAMPLE]
    return "hant" if _changed(sample, "t2s") > _changed(sample, "s2t") else "hans"


def simplified(text: str) -> str:
    """Return `text` in Simplified characters, of the same length, so that spans hold for both.

    >>> simplified("重慶市農産品品質安全")
    '重庆市农产品品质安全'
    """
    if _HALVES.search(text):
        converted = simplified(_HALVES.sub("\ufffd", text))
        return "".join(old if new == "\ufffd" else new for old, new in zip(text, converted, strict=True))
    converted = str(_converter("t2s").convert(text))
    if len(converted) == len(text):
        return converted
    pairs = ((character, _converter("t2s").convert(character)) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in pairs)


def _changed(text: str, conversion: str) -> int:
    converted = _converter(conversion).convert(text)
    return 0 if converted == text else sum(a != b for a, b in zip(text, converted, strict=False))


@cache
def _converter(conversion: str) -> OpenCC:
    return OpenCC(conversion)
