"""The page headers and footers of a Word document, each that is shown once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from qcompare.document import BlockKind, CautionKind
from qcompare.read.docx.body import Piece, Sheet, Story, Where
from qcompare.read.docx.numbers import Lists
from qcompare.read.docx.parts import Parts
from qcompare.read.docx.setting import Setting
from qcompare.read.docx.xml import child, is_on, name, parts_of, reference, value

_MOST_SECTIONS = 1000
"""Sections whose headers and footers are looked at."""

_KINDS = {"w:headerReference": BlockKind.HEADER, "w:footerReference": BlockKind.FOOTER}


def read_margins(parts: Parts, setting: Setting, lists: Lists) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return the blocks of the headers and of the footers; two with the same text are there once.

    Pictures in them are logos, and the words that Word draws across a page are a watermark.
    """
    within = replace(setting, tally=Counter())
    found: dict[BlockKind, dict[tuple[str, ...], tuple[Piece, ...]]] = {kind: {} for kind in _KINDS.values()}
    for kind, target in dict.fromkeys(_shown(parts, setting)):
        root = parts.named(target)
        if root is not None:
            sheet = Sheet()
            Story(within, lists, sheet, lambda _sort, _identifier: None).read_body(root, Where(kind))
            found[kind].setdefault(tuple(piece.text for piece in sheet.pieces), tuple(sheet.pieces))
    setting.tally[CautionKind.WATERMARK] += within.tally[CautionKind.WATERMARK]
    headers, footers = (tuple(chain.from_iterable(found[kind].values())) for kind in _KINDS.values())
    return headers, footers


def _shown(parts: Parts, setting: Setting) -> Iterator[tuple[BlockKind, str]]:
    """Yield the parts of the headers and footers that some page shows."""
    sections = list(islice(_sections(parts.document), _MOST_SECTIONS))
    told = parts_of(parts.related("settings"))
    sorts = {"default"} | ({"even"} if is_on(told.get("w:evenAndOddHeaders")) else set())
    if any(is_on(child(section, "w:titlePg")) for section in sections):
        sorts.add("first")
    for section in sections:
        for each in section:
            relation = parts.relations.get(reference(each)) if name(each) in _KINDS else None
            if relation is None or (value(each, "type") or "default") not in sorts:
                continue
            if relation.outside:
                setting.tally[CautionKind.REFERENCES] += 1
            else:
                yield _KINDS[name(each)], relation.target


def _sections(document: Any) -> Iterator[Any]:
    """Yield the properties of the sections as they are, not as a tracked change found them."""
    return (each for each in document.iterdescendants("{*}sectPr") if name(each.getparent()) in {"w:body", "w:pPr"})
