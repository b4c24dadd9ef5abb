"""The hidden key of a table's row (行标识): which clauses of which plans it is of, and what was said of them when it was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256

from qcompare.digests import text_digest
from qcompare.dossier import Dossier
from qcompare.quotes import Place, Quoter
from qcompare.review import places_of

VERDICT, OPINION = "结论", "审核意见"
"""What heads the columns that reviewers fill in; they are found by these words when they come back."""

_MARK, _HEADS_MARK = "qc1", "qch1"
_DIGEST = 12  # hex digits of a plan's text digest: two plans of one library are never confused
_CHECK = 8
_SAID = 8
_NOTHING = "0"

_KEY = re.compile(
    r"qc1\.(?P<base>[0-9a-f]{12})\.(?P<targets>[0-9a-f]{12}(?:-[0-9a-f]{12})*)\.(?P<way>[sc])"
    r"\.(?P<places>(?:[bt]\d{1,9}|0)(?:-(?:[bt]\d{1,9}|0))*)\.(?P<said>(?:[0-9a-f]{8}|0)(?:-(?:[0-9a-f]{8}|0))*)"
    r"\.(?P<part>\d{1,4})-(?P<parts>\d{1,4})"
)
_LIKE_KEY = re.compile(r"qc\d+\.[0-9A-Za-z.\-]*")
_LIKE_HEADS = re.compile(r"qch1\.([0-9a-f\-]+)")

_UNSEEN = re.compile("[\\s\x00-\x1f\x7f-\x9f\u200b\ufeff\u2400-\u2421\ufffd\ud800-\udfff\ufffe\uffff]")
"""What a file may lose or show otherwise: white space, and what no file can hold with the signs that stand for it."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an opinion on a row hangs: on the sentence that starts at `offset` of the base, or of the target itself."""

    base: bool
    offset: int


@dataclass(frozen=True, slots=True)
class RowKey:
    """What a row of a table is of, so that a remark written into it finds its place again.

    `base` and `targets` are the first digits of the plans' text digests. For each target: its anchor, None where the row
    says nothing of it, and the digest of what had been said of it, empty where nothing was. A row too long for a cell goes
    on in several lines: this is number `part` of `parts`, from 1.
    """

    base: str
    targets: tuple[str, ...]
    chained: bool
    anchors: tuple[Anchor | None, ...]
    said: tuple[str, ...]
    part: int = 1
    parts: int = 1

    def __str__(self) -> str:
        anchors = (_NOTHING if a is None else f"{'b' if a.base else 't'}{a.offset}" for a in self.anchors)
        fields = (
            *(_MARK, self.base, "-".join(self.targets), "c" if self.chained else "s", "-".join(anchors)),
            *("-".join(said or _NOTHING for said in self.said), f"{self.part}-{self.parts}"),
        )
        written = ".".join(fields)
        return f"{written}.{_digits(written, _CHECK)}"

    def of_part(self, part: int, parts: int) -> RowKey:
        """Return the key of one of the lines that the row takes."""
        return replace(self, part=part, parts=parts)

    def plans(self, target: int) -> tuple[str, str]:
        """Return the digests of the plan that a target is compared with and of the target."""
        return (self.targets[target - 1] if self.chained and target else self.base), self.targets[target]


def row_keys(dossier: Dossier) -> Iterator[RowKey]:
    """Yield the key of each row of a comparison, in their order."""
    collation = dossier.collation
    quoter = cache(lambda target: Quoter(collation.targets[target].plan))
    base, *targets = (text_digest(plan.text)[:_DIGEST] for plan in collation.plans)
    for row in range(len(collation.rows)):
        anchors = tuple(_anchor(dossier, row, target, quoter) for target in range(len(targets)))
        said = tuple(said_digest(dossier.said(row, target)) for target in range(len(targets)))
        yield RowKey(base, tuple(targets), collation.chained, anchors, said)


def find_key(text: str) -> str:
    """Return what is or was a key in a text; empty where there is none."""
    found = _LIKE_KEY.search(text)
    return found[0].rstrip(".-") if found else ""


def read_key(text: str) -> RowKey | None:
    """Return the key that a text is; None where it is none, or no longer what was written.

    >>> key = RowKey("0f" * 6, ("a1" * 6,), False, (Anchor(True, 120),), ("",))
    >>> str(key)
    'qc1.0f0f0f0f0f0f.a1a1a1a1a1a1.s.b120.0.1-1.f54bd22b'
    >>> read_key(str(key)) == key, read_key(str(key).replace("b120", "b121"))
    (True, None)
    """
    written, _, check = text.rpartition(".")
    found = _KEY.fullmatch(written)
    if found is None or check != _digits(written, _CHECK):
        return None
    targets, places, said = (tuple(found[name].split("-")) for name in ("targets", "places", "said"))
    if not len(targets) == len(places) == len(said):
        return None
    anchors = tuple(None if p == _NOTHING else Anchor(p[0] == "b", int(p[1:])) for p in places)
    known = tuple("" if word == _NOTHING else word for word in said)
    return RowKey(found["base"], targets, found["way"] == "c", anchors, known, int(found["part"]), int(found["parts"]))


def said_digest(words: str) -> str:
    """Return what tells an opinion from any other, however a file laid it out; empty where nothing is said.

    >>> said_digest("需修改：请说明\\n测算依据") == said_digest(" 需修改：请说明测算依据"), said_digest(" ")
    (True, '')
    """
    plain = _UNSEEN.sub("", words)
    return _digits(plain, _SAID) if plain else ""


def heads_key(heads: Sequence[str]) -> str:
    """Return what tells the columns of remarks apart by their heads, wherever they are moved to."""
    return f"{_HEADS_MARK}.{'-'.join(said_digest(head) or _NOTHING for head in heads)}"


def read_heads_key(text: str) -> tuple[str, ...]:
    """Return the digests of the heads of the columns of remarks, in the targets' order; none where that is not said."""
    found = _LIKE_HEADS.search(text)
    return tuple(found[1].split("-")) if found else ()


def _anchor(dossier: Dossier, row: int, target: int, quoter: Callable[[int], Quoter]) -> Anchor | None:
    """Return where the opinion on a row hangs; where there is none, where one would be hung."""
    collation = dossier.collation
    places = places_of(collation, row, target)
    if not places:
        return None
    place, said = places[0], dossier.opinions.get((row, target))
    if len(places) > 1 and said is not None and said.base is None and said.target is not None:
        own = Place(None, quoter(target).find(said.target))
        place = own if own in places else place
    if place.base is not None:
        return Anchor(True, collation.base_of(target).sentences[place.base].span.start)
    assert place.target is not None
    return Anchor(False, collation.targets[target].plan.sentences[place.target].span.start)


def _digits(text: str, count: int) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:count]
