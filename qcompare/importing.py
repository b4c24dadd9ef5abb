"""Files → the library (导入), each with what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from qcompare.collate import load_plan
from qcompare.errors import LibraryError, QCompareError
from qcompare.model import Plan
from qcompare.read import Gathered
from qcompare.report import report_of
from qcompare.shelves import entry_names
from qcompare.store import Library

GoOn = Callable[[int, int, str], bool]
"""Called before each file with the files done, the files there are, and its name; while it returns true, the import goes on."""

_PORTION = 10
"""Plans stored at once. Each portion costs the disk a commit (some 50 ms on an old one); a power cut loses no more than
one portion's reading."""

_NAMED = 4
"""Plans called by name in a sentence; of more only the number is said."""


_LONGEST_NAME = 24
"""Characters of a name in a sentence: a label with its version; a file's name that stands in for a label may be a line long."""


class Fate(StrEnum):
    """What became of a file (导入结果), the gravest first: as a list of results is to be looked through."""

    FAILED = "failed"  # 未能导入
    UNREAD = "unread"  # 已取消，未读
    UPDATED = "updated"  # 更新为第 N 版
    ADDED = "added"  # 已导入
    KNOWN = "known"  # 已在库中


FATE_WORDS = {
    Fate.FAILED: "未能导入",
    Fate.UNREAD: "已取消未读",
    Fate.UPDATED: "更新版本",
    Fate.ADDED: "已导入",
    Fate.KNOWN: "已在库中",
}

UNDONE = frozenset({Fate.FAILED, Fate.UNREAD})
"""What is not in the library afterwards, and may be imported later."""

HEADS = ("文件", "结果", "规划文本", "请核对", "原因", "处理办法", "位置")
"""What each column of a table of results is called."""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file: its plan in the library, by number, name and version, or the trouble with it.

    `doubts` is the number of things about its reading that a person should look at (请核对).
    """

    path: Path
    fate: Fate
    plan: int = 0
    name: str = ""
    version: int = 1
    trouble: QCompareError | None = None
    doubts: int = 0

    @property
    def words(self) -> str:
        """Return what became of the file: 更新为第 2 版."""
        return f"更新为第 {self.version} 版" if self.fate is Fate.UPDATED else FATE_WORDS[self.fate]

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the file's line in a table of results, a cell for each of `HEADS`."""
        problem, advice = (self.trouble.problem, self.trouble.advice) if self.trouble is not None else ("", "")
        return (self.path.name, self.words, self.name, self.doubt_words, problem, advice, str(self.path.parent))

    @property
    def doubt_words(self) -> str:
        """Return how much there is to look at: 3 处; empty where there is nothing."""
        return f"{self.doubts} 处" if self.doubts else ""


@dataclass(frozen=True, slots=True)
class Results:
    """What became of all the files of one import, in the order they were given, and what was passed over in folders."""

    outcomes: tuple[FileOutcome, ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()

    def of(self, *fates: Fate) -> tuple[FileOutcome, ...]:
        """Return the outcomes of these kinds."""
        return tuple(outcome for outcome in self.outcomes if outcome.fate in fates)

    @property
    def added(self) -> dict[int, str]:
        """The plans that are new in the library, those that are new versions among them: their names by number."""
        return {outcome.plan: outcome.name for outcome in self.of(Fate.ADDED, Fate.UPDATED)}

    @property
    def troubles(self) -> tuple[QCompareError, ...]:
        """What was wrong with each file that failed."""
        return tuple(outcome.trouble for outcome in self.outcomes if outcome.trouble is not None)

    @property
    def stopped(self) -> bool:
        """Whether the user stopped the import before its last file."""
        return bool(self.of(Fate.UNREAD))

    @property
    def words(self) -> str:
        """Return what became of all in a sentence."""
        added, known, unread = self.added, self.of(Fate.KNOWN), self.of(Fate.UNREAD)
        parts = []
        if unread:
            parts.append(f"导入已取消，{len(unread)} 个文件没有读")
        if added:
            parts.append(f"已导入 {len(added)} 个规划文本{_named(added.values())}")
        if known:
            names = dict.fromkeys(outcome.name for outcome in known)
            few = "、".join(names) if len(names) <= _NAMED else f"{len(known)} 个文件"
            parts.append(f"{few}已在规划库中，未重复存入")
        if self.troubles:
            parts.append(f"{len(self.troubles)} 个文件未能导入")
        doubtful = [outcome for outcome in self.of(Fate.ADDED, Fate.UPDATED) if outcome.doubts]
        if len(self.outcomes) == 1 and doubtful:
            parts.append(f"有 {doubtful[0].doubts} 处请核对")
        elif doubtful:
            parts.append(f"{len(doubtful)} 个规划文本有请核对之处")
        if self.skipped:
            kinds = "、".join(f"{suffix} {count} 个" for suffix, count in self.skipped)
            parts.append(f"文件夹中另有不能导入的文件（{kinds}），已跳过")
        return "；".join(parts) or "没有找到可以导入的文件"

    @property
    def counts(self) -> tuple[tuple[Fate, int], ...]:
        """How many files met each fate, the gravest first; none that no file met."""
        counted = Counter(outcome.fate for outcome in self.outcomes)
        return tuple((fate, counted[fate]) for fate in Fate if counted[fate])


def import_gathered(library: Library, gathered: Gathered, go_on: GoOn) -> Results:
    """Read the files into the library, each for itself: one that cannot be read does not keep the others out.

    What is read is stored in portions, so that what has been imported stays, whatever happens then. Where `go_on` says to
    stop, what was read is stored and the rest is told of as unread. Where the library itself fails, all that it did not
    take is told of with its trouble.
    """
    read = _Portions(library)
    files = gathered.files
    for done, file in enumerate(files):
        if read.broken is not None or not go_on(done, len(files), file.name):
            break
        try:
            read.take(file, load_plan(file))
        except QCompareError as error:
            read.refuse(file, error)
    else:
        go_on(len(files), len(files), "")
    read.store()
    return Results(_in_order(library, files, read), gathered.skipped)


def import_plan(library: Library, plan: Plan) -> Results:
    """Store a plan that comes from no file, as `import_gathered` does those of files; the library's trouble is raised."""
    number, new = library.add_plan(plan)
    return Results(_named_in(library, [_stored(Path(plan.source), plan, number, new=new)]))


class _Portions:
    """The outcomes so far, and the plans read that wait for their portion to be stored."""

    def __init__(self, library: Library) -> None:
        self.outcomes: dict[Path, FileOutcome] = {}
        self.broken: LibraryError | None = None
        self._library = library
        self._waiting: list[tuple[Path, Plan]] = []

    def take(self, file: Path, plan: Plan) -> None:
        """Let a plan wait for its portion, and store that when it is full."""
        self._waiting.append((file, plan))
        if len(self._waiting) == _PORTION:
            self.store()

    def refuse(self, file: Path, trouble: QCompareError) -> None:
        """Note what was wrong with a file."""
        self.outcomes[file] = FileOutcome(file, Fate.FAILED, trouble=trouble)

    def store(self) -> None:
        """Store what waits, all or nothing."""
        waiting, self._waiting = self._waiting, []
        try:
            stored = self._library.add_plans([plan for _, plan in waiting]) if waiting else []
        except LibraryError as error:
            self.broken = error
            for file, _ in waiting:
                self.refuse(file, error)
        else:
            for (file, plan), (number, new) in zip(waiting, stored, strict=True):
                self.outcomes[file] = _stored(file, plan, number, new=new)


def _stored(file: Path, plan: Plan, number: int, *, new: bool) -> FileOutcome:
    fate = Fate.ADDED if new else Fate.KNOWN
    return FileOutcome(file, fate, number, plan.label or plan.source, doubts=len(report_of(plan).doubts))


def _in_order(library: Library, files: Sequence[Path], read: _Portions) -> tuple[FileOutcome, ...]:
    """Return an outcome for each file; one that was not come to is unread, or failed with the library."""
    rest = FileOutcome(Path(), Fate.FAILED if read.broken else Fate.UNREAD, trouble=read.broken)
    found = [read.outcomes.get(file) or replace(rest, path=file) for file in files]
    return tuple(found) if read.broken else _named_in(library, found)


def _named_in(library: Library, outcomes: Iterable[FileOutcome]) -> tuple[FileOutcome, ...]:
    """Return the outcomes with what the library calls each plan, and which version it is."""
    entries = library.plans()
    versions, names = {entry.id: entry.version for entry in entries}, entry_names(entries)
    return tuple(_known_as(outcome, names, versions) for outcome in outcomes)


def _known_as(outcome: FileOutcome, names: dict[int, str], versions: dict[int, int]) -> FileOutcome:
    if not outcome.plan:
        return outcome
    version = versions[outcome.plan]
    updated = outcome.fate is Fate.ADDED and version > 1
    return replace(outcome, name=names[outcome.plan], version=version, fate=Fate.UPDATED if updated else outcome.fate)


def _named(names: Iterable[str]) -> str:
    listed = [name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…" for name in names]
    return f"：{'、'.join(listed)}" if len(listed) <= _NAMED else ""


def table_of(outcomes: Iterable[FileOutcome]) -> Iterator[tuple[str, ...]]:
    """Yield the heads and the lines of a table of results, without the columns that have nothing to say."""
    lines = [outcome.cells for outcome in outcomes]
    used = [at for at in range(len(HEADS)) if not lines or any(line[at] for line in lines)]
    for line in (HEADS, *lines):
        yield tuple(line[at] for at in used)
