"""What makes the build: which files stay, whose licences are told, what Windows is told of the programs."""

from __future__ import annotations

import doctest
import hashlib
import json
import os
import platform
import sys
import tarfile
import xml.etree.ElementTree as ET
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import PySide6
import pytest
from packaging.requirements import Requirement

from qcompare import __version__

BUNDLE = Path(__file__).resolve().parents[1] / "resources" / "bundle"
QT_CORE = Path(PySide6.__file__).parent / "Qt" / "lib" / "libQt6Core.so.6"
UOS_20 = (2, 28)  # its glibc
sys.path.append(str(BUNDLE))

import making  # noqa: E402 - the folder is known only now
import notices  # noqa: E402
import pruning  # noqa: E402
import symbols  # noqa: E402
import windows  # noqa: E402


@pytest.mark.parametrize(
    ("target", "source", "stays"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/v/libqxcb.so", True),
        ("PySide6/plugins/platforms/qwindows.dll", r"C:\v\qwindows.dll", True),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", "/v/libqopensslbackend.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", "/v/x.so", True),
        ("PySide6/plugins/platforminputcontexts/qtvirtualkeyboardplugin.dll", r"C:\v\x.dll", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", "/v/x.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", "/v/x.qm", False),
        ("PySide6/Qt/lib/libQt6Network.so.6", "/v/x", False),
        ("PySide6/Qt/lib/libicudata.so.73", "/v/x", True),
        ("libcrypto.so.3", "/usr/lib/x86_64-linux-gnu/libcrypto.so.3", False),
        ("libstdc++.so.6", "/lib/x86_64-linux-gnu/libstdc++.so.6", False),
        ("libxcb-cursor.so.0", "/lib/x86_64-linux-gnu/libxcb-cursor.so.0", True),
        ("libxcb-xkb.so.1", "/lib/x86_64-linux-gnu/libxcb-xkb.so.1", False),
        ("libxcb.so.1", "/lib/x86_64-linux-gnu/libxcb.so.1", False),
        ("libsqlite3.so.0", "/lib/x86_64-linux-gnu/libsqlite3.so.0", True),
        ("libpython3.11.so.1.0", "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0", True),
        ("lib-dynload/_sqlite3.so", "/usr/lib/python3.11/lib-dynload/_sqlite3.so", True),
        (r"jieba\lac_small\predict.py", r"C:\v\jieba", False),
        ("jieba/dict.txt", "/v/jieba/dict.txt", True),
    ],
)
def test_what_stays_in_the_build(target: str, source: str, stays: bool) -> None:
    assert pruning.is_needed(target, source) is stays


on_pcs_of_offices = pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"), reason="glibc differs by processor"
)


@on_pcs_of_offices
def test_of_the_systems_libraries_those_stay_that_a_library_of_the_build_is_linked_with() -> None:
    qt, zlib, expat = (
        ("PySide6/Qt/lib/libQt6Core.so.6", str(QT_CORE), "BINARY"),
        ("libz.so.1", "/lib/x86_64-linux-gnu/libz.so.1", "BINARY"),
        ("libexpat.so.1", "/lib/x86_64-linux-gnu/libexpat.so.1", "BINARY"),
    )
    assert pruning.without_unlinked([qt, zlib, expat]) == [qt, zlib]


@pytest.mark.parametrize("module", [pruning, symbols])
def test_the_examples_in_the_scripts_hold(module: ModuleType) -> None:
    failed, tried = doctest.testmod(module)
    assert tried
    assert not failed


def test_versions_are_compared_as_numbers_and_private_symbols_have_none() -> None:
    asked = ["GLIBC_2.4", "GLIBC_2.28", "GLIBC_2.3.4", "GLIBC_PRIVATE", "GLIBCXX_3.4.21", "OPENSSL_3.0.0"]
    assert symbols.highest(asked) == {"GLIBC": (2, 28), "GLIBCXX": (3, 4, 21)}
    assert symbols.highest([*asked, "GLIBC_ABI_DT_RELR"])["GLIBC"] == (2, 36)


@on_pcs_of_offices
def test_what_a_folder_needs_is_told_with_the_file_that_needs_it(tmp_path: Path) -> None:
    (tmp_path / "对照表.txt").write_text("质量强区", encoding="utf-8")
    (tmp_path / QT_CORE.name).write_bytes(QT_CORE.read_bytes())
    needed = symbols.needed_in(tmp_path)
    assert needed["GLIBC"] == ((2, 28), Path(QT_CORE.name))
    assert set(needed) == {"GLIBC", "GLIBCXX", "CXXABI"}


def shipped_packages() -> set[str]:
    """Return the packages that qcompare needs to run, and those that these need."""
    found, asked = set(), {"qcompare"}
    while asked:
        name = asked.pop()
        found.add(name)
        required = map(Requirement, distribution(name).requires or ())
        asked |= {one.name for one in required if not one.marker or one.marker.evaluate({"extra": ""})} - found
    return found


@on_pcs_of_offices
def test_the_packages_run_on_the_oldest_system_of_our_users() -> None:
    """A newer Qt would ask for glibc 2.34; with a Python made by .ci/old-python it is the packages that decide."""
    files = [Path(str(file.locate())) for name in shipped_packages() for file in distribution(name).files or ()]
    newer = {
        file.name: version
        for file in files
        if ".so" in file.suffixes and file.exists() and (version := symbols.needed_by(file).get("GLIBC", ())) > UOS_20
    }
    assert len(files) > 1000
    assert newer == {}


def test_a_package_is_told_with_version_licence_and_text() -> None:
    (jieba,) = notices.packages_of(["jieba.finalseg", "qcompare.read"])
    assert (jieba.name, jieba.version, jieba.licence) == ("jieba", "0.42.1", "MIT")
    assert "Sun Junyi" in jieba.texts[0].read_text(encoding="utf-8")


def test_the_texts_of_libraries_inside_a_package_come_with_it() -> None:
    """GNU libiconv is linked into lxml's wheels, marisa-trie, darts-clone and RapidJSON into OpenCC's; neither says so whole."""
    lxml, opencc = notices.packages_of(["lxml.etree", "opencc"])
    assert "LESSER GENERAL PUBLIC LICENSE" in lxml.texts[-1].read_text(encoding="utf-8")
    assert "libiconv: LGPL-2.1" in lxml.licence
    assert "Susumu Yata" in opencc.texts[-1].read_text(encoding="utf-8")


def test_the_texts_of_qt_are_those_of_the_licence_chosen(tmp_path: Path) -> None:
    qt = next(part for part in notices.packages_of(["PySide6.QtCore"]) if part.name == "PySide6_Essentials")
    assert qt.licence == "LGPL-3.0-only"
    notices.write_notices(tmp_path, __version__, [qt, *notices.other_parts()])
    kept = {path.name for path in (tmp_path / "licences" / "PySide6_Essentials").iterdir()}
    assert kept == {"LGPL-3.0.txt", "GPL-3.0.txt", "qt-third-party.txt", "Apache-2.0.txt"}
    assert "LGPL-3.0" in (tmp_path / "NOTICE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("system", "brings"), [("linux", "xcb-util"), ("win32", "Microsoft Visual C++ 运行库")])
def test_what_the_build_brings_on_one_system_only_is_told_there(
    system: str, brings: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(notices.sys, "platform", system)
    parts = {part.name: part for part in notices.other_parts()}
    assert brings in parts
    assert not ({"xcb-util", "Microsoft Visual C++ 运行库"} - {brings}) & set(parts)
    notices.write_notices(tmp_path, __version__, [parts[brings]])
    assert brings in (tmp_path / "NOTICE.txt").read_text(encoding="utf-8")
    assert list((tmp_path / "licences" / brings).iterdir())


def test_what_has_no_licence_is_not_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "OWN_TEXTS", {})
    with pytest.raises(LookupError, match="jieba"):
        notices.packages_of(["jieba"])


def test_windows_is_told_version_and_name_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PyInstaller.compat.win32api", None, raising=False)  # elsewhere the module asks for it in vain
    told = windows.version_resource("qcompare-window", "1.2.3", "qcompare 规划文本比对")
    strings, languages = told.kids
    said = {string.name: string.val for string in strings.kids[0].kids}
    assert strings.kids[0].name == "080404B0", "Simplified Chinese in Unicode"
    assert languages.kids[0].kids == [0x0804, 0x04B0]
    assert said["FileDescription"] == "qcompare 规划文本比对"
    assert said["OriginalFilename"] == "qcompare-window.exe"
    assert (told.ffi.fileVersionMS, told.ffi.fileVersionLS) == (0x10002, 0x30000)


def test_windows_is_told_of_long_paths_and_utf_8() -> None:
    from PyInstaller.utils.win32.winmanifest import create_application_manifest

    manifest = ET.fromstring(create_application_manifest((BUNDLE / "app.manifest").read_bytes()))
    said = {element.tag.split("}")[1]: element.text for element in manifest.iter()}
    assert said["longPathAware"] == "true"
    assert said["activeCodePage"] == "UTF-8"
    levels = [element.get("level") for element in manifest.iter() if element.tag.endswith("requestedExecutionLevel")]
    assert levels == ["asInvoker"], "no administrator is asked for"


@pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")
def test_links_go_and_what_they_point_at_stays(tmp_path: Path) -> None:
    (tmp_path / "lib.so.6").write_bytes(b"ELF")
    (tmp_path / "lib.so").symlink_to("lib.so.6")
    making.remove_links(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["lib.so.6"]


@pytest.mark.skipif(sys.platform == "win32", reason="a zip there")
@pytest.mark.parametrize(("glibc", "ending"), [("2.28", "-x86_64"), ("2.4", "-x86_64"), ("2.36", "-x86_64-glibc2.36")])
def test_the_archive_holds_the_folder_and_its_checksum_stands_beside(
    glibc: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "qcompare"
    (folder / "_internal" / "resources").mkdir(parents=True)
    about = {"system": "linux-x86_64", "glibc": glibc}
    (folder / "_internal" / "resources" / "build.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / "说明.txt").write_text("规划文本比对", encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    made = making.archive_folder(folder, "1.2.3")
    with tarfile.open(made) as archive:
        assert {"qcompare", "qcompare/说明.txt"} < set(archive.getnames())
        assert {(file.uid, file.gid, file.uname, file.gname) for file in archive} == {(0, 0, "", "")}
        assert {file.mtime for file in archive} == {1700000000}
    assert made.name == f"qcompare-1.2.3-linux{ending}.tar.xz"
    digest, name = made.with_name(made.name + ".sha256").read_text().split()
    assert (name, digest) == (made.name, hashlib.sha256(made.read_bytes()).hexdigest())


def test_source_without_git_or_outside_a_checkout_is_built_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tarball's own folder, and one that somebody unpacked within another checkout."""
    inside = tmp_path / "qcompare" / "_internal" / "resources"
    inside.mkdir(parents=True)
    (tmp_path / "tarball").mkdir()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for source, path in ((tmp_path / "tarball", os.environ["PATH"]), (BUNDLE.parents[1], "")):
        monkeypatch.setenv("PATH", path)
        making.write_build(tmp_path / "qcompare", source)
        about = json.loads((inside / "build.json").read_text(encoding="utf-8"))
        assert (about["commit"], about["date"]) == ("", "2023-11-14")
