"""The built program does its jobs: the demo, a comparison to memo and workbook, other formats, the window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from docx import Document as WordDocument

from qcompare import __version__
from tests.conftest import load_seed
from tests.frozen.conftest import MINIMAL, SUFFIX, Run, picturing, rows_painted

SAMPLES = Path(__file__).resolve().parents[2] / "data"


def test_it_says_what_it_is(run: Run) -> None:
    said = run("--version").stdout
    assert said.startswith(f"qcompare {__version__} 20")


def test_the_demo_writes_what_it_promises(run: Run, tmp_path: Path) -> None:
    done = run("demo", "--no-window")  # Windows always has a screen, and nobody closes the window
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


@pytest.mark.skipif(sys.platform != "linux", reason="Qt's pictures of a window without a screen are made on Linux here")
def test_the_window_opens_on_the_sample(program_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    environment = {"PATH": "", "LANG": "C.UTF-8", "HOME": str(tmp_path), **picturing(MINIMAL)}
    window = subprocess.Popen(
        [str(program_folder / f"qcompare-window{SUFFIX}")], cwd=tmp_path / "pictures", env=environment
    )
    try:
        assert rows_painted(tmp_path / "pictures"), "no row with changed wording was ever painted"
        assert window.poll() is None
    finally:
        window.terminate()
        window.wait(30)
