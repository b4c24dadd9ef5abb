"""The built program on a bare Debian 12 without Python, with the libraries that Qt asks of a desktop and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.frozen.conftest import MINIMAL, picturing, rows_painted

SAMPLES = ("chongqing-2023.txt", "yongchuan-2023-draft.txt")
OF_THE_DESKTOP = (
    *("libglib2.0-0", "libegl1", "libgl1", "libfontconfig1", "libfreetype6", "libxkbcommon0", "libdbus-1-3"),
    *("libxcb-render0", "libxcb-shape0", "libxkbcommon-x11-0"),
)
USER = 1000
PROGRAM = "/opt/规划 比对/qcompare"  # a space and Chinese in its path


@pytest.fixture(scope="module")
def bare(program_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the root of a bare system with the build in it, and a home that belongs to a user without rights."""
    if os.name == "nt" or os.geteuid() != 0 or not shutil.which("debootstrap"):
        pytest.skip("a bare system is made by root with debootstrap")
    root = tmp_path_factory.mktemp("bare")
    packages = f"--include={','.join(OF_THE_DESKTOP)}"
    made = subprocess.run(
        ["debootstrap", "--variant=minbase", packages, "bookworm", str(root)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"debootstrap: {made.stdout.splitlines()[-1:]}")
    root.chmod(0o755)
    shutil.copytree(program_folder, root / PROGRAM[1:])
    home = root / "home"
    for name in SAMPLES:
        shutil.copy(Path(__file__).resolve().parents[2] / "data" / name, home)
    shutil.copy(MINIMAL, home)
    (home / "pictures").mkdir()
    for path in (home, home / "pictures"):
        os.chown(path, USER, USER)
    yield root
    shutil.rmtree(root, ignore_errors=True)  # half a gigabyte, which pytest would keep for three runs


def command(root: Path, folder: str, program: str, *arguments: str, **environment: str) -> list[str]:
    """Return what runs a program in the bare system as the user, in a folder of it."""
    said = " ".join(f"{name}={value}" for name, value in {"HOME": "/home", "LANG": "C.UTF-8", **environment}.items())
    words = " ".join(f"'{word}'" for word in (f"{PROGRAM}/{program}", *arguments))
    return [
        "chroot",
        f"--userspec={USER}:{USER}",
        str(root),
        "/bin/sh",
        "-c",
        f"cd {folder}; exec env -i {said} {words}",
    ]


def test_there_is_no_python(bare: Path) -> None:
    assert [*bare.glob("usr/bin/python*"), *bare.glob("usr/lib/python*")] == []


def test_it_finds_every_library(bare: Path) -> None:
    """But CUPS's: printing is asked of it where a PC has it; the plugin for it is left alone where not."""
    listed = "for f in $(find _internal -name '*.so*'); do ldd $f; done | grep 'not found' | sort -u"
    environment = f"cd '{PROGRAM}'; export LD_LIBRARY_PATH=$PWD/_internal; {listed}"
    told = subprocess.run(
        ["chroot", str(bare), "/bin/sh", "-c", environment], capture_output=True, text=True, check=True
    )
    assert {line.split()[0] for line in told.stdout.splitlines()} == {"libcups.so.2"}


def test_it_compares_to_memo_and_workbook(bare: Path) -> None:
    asked = ("compare", *SAMPLES, "--memo", "备忘录.pdf", "--table", "对照表.xlsx", "--json", "比对.json")
    done = subprocess.run(command(bare, "/home", "qcompare", *asked), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert all((bare / "home" / name).stat().st_size > 20_000 for name in ("备忘录.pdf", "对照表.xlsx", "比对.json"))


def test_its_demo_runs(bare: Path) -> None:
    done = subprocess.run(command(bare, "/home", "qcompare", "demo"), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((bare / "home" / "out").iterdir())) > 10


def test_its_window_shows_the_sample(bare: Path) -> None:
    asked = command(bare, "/home/pictures", "qcompare-window", **picturing(Path("/home") / MINIMAL.name))
    window = subprocess.Popen(asked)
    try:
        assert rows_painted(bare / "home" / "pictures")
    finally:
        window.terminate()
        window.wait(30)
