"""The commands: list, remove, search, words and, in rooms of their own, the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qcompare.citing import name_of, percent
from qcompare.cli import care
from qcompare.cli.arguments import Request
from qcompare.cli.compare import compare, export
from qcompare.cli.completion import completion
from qcompare.cli.console import NAME_COLUMNS, TITLE_COLUMNS, clipped, columns, say
from qcompare.cli.demo import demo
from qcompare.cli.desktop import desktop
from qcompare.cli.importing import import_files
from qcompare.cli.plans import exists, library_path, library_to_read, library_to_write
from qcompare.cli.remarks import remarks
from qcompare.cli.show import show
from qcompare.cli.treat import treat
from qcompare.cli.window import window
from qcompare.equivalences import KIND_WORDS as EQUIVALENCE_WORDS
from qcompare.equivalences import equivalence, equivalences_file, read_equivalences, write_equivalences
from qcompare.errors import UsageError
from qcompare.holding import PATIENCE_SECONDS, Program, hold
from qcompare.model import Equivalence, Op
from qcompare.paths import library_words

if TYPE_CHECKING:
    from qcompare.store import CollationEntry, Hit, PlanEntry

CONTEXT_COLUMNS = 40
"""How much of a sentence is shown on either side of what was looked for: two lines of a terminal with the rest."""


def list_library(request: Request) -> int:
    """Print the plans and the comparisons of the library, each with its number."""
    from qcompare.shelves import entry_names

    place = library_path(request)
    plans, comparisons = _contents(request)
    if not plans:
        say(f"规划库是空的：{library_words(place)}")
        say("用 qcompare import 导入规划文本。")
        return 0
    say(f"规划库：{library_words(place)}")
    say()
    names = {number: clipped(name, NAME_COLUMNS) for number, name in entry_names(plans).items()}
    table = [("编号", "简称", "标题", "级别", "日期", "句数"), *(_plan_row(plan, names[plan.id]) for plan in plans)]
    for line in columns(table, numeric=frozenset({0, 5})):
        say(line)
    if comparisons:
        say()
        rows = [("比对", "基准", "对照", "承接率"), *(_comparison_row(entry, names) for entry in comparisons)]
        for line in columns(rows, numeric=frozenset({0})):
            say(line)
    return 0


def search(request: Request) -> int:
    """Print the sentences that hold the words looked for, under the plan they stand in."""
    with library_to_read(request) as library:
        hits = library.search(request.names[0])
    plan = None
    for hit in hits:
        if hit.plan != plan:
            plan = hit.plan
            say(f"{hit.label or '未命名文本'}（编号 {plan}）")
        say(_hit_line(hit))
    say(f"共 {len(hits)} 句。" if hits else f"没有找到“{request.names[0]}”。")
    return 0


def words(request: Request) -> int:
    """Print the user's pairs of words, or add or remove one."""
    place = equivalences_file(library_path(request))
    pairs = read_equivalences(place)
    if request.names:
        with hold(library_path(request), Program.COMMAND, patience=PATIENCE_SECONDS):
            pairs = _changed(read_equivalences(place), request)
            write_equivalences(place, pairs)
    if not pairs:
        say(f"没有对等词（{place}）。")
        return 0
    say(f"对等词：{place}")
    rows = [(str(n), pair.one, pair.other, EQUIVALENCE_WORDS[pair.op]) for n, pair in enumerate(pairs, start=1)]
    for line in columns([("编号", "词语一", "词语二", "类别"), *rows], numeric=frozenset({0})):
        say(line)
    return 0


def _changed(pairs: Sequence[Equivalence], request: Request) -> tuple[Equivalence, ...]:
    if len(request.names) == 1:
        return _without(pairs, request.names[0])
    one, other = request.names
    pair = equivalence(one, other, Op.LOCALISED if request.own_places else Op.VARIANT)
    return (*(known for known in pairs if {known.one, known.other} != {pair.one, pair.other}), pair)


def _without(pairs: Sequence[Equivalence], number: str) -> tuple[Equivalence, ...]:
    if not number.isdecimal() or not 1 <= int(number) <= len(pairs):
        raise UsageError(f"没有编号为“{number}”的对等词", advice="请用 qcompare words 查看编号")
    return tuple(pair for n, pair in enumerate(pairs, start=1) if n != int(number))


def remove(request: Request) -> int:
    """Set a plan of the library aside, with the comparisons it takes part in; its file stays where it is."""
    (name,) = request.names
    with library_to_write(request) as library:
        plan_id = library.find_plan(name, whole=True)
        plan = library.plan(plan_id)
        held = [entry for entry in library.collations() if plan_id in (entry.base, *entry.targets)]
        library.remove_plan(plan_id)
    along = f"，连同含有它的比对 {len(held)} 个" if held else ""
    say(f"{name_of(plan)}：已从规划库移除（编号 {plan_id}）{along}。恢复：qcompare restore {plan_id}")
    return 0


def restore(request: Request) -> int:
    """Bring back a plan that was removed, with its comparisons."""
    (name,) = request.names
    with library_to_write(request) as library:
        plan_id = library.find_plan(name, removed=True)
        library.restore_plan(plan_id)
        plan = library.plan(plan_id)
    say(f"{name_of(plan)}：已恢复（编号 {plan_id}）")
    return 0


COMMANDS: dict[str, Callable[[Request], int]] = {
    "window": window,
    "compare": compare,
    "import": care.backed_up(import_files),
    "list": list_library,
    "show": show,
    "remove": care.backed_up(remove),
    "restore": care.backed_up(restore),
    "search": search,
    "export": export,
    "remarks": care.backed_up(remarks),
    "words": words,
    "treat": care.backed_up(treat),
    "backup": care.backup,
    "backups": care.backups,
    "restore-library": care.restore_library,
    "check": care.check,
    "salvage": care.salvage,
    "pack": care.pack,
    "unpack": care.backed_up(care.unpack),
    "desktop": desktop,
    "completion": completion,
    "demo": demo,
}


def _contents(request: Request) -> tuple[tuple[PlanEntry, ...], tuple[CollationEntry, ...]]:
    """Return the plans and comparisons of the library; for a newcomer who looks round no library is made."""
    if request.library is None and not exists(library_path(request)):
        return (), ()
    with library_to_read(request) as library:
        return library.plans(), library.collations()


def _plan_row(plan: PlanEntry, name: str) -> tuple[str, ...]:
    about = plan.metadata
    title = clipped(about.title + ("（征求意见稿）" if about.draft else ""), TITLE_COLUMNS)
    return (
        str(plan.id),
        name,
        title or plan.source,
        about.level,
        about.date,
        str(plan.sentences),
    )


def _comparison_row(entry: CollationEntry, names: dict[int, str]) -> tuple[str, ...]:
    shares = "、".join(percent(counts.carried_share) for counts in entry.counts)
    targets = "、".join(names[target] for target in entry.targets)
    if entry.chained:
        targets = f"{' → '.join(names[target] for target in entry.targets)}（逐级）"
    return (str(entry.id), names[entry.base], targets, shares)


def _hit_line(hit: Hit) -> str:
    before = clipped(hit.before[::-1], CONTEXT_COLUMNS)[::-1]
    return f"  {hit.path}  {before}【{hit.found}】{clipped(hit.after, CONTEXT_COLUMNS)}".replace("\n", " ")
