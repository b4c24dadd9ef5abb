"""The user's own pairs of words that count as one (对等词): a text file beside the library, which Excel opens too."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from qcompare.atomic import write_whole
from qcompare.errors import LibraryError
from qcompare.model import Equivalence, Op

KIND_WORDS = {Op.VARIANT: "字词", Op.LOCALISED: "属地"}
"""What the file and the window call the two kinds of pair."""

SHORTEST, LONGEST = 2, 40
"""Characters that one of the words may have."""

_HEAD = ("词语一", "词语二", "类别")
_KINDS = {word: op for op, word in KIND_WORDS.items()}


def equivalences_file(library: Path) -> Path:
    """Return where the pairs that go with a library are kept; the file need not exist.

    >>> equivalences_file(Path("规划库") / "library.db").name
    'library.words.tsv'
    """
    return library.with_suffix(".words.tsv")


def equivalence(one: str, other: str, op: Op = Op.VARIANT, *, place: str = "") -> Equivalence:
    """Return the pair of two words that the user wrote. Raises LibraryError where they make none; `place` says where.

    >>> equivalence(" 经信局 ", "新经济委")
    Equivalence(one='经信局', other='新经济委', op=<Op.VARIANT: 'variant'>)
    """
    words = "".join(one.split()), "".join(other.split())
    if not all(words) or words[0] == words[1]:
        raise LibraryError("对等词须是两个不同的词", place=place, advice="请检查后重试")
    if min(map(len, words)) < SHORTEST:
        raise LibraryError("对等词至少要有两个字", place=place, advice="一个字在别的词里也有，市、区这样的层级不必添加")
    if max(map(len, words)) > LONGEST:
        raise LibraryError(f"对等词不能超过 {LONGEST} 个字", place=place, advice="请改短后重试")
    if not all(word.isprintable() and any(map(str.isalnum, word)) for word in words):
        raise LibraryError("对等词中有不能比对的字符", place=place, advice="请只用文字和数字")
    return Equivalence(*words, op)


def read_equivalences(path: Path) -> tuple[Equivalence, ...]:
    """Return the pairs in the file, in order, none twice; none where there is no file.

    Raises LibraryError with the line that cannot be understood.
    """
    try:
        written = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise LibraryError("对等词文件读不出来", place=str(path), advice="请检查权限后重试") from error
    lines = list(csv.reader(_decoded(written, path).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    found = [_pair(line, f"{path} 第 {number} 行") for number, line in enumerate(lines, start=1) if _is_pair(line)]
    return tuple(dict.fromkeys(found))


def write_equivalences(path: Path, pairs: Iterable[Equivalence]) -> None:
    """Write the pairs, whole or not at all. Raises OutputError when the file cannot be written."""
    lines = [_HEAD, *((pair.one, pair.other, KIND_WORDS[pair.op]) for pair in pairs)]
    with write_whole(path) as temporary:
        temporary.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8-sig")


def _decoded(written: bytes, path: Path) -> str:
    """Return the file's text: UTF-8, or what Excel on a Chinese PC makes of it."""
    encodings = ("utf-16",) if written[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return written.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    advice = "请用文本编辑器另存为 UTF-8 编码，或删去该文件后重新添加"
    raise LibraryError("对等词文件的编码认不出来", place=str(path), advice=advice)


def _is_pair(line: Sequence[str]) -> bool:
    return any(map(str.strip, line)) and tuple(cell.strip() for cell in line) != _HEAD


def _pair(line: Sequence[str], place: str) -> Equivalence:
    cells = [cell.strip() for cell in line]
    while not cells[-1]:
        cells.pop()
    kind = cells[2] if len(cells) > 2 else KIND_WORDS[Op.VARIANT]
    if len(cells) not in (2, 3) or kind not in _KINDS:
        raise LibraryError(
            "对等词文件有一行看不懂", place=place, advice="每行两个词，其间用制表符隔开，类别写“字词”或“属地”"
        )
    return equivalence(cells[0], cells[1], _KINDS[kind], place=place)
