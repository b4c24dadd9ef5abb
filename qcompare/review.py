"""What a reviewer has said of the rows of one collation, and the changes that saying more would make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from qcompare.citing import band_level, is_furniture, sentences_of
from qcompare.decisions import Change, Decision, Decisions, Opinion, QuotedRuling, Verdict
from qcompare.model import Collation, RowKind
from qcompare.quotes import Place, Placed, Quoter, digest, placed

_UNSAID = (RowKind.NONE, RowKind.FURNITURE)


def place_of(collation: Collation, row: int, target: int) -> Place:
    """Return where an opinion on a row is hung: on the first sentence of its base clause, else of its target's."""
    return next(iter(places_of(collation, row, target)), Place(None, -1))


def places_of(collation: Collation, row: int, target: int) -> tuple[Place, ...]:
    """Return where opinions on a row may hang, the likeliest first.

    What was said of a row that only the target had stays on the target's words, whatever they are matched with later.
    """
    line = collation.rows[row]
    base, plan = collation.base_of(target), collation.targets[target].plan
    ours = [Place(base.clauses[clause].sentences.start, None) for clause in collation.opposite(line, target)[:1]]
    return (*ours, *(Place(None, plan.clauses[clause].sentences.start) for clause in line.cells[target].clauses))


def _alone(decision: Decision | None) -> Decisions:
    if isinstance(decision, QuotedRuling):
        return Decisions(rulings=(decision,))
    return Decisions() if decision is None else Decisions(opinions=(decision,))


@dataclass(frozen=True, slots=True)
class PlanIds:
    """The ids in the library of the two plans that a target's decisions are about."""

    base: int
    target: int


@dataclass(frozen=True, slots=True)
class Subject:
    """What an opinion is about, whatever becomes of the rows: two plans of the library and a place in them."""

    ids: PlanIds
    place: Place


class Review:
    """Answers what was decided about each row, each target and each sentence of a collation; never changes itself.

    A row counts as reviewed (已审核) when it was ticked for every target that it says something of, and says the same
    still. `ids` and `decisions` are those of the targets, in their order.
    """

    def __init__(self, collation: Collation, ids: Sequence[PlanIds], decisions: Sequence[Placed]) -> None:
        self.collation, self._ids = collation, tuple(ids)
        self._known = list(decisions)
        self._rows_of = cache(self._find_rows)
        self.quoter = cache(lambda plan: Quoter(collation.plans[plan]))
        self._digests: dict[tuple[int, int], str] = {}

    @property
    def texts(self) -> dict[int, str]:
        """The text of each plan that is decided about, by its id in the library."""
        plans = self.collation.plans
        bases = {ids.base: plans[self.collation.against(t)].text for t, ids in enumerate(self._ids)}
        return bases | {ids.target: plans[t + 1].text for t, ids in enumerate(self._ids)}

    def opinion(self, row: int, target: int) -> Opinion | None:
        """Return what was said of a row for a target."""
        return self._known[target].opinions.get(self._place(row, target))

    @cached_property
    def decisions(self) -> tuple[Placed, ...]:
        """What was decided about each target; an opinion that stands in no row is among what is lost."""
        return tuple(map(self._settled, range(len(self._known))))

    def is_stale(self, row: int, target: int) -> bool:
        """Whether a row was reviewed for a target when it said something else (审核后有改动)."""
        said = self.opinion(row, target)
        return said is not None and said.reviewed and said.seen != self._seen(row, target)

    def is_reviewed(self, row: int) -> bool:
        """Whether a row was reviewed for all the targets that it says something of, and has not changed since."""
        return self.to_review(row) and all(self._is_ticked(row, t) for t in self.concerned(row))

    def to_review(self, row: int) -> bool:
        """Whether a row is one to be reviewed: it says something of a target, and more than a title."""
        return bool(self.concerned(row)) and not band_level(self.collation, self.collation.rows[row])

    def concerned(self, row: int) -> tuple[int, ...]:
        """Return the targets that a row says something of; none for furniture."""
        line = self.collation.rows[row]
        if is_furniture(self.collation, line):
            return ()
        return tuple(t for t, cell in enumerate(line.cells) if cell.kind not in _UNSAID)

    def notes(self, row: int) -> tuple[tuple[int, Opinion], ...]:
        """Return the targets of which a row has a verdict or a note, with these."""
        said = ((target, self.opinion(row, target)) for target in self.concerned(row))
        return tuple((target, o) for target, o in said if o is not None and (o.note or o.verdict))

    def all_handled(self) -> frozenset[tuple[int, int]]:
        """Return the dropped sentences that were dealt with (已处理): a target and a base sentence each."""
        return frozenset(
            (target, place.base)
            for target, known in enumerate(self._known)
            for place, said in known.opinions.items()
            if place.base is not None and not place.whole and said.reviewed
        )

    def on_dropped(self) -> dict[tuple[int, int], str]:
        """Return what was said of the rows of dropped sentences, in words, by target and base sentence."""
        said: dict[tuple[int, int], str] = {}
        for target, alignment in enumerate(self.collation.targets):
            base, rows = self.collation.base_of(target), enumerate(self.collation.rows)
            row_of = {clause: at for at, row in rows for clause in self.collation.opposite(row, target)}
            for sentence in alignment.dropped:
                opinion = self.opinion(row_of[base.sentences[sentence].clause], target)
                if opinion is not None and (opinion.verdict or opinion.note):
                    said[target, sentence] = opinion.words
        return said

    # what saying more would change

    def mark_reviewed(self, rows: Iterable[int], reviewed: bool) -> tuple[Change, ...]:
        """Return the changes that tick rows for all their targets, or take the ticks away."""
        return tuple(
            change
            for row in rows
            for target in (self.concerned(row) if self.to_review(row) else ())
            if self._is_ticked(row, target) != reviewed or self.is_stale(row, target)
            for change in self._say(target, self._place(row, target), self._ticked(row, target, reviewed))
        )

    def say(self, row: int, target: int, *, verdict: Verdict | None, note: str) -> tuple[Change, ...]:
        """Return the change that gives a row a verdict and a note for a target; none where that was said already."""
        return self.say_of(self.subject(row, target), verdict=verdict, note=note)

    def subject(self, row: int, target: int) -> Subject:
        """Return what an opinion on a row for a target is about."""
        return Subject(self._ids[target], self._place(row, target))

    def knows(self, subject: Subject) -> bool:
        """Whether a subject is of two plans that are compared here."""
        return bool(self._targets_of(subject))

    def said_of(self, subject: Subject) -> Opinion | None:
        """Return what was said of a subject; None too where it is of other plans."""
        known = (self._known[t].opinions.get(subject.place) for t in self._targets_of(subject))
        return next(known, None)

    def say_of(self, subject: Subject, *, verdict: Verdict | None, note: str) -> tuple[Change, ...]:
        """Return the change that gives a subject a verdict and a note; none where it is of other plans."""
        return tuple(
            change
            for target in self._targets_of(subject)
            for change in self._say(
                target, subject.place, replace(self._at(target, subject.place), verdict=verdict, note=note)
            )
        )

    def mark_handled(self, target: int, sentence: int, done: bool) -> tuple[Change, ...]:
        """Return the change that says of a base sentence that it was dealt with, or that it was not."""
        place = Place(sentence, None, whole=False)
        return tuple(self._say(target, place, replace(self._at(target, place), reviewed=done)))

    def rule(self, target: int, pairs: Iterable[tuple[int, int]], holds: bool) -> tuple[Change, ...]:
        """Return the changes that say of pairs of a base and a target sentence that they correspond, or do not."""
        return tuple(
            change for base, sentence in pairs for change in self._with_ruling(target, base, sentence, holds=holds)
        )

    def forget(self, lost: Iterable[tuple[int, int]]) -> tuple[Change, ...]:
        """Return the changes that withdraw decisions which no longer apply: pairs of a target and a place in its list."""
        return tuple(self._change(target, self.decisions[target].lost[at], None) for target, at in lost)

    def reattach(self, lost: Iterable[tuple[int, int]], row: int) -> tuple[Change, ...]:
        """Return the changes that give a row the verdicts and notes of opinions which no longer apply; a tick stays behind."""
        return tuple(change for target, at in lost for change in self._reattached(target, at, row))

    def lost(self) -> int:
        """Return how many decisions no longer apply."""
        return sum(len(placed.lost) for placed in self.decisions)

    def after(self, changes: Iterable[Change]) -> Review:
        """Return the review with changes made that are about these plans; what is ruled holds once the rows are made anew."""
        made = Review(self.collation, self._ids, self._known)
        made.quoter, made._digests, made._rows_of = self.quoter, self._digests, self._rows_of
        for change in changes:
            for target, ids in enumerate(self._ids):
                if (change.base, change.target) == (ids.base, ids.target):
                    made._known[target] = self._changed(made._known[target], target, change)
        return made

    # inside

    def _place(self, row: int, target: int) -> Place:
        """Return where the opinion on a row hangs; where there is none yet, where it is to be hung."""
        places, said = places_of(self.collation, row, target), self._known[target].opinions
        return next((place for place in places if place in said), place_of(self.collation, row, target))

    def _find_rows(self, target: int) -> dict[Place, int]:
        """Return which row asks for what is said at which place."""
        rows = (row for row in range(len(self.collation.rows)) if target in self.concerned(row))
        return {place: row for row in rows for place in places_of(self.collation, row, target)}

    def _settled(self, target: int) -> Placed:
        known = self._known[target]
        rows = self._rows_of(target) if known.opinions else {}
        held = {
            place: said
            for place, said in known.opinions.items()
            if not place.whole or (place in rows and self._place(rows[place], target) == place)
        }
        left = tuple(said for place, said in known.opinions.items() if place not in held)
        return replace(known, opinions=held, lost=known.lost + left)

    def _targets_of(self, subject: Subject) -> list[int]:
        return [target for target, ids in enumerate(self._ids) if ids == subject.ids][:1]

    def _quoters(self, target: int) -> tuple[Quoter, Quoter]:
        return self.quoter(self.collation.against(target)), self.quoter(target + 1)

    def _changed(self, known: Placed, target: int, change: Change) -> Placed:
        """Return the decisions about a target with one in the place of another."""
        quoters = self._quoters(target)
        gone = placed(*quoters, _alone(change.before))
        come = placed(*quoters, _alone(change.after))
        opinions = {at: said for at, said in known.opinions.items() if gone.opinions.get(at) != said} | come.opinions
        quoted = {at: said for at, said in known.quoted.items() if gone.quoted.get(at) != said} | come.quoted
        lost = tuple(said for said in known.lost if said != change.before) + come.lost
        return Placed(known.rulings, quoted, opinions, lost)

    def _reattached(self, target: int, at: int, row: int) -> Iterable[Change]:
        lost = self.decisions[target].lost[at]
        if not isinstance(lost, Opinion) or target not in self.concerned(row):
            return
        place = self._place(row, target)
        known = self._at(target, place)
        note = "\n".join(filter(None, (known.note, lost.note)))
        yield self._change(target, lost, None)
        yield from self._say(target, place, replace(known, verdict=known.verdict or lost.verdict, note=note))

    def _with_ruling(self, target: int, base: int, sentence: int, *, holds: bool) -> Iterable[Change]:
        before = self.decisions[target].quoted.get((base, sentence))
        if before is None:
            quoters = self._quoters(target)
            ours, theirs = quoters[0].quote(base), quoters[1].quote(sentence)
            yield self._change(target, None, QuotedRuling(ours, theirs, holds))
        elif before.holds != holds:
            yield self._change(target, before, replace(before, holds=holds))

    def _say(self, target: int, place: Place, after: Opinion) -> Iterable[Change]:
        before = self._known[target].opinions.get(place)
        if after != (before or self._at(target, place)):
            yield self._change(target, before, None if after.empty else after)

    def _at(self, target: int, place: Place) -> Opinion:
        """Return what was said at a place, an empty opinion that quotes it where nothing was."""
        known = self._known[target].opinions.get(place)
        if known is not None:
            return known
        quoters = self._quoters(target)
        base = None if place.base is None else quoters[0].quote(place.base)
        own = None if place.target is None else quoters[1].quote(place.target)
        return Opinion(base, own, whole=place.whole)

    def _change(
        self, target: int, before: QuotedRuling | Opinion | None, after: QuotedRuling | Opinion | None
    ) -> Change:
        ids = self._ids[target]
        return Change(ids.base, ids.target, before, after)

    def _ticked(self, row: int, target: int, reviewed: bool) -> Opinion:
        seen = self._seen(row, target) if reviewed else ""
        return replace(self._at(target, self._place(row, target)), reviewed=reviewed, seen=seen)

    def _is_ticked(self, row: int, target: int) -> bool:
        said = self.opinion(row, target)
        return said is not None and said.reviewed and said.seen == self._seen(row, target)

    def _seen(self, row: int, target: int) -> str:
        if (row, target) not in self._digests:
            line, (base, own) = self.collation.rows[row], self._quoters(target)
            ours = sentences_of(base.plan, self.collation.opposite(line, target))
            theirs = sentences_of(own.plan, line.cells[target].clauses)
            self._digests[row, target] = digest(base, ours, own, theirs)
        return self._digests[row, target]
