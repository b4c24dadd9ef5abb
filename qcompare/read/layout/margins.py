"""What stands at the head and foot of a PDF's pages: headers, footers, page numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qcompare.document import BlockKind
from qcompare.read.layout.lines import Line

Row = tuple[Line, ...]
"""The pieces of one line across a page."""

_ROWS = 3
"""Lines at the head and at the foot of a page that may be a header or footer: name, section and number, one a line."""

_SAME_PLACE = 4.0
"""Points by which the same header may stand higher or lower on another page."""

_MARGIN = 0.15
"""Share of the page's height above and below which a page number may stand; a typed page's margin takes 0.13."""

_SAME_NEAR = 2
"""Pages between two that have the same header at most: those of left and right pages alternate."""

_LONGEST_NUMBER = 30
"""Characters of a page's number with all around it: （第 123 页，共 456 页）."""

_NOTE_SIZE = 0.92
"""Ratio of a footnote's type to the text's at most: 小五 (9) under 五号 (10.5) has 0.86."""

_LEAST_TEXT = 3
"""Lines of text above footnotes at least: what stands in small type under a heading only is the text."""

_DASHES = "—―─－–~·•-"
_SIGNED = re.compile(
    rf"[{_DASHES}]{{1,2}}\s*(?P<a>\d{{1,4}}|[ivxlcIVXLC]{{1,7}}|[Ⅰ-Ⅻ])\s*[{_DASHES}]{{1,2}}$"
    r"|第\s*(?P<b>\d{1,4}|[一二三四五六七八九十百]{1,5})\s*页(?:\s*[,，/、]?\s*[（(]?共\s*\d{1,4}\s*页[）)]?)?$"
    r"|共\s*\d{1,4}\s*页\s*[,，/、]?\s*第\s*(?P<c>\d{1,4})\s*页$"
    r"|[Pp]age\s*(?P<d>\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?$"
)
_BARE = re.compile(r"(?P<a>\d{1,4})(?:\s*/\s*\d{1,4})?$|(?P<b>[ivxlc]{1,7}|[IVXLC]{1,7})$|(?P<c>[Ⅰ-Ⅻⅰ-ⅻ])$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_NOTE = re.compile(
    r"[①-⑳*＊†]|[\[〔［]\d{1,2}[\]〕］]|\d{1,2}(?![\d.、．年月日%])\s*\D|注\s*[：:\d]|(?:资料|数据)?来源\s*[：:]"
)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's rows from the top, tables left out, and its height."""

    rows: Sequence[Row]
    height: float


def margins(sheets: Sequence[Sheet]) -> list[dict[int, BlockKind]]:
    """Return, for each page, which rows are header, footer or page number.

    Only the outermost rows can be: those that stand at the same place with the same words, but for numbers, on another
    page near by, so left and right pages may differ; and numbers that say they are the page's (— 1 —, 第1页), or that
    count as the pages do. A page by itself shows no repetition, but may have a number.
    """
    numbers = _counting(sheets)
    numbers |= {(at, row) for at, sheet in enumerate(sheets) for row in _ends(sheet) if _is_number(sheet, row)}
    outer = {(at, row) for at, sheet in enumerate(sheets) for row in _ends(sheet)}
    kinds: list[dict[int, BlockKind]] = []
    for _ in range(2):  # a row stands again only where it is not the text's there either
        repeated = _repeated(sheets, outer)
        kinds = [_outer(at, sheet, repeated, numbers) for at, sheet in enumerate(sheets)]
        outer = {(at, row) for at, found in enumerate(kinds) for row in found}
    return kinds


def _outer(
    at: int, sheet: Sheet, repeated: set[tuple[int, int]], numbers: set[tuple[int, int]]
) -> dict[int, BlockKind]:
    """Return what the outermost rows of a page are, up to the first that is the text's.

    Where more rows stand again than a header has, the page is one of a series of forms: they are its text.
    """
    kinds: dict[int, BlockKind] = {}
    for rows in (_head(sheet), _foot(sheet)):
        found: dict[int, BlockKind] = {}
        for row in rows:
            if (at, row) in numbers:
                found[row] = BlockKind.PAGE_NUMBER
            elif (at, row) in repeated:
                found[row] = BlockKind.HEADER if is_above(sheet, row) else BlockKind.FOOTER
            else:
                break
        if len(found) <= _ROWS:
            kinds |= found
    return kinds


def _head(sheet: Sheet) -> range:
    """Return the rows from the top that may be a header, and the next one."""
    return range(min(_ROWS + 1, len(sheet.rows)))


def _foot(sheet: Sheet) -> range:
    """Return the rows from the bottom that may be a footer, and the next one."""
    return range(len(sheet.rows) - 1, max(len(sheet.rows) - 2 - _ROWS, -1), -1)


def _ends(sheet: Sheet) -> dict[int, None]:
    return dict.fromkeys((*_head(sheet), *_foot(sheet)))


def _are_numbers(row: Row) -> bool:
    """Say whether a row is several page numbers: two pages may be printed on one."""
    return all(is_page_number(piece.text) for piece in row)


def is_above(sheet: Sheet, row: int) -> bool:
    """Say whether a row stands in the upper half of its page."""
    return sheet.rows[row][0].baseline < sheet.height / 2


def is_page_number(text: str) -> bool:
    """Say whether `text` by itself says that it is a page's number.

    >>> is_page_number("— 1 —"), is_page_number("第 3 页 共 20 页"), is_page_number("12")
    (True, True, False)
    """
    return len(text) <= _LONGEST_NUMBER and bool(_SIGNED.match(text))


def words(row: Row) -> str:
    return " ".join(piece.text for piece in row)


def _repeated(sheets: Sequence[Sheet], outer: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the `outer` rows, by page and row, that stand again on a page near by."""
    places: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for at, row in sorted(outer):
        wording = _DIGITS.sub("0", "".join(words(sheets[at].rows[row]).split()))
        if any(character.isalpha() for character in wording):
            places[wording].append((at, row, sheets[at].rows[row][0].baseline))
    found: set[tuple[int, int]] = set()
    for same in places.values():
        for (at, row, y), (other, row_there, y_there) in pairwise(same):
            if 0 < other - at <= _SAME_NEAR and abs(y - y_there) <= _SAME_PLACE:
                found |= {(at, row), (other, row_there)}
    return found


def _is_in_margin(sheet: Sheet, row: int) -> bool:
    middle = sheet.rows[row][0].baseline - 0.4 * sheet.rows[row][0].size
    return not _MARGIN * sheet.height < middle < (1 - _MARGIN) * sheet.height


def _is_number(sheet: Sheet, row: int) -> bool:
    return (is_page_number(words(sheet.rows[row])) or _are_numbers(sheet.rows[row])) and _is_in_margin(sheet, row)


def _counting(sheets: Sequence[Sheet]) -> set[tuple[int, int]]:
    """Return the bare numbers at head or foot, by page and row, that count as the pages do; one page's if in the middle."""
    bare = {
        (at, row): (number, sheet.rows[row][0].baseline)
        for at, sheet in enumerate(sheets)
        for row in _ends(sheet)
        if _is_in_margin(sheet, row) and (number := bare_number(words(sheet.rows[row]))) is not None
    }
    if len(sheets) == 1:
        return {key for key in bare if _stands_alone(sheets[0], key[1])}
    by_page: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for (at, row), (number, y) in bare.items():
        by_page[at].append((row, number, y))
    found: set[tuple[int, int]] = set()
    for at, here in by_page.items():
        for step in range(1, _SAME_NEAR + 1):
            for row, number, y in here:
                for row_there, number_there, y_there in by_page.get(at + step, ()):
                    if number_there - number == step and abs(y - y_there) <= _SAME_PLACE:
                        found |= {(at, row), (at + step, row_there)}
    return found


def _stands_alone(sheet: Sheet, row: int) -> bool:
    """Say whether a row is one piece, clear of its neighbours, at the foot."""
    if row != len(sheet.rows) - 1 or len(sheet.rows[row]) != 1 or row == 0:
        return False
    line, above = sheet.rows[row][0], sheet.rows[row - 1][0]
    return line.top - above.bottom > 1.5 * line.size


def bare_number(text: str) -> int | None:
    """Return the number that `text` is and nothing else, roman ones too.

    >>> bare_number("12"), bare_number("3/20"), bare_number("xiv"), bare_number("Ⅳ"), bare_number("civil")
    (12, 3, 14, 4, None)
    """
    found = _BARE.match(text) if len(text) <= _LONGEST_NUMBER else None
    if not found:
        return None
    if found["a"]:
        return int(found["a"])
    if found["c"]:
        code = ord(found["c"])
        return code - ord("Ⅰ") + 1 if code < ord("ⅰ") else code - ord("ⅰ") + 1
    return _roman(found["b"].lower())


def _roman(text: str) -> int | None:
    """Return the value of a roman number; None for a word that only looks like one."""
    values = [_ROMAN[letter] for letter in text]
    total = sum(-value if value < max(values[at + 1 :], default=0) else value for at, value in enumerate(values))
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    tens = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
    written = "c" * (total // 100) + tens[total // 10 % 10] + units[total % 10]
    return total if written == text else None


def usual_size(sheets: Sequence[Sheet]) -> float:
    """Return the size of type that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for row in sheet.rows:
            for piece in row:
                sizes[round(piece.size * 2) / 2] += len(piece.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def notes(sheet: Sheet, kinds: dict[int, BlockKind], usual: float) -> list[tuple[int, ...]]:
    """Return the rows of each footnote: small type right under the text, that begins as notes do."""
    rows = [row for row in range(len(sheet.rows)) if row not in kinds]
    first = len(rows)
    while first > 0 and _is_small(sheet.rows[rows[first - 1]], usual):
        first -= 1
    if first < _LEAST_TEXT or first == len(rows) or not _NOTE.match(words(sheet.rows[rows[first]])):
        return []
    return list(_by_note(sheet, rows[first:]))


def _is_small(row: Row, usual: float) -> bool:
    return all(piece.size <= _NOTE_SIZE * usual for piece in row)


def _by_note(sheet: Sheet, rows: Sequence[int]) -> Iterator[tuple[int, ...]]:
    note: list[int] = []
    for row in rows:
        if note and _NOTE.match(words(sheet.rows[row])):
            yield tuple(note)
            note = []
        note.append(row)
    yield tuple(note)
