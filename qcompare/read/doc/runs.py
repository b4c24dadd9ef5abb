"""Which stretch of a binary Word document's bytes has which property list: its pages of formatting (FKP)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator

from qcompare.read.doc.file import Part, WordFile, records

_PAGE = 512
_PLACE = 13
"""Bytes that a paragraph takes on its page besides its two ends: where its properties lie, and a height."""

_OVERLAP = 4
"""How many times over a page may be read; Word lays nothing over anything else, a hostile file may a hundred times."""

Run = tuple[int, int, bytes]


class Runs:
    """Stretches of the file's bytes with what each carries, for look-up by place.

    >>> runs = Runs([(512, 520, b"a"), (520, 530, b"b")])
    >>> runs.at(519), runs.at(600), list(runs.over(518, 522))
    (b'a', b'', [(512, 520, b'a'), (520, 530, b'b')])
    """

    def __init__(self, runs: list[Run]) -> None:
        self._runs = _side_by_side(runs)
        self._starts = [run[0] for run in self._runs]

    def at(self, offset: int) -> bytes:
        """Return what the byte at `offset` carries, nothing where no run holds it."""
        start, end, carried = self._runs[bisect_right(self._starts, offset) - 1] if self._runs else (0, 0, b"")
        return carried if start <= offset < end else b""

    def over(self, start: int, end: int) -> Iterator[Run]:
        """Yield the runs that reach into `[start, end)`."""
        for index in range(max(0, bisect_right(self._starts, start) - 1), len(self._runs)):
            if self._runs[index][0] >= end:
                return
            if self._runs[index][1] > start:
                yield self._runs[index]


def _side_by_side(runs: list[Run]) -> list[Run]:
    """Return the runs in order, without those that a damaged file lays over others."""
    kept: list[Run] = []
    for run in sorted(runs, key=lambda run: run[0]):
        if run[1] > run[0] and (not kept or run[0] >= kept[-1][1]):
            kept.append(run)
    return kept


def paragraph_runs(file: WordFile) -> Runs:
    """Return each paragraph's style number and properties by the bytes of its text ([MS-DOC] 2.9.174)."""

    def carried(page: bytes, at: int) -> bytes:
        size = 2 * page[at] - 1 if page[at] else 2 * page[at + 1]
        first = at + 1 if page[at] else at + 2
        return page[first : first + size]

    return Runs([run for page in _pages(file, Part.PARAGRAPHS) for run in _runs(page, _PLACE, carried)])


def character_runs(file: WordFile) -> Runs:
    """Return each run's properties by the bytes of its characters ([MS-DOC] 2.9.33)."""

    def carried(page: bytes, at: int) -> bytes:
        return page[at + 1 : at + 1 + page[at]]

    return Runs([run for page in _pages(file, Part.CHARACTERS) for run in _runs(page, 1, carried)])


def _runs(page: bytes, size: int, carried: Callable[[bytes, int], bytes]) -> Iterator[Run]:
    """Yield the runs of a page: their ends, then for each, in `size` bytes, first where what it carries lies, if anything.

    Runs may carry the same thing; different ones do not lie over each other.
    """
    count = page[-1]
    ends = struct.unpack_from(f"<{count + 1}I", page)
    known: dict[int, bytes] = {}
    for index in range(count):
        at = 2 * page[4 * (count + 1) + size * index]
        if at and at not in known:
            known[at] = carried(page, at)
        if at:
            yield ends[index], ends[index + 1], known[at]
    if sum(map(len, known.values())) > _OVERLAP * _PAGE:
        raise ValueError("properties that lie over each other")


def _pages(file: WordFile, part: Part) -> Iterator[bytes]:
    """Yield the pages of formatting that a part of the table lists. Raises ValueError for one outside of the file."""
    table = file.part(part)
    if len(table) > 8 * (len(file.main) // _PAGE) + 4:
        raise ValueError("more pages of formatting than the file holds")
    for _, _, place in records(table, 4):
        first = (int.from_bytes(place, "little") & 0x3FFFFF) * _PAGE
        page = file.main[first : first + _PAGE]
        if len(page) < _PAGE:
            raise ValueError("a page of formatting outside of the file")
        yield page
