"""Finds wording (检索) in the sentences of the library, one character or fifty, in either script."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from sqlite_utils import Database

from qcompare.document import Span
from qcompare.model import Plan, SentenceKind
from qcompare.store.plans import read_plan
from qcompare.store.rows import insert_rows, require
from qcompare.store.soundness import plan_in_place


class Form(Protocol):
    """A text made comparable: unit `k` stands for the code points `[starts[k], ends[k])` of the text."""

    @property
    def units(self) -> str:
        """The comparable text, a character for each character or word."""

    @property
    def starts(self) -> Sequence[int]:
        """Where each unit starts in the text."""

    @property
    def ends(self) -> Sequence[int]:
        """Where each unit ends in the text."""


MakeForm = Callable[[str], Form]
"""Text → form: lets 质 find 質 and 信息 find 資訊. The program hands it in, as the library knows nothing of scripts."""

_CHARACTERS = 20_000
"""How many characters' letters are kept at hand: all that plans are written with."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that holds what was looked for: in which plan, where, and `span`, the stretch of the plan's text."""

    plan: int
    label: str
    sentence: int
    path: str
    before: str
    found: str
    after: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Trace:
    """What is left of a text for searching, with the span each remaining character came from."""

    characters: str
    spans: tuple[Span, ...]

    def find(self, wanted: str) -> Span | None:
        """Return the first stretch of the text that reads `wanted`, or None."""
        at = self.characters.find(wanted) if wanted else -1
        return None if at < 0 else Span(self.spans[at].start, self.spans[at + len(wanted) - 1].end)


def index_plan(db: Database, plan_id: int, plan: Plan, make_form: MakeForm | None) -> None:
    """Make the sentences of a stored plan searchable, but for furniture: nobody looks for 浏览次数."""
    stored = db.execute("SELECT id, position FROM sentences WHERE plan = ? ORDER BY position", [plan_id]).fetchall()
    rows = []
    for sentence_id, position in stored:
        if plan.sentences[position].kind is not SentenceKind.FURNITURE:
            rows.append((sentence_id, *_indexed(plan.wording(position), make_form)))
    insert_rows(db, "sentence_index", "rowid wording form", rows)


def index_all(db: Database, make_form: MakeForm | None) -> None:
    """Index every plan of the library anew."""
    db.execute("DELETE FROM sentence_index")
    for (plan_id,) in db.execute("SELECT id FROM plans").fetchall():
        index_plan(db, plan_id, read_plan(db, plan_id), make_form)


def find_text(db: Database, text: str, make_form: MakeForm | None) -> tuple[Hit, ...]:
    """Return the sentences that hold `text`, by plan and place; words separated by spaces must all stand in the sentence.

    Punctuation, width and case do not count, and `text` may be anything a user types.
    """
    words = [word for word in text.split() if _letters(word, make_form).characters]
    if not words:
        return ()
    found = db.execute(
        "SELECT sentences.plan, sentences.position FROM sentence_index "
        "JOIN sentences ON sentences.id = sentence_index.rowid "
        "JOIN plans ON plans.id = sentences.plan AND NOT plans.removed "
        "WHERE sentence_index MATCH ? ORDER BY sentences.plan, sentences.position",
        [" AND ".join(_condition(word, make_form) for word in words)],
    ).fetchall()
    plans = {plan_id: read_plan(db, plan_id) for plan_id in dict.fromkeys(plan_id for plan_id, _ in found)}
    require(all(map(plan_in_place, plans.values())))
    require(all(0 <= sentence < len(plans[plan_id].sentences) for plan_id, sentence in found))
    return tuple(_hit(plan_id, plans[plan_id], sentence, words[0], make_form) for plan_id, sentence in found)


def _condition(word: str, make_form: MakeForm | None) -> str:
    written = dict.fromkeys(_tokens(trace.characters) for trace in _traces(word, make_form))
    return "(" + " OR ".join(f'"{tokens}"' for tokens in written if tokens) + ")"


def _hit(plan_id: int, plan: Plan, sentence: int, word: str, make_form: MakeForm | None) -> Hit:
    whole = plan.sentences[sentence].span
    wording = whole.of(plan.text)
    found = (
        trace.find(wanted.characters) for trace in _traces(wording, make_form) for wanted in _traces(word, make_form)
    )
    span = next((span for span in found if span), Span(0, len(wording)))
    return Hit(
        plan_id,
        plan.label,
        sentence,
        plan.clauses[plan.sentences[sentence].clause].path,
        wording[: span.start],
        span.of(wording),
        wording[span.end :],
        Span(whole.start + span.start, whole.start + span.end),
    )


def _traces(text: str, make_form: MakeForm | None) -> tuple[_Trace, _Trace]:
    """Return both ways to find `text`: by its letters, each for itself, and by its form, in which a word may be one unit."""
    return _letters(text, make_form), _of_form(text, make_form) if make_form else _Trace("", ())


def _letters(text: str, make_form: MakeForm | None) -> _Trace:
    """Return the letters, digits and signs of `text`, without regard to script, width and case.

    Each is converted by itself, not by the words around it, so that every stretch of a text finds that text.

    >>> _letters("达到９８%，以上 GDP", None).characters
    '达到98以上gdp'
    """
    return _trace((letter, Span(i, i + 1)) for i, c in enumerate(text) for letter in _letters_of(c, make_form))


@lru_cache(maxsize=_CHARACTERS)
def _letters_of(character: str, make_form: MakeForm | None) -> str:
    return make_form(character).units if make_form else character


def _of_form(text: str, make_form: MakeForm) -> _Trace:
    form = make_form(text)
    return _trace((c, Span(form.starts[i], form.ends[i])) for i, c in enumerate(form.units))


def _trace(characters: Iterator[tuple[str, Span]]) -> _Trace:
    kept = [(folded, span) for c, span in characters for folded in _folded(c)]
    return _Trace("".join(c for c, _ in kept), tuple(span for _, span in kept))


@lru_cache(maxsize=_CHARACTERS)
def _folded(character: str) -> str:
    """Return what counts of one character: nothing of white space and punctuation, ９ as 9, Ａ as a.

    Private-use characters stay: forms write regional words with them.
    """
    folded = unicodedata.normalize("NFKC", character).lower()
    return "".join(c for c in folded if unicodedata.category(c)[0] not in "PZC" or unicodedata.category(c) == "Co")


def _indexed(text: str, make_form: MakeForm | None) -> tuple[str, str]:
    """Return the tokens of both traces of a text; an index needs no places, and most of their time goes into these.

    >>> _indexed("质量，", None)
    ('8d28 91cf', '')
    """
    letters = " ".join(filter(None, (_tokens_of(c, make_form) for c in text)))
    return letters, " ".join(filter(None, map(_tokens_of, make_form(text).units))) if make_form else ""


@lru_cache(maxsize=_CHARACTERS)
def _tokens_of(character: str, make_form: MakeForm | None = None) -> str:
    """Return the tokens of what counts of one character: of its letters, or of a form's unit, which is what it is."""
    return _tokens("".join(map(_folded, _letters_of(character, make_form))))


def _tokens(characters: str) -> str:
    """Return characters as the tokens of the index.

    >>> _tokens("质量")
    '8d28 91cf'
    """
    return " ".join(f"{ord(c):x}" for c in characters)
