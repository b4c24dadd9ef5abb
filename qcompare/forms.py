"""A plan's form, sentence by sentence, without the markers that number the clauses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from qcompare.document import Span
from qcompare.model import Collation, Op, Plan
from qcompare.normalize import Form, Pair, normalize, wording_of


@dataclass(frozen=True)
class PlanForm:
    """A plan made ready for comparing.

    `marker_ends[k]` is the code point at which sentence `k`'s wording begins: after its clause's marker where the sentence
    opens a clause. `units[k]` is the half-open range of the form's units from there to the sentence's end. `regional` says
    whether words that differ between regions are one in it.
    """

    plan: Plan
    form: Form
    marker_ends: tuple[int, ...]
    units: tuple[tuple[int, int], ...]
    regional: bool = False

    @cached_property
    def letters(self) -> tuple[str, ...]:
        """The units of each sentence that are wording; punctuation left out."""
        return tuple(wording_of(self.form.units[i:j]) for i, j in self.units)

    def whole(self, sentence: int) -> str:
        """Return all units of a sentence's wording, punctuation too."""
        first, last = self.units[sentence]
        return self.form.units[first:last]


def is_regional(*plans: Plan) -> bool:
    """Return whether plans are compared with regional words as one: where one of them is in Traditional script."""
    return any(plan.script == "hant" for plan in plans)


def wording_start(plan: Plan, sentence: int) -> int:
    """Return where a sentence's wording begins: behind its clause's marker where the sentence opens the clause."""
    found = plan.sentences[sentence]
    clause = plan.clauses[found.clause]
    return found.span.start + (len(clause.marker) if clause.sentences.start == sentence else 0)


def plan_form(plan: Plan, *, regional: bool, pairs: tuple[Pair, ...] = ()) -> PlanForm:
    """Return the plan made ready for comparing; `regional` and `pairs` as for `normalize`."""
    form = normalize(plan.text, regional=regional, pairs=pairs)
    ends = [wording_start(plan, k) for k in range(len(plan.sentences))]
    units = (form.slice(Span(end, s.span.end)) for end, s in zip(ends, plan.sentences, strict=True))
    return PlanForm(plan, form, tuple(ends), tuple(units), regional)


def forms_of(collation: Collation, target: int) -> tuple[PlanForm, PlanForm]:
    """Return a target and before it what it is compared with, made ready for comparing, as the collation compared them."""
    base, plan, pairs = collation.base_of(target), collation.targets[target].plan, collation.pairs(Op.VARIANT)
    regional = is_regional(base, plan)
    return plan_form(base, regional=regional, pairs=pairs), plan_form(plan, regional=regional, pairs=pairs)
