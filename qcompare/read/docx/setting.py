"""What a whole Word document is read with: its styles, the side of its tracked changes, and the tally of what to look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from qcompare.document import CautionKind, Revisions
from qcompare.read.docx.styles import Styles
from qcompare.read.docx.xml import child, parts_of

DEEPEST = 60
"""Containers one within another, of one sort; beyond that nothing is read. Real documents stay below ten."""

_INSERTED, _DELETED = frozenset({"w:ins", "w:moveTo"}), frozenset({"w:del", "w:moveFrom"})
TRACKED = _INSERTED | _DELETED
"""The elements that tracked changes are marked by, around content or among the properties of what they concern."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole document is read with; `tally` counts what the user should look at."""

    styles: Styles
    revisions: Revisions = Revisions.ACCEPTED
    tally: Counter[CautionKind] = field(default_factory=Counter)

    def keeps(self, tag: str) -> bool:
        """Return whether the content of a tracked change is read."""
        return tag not in (_DELETED if self.revisions is Revisions.ACCEPTED else _INSERTED)

    def removes(self, properties: dict[str, Any]) -> bool:
        """Return whether tracked changes take away what has these properties (a row, a paragraph's mark)."""
        changes = [tag for tag in properties if tag in TRACKED]
        if changes:
            self.tally[CautionKind.REVISIONS] += len(changes)
        return not all(map(self.keeps, changes))

    def valid(self, properties: dict[str, Any], change: str) -> dict[str, Any]:
        """Return properties as they are, or as they were where the document is read as before its changes."""
        if self.revisions is Revisions.ACCEPTED or change not in properties:
            return properties
        return parts_of(child(properties[change], change.removesuffix("Change")))
