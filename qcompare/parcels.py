"""Parcels (交换文件, .qcmp): a library or one comparison in a single file that a colleague takes into his own library."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from qcompare.atomic import write_whole
from qcompare.backups import latest_good
from qcompare.equivalences import equivalences_file, read_equivalences, write_equivalences
from qcompare.errors import DamagedError, LibraryError, OutputError, ParcelError, QCompareError, StrangerError
from qcompare.holding import refuse_to_replace_held
from qcompare.model import Equivalence, Plan
from qcompare.report import TREAT_WORDS
from qcompare.store import Library
from qcompare.store.care import copy_bytes, copy_library, facts_of, faults_of
from qcompare.store.marks import PARCEL_SUFFIX, Mark, mark_parcel, read_mark
from qcompare.store.merging import Merged
from qcompare.store.salvage import Salvaged, salvage
from qcompare.store.traces import Lost

SUFFIX = PARCEL_SUFFIX


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking a parcel in: into the library, how many pairs of words it lacked, whose sort it takes otherwise.

    `shown` is the comparison that the parcel was made for: base, targets, whether in a chain. `not_saved` says what a
    damaged library held besides.
    """

    merged: Merged
    words: int = 0
    differing_words: tuple[str, ...] = ()
    shown: tuple[int, tuple[int, ...], bool] | None = None
    not_saved: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """Return what was done, a sentence each, for the user."""
        merged = self.merged
        known = len(set(merged.plans.values())) - len(merged.added)
        counted = (
            (len(merged.added), "新增规划文本 {} 个"),
            (known, "已有的规划文本 {} 个，没有重复存入"),
            (len(merged.comparisons), "比对 {} 个"),
            (merged.decisions, "审核意见和人工对应 {} 条"),
            (merged.treatments, "人工划定 {} 处"),
            (self.words, "对等词 {} 对"),
        )
        said = ["，".join(words.format(count) for count, words in counted if count) or "没有新的内容"]
        if merged.overruled:
            said.append(
                f"其中 {merged.overruled} 处与本库已有的决定不同，仍以本库的为准；"
                "对方的意见和对应也保留着，列在“决定 → 不再适用的旧决定”中"
            )
        lines = (f"“{line.wording}”一行：对方划为{TREAT_WORDS[line.treat]}" for line in merged.lines)
        said += [f"本库保持不变：{each}" for each in (*merged.differing, *lines, *self.differing_words)]
        if merged.unreadable:
            listed = "、".join(merged.unreadable[:_MOST_LISTED])
            more = f"等 {len(merged.unreadable)} 项" if len(merged.unreadable) > _MOST_LISTED else ""
            said.append(f"读不出来的：{listed}{more}")
        return (*said, *self.not_saved)


_MOST_LISTED = 8
_MEGABYTE = 1_000_000


def pack(library: Library, path: Path, today: date, comparison: int | None = None) -> None:
    """Write a library, or one comparison with its plans and all that was decided about them, into a parcel.

    Raises LibraryError where there is no such comparison or the library is damaged, HeldError where `path` is a library that
    another program has open, OutputError where nothing is written.
    """
    if path.exists() and path.samefile(library.path):
        raise OutputError("不能写到规划库本身", place=str(path), advice="请换一个文件名")
    refuse_to_replace_held(path)
    with write_whole(path) as temporary:
        if comparison is None:
            copy_library(library.path, temporary)
            words = read_equivalences(equivalences_file(library.path))
        else:
            words = library.collation(comparison).equivalences
            with Library.open(temporary) as parcel:
                library.give(parcel, comparison)
        mark_parcel(temporary, Mark(whole=comparison is None, made=today.isoformat(), words=words))


def unpack(library: Library, path: Path) -> Taken:
    """Take a parcel into a library, or whatever else is a library: a colleague's own, a backup.

    Raises LibraryError, with nothing taken, for a file that is newer than this program: ParcelError where it is none of
    these or is damaged.
    """
    if path.exists() and path.samefile(library.path):
        raise LibraryError("这就是本规划库，不能并入自身", place=str(path), advice="请选择别的文件")
    with _theirs(path, library.path), TemporaryDirectory() as folder:
        if facts_of(path).newer:
            raise LibraryError("文件由更新版本的程序写出，没有并入", place=str(path), advice="请升级本程序后再并入")
        copy = Path(folder) / "parcel.db"  # an older one is brought up to date, and the stick may be read-only
        copy_bytes(path, copy)
        if faults_of(copy):
            raise DamagedError("文件已损坏", place=str(path))
        with Library.open(copy) as source:
            merged = source.give(library)
            made = source.collations()
        mark = read_mark(copy)
    theirs = mark.words if mark is not None else read_equivalences(equivalences_file(path))
    shown = None
    if mark is not None and not mark.whole and made:
        here = merged.plans
        shown = (here[made[0].base], tuple(here[target] for target in made[0].targets), made[0].chained)
    return Taken(merged, *_take_words(library.path, theirs), shown)


@contextmanager
def _theirs(path: Path, library: Path) -> Iterator[None]:
    """Say of damage met inside the block that it is the colleague's file's, unless it is the library's own."""
    try:
        yield
    except DamagedError as error:
        if error.place == str(library):
            raise
        words = _STRANGE if isinstance(error, StrangerError) and path.suffix.lower() != SUFFIX else _CUT
        raise ParcelError(
            f"{words[0]}，没有并入其中任何内容；本机规划库没有问题", place=str(path), advice=words[1]
        ) from error


_CUT = ("交换文件不完整或已损坏", "请同事重新发送")
_STRANGE = (
    f"这不是交换文件（{SUFFIX}），也不是规划库",
    f"请选择同事发来的 {SUFFIX} 文件；要导入规划文本，请用“导入”（qcompare import）",
)


def save_readable(damaged: Path, new: Path, make_plan: Callable[[str, str], Plan]) -> Taken:
    """Save what can be read of a damaged library as a new one, which must not be there yet. Raises LibraryError."""
    if new.exists():
        raise LibraryError("文件已经存在，没有改动", place=str(new), advice="请换一个文件名")
    if not damaged.is_file():
        raise LibraryError("没有这个规划库文件", place=str(damaged), advice="请检查文件名和位置")
    with TemporaryDirectory(dir=new.parent) as folder:
        beside = Path(folder) / "library.db"
        with Library.open(beside) as library:
            saved = salvage(damaged, library, make_plan)
        if not saved.merged.plans:
            raise LibraryError(
                "没有能读出的内容，没有写出文件", place=str(damaged), advice="请用备份恢复，或重新导入规划文本"
            )
        with write_whole(new) as temporary:
            shutil.copyfile(beside, temporary)
    words: tuple[int, tuple[str, ...]] = (0, ())
    with suppress(QCompareError):
        words = _take_words(new, read_equivalences(equivalences_file(damaged)))
    return Taken(saved.merged, *words, not_saved=tuple(_not_saved(saved, damaged)))


def _not_saved(saved: Salvaged, damaged: Path) -> Iterator[str]:
    """Yield what the user must know of what is not in the library saved, and where there is more."""
    gone = saved.plans, saved.comparisons
    for lost, what in zip(gone, _KINDS, strict=True):
        if lost.sure or lost.perhaps:
            erased = "（其中可能有早已清除的）" if lost.perhaps else ""
            yield f"另有{_counted(lost)}个{what.format(erased)}"
    if not all(lost.known for lost in gone):
        yield "损坏的规划库中原有多少规划文本和比对，已无法得知，可能还有没有列出的"
    if saved.missing:
        yield f"规划库文件不完整，缺少末尾的 {saved.missing / _MEGABYTE:.1f} MB"
    good = latest_good(damaged)
    if good is not None and good.facts is not None:
        held = f"规划文本 {good.facts.plans} 个，比对 {good.facts.comparisons} 个"
        yield f"最近的完好备份截至 {good.until}，其中有{held}；也可以改用它恢复"


_KINDS = ("规划文本的记录已读不出来{}", "比对没有存入{}，规划文本齐全的可以重新比对")


def _counted(lost: Lost) -> str:
    """Return how many are lost.

    >>> _counted(Lost(sure=19)), _counted(Lost(sure=3, perhaps=16))
    (' 19 ', '至少 3 个、至多 19 ')
    >>> _counted(Lost(perhaps=2))
    '至多 2 '
    """
    most = lost.sure + lost.perhaps
    if not lost.perhaps:
        return f" {most} "
    return f"至少 {lost.sure} 个、至多 {most} " if lost.sure else f"至多 {most} "


def _take_words(library: Path, theirs: tuple[Equivalence, ...]) -> tuple[int, tuple[str, ...]]:
    """Add the pairs of words that a library lacks; of one that it takes otherwise its own holds."""
    place = equivalences_file(library)
    own = read_equivalences(place)
    known = {frozenset((pair.one, pair.other)): pair.op for pair in own}
    new = [pair for pair in theirs if frozenset((pair.one, pair.other)) not in known]
    if new:
        write_equivalences(place, (*own, *new))
    differing = [pair for pair in theirs if known.get(frozenset((pair.one, pair.other)), pair.op) is not pair.op]
    return len(new), tuple(f"对等词“{pair.one}、{pair.other}”：对方的类别不同" for pair in differing)
