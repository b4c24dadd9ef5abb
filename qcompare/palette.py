"""The colours of the marks and kinds, light and dark, for every output alike: RRGGBB, told apart by colour-blind eyes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qcompare.marks import Mark
from qcompare.model import RowKind


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of one mark: of the line under or through the text, and of the ground (empty for none).

    `whole_ground` lies under a sentence that is added or dropped as a whole.
    """

    line: str = ""
    ground: str = ""
    whole_ground: str = ""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of every mark, of the word for every kind, and of what moved."""

    marks: Mapping[Mark, Ink]
    kinds: Mapping[RowKind, str]
    moved: str


LIGHT = Palette(
    {
        Mark.EQUAL: Ink(),
        Mark.VARIANT: Ink("6B6B6B"),
        Mark.LOCALISED: Ink("006E78"),
        Mark.REPLACED: Ink("8A5A00", "FFEDA8", "FFEDA8"),
        Mark.INSERTED: Ink("00694B", "C8E8DF", "E6F4F0"),
        Mark.DELETED: Ink("A3172B", "FBD3C8", "FDEBE6"),
        Mark.FURNITURE: Ink("575A5E"),
    },
    {
        RowKind.INHERITED: "575A5E",
        RowKind.LOCALISED: "00636C",
        RowKind.MODIFIED: "7A4F00",
        RowKind.ADDED: "005F43",
        RowKind.DROPPED: "9A1527",
        RowKind.FURNITURE: "575A5E",
        RowKind.NONE: "575A5E",
    },
    moved="1F4FA3",
)
"""For paper and light screens; a kind's word is dark enough on every ground it stands on."""

DARK = Palette(
    {
        Mark.EQUAL: Ink(),
        Mark.VARIANT: Ink("9A9DA1"),
        Mark.LOCALISED: Ink("4CC9D3"),
        Mark.REPLACED: Ink("F2BC45", "54430C", "54430C"),
        Mark.INSERTED: Ink("63D6BC", "134A42", "16312D"),
        Mark.DELETED: Ink("FF9E94", "521A14", "33211E"),
        Mark.FURNITURE: Ink("A9ACB0"),
    },
    {
        RowKind.INHERITED: "B4B7BB",
        RowKind.LOCALISED: "4CC9D3",
        RowKind.MODIFIED: "F2BC45",
        RowKind.ADDED: "63D6BC",
        RowKind.DROPPED: "FF9E94",
        RowKind.FURNITURE: "B4B7BB",
        RowKind.NONE: "B4B7BB",
    },
    moved="92BAFF",
)
"""For dark screens."""
