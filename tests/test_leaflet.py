"""The printed page: it says what its text says, on one sheet, with its faces in it, and is made anew the same."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pypdfium2 as pdfium
import pytest

import qcompare
from qcompare.manual import pages
from qcompare.memo.fonts import GETA
from qcompare.paths import resource

FOLDER = resource("leaflet")
PDF = FOLDER / "安装和更新.pdf"
TEXT = FOLDER / "安装和更新.md"
A4 = (595, 842)
OF_THE_SYSTEM = frozenset(
    {
        *("全部解压缩", "文档", "Windows 已保护你的电脑", "更多信息", "仍要运行"),
        *("解压到当前文件夹", "在终端中打开", "安全弹出", "成功", "OK"),
        *("打开方式", "发送到", "桌面快捷方式"),
    }
)
"""What the sheet quotes of Windows and of the desktops of Linux."""


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_leaflet", FOLDER / "make_leaflet.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its dataclass looks its annotations up
    spec.loader.exec_module(module)
    return module


def sides(path: Path) -> list[str]:
    """Return what each side says, without white space."""
    with pdfium.PdfDocument(path) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def first_difference(one: str, other: str) -> tuple[str, str] | None:
    """Return where two texts part; to show all of both takes pytest half a minute."""
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return None if one == other else (one[at : at + 20], other[at : at + 20])


def test_the_page_says_what_its_text_says(maker: ModuleType) -> None:
    said = sides(PDF)
    feet = [maker.foot_of(number, len(said)) for number in range(1, len(said) + 1)]
    assert all(side.endswith(foot) for side, foot in zip(said, feet, strict=True))
    body = "".join(side.removesuffix(foot) for side, foot in zip(said, feet, strict=True))
    assert first_difference(body, maker.plain_text(TEXT.read_text(encoding="utf-8"))) is None, "make leaflet"
    assert GETA not in body


def test_it_is_one_sheet_of_a4_with_its_faces_in_it() -> None:
    with pdfium.PdfDocument(PDF) as document:
        assert 1 <= len(document) <= 2
        assert {tuple(map(round, page.get_size())) for page in document} == {A4}
    raw = PDF.read_bytes()
    fonts = set(re.findall(rb"/BaseFont /(\S+)", raw))
    assert fonts
    assert all(re.match(rb"[A-Z]{6}\+QCompare", font) for font in fonts)
    assert len(re.findall(rb"/FontFile2", raw)) == len(fonts)


def test_it_is_black_and_nothing_reaches_the_edge() -> None:
    """A laser printer leaves about 5 mm white; 7 are kept."""
    margin = 20
    with pdfium.PdfDocument(PDF) as document:
        for page in document:
            left, bottom, right, top = page.get_bbox()
            picture = page.render(scale=0.5)
            assert picture.to_pil().convert("RGB").convert("HSV").getextrema()[1] == (0, 0)
            picture.close()
            for item in page.get_objects():
                x1, y1, x2, y2 = item.get_bounds()
                assert left + margin <= x1 <= x2 <= right - margin
                assert bottom + margin <= y1 <= y2 <= top - margin


def test_made_anew_it_is_the_same(maker: ModuleType, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        maker.write(TEXT, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert first_difference("".join(sides(tmp_path / "a.pdf")), "".join(sides(PDF))) is None
    assert str(tmp_path).encode() not in PDF.read_bytes()


def test_what_it_quotes_of_the_program_stands_in_the_program() -> None:
    """A menu, a button, a message or a help page that is renamed is renamed on the sheet too."""
    text = TEXT.read_text(encoding="utf-8")
    headings = set(re.findall(r"^## .+、(.+?)(?:（|$)", text, re.MULTILINE))
    quoted = {word for said in re.findall("“(.+?)”", text) for word in said.split(" → ")} - OF_THE_SYSTEM - headings
    package = Path(qcompare.__file__).parent
    program = "".join(file.read_text(encoding="utf-8") for file in package.rglob("*.py"))
    titles = {page.title for page in pages()}
    assert {"备份与恢复", "升级前"} <= quoted
    assert [word for word in sorted(quoted - titles) if word not in program] == []
