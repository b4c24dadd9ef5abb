"""Pages as pictures: their size, what is on them, bands of them."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from reportlab.pdfgen.canvas import Canvas

from qcompare.pdf import Pdf

A4 = (595.28, 841.89)


def written() -> bytes:
    """An upright page with a black square near its top left corner, then one that lies, with a red stripe at its foot."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.rect(72, A4[1] - 144, 72, 72, stroke=0, fill=1)
    canvas.showPage()
    canvas.setPageSize(A4[::-1])
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, A4[1], 36, stroke=0, fill=1)
    canvas.save()
    return out.getvalue()


def test_pages_have_their_sizes_in_points() -> None:
    with Pdf(written()) as pdf:
        assert [tuple(map(round, size)) for size in pdf.sizes] == [(595, 842), (842, 595)]
        assert pdf.pixels(1, 2) == (1684, 1191)


def test_grey_has_one_byte_a_pixel_and_ink_where_it_is() -> None:
    with Pdf(written()) as pdf:
        made = pdf.picture(0, 1, grey=True)
    assert (made.width, made.height) == (595, 842)
    assert made.pixels[108 * made.stride + 108] == 0
    assert made.pixels[108 * made.stride + 200] == 255


def test_colour_is_blue_green_red() -> None:
    with Pdf(written()) as pdf:
        made = pdf.picture(1, 1)
    at = 580 * made.stride + 4 * 400
    assert tuple(made.pixels[at : at + 3]) == (0, 0, 255)
    assert tuple(made.pixels[4 * 400 : 4 * 400 + 3]) == (255, 255, 255)


@pytest.mark.parametrize("grey", [True, False])
def test_bands_are_the_page_cut_across(grey: bool) -> None:
    with Pdf(written()) as pdf:
        whole = pdf.picture(0, 1.3, grey=grey)
        bands = [pdf.picture(0, 1.3, grey=grey, band=range(whole.height)[at : at + 300]) for at in (0, 300, 600, 900)]
    assert sum(band.height for band in bands) == whole.height
    assert b"".join(band.pixels for band in bands) == whole.pixels


def test_two_threads_may_ask_at_once() -> None:
    with Pdf(written()) as one, Pdf(written()) as other, ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(pdf.picture, page % 2, 0.5) for page in range(40) for pdf in (one, other)]
        assert len({(made.result().width, made.result().pixels) for made in asked}) == 2
