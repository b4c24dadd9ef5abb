"""One line → its sentences: heading, body sentences, responsible-units brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qcompare.document import Span
from qcompare.lines import FULL_STOPS, Line, closed_up, trimmed
from qcompare.model import SentenceKind
from qcompare.numbering import Style

Piece = tuple[SentenceKind, Span]

_END = re.compile(r"[。｡．！？；.!?;]+")
_FULL_WIDTH_END = frozenset("。｡！？；")
_POINTS = frozenset("．.")
_QUANTITY = re.compile(r"\d\s?[A-Za-z]{1,3}$")
_NUMERAL = re.compile(r"\s*[一二三四五六七八九十百]{1,4}")
_CLOSERS = frozenset("”’』」》〉）)】〕］]")
_UNIT_SIGNS = frozenset("%％‰℃")
_OPEN, _CLOSE = frozenset("（(〔[【［"), frozenset("）)〕]】］")
_HAN_FROM = "⺀"

_DUTY = re.compile(
    r"\s?[^：:，,。；;（(]{0,6}(?:[责責]任|[牵牽][头頭]|配合|主办|主辦|协办|協辦|承办|承辦|主[责責]|[参參]与|[参參]加|[协協]同|落[实實])"
    r"(?:[单單]位|部[门門]|分工|主体|主體|[处處]室|[领領][导導])?\s?[:：]"
)
_DUTY_BARE = re.compile(
    r"(?:^|(?<=[。｡．.！？；!?;]))\s?(?:[责責]任|[牵牽][头頭]|配合)(?:[单單]位|部[门門]|分工)\s?[:：]"
)
_DUTY_AT_END = re.compile(
    r"(?:[负負][责責]|[牵牽][头頭]|配合|[参參]与|落[实實])"
    r"(?:\s?[，,；;][^，,；;]{0,24}(?:完成|推[进進]|[实實]施|底前|月前|[长長]期))?\s?$"
)
"""How a bracket that names units by what they do ends, with a limit of time or 持续推进 behind it or without."""
_UNIT = re.compile(r"[局委办辦厅廳部院行署]|政府|[单單]位|公司|[关關][区區]?|各[区區市县縣镇鎮]")

LONGEST_DUTY = 1000
"""Characters in a responsible-units bracket; the longest at hand (成都) has 130, and a plan may name all its districts."""

LONGEST_TITLE_LINE = 38
"""Characters in a title that stands alone on its line: 上海 2023 四、推动落实市场经济基础制度…决定性作用 has 31; a title run
together with its text and broken off by the page (一、工作目标聚焦建立线上线下融合…) has 40 and more."""

LONGEST_RUN_IN_TITLE = 28
"""Characters in a title followed by its text on the same line. 云南's （三）中国（云南）自由贸易试验区…特色示范区 has 27;
from 29 on they are measures (安徽 鼓励农业企业建立海外联合体，赴…开展农业合作。)."""

LONGEST_CLOSED_TITLE = 24
"""Characters in a title alone on its line that ends with 。, where prose is likelier: 广东's （三）深化政策供给侧研究，…
has 18, 安徽's measure 106．推动物流降本增效，… 28."""

_TITLE_COMMAS = 2
"""Commas in a title: 优化流程，简化材料，实现“一次告知” has two; more make a sentence."""

_AFTER_DUTY = frozenset({"", *FULL_STOPS, "；", ";", "（", "(", "〔", "【"})
_WITHIN_PROSE = re.compile(r"[，,。｡；;：:]")

_PROSE = re.compile(r"[;；:：%％]|\d(?:[家个項项])")
"""What no title holds: a colon that announces a list, a quantity."""


def split_line(line: Line, *, titled: bool) -> tuple[Piece, ...]:
    """Return the sentences of `line` in order, covering all its visible characters.

    A sentence ends at 。！？； (half-width . ! ? ; next to Chinese too, never within a number, an address or a formula) with
    the quotes and brackets that close behind it, or at the end of the line. A bracket that names responsible units is a
    sentence of its own. With `titled`, the first sentence of a numbered line is its heading where it reads like a title;
    a law's enumeration (（一）经营者达成垄断协议；) is asked for without.

    >>> from qcompare.numbering import read_marker
    >>> text = "1.加强品牌推广。讲好品牌故事。（责任单位：区商务委）"
    >>> line = Line(Span(0, len(text)), text, read_marker(text))
    >>> [(kind.value, span.of(text)) for kind, span in split_line(line, titled=True)]
    [('heading', '1.加强品牌推广。'), ('body', '讲好品牌故事。'), ('duty', '（责任单位：区商务委）')]
    """
    start = line.span.start
    found = _pieces(line.text, numbered=line.marker is not None)
    pieces = [(kind, Span(start + span.start, start + span.end)) for kind, span in found]
    if titled and pieces and pieces[0][0] is SentenceKind.BODY and _is_title(line, pieces):
        pieces[0] = (SentenceKind.HEADING, pieces[0][1])
    return tuple(pieces)


def title_of(line: Line, heading: Span) -> str:
    """Return the words of a heading without its marker and the closing 。."""
    words = line.text[: heading.end - line.span.start]
    if line.marker:
        words = words[len(line.marker.text) :]
    return words.strip().rstrip(FULL_STOPS).rstrip()


def _is_title(line: Line, pieces: list[Piece]) -> bool:
    """Say whether the first sentence of `line` reads like a title rather than like prose."""
    title = closed_up(title_of(line, pieces[0][1]))
    if not title or line.marker is None:
        return False
    closed = line.text[: len(pieces[0][1])].endswith(tuple(FULL_STOPS))
    followed = any(kind is SentenceKind.BODY for kind, _ in pieces[1:])
    if line.marker.style in _ALWAYS_TITLED:
        return len(title) <= LONGEST_TITLE_LINE and not followed
    if _PROSE.search(title) or title.count(",") + title.count("，") > _TITLE_COMMAS:
        return False
    if title[-1] in "!?！？;；,，":
        return False
    if followed:
        set_off = closed or pieces[1][0] is SentenceKind.DUTY
        return set_off and len(title) <= LONGEST_RUN_IN_TITLE
    return len(title) <= (LONGEST_CLOSED_TITLE if closed else LONGEST_TITLE_LINE)


_ALWAYS_TITLED = frozenset({Style.VOLUME, Style.CHAPTER, Style.DIVISION, Style.BOX})


def _pieces(text: str, *, numbered: bool) -> Iterator[Piece]:
    """Yield the sentences of one line's text, responsible-units brackets apart."""
    at = 0
    for duty in _duties(text, numbered):
        yield from _sentences(text, at, duty.start)
        yield SentenceKind.DUTY, duty
        at = duty.end
    yield from _sentences(text, at, len(text))


def _duties(text: str, numbered: bool) -> Iterator[Span]:
    """Yield the brackets that name responsible units, with the stop behind them; 责任单位：… may end a line bare."""
    partners = _brackets(text)
    end, done = _start_of_bare_duty(text, partners), 0
    for opening in sorted(partners):
        closing = partners[opening]
        if not done <= opening < end or closing - opening > LONGEST_DUTY:
            continue
        inner = text[opening + 1 : closing]
        if _announces_units(inner) or (_names_units(inner) and _stands_apart(text, opening, closing, numbered)):
            done = closing + 1
            while done < end and text[done] in f"{FULL_STOPS}；;":
                done += 1
            yield Span(opening, done)
    if end < len(text):
        yield trimmed(text, end, len(text))


def _start_of_bare_duty(text: str, partners: dict[int, int]) -> int:
    """Return where a list of units without a bracket starts that goes on to the end of the line; else the line's end."""
    for found in _DUTY_BARE.finditer(text, max(0, len(text) - LONGEST_DUTY)):
        if not any(opening < found.start() < closing for opening, closing in partners.items()):
            return found.start()
    return len(text)


def _brackets(text: str) -> dict[int, int]:
    """Return where the bracket opened at each place closes; of whatever shape, since plans mix them."""
    partners: dict[int, int] = {}
    still_open: list[int] = []
    for at, character in enumerate(text):
        if character in _OPEN:
            still_open.append(at)
        elif character in _CLOSE and still_open:
            partners[still_open.pop()] = at
    return partners


def _announces_units(inner: str) -> bool:
    """Say whether a bracket says that it names responsible units: （责任单位：…）, （牵头部门：…）."""
    return bool(_DUTY.match(closed_up(inner)))


def _names_units(inner: str) -> bool:
    """Say whether a bracket names units by what they do.

    >>> _names_units("省税务局牵头，省财政厅配合"), _names_units("含失智")
    (True, False)
    """
    inner = closed_up(inner)
    return bool(_DUTY_AT_END.search(inner) and _UNIT.search(inner))


def _stands_apart(text: str, opening: int, closing: int, numbered: bool) -> bool:
    """Say whether a bracket stands at the end of a sentence or of a title, not within prose.

    国家职业教育改革实施方案 has …学校（技工院校内由人力资源社会保障行政部门负责），which limits what is said.
    """
    before, after = text[max(0, opening - 2) : opening].rstrip()[-1:], text[closing + 1 : closing + 2]
    if before in _FULL_WIDTH_END or before in _POINTS or after in _AFTER_DUTY:
        return True
    return numbered and opening <= LONGEST_RUN_IN_TITLE and not _WITHIN_PROSE.search(text, 0, opening)


def _sentences(text: str, start: int, end: int) -> Iterator[Piece]:
    """Yield the sentences within `[start, end)`."""
    at = start
    for stop in _END.finditer(text, start, end):
        if stop.start() < at or not _ends_sentence(text, at, stop):
            continue
        after = stop.end()
        while after < end and _belongs_behind(text, at, after):
            after += 1
        yield SentenceKind.BODY, trimmed(text, at, after)
        at = after
    rest = trimmed(text, at, end)
    if rest:
        yield SentenceKind.BODY, rest


def _belongs_behind(text: str, start: int, at: int) -> bool:
    """Say whether the character at `at` closes the sentence that started at `start` and has ended just before."""
    if text[at] == '"':
        return text.count('"', start, at) % 2 == 1
    return text[at] in _CLOSERS or text[at] in _FULL_WIDTH_END


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    """Say whether the marks end the sentence that starts at `start`: half-width ones only beside Chinese."""
    if any(c in _FULL_WIDTH_END for c in stop.group()):
        return True
    before = text[stop.start() - 1] if stop.start() else ""
    after = text[stop.end()] if stop.end() < len(text) else ""
    if all(c in _POINTS for c in stop.group()):
        return _points_end(text, start, stop, before, after)
    return max(before, after) >= _HAN_FROM or before in _CLOSERS or after in _CLOSERS


def _points_end(text: str, start: int, stop: re.Match[str], before: str, after: str) -> bool:
    """Say whether a point ends the sentence: behind Chinese, a quantity (95%, 200kW) or what closes, before Chinese.

    Not within a number (3.5, 1．5), an abbreviation, an address, …… written with points, nor behind a numeral that opens
    the sentence (一.).
    """
    if len(stop.group()) > 1 or _NUMERAL.fullmatch(text, start, stop.start()):
        return not after
    if before.isdecimal() and after.isdecimal() and not before.isascii():
        return False  # ９８．３
    quantity = before in _UNIT_SIGNS or (
        not after.isdigit() and _QUANTITY.search(text[max(0, stop.start() - 5) : stop.start()])
    )
    closed = before in _CLOSERS or (before == '"' and text.count('"', start, stop.start()) % 2 == 0)
    behind = before >= _HAN_FROM or closed or bool(quantity)
    return behind and (stop.group() == "．" or not after.isascii() or after.isdigit() or after in '("[ ')
