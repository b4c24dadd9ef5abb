"""What is drawn: the hatches of the chart, characters beyond the typefaces, words that can be found again."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from qcompare.citing import numbered
from qcompare.dossier import Dossier
from qcompare.memo import write_memo
from qcompare.memo.drawing import Bar, Item, Page, Text
from qcompare.memo.fonts import GETA, SANS, SERIF, typefaces
from qcompare.memo.look import (
    CLAUSE,
    INSERTED,
    LANDSCAPE,
    LOCALISED,
    MOVED,
    OMITTED,
    PLAIN,
    REPLACED,
    REPLACED_IN_BASE,
    WEAKER,
    Decoration,
)
from qcompare.memo.paint import Imprint, write_pdf
from qcompare.memo.setting import Setter, Stretch
from qcompare.model import Collation, Plan, RowKind
from qcompare.profiles import Profile

KINDS = (RowKind.INHERITED, RowKind.LOCALISED, RowKind.MODIFIED, RowKind.DROPPED, RowKind.ADDED)


def painted(path: Path, *items: Item) -> pdfium.PdfPage:
    page = Page(LANDSCAPE, "")
    page.put(100.0, 100.0, *items)
    write_pdf([page], path, typefaces(), Imprint(""))
    return pdfium.PdfDocument(path)[0]


def words_of(page: pdfium.PdfPage) -> str:
    found: str = page.get_textpage().get_text_range()
    return found


@pytest.mark.parametrize("mono", [False, True])
def test_hatches_differ_in_grey(tmp_path: Path, mono: bool) -> None:
    bars = [Bar(0.0, 20.0 * at, 60.0, 10.0, kind, mono) for at, kind in enumerate(KINDS)]
    image = painted(tmp_path / "bars.pdf", *bars).render(scale=4, grayscale=True).to_pil().convert("L")
    cuts = [image.crop((404, 404 + 80 * at, 636, 436 + 80 * at)).tobytes() for at in range(len(KINDS))]
    for one, other in combinations(cuts, 2):
        differing = sum(abs(a - b) > 60 for a, b in zip(one, other, strict=True))
        assert differing > len(one) / 20


def test_upright_and_level_lines_are_told_apart(tmp_path: Path) -> None:
    bars = (Bar(0.0, 0.0, 60.0, 10.0, RowKind.LOCALISED, True), Bar(0.0, 20.0, 60.0, 10.0, RowKind.DROPPED, True))
    image = painted(tmp_path / "bars.pdf", *bars).render(scale=4, grayscale=True).to_pil().convert("L")
    upright = [image.getpixel((420 + x, 420)) for x in range(40)]
    level = [image.getpixel((440, 484 + y)) for y in range(30)]
    assert (min(upright) < 90, max(upright) > 200) == (True, True)
    assert (min(level) < 90, max(level) > 200) == (True, True)
    assert len({image.getpixel((420 + x, 484 + 15)) for x in range(40)}) == 1


MARKED = {
    "plain": PLAIN,
    "inserted": INSERTED,
    "localised": LOCALISED,
    "replaced": REPLACED,
    "replaced in base": REPLACED_IN_BASE,
    "omitted": OMITTED,
    "moved": MOVED,
    "boxed": WEAKER,
}


def grey_rows(path: Path, decoration: Decoration, *, mono: bool) -> list[float]:
    """Return for each row of pixels of a marked line how much of it is dark, from top to bottom, on a mono printer."""
    words = Stretch("质量强区建设方案", CLAUSE, decoration)
    strip = Setter(typefaces(), mono=mono).set([words], 200.0)[0]
    image = painted(path, *strip.items).render(scale=8, grayscale=True).to_pil().convert("L")
    crop = image.crop((800, 800, 800 + 8 * 80, 800 + 8 * 15))
    pixels, width = crop.tobytes(), crop.width
    return [sum(p < 110 for p in pixels[at : at + width]) / width for at in range(0, len(pixels), width)]


def solid_lines(rows: list[float]) -> int:
    full = [share > 0.95 for share in rows]
    return sum(here and not before for before, here in zip([False, *full], full, strict=False))


@pytest.mark.parametrize("mono", [False, True], ids=["a memo in colour", "a mono memo"])
def test_in_grey_the_marks_differ_by_shape(tmp_path: Path, mono: bool) -> None:
    rows = {name: grey_rows(tmp_path / f"{at}.pdf", mark, mono=mono) for at, (name, mark) in enumerate(MARKED.items())}
    under = {name: share[98:] for name, share in rows.items()}  # from just below the characters
    assert solid_lines(under["inserted"]) == solid_lines(under["replaced"]) == 1
    assert solid_lines(under["moved"]) == 2
    assert solid_lines(rows["omitted"][:98]) == 1
    assert solid_lines(rows["omitted"][98:]) == 0
    assert 0.4 < max(under["localised"]) < 0.8
    assert 0.1 < max(under["replaced in base"]) < 0.8
    assert sum(share > 0.1 for share in under["replaced in base"]) > sum(share > 0.1 for share in under["localised"])
    assert max(under["plain"]) < 0.05
    assert solid_lines(under["boxed"]) == 1
    assert solid_lines(rows["boxed"][:98]) == 1, "the box goes over the words too"
    assert sum(rows["replaced"][:90]) > 1.15 * sum(rows["plain"][:90]), "bold"


@pytest.mark.parametrize("word", ["𬒗塘镇", "𫖯冲垭", "质量强区", "渝府发〔2023〕11号"])
def test_words_are_found_again_beyond_the_basic_plane_too(tmp_path: Path, word: str) -> None:
    page = painted(tmp_path / "words.pdf", Text(0.0, 0.0, f"支持{word}建设", SERIF, 12.0, "111111"))
    assert f"支持{word}建设" in words_of(page)


def test_a_character_of_one_typeface_serves_the_other() -> None:
    fonts = typefaces()
    assert list(fonts.pieces(SERIF, "镇\u9feb乡")) == [(SERIF, "镇"), (SANS, "\u9feb"), (SERIF, "乡")]
    assert fonts.missing("镇\u9feb乡") == []


def test_a_character_of_neither_becomes_a_geta_and_is_named() -> None:
    fonts = typefaces()
    assert list(fonts.pieces(SERIF, "前\U00020000后")) == [(SERIF, f"前{GETA}后")]
    assert fonts.missing("前\U00020000 〓后") == ["\U00020000"]


def test_signs_without_shape_take_no_room() -> None:
    fonts = typefaces()
    assert fonts.width(SERIF, "质\u200b量\ufeff", 10.0) == fonts.width(SERIF, "质量", 10.0)
    assert list(fonts.pieces(SERIF, "质\u200b量")) == [(SERIF, "质量")]


def test_text_is_one_stretch_where_its_style_is_one(tmp_path: Path) -> None:
    page = painted(tmp_path / "words.pdf", Text(0.0, 0.0, "加强质量基础设施建设", SERIF, 12.0, "111111"))
    assert page.get_textpage().search("质量基础设施").get_next() == (2, 6)


@pytest.mark.parametrize("mono", [False, True])
def test_memo_of_real_plans_can_be_read_back(
    seed: Callable[[str], Plan], collation: Callable[..., Collation], tmp_path: Path, mono: bool
) -> None:
    made = collation(seed("chongqing-2023"), seed("yongchuan-2023-draft"), seed("chengdu-2023-draft"))
    write_memo(Dossier(made), tmp_path / "memo.pdf", Profile("黑白", mono=mono))
    words = "".join(words_of(page).replace("\r\n", "") for page in pdfium.PdfDocument(tmp_path / "memo.pdf"))
    for title in (
        "一、比对对象",
        "二、标记说明",
        "三、比对结果",
        "四、请先核",
        "五、对照表",
        "六、去向表",
        "七、溯源表",
        "八、审核意见",
    ):
        assert title in words
    for known in ("各章构成（句）", "渝委发〔2023〕11号", "市场监管局", "去向表：", "溯源表："):
        assert known in words
    assert "\ufffd" not in words
    assert "指标：永川 2023" in words
    close = "".join(words.split())
    assert re.search(r"主导或参与制定\(修订\)国家标准700项共计2项↓下调，口径有变一（二）第5项\d+", close)
    assert re.search(r"生产领域药品抽检合格率达到99.8%以上－未承接一（二）第2项\d+", close)
    assert "等16项" not in close, "all are named"


def test_paths_before_titles() -> None:
    assert numbered("四") == "四、"
    assert numbered("第二章第一节") == "第二章第一节　"
