"""Resources and sample plans are found wherever the program runs from; the user's folder is made where the system wants."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from qcompare import paths
from qcompare.errors import LibraryError

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ["chengdu-2023-draft", "chongqing-2011", "chongqing-2023", "yongchuan-2023-draft", "youxian-2023"]
WHERE = "from qcompare import paths; print(paths.__file__, paths.resource('fonts'), *paths.sample_plans(), sep='\\n')"


def found_by(code: str, *search: Path, cwd: Path) -> list[Path]:
    """Run `code` in a Python that finds qcompare in `search` first, and return the paths it prints."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, search)), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, env=environment, capture_output=True, text=True, check=True
    )
    return [Path(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="session")
def unpacked_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as pip would lay it out."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site-packages")
    return folder / "site-packages"


def test_from_source() -> None:
    assert paths.resource("fonts") == ROOT / "resources" / "fonts"
    assert [path.stem for path in paths.sample_plans()] == SAMPLES
    assert all(path.parent == ROOT / "data" for path in paths.sample_plans())


def test_from_an_installed_wheel(unpacked_wheel: Path, tmp_path: Path) -> None:
    module, fonts, *samples = found_by(WHERE, unpacked_wheel, cwd=tmp_path)
    assert module.is_relative_to(unpacked_wheel)
    assert fonts == unpacked_wheel / "qcompare" / "resources" / "fonts"
    assert {font.name for font in fonts.iterdir()} == {
        *("OFL.txt", "QCompareSans-Bold.ttf", "QCompareSans-Regular.ttf"),
        *("QCompareSerif-Bold.ttf", "QCompareSerif-Regular.ttf"),
    }
    assert [path.stem for path in samples] == SAMPLES
    assert all(path.is_relative_to(unpacked_wheel) and path.is_file() for path in samples)


@pytest.mark.parametrize("name", ["resources", "data"])
def test_the_wheel_holds_all_resources_and_samples(unpacked_wheel: Path, name: str) -> None:
    assert shipped(unpacked_wheel / "qcompare" / name) == shipped(ROOT / name)


def shipped(folder: Path) -> set[Path]:
    """Return the files of a folder without the scripts that made them, what is the build's, and the README's pictures."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"})
    names = (path.relative_to(folder) for path in files if not path.name.startswith("screenshot-"))
    return {name for name in names if name.parts[0] not in {"bundle", "leaflet"}}


def test_from_a_frozen_build(unpacked_wheel: Path, tmp_path: Path) -> None:
    # A frozen build lays resources/ and data/ at its own top and says where that is; the modules lie in an archive.
    bundle = tmp_path / "bundle"
    for name in ("resources", "data"):
        shutil.copytree(ROOT / name, bundle / name)
    code = f"import sys; sys._MEIPASS = {str(bundle)!r}; {WHERE}"
    _, fonts, *samples = found_by(code, unpacked_wheel, cwd=tmp_path)
    assert fonts == bundle / "resources" / "fonts"
    assert [path.relative_to(bundle / "data").stem for path in samples] == SAMPLES


def test_a_broken_installation_is_a_bug_and_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(FileNotFoundError, match="resources/ is missing"):
        paths.resource("fonts")


@pytest.mark.parametrize(
    ("platform", "variable", "folder"),
    [
        ("linux", "XDG_DATA_HOME", "qcompare"),
        ("linux", None, ".local/share/qcompare"),
        ("win32", "LOCALAPPDATA", "qcompare"),
        ("win32", None, "AppData/Local/qcompare"),
        ("darwin", None, "Library/Application Support/qcompare"),
    ],
)
def test_the_users_folder_lies_where_the_system_keeps_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, variable: str | None, folder: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, str(tmp_path))
    assert paths.user_folder() == tmp_path / folder
    assert paths.user_folder().is_dir()
    assert paths.default_library() == tmp_path / folder / "library.db"


def test_a_folder_that_cannot_be_made_is_said_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "占用").write_text("这里是文件，不是文件夹", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "占用"))
    with pytest.raises(LibraryError, match=r"无法建立数据文件夹.*--library"):
        paths.user_folder()
