"""The parts of a Word document's package, found by what they are to it rather than by their names."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any

from qcompare.package import DamagedError, Package, local

_MAIN = "word/document.xml"
"""Where the text lies in files that do not say."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part says of another: its kind (the last word of its type), its name in the package, or that it is outside."""

    kind: str
    target: str
    outside: bool


class Parts:
    """A Word document's parts as trees; raises DamagedError where there is no text or a part cannot be read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        about = _relations(package, "")
        self._main = next((r.target for r in about.values() if r.kind == "officeDocument" and not r.outside), _MAIN)
        if self._main not in package.names:
            self._main = _MAIN
        self.relations = _relations(package, self._main)
        self.document = self._tree(self._main)

    def related(self, kind: str) -> Any:
        """Return the part of that kind, or None where there is none."""
        found = (r.target for r in self.relations.values() if r.kind == kind and not r.outside)
        return self.named(next(found, ""))

    def named(self, target: str) -> Any:
        """Return the part of that name, or None where there is none."""
        return self._tree(target) if target in self._package.names else None

    def _tree(self, target: str) -> Any:
        """Return a part's tree; parts of a package declare no entities, and one that does means harm."""
        root = self._package.tree(target)
        if root.getroottree().docinfo.internalDTD is not None:
            raise DamagedError
        return root


def _relations(package: Package, part: str) -> dict[str, Relation]:
    """Return what a part says of others, by the identifiers it uses for them; the package itself is the part ""."""
    folder, base = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{base}.rels")
    if listed not in package.names:
        return {}
    found = {}
    for element in package.tree(listed):
        if local(element) == "Relationship":
            kind = element.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
            found[element.get("Id", "")] = Relation(kind, target, element.get("TargetMode", "") == "External")
    return found
