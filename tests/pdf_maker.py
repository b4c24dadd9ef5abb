"""Sets pages as a word processor does, by way of reportlab: for tests that read PDFs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from qcompare.paths import resource

FONT = "STSong-Light"
NOT_FIRST = "，。、；：？！）》”"


class Pages:
    """A PDF in the making: paragraphs flow over columns and pages; `on_page` draws what every page has."""

    def __init__(
        self,
        on_page: Callable[[Canvas, int], None] | None = None,
        *,
        size: float = 16.0,
        leading: float = 28.0,
        columns: Sequence[tuple[float, float]] = ((79.0, 516.0),),
        embedded: bool = False,
    ) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.font = FONT
        if embedded:
            self.font = "QCompareSerif"
            pdfmetrics.registerFont(TTFont(self.font, resource("fonts/QCompareSerif-Regular.ttf")))
        self._file = BytesIO()
        self.canvas = Canvas(self._file, A4)
        self.size, self.leading, self.columns = size, leading, tuple(columns)
        self.top, self.foot = A4[1] - 105.0, 100.0
        self.page = 0
        self._on_page = on_page
        self.turn()

    def turn(self) -> None:
        """Begin the next page."""
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self.column, self.y = 0, self.top
        if self._on_page:
            self._on_page(self.canvas, self.page)

    def text(self, x: float, y: float, wording: str, size: float = 0) -> None:
        """Set a line anywhere, from the page's lower left corner."""
        self.canvas.setFont(self.font, size or self.size)
        self.canvas.drawString(x, y, wording)

    def centred(self, wording: str, size: float = 0) -> None:
        left, right = self.columns[self.column]
        width = pdfmetrics.stringWidth(wording, FONT, size or self.size)
        self._line(left + (right - left - width) / 2, wording, size or self.size)

    def right(self, wording: str, inset: float = 4) -> None:
        width = pdfmetrics.stringWidth(wording, FONT, self.size)
        self._line(self.columns[self.column][1] - width - inset * self.size, wording, self.size)

    def paragraph(self, wording: str, indent: float = 2, hanging: float = 0, size: float = 0) -> None:
        """Set a paragraph, its first line indented by some characters, full lines stretched to the right edge."""
        size = size or self.size
        inset, rest = indent * size, wording
        while rest:
            self._make_room()
            left, right = self.columns[self.column]
            line, rest = broken(rest, right - left - inset, size)
            spare = right - left - inset - pdfmetrics.stringWidth(line, FONT, size)
            self._line(left + inset, line, size, spare / max(1, len(line) - 1) if rest else 0.0)
            inset = hanging * size

    def _make_room(self) -> None:
        """Begin the next column or page where this one is full."""
        if self.y < self.foot:
            self.column, self.y = self.column + 1, self.top
            if self.column == len(self.columns):
                self.turn()

    def _line(self, x: float, wording: str, size: float, spread: float = 0.0) -> None:
        line = self.canvas.beginText(x, self.y)
        line.setFont(self.font, size)
        line.setCharSpace(spread)
        line.textLine(wording)
        self.canvas.drawText(line)
        self.y -= self.leading

    def done(self) -> bytes:
        self.canvas.save()
        return self._file.getvalue()


def broken(text: str, room: float, size: float) -> tuple[str, str]:
    """Return what of `text` fits into a line, and the rest; no closing mark begins a line, no number is broken."""
    end, width = 0, 0.0
    while end < len(text):
        width += pdfmetrics.stringWidth(text[end], FONT, size)
        if width > room:
            break
        end += 1
    while 0 < end < len(text) and (text[end] in NOT_FIRST or (text[end].isascii() and text[end - 1].isascii())):
        end -= 1
    return text[:end], text[end:]
