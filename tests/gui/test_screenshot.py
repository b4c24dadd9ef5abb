"""The README's picture can be taken again and stays small."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.gui.screenshot import SHOWN, take


@pytest.mark.usefixtures("qapp")
def test_the_picture_shows_the_window_in_a_small_file(tmp_path: Path) -> None:
    out = tmp_path / "window.png"
    take(out, dark=False, size="1600x1000", clause=SHOWN)
    picture = QImage(str(out))
    assert (picture.width(), picture.height()) == (1600, 1000)
    assert out.stat().st_size < 400_000
