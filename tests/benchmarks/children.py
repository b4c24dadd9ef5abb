"""Child plans made from a real plan by known edits, so that where each character comes from is known for certain.

A district's drafters take the city's plan and change the names of places and levels, lower or raise figures, swap verbs,
cut items of lists and phrases, drop clauses and sentences, add their own (here: of another real plan), join, part and
swap sentences, move sentences and clauses elsewhere, and number what is left anew.

`python -m tests.benchmarks.children FILE [RATE] [SEED] [--traditional] [--folder FOLDER]` makes a child of any text file:
FILE-child.txt and its truth FILE-child.json, `{"origin": [base offset, -1 (new) or -2 (not judged), …]}`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opencc

from qcompare.model import Collation, Op, Plan, SentenceKind
from qcompare.numbering import Style, read_marker
from qcompare.paths import resource
from qcompare.regions import names_of, region_parts, short_name
from tests.benchmarks.texts import load, stranger_to

NEW, EITHER = -1, -2
"""Origins of a character that is not the base's, and of one that is not judged: of the number of a clause, and what an old
and a new word share in place (推进→推动)."""

LEVELS = {
    "全省": "全市",
    "全市": "全区",
    "全区": "全镇",
    "全县": "全镇",
    "我省": "我市",
    "我市": "我区",
    "我区": "我镇",
} | {"强省": "强市", "强市": "强区", "省级": "市级", "市级": "区级", "区级": "镇级", "县级": "镇级"}
"""What a child says of its own level where its parent speaks of its own; the first entry that the base has is used."""

VERBS = (
    "推进 推动|加强 强化|完善 健全|提升 提高|建立 构建|开展 实施|支持 鼓励|加快 加速|培育 打造|优化 改进|促进 推动|落实 执行"
    "|引导 指导|推广 普及|深化 推进|组织 安排|制定 出台|扩大 拓展|保障 确保|建设 打造"
)
CHILDREN = ["江北", "锦江", "海淀", "思明", "南湖", "越秀", "历下", "天心", "万州", "雨花"]
"""Names of districts, one of which the base does not name: the child's."""

HALF_WIDTH = str.maketrans("，：；（）", ",:;()")

Char = tuple[str, int]
"""A character and its origin: an offset in the base, NEW or EITHER."""
Sentence = list[Char]
Line = list[Sentence]


@dataclass(frozen=True, slots=True)
class Child:
    """A text made from a base, and the origin of each of its characters."""

    text: str
    origin: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rates:
    """What share of the sentences is edited, each in one of the ways, and what share of them is moved besides."""

    edit: float
    move: float


RATES = {"0.05": Rates(0.05, 0.02), "0.12": Rates(0.12, 0.05), "0.25": Rates(0.25, 0.25)}
"""The last is a child with a quarter changed and many moves."""


def make_child(base: Plan, stranger: Plan, rates: Rates, seed: int) -> Child:
    """Return a child of `base`; its own sentences are taken from `stranger`. The same arguments give the same child."""
    dice = random.Random(seed)  # noqa: S311 - no secret hangs on it
    own = [
        [(c, NEW) for c in stranger.wording(k).strip()] for k in stranger.aligned() if _is_foreign(stranger, base, k)
    ]
    lines = _edited_lines(_lines(base), own, rates.edit, dice)
    lines = _edited_sentences(lines, own, rates.edit, dice)
    lines = _moved(lines, rates.move, dice)
    characters = [
        char for line in _renumbered(lines) for char in [*(c for sentence in line for c in sentence), ("\n", NEW)]
    ]
    for change in (_refigured, _reworded):
        characters = change(characters, rates.edit, dice)
    return _child(_placed(characters, base, dice))


def traditional(child: Child) -> Child:
    """Return the child in Traditional script with Taiwan wording and half-width punctuation.

    Regional words of one length keep their characters' origins in place; those that grow or shrink are not judged.
    """
    pattern, taiwan = _taiwan_words()
    text: list[str] = []
    origin: list[int] = []
    at = 0
    for found in pattern.finditer(child.text):
        text.append(child.text[at : found.start()] + taiwan[found.group()])
        origin += child.origin[at : found.start()]
        size = len(taiwan[found.group()])
        same = size == len(found.group())
        origin += child.origin[found.start() : found.end()] if same else (EITHER,) * size
        at = found.end()
    converted = opencc.OpenCC("s2t").convert("".join(text) + child.text[at:]).translate(HALF_WIDTH)
    origin += child.origin[at:]
    assert len(converted) == len(origin)
    return Child(converted, tuple(origin))


def carried_f1(found: dict[int, int], child: Child) -> float:
    """Return F1 of the wording carried over: target offset → base offset, judged on letters and digits alone."""
    judged = {k for k, origin in enumerate(child.origin) if origin != EITHER and child.text[k].isalnum()}
    said = {k: base for k, base in found.items() if k in judged}
    right = sum(child.origin[k] == base for k, base in said.items())
    return 2 * right / (len(said) + sum(child.origin[k] >= 0 for k in judged))


def carried_by(collation: Collation) -> dict[int, int]:
    """Return for each character of the first target the base offset that the comparison says it comes from."""
    found = {}
    for edit in collation.targets[0].wording:
        if edit.op in (Op.EQUAL, Op.VARIANT) and edit.base:
            longest = max(len(edit.base) - 1, 0)
            for k in range(len(edit.target)):
                step = k if len(edit.base) == len(edit.target) else k * len(edit.base) // len(edit.target)
                found[edit.target.start + k] = edit.base.start + min(step, longest)
    return found


def _lines(base: Plan) -> list[Line]:
    """Return the plan without furniture as lines of sentences of characters."""
    lines: list[Line] = []
    last = -1
    for index in base.aligned():
        span = base.sentences[index].span
        sentence = [(base.text[k], k) for k in range(span.start, span.end)]
        if last < 0 or "\n" in base.text[last : span.start]:
            lines.append([])
            marker = read_marker(_text(sentence))
            end = len(marker.text) if marker else 0
            sentence = [(c, EITHER) for c, _ in sentence[:end]] + sentence[end:]
        lines[-1].append(sentence)
        last = span.end
    return lines


def _is_foreign(stranger: Plan, base: Plan, sentence: int) -> bool:
    """Return whether a body sentence of the other plan is new beside the base: what both happen to say would be no addition."""
    text = stranger.wording(sentence).strip()
    is_body = stranger.sentences[sentence].kind is SentenceKind.BODY
    return is_body and len(text) > 15 and not any(text[k : k + 12] in base.text for k in range(len(text) - 11))


def _edited_lines(lines: list[Line], own: list[Sentence], rate: float, dice: random.Random) -> list[Line]:
    """Return the lines with some dropped and some of the child's own beside them, at a third of the sentences' rate."""
    kept: list[Line] = []
    for line in lines:
        throw = dice.random() if len(line[-1]) > 1 else 1.0
        if throw < rate / 6:
            continue
        kept.append(line)
        if throw < rate / 3 and own:
            kept.append([dice.choice(own) for _ in range(dice.randint(1, 2))])
    return kept


def _edited_sentences(lines: list[Line], own: list[Sentence], rate: float, dice: random.Random) -> list[Line]:
    """Return the lines with that share of the body sentences edited, each in one way that it allows."""
    edited: list[Line] = []
    for line in lines:
        kept: Line = []
        waiting = list(line)
        while waiting:
            sentence = waiting.pop(0)
            if not _is_body(sentence) or dice.random() >= rate:
                kept.append(sentence)
                continue
            edit = dice.choice((_dropped, _inserted, _parted, _joined, _swapped, _listed, _trimmed))
            kept += edit(sentence, waiting, own, dice)
        edited.append(kept)
    return [line for line in edited if line]


def _dropped(_sentence: Sentence, _waiting: Line, _own: list[Sentence], _dice: random.Random) -> Line:
    return []


def _inserted(sentence: Sentence, _waiting: Line, own: list[Sentence], dice: random.Random) -> Line:
    return [sentence, dice.choice(own)] if own else [sentence]


def _parted(sentence: Sentence, _waiting: Line, _own: list[Sentence], dice: random.Random) -> Line:
    commas = _places_of("，,", sentence)
    if not commas:
        return [sentence]
    at = dice.choice(commas)
    return [[*sentence[:at], ("。", NEW)], sentence[at + 1 :]]


def _joined(sentence: Sentence, waiting: Line, _own: list[Sentence], _dice: random.Random) -> Line:
    if not waiting or sentence[-1][0] != "。" or not _is_body(waiting[0]):
        return [sentence]
    return [[*sentence[:-1], ("，", NEW), *waiting.pop(0)]]


def _swapped(sentence: Sentence, waiting: Line, _own: list[Sentence], _dice: random.Random) -> Line:
    return [waiting.pop(0), sentence] if waiting and _is_body(waiting[0]) else [sentence]


def _listed(sentence: Sentence, _waiting: Line, _own: list[Sentence], dice: random.Random) -> Line:
    """Cut an item of a list: what stands between two 、."""
    marks = _places_of("、", sentence)
    if len(marks) < 2:
        return [sentence]
    k = dice.randrange(len(marks) - 1)
    return [sentence[: marks[k]] + sentence[marks[k + 1] :]]


def _trimmed(sentence: Sentence, _waiting: Line, _own: list[Sentence], dice: random.Random) -> Line:
    """Cut a phrase: what stands between two commas, or all before one of the last."""
    commas = _places_of("，,", sentence)
    if len(commas) < 2:
        return [sentence]
    k = dice.randrange(len(commas))
    return [sentence[commas[k] + 1 :] if k + 1 == len(commas) else sentence[: commas[k]] + sentence[commas[k + 1] :]]


def _is_body(sentence: Sentence) -> bool:
    return len(sentence) > 12 and not _text(sentence).lstrip().startswith(("〔", "（责任", "（牵头", "（"))


def _places_of(marks: str, sentence: Sentence) -> list[int]:
    return [k for k, (c, _) in enumerate(sentence[:-1]) if c in marks]


def _moved(lines: list[Line], rate: float, dice: random.Random) -> list[Line]:
    """Take sentences out of their lines and put them into others, and whole lines elsewhere."""
    loose = []
    for line in lines:
        leaving = [k for k in range(1, len(line)) if _is_body(line[k]) and dice.random() < rate]
        loose.extend(line.pop(k) for k in reversed(leaving))
    homes = [line for line in lines if len(line) > 1] or lines
    for sentence in loose:
        home = dice.choice(homes)
        home.insert(dice.randrange(1, len(home) + 1), sentence)
    for _ in range(int(len(lines) * rate / 2)):
        line = lines.pop(dice.randrange(len(lines)))
        lines.insert(dice.randrange(len(lines) + 1), line)
    return lines


def _renumbered(lines: list[Line]) -> Iterable[Line]:
    """Yield the lines with their items counted anew in arabic figures: 1. 2. 3. begin again under each wider heading."""
    count = 0
    for line in lines:
        marker = read_marker(_text(line[0]))
        if marker is None or line[0][0][1] != EITHER:
            yield line
        elif marker.style is Style.DIGIT:
            count += 1
            number = [(c, EITHER) for c in f"{count}."]
            yield [number + line[0][len(marker.text) :], *line[1:]]
        else:
            count = 0 if marker.level < 3 else count
            yield line


def _refigured(characters: list[Char], rate: float, dice: random.Random) -> list[Char]:
    """Lower or raise figures that carry a unit."""
    changed = list(characters)
    for found in re.finditer(r"(?<![\d.])\d+(?=(?:\.\d+)?[%％个项家件户亩批类种名万亿])", _text(characters)):
        if dice.random() < 2 * rate:
            figure = str(max(1, int(found.group()) + dice.choice((-7, -3, -2, -1, 1, 2, 3, 10))))
            if len(figure) == len(found.group()):
                _replace(changed, found.span(), figure)
    return changed


def _reworded(characters: list[Char], rate: float, dice: random.Random) -> list[Char]:
    """Swap verbs for others of the same length."""
    verbs = dict(pair.split() for pair in VERBS.split("|"))
    changed = list(characters)
    for found in re.finditer("|".join(verbs), _text(characters)):
        if dice.random() < rate:
            _replace(changed, found.span(), verbs[found.group()])
    return changed


def _placed(characters: list[Char], base: Plan, dice: random.Random) -> list[Char]:
    """Put the child's own names and level for the base's."""
    text = _text(characters)
    child = dice.choice([name for name in CHILDREN if name not in base.text])
    own = short_name(base.metadata.region)
    names = names_of(region_parts(base.metadata.region)[-1]) if own else ()
    if max(map(len, names), default=0) > len(own) + 1:  # 宁夏回族自治区 would become 江北回族自治区
        names = ()
    substitutes = {
        name: child + "区" * (len(name) - len(own)) for name in names if own and len(own) == 2 and len(name) <= 3
    }
    whole = next((level for level in ("全省", "全市", "全区", "全县") if level in text), "")
    substitutes |= {
        word: LEVELS[word] for word in LEVELS if (whole and word[-1:] == whole[-1]) or word[:1] == whole[-1:]
    }
    if not substitutes:
        return characters
    changed = list(characters)
    pattern = "|".join(sorted(substitutes, key=lambda word: (-len(word), word)))
    for found in re.finditer(rf"(?:{pattern})(?![民场域])", text):
        _replace(changed, found.span(), substitutes[found.group()])
    return changed


def _replace(characters: list[Char], span: tuple[int, int], word: str) -> None:
    """Write `word` over as many characters; those in place are not judged, and what is new already stays as it is."""
    if any(characters[k][1] < 0 for k in range(*span)):
        return
    for k, new in zip(range(*span), word, strict=True):
        characters[k] = (new, EITHER if characters[k][0] == new else NEW)


@cache
def _taiwan_words() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the mainland words that the table of regional words gives Taiwan wording for, and that wording."""
    taiwan: dict[str, str] = {}
    for line in resource("regional_words.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            ours, theirs = (half.split() for half in line.split("\t"))
            taiwan.setdefault(ours[0].split("!")[0], theirs[0].split("!")[0])
    return re.compile("|".join(sorted(taiwan, key=lambda word: (-len(word), word)))), taiwan


def _text(characters: Iterable[Char]) -> str:
    return "".join(c for c, _ in characters)


def _child(characters: list[Char]) -> Child:
    return Child(_text(characters), tuple(origin for _, origin in characters))


def main() -> None:
    """Write a child of a text file and its truth; its own sentences are those of a sample plan."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.children", description="Make a child of a text.")
    parser.add_argument("file", type=Path)
    parser.add_argument("rate", nargs="?", choices=RATES, default="0.12", help="the share of the sentences edited")
    parser.add_argument("seed", nargs="?", type=int, default=1)
    parser.add_argument("--traditional", action="store_true", help="in Taiwan wording, half-width")
    parser.add_argument("--folder", type=Path, default=Path(), help="where to write; else the current folder")
    given = parser.parse_args()
    base = load(given.file)
    child = make_child(base, stranger_to(base), RATES[given.rate], given.seed)
    child = traditional(child) if given.traditional else child
    path = given.folder / f"{given.file.stem}-child.txt"
    path.write_text(child.text, encoding="utf-8", newline="")
    path.with_suffix(".json").write_text(json.dumps({"origin": child.origin}), encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main()
