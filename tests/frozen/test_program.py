"""The built program does its jobs: the demo, a comparison to memo and workbook, other formats, the window."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pypdfium2
import PySide6
import pytest
from docx import Document as WordDocument
from PySide6.QtGui import QColor, QImage

from qcompare import __version__
from qcompare.marks import Mark
from qcompare.palette import LIGHT
from tests.conftest import load_seed
from tests.frozen.conftest import SUFFIX, Run

SAMPLES = Path(__file__).resolve().parents[2] / "data"


def test_it_says_what_it_is(run: Run) -> None:
    said = run("--version").stdout
    assert said.startswith(f"qcompare {__version__} 20")


def test_the_demo_writes_what_it_promises(run: Run, tmp_path: Path) -> None:
    done = run("demo")
    assert done.returncode == 0, done.stderr
    made = {path.suffix for path in (tmp_path / "out").iterdir()}
    assert made == {".pdf", ".xlsx", ".csv", ".json", ".db"}
    assert done.stderr == ""


def test_a_comparison_becomes_memo_and_workbook(run: Run, tmp_path: Path) -> None:
    names = (SAMPLES / "chongqing-2023.txt", SAMPLES / "yongchuan-2023-draft.txt")
    done = run("compare", *names, "--memo", "备忘录.pdf", "--table", "对照表.xlsx")
    assert done.returncode == 0, done.stderr
    memo = pypdfium2.PdfDocument(tmp_path / "备忘录.pdf")
    first = memo[0].get_textpage().get_text_bounded()
    assert len(memo) > 10
    assert "比对备忘录" in first.replace(" ", "")
    memo.close()
    book = openpyxl.load_workbook(tmp_path / "对照表.xlsx")
    assert {"说明", "指标", "责任单位"} < set(book.sheetnames)


def test_it_reads_documents_in_a_process_of_its_own(run: Run, tmp_path: Path) -> None:
    word = WordDocument()
    for line in load_seed("yongchuan-2023-draft").text.splitlines()[:40]:
        word.add_paragraph(line)
    word.save(str(tmp_path / "永川.docx"))
    done = run("show", "永川.docx")
    assert done.returncode == 0, done.stderr
    assert "质量强区建设实施方案" in done.stdout


def test_a_damaged_document_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04" + bytes(200))
    done = run("show", "坏.docx")
    assert done.returncode == 2
    assert done.stderr.startswith("错误：")


@pytest.mark.skipif(sys.platform == "win32", reason="Qt's pictures of a window without a screen are made on Linux here")
def test_the_window_opens_on_the_sample(program_folder: Path, tmp_path: Path) -> None:
    """Qt's own `minimal` platform writes each painting of a window to a file; that plugin is the one thing from outside."""
    plugins = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
    window = subprocess.Popen(
        [str(program_folder / f"qcompare-window{SUFFIX}")],
        cwd=tmp_path,
        env={
            **{name: os.environ[name] for name in ("HOME", "XDG_DATA_HOME")},
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "minimal:enable_fonts",
            "QT_QPA_PLATFORM_PLUGIN_PATH": str(plugins),
            "QT_DEBUG_BACKINGSTORE": "1",
        },
    )
    try:
        assert _painted(tmp_path, QColor(f"#{LIGHT.marks[Mark.REPLACED].ground}")), (
            "no row with changed wording was ever painted"
        )
        assert window.poll() is None
    finally:
        window.terminate()
        window.wait(30)


def _painted(folder: Path, colour: QColor) -> bool:
    """Wait for a picture of the window in which the colour covers more than a few strokes."""
    until = time.monotonic() + 60
    seen: set[Path] = set()
    while time.monotonic() < until:
        for path in sorted(set(folder.glob("output*.png")) - seen):
            image = QImage(str(path))
            if image.isNull():
                continue  # being written
            seen.add(path)
            pixels = image.convertToFormat(QImage.Format.Format_RGB32).constBits().tobytes()
            if pixels.count(bytes((colour.blue(), colour.green(), colour.red(), 255))) > 500:
                return True
        time.sleep(0.1)
    return False
