"""A PDF's pages as pictures (页面图像), for the screen and for printers."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Self

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from qcompare.pdfium import ONE_AT_A_TIME

POINTS = 72
"""Points in an inch: PDF measures pages in points."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of pixels from the top: one byte each where `grey`, else four (blue, green, red and one that says nothing)."""

    pixels: bytes
    width: int
    height: int
    stride: int
    grey: bool


class Pdf:
    """The pages of a PDF that is held in memory. To be closed in the end, as a file is."""

    def __init__(self, written: bytes) -> None:
        with ONE_AT_A_TIME:
            self._document = pdfium.PdfDocument(written)
            self.sizes: tuple[tuple[float, float], ...] = tuple(
                self._document.get_page_size(page) for page in range(len(self._document))
            )
        """Each page's width and height in points, as it is read."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the document; no picture can be had afterwards."""
        with ONE_AT_A_TIME:
            self._document.close()

    def pixels(self, page: int, scale: float) -> tuple[int, int]:
        """Return how many pixels a page is wide and high at `scale` pixels a point."""
        width, height = self.sizes[page]
        return max(1, round(width * scale)), max(1, round(height * scale))

    def picture(self, page: int, scale: float, *, grey: bool = False, band: range | None = None) -> Picture:
        """Return a page on white at `scale` pixels a point: the whole of it, or the rows of pixels in `band`."""
        width, height = self.pixels(page, scale)
        rows = range(height) if band is None else band
        flags = pdfium_c.FPDF_GRAYSCALE if grey else 0
        layout = pdfium_c.FPDFBitmap_Gray if grey else pdfium_c.FPDFBitmap_BGRx
        with ONE_AT_A_TIME:
            bitmap = pdfium.PdfBitmap.new_native(width, len(rows), layout)
            opened = self._document[page]
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, len(rows))
            pdfium_c.FPDF_RenderPageBitmap(bitmap, opened, 0, -rows.start, width, height, 0, flags)
            opened.close()
            made = Picture(bytes(bitmap.buffer), width, len(rows), bitmap.stride, grey)
            bitmap.close()
        return made
