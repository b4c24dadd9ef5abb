"""Quotes sentences for decisions to speak of, and finds what is quoted in the plans as they are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from qcompare.decisions import Decision, Decisions, Opinion, Quote, QuotedRuling
from qcompare.forms import plan_form, wording_start
from qcompare.model import Plan, Ruling
from qcompare.normalize import normalize, wording_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where an opinion hangs in the plans: on a base sentence or a target sentence, for its row (`whole`) or for itself."""

    base: int | None
    target: int | None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """The decisions about one base and one target, found in the plans; what is not found there is `lost`, in its order.

    `quoted` has for each ruling the words it was kept with.
    """

    rulings: tuple[Ruling, ...] = ()
    quoted: dict[tuple[int, int], QuotedRuling] = field(default_factory=dict)
    opinions: dict[Place, Opinion] = field(default_factory=dict)
    lost: tuple[Decision, ...] = ()


class Quoter:
    """Quotes the sentences of one plan, and finds what was quoted from it or from an earlier version of it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        form = plan_form(plan, regional=False)
        self._letters = [letters or form.whole(k) for k, letters in enumerate(form.letters)]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for k in plan.aligned():
            self._places[self._letters[k]].append(k)

    def quote(self, sentence: int) -> Quote:
        """Return the sentence as a decision speaks of it."""
        found = self.plan.sentences[sentence]
        wording = self.plan.text[wording_start(self.plan, sentence) : found.span.end]
        nth = self._places[self._letters[sentence]].index(sentence)
        return Quote(wording, nth, self.plan.clauses[found.clause].path)

    def find(self, quote: Quote) -> int | None:
        """Return the sentence that says the same but for script, width, punctuation and number; None where none does.

        Of several it is the one under the same path, else the one that comes at the same turn.
        """
        places = self._said_at(quote)
        cited = [k for k in places if self.plan.clauses[self.plan.sentences[k].clause].path == quote.path]
        if len(cited) == 1:
            return cited[0]
        return places[min(quote.nth, len(places) - 1)] if places else None

    def is_only(self, quote: Quote) -> bool:
        """Whether no more than one sentence says the same."""
        return len(self._said_at(quote)) < 2

    def _said_at(self, quote: Quote) -> list[int]:
        form = normalize(quote.wording, regional=False)
        return self._places.get(wording_of(form.units) or form.units, [])

    def said(self, sentences: Iterable[int]) -> str:
        """Return what the sentences say, for `digest`."""
        return "\n".join(self._letters[k] for k in sentences)


def digest(base: Quoter, ours: Sequence[int], target: Quoter, theirs: Sequence[int]) -> str:
    """Return what tells the wording of a row from any other, without holding it: what a reviewer has seen."""
    return sha256(f"{base.said(ours)}\0{target.said(theirs)}".encode()).hexdigest()[:16]


def placed(base: Quoter, target: Quoter, decisions: Decisions) -> Placed:
    """Return the decisions found in two plans.

    Where two speak of one place the later holds and the earlier is lost: listed, as whatever is not found.
    """
    rulings: dict[tuple[int, int], QuotedRuling] = {}
    opinions: dict[Place, Opinion] = {}
    lost: list[Decision] = []
    for ruling in decisions.rulings:
        ours, theirs = base.find(ruling.base), target.find(ruling.target)
        if ours is None or theirs is None:
            lost.append(ruling)
            continue
        if (ours, theirs) in rulings:
            lost.append(rulings[ours, theirs])
        rulings[ours, theirs] = ruling
    for opinion in decisions.opinions:
        place = _place(base, target, opinion)
        if place is None:
            lost.append(opinion)
            continue
        if place in opinions:
            lost.append(opinions[place])
        opinions[place] = opinion
    known = sorted(rulings.items(), key=lambda item: item[0][::-1])
    return Placed(tuple(Ruling(*pair, said.holds) for pair, said in known), rulings, opinions, tuple(lost))


def _place(base: Quoter, target: Quoter, opinion: Opinion) -> Place | None:
    if opinion.base is not None:
        ours = base.find(opinion.base)
        return None if ours is None else Place(ours, None, opinion.whole)
    theirs = target.find(opinion.target) if opinion.target is not None else None
    return None if theirs is None else Place(None, theirs, opinion.whole)
