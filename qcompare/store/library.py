"""The library (规划库): plans, comparisons and search in one file on this PC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from qcompare.decisions import Change, Decisions
from qcompare.errors import LibraryError, UsageError
from qcompare.model import Collation, Plan
from qcompare.store import collations as stored_collations
from qcompare.store import decisions as stored_decisions
from qcompare.store import plans as stored_plans
from qcompare.store.collations import CollationEntry
from qcompare.store.opening import explained, open_database, snapshot, transaction
from qcompare.store.plans import PlanEntry
from qcompare.store.search import Hit, MakeForm, find_text, index_all, index_plan


class Library:
    """An open library. Every change is whole or not made; to be used in the thread that opened it.

    Each method raises LibraryError when the file is held by another program, cannot be written, or turns out damaged.
    """

    def __init__(self, db: Database, path: Path, make_form: MakeForm | None = None) -> None:
        self._db, self.path, self._make_form = db, path, make_form

    @classmethod
    def open(cls, path: Path, make_form: MakeForm | None = None) -> Self:
        """Return the library in `path`, made if there is none; `make_form` lets search cross scripts (信息 finds 資訊).

        Raises LibraryError, and leaves the file untouched, when it is not a library or cannot be opened.
        """
        return cls(open_database(path, lambda db: index_all(db, make_form)), path, make_form)

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

        Where the text is known, what the new reading says of it holds: its file, its metadata, its clauses. If that
        changes what a comparison would say, the comparisons made from the old reading are forgotten.
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

    def find_plan(self, name: str, *, whole: bool = False) -> int:
        """Return the id of the plan that `name` means: its number, else its label, title or source, else a part of one.

        With `whole` a part is not enough. Raises LibraryError where none or several fit.
        """
        entries = self.plans()
        for fits in (_is_number, _is_name) if whole else (_is_number, _is_name, _is_part):
            found = [entry for entry in entries if fits(name.strip(), entry)]
            if len(found) == 1:
                return found[0].id
            if found:
                listed = "、".join(f"{entry.id}（{entry.label or entry.source}）" for entry in found)
                raise LibraryError(f"“{name}”对应多个规划文本：{listed}", place=str(self.path), advice="请改用编号指定")
        raise LibraryError(f"规划库中没有“{name}”", place=str(self.path), advice=_LIST)

    def remove_plan(self, plan_id: int) -> None:
        """Forget a plan and the comparisons it takes part in."""
        with self._writing():
            self._require_plan(plan_id)
            stored_collations.delete_collations_of(self._db, plan_id)
            stored_plans.delete_plan(self._db, plan_id)

    def save_collation(self, collation: Collation, engine: str) -> int:
        """Store a comparison, and those of its plans that the library lacks; return its id.

        One of the same plans, by this engine or an older one, is replaced and keeps its id. What `collation` says of its
        plans holds, as in `add_plan`, so that what is loaded equals what was saved.
        """
        plans = [collation.base, *(alignment.plan for alignment in collation.targets)]
        _refuse_twins(plans)
        with self._writing():
            plan_ids = [self._store(plan)[0] for plan in plans]
            return stored_collations.insert_collation(self._db, collation, plan_ids, engine)

    def collation(self, collation_id: int) -> Collation:
        """Return a stored comparison, equal to the one saved; nothing is computed again."""
        with self._reading():
            known = 0 < collation_id <= _LARGEST_ID
            found = stored_collations.read_collation(self._db, collation_id) if known else None
        if found is None:
            raise LibraryError(
                f"规划库中没有编号为 {collation_id} 的比对", place=str(self.path), advice="请用 qcompare list 查看编号"
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
        """Return what a person decided about a base and a target."""
        with self._reading():
            return stored_decisions.read_decisions(self._db, [base_id], [target_id])

    def decide(self, changes: Iterable[Change]) -> None:
        """Make changes to what was decided, all or none."""
        with self._writing():
            for change in changes:
                for known in (change.before, change.after):
                    if known is not None:
                        stored_decisions.delete_decision(self._db, [change.base], [change.target], known)
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
        with explained(self.path), transaction(self._db):
            yield

    def _require_plan(self, plan_id: int) -> None:
        if not stored_plans.has_plan(self._db, plan_id):
            raise LibraryError(f"规划库中没有编号为 {plan_id} 的规划文本", place=str(self.path), advice=_LIST)

    def _store(self, plan: Plan) -> tuple[int, bool]:
        known = stored_plans.plan_with_text(self._db, plan.text)
        if known is None:
            known = stored_plans.insert_plan(self._db, plan)
            index_plan(self._db, known, plan, self._make_form)
            return known, True
        if _compares_otherwise(stored_plans.read_plan(self._db, known), plan):
            stored_collations.delete_collations_of(self._db, known)
            stored_plans.delete_outline(self._db, known)
            stored_plans.insert_outline(self._db, known, plan)
            index_plan(self._db, known, plan, self._make_form)
        stored_plans.update_about(self._db, known, plan)
        return known, False


_LARGEST_ID = 2**63 - 1
"""SQLite has no larger number."""

_LIST = "请用 qcompare list 查看规划库中的规划文本"


def _is_number(name: str, entry: PlanEntry) -> bool:
    return name == str(entry.id)


def _is_name(name: str, entry: PlanEntry) -> bool:
    return name in {entry.label, entry.metadata.title, entry.source} - {""}


def _is_part(name: str, entry: PlanEntry) -> bool:
    return bool(name) and any(name in said for said in (entry.label, entry.metadata.title, entry.source))


def _compares_otherwise(stored: Plan, plan: Plan) -> bool:
    """Tell whether two readings of one text may compare differently: level, region and script count, a label does not."""
    return any(getattr(stored, part) != getattr(plan, part) for part in ("clauses", "sentences", "metadata", "script"))


def _refuse_twins(plans: Sequence[Plan]) -> None:
    """Raise UsageError where two plans have one text but are not the same value: the library could hold only one."""
    by_text: dict[str, Plan] = {}
    for plan in plans:
        if by_text.setdefault(plan.text, plan) != plan:
            raise UsageError("两个规划文本的内容完全相同", place=plan.source, advice="请选择不同的规划文本")
