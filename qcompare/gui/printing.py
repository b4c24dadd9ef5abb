"""Puts the pages of a PDF on paper, each as large as it is and the way it lies."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from qcompare.errors import OutputError
from qcompare.gui.worker import Cancelled, Progress
from qcompare.pdf import POINTS, Pdf, Picture

FINEST = 600
"""Dots an inch to which pages are drawn at most: what a laser printer has, and no eye misses more."""

_MOST_BYTES = 2_000_000
"""Of pixels drawn at once: Qt keeps the interpreter for as long as it takes in a picture, and the window has to wait. So
much takes under 0.1 s; a sheet of A4 in colour in one piece took 0.9 s and 139 MB."""


def print_pages(pdf: bytes, printer: QPrinter, pages: Sequence[int], progress: Progress, *, grey: bool = False) -> None:
    """Draw these pages, counted from 0, on the printer, one sheet each, in this order.

    A printer does not reach the edge of the paper, and the margins of our pages are wider than what it leaves out: so a
    page is drawn from the paper's very corner and nothing of it is shrunk. Raises OutputError where the printer refuses.
    """
    scale = min(printer.resolution(), FINEST) / POINTS
    painter = QPainter()
    with Pdf(pdf) as held:
        for done, page in enumerate(pages):
            printer.setPageLayout(sheet(*held.sizes[page]))
            ready = printer.newPage() if painter.isActive() else painter.begin(printer)
            if not ready:
                painter.end()
                raise OutputError(
                    "打印机没有响应，没有打完", place=printer.printerName(), advice="请检查打印机后重新打印"
                )
            try:
                progress(done, len(pages))
                _draw(painter, held, page, scale, grey=grey)
            except Cancelled:
                printer.abort()
                painter.end()
                raise
    painter.end()
    progress(len(pages), len(pages))


def sheet(width: float, height: float) -> QPageLayout:
    """Return the paper for a page of that size in points: whole, upright or lying as the page is."""
    lies = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    points = QSizeF(min(width, height), max(width, height))
    paper = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    made = QPageLayout(paper, lies, QMarginsF())
    made.setMode(QPageLayout.Mode.FullPageMode)
    return made


def pages_asked(printer: QPrinter, count: int, current: int) -> list[int]:
    """Return the pages to print of `count`, counted from 0, as the user chose them in the print dialog.

    Copies are in it where the printer does not make them itself.
    """
    asked = printer.printRange()
    if asked is QPrinter.PrintRange.PageRange and printer.fromPage():
        pages = list(range(count))[printer.fromPage() - 1 : printer.toPage()]
    else:
        pages = [current] if asked is QPrinter.PrintRange.CurrentPage else list(range(count))
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    return pages * copies if printer.collateCopies() else [page for page in pages for _ in range(copies)]


def image_of(picture: Picture) -> QImage:
    """Return a picture as Qt's; it looks at the picture's own pixels, which must be kept as long."""
    layout = QImage.Format.Format_Grayscale8 if picture.grey else QImage.Format.Format_RGB32
    return QImage(picture.pixels, picture.width, picture.height, picture.stride, layout)


def _draw(painter: QPainter, pdf: Pdf, page: int, scale: float, *, grey: bool) -> None:
    """Draw a page in bands from the top."""
    width, height = pdf.pixels(page, scale)
    rows = max(1, _MOST_BYTES // (width * (1 if grey else 4)))
    device = painter.device()
    dots = device.logicalDpiX() / POINTS / scale
    for top in range(0, height, rows):
        picture = pdf.picture(page, scale, grey=grey, band=range(height)[top : top + rows])
        painter.drawImage(QRectF(0, top * dots, width * dots, picture.height * dots), image_of(picture))
