"""Tab in the terminal knows the commands, options and files that this version takes."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from qcompare.cli.arguments import PARSERS, SHELL_NAMES, options_of
from qcompare.cli.completion import SHELLS
from qcompare.cli.help import HELP
from tests.conftest import Run
from tests.test_cli import options_of as options_listed


@pytest.mark.parametrize("command", PARSERS)
def test_options_come_from_the_parsers(command: str) -> None:
    assert {option.name for option in options_of(command)} == set(options_listed(command))
    assert f"qcompare {command}" in HELP[command]


def test_a_shell_that_is_not_known_is_told(run: Run) -> None:
    assert set(SHELLS) == set(SHELL_NAMES)
    assert run("completion", "fish") == (2, "", "错误：没有 fish 的补全。请写 bash、zsh、powershell 之一。\n")


TRIED = (
    ("qcompare comp", {"compare", "completion"}),
    ("qcompare --library 甲.db se", {"search"}),
    ("qcompare help unp", {"unpack"}),
    ("qcompare --v", {"--version"}),
    ("qcompare compare 1 2 --m", {"--memo", "--mono", "--maker"}),
    ("qcompare compare 1 2 --memo ", {"比对 备忘录.pdf", "子文件夹"}),
    ("qcompare compare 1 2 --table ", {"表.xlsx", "表.csv", "子文件夹"}),
    ("qcompare export 1 --memo=", {"比对 备忘录.pdf", "子文件夹"}),
    ("qcompare export 1 --memo=比对\\ 备", {"比对 备忘录.pdf"}),
    ("qcompare list --library 子文件夹/", {"子文件夹/规划库.db"}),
    ("qcompare compare 1 2 --profile 仅", {"仅变动"}),
    ("qcompare treat 2 某行 --as 一", {"一级标题"}),
    ("qcompare import 方", set()),  # and then bash completes files
    ("qcompare desktop --", {"--install", "--remove", "--help"}),
    ("qcompare completion z", {"zsh"}),
)


def test_bash_completes(run: Run, tmp_path: Path) -> None:
    """The script is run by bash as its readline does it: the words typed so far, those around `=` apart."""
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    script, place = tmp_path / "qcompare.bash", tmp_path / "place"
    script.write_text(run("completion", "bash")[1], encoding="utf-8")
    (place / "子文件夹").mkdir(parents=True)
    for name in ("比对 备忘录.pdf", "表.xlsx", "表.csv", "方案.doc", "子文件夹/规划库.db"):
        (place / name).touch()
    tries = []
    for typed, _ in TRIED:
        words = [part for word in typed.replace("\\ ", "\0").split(" ") for part in word.replace("=", " = ").split(" ")]
        words = [word.replace("\0", "\\ ") for word in words if word] + [""] * typed.endswith(("=", " "))
        given = " ".join(map(shlex.quote, words))
        tries.append(
            f"COMP_WORDS=({given}); COMP_CWORD={len(words) - 1}; _qcompare; printf '%s\\t' \"${{COMPREPLY[@]}}\"; echo"
        )
    source = f"source {shlex.quote(str(script))}\n" + "\n".join(tries)
    done = subprocess.run(
        ["bash", "--norc", "-c", source], cwd=place, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stderr in {"", None} or "compopt" in done.stderr
    found = [set(line.rstrip("\t").split("\t")) - {""} for line in done.stdout.splitlines()]
    assert dict(zip([typed for typed, _ in TRIED], found, strict=True)) == dict(TRIED)


def test_zsh_takes_the_script(run: Run, tmp_path: Path) -> None:
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not installed")
    script = tmp_path / "qcompare.zsh"
    script.write_text(run("completion", "zsh")[1], encoding="utf-8")
    code = f"source {shlex.quote(str(script))}; print -- $_comps[qcompare]"
    done = subprocess.run(["zsh", "-f", "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert "_qcompare" in done.stdout, done.stderr
