"""The log holds what mends a PC that nobody can reach, is bounded, stops no work, and says nothing of any plan."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from qcompare import __version__, logbook
from qcompare.logbook import KEPT, Warnings, begin, log_file, log_folder, note, note_bug
from tests.conftest import Run
from tests.test_bugreport import NAME, PLAN, raised_in_our_code

CITY = "质量强市建设实施方案\n一、总体要求\n（一）到2027年，全市 quality brand 基础更加坚实。\n"
NAMES = ("linjiang-shishi.txt", "某区实施方案.txt", "secret-folder", "zhiliang-qiangqu.db")


def log_text() -> str:
    """Return everything logged."""
    return "".join(file.read_text(encoding="ascii") for file in sorted(log_folder().iterdir()))


def stretches(texts: Iterable[str], length: int = 4) -> set[str]:
    """Return the stretches of texts that a log must not hold."""
    cut = {text[at : at + length] for text in texts for at in range(len(text) - length + 1)}
    return {piece for piece in cut if not piece.isspace()}


def test_a_real_day_on_the_command_line_leaves_no_word_of_a_plan(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / NAMES[2]
    folder.mkdir()
    city, district, library, broken = (folder / name for name in (*NAMES[:2], NAMES[3], "sunhuai.docx"))
    city.write_text(CITY, encoding="utf-8")
    district.write_text(CITY.replace("市", "区") + "增加一句。\n", encoding="utf-8")
    broken.write_bytes(b"PK\x03\x04 sunhuai")
    assert run("import", city, district, "--library", library)[0] == 0
    assert run("compare", city, district, "--library", library, "--json", folder / "jieguo.json")[0] == 0
    assert run("import", broken, "--library", library)[0] == 2
    assert run("search", "quality brand", "--library", library)[0] == 0
    assert run("show", "meiyou-zhege", "--library", library)[0] == 2
    monkeypatch.setattr("qcompare.collate.collate", lambda *_, **__: {}[CITY])
    assert run("compare", city, district)[0] == 1
    said = log_text()
    for words in ("doing=import", "doing=search", "status=0", "status=2", "status=1", "ReadError", " bug ", "KeyError"):
        assert words in said
    assert re.search(r"read/\S+\.py:\d+ \w+", said), "where a file could not be read"
    assert f"version={__version__}" in said
    texts = (CITY, *NAMES, "sunhuai", "jieguo.json", "meiyou-zhege", str(tmp_path.name), str(Path.home()))
    own = {"libr", "ibra", "brar", "rary"}  # of a name and of our own word
    assert not [piece for piece in stretches(texts) - own if piece in said]


def test_an_error_is_told_by_its_places_and_types() -> None:
    begin("list")
    note_bug(raised_in_our_code())
    note("library", place=PLAN)
    said = log_text()
    assert re.search(
        r"ERROR bug .*numbering\.py:\d+ han_number TypeError .*citing\.py:\d+ percent .*TypeError$", said, re.MULTILINE
    )
    assert not [piece for piece in stretches((PLAN, NAME)) if piece in said and not piece.isascii()]


def test_of_qts_warnings_only_category_and_function_are_kept() -> None:
    begin("window")
    met = Warnings()
    met.note(logging.WARNING, "qt.svg", f"Cannot open file '{NAME}'")
    met.note(logging.WARNING, "", "QFont::setPointSizeF: Point size <= 0 (0.000000)")
    met.note(logging.WARNING, "", "linjiang-fangan: is no font")
    for _ in range(500):
        met.note(logging.WARNING, "default", "QPainter::begin: secret-folder cannot be opened")
    lines = log_text().splitlines()
    assert [line.split(" ", 4)[4] for line in lines[1:5]] == [
        "qt qt.svg",
        "qt default QFont::setPointSizeF",
        "qt default",
        "qt default QPainter::begin",
    ]
    assert len(lines) < 30


def test_the_log_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logbook, "LARGEST", 2000)
    begin("list")
    for number in range(300):
        note("job", number=number)
    sizes = {file.name: file.stat().st_size for file in log_folder().iterdir()}
    assert set(sizes) == {"qcompare.log", *(f"qcompare.{number}.log" for number in range(1, KEPT + 1))}
    assert max(sizes.values()) < 2200
    assert "number=299" in (log_folder() / "qcompare.log").read_text(encoding="ascii")
    numbers = [
        int(number) for number in re.findall(r"number=(\d+)", (log_folder() / "qcompare.1.log").read_text("ascii"))
    ]
    assert numbers == list(range(numbers[0], numbers[-1] + 1))


def test_a_file_that_cannot_be_set_aside_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on Windows, where another program that reads or writes the log keeps it from being renamed."""
    monkeypatch.setattr(logbook, "LARGEST", 2000)
    begin("list")
    (log_folder() / "qcompare.1.log").write_text("older", encoding="ascii")

    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "The process cannot access the file", NAME)

    with monkeypatch.context() as locked:
        locked.setattr(Path, "replace", refuse)
        for number in range(100):
            note("job", number=number)
    assert (log_folder() / "qcompare.log").read_text(encoding="ascii").count("number=") == 100
    assert (log_folder() / "qcompare.1.log").read_text(encoding="ascii") == "older"
    note("job", number=100)
    assert (log_folder() / "qcompare.2.log").read_text(encoding="ascii") == "older"
    assert capsys.readouterr() == ("", "")


def test_two_programs_write_one_log_and_lose_no_line(data_home: Path) -> None:
    code = (
        "import sys; from qcompare import logbook; logbook.LARGEST = 20_000; logbook.begin(sys.argv[1])\n"
        "for number in range(200): logbook.note('job', of=sys.argv[1], number=number)"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, name], stderr=subprocess.PIPE) for name in ("one", "other")]
    assert [program.communicate()[1] for program in both] == [b"", b""]
    said = log_text()
    for name in ("one", "other"):
        assert [int(n) for n in re.findall(rf"of={name} number=(\d+)", said)].count(199) == 1
    assert all(re.match(r"\d{4}-\d\d-\d\d .* (begin|job) ", line) for line in said.splitlines())
    assert said.count("\n") >= 401 - 1


def test_nothing_to_write_on_stops_no_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begin("list")
    assert log_file() is not None
    (log_folder() / "qcompare.log").unlink()
    (log_folder() / "qcompare.log").mkdir()
    note("job")
    assert log_file() is None
    place = tmp_path / "file"
    place.touch()
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(place))
    begin("list")
    note_bug(ValueError(PLAN))
    assert log_file() is None
    assert capsys.readouterr() == ("", "")
