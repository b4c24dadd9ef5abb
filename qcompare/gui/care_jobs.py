"""What the care of the library asks to be done off the GUI thread. No widget is touched here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from qcompare import backups, parcels
from qcompare.backups import Backup, Kind
from qcompare.collate import plan_from_text
from qcompare.errors import DamagedError, LibraryError, QCompareError
from qcompare.gui.jobs import Holdings, holdings
from qcompare.gui.worker import Progress
from qcompare.holding import refuse_where_held
from qcompare.normalize import normalize
from qcompare.parcels import Taken
from qcompare.parse import parse_again
from qcompare.store import Library
from qcompare.store.care import faults_of
from qcompare.store.opening import refuse_where_gone
from qcompare.versions import find_earlier

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A parcel taken in: what came of it, what the library holds now, and the comparison to show, where it is of one."""

    taken: Taken
    holdings: Holdings


def today() -> date:
    """Return the day of this PC."""
    return datetime.now(UTC).astimezone().date()


def secured(
    path: Path, warn: Callable[[QCompareError], None], job: Callable[[Progress], _Result], progress: Progress
) -> _Result:
    """Do what must be done before the library is opened, then the job that opens it; troubles of the first go to `warn`."""
    for trouble in backups.secure(path, today()).troubles:
        warn(trouble)
    return job(progress)


def daily(path: Path, day: date, _progress: Progress) -> Path | None:
    """Make the day's backup where there is need of one; a library that is damaged or gone is told as that."""
    refuse_where_gone(path)
    try:
        return backups.back_up_daily(path, day)
    except DamagedError:
        raise
    except QCompareError as error:
        raise backups.no_backup(error) from error


def list_backups(path: Path, _progress: Progress) -> tuple[tuple[Backup, ...], Backup | None]:
    """Return the backups of the library, and the latest of them that was found sound just now."""
    return backups.backups_of(path), backups.latest_good(path)


def back_up(path: Path, to: Path | None, _progress: Progress) -> Path:
    """Back up the library now, into its folder or where a person wants it."""
    refuse_where_gone(path)
    if to is None:
        return backups.back_up(path, Kind.BY_HAND, today())
    backups.back_up_by_hand(path, to)
    return to


def restore(path: Path, source: Path, _progress: Progress) -> Path | None:
    """Let the library hold what a backup holds."""
    refuse_where_held(path)
    return backups.restore(path, source, today())


def check(path: Path, _progress: Progress) -> tuple[str, ...]:
    """Return what is wrong with the library."""
    refuse_where_gone(path)
    return faults_of(path, comparisons=True)


def salvage(path: Path, new: Path, _progress: Progress) -> Taken:
    """Save what can be read of a damaged library as a new one."""
    return parcels.save_readable(path, new, plan_from_text)


def pack(path: Path, to: Path, shown: tuple[int, tuple[int, ...], bool] | None, _progress: Progress) -> Path:
    """Write the library, or the comparison of these plans, into a file for a colleague."""
    with Library.open_to_read(path) as library:
        number = None
        if shown is not None:
            made = [entry for entry in library.collations() if (entry.base, entry.targets, entry.chained) == shown]
            if not made:
                advice = "只读时做的比对不存入规划库；请在可以写入时重新比对后再导出"
                raise LibraryError("规划库中没有这次比对", place=str(path), advice=advice)
            number = made[0].id
        parcels.pack(library, to, today(), number)
    return to


def unpack(path: Path, file: Path, progress: Progress) -> Unpacked:
    """Take a colleague's file into the library."""
    with _open(path) as library:
        taken = parcels.unpack(library, file)
    return Unpacked(taken, holdings(path, progress))


def _open(path: Path) -> Library:
    refuse_where_held(path)
    return Library.open(path, lambda text: normalize(text, regional=True), find_earlier, parse_again, make=False)
