"""What README.md shows is what happens: its command lines, its output and its Python."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from qcompare.cli import main

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def beside_the_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with data/ in it, as the reader of README.md has, but where files may be written."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("beside_the_samples")
def test_the_command_lines_work_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("qcompare ")]
    assert len(lines) >= 8
    for line in lines:
        assert main(shlex.split(line, comments=True)[1:]) == 0, f"{line}\n{capsys.readouterr().err}"


@pytest.mark.usefixtures("beside_the_samples")
def test_the_output_shown_is_that_of_the_first_command(capsys: pytest.CaptureFixture[str]) -> None:
    first = next(line for block in blocks("sh") for line in block.splitlines() if line.startswith("qcompare "))
    assert main(shlex.split(first)[1:]) == 0
    assert capsys.readouterr().out.strip() == blocks("text")[0].strip()


@pytest.mark.usefixtures("beside_the_samples")
def test_the_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - our own text
    assert "Counts(inherited=" in capsys.readouterr().out


def test_the_files_it_names_exist() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README) + re.findall(r"resources/[\w.-]+\.\w+", README)
    assert links
    for link in links:
        assert (ROOT / link).exists(), link


def test_make_does_what_it_says() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b", README)) <= targets
