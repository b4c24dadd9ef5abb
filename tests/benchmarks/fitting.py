"""The coefficients of `qcompare.confidence` fitted to the pairs aligned by hand, and how well they hold for a pair left out.

`python -m tests.benchmarks.fitting` prints them beside those in the code, which it leaves as they are. The alignment is
taught: each match that it considers is made exactly where the hand made it, so that what is weighed next is what a right
alignment meets. Children made by known edits are added at a small weight: they show what a plan nearly copied looks like.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean
from typing import TYPE_CHECKING

from qcompare.align import Aligner
from qcompare.confidence import COEFFICIENTS
from qcompare.forms import plan_form
from qcompare.model import Plan, SentenceKind
from tests.benchmarks.children import RATES, Child, make_child
from tests.benchmarks.gold import gold_pairs
from tests.benchmarks.logistic import Sample, f1, fit, log_loss
from tests.benchmarks.report import line
from tests.benchmarks.texts import SAMPLES, plan_of, simplified, stranger_to

if TYPE_CHECKING:
    from qcompare.align import _Pair
    from qcompare.confidence import Signs
    from qcompare.forms import PlanForm

CHILD_RATE, CHILD_WEIGHT = "0.25", 0.1
_TAKEN = 5  # letters that a sentence takes from another and was certainly written from it; fewer may be chance
_JUDGED = (SentenceKind.BODY, SentenceKind.HEADING)

NAMES = (
    "_UNLIKELY",
    "_PER_WEIGHT",
    "_PER_SHORTER",
    "_PER_LONGER",
    "_NEAR",
    "_SAME_SLOT",
    "_OTHER_KIND",
    "_PER_RIVAL",
    "_PER_KINSHIP",
)

Label = Callable[[int, int], bool | None]
"""Whether a base and a target sentence are a match; None where either will do."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one pair of plans has to teach."""

    what: str
    samples: list[Sample]


class Taught(Aligner):
    """An aligner that makes the matches it is told, and keeps the signs of those that it had to judge."""

    def __init__(self, base: PlanForm, target: PlanForm, label: Label) -> None:
        super().__init__(base, target)
        self.label = label
        self.judged: list[tuple[tuple[float, ...], bool]] = []
        self._judging = False

    def _consider(self, pair: _Pair) -> None:
        self._judging = True
        super()._consider(pair)
        self._judging = False

    def _is_likely(self, pair: _Pair, signs: Signs) -> bool:
        """Answer for the hand where a match is to be made: the signs given are those that the original would weigh."""
        if not self._judging:
            return super()._is_likely(pair, signs)
        label = self.label(pair.base, pair.target)
        kinds = self.base.plan.sentences[pair.base].kind, self.target.plan.sentences[pair.target].kind
        if label is not None and all(kind in _JUDGED for kind in kinds):
            self.judged.append((signs.values, label))
        return label is True

    def _is_distinct(self, *_: object) -> bool:
        return False


def lesson(what: str, base: Plan, target: Plan, label: Label, weight: float = 1.0) -> Lesson:
    """Return the signs of every pair that the alignment judges, with what the label says of it."""
    regional = "hant" in (base.script, target.script)
    taught = Taught(plan_form(base, regional=regional), plan_form(target, regional=regional), label)
    taught.run()
    return Lesson(what, [Sample(values, right, weight) for values, right in taught.judged])


def child_lesson(base: Plan) -> Lesson:
    """Return what a child of a plan has to teach: where its sentences come from is known letter by letter."""
    child = make_child(base, stranger_to(base), RATES[CHILD_RATE], 0)
    target = plan_of(child.text)
    return lesson(base.label, base, target, _label_of(base, target, child), CHILD_WEIGHT)


def _label_of(base: Plan, target: Plan, child: Child) -> Label:
    def label(ours: int, theirs: int) -> bool | None:
        source, span = base.sentences[ours].span, target.sentences[theirs].span
        origins = (child.origin[k] for k in range(span.start, span.end) if child.text[k].isalnum())
        taken = sum(source.start <= origin < source.end for origin in origins)
        return True if taken >= _TAKEN else None if taken else False

    return label


def main() -> None:
    """Fit and print."""
    lessons = [lesson(g.what, g.base, g.target, g.label) for g in gold_pairs()]
    if not lessons:
        print("没有参考资料（../shared），无从拟合。")
        return
    children = [s for plan in simplified(list(SAMPLES.values())) for s in child_lesson(plan).samples]
    _print_coefficients([s for one in lessons for s in one.samples], children)
    print()
    _print_left_out(lessons, children)


def _print_coefficients(samples: list[Sample], children: list[Sample]) -> None:
    print(
        f"{len(samples)} 对句子，其中 {sum(s.right for s in samples)} 对应当对应；另有下级文本 {len(children)} 对，权重 {CHILD_WEIGHT:g}\n"
    )
    print(line(("系数", "拟合，加下级文本", "拟合，只用人工对照", "程序中")), "|---|---|---|---|", sep="\n")
    for cells in zip(NAMES, fit([*samples, *children]), fit(samples), COEFFICIENTS, strict=True):
        print(line((cells[0], *(f"{value:.2f}" for value in cells[1:]))))


def _print_left_out(lessons: list[Lesson], children: list[Sample]) -> None:
    """Print how the coefficients fitted to the other pairs, and those in the code, judge each pair."""
    head = ("留出的一对", "句对", "应对应", "F1，由其余拟合", "对数损失", "F1，程序中的系数", "对数损失")
    print(line(head), f"|{'---|' * len(head)}", sep="\n")
    figures = []
    for left in lessons:
        others = fit([*children, *(s for one in lessons if one is not left for s in one.samples)])
        figures.append([judge(left.samples, by) for by in (others, COEFFICIENTS) for judge in (f1, log_loss)])
        counts = (str(len(left.samples)), str(sum(s.right for s in left.samples)))
        print(line((left.what, *counts, *(f"{figure:.4f}" for figure in figures[-1]))), flush=True)
    print(line(("平均", "", "", *(f"{mean(column):.4f}" for column in zip(*figures, strict=True)))))


if __name__ == "__main__":
    main()
