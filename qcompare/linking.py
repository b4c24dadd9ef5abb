"""Which sentences correspond when a person links two clauses or sentences, and what that changes, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qcompare.citing import cited_sentence
from qcompare.forms import PlanForm
from qcompare.links import Links
from qcompare.marks import WORDS
from qcompare.model import RowKind, SentenceKind
from qcompare.stretches import shared_stretches

_SHORTEST = 2  # letters of a stretch that two sentences share
_LEAST_SHARED = 4  # letters in such stretches from which a sentence of a clause is taken along with the clause


def shared_letters(base: str, target: str) -> int:
    """Return how many letters of two sentences' wording stand in stretches that both have.

    >>> shared_letters("推动认证结果采信", "推广服务认证结果")
    4
    """
    return sum(s.size for s in shared_stretches(base, target) if s.size >= _SHORTEST)


class Linking:
    """Pairs the sentences of two plans by what they share, for a person who says that their clauses correspond."""

    def __init__(self, links: Links, base: PlanForm, target: PlanForm) -> None:
        self._links, self._base, self._target = links, base, target

    def pairs(self, ours: Sequence[int], theirs: Sequence[int]) -> tuple[tuple[int, int], ...]:
        """Return the pairs that are meant when base sentences are linked with target sentences.

        One with one are just these. Of clauses, titles go together, and each other sentence of the target goes with the
        base's that shares most with it, if much; at least one pair is always meant.
        """
        if not ours or not theirs:
            return ()
        titles = (self._title(ours, base=True), self._title(theirs, base=False))
        found = [(titles[0], titles[1])] if titles[0] is not None and titles[1] is not None else []
        matched = {t for t in theirs if set(self._links.bases(t)) & set(ours)}
        for theirs_one in theirs:
            if theirs_one in matched or theirs_one == titles[1]:
                continue
            best = max(ours, key=lambda b: (self.shared(b, theirs_one), -b))
            if self.shared(best, theirs_one) >= _LEAST_SHARED:
                found.append((best, theirs_one))
        if len(ours) == len(theirs) == 1 or not found:
            nearest = max(((b, t) for b in ours for t in theirs), key=lambda p: (self.shared(*p), -p[0], -p[1]))
            found = [*found, nearest] if nearest not in found else found
        return tuple((b, t) for b, t in found if b not in self._links.bases(t))

    def shared(self, base: int, target: int) -> int:
        """Return how many letters a base and a target sentence share."""
        return shared_letters(self._base.letters[base], self._target.letters[target])

    def words(self, pairs: Iterable[tuple[int, int]], name: str) -> str:
        """Return what linking the pairs will do: 与基准二1.第3句对应，共有6字；永川第3句不再算新增."""
        known = tuple(pairs)
        if not known:
            return "两处已经对应"
        base, target = known[0]
        links = self._links
        said = [f"与基准{cited_sentence(links.base, base)}对应，共有{self.shared(base, target)}字"]
        if len(known) > 1:
            return f"{said[0]}；同条另有{len(known) - 1}句一并对应"
        if links.targets(base):
            said.append(f"基准该句将对应{len(links.targets(base)) + 1}句（拆分）")
        if links.bases(target):
            said.append(f"{name}该句将来自基准{len(links.bases(target)) + 1}句（合并）")
        if links.kind_of_target(target) is RowKind.ADDED:
            said.append(f"{name}{cited_sentence(links.plan, target)}不再算{WORDS[RowKind.ADDED]}")
        return "；".join(said)

    def _title(self, sentences: Sequence[int], *, base: bool) -> int | None:
        plan = self._links.base if base else self._links.plan
        return next((k for k in sentences if plan.sentences[k].kind is SentenceKind.HEADING), None)
