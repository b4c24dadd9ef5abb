"""What the window asks to be done off the GUI thread: import, compare, save. No widget is touched here.

Each job opens the library itself, because a library belongs to the thread that opened it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qcompare.collate import load_plan
from qcompare.compared import compared
from qcompare.errors import LibraryError, QCompareError
from qcompare.findings import Findings, findings_of
from qcompare.gui.models.library import entry_names
from qcompare.gui.worker import Progress
from qcompare.model import Collation
from qcompare.normalize import normalize
from qcompare.paths import sample_plans
from qcompare.quotes import Placed
from qcompare.store import CollationEntry, Library, PlanEntry

Ids = tuple[int, tuple[int, ...], bool]
"""What to compare in the library's numbers: base, targets, and whether in a chain."""

SAMPLE_BASE = "chongqing-2023.txt"
SAMPLE_TARGETS = ("yongchuan-2023-draft.txt", "chengdu-2023-draft.txt")


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the library holds, as the library pane shows it."""

    plans: tuple[PlanEntry, ...]
    collations: tuple[CollationEntry, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of each file: newly stored and known before (by name), or not readable."""

    added: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    troubles: tuple[QCompareError, ...] = ()

    @property
    def words(self) -> str:
        """Return the report in a sentence."""
        parts = []
        if self.added:
            parts.append(f"已导入 {len(self.added)} 个规划文本：{'、'.join(self.added)}")
        if self.known:
            parts.append(f"{'、'.join(self.known)}已在规划库中，未重复存入")
        if self.troubles:
            parts.append(f"{len(self.troubles)} 个文件未能导入")
        return "；".join(parts)


@dataclass(frozen=True, slots=True)
class Imported:
    """The outcome of an import."""

    report: ImportReport
    holdings: Holdings


@dataclass(frozen=True, slots=True)
class Compared:
    """A collation with the library's ids of its plans, what is found about it, and for each target what was decided."""

    base: int
    targets: tuple[int, ...]
    collation: Collation
    holdings: Holdings
    findings: Findings
    decisions: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What to compare at start: plans named by the caller, or ids remembered from the last time."""

    base: str | int
    targets: tuple[str | int, ...]
    chained: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """The library opened, its sample plans imported if it was new, and a comparison if there is one to show.

    `trouble` says why the comparison that was wished could not be made.
    """

    report: ImportReport
    holdings: Holdings
    compared: Compared | None
    trouble: QCompareError | None = None


def start(path: Path, files: Sequence[Path], wish: Wish | None, remembered: Wish | None, progress: Progress) -> Started:
    """Open the library and return what to show first: what was wished, else the comparison shown last, else the latest.

    A library without any plan gets the samples, and shows their comparison.
    """
    with _open(path) as library:
        new = not library.plans()
        if new:
            _import(library, sample_plans(), progress)
        report = _import(library, files, progress) if files else ImportReport()
        try:
            ids = _chosen(library, wish) if wish else _remembered(library, remembered) or _latest(library)
            ids = ids or (_sample(library) if new else None)
            compared = _compare(library, *ids, progress) if ids else None
        except QCompareError as error:
            return Started(report, _holdings(library), None, error)
        return Started(report, _holdings(library), compared)


def holdings(path: Path, _progress: Progress) -> Holdings:
    """Return what the library holds."""
    with _open(path) as library:
        return _holdings(library)


def import_files(path: Path, files: Sequence[Path], progress: Progress) -> Imported:
    """Read the files into the library; one that cannot be read does not keep the others out."""
    with _open(path) as library:
        report = _import(library, files, progress)
        return Imported(report, _holdings(library))


def samples(path: Path, progress: Progress) -> Compared:
    """Import the sample plans that the library lacks and return their comparison."""
    with _open(path) as library:
        report = _import(library, sample_plans(), progress)
        ids = _sample(library)
        if ids is None:
            missing = LibraryError("样例规划不全", place=str(path), advice="请重新安装程序")
            raise next(iter(report.troubles), missing)
        return _compare(library, *ids, progress)


def compare(path: Path, base: int, targets: Sequence[int], progress: Progress, *, chained: bool = False) -> Compared:
    """Return the comparison of these plans, loaded if it was made before and else made and stored.

    With `chained` each target is compared with the one before it (逐级比对).
    """
    with _open(path) as library:
        return _compare(library, base, tuple(targets), chained, progress)


def _open(path: Path) -> Library:
    """Return the library with a search that crosses scripts, as the command line opens it."""
    return Library.open(path, lambda text: normalize(text, regional=True))


def _import(library: Library, files: Sequence[Path], progress: Progress) -> ImportReport:
    stored: dict[int, bool] = {}
    troubles: list[QCompareError] = []
    for i, file in enumerate(files):
        progress(i, len(files))
        try:
            plan, new = library.add_plan(load_plan(file))
        except QCompareError as error:
            troubles.append(error)
        else:
            stored.setdefault(plan, new)
    progress(len(files), len(files))
    names = entry_names(library.plans())
    added, known = (tuple(names[plan] for plan, new in stored.items() if new is wanted) for wanted in (True, False))
    return ImportReport(added, known, tuple(troubles))


def _compare(library: Library, base: int, targets: tuple[int, ...], chained: bool, progress: Progress) -> Compared:
    collation, decisions = compared(library, (base, *targets), progress, chained=chained)
    return Compared(base, targets, collation, _holdings(library), findings_of(collation), decisions)


def _holdings(library: Library) -> Holdings:
    return Holdings(library.plans(), library.collations())


def _chosen(library: Library, wish: Wish) -> Ids:
    base, *targets = (n if isinstance(n, int) else library.find_plan(n) for n in (wish.base, *wish.targets))
    return base, tuple(targets), wish.chained


def _remembered(library: Library, wish: Wish | None) -> Ids | None:
    """Return the last comparison's ids if the library still holds all its plans."""
    if wish is None or not {wish.base, *wish.targets} <= {entry.id for entry in library.plans()}:
        return None
    return _chosen(library, wish)


def _latest(library: Library) -> Ids | None:
    """Return the ids of the comparison made last."""
    made = library.collations()
    return (made[-1].base, made[-1].targets, made[-1].chained) if made else None


def _sample(library: Library) -> Ids | None:
    ids = {entry.source: entry.id for entry in library.plans()}
    if not {SAMPLE_BASE, *SAMPLE_TARGETS} <= set(ids):
        return None
    return ids[SAMPLE_BASE], tuple(ids[name] for name in SAMPLE_TARGETS), False
