"""A zip package that strangers had in hand: what it may hold."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from qcompare.package import DamagedError, Package, TooLargeError


def packed(content: bytes, packing: int) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        archive.writestr("xl/workbook.xml", content)
    return made.getvalue()


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_to_pack_that_unpack_without_measure_are_refused(packing: int) -> None:
    """600 bytes that say to be a million filled a thousand million; a returned table is read in the program itself."""
    with Package.opened(packed(b"<workbook/>", packing)) as package, pytest.raises(DamagedError):
        package.part("xl/workbook.xml")


def test_a_sound_package_that_holds_too_much_is_not_called_damaged() -> None:
    with pytest.raises(TooLargeError), Package.opened(packed(bytes(5_000_000), zipfile.ZIP_DEFLATED)) as package:
        package.part("xl/workbook.xml")
