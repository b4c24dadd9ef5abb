"""Pages on paper: printed to a PDF printer and read back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from reportlab.pdfgen.canvas import Canvas

from qcompare.gui import printing
from qcompare.gui.printing import pages_asked, print_pages
from qcompare.gui.worker import Cancelled
from qcompare.pdf import Pdf, Picture

pytestmark = pytest.mark.usefixtures("qapp")

A4 = (595.28, 841.89)
UPRIGHT, LYING = (595, 842), (842, 595)


@pytest.fixture
def memo() -> bytes:
    """Four pages, every other one lying; each has a square in its own place and a red line at the margin."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in range(4):
        size = A4[::-1] if page % 2 else A4
        canvas.setPageSize(size)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.rect(80 + 60 * page, 300, 50, 50, stroke=0, fill=1)
        canvas.setFillColorRGB(0.8, 0, 0)
        canvas.rect(57, 57, size[0] - 114, 2, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def printer(tmp_path: Path) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "printed.pdf"))
    return made


def unheard(_done: int, _total: int) -> None:
    """Nobody asks how far it is."""


def printed(printer: QPrinter) -> bytes:
    return Path(printer.outputFileName()).read_bytes()


def dark(picture: Picture) -> set[tuple[int, int]]:
    """Return the pixels with ink, in cells of four by four."""
    inked = (at for at, value in enumerate(picture.pixels) if value < 200)
    return {(at % picture.stride // 4, at // picture.stride // 4) for at in inked}


def test_each_sheet_is_as_its_page_and_the_ink_where_it_was(memo: bytes, printer: QPrinter) -> None:
    print_pages(memo, printer, range(4), unheard)
    with Pdf(memo) as ours, Pdf(printed(printer)) as theirs:
        assert [tuple(map(round, size)) for size in theirs.sizes] == [UPRIGHT, LYING, UPRIGHT, LYING]
        for page in range(4):
            was, now = dark(ours.picture(page, 1, grey=True)), dark(theirs.picture(page, 1, grey=True))
            assert len(was) > 100
            assert len(was ^ now) <= len(was) * 0.1, page


def test_pages_two_and_three_alone(memo: bytes, printer: QPrinter) -> None:
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    pages = pages_asked(printer, 4, 0)
    assert pages == [1, 2]
    print_pages(memo, printer, pages, unheard)
    with Pdf(memo) as ours, Pdf(printed(printer)) as theirs:
        assert [tuple(map(round, size)) for size in theirs.sizes] == [LYING, UPRIGHT]
        was, now = dark(ours.picture(1, 1, grey=True)), dark(theirs.picture(0, 1, grey=True))
        assert len(was ^ now) <= len(was) * 0.1


def test_grey_has_no_colour(memo: bytes, printer: QPrinter) -> None:
    print_pages(memo, printer, [0], unheard, grey=True)
    with Pdf(printed(printer)) as theirs:
        picture = theirs.picture(0, 1)
    pixels = picture.pixels
    assert {(pixels[at], pixels[at + 1], pixels[at + 2]) for at in range(0, len(pixels), 4)} <= {
        (v, v, v) for v in range(256)
    }
    assert min(pixels) < 50


@pytest.mark.parametrize("grey", [True, False])
def test_bands_leave_no_seam(printer: QPrinter, grey: bool) -> None:
    """A black column down the sheet stays whole where the sheet is drawn in many bands."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.rect(280, 60, 40, 720, stroke=0, fill=1)
    canvas.save()
    assert 10 * printing._MOST_BYTES < 4961 * 7016
    print_pages(out.getvalue(), printer, [0], unheard, grey=grey)
    with Pdf(printed(printer)) as theirs:
        sheet = theirs.picture(0, 3, grey=True)
    down = [sheet.pixels[row * sheet.stride + 900] for row in range(sheet.height)]
    top, foot = 3 * (842 - 780) + 3, 3 * (842 - 60) - 4
    assert max(down[top:foot]) < 10
    assert min(down[: top - 8] + down[foot + 8 :]) > 245


def test_the_current_page_the_last_first_and_copies(printer: QPrinter) -> None:
    assert pages_asked(printer, 4, 0) == [0, 1, 2, 3]
    printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert pages_asked(printer, 4, 2) == [2]
    printer.setPrintRange(QPrinter.PrintRange.AllPages)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert pages_asked(printer, 3, 0) == [2, 1, 0]
    printer.setCopyCount(2)
    printer.setCollateCopies(True)
    assert pages_asked(printer, 2, 0) == [1, 0, 1, 0]
    printer.setCollateCopies(False)
    assert pages_asked(printer, 2, 0) == [1, 1, 0, 0]


def test_it_stops_when_the_user_cancels(memo: bytes, printer: QPrinter) -> None:
    told = []

    def stop(done: int, _total: int) -> None:
        told.append(done)
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        print_pages(memo, printer, range(4), stop)
    assert told == [0, 1, 2]
