"""The parts of an OFD package (GB/T 33190): its documents, their pages, templates and composite units, in order."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from qcompare.package import DamagedError, Package, local

_MOST_DOCUMENTS, _MOST_PAGES = 100, 5_000
"""Documents of a package and their pages together; a package of an office has one document, of some hundred pages."""


_MOST_OBJECTS = 1_500_000
"""Objects and characters of all pages together, units counted as often as they are used: 200 full pages have 170,000."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a document: the part it lies in, and how many annotations it bears."""

    part: str
    annotations: int


@dataclass(slots=True)
class Volume:
    """A document of the package: its pages, the parts of its templates by their number, the units it composes from."""

    box: str = ""
    pages: list[Leaf] = field(default_factory=list)
    templates: dict[str, str] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)
    resources: set[str] = field(default_factory=set)  # parts whose units are among them


class Parts:
    """Finds parts by the ways that files write their names."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._names = {_plain(name): name for name in sorted(package.names, reverse=True)}
        self._lower = {name.lower(): actual for name, actual in self._names.items()}
        self._pages = 0
        self._left = _MOST_OBJECTS

    def volumes(self) -> Iterator[Volume]:
        """Yield the documents in the package's order."""
        roots = [root for root in children(self.tree("OFD.xml"), "DocBody") if child(root, "DocRoot") is not None]
        if not roots or len(roots) > _MOST_DOCUMENTS:
            raise DamagedError
        for root in roots:
            yield self._volume(resolved("OFD.xml", text_of(child(root, "DocRoot"))))

    def tree(self, name: str) -> Any:
        """Return a part as a tree; raises DamagedError where it is missing."""
        return self._package.tree(self._found(name))

    def has(self, name: str) -> bool:
        return bool(self._found(name))

    def spend(self, count: int) -> None:
        """Count what is read; raises DamagedError where it is more than any document has."""
        self._left -= count
        if self._left < 0:
            raise DamagedError

    def _found(self, name: str) -> str:
        """Return the package's own name for a part; empty for none. Windows' programs do not mind upper and lower case."""
        return self._names.get(name) or self._lower.get(name.lower(), "")

    def _volume(self, name: str) -> Volume:
        root = self.tree(name)
        common = child(root, "CommonData")
        volume = Volume(text_of(child(child(common, "PageArea"), "PhysicalBox")))
        for template in children(common, "TemplatePage"):
            volume.templates[template.get("ID", "")] = resolved(name, template.get("BaseLoc", ""))
        for kind in ("PublicRes", "DocumentRes"):
            for resource in children(common, kind):
                self.add_units(volume, resolved(name, text_of(resource)))
        annotations = self._annotations(resolved(name, text_of(child(root, "Annotations"))))
        pages = list(children(child(root, "Pages"), "Page"))
        self._pages += len(pages)
        if self._pages > _MOST_PAGES:
            raise DamagedError
        for page in pages:
            part = resolved(name, page.get("BaseLoc", ""))
            volume.pages.append(Leaf(part, annotations.get(page.get("ID", ""), 0)))
        return volume

    def add_units(self, volume: Volume, name: str) -> None:
        """Add the composite units of a resource part, if it is there."""
        if name in volume.resources or not self.has(name):
            return
        volume.resources.add(name)
        for group in children(self.tree(name), "CompositeGraphicUnits"):
            volume.units.update({unit.get("ID", ""): unit for unit in children(group, "CompositeGraphicUnit")})

    def _annotations(self, name: str) -> dict[str, int]:
        """Return how many annotations that show something each page bears; links show nothing."""
        counts: dict[str, int] = {}
        if self.has(name):
            for page in children(self.tree(name), "Page"):
                part = resolved(name, text_of(child(page, "FileLoc")))
                found = children(self.tree(part), "Annot") if self.has(part) else iter(())
                number = page.get("PageID", "")
                counts[number] = counts.get(number, 0) + sum(one.get("Type") != "Link" for one in found)
        return counts


def resolved(base: str, location: str) -> str:
    """Return the name of the part that `location` means in the part `base`; nothing lies outside the package.

    >>> resolved("Doc_0/Document.xml", "Pages/Page_0/Content.xml"), resolved("Doc_0/Document.xml", "/Doc_1/Res.xml")
    ('Doc_0/Pages/Page_0/Content.xml', 'Doc_1/Res.xml')
    >>> resolved("Doc_0/Document.xml", "../../../etc/passwd")
    'etc/passwd'
    """
    location = location.strip().replace("\\", "/")
    return _plain(posixpath.join("/", posixpath.dirname(base), location)) if location else ""


def _plain(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/")


def child(element: Any, name: str) -> Any:
    """Return an element's first child of that name, whatever its namespace; None where there is none."""
    return next(children(element, name), None)


def children(element: Any, name: str) -> Iterator[Any]:
    return (one for one in (() if element is None else element) if local(one) == name)


def text_of(element: Any) -> str:
    return (element.text or "").strip() if element is not None else ""
