"""What every test stands on: no network, no display, a library of its own, and makers of plans and comparisons."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qcompare.document import Document
    from qcompare.model import Collation, Plan
    from qcompare.store import Library

os.environ["QT_QPA_PLATFORM"] = "offscreen"

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def pytest_configure() -> None:
    """Refuse the network to the whole test process, name look-ups and doctests included."""
    sys.addaudithook(_refuse_network)


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        local = arguments[1] is None or isinstance(arguments[1], str | bytes)  # a path: between processes of this PC
    else:
        local = event not in {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
    if not local:
        raise PermissionError(f"the tests refuse the network: {event} {arguments[1:]}")


@pytest.fixture(autouse=True)
def data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a data folder of its own, so that no test meets the library of whoever runs it."""
    home = tmp_path / "data-home"
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(home))
    return home


def make_document(text: str, name: str = "规划.txt") -> Document:
    """Return `text` as if read from a file of that name, by way of the real reader."""
    import tempfile

    from qcompare.read import read_document

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8", newline="")
        return read_document(path)


def make_plan(text: str, name: str = "规划.txt", **metadata: str | bool) -> Plan:
    """Return `text` read and parsed; `metadata` are fields that win over what the text says."""
    from qcompare.model import Metadata
    from qcompare.parse import parse

    return parse(make_document(text, name), Metadata(**metadata) if metadata else None)  # type: ignore[arg-type]


def make_collation(base: str | Plan, *targets: str | Plan) -> Collation:
    """Return the comparison of texts or plans, the base first."""
    from qcompare.collate import collate

    plans = [make_plan(given) if isinstance(given, str) else given for given in (base, *targets)]
    return collate(plans[0], plans[1:])


@cache
def load_seed(name: str) -> Plan:
    """Return the sample plan `data/<name>.txt`, read once for all tests."""
    from qcompare.collate import load_plan
    from qcompare.paths import sample_plans

    return load_plan(next(path for path in sample_plans() if path.stem == name))


@pytest.fixture(scope="session")
def plan() -> Callable[..., Plan]:
    """Maker: `plan("一、总体要求\\n……", title="…")`."""
    return make_plan


@pytest.fixture(scope="session")
def collation() -> Callable[..., Collation]:
    """Maker: `collation(base, target, …)` of texts or plans."""
    return make_collation


@pytest.fixture(scope="session")
def seed() -> Callable[[str], Plan]:
    """Maker: `seed("chongqing-2023")`, a plan of the sample library."""
    return load_seed


@pytest.fixture
def memory_store(tmp_path: Path) -> Iterator[Library]:
    """A new, empty library."""
    from qcompare.store import Library

    with Library.open(tmp_path / "library.db") as library:
        yield library


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material beside the checkout; where it is absent, a case of our own does the work."""
    if not SHARED.is_dir():
        pytest.skip("no reference material beside the checkout")
    return SHARED


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program in this process and return its exit status, output and complaints."""
    from qcompare.cli import main

    def run_it(*arguments: str | Path) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run_it
