"""What ships beside the code: fonts that hold every character, icons, a lock without hosts, no trace of a machine."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont
from reportlab.pdfbase import ttfonts

from qcompare.paths import resource, sample_plans

ROOT = Path(__file__).resolve().parents[1]
FONTS = sorted(resource("fonts").glob("*.ttf"))
SIGNS = "＝≈≠＋－⇅←→↑↓①②③⑳■□▲△●○〔〕【】《》“”‘’·…—〇０％％℃㎡‰№產産併発着著𬒗鿏㑇"


@pytest.fixture(scope="module", params=FONTS, ids=lambda path: path.stem)
def font(request: pytest.FixtureRequest) -> Iterator[TTFont]:
    with TTFont(request.param, lazy=True) as font:
        yield font


def gb2312() -> set[str]:
    """Return the 6,763 characters of the standard that every mainland text may use."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return {character for code in codes if (character := code.decode("gb2312", errors="ignore"))}


def test_there_are_four_fonts() -> None:
    assert [path.stem for path in FONTS] == [
        *("QCompareSans-Bold", "QCompareSans-Regular", "QCompareSerif-Bold", "QCompareSerif-Regular")
    ]


def test_a_font_holds_every_character_of_the_sample_plans(font: TTFont) -> None:
    for path in sample_plans():
        used = {character for character in path.read_text(encoding="utf-8") if not character.isspace()}
        assert used <= {chr(code) for code in font.getBestCmap()}, path.name


def test_a_font_holds_the_national_standard_and_the_marks(font: TTFont) -> None:
    assert len(gb2312()) == 6763
    assert gb2312() | set(SIGNS) <= {chr(code) for code in font.getBestCmap()}


def test_a_font_may_be_embedded_and_says_whose_it_is(font: TTFont) -> None:
    assert font["OS/2"].fsType == 0
    assert "Open Font License" in font["name"].getDebugName(13)
    assert "Noto" not in font["name"].getDebugName(1)


def test_reportlab_can_embed_each_font() -> None:
    for path in FONTS:
        assert ttfonts.TTFont(path.stem, str(path)).stringWidth("质量强市", 12) == pytest.approx(48)


def test_a_double_dash_is_one_line(font: TTFont) -> None:
    dash = font.getBestCmap()[ord("—")]
    outline, (width, _) = font["glyf"][dash], font["hmtx"][dash]
    assert outline.xMin <= 0
    assert outline.xMax >= width


@pytest.mark.usefixtures("qapp")
def test_the_window_finds_two_families_of_two_weights() -> None:
    from PySide6.QtGui import QFontDatabase

    for path in FONTS:
        assert QFontDatabase.addApplicationFont(str(path)) >= 0
    for family in ("QCompare Serif", "QCompare Sans"):
        assert sorted(QFontDatabase.styles(family)) == ["Bold", "Regular"]


def test_icons_are_whole() -> None:
    icons = resource("icons")
    for path in icons.glob("*.svg"):
        assert ET.parse(path).getroot().get("viewBox"), path.name
    assert (icons / "app.png").read_bytes().startswith(b"\x89PNG")
    assert (icons / "app.ico").read_bytes().startswith(b"\0\0\1\0")


def test_the_lock_pins_all_that_is_needed_and_names_no_host() -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "://" not in lock
    assert not re.search(r"--(index|extra|find|trusted)|^\s*[-./]", lock.replace("    --hash", "hash"), re.MULTILINE)
    pinned = dict(re.findall(r"^([a-z0-9._-]+)==([^ \\]+)", lock, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [re.match(r"[\w-]+", line) for line in project["dependencies"] + project["optional-dependencies"]["dev"]]
    assert {name.group().lower() for name in needed if name} <= set(pinned)
    assert pinned["pyside6-essentials"] == "6.9.3"
    blocks = re.split(r"^(?=\w)", lock, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)


def test_no_file_speaks_of_the_machine_it_was_written_on() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\0") if listed.returncode == 0 else []
    machine = re.compile(rf"{re.escape(str(ROOT.parent))}/\w|/(?:home|root|Users)/\w+/|[A-Z]:\\Users\\")
    registry = re.compile(r"https?://[^\s\"']*(?:pypi|pythonhosted|npmjs|debian\.org)")
    for path in filter(Path.is_file, (ROOT / name for name in names if name)):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        assert not machine.search(text), f"{path.name} holds a path of one machine"
        assert not registry.search(text), f"{path.name} names a registry's host"
