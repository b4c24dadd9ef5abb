"""What the window asks to be done off the GUI thread: import, compare, save. No widget is touched here.

Each job opens the library itself, because a library belongs to the thread that opened it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from qcompare import written
from qcompare.collate import load_revised, plan_from_text
from qcompare.compared import compared
from qcompare.document import Span
from qcompare.errors import LibraryError, QCompareError
from qcompare.findings import Findings, findings_of
from qcompare.gui.worker import Cancelled, Progress
from qcompare.holding import refuse_where_held
from qcompare.importing import Results, import_gathered, import_plan
from qcompare.model import Collation, Metadata, Plan
from qcompare.normalize import normalize
from qcompare.parse import parse_again
from qcompare.paths import sample_plans
from qcompare.quotes import Placed
from qcompare.read import Gathered, gather
from qcompare.report import Report, report_of, treated_lines
from qcompare.returns import Returned, returned
from qcompare.shelves import predecessor, several_versions
from qcompare.store import CollationEntry, Hit, Library, PlanEntry
from qcompare.store.opening import refuse_where_gone
from qcompare.treatments import Treat, Treatment
from qcompare.versions import find_earlier, with_versions

Ids = tuple[int, tuple[int, ...], bool]
"""What to compare in the library's numbers: base, targets, and whether in a chain."""

SAMPLE_BASE = "chongqing-2023.txt"
SAMPLE_TARGETS = ("yongchuan-2023-draft.txt", "chengdu-2023-draft.txt")


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the library holds, as the library pane shows it; `removed` is set aside and can be brought back."""

    plans: tuple[PlanEntry, ...]
    collations: tuple[CollationEntry, ...]
    removed: tuple[PlanEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """A plan imported that is a new version: of which plan, and how many sentences differ, where that was asked for."""

    before: int
    after: int
    name: str
    version: int
    changed: int | None = None

    @property
    def words(self) -> str:
        """Return what happened in a sentence."""
        changed = "" if self.changed is None else f"，与上一版相比改动 {self.changed} 句"
        return f"{self.name} 已更新为第 {self.version} 版{changed}"


@dataclass(frozen=True, slots=True)
class Imported:
    """The outcome of an import; `updates` are the plans that are new versions of others, in the order of import."""

    results: Results
    holdings: Holdings
    updates: tuple[Update, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A plan of the library to read: what a person says of its lines, what came of reading it, and which lines are meant."""

    number: int
    plan: Plan
    said: tuple[Treatment, ...]
    report: Report
    treated: tuple[tuple[Span, Treat], ...] = ()


@dataclass(frozen=True, slots=True)
class Treating:
    """What a person says of the lines of a plan and its versions; of these `others` are read just now."""

    number: int
    said: tuple[Treatment, ...]
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """A collation with the library's ids of its plans, what is found about it, and for each target what was decided.

    `versions` says of each plan, the base first, which version it is; 0 where there is one alone.
    """

    base: int
    targets: tuple[int, ...]
    collation: Collation
    holdings: Holdings
    findings: Findings
    decisions: tuple[Placed, ...]
    versions: tuple[int, ...] = ()

    @property
    def stored(self) -> bool:
        """Whether the library holds a comparison of these plans."""
        shown = self.base, self.targets, self.collation.chained
        return shown in {(made.base, made.targets, made.chained) for made in self.holdings.collations}


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

    results: Results | None
    holdings: Holdings
    compared: Compared | None
    trouble: QCompareError | None = None


def start(path: Path, files: Sequence[Path], wish: Wish | None, remembered: Wish | None, progress: Progress) -> Started:
    """Open the library and return what to show first: what was wished, else the comparison shown last, else the latest.

    A library without any plan gets the samples, and shows their comparison.
    """
    with _open(path, make=True) as library:
        new = not library.plans()
        if new:
            _import(library, Gathered(tuple(sample_plans())), progress)
        results = _import(library, gather(files), progress) if files else None
        started = _show_first(library, wish, remembered, progress, new=new)
        return replace(started, results=results)


def start_reading(path: Path, wish: Wish | None, remembered: Wish | None, progress: Progress) -> Started:
    """Return what to show first of a library that is only read."""
    with _open_to_read(path) as library:
        return _show_first(library, wish, remembered, progress)


def holdings(path: Path, _progress: Progress) -> Holdings:
    """Return what the library holds."""
    with _open_to_read(path) as library:
        return _holdings(library)


def import_files(path: Path, files: Sequence[Path], shown: Sequence[int], progress: Progress) -> Imported:
    """Read the files, and those in the folders, into the library; one that cannot be read does not keep the others out.

    A new version of a plan that is `shown` is compared with the version before. When the user stops it, what has been
    imported stays.
    """
    gathered = gather(files)
    with _open(path) as library:
        return _imported(library, _import(library, gathered, progress), shown)


def import_text(path: Path, text: str, name: str, shown: Sequence[int], _progress: Progress) -> Imported:
    """Read a text that comes from no file into the library."""
    with _open(path) as library:
        return _imported(library, import_plan(library, plan_from_text(text, name)), shown)


def open_plan(path: Path, number: int, _progress: Progress) -> Opened:
    """Return a plan of the library with what came of reading it."""
    with _open_to_read(path) as library:
        return _opened(library, number)


def treat(path: Path, wish: Treating, _progress: Progress) -> tuple[tuple[Opened, ...], Holdings]:
    """Let lines of a plan, and of its versions, be taken as a person says; return those that are read as they are then."""
    with _open(path) as library:
        library.treat(wish.number, wish.said)
        held = _holdings(library)
        return tuple(_opened(library, number) for number in (wish.number, *wish.others)), held


def search(path: Path, text: str, _progress: Progress) -> tuple[Hit, ...]:
    """Return the sentences of the library that hold a text."""
    with _open_to_read(path) as library:
        return library.search(text)


def edit_plan(path: Path, number: int, label: str, metadata: Metadata, _progress: Progress) -> Holdings:
    """Let a plan say of itself what a person says."""
    return _changed(path, lambda library: library.edit_plan(number, label=label, metadata=metadata))


def remove_plan(path: Path, number: int, _progress: Progress) -> Holdings:
    """Set a plan aside."""
    return _changed(path, lambda library: library.remove_plan(number))


def restore_plan(path: Path, number: int, _progress: Progress) -> Holdings:
    """Bring a plan back that was removed."""
    return _changed(path, lambda library: library.restore_plan(number))


def erase_removed(path: Path, _progress: Progress) -> Holdings:
    """Forget for good what is set aside."""
    return _changed(path, lambda library: library.erase_removed())


def join_family(path: Path, number: int, other: int, _progress: Progress) -> Holdings:
    """Make a plan a version of the document that another belongs to."""
    return _changed(path, lambda library: library.join_family(number, other))


def leave_family(path: Path, number: int, _progress: Progress) -> Holdings:
    """Make a plan a document of its own."""
    return _changed(path, lambda library: library.leave_family(number))


def forget_collation(path: Path, number: int, _progress: Progress) -> Holdings:
    """Take a comparison out of the list."""
    return _changed(path, lambda library: library.forget_collation(number))


def read_remarks(path: Path, file: Path, _progress: Progress) -> Returned:
    """Return what the remarks written into a returned table make of the library's opinions; nothing is changed yet."""
    with _open_to_read(path) as library:
        return returned(library, written.read_remarks(file))


def samples(path: Path, progress: Progress) -> Compared:
    """Import the sample plans that the library lacks and return their comparison."""
    with _open(path) as library:
        results = _import(library, Gathered(tuple(sample_plans())), progress)
        ids = _sample(library)
        if ids is None:
            missing = LibraryError("样例规划不全", place=str(path), advice="请重新安装程序")
            raise next(iter(results.troubles), missing)
        return _compare(library, *ids, progress)


def compare(path: Path, base: int, targets: Sequence[int], progress: Progress, *, chained: bool = False) -> Compared:
    """Return the comparison of these plans, loaded if it was made before and else made and stored.

    With `chained` each target is compared with the one before it (逐级比对).
    """
    with _open(path) as library:
        return _compare(library, base, tuple(targets), chained, progress)


def compare_reading(
    path: Path, base: int, targets: Sequence[int], progress: Progress, *, chained: bool = False
) -> Compared:
    """Return the comparison of these plans of a library that is only read, loaded if it was made before."""
    with _open_to_read(path) as library:
        return _compare(library, base, tuple(targets), chained, progress)


def compare_revised(path: Path, file: Path, progress: Progress) -> Compared:
    """Import a draft with tracked changes as it was before them and with them accepted, and compare the two."""
    plans = load_revised(file)
    with _open(path) as library:
        (base, _), (target, _) = library.add_plans(plans)
        return _compare(library, base, (target,), False, progress)


def _open(path: Path, *, make: bool = False) -> Library:
    """Return the library with a search that crosses scripts and an eye for versions, as the command line opens it.

    Only the first job of a window may make it: one that is gone later was moved or renamed, and its user is told.
    Raises HeldError where another program holds it: what would write rests then, and this is for what was overlooked.
    """
    refuse_where_held(path)
    return Library.open(path, lambda text: normalize(text, regional=True), find_earlier, parse_again, make=make)


def _open_to_read(path: Path) -> Library:
    refuse_where_gone(path)
    return Library.open_to_read(path, lambda text: normalize(text, regional=True))


def _show_first(
    library: Library, wish: Wish | None, remembered: Wish | None, progress: Progress, *, new: bool = False
) -> Started:
    try:
        ids = _chosen(library, wish) if wish else _remembered(library, remembered) or _latest(library)
        ids = ids or (_sample(library) if new else None)
        compared = _compare(library, *ids, progress) if ids else None
    except QCompareError as error:
        return Started(None, _holdings(library), None, error)
    return Started(None, _holdings(library), compared)


def _changed(path: Path, change: Callable[[Library], object]) -> Holdings:
    with _open(path) as library:
        change(library)
        return _holdings(library)


def _import(library: Library, gathered: Gathered, progress: Progress) -> Results:
    """Return what became of the files, all those read before the user stopped it if he did."""

    def go_on(done: int, total: int, name: str) -> bool:
        try:
            progress(done, total, name)
        except Cancelled:
            return False
        return True

    return import_gathered(library, gathered, go_on)


def _imported(library: Library, results: Results, shown: Sequence[int]) -> Imported:
    """Return the outcome of an import; a version of what is shown is followed, through versions imported with it."""
    entries = {entry.id: entry for entry in library.plans()}
    followed, updates = set(shown), []
    for number in sorted(plan for plan in results.added if entries[plan].version > 1):
        before = predecessor(entries.values(), number)
        if before is not None:
            changed = None
            if before.id in followed:
                followed.add(number)
                changed = _sentences_changed(library, before.id, number)
            entry = entries[number]
            updates.append(Update(before.id, number, entry.label or entry.source, entry.version, changed))
    return Imported(results, _holdings(library), tuple(updates))


def _sentences_changed(library: Library, before: int, after: int) -> int:
    """Return how many sentences of a version differ from the one before, those that were cut among them."""
    (alignment,) = compared(library, (before, after), used=_now())[0].targets
    return alignment.counts.target - alignment.counts.inherited + alignment.counts.dropped


def _compare(library: Library, base: int, targets: tuple[int, ...], chained: bool, progress: Progress) -> Compared:
    collation, decisions = compared(library, (base, *targets), progress, chained=chained, used=_now())
    held = _holdings(library)
    several = several_versions(held.plans)
    versions = tuple(several.get(number, 0) for number in (base, *targets))
    collation = with_versions(collation, versions)
    return Compared(base, targets, collation, held, findings_of(collation), decisions, versions)


def _now() -> str:
    return datetime.now(UTC).astimezone().replace(tzinfo=None).isoformat(timespec="milliseconds")


def _opened(library: Library, number: int) -> Opened:
    plan, said = library.plan(number), library.treatments(number)
    return Opened(number, plan, said, report_of(plan, said), treated_lines(plan, said))


def _holdings(library: Library) -> Holdings:
    return Holdings(library.plans(), library.collations(), library.removed_plans())


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
