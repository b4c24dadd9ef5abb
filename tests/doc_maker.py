"""Makes binary Word documents, byte by byte as [MS-CFB] and [MS-DOC] have them, so that tests need no other program."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

SECTOR, FREE, END, FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
FIB, PARTS = 1024, 93

IN_TABLE, ROW_END, ROW, DEPTH = 0x2416, 0x2417, 0xD608, 0x6649
LIST, LEVEL, OUTLINE = 0x460B, 0x260A, 0x2640
HIDDEN, DELETED, INSERTED, SYMBOL, CHARACTER_STYLE = 0x083C, 0x0800, 0x0801, 0x6A09, 0x4A30


def sprm(code: int, value: int | bytes) -> bytes:
    """One property; bytes go with their length before them where the code asks for it."""
    if isinstance(value, bytes):
        size = struct.pack("<H", len(value) + 1) if code == ROW else bytes([len(value)])
        return struct.pack("<H", code) + size + value
    return struct.pack("<H", code) + value.to_bytes((1, 1, 2, 4, 2, 2, 0, 3)[code >> 13], "little")


@dataclass(frozen=True)
class Run:
    text: str
    look: bytes = b""


@dataclass(frozen=True)
class Par:
    runs: str | tuple[str | Run, ...]
    look: bytes = b""
    style: int = 0
    mark: str = "\r"

    def pieces(self) -> Iterator[Run]:
        for run in (self.runs,) if isinstance(self.runs, str) else self.runs:
            yield Run(run) if isinstance(run, str) else run
        if self.mark:
            yield Run(self.mark)


def row(*cells: str, edges: Sequence[int] = (), flags: Sequence[int] = ()) -> tuple[Par, ...]:
    """A table row: its cells' paragraphs and the end that tells its shape."""
    edges = edges or range(0, 1000 * (len(cells) + 1), 1000)
    described = b"".join(struct.pack("<H18x", bits) for bits in flags or [0] * len(cells))
    shape = bytes([len(cells)]) + struct.pack(f"<{len(edges)}h", *edges) + described
    inside = sprm(IN_TABLE, 1)
    end = Par("", inside + sprm(ROW_END, 1) + sprm(ROW, shape), mark="\x07")
    return (*(Par(cell, inside, mark="\x07") for cell in cells), end)


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with its streams one after another; none is short enough for the small sectors."""
    sectors, fat, entries = [], [], [_entry("Root Entry", 5, END, 0, child=1)]
    for number, (name, content) in enumerate(streams.items(), 1):
        long = content.ljust(4096, b"\0")
        count = -(-len(long) // SECTOR)
        entries.append(_entry(name, 2, len(sectors), len(long), right=number + 1 if number < len(streams) else FREE))
        fat += [*range(len(fat) + 1, len(fat) + count), END]
        sectors += [long[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(long), SECTOR)]
    directory = len(sectors)
    packed = b"".join(entries)
    sectors += [packed[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(packed), SECTOR)]
    fat += [*range(directory + 1, len(sectors)), END]
    tables = next(n for n in range(1, 109) if n * SECTOR // 4 >= len(fat) + n)
    places = range(len(fat), len(fat) + tables)
    fat += [FAT] * tables
    fat += [FREE] * (tables * SECTOR // 4 - len(fat))
    head = struct.pack(
        "<8s16x5H6x9I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        tables,
        directory,
        0,
        4096,
        END,
        0,
        END,
        0,
    )
    header = head + struct.pack("<109I", *places, *[FREE] * (109 - tables))
    return header + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    packed = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBB3I16xI16xIII", packed, len(packed), kind, 1, FREE, right, child, 0, start, size, 0)


@dataclass
class Word:
    """A document to be: its texts, how its characters are kept, and parts of the table stream by number.

    `cuts` are positions where the characters are cut into pieces, which lie in the file in reverse; pieces that can be are
    kept in one byte a character where `narrow`. `changes` are properties laid over a piece, by its number.
    """

    main: Sequence[Par] = ()
    footnotes: Sequence[Par] = ()
    headers: Sequence[Par] = ()
    text_boxes: Sequence[Par] = ()
    cuts: Sequence[int] = ()
    narrow: bool = False
    changes: dict[int, bytes] = field(default_factory=dict)
    parts: dict[int, bytes] = field(default_factory=dict)
    flags: int = 0
    version: int = 0x00C1
    data: bytes = b""

    def content(self) -> bytes:
        """The file."""
        return compound(self.streams())

    def streams(self) -> dict[str, bytes]:
        stories = (self.main, self.footnotes, self.headers, (), (), (), self.text_boxes, ())
        paragraphs = [each for story in stories for each in story] + [Par("")] * any(stories[1:])
        text = "".join(run.text for each in paragraphs for run in each.pieces())
        main, places, pieces = self._text(text)
        pages = (
            self._runs(paragraphs, places, of_characters=True),
            self._runs(paragraphs, places, of_characters=False),
        )
        parts = {**self.parts, 33: pieces}
        for number, runs in zip((12, 13), pages, strict=True):
            main, parts[number] = _formatting(main, runs, 13 if number == 13 else 1)
        table, pairs = b"\0" * 16, []
        for number in range(PARTS):
            pairs += [len(table), len(parts.get(number, b""))]
            table += parts.get(number, b"")
        lengths = [sum(units(run.text) for each in story for run in each.pieces()) for story in stories]
        fib = struct.pack("<HH6xH20xH28xH", 0xA5EC, self.version, 0x0200 | self.flags, 14, 22)
        fib += struct.pack("<12x8I44x", *lengths) + struct.pack("<H", PARTS) + struct.pack(f"<{2 * PARTS}I", *pairs)
        return {"WordDocument": fib.ljust(FIB, b"\0") + main[FIB:], "1Table": table, "Data": self.data}

    def _text(self, text: str) -> tuple[bytes, list[int], bytes]:
        """The main stream with the characters, the byte each position lies at, and the piece table."""
        packed = text.encode("utf-16-le", "surrogatepass")
        borders = [0, *self.cuts, len(packed) // 2]
        main, places, records = b"\0" * FIB, [0] * (len(packed) // 2), []
        kept = sorted(self.changes)
        for number, (start, end) in reversed(list(enumerate(pairwise(borders)))):
            wide = packed[2 * start : 2 * end]
            narrow = wide.decode("utf-16-le", "replace").encode("cp1252", "replace") if self.narrow else b"?"
            one = b"?" not in narrow
            places[start:end] = range(len(main), len(main) + (end - start) * (2 - one), 2 - one)
            modifier = kept.index(number) << 1 | 1 if number in kept else 0
            offset = 2 * len(main) | 0x40000000 if one else len(main)
            records.insert(0, struct.pack("<HIH", 0, offset, modifier))
            main += narrow if one else wide
        table = struct.pack(f"<{len(borders)}I", *borders) + b"".join(records)
        clx = b"".join(struct.pack("<BH", 1, len(self.changes[n])) + self.changes[n] for n in kept)
        return (
            main.ljust(-(-len(main) // SECTOR) * SECTOR, b"\0"),
            places,
            clx + struct.pack("<BI", 2, len(table)) + table,
        )

    def _runs(
        self, paragraphs: Sequence[Par], places: list[int], *, of_characters: bool
    ) -> list[tuple[int, int, bytes]]:
        """Stretches of bytes with what they carry, cut where the characters do not lie together."""
        found, at = [], 0
        for each in paragraphs:
            runs = list(each.pieces())
            if not of_characters:
                packed = struct.pack("<H", each.style) + each.look
                packed += b"\0" * (1 - len(packed) % 2)
                runs = [Run("".join(run.text for run in runs), bytes([len(packed) // 2 + 1]) + packed)]
            for run in runs:
                for position in range(at, at + units(run.text)):
                    look = bytes([len(run.look)]) + run.look if of_characters else run.look
                    width = 1 if {places[position] + 1} & set(places[max(0, position - 1) : position + 2]) else 2
                    if found and found[-1][1] == places[position] and found[-1][2] is look:
                        found[-1] = (found[-1][0], places[position] + width, look)
                    else:
                        found.append((places[position], places[position] + width, look))
                at += units(run.text)
        return sorted(found)


def _formatting(main: bytes, runs: list[tuple[int, int, bytes]], width: int) -> tuple[bytes, bytes]:
    """The main stream with pages of formatting behind it, and the part that lists them."""
    borders, pages = [], []
    while runs:
        count = next(
            n
            for n in range(min(20, len(runs)), 0, -1)
            if 4 + n * (4 + width) + sum(len(r[2]) + 1 for r in runs[:n]) < SECTOR
        )
        taken, runs = runs[:count], runs[count:]
        page = bytearray(SECTOR)
        ends = [*(start for start, _, _ in taken), taken[-1][1]]
        struct.pack_into(f"<{count + 1}I", page, 0, *ends)
        free = SECTOR - 1
        for number, (_, _, carried) in enumerate(taken):
            free = (free - len(carried)) & ~1
            page[free : free + len(carried)] = carried
            page[4 * (count + 1) + width * number] = free // 2
        page[-1] = count
        borders.append(ends[0])
        pages.append(len(main) // SECTOR)
        main += bytes(page)
        last = ends[-1]
    return main, struct.pack(f"<{len(borders) + 1}I{len(pages)}I", *borders, last, *pages)


def units(text: str) -> int:
    """How many positions Word counts for a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plc(positions: Sequence[int], *records: bytes) -> bytes:
    return struct.pack(f"<{len(positions)}I", *positions) + b"".join(records)


def style_sheet(*styles: tuple[int, int, int, bytes]) -> bytes:
    """Styles: built-in meaning, sort (1 paragraph, 2 character), style below, properties."""
    sheet = struct.pack("<HHH14x", 18, len(styles), 10)
    for meaning, sort, below, look in styles:
        packed = (b"\0\0" if sort == 1 else b"") + look
        body = struct.pack("<HHHHH", meaning, sort | below << 4, 1, 0, 0) + struct.pack("<H2sH", 1, b"S\0", 0)
        body += struct.pack("<H", len(packed)) + packed + b"\0" * (len(packed) % 2)
        sheet += struct.pack("<H", len(body)) + body
    return sheet


def list_level(form: int, text: str, start: int = 1, *, info: int = 0, restart: int = 0) -> bytes:
    return (
        struct.pack("<iBB9xB8xBBBx", start, form, info, 0, 0, 0, restart)
        + struct.pack("<H", len(text))
        + text.encode("utf-16-le")
    )


def lists(*levels: Sequence[bytes], styles: Sequence[int] = ()) -> bytes:
    """Lists 1, 2 …, each of one level or of nine."""
    linked = [*styles, *[0xFFF] * (9 - len(styles))]
    heads = b"".join(struct.pack("<ii9HBB", n, 0, *linked, len(each) == 1, 0) for n, each in enumerate(levels, 1))
    return struct.pack("<H", len(levels)) + heads + b"".join(b"".join(each) for each in levels)


def overrides(*uses: tuple[int, Sequence[bytes]]) -> bytes:
    """Uses of lists: the list's number, and what is overridden (from `begins_at`)."""
    heads = b"".join(struct.pack("<i8xB3x", identity, len(levels)) for identity, levels in uses)
    return struct.pack("<I", len(uses)) + heads + b"".join(b"\xff" * 4 + b"".join(levels) for _, levels in uses)


def begins_at(level: int, start: int) -> bytes:
    return struct.pack("<iI", start, level | 0x10)
