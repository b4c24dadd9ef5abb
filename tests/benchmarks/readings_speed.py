"""What reading costs, as whole processes: long documents of each sort, and a library filled with a thousand plans.

`python -m tests.benchmarks.readings_speed` measures these alone, in about three minutes.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from qcompare.memo.fonts import SERIF, typefaces
from tests.benchmarks.process import cost_of
from tests.benchmarks.report import Row, Section, printed
from tests.benchmarks.texts import long_text

PAGES = 200
_ROWS_A_PAGE, _CHARACTERS_A_ROW = 28, 28
"""GB/T 9704 (党政机关公文格式) has 22 rows of 28 characters; these pages are a little fuller."""

PLANS, _CHARACTERS_A_PLAN = 1000, 8000
"""As long as the sample plans are."""


def readings_speed(*, quick: bool) -> Section:
    """Return the section; with `quick`, each is run once, and a hundred plans are imported."""
    note = (
        f"整个进程：qcompare show 读一个 {PAGES} 页（每页约 {_ROWS_A_PAGE * _CHARACTERS_A_ROW} 字）的文件并打印提纲；"
        f"qcompare import 把各约 {_CHARACTERS_A_PLAN:,} 字、互不相同的文本存入新的规划库。目标：docx 2 秒，pdf 5 秒，1,000 份 60 秒。"
    )
    return Section("读入", note, ("", "从启动到结束", "内存峰值（不含读文件的进程）"), _rows(quick=quick))


def _rows(*, quick: bool) -> Iterator[Row]:
    runs = 1 if quick else 3
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, write in _WRITERS.items():
            path = place / f"{PAGES}页.{name}"
            write(path)
            cost = cost_of(["-m", "qcompare", "show", str(path)], runs)
            what = f"{PAGES} 页的 {name}（{path.stat().st_size / 1e6:.1f} MB）"
            yield what, f"{cost.seconds:.2f} s", f"{cost.megabytes:.0f} MB"
        count = PLANS // 10 if quick else PLANS
        files = write_plans(place, count)
        library = place / "规划库.db"
        cost = cost_of(["-m", "qcompare", "import", *map(str, files), "--library", str(library)], 1)
        size = library.stat().st_size / 1e6
        yield f"{count:,} 份文本存入规划库（{size:.0f} MB）", f"{cost.seconds:.1f} s", f"{cost.megabytes:.0f} MB"


def write_plans(folder: Path, count: int) -> list[Path]:
    """Write that many different plans into the folder and return their files; the same each time."""
    lines = long_text(400_000).splitlines(keepends=True)
    files = [folder / f"{number:04}.txt" for number in range(count)]
    for number, file in enumerate(files):
        file.write_text(_plan(lines, random.Random(number)), encoding="utf-8")  # noqa: S311 (no secret hangs on it)
    return files


def _plan(lines: list[str], dice: random.Random) -> str:
    """Return a plan of some place's own: a title, and stretches of real lines in their order."""
    kept = [f"{_place(dice)}质量强区建设实施方案（{dice.randrange(2015, 2030)}年第{dice.randrange(99)}号）\n"]
    size, at = 0, dice.randrange(len(lines) // 2)
    while size < _CHARACTERS_A_PLAN:
        stretch = [lines[k % len(lines)] for k in range(at, at + dice.randrange(3, 12))]
        kept += stretch
        size += sum(map(len, stretch))
        at += len(stretch) + dice.randrange(8)
    return "".join(kept)


def _place(dice: random.Random) -> str:
    return "".join(dice.sample("永川江津合成綦荣昌铜梁潼南璧山长寿涪陵万盛", 2)) + dice.choice("区县市")


@cache
def _rows_of_pages() -> tuple[tuple[str, ...], ...]:
    """Return the rows of each page; a paragraph begins with the indent and goes on over pages' ends."""
    size = _ROWS_A_PAGE * _CHARACTERS_A_ROW
    paragraphs = (f"　　{text.strip()}" for text in long_text(PAGES * size).splitlines() if text.strip())
    rows = [text[at : at + _CHARACTERS_A_ROW] for text in paragraphs for at in range(0, len(text), _CHARACTERS_A_ROW)]
    pages = [tuple(rows[at : at + _ROWS_A_PAGE]) for at in range(0, PAGES * _ROWS_A_PAGE, _ROWS_A_PAGE)]
    assert len(pages[-1]) == _ROWS_A_PAGE
    return tuple(pages)


def _paragraphs() -> list[str]:
    """Return the paragraphs on the pages."""
    return "".join(row for page in _rows_of_pages() for row in page).split("　　")[1:]


def _write_docx(path: Path) -> None:
    """Write them with a header, a numbered list, and a table every few pages."""
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = path.stem
    for number, text in enumerate(_paragraphs()):
        document.add_paragraph(text, style="List Number" if number % 9 == 0 else None)
        if number % 60 == 0:
            table = document.add_table(rows=12, cols=4)
            for at, cell in enumerate(table._cells):
                cell.text = f"产品质量合格率{at}%"
    document.save(str(path))


def _write_pdf(path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    typefaces()
    canvas = Canvas(str(path), invariant=1)
    for number, page in enumerate(_rows_of_pages(), 1):
        canvas.setFont(SERIF, 14)
        for at, row in enumerate(page):
            canvas.drawString(90, 770 - 25 * at, row)
        canvas.drawCentredString(297, 30, f"— {number} —")
        canvas.showPage()
    canvas.save()


def _write_txt(path: Path) -> None:
    path.write_text("\n".join(_paragraphs()), encoding="utf-8")


_WRITERS: dict[str, Callable[[Path], None]] = {"docx": _write_docx, "pdf": _write_pdf, "txt": _write_txt}


if __name__ == "__main__":
    list(printed([readings_speed(quick=False)]))
