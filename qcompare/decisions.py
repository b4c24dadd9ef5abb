"""What a person decided about two plans (人工决定), by the wording it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a reviewer says of a row (审核结论)."""

    AGREED = "agreed"  # 同意
    REVISE = "revise"  # 需修改
    OPEN = "open"  # 待议


VERDICT_WORDS = {Verdict.AGREED: "同意", Verdict.REVISE: "需修改", Verdict.OPEN: "待议"}
"""What a user reads for each verdict."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as a decision speaks of it (引文), so that it is found again in a changed draft.

    `wording` is the sentence without its clause's marker, `nth` says which of the plan's sentences of that wording it was,
    from 0, and `path` how its clause was cited then.
    """

    wording: str
    nth: int = 0
    path: str = ""


@dataclass(frozen=True, slots=True)
class QuotedRuling:
    """A ruling (人工对应) by wording: whether the target's sentence was written from the base's."""

    base: Quote
    target: Quote
    holds: bool


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reviewer thinks (审核意见) of a row for one target, or of one sentence: reviewed or not, verdict, note.

    It hangs on the base's wording where the row has any, else on the target's: the clause's first sentence for a row, the
    sentence itself where `whole` is false. `seen` tells what the row said when it was reviewed, as `quotes.digest` gives it.
    """

    base: Quote | None
    target: Quote | None
    whole: bool = True
    reviewed: bool = False
    verdict: Verdict | None = None
    note: str = ""
    seen: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is said: such an opinion need not be kept."""
        return not (self.reviewed or self.verdict or self.note)

    @property
    def words(self) -> str:
        """What is said, for the user: 需修改：请说明测算依据."""
        verdict = VERDICT_WORDS[self.verdict] if self.verdict else ""
        return "：".join(filter(None, (verdict, self.note)))


Decision = QuotedRuling | Opinion


@dataclass(frozen=True, slots=True)
class Decisions:
    """All that was decided about one base and one target, in the order of deciding."""

    rulings: tuple[QuotedRuling, ...] = ()
    opinions: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One decision in the place of another, about the plans with these ids in the library.

    Without `before` it is a new one, without `after` the old one is withdrawn.
    """

    base: int
    target: int
    before: Decision | None
    after: Decision | None

    @property
    def undone(self) -> Change:
        """The change that takes this one back."""
        return Change(self.base, self.target, self.after, self.before)
