"""The program as it is given out: dist/qcompare, which `make test` builds first."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

BUILD = Path(__file__).resolve().parents[2] / "dist" / "qcompare"
SUFFIX = ".exe" if os.name == "nt" else ""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def program_folder() -> Path:
    """Give the folder that the build made."""
    if not (BUILD / "NOTICE.txt").exists():
        pytest.skip("no build: make build, or pyinstaller --noconfirm build.spec")
    return BUILD


@pytest.fixture
def run(program_folder: Path, tmp_path: Path) -> Run:
    """Run a command of the built program in a folder of the test's, with nothing of Python's or our checkout's in reach."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        kept = {
            name: os.environ[name]
            for name in ("HOME", "LOCALAPPDATA", "XDG_DATA_HOME", "SYSTEMROOT")
            if name in os.environ
        }
        return subprocess.run(
            [str(program_folder / f"qcompare{SUFFIX}"), *map(str, arguments)],
            cwd=tmp_path,
            env={**kept, "PATH": "", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run
