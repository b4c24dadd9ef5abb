"""compare and export: a comparison made or taken from the library, summed up, and written to files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qcompare.atomic import refuse_unwritable
from qcompare.cautions import unread
from qcompare.citing import CHAIN_RULE, chinese_date, labels, name_of, percent, told_labels
from qcompare.cli.arguments import Outputs, Request
from qcompare.cli.console import NAME_COLUMNS, Progress, clipped, columns, complain, now, say
from qcompare.cli.plans import file_of, library_path, library_to_read, library_to_write, plans_named, refuse_twins
from qcompare.digests import text_digest
from qcompare.dossier import Dossier, dossier_of
from qcompare.equivalences import equivalences_file, read_equivalences
from qcompare.errors import HeldError, LibraryError, OutputError, UnwritableError, UsageError
from qcompare.model import Collation
from qcompare.paths import default_library
from qcompare.profiles import FULL, Profile, Rows, find_profile, profiles_file, read_profiles
from qcompare.quotes import Placed
from qcompare.review import Review

if TYPE_CHECKING:
    from qcompare.model import Plan
    from qcompare.store import Library

_MOST_FIGURES = 10  # lines of a summary that still fits a screen

TABLE_SUFFIXES = (".xlsx", ".docx", ".csv", ".html", ".json")


def compare(request: Request) -> int:
    """Compare the plans named, print the summary, write the files asked for.

    The library is left alone where all plans are files and none is named: a comparison in passing leaves no trace.
    """
    check_outputs(request.outputs, request)
    in_passing = request.library is None and any(map(file_of, request.names))
    with Progress() as progress:
        plans = _plans(request, progress)
        profile = profile_of(request)
        if in_passing:
            versions: tuple[int, ...] = ()
            review = _passing(plans, default_library(make=False), progress, chained=request.chained)
        else:
            review, versions = _kept(request, plans, progress)
        collation, dossier = review.collation, _dossier(review, request.outputs, versions)
        written = write_outputs(dossier, request.outputs, profile, progress)
    _report(dossier, written)
    if collation.equivalences:
        say(f"比对用了对等词 {len(collation.equivalences)} 对，qcompare words 可查看")
    ruled = sum(len(alignment.rulings) for alignment in collation.targets)
    if ruled:
        say(f"人工裁定的对应 {ruled} 处已照用")
    return 0


def _plans(request: Request, progress: Progress) -> list[Plan]:
    """Return the plans to compare, the base first: those named, or the two that a draft with tracked changes holds."""
    if request.revisions:
        from qcompare.collate import load_revised

        (name,) = request.names
        progress.doing(f"正在读取 {name}")
        return list(load_revised(Path(name)))
    plans = plans_named(request, progress)
    refuse_twins(request.names, plans)
    return plans


def export(request: Request) -> int:
    """Write a comparison of the library to files, without computing it again."""
    check_outputs(request.outputs, request)
    (number,) = request.names
    try:
        collation_id = int(number)
    except ValueError:
        raise UsageError(f"“{number}”不是比对的编号", advice="请用 qcompare list 查看编号") from None
    with Progress() as progress:
        with library_to_read(request) as library:
            profile = profile_of(request)
            collation = library.collation(collation_id)
            plan_ids = _plans_of(library, collation_id)
            review = Review(collation, (), _decisions(library, plan_ids, collation))
            versions = _versions(library, plan_ids)
        dossier = _dossier(review, request.outputs, versions)
        written = write_outputs(dossier, request.outputs, profile, progress)
    _report(dossier, written)
    return 0


def _kept(request: Request, plans: Sequence[Plan], progress: Progress) -> tuple[Review, tuple[int, ...]]:
    """Return the comparison, kept in the library, and which version each plan is.

    Where another program writes to the library, or nobody can, it is made all the same, and said not to be kept.
    """
    try:
        with library_to_write(request, make=True) as library:
            review = compare_in(library, plans, progress, chained=request.chained)
            return review, _versions(library, [plan for plan, _ in library.add_plans(plans)])
    except (HeldError, UnwritableError) as error:
        if not library_path(request).exists():
            raise
        complain(f"提示：{error.problem}；本次比对照常进行，但不存入规划库。")
    with library_to_read(request) as library:
        known = [library.find_text(text_digest(plan.text)) for plan in plans]
        ids = [plan for plan in known if plan is not None]
        if len(ids) == len(plans):
            return _compared(library, ids, progress, chained=request.chained), _versions(library, ids)
    return _passing(plans, library_path(request), progress, chained=request.chained), ()


def compare_in(library: Library, plans: Sequence[Plan], progress: Progress, *, chained: bool = False) -> Review:
    """Return the comparison of the plans, the base first, with what was said of it; it is kept, nothing is computed twice."""
    ids = [plan for plan, _ in library.add_plans(plans)]
    progress.doing(f"正在比对 {name_of(plans[0])}")
    return _compared(library, ids, progress, chained=chained)


def _compared(library: Library, ids: Sequence[int], progress: Progress, *, chained: bool) -> Review:
    from qcompare.compared import compared

    collation, decisions = compared(library, ids, progress.step, chained=chained, used=now())
    return Review(collation, (), decisions)


def profile_of(request: Request) -> Profile:
    """Return what the memo is to hold: the profile asked for by name or by file, in black where --mono says so."""
    asked = request.outputs.profile
    if asked.lower().endswith(".json"):
        known = read_profiles(Path(asked))
        if len(known) != 1:
            problem = "文件里有不止一个输出方案" if known else "没有这个输出方案文件"
            raise UsageError(problem, place=asked, advice="请指定只含一个方案的文件")
        profile = known[0]
    else:
        library = request.library or default_library(make=False)
        profile = find_profile(asked or FULL.name, read_profiles(profiles_file(library)))
    return replace(profile, mono=profile.mono or request.outputs.mono)


def check_outputs(outputs: Outputs, request: Request) -> None:
    """Raise OutputError for a file that cannot be written, or must not, before any work is done."""
    _check_suffixes(outputs)
    read = {os.path.realpath(name) for name in (*request.names, str(request.library or ""))}
    seen: set[str] = set()
    for path in (file for output in outputs.files for file in files_of_output(output)):
        place = os.path.realpath(path)
        if place in read:
            raise OutputError(
                "输出文件与规划文本或规划库是同一个文件，没有写入", place=str(path), advice="请换一个文件名"
            )
        if place in seen:
            raise OutputError("同一个文件名用了两次", place=str(path), advice="请换一个文件名")
        seen.add(place)
        refuse_unwritable(path)


def write_outputs(dossier: Dossier, outputs: Outputs, profile: Profile, progress: Progress) -> list[tuple[str, Path]]:
    """Write the files and return the word for each and its path."""
    written = []
    # Late: reportlab and the table writers take longer to import than a comparison that needs none of them.
    if outputs.memo is not None:
        from qcompare.memo import write_memo

        progress.doing(f"正在写备忘录 {outputs.memo.name}")
        write_memo(dossier, outputs.memo, profile)
        written.append(("备忘录", outputs.memo))
    for path in outputs.tables:
        from qcompare.tables import write_table

        progress.doing(f"正在写对照表 {path.name}")
        write_table(dossier.of_changes() if profile.rows is Rows.CHANGES else dossier, path)
        written.append(("对照表", path))
    if outputs.json is not None:
        from qcompare.tables import write_json

        progress.doing(f"正在写 {outputs.json.name}")
        write_json(dossier.collation, outputs.json)
        written.append(("JSON", outputs.json))
    return written


def summary(collation: Collation) -> list[str]:
    """Return the counts of each target as lines of a table, under a line that names the base."""
    base = collation.base
    heads = ("对照", "句数", "沿用", "属地化", "修改", "新增", "未承接", "移位", "存疑", "承接率")
    rows: list[Sequence[str]] = [heads]
    called, *names = labels(collation)
    short = [clipped(name, NAME_COLUMNS) for name in names]
    for alignment, name in zip(collation.targets, short if len(set(short)) == len(short) else names, strict=True):
        c = alignment.counts
        numbers = (c.target, c.inherited, c.localised, c.modified, c.added, c.dropped, c.moved, c.doubtful)
        rows.append((name, *map(str, numbers), percent(c.carried_share)))
    file = "" if base.source in called else f"（{base.source}）"
    first = f"基准：{called}{file}，{len(base.aligned())} 句"
    chain = [CHAIN_RULE] if collation.chained else []
    return [first, *chain, *columns(rows, numeric=frozenset(range(1, len(heads))))]


def found(dossier: Dossier) -> Iterator[str]:
    """Yield what a reviewer looks for first: a line of numbers a target, and under it the figures that ask for less."""
    from qcompare.findings import coverage_and_findings, figure_words, figures_said, gravest

    collation, findings = dossier.collation, dossier.findings
    table = findings.figures
    for target, name in enumerate(told_labels(collation)):
        if result := coverage_and_findings(findings, target):
            yield f"{name}：{result}"
        for row in (table.rows[at] for at in gravest(table, target)[:_MOST_FIGURES]):
            said = [
                figures_said(collation, table, plan, row.cells[plan]) for plan in (findings.against(target), target + 1)
            ]
            yield f"  指标{figure_words(row.cells[target + 1])}：{row.indicator} {' → '.join(said)}"
        more = len(gravest(table, target)) - _MOST_FIGURES
        if more > 0:
            yield f"  另有 {more} 项，见表格的“指标”一页（--table 对照表.xlsx）"


def _dossier(review: Review, outputs: Outputs, versions: tuple[int, ...] = ()) -> Dossier:
    """Return what is written: the comparison with what was said of it, as of today."""
    return dossier_of(review, maker=outputs.maker, made=chinese_date(now()[:10]), versions=versions)


def _plans_of(library: Library, collation_id: int) -> tuple[int, ...]:
    """Return the plans of a stored comparison, the base first. Raises LibraryError where one of them was removed."""
    for entry in library.collations():
        if entry.id == collation_id:
            return entry.base, *entry.targets
    problem, advice = f"编号为 {collation_id} 的比对含有已移除的规划文本", "请先用 qcompare restore 恢复它"
    raise LibraryError(problem, place=str(library.path), advice=advice)


def _versions(library: Library, plans: Sequence[int]) -> tuple[int, ...]:
    from qcompare.shelves import several_versions

    several = several_versions(library.plans())
    return tuple(several.get(plan, 0) for plan in plans)


def _decisions(library: Library, plans: Sequence[int], collation: Collation) -> tuple[Placed, ...]:
    from qcompare.compared import placed_decisions

    return placed_decisions(library, plans[0], plans[1:], chained=collation.chained)


def _passing(plans: Sequence[Plan], library: Path, progress: Progress, *, chained: bool) -> Review:
    """Return the comparison with the user's words that go with a library, and nothing else of it."""
    from qcompare.collate import collate

    progress.doing(f"正在比对 {name_of(plans[0])}")
    equivalences = read_equivalences(equivalences_file(library))
    collation = collate(plans[0], plans[1:], progress.step, equivalences, chained=chained)
    return Review(collation, (), [Placed()] * len(collation.targets))


def _report(dossier: Dossier, written: Sequence[tuple[str, Path]]) -> None:
    looked_at = (f"请核对原文件：{line}" for line in unread(dossier.collation))
    for line in (*summary(dossier.collation), *looked_at, *found(dossier)):
        say(line)
    for word, path in written:
        say(f"已写出{word}：{path}{beside(path)}")


def beside(path: Path) -> str:
    """Return what to add where a table is more than one file."""
    _, *others = files_of_output(path)
    return f"（另有 {'、'.join(other.name for other in others)}）" if others else ""


def files_of_output(path: Path) -> tuple[Path, ...]:
    """Return the files that an output becomes: a csv file holds one table only, so that there are four."""
    if path.suffix.lower() != ".csv":
        return (path,)
    from qcompare.tables.as_csv import csv_paths

    return csv_paths(path)


def _check_suffixes(outputs: Outputs) -> None:
    wanted: list[tuple[Path | None, tuple[str, ...]]] = [(outputs.memo, (".pdf",)), (outputs.json, (".json",))]
    for path, suffixes in [*wanted, *((table, TABLE_SUFFIXES) for table in outputs.tables)]:
        if path is not None and path.suffix.lower() not in suffixes:
            allowed = "、".join(suffixes[:-1]) + " 或 " + suffixes[-1] if len(suffixes) > 1 else suffixes[0]
            raise OutputError("文件名的结尾不对，没有写入", place=str(path), advice=f"文件名请以 {allowed} 结尾")
