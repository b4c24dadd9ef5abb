"""The library (规划库): plans, comparisons and search in one file on this PC."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from qcompare.decisions import Change, Decisions
from qcompare.errors import LibraryError
from qcompare.model import Collation, Metadata, Plan
from qcompare.store import collations as stored_collations
from qcompare.store import decisions as stored_decisions
from qcompare.store import plans as stored_plans
from qcompare.store.collations import CollationEntry
from qcompare.store.merging import Merged, Ways, merge
from qcompare.store.names import listed, named
from qcompare.store.opening import explained, open_database, open_to_read, read_only, snapshot, transaction
from qcompare.store.plans import KnownPlan, PlanEntry
from qcompare.store.search import Hit, MakeForm, find_text, index_all, index_plan
from qcompare.store.treatments import hand_over_treatments, read_treatments, write_treatments
from qcompare.treatments import Treatment

FindEarlier = Callable[[Plan, Sequence[KnownPlan], Callable[[int], Plan]], int | None]
"""A new plan, what the library holds, and how to read one of those → the plan that the new one is a later version of."""

TakeLines = Callable[[Plan, Sequence[Treatment]], Plan]
"""A plan and what a person says of its lines → the plan with its lines taken so."""


class Library:
    """An open library. Every change is whole or not made; to be used in the thread that opened it.

    Each method raises LibraryError when the file is held by another program, cannot be written, or turns out damaged.
    """

    def __init__(
        self,
        db: Database,
        path: Path,
        make_form: MakeForm | None = None,
        find_earlier: FindEarlier | None = None,
        take_lines: TakeLines | None = None,
    ) -> None:
        self._db, self.path, self._make_form = db, path, make_form
        self._find_earlier, self._take_lines = find_earlier, take_lines
        self.read_only = False

    @classmethod
    def open(
        cls,
        path: Path,
        make_form: MakeForm | None = None,
        find_earlier: FindEarlier | None = None,
        take_lines: TakeLines | None = None,
        *,
        make: bool = True,
    ) -> Self:
        """Return the library in `path`, made if there is none, unless `make` is false: LibraryError then.

        `make_form` lets search cross scripts (信息 finds 資訊), `find_earlier` tells of which plan a new one is a version,
        `take_lines` has the lines of a plan taken as a person says.
        Raises LibraryError, and leaves the file untouched, when it is not a library or cannot be opened.
        """
        db = open_database(path, lambda db: index_all(db, make_form), make=make)
        return cls(db, path, make_form, find_earlier, take_lines)

    @classmethod
    def open_to_read(cls, path: Path, make_form: MakeForm | None = None) -> Self:
        """Return the library in `path`, in which and beside which nothing is ever written.

        Raises UnfinishedError where something must be written before it can be read, LibraryError as `open` does, and when
        there is none.
        """
        library = cls(open_to_read(path), path, make_form)
        library.read_only = True
        return library

    def close(self) -> None:
        """Close the file; nothing is left to save."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add_plan(self, plan: Plan) -> tuple[int, bool]:
        """Store a plan as `add_plans` does; return its id and whether it is new."""
        return self.add_plans([plan])[0]

    def add_plans(self, plans: Sequence[Plan]) -> list[tuple[int, bool]]:
        """Store plans, all or none; return the id of each and whether it is new. The same text is not stored twice.

        Where the text is known, what the new reading says of it holds, but for what a person entered: its file, its
        metadata, its clauses. If that changes what a comparison would say, the comparisons made from the old reading are
        forgotten. A plan that was removed is back with its comparisons, and counts as new.
        """
        with self._writing():
            return [self._store(plan) for plan in plans]

    def plan(self, plan_id: int) -> Plan:
        """Return the plan with that id."""
        with self._reading():
            self._require_plan(plan_id)
            return stored_plans.read_plan(self._db, plan_id)

    def plans(self) -> tuple[PlanEntry, ...]:
        """Return what the library holds, in the order of import."""
        with self._reading():
            return stored_plans.read_entries(self._db)

    def find_plan(self, name: str, *, whole: bool = False, removed: bool = False) -> int:
        """Return the id of the plan that `name` means: its number, else its label, title or source, else a part of one.

        With `whole` a part is not enough; `removed` looks among the plans set aside. Raises LibraryError where none or
        several fit.
        """
        entries = self.removed_plans() if removed else self.plans()
        found = named(name, entries, whole=whole)
        if len(found) == 1:
            return found[0].id
        if found:
            problem, advice = f"“{name}”对应多个规划文本：{listed(found)}", "请改用编号指定"
        elif removed:
            held = f"可以恢复的有：{listed(entries)}" if entries else "没有可以恢复的规划文本"
            problem, advice = f"移除的规划文本中没有“{name}”", held
        else:
            problem, advice = f"规划库中没有“{name}”", ""
        raise LibraryError(problem, place=str(self.path), advice=advice, command="" if advice else _LIST)

    def find_text(self, digest: str) -> int | None:
        """Return the id of the plan whose text has this digest, or one that begins so; None where there is none."""
        with self._reading():
            return stored_plans.plan_with_digest(self._db, digest)

    def number_of(self, text: str) -> int | None:
        """Return the id of the plan with exactly this text, be it set aside; None where there is none."""
        with self._reading():
            return stored_plans.plan_with_text(self._db, text)

    def removed_plans(self) -> tuple[PlanEntry, ...]:
        """Return what is set aside and can be brought back."""
        with self._reading():
            return stored_plans.read_entries(self._db, removed=True)

    def edit_plan(self, plan_id: int, *, label: str, metadata: Metadata) -> None:
        """Let a plan say of itself what a person says; no later reading of its file overrules what was changed.

        Comparisons of it stay in the list, but are made anew when asked for where level or region changed.
        """
        with self._writing():
            self._require_plan(plan_id)
            before = stored_plans.read_plan(self._db, plan_id).metadata
            stored_plans.enter_about(self._db, plan_id, label, metadata)
            if (before.level, before.region) != (metadata.level, metadata.region):
                stored_collations.outdate_collations_of(self._db, plan_id)

    def treatments(self, plan_id: int) -> tuple[Treatment, ...]:
        """Return what a person says of how the plan's lines are to be taken, said of this version or another."""
        with self._reading():
            self._require_plan(plan_id)
            return read_treatments(self._db, stored_plans.versions_of(self._db, plan_id))

    def treat(self, plan_id: int, said: Sequence[Treatment]) -> None:
        """Let `said` be all that a person says of how the lines of the plan, and of its versions, are to be taken.

        They are taken so at once, and the comparisons they take part in are forgotten where that changes them.
        """
        with self._writing():
            self._require_plan(plan_id)
            self._treat(plan_id, said)

    def take_in(
        self, source: Database, comparison: int | None = None, make_plan: Callable[[str, str], Plan] | None = None
    ) -> Merged:
        """Take in what another library holds, all or nothing; or one comparison with its plans and what was decided.

        What cannot be read of a damaged one is left out and named; `make_plan` reads a plan anew from its text.
        """
        with self._writing():
            return merge(source, self._db, Ways(partial(self._insert, taken=False), self._treat, make_plan), comparison)

    def give(self, into: Library, comparison: int | None = None) -> Merged:
        """Let another library take in what this one holds, or one comparison of it."""
        with self._reading():
            return into.take_in(self._db, comparison)

    def join_family(self, plan_id: int, other_id: int) -> None:
        """Make a plan, and its versions, versions of the document that another plan is a version of.

        What was said of the lines of either then holds for all of them.
        """
        with self._writing():
            for number in (plan_id, other_id):
                self._require_plan(number)
            stored_plans.join_family(self._db, plan_id, other_id)
            versions = stored_plans.versions_of(self._db, plan_id)
            said = read_treatments(self._db, versions)
            for version in versions if said else ():
                self._take_again(version, said)

    def leave_family(self, plan_id: int) -> None:
        """Make a plan a document of its own; the other versions are counted anew.

        What was said of its lines goes on to hold for it and for the others.
        """
        with self._writing():
            self._require_plan(plan_id)
            others = [plan for plan in stored_plans.versions_of(self._db, plan_id) if plan != plan_id]
            said = read_treatments(self._db, [plan_id, *others])
            stored_plans.leave_family(self._db, plan_id)
            write_treatments(self._db, [plan_id], plan_id, said)
            if others:
                write_treatments(self._db, others, others[-1], said)

    def remove_plan(self, plan_id: int) -> None:
        """Set a plan aside: it stands in no list and no search until `restore_plan`, or until its text is imported."""
        with self._writing():
            self._require_plan(plan_id)
            stored_plans.set_aside(self._db, plan_id, removed=True)

    def restore_plan(self, plan_id: int) -> None:
        """Bring a plan back that was removed, with its comparisons."""
        with self._writing():
            if not stored_plans.has_plan(self._db, plan_id, removed=True):
                self._require_plan(plan_id)
            stored_plans.set_aside(self._db, plan_id, removed=False)

    def erase_removed(self) -> int:
        """Forget for good what is set aside, and the comparisons it takes part in; return how many plans that were."""
        with self._writing():
            for entry in stored_plans.read_entries(self._db, removed=True):
                stored_collations.delete_collations_of(self._db, entry.id)
                family = stored_plans.versions_of(self._db, entry.id)
                kept = [plan for plan in family if stored_plans.has_plan(self._db, plan)]
                if kept:
                    stored_decisions.hand_over(self._db, entry.id, kept[-1], family)
                    hand_over_treatments(self._db, entry.id, kept[-1])
            return len(stored_plans.delete_removed(self._db))

    def save_collation(self, collation: Collation, engine: str, used: str = "") -> int:
        """Store a comparison, and those of its plans that the library lacks; return its id.

        One of the same plans, by this engine or an older one, is replaced and keeps its id. What `collation` says of its
        plans holds, so that what is loaded equals what was saved: they should be as the library gives them, with what a
        person said and entered. `used` is the time now.
        """
        plans = [collation.base, *(alignment.plan for alignment in collation.targets)]
        stored_collations.refuse_twins(plans)
        with self._writing():
            plan_ids = [self._store(plan, taken=True)[0] for plan in plans]
            collation_id = stored_collations.insert_collation(self._db, collation, plan_ids, engine)
            if used:
                stored_collations.mark_used(self._db, collation_id, used)
            return collation_id

    def mark_used(self, collation_id: int, used: str) -> None:
        """Note that a comparison is looked at, at the time `used`."""
        with self._writing():
            stored_collations.mark_used(self._db, collation_id, used)

    def forget_collation(self, collation_id: int) -> None:
        """Take a comparison out of the list; its plans stay, and it can be made anew."""
        with self._writing():
            stored_collations.delete_collation(self._db, collation_id)

    def collation(self, collation_id: int) -> Collation:
        """Return a stored comparison, equal to the one saved; nothing is computed again."""
        with self._reading():
            known = 0 < collation_id <= _LARGEST_ID
            found = stored_collations.read_collation(self._db, collation_id) if known else None
        if found is None:
            raise LibraryError(
                f"规划库中没有编号为 {collation_id} 的比对", place=str(self.path), command="请用 qcompare list 查看编号"
            )
        return found

    def find_collation(
        self, base_id: int, target_ids: Sequence[int], engine: str, *, chained: bool = False
    ) -> int | None:
        """Return the id of the comparison of these plans, in this order, by this engine, or None."""
        with self._reading():
            return stored_collations.find_collation(self._db, base_id, target_ids, engine, chained=chained)

    def collations(self) -> tuple[CollationEntry, ...]:
        """Return the stored comparisons, the oldest first."""
        with self._reading():
            return stored_collations.read_collation_entries(self._db)

    def decisions(self, base_id: int, target_id: int) -> Decisions:
        """Return what a person decided about a base and a target, and about other versions of the two."""
        with self._reading():
            return stored_decisions.read_decisions(self._db, *self._versions(base_id, target_id))

    def decide(self, changes: Iterable[Change]) -> None:
        """Make changes to what was decided, all or none."""
        with self._writing():
            for change in changes:
                for plan in (change.base, change.target):
                    self._require_plan(plan)
                for known in (change.before, change.after):
                    if known is not None:
                        versions = self._versions(change.base, change.target)
                        stored_decisions.delete_decision(self._db, *versions, known)
                if change.after is not None:
                    stored_decisions.insert_decision(self._db, change.base, change.target, change.after)

    def search(self, text: str) -> tuple[Hit, ...]:
        """Return the sentences that hold `text`, by plan and place; of several words all must stand in the sentence."""
        with self._reading():
            return find_text(self._db, text, self._make_form)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with explained(self.path), snapshot(self._db):
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self.read_only:
            raise read_only(self.path)
        with explained(self.path), transaction(self._db):
            yield

    def _versions(self, base: int, target: int) -> tuple[list[int], list[int]]:
        """Return the versions of two plans, whose decisions are about one thing; two versions of one plan stand alone."""
        bases, targets = (stored_plans.versions_of(self._db, plan) for plan in (base, target))
        return ([base], [target]) if target in bases else (bases, targets)

    def _require_plan(self, plan_id: int) -> None:
        if not stored_plans.has_plan(self._db, plan_id):
            raise LibraryError(f"规划库中没有编号为 {plan_id} 的规划文本", place=str(self.path), command=_LIST)

    def _treat(self, plan_id: int, said: Sequence[Treatment]) -> None:
        versions = stored_plans.versions_of(self._db, plan_id)
        write_treatments(self._db, versions, plan_id, said)
        for version in versions:
            self._take_again(version, said)

    def _store(self, plan: Plan, *, taken: bool = False) -> tuple[int, bool]:
        """Store a reading of a plan, its lines `taken` as they are to be, or still to be taken as a person says."""
        known = stored_plans.plan_with_text(self._db, plan.text)
        if known is None:
            return self._insert(plan, taken=taken), True
        new = not stored_plans.has_plan(self._db, known)
        before = stored_plans.read_plan(self._db, known)
        plan = replace(plan, label=stored_plans.called_on(plan.label, before.label, again=True))
        plan = plan if taken else self._taken(known, plan)
        self._renew(known, before, stored_plans.as_entered(self._db, known, plan))
        stored_plans.set_aside(self._db, known, removed=False)
        return known, new

    def _insert(self, plan: Plan, *, taken: bool) -> int:
        earlier = None
        if self._find_earlier is not None:
            known = stored_plans.known_plans(self._db)
            earlier = self._find_earlier(plan, known, lambda number: stored_plans.read_plan(self._db, number))
        called = stored_plans.read_plan(self._db, earlier).label if earlier is not None else ""
        plan = replace(plan, label=stored_plans.called_on(plan.label, called, again=False))
        if earlier is not None and not taken:
            plan = self._taken(earlier, plan)
        plan_id = stored_plans.insert_plan(self._db, plan)
        index_plan(self._db, plan_id, plan, self._make_form)
        if earlier is not None:
            stored_plans.join_family(self._db, plan_id, earlier)
        return plan_id

    def _take_again(self, plan_id: int, said: Sequence[Treatment]) -> None:
        """Let the lines of a stored plan, set aside or not, be taken as a person says."""
        if self._take_lines is None:
            return
        before = stored_plans.read_plan(self._db, plan_id)
        self._renew(plan_id, before, stored_plans.as_entered(self._db, plan_id, self._take_lines(before, said)))

    def _renew(self, plan_id: int, before: Plan, plan: Plan) -> None:
        """Let a stored plan be as it is read now; comparisons of it that this may change are forgotten."""
        if stored_plans.compares_otherwise(before, plan):
            stored_collations.delete_collations_of(self._db, plan_id)
            stored_plans.delete_outline(self._db, plan_id)
            stored_plans.insert_outline(self._db, plan_id, plan)
            index_plan(self._db, plan_id, plan, self._make_form)
        stored_plans.update_about(self._db, plan_id, plan)

    def _taken(self, known: int, plan: Plan) -> Plan:
        """Return a reading of a plan, or of a new version of it, with its lines taken as a person says."""
        said = read_treatments(self._db, stored_plans.versions_of(self._db, known))
        return self._take_lines(plan, said) if said and self._take_lines else plan


_LARGEST_ID = 2**63 - 1
"""SQLite has no larger number."""

_LIST = "请用 qcompare list 查看规划库中的规划文本"
