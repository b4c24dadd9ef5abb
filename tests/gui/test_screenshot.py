"""The README's picture can be taken again and stays small."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.gui.screenshot import HELP_WIDTH, main, take_for_help


@pytest.mark.usefixtures("qapp")
def test_the_picture_shows_the_window_in_a_small_file(tmp_path: Path) -> None:
    out = tmp_path / "window.png"
    main([str(out)])
    picture = QImage(str(out))
    assert (picture.width(), picture.height()) == (1600, 1000)
    assert out.stat().st_size < 400_000


@pytest.mark.usefixtures("qapp")
def test_the_pictures_of_the_help_are_small(tmp_path: Path) -> None:
    take_for_help(tmp_path)
    window, marks = (QImage(str(tmp_path / name)) for name in ("window.png", "marks.png"))
    assert window.width() == HELP_WIDTH
    assert 400 < marks.width() < HELP_WIDTH
    assert sum((tmp_path / name).stat().st_size for name in ("window.png", "marks.png")) < 250_000
