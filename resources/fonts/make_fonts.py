"""Makes the program's four fonts from Debian's fonts-noto-cjk: `make fonts`.

Why they are made and not taken as they are: reportlab cannot embed the original's CFF outlines, a whole collection is
90 MB, and Windows and the mainland distributions have no such package to take it from, so the results are committed.
The same package gives the same bytes: no clock enters the files.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, newTable
from fontTools.ttLib.tables._g_a_s_p import (
    GASP_DOGRAY,
    GASP_GRIDFIT,
    GASP_SYMMETRIC_GRIDFIT,
    GASP_SYMMETRIC_SMOOTHING,
)

SOURCE = Path("/usr/share/fonts/opentype/noto")
HERE = Path(__file__).resolve().parent

MAX_ERROR = 1.0
"""How far, in thousandths of an em, a quadratic outline may stray from the cubic one: a twentieth of a pixel at 72 px."""

MAC_EPOCH_OF_RELEASE = 3_725_827_200
"""2022-01-24 in seconds since 1904: the date of the source, instead of the time of making."""

EXTENSION_A = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹"
    "䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)
"""The characters of 通用规范汉字表 in this block; its others lie in GBK, at the block's end or outside the BMP."""

RANGES = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0xFF),  # Latin-1
    (0x100, 0x17F),  # Latin with marks, pinyin among it
    (0x1CD, 0x1DC),  # ǎ … ǜ
    (0x1F8, 0x1F9),  # ǹ
    (0x2B0, 0x2DD),  # spacing marks
    (0x386, 0x3CE),  # Greek
    (0x401, 0x451),  # Cyrillic
    (0x1E3E, 0x1E3F),  # ḿ
    (0x2000, 0x206F),  # dashes, quotation marks, …
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x218F),  # ℃ № fractions, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2300, 0x23FF),
    (0x2460, 0x24FF),  # ① ⑴ ⒈
    (0x2500, 0x257F),  # box drawing
    (0x2580, 0x27BF),  # blocks, shapes, ✓
    (0x2E3A, 0x2E3B),  # longer dashes
    (0x2E80, 0x2FDF),  # radicals, as PDF text layers give them
    (0x2FF0, 0x303F),  # CJK punctuation
    (0x3040, 0x30FF),  # kana, which GBK holds
    (0x3100, 0x312F),  # bopomofo
    (0x3200, 0x33FF),  # ㈠ ㎡
    (0x9FA6, 0x9FFF),  # characters added to the main block later
    (0xF900, 0xFAFF),  # compatibility characters
    (0xFE10, 0xFE4F),  # vertical forms
    (0xFF00, 0xFFEF),  # full-width and half-width forms
)

OUTSIDE_BMP = range(0x20000, 0x32000)

ALIASES = {0x2010: 0x2D, 0x2011: 0x2D, 0x2610: 0x25A1, 0x2219: 0xB7}
"""Characters drawn with another's outline where the source has none of its own: ‑ with -, ☐ with □, ∙ with ·."""


DASH, DASH_OVERLAP = 0x2014, 5
"""—— must be one line. The source leaves a gap in it and closes it by a ligature that reportlab does not know."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file to make: where it comes from and how it is called."""

    source: str
    family: str
    bold: bool

    @property
    def style(self) -> str:
        return "Bold" if self.bold else "Regular"

    @property
    def postscript_name(self) -> str:
        return f"{self.family.replace(' ', '')}-{self.style}"


FACES = (
    Face("NotoSerifCJK-Regular.ttc", "QCompare Serif", bold=False),
    Face("NotoSerifCJK-Bold.ttc", "QCompare Serif", bold=True),
    Face("NotoSansCJK-Regular.ttc", "QCompare Sans", bold=False),
    Face("NotoSansCJK-Bold.ttc", "QCompare Sans", bold=True),
)


def wanted_characters(available: Iterable[int]) -> set[int]:
    """Return the code points a font shall have: what GBK, Big5 and 通用规范汉字表 hold, and the signs of plans and marks.

    The characters outside the BMP are those of the source without Hong Kong's own: place names such as 大𬒗村 use them.
    """
    wanted = {ord(character) for character in EXTENSION_A}
    for codec in ("gbk", "gb2312", "big5"):
        wanted |= _two_byte_characters(codec)
    for first, last in RANGES:
        wanted |= set(range(first, last + 1))
    wanted |= set(OUTSIDE_BMP) - _two_byte_characters("big5hkscs")
    return wanted & set(available)


def _two_byte_characters(codec: str) -> set[int]:
    found = set()
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            decoded = bytes((lead, trail)).decode(codec, errors="ignore")
            if len(decoded) == 1:
                found.add(ord(decoded))
    return found


def simplified_face(collection: Path) -> TTFont:
    """Return the face with the mainland's glyph forms."""
    for font in TTCollection(collection, lazy=True).fonts:
        if font["name"].getDebugName(4).removesuffix(" Bold").endswith(" CJK SC"):
            return font
    raise SystemExit(f"{collection} has no Simplified Chinese face")


def make(face: Face, folder: Path) -> Path:
    """Write one font and return its path."""
    font = simplified_face(SOURCE / face.source)
    _subset(font)
    _to_truetype(font)
    _join_dashes(font)
    _name(font, face)
    _describe(font, face)
    path = folder / f"{face.postscript_name}.ttf"
    font.recalcTimestamp = False
    font.save(path, reorderTables=True)
    return path


def _subset(font: TTFont) -> None:
    options = Options()
    options.layout_features = []  # the program sets plain horizontal text
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx", "DSIG"]
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = True  # until the outlines are converted; not written
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted_characters(font.getBestCmap()))
    subsetter.subset(font)


def _to_truetype(font: TTFont) -> None:
    """Replace the cubic CFF outlines by quadratic ones."""
    order = font.getGlyphOrder()
    outlines = font.getGlyphSet()
    glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, {name: _quadratic(outlines, name) for name in order}
    del font["CFF "]
    font["loca"], font["glyf"] = newTable("loca"), glyf
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\000\001\000\000"
    for name in order:
        glyf.glyphs[name].recalcBounds(glyf)
        width, _ = font["hmtx"][name]
        font["hmtx"][name] = (width, getattr(glyf.glyphs[name], "xMin", 0))
    font["maxp"] = _maximum_profile(order)
    font["post"].formatType = 3.0  # no glyph names
    font["gasp"] = _smoothing()


def _quadratic(outlines: Any, name: str) -> Any:
    pen = TTGlyphPen(outlines)
    outlines[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
    return pen.glyph()


def _join_dashes(font: TTFont) -> None:
    """Stretch the dash over its whole width and a little beyond."""
    name = font.getBestCmap()[DASH]
    glyph, (width, _) = font["glyf"].glyphs[name], font["hmtx"][name]
    middle = width / 2
    glyph.coordinates = type(glyph.coordinates)(
        (-DASH_OVERLAP if x < middle else width + DASH_OVERLAP, y) for x, y in glyph.coordinates
    )
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, glyph.xMin)


def _maximum_profile(order: list[str]) -> Any:
    profile = newTable("maxp")
    profile.tableVersion, profile.numGlyphs = 0x00010000, len(order)
    for name in (
        *("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"),
        *("maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints"),
        *("maxCompositeContours", "maxComponentDepth"),
    ):
        setattr(profile, name, 0)
    profile.maxZones = 1
    return profile


def _smoothing() -> Any:
    """Return the table that asks Windows to smooth at every size, since the outlines have no hints."""
    table = newTable("gasp")
    table.version = 1
    table.gaspRange = {0xFFFF: GASP_GRIDFIT | GASP_DOGRAY | GASP_SYMMETRIC_GRIDFIT | GASP_SYMMETRIC_SMOOTHING}
    return table


def _name(font: TTFont, face: Face) -> None:
    """Give the font its own family name, so that it never clashes with an installed Noto, and keep whose work it is."""
    table = font["name"]
    kept = {number: table.getDebugName(number) for number in (0, 9, 10, 13, 14)}
    version = table.getDebugName(5).split(";")[0]
    full = face.family if not face.bold else f"{face.family} Bold"
    described = f"Subset of {table.getDebugName(4)}, converted to TrueType outlines for qcompare."
    table.names = []
    texts = {
        **kept,
        1: face.family,
        2: face.style,
        3: f"{version};{face.postscript_name}",
        4: full,
        5: version,
        6: face.postscript_name,
        10: described,
    }
    for number, text in sorted(texts.items()):
        table.setName(text, number, 3, 1, 0x409)


def _describe(font: TTFont, face: Face) -> None:
    """Set what groups the faces of a family and what a system asks before it draws Chinese with a font."""
    head, system = font["head"], font["OS/2"]
    head.created = head.modified = MAC_EPOCH_OF_RELEASE
    head.macStyle = 1 if face.bold else 0
    head.flags |= 0b11  # baseline at 0, left side bearing at 0
    system.usWeightClass = 700 if face.bold else 400
    system.fsSelection = 0x20 if face.bold else 0x40
    system.fsType = 0  # may be embedded without limit
    system.recalcAvgCharWidth(font)
    system.recalcUnicodeRanges(font)
    system.ulCodePageRange1 = 1 << 0 | 1 << 18 | 1 << 20  # Latin, Simplified, Traditional
    for table in font["cmap"].tables:
        for code, stand_in in ALIASES.items():
            if code not in table.cmap and stand_in in table.cmap:
                table.cmap[code] = table.cmap[stand_in]


def main() -> int:
    """Make the four fonts and say how large each is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--into", type=Path, default=HERE, help="folder to write to")
    folder = parser.parse_args().into
    if not SOURCE.is_dir():
        print("install Debian's package fonts-noto-cjk first", file=sys.stderr)
        return 2
    with ProcessPoolExecutor() as pool:
        for path in pool.map(make, FACES, [folder] * len(FACES)):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            print(f"{path.name}  {path.stat().st_size / 1e6:.1f} MB  {digest[:16]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
