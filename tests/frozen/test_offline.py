"""The build reaches no network: hardly a module that could is in it, and it works where there is none and must make no socket."""

from __future__ import annotations

import dis
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from types import CodeType

import pytest

from tests.docx_files import docx, paragraph
from tests.frozen.conftest import codes
from tests.ofd_maker import ofd, page, text
from tests.pdf_maker import Pages

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="namespaces and filters of Linux")

NETWORK = frozenset(
    {"socket", "_socket", "ssl", "_ssl", "_hashlib", "http", "urllib.request", "urllib.error", "urllib.response"}
    | {"ftplib", "smtplib", "imaplib", "poplib", "nntplib", "telnetlib", "xmlrpc", "socketserver", "wsgiref", "smtpd"}
    | {"asyncio", "_asyncio", "asyncore", "asynchat", "webbrowser", "multiprocessing", "_multiprocessing"}
    | {"PySide6.QtNetwork", "PySide6.QtNetworkAuth", "PySide6.QtWebSockets", "PySide6.QtHttpServer", "PySide6.QtDBus"}
    | {"PySide6.QtWebEngineCore", "PySide6.QtRemoteObjects", "requests", "urllib3", "httpx", "aiohttp", "certifi"}
)
"""Modules that reach the network, look names up, or serve those that do; `_hashlib` brings OpenSSL along.

Not `select`, `selectors` and `email`: they wait for what has been opened, and take a saved page apart.
"""

LEFT = {
    "socket": "Python's email.utils imports it at its top, to name messages; saved pages (.mht) are read with email",
    "_socket": "the part in C of `socket`, a file of its own or, with Debian's Python, in libpython",
}
"""The modules of the network that are in the build all the same, and why."""

NAMERS = {
    "email.utils": "see LEFT",
    "platform": "the name of this PC, where the system itself does not tell it",
    "reportlab.lib.utils": "pictures at an address: of which a memo has none, and urllib.request is missing",
    "socket": "see LEFT",
    "typing_extensions": "the type of an object in `_socket`, of which it makes none",
    "uuid": "one way of several to number this PC, which sqlite-utils and pypdfium2 do not take",
}
"""The modules of the build that name `socket` in an import anywhere, and what for."""

LOOKERS = {
    "_socket": "see LEFT",
    "libxcb": "Pillow is linked with it, to take pictures of a screen; no picture is taken, and Qt uses the PC's own",
}
"""The libraries of the build that can look up a name on the network, and why they are there."""

FOREIGN = re.compile(
    r"(?:lib)?(?:Qt6?(?:Network|WebEngine|WebSockets|HttpServer|Qml|Quick)|ssl|crypto|curl|gnutls|krb5|gssapi|cups\.|avahi|gio)"
)
"""Libraries that serve the network and nothing else, and the toolkits that bring them."""

FULL = "加快建设质量强国，推动质量变革、效率变革、动力变革，提高产品和服务质量，到2025年取得新的成效。"


def imports_socket(code: CodeType) -> bool:
    """Whether a module has an import of it anywhere, in its functions too."""
    return any(
        step.opname == "IMPORT_NAME" and step.argval in {"socket", "_socket"}
        for part in codes(code)
        if {"socket", "_socket"} & set(part.co_names)
        for step in dis.get_instructions(part)
    )


def test_of_the_networks_modules_the_build_has_those_that_python_cannot_do_without(
    modules: dict[str, CodeType | None],
) -> None:
    assert len(modules) > 500
    assert "email.message" in modules
    present = {name for name in NETWORK if any(f"{module}.".startswith(f"{name}.") for module in modules)}
    assert present | {"_socket"} == set(LEFT)


def test_no_other_module_of_the_build_names_a_socket(modules: dict[str, CodeType | None]) -> None:
    named = {name for name, code in modules.items() if isinstance(code, CodeType) and imports_socket(code)}
    assert named == set(NAMERS)


@linux
def test_no_other_library_of_the_build_looks_up_names(program_folder: Path) -> None:
    libraries = [path for path in program_folder.rglob("*.so*") if path.is_file() and not path.is_symlink()]
    assert len(libraries) > 50
    assert not [path.name for path in libraries if FOREIGN.match(path.name)]
    lookers = {path.name.split(".")[0] for path in libraries if b"\0getaddrinfo\0" in path.read_bytes()}
    lookers = {re.sub(r"-[0-9a-f]{8}$", "", name) for name in lookers}  # as wheels name the libraries they bring
    assert {"_socket" if name == "libpython3" else name for name in lookers} == set(LOOKERS)


FILTER = Path(__file__).parents[1] / "without_sockets.py"
NO_SOCKETS = [sys.executable, "-I", "-S", str(FILTER)]
NO_INTERFACES = ["unshare", "--map-root-user", "--net"]


def done(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, encoding="utf-8", check=False)


def probe(limits: list[str], deed: str) -> subprocess.CompletedProcess[str]:
    return done([*limits, sys.executable, "-I", "-S", "-c", f"import socket; {deed}"])


@pytest.fixture(scope="module")
def no_sockets() -> list[str]:
    """What stands before a command that is killed where it makes a socket; seen to be so first."""
    if probe(NO_SOCKETS, "socket.socket(socket.AF_UNIX)").returncode:
        pytest.skip("the kernel takes no filter here")
    assert probe(NO_SOCKETS, "socket.socket()").returncode == -signal.SIGSYS
    return NO_SOCKETS


@pytest.fixture(scope="module")
def no_interfaces() -> list[str]:
    """What stands before a command that is to have no network interface; seen to be so first."""
    try:
        forbidden = done([*NO_INTERFACES, "true"]).returncode
    except FileNotFoundError:
        forbidden = True
    if forbidden:
        pytest.skip("the kernel gives no network namespace here (unshare --net), or there is no unshare")
    assert "Network is unreachable" in probe(NO_INTERFACES, "socket.create_connection(('127.0.0.1', 9))").stderr
    return NO_INTERFACES


@linux
def test_the_whole_demo_runs_without_interfaces_and_without_sockets(
    program_folder: Path, no_interfaces: list[str], no_sockets: list[str], tmp_path: Path
) -> None:
    program = program_folder / "qcompare"
    ran = done([*no_interfaces, *no_sockets, program, "demo", "--out", tmp_path / "演示", "--no-window"])
    assert ran.returncode == 0, ran.stderr
    written = {path.suffix for path in (tmp_path / "演示").iterdir() if path.stat().st_size > 1000}
    assert written == {".pdf", ".xlsx", ".csv", ".json", ".db"}


@linux
def test_files_are_read_and_compared_without_sockets(
    program_folder: Path, no_sockets: list[str], tmp_path: Path
) -> None:
    pdf = Pages()
    pdf.paragraph(f"{FULL}强化协同。")
    saved = f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html><body><p>{FULL}确保实效。</p></body></html>"
    contents = {
        "docx": docx(paragraph(FULL)),
        "pdf": pdf.done(),
        "ofd": ofd(page(text(FULL, 28, 40), text("落实责任。", 28, 50))),
        "mht": saved.encode(),
    }
    files = [tmp_path / f"规划.{kind}" for kind in contents]
    for path, content in zip(files, contents.values(), strict=True):
        path.write_bytes(content)
    outputs = [tmp_path / name for name in ("备忘录.pdf", "表.xlsx", "表.docx", "表.html")]
    tables = [part for path in outputs[1:] for part in ("--table", path)]
    ran = done([*no_sockets, program_folder / "qcompare", "compare", *files, "--memo", outputs[0], *tables])
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("100.0%") == len(files) - 1, ran.stdout
    assert all(path.stat().st_size > 1000 for path in outputs)


@linux
def test_the_window_imports_the_samples_and_shows_them_without_sockets(
    program_folder: Path, no_sockets: list[str], tmp_path: Path
) -> None:
    library = tmp_path / "规划库.db"
    command = [*no_sockets, str(program_folder / "qcompare-window"), "--library", str(library)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as window:
        try:
            until = time.monotonic() + 60
            while not compared(library) and window.poll() is None and time.monotonic() < until:
                time.sleep(0.05)
            assert window.poll() is None, window.communicate()[1].decode()
            assert compared(library)
        finally:
            window.terminate()


def compared(library: Path) -> bool:
    """Whether the library holds a comparison: the last of what a window does on a new one before it shows the rows."""
    if not library.exists():
        return False
    try:
        with closing(sqlite3.connect(f"file:{library}?mode=ro", uri=True)) as database:
            return bool(database.execute("SELECT count(*) FROM collations").fetchone()[0])
    except sqlite3.Error:  # not yet made in full
        return False
