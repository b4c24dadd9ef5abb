"""Child plans made from a real plan by known edits, so that where each character comes from is known for certain.

A district's drafters take the city's plan and change the names of places and levels, lower or raise figures, cut phrases
and sentences, add their own (here: sentences of another real plan), join and part sentences and move them elsewhere.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

import opencc

from qcompare.model import Collation, Op, Plan, SentenceKind

NEW, EITHER = -1, -2
"""Origins of a character that is not the base's, and of one that may be taken either way (the number of a clause)."""

PLACES = {"成都市": "锦江区", "成都": "锦江", "全市": "全区", "强市": "强区", "我市": "我区", "市级": "区级"}
MAINLAND = ["质量", "水平", "信息", "网络", "软件", "支持", "集成", "营销", "运营", "在线", "芯片"]
TAIWAN = ["品质", "水准", "资讯", "网路", "软体", "支援", "整合", "行销", "营运", "线上", "晶片"]
"""The same words in the same order, of the same length, so that the origins of the characters stay known."""

HALF_WIDTH = str.maketrans("，：；（）", ",:;()")

Char = tuple[str, int]
"""A character and its origin: an offset in the base, NEW or EITHER."""


@dataclass(frozen=True, slots=True)
class Child:
    """A text made from a base, and the origin of each of its characters."""

    text: str
    origin: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rates:
    """How often each edit is made, as a share of the sentences."""

    move: float
    cut: float
    insert: float
    trim: float
    join: float
    part: float


USUAL = Rates(move=0.10, cut=0.06, insert=0.08, trim=0.08, join=0.04, part=0.04)
HEAVY = Rates(move=0.25, cut=0.10, insert=0.12, trim=0.15, join=0.06, part=0.06)
"""A quarter of the sentences moved, and as many changed."""


def make_child(base: Plan, stranger: Plan, rates: Rates, seed: int) -> Child:
    """Return a child of `base`; its own sentences are taken from `stranger`. The same seed gives the same child."""
    dice = random.Random(seed)  # noqa: S311 - no secret hangs on it
    lines = [_edited(line, rates, dice) for line in _lines(base)]
    lines = _moved([line for line in lines if line], rates, dice)
    own = [s for s in stranger.sentences if s.kind is SentenceKind.BODY and len(s.span) > 15]
    for sentence in dice.choices(own, k=int(len(lines) * rates.insert)):
        foreign = [(c, NEW) for c in sentence.span.of(stranger.text).strip()]
        line = dice.choice([line for line in lines if len(line) > 1])
        line.insert(dice.randrange(1, len(line) + 1), foreign)
    characters = [char for line in lines for char in [*(c for sentence in line for c in sentence), ("\n", NEW)]]
    return _child(_placed(_refigured(characters, dice)))


def traditional(child: Child) -> Child:
    """Return the child in Traditional script with Taiwan wording and half-width punctuation, character for character."""
    text = child.text
    for ours, theirs in zip(MAINLAND, TAIWAN, strict=True):
        text = text.replace(ours, theirs)
    text = opencc.OpenCC("s2t").convert(text).translate(HALF_WIDTH)
    assert len(text) == len(child.text)
    return Child(text, child.origin)


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


def _lines(base: Plan) -> list[list[list[Char]]]:
    """Return the plan without furniture as lines of sentences of characters."""
    lines: list[list[list[Char]]] = []
    last = -1
    for index in base.aligned():
        span = base.sentences[index].span
        sentence = [(base.text[k], k) for k in range(span.start, span.end)]
        if last < 0 or "\n" in base.text[last : span.start]:
            lines.append([])
        lines[-1].append(_unnumbered(sentence))
        last = span.end
    return lines


def _unnumbered(sentence: list[Char]) -> list[Char]:
    marker = re.match(
        r"\s*(?:第?[一二三四五六七八九十]+[、是]|（[一二三四五六七八九十\d]+）|\d+[.．、])", _text(sentence)
    )
    end = marker.end() if marker else 0
    return [(c, EITHER) for c, _ in sentence[:end]] + sentence[end:]


def _edited(line: list[list[Char]], rates: Rates, dice: random.Random) -> list[list[Char]]:
    kept = [line[0]]
    for sentence in line[1:]:
        throw = dice.random() if _is_body(sentence) else 1.0
        if (throw := throw - rates.cut) < 0:
            continue
        if (throw := throw - rates.trim) < 0:
            kept.append(_trimmed(sentence, dice))
        elif (throw := throw - rates.part) < 0:
            kept.extend(_parted(sentence, dice))
        elif throw < rates.join and len(kept) > 1 and kept[-1][-1][0] == "。":
            kept[-1] = [*kept[-1][:-1], ("，", NEW), *sentence]
        else:
            kept.append(sentence)
    return kept


def _is_body(sentence: list[Char]) -> bool:
    return not _text(sentence).lstrip().startswith(("〔", "（责任", "（牵头"))


def _commas(sentence: list[Char]) -> list[int]:
    return [k for k, (c, _) in enumerate(sentence) if c == "，"]


def _trimmed(sentence: list[Char], dice: random.Random) -> list[Char]:
    commas = _commas(sentence)
    if len(commas) < 2:
        return sentence
    k = dice.randrange(len(commas) - 1)
    return sentence[: commas[k]] + sentence[commas[k + 1] :]


def _parted(sentence: list[Char], dice: random.Random) -> list[list[Char]]:
    commas = _commas(sentence)
    if not commas:
        return [sentence]
    at = dice.choice(commas)
    return [[*sentence[:at], ("。", NEW)], sentence[at + 1 :]]


def _moved(lines: list[list[list[Char]]], rates: Rates, dice: random.Random) -> list[list[list[Char]]]:
    """Take sentences out of their lines and put them into others, and whole lines elsewhere."""
    loose = []
    for line in lines:
        leaving = [k for k in range(1, len(line)) if _is_body(line[k]) and dice.random() < rates.move]
        loose.extend(line.pop(k) for k in reversed(leaving))
    homes = [line for line in lines if len(line) > 1]
    for sentence in loose:
        home = dice.choice(homes)
        home.insert(dice.randrange(1, len(home) + 1), sentence)
    for _ in range(int(len(lines) * rates.move / 2)):
        line = lines.pop(dice.randrange(len(lines)))
        lines.insert(dice.randrange(len(lines) + 1), line)
    return lines


def _refigured(characters: list[Char], dice: random.Random) -> list[Char]:
    text = _text(characters)
    changed = list(characters)
    for found in re.finditer(r"(?<!\d)\d+(?=(?:\.\d+)?[%％个项家件])", text):
        if characters[found.start()][1] >= 0 and dice.random() < 0.3:
            figure = str(int(found.group()) + dice.choice((-3, -2, -1, 1, 2, 3)))
            if len(figure) == len(found.group()):
                for k, digit in zip(range(*found.span()), figure, strict=True):
                    if changed[k][0] != digit:
                        changed[k] = (digit, NEW)
    return changed


def _placed(characters: list[Char]) -> list[Char]:
    text = _text(characters)
    changed = list(characters)
    for found in re.finditer(rf"(?:{'|'.join(PLACES)})(?![民场])", text):
        for k, new in zip(range(*found.span()), PLACES[found.group()], strict=True):
            if characters[k][1] >= 0 and characters[k][0] != new:
                changed[k] = (new, NEW)
    return changed


def _text(characters: list[Char]) -> str:
    return "".join(c for c, _ in characters)


def _child(characters: list[Char]) -> Child:
    return Child(_text(characters), tuple(origin for _, origin in characters))
