"""Ways to spoil a file: its bytes, the parts of its package, its elements, its numbers; the same dice give the same file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

from lxml import etree

from qcompare.document import Format
from tests.benchmarks.fuzz_seeds import Seed

Spoil = Callable[[bytes, Random], bytes]

_HUGE = (
    "99999999999",
    "-1",
    "0",
    "2147483648",
    "1e308",
    "NaN",
    "",
    "-99999999999999999999",
    "9" * 4000,
    "一",
    "../../etc",
)
"""What no number of an honest file is."""

_DEEP = 3000
"""How deep elements are nested: deeper than Python's own stack, and than libxml2 lets pass without a word."""

_LARGEST = 3_000_000
"""Bytes of a spoilt file: what grows beyond is cut, as time should go into many files."""


def mutated(form: Format, files: tuple[Seed, ...], dice: Random) -> Seed:
    """Return one of the files, spoilt one to three times."""
    name, content = dice.choice(files)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        other = dice.choice(files)[1]
        spoil = dice.choice(_WAYS[form])
        content = _spliced(content, other, dice) if dice.random() < 0.1 else spoil(content, dice)
    return name, content[:_LARGEST]


# ---- bytes ----


def _flip(content: bytes, dice: Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(dice.choice((1, 3, 20, 200)) if spoilt else 0):
        spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
    return bytes(spoilt)


def _overwrite(content: bytes, dice: Random) -> bytes:
    """Put what counts and offsets should never be where they may stand: at an even place."""
    spoilt = bytearray(content)
    for _ in range(dice.choice((1, 2, 8, 40))):
        at = 2 * dice.randrange(len(spoilt) // 2 + 1)
        value = dice.choice(
            (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\xff\xff", b"\0\0", b"\x01\0\0\0")
        )
        spoilt[at : at + len(value)] = value
    return bytes(spoilt)


def _offsets(content: bytes, dice: Random) -> bytes:
    """Change what looks like a count or an offset: a small number, low byte first, at an even place."""
    spoilt = bytearray(content)
    for at in (2 * dice.randrange(len(spoilt) // 2 + 1) for _ in range(dice.choice((40, 200, 800)))):
        value = int.from_bytes(spoilt[at : at + 4], "little")
        if 0 < value < len(spoilt) and at + 4 <= len(spoilt):
            other = dice.choice((value + 1, value - 1, value * 2, 0x7FFFFFFF, 0xFFFFFFFE, dice.randrange(len(spoilt))))
            spoilt[at : at + 4] = other.to_bytes(4, "little")
            if dice.random() < 0.5:
                break
    return bytes(spoilt)


def _truncate(content: bytes, dice: Random) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def _shuffle(content: bytes, dice: Random) -> bytes:
    """Take out, repeat or swap blocks."""
    size = dice.choice((1, 16, 512, 4096))
    a, b = sorted(dice.randrange(len(content) + 1) for _ in range(2))
    first, second = content[a : a + size], content[b : b + size]
    way = dice.randrange(4)
    if way == 0:
        return content[:a] + content[a + size :]
    if way == 1:
        return content[:a] + first * dice.choice((2, 3, 50)) + content[a + size :]
    if way == 2:
        return content[:a] + second + content[a + size : b] + first + content[b + size :]
    return content[:a] + dice.randbytes(size) + content[a + size :]


def _spliced(content: bytes, other: bytes, dice: Random) -> bytes:
    """Return the start of one file with the end of another; of packages, one with parts of another."""
    if zipfile.is_zipfile(BytesIO(content)) and zipfile.is_zipfile(BytesIO(other)) and dice.random() < 0.8:
        try:
            mine, theirs = _parts(content), _parts(other)
        except _UNREADABLE:
            return content
        chosen = dice.sample(sorted(theirs), min(len(theirs), dice.randint(1, 3)))
        return _package([*mine.items(), *((name, theirs[name]) for name in chosen)])
    return content[: dice.randrange(len(content) + 1)] + other[dice.randrange(len(other) + 1) :]


# ---- packages and elements ----

_UNREADABLE = (
    zipfile.BadZipFile,
    EOFError,
    NotImplementedError,
    ValueError,
    OSError,
    RuntimeError,
    KeyError,
    zipfile.zlib.error,
)


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _package(parts: list[tuple[str, bytes]]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in dict(parts).items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _in_package(content: bytes, dice: Random) -> bytes:
    """Spoil a part and pack it again: what is spoilt from outside no reader unpacks."""
    try:
        parts = _parts(content)
    except _UNREADABLE:
        return _flip(content, dice)
    inner = [name for name in sorted(parts) if name.endswith((".xml", ".rels"))]
    for name in dice.sample(inner, min(len(inner), dice.choice((1, 1, 2)))):
        way = dice.random()
        if way < 0.05:
            del parts[name]
        elif way < 0.1:
            parts[dice.choice(("../" * 5, "/", "a/", "\\")) + name] = parts.pop(name)
        else:
            parts[name] = dice.choice((_elements, _elements, _elements, _nest, _numbers, _flip, _shuffle, _truncate))(
                parts[name], dice
            )
    return _package(list(parts.items()))


def _elements(content: bytes, dice: Random) -> bytes:
    """Spoil elements and attributes; what comes out is still XML."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.LxmlError:
        return _flip(content, dice)
    for _ in range(dice.choice((1, 3, 10))):
        found = [element for element in root.iter() if isinstance(element.tag, str)]
        dice.choice(_ON_ELEMENTS)(dice.choice(found), found, dice)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _attribute(one: etree._Element, found: list[etree._Element], dice: Random) -> None:
    having = [element for element in found if element.attrib]
    if having:
        element = dice.choice(having)
        element.set(dice.choice(sorted(element.attrib)), dice.choice(_HUGE))
    del one


def _copy(one: etree._Element, found: list[etree._Element], dice: Random) -> None:
    """Put an element, again and again, into another place, its own inside too."""
    copy = etree.tostring(one, with_tail=False)
    if len(copy) < 20_000:
        place = dice.choice(found)
        for _ in range(dice.choice((1, 2, 60))):
            place.append(etree.fromstring(copy))


def _remove(one: etree._Element, found: list[etree._Element], dice: Random) -> None:
    del found, dice
    if (parent := one.getparent()) is not None:
        parent.remove(one)


def _text(one: etree._Element, found: list[etree._Element], dice: Random) -> None:
    del found
    one.text = dice.choice((*_HUGE, "\ud7ff\ue000\U0010ffff", "\u202e\u200b\ufeff", "\n" * 500, "（一）" * 800, " "))


def _rename(one: etree._Element, found: list[etree._Element], dice: Random) -> None:
    one.tag = dice.choice(found).tag


_ON_ELEMENTS = (_attribute, _attribute, _attribute, _copy, _remove, _text, _rename)


def _nest(content: bytes, dice: Random) -> bytes:
    """Nest an element in itself, thousands deep."""
    tags = re.findall(rb"<([\w:]+)[^<>/]*>", content)
    if not tags:
        return content
    tag = dice.choice(tags)
    at = content.find(b"<" + tag)
    depth = dice.choice((30, 300, _DEEP))
    inner = content[at : content.find(b">", at) + 1] * depth
    return content[:at] + inner + b"</" + tag + b">" * dice.randrange(2) * depth + content[at:]


# ---- numbers, lines, tags ----


def _numbers(content: bytes, dice: Random) -> bytes:
    """Put a number that none should be in a number's place, or another number of the file."""
    found = list(re.finditer(rb"(?<=[\s\[(<\"'])-?\d+(?:\.\d+)?(?=[\s\])>\"'])", content)) or list(
        re.finditer(rb"\d+", content)
    )
    for one in sorted(
        dice.sample(found, min(len(found), dice.choice((1, 2, 6)))), key=lambda m: m.start(), reverse=True
    ):
        new = dice.choice(_HUGE).encode() if dice.random() < 0.5 else dice.choice(found).group()
        content = content[: one.start()] + new + content[one.end() :]
    return content


def _references(content: bytes, dice: Random) -> bytes:
    """Let objects of a PDF speak of others: of a parent as a child, of nothing, of text as a font."""
    found = list(re.finditer(rb"\b(\d+) 0 R\b", content))
    for one in sorted(dice.sample(found, min(len(found), dice.choice((1, 3)))), key=lambda m: m.start(), reverse=True):
        new = dice.choice(found).group() * dice.choice((1, 1, 200)) if dice.random() < 0.9 else b"<< /Kids [1 0 R] >>"
        content = content[: one.start()] + new + content[one.end() :]
    return content


def _lines(content: bytes, dice: Random) -> bytes:
    """Repeat a line, or put strange characters among its own."""
    lines = content.split(b"\n")
    at = dice.randrange(len(lines))
    if dice.random() < 0.5:
        lines[at : at + 1] = [lines[at]] * dice.choice((2, 400))
    else:
        strange = dice.choice(
            ("\u202e", "\0", "\u2028", "\x0c", "\t" * 300, "（" * 2000, "一" * 5000, "第", "〔", "1." * 900, "\ufffe")
        )
        half = len(lines[at]) // 2
        lines[at] = lines[at][:half] + strange.encode() + lines[at][half:]
    return b"\n".join(lines)


def _tags(content: bytes, dice: Random) -> bytes:
    """Swap, repeat or drop a web page's tags, or change what they say."""
    found = list(re.finditer(rb"<[^<>]*>", content))
    if not found:
        return _flip(content, dice)
    for _ in range(dice.choice((1, 4))):
        one, other = dice.choice(found), dice.choice(found)
        new = dice.choice(
            (
                b"",
                other.group(),
                other.group() * 40,
                b"<!--",
                b"<table><tr><td>" * 500,
                b"<script>",
                b"&#x110000;&#0;",
                b'<td rowspan=99999999 colspan="99999999">',
                b"<li>" * 900,
                b"<div>" * _DEEP,
            )
        )
        content = content[: one.start()] + new + content[one.end() :]
    return content


_BYTES: tuple[Spoil, ...] = (_flip, _overwrite, _truncate, _shuffle)
_WAYS: dict[Format, tuple[Spoil, ...]] = {
    Format.TEXT: (*_BYTES, _numbers, *[_lines] * 8),
    Format.DOCX: (*_BYTES, *[_in_package] * 16),
    Format.OFD: (*_BYTES, *[_in_package] * 16),
    Format.PDF: (*_BYTES, *[_numbers] * 4, *[_references] * 3),
    Format.DOC: (*_BYTES, *[_offsets] * 6),
    Format.HTML: (*_BYTES, *[_tags] * 5, _nest, _numbers),
    Format.MHT: (*_BYTES, *[_tags] * 5, _nest, _numbers, _lines),
}
