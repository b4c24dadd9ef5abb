"""Which plan of the library a person means by a name: its number, its label, title or source, or a part of one."""

from __future__ import annotations

from collections.abc import Sequence

from qcompare.store.plans import PlanEntry


def named(name: str, entries: Sequence[PlanEntry], *, whole: bool) -> list[PlanEntry]:
    """Return the plans that `name` fits best: by number, else whole, else (unless `whole`) in part; none where none fits."""
    ways = (_is_number, _is_name) if whole else (_is_number, _is_name, _is_part)
    found = ([entry for entry in entries if fits(name.strip(), entry)] for fits in ways)
    return next(filter(None, found), [])


def listed(entries: Sequence[PlanEntry]) -> str:
    """Return plans by number and name, to choose from."""
    return "、".join(f"{entry.id}（{entry.label or entry.source}）" for entry in entries)


def _is_number(name: str, entry: PlanEntry) -> bool:
    return name == str(entry.id)


def _is_name(name: str, entry: PlanEntry) -> bool:
    return name in {entry.label, entry.metadata.title, entry.source} - {""}


def _is_part(name: str, entry: PlanEntry) -> bool:
    return bool(name) and any(name in said for said in (entry.label, entry.metadata.title, entry.source))
