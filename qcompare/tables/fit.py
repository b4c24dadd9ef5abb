"""How much room text takes in a cell: East Asian widths, lines, and the cutting of what no cell can hold."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from unicodedata import east_asian_width

from qcompare.tables.rows import Passage, Piece

_WIDE = frozenset("WFA")  # ambiguous ones (“ ” — ① …) are full width in Chinese fonts
_SENTENCE_ENDS = re.compile(r"[。！？；\n]")


class _Widths(dict[str, int]):
    """The widths of the characters met so far."""

    def __missing__(self, character: str) -> int:
        width = 2 if east_asian_width(character) in _WIDE else 1
        self[character] = width
        return width


_width = _Widths().__getitem__


def text_width(text: str) -> int:
    """Return the width of one line of text in half-width columns.

    >>> text_width("三（一）15.")
    11
    """
    return sum(map(_width, text))


def lines_needed(text: str, columns: int) -> int:
    r"""Return how many lines `text` takes in a cell `columns` half-width columns wide, at least one.

    One column is held back for the line-start rules, which push 。 or ， with the character before it to the next line.

    >>> lines_needed("稳中求进", 5), lines_needed("稳中求进\n以进促稳", 80)
    (2, 2)
    """
    room = max(2, columns - 1)
    return sum(max(1, math.ceil(text_width(line) / room)) for line in text.split("\n"))


def fits(text: str, columns: int, most_lines: int, most_characters: int) -> bool:
    """Whether a cell of so many columns, lines and characters holds the text."""
    if len(text) > most_characters:
        return False
    # Nearly every text is so short that it fits though each of its characters were wide.
    roughly = 2 * len(text) // max(2, columns - 1) + 2 * (text.count("\n") + 1)
    return roughly <= most_lines or lines_needed(text, columns) <= most_lines


def split_passage(passage: Passage, columns: int, most_lines: int, most_characters: int) -> tuple[Passage, ...]:
    """Return the passage in parts that each fit a cell, cut after a sentence where one ends, else where the room does.

    The parts together are the passage, mark for mark; an empty passage is one empty part.
    """
    if fits(passage.text, columns, most_lines, most_characters):
        return (passage,)
    parts: list[Passage] = []
    pieces = list(passage.pieces)
    for length in _part_lengths(passage.text, columns, most_lines, most_characters):
        taken, pieces = _take(pieces, length)
        parts.append(replace(passage, pieces=tuple(taken)))
    return tuple(parts)


def _part_lengths(text: str, columns: int, most_lines: int, most_characters: int) -> Iterator[int]:
    start = 0
    while start < len(text):
        end = _room_end(text, start, columns, most_lines, most_characters)
        if end < len(text):
            ends = [found.end() for found in _SENTENCE_ENDS.finditer(text, start, end)]
            # A cut in the first half of the room would waste more than it tidies.
            end = next((at for at in reversed(ends) if at - start > (end - start) // 2), end)
        yield end - start
        start = end


def _room_end(text: str, start: int, columns: int, most_lines: int, most_characters: int) -> int:
    """Return where the text that fits one cell from `start` ends; always past `start`."""
    room, lines, used = max(2, columns - 1), 1, 0
    for at in range(start, min(len(text), start + most_characters)):
        width = 0 if text[at] == "\n" else _width(text[at])
        if text[at] == "\n" or used + width > room:
            lines, used = lines + 1, 0
            if lines > most_lines:
                return max(at, start + 1)
        used += width
    return min(len(text), start + most_characters)


def _take(pieces: list[Piece], length: int) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces of the first `length` characters and those that are left, cutting one in two where needed."""
    taken: list[Piece] = []
    for at, piece in enumerate(pieces):
        if length < len(piece.text):
            # Where a moved stretch came from is said behind its end.
            head = [replace(piece, text=piece.text[:length], moved_from="")] if length else []
            return taken + head, [replace(piece, text=piece.text[length:]), *pieces[at + 1 :]]
        taken.append(piece)
        length -= len(piece.text)
    return taken, []
