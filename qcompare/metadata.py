"""What the lines of a plan say of it besides its wording: title, issuer, number, date, level, region."""
from __future__ import annotations
from collections.abc import Sequence
from qcompare.furniture import Role
from qcompare.lines import Line
from qcompare.model import Metadata

def read_metadata(lines: Sequence[Line], roles: Sequence[Role]) -> Metadata:
    return Metadata(title=next((l.text for l, r in zip(lines, roles, strict=True) if r is Role.TITLE), ""))
