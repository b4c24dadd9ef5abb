"""Comments (批注) in a returned file: they belong to no column, but nobody's word may be passed over unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qcompare.package import Package, local
from qcompare.written.columns import WrittenRemark

_THREADED = re.compile(r"xl/threadedComments/[^/]+\.xml")
_NOTES = re.compile(r"(?:xl/comments\d*|xl/comments/comment\d+|word/comments)\.xml")
_WORDS = frozenset({"t", "text"})


def comments_of(package: Package) -> Iterator[WrittenRemark]:
    """Yield each comment as a remark that has no row; where Excel keeps one in two forms, once."""
    threaded = sorted(filter(_THREADED.fullmatch, package.names))
    for name in threaded or sorted(filter(_NOTES.fullmatch, package.names)):
        for element in package.tree(name).iter("{*}comment", "{*}threadedComment"):
            words = "".join(e.text or "" for e in element.iter() if local(e) in _WORDS).strip()
            cell = element.get("ref")
            if words:
                yield WrittenRemark(f"批注（{cell}）" if cell else "批注", "", "", None, note=words, comment=True)
