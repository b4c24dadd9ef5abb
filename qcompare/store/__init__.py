"""The library (规划库) on disk: SQLite through sqlite-utils. All SQL of the program is in this package."""

from qcompare.store.collations import CollationEntry
from qcompare.store.library import Library
from qcompare.store.plans import PlanEntry
from qcompare.store.search import Hit

__all__ = ["CollationEntry", "Hit", "Library", "PlanEntry"]
