"""How Word's kinds of automatic numbers (numFmt) write a number: 一 壹 ① Ⅳ 甲 a 01."""

from __future__ import annotations

from collections.abc import Callable

LARGEST = 32_767
"""The largest number that Word counts to; what a file says beyond it is taken for that."""

_LETTERS_AGAIN = 780
"""Letters repeat (a … z, aa, bb) up to thirty times, then Word begins again."""

_CHICAGO = "*†‡§"

_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)

_HAN = "零一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def numeral(number: int, form: str) -> str:
    """Return `number` as a level of that numFmt writes it.

    A form that has no sign for a number (甲 for the eleventh) falls back to digits, as Word does; so does one that is not
    known here.

    >>> [numeral(12, form) for form in ("chineseCounting", "decimalEnclosedCircle", "upperRoman", "lowerLetter")]
    ['十二', '⑫', 'XII', 'l']
    >>> numeral(105, "chineseCountingThousand"), numeral(105, "chineseCounting"), numeral(3, "bahtText")
    ('一百零五', '一○五', '3')
    """
    return _FORMS.get(form, str)(max(0, min(number, LARGEST)))


def is_known(form: str) -> bool:
    """Return whether numbers of that numFmt are written as Word writes them; bullets have none."""
    return form in _FORMS or form == "bullet"


def padded(number: int, example: str) -> str:
    """Return `number` in as many digits as the first number of a custom format has.

    >>> padded(7, "001, 002, 003, ...")
    '007'
    """
    width = len(example.split(",", maxsplit=1)[0].strip())
    return str(number).zfill(min(width, len(str(LARGEST))))


def _digits_of(signs: str) -> Callable[[int], str]:
    return lambda number: "".join(signs[int(digit)] for digit in str(number))


def _picked(signs: str) -> Callable[[int], str]:
    """One sign a number, from 1 on."""
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _run(first: str, count: int) -> str:
    return "".join(chr(ord(first) + at) for at in range(count))


def _letters(number: int) -> str:
    if number == 0:
        return "0"
    number = (number - 1) % _LETTERS_AGAIN
    return chr(ord("a") + number % 26) * (number // 26 + 1)


def _roman(number: int) -> str:
    parts = []
    for value, sign in _ROMAN:
        parts.append(sign * (number // value))
        number %= value
    return "".join(parts) or "0"


def _chicago(number: int) -> str:
    return _CHICAGO[(number - 1) % 4] * ((number - 1) // 4 % 4 + 1) if number else "0"


def _zodiac_years(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if number else "0"


def _counted(digits: str, units: str, *, full: bool = True) -> Callable[[int], str]:
    """Numbers in words; `units` are those of 十百千万. Full ones say each one and zero (一百零五), others do not (百五)."""

    def below_ten_thousand(number: int) -> str:
        said, gap = "", False
        for unit, sign in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
            digit = number // unit % 10
            if digit:
                said += digits[0] if gap and full else ""
                said += ("" if digit == 1 and sign and not full else digits[digit]) + sign
            gap = not digit and bool(said)
        return said

    def words(number: int) -> str:
        high, low = divmod(number, 10_000)
        text = below_ten_thousand(high) + units[3] if high else ""
        text += digits[0] if high and 0 < low < 1000 and full else ""
        return text + below_ten_thousand(low) or digits[0]

    return words


def _spoken(words: Callable[[int], str]) -> Callable[[int], str]:
    """The same without the 一 of 一十 to 一十九 at the front."""
    return lambda number: words(number)[10 <= number < 20 :]


def _hundreds_by_digit(words: Callable[[int], str], digits: str) -> Callable[[int], str]:
    """Numbers in words below a hundred, digit by digit from there on: 九十九, 一○○."""
    by_digit = _digits_of(digits)
    return lambda number: words(number) if 0 < number < 100 else by_digit(number)


_CHINESE = _spoken(_counted(_HAN, "十百千万"))
_TAIWANESE = _spoken(_counted(_HAN, "十百千萬"))
_CIRCLE_DIGITS, _ROUND_DIGITS = "○一二三四五六七八九", "〇一二三四五六七八九"
_FULL_WIDTH = _digits_of(_run("０", 10))

_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _FULL_WIDTH,
    "decimalFullWidth2": _FULL_WIDTH,
    "decimalEnclosedCircle": _picked(_run("①", 20)),
    "decimalEnclosedCircleChinese": _picked(_run("①", 10)),  # the standard and Word: plain numbers from 11 on
    "decimalEnclosedParen": _picked(_run("⑴", 20)),
    "decimalEnclosedFullstop": _picked(_run("⒈", 20)),
    "numberInDash": lambda number: f"- {number} -",
    "hex": lambda number: f"{number:X}",
    "chicago": _chicago,
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": _hundreds_by_digit(_CHINESE, _CIRCLE_DIGITS),
    "chineseCountingThousand": _CHINESE,
    "chineseLegalSimplified": _counted("零壹贰叁肆伍陆柒捌玖", "拾佰仟万"),
    "taiwaneseCounting": _hundreds_by_digit(_TAIWANESE, _CIRCLE_DIGITS),
    "taiwaneseCountingThousand": _TAIWANESE,
    "taiwaneseDigital": _digits_of(_CIRCLE_DIGITS),
    "ideographLegalTraditional": _counted("零壹貳參肆伍陸柒捌玖", "拾佰仟萬"),
    "ideographDigital": _digits_of(_ROUND_DIGITS),
    "japaneseCounting": _counted(_ROUND_DIGITS, "十百千万", full=False),
    "japaneseDigitalTenThousand": _digits_of(_ROUND_DIGITS),
    "japaneseLegal": _counted("〇壱弐参四伍六七八九", "拾百阡萬"),
    "ideographEnclosedCircle": _picked(_run("㈠", 10)),  # Word puts them in brackets
    "ideographTraditional": _picked(_STEMS),
    "ideographZodiac": _picked(_BRANCHES),
    "ideographZodiacTraditional": _zodiac_years,
    "none": lambda _number: "",
}
