"""Whether text is what its page shows, or the codes of a font that does not say which characters they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_FEWEST = 20
"""Visible characters of a page that can be judged at least: a cover has fewer."""

_MOST_STRANGE = 0.15
"""Share of strange characters in text that is still what it looks like. Most pages of GM/T 0031, whose fonts have no map,
have 0.2 to 0.5; a plan in Traditional characters 0.01, plans and laws in Simplified ones nothing."""

_FEWEST_HAN = 150
_LEAST_COMMON = 0.25
"""Share of common characters in Chinese text of that length at least: in plans and laws they make up 0.63 to 0.88, in a list
of names about half that; characters taken at random from a font, a tenth."""

_MOST_WORDS = 0.5
"""Share of Latin letters in words above which symbols are not strange: code and formulas have words, codes of a font not."""

_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要时来用们生到作地于出分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民"
    "得经十三之进等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日社义"
    "事平形相全表间样与关各重新线内数正心反明看原利比或但质气第向道命此变条只结解问意建月公无系军很情者最立代想已通并提直题党"
    "程展五果料象员革位入常文总次品式活设及管特件长求基资边流路级少图山统接知较将组见计别根论运农指几九区强放决西被干做必战先回"
    "则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济思术极交受联认六共权收证改清己美再采转更单风切打白教速带"
    "安场身车务具万每目至达走积示议报完类八名确才科张信马节整空元况今集温传土许步群广需段研界法律责条项企服"
    "委省市县乡镇街村府局厅院办监督检查标准评价创新绿色能源环境健康养老育技术财税融投资推进完善加强落实支持鼓励引导促"
    "為業產發個國這時來們會對開關於動應經過與實現設務義質體點樣種當從長門問間電車馬"
)

_ODD = frozenset('!"#$&*+<=>@[\\]^_`{|}~¡¢£¤¥¦¨ª«¬¯´µ¶¸¹º»¼½¾¿')
_LATIN_WORD = re.compile(r"(?<![A-Za-z])(?:[A-Z]?[a-z]{2,}|[A-Z]{2,6})(?![A-Za-z])")
_LATIN = re.compile(r"[A-Za-z]")


def is_garbled(text: str) -> bool:
    """Say whether `text`, that of a page or more, is codes rather than wording.

    Strange are characters no font can show by themselves, private ones, Chinese ones that neither mainland nor Taiwan
    counts among its common ten thousand, and symbols where the Latin letters between them make no words. English is not
    strange, nor are figures, rare characters in a name, or a formula.

    >>> is_garbled("犐犆犛３５．０４０犔８０ 犌犕／犜００３１—２０１４ 犛犲犮狌狉犲犲犾犲犮狋")
    True
    >>> is_garbled("重庆市永川区质量强区建设实施方案（征求意见稿）"), is_garbled("Outline for Building a Quality Powerhouse")
    (False, False)
    """
    counts = Counter(text)
    visible = {character: count for character, count in counts.items() if not character.isspace()}
    total = sum(visible.values())
    if total < _FEWEST:
        return False
    strange = sum(count for character, count in visible.items() if _is_strange(character))
    letters = len(_LATIN.findall(text))
    in_words = sum(len(word) for word in _LATIN_WORD.findall(text))
    if in_words < _MOST_WORDS * letters:
        strange += sum(count for character, count in visible.items() if character in _ODD)
    return strange > _MOST_STRANGE * total or _has_no_common(visible)


def _has_no_common(counts: dict[str, int]) -> bool:
    han = {character: count for character, count in counts.items() if "一" <= character <= "鿿"}
    common = sum(count for character, count in han.items() if character in _COMMON)
    return sum(han.values()) >= _FEWEST_HAN and common < _LEAST_COMMON * sum(han.values())


def _is_strange(character: str) -> bool:
    if character < "\x7f":
        return False
    if "㐀" <= character <= "鿿":
        return not (_within(character, "gb2312") or _within(character, "big5"))
    return character == "\ufffd" or unicodedata.category(character) in {"Co", "Cn", "Cc"}


def _within(character: str, charset: str) -> bool:
    """Say whether an older character set, which holds the common characters only, has a character."""
    try:
        code = character.encode(charset)
    except UnicodeEncodeError:
        return False
    return charset == "gb2312" or code[0] < 0xC9  # the second level of Big5 begins there
