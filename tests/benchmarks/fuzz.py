"""Spoilt files through the real road, thousands of them: each must end in a plan or in words to the user, within its limits.

`python -m tests.benchmarks.fuzz` reads 20,000 and prints what became of them; what failed lies in out/fuzz/ under its number,
and `--only NUMBER` does it again. The files depend on the number, the seed, and the real files beside the checkout.
"""

from __future__ import annotations

import argparse
import multiprocessing
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from qcompare.document import Document, Format
from qcompare.errors import QCompareError
from qcompare.model import Plan
from qcompare.parse import parse
from qcompare.read import read_document
from qcompare.read.process import Ending, StoppedError
from tests.benchmarks.fuzz_seeds import Seed, seeds
from tests.benchmarks.mutations import mutated
from tests.benchmarks.report import line

COUNT = 20_000
FAILED = Path("out") / "fuzz"

PLAN, REFUSED, ESCAPED = "文本", "拒绝", "逃逸的异常"
_ENDINGS = {
    Ending.TIME: "超时",
    Ending.MEMORY: "超内存",
    Ending.CRASH: "崩溃",
    Ending.ESCAPED: ESCAPED,
    Ending.START: "未启动",
}
OUTCOMES = (PLAN, REFUSED, *dict.fromkeys(_ENDINGS.values()))

_PATIENCE = 120
"""Seconds for a file, more than reading may take: parsing, which nothing else would end, counts as a hang after them."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a file."""

    number: int
    form: Format
    outcome: str
    seconds: float
    said: str = ""

    @property
    def failed(self) -> bool:
        """Whether it ended in what no file may end in."""
        return self.outcome not in {PLAN, REFUSED}


def spoilt(number: int, seed: int = 0, only: Sequence[Format] = ()) -> tuple[Format, Seed]:
    """Return the file of that number and the format that it was spoilt from; formats follow one another."""
    forms = [form for form in seeds() if not only or form in only]
    form = forms[number % len(forms)]
    return form, mutated(form, seeds()[form], Random(f"{seed} {number}"))  # noqa: S311 (no secret hangs on it)


def examined(number: int, form: Format, file: Seed, folder: Path) -> Fate:
    """Return what becomes of a file that is read from the folder as if the user had chosen it, and parsed."""
    path = folder / file[0]
    path.write_bytes(file[1])
    started = time.perf_counter()
    try:
        document = read_document(path)
        plan = parse(document)
    except QCompareError as error:
        cause = error.__cause__
        outcome = _ENDINGS[cause.ending] if isinstance(cause, StoppedError) else REFUSED
        said = (cause.where or str(error)) if isinstance(cause, StoppedError) else ""
    except Exception:  # what escapes is what is looked for
        outcome, said = ESCAPED, traceback.format_exc()
    else:
        said = broken_law(document, plan)
        outcome = ESCAPED if said else PLAN
    return Fate(number, form, outcome, time.perf_counter() - started, said)


def broken_law(document: Document, plan: Plan) -> str:
    """Return which of the laws of a document and its plan does not hold; empty where all do."""
    at = 0
    for block in document.blocks:
        if document.text[at : block.span.start].strip():
            return f"characters outside blocks at {at}"
        at = block.span.end
    if document.text[at:].strip():
        return f"characters outside blocks at {at}"
    if plan.text != document.text:
        return "the plan's text is not the document's"
    at = 0
    for sentence in sorted(plan.sentences, key=lambda one: one.span):
        if sentence.span.start < at or plan.text[at : sentence.span.start].strip():
            return f"characters in no sentence, or in two, at {at}"
        at = sentence.span.end
    return f"characters in no sentence at {at}" if plan.text[at:].strip() else ""


# ---- many of them ----


@dataclass(frozen=True, slots=True)
class _Asked:
    numbers: tuple[int, ...]
    seed: int
    only: tuple[Format, ...]


def _fates(asked: _Asked) -> list[Fate]:
    """Examine the files of some numbers in this process."""
    fates = []
    with tempfile.TemporaryDirectory() as folder:
        for number in asked.numbers:
            form, file = spoilt(number, asked.seed, asked.only)
            if hasattr(signal, "alarm"):
                signal.signal(signal.SIGALRM, _hung)
                signal.alarm(_PATIENCE)
            fate = examined(number, form, file, Path(folder))
            if hasattr(signal, "alarm"):
                signal.alarm(0)
            if fate.failed:
                FAILED.mkdir(parents=True, exist_ok=True)
                (FAILED / f"{number}-{file[0]}").write_bytes(file[1])
                (FAILED / f"{number}.log").write_text(fate.said, encoding="utf-8")
            fates.append(fate)
    return fates


def _hung(*_: object) -> None:
    raise TimeoutError("parsing hangs")


def fuzz(numbers: Sequence[int], seed: int, only: tuple[Format, ...], jobs: int) -> Iterator[Fate]:
    """Yield what became of the files, each failure told as soon as it is there."""
    tasks = [_Asked(tuple(numbers[at : at + 50]), seed, only) for at in range(0, len(numbers), 50)]
    with multiprocessing.get_context("spawn").Pool(jobs, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
        for fates in pool.imap_unordered(_fates, tasks):
            for fate in fates:
                if fate.failed and sys.stderr.isatty():
                    print(fate.number, fate.form.value, fate.outcome, _cause(fate.said), file=sys.stderr, flush=True)
            yield from fates


def table(fates: Iterable[Fate]) -> Iterator[str]:
    """Yield the lines of a table: per format how many files ended how, and the slowest."""
    by_form: dict[str, list[Fate]] = defaultdict(list)
    for fate in fates:
        by_form[fate.form.value].append(fate)
    every = [fate for found in by_form.values() for fate in found]
    yield line(("格式", "文件", *OUTCOMES, "最慢"))
    yield f"|{'---|' * (len(OUTCOMES) + 3)}"
    for name, found in [*sorted(by_form.items()), ("合计", every)]:
        counted = Counter(fate.outcome for fate in found)
        slowest = max(found, key=lambda fate: fate.seconds)
        numbers = (f"{counted[outcome]:,}" for outcome in OUTCOMES)
        yield line((name, f"{len(found):,}", *numbers, f"{slowest.seconds:.2f} s（{slowest.number}）"))


def _sorts(failed: Iterable[Fate]) -> Iterator[str]:
    """Yield how files failed, the commonest first, with how many did and some of their numbers."""
    sorts: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for fate in failed:
        sorts[fate.form.value, fate.outcome, _cause(fate.said)].append(fate.number)
    for sort, numbers in sorted(sorts.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"{len(numbers)}× {'，'.join(sort)}：{' '.join(map(str, sorted(numbers)[:5]))}"


def _cause(said: str) -> str:
    """Return the last line of what was said; of a traceback the innermost place too."""
    lines = said.strip().splitlines() or [""]
    places = [line.strip() for line in lines if line.startswith("  File")]
    return "，".join([*places[-1:], lines[-1][:200]])


def main() -> int:
    """Read as many files as asked; the exit status says whether any failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fuzz", description="Read spoilt files.")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--format", action="append", default=[], choices=[form.value for form in Format])
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side, each with one that reads")
    parser.add_argument("--only", type=int, action="append", default=[], metavar="NUMBER", help="just these files")
    asked = parser.parse_args()
    started = time.perf_counter()
    numbers = asked.only or range(asked.count)
    fates: list[Fate] = []
    with suppress(KeyboardInterrupt):  # what has been read by then is told
        fates.extend(fuzz(numbers, asked.seed, tuple(map(Format, asked.format)), asked.jobs))
    print(*table(fates), sep="\n")
    seconds = time.perf_counter() - started
    print(f"\n{seconds:.0f} s；失败的 {sum(fate.failed for fate in fates)} 个在 {FAILED}/")
    print(*_sorts(fate for fate in fates if fate.failed), sep="\n")
    return int(any(fate.failed for fate in fates))


if __name__ == "__main__":
    sys.exit(main())
