"""The words of clauses and sentences as stretches to be set, with the marks they bear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qcompare.citing import in_one_line
from qcompare.marks import Run
from qcompare.memo.fonts import SANS
from qcompare.memo.linebreak import held_together
from qcompare.memo.look import CLAUSE, DUTY, MOVED_LINE, ORIGIN_SIZE, STRONGER, WEAKER, Style, decoration
from qcompare.memo.setting import Stretch
from qcompare.model import Plan, SentenceKind

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CLOSING = "。；：，！？、…”’）)》】;:,.!?"


@dataclass(frozen=True, slots=True)
class Voice:
    """The styles a plan's words are set in; a band's words are all of one style."""

    clause: Style = CLAUSE
    duty: Style = DUTY

    def of(self, kind: SentenceKind) -> Style:
        """Return the style for a sentence of that kind."""
        return self.duty if kind is SentenceKind.DUTY else self.clause


@dataclass(frozen=True, slots=True)
class Passage:
    """Runs of one plan to be set as one paragraph; `numbered` puts a circled number before the run that starts there."""

    plan: Plan
    runs: Sequence[Run]
    base_side: bool
    numbered: Mapping[int, str] = field(default_factory=dict)

    def stretches(self, voice: Voice) -> list[Stretch]:
        """Return the words with their marks, a moved stretch followed by the path it came from."""
        shown: list[Stretch] = []
        for at, run in enumerate(self.runs):
            sentence = self.plan.sentences[run.sentence]
            style = voice.of(sentence.kind)
            shown.append(Stretch(self._joint(at), style))
            if run.span.start in self.numbered:
                shown.append(Stretch(self.numbered[run.span.start], replace(style, face=SANS)))
            words = in_one_line(run.span.of(self.plan.text))
            if run.arrow is not None:
                shown.append(
                    Stretch(held_together(f"{words}{run.arrow.sign}"), style, WEAKER if run.arrow.weaker else STRONGER)
                )
            else:
                worn = decoration(run.mark, base_side=self.base_side, whole=run.whole, moved=run.moved)
                shown.append(Stretch(words, style, worn))
            if run.moved_from:
                label = Style(SANS, ORIGIN_SIZE, style.leading, MOVED_LINE)
                shown.append(Stretch(f"←\xa0{held_together(run.moved_from)} ", label))
        return shown

    def _joint(self, at: int) -> str:
        """Return what stands between the run and the one before: a break where the source has one after a bare title."""
        if not at:
            return ""
        before, here = self.runs[at - 1], self.runs[at]
        gap = self.plan.text[before.span.end : here.span.start]
        if "\n" not in gap or before.sentence == here.sentence:
            return " " if gap else ""
        if self.plan.sentences[here.sentence].kind is SentenceKind.CELL:
            return "　"
        return "" if self.plan.text[before.span.end - 1] in _CLOSING else "\n"
