"""The text of one paragraph of a Word document, run by run, and what is anchored in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qcompare.document import CautionKind
from qcompare.read.docx.fields import Fields, is_contents, is_page_number
from qcompare.read.docx.setting import DEEPEST, TRACKED, Setting
from qcompare.read.docx.symbols import PRIVATE, shown, symbol
from qcompare.read.docx.xml import child, chosen, is_on, name, parts_of, value

_WRAPPERS = frozenset(
    {"w:hyperlink", "w:smartTag", "w:customXml", "w:sdt", "w:sdtContent", "w:dir", "w:bdo", "w:rubyBase"}
)
"""What only surrounds runs."""

_PICTURES = frozenset({"pic:pic", "v:imagedata", "c:chart", "dgm:relIds"})
_FIXED = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
}


@dataclass(slots=True)
class Paragraph:
    """What a paragraph holds: its text, notes cited, and text boxes, each an element or the words of a WordArt."""

    parts: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    shows: bool = False
    mark_hidden: bool = False
    contents: bool = False
    contents_from: int | None = None
    page_number: bool = False

    @property
    def text(self) -> str:
        return "".join(self.parts)


class Runs:
    """Reads paragraphs one after another; the fields open at the end of one go on in the next."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._fields = Fields()
        self._into = Paragraph()
        self._hides = False
        self._font = ""
        self._first = 0
        self._depth = 0

    def read(self, element: Any, into: Paragraph, first: int, *, hides: bool) -> None:
        """Add the text of a paragraph; `first` is the index of its block, `hides` whether its style hides it."""
        self._into, self._first = into, first
        self._inside(element, hides=hides)
        self._fields.end_paragraph()

    def _inside(self, element: Any, *, hides: bool) -> None:
        """Add the text of what may stand around runs."""
        if self._depth >= DEEPEST:
            self._setting.tally[CautionKind.DEEPER] += 1
            return
        self._depth += 1
        for each in element:
            tag = name(each)
            if tag == "w:r":
                self._run(each, hides=hides)
            elif tag in _WRAPPERS:
                self._inside(each, hides=hides)
            elif tag in TRACKED:
                self._setting.tally[CautionKind.REVISIONS] += 1
                if self._setting.keeps(tag):
                    self._inside(each, hides=hides)
            elif tag in {"m:oMath", "m:oMathPara"}:
                self._hides = hides
                self._add("".join(formula(each)))
            elif tag == "w:fldSimple":
                self._simple_field(each, hides=hides)
            elif tag == "mc:AlternateContent":
                self._inside(() if (choice := chosen(each)) is None else choice, hides=hides)
        self._depth -= 1

    def _run(self, run: Any, *, hides: bool) -> None:
        """Add the text of a run."""
        self._hides, self._font = hides, ""
        for each in run:
            tag = name(each)
            if tag == "w:t":
                self._text(each)
            elif tag == "w:rPr":
                self._properties(each, hides=hides)
            elif tag in _FIXED:
                self._add(_FIXED[tag])
            elif tag in {"w:ruby", "mc:AlternateContent"}:
                self._within_run(each, tag)
            else:
                self._other(each, tag)

    def _within_run(self, each: Any, tag: str) -> None:
        """Add what a run has in several ways: one of its alternatives, or the text below its readings (ruby)."""
        inner = child(each, "w:rubyBase") if tag == "w:ruby" else chosen(each)
        if inner is None:
            return
        if self._depth >= DEEPEST:
            self._setting.tally[CautionKind.DEEPER] += 1
            return
        hides, font = self._hides, self._font
        self._depth += 1
        (self._inside if tag == "w:ruby" else self._run)(inner, hides=hides)
        self._depth -= 1
        self._hides, self._font = hides, font

    def _other(self, each: Any, tag: str) -> None:
        """Add what is rarer in a run than plain text."""
        match tag:
            case "w:delText":
                self._text(each)
            case "w:fldChar":
                self._field(value(each, "fldCharType"))
            case "w:instrText" | "w:delInstrText":
                self._into.page_number |= is_page_number(self._fields.instruct(each.text or ""))
            case "w:sym":
                self._add(symbol(value(each, "char"), value(each, "font")))
            case "w:footnoteReference" | "w:endnoteReference":
                if self._fields.shows and not self._hides:
                    self._into.notes.append((tag[2:].removesuffix("Reference"), value(each, "id")))
            case "w:commentReference":
                self._setting.tally[CautionKind.COMMENTS] += 1
            case "w:drawing" | "w:pict" | "w:object":
                self._drawing(each)

    def _properties(self, properties: Any, *, hides: bool) -> None:
        said = self._setting.valid(parts_of(properties), "w:rPrChange")
        vanish = said.get("w:vanish")
        self._hides = is_on(vanish) if vanish is not None else hides
        if vanish is None and "w:rStyle" in said:
            self._hides = hides or self._setting.styles.hides(value(said["w:rStyle"]))
        self._font = value(said.get("w:rFonts"), "ascii")

    def _text(self, element: Any) -> None:
        """Add the text of an element; Word keeps the blanks at its ends only where it is told to."""
        text = (element.text or "").replace("\n", " ")
        if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            text = text.strip(" \t\r")
        self._add(shown(text, self._font) if PRIVATE.search(text) else text)

    def _add(self, text: str) -> None:
        if not self._fields.shows:
            return
        if self._hides:
            self._setting.tally[CautionKind.HIDDEN] += len("".join(text.split()))
        else:
            self._into.parts.append(text)
            self._into.shows = self._into.shows or bool(text.strip())

    def _field(self, sort: str) -> None:
        """Follow a field through its begin, separator and end."""
        if sort == "begin":
            self._fields.begin()
        elif sort == "separate":
            self._fields.separate(self._first)
        elif sort == "end":
            first, shown_anyway = self._fields.end()
            self._add(shown_anyway)
            if first is not None:
                self._into.contents_from = first
                self._into.contents |= self._into.shows

    def _simple_field(self, element: Any, *, hides: bool) -> None:
        instruction = value(element, "instr")
        self._into.page_number |= is_page_number(instruction)
        self._into.contents |= is_contents(instruction)
        self._inside(element, hides=hides)

    def _drawing(self, element: Any) -> None:
        """Take note of the text boxes and pictures in a drawing, each once."""
        if self._hides or not self._fields.shows:
            return
        open_: list[Any] = [element]
        while open_:
            each = open_.pop()
            tag = name(each)
            if tag == "mc:AlternateContent":
                choice = chosen(each)
                open_.extend(() if choice is None else (choice,))
                continue
            if tag == "w:txbxContent":
                self._into.boxes.append(each)
                continue
            if tag == "v:textpath" and each.get("string"):
                self._into.boxes.append(each.get("string"))
            self._setting.tally[CautionKind.PICTURES] += tag in _PICTURES
            open_.extend(reversed(each))


def formula(element: Any) -> list[str]:
    """Return the text of a formula in parts, a fraction with its stroke: what stands over it, /, what stands below."""
    parts = []
    for each in element.iter():
        tag = name(each)
        if tag == "m:t":
            parts.append(each.text or "")
        elif tag == "m:den":
            parts.append("/")
    return parts
